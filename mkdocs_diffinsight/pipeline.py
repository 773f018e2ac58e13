"""From settings to reports: the whole flow in one place."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace

from .analyze.repeated import mark_repeated
from .cache import Cache
from .catalog import load_catalog
from .categories import group, matches, touches
from .config import Settings
from .model import Draft, Overview, Report, ReportFile
from .progress import Log, Progress
from .reading import ReadRange, read_ranges
from .report import make_slug, make_title, unique
from .summarize import Asker
from .summarize.choose import choose_client
from .summarize.writer import Tally, Texts, Writer
from .watch import Watch


@dataclass(frozen=True)
class Result:
    """What a build has made, and where its texts came from."""

    reports: Mapping[str, Sequence[Report]]
    """By language, the main one first; in each one the same reports in the same order."""
    tally: Tally

    def __str__(self) -> str:
        reports, *others = self.reports.values()
        languages = f" in {1 + len(others)} languages" if others else ""
        files = sum(len(report.files) for report in reports)
        return f"{counted(len(reports), 'report')}{languages}, {counted(files, 'file')}; texts: {self.tally}"


def build_reports(settings: Settings, log: Log) -> Result:
    """Make the reports that the settings ask for in each language, in the order of their ranges and categories.

    Raises `RepositoryError` for a repository that cannot be read, or a range that does not resolve.
    """
    drafts = read_drafts(settings, log)
    client = choose_client(settings, log)
    with closing(client) if client else nullcontext():  # an interrupted build waits for nobody
        return write_reports(drafts, settings, client, log)


def read_drafts(settings: Settings, log: Log) -> list[Draft]:
    """Every report without its texts. Raises `RepositoryError`."""
    cache = Cache(settings.cache_dir, settings.languages[0], log.warning)
    return [
        draft
        for read in read_ranges(settings.ranges, cache, log, settings.metadata_fields, settings.forges)
        for draft in _with_changes(list(make_drafts(read, settings)), log)
    ]


def write_reports(drafts: Sequence[Draft], settings: Settings, asker: Asker | None, log: Log) -> Result:
    """Write what the reports say; `asker` gets the answers of a model, if one is to be asked."""
    writer = Writer(settings, log, asker)
    with Progress(len(settings.languages) * sum(len(draft.files) + 1 for draft in drafts), log) as progress:
        texts = {language: writer.write(drafts, language, progress) for language in settings.languages}
    reports: dict[str, list[Report]] = {language: [] for language in settings.languages}
    watch = Watch(settings.watch)
    slugs: set[str] = set()
    for n, draft in enumerate(drafts):
        told = {language: texts[language][n] for language in settings.languages}
        date = _date(draft, [one.overview for one in told.values()])
        slug = unique(make_slug(date, draft.category, draft.range), slugs)
        slugs.add(slug.casefold())
        for language, one in told.items():
            reports[language].append(_report(draft, language, date, slug, one, watch))
    return Result(reports, writer.tally)


def make_drafts(read: ReadRange, settings: Settings) -> Iterator[Draft]:
    """The reports of a range, without their texts; one without changes is to have no page."""
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
        history = read.history
        yield Draft(
            read.range,
            read.resolved,
            category,
            files,
            paths,
            commits=history.commits,
            older_commits=history.older_commits,
            merge_base=history.merge_base,
        )


def _with_changes(drafts: Sequence[Draft], log: Log) -> Iterator[Draft]:
    """The drafts that make a page; a line in the log tells of the others of their range."""
    empty = [draft for draft in drafts if not draft.files]
    yield from (draft for draft in drafts if draft.files)
    if empty:
        names = (
            (draft.category or "any file") + (f" ({len(draft.ignored)} ignored)" if draft.ignored else "")
            for draft in empty
        )
        log.info("%s changes nothing in %s: no page.", empty[0].range.compare, ", ".join(names))


def _date(draft: Draft, overviews: Iterable[Overview]) -> datetime.date:
    """The same in all languages, as it is part of the address: as configured, else as published in one of them."""
    published = (_date_or_none(overview.published.date) for overview in overviews if overview.published)
    return draft.range.date or next(filter(None, published), draft.resolved.committed.date())


def _report(draft: Draft, language: str, date: datetime.date, slug: str, texts: Texts, watch: Watch) -> Report:
    return Report(
        slug=slug,
        title=make_title(draft.range, draft.category, texts.overview, load_catalog(language)),
        date=date,
        category=draft.category,
        language=language,
        range=draft.range,
        resolved=draft.resolved,
        files=[_with_hits(file, watch) for file in texts.files],
        ignored=draft.ignored,
        overview=texts.overview,
        commits=draft.commits,
        older_commits=draft.older_commits,
        merge_base=draft.merge_base,
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
