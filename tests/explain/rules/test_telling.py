"""What the rules make of findings, facts and noise, and in which order they tell it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import FileChange, Status
from mkdocs_diffinsight.model.findings import (
    Action,
    Evidence,
    Fact,
    FactKind,
    Finding,
    Findings,
    Form,
    Kind,
    LineSpan,
    Noise,
    Quotation,
    Source,
    Subject,
    Topic,
)
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import FileSummary, Overview, markdown

from .sample import CHANGES, LANGUAGES, added, evidence, metadata, modified, removed, report, summarize, texts

RETIREMENT = Fact(
    FactKind.DATE,
    "2024-11-01",
    "2025-01-27",
    ("Models", "foo-turbo", "Retirement"),
    name="foo-turbo",
    column="Retirement",
)
LIMIT = Fact(FactKind.LIMIT, "100 MB", "200 MB", ("Uploads",))
ENDS = Quotation(Topic.END, "The preview will be retired on May 1.", Source.DOCUMENT, (LineSpan("R", 1, 1),))


def found(*findings: Finding, **fields: Any) -> Findings:
    return Findings(fields.pop("kind", Kind.DOCUMENT), fields.pop("form", Form.CONTENT), findings, **fields)


def of(findings: Findings, change: FileChange | None = None, **fields: Any) -> Evidence:
    """Evidence for a change that shows just these findings."""
    return Evidence(change or modified("a.md", "-a", "+b"), "hash", findings, **fields)


def overview(rules: Rules, *files: Evidence) -> Overview:
    return rules.summarize_report([ReportFile(e, "item-1", rules.summarize_file(e)) for e in files])


def explain(rules: Rules, findings: Findings) -> FileSummary:
    return rules.summarize_file(of(findings))


def phrase(old: str, new: str, **fields: Any) -> Finding:
    return Finding(Subject.PHRASE, Action.CHANGED, old=old, new=new, **fields)


def passage(text: str) -> Finding:
    return Finding(Subject.PARAGRAPH, Action.ADDED, text)


class TestProof:
    def test_a_statement_carries_the_lines_of_its_findings(self, rules: Rules) -> None:
        lines = (LineSpan("L", 3, 3), LineSpan("R", 3, 4))
        summary = explain(rules, found(phrase("Foo", "Bar", lines=lines)))
        assert [statement.lines for statement in summary.statements] == [lines]

    def test_a_statement_of_several_findings_carries_all_their_lines(self, rules: Rules) -> None:
        rows = [
            Finding(Subject.ROW, Action.ADDED, name, lines=(LineSpan("R", n, n),)) for n, name in enumerate("ab", 1)
        ]
        (statement,) = explain(rules, found(*rows)).statements
        assert statement.lines == (LineSpan("R", 1, 1), LineSpan("R", 2, 2))

    def test_a_whole_file_is_proven_by_all_its_lines(self, rules: Rules) -> None:
        assert {s.lines for s in summarize(rules, added("a.md", "# A", "Text.")).statements} == {(LineSpan("R", 1, 2),)}
        assert summarize(rules, removed("a.md", "# A")).statements[0].lines == (LineSpan("L", 1, 1),)

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", CHANGES)
    def test_what_is_quoted_stands_in_the_diff_or_the_path(self, language: str, name: str) -> None:
        change = CHANGES[name]
        summary = summarize(Rules(load_catalog(language)), change)
        known = " ".join(
            (change.path, change.previous_path or "", change.patch or "", change.old_mode, change.new_mode)
        )
        quoted = [word for span in re.findall(r"`([^`]+)`", summary.explanation) for word in span.split()]
        assert [word for word in quoted if word.strip(".") not in known] == []


class TestFacts:
    def test_a_fact_names_its_column_and_row(self, rules: Rules) -> None:
        summary = explain(rules, found(facts=(RETIREMENT,)))
        assert summary.explanation == "`Retirement` (`foo-turbo`): `2024-11-01` → `2025-01-27`."
        assert summary.modification_title == "“Retirement” (“foo-turbo”): “2024-11-01” → “2025-01-27”"

    def test_a_fact_of_a_text_names_its_kind_and_section(self, rules: Rules) -> None:
        assert explain(rules, found(facts=(LIMIT,))).explanation == "Limit: `100 MB` → `200 MB` (in `Uploads`)."

    def test_rows_with_the_same_new_value_share_a_line(self, rules: Rules) -> None:
        other = replace(RETIREMENT, where=("Models", "bar-turbo", "Retirement"), name="bar-turbo")
        explanation = explain(rules, found(facts=(RETIREMENT, other))).explanation
        assert explanation == "`Retirement` (`foo-turbo` and `bar-turbo`): `2024-11-01` → `2025-01-27`."

    def test_what_a_fact_tells_is_told_once(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.CHANGED, "foo-turbo", "2024-11-01", "2025-01-27", "Models")
        assert explain(rules, found(row, facts=(RETIREMENT,))).explanation.count("2025-01-27") == 1

    def test_words_beside_a_fact_are_told_too(self, rules: Rules) -> None:
        words = phrase("100 MB in Foo", "200 MB in Bar", lines=(LineSpan("R", 1, 1),))
        explanation = explain(rules, found(words, facts=(replace(LIMIT, lines=(LineSpan("R", 1, 1),)),))).explanation
        assert "200 MB in Bar" in explanation

    def test_a_value_that_came_is_no_replacement(self, rules: Rules) -> None:
        explanation = explain(rules, found(facts=(replace(LIMIT, old=""),))).explanation
        assert explanation == "Limit: `200 MB` (new) (in `Uploads`)."


class TestSeparation:
    def test_metadata_beside_content_is_mentioned_in_passing(self, rules: Rules) -> None:
        date = Finding(Subject.METADATA, Action.CHANGED, "date", "2024", "2025")
        explanation = explain(rules, found(phrase("Foo", "Bar"), date)).explanation
        assert explanation == "`Foo` becomes `Bar`. Smaller changes: metadata (`date`)."

    def test_other_words_for_the_same_are_counted_beside_what_matters(self, rules: Rules) -> None:
        names = [phrase(f"Foo{n}", f"Bar{n}") for n in range(5)]
        explanation = explain(rules, found(phrase("is not", "isn't"), *names)).explanation
        assert "isn't" not in explanation
        assert "wording in 1 place" in explanation

    def test_other_words_are_told_where_nothing_else_is(self, rules: Rules) -> None:
        assert "can't" in explain(rules, found(phrase("cannot", "can't"))).explanation

    def test_a_row_that_went_and_came_is_a_changed_one(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.REMOVED, "size")
        summary = explain(rules, found(row, replace(row, action=Action.ADDED)))
        assert summary.explanation == "The table row `size` changes."

    def test_emphasis_and_targets_of_links_are_not_quoted(self, rules: Rules) -> None:
        text = "See **Foo** and the [guide](../foo/bar.md#x) for `__init__`."
        assert explain(rules, found(passage(text))).explanation == (
            "A passage is new: `See Foo and the guide for __init__`."
        )

    def test_a_callout_is_told_with_its_text(self, rules: Rules) -> None:
        note = Finding(Subject.NOTE, Action.ADDED, "WARNING", lines=(LineSpan("R", 4, 4),))
        text = Finding(Subject.PARAGRAPH, Action.ADDED, "Keep a copy.", lines=(LineSpan("R", 5, 6),))
        (statement,) = explain(rules, found(text, note)).statements
        assert statement.text == "A `WARNING` callout is new: `Keep a copy`."
        assert statement.lines == (LineSpan("R", 4, 4), LineSpan("R", 5, 6))

    @pytest.mark.parametrize("texts", [("", ""), ("Keep a copy of it all.", "Keep a copy of it all.")])
    def test_a_callout_of_another_kind_is_told_once(self, rules: Rules, texts: tuple[str, str]) -> None:
        old, new = (Finding(Subject.NOTE, Action.ADDED, name, new=text) for name, text in zip("AB", texts, strict=True))
        summary = explain(rules, found(replace(old, action=Action.REMOVED), new))
        assert summary.explanation == "The `A` callout becomes `B`."

    def test_callouts_that_say_other_things_are_two(self, rules: Rules) -> None:
        old = Finding(Subject.NOTE, Action.REMOVED, "NOTE", new="It is slow.")
        new = Finding(Subject.NOTE, Action.ADDED, "TIP", new="Press a key.")
        assert "becomes" not in explain(rules, found(old, new)).explanation

    def test_words_that_make_no_sense_alone_are_counted(self, rules: Rules) -> None:
        summary = explain(rules, found(phrase("Customers can also", "When you")))
        assert summary.modification_title == "Wording in 1 place"
        assert summary.explanation == "Only small things change: wording in 1 place."

    def test_a_title_quotes_the_words_that_make_sense(self, rules: Rules) -> None:
        words = [phrase("and", "Foo Bay, and"), phrase("Foo Studio", "Foo Portal"), phrase("and Foo", "like Bar")]
        assert explain(rules, found(*words)).modification_title == "“Foo Studio” → “Foo Portal”"

    def test_sample_identifiers_are_mentioned_in_passing(self, rules: Rules) -> None:
        sample = Finding(Subject.SAMPLE, Action.CHANGED, "id", "XXXX", "XXXXX")
        explanation = explain(rules, found(phrase("Foo", "Bar"), sample, sample)).explanation
        assert explanation == "`Foo` becomes `Bar`. Smaller changes: sample identifiers."

    def test_rows_of_which_no_cell_is_told_share_a_line(self, rules: Rules) -> None:
        rows = [Finding(Subject.ROW, Action.CHANGED, name, section="Sizes") for name in ("small", "large")]
        assert explain(rules, found(*rows)).explanation == "In `Sizes`, 2 table rows change: `small` and `large`."

    def test_footnotes_and_tags_are_not_quoted(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.ADDED, "West <sup>1, 2</sup><br><b>Zone</b>")
        assert explain(rules, found(row)).explanation == "The table row `West Zone` is new."

    def test_a_title_quotes_the_passage_that_tells_most(self, rules: Rules) -> None:
        passages = [passage("Some words that say little."), passage("Foo Portal 2.1 takes `--fast`.")]
        title = explain(rules, found(phrase("Keyless and", "For"), *passages)).modification_title
        assert title == "2 new passages: “Foo Portal 2.1 takes --fast” and “Some words that say little”"

    def test_a_title_quotes_one_of_many_passages(self, rules: Rules) -> None:
        passages = [passage(f"{n} This is a passage that is about as long as a title.") for n in range(3)]
        title = explain(rules, found(*passages)).modification_title
        assert title == "3 new passages: “0 This is a passage that is about as long as a title” and 2 more"

    def test_of_a_long_passage_the_first_sentence_is_quoted(self, rules: Rules) -> None:
        text = f"Foo Portal takes files of up to {'many ' * 6}megabytes. Then it reads them. And so on."
        assert explain(rules, found(passage(text))).explanation.endswith("megabytes. …`.")

    def test_a_short_passage_is_shown_before_and_after(self, rules: Rules) -> None:
        reworded = Finding(Subject.PARAGRAPH, Action.CHANGED, old="Go to Foo.", new="Open the Bar list.")
        assert explain(rules, found(reworded)).explanation == "The passage `Go to Foo` now reads `Open the Bar list`."

    def test_of_a_long_reworded_passage_what_is_new_is_told(self, rules: Rules) -> None:
        same = "The first sentence is long enough to stay, and it stays, all of it, as it was long before."
        old, new = f"{same} The second one goes.", f"{same} Now there is Foo Portal."
        reworded = Finding(Subject.PARAGRAPH, Action.CHANGED, old=old, new=new)
        assert explain(rules, found(reworded)).explanation == (
            "A passage is reworded; it now says `Now there is Foo Portal`."
        )

    def test_a_new_row_tells_the_cells_that_a_reader_looks_for(self, rules: Rules) -> None:
        cells = (("Vendor", "Acme"), ("Retirement", "2025-10-01"), ("Notes", "none"))
        row = Finding(Subject.ROW, Action.ADDED, "model-x", cells=cells)
        assert explain(rules, found(row)).explanation == ("The table row `model-x` (Retirement: `2025-10-01`) is new.")

    def test_a_date_without_the_head_of_its_column_stands_beside_the_other_cells(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.ADDED, "model-x", cells=(("", "turbo-04"), ("", "October 1, 2025")))
        assert explain(rules, found(row)).explanation == (
            "The table row `model-x` (`turbo-04`, `October 1, 2025`) is new."
        )

    def test_the_head_of_a_column_is_no_markup(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.ADDED, "model-x", cells=(("<b>*Retirement*", "2025-10-01"),))
        assert r"(&lt;b&gt;\*Retirement\*: `2025-10-01`)" in explain(rules, found(row, kind=Kind.TEXT)).explanation

    def test_words_without_content_make_no_title(self, rules: Rules) -> None:
        small = [phrase(f"the Foo{n}", f"Foo{n}", section="Start") for n in range(3)]
        assert explain(rules, found(*small)).modification_title == "Wording in 3 places (in “Start”)"

    def test_a_section_in_the_place_of_another_is_told_once(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.REPLACED, old="One", new="Two")
        assert explain(rules, found(heading)).explanation == "The section `One` gives way to `Two`."

    def test_a_column_is_no_row(self, rules: Rules) -> None:
        column = Finding(Subject.COLUMN, Action.RENAMED, old="A", new="B")
        assert explain(rules, found(column)).explanation == "The table column `A` is now called `B`."

    def test_the_anchor_of_a_reworded_heading_is_mentioned(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.RENAMED, old="Old part", new="New part")
        told = overview(rules, of(found(heading, lost_anchors=("old-part",))))
        assert "anchor" not in markdown(told.highlights)
        assert "`a.md`: the anchor `#old-part` changes with its heading" in texts(told.other_updates)


class TestNoise:
    def test_links_alone_are_told_as_such(self, rules: Rules) -> None:
        link = Finding(Subject.LINK, Action.CHANGED, "Guide", "a.md", "b.md")
        summary = explain(rules, found(link, noise=Noise.LINKS))
        assert summary.modification_title == "Link targets only"
        assert summary.explanation.startswith("Only the targets of links change; the text stays as it was.")

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_same_edit_as_in_another_file_leads_there(self, language: str) -> None:
        rules = Rules(load_catalog(language))
        summary = rules.summarize_file(of(found(phrase("Foo", "Bar")), same_as="docs/first.md"))
        (statement,) = summary.statements
        assert "`docs/first.md`" in statement.text
        assert statement.files == ("docs/first.md",)

    def test_the_same_edit_keeps_its_title(self, rules: Rules) -> None:
        summary = rules.summarize_file(of(found(phrase("Foo", "Bar")), same_as="docs/first.md"))
        assert summary.modification_title == "“Foo” → “Bar”"

    @pytest.mark.parametrize("noise", [Noise.METADATA, Noise.WHITESPACE, Noise.MOVED, Noise.LINKS])
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_upkeep_is_counted_by_its_name(self, language: str, noise: Noise) -> None:
        catalog = load_catalog(language)
        findings = found(phrase("Foo", "Bar"), noise=noise)
        evidences = [of(findings, modified(path, "-a", "+b")) for path in ("a.md", "b.md")]
        (item,) = overview(Rules(catalog), *evidences).other_updates
        told = catalog(f"rules.noise.{noise}.files", n=2, names=catalog("rules.last_comma").join(["`a.md`", "`b.md`"]))
        assert told in item.text
        assert item.files == ("a.md", "b.md")


class TestType:
    def test_a_removed_file_breaks_something(self, rules: Rules) -> None:
        assert summarize(rules, removed("a.md", "# Guide")).modification_type == "breaking change"

    def test_a_moved_file_breaks_nothing(self, rules: Rules) -> None:
        moved = of(found(successor="docs/new.md"), removed("a.md", "# Guide"))
        summary = rules.summarize_file(moved)
        assert summary.modification_type == "minor update"
        assert summary.modification_title == "“a.md” moved to “docs/new.md”"
        assert "Its content is now in `docs/new.md`." in summary.explanation

    @pytest.mark.parametrize("topic", [Topic.BREAKING, Topic.END])
    def test_what_an_author_calls_an_end_or_breaking_is_breaking(self, rules: Rules, topic: Topic) -> None:
        told = found(passage(ENDS.text), quotations=(replace(ENDS, topic=topic),))
        assert explain(rules, told).modification_type == "breaking change"

    @pytest.mark.parametrize(
        "quotation",
        [
            replace(ENDS, topic=Topic.DEPRECATION),
            replace(ENDS, is_removed=True),
            replace(ENDS, topic=Topic.BREAKING, is_removed=True),
            replace(ENDS, source=Source.CHANGELOG),
        ],
    )
    def test_less_than_a_stated_end_breaks_nothing(self, rules: Rules, quotation: Quotation) -> None:
        assert explain(rules, found(passage(ENDS.text), quotations=(quotation,))).modification_type == "minor update"

    def test_lost_anchors_are_told_but_break_nothing(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.REMOVED, "Set up")
        summary = explain(rules, found(heading, lost_anchors=("set-up",)))
        assert summary.modification_type == "minor update"
        assert "Links to the anchor `#set-up` lead nowhere now." in summary.explanation


class TestPriority:
    def test_rows_come_before_list_items_of_a_bigger_change(self, rules: Rules) -> None:
        item = of(found(Finding(Subject.ITEM, Action.ADDED, "Foo Portal 2.1")), modified("item.md", *["+x"] * 9))
        row = of(found(Finding(Subject.ROW, Action.ADDED, "small")), modified("row.md", "+x"))
        told = overview(rules, item, row)
        for statements in (told.highlights, told.other_updates):
            assert [statement.files for statement in statements] == [("row.md",), ("item.md",)]

    @pytest.mark.parametrize(
        "small",
        [
            phrase("Customers can also", "When you"),
            phrase("the", "each"),
            Finding(Subject.SAMPLE, Action.CHANGED, "id", "XXXX", "XXXXX"),
        ],
    )
    def test_what_is_only_counted_is_no_highlight(self, rules: Rules, small: Finding) -> None:
        files = (of(found(small), modified("small.md", "-a", "+b")), of(found(phrase("Foo Studio", "Foo Portal"))))
        told = overview(rules, *files)
        assert [statement.files for statement in told.highlights] == [("a.md",)]
        assert "small.md" not in told.summary
        assert told.other_updates[-1].files == ("small.md",)

    def test_files_with_other_sample_identifiers_share_an_item(self, rules: Rules) -> None:
        sample = found(Finding(Subject.SAMPLE, Action.CHANGED, "id", "XXXX", "XXXXX"))
        told = overview(rules, *(of(sample, modified(path, "-a", "+b")) for path in ("a.md", "b.md")))
        assert texts(told.other_updates) == ("Sample identifiers in 2 files: `a.md` and `b.md`",)

    def test_highlights_begin_with_what_a_reader_would_act_on(self, rules: Rules) -> None:
        told = overview(
            rules,
            evidence(metadata("m.md")),
            evidence(added("new.md", "# New", *("Text." for _ in range(20)))),
            of(found(facts=(RETIREMENT,)), modified("models.md", "-a", "+b")),
            evidence(removed("gone.md", "# Gone")),
        )
        assert texts(told.highlights) == (
            "The file `gone.md` is removed.",
            "In `models.md`: `Retirement` (`foo-turbo`): `2024-11-01` → `2025-01-27`.",
            "The file `new.md` is new.",
            "1 more file changes only in metadata.",
        )

    def test_everything_about_files_names_them(self, rules: Rules) -> None:
        told = report(rules, *CHANGES.values())
        lists = (told.highlights, told.new_features, told.breaking_changes, told.other_updates)
        assert [statement.text for statements in lists for statement in statements if not statement.files] == []

    def test_a_move_is_no_removal(self, rules: Rules) -> None:
        told = overview(rules, of(found(successor="b.md"), removed("a.md", "# Guide")))
        assert told.breaking_changes == ()
        assert texts(told.highlights) == ("`a.md` is removed; its content is now in `b.md`.",)

    def test_an_announced_end_is_quoted(self, rules: Rules) -> None:
        told = overview(rules, of(found(passage(ENDS.text), quotations=(ENDS,))))
        assert texts(told.breaking_changes) == ("`a.md`: an end is announced: `The preview will be retired on May 1`",)

    def test_lost_anchors_are_reported_with_the_old_anchor(self, rules: Rules) -> None:
        told = overview(rules, of(found(phrase("Foo", "Bar"), lost_anchors=("set-up",))))
        assert told.other_updates[0].text == "`a.md`: links to the anchor `#set-up` lead nowhere now"

    def test_new_files_come_before_anchors_of_lost_sections(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.REMOVED, "Set up")
        told = overview(rules, evidence(added("b.md", "# B")), of(found(heading, lost_anchors=("set-up",))))
        assert [text.split(" ")[0] for text in texts(told.highlights)] == ["The", "Links"]

    def test_numbered_anchors_make_no_highlight(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.REMOVED, "Properties")
        told = overview(rules, of(found(heading, lost_anchors=("properties-12",))))
        assert "anchor" not in markdown(told.highlights)
        assert "`a.md`: links to the anchor `#properties-12` lead nowhere now" in texts(told.other_updates)

    def test_new_rows_with_dates_come_before_new_files(self, rules: Rules) -> None:
        lines = (LineSpan("R", 5, 5),)
        row = Finding(Subject.ROW, Action.ADDED, "model-x", lines=lines, cells=(("Retirement", "2025-10-01"),))
        date = Fact(FactKind.DATE, "", "2025-10-01", ("model-x", "Retirement"), lines, "model-x", "Retirement")
        told = overview(rules, evidence(added("b.md", "# B")), of(found(row, facts=(date,))))
        assert told.highlights[0].text == "`a.md`: New table row `model-x` (Retirement: `2025-10-01`)."

    def test_facts_of_a_file_that_grew_are_not_lost(self, rules: Rules) -> None:
        section = Finding(Subject.HEADING, Action.ADDED, "New part")
        told = overview(rules, of(found(section, facts=(LIMIT,))))
        assert "`a.md`: Limit: `100 MB` → `200 MB` (in `Uploads`)" in texts(told.other_updates)

    def test_files_of_which_the_same_is_told_share_an_item(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.CHANGED, "extra", "ignore", "drop")
        told = overview(rules, *(of(found(row), modified(path, "-a", "+b")) for path in ("a.md", "b.md")))
        assert texts(told.other_updates) == ("Table row `extra`: `ignore` → `drop` in 2 files: `a.md` and `b.md`",)

    def test_terms_are_counted_whatever_their_case_and_number(self, rules: Rules) -> None:
        spellings = [("Foo Studio", "Foo Portal"), ("Foo studios", "Foo portals"), ("foo studio", "Foo portal")]
        told = overview(
            rules,
            *(of(found(phrase(*both)), modified(f"{n}.md", "-a", "+b")) for n, both in enumerate(spellings)),
        )
        assert "`Foo Studio` → `Foo Portal` recurs in 3 files." in texts(told.insights)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_theme_has_words_in_every_language(self, language: str) -> None:
        evidences = [
            of(found(successor="new/a.md"), removed("a.md", "# A")),
            of(found(successor="new/b.md"), removed("b.md", "# B")),
            of(found(passage(ENDS.text), quotations=(ENDS,)), modified("c.md", "-a", "+b")),
            of(
                found(
                    passage(ENDS.text), quotations=(replace(ENDS, topic=Topic.DEPRECATION, text="It is deprecated."),)
                ),
                modified("d.md", "-a", "+b"),
            ),
            of(found(facts=(RETIREMENT, LIMIT), lost_anchors=("x", "y")), modified("e.md", "-a", "+b")),
            *(of(found(phrase("Foo Studio", "Foo Portal")), modified(f"f{n}.md", "-a", "+b")) for n in range(3)),
            of(found(phrase("Foo", "Bar"), noise=Noise.LINKS), modified("g.md", "-a", "+b")),
        ]
        for first in range(len(evidences)):
            told = overview(Rules(load_catalog(language)), *evidences[first:])
            text = f"{told.summary}\n{markdown(told.highlights)}\n{markdown(told.insights)}"
            assert "{" not in text
            assert ".." not in text


@pytest.mark.parametrize("status", [Status.ADDED, Status.REMOVED])
def test_a_document_with_a_title_by_rote_is_called_by_its_file(rules: Rules, status: Status) -> None:
    make = added if status is Status.ADDED else removed
    change = make("parts/limits.md", "---", "title: include file", "description: include file", "---", "Text.")
    assert "limits.md" in summarize(rules, change).modification_title
