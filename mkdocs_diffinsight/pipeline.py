"""From settings to reports: the whole flow in one place."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from .cache import Cache
from .categories import group, matches, touches
from .config import Settings
from .diff import diff_hash, item_ids
from .model import CompareRange, Diff, FileChange, Report, ReportFile, ResolvedRange
from .progress import Log, Progress
from .report import make_slug, make_title, unique
from .repository import Repository
from .summarize.writer import Tally, Writer


@dataclass(frozen=True)
class Draft:
    """A report before anything is written about it."""

    range: CompareRange
    resolved: ResolvedRange
    category: str | None
    changes: Sequence[FileChange]
    ignored: Sequence[str]

    @property
    def name(self) -> str:
        """What the log calls it."""
        return f"{self.range.compare} - {self.category}" if self.category else self.range.compare


@dataclass(frozen=True)
class Result:
    """What a build has made, and where its texts came from."""

    reports: Sequence[Report]
    tally: Tally

    def __str__(self) -> str:
        files = sum(len(report.files) for report in self.reports)
        return f"{_counted(len(self.reports), 'report')}, {_counted(files, 'file')}; texts: {self.tally}"


def build_reports(settings: Settings, log: Log) -> Result:
    """Make the reports that the settings ask for, in the order of their ranges and categories.

    Raises `RepositoryError` for a repository that cannot be read, or a range that does not resolve.
    """
    cache = Cache(settings.cache_dir, settings.language, log.warning)
    drafts = [
        draft
        for compare_range, resolved, diff in read_diffs(settings.ranges, cache, log)
        for draft in _with_changes(list(make_drafts(compare_range, resolved, diff, settings)), log)
    ]
    writer = Writer(settings, cache, log)
    reports: list[Report] = []
    slugs: set[str] = set()
    with Progress(sum(len(draft.changes) + 1 for draft in drafts), log) as progress:
        for draft in drafts:
            report = _write(draft, writer, progress, settings.language, slugs)
            slugs.add(report.slug.casefold())
            reports.append(report)
    return Result(reports, writer.tally)


def read_diffs(
    ranges: Sequence[CompareRange], cache: Cache, log: Log
) -> list[tuple[CompareRange, ResolvedRange, Diff]]:
    """Each range with its ends and its diff, from the cache where the ends are known there.

    Raises `RepositoryError`.
    """
    diffs = {}
    for path in dict.fromkeys(compare_range.repository for compare_range in ranges):
        mine = [(n, compare_range) for n, compare_range in enumerate(ranges) if compare_range.repository == path]
        with Repository(path) as repository:
            resolved = repository.resolve([compare_range for _, compare_range in mine])
            for (n, compare_range), ends in zip(mine, resolved, strict=True):
                diffs[n] = compare_range, ends, _diff(repository, ends, cache, log)
    return [diffs[n] for n in range(len(ranges))]


def make_drafts(
    compare_range: CompareRange, resolved: ResolvedRange, diff: Diff, settings: Settings
) -> Iterator[Draft]:
    """The reports of a range, without their texts; one without changes is to have no page."""
    changes = [change for change in diff if touches(change, compare_range.paths)]
    ignored = {change.path for change in changes if matches(change.path, settings.ignore)}
    kept, left_out = (
        group(
            [change for change in changes if (change.path in ignored) is out], settings.categories, settings.unmatched
        )
        for out in (False, True)
    )
    for category in {**kept, **left_out}:
        paths = [change.path for change in left_out.get(category, ())]
        yield Draft(compare_range, resolved, category, kept.get(category, ()), paths)


def _with_changes(drafts: Sequence[Draft], log: Log) -> Iterator[Draft]:
    """The drafts that make a page; a line in the log tells of the others of their range."""
    empty = [draft for draft in drafts if not draft.changes]
    yield from (draft for draft in drafts if draft.changes)
    if empty:
        names = (
            (draft.category or "any file") + (f" ({len(draft.ignored)} ignored)" if draft.ignored else "")
            for draft in empty
        )
        log.info("%s changes nothing in %s: no page.", empty[0].range.compare, ", ".join(names))


def _diff(repository: Repository, ends: ResolvedRange, cache: Cache, log: Log) -> Diff:
    if (cached := cache.diff(ends)) is not None:
        return cached
    diff = repository.diff(ends)
    try:
        cache.keep_diff(ends, diff)
    except OSError as error:
        log.warning("A diff could not be kept in the cache (%s); the next build computes it again.", error)
    return diff


def _write(draft: Draft, writer: Writer, progress: Progress, language: str, slugs: set[str]) -> Report:
    ids = item_ids(change.path for change in draft.changes)
    files = []
    for change in draft.changes:
        key = diff_hash(change)
        files.append(ReportFile(change, ids[change.path], key, writer.file_summary(key, change)))
        progress.advance()
    overview = writer.overview(draft.name, files)
    progress.advance()
    published = overview.published.date if overview.published else None
    date = draft.range.date or _date_or_none(published) or draft.resolved.committed.date()
    slug = make_slug(date, draft.category, draft.range)
    return Report(
        slug=unique(slug, slugs),
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


def _date_or_none(text: str | None) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(text) if text else None
    except ValueError:
        return None
