"""Reading patches, and naming a change by its content. Pure: text in, values out."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator

from .model import FileChange, Hunk, Line

_HUNK_HEADER = re.compile(r"@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@(?: (.*))?\Z", re.DOTALL)


def parse_hunks(patch: str | None) -> tuple[Hunk, ...]:
    """The hunks of a unified diff.

    A hunk ends where its header's counts are used up, so no line of a file can be taken for a header or an end.
    The format is the one of `diff -u` as git writes it (https://git-scm.com/docs/diff-format).
    """
    return tuple(_hunk(header, lines) for header, lines in _split_hunks(patch))


def _split_hunks(patch: str | None) -> Iterator[tuple[re.Match[str], list[str]]]:
    """The header of each hunk, and the lines that follow it."""
    lines = patch.split("\n") if patch else []
    start = 0
    while start < len(lines):
        header = _HUNK_HEADER.match(lines[start])
        if not header:
            raise ValueError(f"not the header of a hunk: {lines[start]!r}")
        old, new = int(header[2] or 1), int(header[4] or 1)
        end = start = start + 1
        while end < len(lines) and (old or new or lines[end][:1] == "\\"):
            kind = lines[end][:1]
            old -= kind in ("", " ", "-")
            new -= kind in ("", " ", "+")
            end += 1
        yield header, lines[start:end]
        start = end


def _hunk(header: re.Match[str], lines: Iterable[str]) -> Hunk:
    old, new = int(header[1]), int(header[3])
    body: list[Line] = []
    for line in lines:
        kind = line[:1]
        if kind == "+":
            body.append(Line("+", line[1:], None, new))
            new += 1
        elif kind == "-":
            body.append(Line("-", line[1:], old, None))
            old += 1
        elif kind == "\\":
            body.append(Line("\\", line[1:], None, None))
        else:  # an empty line is one of context whose blank was taken away
            body.append(Line(" ", line[1:], old, new))
            old, new = old + 1, new + 1
    return Hunk(int(header[1]), int(header[2] or 1), int(header[3]), int(header[4] or 1), header[5] or "", tuple(body))


def diff_hash(change: FileChange) -> str:
    """SHA-256 of a change's canonical form: the key of its summary.

    The form holds status, paths, modes and the lines of the patch (without hunk positions), or, where git
    prints no patch, the two blobs. So the same change has one hash in every range that contains it.
    """
    form = [change.status, change.previous_path or "", change.path, change.old_mode, change.new_mode]
    if change.patch is None:
        form += [change.old_blob, change.new_blob]
    for header, lines in _split_hunks(change.patch):
        form.append(f"@@ {header[5] or ''}")
        form += [line or " " for line in lines]
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
