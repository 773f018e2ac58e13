"""Real builds against real servers made by others: llmock, and pytest-httpserver for bodies that no API would send."""

from __future__ import annotations

import json
import re
import shutil
import socket
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from llmock.pytest_plugin import LLMock
from llmock.scenarios import Behavior, Delay, Fail, Match, Reply
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.errors import SummarizerError
from mkdocs_diffinsight.explain.model.language_model import LanguageModel
from mkdocs_diffinsight.explain.server.openai import OpenAIClient
from mkdocs_diffinsight.explain.server.pace import Budget
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import FileChange, FileMode, Status
from mkdocs_diffinsight.model.findings import Evidence
from mkdocs_diffinsight.model.patch import diff_hash
from mkdocs_diffinsight.settings.options import OpenAISettings

from ...conftest import Build, GitRepository, Project
from ...model_server import completion, json_response
from ..model.scripted import Answered

Configure = Callable[..., None]

KEY = "sk-test-0123456789"
SMALL = "small-1"
LARGE = "large-1"
FILES = ["docs/guide.md", "src/app.py"]
"""What v1...v2 of the `history` changes, in the order of the requests."""

OVERVIEW = Match(model=LARGE)
FILE_ANSWER: dict[str, Any] = {
    "modification_type": "bug fix",
    "modification_title": "A title",
    "statements": [{"text": "An explanation.", "lines": ["R3"]}],
}
OVERVIEW_ANSWER: dict[str, Any] = {
    "highlights": [{"text": "The highlights.", "files": [1]}],
    "new_features": [{"text": "A feature.", "files": [1]}],
    "breaking_changes": [],
    "other_updates": [],
    "insights": [{"text": "The insights.", "files": [1, 2]}],
    "summary": "The summary.",
}


def about(text: str, *lines: str) -> dict[str, Any]:
    """An answer on a file that says this of these lines."""
    return {**FILE_ANSWER, "statements": [{"text": text, "lines": lines}]}


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def configure(history: GitRepository, project: Project) -> Configure:
    """Point the project at a server."""

    def configure(base_url: str | None, *, summarizer: str = "openai", **options: Any) -> None:
        server = {} if base_url is None else {"base_url": base_url}
        settings = {"model": SMALL, "overview_model": LARGE, "timeout": 20, "max_retries": 0, "concurrency": 1}
        project.configure(
            {
                "repository": str(history.path),
                "ranges": ["v1...v2"],
                "summarizer": summarizer,
                "grounding": "off",  # the mock's words stand in no diff
                "openai": {**settings, **server, **options},
            }
        )

    return configure


@pytest.fixture
def model(llmock: LLMock, configure: Configure) -> LLMock:
    """A healthy server that the project asks."""
    configure(llmock.base_url())
    return llmock


def serve(server: HTTPServer, answer: Callable[[Request], Response]) -> str:
    """Answer every request like this; the address to configure."""
    server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(answer)
    return server.url_for("/v1")


def good_answer(request: Request) -> Response:
    about_a_file = request.get_json()["model"] == SMALL
    return json_response(completion(json.dumps(FILE_ANSWER if about_a_file else OVERVIEW_ANSWER)))


def asked_about(llmock: LLMock) -> list[str]:
    """The path in each request for a file, and the model of each other request."""
    return [
        json.loads(record.body["messages"][1]["content"])["path"] if record.model == SMALL else str(record.model)
        for record in llmock.requests
    ]


def cache_files(project: Project) -> dict[str, Path]:
    """Where every text of the cache is: of files by path, of overviews as `overview`."""
    folders = (project.cache / "summaries", project.cache / "overviews")
    paths = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
    return {json.loads(path.read_bytes()).get("path", "overview"): path for path in paths}


def cached_texts(project: Project) -> dict[str, dict[str, Any]]:
    return {name: json.loads(path.read_bytes()) for name, path in cache_files(project).items()}


def authors(build: Build) -> list[str]:
    """Who wrote each file's text, and the overview's."""
    report = build.report()
    return [text["author"]["kind"] for text in (*report["files"], report["overview"])]


def warnings(build: Build) -> list[str]:
    return [line for line in build.log.splitlines() if not line.startswith("INFO")]


