"""What changed between two commits, file by file, and the commits in between.

Text that comes from a repository is kept as `str` with `surrogateescape`, so bytes that are no UTF-8 survive until
something is shown.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import StrEnum


class Status(StrEnum):
    """What happened to a file, in the words of GitHub's compare API."""

    ADDED = "added"
    MODIFIED = "modified"
    REMOVED = "removed"
    RENAMED = "renamed"
    COPIED = "copied"
    TYPE_CHANGED = "type changed"


class Omission(StrEnum):
    """Why the lines of a change are not told, though there are some. The values are keys of the catalog."""

    LARGE = "large"
    """The file, or its diff, is too large."""
    MANY = "many"
    """The diffs of the range are too large together."""
    BROKEN = "broken"
    """Git cannot read the file."""


class FileMode(StrEnum):
    """The modes that git gives a tree entry."""

    MISSING = "000000"
    REGULAR = "100644"
    EXECUTABLE = "100755"
    SYMLINK = "120000"
    SUBMODULE = "160000"


@dataclass(frozen=True)
class Commit:
    """A commit of a range."""

    id: str
    subject: str
    author: str
    """By name."""
    date: datetime.date
    """When it was written, by its author's clock."""
    is_merge: bool = False
    login: str = ""
    """The author's account on the forge, as far as the commit tells."""
    body: str = ""
    """What its message says below the subject, as far as it is kept."""
    brought_by: str = ""
    """What the merge says that brought it in, in its subject and some lines below."""


class CommitType(StrEnum):
    """What sort of work a commit is, as its author says."""

    FEATURE = "feature"
    FIX = "fix"
    PERFORMANCE = "performance"
    REMOVAL = "removal"
    DEPRECATION = "deprecation"
    REVERT = "revert"
    DOCS = "docs"
    UPKEEP = "upkeep"
    """What concerns the project's own people: its tests, its tools, its dependencies."""
    UNKNOWN = ""


@dataclass(frozen=True)
class Purpose:
    """What a commit is for, as its message says: a claim of its author."""

    type: CommitType = CommitType.UNKNOWN
    scope: str = ""
    """The part of the project that it is about, as the author calls it."""
    title: str = ""
    """What the subject says besides; empty where that is nothing."""
    reason: str = ""
    """The first paragraph below the subject: most often why."""
    is_breaking: bool = False
    notes: tuple[str, ...] = ()
    """What it says of what it breaks, whole paragraphs."""
    pull: int | None = None
    """The number of the pull request that it came with."""
    is_conventional: bool = False
    """Its subject is written by a convention that has a mark for what breaks."""
    is_release: bool = False
    """It only gives a version to what came before it."""
    squashed: tuple[Purpose, ...] = ()
    """Those of the commits that became one in it, as far as it lists them."""


@dataclass(frozen=True)
class History:
    """How a range came from its start to its head."""

    merge_base: str = ""
    """The commit (or empty tree) that the diff starts from: for two dots, the base itself."""
    commits: tuple[Commit, ...] = ()
    """The latest first."""
    older_commits: int = 0
    """How many more there are, where they are too many to be told."""
    is_cut: bool = False
    """A shallow clone tells so, and may lack a part of it."""
    more_files: int | None = 0
    """How many files changed besides those that are told, where there are too many; `None` for very many."""

    @property
    def commit_count(self) -> int:
        return len(self.commits) + self.older_commits


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
    omission: Omission | None = None
    encodings: tuple[str, str] = ("", "")
    """What the file is written in before and after, where either is not UTF-8; empty for a side that is not there."""
    is_unpaired: bool = False
    """It may be the one side of a renamed file: there were too many files to look for the other side."""

    @property
    def changes_type(self) -> bool:
        """Whether it is a file on one side, and a symbolic link or a submodule on the other, or one of these each."""
        return FileMode.MISSING not in (self.old_mode, self.new_mode) and self.old_mode[:2] != self.new_mode[:2]

    @property
    def changes(self) -> int:
        return self.additions + self.deletions

    @property
    def paths(self) -> tuple[str, ...]:
        """Where it is, then where it was, if it was elsewhere."""
        return (self.path, self.previous_path) if self.previous_path else (self.path,)


Diff = tuple[FileChange, ...]
"""All changed files between two trees, by path."""
