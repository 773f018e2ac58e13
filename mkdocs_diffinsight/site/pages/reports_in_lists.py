"""Reports and changes as lists show them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, NamedTuple

from markupsafe import Markup, escape

from ...language.catalog import Catalog
from ...language.quoting import shortened, showable
from ...model.listed import ListedFile, ListedReport
from ...model.texts import BREAKING_CHANGE, NEW_FEATURE, Overview
from ..html.prose import Passage, render_item, render_words
from ..html.searched import searched
from ..html.templating import Body, Context, Heading, Templates
from ..map.addresses import Links
from ..map.around import Link, Translation
from ..map.history import Item
from ..map.topics import Contents, count_types
from .proof_links import doubt_note

_LEVEL = 4
"""The level of headings in a summary."""
_LONGEST_TITLE, _LONGEST_SUMMARY, _LONGEST_PATH = 200, 1000, 300
"""Characters. A page with hundreds of them has to stay one that loads."""
_MOST_TERMS = 6
"""Watched terms of one report or change."""
_MOST_PARTS = 12
"""Categories of one range."""
_Style = Literal["summary", "changes", "row"]
_IN_ROWS = (BREAKING_CHANGE, NEW_FEATURE)
"""The types that a row counts; there may be thousands of rows on a page."""


class ChangeEntry(NamedTuple):
    """A change in a list."""

    item: Item
    href: str
    title: Markup
    path: str
    terms: Sequence[Link]
    """The watched terms that it has."""


@dataclass(frozen=True)
class Entry:
    """A report in a list: a card with its summary, a card with some of its changes, or a row."""

    style: _Style
    report: ListedReport
    href: str
    name: Markup
    """Its title; if that says nothing, its main change."""
    counts: Sequence[tuple[str, int]]
    """How many changes of each type it has; in a row, of those that matter most."""
    breaking: int
    more: int = 0
    """Changes besides the one that it is named after."""
    range: str = ""
    """The range of a report that is named after a change."""
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
    parts: Sequence[Link] = ()
    """The reports on the categories of its range, where it is about all of them."""
    slug: str = ""
    """The slug of the report on its whole range."""

    @property
    def length(self) -> int:
        """Characters of what it tells, as HTML."""
        return sum(len(part or "") for part in (self.name, self.gist, self.summary))


class Words(NamedTuple):
    """What a report is called and counted by, on whatever page."""

    title: Markup
    main: Markup | None
    """The title of its main change."""
    counts: Sequence[tuple[str, int]]


@dataclass(frozen=True, kw_only=True)
class ListingContext(Context):
    """What all pages are made of that list something."""

    title: str
    """The heading."""
    index_href: str
    """A link to the index."""
    siblings: Sequence[Link]
    """Other lists."""
    translations: Sequence[Translation]
    """The page in each language of the site, where it has several."""


class ListPages:
    """What all pages of a language that list something have in common: how reports and changes are told of."""

    def __init__(self, catalog: Catalog, templates: Templates, contents: Contents) -> None:
        self.t = catalog
        self.contents = contents
        self._templates = templates
        self._words: dict[str, Words] = {}

    def body(self, context: ListingContext, headings: Iterable[Heading]) -> Body:
        """The body of a page. Search reads its title alone, as it reads the reports themselves."""
        top = Heading(context.title, "reports", 1)
        return self._templates.body(context, [top, *headings], searched([(top, "")]))

    def words(self, report: ListedReport) -> Words:
        if report.slug not in self._words:
            title, main = escape(showable(shortened(report.title, _LONGEST_TITLE))), report.main_change
            self._words[report.slug] = Words(title, self.title(main) if main else None, count_types(report.files))
        return self._words[report.slug]

    def title(self, file: ListedFile) -> Markup:
        """The title of a change."""
        title, unproven = shortened(file.summary.modification_title, _LONGEST_TITLE), file.summary.title_unproven
        return render_words(title, unproven, self.t("page.not_found"))

    def summary(self, overview: Overview) -> Markup:
        unproven = overview.summary_unproven
        text = shortened(" ".join(overview.summary.split()), _LONGEST_SUMMARY)
        return render_item(Passage(text, doubt_note(self.t, unproven), unproven, self.t("page.not_found")), _LEVEL)

    def first(self, links: Sequence[Link], most: int, href: str) -> Sequence[Link]:
        """The first of many links and the current one, then one to where all are."""
        if len(links) <= most:
            return links
        shown = [link for n, link in enumerate(links) if n < most or link.current]
        return [*shown, Link(self.t("page.more", n=len(links) - len(shown)), href)]


class Entries:
    """Makes the entries of one page."""

    def __init__(self, pages: ListPages, links: Links, *, category: str = "") -> None:
        """`category` is what all reports of the page have, so that none needs to say it."""
        self._pages = pages
        self._links = links
        self._category = category
        self._terms = {topic.name: Link(topic.title, links.to(topic.uri)) for topic in pages.contents.terms}

    def card(self, report: ListedReport) -> Entry:
        hits = {term for file in report.files for term in file.hits}
        terms = self._some([link for name, link in self._terms.items() if name in hits], self._links.report(report))
        counts, summary = self._pages.words(report).counts, self._pages.summary(report.overview)
        parts = self._parts_of(report)
        return self._entry("summary", report, counts, summary=summary, terms=terms, parts=parts)

    def row(self, report: ListedReport, about: int = 0, *, telling: bool = True) -> Entry:
        """A line. `about` changes are what its page is about; it has its main change if it is `telling`."""
        words = self._pages.words(report)
        brief = [(name, count) for name, count in words.counts if name in _IN_ROWS]
        gist = words.main if telling and report.has_name else None
        return self._entry("row", report, brief, about=about, gist=gist, parts=self._parts_of(report))

    def with_changes(self, report: ListedReport, items: Sequence[Item], most: int, besides: str) -> Entry:
        """A card with the first of some changes of the report. The term `besides` is that of the page."""
        changes = [self.change(item, besides) for item in items[:most]]
        return self._entry("changes", report, (), changes=changes, about=len(items))

    def change(self, item: Item, besides: str = "") -> ChangeEntry:
        href = self._links.item(item)
        terms = self._some([self._terms[term] for term in item.file.hits if term != besides], href)
        path = shortened(item.file.change.path, _LONGEST_PATH)
        return ChangeEntry(item, href, self._pages.title(item.file), path, terms)

    def _some(self, terms: Sequence[Link], href: str) -> Sequence[Link]:
        return self._pages.first(terms, _MOST_TERMS, href)

    def _entry(self, style: _Style, report: ListedReport, counts: Sequence[tuple[str, int]], **shown: Any) -> Entry:
        """An entry with the name of its report, or else with that of its main change, unless it lists its changes."""
        words = self._pages.words(report)
        main = None if report.has_name or style == "changes" else words.main
        return Entry(
            style,
            report,
            self._links.report(report),
            main or words.title,
            counts,
            dict(words.counts).get(BREAKING_CHANGE, 0),
            more=len(report.files) - 1 if main else 0,
            range=report.compare if main else "",
            category=self._category_of(report, is_titled=not main),
            slug=self._pages.contents.ranges.get(report.slug, report).slug,
            **shown,
        )

    def _parts_of(self, report: ListedReport) -> Sequence[Link]:
        links = [Link(part.category or "", self._links.report(part), len(part.files)) for part in report.parts]
        return self._pages.first(links, _MOST_PARTS, self._links.report(report))

    def _category_of(self, report: ListedReport, *, is_titled: bool) -> str:
        """Its category, unless the page or its title tells it."""
        category = report.category or ""
        is_known = category == self._category or (is_titled and report.title.endswith(category))
        return "" if is_known else category


def fitting(entries: Sequence[Entry], length: int) -> Sequence[Entry]:
    """The first entries: as many as are not longer together, and always one."""
    lengths = itertools.accumulate(entry.length for entry in entries)
    return entries[: max(1, sum(so_far <= length for so_far in lengths))]


def by_month(catalog: Catalog, entries: Iterable[Entry]) -> Sequence[Mapping[str, object]]:
    """The entries of each month under its heading, in groups that are all rows of a list, or all cards."""
    return [
        {
            "title": catalog.month(month),
            "anchor": f"month-{month:%Y-%m}",
            "groups": [list(group) for _, group in itertools.groupby(members, key=lambda entry: entry.style == "row")],
        }
        for month, members in itertools.groupby(entries, key=lambda entry: entry.report.date.replace(day=1))
    ]
