"""Which tag follows which: the steps between the releases of a history. Pure."""

from __future__ import annotations

import bisect
import datetime
import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .lineage import Lineage
from .versions import Version, read_versions

VERSION = 2
"""To be raised with every change of what follows what."""
_LONGEST_FILE_NAME = 255
"""Bytes that the name of a file may have."""
_NEXT = 64
"""The next lower versions, or the latest, among which one on another branch is looked for that a tag follows."""


@dataclass(frozen=True)
class Tag:
    """A tag on a commit."""

    name: str
    commit: str
    date: datetime.datetime
    """When it was made; a lightweight tag has the date of its commit."""
    message: str = ""
    """What an annotated tag says."""

    @property
    def revision(self) -> str:
        """What git finds its commit by: the name, unless no file can be called so."""
        sizes = (len(part.encode("utf-8", "surrogateescape")) for part in self.name.split("/"))
        return self.name if max(sizes) <= _LONGEST_FILE_NAME else self.commit


@dataclass(frozen=True)
class TagStep:
    """From one tag to the next one of its series."""

    before: Tag
    tag: Tag
    direct: bool = False
    """They have no common history, so that only the two themselves can be compared."""


def versions_of(tags: Iterable[Tag], lineage: Lineage) -> dict[str, Version]:
    """The versions of tags by their names. What these leave open, the history decides."""
    commits = {tag.name: tag.commit for tag in tags}
    return read_versions(commits, lambda one, two: lineage.is_before(commits[one], commits[two]))


def steps_between(tags: Iterable[Tag], versions: Mapping[str, Version], lineage: Lineage) -> list[TagStep]:
    """Each tag with the one of its series that it follows, series by series, in the order of versions.

    A tag follows the nearest one in its own history; of several, where branches were merged, that with the highest
    lower version. Where a lower version that was there already, on a branch of its own, parted from the tag's history
    later than that, the tag follows it. A release follows a release, though pre-releases lie between; the first one
    follows the first pre-release.
    """
    series = defaultdict(list)
    for tag in tags:
        series[versions[tag.name].series].append(tag)
    several = [series[name] for name in sorted(series) if len(series[name]) > 1]
    return [step for some in several for step in _Series(some, versions, lineage).steps()]


def latest_before(tags: Sequence[Tag], versions: Mapping[str, Version], lineage: Lineage, tip: str) -> Tag | None:
    """The tag that a commit comes after: the nearest one in its history, or one that parted from it later than that."""
    history = lineage.history[tip]
    own = [tag for tag in tags if lineage.place[tag.commit] & history]
    covered = 0
    for tag in own:
        covered |= lineage.history[tag.commit]
    beside: dict[int, list[Tag]] = defaultdict(list)
    for tag in tags:
        common = history & lineage.history[tag.commit] & ~covered
        if common and _is_earlier(tag.commit, tip, lineage):
            beside[_highest(common)].append(tag)
    nearest = beside[max(beside)] if beside else [tag for place in _ends(own, lineage) for tag in place]
    return max(nearest, key=lambda tag: versions[tag.name].order, default=None)


def newer_elsewhere(
    tags: Iterable[Tag], versions: Mapping[str, Version], lineage: Lineage, tip: str, latest: Tag | None
) -> list[Tag]:
    """Tags of higher versions than the latest one, made before a commit outside its history; the highest first."""

    def order(tag: Tag) -> tuple[object, ...]:
        return versions[tag.name].order

    place = lineage.place[tip]
    outside = [
        tag
        for tag in tags
        if not lineage.place[tag.commit] & lineage.history[tip]
        and not place & lineage.history[tag.commit]
        and _is_earlier(tag.commit, tip, lineage)
        and (latest is None or tag == latest or order(tag) > order(latest))
    ]
    return sorted(outside, key=order, reverse=True)


def started_at(step: TagStep, start: Tag, versions: Mapping[str, Version], lineage: Lineage) -> TagStep:
    """A step with nothing of what its series had before a tag, if it has that tag in it."""
    is_within = lineage.is_before(step.before.commit, start.commit) and lineage.is_before(start.commit, step.tag.commit)
    is_same = versions[start.name].series == versions[step.tag.name].series
    return TagStep(start, step.tag) if is_within and is_same else step


