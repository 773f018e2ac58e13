"""What a report's page shows, on a report by hand."""

from __future__ import annotations

import dataclasses
import datetime
import re

import pytest

from mkdocs_diffinsight.build.store import KeptBody
from mkdocs_diffinsight.language.catalog import languages, load_catalog
from mkdocs_diffinsight.model.changes import Commit, FileMode, History, Status
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Fact, Findings, Form, Kind, Noise, Picture
from mkdocs_diffinsight.model.listed import listed
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import RULES, Author, FileSummary, Statement, plain
from mkdocs_diffinsight.site.diff.report_diffs import ReportDiffs
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.addresses import Addresses, Links
from mkdocs_diffinsight.site.map.around import Around, FileHistory, Link, OtherChange
from mkdocs_diffinsight.site.map.topics import contents_of
from mkdocs_diffinsight.site.page_makers import report_meta
from mkdocs_diffinsight.site.pages.report import report_bodies
from mkdocs_diffinsight.site.pages.reports_in_lists import ListingContext, ListPages
from mkdocs_diffinsight.site.pages.topic import topic_body

from ...commits import commits_saying
from ..sample import (
    IDS,
    LOGO,
    LOGO_AFTER,
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
    sample_around,
    sample_report,
)
from .shown import NOTHING, link, one_file, row, section, text

HOSTILE = "</details><script>alert(1)</script><img src=x onerror=alert(1)>\"'`{{ 7*7 }}"


def header(html: str) -> str:
    """What stands above the highlights."""
    return html.partition("<h1")[2].partition('<h2 id="highlights">')[0]


def searchable(report: Report) -> str:
    """What search finds on the page."""
    catalog = load_catalog(report.language)
    templates, diffs = Templates(catalog, [], "en"), ReportDiffs(catalog, report)
    page, *_ = report_bodies(catalog, templates, diffs, lambda _: sample_around(), notice="A notice.")
    return text(page.body.html)


def with_commits(*commits: Commit) -> Report:
    return dataclasses.replace(sample_report(), history=History("a" * 40, commits))


def commit(author: str = "Kim Example", subject: str = "A subject", *, merge: bool = False) -> Commit:
    return Commit("c0ffee" + "0" * 34, subject, author, datetime.date(2024, 5, 6), merge)


def changed_file(**fields: object) -> str:
    """The part of a page on a file whose change has these fields."""
    file = one_file()
    changed = dataclasses.replace(file.change, **fields)  # type: ignore[arg-type]
    evidence = dataclasses.replace(file.evidence, change=changed)
    return section(render(make_report([dataclasses.replace(file, evidence=evidence)], NOTHING)), MODELS)


def picture_file(before: Picture | None, after: Picture | None, around: Around | None = None) -> str:
    """The part of a page on a picture."""
    findings = Findings(Kind.IMAGE, Form.NOTHING, pictures=(before, after))
    file = report_file(change(LOGO), findings, FileSummary("minor update", "A picture", (), RULES))
    return section(render(make_report([file], NOTHING), around or sample_around()), LOGO)


def test_the_header_links_the_range_to_the_forge() -> None:
    compare = f"https://github.com/example/docs/compare/{'a' * 40}...{'b' * 40}"
    report = dataclasses.replace(sample_report(), title="May")
    assert re.search(rf'<a [^>]*href="{re.escape(compare)}"[^>]*><code>v1\.\.\.v2</code></a>', header(render(report)))


def test_a_range_that_is_the_title_is_not_repeated() -> None:
    html = header(render(sample_report()))
    assert "View the comparison</a>" in html
    assert "<code>v1...v2</code>" not in html


def test_commits_are_listed_with_their_pages_authors_and_dates() -> None:
    html = header(render(with_commits(commit())))
    assert f'<a href="https://github.com/example/docs/commit/c0ffee{"0" * 34}" rel="noopener">A subject</a>' in html
    assert "Kim Example, May 6, 2024" in text(html)


def test_commits_are_no_links_without_a_forge() -> None:
    report = with_commits(commit())
    report = dataclasses.replace(report, resolved=dataclasses.replace(report.resolved, forge=None))
    assert "<li>A subject <small>" in header(render(report))


def test_merges_are_left_out_of_the_commits() -> None:
    html = header(render(with_commits(commit(subject="Merge it", merge=True), commit())))
    assert "1 commit by Kim Example" in html
    assert "Merge it" not in html


def test_a_range_of_nothing_but_merges_shows_them() -> None:
    assert "Merge it" in header(render(with_commits(commit(subject="Merge it", merge=True))))


def test_the_authors_who_wrote_the_most_are_named_and_the_others_counted() -> None:
    commits = [commit(author) for author in ("Ann", "Bob", "Cid", "Dee", "Eve", "Eve")]
    assert "6 commits by Eve, Ann, Bob and 2 more" in header(render(with_commits(*commits)))


