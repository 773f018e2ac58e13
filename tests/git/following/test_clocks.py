"""Times of commits whose clocks disagree."""

from __future__ import annotations

import datetime
import itertools
import random

import pytest

from mkdocs_diffinsight.git.following.clocks import in_order

START = datetime.datetime(2026, 1, 5, 12, tzinfo=datetime.UTC)


def days(*numbers: float) -> list[datetime.datetime]:
    return [START + datetime.timedelta(days=number) for number in numbers]


FUTURE, PAST = 1600, -9000


@pytest.mark.parametrize(
    ("clocks", "believed"),
    [
        ((0, 7, 14), (0, 7, 14)),
        ((0, 7, FUTURE, 14, 21), (0, 7, 14, 14, 21)),
        ((0, 7, FUTURE, 14), (0, 7, 14, 14)),
        ((FUTURE, 0, 7), (0, 0, 7)),
        ((0, FUTURE, 7, FUTURE + 1, 14, 21, 28), (0, 7, 7, 14, 14, 21, 28)),
        ((0, FUTURE, FUTURE + 1, 7, 14), (0, 7, 7, 7, 14)),
        ((0, 7, PAST, 14), (0, 7, 7, 14)),
        ((0, 7, 14, PAST), (0, 7, 14, 14)),
        ((0, PAST, 7, 14), (0, 0, 7, 14)),
        ((0, PAST, 7, FUTURE, 14, PAST, 21), (0, 0, 7, 14, 14, 14, 21)),
        ((0, 7, FUTURE), (0, 7, FUTURE)),
    ],
)
def test_one_wrong_clock_changes_the_time_of_its_own_commit_alone(
    clocks: tuple[float, ...], believed: tuple[float, ...]
) -> None:
    assert in_order(days(*clocks)) == days(*believed)


def test_clocks_that_differ_by_hours_move_nothing_back() -> None:
    """A day that is over stays as it was told."""
    assert in_order(days(0, 0.6, 0.5, 0.55, 2)) == days(0, 0.6, 0.6, 0.6, 2)


@pytest.mark.parametrize("seed", range(20))
def test_times_never_go_back(seed: int) -> None:
    chance = random.Random(seed)
    found = in_order(days(*(n + chance.choice((0, 0, 0, 0.1, -3, 400, -900)) for n in range(50))))
    assert all(earlier <= later for earlier, later in itertools.pairwise(found))
    assert len(found) == 50


@pytest.mark.parametrize("seed", range(20))
def test_what_was_told_of_a_history_holds_when_it_goes_on(seed: int) -> None:
    """Some clocks are wrong, none of them lately."""
    chance = random.Random(seed)
    wrong = set(chance.sample(range(2, 40), 5))
    clocks = days(*(chance.choice((n + 300, n - 300)) if n in wrong else n for n in range(60)))
    told = in_order(clocks[:45])
    assert in_order(clocks)[:45] == told


def test_no_commit_has_no_time() -> None:
    assert in_order([]) == []
