"""From settings to reports: the whole flow in one place."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .analyze.repeated import mark_repeated
from .cache import Cache
from .categories import group, matches, touches
from .config import Settings
from .diff import item_ids
from .model import CompareRange, Evidence, Overview, Report, ReportFile, ResolvedRange
from .progress import Log, Progress
from .reading import ReadRange, read_ranges
from .report import make_slug, make_title, unique
from .summarize.writer import Tally, Writer


@dataclass(frozen=True)
class Draft:
    """A report before anything is written about it."""

    range: CompareRange
    resolved: ResolvedRange
    category: str | None
    files: Sequence[Evidence]
    ignored: Sequence[str]

    @property
    def name(self) -> str:
        """What the log calls it."""
        return f"{self.range.compare} - {self.category}" if self.category else self.range.compare


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
        return f"{_counted(len(reports), 'report')}{languages}, {_counted(files, 'file')}; texts: {self.tally}"


def build_reports(settings: Settings, log: Log) -> Result:
    """Make the reports that the settings ask for in each language, in the order of their ranges and categories.

    Raises `RepositoryError` for a repository that cannot be read, or a range that does not resolve.
    """
    caches = {language: Cache(settings.cache_dir, language, log.warning) for language in settings.languages}
    drafts = [
        draft
        for read in read_ranges(settings.ranges, caches[settings.languages[0]], log, settings.metadata_fields)
        for draft in _with_changes(list(make_drafts(read, settings)), log)
    ]
    writers = {language: Writer(settings, language, cache, log) for language, cache in caches.items()}
    reports: dict[str, list[Report]] = {language: [] for language in writers}
    slugs: set[str] = set()
    with Progress(len(writers) * sum(len(draft.files) + 1 for draft in drafts), log) as progress:
        for draft in drafts:
            texts = {language: _write(draft, writer, progress) for language, writer in writers.items()}
            date = _date(draft, [overview for _, overview in texts.values()])
            slug = unique(make_slug(date, draft.category, draft.range), slugs)
            slugs.add(slug.casefold())
            for language, (files, overview) in texts.items():
                reports[language].append(_report(draft, language, date, slug, files, overview))
    return Result(reports, sum((writer.tally for writer in writers.values()), Tally()))


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
        yield Draft(read.range, read.resolved, category, files, paths)


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


def _write(draft: Draft, writer: Writer, progress: Progress) -> tuple[list[ReportFile], Overview]:
    ids = item_ids(evidence.change.path for evidence in draft.files)
    files = []
    for evidence in draft.files:
        files.append(ReportFile(evidence, ids[evidence.change.path], writer.file_summary(evidence)))
        progress.advance()
    overview = writer.overview(draft.name, files)
    progress.advance()
    return files, overview


def _date(draft: Draft, overviews: Iterable[Overview]) -> datetime.date:
    """The same in all languages, as it is part of the address: as configured, else as published in one of them."""
    published = (_date_or_none(overview.published.date) for overview in overviews if overview.published)
    return draft.range.date or next(filter(None, published), draft.resolved.committed.date())


def _report(
    draft: Draft, language: str, date: datetime.date, slug: str, files: Sequence[ReportFile], overview: Overview
) -> Report:
    return Report(
        slug=slug,
        title=make_title(draft.range, draft.category, overview),
        date=date,
        category=draft.category,
        language=language,
        range=draft.range,
        resolved=draft.resolved,
        files=files,
        ignored=draft.ignored,
        overview=overview,
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _date_or_none(text: str) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError:
        return None
