"""Tables of a document: rows that came or went, and cells that changed. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence

from ..findings import Action, Finding, Subject
from .edits import Edit, Edits, PlacedLine, Replacement, narrowed, proof
from .links import excerpt, strip_targets
from .words import telling_words

SEPARATOR = re.compile(r"[\s|:=+-]*\Z")
_CELL = re.compile(r"(?<!\\)\|")
_LONG_CELL = 60
_MAX_CELLS = 200
"""A row of more cells is told as a whole."""


def cells(text: str) -> tuple[str, ...]:
    """The cells of a table row; nothing where the line is none."""
    stripped = text.strip().lstrip("> ")
    if not stripped.startswith("|") or SEPARATOR.match(stripped):
        return ()
    return tuple(" ".join(cell.split()) for cell in _CELL.split(stripped.strip("|")))


def columns(lines: Sequence[PlacedLine]) -> dict[int, tuple[str, ...]]:
    """The column names of each table line whose head the diff shows, by the line's identity."""
    names: dict[int, tuple[str, ...]] = {}
    current: tuple[str, ...] = ()
    for i, placed in enumerate(lines):
        row = placed.area == "text" and "|" in placed.text
        if row and SEPARATOR.match(placed.text) and i:
            current = cells(lines[i - 1].text)
        elif not row:
            current = ()
        names[id(placed)] = current
    return names


def read_rows(edits: Edits, names: dict[int, tuple[str, ...]]) -> Iterator[Finding]:
    """What happened to the rows of tables; `names` are the columns of each line by `columns`."""
    for edit in edits.pairs:
        old, new = cells(edit.old.text), cells(edit.new.text)
        if edit.new.area == "text" and old and new:
            yield from _row_changes(edit, old, new, edit.new.columns or names[id(edit.new)])
    for action, side in edits.alone:
        for placed in side:
            if placed.area == "text" and (row := cells(placed.text)):
                yield Finding(Subject.ROW, action, _row_name(row), section=placed.section, lines=proof(placed))


def read_records(edits: Edits, columns: Sequence[str], delimiter: str) -> Iterator[Finding]:
    """What happened to the lines of a file of records, such as CSV."""
    for edit in edits.pairs:
        yield from _row_changes(edit, record(edit.old.text, delimiter), record(edit.new.text, delimiter), columns)
    for action, side in edits.alone:
        for placed in side:
            if row := record(placed.text, delimiter):
                yield Finding(Subject.ROW, action, row[0], lines=proof(placed))


def record(line: str, delimiter: str) -> tuple[str, ...]:
    """The fields of a line of CSV (RFC 4180); the whole line where it is none."""
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter), ()))
    except csv.Error:
        return (line,)


def _row_name(row: Sequence[str]) -> str:
    """The first cell that says something, as a reader sees it."""
    first = next((cell for cell in row if any(map(str.isalnum, cell))), row[0])
    name = excerpt(first.partition("<br")[0] or first).strip("*_ ")
    return name[1:-1] if name.count("`") == 2 and name[0] == name[-1] == "`" else name


def _row_changes(edit: Edit, old: Sequence[str], new: Sequence[str], columns: Sequence[str]) -> Iterator[Finding]:
    section, lines = edit.new.section, proof(edit.old, edit.new)
    if len(old) != len(new) or len(new) > _MAX_CELLS:
        yield Finding(Subject.ROW, Action.CHANGED, _row_name(new), section=section, lines=lines)
        return
    row = _row_name(new)
    for i, (before, after) in enumerate(zip(old, new, strict=True)):
        if strip_targets(before) != strip_targets(after):
            column = columns[i] if i < len(columns) else ""
            name = row if i else column
            for part in _cell_changes(before, after):
                yield Finding(
                    Subject.ROW, Action.CHANGED, name, part.old, part.new, section, column=column, lines=lines
                )


def _cell_changes(old: str, new: str) -> tuple[Replacement, ...]:
    """Short cells change as a whole, long ones in some of their words."""
    if max(len(old), len(new)) > _LONG_CELL and old and new:
        return telling_words(old, new) or (Replacement(*narrowed(old, new)),)
    return (Replacement(old, new),)
