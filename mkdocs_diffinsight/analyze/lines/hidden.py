"""What a change adds that nobody sees. Pure."""

from __future__ import annotations

from collections.abc import Iterator

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
    found: dict[tuple[str, bool], list[LineSpan]] = {}
    if change.status is not Status.MODIFIED:
        for key in _points(change.path):
            found[key] = []
    if change.patch and has_unseen(change.patch):
        for number, text in _added(change.patch):
            for key in _points(text.removeprefix(_MARK) if number == 1 else text):
                lines = found.setdefault(key, [])
                if len(lines) < _MOST_LINES:
                    lines.append(LineSpan("R", number, number))
    return tuple(Unseen(*key, tuple(lines)) for key, lines in list(found.items())[:_MOST_POINTS])


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
    known = set()
    for _, one in zip(range(_MOST_OF_A_LINE), find_unseen(text), strict=False):
        key = code_points(text[one.start : one.start + 1]), one.is_letter
        if key not in known:
            known.add(key)
            yield key
