"""Evidence as JSON, so that a diff is read once. Pure.

It is written by a build and read by the next ones, never by people: values are rows, in the order of their fields.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
import operator
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from msgspec import Meta

from ..disk import Count, Digest, ObjectId, parse
from ..model.changes import Commit, FileChange, History
from ..model.findings import (
    KEPT_FORMATS,
    Evidence,
    Fact,
    Finding,
    Findings,
    LfsObject,
    LineSpan,
    Move,
    Outline,
    Picture,
    ProvenKind,
    Quotation,
    Unseen,
)

VERSION = 14
"""To be raised with every change of the rows, or of the fields of what they hold."""
_Row = tuple[Any, ...]
_Lines = tuple[Annotated[int, Meta(gt=-(10**9), lt=10**9)], ...]
_Path = Annotated[str, Meta(min_length=1)]
_Mode = Annotated[str, Meta(pattern=r"\A[0-7]{6}\Z")]
_STRICTER: Mapping[Any, Mapping[str, Any]] = {
    FileChange: {"path": _Path, "previous_path": _Path | None}
    | dict.fromkeys(("old_mode", "new_mode"), _Mode)
    | dict.fromkeys(("old_blob", "new_blob"), ObjectId),
    Commit: {"id": ObjectId, "login": Annotated[str, Meta(pattern=r"\A[\w.-]*\Z")]},
    LfsObject: {"id": Digest},
}
"""What fields have to be beyond their types."""
_PARTS = [one.name for one in fields(Findings)]
_NO_HUNK = re.compile(r"\n@@ (?!-\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@(?:[ \n]|\Z))")
"""In a patch after a line end, what nobody who reads patches takes for the header of a hunk."""
_HALF = re.compile(r"\\(?:\\|u[dD][89A-Fa-f])")  # \ud83d
"""In JSON, half of a character; or a backslash, which can be no part of one then."""


def _row_type(kind: Any) -> Any:
    """The type of what `_row` makes of a value of this type."""
    if kind is int:
        return Count
    if kind == tuple[LineSpan, ...]:
        return _Lines
    if is_dataclass(kind) or kind is Unseen:
        parts = {**get_type_hints(kind), **_STRICTER.get(kind, {})}
        return tuple.__class_getitem__(tuple(map(_row_type, parts.values())))
    if (origin := get_origin(kind)) in (None, Annotated):
        return kind
    inner = tuple(map(_row_type, get_args(kind)))
    return functools.reduce(operator.or_, inner) if origin in (Union, UnionType) else origin[inner]


_Files = tuple[tuple[FileChange, Digest, Findings, tuple[Count, ...]], ...]
_History = tuple[ObjectId, Count, Count, Count | None]
_ROWS = _row_type(tuple[_Files, _History, tuple[Commit, ...]])
"""Commits are told once: files have their numbers among them, and a history begins with the first ones."""


def dump_evidence(files: Iterable[Evidence], history: History) -> bytes:
    """What git tells of a range, as JSON: the version, a checksum of the bytes of the content, and the content."""
    numbers = {commit: n for n, commit in enumerate(history.commits)}
    known = [
        (one.change, one.diff_hash, one.findings, [numbers.setdefault(commit, len(numbers)) for commit in one.commits])
        for one in files
    ]
    told = history.merge_base, len(history.commits), history.older_commits, history.more_files
    rows = _row([known, told, list(numbers)])
    content = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogateescape")
    return _head(content) + content + b"}\n"


def load_evidence(data: bytes) -> tuple[tuple[Evidence, ...], History]:
    """What `dump_evidence` has written. Raises `ValueError` for anything else."""
    start = len(_head(b""))
    content = data[start:-2]
    if data[:start] != _head(content) or data[-2:] != b"}\n":
        raise ValueError("it is not as it was written")
    text = content.decode("utf-8", "surrogateescape")
    if any(match[0] != r"\\" for match in _HALF.finditer(text)):
        raise ValueError("it has half a character")  # nobody could write it to a page
    files, (merge_base, count, older_commits, more_files), rows = parse(text, _ROWS)
    commits = tuple(Commit(*row) for row in rows)
    if count > len(commits):
        raise ValueError("it lacks commits of its history")
    history = History(merge_base, commits[:count], older_commits, more_files=more_files)
    return tuple(_file(row, commits) for row in files), history


def _head(content: bytes) -> bytes:
    """How a file with this content starts."""
    return b'{"version":%d,"checksum":"%s","content":' % (VERSION, hashlib.sha256(content).hexdigest()[:16].encode())


def _row(value: Any) -> Any:
    """A value as JSON has it."""
    if value is None or isinstance(value, str | int):
        return value
    if names := _field_names(value.__class__):
        return [_row(getattr(value, name)) for name in names]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return _numbers(value) if value and isinstance(value[0], LineSpan) else [*map(_row, value)]


@functools.cache
def _field_names(kind: type) -> tuple[str, ...]:
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()


def _file(row: _Row, commits: Sequence[Commit]) -> Evidence:
    change, diff_hash, findings, numbers = FileChange(*row[0]), *row[1:]
    patch = change.patch
    if patch is not None and not (patch.startswith("@@ ") and not _NO_HUNK.search(f"\n{patch}")):
        raise ValueError(f"{change.path!r} has a patch that is none")
    if any(number >= len(commits) for number in numbers):
        raise ValueError(f"{change.path!r} has a commit that is none")
    return Evidence(change, diff_hash, _findings(findings), tuple(commits[number] for number in numbers))


def _findings(row: _Row) -> Findings:
    parts = dict(zip(_PARTS, row, strict=True))
    made: dict[str, Any] = {
        "findings": tuple(map(_finding, parts["findings"])),
        "outline": parts["outline"] and Outline(*parts["outline"]),
        "interface": tuple(map(_finding, parts["interface"])),
        "facts": tuple(map(_fact, parts["facts"])),
        "pictures": tuple(map(_picture, parts["pictures"])),
        "unseen": tuple(Unseen(points, is_letter, _spans(lines)) for points, is_letter, lines in parts["unseen"]),
        "lfs": tuple(one and LfsObject(*one) for one in parts["lfs"]),
        "quotations": tuple(map(_quotation, parts["quotations"])),
        "moves": tuple(map(_move, parts["moves"])),
        "edit_lines": _spans(parts["edit_lines"]),
        "kinds": tuple(ProvenKind(kind, _spans(lines)) for kind, lines in parts["kinds"]),
    }
    return Findings(**parts | made)


def _picture(row: _Row | None) -> Picture | None:
    picture = Picture(*row) if row else None
    if picture and picture.kept and picture.format not in KEPT_FORMATS:
        raise ValueError(f"a picture has the format {picture.format!r}, which is never kept")
    return picture


def _finding(row: _Row) -> Finding:
    subject, action, name, old, new, section, public, column, lines, cells, path, breaks = row
    return Finding(subject, action, name, old, new, section, public, column, _spans(lines), cells, path, breaks)


def _fact(row: _Row) -> Fact:
    kind, old, new, where, lines, name, column = row
    return Fact(kind, old, new, where, _spans(lines), name, column)


def _quotation(row: _Row) -> Quotation:
    topic, text, source, lines, is_removed, where, references = row
    return Quotation(topic, text, source, _spans(lines), is_removed, where, references)


def _move(row: _Row) -> Move:
    subject, name, path, is_here, lines = row
    return Move(subject, name, path, is_here, _spans(lines))


def _numbers(spans: Iterable[LineSpan]) -> list[int]:
    """The first and last line of each span; those of the old side are negative."""
    return [number for side, *ends in spans for number in (ends if side == "R" else [-end for end in ends])]


def _spans(numbers: _Lines) -> tuple[LineSpan, ...]:
    ends = zip(numbers[::2], numbers[1::2], strict=False)
    return tuple([LineSpan("R", first, last) if first > 0 else LineSpan("L", -first, -last) for first, last in ends])
