"""Whole builds: the pages around the reports, and the ways between them."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Mapping
from html.parser import HTMLParser
from typing import Any
from urllib.parse import unquote

import pytest

from .conftest import Build, GitRepository, Project
from .themes import THEMES


class Ways(HTMLParser):
    """The ids of a page, and where its own part leads to."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: list[str] = []
        self._inside = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "div":
            ours = (attributes.get("class") or "").startswith(("di-list", "di-report"))
            self._inside += bool(self._inside or ours)
        if attributes.get("id"):
            self.ids.add(str(attributes["id"]))
        if self._inside and tag == "a" and attributes.get("href"):
            self.links.append(str(attributes["href"]))

    def handle_endtag(self, tag: str) -> None:
        self._inside -= bool(self._inside and tag == "div")


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    """Two ranges in two languages, with categories and watched words."""
    return {
        "repository": str(history.path),
        "ranges": ["v1...v2", "v2...v3"],
        "languages": ["en", "ja"],
        "categories": {"guides": ["docs/"], "archive": ["src/"]},
        "watch": ["start", "vers*", "nowhere"],
    }


def pages(build: Build) -> dict[str, str]:
    """The HTML of each page by its path."""
    paths = sorted(build.site.rglob("*.html"))
    return {path.relative_to(build.site).as_posix(): path.read_text(encoding="utf-8") for path in paths}


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("directories", [True, False], ids=["directories", "files"])
def test_every_way_leads_somewhere(project: Project, options: dict[str, Any], theme: str, directories: bool) -> None:
    build = project.build_strictly(options, theme={"name": theme}, use_directory_urls=directories)
    found = {uri: Ways(html) for uri, html in pages(build).items()}
    ours = {uri: page for uri, page in found.items() if uri.startswith("reports/")}
    assert len(ours) == 32
    assert [
        (uri, link) for uri, page in ours.items() for link in page.links if not leads(build, found, uri, link)
    ] == []


def leads(build: Build, found: Mapping[str, Ways], source: str, link: str) -> bool:
    """Whether a link leads to a page that has its anchor, or to another file."""
    path, _, anchor = unquote(link).partition("#")
    target = posixpath.normpath(posixpath.join(posixpath.dirname(source), path)) if path else source
    target += "/index.html" if path.endswith("/") else ""
    there = found.get(target)
    return (not anchor or anchor in there.ids) if there else (build.site / target).is_file()


def test_the_pages_are_where_they_are_announced(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "languages": ["en"]})
    lists = {uri.removesuffix("index.html") for uri in pages(build) if uri.startswith("reports/")}
    assert {uri for uri in lists if "2024-01-0" not in uri} == {
        "reports/",
        "reports/guides/",
        "reports/archive-2/",
        "reports/archive/",
        "reports/archive/2024-01/",
        "reports/files/",
        "reports/types/breaking-change/",
        "reports/types/minor-update/",
        "reports/types/new-feature/",
        "reports/watch/start/",
        "reports/watch/vers/",
        "reports/watch/nowhere/",
    }


def test_the_index_tells_what_needs_action_and_what_is_watched(project: Project, options: dict[str, Any]) -> None:
    index = project.build_strictly(options).html("reports")
    action = index[index.index('<section class="di-action"') : index.index('<h2 id="latest">')]
    watched = index[index.index('<h2 id="watched">') : index.index('<h2 id="archive">')]
    assert re.search(r'href="2024-01-02-archive-v1-v2/#item-\w+"', action)
    assert 'href="watch/start/">start</a>' in watched
    assert re.search(r'hits yet: <a class="di-term" href="watch/nowhere/">nowhere</a>', watched)


def test_lists_carry_what_scripts_ask_for(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "languages": ["en"]})
    index, month = build.html("reports"), build.html("reports/archive/2024-01")
    assert '<div class="di-list di-home" data-index="./">' in index
    assert '<div class="di-list" data-index="../../">' in month
    assert '<section class="di-digest" hidden' in index
    entry = '<article class="di-entry" data-report="2024-01-02-v1-v2" data-date="2024-01-02" data-breaking="1"'
    assert entry in index
    assert entry in month


def test_a_term_has_a_page_with_the_changes_that_mention_it(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options)
    page = build.html("reports/watch/start")
    assert "Changes that mention “start”" in page
    assert "src/app.py" in page
    assert "docs/guide.md" not in page
    assert "No change mentions it yet." in build.html("reports/watch/nowhere")


def test_a_report_is_tagged_with_category_types_and_terms(project: Project, options: dict[str, Any]) -> None:
    """By Material's own plugin."""
    (project.path / "docs" / "tags.md").write_text("# Tags\n\n<!-- material/tags -->\n", encoding="utf-8")
    plugins = ["search", "tags", {"diffinsight": options}]
    build = project.build_strictly(options, theme={"name": "material"}, plugins=plugins)
    tags = re.findall(r'class="md-tag">([^<]+)<', build.html("reports/ja/2024-01-02-archive-v1-v2"))
    assert set(tags) == {"archive", "破壊的変更", "start"}
    assert "start" in build.html("tags")


def test_a_report_links_to_its_lists(project: Project, options: dict[str, Any]) -> None:
    html = project.build_strictly(options).html("reports/2024-01-02-archive-v1-v2")
    assert '<a href="../archive-2/">archive</a>' in html
    assert '<a href="../types/breaking-change/">Breaking change</a>' in html
    assert '<a href="../watch/start/">start</a>' in html


def test_months_lead_to_the_one_before(project: Project, options: dict[str, Any]) -> None:
    ranges = [{"compare": "v1...v2", "date": "2023-12-31"}, "v2...v3"]
    theme = {"name": "material", "features": ["navigation.footer"]}
    html = project.build_strictly({**options, "ranges": ranges}, theme=theme).html("reports/archive/2024-01")
    assert re.search(r'href="\.\./2023-12/" class="md-footer__link md-footer__link--prev"', html)


@pytest.mark.parametrize("nav", [None, ["index.md"], ["index.md", {"News": "reports/"}]])
def test_only_index_and_categories_are_in_the_navigation(
    project: Project, options: dict[str, Any], nav: list[Any] | None
) -> None:
    site = {"nav": nav} if nav else {}
    build = project.build_strictly(options, theme={"name": "readthedocs"}, **site)
    html = build.html("")
    menu = html[html.index('<div class="wy-menu') : html.index('<section data-toggle="wy-nav-shift"')]
    links = {unquote(link) for link in re.findall(r'href="(reports/[^"]*)"', menu)}
    assert links == {"reports/", "reports/guides/", "reports/archive-2/"}


def test_lists_may_be_excluded(project: Project, options: dict[str, Any]) -> None:
    """The site's own `exclude_docs` rules over our pages, too."""
    project.configure(options, exclude_docs="/reports/types/\n")
    build = project.build()
    assert build.status == 0
    assert not list(build.site.glob("reports/types/*/index.html"))


def test_search_finds_reports_and_not_the_lists_of_them(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options, theme={"name": "material"})
    entries = json.loads((build.site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    texts = {entry["location"]: entry["text"] for entry in entries}
    lists = {uri: text for uri, text in texts.items() if uri.startswith("reports/") and "2024-01-0" not in uri}
    assert "reports/" in lists
    assert set(lists.values()) == {""}
