"""Walks through a history, with the results of git's own: merge bases, and the commits of a range in their order.

Git starts a process for each range. Here one list of commits, read no further than the ranges need, does for many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import count

_SLOP = 5
"""Commits that git looks at beyond the last that counts, as clocks of committers differ."""
_ONE, _TWO, _STALE = 1, 2, 4


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
        self._done: set[str] = set()
        self.open = 0
        """How many of them are not done with."""

    def add(self, commit: str) -> None:
        heappush(self._entries, (-self._ancestry.date(commit), next(self._numbers), commit))
        self._waiting[commit] += 1
        self.open += commit not in self._done

    def take(self) -> str:
        commit = heappop(self._entries)[2]
        self._waiting[commit] -= 1
        self.open -= commit not in self._done
        return commit

    def close(self, commit: str) -> None:
        """Call a commit done with, wherever it is."""
        if commit not in self._done:
            self._done.add(commit)
            self.open -= self._waiting[commit]

    def is_closed(self, commit: str) -> bool:
        return commit in self._done

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
    found: dict[str, None] = {}
    while queue.open:
        commit = queue.take()
        colours = paint[commit]
        if colours == _ONE | _TWO:
            found[commit] = None
            colours |= _STALE
        for parent in ancestry.parents(commit):
            before = paint.get(parent, 0)
            if before & colours != colours:
                paint[parent] = before | colours
                if colours & _STALE:
                    queue.close(parent)
                queue.add(parent)
    return [commit for commit in found if not paint[commit] & _STALE]


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
        closed = queue.is_closed(commit)
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
    return [commit for commit in listed if not queue.is_closed(commit)]


def _close_ancestors(ancestry: Ancestry, queue: _Queue, commit: str, seen: set[str]) -> None:
    """Call done what a commit descends from, as far as that was reached."""
    reached = [commit]
    while reached:
        for parent in ancestry.parents(reached.pop()):
            if not queue.is_closed(parent):
                queue.close(parent)
                if parent in seen:
                    reached.append(parent)
