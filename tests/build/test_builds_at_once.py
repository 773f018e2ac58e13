"""Builds at the same time on one cache: each makes what it would have made alone."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from ..conftest import Build, GitRepository, Project
from ..kept import files
from .interrupted import FILES, OVERVIEW, Model, configure

PATIENCE = 300


def build_at_once(project: Project, *sites: str) -> list[Build]:
    """Start a build for each of these folders, and wait for all."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir"]
    started = [
        subprocess.Popen(
            [*command, site], cwd=project.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for site in sites
    ]
    done = []
    for site, process in zip(sites, started, strict=True):
        log, _ = process.communicate(timeout=PATIENCE)
        done.append(Build(process.returncode, log, project.path / site))
    return done


@pytest.mark.parametrize("theme", ["mkdocs", "material"])
def test_all_make_the_same_site(
    project: Project, history: GitRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, theme: str
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    options = {"repository": str(history.path), "ranges": ["v1...v2", "v2...v3"], "languages": ["en", "ja"]}
    site: dict[str, Any] = {"site_url": "https://docs.example.org/", "theme": {"name": theme}}
    expected = files(Project(tmp_path / "alone").build_strictly(options, **site))
    project.configure(options, **site)
    for _ in range(2):  # first all is made, and then it is there
        for build in build_at_once(project, "a", "b", "c"):
            assert files(build) == expected
    assert files(project.build("--strict")) == expected


def test_a_model_is_asked_once_for_all(
    project: Project, repository: GitRepository, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    model = Model(httpserver)
    repository.commit(dict.fromkeys(FILES, "old\n"), "v1")
    repository.commit({path: f"{path}\n" for path in FILES}, "v2")
    configure(project, repository, model, "v1...v2")
    for build in build_at_once(project, "a", "b", "c"):
        assert build.status == 0, build.log
        assert {file["author"]["kind"] for file in build.report()["files"]} == {"model"}
    assert sorted(model.asked) == sorted([*FILES, OVERVIEW])
