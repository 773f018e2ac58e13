"""What the tests of summarizers share."""

from __future__ import annotations

import threading

import pytest

from mkdocs_diffinsight.summarize.pace import Clock


class SteppingClock(Clock):
    """Time that passes only by waiting, and then at once."""

    def __init__(self) -> None:
        self.time = 0.0
        self.waits: list[float] = []

    def now(self) -> float:
        return self.time

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        self.waits.append(seconds)
        self.time += seconds


@pytest.fixture
def clock() -> SteppingClock:
    return SteppingClock()
