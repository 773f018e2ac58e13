"""Tables of a document: rows that came or went, and cells that changed. Pure."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice, zip_longest
from typing import NamedTuple

from ...model.findings import Action, Finding, Subject
from ..lines.edits import Edits, PlacedLine, Replacement, proof, take_matches
from .links import bare, strip_targets
from .words import is_same_list, is_slip, list_changes, says_same, telling_words

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
# e.g. one<br/>two
_BREAK = re.compile(r"</?br\s{0,4}/?>", re.IGNORECASE)
_STOPS = (".", "!", "?", ":", ";", ",", "。", "！", "？", "：", "；", "，", "、")
_Row = tuple[str, ...]
_Table = tuple[str, _Row]
"""What tells tables apart: their section, and the heads of their columns as they are now."""
_LONG_CELL = 60
_MAX_CELLS = 200
"""A row of more cells is told as a whole."""
_MAX_KEPT = 12
"""Cells that are kept of a row that came or went, or of a column that came."""
_BESIDE = 2
_MAX_KEY = 3
_LONG_KEY = 40
_LONG_NAME = 8
_MOST_SPELLED = 50
"""Rows that are looked through for another spelling of the same name."""
_TELLING_REST = 8
"""Letters and digits of cells that hardly stand in another row by chance."""


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
    inside = stripped.removeprefix("|")
    ended = inside.endswith("|") and not inside.endswith("\\|")
    return tuple(" ".join(cell.split()) for cell in _CELL.split(inside[:-1] if ended else inside))


def _is_open_row(text: str) -> bool:
    """Whether bars divide a line into cells, rather than links that stand beside each other."""
    parts = _OPEN_BAR.split(_CODE.sub("", text))
    are_links = all(part.lstrip(" *")[:1] == "[" for part in parts)
    return len(parts) > _BESIDE and not _OTHER_LINE.match(text) and not are_links


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


class _TableRow(NamedTuple):
    """A row of a table, and what makes it the same one before and after."""

    section: str
    cells: _Row
    columns: _Row
    """The heads of its columns, as far as they are known."""
    key: _Row
    """Its first cells, as many as no other shown row of its table has; none where they say nothing."""
    placed: PlacedLine

    @property
    def name(self) -> str:
        """What a reader calls it."""
        name = row_name(self.cells)
        return f"{name} ({', '.join(self.key[1:])})" if self.key[1:] else name


class _RowEdit(NamedTuple):
    """A row before and after."""

    old: _TableRow
    new: _TableRow


def read_rows(edits: Edits, lines: Sequence[PlacedLine]) -> Iterator[Finding]:
    """What happened to the columns and rows of the tables in `edits`, which are of these `lines`."""
    if not any(map(_is_row, (*edits.old, *edits.new))):
        return
    heads = read_heads(lines)
    old_heads, new_heads = (
        [_TableRow(p.section, cells(p.text), (), (), p) for p in side if id(p) in heads.rows]
        for side in (edits.old, edits.new)
    )
    changed_heads = take_matches(old_heads, new_heads, lambda head: head.section)
    now = {(old.section, old.cells): new.cells for old, new in changed_heads}
    widths = _key_widths(lines, heads, now)

    def rows(side: Iterable[PlacedLine]) -> list[_TableRow]:
        found = []
        for placed in side:
            if _is_row(placed) and id(placed) not in heads.rows:
                row, columns = cells(placed.text), heads.of(placed)
                width = widths.get((placed.section, now.get((placed.section, columns), columns)), 1)
                found.append(_TableRow(placed.section, row, columns, _key(row, width), placed))
        return found

    gone, come = rows(edits.old), rows(edits.new)
    for action, side, unpaired in ((Action.ADDED, come, new_heads), (Action.REMOVED, gone, old_heads)):
        yield from _whole_tables(action, side, unpaired)
    kept = _same_rows(gone, come, {id(edit.old): id(edit.new) for edit in edits.pairs})
    for old, new in changed_heads:
        yield from _column_changes(old, new, kept)
    for edit in kept:
        yield from _row_changes(edit)
    for action, side in ((Action.ADDED, come), (Action.REMOVED, gone)):
        yield from (_whole_row(action, row) for row in side)


def _whole_tables(action: Action, rows: list[_TableRow], heads: Iterable[_TableRow]) -> Iterator[Finding]:
    """Tables that came or went with their heads, whose rows are taken out of the list."""
    tables: dict[_Table, list[_TableRow]] = {}
    for row in rows:
        tables.setdefault((row.section, row.columns), []).append(row)
    taken: set[int] = set()
    for head in heads:
        if own := tables.pop((head.section, head.cells), []):
            named = tuple((row.name, "") for row in own[:_MAX_KEPT])
            columns = "|".join(filter(None, map(plain, head.cells[1:])))
            lines = proof(head.placed, *(row.placed for row in own))
            yield Finding(Subject.TABLE, action, columns, section=head.section, cells=named, lines=lines)
            taken |= set(map(id, own))
    rows[:] = [row for row in rows if id(row) not in taken]


def _is_row(placed: PlacedLine) -> bool:
    return placed.area == "text" and bool(cells(placed.text))


def _key(row: _Row, width: int) -> _Row:
    key = (row_name(row), *map(plain, row[1:width]))
    return key if any(map(str.isalnum, key[0])) else ()


def _key_widths(lines: Iterable[PlacedLine], heads: Heads, now: Mapping[_Table, _Row]) -> dict[_Table, int]:
    """How many first cells make a name that no two shown rows of a table share; `now` are the heads that changed."""
    tables: dict[tuple[_Table, str], set[_Row]] = {}
    for placed in lines:
        if _is_row(placed) and id(placed) not in heads.rows:
            columns = heads.of(placed)
            table = (placed.section, now.get((placed.section, columns), columns))
            for side in "-+":
                if placed.line.kind in (" ", side):
                    tables.setdefault((table, side), set()).add((*map(plain, cells(placed.text)[:_MAX_KEY]),))
    widths: dict[_Table, int] = {}
    for (table, _), rows in tables.items():
        widths[table] = max(widths.get(table, 1), _key_width(rows))
    return widths


def _key_width(rows: Collection[_Row]) -> int:
    """The fewest first cells that differ from row to row; one, where more of them are no better or no names."""
    for width in range(1, _MAX_KEY + 1):
        named = all(len(cell) <= _LONG_KEY and any(map(str.isalnum, cell)) for row in rows for cell in row[1:width])
        if not named:
            return 1
        if len({row[:width] for row in rows}) == len(rows):
            return width
    return 1


_ROW_KEYS: tuple[Callable[[_TableRow], Hashable | None], ...] = (
    lambda row: tuple(map(strip_targets, row.cells)),
    lambda row: (row.section, row.columns, row.key) if row.key else None,
    lambda row: (row.section, row.key) if row.key else None,
    lambda row: (row.section, tuple(sorted(map(_spelling, row.key[0].split())))) if row.key else None,
)
"""What makes two rows the same one, from the surest sign to the least sure."""


def _same_rows(gone: list[_TableRow], come: list[_TableRow], partners: Mapping[int, int]) -> list[_RowEdit]:
    """Take the rows out of both lists that are the same ones; last, those of another name that are alike otherwise.

    `partners` are the lines that became others, by their identities.
    """
    kept = [_RowEdit(*match) for key in _ROW_KEYS for match in take_matches(gone, come, key)]
    waiting = {id(row.placed): row for row in come}
    for row in gone:
        other = waiting.get(partners.get(id(row.placed), 0))
        if other and _are_alike(row, other):
            kept.append(_RowEdit(row, other))
    kept += _misspelled(gone[:_MOST_SPELLED], come[:_MOST_SPELLED], kept)
    taken = {id(row.placed) for edit in kept for row in edit}
    for side in (gone, come):
        side[:] = [row for row in side if id(row.placed) not in taken]
    return sorted(kept, key=lambda edit: edit.new.placed.line.new or 0)


def _misspelled(gone: Iterable[_TableRow], come: Sequence[_TableRow], kept: Iterable[_RowEdit]) -> list[_RowEdit]:
    """Rows whose names only differ in a slip of the pen, and which are none of those that are known to be the same."""
    taken = {id(row.placed) for edit in kept for row in edit}
    found = []
    for old in gone:
        for new in come:
            both = {id(old.placed), id(new.placed)}
            if taken.isdisjoint(both) and old.section == new.section and _is_misspelled(old, new):
                found.append(_RowEdit(old, new))
                taken |= both
    return found


def _is_misspelled(old: _TableRow, new: _TableRow) -> bool:
    """Whether the names of two rows differ in a slip of the pen; with numbers in them, they are names of two things."""
    names = [row_name(row.cells).casefold() for row in (old, new)]
    return not any(map(str.isdigit, "".join(names))) and min(map(len, names)) >= _LONG_NAME and is_slip(*names)


def _are_alike(old: _TableRow, new: _TableRow) -> bool:
    """Whether two rows have a word of their names in common, or all the rest of their cells, if that says enough."""
    words = [{word for word in row_name(row.cells).casefold().split() if word.isalnum()} for row in (old, new)]
    rest = "".join(old.cells[1:])
    return bool(words[0] & words[1]) or (
        old.cells[1:] == new.cells[1:] and sum(map(str.isalnum, rest)) >= _TELLING_REST
    )


def read_records(edits: Edits, columns: _Row, delimiter: str) -> Iterator[Finding]:
    """What happened to the lines of a file of records, such as CSV."""

    def rows(side: Iterable[PlacedLine]) -> list[_TableRow]:
        found = [(placed, record(placed.text, delimiter)) for placed in side]
        return [_TableRow(p.section, row, columns, _key(row, 1), p) for p, row in found if row]

    gone, come = rows(edits.old), rows(edits.new)
    for edit in _same_rows(gone, come, {id(edit.old): id(edit.new) for edit in edits.pairs}):
        yield from _row_changes(edit)
    for action, side in ((Action.ADDED, come), (Action.REMOVED, gone)):
        yield from (_whole_row(action, row) for row in side)


def record(line: str, delimiter: str) -> tuple[str, ...]:
    """The fields of a line of CSV (RFC 4180); the whole line where it is none."""
    try:
        return tuple(next(csv.reader([line], delimiter=delimiter), ()))
    except csv.Error:
        return (line,)


def row_name(row: _Row) -> str:
    """The first cell that says something, as a reader sees it."""
    first = next((cell for cell in row if any(map(str.isalnum, cell))), row[0])
    return plain(bare(first.partition("<br")[0] or first))


def plain(cell: str) -> str:
    """A cell without the marks around it as a whole, and of a link its words alone."""
    words = strip_targets(cell) if "](" in cell else cell
    if words != cell and words.count("[") == words.count("]") == 1:
        words = words.replace("[", "").replace("]", "")
    name = words.strip("*_ ")
    return name[1:-1] if name.count("`") == 2 and name[0] == name[-1] == "`" else name


def shown(cell: str) -> str:
    """A cell as one line: where it breaks, the next element of its list or the next sentence begins."""
    if "<" not in cell:
        return cell
    parts = [part.strip() for part in _BREAK.split(cell)]
    text = ""
    for part in filter(None, parts):
        text += f"{'' if not text else ' ' if text.endswith(_STOPS) else ', '}{part}"
    return text


def _whole_row(action: Action, row: _TableRow) -> Finding:
    """A row that came or went, with the cells beside its name."""
    named = next((i for i, cell in enumerate(row.cells) if any(map(str.isalnum, cell))), 0)
    heads = row.columns if len(row.columns) >= len(row.cells) else ("",) * len(row.cells)
    told = tuple(
        (shown(head), shown(cell))
        for i, (head, cell) in enumerate(zip(heads, row.cells, strict=False))
        if i != named and any(map(str.isalnum, cell))
    )
    return Finding(Subject.ROW, action, row.name, section=row.section, cells=told[:_MAX_KEPT], lines=proof(row.placed))


def _column_changes(old: _TableRow, new: _TableRow, rows: Iterable[_RowEdit]) -> Iterator[Finding]:
    """What happened to the columns of a table, by its head before and after; a new one with its cells."""
    section, lines = new.section, proof(old.placed, new.placed)
    gone, come = ([name for name in one.cells if name not in other.cells] for one, other in ((old, new), (new, old)))
    if old.cells != new.cells and sorted(old.cells) == sorted(new.cells):
        yield Finding(Subject.COLUMN, Action.MOVED, section=section, lines=lines)
    renamed = _renamed_columns(old.cells, new.cells)
    for before, after in renamed.items():
        if says_same(before, after):
            yield Finding(Subject.PUNCTUATION, Action.CHANGED, "", before, after, section, lines=lines)
        else:
            yield Finding(Subject.COLUMN, Action.RENAMED, "", before, after, section, lines=lines)
    for name in filter(None, gone):
        if name not in renamed:
            yield Finding(Subject.COLUMN, Action.REMOVED, shown(name), section=section, lines=lines)
    own = [edit.new for edit in rows if edit.new.section == section and edit.new.columns == new.cells]
    for name in filter(None, come):
        if name not in renamed.values():
            at = new.cells.index(name)
            held = ((row.name, shown(row.cells[at])) for row in own if at < len(row.cells) and row.cells[at])
            yield Finding(
                Subject.COLUMN, Action.ADDED, shown(name), section=section, lines=lines, cells=(*held,)[:_MAX_KEPT]
            )


def _renamed_columns(old: _Row, new: _Row) -> dict[str, str]:
    """The heads that are written otherwise now, in another case or with other marks; where there are as many as before,
    also those that have another name in the place of the old one.
    """
    gone, come = ([name for name in one if name and name not in other] for one, other in ((old, new), (new, old)))
    spelled = {_spelling(after): after for after in come}
    renamed = {before: spelled[_spelling(before)] for before in gone if _spelling(before) in spelled}
    if len(old) == len(new):
        taken = {*renamed.values()}
        places = zip(old, new, strict=True)
        renamed |= {a: b for a, b in places if a in gone and b in come and a not in renamed and b not in taken}
    return renamed


def _spelling(name: str) -> str:
    """A name without marks and case."""
    return "".join(filter(str.isalnum, name)).casefold()


def _row_changes(edit: _RowEdit) -> Iterator[Finding]:
    old, new = edit
    section, lines = new.section, proof(old.placed, new.placed)
    pairs = _cell_pairs(old, new)
    if pairs is None or len(new.cells) > _MAX_CELLS:
        yield Finding(Subject.ROW, Action.CHANGED, new.name, section=section, lines=lines)
        return
    joined = [before for _, before, after in pairs if before and not after and _is_kept(before, new.cells)]
    for i, (column, before, after) in enumerate(pairs):
        if strip_targets(before) == strip_targets(after) or before in joined or _without(after, joined) == before:
            continue
        for part in _cell_changes(before, after):
            repeated = is_same_list(before, after)
            bare_marks = len(after) > _LONG_CELL and not any(map(str.isalnum, part.old + part.new))
            if says_same(*part) or repeated or bare_marks or (i == 0 and _is_misspelled(old, new)):
                yield Finding(Subject.PUNCTUATION, Action.CHANGED, "", *part, section, lines=lines)
                continue
            name, values = new.name if i else shown(column), (shown(part.old), shown(part.new))
            yield Finding(Subject.ROW, Action.CHANGED, name, *values, section, column=shown(column), lines=lines)


def _is_kept(cell: str, row: _Row) -> bool:
    """Whether another cell has what one said: a bar between them is missing now."""
    return len(cell) >= _TELLING_REST and any(cell in other for other in row)


def _without(cell: str, parts: Iterable[str]) -> str:
    for part in parts:
        cell = cell.replace(part, "").strip()
    return cell


def _cell_pairs(old: _TableRow, new: _TableRow) -> list[tuple[str, str, str]] | None:
    """The cells of a row in the columns that it had before and has now: the column, and the cell on both sides.

    `None` where it cannot be told which cell became which.
    """
    before, after = _by_column(old), _by_column(new)
    if before is None or after is None or old.columns == new.columns:
        if len(old.cells) == len(new.cells) or (old.columns and old.columns == new.columns):
            columns = iter(new.columns)
            cells_of_both = islice(zip_longest(old.cells, new.cells, fillvalue=""), len(new.columns) or None)
            return [(next(columns, ""), *pair) for pair in cells_of_both]
        return [] if _is_within(old.cells, new.cells) else None
    names = {name: name for name in old.columns} | _renamed_columns(old.columns, new.columns)
    former = {after: before for before, after in names.items()}
    return [(column, before[former[column]], cell) for column, cell in after.items() if column in former]


def _by_column(row: _TableRow) -> dict[str, str] | None:
    """The cells of a row by the heads of their columns; `None` where these are not known, or not one for each.

    Cells that a row lacks at its end are empty (https://github.github.com/gfm/#tables-extension-).
    """
    if not row.columns or len(row.columns) != len({*row.columns}) or len(row.cells) > len(row.columns):
        return None
    return dict(zip_longest(row.columns, row.cells, fillvalue=""))


def _is_within(one: _Row, other: _Row) -> bool:
    """Whether one row has all cells of the other, and some besides: those of a column that came or went."""
    short, long = sorted((one, other), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    end = len(short) - start
    return not end or short[start:] == long[-end:]


def _cell_changes(old: str, new: str) -> tuple[Replacement, ...]:
    """Lists change in their elements, long cells in some of their words, others as a whole."""
    words = telling_words(old, new) if max(len(old), len(new)) > _LONG_CELL and old and new else None
    return list_changes(old, new) or words or (Replacement(old, new),)
