"""What a new site is to report on, by what its repository has: rules that have reports at once, and why. Pure."""

from __future__ import annotations

import datetime
import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from ..git.following.steps import Tag
from ..git.following.versions import Version, read_versions
from ..language.quoting import display
from ..model.ranges import PeriodRule, RollingRule, Rule, TagRule, Unit

_LAST, _LAST_OF_MANY, _LAST_DAYS = 12, 4, 14
"""Reports of one rule to begin with: of a rule alone, of each of several, and of one on days."""
_MOST_SERIES = 8
_ALIVE = datetime.timedelta(days=365)
"""How long before the last commit the last release may be."""
_BUSY, _BUSY_DAYS = 140, 28
"""Commits in so many days from which on a day makes a report."""
_REGULAR_WEEKS, _WEEKS = 6, datetime.timedelta(weeks=26)
"""Weeks with commits, among the last ones, from which on a week makes a report."""
_MONTHS = 3
"""Months with commits from which on a month makes a report, where weeks do not."""
_QUIET = datetime.timedelta(days=60)


@dataclass(frozen=True)
class Seen:
    """What a repository has, as far as it says what to report on."""

    days: Sequence[datetime.date] = ()
    """The days of the commits of the branch to follow, by first parents, the latest first."""
    tags: Sequence[Tag] = ()
    branch: str | None = None
    """The branch to follow, where it is not the one that is checked out."""
    checked_out: str = ""
    """What is checked out instead."""
    newer: tuple[str, datetime.date] | None = None
    """Another branch that has later commits, and the day of its last one."""
    changelog: str = ""
    """The name of a file that says what changed."""
    is_shallow: bool = False


@dataclass(frozen=True)
class Proposal:
    """The rules of a new site, and what there is to say about them, each in a line or a few."""

    rules: list[Rule] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class _Series:
    """The versions of one package, the earliest tag first."""

    globs: tuple[str, ...]
    tags: Sequence[Tag]

    @property
    def latest(self) -> Tag:
        return self.tags[-1]


def propose(seen: Seen, today: datetime.date, count: Callable[[Rule], int]) -> Proposal:
    """Rules for a repository. `count` says how many reports a rule makes of it."""
    proposal = Proposal()
    if not seen.days:
        proposal.reasons.append("The repository has no commit yet. Say what to report on when it has some.")
        return proposal
    _propose_versions(seen, count, proposal)
    if not proposal.rules:
        _propose_periods(seen, today, count, proposal)
    _tell_of_branches(seen, proposal)
    if seen.changelog:
        proposal.reasons.append(f"{display(seen.changelog)} is quoted by reports on the files that it comes with.")
    return proposal


def _propose_versions(seen: Seen, count: Callable[[Rule], int], proposal: Proposal) -> None:
    """Reports on versions, where the repository has some that are not of long ago."""
    every = sorted(_series(seen.tags), key=lambda one: one.latest.date, reverse=True)
    alive = [one for one in every if one.latest.date.date() + _ALIVE >= seen.days[0]]
    if every and not alive:
        name, day = display(every[0].latest.name), every[0].latest.date.date()
        proposal.reasons.append(f"Its last version, {name}, is of {day}, long before its last commit.")
    last = _LAST if len(alive) == 1 else _LAST_OF_MANY
    fruitful = [(one, TagRule(one.globs, last=last)) for one in alive[:_MOST_SERIES]]
    fruitful = [(one, rule) for one, rule in fruitful if count(rule)]
    if len(alive) > _MOST_SERIES and fruitful:
        proposal.rules.append(TagRule(("*",), last=_LAST_OF_MANY * _MOST_SERIES))
        proposal.reasons.append(f"It has versions of {len(alive)} packages: each of them is a series of its own.")
        return
    for one, rule in fruitful:
        proposal.rules.append(rule)
        names = display(" and ".join(one.globs))
        proposal.reasons.append(
            f"It has {len(one.tags)} tags of versions ({names}), the last one of {one.latest.date.date()}: a report on "
            f"what each of the last {last} brings."
        )
    if len(fruitful) > 1:
        proposal.reasons.append(f"Its versions are of {len(fruitful)} packages, each of which is a series of its own.")
    if len(fruitful) == 1 and len(fruitful[0][0].globs) == 1:
        [(series, _)] = fruitful
        rolling = RollingRule(series.globs[0], seen.branch)
        if count(rolling):
            proposal.rules.append(rolling)
            latest = display(series.latest.name)
            proposal.reasons.append(f"It has commits since {latest}: a report on what is not released yet.")


