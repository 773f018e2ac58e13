"""What a reader sees of a report's page beside texts and diffs, in a real browser."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from ..site.sample import IDS, MODELS, SETUP
from ..themes import THEMES
from .conftest import ProofSites, Visitor
from .looks import SCHEMES, open_diffs, pale_parts

pytestmark = pytest.mark.browser

each_theme = pytest.mark.parametrize("theme", THEMES)


@each_theme
def test_paper_shows_what_is_folded_but_no_closed_diff(proof_sites: ProofSites, visitor: Visitor, theme: str) -> None:
    page = visitor.visit(proof_sites.address(theme))
    explanation = page.locator(f".di-item:has(#{IDS[SETUP]}) .di-explanation")
    expect(explanation).not_to_be_visible()
    page.emulate_media(media="print")
    expect(explanation).to_be_visible()
    expect(page.locator(f".di-item:has(#{IDS[MODELS]}) .di-diff")).not_to_be_visible()


@each_theme
def test_paper_shows_open_diffs_whole(proof_sites: ProofSites, visitor: Visitor, theme: str) -> None:
    page = visitor.visit(proof_sites.address(theme))
    open_diffs(page)
    page.emulate_media(media="print")
    for code in page.locator("pre.di-code").all():
        assert code.evaluate("pre => [pre.scrollHeight - pre.clientHeight, pre.scrollWidth - pre.clientWidth]") == [
            0,
            0,
        ]


@each_theme
def test_the_keyboard_shows_where_it_is(proof_sites: ProofSites, visitor: Visitor, theme: str) -> None:
    page = visitor.visit(proof_sites.address(theme))
    page.locator(".di-compare").focus()
    page.keyboard.press("Tab")
    for _ in range(12):
        focused = page.locator("*:focus")
        expect(focused).to_have_css("outline-style", "solid")
        page.keyboard.press("Tab")


@each_theme
def test_pictures_stand_in_a_row_where_there_is_room(proof_sites: ProofSites, visitor: Visitor, theme: str) -> None:
    page = visitor.visit(proof_sites.address(theme))
    open_diffs(page)
    places = "figures => figures.map(figure => figure.getBoundingClientRect().left)"
    left, right = page.locator(".di-pictures figure").evaluate_all(places)
    assert left < right
    page.set_viewport_size({"width": 390, "height": 844})
    left, right = page.locator(".di-pictures figure").evaluate_all(places)
    assert left == right


@pytest.mark.parametrize("scheme", SCHEMES)
def test_what_stands_around_is_readable(proof_sites: ProofSites, visitor: Visitor, scheme: str) -> None:
    theme, choose = SCHEMES[scheme]
    parts = [
        ".di-compare",
        ".di-commits a",
        ".di-commits small",
        ".di-pins a",
        ".di-pins small",
        ".di-term",
        ".di-history a",
        ".di-sources a",
        ".di-table caption",
        ".di-name .di-base",
        ".di-name .di-folder",
        ".di-title",
        "figcaption",
    ]
    assert pale_parts(visitor, proof_sites.address(theme), choose, parts) == {}
