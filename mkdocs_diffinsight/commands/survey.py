"""Looking at a repository before a site follows it."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

from ..errors import RepositoryError
from ..git.following.ranges import make_ranges
from ..git.mirror import Mirror
from ..git.repository import Branch, Repository
from ..model.ranges import Following, Location, Remote, RollingRule, Rule
from ..progress import Log
from .proposal import Proposal, Seen, propose

_CHANGELOG = re.compile(r"(?:changelog|changes|history|news|release[-_]?notes)(?:\.(?:md|rst|txt|adoc))?", re.I)
_MAIN = ("main", "master", "trunk", "develop", "dev")
"""Names of branches that are the main one where nothing says which one is."""
_LATER = datetime.timedelta(days=30)
"""By how much another branch has to be ahead to be told of."""


def survey(location: Location, cache_dir: Path, today: datetime.date, log: Log) -> Proposal:
    """Rules for a repository, by what it has. One on a server is fetched, as for a build: its history, without files.

    Raises `RepositoryError`.
    """
    with _open(location, cache_dir, log) as repository:
        return propose(_see(repository), today, lambda rule: _count(rule, location, repository))


def _open(location: Location, cache_dir: Path, log: Log) -> Repository:
    if not isinstance(location, Remote):
        return Repository(location)
    mirror = Mirror(location, cache_dir, log)
    return Repository(mirror.update(["HEAD"], ["*"]), location.url, None, mirror.remote_refs)


def _see(repository: Repository) -> Seen:
    branches = repository.branches()
    followed, checked_out = _branch_of(branches)
    try:
        points = repository.first_parents(followed)
    except RepositoryError:
        if not repository.is_empty:
            raise
        return Seen()
    days = [point.committed.date() for point in points]
    newer = _newer(branches, followed or checked_out, days[0])
    changelog = next(filter(_CHANGELOG.fullmatch, repository.top_names(points[0].commit)), "")
    return Seen(days, repository.tags(), followed, checked_out, newer, changelog, repository.is_shallow)


def _branch_of(branches: list[Branch]) -> tuple[str | None, str]:
    """The branch to follow, where it is not the one that is checked out, and that one."""
    checked_out = next((branch.name for branch in branches if branch.is_checked_out), "")
    names = {branch.name for branch in branches}
    main = next((branch.name for branch in branches if branch.is_main), None)
    main = main or next((name for name in _MAIN if name in names), None)
    return (main if main and main != checked_out else None), checked_out


def _newer(branches: list[Branch], followed: str, day: datetime.date) -> tuple[str, datetime.date] | None:
    """The branch with the latest commits, if it is far ahead of the one that is followed."""
    later = [branch for branch in branches if branch.name != followed and branch.committed.date() - day > _LATER]
    latest = max(later, key=lambda branch: branch.committed, default=None)
    return (latest.name, latest.committed.date()) if latest else None


def _count(rule: Rule, location: Location, repository: Repository) -> int:
    """How many reports a rule makes of a repository, if it can."""
    try:
        ranges = make_ranges(Following(rule, location), repository, lambda _: None)
        if isinstance(rule, RollingRule):
            return sum(ends.base != ends.head for ends in repository.resolve(ranges))
    except RepositoryError:
        return 0
    return len(ranges)
