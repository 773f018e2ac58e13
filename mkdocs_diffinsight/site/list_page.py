"""The body of a page that lists reports: of a category, a type, a watched term or a month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..catalog import Catalog
from .addresses import Links
from .around import Link, Translation
from .entries import Entries, Entry, Texts, by_month
from .history import Item
from .templating import Body, Heading, Templates
from .topics import Contents, Topic

_MOST_CARDS = {"category": 15, "month": 60}
_MOST_TELLING = 100
"""Rows with more than a title; a category may have thousands."""
_MOST_CHANGES, _MOST_OF_A_REPORT = 300, 20
"""Changes listed on the page of a type or a term; the rest is counted, report by report."""


class ListPages:
    """Makes the pages of one language that list reports."""

    def __init__(self, catalog: Catalog, templates: Templates, contents: Contents) -> None:
        self._t = catalog
        self._templates = templates
        self._contents = contents
        self._texts = Texts(catalog)

    def body(
        self,
        topic: Topic,
        links: Links,
        *,
        title: str,
        siblings: Sequence[Link],
        translations: Sequence[Translation],
        feeds: Sequence[Link] = (),
    ) -> Body:
        """The page of a topic, the latest reports first. `siblings` lead to other lists."""
        category = topic.name if topic.kind == "category" else ""
        entries = Entries(self._texts, self._contents, links, category=category)
        listed = self._changes(topic, entries) if topic.changes else self._reports(topic, entries)
        months = by_month(self._t, listed)
        # The page of a month is one, so it needs no heading for it.
        parts = months if topic.kind != "month" else []
        headings = [Heading(str(month["title"]), str(month["anchor"]), 2) for month in parts]
        return self._templates.body(
            "list.html",
            [Heading(title, "reports", 1), *headings],
            kind=topic.kind,
            title=title,
            index_href=links.index(),
            siblings=siblings,
            months=months,
            translations=translations,
            feeds=feeds,
        )

    def _reports(self, topic: Topic, entries: Entries) -> Iterator[Entry]:
        for number, report in enumerate(topic.reports):
            is_card = number < _MOST_CARDS.get(topic.kind, 0)
            yield entries.card(report) if is_card else entries.row(report, telling=number < _MOST_TELLING)

    def _changes(self, topic: Topic, entries: Entries) -> Iterator[Entry]:
        left = _MOST_CHANGES
        for report in topic.reports:
            items = [Item(report, file) for file in topic.changes[report.slug]]
            if left > 0:
                yield entries.with_changes(report, items, min(left, _MOST_OF_A_REPORT), topic.name)
                left -= min(len(items), _MOST_OF_A_REPORT)
            else:
                yield entries.row(report, about=len(items), telling=False)
