"""The way to a model's server, and the batches that were sent to it."""

from __future__ import annotations

from typing import Protocol

from ..model.prompt import Prompt


class Asker(Protocol):
    """Gets the answer of a model to a question; may be used by several threads at once."""

    def ask(self, model: str, prompt: Prompt) -> str | None:
        """The text of the answer, or nothing where it comes later, with a batch.

        Raises:
            SummarizerError: This answer could not be had.
            SummarizerUnavailableError: No answer can be had in this build.

        """
