"""Which pages the site of a language has, and what is on each. Pure."""

from __future__ import annotations

import datetime
import functools
import itertools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from ...language.catalog import Catalog
from ...model.listed import ListedFile, ListedReport
from ...model.naming import Names, slugify
from ...model.report import ReportFile
from ...model.texts import MODIFICATION_TYPES, type_name
from .addresses import RESERVED, Addresses, Links
from .around import Link
from .history import Histories, Item

Kind = Literal["category", "type", "term", "month"]
_Group = tuple[list[ListedReport], dict[str, list[Item]]]
_MOST_OF_A_MONTH = 800
"""Reports on a page; what a month has more of goes to further pages, so that the archive has every report."""


@dataclass(frozen=True)
class Topic:
    """What reports, or changes in them, have in common. It has a page."""

    kind: Kind
    name: str
    """The category, type or term itself."""
    title: str
    """What links call it."""
    uri: str
    reports: Sequence[ListedReport]
    """The latest first."""
    changes: Mapping[str, Sequence[Item]] = field(default_factory=dict)
    """The changes that a type or a term is about, by the slug of one of `reports`."""
    part: int = 1
    """The number of the page, of a month that has too many reports for one, from its first day on."""

    @property
    def items(self) -> Iterable[Item]:
        """The latest first."""
        return (item for report in self.reports for item in self.changes.get(report.slug, ()))

    @property
    def count(self) -> int:
        """How many changes it has, or else how many reports."""
        return sum(map(len, self.changes.values())) if self.kind in ("type", "term") else len(self.reports)

    def link(self, links: Links) -> Link:
        """A way to its page."""
        return Link(self.title, links.to(self.uri), self.count, current=self.uri == links.source)


@dataclass(frozen=True)
class Contents:
    """What the site of a language has."""

    addresses: Addresses
    reports: Sequence[ListedReport]
    """One for each range, the latest first."""
    detailed: Sequence[ListedReport]
    """Those that explain files, likewise: where a range has several, those on its categories."""
    categories: Sequence[Topic]
    types: Sequence[Topic]
    terms: Sequence[Topic]
    months: Sequence[Topic]
    """The latest first."""
    histories: Histories
    left_out: frozenset[str] = frozenset()
    """Pages and other files that the site does not take, though they are made."""

    @property
    def has_files(self) -> bool:
        """Whether there is a page of the most changed files."""
        return bool(self.histories.most_changed(1))

    @functools.cached_property
    def ranges(self) -> Mapping[str, ListedReport]:
        """The report on the whole range of each of `detailed`, by its slug."""
        return {part.slug: report for report in self.reports for part in details_of(report)}

    def uris(self) -> frozenset[str]:
        """The addresses of all pages that the site takes."""
        at = self.addresses
        topics = [*self.categories, *self.types, *self.terms, *self.months]
        uris = {at.index, *(topic.uri for topic in topics), *map(at.report, [*self.reports, *self.detailed])}
        uris |= {at.archive} if self.reports else set()
        uris |= {at.files} if self.has_files else set()
        return frozenset(uris) - self.left_out


def contents_of(
    reports: Iterable[ListedReport],
    catalog: Catalog,
    addresses: Addresses,
    *,
    categories: Sequence[str] = (),
    terms: Sequence[str] = (),
    folders: Sequence[str] = (),
    left_out: frozenset[str] = frozenset(),
) -> Contents:
    """The contents of a language's site; there is one of `reports` for each range, or for each of its categories.

    `categories` and watched `terms` have a page each, with or without reports, in this order; other categories follow.
    `folders` are those of further languages, which no category may take. Pages that are `left_out` are made, and not
    linked to.
    """
    latest_first = sorted(reports, key=_age, reverse=True)
    detailed = sorted((part for report in latest_first for part in details_of(report)), key=_age, reverse=True)
    return Contents(
        addresses,
        latest_first,
        detailed,
        _categories(detailed, addresses, categories, folders),
        _types(latest_first, catalog, addresses),
        _terms(latest_first, terms, addresses),
        _months(latest_first, catalog, addresses),
        Histories(reversed(detailed)),
        left_out,
    )


