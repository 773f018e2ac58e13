"""What the tests of summarizers share."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from mkdocs_diffinsight.explain.server.pace import Clock


class SteppingClock(Clock):
    """Time that passes only by waiting, and then at once."""

    def __init__(self) -> None:
        self.time = 0.0
        self.quiet: Callable[[], bool] = lambda: True
        """Whether nothing else is going on that takes no time, such as a request."""

    def now(self) -> float:
        return self.time

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        now = self.time
        if condition.wait_for(self.quiet, timeout=60) and self.time == now:
            self.time += seconds


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()