def is_later(tag: Tag, start: Tag, versions: Mapping[str, Version], lineage: Lineage) -> bool:
    """Whether a tag comes after another one: in the history, else by version, or in time if they are of two series."""
    if lineage.is_before(start.commit, tag.commit):
        return True
    if tag.commit == start.commit or lineage.is_before(tag.commit, start.commit):
        return False
    one, two = versions[start.name], versions[tag.name]
    if one.series == two.series and one.is_named:
        return two.order > one.order
    return lineage.committed[tag.commit] > lineage.committed[start.commit]


def _ends(tags: Iterable[Tag], lineage: Lineage) -> Iterator[list[Tag]]:
    """The tags that are in the history of no other one, by place."""
    at = defaultdict(list)
    left = 0
    for tag in tags:
        at[lineage.place[tag.commit]].append(tag)
        left |= lineage.place[tag.commit]
    while left:
        here = at[_highest(left)]
        yield here
        left &= ~lineage.history[here[0].commit]


def _is_earlier(one: str, two: str, lineage: Lineage) -> bool:
    """Whether a commit was there when another one was made."""
    return lineage.committed[one] <= lineage.committed[two] and not lineage.is_before(two, one)


def _highest(places: int) -> int:
    return 1 << (places.bit_length() - 1)


def _without_aliases(tags: Iterable[Tag], versions: Mapping[str, Version]) -> Iterator[Tag]:
    """Leave out the second name of a version of a commit, such as `v4` on that of `v4.1.2`, which moves on with it."""
    at = defaultdict(list)
    for tag in tags:
        at[tag.commit].append(tag)
    for some in at.values():
        kept: list[Version] = []
        for tag in sorted(some, key=lambda tag: _precision(versions[tag.name]), reverse=True):
            if not any(_is_alias(versions[tag.name], other) for other in kept):
                kept.append(versions[tag.name])
                yield tag


def _precision(version: Version) -> tuple[object, ...]:
    return len(version.numbers), not version.build, version.order


def _is_alias(version: Version, other: Version) -> bool:
    if version.flavour != other.flavour or not version.is_named:
        return False
    starts_it = version.numbers == other.numbers[: len(version.numbers)]
    return version.level == other.level or (starts_it and not version.parts and not other.parts)


class _Pool:
    """Tags of a series that others can follow."""

    def __init__(self) -> None:
        self.all = 0
        """The places of all of them."""
        self.at: dict[int, list[Tag]] = defaultdict(list)
        """The tags at each place."""
        self.earlier: list[Tag] = []
        """The tags that were there already, in the order of versions."""
        self.in_time: list[Tag] = []
        """The tags that were there already, the latest last."""
        self.reached = 0
        """The places in the histories of these."""