def _propose_periods(seen: Seen, today: datetime.date, count: Callable[[Rule], int], proposal: Proposal) -> None:
    """Reports on days, weeks or months, by how much goes on."""
    unit, reason = _pace(seen.days)
    quiet = today - seen.days[0] > _QUIET
    last = _LAST_DAYS if unit is Unit.DAY else _LAST
    proposal.reasons.append(f"{reason}: a report for each {unit}, the last {last} that have commits.")
    if quiet:
        proposal.reasons.append(f"It is quiet: the last commit is of {seen.days[0]}. The reports end there.")
    rule = PeriodRule(unit, seen.branch, last=last)
    if seen.is_shallow and not count(rule):
        rule = replace(rule, since=seen.days[-1] + datetime.timedelta(days=1))
        proposal.reasons.append(
            f"The clone is shallow, and begins on {seen.days[-1]}: what was before cannot be told. After "
            "`git fetch --unshallow --tags`, leave `since` out."
        )
    proposal.rules.append(rule)


def _pace(days: Sequence[datetime.date]) -> tuple[Unit, str]:
    """The period that has something to tell each time, and why."""
    recent = sum(days[0] - day < datetime.timedelta(days=_BUSY_DAYS) for day in days)
    if recent >= _BUSY:
        return Unit.DAY, f"It has {recent} commits in four weeks"
    weeks = {day.isocalendar()[:2] for day in days if days[0] - day < _WEEKS}
    if len(weeks) >= _REGULAR_WEEKS:
        return Unit.WEEK, f"It has commits in {len(weeks)} of 26 weeks"
    months = {(day.year, day.month) for day in days}
    if len(months) >= _MONTHS:
        return Unit.MONTH, f"It has commits in {len(weeks)} of 26 weeks"
    if len({day.isocalendar()[:2] for day in days}) > 1:
        return Unit.WEEK, "It is young"
    return Unit.DAY, "It has commits in a single week"


def _tell_of_branches(seen: Seen, proposal: Proposal) -> None:
    if seen.branch:
        there = display(seen.checked_out) or "no branch"
        proposal.reasons.append(f"What is checked out is {there}; the reports follow {display(seen.branch)}.")
    if seen.newer:
        name, day = seen.newer
        proposal.reasons.append(
            f"Its branch {display(name)} has later commits, up to {day}. `branch` names another one."
        )


def _series(tags: Sequence[Tag]) -> Iterator[_Series]:
    """The versions of each package, as far as there are two."""
    by_name = {tag.name: tag for tag in tags if tag.name.isprintable()}
    versions = read_versions(by_name, lambda one, two: by_name[one].date < by_name[two].date)
    packages: dict[str, list[Version]] = defaultdict(list)
    for version in versions.values():
        if version.is_named:
            packages[version.series].append(version)
    for members in packages.values():
        own = sorted((by_name[version.name] for version in members), key=lambda tag: (tag.date, tag.name))
        if len({tag.commit for tag in own}) > 1:
            yield _Series(_globs([tag.name for tag in own]), own)


def _globs(names: Sequence[str]) -> tuple[str, ...]:
    """Globs for the names of a series: by what stands before the version, which not all of them may have alike."""
    ends = zip(min(names), max(names), strict=False)  # what these two share, all names share
    shared = "".join(one for one, _ in itertools.takewhile(lambda pair: pair[0] == pair[1], ends))
    name = shared.rstrip("0123456789._-")
    common = name + re.match(r"[._-]*", shared[len(name) :])[0]  # type: ignore[index]  # it matches
    starts = {common} if common else {re.match(r"\D*", name)[0] for name in names}  # type: ignore[index]  # it matches
    return tuple(sorted(re.sub(r"([\[*?])", r"[\1]", start) + ("*" if start else "[0-9]*") for start in starts))
