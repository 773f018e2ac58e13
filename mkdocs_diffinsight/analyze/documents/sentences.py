"""Where the sentences of a text end. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .markdown import code_spans

# e.g. It ends. It is over. 終わります。「次です。」です。
_END = re.compile(
    r"(?:[.!?][\"'”’)\]*_`]{0,3}(?=\s+\S)"
    r"|[。！？](?:(?![」』”’）)\]*_])|[」』”’）)\]*_]{1,3}+(?![とでのをがはにもなやかへだ])))\s*"
)
# e.g. "e.g. "
_ABBREVIATION = re.compile(
    r"(?:(?<![\w])(?:e\.g|i\.e|etc|vs|cf|approx|incl|resp|ca|no|nos|fig|sec|st|mr|ms|mrs|dr|inc|ltd|corp|co|al|v|ver|p|pp"
    r"|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|(?<![\w.'’])[A-Za-z](?:\.[A-Za-z]){0,4})\.\s*\Z",
    re.IGNORECASE,
)
_LONGEST_ABBREVIATION = 6
_EMPHASIS = "*_`]"
"""What closes words at the start of a line, after which a sentence may begin with a small letter."""


def split_sentences(text: str) -> Iterator[tuple[int, int]]:
    """Where the sentences of a text stand; a stop of an abbreviation or within code ends none."""
    code = [(first, last) for first, last, _ in code_spans(text)] if "`" in text else []
    start = 0
    for stop in _END.finditer(text):
        at, end = stop.span()
        if _is_abbreviation(text, at, end) or (code and any(first < at < last for first, last in code)):
            continue
        if text[start:end].strip():
            yield start, at + len(stop[0].rstrip())
        start = end
    if text[start:].strip():
        yield start, len(text.rstrip())


def _is_abbreviation(text: str, stop: int, end: int) -> bool:
    """Whether a stop, with blanks up to `end`, is one of an abbreviation, or of what a sentence quotes."""
    if text[stop] != ".":
        return False
    closing = text[stop + 1]
    following = closing if closing in _EMPHASIS else text[end]
    if following.islower():
        return True
    if stop > _LONGEST_ABBREVIATION and text[stop - _LONGEST_ABBREVIATION - 1 : stop].isalpha():
        return False  # as most words at the end of a sentence
    return bool(_ABBREVIATION.search(text[max(0, stop - 12) : stop + 1]))


def sentences(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[start:end].strip() for start, end in split_sentences(text)]
