"""Reading the JSON in a model's answer, also where the server could not hold the model to it. Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from ...errors import UnusableAnswerError

_STARTS = 50
"""Braces tried as the start of the object: enough for prose with braces, few enough for a text full of them."""

_REPAIRS = 3
"""Objects of a text that are tried without commas after their last items."""

_LONGEST = 1_000_000
"""Characters of an answer, thoughts included, that are looked at: a page could not show more."""

# One that does not end goes to the end of the text: else each quote in it would be tried as the start of another.
_STRING = r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?'
_TRAILING_COMMA = re.compile(rf"({_STRING})|,(?=\s*+[}}\]])", re.DOTALL)
_AT_AN_END = re.compile(r"\s*+[}\]]")
_DECODER = json.JSONDecoder(strict=False)


def read_json(text: str) -> dict[str, Any]:
    """The first JSON object in a text.

    There may be thoughts in `<think>` before it, a fence or prose around it, commas after last items, and line breaks
    in strings. Raises `UnusableAnswerError` where there is no object, and for a text that no reader would read.
    """
    if len(text) > _LONGEST:
        raise UnusableAnswerError(f"The answer cannot be used (it has {len(text)} characters).")
    value = next(_candidates(text), None)
    if value is None:
        raise UnusableAnswerError(f"The answer cannot be used ({_problem(text)}).")
    return value


def _candidates(text: str) -> Iterator[dict[str, Any]]:
    with suppress(ValueError, RecursionError):
        if isinstance(whole := _DECODER.decode(text), dict):
            yield whole
    _, thoughts_end, answer = text.rpartition("</think>")
    yield from _objects(answer)
    if thoughts_end:  # which may be a word of the answer itself
        yield from _objects(text)


def _objects(text: str) -> Iterator[dict[str, Any]]:
    """The objects that begin at the first braces of a text.

    The decoder ends at the first sign that is none of JSON, so a brace that begins no object costs next to nothing.
    """
    repairs = 0
    for brace, _ in zip(re.finditer("{", text), range(_STARTS), strict=False):
        start = brace.start()
        try:
            yield _DECODER.raw_decode(text, start)[0]
        except json.JSONDecodeError as error:
            if repairs < _REPAIRS and _ends_in_a_comma(text, start, error.pos):
                repairs += 1
                yield from _repaired(text[start:])
        except (ValueError, RecursionError):  # a number of thousands of digits, thousands of brackets
            continue


def _ends_in_a_comma(text: str, start: int, end: int) -> bool:
    """Whether the decoder was stopped by a comma before a closing bracket."""
    comma = text.rfind(",", start, end + 1)
    return comma >= 0 and (found := _AT_AN_END.match(text, comma + 1)) is not None and found.end() >= end


def _repaired(text: str) -> Iterator[dict[str, Any]]:
    try:
        yield _DECODER.raw_decode(_TRAILING_COMMA.sub(lambda found: found[1] or "", text))[0]
    except (ValueError, RecursionError):
        return


def _problem(text: str) -> str:
    text = text.strip()
    if not text:
        return "it is empty"
    shown = repr(text[:60])
    return f"broken JSON: {shown}" if text.startswith("{") else f"no JSON object but {shown}"
