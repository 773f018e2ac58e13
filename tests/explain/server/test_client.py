"""The client against servers that are busy, broken, old, or in another cloud. Its time passes only by waiting."""

from __future__ import annotations

import json
import logging
import re
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import openai
import pytest
from llmock.pytest_plugin import LLMock
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from mkdocs_diffinsight.errors import BudgetSpentError, SummarizerError, SummarizerUnavailableError
from mkdocs_diffinsight.explain.model.prompt import Prompt
from mkdocs_diffinsight.explain.server.openai import OpenAIClient, has_key
from mkdocs_diffinsight.explain.server.pace import Budget
from mkdocs_diffinsight.explain.server.replies import BatchState
from mkdocs_diffinsight.settings.options import OpenAISettings

from ...model_server import completion, json_response
from ..conftest import SteppingClock

KEY = "sk-test-0123456789"
MODEL = "small-1"
SCHEMA = {
    "type": "object",
    "properties": {"title": {"type": "string"}},
    "required": ["title"],
    "additionalProperties": False,
}
PROMPT = Prompt("answer", "Explain.", {"text": "data"}, SCHEMA)

MakeClient = Callable[..., OpenAIClient]
Answer = Callable[[Request], Response]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@pytest.fixture
def server() -> Iterator[HTTPServer]:
    """A server that takes many requests at a time."""
    with HTTPServer(threaded=True) as server:
        yield server


@pytest.fixture
def make_client(server: HTTPServer, clock: SteppingClock) -> MakeClient:
    """Makes a client of the server, without retries."""

    def make(budget: Budget | None = None, *, log: logging.Logger | None = None, **options: Any) -> OpenAIClient:
        settings = replace(OpenAISettings(MODEL, MODEL, server.url_for("/v1"), 20, 0), **options)
        client = OpenAIClient(settings, budget or Budget(), log=log, clock=clock)
        clock.quiet = lambda: client._gate._running == 0
        return client

    return make


def error(status: int, message: str = "Oh", headers: dict[str, str] | None = None, **fields: str) -> Response:
    return json_response({"error": {"message": message, **fields}}, status, headers)


def serve(server: HTTPServer, answer: Answer) -> None:
    server.expect_request("/v1/chat/completions", method="POST").respond_with_handler(answer)


def serve_in_turn(server: HTTPServer, *answers: Response) -> None:
    """Answer each request with the next of these, and all further ones well."""
    for answer in answers:
        server.expect_ordered_request("/v1/chat/completions", method="POST").respond_with_response(answer)
    serve(server, lambda request: json_response(completion()))


def bodies(server: HTTPServer) -> list[dict[str, Any]]:
    return [request.get_json() for request, _ in server.log]


def ask_at_once(client: OpenAIClient, number: int, threads: int = 8) -> list[str | BaseException]:
    """The answers to so many questions, or the errors instead."""
    with ThreadPoolExecutor(threads) as pool:
        futures = [pool.submit(client.ask, MODEL, PROMPT) for _ in range(number)]
    return [future.exception() or future.result() for future in futures]


def test_an_answer_is_given_as_it_is(server: HTTPServer, make_client: MakeClient) -> None:
    serve(server, lambda request: json_response(completion(" No JSON. ")))
    assert make_client().ask(MODEL, PROMPT) == " No JSON. "


def test_what_is_asked_is_what_a_batch_would_hand_in(server: HTTPServer, make_client: MakeClient) -> None:
    serve(server, lambda request: json_response(completion()))
    client = make_client()
    client.ask(MODEL, PROMPT)
    assert bodies(server) == [client.body(MODEL, PROMPT)]


# Side by side


def test_as_many_requests_as_configured_are_under_way(server: HTTPServer, make_client: MakeClient) -> None:
    """The server answers only once eight are there, and counts if there are ever more."""
    together = threading.Barrier(8)
    lock = threading.Lock()
    under_way: list[int] = [0]
    counts: list[int] = []

    def answer(request: Request) -> Response:
        with lock:
            under_way[0] += 1
            counts.append(under_way[0])
        together.wait(timeout=20)
        with lock:
            under_way[0] -= 1
        return json_response(completion())

    serve(server, answer)
    assert ask_at_once(make_client(), 32, threads=16) == ["An answer."] * 32
    assert max(counts) == 8


