"""Nothing of ours is wider than its column, from a laptop to a phone, whatever names a repository has."""

from __future__ import annotations

from pathlib import Path

import pytest

from ..conftest import GitRepository, Project
from ..themes import CONFIGS, THEMES
from .conftest import Visitor

pytestmark = pytest.mark.browser

WIDTHS = (1366, 1280, 1024, 900, 768, 390, 360)
CARDS_BELOW = 900
LONG = "a_name_without_a_place_to_break_" * 8
ENDLESS = "x" * 3_000
LABEL = "series-" + "y" * 90
TABLE = "\n".join(
    [f"| {' | '.join(f'column_{n}_{LONG}' for n in range(4))} |", "| --- " * 4 + "|", "| cell " * 4 + "|"]
)
PAGES = ("reports/", "reports/guides/", "reports/files/", "reports/archive/", "reports/types/minor-update/")

WIDER = """async () => {
  await Promise.allSettled(document.getAnimations().map(one => one.finished));  // Material's search box moves
  const inside = document.documentElement.clientWidth;
  const isOpen = element => getComputedStyle(element).overflowX === "visible";
  const clips = element => element && (!isOpen(element) || clips(element.parentElement));
  const wide = element => element.getBoundingClientRect().right > inside + 1 && !clips(element.parentElement);
  for (const folded of document.querySelectorAll("details")) folded.open = true;
  return [
    ...[...document.querySelectorAll("body *")].filter(wide).map(element => `${element.tagName}.${element.className}`),
    ...[...document.querySelectorAll("table.di-table")]
      .filter(table => table.scrollWidth > table.closest(".di-scroll").clientWidth)
      .map(() => "the summary table"),
    ...(document.scrollingElement.scrollWidth > innerWidth ? ["the page"] : []),
  ];
}"""
"""What reaches beyond the window, or the table beyond its place."""


@pytest.fixture(scope="session")
def wide_project(tmp_path_factory: pytest.TempPathFactory) -> Project:
    """Names and texts without a place to break, in three scripts."""
    folder = tmp_path_factory.mktemp("wide")
    repository = GitRepository(folder / "repository")
    names = (
        f"docs/{LONG[:200]}.md",
        f"docs/{'とても長い名前の文書' * 7}.md",
        f"src/{'deep/' * 40}module.py",
        "package.json",
    )
    for number in (1, 2, 3):
        text = f"# {LONG}\n\n`{LONG}` is {number}. {'非常长的句子没有空格' * 20}\n\n{TABLE}\n"
        repository.commit(dict.fromkeys(names, f"{text}\n{LONG} = {number}\n"))
        blob = repository.git("hash-object", "-w", "--stdin", data=f"# {ENDLESS}\n\n{number}\n".encode())
        repository.git("update-index", "--add", "--cacheinfo", f"100644,{blob},docs/{ENDLESS}.md")
        repository.git("commit", "--quiet", "--message", f"{number} {LONG}")
        repository.git("tag", f"v{number}-{'z' * 100}")
    return Project(folder / "project")


@pytest.fixture(scope="session", params=THEMES)
def wide_site(
    request: pytest.FixtureRequest, wide_project: Project, site_root: Path, server: str
) -> tuple[str, list[str]]:
    """The site in a theme: its address, and its pages."""
    options = {
        "repository": str(wide_project.path.parent / "repository"),
        "ranges": [{"tags": "v*", "label": LABEL}],
        "categories": {"guides": ["docs/"], LONG: ["src/"]},
        "watch": [LONG],
        "languages": ["en", "ja"],
    }
    folder = site_root / "wide" / request.param
    wide_project.build_strictly(options, theme=CONFIGS[request.param], site_dir=str(folder))
    reports = sorted(path.parent.relative_to(folder).as_posix() for path in folder.glob("reports/2024-*/index.html"))
    translated = [page.replace("reports/", "reports/ja/", 1) for page in reports[:2]]
    return f"{server}/wide/{request.param}", [*PAGES, *reports, *translated]


def test_no_page_pans_sideways_and_the_table_fits_its_column(
    wide_site: tuple[str, list[str]], visitor: Visitor
) -> None:
    address, pages = wide_site
    wider = {}
    for page in pages:
        visitor.visit(f"{address}/{page}")
        for width in WIDTHS:
            visitor.page.set_viewport_size({"width": width, "height": 768})
            if found := visitor.page.evaluate(WIDER):
                wider[page[:60], width] = found[:3]
    assert wider == {}


def test_rows_are_cards_where_there_is_no_room_for_columns(wide_site: tuple[str, list[str]], visitor: Visitor) -> None:
    address, pages = wide_site
    visitor.visit(f"{address}/{next(page for page in pages if 'guides-v' in page)}")
    row = visitor.page.locator("table.di-table tbody tr").first
    shown = {}
    for width in WIDTHS:
        visitor.page.set_viewport_size({"width": width, "height": 768})
        shown[width] = row.evaluate("row => getComputedStyle(row).display")
    assert shown == {width: "flex" if width <= CARDS_BELOW else "table-row" for width in WIDTHS}


def test_words_of_the_table_stay_whole_on_a_laptop(wide_site: tuple[str, list[str]], visitor: Visitor) -> None:
    """A column may break a name that has no place for it, and is never so narrow that it breaks words."""
    address, pages = wide_site
    visitor.visit(f"{address}/{next(page for page in pages if 'guides-v' in page)}")
    for width in (1366, 1280, 1024):
        visitor.page.set_viewport_size({"width": width, "height": 768})
        columns = (
            visitor.page.locator("table.di-table tbody tr")
            .first.locator("td")
            .evaluate_all("cells => cells.map(cell => cell.clientWidth / parseFloat(getComputedStyle(cell).fontSize))")
        )
        name, kind, title, status, *_ = columns
        assert min(name, title) > 9
        assert min(kind, status) > 4.5
