"""A whole file before and after its change, where it is known: the places that its hunks do not show. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from ...model.patch import Hunk
from .edits import Area, Fence, PlacedLine


class Place(NamedTuple):
    """Where a line of a file stands."""

    area: Area = "text"
    section: str = ""
    fence: Fence = ""
    columns: tuple[str, ...] = ()
    """The heads of the table that the line is a row of."""
    path: tuple[str, ...] = ()
    """The sections it is in, from the outermost to the innermost."""


@dataclass(frozen=True)
class Whole:
    """The bytes of a file before and after; `None` where they are not known, or there is no such side."""

    old: bytes | None = None
    new: bytes | None = None

    @cached_property
    def old_lines(self) -> list[str] | None:
        return _lines(self.old)

    @cached_property
    def new_lines(self) -> list[str] | None:
        return _lines(self.new)


HUNKS_ONLY = Whole()


def _lines(data: bytes | None) -> list[str] | None:
    """The lines as git numbers them, without a byte order mark."""
    return None if data is None else data.decode("utf-8-sig", "surrogateescape").split("\n")


Scan = Callable[[], Sequence[Place] | None]
"""Finds where each line of one side of a file stands; `None` where that is not known."""


def place_lines(hunks: Sequence[Hunk], scan_old: Scan, scan_new: Scan) -> list[PlacedLine] | None:
    """The lines of the hunks, each where it stands in its file; `None` where a side is missing or another file's.

    A side that the hunks show no line of is not scanned.
    """
    kinds = {line.kind for hunk in hunks for line in hunk.lines}
    old = scan_old() if "-" in kinds else ()
    new = scan_new() if kinds & {"+", " "} else ()
    if old is None or new is None:
        return None
    placed = []
    for hunk in hunks:
        for line in hunk.lines:
            if line.kind == "\\":
                continue
            places, number = (old, line.old) if line.kind == "-" else (new, line.new)
            if number is None or number > len(places):
                return None
            place = places[number - 1]
            placed.append(PlacedLine(line, *place))
    return placed
