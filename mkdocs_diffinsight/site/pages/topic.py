"""The body of a page that lists reports: of a category, a type, a watched term or a month."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ...model.listed import ListedReport
from ..html.templating import Body, Heading
from ..map.addresses import Links
from ..map.around import Link
from ..map.topics import Kind, Topic
from .reports_in_lists import Entries, Entry, ListingContext, ListPages, by_month

_MOST_CARDS = {"category": 15, "month": 60}
_MOST_TELLING = 100
"""Rows with more than a title; a category may have thousands."""
_MOST_CHANGES, _MOST_OF_A_REPORT = 300, 20
"""Changes listed on the page of a type or a term; the rest is counted, report by report."""
_MOST_REPORTS = 400
"""On all pages but those of months, which have every report."""
MOST_LINKS = 30
"""To lists of the same kind; the archive has all."""
SECTIONS: Mapping[str, str] = {"category": "categories", "type": "types", "term": "watched"}
"""Where the archive has all lists of a kind."""


@dataclass(frozen=True, kw_only=True)
class TopicContext(ListingContext):
    """What a page that lists reports is made of."""

    template = "topic.html"
    kind: Kind
    """What the reports have in common: `category`, `type`, `term` or `month`."""
    months: Sequence[Mapping[str, object]]
    """Each with its `title`, its `anchor` and `groups` of entries: either cards or rows."""
    further: int
    """How many more reports only the archive has."""
    archive_href: str
    """A link to the archive."""
    feeds: Sequence[Link]
    """The feeds of the list."""


def topic_body(
    pages: ListPages, topic: Topic, links: Links, listing: ListingContext, feeds: Sequence[Link] = ()
) -> Body:
    """The page of a topic, the latest reports first."""
    archive_href = links.to(pages.contents.addresses.archive)
    entries = Entries(pages, links, category=topic.name if topic.kind == "category" else "")
    reports = topic.reports if topic.kind == "month" else topic.reports[:_MOST_REPORTS]
    months = by_month(pages.t, (_changes if topic.changes else _reports)(reports, topic, entries))
    # The page of a month is one, so it needs no heading for it.
    parts = months if topic.kind != "month" else []
    headings = [Heading(str(month["title"]), str(month["anchor"]), 2) for month in parts]
    # Where all topics of a kind are listed, if they are many.
    others = f"{archive_href}#{SECTIONS[topic.kind]}" if topic.kind in SECTIONS else archive_href
    context = TopicContext(
        **{**vars(listing), "siblings": pages.first(listing.siblings, MOST_LINKS, others)},
        kind=topic.kind,
        months=months,
        further=len(topic.reports) - len(reports),
        archive_href=archive_href,
        feeds=feeds,
    )
    return pages.body(context, headings)


def _reports(reports: Sequence[ListedReport], topic: Topic, entries: Entries) -> Iterator[Entry]:
    for number, report in enumerate(reports):
        is_card = number < _MOST_CARDS.get(topic.kind, 0)
        yield entries.card(report) if is_card else entries.row(report, telling=number < _MOST_TELLING)


def _changes(reports: Sequence[ListedReport], topic: Topic, entries: Entries) -> Iterator[Entry]:
    left = _MOST_CHANGES
    for report in reports:
        items = topic.changes[report.slug]
        if left > 0:
            yield entries.with_changes(report, items, min(left, _MOST_OF_A_REPORT), topic.name)
            left -= min(len(items), _MOST_OF_A_REPORT)
        else:
            yield entries.row(report, about=len(items), telling=False)
