"""A whole file before and after its change, where it is known: the places that its hunks do not show. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..model import Hunk
from .edits import Area, Fence, PlacedLine


@dataclass(frozen=True)
class Place:
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

    @property
    def old_lines(self) -> list[str] | None:
        return _lines(self.old)

    @property
    def new_lines(self) -> list[str] | None:
        return _lines(self.new)


HUNKS_ONLY = Whole()


def _lines(data: bytes | None) -> list[str] | None:
    """The lines as git numbers them."""
    return None if data is None else data.decode("utf-8", "surrogateescape").split("\n")


def place_lines(
    hunks: Iterable[Hunk], old: Sequence[Place] | None, new: Sequence[Place] | None
) -> list[PlacedLine] | None:
    """The lines of the hunks, each where it stands in its file; `None` where a side is missing or another file's."""
    placed = []
    for hunk in hunks:
        for line in hunk.lines:
            if line.kind == "\\":
                continue
            places, number = (old, line.old) if line.kind == "-" else (new, line.new)
            if places is None or number is None or number > len(places):
                return None
            place = places[number - 1]
            placed.append(PlacedLine(line, place.area, place.section, place.fence, place.columns, place.path))
    return placed
