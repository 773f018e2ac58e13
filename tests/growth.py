"""Tells work that grows faster than the text it is done on.

Four times as much text may take about four times as long. What goes back over it takes sixteen times as long, or never
ends.
"""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

GROWTH = 10
"""So many times as long is too much for a text that is four times as long; there is room for a busy machine."""
_CUBE = 4**3
"""So many times as long is what grows with the cube of the text."""


class TooLongError(Exception):
    """Work has not ended in the time that it was given."""


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Stop what takes more CPU time than that. Raises `TooLongError`."""
    before = signal.signal(signal.SIGPROF, _stop)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def grows_too_fast(
    run: Callable[[Any], object], small: object, large: object, *, floor: float, limit: float, rounds: int
) -> bool:
    """Whether each of some rounds shows that a text four times as long takes far more than four times as long.

    Less than `floor` seconds for the large text is of no account. At `limit` seconds of CPU the work is stopped.
    """
    return all(_shows_growth(run, small, large, floor, limit, rounds) for _ in range(rounds))


def _shows_growth(
    run: Callable[[Any], object], small: object, large: object, floor: float, limit: float, tries: int
) -> bool:
    try:
        if _seconds(run, small, limit) * _CUBE < floor or _seconds(run, large, limit) < floor:
            return False
        some, more = (min(_seconds(run, text, limit) for _ in range(tries)) for text in (small, large))
    except TooLongError:
        return True
    return more > max(floor, GROWTH * some)


def _seconds(run: Callable[[Any], object], text: object, limit: float) -> float:
    with at_most(limit):
        started = time.perf_counter()
        run(text)
        return time.perf_counter() - started


def _stop(*_: object) -> None:
    raise TooLongError