def details_of(report: ListedReport) -> Sequence[ListedReport]:
    """The reports that explain the files of one."""
    return report.parts or (report,)


def count_types(files: Iterable[ListedFile | ReportFile]) -> Sequence[tuple[str, int]]:
    """How many changes there are of each type; ours first, then those that only a published report knows."""
    counts = Counter(file.summary.modification_type for file in files)
    return [(name, counts[name]) for name in _in_order(counts)]


def _age(report: ListedReport) -> tuple[object, ...]:
    return report.date, report.committed, report.slug


def _in_order(types: Iterable[str]) -> Sequence[str]:
    present = set(types)
    return [*(name for name in MODIFICATION_TYPES if name in present), *sorted(present - set(MODIFICATION_TYPES))]


def _categories(
    reports: Sequence[ListedReport], addresses: Addresses, configured: Sequence[str], folders: Sequence[str]
) -> list[Topic]:
    names = list(dict.fromkeys([*configured, *(report.category for report in reports if report.category)]))
    members: dict[str | None, list[ListedReport]] = {}
    for report in reports:
        members.setdefault(report.category, []).append(report)
    return [
        Topic("category", name, name, addresses.topic("category", slug), members.get(name, []))
        for name, slug in zip(names, _slugs(names, [*RESERVED, *folders]), strict=True)
    ]


def _types(reports: Sequence[ListedReport], catalog: Catalog, addresses: Addresses) -> list[Topic]:
    groups = _groups((item.file.summary.modification_type, report, item) for report, item in _items(reports))
    names = _in_order(groups)
    return [
        Topic("type", name, type_name(catalog, name), addresses.topic("type", slug), *groups[name])
        for name, slug in zip(names, _slugs(names), strict=True)
    ]


def _terms(reports: Sequence[ListedReport], terms: Sequence[str], addresses: Addresses) -> list[Topic]:
    groups = _groups((term, report, item) for report, item in _items(reports) for term in item.file.hits)
    return [
        Topic("term", term, term, uri, *groups.get(term, ([], {})))
        for term, uri in term_pages(terms, addresses).items()
    ]


def term_pages(terms: Sequence[str], addresses: Addresses) -> dict[str, str]:
    """The page of each watched term."""
    return {term: addresses.topic("term", slug) for term, slug in zip(terms, _slugs(terms), strict=True)}


def _months(reports: Sequence[ListedReport], catalog: Catalog, addresses: Addresses) -> list[Topic]:
    topics = []
    for month, members in itertools.groupby(reports, key=lambda report: report.date.replace(day=1)):
        earliest_first = list(members)[::-1]
        starts = range(0, len(earliest_first), _MOST_OF_A_MONTH)
        for part, start in reversed(list(enumerate(starts, 1))):
            title = catalog.month(month) + part_mark(part)
            own = earliest_first[start : start + _MOST_OF_A_MONTH][::-1]
            topics.append(Topic("month", f"{month:%Y-%m}", title, addresses.month(month, part), own, part=part))
    return topics


def part_mark(part: int) -> str:
    """What follows the name of a month with several pages, on all but the first of them."""
    return f" ({part})" if part > 1 else ""


def month_of(topic: Topic) -> datetime.date:
    """The first day of a month that is a topic."""
    return datetime.date.fromisoformat(f"{topic.name}-01")


def _items(reports: Iterable[ListedReport]) -> Iterator[tuple[ListedReport, Item]]:
    """All changes, each as the report has it that explains it, with the one that lists show."""
    return ((report, Item(part, file)) for report in reports for part in details_of(report) for file in part.files)


def _groups(changes: Iterable[tuple[str, ListedReport, Item]]) -> dict[str, _Group]:
    """The reports of each name, and those of their changes that have it."""
    groups: dict[str, _Group] = {}
    for name, report, item in changes:
        reports, items = groups.setdefault(name, ([], {}))
        if report.slug not in items:
            reports.append(report)
            items[report.slug] = []
        items[report.slug].append(item)
    return groups


def _slugs(names: Sequence[str], reserved: Sequence[str] = ("index",)) -> list[str]:
    """A name in addresses for each of them."""
    own = Names(reserved)
    return [own.take(slugify(name)) for name in names]
