"""The addresses of the lines of a diff. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ...diff import parse_hunks
from ...findings import LineSpan
from ...model import Line

_NEAR = 2
"""Lines from one to the next that are cited together: an empty one between them is not worth a link of its own."""


def line_id(line: Line, item_id: str) -> str:
    """The id of a line's element: `<item_id>-L<number in the old file>` where it was deleted, else `-R<new number>`."""
    return f"{item_id}-L{line.old}" if line.new is None else f"{item_id}-R{line.new}"


class LineAddresses:
    """Which ids of `render_diff` show the lines that a text cites."""

    def __init__(self, patch: str | None, item_id: str) -> None:
        lines = [line for hunk in parse_hunks(patch) for line in hunk.lines]
        self._item_id = item_id
        self._lines = {"R": {line.new: line for line in lines}, "L": {line.old: line for line in lines}}
        self._runs = dict(_runs(lines))

    def find(self, span: LineSpan) -> str | None:
        """The id of the first line of a span that the diff shows, if it shows any."""
        lines = self._lines[span.side]
        return next((line_id(lines[n], self._item_id) for n in range(span.first, span.last + 1) if n in lines), None)

    def brief(self, spans: Iterable[LineSpan]) -> list[LineSpan]:
        """The lines to link to: each once, near ones as one, and only the new ones where they replace old ones."""
        unique = sorted(set(spans), key=lambda span: (span.first, span.side, span.last))
        replaced = {self._run(span) for span in unique if span.side == "R"} - {None}
        found: list[LineSpan] = []
        for span in unique:
            if span.side == "L" and self._run(span) in replaced:
                continue
            last = found[-1] if found else None
            if last and last.side == span.side and 0 < span.first - last.last <= _NEAR:
                found[-1] = LineSpan(span.side, last.first, span.last)
            else:
                found.append(span)
        return found

    def _run(self, span: LineSpan) -> int | None:
        runs = (self._runs.get((span.side, number)) for number in range(span.first, span.last + 1))
        return next((run for run in runs if run is not None), None)


def _runs(lines: Iterable[Line]) -> Iterator[tuple[tuple[str, int | None], int]]:
    """The changed lines, and in which run of them they are."""
    run = 0
    for line in lines:
        if line.kind == "+":
            yield ("R", line.new), run
        elif line.kind == "-":
            yield ("L", line.old), run
        elif line.kind == " ":
            run += 1
