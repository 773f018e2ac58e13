"""From ranges to evidence: the diff of each range, and what it shows, from the cache where it was read before."""

from __future__ import annotations

import datetime
from collections import ChainMap, Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from .. import analyze
from ..analyze.analyzers import NamedAnalyzer, installed_analyzers
from ..analyze.files.readers import READERS
from ..cache.texts import Cache, RangeEvidence
from ..errors import ObjectError, RangeError, RepositoryError
from ..git.comparing.comparer import RENAME_LIMIT, Blobs
from ..git.following.ranges import SHALLOW_CURE, NamedStep, is_glob, make_ranges
from ..git.following.silences import Silence, silence_of_branch, silence_of_rule
from ..git.repository import MAX_TOUCHING, NO_COMMIT, CommitLog, Repository
from ..language.catalog import load_catalog
from ..language.quoting import display, hide_credentials
from ..model.changes import Commit, FileChange, History, Omission, Status
from ..model.findings import Evidence
from ..model.forge import ForgePages
from ..model.patch import diff_hash
from ..model.ranges import (
    CompareRange,
    Following,
    PeriodRule,
    RangeItem,
    Remote,
    ResolvedRange,
    RollingRule,
    TagRule,
    compare_text,
)
from ..progress import Log
from ..site.map.limits import tell_limits
from .categories import matches

if TYPE_CHECKING:
    from ..git.mirror import Mirror

_NAMED = 3
"""So many files, or tags, are named in a line of the log."""
_DAMAGE_CURE = "`git fsck` tells what is damaged."
_OTHER_HEAD = (
    "%s of %s does not pass through %s, where it ended at the last build: it names another commit or branch now, or "
    "what it names was rewritten or merged. Reports on what is no longer on its course are made anew, at addresses of "
    "the new commits; `branch` follows one branch wherever HEAD is."
)
_OTHER_COURSE = (
    "%s of %s took another course: a merge has %s, where it ended at the last build, on its side, as `git pull` makes "
    "it. What was on that side now belongs to the day of the merge, and reports on the days since the two parted are "
    "made anew; `git pull --rebase` keeps a branch on its course."
)


@dataclass(frozen=True)
class ReadRange:
    """A range with its ends and everything that changed in it."""

    range: CompareRange
    resolved: ResolvedRange
    files: tuple[Evidence, ...]
    history: History
    is_lost: bool = False
    """Git cannot read it; the log says why."""


@dataclass(frozen=True)
class Place:
    """A range, its ends, and the item of the configuration that asks for it."""

    item: int
    range: CompareRange
    resolved: ResolvedRange


