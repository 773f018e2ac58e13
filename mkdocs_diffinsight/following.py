"""Ranges that a history makes by itself: the steps between its tags, its closed days, weeks or months. Pure."""

from __future__ import annotations

import datetime
import itertools
import re
import zoneinfo
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Protocol

from .clocks import in_order
from .errors import RangeError
from .model import CompareRange, Location, Period, Unit

_NUMBERS = re.compile(r"\d+(?:\.\d+)*")
_POST_RELEASE = re.compile(r"(?:[.-]?post|[.-]?p|-r?)\d", re.IGNORECASE)
"""What follows the numbers of a release that corrects another one's packaging: `1.0.post1`, `1.0p1`, `1.0-1`."""
_PARTS = re.compile(r"\d+|[A-Za-z]+")
SHALLOW_CURE = (
    "Run `git fetch --unshallow --tags`; in GitHub Actions, give actions/checkout `fetch-depth: 0`; "
    "or set `repository` to the address of the remote, of which a build fetches what it needs."
)
_MOST_NAMES = 5
"""Of tags in a message."""
_NEVER = datetime.datetime.fromtimestamp(0, datetime.UTC)


@dataclass(frozen=True)
class TagRule:
    """A report for each step between tags."""

    patterns: tuple[str, ...]
    """Globs for their names."""
    start: str | None = None
    """The tag that the first step starts from; by default the lowest version."""
    prereleases: bool = True


@dataclass(frozen=True)
class PeriodRule:
    """A report for each period of a branch."""

    unit: Unit
    branch: str | None = None
    """By default the one that is checked out, or the remote's own."""
    since: datetime.date | None = None
    until: datetime.date | None = None
    """The last day."""
    zone: str = "UTC"
    with_open: bool = False
    """A report for the period that is not over yet, too."""


@dataclass(frozen=True)
class RollingRule:
    """One report on what came to a branch since a commit, a tag or a day."""

    since: str | datetime.date
    """A revision, a glob for the latest of some tags, or a day."""
    branch: str | None = None
    zone: str = "UTC"


Rule = TagRule | PeriodRule | RollingRule


@dataclass(frozen=True)
class Following:
    """Ranges to be made from the history of a repository."""

    rule: Rule
    repository: Location
    label: str | None = None
    title: str | None = None
    paths: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tag:
    """A tag on a commit."""

    name: str
    commit: str
    date: datetime.datetime
    """When it was made; a lightweight tag has the date of its commit."""
    message: str = ""
    """Of an annotated tag."""


@dataclass(frozen=True)
class Step:
    """From one point of a history to the next one."""

    base: str
    head: str


@dataclass(frozen=True)
class Point:
    """A commit of a branch's first parents."""

    commit: str
    committed: datetime.datetime


class FollowedRepository(Protocol):
    """What rules ask of a repository. Each may raise `RepositoryError`."""

    @property
    def is_shallow(self) -> bool:
        """Whether a part of the history was left out when cloning."""

    @property
    def cure(self) -> str:
        """What a person can do where a name is not found."""

    def tags(self) -> Sequence[Tag]:
        """Those of commits."""

    def tag_graph(self, tags: Iterable[Tag]) -> Mapping[str, Sequence[str]]:
        """The parents of commits, in a history that holds at least the tagged ones."""

    def first_parents(self, branch: str | None) -> Sequence[Point]:
        """The commits of a branch, from its tip, each followed by its first parent."""


def make_ranges(following: Following, repository: FollowedRepository) -> list[CompareRange]:
    """The ranges that a rule makes of a history, the earliest first. Raises `RangeError`, `RepositoryError`."""
    rule = following.rule
    if isinstance(rule, TagRule):
        return list(_tag_ranges(following, rule, repository))
    if isinstance(rule, PeriodRule):
        return list(_period_ranges(following, rule, repository))
    return [_rolling_range(following, rule, repository)]


