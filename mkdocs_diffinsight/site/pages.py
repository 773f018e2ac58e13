"""The files of the site: what they hold, and where they stand."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from html import escape
from pathlib import Path
from typing import Any, TypeVar

import yaml

from ..cache import dump_json, write_if_changed
from ..catalog import Catalog, load_catalog
from ..model import Report
from .addresses import Links
from .around import Around, FileHistory, Link, OtherChange, Translation
from .companions import Companions
from .diff.report_diffs import FOLDER
from .files_page import FilesPage
from .head import Head
from .history import Item
from .home_page import HomePage
from .list_page import ListPages
from .pictures import Pictures
from .proof import plain_summary
from .prose import is_web_address, showable
from .report_page import ReportPages
from .templating import Body, Templates
from .topics import Contents, Topic

STYLESHEET = "assets/diffinsight.css"
SCRIPT = "assets/diffinsight.js"
"""Path below the site's sources."""


@dataclass(frozen=True)
class Page:
    """A page of the site: a Markdown file of front matter, and the body that is put into it."""

    uri: str
    """Path of the Markdown file below the site's sources."""
    title: str
    """As navigation shows it; unlike the heading it tells one report from another."""
    meta: Mapping[str, Any]
    body: Body
    head: Head
    report: Report | None = None
    previous: str | None = None
    next: str | None = None

    @property
    def diff_hashes(self) -> Sequence[str]:
        """Of the diffs that the page shows."""
        return [file.diff_hash for file in self.report.files] if self.report else []


@dataclass(frozen=True)
class Site:
    """All pages in one language, and the other files, by their path below the site's sources."""

    title: str
    """Of the whole section."""
    index: Page
    categories: Sequence[Page]
    reports: Sequence[Page]
    lists: Sequence[Page] = ()
    """The archive, types, watched terms and the most changed files, outside the navigation."""
    data: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def pages(self) -> Sequence[Page]:
        return [self.index, *self.categories, *self.reports, *self.lists]


