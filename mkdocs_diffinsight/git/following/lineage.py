"""What some commits of a history have in common, found in one pass. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import NamedTuple

_MOST_FORKS = 20_000
"""Places where a history forks that are told apart; more would take much memory."""


class HistoryCommit(NamedTuple):
    """A commit as histories are read."""

    id: str
    committed: int
    """In seconds, as git counts them."""
    parents: Sequence[str]


class Lineage:
    """How marked commits descend from each other, and where their histories part.

    Commits that are in the histories of the same marked commits are one place. A set of places is an integer with a
    bit for each. Whatever descends from a place has a higher bit, so the highest one that two histories share is where
    they part.
    """

    def __init__(self, history: Iterable[HistoryCommit], marked: Collection[str]) -> None:
        """`history` has at least the marked commits and all before them, each after its children."""
        self.committed: dict[str, int] = {}
        """When each marked commit was made."""
        self._find(history, set(marked))

    def is_before(self, one: str, two: str) -> bool:
        """Whether a marked commit is in the history of another one."""
        return one != two and bool(self.history[two] & self.place[one])

    def _find(self, history: Iterable[HistoryCommit], marked: Collection[str]) -> None:
        """Read the history from its ends: of which marked commits one is an ancestor, its children have told."""
        holders_of: list[int] = []
        known: dict[int, int] = {}
        above: list[set[int]] = []
        places: dict[str, int] = {}
        passed_down: dict[str, tuple[int, set[int]]] = {}
        for commit, committed, parents in history:
            holders, children = passed_down.pop(commit, (0, set()))
            if commit in marked:
                holders |= 1 << len(places)
                self.committed[commit] = committed
            if not holders:
                continue
            if commit in marked or not _is_one_of(children, holders, holders_of):
                place = known.get(holders)
                if place is None and (commit in marked or len(holders_of) < _MOST_FORKS + len(marked)):
                    place = known[holders] = len(holders_of)
                    holders_of.append(holders)
                    above.append(set())
                if place is not None:
                    above[place] |= children - {place}
                    children = {place}
                    if commit in marked:
                        places[commit] = place
            for parent in parents:
                others = passed_down.get(parent)
                passed_down[parent] = (holders | others[0], children | others[1]) if others else (holders, children)
        self._number(places, holders_of, above)

    def _number(self, places: Mapping[str, int], holders_of: Sequence[int], above: Sequence[set[int]]) -> None:
        """Give each place its bit: the more are above it, the lower."""
        histories = [0] * len(holders_of)
        bits = [0] * len(holders_of)
        counts = [(holders.bit_count(), place) for place, holders in enumerate(holders_of)]
        for number, (_, place) in enumerate(sorted(counts, reverse=True)):
            bits[place] = 1 << number
            histories[place] |= bits[place]
            for child in above[place]:
                histories[child] |= histories[place]
        self.place = {commit: bits[place] for commit, place in places.items()}
        """The place that each marked commit is at."""
        self.history = {commit: histories[place] for commit, place in places.items()}
        """The places in the history of each marked commit, with its own."""


def _is_one_of(children: set[int], holders: int, holders_of: Sequence[int]) -> bool:
    """Whether a commit is at the place of its only child, as most are."""
    if len(children) != 1:
        return False
    (child,) = children
    return holders_of[child] is holders
