"""Tables of a document: rows that came or went, and cells that changed. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from ...model.findings import Action, Finding, Subject
from ..lines.edits import Edit, Edits, PlacedLine, Replacement, narrowed, proof, take_matches
from .links import bare, strip_targets
from .words import list_changes, telling_words

# e.g. |---|:-:|
SEPARATOR = re.compile(r"[\s|:=+-]*\Z")
# e.g. one | two
_CELL = re.compile(r"(?<!\\)\|")
# e.g. one | two
_OPEN_BAR = re.compile(r"(?<![\\|])\|(?!\|)")
# e.g. `a|b`
_CODE = re.compile(r"`[^`]*`")
# e.g. 1. a | b
_OTHER_LINE = re.compile(r"[-*+#:!]|\d+[.)]\s|\{\{")
_Row = Sequence[str]
_LONG_CELL = 60
_MAX_CELLS = 200
"""A row of more cells is told as a whole."""
_MAX_KEPT = 12
"""Cells that are kept of a row that came or went."""


def cells(text: str) -> tuple[str, ...]:
    """The cells of a table row; nothing where the line is none.

    A row may lack the bars at its ends (https://github.github.com/gfm/#tables-extension-); then only several bars
    make a line one.
    """
    return _cells(text) if "|" in text else ()


@lru_cache(maxsize=256)  # several readers ask for the same rows
def _cells(text: str) -> tuple[str, ...]:
    stripped = text.strip().lstrip("> ")
    if SEPARATOR.match(stripped) or not (stripped.startswith("|") or _is_open_row(stripped)):
        return ()
    return tuple(" ".join(cell.split()) for cell in _CELL.split(stripped.strip("|")))


def _is_open_row(text: str) -> bool:
    return len(_OPEN_BAR.findall(_CODE.sub("", text))) > 1 and not _OTHER_LINE.match(text)


@dataclass(frozen=True)
class Heads:
    """What the shown lines tell of the columns of their tables."""

    columns: Mapping[int, tuple[str, ...]]
    """The heads of the table that a line stands in, by the line's identity."""
    rows: frozenset[int]
    """The identities of the lines that are heads themselves."""

    def of(self, placed: PlacedLine) -> tuple[str, ...]:
        """The heads of the columns of a row, as far as they are known."""
        return placed.columns or self.columns.get(id(placed), ())


def read_heads(lines: Sequence[PlacedLine]) -> Heads:
    """The heads of the tables in the shown lines; each side of the file has its own."""
    columns: dict[int, tuple[str, ...]] = {}
    rows: set[int] = set()
    for side in "-+":
        current: tuple[str, ...] = ()
        before: PlacedLine | None = None
        for placed in lines:
            if placed.line.kind not in (" ", side):
                continue
            row = placed.area == "text" and "|" in placed.text
            if row and SEPARATOR.match(placed.text) and before is not None:
                current = cells(before.text)
                rows.add(id(before))
            elif not row:
                current = ()
            columns[id(placed)] = current
            before = placed
    return Heads(columns, frozenset(rows))


def read_rows(edits: Edits, heads: Heads) -> Iterator[Finding]:
    """What happened to the columns and rows of tables."""
    removed, added = ([p for p in side if _is_row(p)] for side in (edits.removed, edits.added))
    pairs = [edit for edit in edits.pairs if _is_row(edit.old) and _is_row(edit.new)]
    names = {_identity(edit.old, heads) for edit in pairs} & {_identity(edit.new, heads) for edit in pairs}
    names |= {_identity(p, heads) for p in removed} | {_identity(p, heads) for p in added}
    names.discard(None)
    kept = []
    for edit in pairs:
        identities = {_identity(edit.old, heads), _identity(edit.new, heads)}
        if len(identities) > 1 and (identities & names or _are_others(edit)):
            removed.append(edit.old)
            added.append(edit.new)
        else:
            kept.append(edit)
    kept += (Edit(old, new) for old, new in take_matches(removed, added, lambda p: _identity(p, heads)))
    for edit in kept:
        old, new = cells(edit.old.text), cells(edit.new.text)
        if id(edit.old) in heads.rows and id(edit.new) in heads.rows:
            yield from _column_changes(edit, old, new)
        else:
            yield from _row_changes(edit, old, new, heads.of(edit.old), heads.of(edit.new))
    for action, side in ((Action.ADDED, added), (Action.REMOVED, removed)):
        for placed in side:
            if id(placed) not in heads.rows:
                yield _whole_row(action, placed, cells(placed.text), heads.of(placed))


def _are_others(edit: Edit) -> bool:
    """Whether two rows have neither a word of their names nor the rest of their cells in common."""
    old, new = cells(edit.old.text), cells(edit.new.text)
    named = {word for word in _row_name(old).split() if word.isalnum()} & set(_row_name(new).split())
    return not named and old[1:] != new[1:]


def _is_row(placed: PlacedLine) -> bool:
    return placed.area == "text" and bool(cells(placed.text))


def _identity(placed: PlacedLine, heads: Heads) -> Hashable:
    """What makes two rows the same one: their section and first cell, or that they are heads."""
    if id(placed) in heads.rows:
        return placed.section
    name = _row_name(cells(placed.text))
    return (placed.section, name) if any(map(str.isalnum, name)) else None


def read_records(edits: Edits, columns: Sequence[str], delimiter: str) -> Iterator[Finding]:
    """What happened to the lines of a file of records, such as CSV."""
    for edit in edits.pairs:
        old, new = (record(placed.text, delimiter) for placed in (edit.old, edit.new))
        yield from _row_changes(edit, old, new, columns, columns)
    for action, side in edits.alone:
        for placed in side:
            if row := record(placed.text, delimiter):
                yield _whole_row(action, placed, row, columns)


def record(line: str, delimiter: str) -> tuple[str, ...]:
    """The fields of a line of CSV (RFC 4180); the whole line where it is none."""
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter), ()))
    except csv.Error:
        return (line,)


