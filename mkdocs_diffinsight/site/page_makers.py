"""The pages of the site and the files beside them: what they hold, and where they stand. Pure."""

from __future__ import annotations

import functools
import posixpath
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Any, NamedTuple, TypeVar

from ..git.following.silences import Silence
from ..language.catalog import Catalog, load_catalog
from ..language.quoting import showable
from ..model.listed import ListedReport
from ..model.report import COMPANIONS, DIFFS, Report
from ..model.texts import type_name
from .beside.companions import ListCompanions, ReportCompanions
from .beside.pictures import Pictures
from .diff.report_diffs import FOLDER, ReportDiffs
from .html.head import Head
from .html.prose import is_web_address
from .html.templating import Body, Templates
from .map.addresses import Addresses, Links
from .map.around import Around, FileHistory, Link, Neighbourhood, OtherChange, Translation
from .map.frame import SCRIPT, STYLESHEET
from .map.history import Item
from .map.site import PictureFile
from .map.topics import Contents, Topic, count_types
from .pages.index import archive_body, index_body
from .pages.most_changed_files import most_changed_anchors, most_changed_body
from .pages.proof_links import plain_summary
from .pages.range import range_body
from .pages.report import PartBody, neighbour_slots, report_bodies
from .pages.reports_in_lists import ListingContext, ListPages
from .pages.topic import topic_body


@dataclass(frozen=True)
class Page:
    """A page of the site: a Markdown file of front matter, and the body that is put into it."""

    uri: str
    """Path of the Markdown file below the site's sources."""
    title: str
    """What navigation shows; unlike the heading it tells one report from another."""
    meta: Mapping[str, Any]
    body: Body
    head: Head
    items: Sequence[str] = ()
    """Those of its report that are on it, where the report has several pages."""
    previous: str | None = None
    next: str | None = None


class ReportFiles(NamedTuple):
    """What stands at the address of a report."""

    pages: Sequence[Page]
    """The first one is its own; further ones hold what it has no room for."""
    data: Mapping[str, bytes]
    """Other files, by their path below the site's sources."""
    pictures: Sequence[PictureFile]
    """Files of the site that are elsewhere."""


class Neighbours(NamedTuple):
    """What the pages of a report say about other reports."""

    around: Mapping[str, Neighbourhood]
    """By the path of the page."""
    previous: str | None
    next: str | None


@dataclass(frozen=True)
class Lists:
    """What is made of all reports in one language together."""

    title: str
    """The title of the whole section."""
    index: Page
    categories: Sequence[Page]
    others: Sequence[Page]
    """The archive, types, watched terms and the most changed files, outside the navigation."""
    data: Mapping[str, bytes]
    """Other files, by their path below the site's sources."""

    @property
    def pages(self) -> Sequence[Page]:
        return [self.index, *self.categories, *self.others]


class PageMaker:
    """What the pages of a language have in common."""

    def __init__(
        self,
        catalog: Catalog,
        templates: Templates,
        addresses: Mapping[str, Addresses],
        site_name: str,
        companions: Collection[str],
        *,
        has_categories: bool,
    ) -> None:
        """`addresses` are those of every language of the site, the main one first."""
        self._t = catalog
        self._addresses = addresses[catalog.language]
        self._languages = addresses
        everything = catalog("page.all_reports" if has_categories else "page.reports")
        self._companions = ReportCompanions(catalog, self._addresses, site_name, everything, companions)
        self._templates = templates

    def _links(self, uri: str) -> Links:
        return Links(self._addresses, uri)

    def _moved(self, uri: str) -> Mapping[str, str]:
        """Where a page is in each language that has it."""
        return {language: self._addresses.moved_to(other, uri) for language, other in self._languages.items()}

    def _translations(self, uri: str) -> Sequence[Translation]:
        """The page in each language that has it, where there are several."""
        own, href, moved = self._t.language, self._addresses.href, self._moved(uri)
        if len(moved) == 1:
            return []
        return [
            Translation(language, load_catalog(language).name, there, href(uri, there), language == own)
            for language, there in moved.items()
        ]


