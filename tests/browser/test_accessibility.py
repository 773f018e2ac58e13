"""What axe-core finds on each kind of page, in light and dark, on a wide screen and on a phone."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from .conftest import NewsSite, Visitor, item_id
from .test_reports import SCHEMES

pytestmark = pytest.mark.browser

KINDS = (
    "index",
    "category",
    "large",
)
"""Keys of `NEWS_PAGES`."""
OURS = ".di-report, .di-list"
"""What is outside is the theme's."""
PALE = ("mkdocs-light", "readthedocs")
"""Where links and code in the theme's own colours have too little contrast; test_reports.py looks at ours."""


OPEN = """
for (const details of document.querySelectorAll("details:not(:has(.di-elsewhere))")) details.open = true;
"""


def violations(visitor: Visitor, *, contrast: bool = True) -> list[str]:
    """What axe-core complains about in our part of a page."""
    found = Axe().run(visitor.page, OURS, {"rules": {"color-contrast": {"enabled": contrast}}}).response["violations"]
    return [f"{rule['id']}: {node['html'][:150]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing(news: NewsSite, visitor: Visitor, scheme: str, kind: str) -> None:
    theme, choose = SCHEMES[scheme]
    page = visitor.visit(news.address(theme, kind))
    page.add_style_tag(content="* { transition: none !important }")
    page.evaluate(choose)
    page.evaluate(OPEN)
    assert violations(visitor, contrast=scheme not in PALE) == []


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
