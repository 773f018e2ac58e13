"""Servers whose answers have no end, are huge once unpacked, come from elsewhere, or tell what nobody may read."""

from __future__ import annotations

import gzip
import json
import re
import socketserver
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from pytest_httpserver import HTTPServer
from werkzeug import Response

from mkdocs_diffinsight.errors import ServerError, SummarizerError, SummarizerUnavailableError
from mkdocs_diffinsight.explain.model.prompt import Prompt
from mkdocs_diffinsight.explain.server.connection import LARGEST_ANSWER
from mkdocs_diffinsight.explain.server.openai import OpenAIClient
from mkdocs_diffinsight.explain.server.pace import LONGEST_PAUSE, Budget, retry_after
from mkdocs_diffinsight.settings.options import OpenAISettings

from ...model_server import completion, json_response

KEY = "sk-" + "test-0123456789"
PROMPT = Prompt("answer", "Explain.", {"text": "data"}, {"type": "object"})
SETTINGS = OpenAISettings("m", "m", None, 20, 0)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNKED = HEAD + b"Transfer-Encoding: chunked\r\n"
MEGABYTE = 1_000_000

Write = Callable[[bytes], object]


@pytest.fixture(autouse=True)
def _key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)


@contextmanager
def serving(answer: Callable[[Write], None]) -> Iterator[str]:
    """A server that writes bytes as it likes, as long as somebody reads them; the address."""

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            self.request.recv(65_536)
            try:
                answer(self.request.sendall)
            except OSError:
                return

    class Server(socketserver.ThreadingTCPServer):
        daemon_threads = True
        allow_reuse_address = True

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,))
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_address[1]}/v1"
        finally:
            server.shutdown()
            thread.join()


def client(base_url: str, **options: Any) -> OpenAIClient:
    return OpenAIClient(replace(SETTINGS, base_url=base_url, **options), Budget())


def chunk(data: bytes) -> bytes:
    return b"%x\r\n" % len(data) + data + b"\r\n"


# An answer is bounded in bytes


def without_end(write: Write) -> None:
    write(CHUNKED + b"\r\n")
    while True:
        write(chunk(b" " * MEGABYTE))


def compressed_without_end(write: Write) -> None:
    pack = zlib.compressobj(wbits=zlib.MAX_WBITS | 16)
    write(CHUNKED + b"Content-Encoding: gzip\r\n\r\n")
    while True:
        if data := pack.compress(b" " * MEGABYTE):
            write(chunk(data))


def error_without_end(write: Write) -> None:
    write(CHUNKED.replace(b"200 OK", b"500 Oh") + b"\r\n")
    while True:
        write(chunk(b" " * MEGABYTE))


@pytest.mark.parametrize("answer", [without_end, compressed_without_end, error_without_end])
def test_an_answer_without_end_is_not_read_to_its_end(answer: Callable[[Write], None]) -> None:
    sent = [0]

    def counted(write: Write) -> None:
        def count(data: bytes) -> None:
            write(data)
            sent[0] += len(data)

        answer(count)

    with serving(counted) as address, pytest.raises(ServerError, match="The server's answer has more than 4 MB"):
        client(address).ask("m", PROMPT)
    assert sent[0] < 40 * MEGABYTE  # what the system takes on the way


def test_an_answer_that_unpacks_to_more_than_its_bound_is_refused(httpserver: HTTPServer) -> None:
    bomb = gzip.compress(b" " * 50 * MEGABYTE)
    response = Response(bomb, headers={"Content-Encoding": "gzip"}, content_type="application/json")
    httpserver.expect_request("/v1/chat/completions").respond_with_response(response)
    with pytest.raises(ServerError, match="more than 4 MB"):
        client(httpserver.url_for("/v1")).ask("m", PROMPT)


def test_an_answer_may_be_compressed(httpserver: HTTPServer) -> None:
    data = gzip.compress(json.dumps(completion("Yes.")).encode())
    response = Response(data, headers={"Content-Encoding": "gzip"}, content_type="application/json")
    httpserver.expect_request("/v1/chat/completions").respond_with_response(response)
    assert client(httpserver.url_for("/v1")).ask("m", PROMPT) == "Yes."


