"""Showing that long work goes on: a bar where a person watches, a line now and then where not."""

from __future__ import annotations

import logging
import sys
import time
from typing import Any, Self

import click

Log = logging.Logger | logging.LoggerAdapter[logging.Logger]

_QUIET_SECONDS = 1.0
_SECONDS_BETWEEN_LINES = 10.0


class Progress:
    """Counts steps towards a total, silently for the first second."""

    def __init__(self, total: int, log: Log, doing: str) -> None:
        """`doing` says what the steps are, as in "Explaining"."""
        self._total = total
        self._done = 0
        self._log = log
        self._doing = doing
        self._bar: Any = None
        self._next = time.monotonic() + _QUIET_SECONDS

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar:
            self._bar.render_finish()

    def advance(self) -> None:
        """One more step is done."""
        self._done += 1
        if self._bar:
            self._bar.update(1)
        elif time.monotonic() >= self._next:
            self._show()

    def _show(self) -> None:
        if sys.stderr.isatty():
            self._bar = click.progressbar(length=self._total, label=self._doing, show_pos=True, file=sys.stderr)
            self._bar.update(self._done)
        else:
            self._log.info("%s: %d of %d", self._doing, self._done, self._total)
            self._next = time.monotonic() + _SECONDS_BETWEEN_LINES
