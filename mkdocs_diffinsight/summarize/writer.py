"""Giving each change its text: from the cache, else from the chosen summarizer, else by rules."""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from dataclasses import astuple, dataclass
from typing import TypeVar

from ..cache import Cache
from ..catalog import load_catalog
from ..config import Settings
from ..diff import range_hash
from ..errors import SummarizerError, SummarizerUnavailableError
from ..model import Evidence, FileSummary, Overview, ReportFile
from ..progress import Log
from ..quoting import display
from . import Summarizer
from .rules import Rules

T = TypeVar("T")


@dataclass
class Tally:
    """Where the texts of a build came from."""

    cached: int = 0
    by_model: int = 0
    by_rules: int = 0
    failed: int = 0
    """Texts that a model should have written; rules wrote them instead."""

    def __add__(self, other: Tally) -> Tally:
        return Tally(*map(operator.add, astuple(self), astuple(other)))

    def __str__(self) -> str:
        return f"{self.cached} from cache, {self.by_model} by model, {self.by_rules} by rules, {self.failed} failed"


class Writer:
    """Writes the texts of a build in one language, and keeps what was paid for the moment it arrives."""

    def __init__(self, settings: Settings, language: str, cache: Cache, log: Log) -> None:
        self.tally = Tally()
        self._cache = cache
        self._log = log
        self._rules = Rules(load_catalog(language))
        self._failed_for_good = False
        self._model = self._choose(settings, language)

    def _choose(self, settings: Settings, language: str) -> Summarizer | None:
        if settings.summarizer == "rules":
            return None
        from .openai import OpenAISummarizer, has_key

        if settings.summarizer == "auto" and not has_key(settings.openai):
            return None
        try:
            return OpenAISummarizer(settings.openai, language)
        except SummarizerUnavailableError as error:
            self._failed_for_good = True
            self._log.warning("No model can be asked, so rules write: %s", error)
            return None

    def file_summary(self, evidence: Evidence) -> FileSummary:
        """What is said about a change."""
        path = evidence.change.path
        return self._write(
            path,
            self._cache.summary(evidence.diff_hash),
            lambda summarizer: summarizer.summarize_file(evidence),
            lambda summary: self._cache.keep_summary(evidence.diff_hash, path, summary),
        )

    def overview(self, report: str, files: Sequence[ReportFile]) -> Overview:
        """What is said about the files of a report together; `report` names it in the log."""
        key = range_hash(file.diff_hash for file in files)
        return self._write(
            f"the overview of {report}",
            self._cache.overview(key),
            lambda summarizer: summarizer.summarize_report(files),
            lambda overview: self._cache.keep_overview(key, overview),
        )

    def _write(self, subject: str, cached: T | None, ask: Callable[[Summarizer], T], keep: Callable[[T], None]) -> T:
        if cached is not None:
            self.tally.cached += 1
            return cached
        if self._failed_for_good:
            self.tally.failed += 1
        elif self._model:
            try:
                text = ask(self._model)
            except SummarizerError as error:
                self._report_failure(display(subject, 200), error)
            else:
                self.tally.by_model += 1
                self._keep(text, keep)
                return text
        self.tally.by_rules += 1
        return ask(self._rules)

    def _report_failure(self, subject: str, error: SummarizerError) -> None:
        self.tally.failed += 1
        if isinstance(error, SummarizerUnavailableError):
            self._failed_for_good = True
            self._log.warning(
                "%s: %s The model is not asked again in this build; rules write the rest.", subject, error
            )
        else:
            self._log.warning("%s: %s Rules write this text; the next build asks again.", subject, error)

    def _keep(self, text: T, keep: Callable[[T], None]) -> None:
        try:
            keep(text)
        except OSError as error:
            self._log.warning("A text could not be kept in the cache (%s); the next build asks again.", error)