class Reader:
    """The repositories of a site, open, and the ranges in them."""

    def __init__(
        self,
        items: Sequence[RangeItem],
        cache: Cache,
        log: Log,
        metadata_fields: Sequence[str],
        forges: Mapping[str, ForgePages],
    ) -> None:
        """Open all repositories, fetch the history of remote ones, and resolve all ranges. Raises `RepositoryError`."""
        self._analyzers = installed_analyzers()
        self.reader_key = (str(analyze.VERSION), *metadata_fields, *(one.name for one in (*READERS, *self._analyzers)))
        """Names, with its ends, the evidence of a range in the cache."""
        self._items = items
        self._cache = cache
        self._log = log
        self._metadata_fields = metadata_fields
        self._sources: dict[Path | Remote, _Source] = {}
        self.silences: dict[int, Silence] = {}
        """Why rules make no range, by the numbers of their items."""
        self._lost: set[Place] = set()
        self._lost_items: set[int] = set()
        places: list[Place] = []
        with ExitStack() as opened:
            for location in dict.fromkeys(item.repository for item in items):
                mine = {n: item for n, item in enumerate(items) if item.repository == location}
                source = self._sources[location] = _open(location, mine.values(), cache, log, forges)
                opened.enter_context(source.repository)
                _tell_of_missing_links(source.repository, log)
                with source.explained():
                    places += self._places(mine, source.repository)
            self._opened = opened.pop_all()
        self.places: Sequence[Place] = sorted(places, key=lambda place: place.item)
        """All ranges in the order of the configuration."""

    def _places(self, items: Mapping[int, RangeItem], repository: Repository) -> Iterator[Place]:
        """The ranges of items in one repository."""
        asked = [(n, one) for n, item in items.items() for one in self._ranges_of(n, item, repository)]
        if repository.lost_tags:
            self._log.warning(
                "In the repository %s, git cannot read what these tags are on: %s. Reports go by the others. %s",
                *(repository.name, _some(repository.lost_tags), _DAMAGE_CURE),
            )
        messages = repository.tag_messages(one.head for n, one in asked if isinstance(items[n], CompareRange))
        for (n, one), ends in self._resolved(asked, repository):
            item = items[n]
            if isinstance(item, CompareRange):
                _tell_of_a_reversal(one, ends, repository, self._log)
                yield Place(n, replace(one, message=messages.get(one.head, "")), ends)
                continue
            elif one.is_rolling and (ends.base == ends.head or repository.is_reversed(ends)):
                self._be_silent(n, silence_of_branch(item, one.head))
                continue
            yield Place(n, one, ends)
        for n in items.keys() - {n for n, _ in asked} - self._lost_items:
            item = items[n]
            if isinstance(item, Following):
                self._be_silent(n, silence_of_rule(item, repository))

    def _ranges_of(self, number: int, item: RangeItem, repository: Repository) -> Sequence[CompareRange]:
        """The ranges of an item; none where git cannot read what they are made of. Raises `RangeError`."""
        if isinstance(item, CompareRange):
            return [item]
        rule, log = item.rule, self._log
        steps = _Steps(self._cache, f"{repository.name}\n{rule}", log)
        try:
            ranges = make_ranges(
                item, repository, lambda text: log.info("In the repository %s: %s", repository.name, text), steps
            )
            if isinstance(rule, RollingRule) and isinstance(rule.since, datetime.date):
                _tell_of_a_namesake(rule.since, repository, log)
            if isinstance(rule, PeriodRule | RollingRule):
                branch = rule.branch or repository.checked_out or "HEAD"
                _tell_of_another_course(branch, repository, self._cache, log)
            return ranges
        except RangeError as error:
            reason = NO_COMMIT if repository.is_empty else error
            raise RangeError(f"In the repository {repository.name}: {reason}") from error
        except ObjectError as error:
            self._lost_items.add(number)
            log.warning(
                "Item %d of `ranges` has no report, as git cannot read all of the history. %s %s",
                *(number + 1, _DAMAGE_CURE, error),
            )
            return []

    def _resolved(
        self, asked: Sequence[tuple[int, CompareRange]], repository: Repository
    ) -> Iterable[tuple[tuple[int, CompareRange], ResolvedRange]]:
        """Ranges with their ends, without those that end in what git cannot read. Raises `RangeError`."""
        try:
            return zip(asked, repository.resolve([one for _, one in asked]), strict=True)
        except RangeError:
            lost = {one: ends for _, one in asked if (ends := repository.lost_ends(one))}
            if not lost:
                raise
        for one, ends in lost.items():
            self._log.warning(
                "In the repository %s, %s has no report, as git cannot read the commit of %s. %s",
                *(repository.name, display(one.compare), _some(ends), _DAMAGE_CURE),
            )
        return self._resolved([(n, one) for n, one in asked if one not in lost], repository)

    def _be_silent(self, item: int, silence: Silence) -> None:
        self.silences[item] = silence
        tell = self._log.warning if silence.is_shallow else self._log.info
        tell("No report: %s", silence.told(load_catalog("en")))

    def close(self) -> None:
        """Close the repositories."""
        self._opened.close()

    def expect(self, places: Sequence[Place]) -> None:
        """Fetch what git does not have yet of ranges that are going to be read. Raises `RepositoryError`."""
        for source in self._sources.values():
            mine = [place for place in places if self._source(place) is source]
            ranges = dict.fromkeys(place.resolved for place in mine)
            with source.explained():
                source.repository.expect(place.resolved for place in mine if not self._holds(place))
            with suppress(ObjectError), source.explained():  # of a range that git cannot read, its turn will tell
                source.fetch_files([ends for ends in ranges if not self._cache.holds_evidence(ends, self.reader_key)])

    def read(self, place: Place) -> ReadRange:
        """What changed in a range that is expected. Raises `RepositoryError`."""
        try:
            files, history = self._evidence(place)
            if files and place.range.paths:
                history = self._history_of_paths(place, history)
            return ReadRange(place.range, place.resolved, files, history)
        except ObjectError as error:
            if place not in self._lost:
                self._log.warning("%s has no report, as git cannot read all of it. %s", place.range.compare, error)
            self._lost.add(place)
            return ReadRange(place.range, place.resolved, (), History(place.resolved.base), is_lost=True)

    def tell_of_cuts(self) -> None:
        """Warn of ranges that a shallow clone may tell wrongly, without reading them. Raises `RepositoryError`."""
        for source in self._sources.values():
            mine = [place for place in self.places if self._source(place) is source]
            source.repository.expect(place.resolved for place in mine)
            if cut := next((place for place in mine if source.repository.may_be_cut(place.resolved)), None):
                source.tell_of_cut(cut.range, self._log)

    def use(self, place: Place) -> None:
        """Note that what is kept of a range is still of use."""
        for key in self._keys(place):
            self._cache.use_evidence(place.resolved, key)

    def _source(self, place: Place) -> _Source:
        return self._sources[self._items[place.item].repository]

    def _holds(self, place: Place) -> bool:
        """Whether the cache has files for all that reading a range takes."""
        return all(self._cache.holds_evidence(place.resolved, key) for key in self._keys(place))

    def _keys(self, place: Place) -> Sequence[Sequence[str]]:
        return [self.reader_key, *([_history_key(place.range.paths)] if place.range.paths else [])]

    def _history_of_paths(self, place: Place, whole: History) -> History:
        """The commits of a range that touch its paths. What the others did is no part of its report."""
        ends, paths = place.resolved, place.range.paths
        if not whole.is_cut and (known := self._cache.evidence(ends, _history_key(paths))):
            return known[1]
        log = self._source(place).repository.log(ends, lambda path: matches(path, paths))
        history = replace(whole, commits=log.commits, older_commits=log.count - len(log.commits))
        if not whole.is_cut:
            _keep(self._cache, ends, _history_key(paths), ((), history), Blobs({}, {}), self._log)
        return history

    def _evidence(self, place: Place) -> RangeEvidence:
        ends = place.resolved
        if known := self._cache.evidence(ends, self.reader_key):
            return known
        source = self._source(place)
        with source.explained():
            source.fetch_files([ends])
            (files, history), blobs = _read(source.repository, ends, self._metadata_fields, self._analyzers)
        if source.repository.may_be_cut(ends):
            source.tell_of_cut(place.range, self._log)
            return files, replace(history, is_cut=True)
        if limits := tell_limits([file.change for file in files], history.more_files, load_catalog("en")):
            self._log.info("%s: %s", place.range.compare, " ".join(limits))
        if _is_beyond_renames_of_git([file.change for file in files]):
            self._log.info(
                "%s: rename detection went beyond git's own limit (`diff.renameLimit`); `git diff` and forges may tell "
                "renamed files of this range as removed and added.",
                place.range.compare,
            )
        if broken := [file.change.path for file in files if file.change.omission is Omission.BROKEN]:
            self._log.warning(
                "In the repository %s, git cannot read %s of %s; the report says so. %s",
                *(source.repository.name, _some(broken), place.range.compare, _DAMAGE_CURE),
            )
            return files, history  # they may be whole again at the next build, so nothing of it is kept
        _keep(self._cache, ends, self.reader_key, (files, history), blobs, self._log)
        return files, history


