"""`diffinsight batch`: the texts of a site through the Batch API of a real server."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from filelock import FileLock
from pytest_httpserver import HTTPServer

from ..conftest import GitRepository, Project
from ..model_server import LARGE, SMALL, ModelServer, answer

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


@pytest.fixture
def records(project: Project) -> Callable[[], list[Path]]:
    """The files on batches."""
    return lambda: sorted(project.cache.glob("batches/*.json"))


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


# What is paid for once


def test_two_commands_at_once_send_everything_once(server: ModelServer, project: Project) -> None:
    command = [sys.executable, "-m", "mkdocs_diffinsight", "batch", "submit"]
    both = [subprocess.Popen(command, cwd=project.path, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]
    assert models(server) == [[SMALL, SMALL]]


def test_a_second_command_waits_for_the_first(server: ModelServer, project: Project) -> None:
    (project.cache / "locks").mkdir(parents=True)
    command = [sys.executable, "-m", "mkdocs_diffinsight", "batch", "submit"]
    with FileLock(project.cache / "locks" / "batches.lock"):
        waiting = subprocess.Popen(command, cwd=project.path, stderr=subprocess.PIPE, stdout=subprocess.DEVNULL)
        assert waiting.stderr
        assert b"waiting for it" in waiting.stderr.readline()
        assert server.batches == {}
    waiting.stderr.close()
    assert waiting.wait() == 0
    assert len(server.batches) == 1


def test_a_build_asks_nothing_that_is_under_way(server: ModelServer, run: Run, project: Project) -> None:
    run("submit")
    build = project.build("--strict")
    assert build.status == 0, build.log
    assert len(server.asked) == 2
    assert "2 requests are under way in batches, and not asked again: run `diffinsight batch collect`." in build.log


def test_a_batch_whose_acceptance_got_lost_is_found(server: ModelServer, run: Run, project: Project) -> None:
    server.loses_answers = True
    assert project.diffinsight("batch", "submit").returncode == 1
    server.loses_answers = False
    assert "Nothing is to be sent" in run("submit")
    assert len(server.batches) == 1
    assert run("collect").startswith("2 answers")


def test_a_sending_that_did_not_arrive_is_sent_again(server: ModelServer, run: Run, records: Any) -> None:
    run("submit")
    [path] = records()
    path.write_text(json.dumps(json.loads(path.read_bytes()) | {"id": None}), encoding="utf-8")
    server.batches.clear()
    server._marks.clear()
    assert run("submit") == "batch-0: 2 requests\n"


def test_a_batch_is_known_by_its_mark_where_the_cache_is_lost(server: ModelServer, run: Run, records: Any) -> None:
    run("submit")
    [path] = records()
    path.unlink()
    assert "Nothing is to be sent" in run("submit")
    assert len(server.batches) == 1
    assert run("collect").startswith("2 answers")


def test_an_answer_that_is_to_be_another_is_not_taken_from_an_old_batch(
    server: ModelServer, run: Run, project: Project
) -> None:
    run("submit")
    run("collect")
    for path in project.cache.glob("summaries/**/*.json"):
        path.unlink()
    assert "2 requests" in run("submit")


def test_where_nobody_can_tell_a_person_decides(server: ModelServer, run: Run, project: Project, records: Any) -> None:
    server.loses_answers = True
    project.diffinsight("batch", "submit")
    server.loses_answers, server.lists_batches = False, False
    done = project.diffinsight("batch", "submit")
    assert done.returncode == 1
    assert str(records()[0]) in done.stderr
    assert "has no list of batches" in done.stderr
    assert len(server.batches) == 1


def test_a_server_without_a_list_is_no_trouble(server: ModelServer, run: Run) -> None:
    server.lists_batches = False
    assert run("submit") == "batch-0: 2 requests\n"
    assert run("collect").startswith("2 answers")


def test_all_is_well_without_a_word(server: ModelServer, run: Run) -> None:
    run("submit")
    assert "have no answer" not in run("collect")


@pytest.mark.parametrize("lost", ["/v1/batches/batch-0", "/v1/files/batch-0-out/content"])
def test_what_the_server_has_lost_can_be_sent_again(
    server: ModelServer, run: Run, httpserver: HTTPServer, lost: str
) -> None:
    run("submit")
    httpserver.expect_oneshot_request(lost).respond_with_json({"error": {"message": "Gone"}}, 404)
    told = run("collect")
    assert "batch-0: the server does not" in told
    assert "2 more requests can be sent" in told
    assert run("submit") == "batch-1: 2 requests\n"


def test_a_wrong_address_loses_nothing(server: ModelServer, run: Run, project: Project, history: GitRepository) -> None:
    run("submit")
    elsewhere = server.options(base_url=server.base_url.replace("/v1", "/v2"))
    project.configure({"repository": str(history.path), "ranges": ["v1...v2"], "openai": elsewhere})
    done = project.diffinsight("batch", "collect")
    assert "was sent to" in done.stderr
    project.configure({"repository": str(history.path), "ranges": ["v1...v2"], "openai": server.options()})
    assert run("collect").startswith("2 answers")


def test_two_collect_at_once_end_well(server: ModelServer, run: Run, project: Project) -> None:
    run("submit")
    command = [sys.executable, "-m", "mkdocs_diffinsight", "batch", "collect"]
    both = [subprocess.Popen(command, cwd=project.path, stdout=subprocess.DEVNULL) for _ in range(2)]
    assert [one.wait() for one in both] == [0, 0]


def test_answers_wait_for_their_range(server: ModelServer, run: Run, project: Project, history: GitRepository) -> None:
    """One that is taken out of the configuration meanwhile, and comes back."""
    run("submit")
    options = {"repository": str(history.path), "summarizer": "openai", "openai": server.options()}
    project.configure({**options, "ranges": ["v2...v3"]})
    assert run("collect").startswith("2 answers")
    project.configure({**options, "ranges": ["v1...v2"]})
    build = project.build("--strict")
    assert build.status == 0, build.log
    assert len(server.asked) == 3  # and the overview
    assert "3 by model" in build.log


def test_a_request_that_a_batch_refuses_is_not_sent_again(server: ModelServer, run: Run) -> None:
    def line(line: Mapping[str, Any]) -> Mapping[str, Any]:
        response = {"status_code": 400, "body": {"error": {"message": "Too long"}}}
        return {"id": "x", "custom_id": line["custom_id"], "response": response, "error": None}

    server._line = line  # type: ignore[method-assign]
    run("submit")
    assert "Some requests have no answer: The server refuses the request (Too long)." in run("collect")
    assert "Nothing is to be sent" in run("submit")