class SiteMaker:
    """Makes the pages of a language from what its site has."""

    def __init__(
        self,
        catalog: Catalog,
        templates: Templates,
        contents: Mapping[str, Contents],
        *,
        notice: str | None = None,
        site_name: str = "",
        pictures: Pictures | None = None,
    ) -> None:
        """`contents` are those of every language of the site, the main one first."""
        self._t = catalog
        self._contents = contents[catalog.language]
        self._addresses = self._contents.addresses
        self._languages = {language: (own.addresses, own.uris()) for language, own in contents.items()}
        self._report_pages = ReportPages(catalog, templates)
        self._list_pages = ListPages(catalog, templates, self._contents)
        self._home_page = HomePage(catalog, templates, self._contents)
        self._files_page = FilesPage(catalog, templates, self._contents)
        self._notice = notice
        self._companions = Companions(catalog, self._contents, site_name)
        self._pictures = pictures

    def make(self) -> Site:
        """Every page that the reports need; the index is there even without one."""
        contents = self._contents
        without_category = [report for report in contents.reports if not report.category]
        groups = [*(topic.reports for topic in contents.categories), without_category]
        archive = [self._archive()] if contents.reports else []
        months = [self._month_page(*place) for place in _with_neighbours(contents.months)]
        files = [self._files()] if contents.has_files else []
        return Site(
            self._t("page.reports"),
            self._index(),
            [self._list_page(topic, topic.title, self._sections) for topic in contents.categories],
            [self._report_page(*place) for group in groups for place in _with_neighbours(group)],
            [*archive, *months, *map(self._type_page, contents.types), *map(self._term_page, contents.terms), *files],
            {**self._companions.files(), **dict(self._diff_files())},
        )

    def _diff_files(self) -> Iterable[tuple[str, bytes]]:
        """The diffs that are too large for the pages of their reports."""
        for report in self._contents.reports:
            page = self._addresses.report(report)
            folder = posixpath.dirname(page)
            beside = self._links(f"{folder}/{FOLDER}/diff.html")
            files = self._report_pages.diff_files(
                report, page_href=beside.to(page), stylesheet_href=beside.to(STYLESHEET), script_href=beside.to(SCRIPT)
            )
            yield from ((f"{folder}/{name}", html.encode()) for name, html in files.items())

    def _index(self) -> Page:
        contents = self._contents
        uri = self._addresses.index()
        title = self._t("page.all_reports" if contents.categories else "page.reports")
        body = self._home_page.body(
            self._links(uri),
            title=title,
            siblings=self._sections(uri),
            feeds=self._companions.feed_links(uri),
            translations=self._translations(uri),
        )
        return self._page(uri, title, self._t("page.list_description", n=len(contents.reports)), body)

    def _page(self, uri: str, title: str, description: str, body: Body) -> Page:
        """A page that is no report's."""
        head = self._companions.head(uri, title, description, self._translations(uri))
        return Page(uri, title, _meta(title, description), body, head)

    def _sections(self, uri: str) -> Sequence[Link]:
        """The index and the categories, as seen from a page."""
        contents = self._contents
        if not contents.categories:
            return []
        everything = replace(self._up(uri), count=len(contents.reports), current=uri == self._addresses.index())
        return [everything, *self._alike(contents.categories, uri)]

    def _archive(self) -> Page:
        uri, title = self._addresses.archive(), self._t("home.archive")
        body = self._home_page.archive(
            self._links(uri), title=title, siblings=[self._up(uri)], translations=self._translations(uri)
        )
        return self._page(uri, title, self._t("page.list_description", n=len(self._contents.reports)), body)

    def _up(self, uri: str) -> Link:
        """To the index."""
        return Link(self._t("page.all_reports"), self._addresses.href(uri, self._addresses.index()))

    def _month_page(self, month: Topic, earlier: Topic | None, later: Topic | None) -> Page:
        def siblings(uri: str) -> Sequence[Link]:
            archive = Link(self._t("home.archive"), self._addresses.href(uri, self._addresses.archive()))
            return [self._up(uri), archive, *self._alike([topic for topic in (earlier, later) if topic], uri)]

        page = self._list_page(month, month.title, siblings)
        return replace(page, previous=earlier.uri if earlier else None, next=later.uri if later else None)

    def _type_page(self, topic: Topic) -> Page:
        return self._list_page(topic, topic.title, lambda uri: [self._up(uri), *self._alike(self._contents.types, uri)])

    def _term_page(self, topic: Topic) -> Page:
        title = self._t("list.watched", term=topic.title)
        description = self._t("list.watched_description", term=topic.title, n=topic.count)
        return self._list_page(
            topic, title, lambda uri: [self._up(uri), *self._alike(self._contents.terms, uri)], description
        )

    def _alike(self, topics: Sequence[Topic], uri: str) -> Sequence[Link]:
        """Topics of one kind, as seen from a page."""
        return [
            Link(topic.title, self._addresses.href(uri, topic.uri), topic.count, current=topic.uri == uri)
            for topic in topics
        ]

    def _list_page(
        self, topic: Topic, title: str, siblings: Callable[[str], Sequence[Link]], description: str | None = None
    ) -> Page:
        body = self._list_pages.body(
            topic,
            self._links(topic.uri),
            title=title,
            siblings=siblings(topic.uri),
            translations=self._translations(topic.uri),
            feeds=self._companions.feed_links(topic.uri),
        )
        description = description or self._t("page.list_description", n=len(topic.reports))
        return self._page(topic.uri, title, description, body)

    def _files(self) -> Page:
        uri, title = self._addresses.files(), self._t("list.most_changed")
        body = self._files_page.body(
            self._links(uri), title=title, siblings=[self._up(uri)], translations=self._translations(uri)
        )
        return self._page(uri, title, self._t("list.most_changed_description"), body)

    def _report_page(self, report: Report, earlier: Report | None, later: Report | None) -> Page:
        uri = self._addresses.report(report)
        links = self._links(uri)
        items = [Item(report, file) for file in report.files]
        topics = self._topics_of(report)
        around = Around(
            index_href=links.index(),
            json_href=links.to(self._addresses.data(report)),
            text_href=links.to(self._addresses.text(report)),
            translations=self._translations(uri),
            hit_links={topic.name: links.to(topic.uri) for topic in topics if topic.kind == "term"},
            images=self._pictures.addresses(report, links.to) if self._pictures else {},
        )
        body = self._report_pages.body(report, around, notice=self._notice)
        neighbours = self._report_pages.neighbours(
            self._histories(items, links), [Link(topic.title, links.to(topic.uri)) for topic in topics]
        )
        return Page(
            uri,
            f"{report.date} · {report.title}",
            report_meta(report, [topic.title for topic in topics]),
            replace(body, late={**body.late, **neighbours}),
            self._companions.head(
                uri, report.title, plain_summary(self._t, report.overview), around.translations, report
            ),
            report,
            previous=self._addresses.report(earlier) if earlier else None,
            next=self._addresses.report(later) if later else None,
        )

    def _topics_of(self, report: Report) -> Sequence[Topic]:
        """Its category, its types of changes, and the watched terms that it has."""
        contents = self._contents
        about_changes = [topic for topic in (*contents.types, *contents.terms) if report.slug in topic.changes]
        return [*(topic for topic in contents.categories if topic.name == report.category), *about_changes]

    def _histories(self, items: Sequence[Item], links: Links) -> Mapping[str, FileHistory]:
        """What the site's other reports tell of the files of a report."""
        histories = {}
        for item in items:
            trail = self._contents.histories.trail(item)
            if len(trail.changes) > 1:
                earlier, later = self._contents.histories.neighbours(item)
                anchor = self._files_page.anchors.get(trail)
                histories[item.file.item_id] = FileHistory(
                    len(trail.changes),
                    _other_change(earlier, links),
                    _other_change(later, links),
                    f"{links.to(self._addresses.files())}#{anchor}" if anchor else None,
                )
        return histories

    def _links(self, uri: str) -> Links:
        return Links(self._addresses, uri)

    def _translations(self, uri: str) -> Sequence[Translation]:
        """The page in each language that has it, where there are several."""
        moved = {
            language: self._addresses.moved_to(addresses, uri) for language, (addresses, _) in self._languages.items()
        }
        found = [language for language, (_, uris) in self._languages.items() if moved[language] in uris]
        if len(found) == 1:
            return []
        return [
            Translation(
                language,
                load_catalog(language).name,
                moved[language],
                self._addresses.href(uri, moved[language]),
                current=language == self._t.language,
            )
            for language in found
        ]


