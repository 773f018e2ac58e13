"""Whole builds: what a reader of the site meets."""

from __future__ import annotations

import datetime
import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from html.parser import HTMLParser
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from .conftest import Build, GitRepository, Project
from .themes import THEMES


class Outline(HTMLParser):
    """The ids, the links within the page, and the headings of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.headings: list[tuple[str, str]] = []
        self._heading = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if name := attributes.get("id"):
            self.ids.append(name)
        if (href := attributes.get("href")) and href.startswith("#"):
            self.links.append(href[1:])
        if re.fullmatch("h[1-6]", tag):
            self._heading = tag
            self.headings.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == self._heading:
            self._heading = ""

    def handle_data(self, data: str) -> None:
        if self._heading:
            tag, text = self.headings[-1]
            self.headings[-1] = tag, text + data


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    """One range over everything that the small history has."""
    return {"repository": str(history.path), "ranges": ["v1...v3"]}


def article(html: str) -> str:
    """The part of a page that is ours."""
    return html[html.index('<div class="di-report"') :]


def test_the_shortest_configuration_makes_a_report(history: GitRepository) -> None:
    """`ranges: [v1...v2]`, in the repository itself."""
    project = Project(history.path / "website")
    project.configure({"ranges": ["v1...v2"]})
    build = project.build("--strict")
    assert build.status == 0, build.log
    assert [file["path"] for file in build.report()["files"]] == ["docs/guide.md", "src/app.py"]


@pytest.mark.parametrize("theme", THEMES)
def test_a_page_has_all_parts_in_their_order(project: Project, options: dict[str, Any], theme: str) -> None:
    build = project.build_strictly(options, theme={"name": theme})
    headings = [(tag, text.split("\n")[0].strip()) for tag, text in Outline(article(build.report_html())).headings]
    assert headings[:11] == [
        ("h1", "v1...v3"),
        ("h2", "Highlights"),
        ("h3", "New features"),
        ("h3", "Breaking changes"),
        ("h3", "Other updates"),
        ("h3", "Changed values"),
        ("h2", "Summary Table"),
        ("h2", "Modified Contents"),
        ("h3", "src/app.py"),
        ("h3", "docs/new.md"),
        ("h3", "docs/guide.md"),
    ]


@pytest.mark.parametrize("theme", THEMES)
def test_every_row_of_the_table_leads_to_its_item(project: Project, options: dict[str, Any], theme: str) -> None:
    build = project.build_strictly(options, theme={"name": theme})
    outline = Outline(build.report_html())
    items = [file["item_id"] for file in build.report()["files"]]
    assert len(items) == 3
    for item in items:
        assert outline.ids.count(item) == 1
        assert item in outline.links


def test_an_item_shows_diff_type_title_and_explanation(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options)
    file = build.report()["files"][0]
    sections = article(build.report_html()).split('<section class="di-item"')
    item = next(section for section in sections[1:] if f'id="{file["item_id"]}"' in section)
    order = [
        item.index(text)
        for text in (
            "<details",
            "+Use version",
            "</details>",
            "Minor update",
            file["modification_title"],
            '<div class="di-explanation">',
            "rules, from the diff and what its authors say",
        )
    ]
    assert order == sorted(order)


def test_every_report_validates_against_the_schema(project: Project, options: dict[str, Any]) -> None:
    schema = json.loads((resources.files("mkdocs_diffinsight") / "report.schema.json").read_bytes())
    report = project.build_strictly(options).report()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema, format_checker=jsonschema.FormatChecker()).validate(report)


def test_the_json_form_has_the_evidence_with_the_lines_that_prove_it(
    project: Project, repository: GitRepository
) -> None:
    moved = (
        "## Keys of the projects\n\n"
        "Each project has a key of its own, which it keeps.\n"
        "A new key takes the place of it after a year.\n"
    )
    old = {
        "limits.md": f"# Limits\n\n| Plan | Limit |\n| --- | --- |\n| Free | 10 |\n\n{moved}",
        "keys.md": "# Security\n",
        **dict.fromkeys(("a.md", "b.md"), "# Page\n\nOpen Acme Studio to start.\n"),
    }
    new = {
        "limits.md": "# Limits\n\n| Plan | Limit |\n| --- | --- |\n| Free | 20 |\n",
        "keys.md": f"# Security\n\nThe old keys are no longer supported.\n\n{moved}",
        **dict.fromkeys(("a.md", "b.md"), "# Page\n\nOpen Acme Foundry to start.\n"),
    }
    repository.commit(old, "v1")
    repository.commit(new, "v2")
    report = project.build_strictly({"repository": str(repository.path), "ranges": ["v1...v2"]}).report()
    keys, limits = (next(f for f in report["files"] if f["path"] == path) for path in ("keys.md", "limits.md"))
    assert [(fact["kind"], fact["new"], fact["lines"]) for fact in limits["facts"]] == [("limit", "20", ["L5", "R5"])]
    assert [one for one in limits["kinds"] if one["kind"] == "limit"] == [{"kind": "limit", "lines": ["L5", "R5"]}]
    assert [(move["name"], move["from"], move["lines"]) for move in keys["moves"]] == [
        ("Keys of the projects", "limits.md", ["R5", "R7-R8"])
    ]
    assert [(one["topic"], one["lines"]) for one in keys["quotations"]] == [("end", ["R3"])]
    assert keys["kinds"][0] == {"kind": "end", "lines": ["R3"]}
    shared = [{"path": path, "lines": ["L3", "R3"]} for path in ("a.md", "b.md")]
    assert report["groups"] == [{"files": shared}]


def test_the_json_form_tells_the_range_and_each_file(
    project: Project, options: dict[str, Any], history: GitRepository
) -> None:
    report = project.build_strictly(options).report()
    assert report["range"] == {
        "compare": "v1...v3",
        "base": history.git("rev-parse", "v1"),
        "head": history.git("rev-parse", "v3"),
        "merge_base": history.git("rev-parse", "v1"),
        "direct": False,
        "open": False,
        "paths": [],
    }
    file = report["files"][0]
    assert (file["path"], file["status"], file["additions"], file["deletions"]) == ("docs/guide.md", "modified", 1, 1)
    assert file["patch"] == "@@ -1,3 +1,3 @@\n # Guide\n \n-Use version 1.\n+Use version 3."
    assert file["author"] == {"kind": "rules", "name": ""}


@pytest.mark.parametrize("theme", THEMES)
def test_a_published_report_cannot_put_markup_on_a_page(project: Project, options: dict[str, Any], theme: str) -> None:
    """Its title, its summary and its permalink reach front matter, metadata and a link."""
    project.configure({**options, "summarizer": "rules"}, theme={"name": theme})
    assert project.diffinsight("export", "out").returncode == 0
    [path] = (project.path / "out").iterdir()
    text = path.read_text(encoding="utf-8")
    hostile = '"<img src=x onerror=alert(1)><script>alert(2)</script>{{ 7*7 }} \\uD800"'
    text = re.sub(r"^title: .*$", lambda _: f"title: {hostile}", text, flags=re.M)
    text = re.sub(r"^summary: .*?(?=^title)", lambda _: f"summary: {hostile}\n", text, flags=re.M | re.S)
    path.write_text(text.replace("permalink: ''", "permalink: javascript:alert(3)//compare/v1...v3"), encoding="utf-8")
    assert project.diffinsight("import", str(path)).returncode == 0
    build = project.build("--strict")
    assert build.status == 0, build.log
    for uri in ("reports", f"reports/{build.reports()[0].name}"):
        html = build.html(uri)
        assert "<img src=x" not in html
        assert "<script>alert" not in html
        assert 'href="javascript:alert' not in html


def test_titles_and_dates_may_be_given(project: Project, history: GitRepository) -> None:
    given = {"compare": "v1...v2", "title": "The second", "date": datetime.date(2025, 2, 3)}
    report = project.build_strictly({"repository": str(history.path), "ranges": [given]}).report()
    assert (report["title"], report["date"]) == ("The second", "2025-02-03")


def test_a_range_may_be_limited_to_paths(project: Project, history: GitRepository) -> None:
    given = {"compare": "v1...v2", "paths": ["src/"]}
    report = project.build_strictly({"repository": str(history.path), "ranges": [given]}).report()
    assert [file["path"] for file in report["files"]] == ["src/app.py"]


def test_ranges_may_come_from_several_repositories(
    project: Project, history: GitRepository, make_repository: Callable[..., GitRepository]
) -> None:
    other = make_repository("other")
    other.commit({"x": "1\n"}, "v1")
    other.commit({"x": "2\n"}, "v2")
    ranges = ["v1...v2", {"compare": "v1...v2", "repository": str(other.path)}]
    build = project.build_strictly({"repository": str(history.path), "ranges": ranges})
    paths = sorted(tuple(file["path"] for file in build.report(n)["files"]) for n in range(2))
    assert paths == [("docs/guide.md", "src/app.py"), ("x",)]


def test_the_forges_compare_page_is_linked(project: Project, options: dict[str, Any], history: GitRepository) -> None:
    history.git("remote", "add", "origin", "https://user:secret@github.com/o/n.git")
    build = project.build_strictly(options)
    url = f"https://github.com/o/n/compare/{history.git('rev-parse', 'v1')}...{history.git('rev-parse', 'v3')}"
    assert f'href="{url}"' in build.report_html()
    assert build.report()["permalink"] == url
    assert "secret" not in build.report_html()


def test_each_category_has_a_report_and_a_page(project: Project, options: dict[str, Any]) -> None:
    categories = {"guides": ["docs/"], "code": ["src/"]}
    build = project.build_strictly({**options, "categories": categories})
    assert {build.report(n)["category"] for n in range(2)} == {"guides", "code"}
    assert "v1...v3 - guides" in build.html("reports/guides")
    assert "v1...v3 - guides" not in build.html("reports/code")


def test_what_no_category_matches_is_reported_as_other(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "categories": {"guides": ["docs/"]}})
    assert {build.report(n)["category"] for n in range(2)} == {"guides", "other"}


def test_what_no_category_matches_can_be_dropped(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "categories": {"guides": ["docs/"]}, "unmatched": "drop"})
    assert [build.report(n)["category"] for n in range(len(build.reports()))] == ["guides"]


def test_an_untouched_category_has_no_report_and_one_line(project: Project, options: dict[str, Any]) -> None:
    categories = {"guides": ["docs/"], "code": ["src/"], "art": ["art/"], "music": ["music/"]}
    build = project.build_strictly({**options, "categories": categories})
    assert len(build.reports()) == 2
    assert build.log.count("v1...v3 changes nothing in art, music: no page.") == 1


def test_an_empty_range_has_no_page_and_one_line(project: Project, history: GitRepository) -> None:
    build = project.build_strictly({"repository": str(history.path), "ranges": ["v2...v2"]})
    assert build.reports() == []
    assert build.log.count("v2...v2 changes nothing in any file: no page.") == 1


def test_a_range_that_changes_other_paths_is_told_so(project: Project, history: GitRepository) -> None:
    item = {"compare": "v1...v2", "paths": ["nowhere/"]}
    build = project.build_strictly({"repository": str(history.path), "ranges": [item]})
    assert "v1...v2 changes nothing in any file that its `paths` match: no page." in build.log


def test_ignored_files_are_counted_and_listed(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "ignore": ["*.py"]})
    report = build.report()
    assert [file["path"] for file in report["files"]] == ["docs/guide.md", "docs/new.md"]
    assert report["ignored"] == ["src/app.py"]
    assert "1 file skipped by configuration" in build.report_html()
    assert "<code>src/app.py</code>" in build.report_html()


def test_without_a_report_there_is_an_index(project: Project, history: GitRepository) -> None:
    build = project.build_strictly({"repository": str(history.path)})
    assert "There is no report yet." in build.html("reports")


def test_without_ranges_no_repository_is_needed(project: Project) -> None:
    assert project.build_strictly({}).reports() == []


def test_the_index_lists_the_latest_report_first(project: Project, history: GitRepository) -> None:
    build = project.build_strictly({"repository": str(history.path), "ranges": ["v1...v2", "v2...v3"]})
    index = build.html("reports")
    assert index.index("v2...v3</a>") < index.index("v1...v2</a>")
    assert "January 2024" in index


def test_reports_of_one_day_are_in_the_order_of_their_commits(project: Project, history: GitRepository) -> None:
    ranges = [{"compare": compare, "date": "2025-01-01"} for compare in ("v2...v3", "v1^...v1", "v1...v2")]
    index = project.build_strictly({"repository": str(history.path), "ranges": ranges}).html("reports")
    places = [index.index(f"{title}</a>") for title in ("v2...v3", "v1...v2", "v1^...v1")]
    assert places == sorted(places)


def test_reports_lead_to_the_one_before_and_after(project: Project, history: GitRepository) -> None:
    ranges = ["v1^...v1", "v1...v2", "v2...v3"]
    build = project.build_strictly({"repository": str(history.path), "ranges": ranges}, theme={"name": "material"})
    middle = build.report_html(1)
    assert re.search(r'href="\.\./2024-01-01-v1-v1/"[^>]*rel="prev"|rel="prev" href="\.\./2024-01-01-v1-v1/"', middle)
    assert re.search(r'href="\.\./2024-01-03-v2-v3/"[^>]*rel="next"|rel="next" href="\.\./2024-01-03-v2-v3/"', middle)


def test_addresses_do_not_depend_on_other_ranges(project: Project, history: GitRepository) -> None:
    options = {"repository": str(history.path), "ranges": ["v2...v3"]}
    before = [path.name for path in project.build_strictly(options).reports()]
    after = [path.name for path in project.build_strictly({**options, "ranges": ["v1...v3", "v2...v3"]}).reports()]
    assert before == ["2024-01-03-v2-v3"]
    assert set(before) < set(after)


def test_a_report_has_one_address_however_urls_are_made(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options, use_directory_urls=False)
    assert (build.site / "reports" / "2024-01-03-v1-v3" / "report.json").is_file()
    assert 'href="2024-01-03-v1-v3/index.html"' in build.html("reports/index.html")


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_headings_and_texts_are_in_the_sites_language(project: Project, options: dict[str, Any], language: str) -> None:
    html = article(project.build_strictly({**options, "language": language}).report_html())
    heading, date = {
        "en": ("Breaking changes", "January 3, 2024"),
        "ja": ("破壊的変更", "2024年1月3日"),
        "zh": ("破坏性变更", "2024年1月3日"),
    }[language]
    assert f">{heading}</h3>" in html
    assert date in html


def test_the_notice_is_on_every_report(project: Project, options: dict[str, Any]) -> None:
    html = project.build_strictly({**options, "notice": "Texts may be **wrong**."}).report_html()
    assert "Texts may be <strong>wrong</strong>." in html


def test_the_reports_folder_may_be_another(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "reports_dir": "news/diffs"})
    assert [path.parent.name for path in build.reports()] == ["diffs"]


class TestNavigation:
    """Lists of reports are in the theme's navigation, reports are not."""

    def nav(self, build: Build) -> str:
        html = build.html("reports")
        return html[html.index("<body") : html.index('<div class="di-list')]

    def test_without_nav_the_index_is_added(self, project: Project, options: dict[str, Any]) -> None:
        nav = self.nav(project.build_strictly(options))
        assert "Reports" in nav
        assert "2024-01-03" not in nav

    def test_a_placeholder_is_where_the_lists_go(self, project: Project, options: dict[str, Any]) -> None:
        nav = self.nav(
            project.build_strictly(
                {**options, "categories": {"guides": ["docs/"]}}, nav=[{"What is new": "reports/"}, "index.md"]
            )
        )
        assert nav.index("What is new") < nav.index("All reports") < nav.index("guides") < nav.index("Home")

    def test_a_bare_placeholder_becomes_a_section(self, project: Project, options: dict[str, Any]) -> None:
        nav = self.nav(
            project.build_strictly({**options, "categories": {"guides": ["docs/"]}}, nav=["index.md", "reports/"])
        )
        assert nav.index("Home") < nav.index("Reports") < nav.index("guides")

    def test_an_explicit_nav_without_placeholder_gets_a_section(
        self, project: Project, options: dict[str, Any]
    ) -> None:
        nav = self.nav(project.build_strictly(options, nav=["index.md"]))
        assert nav.index("Home") < nav.index("Reports")

    def test_the_index_may_be_named_itself(self, project: Project, options: dict[str, Any]) -> None:
        nav = self.nav(project.build_strictly(options, nav=["index.md", {"Changes": "reports/index.md"}]))
        assert nav.count("Changes") == 1
        assert "All reports" not in nav


