"""What a report's page and its JSON form show, on a report by hand."""

from __future__ import annotations

import dataclasses
import json
import re
from importlib import resources

import jsonschema
import pytest

from mkdocs_diffinsight.catalog import languages, load_catalog
from mkdocs_diffinsight.findings import Fact, FactKind, Findings, Form, Kind, Noise
from mkdocs_diffinsight.model import (
    RULES,
    Author,
    FileSummary,
    Overview,
    ReportFile,
    Statement,
    Statements,
    Status,
    plain,
)
from mkdocs_diffinsight.report import report_json
from mkdocs_diffinsight.site.addresses import Addresses, Links
from mkdocs_diffinsight.site.list_page import ListPages
from mkdocs_diffinsight.site.pages import report_meta
from mkdocs_diffinsight.site.templating import Templates
from mkdocs_diffinsight.site.topics import contents_of

from .sample import (
    FACTS,
    IDS,
    LOGO,
    MODEL,
    MODELS,
    MODELS_PATCH,
    OLD_QUOTAS,
    QUOTAS,
    SETUP,
    TWIN,
    change,
    lines,
    make_report,
    render,
    report_file,
    sample_report,
)

NOTHING = Overview("", (), (), (), (), (), RULES)
HOSTILE = "</details><script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{ 7*7 }}"


def one_file(summary: FileSummary | None = None, **findings: object) -> ReportFile:
    known = dataclasses.replace(Findings(Kind.DOCUMENT, Form.CONTENT), **findings)  # type: ignore[arg-type]
    text = summary or FileSummary("minor update", "A title", plain("A text."), RULES)
    return report_file(change(MODELS, Status.MODIFIED, MODELS_PATCH), known, text)


def about(*statements: Statement) -> str:
    """The explanation of a file on its page."""
    summary = FileSummary("minor update", "A title", statements, RULES)
    html = render(make_report([one_file(summary)], NOTHING))
    return html.partition('<div class="di-explanation">')[2].partition("</div>")[0].strip()


def first_value(file: ReportFile) -> str:
    """The first row of the report's table of values."""
    html = render(make_report([file], NOTHING))
    return html.partition('<h3 id="changed-values">')[2].partition('<th scope="row">')[2].partition("</tr>")[0]


def overall(highlights: Statements) -> str:
    html = render(dataclasses.replace(sample_report(), overview=dataclasses.replace(NOTHING, highlights=highlights)))
    return html.partition('<h2 id="highlights">Highlights</h2>')[2].partition("<h3")[0].strip()


def section(html: str, path: str) -> str:
    found = next(part for part in html.split('<section class="di-item"')[1:] if f'<h3 id="{IDS[path]}">' in part)
    return found.partition("</section>")[0].partition(">")[2]


def link(path: str, text: str) -> str:
    return f'<a href="#{IDS[path]}" title="{path}">{text}</a>'


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_link_on_the_page_leads_somewhere(language: str) -> None:
    html = render(sample_report(language))
    targets = set(re.findall(r' href="#([^"]+)"', html))
    assert targets - set(re.findall(r' id="([^"]+)"', html)) == set()
    assert f"{IDS[MODELS]}-R42" in targets


def test_ids_are_unique() -> None:
    ids = re.findall(r' id="([^"]+)"', render(sample_report()))
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        ("R12", '<a href="#{id}-R12">R12</a>'),
        ("R10-R12", '<a href="#{id}-R10">R10–12</a>'),
        ("L10", '<a href="#{id}-L10">L10</a>'),
        ("L14", '<a href="#{id}-R15">L14</a>'),
        ("R99", "<span>R99</span>"),
    ],
)
def test_a_statement_leads_to_the_lines_that_prove_it(cited: str, shown: str) -> None:
    assert shown.format(id=IDS[MODELS]) in about(Statement("A text.", lines(cited)))


def test_many_lines_are_counted() -> None:
    html = about(Statement("A text.", lines("L8", "L10", "R14", "R17", "R41", "R44")))
    assert '<span title="R41, R44">+2</span>' in html


def test_what_was_not_found_is_named_after_the_statement() -> None:
    assert "(not found in the diff: <code>x-9</code>, <code>&lt;b&gt;</code>)" in about(
        Statement("A text.", unproven=("x-9", "<b>"))
    )


def test_a_doubtful_title_is_marked_in_the_table_and_above_the_text() -> None:
    mark = '<mark class="di-unproven" title="Not found in the diff">lumen-9</mark>'
    html = render(sample_report())
    table = html.partition('<table class="di-table"')[2].partition("</table>")[0]
    assert mark in table
    assert "not found in the diff:" not in table
    assert mark in section(html, MODELS)


