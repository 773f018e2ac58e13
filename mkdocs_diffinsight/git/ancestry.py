"""Walks through a history, with the results of git's own: merge bases, and the commits of a range in their order.

Git starts a process for each range and question, which takes 6 ms of the processor for both. Here one list of commits,
read no further than the ranges need, does for many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from heapq import heappop, heappush
from itertools import count

_SLOP = 5
"""Commits that git looks at beyond the last that counts, as clocks of committers differ."""
_ONE, _TWO, _STALE = 1, 2, 4
_MOST_DOUBTS = 100
"""Commits of a range that are looked at one by one in a shallow clone."""


class TooFarError(Exception):
    """A walk would take more commits than are read."""


class Ancestry:
    """Commits by their ids, read from the output of `git rev-list --timestamp --parents` when they are asked for."""

    def __init__(self, lines: Iterator[bytes], limit: int) -> None:
        self._lines = lines
        self._left = limit
        self._commits: dict[str, tuple[int, tuple[str, ...]]] = {}

    def date(self, commit: str) -> int:
        """When it was committed, as git counts seconds. Raises `TooFarError`."""
        return self._find(commit)[0]

    def parents(self, commit: str) -> tuple[str, ...]:
        """Raises `TooFarError`."""
        return self._find(commit)[1]

    def _find(self, commit: str) -> tuple[int, tuple[str, ...]]:
        while commit not in self._commits:
            line = next(self._lines, b"") if self._left else b""
            if not line.endswith(b"\n"):
                raise TooFarError
            self._left -= 1
            stamp, name, *parents = line.decode("ascii").split()
            self._commits[name] = int(stamp), tuple(parents)
        return self._commits[commit]


class _Queue:
    """Commits to look at: the latest first, and of the same second the one that came first."""

    def __init__(self, ancestry: Ancestry) -> None:
        self._ancestry = ancestry
        self._entries: list[tuple[int, int, str]] = []
        self._numbers = count()
        self._waiting: Counter[str] = Counter()
        self.done: set[str] = set()
        self.open = 0
        """How many of them are not done with."""

    def add(self, commit: str) -> None:
        heappush(self._entries, (-self._ancestry.date(commit), next(self._numbers), commit))
        self._waiting[commit] += 1
        self.open += commit not in self.done

    def take(self) -> str:
        commit = heappop(self._entries)[2]
        self._waiting[commit] -= 1
        self.open -= commit not in self.done
        return commit

    def close(self, commit: str) -> None:
        """Call a commit done with, wherever it is."""
        if commit not in self.done:
            self.done.add(commit)
            self.open -= self._waiting[commit]

    def __bool__(self) -> bool:
        return bool(self._entries)

    @property
    def latest(self) -> int:
        """The date of the next one."""
        return -self._entries[0][0]


def merge_bases(ancestry: Ancestry, one: str, two: str) -> list[str]:
    """The common ancestors of two commits that can be their merge base: if it is a single one, it is.

    As `paint_down_to_common` of git's `commit-reach.c`. Raises `TooFarError`.
    """
    if one == two:
        return [one]
    paint = {one: _ONE, two: _TWO}
    queue = _Queue(ancestry)
    queue.add(one)
    queue.add(two)
    bases: dict[str, None] = {}
    while queue.open:
        commit = queue.take()
        colours = paint[commit]
        if colours == _ONE | _TWO:
            bases[commit] = None
            colours |= _STALE
        for parent in ancestry.parents(commit):
            before = paint.get(parent, 0)
            if before & colours != colours:
                paint[parent] = before | colours
                if colours & _STALE:
                    queue.close(parent)
                queue.add(parent)
    return [commit for commit in bases if not paint[commit] & _STALE]


def commits_between(ancestry: Ancestry, base: str, head: str) -> list[str]:
    """What `git log base..head` lists, in its order. As `limit_list` of git's `revision.c`. Raises `TooFarError`."""
    queue = _Queue(ancestry)
    queue.close(base)
    seen = {base, head}
    for commit in dict.fromkeys((base, head)):
        queue.add(commit)
    listed: list[str] = []
    slop = _SLOP
    while queue:
        commit = queue.take()
        closed = commit in queue.done
        for parent in ancestry.parents(commit):
            if closed:
                queue.close(parent)
                _close_ancestors(ancestry, queue, parent, seen)
            if parent not in seen:
                seen.add(parent)
                queue.add(parent)
        if not closed:
            listed.append(commit)
        elif queue.open or (queue and listed and ancestry.date(listed[-1]) <= queue.latest):
            slop = _SLOP
        else:
            slop -= 1
            if not slop:
                break
    return [commit for commit in listed if commit not in queue.done]


def _close_ancestors(ancestry: Ancestry, queue: _Queue, commit: str, seen: set[str]) -> None:
    """Call done what a commit descends from, as far as that was reached."""
    reached = [commit]
    while reached:
        for parent in ancestry.parents(reached.pop()):
            if parent not in queue.done:
                queue.close(parent)
                if parent in seen:
                    reached.append(parent)


def may_be_cut(
    commits: Mapping[str, tuple[int, Sequence[str]]], cut: Collection[str], base: str | None, head: str
) -> bool:
    """Whether what a shallow clone lacks can change which commits a range has, or where it starts.

    `commits` are those that it has, with their dates and parents, and `cut` are those of them whose parents it lacks.
    They hide two things: further commits of the range, and that a commit of the range is in the history of the base.
    The second cannot be where the one is later than the other, or has the other in its own history.
    """
    before = _reached(commits, [base] if base else [])
    own = _reached(commits, [head]) - before
    if not own.isdisjoint(cut):
        return True
    edges = before.intersection(cut)
    latest = max((commits[edge][0] for edge in edges), default=0)
    lowest = [commit for commit in own if own.isdisjoint(commits[commit][1])]
    starts = {parent for commit in own for parent in commits[commit][1]} & before
    best = starts - _reached(commits, [parent for commit in starts for parent in commits[commit][1]])
    asked = [*lowest, *(best if len(best) > 1 else ())]
    doubtful = [commit for commit in asked if commits[commit][0] <= latest]
    return len(doubtful) > _MOST_DOUBTS or not all(edges <= _reached(commits, [commit]) for commit in doubtful)


def _reached(commits: Mapping[str, tuple[int, Sequence[str]]], ends: Iterable[str]) -> set[str]:
    """Commits with all that they descend from, as far as that is there."""
    seen: set[str] = set()
    left = list(ends)
    while left:
        commit = left.pop()
        if commit not in seen:
            seen.add(commit)
            left += commits[commit][1]
    return seen