def test_the_search_index_holds_texts_but_no_diffs(project: Project, history: GitRepository) -> None:
    history.commit({"docs/guide.md": "# Guide\n\nUse version 3.\n\n## Zebras\n\nunsearchable-words\n"}, "v4")
    build = project.build_strictly({"repository": str(history.path), "ranges": ["v3...v4"]}, theme={"name": "material"})
    index = (build.site / "search" / "search_index.json").read_text(encoding="utf-8")
    assert "docs/guide.md" in index
    assert build.report()["files"][0]["modification_title"].split()[0] in index
    assert "@@ -1,3" not in index


def test_a_second_build_runs_no_diff(
    project: Project, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Git is asked for the ends of the ranges alone."""
    project.build_strictly(options)
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    build = project.build_strictly(options)
    assert "trace: built-in: git cat-file" in trace.read_text(encoding="utf-8")
    assert "diff-tree" not in trace.read_text(encoding="utf-8")
    assert len(build.report()["files"]) == 3


def test_a_warm_build_makes_the_same_site(project: Project, options: dict[str, Any]) -> None:
    cold = project.build_strictly(options).report_html()
    assert project.build_strictly(options).report_html() == cold


def test_the_closing_line_counts(project: Project, options: dict[str, Any]) -> None:
    log = project.build_strictly(options).log
    assert log.count("1 report, 3 files; texts: 0 from cache, 0 by model, 4 by rules, 0 failed") == 1


def test_sites_that_share_a_cache_keep_their_pages_apart(project: Project, options: dict[str, Any]) -> None:
    project.build_strictly(options)
    project.build_strictly({**options, "language": "ja"})
    assert len(list((project.cache / "pages").glob("*/files/reports/index.md"))) == 2


def test_a_dirty_build_shows_a_new_text(project: Project, options: dict[str, Any]) -> None:
    project.build_strictly(options)
    project.configure({**options, "notice": "Something new."})
    build = project.build("--dirty")
    assert "Something new." in build.report_html()


def test_a_range_that_does_not_resolve_ends_the_build_with_one_message(
    project: Project, options: dict[str, Any]
) -> None:
    project.configure({**options, "ranges": ["v1...v2", "v1...nope"]})
    build = project.build()
    assert build.status == 1
    assert "range 'v1...nope': its head, 'nope', is no commit" in build.log
    assert "Traceback" not in build.log


def test_a_broken_cache_file_is_a_warning(project: Project, options: dict[str, Any]) -> None:
    project.build_strictly(options)
    shutil.rmtree(project.cache / "pages")  # they would be shown without a look at the diff
    [diff] = (project.cache / "evidence").rglob("*.json")
    diff.write_bytes(b"{")
    assert project.build("--strict").status == 1
    shutil.rmtree(project.cache / "pages")
    diff.write_bytes(b"{")
    build = project.build()
    assert build.status == 0
    assert f"Cache file {diff} is not used" in build.log


def test_a_cache_that_cannot_be_written_is_explained(project: Project, options: dict[str, Any]) -> None:
    project.cache.write_text("a file is in the way", encoding="utf-8")
    project.configure(options)
    build = project.build()
    assert build.status == 1
    assert "`cache_dir`" in build.log
    assert "Traceback" not in build.log


@pytest.mark.parametrize("name", ["reports/index.md", "reports.md", "reports/guides.md"])
def test_a_page_of_the_site_is_never_replaced(project: Project, options: dict[str, Any], name: str) -> None:
    path = project.path / "docs" / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("# Mine\n", encoding="utf-8")
    project.configure({**options, "categories": {"guides": ["docs/"]}})
    build = project.build()
    assert build.status == 1
    assert "choose another `reports_dir`" in build.log


def test_excluded_pages_are_left_out(project: Project, options: dict[str, Any]) -> None:
    """The site's own `exclude_docs` rules over our pages, too."""
    build = project.build_strictly(options, exclude_docs="/reports/2024-*/\n")
    assert not list(build.site.glob("reports/2024-*/index.html"))


def test_a_template_may_be_replaced(project: Project, options: dict[str, Any]) -> None:
    template = project.path / "overrides" / "diffinsight" / "report.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>Mine: {{ report.title }}</p>", encoding="utf-8")
    build = project.build_strictly(options, theme={"name": "mkdocs", "custom_dir": "overrides"})
    assert "<p>Mine: v1...v3</p>" in build.report_html()


