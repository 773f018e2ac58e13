"""Ranges that a history makes by itself: the steps between its tags, its days, weeks or months. Pure."""

from __future__ import annotations

import datetime
import difflib
import hashlib
import itertools
import zoneinfo
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any, Protocol

from ...errors import RangeError
from ...model.ranges import CompareRange, Following, Period, PeriodRule, RollingRule, TagRule
from .clocks import in_order
from .lineage import HistoryCommit, Lineage
from .steps import VERSION as STEPS_VERSION
from .steps import Tag, TagStep, is_later, latest_before, newer_elsewhere, started_at, steps_between, versions_of
from .versions import Version

SHALLOW_CURE = (
    "Run `git fetch --unshallow --tags`; in GitHub Actions, give actions/checkout `fetch-depth: 0`; "
    "or set `repository` to the address of the remote, of which a build fetches what it needs."
)
_MOST_NAMES = 5
"""Tags that a message names."""
_LANDINGS = 3
"""Releases elsewhere of which the changes are looked for in a branch, the latest first."""


@dataclass(frozen=True)
class Step:
    """From one point of a history to the next one."""

    base: str
    head: str
    day: datetime.date
    """The day of the head."""


@dataclass(frozen=True)
class BranchCommit:
    """A commit of a branch's first parents."""

    commit: str
    committed: datetime.datetime


NamedStep = tuple[str, str, bool]
"""A step by the names of its tags, and whether they are compared directly."""


@dataclass(frozen=True)
class Landing:
    """How the changes of a commit came to a branch that has it not in its history, as with a squash."""

    commit: str
    """The one of the branch that brought them."""
    is_alone: bool
    """Since the two parted, the branch had got nothing else when it came."""


class FollowedRepository(Protocol):
    """What rules ask of a repository. Each may raise `RepositoryError`."""

    @property
    def is_shallow(self) -> bool:
        """Whether a part of the history was left out when cloning."""

    def is_cut(self, commit: str) -> bool:
        """Whether what a commit comes after was left out when cloning."""

    @property
    def cure(self) -> str:
        """What a person can do where a name is not found."""

    def tags(self) -> Sequence[Tag]:
        """The tags of commits."""

    def history(self, commits: Iterable[str]) -> Iterable[HistoryCommit]:
        """Commits with all that they descend from, children first."""

    def landed(self, commit: str, tip: str) -> Landing | None:
        """How the changes of a commit came to a branch that has it not in its history, if they did."""

    def tip(self, branch: str) -> str:
        """The commit that a branch ends with. Raises `RangeError` where there is no such branch."""

    def first_parents(self, branch: str | None) -> Sequence[BranchCommit]:
        """The commits of a branch, from its tip, each followed by its first parent."""


class Memory(Protocol):
    """Keeps the steps between tags from one build to the next: to find them, all of the history is read."""

    def recall(self, key: str) -> Sequence[NamedStep] | None:
        """What was kept under a key, if it is the last that was."""

    def keep(self, key: str, steps: Sequence[NamedStep]) -> None:
        """Keep steps under a key in place of others."""


def make_ranges(
    following: Following, repository: FollowedRepository, tell: Callable[[str], None], memory: Memory | None = None
) -> list[CompareRange]:
    """The ranges that a rule makes of a history, the earliest first.

    `tell` gets what is to be known about how they were found. Raises `RangeError`, `RepositoryError`.
    """
    rule = following.rule
    if isinstance(rule, TagRule):
        return list(_tag_ranges(following, rule, repository, memory))
    if isinstance(rule, PeriodRule):
        return list(_period_ranges(following, rule, repository))
    return [_rolling_range(following, rule, repository, tell)]


def _tag_ranges(
    following: Following, rule: TagRule, repository: FollowedRepository, memory: Memory | None
) -> Iterator[CompareRange]:
    names = ", ".join(map(repr, rule.patterns))
    tags = matching(repository.tags(), rule.patterns)
    if not tags:
        raise RangeError(f"`tags`: no tag matches {names}. {_other_tags(repository)}{repository.cure}")
    if rule.start and rule.start not in {tag.name for tag in tags}:
        folded = {tag.name.casefold(): tag.name for tag in tags}
        like = difflib.get_close_matches(rule.start.casefold(), folded, n=1)
        meant = f" Did you mean {folded[like[0]]!r}?" if like else ""
        raise RangeError(f"`from`: {rule.start!r} is none of the {len(tags)} tags that match {names}.{meant}")
    steps = _kept_steps(tags, rule, repository, memory)
    if rule.last:
        in_time = sorted(range(len(steps)), key=lambda n: (steps[n].tag.date, n))
        steps = [steps[n] for n in sorted(in_time[-rule.last :])]
    for step in steps:
        name, date = step.tag.name, step.tag.date.date()
        title = f"{following.title} {name}" if following.title else name
        ends = step.before.revision, step.tag.revision
        yield _compare(following, *ends, title=title, date=date, message=step.tag.message, direct=step.direct)


