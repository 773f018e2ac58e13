"""Which deleted lines of a diff were added elsewhere in it. Pure."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

_SUBSTANCE = 20
"""Letters and digits that a block needs, as for `git diff --color-moved`: a lone bracket has not moved."""
_MOST_PLACES = 8
"""Where a block may have gone; what is repeated more often has not moved, it is a filler."""


class Block(NamedTuple):
    """Lines that stand elsewhere now, by their places among the lines of the diff."""

    deleted: int
    added: int
    length: int


def find_moved(rows: Sequence[str]) -> list[Block]:
    """The blocks of lines that were deleted at one place and added at another, in the order of their deletion.

    `rows` are the lines of a diff, each with its kind before it.
    """
    deleted, added = ({row[1:] for row in rows if row[0] == kind} for kind in "-+")
    both = {text for text in deleted & added if any(map(str.isalnum, text))}  # what has no words is everywhere
    if not both:
        return []
    places: dict[str, list[int]] = defaultdict(list)
    for n, row in enumerate(rows):
        if row[0] == "+" and row[1:] in both:
            places[row[1:]].append(n)
    blocks: list[Block] = []
    taken: set[int] = set()
    n = end = 0
    while n < len(rows):
        starts = places.get(rows[n][1:], ()) if rows[n][0] == "-" else ()
        longest = max(
            ((_length(rows, n, start, taken), -start) for start in starts[:_MOST_PLACES] if start not in taken),
            default=(0, 0),
        )
        length, start = longest[0], -longest[1]
        if length and _has_substance(rows[n : n + length]):
            lead = _lead(rows, n, start, taken, n - end)
            blocks.append(Block(n - lead, start - lead, lead + length))
            taken.update(range(start - lead, start + length))
            n = end = n + length
        else:
            n += 1
    return blocks


def _length(rows: Sequence[str], deleted: int, added: int, taken: set[int]) -> int:
    """How many lines from two places on are the same."""
    return next(n for n in itertools.count() if not _same(rows, deleted + n, added + n, taken))


def _lead(rows: Sequence[str], deleted: int, added: int, taken: set[int], most: int) -> int:
    """How many lines before two places are the same: empty ones and brackets belong to the block that follows."""
    return next(n for n in range(most + 1) if n == most or not _same(rows, deleted - n - 1, added - n - 1, taken))


def _same(rows: Sequence[str], deleted: int, added: int, taken: set[int]) -> bool:
    """Whether the line that was deleted at one place was added at the other, for no other block."""
    if not 0 <= deleted < len(rows) or not 0 <= added < len(rows) or added in taken:
        return False
    old, new = rows[deleted], rows[added]
    return old[0] == "-" and new[0] == "+" and old[1:] == new[1:]


def _has_substance(rows: Sequence[str]) -> bool:
    counts = itertools.accumulate(sum(map(str.isalnum, row)) for row in rows)
    return any(letters >= _SUBSTANCE for letters in counts)
