"""The values that travel from the configuration to the page.

All are frozen: a step takes values and returns new ones. Text that comes from a repository is kept as `str`
with `surrogateescape`, so bytes that are no UTF-8 survive until something is shown.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from .findings import Findings, LineSpan, Noise, Picture
from .forge import ComparePage, Forge, parse_compare_page
from .remote import Remote

NEW_FEATURE = "new feature"
BREAKING_CHANGE = "breaking change"
BUG_FIX = "bug fix"
MINOR_UPDATE = "minor update"
MODIFICATION_TYPES = (NEW_FEATURE, BREAKING_CHANGE, BUG_FIX, MINOR_UPDATE)
"""What a change can be. Published reports may carry others; they are shown as they are."""
REPORT_JSON, REPORT_TEXT, FEEDS, LLMS, DIFFS, PICTURES = COMPANIONS = (
    *("report.json", "report.txt", "feeds", "llms.txt", "diffs", "pictures"),
)
"""What stands beside pages, in files of its own."""


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
            following = (self.first.replace(day=28) + datetime.timedelta(days=4)).replace(day=1)
            return following - datetime.timedelta(days=1)
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
    """Of the tag that the range leads to."""
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


@dataclass(frozen=True)
class History:
    """How a range came from its start to its head."""

    merge_base: str
    """The commit (or empty tree) that the diff starts from: for two dots, the base itself."""
    commits: tuple[Commit, ...] = ()
    """The latest first."""
    older_commits: int = 0
    """How many more there are, where they are too many to be told."""
    is_cut: bool = False
    """A shallow clone tells so, and may lack a part of it."""
    more_files: int | None = 0
    """How many files changed besides those that are told, where there are too many; `None` for very many."""


LineKind = Literal["+", "-", " ", "\\"]


class Line(NamedTuple):
    """One line of a hunk; there may be very many."""

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


Diff = tuple[FileChange, ...]
"""All changed files between two trees, by path."""


@dataclass(frozen=True)
class Author:
    """Who wrote a text."""

    kind: Literal["model", "rules", "person"]
    name: str = ""
    """The model's or person's name, as far as it is known."""


RULES = Author("rules")


class Statement(NamedTuple):
    """What is asserted, as Markdown: a sentence, a list item (it begins with `- `) or a longer text, and its proof.

    There may be very many.
    """

    text: str
    lines: tuple[LineSpan, ...] = ()
    """The lines of the file's diff that show it."""
    files: tuple[str, ...] = ()
    """The paths of the files that it is about, in an overview."""
    unproven: tuple[str, ...] = ()
    """Numbers, names and quotations in it that were looked for and not found."""


Statements = tuple[Statement, ...]


def plain(text: str) -> Statements:
    """A text without proof as statements; none where it is empty."""
    return (Statement(text),) if text else ()


def markdown(statements: Statements) -> str:
    """Statements as one text: sentences in a row make a paragraph, list items in a row a list."""
    texts = [statement.text for statement in statements]
    return "".join(
        part for before, text in zip(["", *texts], texts, strict=False) for part in (gap(before, text), text)
    )


def gap(before: str, text: str) -> str:
    """What stands between the texts of two statements in a row.

    An empty line before and after a list and a text of several lines; a line break between list items; a blank
    between sentences, or nothing where the first one ends in a full-width mark.
    """
    if not before:
        return ""
    item, was_item = text.startswith("- "), before.startswith("- ")
    if item and was_item:
        return "\n"
    if item or was_item or "\n" in text or "\n" in before:
        return "\n\n"
    return "" if before.endswith(("\N{IDEOGRAPHIC FULL STOP}", "\N{FULLWIDTH EXCLAMATION MARK}")) else " "


def proven(statements: Statements) -> Statements:
    """Those of which everything was found."""
    return tuple(statement for statement in statements if not statement.unproven)


def unproven(statements: Statements) -> tuple[str, ...]:
    """What was not found of any of them."""
    return tuple(text for statement in statements for text in statement.unproven)


@dataclass(frozen=True)
class FileSummary:
    """What a report says about one changed file."""

    modification_type: str
    modification_title: str
    statements: Statements
    author: Author
    title_unproven: tuple[str, ...] = ()
    """As of a statement, for the title."""
    unread: int = 0
    """Changed lines that the model was not shown, as they did not fit."""
    rests_on: str = ""
    """The hash of an edit, where the model was shown nothing else of the file: other files that have it may say the
    same."""

    @property
    def explanation(self) -> str:
        """All statements, as Markdown."""
        return markdown(self.statements)

    @property
    def unproven(self) -> tuple[str, ...]:
        """What was not found, of its title and of all statements."""
        return (*self.title_unproven, *unproven(self.statements))


@dataclass(frozen=True)
class Overview:
    """What a report says about all its files together."""

    summary: str
    """A few sentences for front matter, lists and feeds, as Markdown."""
    highlights: Statements
    new_features: Statements
    breaking_changes: Statements
    other_updates: Statements
    insights: Statements
    author: Author
    published: Published | None = None
    summary_unproven: tuple[str, ...] = ()
    """As of a statement, for the summary."""

    @property
    def lists(self) -> dict[str, Statements]:
        """The statements of each part, in the order of the page."""
        return {
            "highlights": self.highlights,
            "new_features": self.new_features,
            "breaking_changes": self.breaking_changes,
            "other_updates": self.other_updates,
            "insights": self.insights,
        }

    @property
    def statements(self) -> Statements:
        """All of them in a row."""
        return tuple(statement for statements in self.lists.values() for statement in statements)

    @property
    def unproven(self) -> tuple[str, ...]:
        """What was not found, of its summary and of all statements."""
        return (*self.summary_unproven, *unproven(self.statements))

    def changed(self, change: Callable[[Statements], Statements]) -> Overview:
        """The overview with other statements, list by list."""
        return replace(
            self,
            highlights=change(self.highlights),
            new_features=change(self.new_features),
            breaking_changes=change(self.breaking_changes),
            other_updates=change(self.other_updates),
            insights=change(self.insights),
        )


