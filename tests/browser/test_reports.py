"""What a reader sees and clicks, in a real browser, on reports that try to break out."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import expect

from ..themes import THEMES
from .conftest import HOSTILE_LINES, HOSTILE_NAMES, Sites, Visitor
from .looks import IS_UNCOVERED, OVERFLOWING, SCHEMES, open_diffs, pale_parts

pytestmark = pytest.mark.browser

each_theme = pytest.mark.parametrize("theme", THEMES)


def assert_nothing_ran(visitor: Visitor) -> None:
    page = visitor.page
    page.wait_for_load_state("networkidle")
    assert page.evaluate("window.pwned") is None
    assert visitor.dialogs == []
    assert visitor.strangers == []
    assert visitor.complaints == []
    assert page.locator("img[src='x'], [onerror], a[href^='javascript:']:not([href='javascript:void(0)'])").count() == 0


@each_theme
@pytest.mark.parametrize("page", ["hostile", "older", "index"])
def test_nothing_runs(sites: Sites, visitor: Visitor, theme: str, page: str) -> None:
    open_diffs(visitor.visit(sites.address(theme, page)))
    assert_nothing_ran(visitor)
    ours = visitor.page.locator(".di-report, .di-list")
    expect(ours).to_have_count(1)
    # The styles of diffs hold numbers alone: those that their lines start with.
    assert ours.locator("script, style, img, iframe, [style]:not(.di-code, .di-hunk), [onclick]").count() == 0


@each_theme
def test_nothing_runs_in_the_results_of_a_search(sites: Sites, visitor: Visitor, theme: str) -> None:
    opener, field, results = THEMES[theme].search
    page = visitor.visit(sites.address(theme) if opener else f"{sites.url}/{theme}/search.html")
    if opener:
        page.locator(opener).first.click()
    page.locator(field).press_sequentially("hostile")
    for _ in range(50):  # a key that is pressed before a theme has read its index goes by unheard
        page.locator(field).press("End")
        if page.locator(results).count():
            break
        page.wait_for_timeout(100)
    expect(page.locator(results).first).to_be_visible()
    assert_nothing_ran(visitor)


@each_theme
def test_every_file_has_its_own_diff_and_no_other(sites: Sites, visitor: Visitor, theme: str) -> None:
    """Whatever the files, their names and the texts about them hold; and the diff is the patch, line by line."""
    page = visitor.visit(sites.address(theme))
    by_id = {file["item_id"]: file for file in sites.report(theme)["files"]}
    assert {file["path"] for file in by_id.values()} == set(HOSTILE_NAMES)
    files = [by_id[row.get_attribute("data-item") or ""] for row in page.locator(".di-table tbody tr").all()]
    sections: list[dict[str, Any]] = page.locator(".di-report > .di-item").evaluate_all(
        """sections => sections.map(section => ({
             id: section.querySelector("h3").id,
             title: section.querySelector("h3").firstChild.parentElement.innerText,
             diffs: [...section.querySelectorAll("details pre")].map(pre => pre.textContent),
             added: section.querySelectorAll(".di-code ins").length,
           }))"""
    )
    assert [section["id"] for section in sections] == [file["item_id"] for file in files]
    for section, file in zip(sections, files, strict=True):
        assert " ".join(file["path"].split()) in " ".join(section["title"].split())
        assert [readable(diff) for diff in section["diffs"]] == [readable(file["patch"])]
        assert section["added"] == file["additions"]


def readable(patch: str) -> str:
    """A patch as a page may show it: without what hunks are in, and without characters that no reader sees."""
    patch = re.sub(r"(?m)^(@@ .*? @@).*", r"\1", patch)
    return re.sub("[\x00-\x08\u202a-\u202e]", "\N{REPLACEMENT CHARACTER}", patch)


@each_theme
def test_texts_are_shown_as_they_were_written(sites: Sites, visitor: Visitor, theme: str) -> None:
    """Templates, snippets, admonitions and markup of other kinds are text like any other."""
    page = visitor.visit(sites.address(theme))
    explanations = page.locator(".di-report > .di-item > .di-explanation")
    assert explanations.count() == len(HOSTILE_NAMES)
    for text in explanations.all_inner_texts():
        for line in (*HOSTILE_LINES[:4], HOSTILE_LINES[6], HOSTILE_LINES[7], *HOSTILE_LINES[10:12]):
            assert line in text
    assert page.locator(".di-report .admonition").count() == 0


@each_theme
def test_a_name_in_the_table_leads_to_its_file(sites: Sites, visitor: Visitor, theme: str) -> None:
    """And the heading is not hidden behind what the theme keeps at the top."""
    page = visitor.visit(sites.address(theme))
    links = page.locator(".di-table .di-name a")
    ids = [str(link.get_attribute("href")).removeprefix("#") for link in links.all()]
    assert sorted(ids) == sorted(file["item_id"] for file in sites.report(theme)["files"])
    for n, item_id in enumerate(ids):
        links.nth(n).click(position={"x": 5, "y": 5})
        expect(page.locator(f"[id='{item_id}']")).to_be_in_viewport()
        page.wait_for_function(IS_UNCOVERED, arg=item_id, timeout=5000)
        assert page.url.endswith(f"#{item_id}")


@each_theme
@pytest.mark.parametrize("page", ["hostile", "newer", "index"])
def test_a_phone_scrolls_in_one_direction(sites: Sites, visitor: Visitor, theme: str, page: str) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    open_diffs(visitor.visit(sites.address(theme, page)))
    assert visitor.page.evaluate(OVERFLOWING, 390) == []
    assert visitor.page.evaluate("document.documentElement.scrollWidth") <= 390


COLOURED = (
    ".di-code ins",
    ".di-code del",
    ".di-code samp > span:not([class])",
    ".di-code small",
    ".di-code .di-hunk",
    ".di-code .di-hunk a",
    ".di-badge",
    ".di-author",
    ".di-folder",
    ".di-facts li",
    ".di-plus",
    ".di-minus",
    ".di-table th",
    ".di-table .di-status",
)


@pytest.mark.parametrize("scheme", SCHEMES)
def test_text_stands_out_from_its_background(sites: Sites, visitor: Visitor, scheme: str) -> None:
    """As WCAG wants it of small text: in diffs above all, and wherever our colours are not the theme's."""
    theme, choose = SCHEMES[scheme]
    assert pale_parts(visitor, sites.address(theme), choose, COLOURED) == {}


