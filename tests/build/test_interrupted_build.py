"""A build that is killed loses none of the answers that had arrived."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from pytest_httpserver import HTTPServer

from ..conftest import GitRepository, Project
from .interrupted import FILES, OVERVIEW, PATIENCE, Model, configure


@pytest.fixture
def model(httpserver: HTTPServer) -> Iterator[Model]:
    model = Model(httpserver)
    yield model
    model.release.set()


@pytest.fixture
def asking_project(
    project: Project, repository: GitRepository, model: Model, monkeypatch: pytest.MonkeyPatch
) -> Project:
    """A report on four files, to be explained by the model."""
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    repository.commit(dict.fromkeys(FILES, "old\n"), "v1")
    repository.commit({path: f"{path}\n" for path in FILES}, "v2")
    configure(project, repository, model, "v1...v2")
    return project


def build_until_stuck(project: Project, model: Model) -> None:
    """Start a build, and kill it as soon as the server has the request that it does not answer."""
    build = subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build"],
        cwd=project.path,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        assert model.stuck.wait(PATIENCE)
        assert build.poll() is None
    finally:
        build.kill()
        build.wait()


@pytest.mark.parametrize("command", [["mkdocs", "build"], ["mkdocs", "serve"], ["mkdocs_diffinsight", "generate"]])
def test_an_interrupt_ends_at_once_what_waits_for_a_server(
    asking_project: Project, model: Model, command: list[str]
) -> None:
    model.stick_at(2)
    build = subprocess.Popen(
        [sys.executable, "-m", *command],
        cwd=asking_project.path,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
    )
    try:
        assert model.stuck.wait(PATIENCE)
        build.send_signal(signal.SIGINT)
        log, _ = build.communicate(timeout=PATIENCE / 2)  # the server would be waited for twice as long
    finally:
        build.kill()
        build.wait()
    assert build.returncode == 1
    assert "the next build carries on" in log
    assert "Traceback" not in log
    assert set(texts(asking_project)) == set(FILES[:2])


def texts(project: Project) -> dict[str, Path]:
    """The file of every text in the cache, by what it is about."""
    paths = [*project.cache.glob("summaries/**/*.json"), *project.cache.glob("overviews/**/*.json")]
    return {json.loads(path.read_bytes()).get("path", OVERVIEW): path for path in paths}


@pytest.mark.parametrize("answered", range(len(FILES) + 1))
def test_a_killed_build_keeps_every_answer(asking_project: Project, model: Model, answered: int) -> None:
    """The next one asks only for what is missing, and makes the same site as if nothing had happened."""
    model.stick_at(answered)
    build_until_stuck(asking_project, model)
    assert set(texts(asking_project)) == set(FILES[:answered])
    assert not (asking_project.path / "site" / "reports").exists()

    model.recover()
    build = asking_project.build("--strict")
    assert build.status == 0, build.log
    assert model.asked == [*FILES[answered:], OVERVIEW]
    report = build.report()
    assert [file["explanation"] for file in report["files"]] == [f"On {path}." for path in FILES]
    assert report["overview"]["insights"] == f"On {OVERVIEW}."
    assert {text["author"]["kind"] for text in (*report["files"], report["overview"])} == {"model"}


def test_a_build_may_be_killed_again_and_again(asking_project: Project, model: Model) -> None:
    """Each gets one answer further, and no text is answered twice."""
    for path in FILES:
        model.recover()
        model.stick_at(1)
        build_until_stuck(asking_project, model)
        assert model.asked[0] == path
        assert path in texts(asking_project)
    model.recover()
    assert asking_project.build("--strict").status == 0
    assert model.asked == [OVERVIEW]


def test_a_half_written_file_is_neither_used_nor_in_the_way(asking_project: Project, model: Model) -> None:
    """Killed while it writes, a build leaves a temporary file beside the place of the real one."""
    asking_project.build("--strict")
    path = texts(asking_project)[FILES[1]]
    half = path.with_name(f".{path.name}.abcdefgh")
    half.write_bytes(path.read_bytes()[:100])
    path.unlink()

    model.recover()
    build = asking_project.build("--strict")
    assert build.status == 0, build.log
    assert model.asked == [FILES[1]]
    assert set(texts(asking_project)) == {*FILES, OVERVIEW}
    assert build.report()["files"][1]["explanation"] == f"On {FILES[1]}."


def test_a_change_that_several_reports_tell_of_is_asked_about_once(
    asking_project: Project, model: Model, repository: GitRepository
) -> None:
    model.recover()
    repository.commit({"docs/e.md": "new\n"}, "v3")
    configure(asking_project, repository, model, "v1...v2", "v1...v3")
    assert asking_project.build("--strict").status == 0
    assert sorted(model.asked) == sorted([*FILES, "docs/e.md", OVERVIEW, OVERVIEW])
