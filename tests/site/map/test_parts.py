"""Which pages a report takes when it has many files."""

from __future__ import annotations

import itertools
import re
from functools import cache, partial

import pytest

from mkdocs_diffinsight.build.store import KeptBody
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import Status
from mkdocs_diffinsight.model.findings import Findings, Form, Kind
from mkdocs_diffinsight.model.report import Report, ReportFile
from mkdocs_diffinsight.model.texts import FileSummary, Statement
from mkdocs_diffinsight.site.diff.report_diffs import ReportDiffs
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.around import Around
from mkdocs_diffinsight.site.map.parts import Places, lay_out
from mkdocs_diffinsight.site.pages.report import report_bodies

from ..sample import MODEL, MODELS_PATCH, change, lines, make_report, report_file, sample_report

LARGEST_PAGE = 1_500_000
FEW, SEVERAL, MANY, TOO_MANY = 3, 400, 900, 1_700


def file(number: int, kind: str = "new feature") -> ReportFile:
    text = Statement("The retirement of `lumen-small` moves from 2024-11-01 to 2025-01-27. " * 8, lines("R10"))
    summary = FileSummary(kind, f"Later retirement for model {number}", (text,), MODEL)
    path = f"articles/models-of-group-{number // 50}/retirements-of-model-{number:05}.md"
    return report_file(change(path, Status.MODIFIED, MODELS_PATCH), Findings(Kind.DOCUMENT, Form.CONTENT), summary)


@cache
def report(count: int) -> Report:
    files = [file(number, "breaking change" if number == count - 1 else "new feature") for number in range(count)]
    return make_report(files, sample_report().overview)


def page_href(here: str, there: str) -> str:
    return (f"../{there}/" if there else "../") if here else f"{there}/"


@cache
def pages(count: int) -> dict[str, str]:
    """The pages of a report by their names."""
    catalog = load_catalog("en")
    templates = Templates(catalog, [], "en")
    diffs = ReportDiffs(catalog, report(count))
    made = report_bodies(
        catalog, templates, diffs, lambda here: Around(page_href=partial(page_href, here)), notice=None
    )
    return {page.name: KeptBody.of(page.body).whole({}) for page in made}


def items(html: str) -> list[str]:
    return re.findall(r'<section class="di-item" data-item="([^"]+)"', html)


def rows(html: str) -> list[str]:
    return re.findall(r'<tr data-item="([^"]+)"', html)


def test_a_few_files_are_on_one_page() -> None:
    assert list(pages(FEW)) == [""]
    assert "di-parts" not in pages(FEW)[""]


@pytest.mark.parametrize("count", [SEVERAL, MANY, TOO_MANY])
def test_every_file_is_on_one_page_which_goes_by_its_path(count: int) -> None:
    """So the address of a file stays, whatever is said of it."""
    made = pages(count)
    assert list(made) == ["", *(f"part-{n}" for n in range(2, len(made) + 1))]
    assert len(made) > 1
    paths = iter(report(count).files)
    for html in made.values():
        found = items(html)
        assert sorted(found) == sorted(file.item_id for file in itertools.islice(paths, len(found)))
    assert next(paths, None) is None


@pytest.mark.parametrize("count", [SEVERAL, TOO_MANY])
def test_files_of_a_page_are_in_the_order_of_the_table(count: int) -> None:
    made = pages(count)
    for html in made.values():
        found = set(items(html))
        table = [row for row in rows(html) or rows(made[""]) if row in found]
        assert items(html) == table


@pytest.mark.parametrize("count", [SEVERAL, MANY, TOO_MANY])
def test_no_page_is_larger_than_a_browser_can_bear(count: int) -> None:
    assert max(len(html.encode()) for html in pages(count).values()) < LARGEST_PAGE


@pytest.mark.parametrize("count", [SEVERAL, MANY])
def test_the_own_page_has_the_id_of_every_file(count: int) -> None:
    """So that links from lists, feeds and histories need not know where a file is."""
    ids = re.findall(r' id="(item-[0-9a-f]+)"', pages(count)[""])
    assert sorted(ids) == sorted(file.item_id for file in report(count).files)


def test_a_row_leads_to_the_page_of_its_file() -> None:
    last = report(SEVERAL).files[-1].item_id
    assert f'<a href="part-2/#{last}">' in pages(SEVERAL)[""]
    assert f'<h3 id="{last}">' in pages(SEVERAL)["part-2"]


def test_rows_of_very_many_files_are_lean() -> None:
    assert len(rows(pages(MANY)[""])) == MANY
    assert "di-title" not in pages(MANY)[""]


def test_each_page_of_a_gigantic_report_has_a_table_of_its_own_files() -> None:
    for html in pages(TOO_MANY).values():
        assert sorted(rows(html)) == sorted(items(html))


@pytest.mark.parametrize("count", [SEVERAL, TOO_MANY])
def test_every_link_leads_somewhere(count: int) -> None:
    made = pages(count)
    ids = {name: set(re.findall(r' id="([^"]+)"', html)) for name, html in made.items()}
    for here, html in made.items():
        for there in made:
            href = re.escape("" if here == there else page_href(here, there))
            assert set(re.findall(rf' href="{href}#([^"]+)"', html)) <= ids[there]


def test_the_pages_lead_to_one_another() -> None:
    found = pages(SEVERAL)["part-2"].partition('<nav class="di-parts"')[2].partition("</nav>")[0]
    assert '<a href="../">v1...v2</a>' in found
    assert '<span aria-current="page">v1...v2, part 2 of 2</span>' in found


def test_what_breaks_on_another_page_is_pinned_with_a_link_to_it() -> None:
    pinned = pages(SEVERAL)[""].partition('<ul class="di-pins">')[2].partition("</ul>")[0]
    assert f'<a href="part-2/#{report(SEVERAL).files[-1].item_id}">' in pinned


def test_what_is_beside_the_report_is_found_from_its_further_pages() -> None:
    parts = lay_out(report(SEVERAL)).parts
    for name, href, folder in (("", "", ""), ("part-2", "../", "../"), ("part-2", "index.html", "")):
        here = next(part for part in parts if part.name == name)
        assert Places(parts, here, lambda _, href=href: href).folder == folder  # type: ignore[misc]
