"""What a site leaves out is told nowhere on it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote, urljoin

import pytest

from ...conftest import Build, GitRepository, Project

URL = "https://docs.example.org/sub/"
FIRST = "2024-01-02-v1-v2"
SITE: dict[str, Any] = {"site_url": URL}


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    """Two reports, the first of which is the only one to mention a word; both have a file in common."""
    ranges = ["v1...v2", "v2...v3"]
    return {"repository": str(history.path), "ranges": ranges, "watch": ["start"]}


def texts(build: Build) -> Iterator[tuple[str, str]]:
    """All that the site says about reports in English, but for pages of other programs."""
    for path in build.site.rglob("*"):
        uri = path.relative_to(build.site).as_posix()
        if path.suffix in (".html", ".xml", ".json", ".txt") and path.is_file() and uri != "404.html":
            yield uri, path.read_text(encoding="utf-8")


def dead_links(build: Build) -> set[str]:
    """Links and pictures of pages, and whole addresses anywhere, behind which there is nothing."""
    found = set()
    for uri, text in texts(build):
        links = re.findall(r'(?:href|src)="([^"#?]+)', text) if uri.endswith(".html") else []
        links += re.findall(rf"{re.escape(URL)}[^\s\"<>)#\\]*", text)
        for link in links:
            target = urljoin(URL + uri, link)
            if target.startswith(URL):
                path = build.site / unquote(target.removeprefix(URL))
                if not (path / "index.html" if target.endswith("/") else path).is_file():
                    found.add(f"{uri}: {link}")
    return found


def mentions(build: Build, word: str) -> set[str]:
    return {uri for uri, text in texts(build) if word in text and not uri.startswith("search/")}


def hook(project: Project, pattern: str) -> dict[str, Any]:
    """Somebody who takes out files when all are there."""
    code = (
        "import fnmatch\n\n\ndef on_files(files, config):\n    for file in list(files):\n"
        f"        if fnmatch.fnmatch(file.src_uri, {pattern!r}):\n            files.remove(file)\n    return files\n"
    )
    (project.path / "hook.py").write_text(code, encoding="utf-8")
    return {**SITE, "hooks": ["hook.py"]}


WAYS = ["exclude_docs", "draft_docs", "hook"]


def leave_out(project: Project, way: str, pattern: str) -> dict[str, Any]:
    return hook(project, pattern) if way == "hook" else {**SITE, way: f"/{pattern}\n"}


@pytest.mark.parametrize("theme", ["material", "mkdocs"])
@pytest.mark.parametrize("way", WAYS)
def test_a_report_that_is_left_out_is_told_nowhere(
    project: Project, options: dict[str, Any], way: str, theme: str
) -> None:
    pattern = f"reports/{FIRST}/*" if way == "hook" else f"reports/{FIRST}/"
    for _ in range(2):
        build = project.build_strictly(options, theme={"name": theme}, **leave_out(project, way, pattern))
        assert not (build.site / "reports" / FIRST).exists()
        assert mentions(build, FIRST) == set()
        assert dead_links(build) == set()


@pytest.mark.parametrize("way", WAYS)
def test_its_other_files_go_with_its_page(project: Project, options: dict[str, Any], way: str) -> None:
    build = project.build_strictly(options, **leave_out(project, way, f"reports/{FIRST}/index.md"))
    assert [path for path in (build.site / "reports" / FIRST).rglob("*") if path.is_file()] == []
    assert dead_links(build) == set()


@pytest.mark.parametrize("way", WAYS)
def test_a_report_that_is_taken_again_is_told_again(project: Project, options: dict[str, Any], way: str) -> None:
    before = project.build_strictly(options, **SITE)
    expected = {uri for uri, _ in texts(before)}
    project.build_strictly(options, **leave_out(project, way, "reports/2024-01-0*"))
    build = project.build_strictly(options, **SITE)
    assert {uri for uri, _ in texts(build)} == expected
    assert mentions(build, FIRST) >= {"reports/index.html", "reports/feed.xml", "reports/llms.txt"}
    assert dead_links(build) == set()


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("pattern", ["reports/watch/*", "reports/files.md", "reports/archive/*", "reports/types/*"])
def test_lists_that_are_left_out_are_linked_nowhere(
    project: Project, options: dict[str, Any], way: str, pattern: str
) -> None:
    build = project.build_strictly(options, **leave_out(project, way, pattern))
    assert dead_links(build) == set()
    assert len(build.reports()) == 2


def test_a_category_that_is_left_out_is_not_in_the_navigation(project: Project, options: dict[str, Any]) -> None:
    options = {**options, "categories": {"guides": ["docs/"], "code": ["src/"]}}
    for nav in ({}, {"nav": ["index.md", {"Changes": "reports/"}]}):
        build = project.build_strictly(options, **nav, **hook(project, "reports/code.md"))
        assert "reports/guides" in build.html("")
        assert "reports/code" not in build.html("")
        assert not (build.site / "reports" / "feeds" / "code.xml").exists()


def test_a_site_may_leave_out_everything(project: Project, options: dict[str, Any]) -> None:
    for nav in ({}, {"nav": ["index.md", {"Changes": "reports/"}]}):
        build = project.build_strictly(options, **nav, **leave_out(project, "exclude_docs", "reports/"))
        assert not (build.site / "reports").exists()
        assert "reports/" not in build.html("")


def test_a_language_that_is_left_out_is_offered_nowhere(project: Project, options: dict[str, Any]) -> None:
    options = {**options, "languages": ["en", "ja"]}
    build = project.build_strictly(options, **leave_out(project, "exclude_docs", "reports/ja/"))
    assert mentions(build, "reports/ja/") == set()
    assert mentions(build, 'hreflang="ja"') == set()
    assert dead_links(build) == set()


def test_a_report_may_be_left_out_in_one_language(project: Project, options: dict[str, Any]) -> None:
    options = {**options, "languages": ["en", "ja"]}
    build = project.build_strictly(options, **leave_out(project, "exclude_docs", f"reports/{FIRST}/"))
    assert (build.site / "reports" / "ja" / FIRST / "index.html").is_file()
    assert dead_links(build) == set()


@pytest.mark.parametrize("pattern", ["*.json", "*.txt", "*.xml", "report.*"])
def test_other_files_that_are_left_out_are_linked_nowhere(
    project: Project, options: dict[str, Any], pattern: str
) -> None:
    project.configure(options, exclude_docs=f"{pattern}\n", **SITE)
    dead = dead_links(project.build("--strict"))
    assert {link for link in dead if "report.txt: " not in link} == set()  # `companions` leaves it out there, too


def test_a_picture_goes_with_the_last_report_that_shows_it(project: Project, repository: GitRepository) -> None:
    def picture(colour: int) -> bytes:
        return b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes([colour] * 6) + b",\x00\x00\x00\x00\x01\x00\x01\x00\x00;"

    repository.commit({"a.gif": picture(1)}, "v1")
    repository.commit({"a.gif": picture(2)}, "v2")
    repository.commit({"a.gif": picture(3)}, "v3")
    options = {"repository": str(repository.path), "ranges": ["v1...v2", "v2...v3"]}
    every = sorted(path.name for path in (project.build_strictly(options).site / "reports/pictures").iterdir())
    build = project.build_strictly(options, exclude_docs=f"/reports/{FIRST}/\n")
    left = sorted(path.name for path in (build.site / "reports/pictures").iterdir())
    assert len(every) == 3
    assert len(left) == 2
    assert all(name in build.report_html() for name in left)


def test_a_draft_is_shown_while_somebody_works_on_it(project: Project, options: dict[str, Any]) -> None:
    """By `mkdocs serve`, with all that belongs to it; lists do not tell of it."""
    project.configure(options, draft_docs=f"/reports/{FIRST}/\n", **SITE)
    code = (
        "from mkdocs.commands.build import build\nfrom mkdocs.config import load_config\n\n"
        "config = load_config()\nconfig.plugins.on_startup(command='serve', dirty=False)\n"
        "build(config, serve_url='http://localhost/')\n"
    )
    (project.path / "serve.py").write_text(code, encoding="utf-8")
    for _ in range(2):
        assert project.run("serve").returncode == 0
        site = project.path / "site" / "reports"
        assert "summary-table" in (site / FIRST / "index.html").read_text(encoding="utf-8")
        assert json.loads((site / FIRST / "report.json").read_bytes())
        assert FIRST not in (site / "index.html").read_text(encoding="utf-8")


def test_a_build_in_which_nothing_changes_makes_no_list_again(project: Project, options: dict[str, Any]) -> None:
    site = leave_out(project, "hook", f"reports/{FIRST}/*")
    project.build_strictly(options, **site)
    [record] = project.cache.glob("pages/*/site.json")
    before = record.stat().st_mtime_ns
    project.build_strictly(options, **site)
    assert record.stat().st_mtime_ns == before


def test_what_another_plugin_puts_in_the_place_of_a_page_is_shown(project: Project, options: dict[str, Any]) -> None:
    code = (
        "def on_files(files, config):\n    file = files.get_file_from_path('reports/files.md')\n"
        "    file.content_string = '# My own list'\n    return files\n"
    )
    (project.path / "hook.py").write_text(code, encoding="utf-8")
    assert "My own list" in project.build_strictly(options, hooks=["hook.py"]).html("reports/files")


@pytest.mark.parametrize("pattern", ["reports/*-docs-*", "reports/*-src-*", "reports/2024-01-02-v1-v2/*"])
def test_a_range_of_which_a_category_is_left_out_is_told_by_the_others(
    project: Project, options: dict[str, Any], pattern: str
) -> None:
    """The page on a whole range would tell of each category."""
    options = {**options, "watch": [], "categories": {"docs": ["docs/"], "src": ["src/"]}}
    every = {path.name for path in project.build_strictly(options, **SITE).site.glob("reports/2024-*")}
    for _ in range(2):
        build = project.build_strictly(options, **hook(project, pattern))
        left = {path.name for path in build.site.glob("reports/2024-*")}
        assert dead_links(build) == set()
        for name in every - left:
            assert mentions(build, f"{name}/") == set()
        assert left
        assert FIRST not in left
    assert {path.name for path in project.build_strictly(options, **SITE).site.glob("reports/2024-*")} == every
