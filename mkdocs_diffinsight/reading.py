"""From ranges to evidence: the diff of each range, and what it shows, from the cache where it was read before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from . import analyze
from .analyze.read import read_changes
from .cache import Cache, RangeEvidence
from .diff import diff_hash
from .errors import RangeError
from .following import Following, PeriodRule, RollingRule, TagRule, is_glob, make_ranges
from .forge import ForgePages
from .mirror import Mirror
from .model import CompareRange, Evidence, History, ResolvedRange
from .progress import Log
from .remote import Remote
from .repository import MAX_SUBJECTS, Blobs, Repository


@dataclass(frozen=True)
class ReadRange:
    """A range with its ends and everything that changed in it."""

    range: CompareRange
    resolved: ResolvedRange
    files: tuple[Evidence, ...]
    history: History


@dataclass(frozen=True)
class Place:
    """A range, its ends, and the item of the configuration that asks for it."""

    item: int
    range: CompareRange
    resolved: ResolvedRange


def resolve_ranges(
    items: Sequence[CompareRange | Following], cache: Cache, log: Log, forges: Mapping[str, ForgePages]
) -> list[Place]:
    """What the configuration stands for, in its order. Raises `RepositoryError`."""
    places = [place for source in _sources(items, cache, log, forges) for place in source.places]
    return sorted(places, key=lambda place: place.item)


def read_ranges(
    items: Sequence[CompareRange | Following],
    cache: Cache,
    log: Log,
    metadata_fields: Sequence[str],
    forges: Mapping[str, ForgePages] | None = None,
) -> list[ReadRange]:
    """Each range with the evidence for its files. Raises `RepositoryError`."""
    read: list[tuple[int, ReadRange]] = []
    reader = (str(analyze.VERSION), *metadata_fields)
    for source in _sources(items, cache, log, forges or {}):
        known = {place.resolved: cache.evidence(place.resolved, reader) for place in source.places}
        source.fetch_files([ends for ends, found in known.items() if found is None])
        for place in source.places:
            found = known[place.resolved]
            if found is None:
                found, blobs = _read(source.repository, place.resolved, metadata_fields)
                _keep(cache, place.resolved, reader, found, blobs, log)
                known[place.resolved] = found  # another item may ask for the same
            read.append((place.item, ReadRange(place.range, place.resolved, *found)))
    return [one for _, one in sorted(read, key=lambda entry: entry[0])]


@dataclass(frozen=True)
class _Source:
    """A repository that is open, and the ranges in it."""

    repository: Repository
    mirror: Mirror | None
    places: Sequence[Place]

    def fetch_files(self, ranges: Sequence[ResolvedRange]) -> None:
        """Bring what reading ranges takes; a repository of this machine has it. Raises `RepositoryError`."""
        if self.mirror:
            self.mirror.fetch_files((self.repository.merge_base(ends), ends.head) for ends in ranges)


def _sources(
    items: Sequence[CompareRange | Following], cache: Cache, log: Log, forges: Mapping[str, ForgePages]
) -> Iterator[_Source]:
    """The repositories one after the other, each closed when the next one is asked for."""
    for location in dict.fromkeys(item.repository for item in items):
        mine = {n: item for n, item in enumerate(items) if item.repository == location}
        if isinstance(location, Remote):
            mirror = Mirror(location, cache.folder, log)
            opened = Repository(_update(mirror, mine.values()), location.url, forges)
        else:
            mirror, opened = None, Repository(location, forges=forges)
        with opened as repository:
            asked = [(n, one) for n, item in mine.items() for one in _ranges_of(item, repository, cache, log)]
            resolved = repository.resolve([one for _, one in asked])
            places = [Place(n, one, ends) for (n, one), ends in zip(asked, resolved, strict=True)]
            yield _Source(repository, mirror, places)


def _update(mirror: Mirror, items: Iterable[CompareRange | Following]) -> Path:
    """Fetch the history that items ask for."""
    revisions: list[str] = []
    patterns: list[str] = []
    branches: list[str] = []
    for item in items:
        rule = item.rule if isinstance(item, Following) else None
        if isinstance(item, CompareRange):
            revisions += [item.base, item.head]
        elif isinstance(rule, TagRule):
            patterns += rule.patterns
        elif isinstance(rule, PeriodRule | RollingRule):
            branches += [rule.branch] if rule.branch else []
            revisions += [] if rule.branch else ["HEAD"]
        if isinstance(rule, RollingRule) and isinstance(rule.since, str):
            (patterns if is_glob(rule.since) else revisions).append(rule.since)
    return mirror.update(revisions, patterns, branches)


def _ranges_of(
    item: CompareRange | Following, repository: Repository, cache: Cache, log: Log
) -> Sequence[CompareRange]:
    if isinstance(item, CompareRange):
        return [item]
    try:
        ranges = make_ranges(item, repository)
    except RangeError as error:
        raise RangeError(f"In the repository {repository.name}: {error}") from error
    if isinstance(item.rule, PeriodRule | RollingRule):
        _tell_of_a_rewrite(item.rule.branch or "HEAD", repository, cache, log)
    return ranges


def _tell_of_a_rewrite(branch: str, repository: Repository, cache: Cache, log: Log) -> None:
    """Say so where a branch has lost the commit that it ended with at the last build."""
    place = f"{repository.name}\n{branch}"
    tip, before = repository.tip(branch), cache.tip(place)
    if before and before != tip and not repository.contains(tip, before):
        log.info(
            "%s of %s was rewritten: %s, where it ended at the last build, is no longer in its history. Reports on "
            "what was rewritten are made anew, at addresses of the new commits.",
            *(branch, repository.name, before[:7]),
        )
    try:
        cache.keep_tip(place, tip)
    except OSError as error:
        log.warning("Where %s ends could not be kept in the cache (%s).", branch, error)


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