@dataclass(frozen=True)
class Published:
    """What only the published form of a report knows; kept so that it can be written again as it was."""

    title: str
    date: str
    permalink: str
    text: str
    """The overview as published, from its first heading to its last paragraph."""


@dataclass(frozen=True)
class Evidence:
    """All that is known about a changed file before anybody explains it."""

    change: FileChange
    diff_hash: str
    findings: Findings
    subjects: tuple[str, ...] = ()
    """The subjects of the range's commits that touch the file, the latest first."""
    same_as: str | None = None
    """The path of the file of this report in which the very same edit is told."""
    hides_secrets: bool = False
    """Whether something of its diff is taken out, as no page is to show it."""

    @property
    def kept_pictures(self) -> dict[str, Picture]:
        """Those that the cache holds, by the ids of their blobs."""
        blobs = zip((self.change.old_blob, self.change.new_blob), self.findings.pictures, strict=True)
        return {blob: picture for blob, picture in blobs if picture and picture.kept}

    @property
    def noise(self) -> Noise | None:
        """Why this file is not explained at length, if so."""
        return Noise.REPEATED if self.same_as else self.findings.noise


@dataclass(frozen=True)
class Draft:
    """A report before anything is written about it."""

    range: CompareRange
    resolved: ResolvedRange
    category: str | None
    files: Sequence[Evidence]
    ignored: Sequence[str]
    commits: Sequence[Commit] = ()
    """Those of the range, the latest first."""
    merge_base: str = ""
    """The commit (or empty tree) that the diff starts from: for two dots, the base itself."""
    older_commits: int = 0
    """How many more there are, where they are too many to be told."""
    is_cut: bool = False
    """Read in a shallow clone, which may lack a part of the range's history."""
    more_files: int | None = 0
    """How many files of the range are not looked at, as there are too many; `None` for very many."""
    secrets: Sequence[str] = ()
    """Where its diffs show what looks like one: file, line and kind, in words."""
    clean: Callable[[str], str] | None = None
    """Takes them out of what is written about it, if no page is to show them."""

    @property
    def name(self) -> str:
        """What the log calls it."""
        return f"{self.range.compare} - {self.category}" if self.category else self.range.compare


@dataclass(frozen=True)
class ReportFile:
    """A changed file with what is said about it."""

    evidence: Evidence
    item_id: str
    summary: FileSummary
    hits: tuple[str, ...] = ()
    """The watched terms that it has."""

    @property
    def change(self) -> FileChange:
        return self.evidence.change

    @property
    def diff_hash(self) -> str:
        return self.evidence.diff_hash


@dataclass(frozen=True)
class Report:
    """One page: a category of a range, or, where that has several, all of them together."""

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
    commits: Sequence[Commit] = ()
    """Those of the range, the latest first."""
    merge_base: str = ""
    """The commit (or empty tree) that the diff starts from: for two dots, the base itself."""
    older_commits: int = 0
    """How many more there are, where they are too many to be told."""
    is_cut: bool = False
    """Read in a shallow clone, which may lack a part of the range's history."""
    parts: Sequence[Report] = ()
    """The reports on its categories, if it is about all of them: its files are theirs, and their pages explain them."""
    more_files: int | None = 0
    """How many files of the range are not looked at, as there are too many; `None` for very many."""

    @property
    def permalink(self) -> str | None:
        """The compare page on the forge; what was published stays as it was."""
        return self._published_permalink or self.resolved.compare_url

    @property
    def commit_count(self) -> int:
        """How many commits the range has."""
        return len(self.commits) + self.older_commits

    @property
    def forge(self) -> Forge | None:
        """Where the report's files and lines can be looked at.

        It is the forge that the repository is cloned from, which has its commits. A repository without one may be a
        copy in which commits have other ids; then it is the forge of the published permalink, if that names commits.
        """
        if self.resolved.forge:
            return self.resolved.forge
        return self._published_page.forge if self._published_page else None

    @property
    def linked_base(self) -> str | None:
        """The commit from which the diff starts, as the forge knows it; `None` where that is not known or no commit."""
        if is_empty_tree(self.merge_base):
            return None
        if self.resolved.forge or self._published_page is None:
            return self.merge_base or None
        same = self._published_page.direct or self.merge_base == self.resolved.base
        return self._published_page.base if same else None

    @property
    def linked_head(self) -> str:
        """The range's last commit, as the forge knows it."""
        page = None if self.resolved.forge else self._published_page
        return page.head if page else self.resolved.head

    @property
    def links_commits(self) -> bool:
        """Whether the forge has the range's commits under the ids that they have here."""
        return self.forge is not None and self.resolved.head.startswith(self.linked_head)

    @property
    def _published_permalink(self) -> str | None:
        published = (report.overview.published for report in (self, *self.parts))
        return next((one.permalink for one in published if one and one.permalink), None)

    @cached_property
    def _published_page(self) -> ComparePage | None:
        return parse_compare_page(self._published_permalink) if self._published_permalink else None