class Limiter:
    """Answers so many requests in each minute of the clock, and refuses the others."""

    def __init__(self, per_minute: int, clock: SteppingClock, *, tell: bool) -> None:
        self._per_minute = per_minute
        self._clock = clock
        self._tell = tell
        self._lock = threading.Lock()
        self._answered: dict[int, int] = {}
        self.refused = 0

    def __call__(self, request: Request) -> Response:
        with self._lock:
            minute, second = divmod(self._clock.time, 60)
            count = self._answered.get(int(minute), 0)
            if count < self._per_minute:
                self._answered[int(minute)] = count + 1
                return json_response(completion())
            self.refused += 1
            return error(429, headers={"Retry-After": f"{60 - second:.3f}"} if self._tell else {})


@pytest.mark.parametrize(("tell", "refused", "minutes"), [(True, 8, 5), (False, 20, 6)], ids=["told", "not told"])
def test_a_limit_by_the_minute_is_back_pressure(
    server: HTTPServer, make_client: MakeClient, clock: SteppingClock, tell: bool, refused: int, minutes: int
) -> None:
    """Nothing fails, few requests are refused, and most of each minute is made use of."""
    limiter = Limiter(40, clock, tell=tell)
    serve(server, limiter)
    assert ask_at_once(make_client(), 200) == ["An answer."] * 200
    assert limiter.refused <= 4 * refused
    assert clock.time <= minutes * 60


def test_a_pause_beyond_the_sdks_own_limit_is_kept(
    server: HTTPServer, make_client: MakeClient, clock: SteppingClock
) -> None:
    serve_in_turn(server, error(429, headers={"Retry-After": "600"}))
    assert make_client().ask(MODEL, PROMPT) == "An answer."
    assert clock.time == 600


