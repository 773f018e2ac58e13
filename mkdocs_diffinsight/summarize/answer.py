"""Reading the JSON in a model's answer, also where the server could not hold the model to it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from ..errors import SummarizerError

_STARTS = 50
"""Braces tried as the start of the object: enough for prose with braces, few enough for a text full of them."""

_LONGEST = 1_000_000
"""Characters of an answer, thoughts included, that are looked at: a page could not show more."""

# One that does not end goes to the end of the text: else each quote in it would be tried as the start of another.
_STRING = r'"[^"\\]*(?:\\.[^"\\]*)*"?'
_TOKEN = re.compile(f"{_STRING}|[{{}}]", re.DOTALL)
_TRAILING_COMMA = re.compile(rf"({_STRING})|,(?=\s*[}}\]])", re.DOTALL)


def read_json(text: str) -> dict[str, Any]:
    """The first JSON object in a text.

    There may be thoughts in `<think>` before it, a fence or prose around it, commas after last items, and line breaks
    in strings. Raises `SummarizerError` where there is no object, and for a text that no reader would read.
    """
    if len(text) > _LONGEST:
        raise SummarizerError(f"The answer cannot be used (it has {len(text)} characters).")
    for candidate in _candidates(text):
        try:
            value = json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
        if isinstance(value, dict):
            return value
    raise SummarizerError(f"The answer cannot be used ({_problem(text)}).")


def _candidates(text: str) -> Iterator[str]:
    yield text
    _, thoughts_end, answer = text.rpartition("</think>")
    yield from _objects(answer)
    if thoughts_end:  # which may be a word of the answer itself
        yield from _objects(text)


def _objects(text: str) -> Iterator[str]:
    for start, _ in zip(re.finditer("{", text), range(_STARTS), strict=False):
        found = _balanced(text, start.start())
        if found:
            yield found
            yield _TRAILING_COMMA.sub(lambda match: match[1] or "", found)


def _balanced(text: str, start: int) -> str | None:
    """The text from an opening brace to the one that closes it."""
    depth = 0
    for token in _TOKEN.finditer(text, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return text[start : token.end()]
    return None


def _problem(text: str) -> str:
    text = text.strip()
    if not text:
        return "it is empty"
    shown = repr(text[:60])
    return f"broken JSON: {shown}" if text.startswith("{") else f"no JSON object but {shown}"
