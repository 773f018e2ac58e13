"""The way to a model's server: how long and how large an answer may be, and which server may give it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from typing import Any

from ...errors import ServerError, SummarizerUnavailableError
from ...language.quoting import display, hide_credentials
from .workers import in_thread

LARGEST_ANSWER = 4_000_000
"""Bytes of one answer once it is decompressed: many times what a page could show, in the longest spelling of JSON."""

SECONDS_FOR_FILES = 3600.0
"""For the files of a batch, of which some have hundreds of megabytes."""

_GRACE = 0.5
"""Seconds in which the library may tell by itself that it is too late, as it knows for what it has waited."""

_MOST_REDIRECTS = 5
_CODINGS = frozenset({"gzip", "deflate"})
"""What answers may be compressed by. Others, of which the HTTP library knows some, are not asked for, and could grow
to any size in one step."""
_ENCODED = ("content-encoding", "content-length", "transfer-encoding")
_DEFAULT_PORTS = {"http": 80, "https": 443}

_room: ContextVar[int] = ContextVar("room", default=LARGEST_ANSWER)


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Let the answers to what is asked meanwhile have so many bytes."""
    before = _room.set(size)
    try:
        yield
    finally:
        _room.reset(before)


def bounded_client(base: type[Any], timeout: float) -> Any:
    """A client of the HTTP library below the SDK, whose answers are bounded; `base` is the SDK's own kind of client.

    `timeout` is for how many seconds an answer may take, from the first byte sent to the last one received. The
    library's own time-outs are for each byte, so a server that sends one now and then could keep a build for ever.

    What it sends raises `ServerError` for an answer that takes longer or is larger, and `SummarizerUnavailableError`
    where the server sends a request on to another one: prompts are for the server that the configuration names.
    """

    class BoundedClient(base):  # type: ignore[misc]
        def __del__(self) -> None:
            with suppress(Exception):  # as the SDK's own: what it is made of may be gone before it
                self.close()

        def send(self, request: Any, *, stream: bool = False, **options: Any) -> Any:  # noqa: ARG002 - read in any case
            is_for_files = request.url.path.endswith(("/files", "/content"))
            seconds = max(timeout, SECONDS_FOR_FILES) if is_for_files else timeout
            until, room = time.monotonic() + seconds, _room.get()
            options["follow_redirects"] = False
            answer = in_thread(lambda: self._exchange(request, options, until, room))
            try:
                return answer.result(seconds + _GRACE)
            except TimeoutError:  # even the head of an answer can come byte by byte
                raise ServerError(f"No answer within {seconds:g} s (`openai.timeout`).") from None

        def _exchange(self, request: Any, options: dict[str, Any], until: float, room: int) -> Any:
            for _ in range(_MOST_REDIRECTS):
                response = super().send(request, stream=True, **options)
                try:
                    onward = response.next_request
                    if onward is None:
                        return _read(response, until, room)
                    _check_server(request.url, onward.url)
                    request = onward
                finally:
                    response.close()
            raise ServerError(f"The server sends a request on more than {_MOST_REDIRECTS} times.")

    return BoundedClient(headers={"Accept-Encoding": ", ".join(sorted(_CODINGS))})


def _read(response: Any, until: float, room: int) -> Any:
    """The response with its body, which has been decompressed."""
    codings = {coding.strip().lower() for coding in response.headers.get("content-encoding", "").split(",")}
    if unknown := codings - _CODINGS - {"", "identity"}:
        names = display(", ".join(sorted(unknown)), 40)
        raise ServerError(f"The server's answer is compressed in a way that nobody asked for ({names}).")
    body = bytearray()
    for part in response.iter_bytes():
        body += part
        if len(body) > room:
            raise ServerError(f"The server's answer has more than {room / 1e6:.0f} MB.")
        if time.monotonic() > until:
            raise ServerError("The server's answer does not end in time (`openai.timeout`).")
    headers = [(name, value) for name, value in response.headers.multi_items() if name.lower() not in _ENCODED]
    return type(response)(response.status_code, headers=headers, content=bytes(body), request=response.request)


def _check_server(asked: Any, onward: Any) -> None:
    """Raise `SummarizerUnavailableError` unless both addresses are on one server, or the second is its safe one."""
    before, after = ((url.scheme, url.port or _DEFAULT_PORTS.get(url.scheme)) for url in (asked, onward))
    if asked.host == onward.host and (before == after or (before, after) == (("http", 80), ("https", 443))):
        return
    raise SummarizerUnavailableError(
        f"The server sends requests on to {display(hide_credentials(str(onward)), 100)}, "
        "which the configuration does not name. If it is to be asked, write its address instead."
    )
