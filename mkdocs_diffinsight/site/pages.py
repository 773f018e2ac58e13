"""The files of the site: what they hold, and where they stand."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import yaml

from ..cache import dump_json, write_if_changed
from ..catalog import Catalog, load_catalog
from ..model import Report
from ..report import report_json, slugify, unique
from .around import Around, Link, Translation
from .list_page import ListPages
from .prose import is_web_address, plain_text, showable
from .report_page import ReportPages
from .templating import Body, Templates

REPORT_JSON = "report.json"


@dataclass(frozen=True)
class Page:
    """A page of the site: a Markdown file of front matter, and the body that is put into it."""

    uri: str
    """Path of the Markdown file below the site's sources."""
    title: str
    """As navigation shows it; unlike the heading it tells one report from another."""
    meta: Mapping[str, Any]
    body: Body
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
    data: Mapping[str, bytes] = field(default_factory=dict)

    @property
    def pages(self) -> Sequence[Page]:
        return [self.index, *self.categories, *self.reports]


class Addresses:
    """Where the pages of a language are, and how to get from one to another."""

    def __init__(self, folder: str, *, use_directory_urls: bool) -> None:
        self._folder = folder
        self._directories = use_directory_urls

    def index(self) -> str:
        return f"{self._folder}/index.md"

    def category(self, slug: str) -> str:
        return f"{self._folder}/{slug}.md"

    def report(self, report: Report) -> str:
        return f"{self._folder}/{report.slug}/index.md"

    def data(self, report: Report) -> str:
        return f"{self._folder}/{report.slug}/{REPORT_JSON}"

    def moved_to(self, other: Addresses, uri: str) -> str:
        """Where the page at one of these addresses is among others."""
        return other._folder + uri.removeprefix(self._folder)

    def href(self, source: str, target: str) -> str:
        """The relative link from one page to another page or file."""
        here = posixpath.dirname(self._destination(source))
        there = posixpath.relpath(self._destination(target), here or ".")
        if self._directories and posixpath.basename(there) == "index.html":
            there = posixpath.dirname(there) + "/" if "/" in there else "./"
        return there

    def _destination(self, uri: str) -> str:
        stem, extension = posixpath.splitext(uri)
        if extension != ".md":
            return uri
        if self._directories and posixpath.basename(stem) != "index":
            return f"{stem}/index.html"
        return f"{stem}.html"


def addresses_of(folder: str, languages: Sequence[str], *, use_directory_urls: bool) -> dict[str, Addresses]:
    """The addresses of each language: the first one's in the folder itself, each further one's in a folder below it."""
    folders = (folder, *(f"{folder}/{language}" for language in languages[1:]))
    return {
        language: Addresses(own, use_directory_urls=use_directory_urls)
        for language, own in zip(languages, folders, strict=True)
    }


