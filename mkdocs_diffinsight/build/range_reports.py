"""From settings to reports: what is read of each range, and what is written about it."""

from __future__ import annotations

import datetime
import functools
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext, suppress
from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

from ..analyze.repeated import mark_repeated
from ..cache.texts import Cache
from ..errors import SummarizerError
from ..explain.server import Asker
from ..explain.server.choose import choose_client, may_ask
from ..explain.tally import Tally
from ..language.catalog import load_catalog
from ..model.changes import Omission
from ..model.findings import Evidence
from ..model.naming import Names, make_slug, make_title
from ..model.patch import range_hash
from ..model.report import Draft, Report, Subject
from ..progress import Log, Progress
from ..settings.options import BUILT_IN_SUMMARIZERS, Secrets, Settings
from .categories import group, matches, touches
from .reading import Place, Reader, ReadRange
from .watch import Watch

if TYPE_CHECKING:
    from ..explain.summarizers import Summarizer
    from ..explain.writer import Texts, Writer

_MOST_SECRETS = 10
"""That one line of the log names."""
Translated = Mapping[str, Report]
"""A report in each language, the main one first."""


@dataclass(frozen=True)
class RangeDrafts:
    """The reports on one range, before anything is written about them."""

    drafts: Sequence[Draft]
    is_whole: bool
    """Git could read all of the range, and will tell the same again."""

    @property
    def names(self) -> list[str]:
        """The names of its reports, that of the one on the whole range last; other ranges may have the same."""
        own = [make_slug(draft.date, draft.category, draft.range) for draft in self.drafts]
        first = next((draft for draft in self.drafts if draft.category is not None), None)
        # The only report on a category says all that one on the whole range would say, whose address stays, though,
        # where a range moves on.
        if first is None or not (len(own) > 1 or first.range.is_rolling):
            return own
        return [*own, make_slug(max(draft.date for draft in self.drafts), None, first.range)]

    @property
    def secrets(self) -> list[str]:
        """Where its diffs show what looks like one."""
        return [secret for draft in self.drafts for secret in draft.secrets]


@dataclass(frozen=True)
class RangeReports:
    """The reports on one range."""

    reports: Sequence[Translated]
    """With names that others may have, too."""
    is_settled: bool
    """Nothing was wrong: another build would tell the same."""


@dataclass(frozen=True)
class Result:
    """What a build has made, and where its texts came from."""

    reports: Mapping[str, Sequence[Report]]
    """By language, the main one first; in each one the same reports in the same order."""
    tally: Tally

    def __str__(self) -> str:
        reports, *_ = self.reports.values()
        return summary_of(len(reports), sum(len(report.files) for report in reports), len(self.reports), self.tally)


def summary_of(reports: int, files: int, languages: int, tally: Tally) -> str:
    """What a build has made, for the log."""
    tongues = f" in {languages} languages" if languages > 1 else ""
    return f"{counted(reports, 'report')}{tongues}, {counted(files, 'file')}; texts: {tally}"