def test_a_replaced_template_that_is_broken_is_explained(project: Project, options: dict[str, Any]) -> None:
    template = project.path / "overrides" / "diffinsight" / "report.html"
    template.parent.mkdir(parents=True)
    template.write_text("{{ nonsense.here }}", encoding="utf-8")
    project.configure(options, theme={"name": "mkdocs", "custom_dir": "overrides"})
    build = project.build()
    assert build.status == 1
    assert "diffinsight/report.html" in build.log
    assert "Traceback" not in build.log


def test_other_plugins_see_the_front_matter(project: Project, options: dict[str, Any]) -> None:
    """Tags, feeds and redirects work on the files and their metadata."""
    hook = project.path / "hook.py"
    hook.write_text(
        "import json\n"
        "def on_page_markdown(markdown, page, config, files):\n"
        "    if page.meta.get('permalink') or page.meta.get('summary'):\n"
        "        print('META', json.dumps(page.meta, default=str))\n",
        encoding="utf-8",
    )
    options = {**options, "categories": {"all": ["*"]}, "watch": ["app*", "nowhere"]}
    build = project.build_strictly(options, hooks=["hook.py"])
    [line] = [line for line in build.log.splitlines() if line.startswith("META ")]
    meta = json.loads(line.removeprefix("META "))
    assert (meta["title"], meta["date"]) == ("v1...v3 - all", "2024-01-03")
    assert meta["tags"] == ["all", "New feature", "Breaking change", "Minor update", "app*"]
    assert meta["description"]
    assert meta["render_macros"] is False


def test_the_words_of_the_script_are_on_each_page_once_and_not_in_the_search(
    project: Project, options: dict[str, Any]
) -> None:
    build = project.build_strictly({**options, "language": "ja"})
    for html in (build.html("reports"), build.report_html()):
        (texts,) = re.findall(r'<template class="di-words">(.*?)</template>', html)
        texts = json.loads(unescape(texts))
        assert texts["language"] == "ja"
        assert html.count("assets/diffinsight.js") == 1
    assert texts["texts"]["copied"] not in build.html("search/search_index.json")