class SiteMaker:
    """Makes the pages of a language from its reports."""

    def __init__(
        self,
        catalog: Catalog,
        templates: Templates,
        addresses: Mapping[str, Addresses],
        categories: Sequence[str] = (),
        notice: str | None = None,
    ) -> None:
        """`addresses` are those of every language of the site, the main one first.

        `categories` have a page each, with or without reports, in this order; others follow.
        """
        self._catalog = catalog
        self._report_pages = ReportPages(catalog, templates)
        self._list_pages = ListPages(catalog, templates)
        self._addresses = addresses[catalog.language]
        self._languages = addresses
        self._categories = categories
        self._notice = notice

    def make(self, reports: Sequence[Report]) -> Site:
        """Every page that the reports need; the index is there even without one."""
        latest_first = sorted(reports, key=_age, reverse=True)
        found = (report.category for report in latest_first if report.category)
        names = list(dict.fromkeys([*self._categories, *found]))
        lists = {name: [report for report in latest_first if report.category == name] for name in names}
        _, *folders = self._languages
        uris = dict(zip(names, map(self._addresses.category, _category_slugs(names, folders)), strict=True))
        groups = [*lists.values(), [report for report in latest_first if not report.category]]
        everything = self._catalog("page.all_reports" if names else "page.reports")
        sections = [
            (everything, self._addresses.index(), latest_first),
            *((name, uris[name], lists[name]) for name in names),
        ]
        pages = [self._list_page(*section, sections if names else []) for section in sections]
        return Site(
            self._catalog("page.reports"),
            pages[0],
            pages[1:],
            [self._report_page(*place, uris) for group in groups for place in _with_neighbours(group)],
            {self._addresses.data(report): dump_json(report_json(report)) for report in reports},
        )

    def _list_page(
        self, title: str, uri: str, reports: Sequence[Report], sections: Sequence[tuple[str, str, Sequence[Report]]]
    ) -> Page:
        links = [
            Link(other, self._addresses.href(uri, target), len(members), current=target == uri)
            for other, target, members in sections
        ]
        entries = [(report, self._addresses.href(uri, self._addresses.report(report))) for report in reports]
        meta = _meta(title, self._catalog("page.list_description", n=len(reports)))
        return Page(uri, title, meta, self._list_pages.body(title, entries, links, self._translations(uri)))

    def _report_page(
        self, report: Report, earlier: Report | None, later: Report | None, categories: Mapping[str, str]
    ) -> Page:
        uri = self._addresses.report(report)
        around = Around(
            index_href=self._addresses.href(uri, self._addresses.index()),
            json_href=self._addresses.href(uri, self._addresses.data(report)),
            tags=[Link(report.category, self._addresses.href(uri, categories[report.category]))]
            if report.category
            else [],
            translations=self._translations(uri),
        )
        body = self._report_pages.body(report, around, notice=self._notice)
        return Page(
            uri,
            f"{report.date} · {report.title}",
            report_meta(report),
            body,
            report,
            previous=self._addresses.report(earlier) if earlier else None,
            next=self._addresses.report(later) if later else None,
        )

    def _translations(self, uri: str) -> Sequence[Translation]:
        """A page in each language of the site, where there are several."""
        if len(self._languages) == 1:
            return []
        return [
            Translation(
                language,
                load_catalog(language).name,
                self._addresses.href(uri, self._addresses.moved_to(addresses, uri)),
                current=language == self._catalog.language,
            )
            for language, addresses in self._languages.items()
        ]


def _age(report: Report) -> tuple[object, ...]:
    return report.date, report.resolved.committed, report.slug


def _with_neighbours(latest_first: Sequence[Report]) -> Iterable[tuple[Report, Report | None, Report | None]]:
    """Each report with the one before and the one after it in time."""
    return zip(latest_first, [*latest_first[1:], None], [None, *latest_first[:-1]], strict=False)


def _category_slugs(names: Sequence[str], folders: Sequence[str]) -> list[str]:
    """A name in addresses for each category, unlike those of the folders beside their pages."""
    taken = {"index", *folders}
    slugs = []
    for name in names:
        slugs.append(unique(slugify(name), taken))
        taken.add(slugs[-1].casefold())
    return slugs


def report_meta(report: Report) -> dict[str, Any]:
    """The front matter of a report."""
    summary = plain_text(report.overview.summary)
    if unproven := report.overview.summary_unproven:
        # Feeds and search engines show it too, and no mark.
        summary += " " + load_catalog(report.language)("page.unproven", words=", ".join(unproven))
    return _meta(
        report.title,
        summary,
        date=report.date,
        permalink=report.permalink if is_web_address(report.permalink or "") else None,
        summary=summary,
        tags=[report.category] if report.category else None,
    )


def _meta(title: str, description: str, **more: Any) -> dict[str, Any]:
    """Front matter. Themes print title and description as HTML, so there they are escaped."""
    meta = {
        "title": escape(showable(title), quote=False),
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
        shown = [page.body.html, *page.body.late.values(), *page.diff_hashes]
        digest = hashlib.sha256(dump_json(shown)).hexdigest()
        write_if_changed(folder / page.uri, f"---\n{front_matter}---\n\n<!-- {digest} -->\n".encode())
    for uri, content in data.items():
        write_if_changed(folder / uri, content)
    wanted = {folder / uri for uri in (*(page.uri for page in pages), *data)}
    for path in folder.rglob("*"):
        if path.is_file() and path not in wanted:
            path.unlink()