def test_commits_beyond_those_that_were_read_are_counted() -> None:
    history = History("a" * 40, (commit("Ann"), commit("Ann")), older_commits=4000)
    html = header(render(dataclasses.replace(sample_report(), history=history)))
    assert "4002 commits by Ann" in html
    assert "<li><small>and 4000 more</small></li>" in html


def test_more_commits_than_a_page_can_bear_are_counted() -> None:
    html = header(render(with_commits(*[commit()] * 260)))
    assert html.count("A subject") == 250
    assert "and 10 more" in html


def test_the_header_says_who_wrote_how_many_of_the_texts() -> None:
    assert "Written by model example-1 (4) · rules, from the diff and what its authors say (3)" in header(
        render(sample_report())
    )


def test_texts_of_one_author_are_not_counted() -> None:
    assert "<li>Written by rules, from the diff and what its authors say</li>" in header(
        render(make_report([one_file()], NOTHING))
    )


def test_types_are_counted_breaking_changes_first() -> None:
    counts = re.findall(r"Breaking change \d|New feature \d|Minor update \d", text(header(render(sample_report()))))
    assert counts[:3] == ["Breaking change 1", "New feature 3", "Minor update 2"]


def test_tags_and_copies_are_links() -> None:
    html = render(sample_report(), sample_around()).partition('<div class="di-end">')[2]
    for target in ("../models/", "report.md", "report.json"):
        assert f'<a href="{target}">' in html


def test_breaking_changes_stand_above_the_highlights() -> None:
    alert = header(render(sample_report())).partition('<li class="di-alert">')[2].partition("</li>")[0]
    assert f'<a href="#{IDS[OLD_QUOTAS]}">Document “Limits” removed</a>' in alert


def test_each_breaking_change_has_a_line_of_its_own() -> None:
    findings, summary = Findings(Kind.DOCUMENT, Form.CONTENT), FileSummary("breaking change", "Gone", (), RULES)
    files = [report_file(change(path), findings, summary) for path in ("docs/a.md", "docs/b.md")]
    alert = render(make_report(files, NOTHING)).partition('<li class="di-alert">')[2].partition("</ul>")[0]
    assert re.findall(r"<li>(.*)</li>", alert) == [
        f'<a href="#{file.item_id}">Gone</a> <small class="di-folder">{name}</small>'
        for file, name in zip(files, ("a.md", "b.md"), strict=True)
    ]


def test_the_header_says_that_nothing_breaks() -> None:
    assert "No breaking changes" in header(render(make_report([one_file()], NOTHING)))


def test_what_the_overview_calls_breaking_is_not_denied() -> None:
    overview = dataclasses.replace(NOTHING, breaking_changes=(Statement("The API is gone."),))
    assert "No breaking changes" not in render(make_report([one_file()], overview))


def test_the_table_begins_with_what_breaks_and_ends_with_upkeep() -> None:
    html = render(sample_report())
    rows = re.findall(r'<tr data-item="[^"]*" data-type="([^"]*)" data-status="[^"]*" data-noise="([^"]*)"', html)
    assert rows[0][0] == "breaking change"
    folded = [bool(noise) for _, noise in rows]
    assert folded == sorted(folded)
    assert True in folded


def test_line_breaks_of_a_cell_are_blanks() -> None:
    fact = Fact(FactKind.CELL, "one", "one<br/>two<BR>three", where=("Name",))
    assert "one two three" in text(render(make_report([one_file(facts=(fact,))], NOTHING)))


def test_nothing_calls_for_action_without_breaking_changes() -> None:
    assert "di-pins" not in render(make_report([one_file()], NOTHING))


def test_hits_of_watched_terms_stand_above_the_highlights() -> None:
    pins = text(header(render(sample_report(), sample_around())).partition('<ul class="di-pins">')[2])
    assert "Watched: retire* 2 files: limits/index.md · retirements.md" in pins


def test_an_item_leads_to_the_terms_that_it_hits() -> None:
    html = section(render(sample_report(), sample_around()), MODELS)
    assert '<a class="di-term" href="../watch/lumen-small/">lumen-small</a>' in html


def test_a_row_carries_what_scripts_filter_by() -> None:
    attributes = row(render(sample_report(), sample_around()), MODELS).partition(">")[0]
    assert attributes.split('" ') == [
        ' data-type="new feature',
        'data-status="modified',
        'data-noise="',
        'data-watch="lumen-small, retire*"',
    ]


def test_columns_say_how_to_sort_them() -> None:
    head = render(sample_report()).partition('<table class="di-table"')[2].partition("</thead>")[0]
    assert re.findall(r'data-sort="(\w+)"', head) == ["text"] * 4 + ["number"] * 3


