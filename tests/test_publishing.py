"""What a published site tells programs: feeds, heads, plain copies and the search index, in real builds."""

from __future__ import annotations

import html as html_module
import json
import re
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urljoin

import feedparser
import pytest

from .conftest import Build, GitRepository, Project

SITE_URL = "https://docs.example.org/sub/"
CATEGORIES = {"docs & more": ["docs"], "code": ["src"]}


def options(repository: GitRepository, **more: Any) -> dict[str, Any]:
    return {"repository": str(repository.path), "ranges": ["v1...v2", "v2...v3"], "summarizer": "rules", **more}


def page_at(build: Build, url: str) -> Path:
    """The file behind an address of the site."""
    assert url.startswith(SITE_URL)
    path = build.site / unquote(url.removeprefix(SITE_URL).partition("#")[0])
    return path / "index.html" if path.is_dir() else path


def only(pattern: str, html: str) -> str:
    (found,) = re.findall(pattern, html)
    assert isinstance(found, str)
    return unescape(found)


@pytest.mark.parametrize("event", ["on_config(config)", "on_pre_build(config)", "on_files(files, config)"])
def test_the_address_counts_that_others_leave(project: Project, history: GitRepository, event: str) -> None:
    """As `mike` does, without a slash at its end."""
    code = f"def {event}:\n    config.site_url = '{SITE_URL.rstrip('/')}/1.1'\n"
    (project.path / "hook.py").write_text(code, encoding="utf-8")
    for _ in range(2):
        build = project.build_strictly(options(history), site_url=SITE_URL, hooks=["hook.py"])
        told = [build.html(f"reports/{name}") for name in ("feed.xml", "feed.json", "llms.txt")]
        told += [build.report_html(), (build.reports()[0] / "report.txt").read_text(encoding="utf-8")]
        for text in told:
            assert f"{SITE_URL}1.1/reports/" in text
            assert f"{SITE_URL}reports/" not in text
        head = build.report_html().partition("</head>")[0]
        assert only('property="og:url" content="([^"]*)"', head) == only('rel="canonical" href="([^"]*)"', head)


@pytest.mark.parametrize("theme", ["material", "mkdocs", "readthedocs"])
@pytest.mark.parametrize("directories", [True, False])
def test_a_head_is_right_in_each_theme(project: Project, history: GitRepository, theme: str, directories: bool) -> None:
    history.commit({"docs/new.md": '# "A" & <b>\n'}, "v4")
    build = project.build_strictly(
        options(history, ranges=["v3...v4"]),
        theme={"name": theme},
        use_directory_urls=directories,
        site_url=SITE_URL,
        site_description="The site's own.",
    )
    html = build.report_html()
    head = html.partition("</head>")[0]
    url = only('<link rel="canonical" href="([^"]*)"', head)
    assert page_at(build, url).read_text(encoding="utf-8") == html
    assert only('<meta property="og:url" content="([^"]*)"', head) == url
    description = only('<meta name="description" content="([^"]*)"', head)
    assert description == html_module.unescape(build.report()["overview"]["summary"]).replace("`", "")
    assert only('<meta property="og:description" content="([^"]*)"', head) == description
    feed = urljoin(url, only('<link rel="alternate " type="application/atom.xml"[^>]* href="([^"]*)"', head))
    assert feedparser.parse(page_at(build, feed).read_bytes()).entries[0].link == url


def test_each_category_has_feeds_of_its_own(project: Project, history: GitRepository) -> None:
    build = project.build_strictly(options(history, categories=CATEGORIES), site_url=SITE_URL)
    feeds = build.site / "reports" / "feeds"
    assert sorted(path.name for path in feeds.iterdir() if path.is_file()) == [
        "code.json",
        "code.xml",
        "docs-more.json",
        "docs-more.xml",
    ]
    read = feedparser.parse((feeds / "docs-more.xml").read_bytes())
    assert read.feed.title == "docs & more - Test"
    assert [entry.title for entry in read.entries] == ["v2...v3 - docs & more", "v1...v2 - docs & more"]
    assert all(page_at(build, entry.link).is_file() for entry in read.entries)
    assert 'href="../feeds/docs-more.xml"' in build.html("reports/docs-more").partition("</head>")[0]


def test_a_reader_can_see_where_to_subscribe(project: Project, history: GitRepository) -> None:
    build = project.build_strictly(options(history), site_url=SITE_URL)
    body = build.html("reports").partition("</head>")[2]
    assert '<a href="feed.xml">Atom</a>' in body
    assert '<a href="feed.json">JSON Feed</a>' in body


