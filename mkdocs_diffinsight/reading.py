"""From ranges to evidence: the diff of each range, and what it shows, from the cache where it was read before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from . import analyze
from .analyze.read import read_changes
from .cache import Cache, RangeEvidence
from .diff import diff_hash
from .model import CompareRange, Evidence, History, ResolvedRange
from .progress import Log
from .repository import MAX_SUBJECTS, Blobs, Repository


@dataclass(frozen=True)
class ReadRange:
    """A range with its ends and everything that changed in it."""

    range: CompareRange
    resolved: ResolvedRange
    files: tuple[Evidence, ...]
    history: History


def read_ranges(
    ranges: Sequence[CompareRange | Following], cache: Cache, log: Log, metadata_fields: Sequence[str]
) -> list[ReadRange]:
    """Each range with the evidence for its files. Raises `RepositoryError`."""
    read: dict[int, ReadRange] = {}
    reader = (str(analyze.VERSION), *metadata_fields)
    for path in dict.fromkeys(compare_range.repository for compare_range in ranges):
        mine = [(n, compare_range) for n, compare_range in enumerate(ranges) if compare_range.repository == path]
        with Repository(path) as repository:
            resolved = repository.resolve([compare_range for _, compare_range in mine])
            for (n, compare_range), ends in zip(mine, resolved, strict=True):
                found = cache.evidence(ends, reader)
                if found is None:
                    found, blobs = _read(repository, ends, metadata_fields)
                    _keep(cache, ends, reader, found, blobs, log)
                read[n] = ReadRange(compare_range, ends, *found)
    return [read[n] for n in range(len(ranges))]


def _read(repository: Repository, ends: ResolvedRange, metadata_fields: Sequence[str]) -> tuple[RangeEvidence, Blobs]:
    base = repository.merge_base(ends)
    diff = repository.diff(base, ends.head)
    blobs = repository.blobs(blob for change in diff for blob in (change.old_blob, change.new_blob))
    if not diff:
        return ((), History(base)), blobs
    commits = repository.log(ends)
    history = History(base, commits.commits, commits.count - len(commits.commits))
    files = []
    for change, findings in zip(diff, read_changes(diff, blobs.contents, metadata_fields, blobs.sizes), strict=True):
        paths = dict.fromkeys(path for path in (change.path, change.previous_path) if path)
        told = dict.fromkeys(subject for path in paths for subject in commits.subjects.get(path, ()))
        files.append(Evidence(change, diff_hash(change), findings, tuple(told)[:MAX_SUBJECTS]))
    return (tuple(files), history), blobs


def _keep(
    cache: Cache, ends: ResolvedRange, reader: Sequence[str], found: RangeEvidence, blobs: Blobs, log: Log
) -> None:
    try:
        for evidence in found[0]:
            cache.keep_pictures(evidence, blobs.contents)
        cache.keep_evidence(ends, reader, *found)
    except OSError as error:
        log.warning("A diff could not be kept in the cache (%s); the next build reads it again.", error)
