"""Ranges that a history makes by itself."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

import pytest

from mkdocs_diffinsight.git.following.ranges import BranchCommit, Step, closed_periods
from mkdocs_diffinsight.model.ranges import Period, PeriodRule, Unit


@pytest.mark.parametrize(
    ("unit", "first", "last"),
    [
        (Unit.DAY, "2026-02-18", "2026-02-18"),
        (Unit.WEEK, "2026-02-16", "2026-02-22"),
        (Unit.MONTH, "2026-02-01", "2026-02-28"),
    ],
)
def test_a_period_has_a_first_and_a_last_day(unit: Unit, first: str, last: str) -> None:
    period = Period.holding(datetime.date(2026, 2, 18), unit)
    assert (str(period.first), str(period.last)) == (first, last)


def points(*moments: str) -> list[BranchCommit]:
    """Commits `c1`, `c2` and so on at these times; the latest first, as git tells them."""
    return [BranchCommit(f"c{n}", datetime.datetime.fromisoformat(moment)) for n, moment in enumerate(moments, 1)][::-1]


def ranges(found: Sequence[tuple[Period, Step]]) -> list[str]:
    return [f"{period.first} {step.base}...{step.head}" for period, step in found]


def closed(unit: Unit, zone: str = "UTC") -> PeriodRule:
    return PeriodRule(unit, zone=zone, with_open=False)


DAYS = points("2026-01-05T10:00+00:00", "2026-01-05T20:00+00:00", "2026-01-08T08:00+00:00", "2026-01-12T09:00+00:00")


def test_the_first_period_starts_before_the_first_commit() -> None:
    assert ranges(closed_periods(DAYS, closed(Unit.DAY))) == ["2026-01-05 c1^...c2", "2026-01-08 c2...c3"]


def test_a_period_is_closed_once_a_later_one_has_a_commit() -> None:
    assert ranges(closed_periods(DAYS, closed(Unit.WEEK))) == ["2026-01-05 c1^...c3"]


def test_the_open_period_is_there_on_request() -> None:
    found = ranges(closed_periods(DAYS, PeriodRule(Unit.WEEK)))
    assert found == ["2026-01-05 c1^...c3", "2026-01-12 c3...c4"]


def test_days_are_those_of_the_time_zone() -> None:
    assert ranges(closed_periods(DAYS, closed(Unit.DAY, "Asia/Tokyo")))[:2] == [
        "2026-01-05 c1^...c1",
        "2026-01-06 c1...c2",
    ]


def test_what_is_before_the_start_and_after_the_end_is_left_out() -> None:
    since, until = datetime.date(2026, 1, 6), datetime.date(2026, 1, 11)
    found = closed_periods(DAYS, PeriodRule(Unit.MONTH, since=since, until=until))
    assert ranges(found) == ["2026-01-01 c2...c3"]


def test_a_clock_that_went_back_does_not_take_a_commit_to_an_earlier_period() -> None:
    """Each commit is in one period, and each period starts where the one before it ended."""
    skewed = points(
        "2026-01-05T10:00+00:00", "2026-01-07T10:00+00:00", "2026-01-05T11:00+00:00", "2026-01-09T10:00+00:00"
    )
    assert ranges(closed_periods(skewed, closed(Unit.DAY))) == ["2026-01-05 c1^...c1", "2026-01-07 c1...c3"]


def test_a_clock_that_was_years_ahead_does_not_take_the_later_weeks_with_it() -> None:
    wrong = points(
        "2026-01-05T10:00+00:00", "2030-06-01T10:00+00:00", "2026-01-14T10:00+00:00", "2026-01-21T10:00+00:00"
    )
    assert ranges(closed_periods(wrong, closed(Unit.WEEK))) == ["2026-01-05 c1^...c1", "2026-01-12 c1...c3"]


def test_more_commits_leave_the_closed_periods_as_they_were() -> None:
    before = closed_periods(DAYS[1:], closed(Unit.DAY))
    assert closed_periods(DAYS, closed(Unit.DAY))[: len(before)] == before


def test_a_branch_without_commits_has_no_periods() -> None:
    assert closed_periods([], closed(Unit.DAY)) == []
