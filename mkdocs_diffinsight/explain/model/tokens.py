"""Counting tokens, and cutting a diff into parts that fit a number of them. Pure.

The counts are the ones of tiktoken, OpenAI's own tokenizer. `toktok` has its tables inside, so nothing is downloaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ...model.patch import Hunk, Line

CUT_MARK = " [… cut]"
"""Ends a line of a diff that is too long for any part."""

_OLDER = re.compile(r"(?:^|/)gpt-(?:3\.?5|4(?!o|\.\d))|(?:^|/)text-embedding-")  # by tiktoken's table of models
_LINE_NUMBERS = 6
"""Tokens at most for the numbers and the mark that stand before each line, and for its end."""


def count_tokens(text: str, model: str) -> int:
    """The tokens of a text; of a model that is not OpenAI's, by the encoding of its newest models: an estimate."""
    return _count([text], model)[0]


def cut_hunks(hunks: Iterable[Hunk], budget: int, model: str) -> tuple[tuple[Hunk, ...], ...]:
    """The hunks in their order, in as few parts as that allows; each part has at most `budget` tokens.

    A hunk that is too long alone is cut between its lines. A line that is too long is cut and ends in `CUT_MARK`.
    What stands before a line in a prompt, its numbers and its mark, is counted with it.

    Raises `ValueError` where not even a hunk's header and a cut line fit.
    """
    parts: list[tuple[Hunk, ...]] = []
    part: list[Hunk] = []
    room = budget
    for hunk in hunks:
        for piece, cost in _pieces(hunk, budget, model):
            if cost > room:
                parts.append(tuple(part))
                part, room = [], budget
            part.append(piece)
            room -= cost
    if part:
        parts.append(tuple(part))
    return tuple(parts)


def _pieces(hunk: Hunk, budget: int, model: str) -> Iterator[tuple[Hunk, int]]:
    """A hunk, or what it has to be cut into, with the tokens of each."""
    header = _LINE_NUMBERS * 4 + count_tokens(hunk.section, model)
    if (room := budget - header) < 2 * (_LINE_NUMBERS + count_tokens(CUT_MARK, model)):
        raise ValueError(f"{budget} tokens are too few for any part of a diff")
    lines = [_shortened(line, room - _LINE_NUMBERS, model) for line in hunk.lines]
    costs = [_LINE_NUMBERS + cost for cost in _count([line.text for line in lines], model)]
    if sum(costs) <= room:
        yield replace(hunk, lines=tuple(lines)), header + sum(costs)
        return
    old, new = hunk.old_start, hunk.new_start
    start = used = 0
    for n, cost in enumerate([*costs, room + 1]):
        if used + cost > room and n > start:
            piece = _piece(hunk, lines[start:n], old, new)
            old, new = old + piece.old_count, new + piece.new_count
            yield piece, header + used
            start, used = n, 0
        used += cost


def _piece(hunk: Hunk, lines: Sequence[Line], old: int, new: int) -> Hunk:
    old_count = sum(line.old is not None for line in lines)
    new_count = sum(line.new is not None for line in lines)
    return Hunk(old, old_count, new, new_count, hunk.section, tuple(lines))


def _shortened(line: Line, budget: int, model: str) -> Line:
    if len(line.text.encode("utf-8", "replace")) <= budget:  # a token is at least a byte
        return line
    import toktok

    text = _printable(line.text)
    if count_tokens(text, model) <= budget:
        return line
    shown, _ = toktok.truncate(text, budget - count_tokens(CUT_MARK, model) - 1, _encoding(model))
    return line._replace(text=shown + CUT_MARK)


def _count(texts: Sequence[str], model: str) -> list[int]:
    import toktok

    return list(toktok.batch_count(list(map(_printable, texts)), _encoding(model), threads=1))


def _encoding(model: str) -> str:
    return "cl100k_base" if _OLDER.search(model.lower()) else "o200k_base"


def _printable(text: str) -> str:
    """Text without the bytes that are no UTF-8, as it goes to the model."""
    return text.encode("utf-8", "replace").decode()
