"""The values that travel from the configuration to the page.

All are frozen: a step takes values and returns new ones. Text that comes from a repository is kept as `str`
with `surrogateescape`, so bytes that are no UTF-8 survive until something is shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Literal

NEW_FEATURE = "new feature"
BREAKING_CHANGE = "breaking change"
BUG_FIX = "bug fix"
MINOR_UPDATE = "minor update"
MODIFICATION_TYPES = (NEW_FEATURE, BREAKING_CHANGE, BUG_FIX, MINOR_UPDATE)
"""What a change can be. Published reports may carry others; they are shown as they are."""


class Status(StrEnum):
    """What happened to a file, in the words of GitHub's compare API."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"
    RENAMED = "renamed"
    COPIED = "copied"
    TYPE_CHANGED = "type changed"


class FileMode(StrEnum):
    """The modes that git gives a tree entry."""

    MISSING = "000000"
    REGULAR = "100644"
    EXECUTABLE = "100755"
    SYMLINK = "120000"
    SUBMODULE = "160000"


def compare_text(base: str, head: str, *, direct: bool) -> str:
    """A range as git and GitHub write it: two dots for a direct comparison, three from the merge base."""
    return f"{base}{'..' if direct else '...'}{head}"


@dataclass(frozen=True)
class CompareRange:
    """Two points of a history to compare, as the configuration asks for them."""

    base: str
    head: str
    direct: bool
    """Compare with `base` itself (two dots) rather than with the merge base (three dots)."""
    repository: Path
    title: str | None = None
    date: datetime.date | None = None
    paths: tuple[str, ...] = ()

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
    compare_url: str | None = None
    """The forge's page for this comparison."""


LineKind = Literal["+", "-", " ", "\\"]


@dataclass(frozen=True)
class Line:
    """One line of a hunk."""

    kind: LineKind
    text: str
    old: int | None
    """Number in the old file, from 1."""
    new: int | None


@dataclass(frozen=True)
class Hunk:
    """A run of changed lines with its context."""

    old_start: int
    old_count: int
    new_start: int
    new_count: int
    section: str
    """What git prints after the second `@@`: the line that heads this part of the file."""
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class FileChange:
    """One changed file of a range, as `git diff -M --inter-hunk-context=1` tells it."""

    path: str
    status: Status
    additions: int
    deletions: int
    patch: str | None
    """From the first `@@`, without a final newline; `None` where git prints no hunk."""
    old_mode: str
    new_mode: str
    old_blob: str
    new_blob: str
    previous_path: str | None = None
    binary: bool = False

    @property
    def changes(self) -> int:
        return self.additions + self.deletions


Diff = tuple[FileChange, ...]
"""All changed files between two trees, by path."""


@dataclass(frozen=True)
class Author:
    """Who wrote a text."""

    kind: Literal["model", "rules", "person"]
    name: str = ""
    """The model's or person's name, as far as it is known."""


RULES = Author("rules")


@dataclass(frozen=True)
class FileSummary:
    """What a report says about one changed file. `explanation` is Markdown."""

    modification_type: str
    modification_title: str
    explanation: str
    author: Author


@dataclass(frozen=True)
class Overview:
    """What a report says about all its files together. Every text is Markdown."""

    summary: str
    """A few sentences for front matter, lists and feeds."""
    highlights: str
    new_features: tuple[str, ...]
    breaking_changes: tuple[str, ...]
    other_updates: tuple[str, ...]
    insights: str
    author: Author
    published: Published | None = None


@dataclass(frozen=True)
class Published:
    """What only the published form of a report knows; kept so that it can be written again as it was."""

    title: str
    date: str
    permalink: str
    text: str
    """The overview as published, from its first heading to its last paragraph."""


@dataclass(frozen=True)
class ReportFile:
    """A changed file with what is said about it."""

    change: FileChange
    item_id: str
    diff_hash: str
    summary: FileSummary


@dataclass(frozen=True)
class Report:
    """One page: a category of a range."""

    slug: str
    title: str
    date: datetime.date
    category: str | None
    language: str
    range: CompareRange
    resolved: ResolvedRange
    files: Sequence[ReportFile]
    ignored: Sequence[str]
    """Paths of changed files that the configuration leaves out."""
    overview: Overview

    @property
    def permalink(self) -> str | None:
        """The compare page on the forge; what was published stays as it was."""
        published = self.overview.published
        return (published.permalink if published else None) or self.resolved.compare_url
