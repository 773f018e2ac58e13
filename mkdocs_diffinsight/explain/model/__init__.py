"""Explaining changes: by a model, as far as one can be asked, else by rules."""

from __future__ import annotations

from typing import Protocol

from .prompt import Prompt


class Asker(Protocol):
    """Gets the answer of a model to a question; may be used by several threads at once."""

    def ask(self, model: str, prompt: Prompt) -> str:
        """The text of the answer.

        Raises:
            SummarizerError: This answer could not be had.
            SummarizerUnavailableError: No answer can be had in this build.

        """
