"""Ranges that a history makes by itself."""

from __future__ import annotations

import datetime
import itertools
import random
from collections.abc import Mapping, Sequence
from zoneinfo import ZoneInfo

import pytest

from mkdocs_diffinsight.following import (
    Point,
    Step,
    Tag,
    closed_periods,
    is_prerelease,
    steps_between,
    version_order,
)
from mkdocs_diffinsight.model import Period, Unit

UTC = datetime.UTC


def tags(*names: str) -> list[Tag]:
    """Tags on commits of the same names."""
    return [Tag(name, name, datetime.datetime(2026, 1, 1, tzinfo=UTC)) for name in names]


def chain(*commits: str) -> dict[str, list[str]]:
    """Commits in a row, the first one first."""
    return {child: [parent] for parent, child in itertools.pairwise(commits)}


def names(steps: Sequence[tuple[Tag, Tag]]) -> list[str]:
    return [f"{before.name}...{tag.name}" for before, tag in steps]


@pytest.mark.parametrize(
    "in_order",
    [
        ["v1.2", "v1.9", "v1.10", "v2.0"],
        ["v1.0-alpha", "v1.0-alpha.1", "v1.0-alpha.beta", "v1.0-beta.2", "v1.0-beta.11", "v1.0-rc.1", "v1.0"],
        ["1.0a1", "1.0b1", "1.0rc1", "1.0", "1.0.post1", "1.0.1"],
        ["release-2023.12", "release-2024.1", "release-2024.11"],
        ["lib_1.0.0-preview.3", "lib_1.0.0", "lib_1.0.1"],
        ["nightly", "v0.1"],
    ],
)
def test_tags_are_in_the_order_of_their_versions(in_order: list[str]) -> None:
    shuffled = random.Random(1).sample(in_order, len(in_order))
    assert sorted(shuffled, key=version_order) == in_order


@pytest.mark.parametrize("name", ["v2.0-rc1", "v2.0.0-beta.1", "2.0a1", "v2.0.dev3", "v2.0.0-next.1"])
def test_a_version_with_a_suffix_is_a_prerelease(name: str) -> None:
    assert is_prerelease(name)


@pytest.mark.parametrize("name", ["v2.0", "2024.10.1", "v2.0+build.5", "v1.0.post1", "v1.0-1", "nightly"])
def test_other_versions_are_releases(name: str) -> None:
    assert not is_prerelease(name)


def test_each_tag_follows_the_one_before_it() -> None:
    history = chain("v1.9", "x", "v1.10", "v1.11")
    assert names(steps_between(tags("v1.10", "v1.11", "v1.9"), history)) == ["v1.9...v1.10", "v1.10...v1.11"]


def test_series_side_by_side_each_go_their_way() -> None:
    """`v1.2` came out after `v2.0`, on a branch of its own."""
    history: Mapping[str, Sequence[str]] = {"v1.1": ["v1.0"], "v2.0": ["v1.1"], "v1.2": ["v1.1"], "v2.1": ["v2.0"]}
    steps = names(steps_between(tags("v1.0", "v1.1", "v1.2", "v2.0", "v2.1"), history))
    assert steps == ["v1.0...v1.1", "v1.1...v1.2", "v1.1...v2.0", "v2.0...v2.1"]


def test_a_release_follows_a_release_and_a_prerelease_whatever_is_before_it() -> None:
    history = chain("v1.0", "v2.0-rc.1", "v2.0-rc.2", "v2.0")
    steps = names(steps_between(tags("v1.0", "v2.0-rc.1", "v2.0-rc.2", "v2.0"), history))
    assert steps == ["v1.0...v2.0-rc.1", "v2.0-rc.1...v2.0-rc.2", "v1.0...v2.0"]


def test_tags_on_branches_of_their_own_follow_by_version() -> None:
    history = {"v1.0": ["a"], "v1.1": ["b"], "b": ["a"]}
    assert names(steps_between(tags("v1.0", "v1.1"), history)) == ["v1.0...v1.1"]


def test_two_tags_on_one_commit_are_no_step() -> None:
    same = [Tag(name, "commit", datetime.datetime(2026, 1, 1, tzinfo=UTC)) for name in ("v1.0", "v1.0.1")]
    assert steps_between(same, {}) == []


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


def points(*moments: str) -> list[Point]:
    """Commits `c1`, `c2` and so on at these times; the latest first, as git tells them."""
    return [Point(f"c{n}", datetime.datetime.fromisoformat(moment)) for n, moment in enumerate(moments, 1)][::-1]


def ranges(found: Sequence[tuple[Period, Step]]) -> list[str]:
    return [f"{period.first} {step.base}...{step.head}" for period, step in found]


DAYS = points("2026-01-05T10:00+00:00", "2026-01-05T20:00+00:00", "2026-01-08T08:00+00:00", "2026-01-12T09:00+00:00")


def test_the_first_period_starts_before_the_first_commit() -> None:
    assert ranges(closed_periods(DAYS, Unit.DAY, UTC)) == ["2026-01-05 c1^...c2", "2026-01-08 c2...c3"]


def test_a_period_is_closed_once_a_later_one_has_a_commit() -> None:
    assert ranges(closed_periods(DAYS, Unit.WEEK, UTC)) == ["2026-01-05 c1^...c3"]


def test_the_open_period_is_there_on_request() -> None:
    found = ranges(closed_periods(DAYS, Unit.WEEK, UTC, with_open=True))
    assert found == ["2026-01-05 c1^...c3", "2026-01-12 c3...c4"]


def test_days_are_those_of_the_time_zone() -> None:
    assert ranges(closed_periods(DAYS, Unit.DAY, ZoneInfo("Asia/Tokyo")))[:2] == [
        "2026-01-05 c1^...c1",
        "2026-01-06 c1...c2",
    ]


def test_what_is_before_the_start_and_after_the_end_is_left_out() -> None:
    since, until = datetime.date(2026, 1, 6), datetime.date(2026, 1, 11)
    found = closed_periods(DAYS, Unit.MONTH, UTC, since, until, with_open=True)
    assert ranges(found) == ["2026-01-01 c2...c3"]


def test_a_clock_that_went_back_does_not_take_a_commit_to_an_earlier_period() -> None:
    """Each commit is in one period, and each period starts where the one before it ended."""
    skewed = points(
        "2026-01-05T10:00+00:00", "2026-01-07T10:00+00:00", "2026-01-05T11:00+00:00", "2026-01-09T10:00+00:00"
    )
    assert ranges(closed_periods(skewed, Unit.DAY, UTC)) == ["2026-01-05 c1^...c1", "2026-01-07 c1...c3"]


def test_a_clock_that_was_years_ahead_does_not_take_the_later_weeks_with_it() -> None:
    wrong = points(
        "2026-01-05T10:00+00:00", "2030-06-01T10:00+00:00", "2026-01-14T10:00+00:00", "2026-01-21T10:00+00:00"
    )
    assert ranges(closed_periods(wrong, Unit.WEEK, UTC)) == ["2026-01-05 c1^...c1", "2026-01-12 c1...c3"]


def test_more_commits_leave_the_closed_periods_as_they_were() -> None:
    before = closed_periods(DAYS[1:], Unit.DAY, UTC)
    assert closed_periods(DAYS, Unit.DAY, UTC)[: len(before)] == before


def test_a_branch_without_commits_has_no_periods() -> None:
    assert closed_periods([], Unit.DAY, UTC) == []
