"""Reports and changes as lists show them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from markupsafe import Markup, escape

from ..catalog import Catalog
from ..model import BREAKING_CHANGE, NEW_FEATURE, Overview, Report, ReportFile
from ..ranges import short_compare
from ..report import has_name, main_change
from .addresses import Links
from .around import Link
from .history import Item
from .proof import doubt_note
from .prose import Passage, render_item, render_words, showable
from .topics import Contents, count_types

_LEVEL = 4
"""Of headings in a summary."""
_IN_ROWS = (BREAKING_CHANGE, NEW_FEATURE)
"""The types that a row counts; there may be thousands of rows on a page."""


@dataclass(frozen=True)
class ChangeEntry:
    """A change in a list."""

    item: Item
    href: str
    title: Markup
    terms: Sequence[Link]
    """The watched terms that it has."""


@dataclass(frozen=True)
class Entry:
    """A report in a list: a card with its summary, a card with some of its changes, or a row."""

    style: Literal["summary", "changes", "row"]
    report: Report
    href: str
    name: Markup
    """Its title; if that says nothing, its main change."""
    counts: Sequence[tuple[str, int]]
    """How many changes of each type it has; in a row, of those that matter most."""
    breaking: int
    more: int = 0
    """Changes besides the one that it is named after."""
    range: str = ""
    """Of a report that is named after a change."""
    gist: Markup | None = None
    """The main change of a report that has a title, in a row."""
    category: str = ""
    """Unless the title says it."""
    summary: Markup | None = None
    changes: Sequence[ChangeEntry] = ()
    about: int = 0
    """How many of its changes the page is about, if not about all of them."""
    terms: Sequence[Link] = ()
    """The watched terms that it has."""


class Entries:
    """Makes the entries of one page."""

    def __init__(self, catalog: Catalog, contents: Contents, links: Links, *, category: str = "") -> None:
        """`category` is what all reports of the page have, so that none needs to say it."""
        self._t = catalog
        self._links = links
        self._category = category
        self._terms = {topic.name: Link(topic.title, links.to(topic.uri)) for topic in contents.terms}

    def card(self, report: Report) -> Entry:
        hits = {term for file in report.files for term in file.hits}
        terms = [link for name, link in self._terms.items() if name in hits]
        counts = count_types(report)
        plain = self._plain("summary", report, counts)
        return replace(plain, summary=self._summary(report.overview), terms=terms)

    def row(self, report: Report, about: int = 0, *, telling: bool = True) -> Entry:
        """A line. `about` changes are what its page is about; it has its main change if it is `telling`."""
        counts = count_types(report)
        brief = [(name, count) for name, count in counts if name in _IN_ROWS]
        plain = replace(self._plain("row", report, brief), breaking=_breaking(counts), about=about)
        main = main_change(report) if telling and has_name(report) else None
        return replace(plain, gist=self._title(main)) if main else plain

    def with_changes(self, report: Report, items: Sequence[Item], most: int, besides: str) -> Entry:
        """A card with the first of some changes of the report. The term `besides` is that of the page."""
        plain = replace(self._plain("changes", report, ()), breaking=_breaking(count_types(report)))
        return replace(plain, changes=[self.change(item, besides) for item in items[:most]], about=len(items))

    def change(self, item: Item, besides: str = "") -> ChangeEntry:
        terms = [self._terms[term] for term in item.file.hits if term != besides]
        return ChangeEntry(item, self._links.item(item), self._title(item.file), terms)

    def _plain(
        self, style: Literal["summary", "changes", "row"], report: Report, counts: Sequence[tuple[str, int]]
    ) -> Entry:
        """What all entries of a report have."""
        entry = Entry(
            style, report, self._links.report(report), escape(showable(report.title)), counts, _breaking(counts)
        )
        # Where changes are listed below, a name would say one of them twice.
        main = None if style == "changes" or has_name(report) else main_change(report)
        if main:
            compare = short_compare(report.range)
            entry = replace(entry, name=self._title(main), more=len(report.files) - 1, range=compare)
        category = report.category or ""
        is_told = category == self._category or (not main and report.title.endswith(category))
        return entry if is_told else replace(entry, category=category)

    def _title(self, file: ReportFile) -> Markup:
        summary = file.summary
        return render_words(summary.modification_title, summary.title_unproven, self._t("page.not_found"))

    def _summary(self, overview: Overview) -> Markup:
        unproven = overview.summary_unproven
        note = doubt_note(self._t, unproven)
        return render_item(
            Passage(" ".join(overview.summary.split()), note, unproven, self._t("page.not_found")), _LEVEL
        )


def _breaking(counts: Iterable[tuple[str, int]]) -> int:
    return dict(counts).get(BREAKING_CHANGE, 0)


def by_month(catalog: Catalog, entries: Iterable[Entry]) -> Sequence[Mapping[str, object]]:
    """The entries of each month under its heading, those of one form in a row together."""
    months = itertools.groupby(entries, key=lambda entry: entry.report.date.replace(day=1))
    return [
        {"title": catalog.month(month), "anchor": f"month-{month:%Y-%m}", "groups": in_groups(members)}
        for month, members in months
    ]


def in_groups(entries: Iterable[Entry]) -> Sequence[Sequence[Entry]]:
    """Entries in a row that are all rows of a list, or all cards."""
    return [list(group) for _, group in itertools.groupby(entries, key=lambda entry: entry.style == "row")]
