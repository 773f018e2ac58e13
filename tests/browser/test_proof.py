"""What a reader does with the proof on a report's page, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import Locator, Page, expect

from ..site.sample import IDS, LOGO, MODELS, SETUP, TWIN
from ..themes import THEMES
from .conftest import ProofSites, Visitor
from .looks import OVERFLOWING, SCHEMES, open_diffs, pale_parts

pytestmark = pytest.mark.browser

each_theme = pytest.mark.parametrize("theme", THEMES)


def explanation(page: Page, path: str) -> Locator:
    return page.locator(f".di-item:has(#{IDS[path]}) .di-explanation")


@each_theme
def test_a_proof_link_opens_the_diff_and_shows_the_line(proof_sites: ProofSites, visitor: Visitor, theme: str) -> None:
    page = visitor.visit(proof_sites.address(theme))
    line = page.locator(f"#{IDS[MODELS]}-R42")
    expect(line).not_to_be_visible()
    explanation(page, MODELS).get_by_role("link", name="R42").first.click()
    expect(line).to_be_in_viewport()
    expect(line).to_have_text("+$7.50, and 256 requests are free.")
    expect(line).to_have_css("outline-style", "solid")


@each_theme
def test_a_proof_needs_no_script(proof_sites: ProofSites, visitor: Visitor, theme: str) -> None:
    """Not even where the diff is in a folded file."""
    browser = visitor.page.context.browser
    assert browser
    page = browser.new_context(java_script_enabled=False).new_page()
    page.goto(f"{proof_sites.address(theme)}#{IDS[SETUP]}-L2")
    expect(page.locator(f"#{IDS[SETUP]}-L2")).to_be_in_viewport()
    page.context.close()


@each_theme
@pytest.mark.parametrize("path", [SETUP, TWIN, LOGO])
def test_a_folded_file_opens_from_the_table(proof_sites: ProofSites, visitor: Visitor, theme: str, path: str) -> None:
    page = visitor.visit(proof_sites.address(theme))
    expect(explanation(page, path)).not_to_be_visible()
    page.locator(f".di-table a[href='#{IDS[path]}']").click()
    expect(explanation(page, path)).to_be_visible()
    expect(page.locator(f"#{IDS[path]}")).to_be_in_viewport()


@each_theme
def test_what_is_not_in_the_diff_is_marked(proof_sites: ProofSites, visitor: Visitor, theme: str) -> None:
    page = visitor.visit(proof_sites.address(theme))
    marks = explanation(page, MODELS).locator("mark")
    assert marks.all_inner_texts() == ["lumen-9", "512"]
    for mark in marks.all():
        expect(mark).to_be_visible()
        expect(mark).to_have_css("border-bottom-style", "dotted")
    expect(explanation(page, MODELS)).to_contain_text("(not found in the diff: lumen-9, 512)")


@each_theme
@pytest.mark.parametrize("language", ["en", "ja"])
def test_proof_fits_on_a_phone(proof_sites: ProofSites, visitor: Visitor, theme: str, language: str) -> None:
    visitor.page.set_viewport_size({"width": 390, "height": 844})
    page = visitor.visit(proof_sites.address(theme, language))
    open_diffs(page)
    assert page.evaluate(OVERFLOWING, 390) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("scheme", SCHEMES)
def test_proof_stands_out_from_its_background(proof_sites: ProofSites, visitor: Visitor, scheme: str) -> None:
    theme, choose = SCHEMES[scheme]
    parts = [
        ".di-proof a",
        ".di-proof span",
        "mark",
        ".di-doubt",
        ".di-aside",
        ".di-reason",
        ".di-values th",
        ".di-values .di-kind",
        ".di-values .di-minus",
        ".di-values .di-plus",
    ]
    assert pale_parts(visitor, proof_sites.address(theme), choose, parts) == {}
