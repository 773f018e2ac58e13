"""Which deleted lines of a diff were added elsewhere in it. Pure."""

from __future__ import annotations

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
    places: dict[str, list[int]] = defaultdict(list)
    for n, line in enumerate(lines):
        if line.kind == "+":
            places[line.text].append(n)
    blocks: list[Block] = []
    taken: set[int] = set()
    n = 0
    while n < len(lines):
        starts = places.get(lines[n].text, ()) if lines[n].kind == "-" else ()
        found = max(
            ((_length(lines, n, start, taken), -start) for start in starts[:_MOST_PLACES] if start not in taken),
            default=(0, 0),
        )
        length, start = found[0], -found[1]
        if length and _has_substance(lines[n : n + length]):
            blocks.append(Block(n, start, length))
            taken.update(range(start, start + length))
            n += length
        else:
            n += 1
    return blocks


def _length(lines: Sequence[Line], deleted: int, added: int, taken: set[int]) -> int:
    """How many lines from two places on are the same."""
    length = 0
    while (
        deleted + length < len(lines)
        and added + length < len(lines)
        and lines[deleted + length].kind == "-"
        and lines[added + length].kind == "+"
        and lines[deleted + length].text == lines[added + length].text
        and added + length not in taken
    ):
        length += 1
    return length


def _has_substance(lines: Sequence[Line]) -> bool:
    letters = 0
    for line in lines:
        letters += sum(map(str.isalnum, line.text))
        if letters >= _SUBSTANCE:
            return True
    return False
