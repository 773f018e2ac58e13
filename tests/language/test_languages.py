"""Whole builds in several languages."""

from __future__ import annotations

import json
import posixpath
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.model.patch import range_hash
from mkdocs_diffinsight.model.texts import Author, FileSummary, Overview, Published, plain

from ..conftest import Build, GitRepository, Project
from ..themes import THEMES

each_theme = pytest.mark.parametrize("theme", THEMES)
each_form_of_address = pytest.mark.parametrize("directories", [True, False], ids=["directories", "files"])
REPORT = "2024-01-03-v1-v3"


class Switch(HTMLParser):
    """The ways from a page to itself in other languages, and the language it is in."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.links: dict[str, str] = {}
        self.current: list[str | None] = []
        self._inside = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        self._inside |= tag == "nav" and attributes.get("class") == "di-languages"
        if self._inside and tag == "a" and attributes.get("rel") == "alternate":
            self.links[str(attributes["hreflang"])] = str(attributes["href"])
        elif self._inside and attributes.get("aria-current"):
            self.current.append(attributes.get("lang"))

    def handle_endtag(self, tag: str) -> None:
        self._inside &= tag != "nav"


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    """One range over everything that the small history has, in two languages."""
    return {"repository": str(history.path), "ranges": ["v1...v3"], "languages": ["en", "ja"]}


def our_pages(build: Build) -> dict[str, str]:
    """The HTML of each of our pages by its path."""
    paths = sorted((build.site / "reports").rglob("*.html"))
    return {path.relative_to(build.site).as_posix(): path.read_text(encoding="utf-8") for path in paths}


def data(build: Build, uri: str) -> dict[str, Any]:
    found = json.loads((build.site / uri / "report.json").read_bytes())
    assert isinstance(found, dict)
    return found


def navigation(build: Build, uri: str = "reports") -> str:
    html = build.html(uri)
    return html[html.index("<body") : html.index('<div class="di-list')]


def test_each_language_has_its_own_pages(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "categories": {"all": ["*"]}})
    report = "2024-01-03-all-v1-v3/index.html"
    own = ["all/index.html", "archive/index.html", "archive/2024-01/index.html", "index.html", report]
    pages = {uri for uri in our_pages(build) if "/types/" not in uri}
    assert pages == {f"reports/{name}" for name in own} | {f"reports/ja/{name}" for name in own}
    assert ">Breaking changes</h3>" in build.html(f"reports/{report}")
    assert ">破壊的変更</h3>" in build.html(f"reports/ja/{report}")
    assert "2024年1月" in build.html("reports/ja")


def test_the_data_of_a_report_is_beside_its_page_in_each_language(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options)
    main, further = data(build, f"reports/{REPORT}"), data(build, f"reports/ja/{REPORT}")
    assert (main["language"], further["language"]) == ("en", "ja")
    assert [file["patch"] for file in main["files"]] == [file["patch"] for file in further["files"]]


@each_theme
@each_form_of_address
def test_each_page_leads_to_itself_in_the_other_languages(
    project: Project, options: dict[str, Any], theme: str, directories: bool
) -> None:
    build = project.build_strictly(
        {**options, "languages": ["en", "ja", "zh"], "categories": {"all": ["*"]}},
        theme={"name": theme},
        use_directory_urls=directories,
    )
    pages = our_pages(build)
    assert len(pages) == 24
    for uri, html in pages.items():
        switch = Switch(html)
        [own] = switch.current
        assert {own, *switch.links} == {"en", "ja", "zh"}, uri
        for language, href in switch.links.items():
            target = posixpath.normpath(posixpath.join(posixpath.dirname(uri), href))
            target += "/index.html" if directories else ""
            assert Switch(pages[target]).current == [language]
            assert uri.replace(f"reports/{own}/", "reports/") == target.replace(f"reports/{language}/", "reports/")


def test_a_site_in_one_language_has_no_switch(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "languages": ["ja"]})
    assert (build.site / "reports" / REPORT).is_dir()
    assert not any("di-languages" in html for html in our_pages(build).values())


@pytest.mark.parametrize(
    ("theme", "language"),
    [
        ({"name": "material", "language": "ja"}, "ja"),
        ({"name": "mkdocs", "locale": "ja"}, "ja"),
        ({"name": "mkdocs"}, "en"),
    ],
)
def test_what_is_not_in_the_themes_language_says_so(
    project: Project, options: dict[str, Any], theme: dict[str, str], language: str
) -> None:
    build = project.build_strictly(options, theme=theme)
    for own, folder in (("en", "reports"), ("ja", "reports/ja")):
        root = "" if own == language else f' lang="{own}"'
        for kind, address in (("list", folder), ("report", f"{folder}/{REPORT}")):
            tag = next(part for part in build.html(address).split("<") if part.startswith(f'div class="di-{kind}'))
            assert re.findall(' lang="[^"]*"', tag) == ([root] if root else [])


def test_a_text_of_one_language_stays_in_it(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options)
    file = data(build, f"reports/{REPORT}")["files"][0]
    summary = FileSummary("bug fix", "人が書いた題", plain("人が書いた文。"), Author("person", "Ada"))
    Cache(project.cache, "ja", pytest.fail).keep_summary(file["diff_hash"], file["path"], summary)
    build = project.build_strictly(options)
    assert "人が書いた題" in build.html(f"reports/ja/{REPORT}")
    assert "人が書いた題" not in build.html(f"reports/{REPORT}")


def test_an_imported_date_counts_in_every_language(project: Project, options: dict[str, Any]) -> None:
    """It is part of the address, which must be the same."""
    build = project.build_strictly(options)
    files = data(build, f"reports/{REPORT}")["files"]
    published = Published("題", "2024-02-03", "", "# 要点\n\n文。")
    overview = Overview("文。", plain("文。"), (), (), (), (), Author("model"), published)
    key = range_hash(file["diff_hash"] for file in files)
    Cache(project.cache, "ja", pytest.fail).keep_overview(key, overview)
    build = project.build_strictly(options)
    assert [path.relative_to(build.site).as_posix() for path in build.reports()] == [
        "reports/2024-02-03-v1-v3",
        "reports/ja/2024-02-03-v1-v3",
    ]


def test_a_diff_is_made_once_for_all_languages(
    project: Project, options: dict[str, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    trace = tmp_path / "trace"
    monkeypatch.setenv("GIT_TRACE", str(trace))
    project.build_strictly(options)
    processes = [line for line in trace.read_text(encoding="utf-8").splitlines() if "built-in: git diff-tree" in line]
    assert len([line for line in processes if "--patch" in line]) == 1


def test_the_closing_line_counts_texts_of_all_languages(project: Project, options: dict[str, Any]) -> None:
    log = project.build_strictly(options).log
    assert "1 report in 2 languages, 3 files; texts: 0 from cache, 0 by model, 8 by rules, 0 failed" in log


def test_a_category_may_be_named_like_a_language(project: Project, options: dict[str, Any]) -> None:
    """The folder of the language comes first, whatever the case."""
    build = project.build_strictly({**options, "categories": {"JA": ["docs/"], "en": ["src/"]}})
    lists = {uri for uri in our_pages(build) if not re.search("2024|archive|types", uri)}
    names = ("", "JA-2/", "en/")
    assert lists == {f"{folder}{name}index.html" for folder in ("reports/", "reports/ja/") for name in names}
    assert "レポート" in build.html("reports/ja")


def test_reports_lead_to_the_one_before_in_their_language(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly({**options, "ranges": ["v1...v2", "v2...v3"]}, theme={"name": "material"})
    page = build.html("reports/ja/2024-01-03-v2-v3")
    assert re.search(r'<link rel="prev" href="\.\./2024-01-02-v1-v2/"', page)


def test_links_to_a_file_are_checked_in_every_language(project: Project, options: dict[str, Any]) -> None:
    anchor = data(project.build_strictly(options), f"reports/{REPORT}")["files"][0]["item_id"]
    link = f"reports/ja/{REPORT}/index.md#{anchor}"
    (project.path / "docs" / "index.md").write_text(f"# Home\n\n[one]({link})\n", encoding="utf-8")
    project.build_strictly(options, validation={"links": {"anchors": "warn"}})
    (project.path / "docs" / "index.md").write_text(f"# Home\n\n[one]({link}0)\n", encoding="utf-8")
    assert project.build("--strict").status == 1


def test_search_finds_every_language_and_not_the_switch(project: Project, options: dict[str, Any]) -> None:
    build = project.build_strictly(options, theme={"name": "material"})
    index = json.loads((build.site / "search" / "search_index.json").read_bytes())["docs"]
    places = {entry["location"].partition("#")[0] for entry in index}
    assert {f"reports/{REPORT}/", f"reports/ja/{REPORT}/"} <= places
    assert not any("日本語" in entry["text"] for entry in index)


@pytest.mark.parametrize("name", ["reports/ja.md", "reports/ja/index.md"])
def test_a_page_of_the_site_is_never_replaced(project: Project, options: dict[str, Any], name: str) -> None:
    path = project.path / "docs" / name
    path.parent.mkdir(parents=True)
    path.write_text("# Mine\n", encoding="utf-8")
    project.configure(options)
    build = project.build()
    assert build.status == 1
    assert "choose another `reports_dir`" in build.log


@each_theme
@pytest.mark.parametrize("nav", [None, ["index.md"], ["reports/", "index.md"]])
def test_the_navigation_has_the_main_language(
    project: Project, options: dict[str, Any], theme: str, nav: list[str] | None
) -> None:
    found = navigation(project.build_strictly(options, theme={"name": theme}, nav=nav))
    assert "Reports" in found
    assert "レポート" not in found


class TestNavigationThatNamesALanguage:
    """Its lists go where its folder stands."""

    def test_a_placeholder_is_where_the_lists_go(self, project: Project, options: dict[str, Any]) -> None:
        nav = [{"変更": "reports/ja/"}, "index.md", "reports/"]
        options["categories"] = {"guides": ["docs/"]}
        found = navigation(project.build_strictly(options, nav=nav))
        assert found.index("変更") < found.index('href="ja/guides/"') < found.index("Home") < found.index("Reports")

    def test_the_index_may_be_named_itself(self, project: Project, options: dict[str, Any]) -> None:
        found = navigation(project.build_strictly(options, nav=["index.md", {"変更": "reports/ja/index.md"}]))
        assert found.count("変更") == 1
        assert found.index("変更") < found.index("Reports")

    def test_a_report_stands_below_its_list(self, project: Project, options: dict[str, Any]) -> None:
        hook = project.path / "hook.py"
        hook.write_text(
            "def on_page_context(context, page, config, nav):\n"
            "    if page.parent:\n"
            "        print('BELOW', page.url, page.parent.title)\n",
            encoding="utf-8",
        )
        build = project.build_strictly(
            {**options, "categories": {"all": ["*"]}}, nav=["index.md", {"変更": "reports/ja/"}], hooks=["hook.py"]
        )
        assert "BELOW reports/ja/2024-01-03-all-v1-v3/ 変更" in build.log
        assert "BELOW reports/2024-01-03-all-v1-v3/ Reports" in build.log


class TestCommands:
    """`diffinsight export` and `diffinsight import`."""

    def test_export_gives_each_further_language_a_folder(self, project: Project, options: dict[str, Any]) -> None:
        project.configure(options)
        done = project.diffinsight("export", "out")
        assert done.returncode == 0, done.stderr
        out = project.path / "out"
        assert [path.relative_to(out).as_posix() for path in sorted(out.rglob("*.md"))] == [
            "ja/report-20240103.md",
            "report-20240103.md",
        ]
        assert "# Highlights" in (out / "report-20240103.md").read_text(encoding="utf-8")
        assert "# ハイライト" in (out / "ja" / "report-20240103.md").read_text(encoding="utf-8")

    @pytest.mark.parametrize(
        ("arguments", "language"), [((), "en"), (("--language", "ja"), "ja"), (("--language", "en_US"), "en")]
    )
    def test_import_stores_texts_in_one_language(
        self, project: Project, options: dict[str, Any], arguments: tuple[str, ...], language: str
    ) -> None:
        project.configure({**options, "summarizer": "rules"})
        assert project.diffinsight("export", "out").returncode == 0
        done = project.diffinsight("import", "out/report-20240103.md", "--range", "v1...v3", *arguments)
        assert done.returncode == 0, done.stderr
        assert [path.name for path in (project.cache / "summaries").iterdir()] == [language]
        assert [path.name for path in (project.cache / "overviews").iterdir()] == [language]

    @pytest.mark.parametrize("language", ["zh", "tlh"])
    def test_import_refuses_a_language_that_the_site_lacks(
        self, project: Project, options: dict[str, Any], language: str
    ) -> None:
        project.configure(options)
        done = project.diffinsight("import", "mkdocs.yml", "--language", language)
        assert done.returncode == 2
        assert f"--language is '{language}'; the site has en, ja." in done.stderr
        assert not (project.cache / "summaries").exists()