def assert_complete(build: Build) -> None:
    """A site with every file on it, and a log that a person can read."""
    assert build.status == 0, build.log
    assert "Traceback" not in build.log
    report = build.report()
    assert [file["path"] for file in report["files"]] == FILES
    page = build.report_html()
    for file in report["files"]:
        assert page.count(f'id="{file["item_id"]}"') == 1
        assert file["modification_title"]
        assert file["explanation"]
    assert (build.site / "reports" / "index.html").is_file()


# What a healthy server gives


def test_answers_are_on_the_page(model: LLMock, project: Project) -> None:
    model.reply(json.dumps(about("It now says **version 2**.", "R3")))
    model.reply(json.dumps({**about("It is called start.", "R1"), "modification_title": "Run is called start"}))
    model.reply(json.dumps(OVERVIEW_ANSWER))
    build = project.build("--strict")
    assert_complete(build)
    page = build.report_html()
    assert "It now says <strong>version 2</strong>." in page
    assert page.count("Run is called start") == 2  # in the table and over the explanation
    for text in ("The highlights.", "A feature.", "The insights."):
        assert text in page
    assert "The summary." in build.html("reports")


def test_the_page_and_the_data_name_the_model(model: LLMock, project: Project) -> None:
    build = project.build("--strict")
    report = build.report()
    assert [file["author"] for file in report["files"]] == [{"kind": "model", "name": SMALL}] * 2
    assert report["overview"]["author"] == {"kind": "model", "name": LARGE}
    assert SMALL in build.report_html()
    assert LARGE in build.report_html()


def test_there_is_one_request_a_file_and_one_for_the_overview(model: LLMock, project: Project) -> None:
    project.build()
    assert asked_about(model) == [*FILES, LARGE]


def test_the_overview_is_asked_of_the_same_model_by_default(
    llmock: LLMock, project: Project, configure: Configure
) -> None:
    configure(llmock.base_url(), overview_model=None)
    project.build("--strict")
    assert {record.model for record in llmock.requests} == {SMALL}


def test_answers_are_cached_with_their_author(model: LLMock, project: Project) -> None:
    project.build()
    texts = cached_texts(project)
    assert {path: text["author"] for path, text in texts.items()} == {
        **{path: {"kind": "model", "name": SMALL} for path in FILES},
        "overview": {"kind": "model", "name": LARGE},
    }
    assert texts["src/app.py"]["explanation"][0]["text"] == "mock-text"


def test_a_request_carries_the_diff(model: LLMock, project: Project) -> None:
    build = project.build()
    for request, file in zip(model.requests, build.report()["files"], strict=False):
        sent = json.loads(request.body["messages"][1]["content"])["diff"]
        lines = [line.partition(" ")[2] for line in sent if not line.startswith("@@")]
        assert lines == [line for line in file["patch"].split("\n") if not line.startswith("@@")]


def test_a_request_asks_for_json_under_a_strict_schema(model: LLMock, project: Project) -> None:
    project.build()
    for request in model.requests:
        assert request.body["response_format"]["type"] == "json_schema"
        assert request.body["response_format"]["json_schema"]["strict"] is True
    schemas = [request.body["response_format"]["json_schema"]["schema"] for request in model.requests]
    assert [schema["required"] for schema in schemas] == [list(FILE_ANSWER), list(FILE_ANSWER), list(OVERVIEW_ANSWER)]
    assert [schema["additionalProperties"] for schema in schemas] == [False] * 3


def test_the_key_is_sent_as_bearer(httpserver: HTTPServer, project: Project, configure: Configure) -> None:
    seen = []

    def answer(request: Request) -> Response:
        seen.append(request.headers["Authorization"])
        return good_answer(request)

    configure(serve(httpserver, answer))
    assert_complete(project.build("--strict"))
    assert seen == [f"Bearer {KEY}"] * 3


def test_a_key_in_the_configuration_is_refused(llmock: LLMock, project: Project, configure: Configure) -> None:
    """A key belongs into the environment: an option that does not exist fails a strict build."""
    configure(llmock.base_url(), api_key="sk-in-the-file")
    assert project.build("--strict").status != 0


@pytest.mark.parametrize("key", [f"{KEY}\n", f" {KEY} "])
def test_blanks_around_the_key_do_no_harm(
    httpserver: HTTPServer, project: Project, configure: Configure, key: str
) -> None:
    """As they come from `OPENAI_API_KEY=$(cat file)` in Windows endings, or from a secret that was pasted."""
    configure(serve(httpserver, good_answer))
    build = project.build("--strict", environment={"OPENAI_API_KEY": key})
    assert build.status == 0, build.log


