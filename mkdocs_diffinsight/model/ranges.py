"""Compare ranges: as the configuration asks for them, as rules make them, and with their commits known. Pure."""

from __future__ import annotations

import calendar
import datetime
import hashlib
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from .forge import Forge


@dataclass(frozen=True)
class Remote:
    """Where a repository is fetched from."""

    url: str
    """As git is told; without credentials, so that it can be shown and stored."""
    user: str | None = field(default=None, repr=False)
    """For whom credential helpers are asked. It can be a token, so it is neither shown nor stored."""

    @property
    def folder(self) -> str:
        """The name of the folder of its mirror."""
        words = re.findall(r"[a-z0-9]+", self.url.removesuffix(".git").partition(":")[2].lower())
        return f"{'-'.join(words[-3:])[-60:]}-{hashlib.sha256(self.url.encode()).hexdigest()[:12]}.git"


EMPTY_TREES = {
    "sha1": "4b825dc642cb6eb9a060e54bf8d69288fbee4904",
    "sha256": "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321",
}
"""The tree without entries, by the repository's object format."""
_SHORTEST_ABBREVIATION = 7


def is_empty_tree(revision: str) -> bool:
    """Whether a revision is git's empty tree, whole or abbreviated."""
    return len(revision) >= _SHORTEST_ABBREVIATION and any(tree.startswith(revision) for tree in EMPTY_TREES.values())


def compare_text(base: str, head: str, *, direct: bool) -> str:
    """A range as git and GitHub write it: two dots for a direct comparison, three from the merge base."""
    return f"{base}{'..' if direct else '...'}{head}"


class Unit(StrEnum):
    """How long a period is."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True)
class Period:
    """A day, a week from its Monday, or a month."""

    unit: Unit
    first: datetime.date

    @classmethod
    def holding(cls, day: datetime.date, unit: Unit) -> Period:
        """The period that a day is in."""
        if unit is Unit.WEEK:
            return cls(unit, day - datetime.timedelta(days=day.weekday()))
        return cls(unit, day.replace(day=1) if unit is Unit.MONTH else day)

    @property
    def last(self) -> datetime.date:
        """Its last day."""
        if self.unit is Unit.MONTH:
            return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
        return self.first + datetime.timedelta(days=6 if self.unit is Unit.WEEK else 0)


Location = Path | Remote
"""Where a repository is."""


@dataclass(frozen=True)
class CompareRange:
    """Two points of a history to compare, as the configuration asks for them."""

    base: str
    head: str
    direct: bool
    """Compare with `base` itself (two dots) rather than with the merge base (three dots)."""
    repository: Location
    title: str | None = None
    date: datetime.date | None = None
    paths: tuple[str, ...] = ()
    label: str | None = None
    """What the repository is called, on a site over several."""
    message: str = ""
    """What the tag says that the range leads to."""
    period: Period | None = None
    """The time that the range is about, if a calendar made it."""
    is_open: bool = False
    """That time is not over yet: the range may get more commits."""
    is_rolling: bool = False
    """Its head moves on and its page stays."""

    @property
    def compare(self) -> str:
        """The range as configured."""
        return compare_text(self.base, self.head, direct=self.direct)


@dataclass(frozen=True)
class ResolvedRange:
    """A compare range whose ends are known commits."""

    base: str
    """The commit (or empty tree) that the range names on its left."""
    head: str
    direct: bool
    committed: datetime.datetime
    """When the head was committed, by its committer's clock."""
    forge: Forge | None = None
    """Where the repository can be looked at."""

    @property
    def compare_url(self) -> str | None:
        """The forge's page for this comparison, if it can have one."""
        if self.forge is None or is_empty_tree(self.base):
            return None
        return self.forge.compare(self.base, self.head, direct=self.direct)


@dataclass(frozen=True)
class TagRule:
    """A report for each step between tags."""

    patterns: tuple[str, ...]
    """Globs for their names."""
    start: str | None = None
    """The tag that the first step starts from; by default the lowest version."""
    prereleases: bool = True
    last: int | None = None
    """How many steps at most, the newest ones."""


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
    with_open: bool = True
    """A report for the period that is not over yet, too."""
    last: int | None = None
    """How many periods at most, the newest ones."""


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


RangeItem = CompareRange | Following
"""What the configuration asks for."""


def parse_compare(text: str) -> tuple[str, str, bool]:
    """Split `base...head` or `base..head`; the third value is true for two dots.

    As in git, a side that is left out is `HEAD`; as in a forge's address, a side may carry its owner (`owner:main`).
    Raises `ValueError` with a sentence that says what is wrong.
    """
    dots = "..." if "..." in text else ".."
    base, separator, head = (re.sub(r"^[\w-]+:(?=\w)", "", part.strip()) for part in text.partition(dots))
    if not separator:
        raise ValueError(f"{text!r} names one revision; expected two, as in 'v1.0...v1.1' or 'v1.0..v1.1'")
    if not base and not head:
        raise ValueError(f"{text!r} names no revision; expected two, as in 'v1.0...v1.1'")
    for side in (base, head):
        plain = re.sub(r"@\{[^{}\n]*\}", "", side)  # `main@{2 days ago}`
        if side.startswith(".") or ".." in side or re.search(r"\s", plain):
            raise ValueError(f"{text!r} is no compare range: {side!r} cannot be the name of a revision")
    return base or "HEAD", head or "HEAD", dots == ".."


def child_of(revision: str) -> str | None:
    """The revision whose first parent this one names: `v1.0` for `v1.0^`, `v1.0~2` for `v1.0~3`."""
    match = re.fullmatch(r"(.+?)(?:\^1?|~(\d*))", revision)
    if not match:
        return None
    generations = int(match[2] or 1)
    return match[1] if generations == 1 else f"{match[1]}~{generations - 1}"


def branch_refs(name: str, remotes: Iterable[str]) -> list[str]:
    """What a name means where it is that of a branch: one that is here, else one that a remote was seen to have.

    Each may have what follows the name, as in `main~2`. Nothing for a name that can be that of no branch.
    """
    start = re.split(r"[~^]|@\{", name, maxsplit=1)[0]
    if start in ("", "@", "HEAD") or start.startswith("refs/"):
        return []
    places = ["refs/heads", "refs/remotes", *(f"refs/remotes/{remote}" for remote in remotes)]
    return [f"{place}/{name}" for place in places]


def short_compare(compare_range: CompareRange) -> str:
    """A range for display."""
    return compare_text(short(compare_range.base), short(compare_range.head), direct=compare_range.direct)


def short(revision: str) -> str:
    """A revision for display: object names in seven digits, anything else as it is.

    Abbreviations stay, too: eight digits may as well be a tag that is a date.
    """
    return re.sub(r"^([0-9a-f]{7})(?:[0-9a-f]{33}|[0-9a-f]{57})(?![0-9a-f])", r"\1", revision)