class Build:
    """The ranges of a site, and the reports on them.

    A range is read and written about when it is asked for, and not held.
    """

    def __init__(self, settings: Settings, log: Log) -> None:
        """Open the repositories, and find the ranges. Raises `RepositoryError`."""
        self._settings = settings
        self._log = log
        self.caches = [
            Cache(settings.cache_dir, language, log.warning, settings.scratch_dir) for language in settings.languages
        ]
        """Those of each language, the main one first."""
        self.reader = Reader(settings.ranges, self.caches[0], log, settings.metadata_fields, settings.forges)
        """Has the ranges, and what git and the cache tell of them."""
        self._writers: list[Writer] = []

    def close(self) -> None:
        """Close the repositories."""
        self.reader.close()

    @property
    def tally(self) -> Tally:
        """Where the texts are from that were written so far."""
        total = Tally()
        for writer in self._writers:
            total.add(writer.tally)
        return total

    def read(self, place: Place) -> RangeDrafts:
        """The reports on a range without their texts. Raises `RepositoryError`."""
        drafts = list(make_drafts(self.reader.read(place), self._settings))
        broken = (file.change.omission is Omission.BROKEN for draft in drafts for file in draft.files)
        is_cut = any(draft.history.is_cut for draft in drafts) or any(broken)
        return RangeDrafts(with_changes(drafts, self._log), bool(drafts) and not is_cut)

    def is_for_model(self, read: RangeDrafts) -> bool:
        """Whether a model is to be asked about a range."""
        return may_ask(self._settings) and any(map(self._lacks_text, read.drafts))

    def write(self, read: RangeDrafts) -> RangeReports:
        """The reports on a range, with what is in the cache; rules write the rest."""
        writer, warnings = self._cache_writer, self._cache_writer.warnings
        reports = _write(read.drafts, self._settings, writer)
        return RangeReports(reports, read.is_whole and writer.warnings == warnings)

    def ask(self, ranges: Sequence[RangeDrafts]) -> Iterator[RangeReports]:
        """The reports on each of these ranges by a model, which is asked for all of their texts side by side.

        Rules write where it cannot be asked.
        """
        drafts = [draft for one in ranges for draft in one.drafts]
        if not drafts or not (answered := self._ask(drafts)):
            yield from map(self.write, ranges)
            return
        writer, reports = answered
        for one in ranges:
            own = [next(reports) for _ in one.drafts]
            yield RangeReports(own, one.is_whole and not writer.warnings)

    def _ask(self, drafts: Sequence[Draft]) -> tuple[Writer, Iterator[Translated]] | None:
        """What a model says, and who has asked it; nothing where none can be asked."""
        if self._settings.summarizer not in BUILT_IN_SUMMARIZERS:
            from ..explain.summarizers import choose_summarizers

            summarizers = choose_summarizers(self._settings, self._log)
            writer = self._new_writer(None, summarizers)
            return (writer, iter(_write(drafts, self._settings, writer, show=self._log))) if summarizers else None
        client = choose_client(self._settings, self._log)
        if client is None:
            return None
        from ..explain.server.sent import SentBatches
        from .plan import announcement

        sent = SentBatches(self._settings.cache_dir)
        try:
            asker = sent.asker(client)
        except SummarizerError as error:
            self._log.warning("No model is asked, so rules write: %s", error)
            return None
        if line := announcement(drafts, self._settings, client.address, self._log):
            self._log.info("%s", line)
        with closing(client):  # an interrupted build waits for nobody
            writer = self._new_writer(asker)
            reports = iter(_write(drafts, self._settings, writer, show=self._log))
        if asker.used:
            with sent.locked(self._log):
                sent.forget(asker.used)
        if asker.waiting:
            self._log.info(
                "%s under way in batches, and not asked again: run `diffinsight batch collect`.",
                "1 request is" if len(asker.waiting) == 1 else f"{len(asker.waiting)} requests are",
            )
        return writer, reports

    def _lacks_text(self, draft: Draft) -> bool:
        telling = [evidence for evidence in draft.files if not evidence.noise]
        key = range_hash(evidence.diff_hash for evidence in draft.files)
        return bool(telling) and not all(
            cache.holds_overview(key) and all(cache.holds_summary(evidence.diff_hash) for evidence in telling)
            for cache in self.caches
        )

    @functools.cached_property
    def _cache_writer(self) -> Writer:
        return self._new_writer(None)

    def _new_writer(self, asker: Asker | None, summarizers: Mapping[str, Summarizer] | None = None) -> Writer:
        from ..explain.writer import Writer  # a build that makes no report has no use for it

        self._writers.append(Writer(self._settings, self._log, asker, summarizers))
        return self._writers[-1]


def tell_of_secrets(compare: str, secrets: Sequence[str], setting: Secrets, log: Log) -> None:
    """Say which secrets the reports on a range show, or do not show any more."""
    if not secrets or setting == "show":
        return
    number = counted(len(secrets), "secret")
    further = len(secrets) - _MOST_SECRETS
    named = "; ".join([*secrets[:_MOST_SECRETS], *([f"and {further} more"] if further > 0 else [])])
    if setting == "page":
        log.info("%s: %s taken off the pages: %s.", compare, number, named)
    else:
        log.warning(
            "%s: the pages show what looks like %s: %s. Revoke what is one. `secrets: page` takes it off the pages, "
            "`secrets: show` publishes it without this warning.",
            *(compare, number, named),
        )


def build_reports(settings: Settings, log: Log) -> Result:
    """Make the reports that the settings ask for in each language, in the order of their ranges and categories.

    Raises `RepositoryError` for a repository that cannot be read, or a range that does not resolve.
    """
    with closing(Build(settings, log)) as build:
        reports: dict[Place, RangeReports] = {}
        asked: dict[Place, RangeDrafts] = {}
        places = build.reader.places
        build.reader.expect(places)
        with Progress(len(places), log, "Making reports") as progress:
            for place in places:
                read = build.read(place)
                tell_of_secrets(place.range.compare, read.secrets, settings.secrets, log)
                if build.is_for_model(read):
                    asked[place] = read
                else:
                    reports[place] = build.write(read)
                progress.advance()
        reports |= zip(asked, build.ask([*asked.values()]), strict=True)
        names = Names()
        every = (report for place in places for report in reports[place].reports)
        named = [named_alike(report, names.take(next(iter(report.values())).slug)) for report in every]
        return Result({one: [report[one] for report in named] for one in settings.languages}, build.tally)


