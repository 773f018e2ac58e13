"""What a change adds that nobody sees. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from ...language.unseen import code_points, find_unseen, has_unseen
from ...model.changes import FileChange, Status
from ...model.findings import LineSpan, Unseen
from ...model.patch import split_patch

_MOST_POINTS, _MOST_LINES = 20, 50
"""Of a file: different characters, and lines that have one of them."""
_MOST_OF_A_LINE = 1_000
_MARK = "\ufeff"
"""At the start of a file, it says how the bytes are to be read."""


def read_unseen(change: FileChange) -> tuple[Unseen, ...]:
    """The invisible characters, and the letters that look like others, of the added lines, and of a new path."""
    if change.status is Status.REMOVED:
        return ()
    named = () if change.status is Status.MODIFIED else _points(change.path)
    unseen: dict[tuple[str, bool], list[LineSpan]] = {key: [] for key in named}
    if change.patch and has_unseen(change.patch):
        for number, text in _added(change.patch):
            for key in _points(text.removeprefix(_MARK) if number == 1 else text):
                lines = unseen.setdefault(key, [])
                if len(lines) < _MOST_LINES:
                    lines.append(LineSpan("R", number, number))
    return tuple(Unseen(*key, tuple(lines)) for key, lines in islice(unseen.items(), _MOST_POINTS))


def _added(patch: str) -> Iterator[tuple[int, str]]:
    """The added lines, with their numbers."""
    for hunk in split_patch(patch):
        number = hunk.new_start
        for row in hunk.rows:
            if row[0] == "+":
                yield number, row[1:]
            number += row[0] in "+ "


def _points(text: str) -> Iterator[tuple[str, bool]]:
    """What a line has, each once."""
    first = islice(find_unseen(text), _MOST_OF_A_LINE)
    yield from dict.fromkeys((code_points(text[one.start : one.start + 1]), one.is_letter) for one in first)
