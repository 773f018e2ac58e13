"""The body of the index: what is new, what needs action, and the ways to everything else."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..catalog import Catalog
from ..model import BREAKING_CHANGE
from .activity import activity
from .addresses import Links
from .around import Link, Translation
from .entries import ChangeEntry, Entries
from .history import Item, different
from .templating import Body, Heading, Templates
from .topics import Contents, Topic, month_of

_CARDS, _ROWS = 15, 60
"""Reports on the index: the latest, and those before them. Its size does not grow with their number."""
_BREAKING, _HITS, _TERMS = 8, 2, 12
"""Breaking changes; hits of a term, and terms that show theirs."""


@dataclass(frozen=True)
class Year:
    """A year of the archive."""

    number: int
    count: int
    months: Sequence[tuple[str, Link]]
    """Each with its name for short."""


@dataclass(frozen=True)
class Watched:
    """A watched term with its latest changes."""

    link: Link
    changes: Sequence[ChangeEntry]


class HomePage:
    """Makes the index of one language, and that of its archive."""

    def __init__(self, catalog: Catalog, templates: Templates, contents: Contents) -> None:
        self._t = catalog
        self._templates = templates
        self._contents = contents

    def body(
        self,
        links: Links,
        *,
        title: str,
        siblings: Sequence[Link],
        feeds: Sequence[Link],
        translations: Sequence[Translation],
    ) -> Body:
        """The index. `siblings` are the lists of categories."""
        contents = self._contents
        entries = Entries(self._t, contents, links)
        breaking = (item for topic in contents.types if topic.name == BREAKING_CHANGE for item in topic.items)
        action = [entries.change(item) for item in itertools.islice(_pressing(breaking), _BREAKING)]
        sections = {
            "action": bool(action),
            "watched": bool(contents.terms),
            "latest": bool(contents.reports),
            "earlier": len(contents.reports) > _CARDS,
            "archive": bool(contents.reports),
        }
        headings = [Heading(self._t(f"home.{key}"), key, 2) for key, present in sections.items() if present]
        return self._templates.body(
            "home.html",
            [Heading(title, "reports", 1), *headings],
            title=title,
            index_href=links.index(),
            siblings=siblings,
            feeds=feeds,
            translations=translations,
            report_count=len(contents.reports),
            change_count=sum(len(report.files) for report in contents.reports),
            types=[(topic.name, Link(topic.title, links.to(topic.uri), topic.count)) for topic in contents.types],
            activity=activity(contents.reports),
            action=action,
            watched=[self._watched(topic, entries, links) for topic in contents.terms[:_TERMS]],
            further_terms=[Link(topic.title, links.to(topic.uri), topic.count) for topic in contents.terms[_TERMS:]],
            latest=[entries.card(report) for report in contents.reports[:_CARDS]],
            earlier=[entries.row(report) for report in contents.reports[_CARDS : _CARDS + _ROWS]],
            years=self.years(links),
            archive_href=links.to(contents.addresses.archive()),
            files_href=links.to(contents.addresses.files()) if contents.has_files else None,
        )

    def archive(
        self, links: Links, *, title: str, siblings: Sequence[Link], translations: Sequence[Translation]
    ) -> Body:
        years = self.years(links)
        return self._templates.body(
            "archive.html",
            [Heading(title, "reports", 1), *(Heading(str(year.number), f"year-{year.number}", 2) for year in years)],
            title=title,
            index_href=links.index(),
            siblings=siblings,
            years=years,
            translations=translations,
        )

    def years(self, links: Links) -> Sequence[Year]:
        """The archive, the latest year first and its months in their order."""
        by_year = itertools.groupby(self._contents.months, key=lambda topic: month_of(topic).year)
        return [self._year(number, list(months)[::-1], links) for number, months in by_year]

    def _year(self, number: int, months: Sequence[Topic], links: Links) -> Year:
        return Year(
            number,
            sum(topic.count for topic in months),
            [
                (self._t.short_month(month_of(topic)), Link(topic.title, links.to(topic.uri), topic.count))
                for topic in months
            ],
        )

    def _watched(self, topic: Topic, entries: Entries, links: Links) -> Watched:
        changes = [entries.change(item) for item in itertools.islice(_pressing(topic.items), _HITS)]
        return Watched(Link(topic.title, links.to(topic.uri), topic.count), changes)


def _pressing(items: Iterable[Item]) -> Iterable[Item]:
    """Changes that somebody needs to be told of, each once."""
    return different(item for item in items if not item.file.evidence.noise)