def test_a_row_and_the_tables_caption_make_the_whole_path() -> None:
    html = render(sample_report())
    assert "<caption>All in docs/</caption>" in html
    assert text(row(html, MODELS).partition("</td>")[0].partition(">")[2]) == "retirements.md models/"


@pytest.mark.parametrize(
    ("lines", "bar"),
    [((0, 0), (0, 0)), ((5000, 0), (100, 0)), ((2000, 1000), (63, 31)), ((0, 5), (0, 21))],
    ids=["nothing", "the most", "both", "few"],
)
def test_bars_show_few_lines_beside_many(lines: tuple[int, int], bar: tuple[int, int]) -> None:
    largest = dataclasses.replace(change("docs/largest.md"), additions=5000)
    this = dataclasses.replace(change(MODELS), additions=lines[0], deletions=lines[1])
    known, summary = Findings(Kind.DOCUMENT, Form.CONTENT), FileSummary("minor update", "A title", (), RULES)
    html = row(render(make_report([report_file(each, known, summary) for each in (largest, this)], NOTHING)), MODELS)
    assert tuple(map(int, re.findall(r'<rect[^>]* width="(\d+)"', html))) == bar


def test_a_file_leads_to_its_page_on_the_forge() -> None:
    page = f"https://github.com/example/docs/blob/{'b' * 40}/{MODELS}"
    assert f'href="{page}" rel="noopener">View on GitHub</a>' in section(render(sample_report()), MODELS)


def test_a_removed_file_leads_to_what_it_was() -> None:
    page = f"https://github.com/example/docs/blob/{'a' * 40}/{OLD_QUOTAS}"
    html = section(render(sample_report()), OLD_QUOTAS)
    assert f'href="{page}" rel="noopener">View on GitHub (before)</a>' in html


def test_a_renamed_file_leads_to_both() -> None:
    html = changed_file(status=Status.RENAMED, previous_path="docs/old.md")
    assert f'<a href="https://github.com/example/docs/blob/{"a" * 40}/docs/old.md" rel="noopener"><code>' in html
    assert f'href="https://github.com/example/docs/blob/{"b" * 40}/{MODELS}"' in html


def test_a_submodule_has_no_page_of_its_own() -> None:
    assert "View on" not in changed_file(new_mode=FileMode.SUBMODULE)


def test_an_item_tells_of_its_other_changes() -> None:
    html = section(render(sample_report(), sample_around()), MODELS).partition("di-history")[2]
    assert '<a href="../files/models/">Changed 54 times in these reports</a>' in html
    assert '<a href="../may/#item-1"><time datetime="2024-05-01">May 1, 2024</time></a> Earlier retirement' in html
    assert "Next: June 2, 2024 Another retirement" in text(html)


def test_an_item_that_no_other_report_tells_of_has_no_history() -> None:
    assert "di-history" not in section(render(sample_report(), sample_around()), QUOTAS)


def test_without_neighbours_the_page_has_no_word_of_other_reports() -> None:
    html = render(sample_report(), sample_around(), histories={}, tags=())
    assert "di-history" not in html
    assert "di-tags" not in html
    assert "data-diffinsight" not in html


def test_pictures_stand_side_by_side() -> None:
    html = section(render(sample_report(), sample_around()), LOGO)
    assert re.findall(r'<img src="([^"]+)" alt="([^"]+)" loading="lazy" width="(\d+)" height="(\d+)">', html) == [
        ("images/before.png", "logo.png (Before)", "320", "200"),
        ("images/after.png", "logo.png (After)", "640", "400"),
    ]
    assert "After PNG · 640 × 400 · 12.3 kB · grew by 8.1 kB" in text(html)


def test_a_new_picture_has_one_side() -> None:
    html = picture_file(None, Picture("png", 900, 10, 20))
    assert html.count("<figure>") == 1
    assert "After PNG · 10 × 20 · 900 byte" in text(html)
    assert "grew" not in html


def test_a_picture_that_cannot_be_shown_is_told_of() -> None:
    html = picture_file(Picture("tiff", 3_000_000), Picture("tiff", 1_500_000), Around())
    assert "<img" not in html
    assert "After TIFF · 1.5 MB · shrank by 1.5 MB" in text(html)


def test_a_picture_that_stays_is_shown_once() -> None:
    same = Picture("png", 900, 10, 20)
    findings = Findings(Kind.IMAGE, Form.NOTHING, pictures=(same, same))
    moved = dataclasses.replace(change(LOGO, Status.RENAMED), old_blob=LOGO_AFTER, previous_path="docs/old.png")
    file = report_file(moved, findings, FileSummary("minor update", "A picture", (), RULES))
    assert render(make_report([file], NOTHING), sample_around()).count("<figure>") == 1


