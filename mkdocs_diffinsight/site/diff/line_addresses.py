"""The addresses of the lines of a diff. Pure."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from ...model.findings import LineSpan
from ...model.patch import split_patch

_NEAR = 2
"""Lines from one to the next that are cited together: an empty one between them is not worth a link of its own."""
_CHANGED = {"R": "+", "L": "-"}
"""The kinds of lines that only one side has."""


class _Side(NamedTuple):
    """What a diff shows of one of both files."""

    numbers: list[int]
    """The numbers of the lines, in their order."""
    kinds: str
    """The kinds of these lines, a character for each."""


class LineAddresses:
    """Which ids of `render_diff` show the lines that a text cites."""

    def __init__(self, patch: str | None, item_id: str) -> None:
        self._item_id = item_id
        hunks = [(hunk, "".join([row[0] for row in hunk.rows]).replace("\\", "")) for hunk in split_patch(patch)]
        self._sides = {
            "R": _side([(hunk.new_start, kinds.replace("-", "")) for hunk, kinds in hunks]),
            "L": _side([(hunk.old_start, kinds.replace("+", "")) for hunk, kinds in hunks]),
        }

    def find(self, span: LineSpan) -> str | None:
        """The id of the first line of a span that the diff shows, if it shows any."""
        numbers, kinds = self._sides[span.side]
        place = bisect_left(numbers, span.first)
        if place == len(numbers) or numbers[place] > span.last:
            return None
        if span.side == "R" or kinds[place] == "-":
            return f"{self._item_id}-{span.side}{numbers[place]}"
        both = [number for number, kind in zip(*self._sides["R"], strict=True) if kind == " "]
        return f"{self._item_id}-R{both[kinds.count(' ', 0, place)]}"

    def brief(self, spans: Iterable[LineSpan]) -> list[LineSpan]:
        """The lines to link to: each once, near ones as one, and only the new ones where they replace old ones."""
        unique = sorted(set(spans), key=lambda span: (span.first, span.side, span.last))
        replaced = {self._run(span) for span in unique if span.side == "R"} - {None}
        merged: list[LineSpan] = []
        for span in unique:
            if span.side == "L" and self._run(span) in replaced:
                continue
            last = merged[-1] if merged else None
            if last and last.side == span.side and 0 < span.first - last.last <= _NEAR:
                merged[-1] = LineSpan(span.side, last.first, span.last)
            else:
                merged.append(span)
        return merged

    def _run(self, span: LineSpan) -> int | None:
        """The run of changed lines that a span is in: how many lines that have not changed are before it."""
        numbers, kinds = self._sides[span.side]
        first, end = bisect_left(numbers, span.first), bisect_right(numbers, span.last)
        place = kinds.find(_CHANGED[span.side], first, end)
        return kinds.count(" ", 0, place) if place >= 0 else None


def _side(hunks: Sequence[tuple[int, str]]) -> _Side:
    """`hunks` are the number of the first line of each, and the kinds of its lines."""
    numbers = [number for start, kinds in hunks for number in range(start, start + len(kinds))]
    return _Side(numbers, "".join([kinds for _, kinds in hunks]))
