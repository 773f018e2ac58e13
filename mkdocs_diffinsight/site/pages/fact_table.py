"""Which facts a table of values shows, and which of them in one row. Pure."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import replace

from ...model.fact_kinds import Reach
from ...model.findings import Fact, LineSpan
from ...model.report import Report, ReportFile


def values_of(file: ReportFile) -> list[Fact]:
    """The facts of a file in rows of a table, the most urgent first."""
    return sorted(_rows(file, Reach.TABLE), key=_urgency)


def values_to_act_on(report: Report) -> list[tuple[Fact, ReportFile]]:
    """Those of all files, the most urgent first. Files that nobody needs to be told of have none."""
    files = [file for file in report.files if not file.evidence.noise]
    rows = [(fact, file) for file in files for fact in _rows(file, Reach.REPORT)]
    return sorted(rows, key=lambda row: _urgency(row[0]))


def _urgency(fact: Fact) -> tuple[int, int]:
    return -fact.kind.reach, fact.kind.rank


def _rows(file: ReportFile, reach: Reach) -> Sequence[Fact]:
    """The facts that are told as far as that; what is alike is one."""
    facts = [fact for fact in file.evidence.findings.facts if fact.kind.reach >= reach]
    return facts if len(facts) < 2 else [*_same_place([*_same_change(facts)])]


def _same_change(facts: Sequence[Fact]) -> Iterable[Fact]:
    """One row for the same change in several rows of a table, or several columns."""
    for alike in _groups(facts, [(fact.kind, fact.old, fact.new, len(fact.where)) for fact in facts]):
        names = [list(dict.fromkeys(part)) for part in zip(*(fact.where for fact in alike), strict=True)]
        if len(alike) == 1 or sum(len(part) > 1 for part in names) > 1:
            yield from alike
        else:
            yield replace(alike[0], where=tuple(map(_joined, names)), lines=_lines(alike))


def _same_place(facts: Sequence[Fact]) -> Iterable[Fact]:
    """One row for what came to one place, or left it."""
    keys = [(n,) if fact.old and fact.new else (fact.kind, fact.where, not fact.old) for n, fact in enumerate(facts)]
    for alike in _groups(facts, keys):
        if len(alike) == 1:
            yield from alike
        else:
            old, new = _joined(fact.old for fact in alike), _joined(fact.new for fact in alike)
            yield replace(alike[0], old=old, new=new, lines=_lines(alike))


def _groups(facts: Sequence[Fact], keys: Sequence[Hashable]) -> Iterable[list[Fact]]:
    groups: dict[Hashable, list[Fact]] = {}
    for fact, key in zip(facts, keys, strict=True):
        groups.setdefault(key, []).append(fact)
    return groups.values()


def _joined(texts: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(filter(None, texts)))


def _lines(facts: Sequence[Fact]) -> tuple[LineSpan, ...]:
    return tuple(dict.fromkeys(span for fact in facts for span in fact.lines))