@pytest.mark.parametrize("coding", ["br", "zstd", "gzip, br", "x"])
def test_compression_that_nobody_asked_for_is_refused(httpserver: HTTPServer, coding: str) -> None:
    response = Response(b"abc", headers={"Content-Encoding": coding}, content_type="application/json")
    httpserver.expect_request("/v1/chat/completions").respond_with_response(response)
    with pytest.raises(ServerError, match="compressed in a way that nobody asked for"):
        client(httpserver.url_for("/v1")).ask("m", PROMPT)


def test_an_answer_of_a_million_choices_is_no_work(httpserver: HTTPServer) -> None:
    good = json.dumps(completion("Yes."))
    many = good.replace('"choices": [', '"choices": [' + good[good.index('{"index"') : good.index("]")] + ", ")
    many = many.replace("]", ", " + ", ".join(["{}"] * 900_000) + "]", 1)
    assert len(many) < LARGEST_ANSWER
    httpserver.expect_request("/v1/chat/completions").respond_with_data(many, content_type="application/json")
    started = time.process_time()
    assert client(httpserver.url_for("/v1")).ask("m", PROMPT) == "Yes."
    assert time.process_time() - started < 10  # the SDK's own objects take minutes, and gigabytes


# ... and in time


def blanks(write: Write) -> None:
    write(CHUNKED + b"\r\n")
    while True:
        write(chunk(b" "))
        time.sleep(0.05)


def head_byte_by_byte(write: Write) -> None:
    write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    while True:
        write(b"x")
        time.sleep(0.05)


def preliminaries(write: Write) -> None:
    while True:
        write(b"HTTP/1.1 102 Processing\r\n\r\n")
        time.sleep(0.05)


@pytest.mark.parametrize("answer", [blanks, head_byte_by_byte, preliminaries])
def test_an_answer_that_does_not_end_in_time_is_given_up(answer: Callable[[Write], None]) -> None:
    """Although no byte of it is late."""
    with serving(answer) as address, pytest.raises(ServerError, match=r"\(`openai.timeout`\)"):
        client(address, timeout=0.5).ask("m", PROMPT)


@pytest.mark.parametrize("value", ["1e9", "9" * 12, "9" * 5000, "Fri, 31 Dec 9999 23:59:59 GMT", "-1", "nan", "\u0661"])
@pytest.mark.parametrize("name", ["retry-after", "retry-after-ms", "x-ratelimit-reset-requests"])
def test_what_a_server_asks_to_wait_is_bounded(name: str, value: str) -> None:
    assert 0 <= (retry_after({name: value}, 0) or 0) <= LONGEST_PAUSE