def test_a_second_build_makes_no_request(model: LLMock, project: Project) -> None:
    first = project.build().report()
    model.reset()
    again = project.build("--strict")
    assert again.status == 0, again.log
    assert asked_about(model) == []
    assert again.report() == first
    assert "3 from cache" in again.log


def test_the_closing_line_counts_what_the_model_wrote(model: LLMock, project: Project) -> None:
    assert "2 files; texts: 0 from cache, 3 by model, 0 by rules, 0 failed" in project.build().log


def test_a_failure_that_passes_is_asked_again(llmock: LLMock, project: Project, configure: Configure) -> None:
    configure(llmock.base_url(), max_retries=1)
    llmock.fail(500, retry_after=0.01)
    build = project.build("--strict")
    assert build.status == 0, build.log
    assert asked_about(llmock) == [FILES[0], *FILES, LARGE]


def test_a_busy_server_is_given_the_time_it_asks_for(llmock: LLMock, project: Project, configure: Configure) -> None:
    configure(llmock.base_url(), max_retries=1)
    llmock.rate_limit(retry_after=1)
    build = project.build("--strict")
    assert build.status == 0, build.log
    assert authors(build) == ["model"] * 3
    refused, retried = llmock.requests[:2]
    assert retried.started_at - refused.ended_at >= 1
    llmock.assert_resilient()


# Who is asked


def test_auto_without_a_key_asks_nobody(
    llmock: LLMock, project: Project, configure: Configure, monkeypatch: pytest.MonkeyPatch
) -> None:
    configure(llmock.base_url(), summarizer="auto")
    monkeypatch.delenv("OPENAI_API_KEY")
    build = project.build("--strict")
    assert_complete(build)
    assert llmock.requests == []
    assert authors(build) == ["rules"] * 3


def test_auto_with_a_key_asks_the_model(llmock: LLMock, project: Project, configure: Configure) -> None:
    configure(llmock.base_url(), summarizer="auto")
    assert authors(project.build("--strict")) == ["model"] * 3


def test_rules_with_a_key_ask_nobody(llmock: LLMock, project: Project, configure: Configure) -> None:
    configure(llmock.base_url(), summarizer="rules")
    assert authors(project.build("--strict")) == ["rules"] * 3
    assert llmock.requests == []


@pytest.mark.parametrize("key", [None, "", " "])
def test_openai_without_key_and_server_warns(
    project: Project, configure: Configure, monkeypatch: pytest.MonkeyPatch, key: str | None
) -> None:
    configure(None)
    monkeypatch.delenv("OPENAI_API_KEY")
    if key is not None:
        monkeypatch.setenv("OPENAI_API_KEY", key)
    build = project.build("--strict")
    assert build.status == 1
    assert re.search("WARNING .*rules write: OPENAI_API_KEY is not set", build.log)
    assert_complete(project.build())


