"""Summarizers that other packages bring: entry points of the group `mkdocs_diffinsight.summarizers`.

The name of an entry point is a value of the option `summarizer`. What it leads to is called with the tag of each
language of the site, such as `en`, and gives a `Summarizer`; so a class that is made with the tag will do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from importlib.metadata import entry_points
from typing import Protocol, TypeVar

from ..errors import SummarizerError
from ..language.quoting import display
from ..model.findings import Evidence
from ..model.report import ReportFile
from ..model.texts import MODIFICATION_TYPES, FileSummary, Overview
from ..progress import Log
from ..settings.options import SUMMARIZERS, Settings
from .grounding import Ground, ShownLines, check_overview, check_summary, with_proven_summary
from .server.workers import Task

T = TypeVar("T", FileSummary, Overview)


class Summarizer(Protocol):
    """Explains changes. It is given frozen values and gives frozen values; several threads may use it at once.

    Its texts are kept like those of a model, so it is asked about a change once. The `author` of each has to be
    `Author("model", NAME)`, which pages show. What a text asserts is looked up in the diff, and marked if it is not
    there.

    Both methods may raise `SummarizerError` where they cannot give one text, and `SummarizerUnavailableError` where
    they will not give any more in this build. Rules write what is missing.
    """

    def summarize_file(self, evidence: Evidence, /) -> FileSummary:
        """Explain one changed file; a statement may carry the lines of the diff that show it."""

    def summarize_report(self, files: Sequence[ReportFile], /) -> Overview:
        """Explain all files of a report together; a statement may carry the paths of the files that it is about."""


def choose_summarizers(settings: Settings, log: Log) -> Mapping[str, Summarizer] | None:
    """The configured summarizer of another package in each language, or nothing where it cannot be had."""
    try:
        [entry, *_] = entry_points(group=SUMMARIZERS, name=settings.summarizer)
        make: Callable[[str], Summarizer] = entry.load()
        return {language: make(language) for language in settings.languages}
    except Exception as error:  # whatever somebody else's code does
        log.warning("%r cannot be asked, so rules write: %s", settings.summarizer, _reason(error))
        return None


class InstalledSource:
    """Texts by a summarizer of another package, which are held against the diff. It has no answers to be kept."""

    def __init__(self, summarizer: Summarizer) -> None:
        self._summarizer = summarizer

    def summarize_file(self, _: str, evidence: Evidence) -> Task[FileSummary | None]:
        """The text about a change. Raises `SummarizerError`."""
        summary = yield partial(_text, self._summarizer.summarize_file, evidence, FileSummary)
        is_known = summary.modification_type in MODIFICATION_TYPES
        if not is_known or not summary.modification_title or not summary.statements:
            raise SummarizerError("The summarizer's text has no type that there is, no title or no statement.")
        return check_summary(replace(summary, rests_on=""), Ground.of([evidence]), ShownLines(evidence.change))

    def summarize_report(self, _: str, files: Sequence[ReportFile]) -> Task[Overview | None]:
        """The text about a set of changes. Raises `SummarizerError`."""
        overview = yield partial(_text, self._summarizer.summarize_report, files, Overview)
        if not overview.summary or not overview.highlights:
            raise SummarizerError("The summarizer's overview has no summary or no highlight.")
        return with_proven_summary(check_overview(replace(overview, published=None), Ground.of_report(files)))


def _text(write: Callable[..., T], about: object, kind: type[T]) -> T:
    """What a summarizer says. Raises `SummarizerError`."""
    try:
        text = write(about)
    except SummarizerError:
        raise
    except Exception as error:  # whatever somebody else's code does
        raise SummarizerError(f"The summarizer fails ({_reason(error)}).") from error
    if not isinstance(text, kind) or text.author.kind != "model":
        raise SummarizerError(f"The summarizer gives no {kind.__name__} by a model but {display(repr(text), 60)}.")
    return text


def _reason(error: Exception) -> str:
    return display(f"{type(error).__name__}: {error}", 200).rstrip(".")
