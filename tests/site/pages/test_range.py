"""A range with several categories is one thing to read: a card, an entry in feeds, and a page."""

from __future__ import annotations

import json
import re
from importlib import resources
from typing import Any

import jsonschema
import pytest
from pytest_httpserver import HTTPServer

from ...conftest import Build, GitRepository, Project
from ...model_server import ModelServer

WHOLE = "reports/2024-01-02-v1-v2"
GUIDES, CODE = "reports/2024-01-02-guides-v1-v2", "reports/2024-01-02-code-v1-v2"


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    """A range with two categories, and one with a single one."""
    return {
        "repository": str(history.path),
        "ranges": ["v1...v2", "v2...v3"],
        "categories": {"guides": ["docs/"], "code": ["src/"]},
    }


def cards(html: str) -> list[str]:
    return re.findall(r'<article class="di-entry".*?</article>', html, re.DOTALL)


def chips(html: str) -> dict[str, str]:
    """Where the categories lead, by their names."""
    found = re.findall(r'<a class="di-chip" href="([^"]*)">([^<\n]*)', html)
    return {name.strip(): href for href, name in found}


def feed(build: Build, name: str = "feed") -> list[dict[str, Any]]:
    items = json.loads((build.site / f"reports/{name}.json").read_text(encoding="utf-8"))["items"]
    assert isinstance(items, list)
    return items


def test_a_range_is_one_card_whose_chips_lead_to_its_categories(project: Project, options: dict[str, Any]) -> None:
    index = project.build_strictly(options).html("reports")
    single, several = cards(index)
    assert '<a href="2024-01-02-v1-v2/">v1...v2</a>' in several
    assert chips(several) == {"guides": "2024-01-02-guides-v1-v2/", "code": "2024-01-02-code-v1-v2/"}
    assert '<a href="2024-01-03-guides-v2-v3/">v2...v3 - guides</a>' in single
    assert chips(single) == {}


def test_a_range_is_one_entry_of_the_feed_and_of_the_plain_list(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options, site_url="https://docs.example.org/")
    assert [item["title"] for item in feed(build)] == ["v2...v3 - guides", "v1...v2"]
    whole = feed(build)[1]
    assert whole["url"] == f"https://docs.example.org/{WHOLE}/"
    assert sorted(whole["tags"]) == ["code", "guides"]
    assert f'<h2><a href="https://docs.example.org/{CODE}/">code</a></h2>' in whole["content_html"]
    assert f"https://docs.example.org/{CODE}/#item-" in whole["content_html"]
    assert "&lt;" not in whole["content_html"]
    listed = (build.site / "reports/llms.txt").read_text(encoding="utf-8")
    assert f"[v1...v2](https://docs.example.org/{WHOLE}/range.txt)" in listed
    assert "guides-v1-v2" not in listed


def test_the_feed_of_breaking_changes_leads_to_the_page_that_explains_them(
    project: Project, options: dict[str, Any]
) -> None:
    build = project.build_strictly(options, site_url="https://docs.example.org/")
    [entry] = feed(build, "feeds/types/breaking-change")
    assert entry["title"] == "v1...v2"
    assert entry["content_html"].index(f'<a href="https://docs.example.org/{CODE}/#item-') < 200


def test_a_category_keeps_its_page_its_list_and_its_feed(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options, site_url="https://docs.example.org/")
    assert [path.name for path in build.reports()] == [
        "2024-01-02-code-v1-v2",
        "2024-01-02-guides-v1-v2",
        "2024-01-03-guides-v2-v3",
    ]
    assert "v1...v2 - guides" in build.html("reports/guides")
    assert [item["title"] for item in feed(build, "feeds/guides")] == ["v2...v3 - guides", "v1...v2 - guides"]
    assert '<div class="di-report" data-report="2024-01-02-v1-v2"' in build.html(CODE)