def _kept_steps(
    tags: Sequence[Tag], rule: TagRule, repository: FollowedRepository, memory: Memory | None
) -> list[TagStep]:
    """The steps between tags as they were found before, or else now. What a shallow clone tells is not kept."""
    if memory is None or repository.is_shallow:
        return _steps(tags, rule, repository)
    asked = [STEPS_VERSION, rule.start, rule.prereleases, sorted((tag.name, tag.commit) for tag in tags)]
    key = hashlib.sha256(repr(asked).encode("utf-8", "surrogateescape")).hexdigest()
    by_name = {tag.name: tag for tag in tags}
    kept = memory.recall(key)
    if kept is not None and all(before in by_name and name in by_name for before, name, _ in kept):
        return [TagStep(by_name[before], by_name[name], direct) for before, name, direct in kept]
    steps = _steps(tags, rule, repository)
    memory.keep(key, [(step.before.name, step.tag.name, step.direct) for step in steps])
    return steps


def _steps(tags: Sequence[Tag], rule: TagRule, repository: FollowedRepository) -> list[TagStep]:
    """The steps between tags that a rule asks for."""
    lineage, versions = _lineage(tags, repository)
    kept = [tag for tag in tags if rule.prereleases or tag.name == rule.start or not versions[tag.name].is_prerelease]
    steps = steps_between(kept, versions, lineage)
    if rule.start:
        start = next(tag for tag in tags if tag.name == rule.start)
        later = [step for step in steps if is_later(step.tag, start, versions, lineage)]
        steps = [started_at(step, start, versions, lineage) for step in later]
    return steps


def _lineage(tags: Sequence[Tag], repository: FollowedRepository, *more: str) -> tuple[Lineage, Mapping[str, Version]]:
    commits = {*(tag.commit for tag in tags), *more}
    lineage = Lineage(repository.history(commits), commits)
    return lineage, versions_of(tags, lineage)


def _other_tags(repository: FollowedRepository) -> str:
    """What a pattern could have matched."""
    latest = sorted(repository.tags(), key=lambda tag: (tag.date, tag.name), reverse=True)
    names = ", ".join(repr(tag.name) for tag in latest[:_MOST_NAMES])
    return f"There are {names}{', ...' if len(latest) > _MOST_NAMES else ''}. " if names else ""


def _period_ranges(following: Following, rule: PeriodRule, repository: FollowedRepository) -> Iterator[CompareRange]:
    points = repository.first_parents(rule.branch)
    periods = closed_periods(points, rule)
    if not (rule.last and rule.last < len(periods)):
        _check_start(points[-1], repository, rule)
    for period, step in periods[-rule.last :] if rule.last else periods:
        is_open = step.head == points[0].commit
        date = step.day if is_open else period.last
        yield _compare(following, step.base, step.head, date=date, period=period, is_open=is_open)


def _rolling_range(
    following: Following, rule: RollingRule, repository: FollowedRepository, tell: Callable[[str], None]
) -> CompareRange:
    if isinstance(rule.since, datetime.date):
        points = repository.first_parents(rule.branch)
        _check_start(points[-1], repository, rule)
        base = _before(points, rule.since, zoneinfo.ZoneInfo(rule.zone))
    elif is_glob(rule.since):
        return _since_release(following, rule, rule.since, repository, tell)
    else:
        base = rule.since
    return _compare(following, base, rule.branch or "HEAD", is_rolling=True)