class _Series:
    """The tags of a series."""

    def __init__(self, tags: Iterable[Tag], versions: Mapping[str, Version], lineage: Lineage) -> None:
        self._versions = versions
        self._lineage = lineage
        self._tags = list(_without_aliases(tags, versions))
        self._pools: dict[tuple[str | None, bool], _Pool] = defaultdict(_Pool)
        for tag in self._tags:
            place = lineage.place[tag.commit]
            for pool in self._pools_with(tag):
                pool.all |= place
                pool.at[place].append(tag)

    def steps(self) -> list[TagStep]:
        """In the order of versions."""
        steps = []
        for tag in sorted(self._tags, key=lambda tag: (self._lineage.committed[tag.commit], self._order(tag))):
            if step := self._step(tag):
                steps.append(step)
            for pool in self._pools_with(tag):
                bisect.insort(pool.earlier, tag, key=self._order)
                pool.in_time.append(tag)
                pool.reached |= self._lineage.history[tag.commit]
        return sorted(steps, key=lambda step: self._order(step.tag))

    def _order(self, tag: Tag) -> tuple[object, ...]:
        version = self._versions[tag.name]
        return version.order if version.is_named else (self._lineage.committed[tag.commit], tag.name)

    def _pools_with(self, tag: Tag) -> Iterator[_Pool]:
        """The pools that a tag is in, by flavour (`None`: all of them) and whether they have releases alone."""
        version = self._versions[tag.name]
        for flavour in (version.flavour, None):
            yield self._pools[flavour, False]
            if not version.is_prerelease:
                yield self._pools[flavour, True]

    def _pools_for(self, tag: Tag) -> Iterator[_Pool]:
        """Where to look for what a tag follows: tags of its own flavour, without one, and of others."""
        version = self._versions[tag.name]
        for releases_only in (False,) if version.is_prerelease else (True, False):
            for flavour in dict.fromkeys((version.flavour, "", None)):
                yield self._pools[flavour, releases_only]

    def _step(self, tag: Tag) -> TagStep | None:
        for pool in self._pools_for(tag):
            if before := self._nearest(tag, pool):
                is_first = not self._versions[tag.name].is_prerelease and self._versions[before.name].is_prerelease
                return TagStep(self._first(tag, pool) or before if is_first else before, tag)
        for pool in self._pools_for(tag):  # versions that start again, on branches of their own
            if before := self._beside(tag, self._latest(tag, pool), pool.reached):
                return TagStep(before, tag)
        for pool in self._pools_for(tag):
            if before := next(itertools.chain(self._lower(tag, pool), self._latest(tag, pool)), None):
                return TagStep(before, tag, direct=True)
        return None

    def _nearest(self, tag: Tag, pool: _Pool) -> Tag | None:
        """The tag of a pool that has most of the history of another one."""
        history, place = self._lineage.history[tag.commit], self._lineage.place[tag.commit]
        covered, candidates = 0, []
        left = history & pool.all & ~place
        while left:
            nearest = _highest(left)
            here = [other for other in pool.at[nearest] if not self._is_twin(other, tag)]
            candidates += here
            covered |= self._lineage.history[here[0].commit] if here else 0
            left &= ~(covered | nearest)
        if beside := self._beside(tag, self._lower(tag, pool), pool.reached & ~covered):
            return beside
        lower = [other for other in candidates if self._order(other) < self._order(tag)]
        return max(lower or candidates, key=self._order, default=None)

    def _beside(self, tag: Tag, others: Iterable[Tag], places: int) -> Tag | None:
        """The first of those tags that parted the latest from the history of one, at some places of it."""
        common = self._lineage.history[tag.commit] & places
        best, latest = None, 0
        for other in others if common else ():
            shared = common & self._lineage.history[other.commit]
            if shared.bit_length() > latest:
                best, latest = other, shared.bit_length()
            if latest == common.bit_length():
                break
        return best

    def _lower(self, tag: Tag, pool: _Pool) -> Iterator[Tag]:
        """The next lower versions of those that were there before a tag, the highest first."""
        end = bisect.bisect_left(pool.earlier, self._order(tag), key=self._order)
        return self._followed(tag, reversed(pool.earlier[max(0, end - _NEXT) : end]))

    def _latest(self, tag: Tag, pool: _Pool) -> Iterator[Tag]:
        """The latest of those that were there before a tag, whatever their versions."""
        return self._followed(tag, reversed(pool.in_time[-_NEXT:]))

    def _followed(self, tag: Tag, others: Iterable[Tag]) -> Iterator[Tag]:
        """Choose what a tag can follow: no second name of its commit, nothing after it, and no other flavour of it."""
        version = self._versions[tag.name]
        for other in others:
            its = self._versions[other.name]
            is_side = its.level == version.level and its.flavour != version.flavour
            if not (is_side or other.commit == tag.commit or self._lineage.is_before(tag.commit, other.commit)):
                yield other

    def _is_twin(self, one: Tag, two: Tag) -> bool:
        """Whether both are the same version in two flavours, so that none of them is what the other one follows."""
        its, other = self._versions[one.name], self._versions[two.name]
        return its.level == other.level and bool(its.flavour and other.flavour) and its.flavour != other.flavour

    def _first(self, tag: Tag, pool: _Pool) -> Tag | None:
        """The first lower version in the history of a tag."""
        order = self._order(tag)
        lower = (other for other in pool.in_time if self._order(other) < order)
        return next((other for other in lower if self._lineage.is_before(other.commit, tag.commit)), None)