def test_the_page_of_a_range_leads_to_every_file_and_the_pages_of_categories_back(
    project: Project, options: dict[str, Any]
) -> None:
    build = project.build_strictly(options)
    page = build.html(WHOLE)
    for folder in (GUIDES, CODE):
        report = json.loads((build.site / folder / "report.json").read_bytes())
        for file in report["files"]:
            assert re.search(rf'id="{file["item_id"]}"[^>]*><td class="di-name"><a href="\.\./{folder[8:]}/#', page)
    assert '<h2 id="highlights">' in page
    assert re.search(r'<h3 id="breaking-changes">.*?app\.py.*?</ul>', page, re.DOTALL)
    assert '<pre class="di-code"' not in page
    assert chips(build.html(GUIDES)) == {"All categories": "../2024-01-02-v1-v2/", "code": "../2024-01-02-code-v1-v2/"}
    assert chips(page) == {"guides": "../2024-01-02-guides-v1-v2/", "code": "../2024-01-02-code-v1-v2/"}


def test_the_page_that_a_site_had_without_categories_is_still_there(project: Project, options: dict[str, Any]) -> None:
    before = project.build_strictly({**options, "categories": {}})
    links = {file["item_id"] for file in before.report()["files"]}
    address = before.reports()[0].name
    page = project.build_strictly(options).html(f"reports/{address}")
    assert {link for link in links if f'id="{link}"' in page} == links


def test_dropped_files_are_nowhere(project: Project, options: dict[str, Any]) -> None:
    options["categories"] = {"guides": ["docs/"]}
    build = project.build_strictly({**options, "unmatched": "drop"})
    assert not (build.site / WHOLE).exists()
    assert [html.count("app.py") for html in cards(build.html("reports"))] == [0, 0]


def test_what_is_not_released_has_one_page_whatever_it_touches(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "ranges": [{"since": "v2", "branch": "main"}]})
    [card] = cards(build.html("reports"))
    assert '<a href="unreleased/">Unreleased</a>' in card
    assert chips(card) == {"guides": "unreleased-guides/"}
    assert '<h1 id="report">Unreleased</h1>' in build.html("reports/unreleased")


def test_ranges_follow_each_other_and_so_do_the_reports_of_a_category(
    project: Project, options: dict[str, Any]
) -> None:
    options["ranges"] = ["v1^...v1", "v1...v2"]
    options["ranges"][0] = {"compare": "4b825dc642cb6eb9a060e54bf8d69288fbee4904..v1", "date": "2024-01-01"}
    theme = {"name": "material", "features": ["navigation.footer"]}
    build = project.build_strictly(options, theme=theme)
    before = r'href="\.\./(2024-01-01-[^"]*)/" class="md-footer__link md-footer__link--prev"'
    found = {page: re.search(before, build.html(page)) for page in (WHOLE, CODE)}
    assert {page: match and match[1] for page, match in found.items()} == {
        WHOLE: "2024-01-01-4b825dc-v1",
        CODE: "2024-01-01-code-4b825dc-v1",
    }


def test_no_model_is_asked_about_a_range_as_a_whole(
    project: Project, options: dict[str, Any], httpserver: HTTPServer
) -> None:
    model = ModelServer(httpserver)
    project.configure({**options, "ranges": ["v1...v2"], "openai": model.options()})
    build = project.build("--strict", environment={"OPENAI_API_KEY": "key"})
    assert build.status == 0, build.log
    assert len(model.asked) == 4  # two files, and the overviews of two categories
    [card] = cards(build.html("reports"))
    assert "code: Lines changed. guides: Lines changed." in card


def test_the_data_of_a_range_leads_to_those_of_its_categories(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options)
    data = json.loads((build.site / WHOLE / "range.json").read_bytes())
    jsonschema.validate(data, json.loads((resources.files("mkdocs_diffinsight") / "range.schema.json").read_bytes()))
    for category in data["categories"]:
        report = json.loads((build.site / WHOLE / category["report"]).read_bytes())
        assert report["category"] == category["category"]
        assert {file["path"]: file["item_id"] for file in report["files"]} == category["files"]


def test_every_language_has_the_page(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "languages": ["en", "ja", "zh"]})
    assert "すべての分類" in build.html("reports/ja/2024-01-02-v1-v2")
    assert "全部类别" in build.html("reports/zh/2024-01-02-v1-v2")
    assert 'hreflang="ja"' in build.html(WHOLE)


def test_search_finds_a_range_by_its_title_and_what_it_says_only_once(
    project: Project, options: dict[str, Any]
) -> None:
    build = project.build_strictly(options)
    entries = json.loads((build.site / "search" / "search_index.json").read_text(encoding="utf-8"))["docs"]
    assert [entry["title"] for entry in entries if entry["location"].startswith(f"{WHOLE}/#")] == ["v1...v2"]
