"""What is read of ranges, and who is asked about them."""

from __future__ import annotations

import shutil
from collections import Counter
from typing import Any

import pytest
from mkdocs.commands.build import build
from mkdocs.config import load_config
from pytest_httpserver import HTTPServer

from mkdocs_diffinsight.build.reading import Place, Reader, ReadRange

from ..conftest import GitRepository, Project
from ..model_server import ModelServer


@pytest.fixture
def reads(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    """How often each range is read."""
    counted: Counter[str] = Counter()
    read = Reader.read

    def count(reader: Reader, place: Place) -> ReadRange:
        counted[place.range.compare] += 1
        return read(reader, place)

    monkeypatch.setattr(Reader, "read", count)
    return counted


@pytest.fixture
def options(history: GitRepository, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    server = ModelServer(httpserver)
    return {"repository": str(history.path), "ranges": ["v1...v2"], "openai": server.options()}


def build_here(project: Project, options: dict[str, Any]) -> None:
    project.configure(options)
    build(load_config(str(project.path / "mkdocs.yml")))


def test_a_range_is_read_once_though_a_model_is_asked(
    project: Project, options: dict[str, Any], reads: Counter[str]
) -> None:
    """Be it told of by the cache or by the model."""
    build_here(project, options)
    assert reads == {"v1...v2": 1}
    shutil.rmtree(project.cache / "pages")
    reads.clear()
    build_here(project, {**options, "ranges": ["v1...v2", "v2...v3", "v1...v3"]})
    assert reads == {"v1...v2": 1, "v2...v3": 1, "v1...v3": 1}


def test_a_range_that_is_kept_is_not_read(project: Project, options: dict[str, Any], reads: Counter[str]) -> None:
    build_here(project, options)
    reads.clear()
    build_here(project, options)
    assert reads == {}
