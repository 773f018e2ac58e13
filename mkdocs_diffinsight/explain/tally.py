"""Counting where texts come from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass
class Tally:
    """Where the texts of a build came from."""

    cached: int = 0
    by_model: int = 0
    by_rules: int = 0
    failed: int = 0
    """Texts that a model should have written; rules wrote them instead."""
    postponed: int = 0
    """Texts that a model is to write in another build, or in a batch; rules wrote them for now."""

    def add(self, other: Tally) -> None:
        """Count what another one counted, too."""
        for origin, number in vars(other).items():
            setattr(self, origin, getattr(self, origin) + number)

    def __str__(self) -> str:
        text = f"{self.cached} from cache, {self.by_model} by model, {self.by_rules} by rules, {self.failed} failed"
        return f"{text}, {self.postponed} postponed" if self.postponed else text