def test_a_highlight_leads_to_its_files() -> None:
    html = overall((Statement("Two pages.", files=(MODELS, QUOTAS, "docs/elsewhere.md")),))
    assert html.count("<a ") == 2
    assert link(MODELS, "retirements.md") in html
    assert link(QUOTAS, "quotas/index.md") in html


def test_more_files_than_a_highlight_can_name_are_in_the_table() -> None:
    assert '<a href="#summary-table">and 3 more</a>' in overall((Statement("Upkeep.", files=tuple(IDS)),))


def test_a_name_in_a_highlight_is_the_link_itself() -> None:
    html = overall((Statement("See `retirements.md`.", files=(MODELS,)),))
    assert html == f'<p>See <a href="#{IDS[MODELS]}"><code>retirements.md</code></a>.</p>'


def test_a_name_that_two_files_have_is_no_link() -> None:
    html = overall((Statement("See `index.md`.", files=(OLD_QUOTAS,)),))
    assert "<code>index.md</code>" in html
    assert link(OLD_QUOTAS, "limits/index.md") in html


@pytest.mark.parametrize("path", [LOGO, SETUP, TWIN])
def test_what_nobody_needs_to_be_told_of_is_folded(path: str) -> None:
    """With its heading, for a link to an id within opens it."""
    found = section(render(sample_report()), path)
    assert found.strip().startswith('<details class="di-folded">')
    assert found.index("</summary>") < found.index("<h3") < found.rindex("</details>")


def test_the_fold_says_why() -> None:
    """Once: what the rules call the file is the reason already."""
    summary = section(render(sample_report()), SETUP).partition("</summary>")[0]
    assert "setup.md" in summary
    assert "Date of the document changed" in summary
    assert "Only metadata changed" not in summary


def test_the_fold_of_a_text_by_others_has_the_reason_beside_its_title() -> None:
    text = FileSummary("minor update", "A title", plain("A text."), Author("person", "Ada"))
    html = render(make_report([one_file(text, noise=Noise.METADATA)], NOTHING))
    assert "Only metadata changed" in section(html, MODELS).partition("</summary>")[0]
    assert "Only metadata changed" in html.partition('<table class="di-table"')[2].partition("</table>")[0]


def test_other_files_are_not_folded() -> None:
    assert "di-folded" not in section(render(sample_report()), MODELS)


def test_the_same_edit_is_told_in_one_place() -> None:
    assert f"The same edit as in {link(QUOTAS, 'quotas/index.md')}" in section(render(sample_report()), TWIN)


def test_a_removed_file_says_where_its_content_is_and_which_links_break() -> None:
    found = section(render(sample_report()), OLD_QUOTAS)
    assert f"Its content is now in {link(QUOTAS, 'quotas/index.md')}." in found
    assert "Links to <code>#limits</code>, <code>#ask-for-more</code> no longer work." in found


def test_a_successor_outside_the_report_is_only_named() -> None:
    html = render(make_report([one_file(successor="https://example.com/x")], NOTHING))
    assert "Its content is now in <code>https://example.com/x</code>." in html


def test_lines_that_nobody_read_are_admitted() -> None:
    assert "1200 changed lines were too many for the model" in section(render(sample_report()), QUOTAS)


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


def test_statements_by_a_model_are_counted() -> None:
    assert "11 of 14 statements check out against the diff; doubtful words in the others are marked" in render(
        sample_report()
    )


def test_what_rules_write_needs_no_check() -> None:
    assert "against the diff" not in render(make_report([one_file()], NOTHING))


def test_without_doubts_there_is_no_word_of_marks() -> None:
    text = FileSummary("minor update", "A title", (Statement("One."), Statement("Two.")), MODEL)
    html = render(make_report([one_file(text)], NOTHING))
    assert "<li title=" in html
    assert "All 2 statements check out against the diff" in html


def test_every_file_names_its_author() -> None:
    html = render(sample_report())
    assert [path for path in IDS if "Written by" in section(html, path)] == list(IDS)


def test_a_doubtful_summary_is_marked_in_the_lists_and_noted_in_the_front_matter() -> None:
    overview = dataclasses.replace(NOTHING, summary="It ends in `2031`.", summary_unproven=("2031",))
    report = make_report([one_file()], overview)
    catalog = load_catalog("en")
    addresses = Addresses("reports", use_directory_urls=True)
    contents = contents_of([report], catalog, addresses)
    pages = ListPages(catalog, Templates(catalog, [], "en"), contents)
    links = Links(addresses, addresses.archive())
    body = pages.body(contents.months[0], links, title="May", siblings=[], translations=[])
    html = body.fill(body.html)
    assert '<mark class="di-unproven" title="Not found in the diff"><code>2031</code></mark>' in html
    assert "(not found in the diff: <code>2031</code>)" in html
    assert report_meta(report)["summary"] == "It ends in 2031. (not found in the diff: 2031)"


