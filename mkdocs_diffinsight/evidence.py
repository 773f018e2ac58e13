"""Evidence as JSON, so that a diff is read once. Pure.

It is written by a build and read by the next ones, never by people: values are rows, in the order of their fields.
"""

from __future__ import annotations

import datetime
import functools
import hashlib
import json
from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, TypeVar, overload

from .findings import (
    Action,
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
from .model import Commit, Evidence, FileChange, History, Omission, Status

VERSION = 5
"""Of the rows. To be raised with every change of them, or of the fields of what they hold."""

_Name = TypeVar("_Name", bound=StrEnum)
_Row = Sequence[Any]


def _by_value(names: type[_Name]) -> dict[str, _Name]:
    return {name.value: name for name in names}


_SUBJECTS, _ACTIONS, _FACT_KINDS = _by_value(Subject), _by_value(Action), _by_value(FactKind)
_NOISE: dict[str | None, Noise | None] = {None: None, **{noise.value: noise for noise in Noise}}


def dump_evidence(files: Iterable[Evidence], history: History) -> bytes:
    """What git tells of a range, as JSON: the version, a checksum of the bytes of the content, and the content."""
    rows = [[_file_row(evidence) for evidence in files], _history_row(history)]
    content = json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
    return _head(content) + content + b"}\n"


def load_evidence(data: bytes) -> tuple[tuple[Evidence, ...], History]:
    """What `dump_evidence` has written. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    start = len(_head(b""))
    content = data[start:-2]
    if data[:start] != _head(content) or data[-2:] != b"}\n":
        raise ValueError("it is not as it was written")
    files, history = json.loads(content.decode("utf-8", "surrogatepass"))
    return tuple(map(_file, files)), _history(history)


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


def _file(row: _Row) -> Evidence:
    change, diff_hash, findings, subjects = row
    path, previous_path, status, additions, deletions, patch, *sides = change
    old_mode, new_mode, old_blob, new_blob, binary, omission, encodings, is_unpaired = sides
    before, after = encodings
    read = FileChange(
        path,
        Status(status),
        *(additions, deletions, patch),
        *(old_mode, new_mode, old_blob, new_blob),
        previous_path,
        binary,
        Omission(omission) if omission else None,
        (before, after),
        is_unpaired,
    )
    return Evidence(read, diff_hash, _findings(findings), tuple(subjects))


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


def _findings(row: _Row) -> Findings:
    kind, form, findings, outline, title, fix, facts, *row = row
    noise, hunk_noise, edits, lost_anchors, pictures, sections, successor, unseen, lfs = row
    old, new = (Picture(*picture) if picture else None for picture in pictures)
    before, after = (LfsObject(*stored) if stored else None for stored in lfs)
    return Findings(
        Kind(kind),
        Form(form),
        _KeptFindings(findings),
        _outline(outline) if outline else None,
        title,
        fix,
        tuple(map(_fact, facts)),
        _NOISE[noise],
        tuple([_NOISE[name] for name in hunk_noise]),
        tuple(edits),
        tuple(lost_anchors),
        (old, new),
        tuple(map(tuple, sections)),
        successor,
        tuple(Unseen(points, is_letter, _spans(lines)) for points, is_letter, lines in unseen),
        (before, after),
    )


def _outline_row(o: Outline) -> _Row:
    return (o.title, o.description, o.headings, o.symbols, o.entries, o.languages, o.lines)


def _outline(row: _Row) -> Outline:
    title, description, headings, symbols, entries, languages, lines = row
    return Outline(title, description, tuple(headings), tuple(symbols), tuple(entries), tuple(languages), lines)


def _picture_row(picture: Picture) -> _Row:
    return (picture.format, picture.bytes, picture.width, picture.height, picture.kept)


class _KeptFindings(Sequence[Finding]):
    """Findings that are made when somebody asks for one: nobody does, where the texts are there already."""

    def __init__(self, rows: Sequence[_Row]) -> None:
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


def _finding(row: _Row) -> Finding:
    subject, action, name, old, new, section, public, column, lines, cells = row
    texts = (name, old, new, section)
    told = tuple(map(tuple, cells)) if cells else ()
    return Finding(_SUBJECTS[subject], _ACTIONS[action], *texts, public, column, _spans(lines), told)


def _fact_row(fact: Fact) -> _Row:
    return (fact.kind, fact.old, fact.new, fact.where, _numbers(fact.lines), fact.name, fact.column)


def _fact(row: _Row) -> Fact:
    kind, old, new, where, lines, name, column = row
    return Fact(_FACT_KINDS[kind], old, new, tuple(where), _spans(lines), name, column)


def _numbers(spans: Iterable[LineSpan]) -> list[int]:
    """The first and last line of each span; those of the old side are negative."""
    return [number for side, *ends in spans for number in (ends if side == "R" else [-end for end in ends])]


def _spans(numbers: Sequence[int]) -> tuple[LineSpan, ...]:
    if len(numbers) == 2 and numbers[0] > 0:  # as nearly always
        return (LineSpan("R", *numbers),)
    ends = zip(numbers[::2], numbers[1::2], strict=True)
    return tuple([LineSpan("R", first, last) if first > 0 else LineSpan("L", -first, -last) for first, last in ends])


def _history_row(history: History) -> _Row:
    commits = [(c.id, c.subject, c.author, c.date.isoformat(), c.is_merge, c.login) for c in history.commits]
    return (history.merge_base, commits, history.older_commits, history.more_files)


def _history(row: _Row) -> History:
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
