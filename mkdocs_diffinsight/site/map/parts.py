"""Which pages a report takes: its own, and further ones where it has more files than a browser can bear. Pure."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterator, Sequence
from typing import Literal, NamedTuple

from ...model.report import Report, ReportFile

_BUDGET = 650_000
"""Bytes of a page besides its diffs, which have a budget of their own."""
_MOST_ROWS, _MOST_LEAN_ROWS = 800, 1_600
_ROW, _LEAN_ROW, _ITEM, _STATEMENT, _VALUE = 750, 350, 1_300, 250, 300
"""About the bytes of a file in the table, in few words there, below the table, and of what it is told with."""


Table = Literal["full", "lean", "apart"]


class Part(NamedTuple):
    """A page of a report."""

    name: str
    """The name of its address, below the report's; "" is the report's own page."""
    files: Sequence[ReportFile]
    """Those that it shows with their diffs."""


class Layout(NamedTuple):
    """The pages of a report."""

    parts: Sequence[Part]
    """The report's own page is the first one; files are in their order."""
    table: Table
    """The report's own page has a row for each file, in few words if it is lean; or else each page for its own."""


class Places:
    """Where the items of a report are, as seen from one of its pages."""

    def __init__(self, parts: Sequence[Part], here: Part, page_href: Callable[[str], str]) -> None:
        """`page_href` leads from here to the page of a name."""
        self._here = here.name
        self._parts = {file.change.path: part.name for part in parts for file in part.files}
        self._hrefs = {part.name: "" if part is here else page_href(part.name) for part in parts}
        folder = posixpath.dirname(self._hrefs[""])
        self.folder = f"{folder}/" if folder else ""
        """Leads to what is beside the report's own page."""

    def href(self, file: ReportFile) -> str:
        return f"{self._hrefs[self._parts[file.change.path]]}#{file.item_id}"

    def is_here(self, file: ReportFile) -> bool:
        return self._parts[file.change.path] == self._here


def lay_out(report: Report) -> Layout:
    """Share the files of a report among as few pages as there can be."""
    count, table = len(report.files), table_of(report)
    if table == "apart":
        return Layout([*_parts(report.files, _BUDGET, _ROW)], table)
    row = _ROW if table == "full" else _LEAN_ROW
    return Layout([*_parts(report.files, _BUDGET - row * count)], table)


def table_of(report: Report) -> Table:
    """Which table the report's own page has room for."""
    count = len(report.files)
    return "full" if count <= _MOST_ROWS else "lean" if count <= _MOST_LEAN_ROWS else "apart"


def _parts(files: Sequence[ReportFile], left: int, row: int = 0) -> Iterator[Part]:
    number, members = 1, list[ReportFile]()
    for file in files:
        size = _size(file) + row
        if size > left and (members or number == 1):
            yield Part(_name(number), members)
            number, members, left = number + 1, [], _BUDGET
        members.append(file)
        left -= size
    yield Part(_name(number), members)


def _name(number: int) -> str:
    return f"part-{number}" if number > 1 else ""


def _size(file: ReportFile) -> int:
    statements = file.summary.statements
    text = "".join([statement.text for statement in statements]).encode("utf-8", "replace")
    return _ITEM + len(text) + _STATEMENT * len(statements) + _VALUE * len(file.evidence.findings.facts)
