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
from .serving import served, wait_for

PATIENCE = 300
SITE: dict[str, Any] = {"site_url": "https://docs.example.org/"}


def build_at_once(*sites: tuple[Project, str]) -> list[Build]:
    """Start a build for each of these folders of projects, and wait for all."""
    command = [sys.executable, "-m", "mkdocs", "build", "--site-dir"]
    started = [
        subprocess.Popen(
            [*command, site], cwd=project.path, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        for project, site in sites
    ]
    done = []
    for (project, site), process in zip(sites, started, strict=True):
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
        for build in build_at_once(*((project, site) for site in "abc")):
            assert files(build) == expected
    assert files(project.build("--strict")) == expected


def test_a_build_beside_a_server_publishes_its_own_addresses(
    project: Project, history: GitRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """While the server makes its first site, and when it has."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    options = {"repository": str(history.path), "ranges": ["v1...v2", "v2...v3"]}
    expected = files(Project(tmp_path / "alone").build_strictly(options, **SITE))
    project.configure(options, **SITE)
    with served(project) as server:
        made = build_at_once((project, "at the same moment"))
        wait_for(server.log.read_text, "Serving on")
        made += build_at_once((project, "later"))
    assert not [name for build in made for name, data in files(build).items() if b"127.0.0.1" in data]
    assert [files(build) == expected for build in made] == [True, True]


def test_sites_that_share_a_cache_come_out_as_each_would_alone(
    history: GitRepository, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    sites: dict[str, dict[str, Any]] = {
        "a": {"ranges": ["v1...v2", "v2...v3"]},
        "b": {"ranges": ["v2...v3"], "languages": ["ja", "en"]},
        "c": {"ranges": [{"tags": "v*"}], "categories": {"docs": ["docs/"], "code": ["src/"]}},
        "d": {"ranges": ["v1...v3"], "reports_dir": "changes", "ignore": ["*.py"]},
    }

    def make(folder: str, **shared: str) -> list[Project]:
        made = [Project(tmp_path / folder / name) for name in sites]
        for project, options in zip(made, sites.values(), strict=True):
            project.configure({"repository": str(history.path), **options, **shared}, **SITE)
        return made

    expected = [files(project.build("--strict")) for project in make("alone")]
    together = make("together", cache_dir=str(tmp_path / "cache"))
    for _ in range(2):  # first all is made, and then it is there
        assert [files(build) for build in build_at_once(*((project, "site") for project in together))] == expected


def test_a_model_is_asked_once_for_all(
    project: Project, repository: GitRepository, httpserver: HTTPServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    model = Model(httpserver)
    repository.commit(dict.fromkeys(FILES, "old\n"), "v1")
    repository.commit({path: f"{path}\n" for path in FILES}, "v2")
    configure(project, repository, model, "v1...v2")
    for build in build_at_once(*((project, site) for site in "abc")):
        assert build.status == 0, build.log
        assert {file["author"]["kind"] for file in build.report()["files"]} == {"model"}
    assert sorted(model.asked) == sorted([*FILES, OVERVIEW])
