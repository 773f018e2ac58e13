"""Evidence as JSON, so that a diff is read once. Pure.

It is written by a build and read by the next ones, never by people: values are rows, in the order of their fields.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
import re
from collections.abc import Iterable, Sequence
from typing import Annotated, Any, NamedTuple, overload

from msgspec import Meta

from ..disk import Count, Digest, ObjectId, parse
from ..model.changes import Commit, FileChange, History, Omission, Status
from ..model.findings import (
    KEPT_FORMATS,
    Action,
    Evidence,
    Fact,
    FactKind,
    Finding,
    Findings,
    Form,
    Kind,
    LfsObject,
    LineSpan,
    Noise,
    Outline,
    Picture,
    Subject,
    Unseen,
)

VERSION = 6
"""Of the rows. To be raised with every change of them, or of the fields of what they hold."""

_Row = Sequence[Any]
_Texts = tuple[str, ...]
_Path = Annotated[str, Meta(min_length=1)]
_Mode = Annotated[str, Meta(pattern=r"\A[0-7]{6}\Z")]
_Lines = tuple[Annotated[int, Meta(gt=-(10**9), lt=10**9)], ...]
_FindingRow = tuple[Subject, Action, str, str, str, str, bool, str, _Lines, tuple[tuple[str, str], ...]]
_OutlineRow = tuple[str, str, _Texts, _Texts, _Texts, _Texts, Count]
_FactRow = tuple[FactKind, str, str, _Texts, _Lines, str, str]
_LfsRow = tuple[Digest, Count]
_PictureRow = tuple[str, Count, Count | None, Count | None, bool]


class _ChangeRow(NamedTuple):
    path: _Path
    previous_path: _Path | None
    status: Status
    additions: Count
    deletions: Count
    patch: str | None
    old_mode: _Mode
    new_mode: _Mode
    old_blob: ObjectId
    new_blob: ObjectId
    binary: bool
    omission: Omission | None
    encodings: tuple[str, str]
    is_unpaired: bool


class _FindingsRow(NamedTuple):
    kind: Kind
    form: Form
    findings: tuple[_FindingRow, ...]
    outline: _OutlineRow | None
    title: str
    fix: bool
    facts: tuple[_FactRow, ...]
    noise: Noise | None
    hunk_noise: tuple[Noise | None, ...]
    edits: _Texts
    lost_anchors: _Texts
    pictures: tuple[_PictureRow | None, _PictureRow | None]
    sections: tuple[_Texts, ...]
    successor: str
    unseen: tuple[tuple[str, bool, _Lines], ...]
    lfs: tuple[_LfsRow | None, _LfsRow | None]


_FileRow = tuple[_ChangeRow, Digest, _FindingsRow, _Texts]
_CommitRow = tuple[ObjectId, str, str, str, bool, Annotated[str, Meta(pattern=r"\A[\w.-]*\Z")]]
_HistoryRow = tuple[ObjectId, tuple[_CommitRow, ...], Count, Count | None]
_NO_HUNK = re.compile(r"\n@@ (?!-\d{1,9}(?:,\d{1,9})? \+\d{1,9}(?:,\d{1,9})? @@(?:[ \n]|\Z))")
"""In a patch after a line end, what nobody who reads patches takes for the header of a hunk."""
_HALF = re.compile(r"\\u[dD][89A-Fa-f]")
"""In JSON, half of a character, unless the backslash is the last of an even number of them."""


class _Rows(NamedTuple):
    files: tuple[_FileRow, ...]
    history: _HistoryRow


def dump_evidence(files: Iterable[Evidence], history: History) -> bytes:
    """What git tells of a range, as JSON: the version, a checksum of the bytes of the content, and the content."""
    rows = [[_file_row(evidence) for evidence in files], _history_row(history)]
    content = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogateescape")
    return _head(content) + content + b"}\n"


def load_evidence(data: bytes) -> tuple[tuple[Evidence, ...], History]:
    """What `dump_evidence` has written. Raises `ValueError` for anything else."""
    start = len(_head(b""))
    content = data[start:-2]
    if data[:start] != _head(content) or data[-2:] != b"}\n":
        raise ValueError("it is not as it was written")
    text = content.decode("utf-8", "surrogateescape")
    if any(_is_escape(text, found.start()) for found in _HALF.finditer(text)):
        raise ValueError("it has half a character")  # nobody could write it to a page
    rows = parse(text, _Rows)
    return tuple(map(_file, rows.files)), _history(rows.history)


def _is_escape(text: str, at: int) -> bool:
    """Whether the backslash there is not escaped itself."""
    before = text[max(0, at - 1000) : at]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 0


def _head(content: bytes) -> bytes:
    """How a file with this content starts."""
    return b'{"version":%d,"checksum":"%s","content":' % (VERSION, hashlib.sha256(content).hexdigest()[:16].encode())


def _file_row(evidence: Evidence) -> _Row:
    c = evidence.change
    names = (c.path, c.previous_path, c.status)
    sides = (c.old_mode, c.new_mode, c.old_blob, c.new_blob, c.binary)
    limits = (c.omission, c.encodings, c.is_unpaired)
    change = (*names, c.additions, c.deletions, c.patch, *sides, *limits)
    return (change, evidence.diff_hash, _findings_row(evidence.findings), evidence.subjects)


def _file(row: _FileRow) -> Evidence:
    change, diff_hash, findings, subjects = row
    patch = change.patch
    if patch is not None and not (patch.startswith("@@ ") and not _NO_HUNK.search(f"\n{patch}")):
        raise ValueError(f"{change.path!r} has a patch that is none")
    return Evidence(FileChange(**change._asdict()), diff_hash, _findings(findings), subjects)


def _findings_row(f: Findings) -> _Row:
    return (
        *(f.kind, f.form, [_finding_row(finding) for finding in f.findings]),
        f.outline and _outline_row(f.outline),
        *(f.title, f.fix, [_fact_row(fact) for fact in f.facts], f.noise, f.hunk_noise, f.edits, f.lost_anchors),
        [picture and _picture_row(picture) for picture in f.pictures],
        *(f.sections, f.successor),
        [(one.points, one.is_letter, _numbers(one.lines)) for one in f.unseen],
        [stored and (stored.id, stored.size) for stored in f.lfs],
    )


def _findings(row: _FindingsRow) -> Findings:
    old, new = row.pictures
    before, after = row.lfs
    return Findings(
        row.kind,
        row.form,
        _KeptFindings(row.findings),
        Outline(*row.outline) if row.outline else None,
        row.title,
        row.fix,
        tuple(map(_fact, row.facts)),
        row.noise,
        row.hunk_noise,
        row.edits,
        row.lost_anchors,
        (_picture(old), _picture(new)),
        row.sections,
        row.successor,
        tuple(Unseen(points, is_letter, _spans(lines)) for points, is_letter, lines in row.unseen),
        (LfsObject(*before) if before else None, LfsObject(*after) if after else None),
    )


def _outline_row(o: Outline) -> _Row:
    return (o.title, o.description, o.headings, o.symbols, o.entries, o.languages, o.lines)


def _picture_row(picture: Picture) -> _Row:
    return (picture.format, picture.bytes, picture.width, picture.height, picture.kept)


def _picture(row: _PictureRow | None) -> Picture | None:
    if row and row[-1] and row[0] not in KEPT_FORMATS:
        raise ValueError(f"a picture has the format {row[0]!r}, which is never kept")
    return Picture(*row) if row else None


class _KeptFindings(Sequence[Finding]):
    """Findings that are made when somebody asks for one: nobody does, where the texts are there already."""

    def __init__(self, rows: Sequence[_FindingRow]) -> None:
        self._rows = rows

    @functools.cached_property
    def _made(self) -> tuple[Finding, ...]:
        return tuple(map(_finding, self._rows))

    def __len__(self) -> int:
        return len(self._rows)

    @overload
    def __getitem__(self, index: int) -> Finding: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Finding]: ...

    def __getitem__(self, index: int | slice) -> Finding | Sequence[Finding]:
        return self._made[index]

    def __eq__(self, other: object) -> bool:
        return self._made == tuple(other) if isinstance(other, Sequence) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._made)


def _finding_row(f: Finding) -> _Row:
    return (f.subject, f.action, f.name, f.old, f.new, f.section, f.public, f.column, _numbers(f.lines), f.cells)


def _finding(row: _FindingRow) -> Finding:
    subject, action, name, old, new, section, public, column, lines, cells = row
    return Finding(subject, action, name, old, new, section, public, column, _spans(lines), cells)


def _fact_row(fact: Fact) -> _Row:
    return (fact.kind, fact.old, fact.new, fact.where, _numbers(fact.lines), fact.name, fact.column)


def _fact(row: _FactRow) -> Fact:
    kind, old, new, where, lines, name, column = row
    return Fact(kind, old, new, where, _spans(lines), name, column)


def _numbers(spans: Iterable[LineSpan]) -> list[int]:
    """The first and last line of each span; those of the old side are negative."""
    return [number for side, *ends in spans for number in (ends if side == "R" else [-end for end in ends])]


def _spans(numbers: _Lines) -> tuple[LineSpan, ...]:
    if len(numbers) == 2 and numbers[0] > 0:  # as nearly always
        return (LineSpan("R", *numbers),)
    ends = zip(numbers[::2], numbers[1::2], strict=False)
    return tuple([LineSpan("R", first, last) if first > 0 else LineSpan("L", -first, -last) for first, last in ends])


def _history_row(history: History) -> _Row:
    commits = [(c.id, c.subject, c.author, c.date.isoformat(), c.is_merge, c.login) for c in history.commits]
    return (history.merge_base, commits, history.older_commits, history.more_files)


def _history(row: _HistoryRow) -> History:
    merge_base, commits, older_commits, more_files = row
    return History(
        merge_base,
        tuple(
            Commit(name, subject, author, datetime.date.fromisoformat(date), is_merge, login)
            for name, subject, author, date, is_merge, login in commits
        ),
        older_commits,
        more_files=more_files,
    )