@pytest.mark.parametrize("piece", ["1h", "9", "1.", "a ", "1m0", ",", "-0000 ", "Mon, "])
def test_a_strange_header_is_read_at_once(piece: str) -> None:
    for name in ("retry-after", "x-ratelimit-reset-tokens"):
        assert 0 <= (retry_after({name: piece * (60_000 // len(piece))}, 0) or 0) <= LONGEST_PAUSE


# Prompts stay with the server that is configured


@pytest.fixture
def other() -> Iterator[HTTPServer]:
    with HTTPServer() as server:
        server.expect_request(re.compile(".*")).respond_with_json(completion("Stolen."))
        yield server


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_other_server_is_asked(httpserver: HTTPServer, other: HTTPServer, status: int) -> None:
    onward = {"Location": other.url_for("/v1/chat/completions") + "?a=secret"}
    httpserver.expect_request("/v1/chat/completions").respond_with_data(status=status, headers=onward)
    with pytest.raises(SummarizerUnavailableError, match="does not name") as error:
        client(httpserver.url_for("/v1")).ask("m", PROMPT)
    assert other.url_for("/v1/chat/completions") in str(error.value)
    assert "secret" not in str(error.value)
    assert other.log == []


def test_the_server_may_send_to_another_of_its_pages(httpserver: HTTPServer) -> None:
    onward = {"Location": "/v2/chat/completions"}
    httpserver.expect_request("/v1/chat/completions").respond_with_data(status=307, headers=onward)
    httpserver.expect_request("/v2/chat/completions", method="POST").respond_with_json(completion("Here."))
    assert client(httpserver.url_for("/v1")).ask("m", PROMPT) == "Here."


def test_a_circle_has_an_end(httpserver: HTTPServer) -> None:
    onward = {"Location": "/v1/chat/completions"}
    httpserver.expect_request("/v1/chat/completions").respond_with_data(status=308, headers=onward)
    with pytest.raises(ServerError, match="more than 5 times"):
        client(httpserver.url_for("/v1")).ask("m", PROMPT)


def test_the_answers_of_a_batch_come_from_no_other_server(httpserver: HTTPServer, other: HTTPServer) -> None:
    batch = {"id": "b", "object": "batch", "status": "completed", "output_file_id": "f"}
    httpserver.expect_request("/v1/batches/b").respond_with_json(batch)
    onward = {"Location": other.url_for("/f")}
    httpserver.expect_request("/v1/files/f/content").respond_with_data(status=302, headers=onward)
    with pytest.raises(SummarizerUnavailableError, match="does not name"):
        client(httpserver.url_for("/v1")).read_batch("b", {"x"})
    assert other.log == []


def test_the_answers_of_a_batch_are_bounded(httpserver: HTTPServer) -> None:
    batch = {"id": "b", "object": "batch", "status": "completed", "output_file_id": "f"}
    httpserver.expect_request("/v1/batches/b").respond_with_json(batch)
    httpserver.expect_request("/v1/files/f/content").respond_with_data(b" " * 5 * MEGABYTE)
    with pytest.raises(ServerError, match="more than 4 MB"):
        client(httpserver.url_for("/v1")).read_batch("b", {"x"})


# Credentials in its address are told to nobody


SECRET_PARTS = ["rose", "thorn", "petal"]


@pytest.mark.parametrize(
    "address",
    [
        "http://rose:thorn@127.0.0.1:1/v1?code=petal",
        "http://rose:th/orn@127.0.0.1:1/v1",
        "http://rose%40x:thorn@127.0.0.1:1/v1#petal",
        "ftp://rose:thorn@127.0.0.1/v1",
        "http://rose:thorn@127.0.0.1:99999/v1",
        "http://rose:th orn@127.0.0.1:1/v1",
        "http://rose:thorn@[::1/v1",
        f"http://127.0.0.1:1/v1/{KEY}/x",
    ],
)
@pytest.mark.parametrize("variable", [False, True])
def test_an_address_is_told_without_credentials(address: str, variable: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    if variable:
        monkeypatch.setenv("OPENAI_BASE_URL", address)
    with pytest.raises(SummarizerError) as error:
        OpenAIClient(replace(SETTINGS, base_url=None if variable else address), Budget()).ask("m", PROMPT)
    told = str(error.value)
    assert not any(part in told for part in (*SECRET_PARTS, "orn@", KEY)), told
    assert "127.0.0.1" in told or "::1" in told


def test_the_address_of_a_resource_is_told_without_credentials(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "k-1")
    settings = replace(SETTINGS, azure_endpoint="http://rose:thorn@127.0.0.1:1/?code=petal", api_version="v")
    with pytest.raises(SummarizerError) as error:
        OpenAIClient(settings, Budget()).ask("m", PROMPT)
    assert not any(part in str(error.value) for part in SECRET_PARTS)


def test_a_server_that_repeats_its_address_tells_no_credentials(httpserver: HTTPServer) -> None:
    address = httpserver.url_for("/v1").replace("://", "://rose:thorn@")
    error = {"error": {"message": f"{address} is closed for rose with thorn"}}
    httpserver.expect_request("/v1/chat/completions").respond_with_handler(lambda _: json_response(error, 400))
    with pytest.raises(SummarizerError, match="is closed for") as told:
        client(address).ask("m", PROMPT)
    assert not any(part in str(told.value) for part in SECRET_PARTS)
