"""Reports and changes as lists show them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from ..catalog import Catalog
from ..model import BREAKING_CHANGE, NEW_FEATURE, Overview, Report
from .addresses import Links
from .around import Link
from .history import Item
from .proof import doubt_note
from .prose import Passage, render_item, render_words
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
    counts: Sequence[tuple[str, int]]
    """How many changes of each type it has; in a row, of those that matter most."""
    breaking: int
    summary: Markup | None = None
    changes: Sequence[ChangeEntry] = ()
    about: int = 0
    """How many of its changes the page is about, if not about all of them."""
    terms: Sequence[Link] = ()
    """The watched terms that it has."""


class Entries:
    """Makes the entries of one page."""

    def __init__(self, catalog: Catalog, contents: Contents, links: Links) -> None:
        self._t = catalog
        self._contents = contents
        self._links = links
        self._terms = {topic.name: Link(topic.title, links.to(topic.uri)) for topic in contents.terms}

    def card(self, report: Report) -> Entry:
        hits = {term for file in report.files for term in self._hits(Item(report, file))}
        terms = [link for name, link in self._terms.items() if name in hits]
        counts = count_types(report)
        return Entry(
            "summary",
            report,
            self._links.report(report),
            counts,
            _breaking(counts),
            summary=self._summary(report.overview),
            terms=terms,
        )

    def row(self, report: Report, about: int = 0) -> Entry:
        counts = count_types(report)
        brief = [(name, count) for name, count in counts if name in _IN_ROWS]
        return Entry("row", report, self._links.report(report), brief, _breaking(counts), about=about)

    def with_changes(self, report: Report, items: Sequence[Item], most: int, besides: str) -> Entry:
        """A card with the first of some changes of the report. The term `besides` is that of the page."""
        return Entry(
            "changes",
            report,
            self._links.report(report),
            (),
            _breaking(count_types(report)),
            changes=[self.change(item, besides) for item in items[:most]],
            about=len(items),
        )

    def change(self, item: Item, besides: str = "") -> ChangeEntry:
        summary = item.file.summary
        title = render_words(summary.modification_title, summary.title_unproven, self._t("page.not_found"))
        terms = [self._terms[term] for term in self._hits(item) if term != besides]
        return ChangeEntry(item, self._links.item(item), title, terms)

    def _hits(self, item: Item) -> Sequence[str]:
        return self._contents.hits.get(item.key, ())

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
