"""A report: before anything is written about it, and as pages show it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from .changes import Commit, FileChange, History
from .findings import Evidence
from .forge import ComparePage, Forge, parse_compare_page
from .ranges import CompareRange, ResolvedRange, is_empty_tree
from .texts import FileSummary, Overview, proven

REPORT_JSON, REPORT_TEXT, FEEDS, LLMS, DIFFS, PICTURES = COMPANIONS = (
    *("report.json", "report.txt", "feeds", "llms.txt", "diffs", "pictures"),
)
"""What stands beside pages, in files of its own."""


@dataclass(frozen=True)
class Subject:
    """What a report is on."""

    range: CompareRange
    resolved: ResolvedRange
    category: str | None
    date: datetime.date
    """As configured, else as published in a language, else that of the head: it is part of the address."""
    ignored: Sequence[str]
    """Paths of changed files that the configuration leaves out."""
    history: History


@dataclass(frozen=True)
class Draft(Subject):
    """A report before anything is written about it."""

    files: Sequence[Evidence]
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
class Report(Subject):
    """One page: a category of a range, or, where that has several, all of them together."""

    slug: str
    title: str
    language: str
    files: Sequence[ReportFile]
    overview: Overview
    parts: Sequence[Report] = ()
    """The reports on its categories, if it is about all of them: its files are theirs, and their pages explain them."""

    @property
    def permalink(self) -> str | None:
        """The compare page on the forge; what was published stays as it was."""
        return self._published_permalink or self.resolved.compare_url

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
        if is_empty_tree(self.history.merge_base):
            return None
        if self.resolved.forge or self._published_page is None:
            return self.history.merge_base or None
        same = self._published_page.direct or self.history.merge_base == self.resolved.base
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


@dataclass(frozen=True)
class Checked:
    """How many of a report's statements were held against the diff."""

    statements: int
    """By a model; there is no need to check what rules or people write."""
    proven: int
    """All numbers, names and quotations in them were found."""


def count_checked(report: Report) -> Checked:
    """What a model says about the files and the whole."""
    overviews = [one.overview for one in report.parts or [report]]
    texts = [(overview.author, overview.statements) for overview in overviews]
    texts += [(file.summary.author, file.summary.statements) for file in report.files]
    by_models = [statement for author, text in texts if author.kind == "model" for statement in text]
    return Checked(len(by_models), len(proven(tuple(by_models))))


def count_authors(commits: Iterable[Commit]) -> dict[str, int]:
    """How many commits each author wrote, merges apart; who wrote most comes first."""
    return dict(Counter(commit.author for commit in commits if commit.author and not commit.is_merge).most_common())
