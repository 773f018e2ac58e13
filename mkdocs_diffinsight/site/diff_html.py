"""The diff of a file as HTML, and the addresses of its lines. Pure."""

from __future__ import annotations

from markupsafe import Markup, escape

from ..diff import parse_hunks
from ..findings import LineSpan
from ..model import Hunk, Line
from .prose import showable

_CLASSES = {"+": "di-added", "-": "di-deleted", " ": "di-context", "\\": "di-note"}


def render_diff(patch: str, item_id: str) -> Markup:
    """The lines of a patch, each in an element that says what it is; as text it is the patch itself.

    A line has the id `<item_id>-R<number in the new file>`, a deleted one `<item_id>-L<number in the old file>`.
    """
    return Markup("\n").join(line for hunk in parse_hunks(patch) for line in _hunk(hunk, item_id))


class LineAddresses:
    """Which ids of `render_diff` show the lines that a text cites."""

    def __init__(self, patch: str | None, item_id: str) -> None:
        lines = [line for hunk in parse_hunks(patch) for line in hunk.lines]
        self._ids = {("R", line.new): _line_id(line, item_id) for line in lines if line.new is not None}
        self._ids |= {("L", line.old): _line_id(line, item_id) for line in lines if line.old is not None}

    def find(self, span: LineSpan) -> str | None:
        """The id of the first line of a span that the diff shows, if it shows any."""
        shown = (self._ids.get((span.side, number)) for number in range(span.first, span.last + 1))
        return next(filter(None, shown), None)


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
    shown = escape(line.kind + _shown(text) + ending)
    name = f' id="{_line_id(line, item_id)}"' if line.kind != "\\" else ""
    return Markup(f'<span class="{_CLASSES[line.kind]}"{name}>{shown}</span>')  # noqa: S704 - `format` takes twice as long


def _line_id(line: Line, item_id: str) -> str:
    return f"{item_id}-L{line.old}" if line.new is None else f"{item_id}-R{line.new}"


def _shown(text: str) -> str:
    return showable(text).replace("\r", "\N{SYMBOL FOR CARRIAGE RETURN}")


def _span(start: int, count: int) -> str:
    return str(start) if count == 1 else f"{start},{count}"
