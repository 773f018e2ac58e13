"""`diffinsight batch`: the texts of a site through the Batch API of a real server."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from .conftest import GitRepository, Project
from .model_server import LARGE, SMALL, ModelServer, answer

Run = Callable[..., str]


@pytest.fixture
def server(
    httpserver: HTTPServer, history: GitRepository, project: Project, monkeypatch: pytest.MonkeyPatch
) -> ModelServer:
    """A server, and a site on two files that asks it."""
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    server = ModelServer(httpserver)
    project.configure({"repository": str(history.path), "ranges": ["v1...v2"], "openai": server.options()})
    return server


@pytest.fixture
def run(project: Project) -> Run:
    """Runs `diffinsight batch` and gives what it prints."""

    def run(*arguments: str) -> str:
        done = project.diffinsight("batch", *arguments)
        assert done.returncode == 0, done.stderr
        return done.stdout

    return run


def models(server: ModelServer) -> list[list[str]]:
    """The model of each request, by batch."""
    return [[line["body"]["model"] for line in lines] for lines in server.batches.values()]


def lying(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Answers with a lie, until told so."""
    data = json.loads(body["messages"][1]["content"])
    if "diff" not in data or "rejected" in data:
        return answer(body)
    return {**answer(body), "modification_title": "Now 99 of them"}


def test_every_file_is_one_request_of_a_batch(server: ModelServer, run: Run) -> None:
    assert run("submit") == "batch-0: 2 requests\n"
    assert models(server) == [[SMALL, SMALL]]


def test_what_is_about_to_be_sent_is_told(server: ModelServer, project: Project) -> None:
    done = project.diffinsight("batch", "submit")
    assert re.search(rf"Asking {SMALL} at {server.base_url}/: 2 requests, about [\d,]+ tokens sent\.", done.stderr)


def test_what_was_sent_is_not_sent_again(server: ModelServer, run: Run) -> None:
    run("submit")
    assert "Nothing is to be sent" in run("submit")
    assert len(server.batches) == 1


def test_a_batch_at_work_is_left_alone(server: ModelServer, run: Run) -> None:
    run("submit")
    server.done = False
    assert "batch-0 is still at work" in run("collect")
    server.done = True
    assert run("collect").startswith("2 answers")


def test_overviews_follow_once_their_files_are_told(server: ModelServer, run: Run) -> None:
    run("submit")
    assert "1 more request can be sent" in run("collect")
    run("submit")
    run("collect")
    assert models(server) == [[SMALL, SMALL], [LARGE]]
    assert "Nothing is to be sent" in run("submit")


def test_a_collected_site_is_a_models_and_asks_nobody(server: ModelServer, run: Run, project: Project) -> None:
    for _ in range(2):
        run("submit")
        run("collect")
    asked = len(server.asked)
    build = project.build("--strict")
    assert build.status == 0, build.log
    report = build.report()
    assert [text["author"]["name"] for text in (*report["files"], report["overview"])] == [SMALL, SMALL, LARGE]
    assert len(server.asked) == asked


def test_an_answer_that_fails_the_check_is_asked_for_again(server: ModelServer, run: Run, project: Project) -> None:
    server.answer = lying
    run("submit")
    assert "2 more requests can be sent" in run("collect")
    run("submit")
    run("collect")
    assert [data["rejected"]["not_found"] for data in server.asked[2:]] == [["99"], ["99"]]
    summaries = [json.loads(path.read_bytes()) for path in project.cache.glob("summaries/**/*.json")]
    assert [summary["modification_title"] for summary in summaries] == ["A line changed"] * 2


def test_nothing_collected_is_lost_before_it_is_stored(server: ModelServer, run: Run, project: Project) -> None:
    """A first answer that waits for its second try outlives the batch that brought it."""
    server.answer = lying
    run("submit")
    run("collect")
    assert len(list(project.cache.glob("answers/**/*.json"))) == 2
    run("submit")
    assert all("rejected" in line["body"]["messages"][1]["content"] for line in server.batches["batch-1"])


def test_a_file_on_a_batch_that_cannot_be_read_is_named(server: ModelServer, run: Run, project: Project) -> None:
    run("submit")
    [path] = project.cache.glob("batches/*.json")
    path.write_text("{", encoding="utf-8")
    done = project.diffinsight("batch", "collect")
    assert done.returncode == 1
    assert str(path) in done.stderr
    assert "Traceback" not in done.stderr


def test_without_a_key_nothing_is_sent(
    server: ModelServer, history: GitRepository, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    project.configure({"repository": str(history.path), "ranges": ["v1...v2"]})
    done = project.diffinsight("batch", "submit")
    assert done.returncode == 1
    assert "OPENAI_API_KEY is not set" in done.stderr
