"""How much changed on each day of a year, as a picture of weeks. Pure."""

from __future__ import annotations

import bisect
import datetime
import statistics
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from ...model.listed import ListedReport
from ...model.texts import BREAKING_CHANGE

WEEKS = 53
_WEEK = 7
_LEVELS = 4


class Day(NamedTuple):
    """A day with reports."""

    date: datetime.date
    week: int
    """From 0, the first column of the picture."""
    weekday: int
    """From 0, a Monday."""
    reports: int
    files: int
    breaking: int
    level: int
    """From 1 to 4: in which quarter of all days it is, by files."""


class Activity(NamedTuple):
    """The weeks up to the latest report."""

    first: datetime.date
    """A Monday."""
    last: datetime.date
    days: Sequence[Day]
    """Those with reports."""
    months: Sequence[tuple[datetime.date, int]]
    """The first day of each month that begins in the picture, and its week."""

    @property
    def reports(self) -> int:
        return sum(day.reports for day in self.days)

    @property
    def files(self) -> int:
        return sum(day.files for day in self.days)


def activity(reports: Sequence[ListedReport]) -> Activity | None:
    """The activity of the year up to the latest report, whatever the clock says; none without a report."""
    if not reports:
        return None
    last = max(report.date for report in reports)
    first = last - datetime.timedelta(days=last.weekday() + _WEEK * (WEEKS - 1))
    count, files, breaking = Counter[datetime.date](), Counter[datetime.date](), Counter[datetime.date]()
    for report in (report for report in reports if report.date >= first):
        count[report.date] += 1
        files[report.date] += len(report.files)
        breaking[report.date] += sum(file.summary.modification_type == BREAKING_CHANGE for file in report.files)
    # What a day must exceed to be in a higher quarter.
    borders = statistics.quantiles(files.values(), n=_LEVELS, method="inclusive") if len(files) > 1 else []
    days = []
    for date in sorted(count):
        week, weekday = divmod((date - first).days, _WEEK)
        level = 1 + bisect.bisect_left(borders, files[date])
        days.append(Day(date, week, weekday, count[date], files[date], breaking[date], level))
    dates = (first + datetime.timedelta(days=number) for number in range((last - first).days + 1))
    months = [(date, (date - first).days // _WEEK) for date in dates if date.day == 1]
    return Activity(first, last, days, months)