def read_drafts(settings: Settings, log: Log) -> list[Draft]:
    """Every report without its texts. Raises `RepositoryError`."""
    with closing(Build(settings, log)) as build:
        build.reader.expect(build.reader.places)
        return [draft for place in build.reader.places for draft in build.read(place).drafts]


def write_texts(drafts: Sequence[Draft], settings: Settings, asker: Asker, log: Log) -> Tally:
    """Write what reports say into the cache, by the answers that `asker` has; where the texts are from."""
    from ..explain.writer import Writer

    writer = Writer(settings, log, asker)
    _write(drafts, settings, writer, show=log)
    return writer.tally


def named_alike(report: Translated, slug: str) -> Translated:
    """The report with this name in all languages."""
    return {language: replace(one, slug=slug) for language, one in report.items()}


def _write(drafts: Sequence[Draft], settings: Settings, writer: Writer, *, show: Log | None = None) -> list[Translated]:
    """Write what reports say; the log shows how far it has come, if there is one."""
    steps = len(settings.languages) * sum(len(draft.files) + 1 for draft in drafts)
    with Progress(steps, show, "Explaining") if show else nullcontext() as progress:
        texts = {language: writer.write(drafts, language, progress) for language in settings.languages}
    watch = Watch(settings.watch)
    reports: list[Translated] = []
    for n, draft in enumerate(drafts):
        own = {language: texts[language][n] for language in settings.languages}
        if draft.clean:
            own = {language: _without_secrets(one, draft.clean) for language, one in own.items()}
        reports.append({language: _report(draft, language, one, watch) for language, one in own.items()})
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
    from ..analyze.carriers import mark_breaks  # a build that makes no report has no use for it

    evidence = {file.change.path: file for file in mark_breaks(read.files)}
    changes = [file.change for file in read.files if touches(file.change, read.range.paths)]
    ignored = {change.path for change in changes if matches(change.path, settings.ignore)}
    kept, left_out = (
        group([one for one in changes if (one.path in ignored) is out], settings.categories, settings.unmatched)
        for out in (False, True)
    )
    for category in {**kept, **left_out}:
        files = mark_repeated([evidence[change.path] for change in kept.get(category, ())])
        paths = [change.path for change in left_out.get(category, ())]
        date = _date(read, files, settings)
        draft = Draft(read.range, read.resolved, category, date, paths, read.history, files)
        yield _screened(draft, settings.secrets)


def _screened(draft: Draft, setting: Secrets) -> Draft:
    """The draft with its secrets named, and taken out where no page is to show them."""
    if setting == "show":
        return draft
    # A build that makes no report has no use for it.
    from ..analyze.secrets.screening import shown_secrets, without_secrets

    named = replace(draft, secrets=list(map(str, shown_secrets(draft.files))))
    return without_secrets(named) if setting == "page" else named


def with_changes(drafts: Sequence[Draft], log: Log) -> list[Draft]:
    """The drafts that make a page; a line in the log tells of the others of their range."""
    empty = [draft for draft in drafts if not draft.files]
    if empty:
        everything = "any file that its `paths` match" if empty[0].range.paths else "any file"
        ignored = (f" ({len(draft.ignored)} ignored)" if draft.ignored else "" for draft in empty)
        names = (f"{draft.category or everything}{note}" for draft, note in zip(empty, ignored, strict=True))
        log.info("%s changes nothing in %s: no page.", empty[0].range.compare, ", ".join(names))
    return [draft for draft in drafts if draft.files]


def _date(read: ReadRange, files: Sequence[Evidence], settings: Settings) -> datetime.date:
    """The date of a report, which is the same in all languages."""
    if read.range.date:
        return read.range.date
    key = range_hash(file.diff_hash for file in files)
    for language in settings.languages:
        # Whoever writes the report tells what is wrong with the text.
        overview = Cache(settings.cache_dir, language, lambda _: None).overview(key)
        if overview and overview.published:
            with suppress(ValueError):
                return datetime.date.fromisoformat(overview.published.date)
    return read.resolved.committed.date()


def _report(draft: Draft, language: str, texts: Texts, watch: Watch) -> Report:
    return Report(
        **{one.name: getattr(draft, one.name) for one in fields(Subject)},
        slug=make_slug(draft.date, draft.category, draft.range),
        title=make_title(draft.range, draft.category, texts.overview, load_catalog(language)),
        language=language,
        files=[replace(file, hits=watch.hits(file.evidence, file.summary)) for file in texts.files],
        overview=texts.overview,
    )


def counted(number: int, noun: str) -> str:
    """A number of things, for the log: `1 report`, `2 reports`."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