def test_the_log_tells_of_a_long_pause_once(
    server: HTTPServer, make_client: MakeClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Although it is all requests under way that are refused."""
    together = threading.Barrier(4)
    refused = threading.Semaphore(4)

    def answer(request: Request) -> Response:
        if not refused.acquire(blocking=False):
            return json_response(completion())
        together.wait(timeout=20)
        return error(429, "Slow down", headers={"Retry-After": "240"})

    serve(server, answer)
    with caplog.at_level("INFO", "diffinsight"):
        client = make_client(concurrency=4, log=logging.getLogger("diffinsight"))
        assert ask_at_once(client, 8) == ["An answer."] * 8
    [line] = [record.getMessage() for record in caplog.records if record.name == "diffinsight"]
    assert re.fullmatch(r"The server is busy \(.*Slow down.*\)\. It is asked again in 240 s\.", line)


def test_refusals_are_no_failures(server: HTTPServer, make_client: MakeClient) -> None:
    serve_in_turn(server, *[error(429, headers={"Retry-After": "1"})] * 20)
    assert make_client(max_retries=0).ask(MODEL, PROMPT) == "An answer."


def test_a_server_that_refuses_everything_is_given_up(
    server: HTTPServer, make_client: MakeClient, clock: SteppingClock
) -> None:
    serve(server, lambda request: error(429, "Too busy"))
    client = make_client()
    with pytest.raises(SummarizerUnavailableError, match=r"busy .*Too busy.* refused everything for 30 minutes"):
        client.ask(MODEL, PROMPT)
    assert 1800 <= clock.time < 1860


def test_a_spent_quota_ends_the_asking_at_once(server: HTTPServer, make_client: MakeClient) -> None:
    serve(server, lambda request: error(429, "Pay first", code="insufficient_quota"))
    client = make_client(max_retries=5)
    for _ in range(2):
        with pytest.raises(SummarizerUnavailableError, match=r"no quota left .*Pay first"):
            client.ask(MODEL, PROMPT)
    assert len(server.log) == 1


# Failures


FAILURES = {
    "408": error(408),
    "409": error(409),
    "500": error(500),
    "503": error(503),
    "broken JSON": Response('{"id": "x', content_type="application/json"),
    "HTML": Response("<html>", content_type="text/html"),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failure_that_may_pass_is_asked_again(server: HTTPServer, make_client: MakeClient, failure: str) -> None:
    serve_in_turn(server, *[FAILURES[failure]] * 2)
    assert make_client(max_retries=2).ask(MODEL, PROMPT) == "An answer."


@pytest.mark.parametrize(("status", "requests"), [(500, 3), (400, 1)])
def test_a_failure_that_does_not_pass_is_told(
    server: HTTPServer, make_client: MakeClient, status: int, requests: int
) -> None:
    serve(server, lambda request: error(status))
    with pytest.raises(SummarizerError, match=str(status)):
        make_client(max_retries=2).ask(MODEL, PROMPT)
    assert len(server.log) == requests


def test_a_failing_server_is_waited_for_as_it_asks(
    server: HTTPServer, make_client: MakeClient, clock: SteppingClock
) -> None:
    serve_in_turn(server, error(503, headers={"Retry-After": "300"}))
    make_client(max_retries=1).ask(MODEL, PROMPT)
    assert clock.time == 300


@pytest.fixture
def dead_server() -> Iterator[str]:
    """An address that is taken and refuses every connection."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        yield f"http://127.0.0.1:{taken.getsockname()[1]}/v1"


def test_a_dead_server_is_given_up_by_all_threads_together(make_client: MakeClient, dead_server: str) -> None:
    """All that waits and all that comes later ends with one and the same reason, after few attempts."""
    budget = Budget(max_requests=31)
    errors = ask_at_once(make_client(budget, base_url=dead_server, max_retries=2), 100)
    reasons = [str(error) for error in errors if isinstance(error, SummarizerUnavailableError)]
    assert len(reasons) >= 98
    [reason] = set(reasons)
    assert f"{dead_server} cannot be reached" in reason
    budget.take_request()  # which it would refuse if it were spent


def test_a_server_that_fails_for_ever_is_left_alone(server: HTTPServer, make_client: MakeClient) -> None:
    serve(server, lambda request: error(500))
    client = make_client(max_retries=1)
    for _ in range(2):
        with pytest.raises(SummarizerError, match="500") as failure:
            client.ask(MODEL, PROMPT)
        assert not isinstance(failure.value, SummarizerUnavailableError)
    for _ in range(2):
        with pytest.raises(SummarizerUnavailableError, match=r"500.* 3 failures in a row"):
            client.ask(MODEL, PROMPT)
    assert len(server.log) == 6


@pytest.mark.parametrize("status", [400, 422])
def test_a_server_that_finds_every_request_wrong_is_left_alone(
    server: HTTPServer, make_client: MakeClient, status: int
) -> None:
    serve(server, lambda request: error(status))
    errors = ask_at_once(make_client(), 30, threads=1)
    assert len(server.log) == 10
    assert [isinstance(error, SummarizerUnavailableError) for error in errors] == [False] * 9 + [True] * 21


def test_a_server_that_takes_no_connection_is_not_waited_for_as_for_an_answer(make_client: MakeClient) -> None:
    """What comes to a port whose queue is full gets no answer, not even a refusal."""
    with socket.socket() as full, ExitStack() as queue:
        full.bind(("127.0.0.1", 0))
        full.listen(0)
        for _ in range(3):
            waiting = queue.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(full.getsockname())
        client = make_client(base_url=f"http://127.0.0.1:{full.getsockname()[1]}/v1", timeout=0.2)
        with pytest.raises(SummarizerError, match=r"cannot be reached .*timed out"):
            client.ask(MODEL, PROMPT)


def test_an_answer_between_failures_starts_the_count_anew(server: HTTPServer, make_client: MakeClient) -> None:
    good = json_response(completion())
    serve_in_turn(server, *[error(500), error(500), good] * 3)
    client = make_client()
    for _ in range(3):
        for _ in range(2):
            with pytest.raises(SummarizerError, match="500"):
                client.ask(MODEL, PROMPT)
        assert client.ask(MODEL, PROMPT) == "An answer."


def test_a_stopped_client_sends_nothing(server: HTTPServer, make_client: MakeClient) -> None:
    client = make_client()
    client.close()
    with pytest.raises(SummarizerUnavailableError, match="stopped"):
        client.ask(MODEL, PROMPT)
    assert server.log == []


# The budget


def test_tokens_are_counted(server: HTTPServer, make_client: MakeClient) -> None:
    serve_in_turn(server, error(500), error(429, headers={"Retry-After": "1"}))
    budget = Budget(max_requests=4, max_tokens=42)
    make_client(budget, max_retries=1).ask(MODEL, PROMPT)
    with pytest.raises(BudgetSpentError, match="has used 42 tokens"):
        budget.take_request()


def test_refusals_and_failures_count_as_requests(server: HTTPServer, make_client: MakeClient) -> None:
    serve_in_turn(server, error(500), error(429, headers={"Retry-After": "1"}))
    budget = Budget(max_requests=3)
    make_client(budget, max_retries=1).ask(MODEL, PROMPT)
    with pytest.raises(BudgetSpentError, match="has sent 3 requests"):
        budget.take_request()


@pytest.mark.parametrize("budget", [Budget(max_requests=2), Budget(max_tokens=50)], ids=["requests", "tokens"])
def test_nothing_is_sent_once_the_budget_is_spent(server: HTTPServer, make_client: MakeClient, budget: Budget) -> None:
    serve(server, lambda request: json_response(completion()))
    results = ask_at_once(make_client(budget), 5, threads=1)
    assert results[:2] == ["An answer."] * 2
    assert [type(result) for result in results[2:]] == [BudgetSpentError] * 3
    assert len(server.log) == 2


@pytest.mark.parametrize("usage", [None, {}, {"total_tokens": None}, {"total_tokens": "many"}])
def test_a_server_need_not_tell_what_it_used(server: HTTPServer, make_client: MakeClient, usage: object) -> None:
    serve(server, lambda request: json_response(completion() | {"usage": usage}))
    client = make_client(Budget(max_tokens=1))
    assert [client.ask(MODEL, PROMPT) for _ in range(2)] == ["An answer."] * 2


# Servers without schemas


def knowing(*forms: str) -> Answer:
    """A server that knows only these forms of `response_format`."""

    def answer(request: Request) -> Response:
        form = request.get_json().get("response_format", {}).get("type", "text")
        return json_response(completion(form)) if form in forms else error(400, f"response_format {form} is unknown")

    return answer


@pytest.mark.parametrize(
    ("known", "requests"),
    [
        (["json_schema"], ["json_schema"] * 2),
        (["json_object", "text"], ["json_schema", "json_object", "json_object"]),
        (["text"], ["json_schema", "json_object", "text", "text"]),
    ],
)
def test_the_best_form_that_a_server_knows_is_found_and_kept(
    server: HTTPServer, make_client: MakeClient, known: Sequence[str], requests: list[str]
) -> None:
    serve(server, knowing(*known))
    client = make_client()
    assert [client.ask(MODEL, PROMPT) for _ in range(2)] == [known[0]] * 2
    assert [body.get("response_format", {"type": "text"})["type"] for body in bodies(server)] == requests
    assert client.body(MODEL, PROMPT) == bodies(server)[-1]


def test_the_schema_is_told_in_words_where_it_cannot_be_set(server: HTTPServer, make_client: MakeClient) -> None:
    serve(server, knowing("text"))
    make_client().ask(MODEL, PROMPT)
    messages = [body["messages"] for body in bodies(server)]
    assert [json.dumps(SCHEMA) in system["content"] for system, _ in messages] == [False, True, True]
    assert [user["content"] for _, user in messages] == [PROMPT.data] * 3


def test_an_answer_is_bounded_where_the_server_takes_a_bound(server: HTTPServer, make_client: MakeClient) -> None:
    def answer(request: Request) -> Response:
        bounded = "max_completion_tokens" in request.get_json()
        return error(400, "max_completion_tokens is too large") if bounded else json_response(completion("A"))

    serve(server, answer)
    client = make_client()
    assert [client.ask(MODEL, PROMPT) for _ in range(2)] == ["A"] * 2
    assert [body.get("max_completion_tokens") for body in bodies(server)] == [16_000, None, None]
    assert client.body(MODEL, PROMPT) == bodies(server)[-1]


def test_each_model_is_asked_in_its_own_form(server: HTTPServer, make_client: MakeClient) -> None:
    serve(server, knowing("text"))
    client = make_client()
    client.ask(MODEL, PROMPT)
    assert client.body("another", PROMPT)["response_format"]["type"] == "json_schema"


@pytest.mark.parametrize(
    "message",
    ["Invalid role", "The context length is 8192 tokens, but there are 9000 of messages and 50 of response_format."],
)
def test_other_refusals_are_not_about_the_form(server: HTTPServer, make_client: MakeClient, message: str) -> None:
    serve(server, lambda request: error(400, message))
    with pytest.raises(SummarizerError, match=message[:10]):
        make_client().ask(MODEL, PROMPT)
    assert len(server.log) == 1


def test_a_model_that_is_unknown_in_every_form_ends_the_asking(server: HTTPServer, make_client: MakeClient) -> None:
    serve(server, lambda request: error(404, "No model 'schema-7b'"))
    with pytest.raises(SummarizerUnavailableError, match=r"schema-7b.* Check `openai.base_url`.*'schema-7b'"):
        make_client().ask("schema-7b", PROMPT)


# Azure OpenAI


@pytest.fixture
def azure(server: HTTPServer, make_client: MakeClient) -> Callable[[], OpenAIClient]:
    return lambda: make_client(base_url=None, azure_endpoint=server.url_for("/"), api_version="2024-10-21")


@pytest.mark.parametrize(
    ("variable", "header", "value"),
    [("AZURE_OPENAI_API_KEY", "api-key", "k-1"), ("AZURE_OPENAI_AD_TOKEN", "Authorization", "Bearer k-1")],
)
def test_a_deployment_is_asked_with_its_own_key(
    server: HTTPServer,
    azure: Callable[[], OpenAIClient],
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    header: str,
    value: str,
) -> None:
    monkeypatch.setenv(variable, "k-1\n")
    server.expect_request(
        f"/openai/deployments/{MODEL}/chat/completions",
        method="POST",
        query_string={"api-version": "2024-10-21"},
        headers={header: value},
    ).respond_with_json(completion())
    assert azure().ask(MODEL, PROMPT) == "An answer."
    assert KEY not in str([request.headers for request, _ in server.log])


def test_a_deployment_is_not_asked_with_the_key_of_another_server(azure: Callable[[], OpenAIClient]) -> None:
    with pytest.raises(SummarizerUnavailableError, match="AZURE_OPENAI_API_KEY is not set"):
        azure()


def test_a_deployment_needs_a_version(make_client: MakeClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "k-1")
    with pytest.raises(SummarizerUnavailableError, match=r"Set `openai.api_version`"):
        make_client(base_url=None, azure_endpoint="https://example.org")


def test_a_batch_goes_to_the_resource(
    server: HTTPServer, azure: Callable[[], OpenAIClient], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "k-1")
    server.expect_request("/openai/files").respond_with_json({"id": "file-1", "object": "file"})
    server.expect_request("/openai/batches").respond_with_json({"id": "batch-1", "object": "batch"})
    client = azure()
    assert client.submit_batch([("file-1", client.body(MODEL, PROMPT))], "mark") == "batch-1"
    upload, create = [request for request, _ in server.log]
    assert b'"url": "/chat/completions"' in upload.get_data()
    assert (create.get_json()["endpoint"], create.args["api-version"]) == ("/chat/completions", "2024-10-21")


@pytest.mark.parametrize(
    ("variable", "endpoint", "counts"),
    [
        ("OPENAI_API_KEY", None, True),
        ("OPENAI_API_KEY", "https://example.org", False),
        ("AZURE_OPENAI_API_KEY", "https://example.org", True),
        ("AZURE_OPENAI_AD_TOKEN", "https://example.org", True),
        ("AZURE_OPENAI_API_KEY", None, False),
    ],
)
def test_a_key_counts_for_its_own_server(
    monkeypatch: pytest.MonkeyPatch, variable: str, endpoint: str | None, counts: bool
) -> None:
    monkeypatch.delenv("OPENAI_API_KEY")
    monkeypatch.setenv(variable, "k-1")
    assert has_key(OpenAISettings(MODEL, MODEL, None, 20, 0, azure_endpoint=endpoint)) is counts


# Batches


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # llmock leaves an upload open
def test_a_batch_is_handed_in_and_answered(
    llmock: LLMock, make_client: MakeClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("llmock.routers.batch._BATCH_DELAY", 0)
    client = make_client(base_url=llmock.base_url())
    names = ["file-1", "file-2"]
    batch = client.submit_batch([(name, client.body(MODEL, PROMPT)) for name in names], "mark")
    state = client.read_batch(batch, names)
    assert (state.status, set(state.answers), state.failures) == ("done", set(names), {})
    assert all(state.answers.values())


REQUESTS = {"good", "refused", "cut off", "strange", "too long", "late", "empty"}


def batch_line(name: str, body: object, status: int = 200, problem: object = None) -> str:
    response = None if body is None else {"status_code": status, "request_id": "r-1", "body": body}
    return json.dumps({"id": "b-1", "custom_id": name, "response": response, "error": problem}, ensure_ascii=False)


def serve_batch(server: HTTPServer, status: str, output: str = "", failures: str = "", **fields: object) -> None:
    """Tell of a batch in this state, with these files."""
    files = {"output": output, "error": failures}
    batch = {
        "id": "batch-1",
        "object": "batch",
        "status": status,
        **{f"{name}_file_id": f"file-{name}" if text else None for name, text in files.items()},
        **fields,
    }
    server.expect_request("/v1/batches/batch-1").respond_with_json(batch)
    for name, text in files.items():
        server.expect_request(f"/v1/files/file-{name}/content").respond_with_data(text, content_type="text/plain")


def test_each_request_of_a_batch_has_its_answer_or_its_failure(server: HTTPServer, make_client: MakeClient) -> None:
    output = [
        batch_line("good", completion("A\N{LINE SEPARATOR}B")),
        batch_line("refused", completion(None, refusal="No")),
        batch_line("cut off", completion("{", finish_reason="length")),
        batch_line("strange", {"choices": []}),
        "<html>",
        "[1]",
    ]
    errors = [
        batch_line("too long", {"error": {"message": "Too long"}}, 400),
        batch_line("late", None, problem={"code": "batch_expired", "message": "Too late"}),
        batch_line("empty", None),
    ]
    serve_batch(server, "completed", "\n".join(output), "\n".join(errors) + "\n")
    state = make_client().read_batch("batch-1", REQUESTS)
    assert state.status == "done"
    assert state.answers == {"good": "A\N{LINE SEPARATOR}B"}
    assert {name: reason.split("(")[-1].rstrip(").") for name, reason in state.failures.items()} == {
        "refused": "No",
        "cut off": "The answer was cut off at the model's limit",
        "strange": "list index out of range",
        "too long": "Too long",
        "late": "Too late",
        "empty": "no answer",
    }


@pytest.mark.parametrize("status", ["validating", "in_progress", "finalizing", "cancelling"])
def test_a_batch_that_is_not_at_its_end_is_in_progress(
    server: HTTPServer, make_client: MakeClient, status: str
) -> None:
    serve_batch(server, status)
    assert make_client().read_batch("batch-1", REQUESTS) == BatchState("in progress", status)


@pytest.mark.parametrize("body", ["<html>", "{}", "[]", '{"status": 1}', '{"status": "failed", "errors": "x"}'])
def test_what_is_no_batch_is_told(server: HTTPServer, make_client: MakeClient, body: str) -> None:
    server.expect_request("/v1/batches/batch-1").respond_with_data(body, content_type="application/json")
    with pytest.raises(SummarizerError, match=r"^The server's answer (is not what the API promises|cannot be used)"):
        make_client().read_batch("batch-1", REQUESTS)


def test_a_batch_that_failed_tells_why(server: HTTPServer, make_client: MakeClient) -> None:
    serve_batch(server, "failed", errors={"object": "list", "data": [{"code": "x", "message": "Line 3 is no JSON"}]})
    assert make_client().read_batch("batch-1", REQUESTS) == BatchState("failed", "failed: Line 3 is no JSON")


def test_a_batch_that_expired_gives_what_it_has(server: HTTPServer, make_client: MakeClient) -> None:
    serve_batch(server, "expired", batch_line("good", completion()))
    assert make_client().read_batch("batch-1", REQUESTS) == BatchState("failed", "expired", {"good": "An answer."})


def test_a_batch_is_asked_for_again_where_that_costs_nothing(server: HTTPServer, make_client: MakeClient) -> None:
    """Handing it in twice would cost."""
    server.expect_ordered_request("/v1/batches/batch-1").respond_with_data("", 500)
    serve_batch(server, "in_progress")
    assert make_client(max_retries=1).read_batch("batch-1", REQUESTS).status == "in progress"
    server.clear()
    server.expect_request("/v1/files").respond_with_json({"id": "file-1", "object": "file"})
    server.expect_request("/v1/batches").respond_with_data("", 500)
    with pytest.raises(SummarizerError, match="500"):
        make_client(max_retries=1).submit_batch([("file-1", {})], "mark")
    assert [request.path for request, _ in server.log] == ["/v1/files", "/v1/batches"]


@pytest.mark.parametrize(
    "listed", [[1], [{"id": 2}], [{"id": "b", "metadata": [1]}], [{"id": "b", "metadata": {"diffinsight": 1}}]]
)
def test_a_strange_list_of_batches_has_none_of_ours(
    server: HTTPServer, make_client: MakeClient, listed: object
) -> None:
    server.expect_request("/v1/batches").respond_with_json({"data": listed})
    assert make_client().find_batches() == {}


def test_a_list_of_batches_is_read_page_by_page(server: HTTPServer, make_client: MakeClient) -> None:
    pages = [[{"id": f"b{n}", "metadata": {"diffinsight": str(n)}} for n in page] for page in (range(100), [100])]
    for after, page in (("b99", pages[1]), (None, pages[0])):
        query = {"limit": "100", **({"after": after} if after else {})}
        server.expect_request("/v1/batches", query_string=query).respond_with_json({"data": page})
    found = make_client().find_batches()
    assert found
    assert (len(found), found["100"]) == (101, "b100")


# Answers that are none

BODIES = {
    "null": b"null",
    "a list": b"[1]",
    "a string": b'"text"',
    "no object": b"{}",
    "null for choices": b'{"choices": null}',
    "no choice": b'{"choices": []}',
    "a choice that is none": b'{"choices": [1]}',
    "no message": b'{"choices": [{"finish_reason": "stop"}]}',
    "a message that is none": b'{"choices": [{"finish_reason": "stop", "message": "text"}]}',
    "bytes": b"\xff\xfe\x00",
    "empty": b"",
}


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("content_type", ["application/json", "text/plain", "application/octet-stream"])
def test_a_body_that_is_no_answer_is_refused(
    server: HTTPServer, make_client: MakeClient, body: str, content_type: str
) -> None:
    serve(server, lambda request: Response(BODIES[body], content_type=content_type))
    with pytest.raises(SummarizerError, match=r"^The .*answer"):
        make_client().ask(MODEL, PROMPT)


@pytest.mark.parametrize("status", [400, 402, 405, 409, 413, 418, 422, 500, 502, 503, 504, 529])
@pytest.mark.parametrize("content_type", ["application/json", "text/html"])
def test_a_status_that_is_no_success_is_told(
    server: HTTPServer, make_client: MakeClient, status: int, content_type: str
) -> None:
    serve(server, lambda request: Response("<h1>Oh</h1>", status, content_type=content_type))
    with pytest.raises(SummarizerError, match=rf"{status}") as error:
        make_client().ask(MODEL, PROMPT)
    assert not isinstance(error.value, SummarizerUnavailableError)


@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_status_that_will_not_change_ends_the_asking(
    server: HTTPServer, make_client: MakeClient, status: int
) -> None:
    serve(server, lambda request: json_response({"error": {"message": "Oh"}}, status))
    with pytest.raises(SummarizerUnavailableError, match="Oh"):
        make_client().ask(MODEL, PROMPT)


def test_a_refusal_is_told_on_one_line(server: HTTPServer, make_client: MakeClient) -> None:
    """A log is read by machines, too: `::error::` at the start of a line means something to GitHub."""
    serve(server, lambda request: json_response(completion(None, refusal="No.\n::error::x")))
    with pytest.raises(SummarizerError, match=r"The model refused \(No. ::error::x\)"):
        make_client().ask(MODEL, PROMPT)


def subclasses(root: type[Exception]) -> Iterator[type[Exception]]:
    yield root
    for child in root.__subclasses__():
        yield from subclasses(child)


@pytest.mark.parametrize("kind", sorted(set(subclasses(openai.OpenAIError)), key=str), ids=lambda kind: kind.__name__)
def test_no_exception_of_the_sdk_is_unmapped(
    make_client: MakeClient, monkeypatch: pytest.MonkeyPatch, kind: type[Exception]
) -> None:
    def fail(*_: object, **__: object) -> None:
        raise kind.__new__(kind, "what happened")

    monkeypatch.setattr(openai.resources.chat.completions.Completions, "create", fail)
    with pytest.raises(SummarizerError):
        make_client().ask(MODEL, PROMPT)


def test_a_variable_that_is_no_address_is_told_with_what_was_meant(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_BASE_URL", "localhost:11434/v1")
    with pytest.raises(
        SummarizerUnavailableError, match=r"OPENAI_BASE_URL .* did you mean http://localhost:11434/v1\?"
    ):
        OpenAIClient(OpenAISettings(MODEL, MODEL, None, 20, 0), Budget())
