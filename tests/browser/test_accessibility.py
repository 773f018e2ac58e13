"""What axe-core finds on each kind of page, in light and dark, on a wide screen and on a phone."""

from __future__ import annotations

from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from ..themes import THEMES
from .conftest import NEWS_PAGES, NewsSite, Visitor, item_id
from .looks import OVERFLOWING, SCHEMES

pytestmark = pytest.mark.browser

OURS = ".di-report, .di-list"
"""What is outside is the theme's."""
OPEN = """
for (const details of document.querySelectorAll("details:not(:has(.di-elsewhere))")) details.open = true;
"""


def violations(visitor: Visitor) -> list[str]:
    """What axe-core complains about in our part of a page."""
    found = Axe().run(visitor.page, OURS).response["violations"]
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", NEWS_PAGES)
def test_axe_finds_nothing(news: NewsSite, visitor: Visitor, scheme: str, kind: str) -> None:
    theme, choose = SCHEMES[scheme]
    page = visitor.visit(news.address(theme, kind))
    page.add_style_tag(content="* { transition: none !important }")
    page.evaluate(choose)
    page.evaluate(OPEN)
    assert violations(visitor) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_a_diff_on_a_page_of_its_own(
    news: NewsSite, visitor: Visitor, scheme: Literal["light", "dark"]
) -> None:
    """Which looks as the reader's system does; some of its lines do for all."""
    visitor.page.emulate_media(color_scheme=scheme)
    page = visitor.visit(f"{news.address()}diffs/{item_id('docs/a/large.csv')}.html")
    page.locator("samp > :nth-child(n + 50)").evaluate_all("lines => lines.forEach(line => line.remove())")
    assert violations(visitor) == []


@pytest.mark.parametrize("width", [390, 1280])
def test_axe_finds_nothing_while_a_reader_is_at_work(news: NewsSite, visitor: Visitor, width: int) -> None:
    """With a filter, a sorted table, a chosen line and a message."""
    visitor.page.set_viewport_size({"width": width, "height": 844})
    page = visitor.visit(f"{news.address()}?words=guide#{item_id('docs/guide.md')}-R3")
    page.get_by_role("button", name="Filename").click()
    page.locator("pre.di-code:visible").press("ArrowDown")
    page.keyboard.press("c")
    expect(page.locator(".di-toast")).not_to_be_empty()
    assert violations(visitor) == []


@pytest.mark.parametrize("theme", THEMES)
def test_pages_need_no_sideways_scrolling_when_enlarged(news: NewsSite, visitor: Visitor, theme: str) -> None:
    """A screen of 1280 pixels at 400% is one of 320 (WCAG 2.2, 1.4.10)."""
    visitor.page.set_viewport_size({"width": 320, "height": 640})
    for kind in NEWS_PAGES:
        page = visitor.visit(news.address(theme, kind))
        page.evaluate(OPEN)
        assert (kind, page.evaluate(OVERFLOWING, 320)) == (kind, [])
        assert (kind, page.evaluate("document.documentElement.scrollWidth")) == (kind, 320)