def test_without_an_address_of_the_site_there_are_no_feeds(project: Project, history: GitRepository) -> None:
    build = project.build_strictly(options(history))
    assert not list(build.site.rglob("feed*"))
    assert "feed" not in build.html("reports").partition("</head>")[0]
    assert build.log.count("no feeds") == 1


def test_a_page_names_itself_in_other_languages(project: Project, history: GitRepository) -> None:
    build = project.build_strictly(options(history, languages=["en", "ja"]), site_url=SITE_URL)
    name = "2024-01-02-v1-v2/"
    for folder in ("reports/", "reports/ja/"):
        head = build.html(folder + name).partition("</head>")[0]
        assert re.findall('<link rel="alternate " hreflang="([^"]*)" href="([^"]*)">', head) == [
            ("en", f"{SITE_URL}reports/{name}"),
            ("x-default", f"{SITE_URL}reports/{name}"),
            ("ja", f"{SITE_URL}reports/ja/{name}"),
        ]
    ids = [
        feedparser.parse((build.site / folder / "feed.xml").read_bytes()).entries[0].id
        for folder in ("reports", "reports/ja")
    ]
    assert ids[0] != ids[1]


def test_a_template_of_the_site_that_says_something_itself_is_not_repeated(
    project: Project, history: GitRepository
) -> None:
    theme = project.path / "theme"
    theme.mkdir()
    (theme / "main.html").write_text(
        '{% extends "base.html" %}{% block extrahead %}<meta property="og:title" content="Mine">{% endblock %}',
        encoding="utf-8",
    )
    build = project.build_strictly(
        options(history), theme={"name": "material", "custom_dir": str(theme)}, site_url=SITE_URL
    )
    assert only('<meta property="og:title" content="([^"]*)"', build.report_html()) == "Mine"


def test_the_list_for_programs_leads_to_the_plain_copies(project: Project, history: GitRepository) -> None:
    build = project.build_strictly(options(history))
    reports = build.site / "reports"
    links = re.findall(r"\]\(([^)]*)\)", (reports / "llms.txt").read_text(encoding="utf-8"))
    assert links == ["2024-01-03-v2-v3/report.txt", "2024-01-02-v1-v2/report.txt", "./", "types/breaking-change/"]
    assert all((reports / link).exists() for link in links)
    assert 'href="report.txt"' in build.report_html().partition("</head>")[2]


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_search_finds_an_item_by_its_text_and_shows_its_path(
    project: Project, history: GitRepository, theme: str
) -> None:
    build = project.build_strictly(options(history, ranges=["v1...v2"]), theme={"name": theme})
    index = json.loads((build.site / "search" / "search_index.json").read_bytes())["docs"]
    item = next(file for file in build.report()["files"] if file["path"] == "docs/guide.md")
    (entry,) = [entry for entry in index if entry["location"].endswith(f"#{item['item_id']}")]
    assert entry["title"] == "docs/guide.md"
    words = " ".join(re.findall(r"\w+", re.sub("<[^>]*>", "", unescape(entry["text"]))))
    for text in (item["modification_title"], item["explanation"]):
        assert " ".join(re.findall(r"\w+", text)) in words


@pytest.mark.parametrize("hooks", [{}, {"hooks": ["hook.py"]}], ids=["alone", "together"])
def test_search_tells_of_a_page_and_its_tags_once(
    project: Project, history: GitRepository, hooks: dict[str, Any]
) -> None:
    code = "def on_page_content(html, page, config, files):\n    return html\n"
    (project.path / "hook.py").write_text(code, encoding="utf-8")
    for _ in range(2):
        plugins = ["search", "tags", {"diffinsight": options(history)}]
        build = project.build_strictly({}, theme={"name": "material"}, plugins=plugins, **hooks)
        index = json.loads((build.site / "search" / "search_index.json").read_bytes())["docs"]
        ours = [entry for entry in index if entry["location"].startswith("reports/")]
        pages = {entry["location"] for entry in ours if "#" not in entry["location"]}
        assert {entry["location"] for entry in ours if "tags" in entry} == {
            page for page in pages if "reports/2024" in page
        }
        assert not any(entry["location"].endswith(("#report", "#reports")) for entry in ours)
        assert any(entry["text"] for entry in ours if entry["location"] in pages)


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
def test_search_does_not_read_what_stands_around_the_texts(
    project: Project, history: GitRepository, theme: str
) -> None:
    build = project.build_strictly(options(history), theme={"name": theme})
    index = json.loads((build.site / "search" / "search_index.json").read_bytes())["docs"]
    slug = build.reports()[0].name
    words = " ".join(f"{entry['title']} {entry['text']}" for entry in index if slug in entry["location"])
    assert "guide.md" in words
    assert re.findall(r"¶|\b[RL]\d+\b|Written by|Minor update|Modified|@@|Compare|diffinsight", words) == []
