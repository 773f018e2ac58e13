"""Explaining changes: the protocol that every summarizer follows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from ..model import Evidence, FileSummary, Overview, ReportFile


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
