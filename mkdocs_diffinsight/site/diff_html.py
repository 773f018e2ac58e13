"""The diff of a file as HTML, and the addresses of its lines. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from markupsafe import Markup

from ..diff import parse_hunks
from ..findings import LineSpan
from ..model import Hunk, Line
from .prose import showable

_TAGS = {"+": "ins", "-": "del", " ": "span", "\\": "small"}
"""Elements that say it by themselves: there may be ten thousands of them on a page."""
_NEAR = 2
"""Lines from one to the next that are cited together: an empty one between them is not worth a link of its own."""


def render_diff(patch: str, item_id: str) -> Markup:
    """The lines of a patch, each in an element that says what it is; as text it is the patch itself.

    A deleted line has the id `<item_id>-L<number in the old file>`, any other `<item_id>-R<number in the new file>`.
    """
    return Markup("\n").join(line for hunk in parse_hunks(patch) for line in _hunk(hunk, item_id))


class LineAddresses:
    """Which ids of `render_diff` show the lines that a text cites."""

    def __init__(self, patch: str | None, item_id: str) -> None:
        lines = [line for hunk in parse_hunks(patch) for line in hunk.lines]
        self._ids = {("R", line.new): _line_id(line, item_id) for line in lines if line.new is not None}
        self._ids |= {("L", line.old): _line_id(line, item_id) for line in lines if line.old is not None}
        self._runs = dict(_runs(lines))

    def find(self, span: LineSpan) -> str | None:
        """The id of the first line of a span that the diff shows, if it shows any."""
        shown = (self._ids.get((span.side, number)) for number in range(span.first, span.last + 1))
        return next(filter(None, shown), None)

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


def _hunk(hunk: Hunk, item_id: str) -> list[Markup]:
    position = f"@@ -{_span(hunk.old_start, hunk.old_count)} +{_span(hunk.new_start, hunk.new_count)} @@"
    section = Markup(" <b>{}</b>").format(_shown(hunk.section)) if hunk.section else ""
    header = Markup('<span class="di-hunk">{}{}</span>').format(position, section)
    # Where all lines end alike there is nothing to tell; where they do not, the difference may be all there is.
    mixed = len({line.text.endswith("\r") for line in hunk.lines if line.kind != "\\"}) > 1
    return [header, *(_line(line, item_id, mixed_endings=mixed) for line in hunk.lines)]


def _line(line: Line, item_id: str, *, mixed_endings: bool) -> Markup:
    text = line.text.removesuffix("\r")
    ending = "\N{SYMBOL FOR CARRIAGE RETURN}" if mixed_endings and text != line.text else ""
    shown = escape(line.kind + _shown(text) + ending, quote=False)
    name = f' id="{_line_id(line, item_id)}"' if line.kind != "\\" else ""
    tag = _TAGS[line.kind]
    return Markup(f"<{tag}{name}>{shown}</{tag}>")  # noqa: S704 - `format` takes twice as long


def _line_id(line: Line, item_id: str) -> str:
    return f"{item_id}-L{line.old}" if line.new is None else f"{item_id}-R{line.new}"


def _shown(text: str) -> str:
    return showable(text).replace("\r", "\N{SYMBOL FOR CARRIAGE RETURN}")


def _span(start: int, count: int) -> str:
    return str(start) if count == 1 else f"{start},{count}"
