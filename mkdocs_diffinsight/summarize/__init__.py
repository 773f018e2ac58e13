"""Explaining changes: the protocols that whoever explains follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..model import Evidence, FileSummary, Overview, ReportFile
from .prompt import Prompt


class Summarizer(Protocol):
    """Writes what a report says."""

    def summarize_file(self, evidence: Evidence) -> FileSummary:
        """Explain one changed file.

        Raises:
            SummarizerError: This text could not be had.
            SummarizerUnavailableError: No text can be had in this build.

        """

    def summarize_report(self, files: Sequence[ReportFile]) -> Overview:
        """Explain all files of a report together, from what was said about each.

        Raises the same errors.
        """


class Asker(Protocol):
    """Gets the answer of a model to a question; may be used by several threads at once."""

    def ask(self, model: str, prompt: Prompt) -> str:
        """The text of the answer. Raises the same errors as `Summarizer`."""
