"""From ranges to evidence: the diff of each range, and what it shows, from the cache where it was read before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .analyze.noise import METADATA_FIELDS
from .analyze.read import read_findings
from .cache import Cache
from .diff import diff_hash
from .model import CompareRange, Diff, Evidence, ResolvedRange
from .progress import Log
from .repository import Repository


@dataclass(frozen=True)
class ReadRange:
    """A range with its ends and everything that changed in it."""

    range: CompareRange
    resolved: ResolvedRange
    files: tuple[Evidence, ...]


def read_ranges(
    ranges: Sequence[CompareRange], cache: Cache, log: Log, metadata_fields: Sequence[str] = METADATA_FIELDS
) -> list[ReadRange]:
    """Each range with the evidence for its files. Raises `RepositoryError`."""
    read: dict[int, ReadRange] = {}
    for path in dict.fromkeys(compare_range.repository for compare_range in ranges):
        mine = [(n, compare_range) for n, compare_range in enumerate(ranges) if compare_range.repository == path]
        with Repository(path) as repository:
            resolved = repository.resolve([compare_range for _, compare_range in mine])
            for (n, compare_range), ends in zip(mine, resolved, strict=True):
                diff = _diff(repository, ends, cache, log)
                files = tuple(
                    Evidence(change, diff_hash(change), read_findings(change, metadata_fields)) for change in diff
                )
                read[n] = ReadRange(compare_range, ends, files)
    return [read[n] for n in range(len(ranges))]


def _diff(repository: Repository, ends: ResolvedRange, cache: Cache, log: Log) -> Diff:
    if (cached := cache.diff(ends)) is not None:
        return cached
    diff = repository.diff(ends)
    try:
        cache.keep_diff(ends, diff)
    except OSError as error:
        log.warning("A diff could not be kept in the cache (%s); the next build computes it again.", error)
    return diff