def _row_name(row: Sequence[str]) -> str:
    """The first cell that says something, as a reader sees it."""
    first = next((cell for cell in row if any(map(str.isalnum, cell))), row[0])
    name = bare(first.partition("<br")[0] or first).strip("*_ ")
    return name[1:-1] if name.count("`") == 2 and name[0] == name[-1] == "`" else name


def _whole_row(action: Action, placed: PlacedLine, row: Sequence[str], columns: Sequence[str]) -> Finding:
    """A row that came or went, with the cells beside its name."""
    named = next((i for i, cell in enumerate(row) if any(map(str.isalnum, cell))), 0)
    heads = columns if len(columns) == len(row) else ("",) * len(row)
    told = tuple(
        (head, cell)
        for i, (head, cell) in enumerate(zip(heads, row, strict=True))
        if i != named and any(map(str.isalnum, cell))
    )
    return Finding(
        Subject.ROW, action, _row_name(row), section=placed.section, cells=told[:_MAX_KEPT], lines=proof(placed)
    )


def _column_changes(edit: Edit, old: Sequence[str], new: Sequence[str]) -> Iterator[Finding]:
    """What happened to the columns of a table, by its head before and after."""
    section, lines = edit.new.section, proof(edit.old, edit.new)
    gone, come = [name for name in old if name not in new], [name for name in new if name not in old]
    if len(old) == len(new) and len(gone) == len(come):
        for before, after in zip(gone, come, strict=True):
            if before and after:
                yield Finding(Subject.COLUMN, Action.RENAMED, "", before, after, section, lines=lines)
        return
    for action, names in ((Action.REMOVED, gone), (Action.ADDED, come)):
        yield from (Finding(Subject.COLUMN, action, name, section=section, lines=lines) for name in names if name)


def _row_changes(edit: Edit, old: _Row, new: _Row, old_columns: _Row, new_columns: _Row) -> Iterator[Finding]:
    section, lines = edit.new.section, proof(edit.old, edit.new)
    row = _row_name(new)
    pairs = _cell_pairs(old, new, old_columns, new_columns)
    if pairs is None or len(new) > _MAX_CELLS:
        yield Finding(Subject.ROW, Action.CHANGED, row, section=section, lines=lines)
        return
    for i, (column, before, after) in enumerate(pairs):
        if strip_targets(before) != strip_targets(after):
            name = row if i else column
            for part in _cell_changes(before, after):
                if len(after) > _LONG_CELL and not any(map(str.isalnum, part.old + part.new)):
                    yield Finding(Subject.PUNCTUATION, Action.CHANGED, "", *part, section, lines=lines)
                    continue
                yield Finding(Subject.ROW, Action.CHANGED, name, *part, section, column=column, lines=lines)


def _cell_pairs(old: _Row, new: _Row, old_columns: _Row, new_columns: _Row) -> list[tuple[str, str, str]] | None:
    """The cells of a row in the columns that it had before and has now: the column, and the cell on both sides.

    `None` where it cannot be told which cell became which.
    """
    if len(old) == len(new):
        heads = [new_columns[i] if i < len(new_columns) else "" for i in range(len(new))]
        return list(zip(heads, old, new, strict=True))
    if not (_are_heads(old_columns, old) and _are_heads(new_columns, new)):
        return None
    before = dict(zip(old_columns, old, strict=True))
    return [(column, before[column], cell) for column, cell in zip(new_columns, new, strict=True) if column in before]


def _are_heads(columns: Sequence[str], row: Sequence[str]) -> bool:
    return len(columns) == len(row) == len(set(columns))


def _cell_changes(old: str, new: str) -> tuple[Replacement, ...]:
    """Short cells change as a whole, lists in their elements, long ones in some of their words."""
    if max(len(old), len(new)) > _LONG_CELL and old and new:
        return list_changes(old, new) or telling_words(old, new) or (Replacement(*narrowed(old, new)),)
    return (Replacement(old, new),)
