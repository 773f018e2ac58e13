"""The outline of a report: what lists, feeds and histories show of it, as values and as JSON. Pure.

It is small, so that a site can have those of all its reports at hand, and read none of their diffs.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..model.changes import FileChange, Status
from ..model.findings import Evidence, Findings, Form, Kind, Noise
from ..model.forge import Forge
from ..model.ranges import CompareRange, Period, Remote, ResolvedRange, Unit
from ..model.report import Report, ReportFile
from ..model.texts import Author, FileSummary, Overview, Published, Statement, Statements


def outline(report: Report) -> Report:
    """The report without what only its own page shows: diffs and findings, texts about files, commits."""
    told = report.overview
    return dataclasses.replace(
        report,
        files=[_file(file) for file in report.files],
        range=_without_user(report.range),
        ignored=[],
        overview=dataclasses.replace(
            told.changed(lambda statements: tuple(one._replace(lines=()) for one in statements)),
            insights=(),
            published=told.published and dataclasses.replace(told.published, text=""),
        ),
        commits=(),
        merge_base="",
        older_commits=report.commit_count,
    )


def outline_to_json(report: Report) -> dict[str, Any]:
    """An outline as JSON has it; each file is a row."""
    return {
        "slug": report.slug,
        "title": report.title,
        "date": report.date.isoformat(),
        "category": report.category,
        "language": report.language,
        "range": _range_to_json(report.range),
        "resolved": _resolved_to_json(report.resolved),
        "overview": _overview_to_json(report.overview),
        "commits": report.commit_count,
        "files": [_file_to_json(file) for file in report.files],
    }


def outlines_from_json(data: Sequence[Sequence[Mapping[str, Any]]]) -> list[list[Report]]:
    """The outlines of reports, each in all languages. Raises the same errors as `outline_from_json`."""
    return [[outline_from_json(one) for one in report] for report in data]


def outline_from_json(data: Mapping[str, Any]) -> Report:
    """What `outline_to_json` has written. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    return Report(
        data["slug"],
        data["title"],
        datetime.date.fromisoformat(data["date"]),
        data["category"],
        data["language"],
        _range_from_json(data["range"]),
        _resolved_from_json(data["resolved"]),
        [_file_from_json(*row) for row in data["files"]],
        [],
        _overview_from_json(data["overview"]),
        older_commits=data["commits"],
    )


def _file(file: ReportFile) -> ReportFile:
    change, summary = file.change, file.summary
    return ReportFile(
        Evidence(
            _change(change.path, change.previous_path, change.status, change.additions, change.deletions),
            file.diff_hash,
            _findings(file.evidence.noise),
        ),
        file.item_id,
        dataclasses.replace(summary, statements=(), unread=0),
        file.hits,
    )


def _file_to_json(file: ReportFile) -> list[Any]:
    change, summary, author = file.change, file.summary, file.summary.author
    told = [summary.modification_type, summary.modification_title, summary.title_unproven, author.kind, author.name]
    changed = [change.path, change.previous_path, change.status, change.additions, change.deletions]
    return [*changed, file.diff_hash, file.evidence.noise, file.item_id, *told, file.hits]


def _file_from_json(
    path: str,
    previous_path: str | None,
    status: str,
    additions: int,
    deletions: int,
    diff_hash: str,
    noise: str | None,
    item_id: str,
    modification_type: str,
    title: str,
    title_unproven: Sequence[str],
    author_kind: str,
    author_name: str,
    hits: Sequence[str],
) -> ReportFile:
    # Most reports are about files that others are about, too: each path, and what is made of it, is in memory once.
    change = _change(sys.intern(path), previous_path, Status(status), additions, deletions)
    author = _author(author_kind, author_name)
    return ReportFile(
        Evidence(change, diff_hash, _findings(noise)),
        sys.intern(item_id),
        FileSummary(sys.intern(modification_type), title, (), author, tuple(title_unproven)),
        tuple(hits),
    )


def _change(path: str, previous_path: str | None, status: Status, additions: int, deletions: int) -> FileChange:
    return FileChange(path, status, additions, deletions, None, "", "", "", "", previous_path)


@functools.cache
def _findings(noise: str | None) -> Findings:
    return Findings(Kind.TEXT, Form.NOTHING, noise=Noise(noise) if noise else None)


@functools.cache
def _author(kind: Any, name: str) -> Author:
    return Author(kind, name)


def _without_user(told: CompareRange) -> CompareRange:
    """The range without the user of its remote, who can be a token."""
    where = told.repository
    return dataclasses.replace(told, repository=Remote(where.url)) if isinstance(where, Remote) else told


def _range_to_json(told: CompareRange) -> dict[str, Any]:
    fields = {field.name: getattr(told, field.name) for field in dataclasses.fields(told)}
    where, period = told.repository, told.period
    return {
        **fields,
        "repository": {"url": where.url}
        if isinstance(where, Remote)
        else None,  # nothing on a site depends on a folder
        "date": told.date and told.date.isoformat(),
        "period": period and [period.unit, period.first.isoformat()],
    }


def _range_from_json(data: Mapping[str, Any]) -> CompareRange:
    where, date, period = data["repository"], data["date"], data["period"]
    fields = {
        **data,
        "repository": Remote(where["url"]) if where else Path(),
        "date": date and datetime.date.fromisoformat(date),
        "paths": tuple(data["paths"]),
        "period": period and Period(Unit(period[0]), datetime.date.fromisoformat(period[1])),
    }
    return CompareRange(**fields)


def _resolved_to_json(resolved: ResolvedRange) -> list[Any]:
    forge = resolved.forge and dataclasses.asdict(resolved.forge)
    return [resolved.base, resolved.head, resolved.direct, resolved.committed.isoformat(), forge]


def _resolved_from_json(row: Sequence[Any]) -> ResolvedRange:
    base, head, direct, committed, forge = row
    return ResolvedRange(base, head, direct, datetime.datetime.fromisoformat(committed), forge and Forge(**forge))


def _overview_to_json(overview: Overview) -> dict[str, Any]:
    published = overview.published
    return {
        "summary": overview.summary,
        "summary_unproven": overview.summary_unproven,
        "lists": [
            [[one.text, one.files, one.unproven] for one in statements] for statements in overview.lists.values()
        ],
        "author": [overview.author.kind, overview.author.name],
        "published": published and [published.title, published.date, published.permalink],
    }


def _overview_from_json(data: Mapping[str, Any]) -> Overview:
    highlights, new_features, breaking_changes, other_updates, insights = map(_statements, data["lists"])
    title, date, permalink = data["published"] or ("", "", "")
    return Overview(
        data["summary"],
        highlights,
        new_features,
        breaking_changes,
        other_updates,
        insights,
        _author(*data["author"]),
        Published(title, date, permalink, "") if data["published"] else None,
        tuple(data["summary_unproven"]),
    )


def _statements(rows: Sequence[Sequence[Any]]) -> Statements:
    return tuple(Statement(text, (), tuple(files), tuple(unproven)) for text, files, unproven in rows)