def _since_release(
    following: Following, rule: RollingRule, pattern: str, repository: FollowedRepository, tell: Callable[[str], None]
) -> CompareRange:
    """What came to a branch since the latest release, be that one on a branch of its own."""
    branch = rule.branch or "HEAD"
    tip = repository.tip(branch)
    tags = matching(repository.tags(), [pattern])
    lineage, versions = _lineage(tags, repository, tip)
    latest = latest_before(tags, versions, lineage, tip)
    newer = newer_elsewhere(tags, versions, lineage, tip, latest)
    for tag in newer[:_LANDINGS]:
        if landing := repository.landed(tag.commit, tip):
            tell(
                f"`since`: {tag.name} is not in the history of {branch}, but {landing.commit[:7]} brought its changes "
                "there, as a squash does. The report is on what is not in that release."
            )
            base = landing.commit if landing.is_alone else tag.revision
            return _compare(following, base, branch, is_rolling=True, direct=not landing.is_alone)
    if latest is None:
        what = f"no tag before {tip[:7]} matches {pattern!r}." if tags else f"no tag matches {pattern!r}."
        raise RangeError(f"`since`: {what} {_other_tags(repository)}{repository.cure}")
    if not (latest.commit == tip or lineage.is_before(latest.commit, tip)):
        tell(
            f"`since`: {latest.name} is not in the history of {branch}. The report starts where the two parted; what "
            "came to the release alone is left out."
        )
    elif missed := next((tag for tag in newer if lineage.is_before(latest.commit, tag.commit)), None):
        tell(
            f"`since`: {missed.name} is not in the history of {branch}, and no commit there brought all of its "
            f"changes. The report starts at {latest.name}, which both have."
        )
    return _compare(following, latest.revision, branch, is_rolling=True)


def _check_start(first: BranchCommit, repository: FollowedRepository, rule: PeriodRule | RollingRule) -> None:
    """Raise `RangeError` where the first commit of a branch is later than the day that a rule starts at."""
    day = first.committed.astimezone(zoneinfo.ZoneInfo(rule.zone)).date()
    if repository.is_cut(first.commit) and not (isinstance(rule.since, datetime.date) and day < rule.since):
        raise RangeError(
            f"The clone is shallow: {rule.branch or 'its history'} starts at {first.commit[:7]} ({day}), and "
            f"what was before cannot be told. {SHALLOW_CURE} A `since` after that day needs no more."
        )


def _before(points: Sequence[BranchCommit], since: datetime.date, zone: datetime.tzinfo) -> str:
    """The last commit before a day, or what is before the first one."""
    ordered = points[::-1]
    earlier = [point for point, day in zip(ordered, _days(ordered, zone), strict=True) if day < since]
    return earlier[-1].commit if earlier else f"{ordered[0].commit}^"


def _compare(following: Following, base: str, head: str, **more: Any) -> CompareRange:
    fixed = {"direct": False, "title": following.title, "paths": following.paths, "label": following.label}
    return CompareRange(base, head, repository=following.repository, **{**fixed, **more})


def is_glob(name: str) -> bool:
    """Whether a name stands for several; no revision can have these characters."""
    return any(mark in name for mark in "*?[")


def matching(tags: Iterable[Tag], patterns: Sequence[str]) -> list[Tag]:
    """The tags whose names match one of the globs."""
    return [tag for tag in tags if any(fnmatchcase(tag.name, pattern) for pattern in patterns)]


def closed_periods(points: Sequence[BranchCommit], rule: PeriodRule) -> list[tuple[Period, Step]]:
    """The periods that a rule asks for in which a branch got commits, the earliest first.

    `points` are its first parents, the latest first. A period is closed once the branch has a commit after it, so that
    the history alone decides, not the day of the build. Where clocks disagree, days are those of `in_order`. The base
    of a branch's first commit is written `<commit>^`.
    """
    ordered = points[::-1]
    days = list(_days(ordered, zoneinfo.ZoneInfo(rule.zone)))
    since, until = rule.since or datetime.date.min, rule.until or datetime.date.max
    latest = Period.holding(days[-1], rule.unit) if days else None
    periods = []
    for period, members in itertools.groupby(range(len(days)), key=lambda n: Period.holding(days[n], rule.unit)):
        kept = [n for n in members if since <= days[n] <= until]
        if kept and (period != latest or rule.with_open):
            first, last = ordered[kept[0]], ordered[kept[-1]]
            base = ordered[kept[0] - 1].commit if kept[0] else f"{first.commit}^"
            periods.append((period, Step(base, last.commit, days[kept[-1]])))
    return periods


def _days(points: Iterable[BranchCommit], zone: datetime.tzinfo) -> Iterator[datetime.date]:
    """The day of each commit, the earliest first."""
    return (moment.astimezone(zone).date() for moment in in_order([point.committed for point in points]))