class _Source:
    """A repository that is open, and the mirror that it is, if it is one."""

    def __init__(self, repository: Repository, mirror: Mirror | None) -> None:
        self.repository = repository
        self._mirror = mirror
        self._fetched: set[ResolvedRange] = set()
        self._told_of_cut = False

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Say what to do where a mirror cannot be read. Raises `RepositoryError`."""
        try:
            yield
        except RangeError:
            raise
        except RepositoryError as error:
            if not self._mirror or self._mirror.renewal in str(error):
                raise
            raise type(error)(f"{str(error).rstrip('. ')}. {self._mirror.renewal}") from error

    def tell_of_cut(self, compare_range: CompareRange, log: Log) -> None:
        """Warn that a range may be wrong, as the clone is shallow: once, as the cure is the same for all."""
        if not self._told_of_cut:
            log.warning(
                "The clone %s is shallow, and what was left out may change where %s starts and which commits it has, "
                "as it may for other ranges. %s",
                *(self.repository.name, compare_range.compare, SHALLOW_CURE),
            )
        self._told_of_cut = True

    def fetch_files(self, ranges: Iterable[ResolvedRange]) -> None:
        """Bring what reading ranges takes; a repository of this machine has it. Raises `RepositoryError`."""
        if self._mirror:
            missing = [ends for ends in ranges if ends not in self._fetched]
            self._mirror.fetch_files(list(self._comparisons(missing)))
            self._fetched.update(missing)

    def _comparisons(self, ranges: Iterable[ResolvedRange]) -> Iterator[tuple[str, str]]:
        """What is compared for ranges, but for those that git cannot read: whoever reads one of them is told."""
        for ends in ranges:
            with suppress(ObjectError):
                yield self.repository.merge_base(ends), ends.head


def _some(names: Sequence[str]) -> str:
    """A few names for a line of the log."""
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return ", ".join(map(display, names[:_NAMED])) + more


def _history_key(paths: Sequence[str]) -> Sequence[str]:
    """Names, with its ends, the commits of a range that touch some paths."""
    return ("commits", *paths)


def _open(
    location: Path | Remote, items: Iterable[RangeItem], cache: Cache, log: Log, forges: Mapping[str, ForgePages]
) -> _Source:
    """Open a repository, in a mirror of its history if it is a remote one. Raises `RepositoryError`."""
    if isinstance(location, Remote):
        from ..git.mirror import Mirror  # few sites have remote repositories

        mirror = Mirror(location, cache.scratch, log)
        path = _update(mirror, items)
        return _Source(Repository(path, location.url, forges, mirror.remote_refs), mirror)
    return _Source(Repository(location, forges=forges), None)


def _update(mirror: Mirror, items: Iterable[RangeItem]) -> Path:
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
            (branches if rule.branch else revisions).append(rule.branch or "HEAD")
        if isinstance(rule, RollingRule) and isinstance(rule.since, str):
            (patterns if is_glob(rule.since) else revisions).append(rule.since)
    return mirror.update(revisions, patterns, branches)


class _Steps:
    """The steps between tags that the cache has for a rule."""

    def __init__(self, cache: Cache, place: str, log: Log) -> None:
        self._cache = cache
        self._place = place
        self._log = log

    def recall(self, key: str) -> Sequence[NamedStep] | None:
        return self._cache.steps(self._place, key)

    def keep(self, key: str, steps: Sequence[NamedStep]) -> None:
        try:
            self._cache.keep_steps(self._place, key, steps)
        except OSError as error:
            self._log.warning("The steps between tags could not be kept in the cache (%s).", error)


def _tell_of_a_reversal(one: CompareRange, ends: ResolvedRange, repository: Repository, log: Log) -> None:
    """Say so where a range was probably meant the other way round."""
    if repository.is_reversed(ends):
        meant = compare_text(one.head, one.base, direct=one.direct)
        effect = "its report shows what came in between undone" if one.direct else "it has nothing to show"
        (log.info if one.direct else log.warning)(
            "The range %s of %s is reversed: %s is newer than %s, so %s. Did you mean %s?",
            *(one.compare, repository.name, one.base, one.head, effect, meant),
        )


def _tell_of_missing_links(repository: Repository, log: Log) -> None:
    """Say so where there are no links to a forge, as it is not known which host has its pages."""
    if host := repository.unknown_host:
        log.info(
            "%s has no links to a forge: its address is %s, and nothing says which host %s is. Give it a `HostName` in "
            "~/.ssh/config, or name it in the option `forges`.",
            *(repository.name, hide_credentials(repository.remote_url or ""), host),
        )


def _tell_of_a_namesake(day: datetime.date, repository: Repository, log: Log) -> None:
    """Say so where a day is also the name of a tag or a branch."""
    for ref in repository.called(str(day)):
        log.info("`since: %s` is taken for the day; `since: %s` is what %s has, too.", day, ref, repository.name)


def _tell_of_another_course(branch: str, repository: Repository, cache: Cache, log: Log) -> None:
    """Say so where a branch no longer passes through the commit that it ended with at the last build."""
    place = f"{repository.name}\n{branch}"
    tip, before = repository.tip(branch), cache.tip(place)
    # What is no longer in a shallow clone may still be in the history.
    if before and before != tip and not repository.is_shallow:
        if branch != "HEAD" and not repository.contains(tip, before):
            log.info(
                "%s of %s was rewritten: %s, where it ended at the last build, is no longer in its history. Reports on "
                "what was rewritten are made anew, at addresses of the new commits.",
                *(branch, repository.name, before[:7]),
            )
        elif before not in {point.commit for point in repository.first_parents(branch)}:
            log.info(_OTHER_HEAD if branch == "HEAD" else _OTHER_COURSE, branch, repository.name, before[:7])
    try:
        cache.keep_tip(place, tip)
    except OSError as error:
        log.warning("Where %s ends could not be kept in the cache (%s).", branch, error)


def _is_beyond_renames_of_git(changes: Sequence[FileChange]) -> bool:
    """Whether git, by itself, would not have looked for the renames that were found."""
    statuses = Counter(change.status for change in changes if change.old_blob != change.new_blob)
    edited = statuses[Status.RENAMED]
    pairs = (edited + statuses[Status.REMOVED]) * (edited + statuses[Status.ADDED])
    return edited > 0 and pairs > RENAME_LIMIT**2


def _read(
    repository: Repository, ends: ResolvedRange, metadata_fields: Sequence[str], analyzers: Sequence[NamedAnalyzer]
) -> tuple[RangeEvidence, Blobs]:
    from ..analyze.read import read_changes  # a build that finds all in the cache has no use for it

    base = repository.merge_base(ends)
    compared = repository.compare(base, ends.head)
    blobs = compared.blobs
    if not compared.files:
        return ((), History(base, more_files=compared.more_files)), blobs
    commits = repository.log(ends, of_files=compared.more_files == 0)
    older = commits.count - len(commits.commits)
    history = History(base, commits.commits, older, more_files=compared.more_files)
    files = []
    texts = ChainMap(dict(compared.texts), dict(blobs.contents))
    read = read_changes(compared.files, texts, metadata_fields, blobs.sizes, analyzers)
    for change, findings in zip(compared.files, read, strict=True):
        files.append(Evidence(change, diff_hash(change), findings, _touching(change, commits)))
    return (tuple(files), history), blobs


def _touching(change: FileChange, log: CommitLog) -> tuple[Commit, ...]:
    """The commits that touch a file under either of its names."""
    commits = {commit.id: commit for path in change.paths for commit in log.touching.get(path, ())}
    return tuple(commits.values())[:MAX_TOUCHING]


def _keep(
    cache: Cache, ends: ResolvedRange, reader: Sequence[str], read: RangeEvidence, blobs: Blobs, log: Log
) -> None:
    try:
        for evidence in read[0]:
            cache.keep_pictures(evidence, blobs.contents)
        cache.keep_evidence(ends, reader, *read)
    except OSError as error:
        log.warning("A diff could not be kept in the cache (%s); the next build reads it again.", error)
