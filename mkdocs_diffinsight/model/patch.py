"""Patches: their hunks and lines, the hash that names a change, and the anchors of files. Pure."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal, NamedTuple

from .changes import FileChange

LineKind = Literal["+", "-", " ", "\\"]


class Line(NamedTuple):
    """One line of a hunk; there may be very many."""

    kind: LineKind
    text: str
    old: int | None
    """Number in the old file, from 1."""
    new: int | None


@dataclass(frozen=True)
class Hunk:
    """A run of changed lines with its context."""

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    section: str
    """What git prints after the second `@@`: the line that heads this part of the file."""
    lines: tuple[Line, ...]


_POSITION = re.compile(r"-(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(?: (.*))?")
"""The header of a hunk, after its first `@@ `."""
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


class PatchHunk(NamedTuple):
    """A hunk as it stands in a patch."""

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    section: str
    rows: Sequence[str]
    """Its lines, each with its kind before it."""


def split_patch(patch: str | None) -> list[PatchHunk]:
    """The hunks of a unified diff. Raises `ValueError` for a text that is none.

    Every line of a file has its kind before it, so none can be taken for the header of a hunk. An empty one is a line
    of context whose blank was taken away.
    The format is the one of `diff -u` as git writes it (https://git-scm.com/docs/diff-format).
    """
    if not patch:
        return []
    before, *hunks = f"\n{patch}".split("\n@@ ")
    if before:
        raise ValueError(f"not the header of a hunk: {patch.partition(chr(10))[0]!r}")
    return [*map(_patch_hunk, hunks)]


def _patch_hunk(text: str) -> PatchHunk:
    header, *rows = text.split("\n")
    match = _POSITION.fullmatch(header)
    if not match:
        raise ValueError(f"not the header of a hunk: {f'@@ {header}'!r}")
    *numbers, section = match.groups()
    old_start, old_count, new_start, new_count = (int(number or 1) for number in numbers)
    return PatchHunk(old_start, old_count, new_start, new_count, section or "", [row or " " for row in rows])


@lru_cache(maxsize=1)  # all that read a file ask for its hunks
def parse_hunks(patch: str | None) -> tuple[Hunk, ...]:
    """The hunks of a unified diff, with the number of each line. Raises `ValueError` for a text that is none.

    A byte order mark is no part of the first line.
    """
    return tuple(_numbered(hunk) for hunk in split_patch(patch))


def _numbered(hunk: PatchHunk) -> Hunk:
    old, new = hunk.old_start, hunk.new_start
    lines: list[Line] = []
    for row in hunk.rows:
        kind = row[0]
        if (old == 1 or new == 1) and row[1:2] == _MARK:
            row = kind + row[2:]
        if kind == "+":
            lines.append(Line("+", row[1:], None, new))
            new += 1
        elif kind == "-":
            lines.append(Line("-", row[1:], old, None))
            old += 1
        elif kind == "\\":
            lines.append(Line("\\", row[1:], None, None))
        else:
            lines.append(Line(" ", row[1:], old, new))
            old, new = old + 1, new + 1
    return Hunk(hunk.old_start, hunk.old_count, hunk.new_start, hunk.new_count, hunk.section, tuple(lines))


def diff_hash(change: FileChange) -> str:
    """SHA-256 of a change's canonical form: the key of its summary.

    The form holds status, paths, modes and the lines of the patch (without hunk positions), or, where git
    prints no patch, the two blobs. So the same change has one hash in every range that contains it.
    """
    form = [change.status, change.previous_path or "", change.path, change.old_mode, change.new_mode]
    if change.patch is None:
        form += [change.old_blob, change.new_blob]
    for hunk in split_patch(change.patch):
        form.append(f"@@ {hunk.section}")
        form += hunk.rows
    digest = hashlib.sha256()
    for part in form:
        data = part.encode("utf-8", "surrogateescape")
        digest.update(b"%d:" % len(data) + data)  # lengths keep two forms from running into each other
    return digest.hexdigest()


def range_hash(hashes: Iterable[str]) -> str:
    """The key of an overview: the hash of the set of changes that it tells of."""
    return hashlib.sha256("\n".join(sorted(hashes)).encode()).hexdigest()


def item_ids(paths: Iterable[str]) -> dict[str, str]:
    """Anchor of each path on a report page: `item-` and the start of the MD5 of the path.

    Six hexadecimal digits; where two paths share them, the later one in path order takes eight, then twelve,
    then all.
    """
    ids: dict[str, str] = {}
    taken: set[str] = set()
    for path in sorted(paths, key=lambda path: path.encode("utf-8", "surrogateescape")):
        digest = hashlib.md5(path.encode("utf-8", "surrogateescape"), usedforsecurity=False).hexdigest()
        ids[path] = next(name for digits in (6, 8, 12, 32) if (name := f"item-{digest[:digits]}") not in taken)
        taken.add(ids[path])
    return ids
