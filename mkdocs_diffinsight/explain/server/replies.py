"""What a server that speaks OpenAI's API says, from the bytes of its answers. Pure.

Everything is checked before it is used: servers are many, and some lie.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...errors import ServerError, SummarizerError, UnusableAnswerError
from ...language.quoting import display

MESSAGE_LENGTH = 10_000
"""Characters of a server's message that are looked at."""


@dataclass(frozen=True)
class BatchState:
    """What has become of a batch; both mappings are by `custom_id`."""

    status: Literal["in progress", "done", "failed", "gone"]
    """`failed` if the batch as a whole did not come to its end; what it has answered until then is there. `gone` if the
    server has lost it, or its answers."""
    reason: str = ""
    """The server's word for the state, and why a batch failed."""
    answers: dict[str, str] = field(default_factory=dict)
    failures: dict[str, str] = field(default_factory=dict)
    """Why single requests have no answer."""
    hopeless: set[str] = field(default_factory=set)
    """Those of the failures that another try would end with as well."""


def read_json_body(body: bytes) -> Any:
    """A body of the server's. Raises `ServerError` where it is no JSON."""
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        shown = repr(body[:60].decode("utf-8", "replace")) if body else "nothing"
        raise ServerError(f"The server's answer cannot be used (no JSON but {shown}).") from error


def check_completion(completion: Any) -> None:
    """Raise `ServerError` for what is no answer of the API: nothing that a model has said."""
    try:
        content = completion["choices"][0]["message"].get("content")
        if not (content is None or isinstance(content, str)):
            raise TypeError(f"no text but {content!r:.60}")
    except (ValueError, TypeError, KeyError, IndexError, AttributeError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else display(str(error), 200)
        raise ServerError(f"The server's answer cannot be used ({reason}).") from error


def text_of(completion: Mapping[str, Any]) -> str:
    """What a model has said. Raises `UnusableAnswerError` if it did not come to an end."""
    choice = completion["choices"][0]
    message, ended = choice["message"], choice.get("finish_reason")
    if message.get("refusal") or ended == "content_filter":
        refusal = display(str(message.get("refusal") or "content filter"), 200)
        raise UnusableAnswerError(f"The model refused ({refusal}).")
    if ended == "length":
        raise UnusableAnswerError("The answer was cut off at the model's limit.")
    return message.get("content") or ""


def status_of(batch: Mapping[str, Any]) -> tuple[str, str]:
    """A batch's status, alone and with its first error. Raises Python's own errors for what is no batch."""
    status = batch["status"]
    if not isinstance(status, str):
        raise TypeError(f"no status but {status!r:.60}")
    errors = (batch.get("errors") or {}).get("data") or []
    messages = [str(error.get("message")) for error in errors[:1]]
    return status, display(": ".join([status, *messages]), 200)


def read_batch_line(line: bytes, requests: Collection[str], state: BatchState) -> None:
    """Take over one line of a batch's output: the answer to a request, or why there is none."""
    try:
        result = json.loads(line)
        custom_id = str(result["custom_id"])
        response = result.get("response") or {}
        body = response.get("body") or {}
        status = response.get("status_code")
        error = result.get("error") or body.get("error") or status or "no answer"
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return  # says nothing about any request
    if custom_id not in requests:
        return
    try:
        if error != 200:
            message = error.get("message") if isinstance(error, dict) else error
            problem = f"The server refuses the request ({display(str(message)[:MESSAGE_LENGTH], 200)})."
            raise (UnusableAnswerError if status in (400, 422) else SummarizerError)(problem)
        check_completion(body)
        state.answers[custom_id] = text_of(body)
    except SummarizerError as problem:
        state.failures[custom_id] = str(problem)
        if isinstance(problem, UnusableAnswerError):
            state.hopeless.add(custom_id)
