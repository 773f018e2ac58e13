"""Which files differ between two trees, folder by folder, so that no more of them is read than is told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from ...errors import ObjectError
from ...model.ranges import EMPTY_TREES
from ..process import DiffTree, as_text

MAX_DEPTH = 250
"""Folders within folders that are looked into."""
_MOST_OF_A_FOLDER = 8_000_000
"""Bytes of what git says about the changes directly in a folder."""
_MOST_COUNTED = 200_000
"""Changes that are looked at to count those that are not told."""
_ASKED_AT_ONCE = 64
"""Folders that git is asked about together."""
_TREE = "040000"
_EMPTY = {len(name): name for name in EMPTY_TREES.values()}
"""The empty tree, by the length of ids."""
_RAW = ("--raw", "-z", "--no-renames", "--no-abbrev", "--ignore-submodules=none")
_ROW = re.compile(r":(\d{6}) (\d{6}) ([0-9a-f]+) ([0-9a-f]+) [A-Z]\d*")  # :100644 100644 1f3a… 9c0b… M


class ChangedFile(NamedTuple):
    """A changed file, by what its trees hold of it. The mode of a side that is not there has zeros only."""

    path: str
    old_mode: str
    new_mode: str
    old_id: str
    new_id: str

    @property
    def modes(self) -> tuple[str, str]:
        """Before and after."""
        return self.old_mode, self.new_mode

    @property
    def ids(self) -> tuple[str, str]:
        """Before and after."""
        return self.old_id, self.new_id


_Pair = tuple[str, str]
"""The ids of a folder before and after."""


class TreeWalk:
    """Walks through the differences of trees. Raises `ObjectError` for one that git cannot read."""

    def __init__(self, environment: Mapping[str, str], repository: str) -> None:
        self._process = DiffTree(_RAW, environment, repository)
        self._known: dict[_Pair, Sequence[ChangedFile]] = {}
        self._counts: dict[_Pair, int] = {}
        self._is_whole = True
        self._read_rows = 0

    def close(self) -> None:
        """End git."""
        self._process.end()

    def changed(self, old: str, new: str, most: int) -> tuple[list[ChangedFile], int | None]:
        """The first files by path, at most so many, that differ between two trees, and how many more do.

        `None` stands for very many.
        """
        self._is_whole, self._read_rows = True, 0
        try:
            entries = list(islice(self._files((old, new)), most + 1))
            more = self._count((old, new), 0) - most if len(entries) > most else 0
        finally:
            self._known, self._counts = {}, {}
        return entries[:most], more if self._is_whole else None

    def _files(self, pair: _Pair, folder: str = "", depth: int = 0) -> Iterator[ChangedFile]:
        rows = self._rows(pair)
        for n, row in enumerate(rows):
            inner = self._folders(row)
            if not inner:
                yield row._replace(path=f"{folder}{row.path}")
            elif depth == MAX_DEPTH:
                self._is_whole, inner = False, []
            for one in inner:
                if one not in self._known:
                    self._ask(islice((pair for other in rows[n:] for pair in self._folders(other)), _ASKED_AT_ONCE))
                yield from self._files(one, f"{folder}{row.path}/", depth + 1)

    def _count(self, pair: _Pair, depth: int) -> int:
        """How many files differ, each folder that recurs counted once. It stops where there are very many."""
        if pair in self._counts or not self._is_whole:
            return self._counts.get(pair, 0)
        total = 0
        for row in self._rows(pair):
            inner = self._folders(row)
            total += sum(self._count(one, depth + 1) for one in inner) if inner else 1
        if depth == MAX_DEPTH or self._read_rows > _MOST_COUNTED:
            self._is_whole = False
        self._counts[pair] = total
        return total

    def _folders(self, row: ChangedFile) -> list[_Pair]:
        """The folders that a row is about: none, one, or one on each side."""
        old, new = row.old_mode == _TREE, row.new_mode == _TREE
        if old and new:
            return [row.ids]
        empty = _EMPTY[len(row.old_id)]
        return [*([(row.old_id, empty)] if old else []), *([(empty, row.new_id)] if new else [])]

    def _rows(self, pair: _Pair) -> Sequence[ChangedFile]:
        if pair not in self._known:
            self._ask([pair])
        return self._known[pair]

    def _ask(self, pairs: Iterable[_Pair]) -> None:
        """Ask about folders: about all at once if git says little of them, else about one after the other."""
        asked = [pair for pair in dict.fromkeys(pairs) if pair not in self._known]
        try:
            heard = self._hear(asked)
        except ObjectError:
            if len(asked) == 1:
                raise
            heard = None
        if heard:
            self._known.update(heard)
            self._read_rows += sum(map(len, heard.values()))
        else:
            for pair in asked:
                self._ask([pair])

    def _hear(self, pairs: Sequence[_Pair]) -> dict[_Pair, list[ChangedFile]] | None:
        """What git says about folders; `None` where it says too much about several."""
        answers: dict[_Pair, list[ChangedFile]] = {}
        for heard in self._process.asked((f"{old} {new}" for old, new in pairs), _MOST_OF_A_FOLDER):
            answers |= _read(heard.data)
            if not heard.is_whole:
                if len(pairs) > 1:
                    return None
                self._is_whole = False
                break
        if lost := [pair for pair in pairs if pair not in answers]:
            raise self._process.failed(f"{lost[0][0]} or {lost[0][1]} cannot be read as a tree")
        return answers


def _read(data: bytes) -> dict[_Pair, list[ChangedFile]]:
    """What git says about pairs of trees: a line with their ids, then entries and names, each with a NUL after it."""
    answers: dict[_Pair, list[ChangedFile]] = {}
    rows: list[ChangedFile] = []
    fields = iter(as_text(data).split("\0"))
    for field in fields:
        *headings, entry = field.split("\n")
        for heading in headings:
            old, _, new = heading.partition(" ")
            rows = answers.setdefault((old, new), [])
        if (row := _ROW.fullmatch(entry)) and (name := next(fields, "")):
            rows.append(ChangedFile(name, *row.groups()))
    return answers