_Place = TypeVar("_Place")


def _with_neighbours(latest_first: Sequence[_Place]) -> Iterable[tuple[_Place, _Place | None, _Place | None]]:
    """Each of them with the one before and the one after it in time."""
    earlier: list[_Place | None] = [*latest_first[1:], None]
    later: list[_Place | None] = [None, *latest_first[:-1]]
    return zip(latest_first, earlier, later, strict=False)


def _other_change(item: Item | None, links: Links) -> OtherChange | None:
    if item is None:
        return None
    return OtherChange(item.report.date, links.item(item), item.file.summary.modification_title)


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


def write_sources(sites: Sequence[Site], folder: Path) -> None:
    """Write the sources of all pages and files below a folder, and delete what else is there.

    What has not changed is left alone. Raises `OSError`.
    """
    pages = [page for site in sites for page in site.pages]
    data = {uri: content for site in sites for uri, content in site.data.items()}
    for page in pages:
        front_matter = yaml.safe_dump(dict(page.meta), allow_unicode=True, sort_keys=False)
        # The body is put in later; its hash makes the file change with it, for `mkdocs build --dirty`.
        shown = [page.body.html, *page.body.late.values(), *page.diff_hashes, asdict(page.head)]
        digest = hashlib.sha256(dump_json(shown)).hexdigest()
        write_if_changed(folder / page.uri, f"---\n{front_matter}---\n\n<!-- {digest} -->\n".encode())
    for uri, content in data.items():
        write_if_changed(folder / uri, content)
    wanted = {folder / uri for uri in (*(page.uri for page in pages), *data)}
    for path in folder.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()