class ReportMaker(PageMaker):
    """Makes what stands at the address of a report. It depends on no other report."""

    def __init__(
        self,
        catalog: Catalog,
        templates: Templates,
        addresses: Mapping[str, Addresses],
        *,
        terms: Mapping[str, str] | None = None,
        notice: str | None = None,
        has_categories: bool = False,
        site_name: str = "",
        pictures: Pictures | None = None,
        companions: Collection[str] = COMPANIONS,
        tags: Callable[[str], bool] = bool,
    ) -> None:
        """`terms` are the pages of watched terms, and `tags` tells which tags the site has room for."""
        super().__init__(catalog, templates, addresses, site_name, companions, has_categories=has_categories)
        self._has_diff_files = DIFFS in companions
        self._has_room = tags
        self._terms = terms or {}
        self._notice = notice
        self._pictures = pictures

    def make(self, report: Report, whole: Report | None = None) -> ReportFiles:
        """The pages of a report, and the files beside them. Raises `TemplateError`.

        `whole` is the report on all of its range, where that is another one.
        """
        diffs = ReportDiffs(self._t, report, has_files=self._has_diff_files)
        around = functools.partial(self._around, report, whole)
        bodies = report_bodies(self._t, self._templates, diffs, around, notice=self._notice)
        return ReportFiles(
            [self._page(report, made) for made in bodies],
            {**self._companions.files(report), **self._diff_files(report, diffs)},
            self._pictures.files([report]) if self._pictures else [],
        )

    def make_whole(self, report: Report) -> ReportFiles:
        """What stands at the address of the report on a range as a whole."""
        links, around = self._links(self._addresses.report(report)), self._around(report, report, "")
        made = range_body(self._t, self._templates, report, around, links, notice=self._notice)
        return ReportFiles([self._page(report, made)], self._companions.files(report), [])

    def _page(self, report: Report, made: PartBody) -> Page:
        uri = self._addresses.part(report, made.name)
        summary = plain_summary(self._t, report.overview)
        if made.name:
            head = self._companions.head(uri, made.title, summary, [])
            return Page(uri, made.title, _meta(made.title, summary), made.body, head, made.items)
        head = self._companions.head(uri, report.title, summary, self._translations(uri), report)
        meta = report_meta(report, self._tags(report))
        return Page(uri, f"{report.date} · {report.title}", meta, made.body, head, made.items)

    def _around(self, report: Report, whole: Report | None, name: str) -> Around:
        """What a page of a report knows about the rest of the site."""
        uri = self._addresses.part(report, name)
        links = self._links(uri)
        return Around(
            index_href=links.index(),
            json_href=links.to(self._addresses.data(report)) if self._companions.has_json else "",
            text_href=links.to(self._addresses.text(report)) if self._companions.has_text else "",
            translations=[] if name else self._translations(uri),
            range_slug=whole.slug if whole else "",
            parts=self._parts(report, whole, links) if whole else [],
            hit_links={term: links.to(self._terms[term]) for term in self._hits(report) if term in self._terms},
            page_href=lambda other: links.to(self._addresses.part(report, other)),
            images=self._pictures.addresses(report, links.to) if self._pictures else {},
        )

    def _parts(self, report: Report, whole: Report, links: Links) -> Sequence[Link]:
        """The ways between the reports on a range."""
        titles = [self._t("page.whole_range"), *(part.category or "" for part in whole.parts)]
        return [
            Link(title, links.report(one), len(one.files), current=one.slug == report.slug)
            for title, one in zip(titles, [whole, *whole.parts], strict=True)
        ]

    def _hits(self, report: Report) -> Collection[str]:
        """The watched terms that it has."""
        return dict.fromkeys(term for file in report.files for term in file.hits)

    def _tags(self, report: Report) -> Sequence[str]:
        """Its category, its types of changes, and the watched terms that it has, as the site's lists call them.

        What the reports on categories are tagged with, that on the whole range is not: it would be found twice.
        """
        if report.parts:
            return []
        types, hits = [type_name(self._t, name) for name, _ in count_types(report.files)], self._hits(report)
        tags = [*filter(None, [report.category]), *types, *(term for term in self._terms if term in hits)]
        return [tag for tag in tags if self._has_room(tag)]

    def _diff_files(self, report: Report, diffs: ReportDiffs) -> Mapping[str, bytes]:
        """The diffs that are too large for the page of the report."""
        page = self._addresses.report(report)
        folder = posixpath.dirname(page)
        to = self._links(f"{folder}/{FOLDER}/diff.html").to
        files = diffs.files(self._templates, to(page), stylesheet_href=to(STYLESHEET), script_href=to(SCRIPT))
        return {f"{folder}/{name}": html.encode() for name, html in files.items()}