def _tag_ranges(following: Following, rule: TagRule, repository: FollowedRepository) -> Iterator[CompareRange]:
    names = ", ".join(map(repr, rule.patterns))
    tags = matching(repository.tags(), rule.patterns)
    if not tags:
        raise RangeError(f"`tags`: no tag matches {names}. {_other_tags(repository)}{repository.cure}")
    if rule.start and rule.start not in {tag.name for tag in tags}:
        raise RangeError(f"`from`: {rule.start!r} is none of the {len(tags)} tags that match {names}.")
    if not rule.prereleases:
        tags = [tag for tag in tags if not is_prerelease(tag.name) or tag.name == rule.start]
    for before, tag in steps_between(tags, repository.tag_graph(tags)):
        if not rule.start or version_order(tag.name) > version_order(rule.start):
            title = f"{following.title} {tag.name}" if following.title else tag.name
            date = tag.date.date()
            yield _compare(following, before.name, tag.name, title=title, date=date, message=tag.message)


def _other_tags(repository: FollowedRepository) -> str:
    """What a pattern could have matched."""
    latest = sorted(repository.tags(), key=lambda tag: (tag.date, tag.name), reverse=True)
    names = ", ".join(repr(tag.name) for tag in latest[:_MOST_NAMES])
    return f"There are {names}{', ...' if len(latest) > _MOST_NAMES else ''}. " if names else ""


def _period_ranges(following: Following, rule: PeriodRule, repository: FollowedRepository) -> Iterator[CompareRange]:
    zone = zoneinfo.ZoneInfo(rule.zone)
    points = _whole_branch(repository, rule, zone)
    periods = closed_periods(points, rule.unit, zone, rule.since, rule.until, with_open=rule.with_open)
    for period, step in periods:
        is_open = step.head == points[0].commit  # its date is that of its latest commit
        yield _compare(following, step.base, step.head, date=None if is_open else period.last, period=period)


def _rolling_range(following: Following, rule: RollingRule, repository: FollowedRepository) -> CompareRange:
    if isinstance(rule.since, datetime.date):
        zone = zoneinfo.ZoneInfo(rule.zone)
        base = _before(_whole_branch(repository, rule, zone), rule.since, zone)
    elif is_glob(rule.since):
        base = _latest_tag(rule.since, repository.first_parents(rule.branch)[0].commit, repository)
    else:
        base = rule.since
    return _compare(following, base, rule.branch or "HEAD", is_rolling=True)


def _whole_branch(
    repository: FollowedRepository, rule: PeriodRule | RollingRule, zone: datetime.tzinfo
) -> Sequence[Point]:
    """The commits of a branch, from before the day that a rule starts at."""
    points = repository.first_parents(rule.branch)
    first = points[-1].committed.astimezone(zone).date()
    if repository.is_shallow and not (isinstance(rule.since, datetime.date) and first < rule.since):
        raise RangeError(
            f"The clone is shallow: {rule.branch or 'its history'} starts at {points[-1].commit[:7]} ({first}), and "
            f"what was before cannot be told. {SHALLOW_CURE} A `since` after that day needs no more."
        )
    return points


def _before(points: Sequence[Point], since: datetime.date, zone: datetime.tzinfo) -> str:
    """The last commit before a day, or what is before the first one."""
    ordered = points[::-1]
    earlier = [point for point, day in zip(ordered, _days(ordered, zone), strict=True) if day < since]
    return earlier[-1].commit if earlier else f"{ordered[0].commit}^"


def _latest_tag(pattern: str, tip: str, repository: FollowedRepository) -> str:
    tags = matching(repository.tags(), [pattern])
    past = _history(tip, repository.tag_graph([*tags, Tag(tip, tip, _NEVER)]))
    reached = [tag for tag in tags if tag.commit in past]
    if not reached:
        what = f"no tag before {tip[:7]} matches {pattern!r}." if tags else f"no tag matches {pattern!r}."
        raise RangeError(f"`since`: {what} {_other_tags(repository)}{repository.cure}")
    return max(reached, key=lambda tag: version_order(tag.name)).name


def _compare(following: Following, base: str, head: str, **more: Any) -> CompareRange:
    fixed = {"direct": False, "title": following.title, "paths": following.paths, "label": following.label}
    return CompareRange(base, head, repository=following.repository, **{**fixed, **more})


