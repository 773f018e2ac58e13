"""Giving each change its text: from the cache, else from a model, else by rules."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Future
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cache, partial
from typing import Any, Generic, NamedTuple, TypeAlias, TypeVar

from ..analyze.repeated import shared_edits
from ..cache.texts import Cache
from ..errors import BudgetSpentError, SummarizerError, SummarizerUnavailableError, UnusableAnswerError
from ..language.catalog import load_catalog
from ..language.quoting import display
from ..model.findings import Evidence
from ..model.patch import item_ids, range_hash
from ..model.report import Draft, ReportFile
from ..model.texts import FileSummary, Overview, Statements, proven
from ..progress import Log, Progress
from ..settings.options import Settings
from .model.language_model import LanguageModel
from .rules import Rules
from .server import Asker
from .server.exchange import End, Exchange
from .server.openai import circumstances
from .server.workers import Task, Workers
from .summarizers import InstalledSource, Summarizer
from .tally import Tally

T = TypeVar("T", FileSummary, Overview)

SECONDS_BETWEEN_LINES = 60.0
"""While a text is waited for."""


class _Reply(NamedTuple, Generic[T]):
    """What came of having a text written."""

    text: T | None
    """Nothing where it is to come later."""
    is_new: bool = True
    """This build has asked for it."""


_Promise: TypeAlias = Future[_Reply[T]]


_Edits: TypeAlias = Callable[[], Mapping[str, Evidence]]
"""Finds the edits that files of a report tell for others, by their paths; not every report has to know."""


@dataclass(frozen=True)
class Texts:
    """What is said about one report."""

    files: tuple[ReportFile, ...]
    overview: Overview


class Writer:
    """Writes the texts of a build, many at a time, and keeps what was paid for as it arrives."""

    def __init__(
        self, settings: Settings, log: Log, asker: Asker | None, summarizers: Mapping[str, Summarizer] | None = None
    ) -> None:
        """What the cache lacks is written by the model of an `asker`, or else by `summarizers`, which are by language,
        or else by rules.
        """
        self.tally = Tally()
        self.warnings = 0
        """Told so far."""
        self._settings = settings
        self._log = log
        self._asker = asker
        self._summarizers = summarizers
        self._end = End()

    def write(self, drafts: Sequence[Draft], language: str, progress: Progress | None) -> list[Texts]:
        """The texts of each report in a language, in the same order."""
        self._cache = Cache(self._settings.cache_dir, language, self._warn)
        self._rules = Rules(load_catalog(language))
        self._progress = progress
        self._promised: dict[str, Future[Any]] = {}
        self._missing: set[str] = set()
        self._source = self._source_in(language)
        try:
            with Workers(self._settings.openai.concurrency) as self._workers:
                return self._write(drafts)
        except KeyboardInterrupt:
            if self._source:
                self._log.info("Stopped. What a model has answered is kept; the next build carries on from there.")
            raise

    def _source_in(self, language: str) -> Exchange | InstalledSource | None:
        if self._asker is None:
            return InstalledSource(self._summarizers[language]) if self._summarizers else None
        options = self._settings.openai
        model = LanguageModel(options, language, ask_again=self._settings.grounding != "off")
        return Exchange(self._asker, model, self._cache, circumstances(options), self._end, self._warn)

    def _write(self, drafts: Sequence[Draft]) -> list[Texts]:
        edits = [cache(partial(shared_edits, draft.files)) for draft in drafts]
        started = [
            [self._start_file(file, shared) for file in d.files] for d, shared in zip(drafts, edits, strict=True)
        ]
        files = [self._files(*parts) for parts in zip(drafts, started, edits, strict=True)]
        overviews = list(map(self._start_overview, files))
        return [self._texts(*parts) for parts in zip(drafts, files, overviews, strict=True)]

    def _start_file(self, evidence: Evidence, edits: _Edits) -> _Promise[FileSummary] | None:
        """The promise of the text of a file, or nothing where rules are to write it.

        Of a file that tells an edit for others, the model sees that edit alone.
        """
        key = evidence.diff_hash
        if cached := self._cache.summary(key):
            return _kept(cached)
        if evidence.noise or not self._source or self._cache.holds_summary(key):
            return None  # a file that cannot be read may hold a person's work: nothing is to replace it
        edit = edits().get(evidence.change.path)
        task = self._source.summarize_file(key, edit or evidence)
        keep = partial(self._cache.keep_summary, key, evidence.change.path)
        return self._start(key, self._cache.summary, _resting_on(edit, task) if edit else task, keep)

    def _files(
        self, draft: Draft, started: Iterable[_Promise[FileSummary] | None], edits: _Edits
    ) -> tuple[ReportFile, ...]:
        ids = item_ids(evidence.change.path for evidence in draft.files)
        files: dict[str, ReportFile] = {}
        for evidence, text in zip(draft.files, started, strict=True):
            path = evidence.change.path
            summary = self._received(path, text, missing=not evidence.noise)
            if summary:
                summary = self._checked_file(summary, evidence)
            else:
                summary = self._by_rules(evidence, files.get(evidence.same_as or ""), edits)
                if not evidence.noise:
                    self._missing.add(evidence.diff_hash)
            files[path] = ReportFile(evidence, ids[path], summary)
            self._advance()
        return tuple(files.values())

    def _by_rules(self, evidence: Evidence, leader: ReportFile | None, edits: _Edits) -> FileSummary:
        """A text by rules; one that only points to where the same edit is told has the type and title of that one.

        It has its own where that one was written by somebody who knew more of its file than the edit.
        """
        self.tally.by_rules += 1
        summary = self._rules.summarize_file(evidence)
        if leader and leader.summary.rests_on:
            edit = edits().get(leader.change.path)
            if edit and leader.summary.rests_on == edit.diff_hash:
                return replace(leader.summary, statements=summary.statements, unread=0, rests_on="")
        return summary

    def _start_overview(self, files: Sequence[ReportFile]) -> _Promise[Overview] | None:
        """The promise of the overview of a report, or nothing where rules are to write it.

        A model is asked once it has told of every file that it is to tell of.
        """
        key = range_hash(file.diff_hash for file in files)
        if cached := self._cache.overview(key):
            return _kept(cached)
        telling = [file.diff_hash for file in files if not file.evidence.noise]
        if not self._source or not telling or not self._missing.isdisjoint(telling) or self._cache.holds_overview(key):
            return None
        task = self._source.summarize_report(key, files)
        return self._start(key, self._cache.overview, task, partial(self._cache.keep_overview, key))

    def _texts(self, draft: Draft, files: tuple[ReportFile, ...], promise: _Promise[Overview] | None) -> Texts:
        telling = any(not file.evidence.noise for file in files)
        overview = self._received(f"the overview of {draft.name}", promise, missing=telling)
        self._advance()
        if overview:
            return Texts(files, self._checked_overview(overview, files))
        if promise is None and telling and self._source:  # a model is asked once it has told of every file
            if self.tally.postponed:
                self.tally.postponed += 1
            else:
                self.tally.failed += 1
        self.tally.by_rules += 1
        return Texts(files, self._rules.summarize_report(files))

    def _advance(self) -> None:
        if self._progress:
            self._progress.advance()

    def _checked_file(self, summary: FileSummary, evidence: Evidence) -> FileSummary:
        """A text as `grounding` wants it shown, a person's without marks; rules fill in what is left out altogether."""
        if self._settings.grounding == "off" or summary.author.kind == "person":
            return replace(summary, statements=_unmarked(summary.statements), title_unproven=())
        if self._settings.grounding == "mark":
            return summary
        statements = proven(summary.statements)
        if statements and not summary.title_unproven:
            return replace(summary, statements=statements)
        rules = self._rules.summarize_file(evidence)
        if not statements:
            return rules
        return replace(summary, statements=statements, modification_title=rules.modification_title, title_unproven=())

    def _checked_overview(self, overview: Overview, files: Sequence[ReportFile]) -> Overview:
        """An overview as `grounding` wants it shown; what was published stays as it was, even where it is empty."""
        if self._settings.grounding == "off" or overview.author.kind == "person":
            return replace(overview.changed(_unmarked), summary_unproven=())
        if self._settings.grounding == "drop":
            summary = "" if overview.summary_unproven else overview.summary
            overview = replace(overview.changed(proven), summary=summary, summary_unproven=())
        if overview.published or (overview.summary and overview.highlights):
            return overview
        rules = self._rules.summarize_report(files)
        summary, highlights = overview.summary or rules.summary, overview.highlights or rules.highlights
        return replace(overview, summary=summary, highlights=highlights)

    def _start(
        self, key: str, find: Callable[[str], T | None], task: Task[T | None], keep: Callable[[T], None]
    ) -> _Promise[T]:
        """The promise of a text; one for all reports that need the same."""
        if key not in self._promised:
            self._promised[key] = self._workers.start(self._have_written(key, find, task, keep))
        return self._promised[key]

    def _have_written(
        self, key: str, find: Callable[[str], T | None], task: Task[T | None], keep: Callable[[T], None]
    ) -> Task[_Reply[T]]:
        """The text that another build has had written, or else the one of a task, which is kept."""
        self._end.check()
        options = self._settings.openai
        claim = self._cache.claim(key, options.timeout * (options.max_retries + 1))
        with ExitStack() as held:
            yield partial(held.enter_context, claim)
            if text := find(key):
                return _Reply(text, is_new=False)
            try:
                text = yield from task
            except SummarizerUnavailableError as error:
                self._end.reason = error
                raise
            if text:
                self._keep(key, partial(keep, text))
            return _Reply(text)

    def _keep(self, key: str, keep: Callable[[], None]) -> None:
        try:
            keep()
        except OSError as error:
            warning = "A text could not be kept in the cache (%s); the next build makes it of the same answers."
            self._warn(warning, error)
        else:
            self._cache.drop_answers(key)

    def _received(self, subject: str, promise: _Promise[T] | None, *, missing: bool) -> T | None:
        """A text, once it is there; nothing where rules are to write it."""
        name = display(subject, 200)
        if promise is None:
            if missing and self._settings.summarizer == "cached":
                self.tally.failed += 1
                self._warn("%s: the cache holds no text for it, and `summarizer: cached` asks nobody.", name)
            return None
        self._wait_for(promise, name)
        try:
            text, is_new = promise.result()
        except SummarizerError as error:
            self._report_failure(name, error)
            return None
        if text is None:
            self.tally.postponed += 1
        elif not is_new:
            self.tally.cached += 1
        else:
            self.tally.by_model += 1
            if self._settings.grounding != "off" and text.unproven:
                self._log.info("%s: not found in the diff: %s", name, display(", ".join(text.unproven), 300))
        return text

    def _wait_for(self, text: Future[Any], name: str) -> None:
        """Wait for a text, with a line in the log now and then: the model is slow, and nothing hangs."""
        waited = 0.0
        while not self._workers.wait(text, SECONDS_BETWEEN_LINES):
            waited += SECONDS_BETWEEN_LINES
            arrived = sum(one.done() for one in self._promised.values())
            line = "Waiting for the model for %.0f min: %s. %d of %d texts are here."
            self._log.info(line, waited / 60, name, arrived, len(self._promised))

    def _warn(self, message: str, *values: object) -> None:
        self.warnings += 1
        self._log.warning(message, *values)

    def _report_failure(self, subject: str, error: SummarizerError) -> None:
        if isinstance(error, BudgetSpentError):
            if not self.tally.postponed:
                self._log.info("%s Rules write the rest; the next build carries on.", error)
            self.tally.postponed += 1
            return
        self.tally.failed += 1
        if isinstance(error, UnusableAnswerError):
            self._warn("%s: %s Rules write this text.", subject, error)
        elif not isinstance(error, SummarizerUnavailableError):
            self._warn("%s: %s Rules write this text; the next build asks again.", subject, error)
        elif not self._end.is_told:
            self._end.is_told = True
            self._warn("%s: %s The model is not asked again in this build; rules write the rest.", subject, error)


def _kept(text: T) -> _Promise[T]:
    promise: _Promise[T] = Future()
    promise.set_result(_Reply(text, is_new=False))
    return promise


def _resting_on(edit: Evidence, task: Task[FileSummary | None]) -> Task[FileSummary | None]:
    text = yield from task
    return text and replace(text, rests_on=edit.diff_hash)


def _unmarked(statements: Statements) -> Statements:
    return tuple(statement._replace(unproven=()) for statement in statements)