def test_text_of_the_repository_stays_text_wherever_it_stands() -> None:
    fact = Fact(FactKind.DATE, HOSTILE, HOSTILE, (HOSTILE, HOSTILE), lines("R12"))
    summary = FileSummary(
        HOSTILE, HOSTILE, (Statement(HOSTILE, lines("R12"), unproven=(HOSTILE, "alert")),), RULES, (HOSTILE, "alert")
    )
    file = one_file(summary, facts=(fact,) * 30, lost_anchors=(HOSTILE,), successor=HOSTILE)
    folded = report_file(
        change(HOSTILE, Status.MODIFIED, MODELS_PATCH),
        Findings(Kind.DOCUMENT, Form.CONTENT, noise=Noise.METADATA),
        summary,
        subjects=(HOSTILE,),
        same_as=HOSTILE,
    )
    overview = dataclasses.replace(NOTHING, highlights=(Statement(HOSTILE, files=(HOSTILE,), unproven=(HOSTILE,)),))
    html = render(make_report([file, folded], overview))
    assert not re.search(r"<(script|img)", html)
    assert html.count("<details") == html.count("</details>")
    assert "49" not in re.sub(r"item-\w+", "", html)


@pytest.mark.parametrize("language", languages())
def test_reasons_and_kinds_have_names(language: str) -> None:
    t = load_catalog(language)
    assert all(t(f"noise.{noise}") for noise in Noise)
    assert all(t(f"fact.{kind}") for kind in FactKind)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_data_is_what_the_schema_says(language: str) -> None:
    schema = json.loads((resources.files("mkdocs_diffinsight") / "report.schema.json").read_bytes())
    jsonschema.validate(json.loads(json.dumps(report_json(sample_report(language)))), schema)


def test_the_schema_knows_every_reason_and_kind() -> None:
    schema = json.loads((resources.files("mkdocs_diffinsight") / "report.schema.json").read_bytes())
    assert set(schema["$defs"]["fact"]["properties"]["kind"]["enum"]) == set(FactKind)
    assert set(schema["$defs"]["file"]["properties"]["noise"]["enum"]) == {*Noise, None}


def test_the_data_has_the_overview_as_text() -> None:
    """Strings and lists of strings, for those who want to print it; the parts with proof stand beside it."""
    unproven = Statement("- It costs 512.", (), (MODELS,), ("512",))
    overview = dataclasses.replace(
        NOTHING,
        summary="In 2031.",
        summary_unproven=("2031",),
        highlights=(Statement("Two pages.", files=(MODELS, QUOTAS)), unproven),
        new_features=(Statement("One."), Statement("Two.")),
    )
    data = report_json(make_report([one_file()], overview))["overview"]
    assert (data["summary"], data["summary_unproven"]) == ("In 2031.", ["2031"])
    assert data["highlights"] == "Two pages.\n\n- It costs 512."
    assert (data["new_features"], data["breaking_changes"], data["insights"]) == (["One.", "Two."], [], "")
    assert data["statements"]["highlights"][1] == {
        "text": "- It costs 512.",
        "lines": [],
        "unproven": ["512"],
        "files": [MODELS],
    }
    assert [statement["text"] for statement in data["statements"]["new_features"]] == ["One.", "Two."]


def test_the_data_has_the_proof() -> None:
    data = report_json(sample_report())
    files = {file["path"]: file for file in data["files"]}
    models = files[MODELS]
    assert data["checked"] == {"statements": 14, "proven": 11}
    assert data["overview"]["statements"]["highlights"][0]["files"] == [MODELS]
    assert models["statements"][3] == {
        "text": "- The price falls from $10.00 to $7.50.",
        "lines": ["L41", "R42"],
        "unproven": [],
    }
    assert models["facts"][2] == {
        "kind": "limit",
        "old": "128",
        "new": "256",
        "where": ["Prices", "requests"],
        "lines": ["L41", "R42"],
    }
    assert (models["title_unproven"], models["commits"]) == (["lumen-9"], ["Move the retirements"])
    assert (files[QUOTAS]["unread"], files[TWIN]["same_as"], files[TWIN]["noise"]) == (1200, QUOTAS, "repeated")
    assert (files[OLD_QUOTAS]["successor"], files[OLD_QUOTAS]["lost_anchors"]) == (QUOTAS, ["limits", "ask-for-more"])
