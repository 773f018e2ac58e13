"""Taking over published reports: their texts go into the cache, under the hashes of the real changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..build.reading import read_ranges
from ..build.reports import make_drafts
from ..cache.texts import Cache
from ..errors import RepositoryError
from ..explain.grounding import Ground, check
from ..language.quoting import display
from ..model.findings import Evidence
from ..model.patch import range_hash
from ..model.ranges import CompareRange, parse_compare
from ..model.report import Draft
from ..model.texts import Author, FileSummary, Overview
from ..progress import Log
from ..settings import Settings
from .markdown_form import PublishedReport, compare_of

OVERVIEW = "the overview"

_MOSTLY = 0.5
"""The share of a report's files that a published one must tell of for its overview to stand for all of them."""


@dataclass(frozen=True)
class Imported:
    """What became of one published report."""

    compare: str
    placed: int
    unplaced: Sequence[str]
    """Paths of files that are not changed in the range."""
    others: Sequence[str]
    """Paths of files whose change in the range is another one than the text is about."""
    untold: int
    """Files of the site's report that the published one does not tell of."""
    kept: Sequence[str]
    """What has a text by a person already, which was left as it is: paths of files, and `OVERVIEW`."""


def import_report(
    published: PublishedReport, compare: str | None, author: Author, language: str, settings: Settings, log: Log
) -> Imported:
    """Store every text of a report published in `language` whose change the repository has.

    The range is `compare`, or the one that the report names. A text whose report shows another change of the file than
    the range has is left out, and so is the overview of such a report. Raises `ArchiveError` where there is none,
    `RepositoryError` where it does not resolve, `ValueError` for a `compare` that is no range, and `OSError`.
    """
    base, head, direct = parse_compare(compare) if compare else compare_of(published)
    compare_range = CompareRange(base, head, direct, settings.repository)
    cache = Cache(settings.cache_dir, language, log.warning, settings.scratch_dir)
    limited = [configured for configured in settings.ranges if configured.paths]
    ranges = [compare_range, *limited]
    found_ranges = read_ranges(ranges, cache, log, settings.metadata_fields, settings.forges)
    read = next((one for one in found_ranges if one.range == compare_range and not one.is_lost), None)
    if read is None:
        raise RepositoryError(f"git cannot read all of the range {display(compare_range.compare)}")
    others = [one for one in found_ranges if one is not read]
    evidence = {file.change.path: file for file in read.files}
    hashes = {path: file.diff_hash for path, file in evidence.items()}
    found = [item for item in published.items if item.path in hashes]
    placed = [item for item in found if item.is_about(evidence[item.path].change)]
    kept = []
    for item in placed:
        if _is_a_persons(cache.summary(hashes[item.path]), author):
            kept.append(item.path)
        else:
            summary = _held_against(item.summary(author), evidence[item.path])
            cache.keep_summary(hashes[item.path], item.path, summary)
    paths = {item.path for item in placed}
    same = [other for other in others if other.resolved == read.resolved]
    drafts = [draft for one in [read, *same] for draft in make_drafts(one, settings)]
    draft = _told_by(paths, drafts)
    told = {file.change.path for file in draft.files} if draft else paths
    key = range_hash(hashes[path] for path in told)
    if _is_a_persons(cache.overview(key), author):
        kept.append(OVERVIEW)
    elif placed and len(placed) == len(found):
        overview = _overview_held_against(published.overview(author), [evidence[path] for path in told])
        cache.keep_overview(key, overview)
    return Imported(
        compare_range.compare,
        len(placed),
        [item.path for item in published.items if item.path not in hashes],
        [item.path for item in found if item.path not in paths],
        len(told - paths),
        kept,
    )


def _is_a_persons(earlier: FileSummary | Overview | None, author: Author) -> bool:
    """Whether a person wrote what the text of somebody else would replace."""
    return earlier is not None and earlier.author.kind == "person" and author.kind != "person"


def _held_against(summary: FileSummary, evidence: Evidence) -> FileSummary:
    """A model's text with what the diff does not show marked; a person's as it is."""
    if summary.author.kind != "model":
        return summary
    ground = Ground.of([evidence])
    return replace(
        summary,
        statements=tuple(check(statement, ground, None) for statement in summary.statements),
        title_unproven=ground.unproven(summary.modification_title),
    )


def _overview_held_against(overview: Overview, files: Sequence[Evidence]) -> Overview:
    if overview.author.kind != "model":
        return overview
    ground = Ground.of(files)
    checked = overview.changed(lambda statements: tuple(check(statement, ground, None) for statement in statements))
    return replace(checked, summary_unproven=ground.unproven(overview.summary))


def _told_by(paths: set[str], drafts: Sequence[Draft]) -> Draft | None:
    """The report of the site that a published one stands for, or `None` where it tells of a small part only."""

    def shared(draft: Draft) -> int:
        return sum(file.change.path in paths for file in draft.files)

    candidates = [draft for draft in drafts if draft.files and shared(draft) >= _MOSTLY * len(draft.files)]
    return max(candidates, key=lambda draft: (shared(draft), -len(draft.files)), default=None)