def is_glob(name: str) -> bool:
    """Whether a name stands for several; no revision can have these characters."""
    return any(mark in name for mark in "*?[")


def matching(tags: Iterable[Tag], patterns: Sequence[str]) -> list[Tag]:
    """The tags whose names match one of the globs."""
    return [tag for tag in tags if any(fnmatchcase(tag.name, pattern) for pattern in patterns)]


def version_order(name: str) -> tuple[object, ...]:
    """Sorts the names of tags by the versions in them, a pre-release before its release (https://semver.org/#spec-item-11).

    Names without a number come first, by the alphabet.
    """
    found = _NUMBERS.search(name)
    if not found:
        return (), 0, (), name
    numbers = [int(number) for number in found[0].split(".")]
    while numbers and not numbers[-1]:
        numbers.pop()
    rest = name[found.end() :].partition("+")[0]
    stage = 2 if _POST_RELEASE.match(rest) else 1 if not _PARTS.search(rest) else 0
    parts = [(0, int(part), "") if part.isdigit() else (1, 0, part.lower()) for part in _PARTS.findall(rest)]
    return tuple(numbers), stage, tuple(parts), name


def is_prerelease(name: str) -> bool:
    """Whether a tag names a version that comes before a release."""
    found = _NUMBERS.search(name)
    return bool(found) and version_order(name)[1] == 0


def steps_between(tags: Iterable[Tag], parents: Mapping[str, Sequence[str]]) -> list[tuple[Tag, Tag]]:
    """Each tag with the one that it follows, in version order.

    A tag follows the highest lower version in its own history, so that series side by side (`1.x`, `2.x`) each go
    their way; a release follows a release, though pre-releases lie between. Where no lower version is in a tag's
    history, as with releases on branches of their own, it follows the next lower one. `parents` is the graph of
    commits as far as it joins the tags.
    """
    ordered = sorted(tags, key=lambda tag: version_order(tag.name))
    found = []
    for n, tag in enumerate(ordered):
        lower = [other for other in ordered[:n] if other.commit != tag.commit]
        if not is_prerelease(tag.name):
            lower = [other for other in lower if not is_prerelease(other.name)]
        history = _history(tag.commit, parents) if lower else set()
        before = next((other for other in reversed(lower) if other.commit in history), lower[-1] if lower else None)
        if before:
            found.append((before, tag))
    return found


def _history(commit: str, parents: Mapping[str, Sequence[str]]) -> set[str]:
    seen: set[str] = set()
    left = [commit]
    while left:
        current = left.pop()
        if current not in seen:
            seen.add(current)
            left += parents.get(current, ())
    return seen


def closed_periods(
    points: Sequence[Point],
    unit: Unit,
    zone: datetime.tzinfo,
    since: datetime.date | None = None,
    until: datetime.date | None = None,
    *,
    with_open: bool = False,
) -> list[tuple[Period, Step]]:
    """The periods in which a branch got commits, the earliest first.

    `points` are its first parents, the latest first. A period is closed once the branch has a commit after it, so that
    the history alone decides, not the day of the build. Where clocks disagree, days are those of `in_order`. The base
    of a branch's first commit is written `<commit>^`.
    """
    ordered = points[::-1]
    days = list(_days(ordered, zone))
    latest = Period.holding(days[-1], unit) if days else None
    found = []
    for period, members in itertools.groupby(range(len(days)), key=lambda n: Period.holding(days[n], unit)):
        kept = [n for n in members if (not since or days[n] >= since) and (not until or days[n] <= until)]
        if kept and (period != latest or with_open):
            first, last = ordered[kept[0]], ordered[kept[-1]]
            base = ordered[kept[0] - 1].commit if kept[0] else f"{first.commit}^"
            found.append((period, Step(base, last.commit)))
    return found


def _days(points: Iterable[Point], zone: datetime.tzinfo) -> Iterator[datetime.date]:
    """The day of each commit, the earliest first."""
    return (moment.astimezone(zone).date() for moment in in_order([point.committed for point in points]))
