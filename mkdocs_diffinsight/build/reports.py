"""From settings to reports: the whole flow in one place."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from types import TracebackType
from typing import TYPE_CHECKING, Self

from ..analyze.repeated import mark_repeated
from ..cache.texts import Cache
from ..errors import SummarizerError
from ..explain.server import Asker
from ..explain.server.choose import choose_client, may_ask
from ..explain.tally import Tally
from ..language.catalog import load_catalog
from ..model.changes import Omission
from ..model.naming import Names, make_slug, make_title
from ..model.patch import range_hash
from ..model.report import Draft, Report, ReportFile
from ..model.texts import Overview
from ..progress import Log, Progress
from ..settings import BUILT_IN_SUMMARIZERS, Secrets, Settings
from .categories import group, matches, touches
from .reading import Place, Reader, ReadRange
from .watch import Watch

if TYPE_CHECKING:
    from ..explain.writer import Texts, Writer

_MOST_SECRETS = 10
"""That one line of the log names."""
Translated = Mapping[str, Report]
"""A report in each language, the main one first."""


@dataclass(frozen=True)
class RangeReports:
    """The reports on one range."""

    reports: Sequence[Translated]
    """With names that others may have, too."""
    is_settled: bool
    """Nothing was wrong: another build would tell the same."""
    digests: Mapping[str, Mapping[str, bytes]]
    """Of the files of their texts, by language, as `Cache.digests` has them; there may be others."""
    secrets: Sequence[str]
    """Where their diffs show what looks like one, as `Draft.secrets` has it."""


@dataclass(frozen=True)
class Result:
    """What a build has made, and where its texts came from."""

    reports: Mapping[str, Sequence[Report]]
    """By language, the main one first; in each one the same reports in the same order."""
    tally: Tally

    def __str__(self) -> str:
        reports, *_ = self.reports.values()
        return told(len(reports), sum(len(report.files) for report in reports), len(self.reports), self.tally)


def told(reports: int, files: int, languages: int, tally: Tally) -> str:
    """What a build has made, for the log."""
    tongues = f" in {languages} languages" if languages > 1 else ""
    return f"{counted(reports, 'report')}{tongues}, {counted(files, 'file')}; texts: {tally}"


class Build:
    """The ranges of a site, and the reports on them, which are made one range after the other.

    No more than one range is in memory at a time, except for those that a model is to tell of: it is asked for all of
    their texts side by side.
    """

    def __init__(self, settings: Settings, log: Log) -> None:
        """Open the repositories, and find the ranges. Raises `RepositoryError`."""
        self._settings = settings
        self._log = log
        cache = Cache(settings.cache_dir, settings.languages[0], log.warning, settings.scratch_dir)
        self._reader = Reader(settings.ranges, cache, log, settings.metadata_fields, settings.forges)
        self.places = self._reader.places
        self.silences = self._reader.silences
        self.reader_key = self._reader.reader_key
        self.tally = Tally()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._reader.close()

    def use(self, place: Place) -> None:
        """Note that what is kept of a range is still of use."""
        self._reader.use(place)

    def drafts(self, places: Iterable[Place]) -> Iterator[list[Draft]]:
        """The reports on each of these ranges without their texts. Raises `RepositoryError`."""
        for read in self._reader.read(places):
            yield list(make_drafts(read, self._settings))

    def reports(self, places: Sequence[Place]) -> Iterator[RangeReports]:
        """The reports on each of these ranges. Raises `RepositoryError`."""
        if not places:
            return
        from ..explain.writer import Writer

        asked = self._ask(places)
        drafts = self.drafts(place for place in places if place not in asked)
        writer = Writer(self._settings, self._log, None)
        with Progress(len(places), self._log, "Making reports") as progress:
            for place in places:
                if place in asked:
                    yield asked.pop(place)
                else:
                    warnings = writer.warnings
                    found = next(drafts)
                    reports = _write(with_changes(found, self._log), self._settings, writer)
                    is_settled = writer.warnings == warnings and not _are_cut(found)
                    yield RangeReports(reports, is_settled, dict(writer.digests), _secrets_of(found))
                progress.advance()
        self.tally.add(writer.tally)

    def _ask(self, places: Sequence[Place]) -> dict[Place, RangeReports]:
        """The reports on the ranges that a model is to tell of, if one can be asked."""
        if not may_ask(self._settings):
            return {}
        found = {
            place: drafts
            for place, drafts in zip(places, self.drafts(places), strict=True)
            if any(lacks_text(draft, self._settings, self._log) for draft in drafts)
        }
        if not found:
            return {}
        from ..explain.writer import Writer

        if self._settings.summarizer not in BUILT_IN_SUMMARIZERS:
            from ..explain.summarizers import choose_summarizers

            summarizers = choose_summarizers(self._settings, self._log)
            drafts = {place: with_changes(some, self._log) for place, some in found.items()} if summarizers else {}
            return self._written(drafts, found, Writer(self._settings, self._log, None, summarizers))
        client = choose_client(self._settings, self._log)
        if client is None:
            return {}
        from ..explain.server.sent import SentBatches
        from .plan import announcement

        sent = SentBatches(self._settings.cache_dir)
        try:
            asker = sent.asker(client)
        except SummarizerError as error:
            self._log.warning("No model is asked, so rules write: %s", error)
            return {}
        drafts = {place: with_changes(some, self._log) for place, some in found.items()}
        everything = [draft for some in drafts.values() for draft in some]
        if line := announcement(everything, self._settings, client.address, self._log):
            self._log.info("%s", line)
        with closing(client):  # an interrupted build waits for nobody
            written = self._written(drafts, found, Writer(self._settings, self._log, asker))
        if asker.used:
            with sent.locked(self._log):
                sent.forget(asker.used)
        if asker.waiting:
            self._log.info(
                "%s under way in batches, and not asked again: run `diffinsight batch collect`.",
                "1 request is" if len(asker.waiting) == 1 else f"{len(asker.waiting)} requests are",
            )
        return written

    def _written(
        self, drafts: Mapping[Place, Sequence[Draft]], found: Mapping[Place, Sequence[Draft]], writer: Writer
    ) -> dict[Place, RangeReports]:
        """The reports of some ranges; `found` has those without changes, too."""
        everything = [draft for some in drafts.values() for draft in some]
        reports = iter(_write(everything, self._settings, writer, show=self._log))
        self.tally.add(writer.tally)
        return {
            place: RangeReports(
                [next(reports) for _ in some],
                writer.warnings == 0 and not _are_cut(found[place]),
                writer.digests,
                _secrets_of(some),
            )
            for place, some in drafts.items()
        }


def _secrets_of(drafts: Sequence[Draft]) -> list[str]:
    return [place for draft in drafts for place in draft.secrets]


def tell_of_secrets(compare: str, secrets: Sequence[str], setting: Secrets, log: Log) -> None:
    """Say which secrets the reports on a range show, or do not show any more."""
    if not secrets or setting == "show":
        return
    number = counted(len(secrets), "secret")
    further = len(secrets) - _MOST_SECRETS
    told = "; ".join([*secrets[:_MOST_SECRETS], *([f"and {further} more"] if further > 0 else [])])
    if setting == "page":
        log.info("%s: %s taken off the pages: %s.", compare, number, told)
    else:
        log.warning(
            "%s: the pages show what looks like %s: %s. Revoke what is one. `secrets: page` takes it off the pages, "
            "`secrets: show` publishes it without this warning.",
            *(compare, number, told),
        )


def _are_cut(drafts: Sequence[Draft]) -> bool:
    """Whether the reports on a range are to be made again, as git could not read all of it."""
    return not drafts or any(
        draft.history.is_cut or any(file.change.omission is Omission.BROKEN for file in draft.files) for draft in drafts
    )


def build_reports(settings: Settings, log: Log) -> Result:
    """Make the reports that the settings ask for in each language, in the order of their ranges and categories.

    Raises `RepositoryError` for a repository that cannot be read, or a range that does not resolve.
    """
    with Build(settings, log) as build:
        reports: list[Translated] = []
        for place, one in zip(build.places, build.reports(build.places), strict=True):
            tell_of_secrets(place.range.compare, one.secrets, settings.secrets, log)
            reports += one.reports
        return _result(reports, settings, build.tally)


def read_drafts(settings: Settings, log: Log) -> list[Draft]:
    """Every report without its texts. Raises `RepositoryError`."""
    with Build(settings, log) as build:
        return [draft for drafts in build.drafts(build.places) for draft in with_changes(drafts, log)]


def write_reports(drafts: Sequence[Draft], settings: Settings, asker: Asker | None, log: Log) -> Result:
    """Write what the reports say; `asker` gets the answers of a model, if one is to be asked."""
    from ..explain.writer import Writer

    writer = Writer(settings, log, asker)
    return _result(_write(drafts, settings, writer, show=log), settings, writer.tally)


def _result(reports: Iterable[Translated], settings: Settings, tally: Tally) -> Result:
    names = Names()
    named = [named_alike(report, names.take(slug_of(report))) for report in reports]
    return Result({language: [report[language] for report in named] for language in settings.languages}, tally)


def slug_of(report: Translated) -> str:
    """The name of a report, which is the same in all languages."""
    return next(iter(report.values())).slug


def range_slug_of(reports: Sequence[Translated]) -> str | None:
    """The name of the report on a range as a whole, unless the only one on a category says all that it would say.

    A range that moves on always has one, as its address has to stay.
    """
    alike = [next(iter(report.values())) for report in reports]
    first = next((report for report in alike if report.category is not None), None)
    if first is None or not (len(alike) > 1 or first.range.is_rolling):
        return None
    return make_slug(max(report.date for report in alike), None, first.range)


def named_alike(report: Translated, slug: str) -> Translated:
    """The report with this name in all languages."""
    return {language: replace(one, slug=slug) for language, one in report.items()}


def lacks_text(draft: Draft, settings: Settings, log: Log) -> bool:
    """Whether a model is to be asked about a report."""
    telling = [evidence for evidence in draft.files if not evidence.noise]
    caches = [Cache(settings.cache_dir, language, log.warning) for language in settings.languages]
    key = range_hash(evidence.diff_hash for evidence in draft.files)
    return bool(telling) and not all(
        cache.holds_overview(key) and all(cache.holds_summary(evidence.diff_hash) for evidence in telling)
        for cache in caches
    )


def _write(drafts: Sequence[Draft], settings: Settings, writer: Writer, *, show: Log | None = None) -> list[Translated]:
    """Write what reports say; the log shows how far it has come, if there is one."""
    steps = len(settings.languages) * sum(len(draft.files) + 1 for draft in drafts)
    with Progress(steps, show, "Explaining") if show else nullcontext() as progress:
        texts = {language: writer.write(drafts, language, progress) for language in settings.languages}
    watch = Watch(settings.watch)
    reports: list[Translated] = []
    for n, draft in enumerate(drafts):
        told = {language: texts[language][n] for language in settings.languages}
        date = _date(draft, [one.overview for one in told.values()])
        if draft.clean:
            told = {language: _without_secrets(one, draft.clean) for language, one in told.items()}
        reports.append({language: _report(draft, language, date, one, watch) for language, one in told.items()})
    return reports


def _without_secrets(texts: Texts, clean: Callable[[str], str]) -> Texts:
    """Texts that may quote what the diff shows: those of people, and of models that saw it."""
    from ..analyze.secrets.screening import screened

    files = tuple(replace(file, summary=screened(file.summary, clean)) for file in texts.files)
    return replace(texts, files=files, overview=screened(texts.overview, clean))


def make_drafts(read: ReadRange, settings: Settings) -> Iterator[Draft]:
    """The reports of a range, without their texts; one without changes is to have no page.

    There is none of a range that git cannot read.
    """
    if read.is_lost:
        return
    evidence = {file.change.path: file for file in read.files}
    changes = [file.change for file in read.files if touches(file.change, read.range.paths)]
    ignored = {change.path for change in changes if matches(change.path, settings.ignore)}
    kept, left_out = (
        group(
            [change for change in changes if (change.path in ignored) is out], settings.categories, settings.unmatched
        )
        for out in (False, True)
    )
    for category in {**kept, **left_out}:
        files = mark_repeated([evidence[change.path] for change in kept.get(category, ())])
        paths = [change.path for change in left_out.get(category, ())]
        draft = Draft(read.range, read.resolved, category, files, paths, read.history)
        yield _screened(draft, settings.secrets)


def _screened(draft: Draft, setting: Secrets) -> Draft:
    """The draft with its secrets named, and taken out where no page is to show them."""
    if setting == "show":
        return draft
    from ..analyze.secrets.screening import (  # a build that makes no report has no use for it
        shown_secrets,
        without_secrets,
    )

    secrets = list(map(str, shown_secrets(draft.files)))
    named = replace(draft, secrets=secrets) if secrets else draft
    return without_secrets(named) if setting == "page" else named


def with_changes(drafts: Sequence[Draft], log: Log) -> list[Draft]:
    """The drafts that make a page; a line in the log tells of the others of their range."""
    empty = [draft for draft in drafts if not draft.files]
    if empty:
        everything = "any file that its `paths` match" if empty[0].range.paths else "any file"
        names = (
            (draft.category or everything) + (f" ({len(draft.ignored)} ignored)" if draft.ignored else "")
            for draft in empty
        )
        log.info("%s changes nothing in %s: no page.", empty[0].range.compare, ", ".join(names))
    return [draft for draft in drafts if draft.files]


def _date(draft: Draft, overviews: Iterable[Overview]) -> datetime.date:
    """The same in all languages, as it is part of the address: as configured, else as published in one of them."""
    published = (_date_or_none(overview.published.date) for overview in overviews if overview.published)
    return draft.range.date or next(filter(None, published), draft.resolved.committed.date())


def _report(draft: Draft, language: str, date: datetime.date, texts: Texts, watch: Watch) -> Report:
    return Report(
        slug=make_slug(date, draft.category, draft.range),
        title=make_title(draft.range, draft.category, texts.overview, load_catalog(language)),
        date=date,
        category=draft.category,
        language=language,
        range=draft.range,
        resolved=draft.resolved,
        files=[_with_hits(file, watch) for file in texts.files],
        ignored=draft.ignored,
        overview=texts.overview,
        history=draft.history,
    )


def _with_hits(file: ReportFile, watch: Watch) -> ReportFile:
    hits = watch.hits(file.evidence, file.summary)
    return replace(file, hits=hits) if hits else file


def counted(number: int, noun: str) -> str:
    """A number of things, for the log: `1 report`, `2 reports`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _date_or_none(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
