"""The values that changed, on the page of a report."""

from __future__ import annotations

import re

from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Fact, Kind
from mkdocs_diffinsight.model.report import ReportFile

from ..sample import (
    FACTS,
    IDS,
    MODELS,
    lines,
    make_report,
    render,
    sample_report,
)
from .shown import NOTHING, link, one_file, section


def first_value(file: ReportFile) -> str:
    """The first row of the report's table of values."""
    html = render(make_report([file], NOTHING))
    return html.partition('<h3 id="changed-values">')[2].partition('<th scope="row">')[2].partition("</tr>")[0]


def test_the_most_urgent_values_of_all_files_come_first() -> None:
    """Names and mere numbers stay with their file, and so does everything about folded ones."""
    html = render(sample_report())
    table = html.partition('<h3 id="changed-values">')[2].partition("</table>")[0]
    kinds = re.findall(r'<span class="di-kind">([^<]+)</span>', table)
    assert kinds == ["Date", "Date", "Limit", "Price", "Table cell"]
    assert link(MODELS, "retirements.md") in table


def test_the_values_of_a_file_stand_before_its_explanation() -> None:
    """Metadata and targets of links are in its words alone."""
    found = section(render(sample_report()), MODELS)
    kinds = re.findall(r'<span class="di-kind">([^<]+)</span>', found.partition('<div class="di-explanation">')[0])
    assert kinds == ["Date", "Date", "Limit", "Price", "Table cell", "Name"]


def test_values_that_the_rules_have_put_into_words_are_folded() -> None:
    found = section(render(make_report([one_file(facts=FACTS)], NOTHING)), MODELS)
    assert "di-values" not in found.partition('<div class="di-explanation">')[0]
    assert "6 changed values" in found.partition('<details class="di-more">')[2].partition("</summary>")[0]


def test_the_same_change_in_several_rows_is_one_value() -> None:
    facts = tuple(
        Fact(FactKind.CELL, "-", "yes", (region, "lumen"), lines(f"R{row}"))
        for row, region in enumerate(("North", "South", "West"), 10)
    )
    row = first_value(one_file(facts=facts))
    assert "North, South, West › lumen" in row
    assert "R10–12" in row


def test_changes_in_different_rows_and_columns_are_values_of_their_own() -> None:
    facts = tuple(Fact(FactKind.CELL, "-", "yes", where) for where in (("North", "large"), ("South", "small")))
    html = render(make_report([one_file(facts=facts)], NOTHING))
    assert html.partition('<h3 id="changed-values">')[2].partition("</table>")[0].count('<th scope="row">') == 2


def test_what_came_to_one_place_is_one_value() -> None:
    facts = tuple(Fact(FactKind.REGION, "", region, ("Regions",)) for region in ("north", "south"))
    assert "north, south" in first_value(one_file(facts=facts))


def test_cells_of_a_document_are_shown_without_marks() -> None:
    row = first_value(one_file(facts=(Fact(FactKind.CELL, "**a**", "`b`", ("**Large**",)),)))
    for shown in ("<strong>a</strong>", "<code>b</code>", "<strong>Large</strong>"):
        assert shown in row


def test_values_of_settings_are_shown_as_they_are() -> None:
    assert "__a__" in first_value(one_file(kind=Kind.SETTINGS, facts=(Fact(FactKind.KEY, "1", "2", ("__a__",)),)))


def test_a_value_says_where_it_was_and_is() -> None:
    fact = Fact(FactKind.LIMIT, "128", "256", ("Limits", "lumen", "requests"), lines("R42"))
    row = first_value(one_file(facts=(fact,)))
    assert "Limits › lumen › requests" in row
    assert f'<a href="#{IDS[MODELS]}-R42"' in row
    assert re.findall(r"<td class=\"([^\"]+)\">([^<]+)</td>", row) == [("di-minus", "128"), ("di-plus", "256")]


def test_values_that_are_too_many_are_counted() -> None:
    facts = tuple(Fact(FactKind.LIMIT, str(n), str(n + 1)) for n in range(15))
    html = render(make_report([one_file(facts=facts)], NOTHING))
    assert html.partition('<h3 id="changed-values">')[2].partition("</table>")[0].count('<th scope="row">') == 12
    assert "3 more values are listed with their files below." in html


def test_a_report_without_values_has_no_table_of_them() -> None:
    assert "changed-values" not in render(make_report([one_file()], NOTHING))
