"""The files of the site: what they hold, and where they stand."""

from __future__ import annotations

import hashlib
import posixpath
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any

import yaml

from ..cache import dump_json, write_if_changed
from ..catalog import Catalog
from ..model import Report
from ..report import report_json, slugify, unique
from .prose import is_web_address, plain_text, showable
from .render import Body, Link, Renderer

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
    """All pages, and the other files, by their path below the site's sources."""

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
    """Where pages are, and how to get from one to another."""

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


def make_site(
    reports: Sequence[Report],
    renderer: Renderer,
    catalog: Catalog,
    addresses: Addresses,
    categories: Sequence[str],
    notice: str | None,
) -> Site:
    """Every page that the reports need; the index is there even without one."""
    latest_first = sorted(reports, key=lambda report: (report.date, report.committed, report.slug), reverse=True)
    names = list(dict.fromkeys([*categories, *(report.category for report in latest_first if report.category)]))
    slugs = _category_slugs(names)
    lists: dict[str | None, list[Report]] = {None: latest_first}
    for name in names:
        lists[name] = [report for report in latest_first if report.category == name]

    def list_page(name: str | None) -> Page:
        uri = addresses.category(slugs[name]) if name else addresses.index()
        title = name or catalog("page.all_reports" if names else "page.reports")
        entries = [(report, addresses.href(uri, addresses.report(report))) for report in lists[name]]
        links = [
            Link(
                other or catalog("page.all_reports"),
                addresses.href(uri, addresses.category(slugs[other]) if other else addresses.index()),
                len(members),
                current=other == name,
            )
            for other, members in lists.items()
        ]
        body = renderer.list(title, entries, links if names else [])
        description = catalog("page.list_description", n=len(entries))
        return Page(uri, title, _meta(title, description), body)

    def report_page(report: Report) -> Page:
        uri = addresses.report(report)
        body = renderer.report(
            report,
            json_href=addresses.href(uri, addresses.data(report)),
            category_href=addresses.href(uri, addresses.category(slugs[report.category])) if report.category else "",
            notice=notice,
        )
        siblings = lists[report.category]
        at = siblings.index(report)
        return Page(
            uri,
            f"{report.date} · {report.title}",
            report_meta(report),
            body,
            report,
            previous=addresses.report(siblings[at + 1]) if at + 1 < len(siblings) else None,
            next=addresses.report(siblings[at - 1]) if at else None,
        )

    return Site(
        catalog("page.reports"),
        list_page(None),
        [list_page(name) for name in names],
        [report_page(report) for report in latest_first],
        {addresses.data(report): dump_json(report_json(report)) for report in reports},
    )


def _category_slugs(names: Sequence[str]) -> dict[str, str]:
    slugs: dict[str, str] = {}
    for name in names:
        slugs[name] = unique(slugify(name), ["index", *slugs.values()])
    return slugs


def report_meta(report: Report) -> dict[str, Any]:
    """The front matter of a report."""
    summary = plain_text(report.overview.summary)
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


def write_sources(site: Site, folder: Path) -> None:
    """Write the sources of all pages and files below a folder; what has not changed is left alone.

    Raises `OSError`.
    """
    for page in site.pages:
        front_matter = yaml.safe_dump(dict(page.meta), allow_unicode=True, sort_keys=False)
        # The body is put in later; its hash makes the file change with it, for `mkdocs build --dirty`.
        digest = hashlib.sha256(page.body.html.encode() + dump_json([page.diff_hashes])).hexdigest()
        write_if_changed(folder / page.uri, f"---\n{front_matter}---\n\n<!-- {digest} -->\n".encode())
    for uri, data in site.data.items():
        write_if_changed(folder / uri, data)
