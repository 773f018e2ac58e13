"""Which deleted lines of a diff were added elsewhere in it. Pure."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from ...model import Line

_SUBSTANCE = 20
"""Letters and digits that a block needs, as for `git diff --color-moved`: a lone bracket has not moved."""
_MOST_PLACES = 8
"""Where a block may have gone; what is repeated more often has not moved, it is a filler."""


class Block(NamedTuple):
    """Lines that stand elsewhere now, by their places among the lines of the diff."""

    deleted: int
    added: int
    length: int


def find_moved(lines: Sequence[Line]) -> list[Block]:
    """The blocks of lines that were deleted at one place and added at another, in the order of their deletion."""
    deleted = {line.text for line in lines if line.kind == "-"}
    places: dict[str, list[int]] = defaultdict(list)  # of lines with words: others are everywhere
    for n, line in enumerate(lines):
        if line.kind == "+" and line.text in deleted and any(map(str.isalnum, line.text)):
            places[line.text].append(n)
    if not places:
        return []
    blocks: list[Block] = []
    taken: set[int] = set()
    n = end = 0
    while n < len(lines):
        starts = places.get(lines[n].text, ()) if lines[n].kind == "-" else ()
        found = max(
            ((_length(lines, n, start, taken), -start) for start in starts[:_MOST_PLACES] if start not in taken),
            default=(0, 0),
        )
        length, start = found[0], -found[1]
        if length and _has_substance(lines[n : n + length]):
            lead = _lead(lines, n, start, taken, n - end)
            blocks.append(Block(n - lead, start - lead, lead + length))
            taken.update(range(start - lead, start + length))
            n = end = n + length
        else:
            n += 1
    return blocks


def _length(lines: Sequence[Line], deleted: int, added: int, taken: set[int]) -> int:
    """How many lines from two places on are the same."""
    return next(n for n in itertools.count() if not _same(lines, deleted + n, added + n, taken))


def _lead(lines: Sequence[Line], deleted: int, added: int, taken: set[int], most: int) -> int:
    """How many lines before two places are the same: empty ones and brackets belong to the block that follows."""
    return next(n for n in range(most + 1) if n == most or not _same(lines, deleted - n - 1, added - n - 1, taken))


def _same(lines: Sequence[Line], deleted: int, added: int, taken: set[int]) -> bool:
    """Whether the line that was deleted at one place was added at the other, for no other block."""
    if not 0 <= deleted < len(lines) or not 0 <= added < len(lines) or added in taken:
        return False
    old, new = lines[deleted], lines[added]
    return old.kind == "-" and new.kind == "+" and old.text == new.text


def _has_substance(lines: Sequence[Line]) -> bool:
    letters = 0
    for line in lines:
        letters += sum(map(str.isalnum, line.text))
        if letters >= _SUBSTANCE:
            return True
    return False