class ListMaker(PageMaker):
    """Makes the pages that list the reports of a language, and what those of reports say about each other."""

    def __init__(
        self,
        catalog: Catalog,
        templates: Templates,
        contents: Mapping[str, Contents],
        *,
        site_name: str = "",
        silences: Sequence[Silence] = (),
        companions: Collection[str] = COMPANIONS,
        report_pages: Mapping[str, Mapping[str, Sequence[str]]] | None = None,
    ) -> None:
        """`contents` are those of every language of the site, the main one first.

        `report_pages` are the pages of each report, by its slug, and the items on each, where a report has several.
        """
        addresses = {language: own.addresses for language, own in contents.items()}
        self._contents = contents[catalog.language]
        self._silences = silences
        self._pages_of = report_pages or {}
        self._uris = {language: own.uris() for language, own in contents.items()}
        has_categories = bool(self._contents.categories)
        super().__init__(catalog, templates, addresses, site_name, companions, has_categories=has_categories)
        self._list_pages = ListPages(catalog, templates, self._contents)
        self._anchors = most_changed_anchors(self._contents.histories)
        self._list_companions = ListCompanions(catalog, self._contents, self._companions)

    def make(self) -> Lists:
        """Every page that the reports need; the index is there even without one. Raises `TemplateError`."""
        contents = self._contents
        archive = [self._archive()] if contents.reports else []
        months = [self._month_page(*place) for place in _with_neighbours(contents.months)]
        types = [self._list_page(topic, self._alike(topic, contents.types)) for topic in contents.types]
        files = [self._files()] if contents.has_files else []
        return Lists(
            self._t("page.reports"),
            self._index(),
            [self._list_page(topic, self._sections(topic.uri)) for topic in contents.categories],
            [*archive, *months, *types, *map(self._term_page, contents.terms), *files],
            self._list_companions.files(),
        )

    def neighbours(self) -> Iterator[tuple[str, Neighbours]]:
        """What the pages of each report say about other reports, by its slug.

        Those of a category follow each other, the latest first; those on whole ranges follow the range before.
        """
        contents = self._contents
        at = self._addresses.report
        without_category = [report for report in contents.detailed if not report.category]
        groups = [*(topic.reports for topic in contents.categories), without_category]
        explained = [place for group in groups for place in _with_neighbours(group)]
        whole = [place for place in _with_neighbours(contents.reports) if place[0].parts]
        for report, earlier, later in explained + whole:
            previous, following = (at(other) if other else None for other in (earlier, later))
            yield report.slug, Neighbours(self._around(report), previous, following)

    def parts(self, around: Neighbourhood) -> Mapping[str, str]:
        """What belongs into slots of a page, by their names. Raises `TemplateError`."""
        return neighbour_slots(self._templates, around)

    def _around(self, report: ListedReport) -> Mapping[str, Neighbourhood]:
        pages = self._pages_of.get(report.slug) or {self._addresses.report(report): ()}
        return {uri: self._around_page(report, uri, items) for uri, items in pages.items()}

    def _around_page(self, report: ListedReport, uri: str, items: Collection[str]) -> Neighbourhood:
        """What one page of a report says; without `items`, it has all of them."""
        links = self._links(uri)
        tags = [Link(topic.title, links.to(topic.uri)) for topic in self._topics_of(report)]
        own = () if report.parts else report.files  # what is told of a file is told where it is explained
        here = [Item(report, file) for file in own if not items or file.item_id in items]
        return Neighbourhood(self._histories(here, links), tags)

    def _moved(self, uri: str) -> Mapping[str, str]:
        return {language: there for language, there in super()._moved(uri).items() if there in self._uris[language]}

    def _index(self) -> Page:
        uri = self._addresses.index
        silences = [silence.told(self._t) for silence in self._silences]
        body = functools.partial(index_body, feeds=self._list_companions.feed_links(uri), silences=silences)
        return self._page(uri, self._companions.everything, self._sections(uri), body)

    def _page(
        self, uri: str, title: str, siblings: Sequence[Link], body: Callable[..., Body], description: str = ""
    ) -> Page:
        """A page that is no report's; without a `description`, it says how many reports there are."""
        links, translations = self._links(uri), self._translations(uri)
        listing = ListingContext(title=title, index_href=links.index(), siblings=siblings, translations=translations)
        description = description or self._description(self._contents.reports)
        head = self._list_companions.head(uri, title, description, translations)
        shown = body(self._list_pages, links=links, listing=listing)
        return Page(uri, title, _meta(title, description), shown, head)

    def _description(self, reports: Sequence[ListedReport]) -> str:
        return self._t("page.list_description", n=len(reports))

    def _sections(self, uri: str) -> Sequence[Link]:
        """The index and the categories, as seen from a page."""
        contents = self._contents
        if not contents.categories:
            return []
        everything = replace(self._up(uri), count=len(contents.reports), current=uri == self._addresses.index)
        links = self._links(uri)
        return [everything, *(topic.link(links) for topic in contents.categories)]

    def _archive(self) -> Page:
        uri = self._addresses.archive
        return self._page(uri, self._t("home.archive"), [self._up(uri)], archive_body)

    def _up(self, uri: str) -> Link:
        """To the index."""
        return Link(self._t("page.all_reports"), self._addresses.href(uri, self._addresses.index))

    def _month_page(self, month: Topic, earlier: Topic | None, later: Topic | None) -> Page:
        up, *others = self._alike(month, [topic for topic in (earlier, later) if topic])
        archive = Link(self._t("home.archive"), self._addresses.href(month.uri, self._addresses.archive))
        page = self._list_page(month, [up, archive, *others])
        return replace(page, previous=earlier.uri if earlier else None, next=later.uri if later else None)

    def _term_page(self, topic: Topic) -> Page:
        title = self._t("list.watched", term=topic.title)
        description = self._t("list.watched_description", term=topic.title, n=topic.count)
        return self._list_page(topic, self._alike(topic, self._contents.terms), title, description)

    def _alike(self, here: Topic, topics: Sequence[Topic]) -> Sequence[Link]:
        """The index and topics of one kind, as seen from the page of a topic."""
        links = self._links(here.uri)
        return [self._up(here.uri), *(topic.link(links) for topic in topics)]

    def _list_page(self, topic: Topic, siblings: Sequence[Link], title: str = "", description: str = "") -> Page:
        body = functools.partial(topic_body, topic=topic, feeds=self._list_companions.feed_links(topic.uri))
        description = description or self._description(topic.reports)
        return self._page(topic.uri, title or topic.title, siblings, body, description)

    def _files(self) -> Page:
        uri, body = self._addresses.files, functools.partial(most_changed_body, anchors=self._anchors)
        description = self._t("list.most_changed_description")
        return self._page(uri, self._t("list.most_changed"), [self._up(uri)], body, description)

    def _topics_of(self, report: ListedReport) -> Sequence[Topic]:
        """Its category, its types of changes, and the watched terms that it has."""
        contents = self._contents
        types = {file.summary.modification_type for file in report.files}
        hits = {term for file in report.files for term in file.hits}
        return [
            *(topic for topic in contents.categories if topic.name == report.category),
            *(topic for topic in contents.types if topic.name in types),
            *(topic for topic in contents.terms if topic.name in hits),
        ]

    def _histories(self, items: Sequence[Item], links: Links) -> Mapping[str, FileHistory]:
        """What the site's other reports tell of the files of a report."""
        histories = {}
        files_href = links.to(self._addresses.files)
        for item in items:
            trail = self._contents.histories.trail(item)
            if len(trail.changes) > 1:
                earlier, later = self._contents.histories.neighbours(item)
                anchor = self._anchors.get(trail)
                href = f"{files_href}#{anchor}" if anchor else None
                changes = _other_change(earlier, links), _other_change(later, links)
                histories[item.file.item_id] = FileHistory(len(trail.changes), *changes, href)
        return histories


