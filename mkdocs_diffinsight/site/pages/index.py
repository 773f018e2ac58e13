"""The body of the index: what is new, what needs action, and the ways to everything else."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from ...language.catalog import Catalog
from ...model.listed import ListedReport
from ...model.texts import BREAKING_CHANGE
from ..html.prose import render_line
from ..html.templating import Body, Heading
from ..map.activity import Activity, activity
from ..map.addresses import Links
from ..map.around import Link
from ..map.history import Item, different
from ..map.topics import Topic, month_of, part_mark
from .reports_in_lists import ChangeEntry, Entries, Entry, ListingContext, ListPages, fitting
from .topic import MOST_LINKS, SECTIONS

_CARDS, _ROWS = 10, 65
"""Reports on the index: the latest, and those before them. Its size does not grow with their number."""
_LENGTH_OF_CARDS, _LENGTH_OF_ROWS = 7000, 6000
"""Characters. Long titles and summaries make fewer of them."""
_YEARS = 8
"""Years of the archive that the index shows."""
_BREAKING, _HITS, _TERMS = 5, 2, 12
"""Breaking changes; hits of a term, and terms that show theirs."""
_RECENT = datetime.timedelta(days=30)
"""Before the latest report: older changes call for no action on the index."""


@dataclass(frozen=True)
class Year:
    """A year of the archive."""

    number: int
    count: int
    months: Sequence[tuple[str, Link]]
    """Each with its name for short."""


class Watched(NamedTuple):
    """A watched term with its latest changes."""

    link: Link
    changes: Sequence[ChangeEntry]


@dataclass(frozen=True, kw_only=True)
class ArchiveContext(ListingContext):
    """What the archive is made of."""

    template = "archive.html"
    years: Sequence[Year]
    """The latest first."""
    sections: Sequence[tuple[str, str, Sequence[Link]]]
    """Lists that are too many for other pages: a heading, its anchor, and links."""


@dataclass(frozen=True, kw_only=True)
class IndexContext(ListingContext):
    """What the index is made of."""

    template = "index.html"
    feeds: Sequence[Link]
    """The feeds of all reports."""
    report_count: int
    """How many reports there are."""
    change_count: int
    """How many changes they tell of."""
    types: Sequence[tuple[str, Link]]
    """The first types of changes, with their pages."""
    further_types: int
    """How many more the archive has."""
    activity: Activity | None
    """The last year, day by day."""
    action: Sequence[ChangeEntry]
    """The latest breaking changes."""
    since: datetime.date
    """The first day of those."""
    breaking: Link | None
    """A link to all of them."""
    watched: Sequence[Watched]
    """Watched terms with their latest changes."""
    further_terms: Sequence[Link]
    """Further ones that some changes have."""
    terms_without: Sequence[Link]
    """Those that no change has."""
    latest: Sequence[Entry]
    """The latest reports."""
    silences: Sequence[Markup]
    """Why there is no report on what was asked for."""
    earlier: Sequence[Entry]
    """The reports before the latest."""
    years: Sequence[Year]
    """The latest years of the archive."""
    archive_href: str
    """A link to the archive."""
    files_href: str | None
    """A link to the most changed files, if there are any."""


def index_body(
    pages: ListPages, links: Links, listing: ListingContext, feeds: Sequence[Link], silences: Sequence[str] = ()
) -> Body:
    """The index. `silences` say why there is no report, as Markdown."""
    contents = pages.contents
    entries = Entries(pages, links)
    breaking = next((topic for topic in contents.types if topic.name == BREAKING_CHANGE), None)
    since = _recent_since(contents.reports)
    recent = (item for item in (breaking.items if breaking else ()) if item.report.date >= since)
    action = [entries.change(item) for item in itertools.islice(_pressing(recent), _BREAKING)]
    watched = [topic for topic in contents.terms if topic.count]
    without = [Link(topic.title, links.to(topic.uri)) for topic in contents.terms if not topic.count]
    archive_href = links.to(contents.addresses.archive)
    latest = fitting([entries.card(report) for report in contents.reports[:_CARDS]], _LENGTH_OF_CARDS)
    others = contents.reports[len(latest) : len(latest) + _ROWS]
    earlier = fitting([entries.row(report) for report in others], _LENGTH_OF_ROWS)
    sections = {
        "action": bool(action),
        "latest": bool(contents.reports),
        "watched": bool(contents.reports and contents.terms),
        "earlier": bool(earlier),
        "archive": bool(contents.reports),
    }
    headings = [Heading(pages.t(f"home.{key}"), key, 2) for key, present in sections.items() if present]

    def first(links: Sequence[Link], kind: str) -> Sequence[Link]:
        return pages.first(links, MOST_LINKS, f"{archive_href}#{SECTIONS[kind]}")

    context = IndexContext(
        **{**vars(listing), "siblings": first(listing.siblings, "category")},
        feeds=feeds,
        report_count=len(contents.reports),
        change_count=sum(len(report.files) for report in contents.reports),
        types=[(topic.name, topic.link(links)) for topic in contents.types[:MOST_LINKS]],
        further_types=len(contents.types[MOST_LINKS:]),
        activity=activity(contents.reports),
        action=action,
        since=since,
        breaking=breaking.link(links) if breaking else None,
        watched=[_watched(topic, entries, links) for topic in watched[:_TERMS]],
        further_terms=first([topic.link(links) for topic in watched[_TERMS:]], "term"),
        terms_without=first(without, "term"),
        latest=latest,
        silences=[render_line(silence) for silence in silences],
        earlier=earlier,
        years=_years(pages, links)[:_YEARS],
        archive_href=archive_href,
        files_href=links.to(contents.addresses.files) if contents.has_files else None,
    )
    return pages.body(context, headings)


def archive_body(pages: ListPages, links: Links, listing: ListingContext) -> Body:
    """The archive, with the lists that no other page links to in full."""
    contents, years = pages.contents, _years(pages, links)
    kinds = {"home.categories": contents.categories, "home.types": contents.types, "home.watched": contents.terms}
    sections = [
        (pages.t(key), key.removeprefix("home."), [topic.link(links) for topic in topics])
        for key, topics in kinds.items()
        if len(topics) > MOST_LINKS
    ]
    headings = [Heading(str(year.number), f"year-{year.number}", 2) for year in years]
    headings += [Heading(title, anchor, 2) for title, anchor, _ in sections]
    return pages.body(ArchiveContext(**vars(listing), years=years, sections=sections), headings)


def _years(pages: ListPages, links: Links) -> Sequence[Year]:
    """The years of the archive, the latest one first and the months of each in their order."""
    by_year = itertools.groupby(pages.contents.months, key=lambda topic: month_of(topic).year)
    return [_year(pages.t, number, list(months)[::-1], links) for number, months in by_year]


def _year(t: Catalog, number: int, months: Sequence[Topic], links: Links) -> Year:
    names = [t.short_month(month_of(topic)) + part_mark(topic.part) for topic in months]
    shown = [(name, topic.link(links)) for name, topic in zip(names, months, strict=True)]
    return Year(number, sum(topic.count for topic in months), shown)


def _watched(topic: Topic, entries: Entries, links: Links) -> Watched:
    changes = [entries.change(item) for item in itertools.islice(_pressing(topic.items), _HITS)]
    return Watched(topic.link(links), changes)


def _recent_since(latest_first: Sequence[ListedReport]) -> datetime.date:
    """The first day that may call for action, by the reports alone: the same reports make the same page on any day."""
    if not latest_first:
        return datetime.date.min
    return max(latest_first[0].date - _RECENT, latest_first[-1].date)


def _pressing(items: Iterable[Item]) -> Iterable[Item]:
    """Changes that somebody needs to be told of, each once."""
    return different(item for item in items if not item.file.noise)
