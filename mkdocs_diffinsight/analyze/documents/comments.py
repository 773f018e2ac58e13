"""Text of a document that a comment hid and its reader sees now, or the other way round. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import dropwhile, takewhile

from ...model.findings import Action, Finding, Subject
from ..lines.edits import Edits, PlacedLine, are_alike, proof, runs
from .directives import COMMENT_END, COMMENT_START
from .links import bare
from .markdown import heading
from .prose import is_prose

_Turned = tuple[Action, list[PlacedLine], list[PlacedLine]]
"""What happened to a comment, its lines, and those of the same text that a reader sees."""


def read_comments(edits: Edits, lines: Sequence[PlacedLine]) -> tuple[list[Finding], Edits]:
    """Comments that became text and text that became a comment, and the other edits."""
    if not any(placed.area == "comment" for placed in (*edits.old, *edits.new)):
        return [], edits
    found = []
    told: set[int] = set()
    for action, comment, shown in (*_in_place(lines), *_around(lines)):
        hidden, seen, name = _text(comment), _text(shown), heading(shown[0].text)
        section = "" if name else shown[0].section
        old, new = (hidden or seen, seen) if action is Action.REMOVED else (seen, hidden or seen)
        found.append(Finding(Subject.COMMENT, action, name, old, new, section, lines=proof(*comment, *shown)))
        told |= {id(placed) for placed in (*comment, *shown)}
    return found, edits.without(lambda placed: id(placed) in told) if told else edits


def _in_place(lines: Iterable[PlacedLine]) -> Iterator[_Turned]:
    """Comments in the place of nearly the same text, or text in theirs."""
    for removed, added in runs(lines):
        for action, one, other in ((Action.REMOVED, removed, added), (Action.ADDED, added, removed)):
            comment = [placed for placed in one if placed.area == "comment"]
            shown = [placed for placed in other if placed.area == "text"]
            headings = [placed for placed in shown if heading(placed.text)]
            if comment and len(headings) == 1 and heading(_bare(comment[0])) == heading(headings[0].text):
                yield action, comment[:1], headings
            elif not headings and (text := _text(comment)) and are_alike(text, _text(shown)):
                yield action, comment, shown


def _around(lines: Iterable[PlacedLine]) -> Iterator[_Turned]:
    """Marks of a comment that came around unchanged text, or went there."""
    marks: list[PlacedLine] = []
    inside: list[PlacedLine] = []
    for placed in lines:
        kind, text = placed.line.kind, placed.text.strip()
        if kind in "+-" and text == COMMENT_START:
            marks, inside = [placed], []
        elif marks and text == COMMENT_END and kind == marks[0].line.kind:
            if _text(inside):
                yield Action.ADDED if kind == "+" else Action.REMOVED, [*marks, placed], inside
            marks = []
        elif marks and kind == " ":
            inside.append(placed)
        elif text:
            marks = []


def _bare(placed: PlacedLine) -> str:
    return placed.text.replace(COMMENT_START, "").replace(COMMENT_END, "").strip()


def _text(lines: Iterable[PlacedLine]) -> str:
    """The first passage of some lines, without the marks of comments."""
    texts = map(_bare, lines)
    return " ".join(map(bare, takewhile(is_prose, dropwhile(lambda text: not is_prose(text), texts))))