@each_theme
def test_previous_and_next_lead_through_the_reports(sites: Sites, visitor: Visitor, theme: str) -> None:
    _, _, previous, following = THEMES[theme]
    page = visitor.visit(sites.address(theme))
    for link, target in [(previous, "older"), (following, "hostile"), (following, "newer")]:
        page.locator(link).click()
        page.wait_for_url(sites.address(theme, target))
    assert_nothing_ran(visitor)


@each_theme
def test_the_index_leads_to_every_report(sites: Sites, visitor: Visitor, theme: str) -> None:
    page = visitor.visit(sites.address(theme, "index"))
    assert page.locator(".di-entry h3 a").count() == 3
    page.locator(".di-entry h3 a", has_text="Hostile").click()
    page.wait_for_url(sites.address(theme))
    expect(page.locator("h1", has_text="Hostile")).to_have_count(1)


def test_a_site_can_be_read_without_a_server(files_site: Path, visitor: Visitor) -> None:
    """From the home page through the index to a file of a report, and to its data."""
    page = visitor.visit((files_site / "index.html").as_uri())
    page.locator("a[href*='reports/index.html']:visible").first.click()
    page.locator(".di-entry h3 a", has_text="Hostile").click()
    expect(page.locator(".di-report > .di-item")).to_have_count(len(HOSTILE_NAMES))
    page.locator(".di-table .di-name a").last.click(position={"x": 5, "y": 5})
    expect(page.locator(".di-report > .di-item h3").last).to_be_in_viewport()
    data = page.locator(".di-report a[href$='report.json']").evaluate("link => link.href")
    assert Path(data.removeprefix("file://")).is_file()
    assert json.loads(Path(data.removeprefix("file://")).read_bytes())["files"]
    page.locator(THEMES["material"].previous).click()
    expect(page.locator("h1", has_text="Older")).to_have_count(1)
    assert page.evaluate("window.pwned") is None
    assert visitor.dialogs == []
    assert visitor.strangers == []
