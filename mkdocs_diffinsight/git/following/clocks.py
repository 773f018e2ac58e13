"""The times of commits in a row, where their clocks disagree. Pure."""

from __future__ import annotations

import datetime
import itertools
from bisect import bisect_right
from collections.abc import Iterable, Sequence

_OUTVOTED = datetime.timedelta(days=1)
"""How far ahead of the others a clock has to be to be wrong, where more of the commits after it say so."""
_AGAINST_ONE = datetime.timedelta(days=7)
"""How far ahead it has to be where it stands against a single one."""


def in_order(moments: Sequence[datetime.datetime]) -> list[datetime.datetime]:
    """The times of commits, the first one first, as far as they can be believed: they never go back.

    A commit counts as made with the one before it where its clock says that it is older. But where it is the clock of
    the earlier one that was far ahead, as the others agree, that one counts as made with the next of them.
    """
    if all(earlier <= later for earlier, later in itertools.pairwise(moments)):
        return list(moments)
    stamps = [moment.timestamp() for moment in moments]
    until = _agreeing(stamps)
    since = _agreeing(-stamp for stamp in reversed(stamps))[::-1]
    most = max(until)
    believed = list(moments)
    following = None
    for n in reversed(range(len(moments))):
        agrees = until[n] + since[n] - 1 == most
        # At the start, nothing tells a clock that was ahead from one after it that was behind.
        limit = _OUTVOTED if not agrees else _AGAINST_ONE if until[n] > 1 else None
        if following and limit and moments[n] - following > limit:
            believed[n] = following
        elif agrees:
            following = moments[n]
    return list(itertools.accumulate(believed, max))


def _agreeing(stamps: Iterable[float]) -> list[int]:
    """Count for each time how many up to it can be chosen at most so that none is before another one.

    As in https://en.wikipedia.org/wiki/Longest_increasing_subsequence.
    """
    ends: list[float] = []  # the earliest end of a choice of each length
    lengths = []
    for stamp in stamps:
        length = bisect_right(ends, stamp)
        ends[length : length + 1] = [stamp]
        lengths.append(length + 1)
    return lengths
