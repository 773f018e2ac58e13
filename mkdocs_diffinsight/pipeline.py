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
    committed: datetime.datetime
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
    drafts = list(make_drafts(settings, cache, log))
    writer = Writer(settings, cache, log)
    reports: list[Report] = []
    with Progress(sum(len(draft.changes) + 1 for draft in drafts), log) as progress:
        for draft in drafts:
            reports.append(_write(draft, writer, progress, settings.language, reports))
    return Result(reports, writer.tally)


def make_drafts(settings: Settings, cache: Cache, log: Log) -> Iterator[Draft]:
    """The reports of all ranges, without their texts. Says which categories a range leaves untouched.

    Raises `RepositoryError`.
    """
    for compare_range, resolved, diff in _diffs(settings.ranges, cache, log):
        changes = [change for change in diff.files if touches(change, compare_range.paths)]
        ignored = {change.path for change in changes if matches(change.path, settings.ignore)}
        groups = group(
            (change for change in changes if change.path not in ignored),
            settings.categories,
            settings.unmatched,
        )
        skipped = group(
            (change for change in changes if change.path in ignored), settings.categories, settings.unmatched
        )
        untouched = []
        for category in {**groups, **skipped}:
            left_out = [change.path for change in skipped.get(category, ())]
            if members := groups.get(category):
                yield Draft(compare_range, resolved, diff.committed, category, members, left_out)
            else:
                untouched.append((category or "any file") + (f" ({len(left_out)} ignored)" if left_out else ""))
        if untouched:
            log.info("%s changes nothing in %s: no page.", compare_range.compare, ", ".join(untouched))


def _diffs(
    ranges: Sequence[CompareRange], cache: Cache, log: Log
) -> Iterator[tuple[CompareRange, ResolvedRange, Diff]]:
    """The diff of each range, from the cache where its ends are known there."""
    paths = list(dict.fromkeys(compare_range.repository for compare_range in ranges))
    diffs = {}
    for path in paths:
        mine = [(n, compare_range) for n, compare_range in enumerate(ranges) if compare_range.repository == path]
        with Repository(path) as repository:
            resolved = repository.resolve([compare_range for _, compare_range in mine])
            for (n, compare_range), (ends, committed) in zip(mine, resolved, strict=True):
                diffs[n] = compare_range, ends, _diff(repository, ends, committed, cache, log)
    yield from (diffs[n] for n in range(len(ranges)))


def _diff(repository: Repository, ends: ResolvedRange, committed: datetime.datetime, cache: Cache, log: Log) -> Diff:
    if cached := cache.diff(ends):
        return cached
    diff = repository.diff(ends, committed)
    try:
        cache.keep_diff(ends, diff)
    except OSError as error:
        log.warning("A diff could not be kept in the cache (%s); the next build computes it again.", error)
    return diff


def _write(draft: Draft, writer: Writer, progress: Progress, language: str, earlier: Sequence[Report]) -> Report:
    ids = item_ids(change.path for change in draft.changes)
    files = []
    for change in draft.changes:
        key = diff_hash(change)
        files.append(ReportFile(change, ids[change.path], key, writer.file_summary(key, change)))
        progress.advance()
    overview = writer.overview(draft.name, files)
    progress.advance()
    published = overview.published.date if overview.published else None
    date = draft.range.date or _date_or_none(published) or draft.committed.date()
    slug = make_slug(date, draft.category, draft.range)
    return Report(
        slug=unique(slug, (report.slug for report in earlier)),
        title=make_title(draft.range, draft.category, overview),
        date=date,
        committed=draft.committed,
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