@pytest.mark.parametrize("where", ["configuration", "environment"])
def test_a_server_of_ones_own_needs_no_key(
    llmock: LLMock, project: Project, configure: Configure, monkeypatch: pytest.MonkeyPatch, where: str
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv("OPENAI_BASE_URL", llmock.base_url())
    configure(llmock.base_url() if where == "configuration" else None)
    build = project.build("--strict")
    assert build.status == 0, build.log
    assert authors(build) == ["model"] * 3


def test_a_text_by_a_person_is_used_and_never_asked_for(model: LLMock, project: Project) -> None:
    project.build()
    path = cache_files(project).pop("src/app.py")
    entry = json.loads(path.read_bytes())
    del entry["checksum"]
    entry |= {"explanation": "Ada explains.", "author": {"kind": "person", "name": "Ada Lovelace"}}
    shutil.rmtree(project.cache)
    path.parent.mkdir(parents=True)
    path.write_text(json.dumps(entry), encoding="utf-8")
    model.reset()

    build = project.build("--strict")
    assert asked_about(model) == [FILES[0], LARGE]
    assert build.report()["files"][1]["author"] == {"kind": "person", "name": "Ada Lovelace"}
    assert "Ada explains." in build.report_html()
    assert "Ada Lovelace" in build.report_html()


@pytest.mark.parametrize(("edited", "position"), [("src/app.py", 1), ("overview", 2)])
def test_a_models_text_that_was_edited_is_a_persons(
    model: LLMock, project: Project, edited: str, position: int
) -> None:
    project.build()
    path = cache_files(project)[edited]
    text = path.read_text(encoding="utf-8")
    path.write_text(re.sub("mock-text", "Mended by hand.", text), encoding="utf-8")
    model.reset()
    build = project.build("--strict")
    assert asked_about(model) == []
    assert [n for n, author in enumerate(authors(build)) if author == "person"] == [position]
    assert "Mended by hand." in build.report_html()
    assert load_catalog("en")("author.unnamed_person") in build.report_html()


def test_a_text_by_rules_is_never_cached(llmock: LLMock, project: Project, configure: Configure) -> None:
    configure(llmock.base_url(), summarizer="rules")
    project.build()
    assert cached_texts(project) == {}
    configure(llmock.base_url())
    assert authors(project.build()) == ["model"] * 3


# What can go wrong: in each case the server fails when it is asked for the overview

FAULTS: dict[str, tuple[Behavior, str]] = {
    "wrong key": (Fail(401, match=OVERVIEW), r"refuses the key .*OPENAI_API_KEY"),
    "unknown model": (
        Fail(404, message=f"The model `{LARGE}` does not exist.", match=OVERVIEW),
        rf"does not know the address or the model .*openai\.base_url.*'{LARGE}'",
    ),
    "no quota": (
        Fail(429, times=None, retry_after=0.01, code="insufficient_quota", match=OVERVIEW),
        "account has no quota left",
    ),
    "server error": (Fail(500, times=None, retry_after=0.01, match=OVERVIEW), "the overview of .*500"),
}

OF_NO_USE: dict[str, tuple[Behavior, str]] = {
    "cut off": (Reply(finish_reason="length", match=OVERVIEW), "the overview of .*cut off"),
    "a request that is refused": (Fail(400, match=OVERVIEW), "the overview of .*400"),
    "content filter": (Reply("", finish_reason="content_filter", match=OVERVIEW), "the overview of .*content filter"),
    "prose": (Reply("Sure! Here is your JSON.", match=OVERVIEW), "the overview of .*: The answer cannot be used"),
    "another object": (Reply('{"a": 1}', match=OVERVIEW), "the overview of .*: The answer cannot be used"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_costs_nothing_but_its_text(model: LLMock, project: Project, fault: str) -> None:
    """The site is complete, the log says why, the cache has the rest, and only the missing text is asked for again."""
    behavior, reason = FAULTS[fault]
    model.add(behavior)
    assert_overview_missing(project.build(), project, reason)
    assert_overview_mended(model, project)


@pytest.mark.parametrize("fault", OF_NO_USE)
def test_an_answer_of_no_use_is_asked_for_again_once_something_is_another(
    model: LLMock, project: Project, configure: Configure, fault: str
) -> None:
    behavior, reason = OF_NO_USE[fault]
    model.add(behavior)
    assert_overview_missing(project.build(), project, reason)
    model.reset()
    assert_overview_missing(project.build(), project, f"{reason}.*not asked again until", known=True)
    assert asked_about(model) == []
    configure(model.base_url(), overview_model="large-2")
    assert authors(project.build("--strict")) == ["model"] * 3
    assert asked_about(model) == ["large-2"]


def test_a_slow_answer_costs_nothing_but_its_text(llmock: LLMock, project: Project, configure: Configure) -> None:
    configure(llmock.base_url(), timeout=1)
    llmock.add(Delay(4, match=OVERVIEW))
    assert_overview_missing(project.build(), project, r"the overview of .*: No answer within 1 s \(`openai.timeout`\)")
    assert_overview_mended(llmock, project)


def cut_in_the_middle() -> Response:
    """Promises more bytes than it sends before the connection closes."""
    response = json_response(completion(json.dumps(OVERVIEW_ANSWER)))
    response.headers["Content-Length"] = "5000"
    response.automatically_set_content_length = False
    return response


RAW_FAULTS: dict[str, tuple[Callable[[], Response], str]] = {
    "broken JSON": (lambda: Response('{"id": "x", "choi', content_type="application/json"), "answer"),
    "HTML": (lambda: Response("<html><h1>Login</h1></html>", content_type="text/html"), "answer .*no JSON but '<html>"),
    "no choices": (lambda: json_response({"id": "x", "object": "chat.completion"}), "answer"),
    "an error as 200": (lambda: json_response({"error": {"message": "Upstream is down.", "code": 502}}), "answer"),
    "dropped connection": (cut_in_the_middle, "cannot be reached"),
}


@pytest.mark.parametrize("fault", RAW_FAULTS)
def test_a_strange_answer_costs_nothing_but_its_text(
    httpserver: HTTPServer, llmock: LLMock, project: Project, configure: Configure, fault: str
) -> None:
    """As with the faults that an API has a name for."""
    answer, reason = RAW_FAULTS[fault]
    configure(serve(httpserver, lambda request: good_answer(request) if is_about_a_file(request) else answer()))
    assert_overview_missing(project.build(), project, f"the overview of .*{reason}")
    configure(llmock.base_url())
    assert_overview_mended(llmock, project)


def is_about_a_file(request: Request) -> bool:
    return bool(request.get_json()["model"] == SMALL)


def assert_overview_missing(build: Build, project: Project, reason: str, *, known: bool = False) -> None:
    """`known`: the files' texts are there, and so is the reason."""
    assert_complete(build)
    assert authors(build) == ["model", "model", "rules"]
    [warning] = warnings(build)
    assert re.search(f"WARNING -  diffinsight: .*{reason}", warning), warning
    assert len(warning) < 400
    assert ("2 from cache, 0" if known else "2") + " by model, 1 by rules, 1 failed" in build.log
    assert set(cached_texts(project)) == set(FILES)


def assert_overview_mended(llmock: LLMock, project: Project) -> None:
    llmock.reset()
    build = project.build("--strict")
    assert build.status == 0, build.log
    assert asked_about(llmock) == [LARGE]
    assert authors(build) == ["model"] * 3


@pytest.fixture
def dead_server() -> Iterator[str]:
    """An address that is taken and refuses every connection."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def test_without_a_server_rules_write_everything(
    llmock: LLMock, project: Project, configure: Configure, dead_server: str
) -> None:
    configure(dead_server)
    build = project.build()
    assert_complete(build)
    assert authors(build) == ["rules"] * 3
    assert [FILES[0] in warnings(build)[0], FILES[1] in warnings(build)[1]] == [True, True]
    assert all(f"{dead_server} cannot be reached" in warning for warning in warnings(build))
    configure(llmock.base_url())
    assert authors(project.build("--strict")) == ["model"] * 3


@pytest.mark.parametrize("address", ["localhost/v1", "http://127.0.0.1:80x/v1", "ftp://127.0.0.1/v1"])
def test_an_address_that_is_none_is_shown(project: Project, configure: Configure, address: str) -> None:
    """That of the variable, which is no part of the configuration."""
    configure(None)
    build = project.build(environment={"OPENAI_BASE_URL": address})
    assert_complete(build)
    assert address in warnings(build)[0]


@pytest.mark.parametrize(
    "behavior",
    [Fail(401, times=None), Fail(429, times=None, retry_after=0.01, code="insufficient_quota")],
    ids=["wrong key", "no quota"],
)
def test_a_fault_that_lasts_is_met_once(model: LLMock, project: Project, behavior: Fail) -> None:
    """The server is not asked again in this build, and the log says so once."""
    model.add(behavior)
    build = project.build()
    assert_complete(build)
    assert authors(build) == ["rules"] * 3
    assert asked_about(model) == [FILES[0]]
    [warning] = warnings(build)
    assert "not asked again in this build" in warning
    assert "0 by model, 3 by rules, 3 failed" in build.log
    assert cached_texts(project) == {}


@pytest.mark.parametrize("status", [401, 500])
def test_a_fault_fails_a_strict_build(model: LLMock, project: Project, status: int) -> None:
    model.fail(status, retry_after=0.01)
    assert project.build("--strict").status == 1


def test_a_failed_file_is_named_and_the_others_are_asked_for(model: LLMock, project: Project) -> None:
    model.fail(500, retry_after=0.01)
    build = project.build()
    assert_complete(build)
    assert authors(build) == ["rules", "model", "rules"]  # an overview waits for all texts that it is made of
    [warning] = warnings(build)
    assert FILES[0] in warning
    assert set(cached_texts(project)) == {FILES[1]}

    model.reset()
    assert authors(project.build("--strict")) == ["model"] * 3
    assert asked_about(model) == [FILES[0], LARGE]


def test_a_server_that_always_fails_is_left_alone(
    llmock: LLMock, history: GitRepository, project: Project, configure: Configure
) -> None:
    """Nobody waits for a thousand time-outs."""
    history.commit({f"docs/{n}.md": f"text {n}\n" for n in range(6)}, "v4")
    configure(llmock.base_url())
    project.configure(
        {
            "repository": str(history.path),
            "ranges": ["v3...v4"],
            "summarizer": "openai",
            "openai": {"base_url": llmock.base_url(), "model": SMALL, "max_retries": 0, "concurrency": 1},
        }
    )
    llmock.outage()
    build = project.build()
    assert build.status == 0
    assert len(llmock.requests) == 3
    assert len(warnings(build)) == 3
    assert "3 failures in a row" in warnings(build)[-1]
    assert "7 failed" in build.log


def test_the_key_is_shown_nowhere(httpserver: HTTPServer, project: Project, configure: Configure) -> None:
    """Not even where a server sends it back."""
    error = {"error": {"message": f"Incorrect API key provided: {KEY}.", "code": "invalid_api_key"}}
    configure(serve(httpserver, lambda request: json_response(error, 401)))
    build = project.build("--verbose")
    assert "Incorrect API key" in build.log
    assert KEY not in build.log
    for folder in (build.site, project.cache):
        assert all(KEY.encode() not in path.read_bytes() for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize("key", ["sk-\N{LATIN SMALL LETTER E WITH ACUTE}", "sk-1\nsk-2"])
def test_a_key_that_cannot_be_sent_is_said_to_be_wrong(
    httpserver: HTTPServer, project: Project, configure: Configure, key: str
) -> None:
    configure(serve(httpserver, good_answer))
    build = project.build(environment={"OPENAI_API_KEY": key})
    assert_complete(build)
    [warning] = warnings(build)
    assert "OPENAI_API_KEY" in warning
    assert key.split("\n")[0] not in warning


def test_a_cache_that_cannot_be_written_costs_no_answer(model: LLMock, project: Project) -> None:
    """A file stands where a folder of the cache should be."""
    project.cache.mkdir()
    (project.cache / "summaries").write_text("", encoding="utf-8")
    build = project.build()
    assert_complete(build)
    assert authors(build) == ["model"] * 3
    assert any("could not be kept in the cache" in warning for warning in warnings(build))


# Without a site around it


@pytest.fixture
def summarizer(httpserver: HTTPServer) -> Answered:
    settings = OpenAISettings(SMALL, LARGE, httpserver.url_for("/v1"), 20, 0)
    return Answered(LanguageModel(settings, "en"), OpenAIClient(settings, Budget()))


CHANGE = FileChange(
    path="docs/a\nb.md",
    status=Status.MODIFIED,
    additions=1,
    deletions=0,
    patch="@@ -1 +1,2 @@\n a\n+b",
    old_mode=FileMode.REGULAR,
    new_mode=FileMode.REGULAR,
    old_blob="0" * 40,
    new_blob="1" * 40,
)
EVIDENCE = Evidence(CHANGE, diff_hash(CHANGE), read_findings(CHANGE))

CONTENTS: dict[str, object] = {
    "nothing": "",
    "null": None,
    "a list": "[]",
    "a number": "1",
    "cut off": '{"modification_ty',
    "an unknown type": json.dumps({**FILE_ANSWER, "modification_type": "catastrophe"}),
    "an empty title": json.dumps({**FILE_ANSWER, "modification_title": "\n"}),
    "no statements": json.dumps({key: FILE_ANSWER[key] for key in ("modification_type", "modification_title")}),
    "null statements": json.dumps({**FILE_ANSWER, "statements": None}),
    "a list of texts": json.dumps({**FILE_ANSWER, "statements": ["one"]}),
}


@pytest.mark.parametrize("content", CONTENTS)
def test_a_content_that_is_no_text_on_a_file_is_refused(
    httpserver: HTTPServer, summarizer: Answered, content: str
) -> None:
    """The message names the file, on one line."""
    serve(httpserver, lambda request: json_response(completion(CONTENTS[content])))
    with pytest.raises(SummarizerError, match=r"^The answer cannot be used \(.+\)\.$"):
        summarizer.summarize_file(EVIDENCE)


@pytest.mark.parametrize("change", [{"highlights": []}, {"new_features": "one"}, {"other_updates": [1]}])
def test_a_content_that_is_no_overview_is_refused(
    httpserver: HTTPServer, summarizer: Answered, change: dict[str, object]
) -> None:
    serve(httpserver, lambda request: json_response(completion(json.dumps(OVERVIEW_ANSWER | change))))
    with pytest.raises(SummarizerError, match=f"^The answer cannot be used .*{next(iter(change))}"):
        summarizer.summarize_report([])
