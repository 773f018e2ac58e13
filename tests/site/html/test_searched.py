"""What search reads of a report."""

from __future__ import annotations

import dataclasses

from mkdocs_diffinsight.build.store import KeptBody
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import FileSummary, Overview, Statement, plain
from mkdocs_diffinsight.site.diff.report_diffs import ReportDiffs
from mkdocs_diffinsight.site.html.searched import gist, searched
from mkdocs_diffinsight.site.html.templating import Body, Heading, Templates
from mkdocs_diffinsight.site.map.around import Around
from mkdocs_diffinsight.site.pages.report import report_bodies

from ..sample import HIT_LINKS, MODEL, SETUP, make_report, sample_report


def page_of(report: Report) -> Body:
    catalog = load_catalog("en")
    templates, diffs = Templates(catalog, [], "en"), ReportDiffs(catalog, report)
    page, *_ = report_bodies(catalog, templates, diffs, lambda _: Around(hit_links=HIT_LINKS), notice=None)
    return page.body


def body(text: str) -> Body:
    """The page of a report on one file that is told with a text."""
    [_, _, file, *_] = sample_report().files
    files = [dataclasses.replace(file, summary=FileSummary("new feature", "A title", plain(text), MODEL))]
    overview = Overview("", (), (), (), (), (), MODEL)
    return page_of(make_report(files, overview))


def test_a_short_text_is_read_whole() -> None:
    assert gist("<p>One &amp; <strong>all</strong>.</p>", 100) == "One & all ."


def test_a_long_text_is_read_up_to_the_end_of_a_sentence() -> None:
    assert gist("<p>One is here. Two is there. Three is nowhere at all.</p>", 30) == "One is here."


def test_sentences_end_without_blanks_in_japanese() -> None:
    assert gist("<p>一つ目です。二つ目です。三つ目はとても長い文です。</p>", 60) == "一つ目です。二つ目です。"


def test_a_long_sentence_is_cut_between_words() -> None:
    assert gist("<p>one two three four five six seven eight</p>", 20) == "one two three"


def test_names_and_numbers_in_the_rest_are_read_too() -> None:
    text = "<p>A first sentence. Then <code>timeout</code> of max_size in v2.1 is set to 512 by a request.</p>"
    assert gist(text, 45) == "A first sentence. timeout max_size v2.1 512"


def test_every_latin_word_is_a_name_among_japanese() -> None:
    assert gist("<p>最初の文。この後で Lumen と Vision を使います。もう一つ文があります。</p>", 40) == (
        "最初の文。 Lumen Vision"
    )


def test_names_that_were_read_already_are_not_read_again() -> None:
    text = "<p>Use lumen-2 here. The model lumen-2 and lumen-3 are both there for you.</p>"
    assert gist(text, 50) == "Use lumen-2 here. lumen-3"


def test_notes_are_not_read() -> None:
    assert gist('<p>A text.<sup class="di-proof"><a href="#x">R12</a></sup></p>', 100) == "A text."


def test_texts_stay_text() -> None:
    html = searched([(Heading("<b>", "x", 3), "<script>")])
    assert html == '<h3 id="x">&lt;b&gt;</h3>\n<p>&lt;script&gt;</p>'


def test_a_heading_is_read_with_its_whole_title() -> None:
    assert "docs/a.md" in searched([(Heading("a.md", "a", 3, "docs/a.md"), "A text.")])


def test_a_heading_without_a_text_is_not_read() -> None:
    assert searched([(Heading("Report", "report", 1), ""), (Heading("Insights", "insights", 2), "")]) == (
        '<h1 id="report">Report</h1>'
    )


def test_the_page_shows_nothing_that_only_search_reads() -> None:
    made = body("A first sentence. " + "Another sentence. " * 20 + "Then `timeout` is 512.")
    assert made.html.count("timeout") == 1
    page = KeptBody.of(made).whole({})
    assert page.count("A first sentence.") == 1
    assert page.count('id="report"') == 1


def test_what_other_plugins_add_to_a_page_stays() -> None:
    made = body("A text.")
    kept = KeptBody.of(made)
    page = kept.completed(f"<p>Above.</p>{kept.early()}<p>Below.</p>", {})
    assert page.startswith("<p>Above.</p><div")
    assert page.endswith("<p>Below.</p>")


def test_a_long_text_costs_no_more_than_its_budget() -> None:
    short, long = body("A sentence. " * 30), body("A sentence with lumen-7 in it. " * 300)
    assert len(long.html) - len(short.html) < 100


def test_of_a_folded_file_search_reads_the_path_and_the_title() -> None:
    found = page_of(sample_report()).html
    assert f"{SETUP}</h3>\n<p>Date of the document changed</p>" in found


def test_an_overview_has_a_budget_for_all_its_parts() -> None:
    statements = tuple(Statement(f"Statement number {n} tells of something.") for n in range(200))
    report = sample_report()
    overview = dataclasses.replace(report.overview, highlights=statements, insights=statements)
    found = page_of(dataclasses.replace(report, overview=overview)).html
    assert "Statement number 5 " in found
    assert found.count("Statement number") < 40


def test_words_in_quotation_marks_are_found() -> None:
    assert gist("The page “Quotas” is new.", 300) == "The page Quotas is new."
