"""The diff of a file as HTML. Pure."""

from __future__ import annotations

from markupsafe import Markup, escape

from ..diff import parse_hunks
from ..model import Hunk, Line
from .prose import showable

_CLASSES = {"+": "di-added", "-": "di-deleted", " ": "di-context", "\\": "di-note"}


def render_diff(patch: str) -> Markup:
    """The lines of a patch, each in an element that says what it is; as text it is the patch itself."""
    return Markup("\n").join(line for hunk in parse_hunks(patch) for line in _hunk(hunk))


def _hunk(hunk: Hunk) -> list[Markup]:
    position = f"@@ -{_span(hunk.old_start, hunk.old_count)} +{_span(hunk.new_start, hunk.new_count)} @@"
    section = Markup(" <b>{}</b>").format(_shown(hunk.section)) if hunk.section else ""
    header = Markup('<span class="di-hunk">{}{}</span>').format(position, section)
    # Where all lines end alike there is nothing to tell; where they do not, the difference may be all there is.
    mixed = len({line.text.endswith("\r") for line in hunk.lines if line.kind != "\\"}) > 1
    return [header, *(_line(line, mixed_endings=mixed) for line in hunk.lines)]


def _line(line: Line, *, mixed_endings: bool) -> Markup:
    text = line.text.removesuffix("\r")
    ending = "\N{SYMBOL FOR CARRIAGE RETURN}" if mixed_endings and text != line.text else ""
    shown = escape(line.kind + _shown(text) + ending)
    return Markup(f'<span class="{_CLASSES[line.kind]}">{shown}</span>')  # noqa: S704 - `format` takes twice as long


def _shown(text: str) -> str:
    return showable(text).replace("\r", "\N{SYMBOL FOR CARRIAGE RETURN}")


def _span(start: int, count: int) -> str:
    return str(start) if count == 1 else f"{start},{count}"
