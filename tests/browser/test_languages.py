"""The switch between languages, in a real browser."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from ..conftest import GitRepository, Project
from ..themes import CONFIGS, THEMES
from .conftest import Visitor

pytestmark = pytest.mark.browser

each_theme = pytest.mark.parametrize("theme", THEMES)
REPORT = "2024-01-02-guides-v1-v2/"
SWITCH = {"en": "Languages of this page", "ja": "このページの言語"}


@pytest.fixture(scope="session")
def bilingual(tmp_path_factory: pytest.TempPathFactory, site_root: Path, server: str) -> str:
    """The address of sites in English and Japanese, one in each theme."""
    folder = tmp_path_factory.mktemp("bilingual")
    repository = GitRepository(folder / "repository")
    repository.commit({"docs/guide.md": "# Guide\n\nUse version 1.\n"}, "v1")
    repository.commit({"docs/guide.md": "# Guide\n\nUse version 2.\n"}, "v2")
    project = Project(folder / "project")
    options = {
        "repository": str(repository.path),
        "ranges": ["v1...v2"],
        "languages": ["en", "ja"],
        "categories": {"guides": ["docs/"]},
        "summarizer": "rules",
    }
    for name, theme in CONFIGS.items():
        url = f"{server}/bilingual/{name}/"
        project.build_strictly(options, theme=theme, site_dir=str(site_root / "bilingual" / name), site_url=url)
    return f"{server}/bilingual"


def choose(page: Page, language: str, name: str) -> None:
    """Click a language in the switch, which speaks the language of the page."""
    page.get_by_role("navigation", name=SWITCH[language]).get_by_role("link", name=name).click()


@each_theme
@pytest.mark.parametrize("uri", ["", "guides/", REPORT])
def test_the_switch_leads_to_the_same_page_and_back(bilingual: str, visitor: Visitor, theme: str, uri: str) -> None:
    page = visitor.visit(f"{bilingual}/{theme}/reports/{uri}")
    choose(page, "en", "日本語")
    expect(page).to_have_url(f"{bilingual}/{theme}/reports/ja/{uri}")
    expect(page.locator(".di-report, .di-list")).to_have_attribute("lang", "ja")
    choose(page, "ja", "English")
    expect(page).to_have_url(f"{bilingual}/{theme}/reports/{uri}")
    assert visitor.complaints == []


@each_theme
def test_the_links_of_a_page_stay_in_its_language(bilingual: str, visitor: Visitor, theme: str) -> None:
    page = visitor.visit(f"{bilingual}/{theme}/reports/ja/")
    page.locator(".di-entry h3 a").click()
    expect(page).to_have_url(f"{bilingual}/{theme}/reports/ja/{REPORT}")
    page.locator(".di-report").get_by_role("link", name="guides").click()
    expect(page).to_have_url(f"{bilingual}/{theme}/reports/ja/guides/")


@each_theme
def test_the_language_of_the_page_is_no_link(bilingual: str, visitor: Visitor, theme: str) -> None:
    switch = visitor.visit(f"{bilingual}/{theme}/reports/ja/").get_by_role("navigation", name=SWITCH["ja"])
    expect(switch.get_by_role("link")).to_have_text(["English"])
    expect(switch.locator("[aria-current=page]")).to_have_text("日本語")


@each_theme
def test_the_switch_is_in_one_line_on_a_phone(bilingual: str, visitor: Visitor, theme: str) -> None:
    visitor.page.set_viewport_size({"width": 360, "height": 740})
    page = visitor.visit(f"{bilingual}/{theme}/reports/ja/{REPORT}")
    boxes = [item.bounding_box() for item in page.locator(".di-languages li").all()]
    assert len(boxes) == 2
    assert len({box["y"] for box in boxes if box}) == 1
    assert all(box["x"] + box["width"] <= 360 for box in boxes if box)


def test_the_language_is_told_to_those_who_listen(bilingual: str, visitor: Visitor) -> None:
    """A link's words are read out in the language they are in."""
    page = visitor.visit(f"{bilingual}/mkdocs/reports/")
    link = page.get_by_role("link", name="日本語")
    expect(link).to_have_attribute("lang", "ja")
    expect(link).to_have_attribute("hreflang", "ja")
    expect(page.locator("html")).to_have_attribute("lang", re.compile("^en"))
