"""Reports as lists, feeds, topics and histories know them.

They are small, so that a site can have those of all its reports at hand, and read none of their diffs. A report gives
them, and a file holds them until lists are made again.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import NamedTuple

from .changes import Status
from .findings import Noise
from .ranges import short_compare
from .report import Report, ReportFile
from .texts import BREAKING_CHANGE, BUG_FIX, NEW_FEATURE, Overview

_OBJECT_NAME = re.compile(r"(?!\d+$)[0-9a-f]{7,64}")
"""Whole or abbreviated, such as `1a2b3c4`. Digits alone may be a tag that is a date."""
_BY_WEIGHT = (BREAKING_CHANGE, NEW_FEATURE, BUG_FIX)
"""Types of changes, those first that readers have to know of."""


class ListedChange(NamedTuple):
    """What happened to a file."""

    path: str
    previous_path: str | None
    status: Status
    additions: int
    deletions: int


class ListedSummary(NamedTuple):
    """What a change is called."""

    modification_type: str
    modification_title: str
    title_unproven: tuple[str, ...]


class ListedFile(NamedTuple):
    """A changed file; a site may have very many of them."""

    item_id: str
    change: ListedChange
    diff_hash: str
    noise: Noise | None
    summary: ListedSummary
    hits: tuple[str, ...]
    """The watched terms that it has."""


@dataclass(frozen=True)
class ListedReport:
    """A report in a list."""

    slug: str
    title: str
    date: datetime.date
    category: str | None
    language: str
    has_name: bool
    """Its title tells something: two object names tell nobody what it is about."""
    compare: str
    """The range in short."""
    committed: datetime.datetime
    """When its head was committed."""
    lasting_date: datetime.date | None
    """One that stays while the report is still open; nothing where its head moves on."""
    permalink: str | None
    overview: Overview
    """Without insights, and without the lines that prove its statements: only the report's own page shows these."""
    explained: tuple[ListedFile, ...]
    """The files that its own page explains."""
    parts: tuple[ListedReport, ...] = ()
    """The reports on its categories, if it is about all of them: their pages explain the files."""

    @cached_property
    def files(self) -> Sequence[ListedFile]:
        """All files that it is about."""
        if not self.parts:
            return self.explained
        return sorted((file for part in self.parts for file in part.explained), key=lambda file: file.change.path)

    @cached_property
    def main_change(self) -> ListedFile | None:
        """The change to name if it can be only one: no noise, of the type that matters most, with the most lines."""
        return max(self.files, key=_weight, default=None)


AnyReport = Report | ListedReport
"""What has a page."""


def listed(report: Report) -> ListedReport:
    """What lists know of a report."""
    period = report.range.period
    lasting = None if report.range.is_rolling else period.last if period else report.date
    shown = report.overview.changed(lambda statements: tuple(one._replace(lines=()) for one in statements))
    return ListedReport(
        *(report.slug, report.title, report.date, report.category, report.language, _has_name(report)),
        *(short_compare(report.range), report.resolved.committed, lasting, report.permalink),
        replace(shown, insights=(), published=None),
        () if report.parts else tuple(map(_listed_file, report.files)),
        tuple(map(listed, report.parts)),
    )


def _listed_file(file: ReportFile) -> ListedFile:
    change, summary = file.change, file.summary
    return ListedFile(
        file.item_id,
        ListedChange(change.path, change.previous_path, change.status, change.additions, change.deletions),
        file.diff_hash,
        file.evidence.noise,
        ListedSummary(summary.modification_type, summary.modification_title, summary.title_unproven),
        file.hits,
    )


def _has_name(report: Report) -> bool:
    asked = report.range
    named = report.overview.published or asked.title or asked.period or asked.is_rolling
    return bool(named) or not (_OBJECT_NAME.fullmatch(asked.base) and _OBJECT_NAME.fullmatch(asked.head))


def _weight(file: ListedFile) -> tuple[bool, int, int]:
    kind = file.summary.modification_type
    rank = _BY_WEIGHT.index(kind) if kind in _BY_WEIGHT else len(_BY_WEIGHT)
    return not file.noise, -rank, file.change.additions + file.change.deletions