_T = TypeVar("_T")


def _with_neighbours(latest_first: Sequence[_T]) -> Iterable[tuple[_T, _T | None, _T | None]]:
    """Each of them with the one before and the one after it in time."""
    earlier: list[_T | None] = [*latest_first[1:], None]
    later: list[_T | None] = [None, *latest_first[:-1]]
    return zip(latest_first, earlier, later, strict=False)


def _other_change(item: Item | None, links: Links) -> OtherChange | None:
    return OtherChange(item.report.date, links.item(item), item.file.summary.modification_title) if item else None


def report_meta(report: Report, tags: Sequence[str] = ()) -> dict[str, Any]:
    """The front matter of a report."""
    summary = plain_summary(load_catalog(report.language), report.overview)
    return _meta(
        report.title,
        summary,
        date=report.date,
        permalink=report.permalink if is_web_address(report.permalink or "") else None,
        summary=summary,
        # Themes print these as HTML, too.
        tags=[escape(showable(tag), quote=False) for tag in dict.fromkeys(tags)] or None,
    )


def _meta(title: str, description: str, **more: Any) -> dict[str, Any]:
    """Front matter. Themes and plugins print title and description as HTML, even in attributes, so they are escaped."""
    meta = {
        "title": escape(showable(title)),
        **more,
        "description": escape(showable(description)),
        "render_macros": False,
    }
    return {key: value for key, value in meta.items() if value not in (None, "")}