def test_the_parts_of_an_item_have_their_order() -> None:
    html = section(render(sample_report(), sample_around()), MODELS)
    parts = ['<h3 id="', 'class="di-facts"', 'class="di-diff"', 'class="di-what"', 'class="di-values"']
    parts += ['class="di-explanation"', 'class="di-author"', "di-history"]
    places = [html.index(part) for part in parts]
    assert places == sorted(places)


def test_files_come_in_the_order_of_the_table() -> None:
    html = render(sample_report())
    items = re.findall(r'<section class="di-item" data-item="([^"]+)">', html)
    assert items == re.findall(r'<tr data-item="([^"]+)"', html)
    assert items[0] == IDS[OLD_QUOTAS]  # a breaking change


def test_folded_files_are_counted() -> None:
    assert "3 files that need no explanation are folded" in render(sample_report())


def test_search_finds_titles_explanations_and_paths() -> None:
    found = searchable(sample_report())
    for words in (
        "Later retirement for lumen-small",
        "lumen-small now retires on 2025-01-27",
        "docs/models/retirements.md",
    ):
        assert words in found


@pytest.mark.parametrize(
    "words",
    [
        "Written by",
        "Give quotas a page",
        "Added",
        "Minor update",
        "View on",
        "grew by",
        "Changed 54 times",
        "A notice.",
        "The same edit as in",
        "Diff",
        "retire*",
        "Filename",
    ],
)
def test_search_does_not_find_what_stands_around(words: str) -> None:
    assert words in text(render(sample_report(), sample_around(), notice="A notice."))
    assert words not in searchable(sample_report())


@pytest.mark.parametrize("language", ["en", "ja"])
def test_every_link_on_the_page_leads_somewhere(language: str) -> None:
    html = render(sample_report(language))
    targets = set(re.findall(r' href="#([^"]+)"', html))
    assert targets - set(re.findall(r' id="([^"]+)"', html)) == set()
    assert f"{IDS[MODELS]}-R42" in targets


def test_ids_are_unique() -> None:
    ids = re.findall(r' id="([^"]+)"', render(sample_report()))
    assert len(ids) == len(set(ids))


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


def test_statements_by_a_model_are_counted() -> None:
    assert "11 of 14 statements check out against the diff</li>" in render(sample_report())


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
    contents = contents_of([listed(report)], catalog, addresses)
    pages = ListPages(catalog, Templates(catalog, [], "en"), contents)
    links = Links(addresses, addresses.archive)
    listing = ListingContext(title="May", index_href="../", siblings=[], translations=[])
    body = topic_body(pages, contents.months[0], links, listing)
    html = KeptBody.of(body).whole({})
    assert '<mark class="di-unproven" title="Not found in the diff"><code>2031</code></mark>' in html
    assert "(not found in the diff: <code>2031</code>)" in html
    assert report_meta(report)["summary"] == "It ends in 2031. (not found in the diff: 2031)"


def test_text_of_the_repository_stays_text_wherever_it_stands() -> None:
    fact = Fact(FactKind.DATE, HOSTILE, HOSTILE, (HOSTILE, HOSTILE), lines("R12"))
    summary = FileSummary(
        HOSTILE, HOSTILE, (Statement(HOSTILE, lines("R12"), unproven=(HOSTILE, "alert")),), RULES, (HOSTILE, "alert")
    )
    file = one_file(summary, facts=(fact,) * 30, lost_anchors=(HOSTILE,), successor=HOSTILE)
    file = dataclasses.replace(file, hits=(HOSTILE,))
    folded = report_file(
        change(HOSTILE, Status.MODIFIED, MODELS_PATCH),
        Findings(Kind.DOCUMENT, Form.CONTENT, noise=Noise.METADATA),
        summary,
        commits=commits_saying(HOSTILE),
        same_as=HOSTILE,
    )
    overview = dataclasses.replace(NOTHING, highlights=(Statement(HOSTILE, files=(HOSTILE,), unproven=(HOSTILE,)),))
    other = OtherChange(datetime.date(2024, 5, 1), "../may/", HOSTILE)
    around = Around(hit_links={HOSTILE: "../watch/"})
    report = make_report([file, folded], overview)
    histories, tags = {file.item_id: FileHistory(2, other)}, [Link(HOSTILE, "../tag/")]
    html = render(
        dataclasses.replace(report, history=History("a" * 40, (commit(HOSTILE, HOSTILE),))),
        around,
        None,
        histories,
        tags,
    )
    assert not re.search(r"<(script|img)", html)
    assert html.count("<details") == html.count("</details>")
    assert "49" not in re.sub(r"item-\w+", "", html)


@pytest.mark.parametrize("language", languages())
def test_reasons_and_kinds_have_names(language: str) -> None:
    t = load_catalog(language)
    assert all(t(f"noise.{noise}") for noise in Noise)
    assert all(t(f"fact.{kind}") for kind in FactKind)
