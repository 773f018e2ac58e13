"""What the rules make of findings, facts, quotations and noise, and in which order they tell it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import Status
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import (
    Action,
    Break,
    Evidence,
    Fact,
    Finding,
    Kind,
    LineSpan,
    Noise,
    Quotation,
    Side,
    Source,
    Subject,
    Topic,
)
from mkdocs_diffinsight.model.texts import markdown

from .sample import (
    CHANGES,
    LANGUAGES,
    added,
    everything,
    evidence,
    metadata,
    modified,
    removed,
    report,
    summarize,
    texts,
)
from .telling import (
    ENDS,
    FIRST,
    LIMIT,
    RETIREMENT,
    code,
    commit,
    explain,
    found,
    of,
    overview,
    passage,
    phrase,
    quotation,
)


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
        assert (
            summary.explanation
            == "In “Models”, “Retirement” of `foo-turbo` is now `2025-01-27` instead of `2024-11-01`."
        )
        assert summary.modification_title == "Models: “Retirement” of foo-turbo: 2024-11-01 → 2025-01-27"

    def test_a_fact_of_a_text_names_its_kind_and_section(self, rules: Rules) -> None:
        assert (
            explain(rules, found(facts=(LIMIT,))).explanation
            == "In “Uploads”, the limit rises from `100 MB` to `200 MB`."
        )

    def test_a_number_that_falls_is_said_to_fall(self, rules: Rules) -> None:
        lower = replace(LIMIT, old="1,000 files", new="500 files")
        assert "the limit falls from `1,000 files` to `500 files`" in explain(rules, found(facts=(lower,))).explanation

    def test_versions_rise_by_their_parts(self, rules: Rules) -> None:
        python = Fact(FactKind.REQUIREMENT, ">=3.7", ">=3.10", ("requires-python",), name="requires-python")
        raised = explain(rules, found(facts=(python,), kind=Kind.SETTINGS))
        assert raised.explanation == "`requires-python` rises from `>=3.7` to `>=3.10`."

    def test_a_date_neither_rises_nor_falls(self, rules: Rules) -> None:
        assert "rises" not in explain(rules, found(facts=(RETIREMENT,))).explanation

    def test_a_value_in_a_sentence_is_told_by_the_sentence(self, rules: Rules) -> None:
        change = modified("a.md", "-You can upload files of up to 100 MB.", "+You can upload files of up to 200 MB.")
        assert summarize(rules, change).explanation == (
            "The page now says `200 MB` instead of `100 MB`: “You can upload files of up to 200 MB”."
        )

    def test_rows_with_the_same_new_value_share_a_line(self, rules: Rules) -> None:
        other = replace(RETIREMENT, where=("Models", "bar-turbo", "Retirement"), name="bar-turbo")
        explanation = explain(rules, found(facts=(RETIREMENT, other))).explanation
        assert "“Retirement” of `foo-turbo` and `bar-turbo` is now `2025-01-27`" in explanation

    def test_what_a_fact_tells_is_told_once(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.CHANGED, "foo-turbo", "2024-11-01", "2025-01-27", "Models")
        assert explain(rules, found(row, facts=(RETIREMENT,))).explanation.count("2025-01-27") == 1

    def test_a_value_that_came_is_no_replacement(self, rules: Rules) -> None:
        explanation = explain(rules, found(facts=(replace(RETIREMENT, old=""),))).explanation
        assert explanation == "In “Models”, “Retirement” of `foo-turbo` now has `2025-01-27`."

    def test_cells_that_are_marked_now_are_told_as_that(self, rules: Rules) -> None:
        cell = Fact(FactKind.CELL, "-", "✅", ("Regions", "westus", "gpt-4o"), name="westus", column="gpt-4o")
        explanation = explain(rules, found(facts=(cell,))).explanation
        assert explanation == "In “Regions”, “gpt-4o” of “westus” now has a check mark."

    @pytest.mark.parametrize(
        ("old", "new"), [("1000", "1,000"), ("latin", "Latin"), ("2GB", "2 GB"), ("Add", "**Add**")]
    )
    def test_a_value_that_is_written_another_way_is_no_news(self, rules: Rules, old: str, new: str) -> None:
        fact = replace(RETIREMENT, kind=FactKind.CELL, old=old, new=new)
        told = explain(rules, found(phrase("Foo Studio", "Foo Portal"), facts=(fact,)))
        assert told.explanation == "“Foo Portal” takes the place of “Foo Studio”."


class TestPassages:
    def test_a_passage_is_quoted_in_whole_sentences(self, rules: Rules) -> None:
        change = modified(
            "a.md", " ## Keys", " ", "+Keys of version 1.2, e.g. old ones, are read", "+until you delete them.", " "
        )
        assert summarize(rules, change).explanation == (
            "“Keys” now says: “Keys of version 1.2, e.g. old ones, are read until you delete them”."
        )

    def test_only_the_sentences_that_are_new_are_told(self, rules: Rules) -> None:
        change = modified("a.md", "-It reads files.", "+It reads files. It writes nothing to disk.")
        assert summarize(rules, change).explanation == "The page now says: “It writes nothing to disk”."

    def test_a_passage_that_was_rewritten_is_shown_before_and_after(self, rules: Rules) -> None:
        change = modified("a.md", "-You need all three roles for it.", "+Two of these roles are enough for that.")
        assert summarize(rules, change).explanation == (
            "The page now says “Two of these roles are enough for that” instead of “You need all three roles for it”."
        )

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("You cannot change it while it runs.", "You can't change it while it runs."),
            ("Use the button to open the page.", "To open the page, use the button."),
            ("It has 5000 rows, as you saw.", "It has 5,000 rows, as you saw."),
            ("設定を行う画面を開きます。", "設定をおこなう画面を開きます。"),
        ],
    )
    def test_other_words_for_the_same_are_wording_and_nothing_else(self, rules: Rules, old: str, new: str) -> None:
        summary = summarize(rules, modified("a.md", f"-{old}", f"+{new}"))
        assert summary.explanation == "Wording only: no value, code or step changes."
        assert summary.modification_title == "Wording only"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("The service keeps your data.", "The service doesn't keep your data."),
            ("You may set the key here.", "You must set the key here."),
            ("Open Studio to see the list of it.", "Open Portal to see the list of it."),
            ("このデータは保存されます。", "このデータは保存されません。"),
            ("此功能支持容器。", "此功能不支持容器。"),
        ],
    )
    def test_what_states_something_else_is_no_wording(self, rules: Rules, old: str, new: str) -> None:
        assert "Wording only" not in summarize(rules, modified("a.md", f"-{old}", f"+{new}")).explanation

    def test_another_target_of_a_link_is_no_wording(self, rules: Rules) -> None:
        link = Finding(Subject.LINK, Action.CHANGED, "Guide", "a.md", "b.md")
        told = explain(rules, found(link, Finding(Subject.PUNCTUATION, Action.CHANGED, old="a", new="a.")))
        assert told.explanation == "The link “Guide” leads to `b.md` instead of `a.md`. Besides, only wording changes."

    def test_wording_beside_news_is_not_told(self, rules: Rules) -> None:
        change = modified("a.md", "-It isn't on.", "+It is not on.", " ", "+## Keys", "+", "+Keys end on Monday.")
        assert summarize(rules, change).explanation == "The new section “Keys” says: “Keys end on Monday”."

    def test_a_passage_that_went_and_came_back_reworded_is_one(self, rules: Rules) -> None:
        change = modified(
            "a.md",
            "-Admin keys are for writing objects to the index.",
            " ",
            " Text.",
            " ",
            "+Admin keys are for writing and deleting objects of the index.",
        )
        assert summarize(rules, change).explanation == (
            "The page adds “deleting”: “Admin keys are for writing and deleting objects of the index”."
        )

    def test_text_that_a_comment_hid_is_shown_now(self, rules: Rules) -> None:
        change = modified("a.md", "-<!-- Avoid keys of others here. -->", "+Do not use keys of others here.")
        assert summarize(rules, change).explanation == (
            "“Do not use keys of others here” is shown now; it was hidden in a comment as “Avoid keys of others here”."
        )

    def test_a_new_step_is_called_a_step(self, rules: Rules) -> None:
        change = modified(
            "a.md", " 1. Open the page of the service.", "+2. Select the button to create a new key for it there."
        )
        assert summarize(rules, change).explanation == (
            "The page has a new step: “Select the button to create a new key for it there”."
        )

    def test_steps_that_got_other_numbers_are_no_news(self, rules: Rules) -> None:
        change = modified(
            "a.md", "-1. Open it.", "+1. Sign in to the page of the service with your own account.", "+2. Open it."
        )
        assert summarize(rules, change).explanation.startswith("The page has a new step: “Sign in")
        assert "Open it" not in summarize(rules, change).explanation

    def test_a_replacement_in_many_passages_is_told_once(self, rules: Rules) -> None:
        lines = [line for n in "abcd" for line in (f"-Item {n} of AI Foundry.", f"+Item {n} of Azure AI Foundry.", " ")]
        told = summarize(rules, modified("a.md", *lines)).explanation
        assert told == "“Azure AI Foundry” takes the place of “AI Foundry” throughout."

    def test_a_callout_is_told_with_its_text(self, rules: Rules) -> None:
        note = Finding(Subject.NOTE, Action.ADDED, "WARNING", lines=(LineSpan("R", 4, 4),))
        text = Finding(Subject.PARAGRAPH, Action.ADDED, "Keep a copy.", lines=(LineSpan("R", 5, 6),))
        (statement,) = explain(rules, found(text, note)).statements
        assert statement.text == "A new “WARNING” callout says: “Keep a copy”."
        assert statement.lines == (LineSpan("R", 4, 4), LineSpan("R", 5, 6))

    @pytest.mark.parametrize("texts", [("", ""), ("Keep a copy of it all.", "Keep a copy of it all.")])
    def test_a_callout_of_another_kind_is_told_once(self, rules: Rules, texts: tuple[str, str]) -> None:
        old, new = (Finding(Subject.NOTE, Action.ADDED, name, new=text) for name, text in zip("AB", texts, strict=True))
        summary = explain(rules, found(replace(old, action=Action.REMOVED), new))
        assert summary.explanation == "The “A” callout is now marked “B”."

    def test_emphasis_and_targets_of_links_are_not_quoted(self, rules: Rules) -> None:
        text = "See **Foo** and the [guide](../foo/bar.md#x) for it."
        assert explain(rules, found(passage(text))).explanation == "The page now says: “See Foo and the guide for it”."


class TestTables:
    def test_a_row_that_went_and_came_is_a_changed_one(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.REMOVED, "size")
        assert explain(rules, found(row, replace(row, action=Action.ADDED))).explanation == "The row “size” changes."

    def test_rows_of_which_no_cell_is_told_share_a_line(self, rules: Rules) -> None:
        rows = [Finding(Subject.ROW, Action.CHANGED, name, section="Sizes") for name in ("small", "large")]
        assert explain(rules, found(*rows)).explanation == "In “Sizes”, 2 rows change: “small” and “large”."

    def test_a_new_row_tells_the_cells_that_a_reader_looks_for(self, rules: Rules) -> None:
        cells = (("Vendor", "Acme"), ("Retirement", "2025-10-01"), ("Notes", "none"))
        row = Finding(Subject.ROW, Action.ADDED, "model-x", cells=cells)
        assert (
            explain(rules, found(row)).explanation == "The table has the new row `model-x` (Retirement: `2025-10-01`)."
        )

    def test_a_new_row_tells_which_of_its_cells_are_marked(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.ADDED, "westus", cells=(("Chat", "✅"), ("Audio", "-"), ("Batch", "✅")))
        assert explain(rules, found(row)).explanation == (
            "The table has the new row “westus” (check marks for “Chat” and “Batch”)."
        )

    def test_the_head_of_a_column_is_no_markup(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.ADDED, "model-x", cells=(("<b>*Retirement*", "2025-10-01"),))
        assert r"(&lt;b&gt;\*Retirement\*: `2025-10-01`)" in explain(rules, found(row, kind=Kind.TEXT)).explanation

    def test_footnotes_and_tags_are_not_quoted(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.ADDED, "West <sup>1, 2</sup><br><b>Zone</b>")
        assert explain(rules, found(row)).explanation == "The table has the new row “West Zone”."

    def test_a_column_in_another_spelling_is_no_news(self, rules: Rules) -> None:
        columns = [
            Finding(Subject.COLUMN, action, name)
            for action, name in ((Action.ADDED, "Caching supported"), (Action.REMOVED, "Caching Supported"))
        ]
        told = explain(rules, found(*columns, Finding(Subject.COLUMN, Action.ADDED, "Models")))
        assert told.explanation == "The table has the new column “Models”."

    def test_other_words_in_a_cell_are_wording(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.CHANGED, "n", "You are charged", "You're charged", column="Notes")
        assert explain(rules, found(row)).explanation == "Wording only: no value, code or step changes."

    def test_a_column_is_no_row(self, rules: Rules) -> None:
        column = Finding(Subject.COLUMN, Action.RENAMED, old="A", new="B")
        assert explain(rules, found(column)).explanation == "The column “A” is now called “B”."


class TestSections:
    def test_a_section_in_the_place_of_another_is_told_once(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.REPLACED, old="One", new="Two")
        assert explain(rules, found(heading)).explanation == "The section “Two” takes the place of “One”."

    def test_a_renamed_heading_is_no_section_that_came(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.RENAMED, old="Limits of uploads", new="Quotas of uploads")
        assert explain(rules, found(heading)).explanation == (
            "The heading “Limits of uploads” is now “Quotas of uploads”."
        )

    def test_lost_anchors_are_told_with_the_section_that_had_them(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.REMOVED, "Set up")
        summary = explain(rules, found(heading, lost_anchors=("set-up",)))
        assert summary.modification_type == "minor update"
        assert "Links to the anchor `#set-up` lead nowhere now." in summary.explanation

    def test_the_anchor_of_a_reworded_heading_is_an_insight(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.RENAMED, old="Old part", new="New part")
        told = overview(rules, of(found(heading, lost_anchors=("old-part",))))
        assert "anchor" not in markdown(told.highlights)
        assert texts(told.insights) == ("The anchor `#old-part` in `a.md` changes with its heading.",)


class TestAuthors:
    def test_what_a_changelog_calls_breaking_is_a_breaking_change_in_its_words(self, rules: Rules) -> None:
        log = of(
            found(quotations=(quotation(Topic.BREAKING, "The `run` option is gone."),)), modified("CHANGELOG.md", "+x")
        )
        told = overview(rules, log)
        assert texts(told.breaking_changes) == ("“The `run` option is gone”",)
        assert texts(told.highlights) == ("Breaking: “The `run` option is gone”.",)

    @pytest.mark.parametrize(
        ("entry", "told"), [("The `run` option has been removed.", 1), ("The old drawing has been removed.", 0)]
    )
    def test_what_a_changelog_says_is_gone_is_a_breaking_change_where_it_names_that(
        self, rules: Rules, entry: str, told: int
    ) -> None:
        log = of(found(quotations=(quotation(Topic.END, entry),)), modified("CHANGELOG.md", "+x"))
        assert len(overview(rules, log).breaking_changes) == told

    def test_a_changelog_that_says_what_is_gone_names_the_break_beside_it(self, rules: Rules) -> None:
        gone = Finding(Subject.SYMBOL, Action.REMOVED, "run", public=True)
        entry = quotation(Topic.END, "The `run` function has been removed.")
        log = of(found(quotations=(entry,)), modified("CHANGELOG.md", "+x"))
        told = overview(rules, code("src/a.py", gone), log)
        assert not [text for text in texts(told.insights) if "No changelog entry" in text]

    def test_entries_of_a_changelog_go_to_the_list_that_they_belong_to(self, rules: Rules) -> None:
        entries = (
            quotation(Topic.FEATURE, "Add a cache for pages."),
            quotation(Topic.FIX, "Stop at the last line of it."),
        )
        told = overview(rules, of(found(quotations=entries), modified("CHANGELOG.md", "+x")))
        assert texts(told.new_features) == ("“Add a cache for pages”",)
        assert "Fixed: “Stop at the last line of it”." in markdown(told.highlights)

    def test_what_a_commit_calls_breaking_is_a_breaking_change(self, rules: Rules) -> None:
        file = code("src/a.py", commits=(commit("feat!: take paths as strings (#12)"),))
        assert texts(overview(rules, file).breaking_changes) == ("“take paths as strings” (#12)",)

    def test_what_a_footer_says_of_a_break_is_quoted_whole(self, rules: Rules) -> None:
        footer = "BREAKING CHANGE: The option `run` is gone, so call `start` instead."
        file = code("src/a.py", commits=(commit("refactor: tidy up", footer),))
        assert texts(overview(rules, file).breaking_changes) == ("“The option `run` is gone, so call `start` instead”",)

    def test_what_a_changelog_says_is_not_said_again_by_its_commit(self, rules: Rules) -> None:
        log = of(
            found(quotations=(quotation(Topic.FEATURE, "Add a cache for rendered pages"),)),
            modified("CHANGELOG.md", "+x"),
        )
        told = overview(rules, log, code("src/a.py", commits=(commit("feat: add a cache for rendered pages (#3)"),)))
        assert everything(told).count("cache for rendered pages") == 3  # the summary, the highlights and their list

    def test_commits_of_documents_alone_do_not_stand_for_what_they_say(self, rules: Rules) -> None:
        file = of(found(passage("Keys end on Monday.")), commits=(commit("docs: add a note"),))
        assert "add a note" not in everything(overview(rules, file))

    def test_code_is_explained_by_its_author_first(self, rules: Rules) -> None:
        file = code(
            "src/a.py", Finding(Subject.SYMBOL, Action.ADDED, "retry"), commits=(commit("fix: try again (#4)"),)
        )
        assert rules.summarize_file(file).explanation == "“try again” (#4), say its authors. `retry` is new."

    def test_an_end_that_a_page_announces_is_quoted(self, rules: Rules) -> None:
        told = overview(rules, of(found(quotations=(quotation(Topic.END, ENDS, Source.DOCUMENT),))))
        assert "The preview will be retired on May 1" in markdown(told.highlights)

    def test_a_changelog_without_a_break_beside_one_is_told(self, rules: Rules) -> None:
        gone = Finding(Subject.SYMBOL, Action.REMOVED, "run", public=True)
        log = of(
            found(quotations=(quotation(Topic.FIX, "Stop at the last line of it."),)), modified("CHANGELOG.md", "+x")
        )
        told = overview(rules, code("src/a.py", gone), log)
        assert "No changelog entry names what `a.py` no longer offers." in texts(told.insights)


class TestContents:
    """Entries of a table of contents are told with what they lead to."""

    def test_an_entry_in_the_place_of_another_one_is_one_sentence(self, rules: Rules) -> None:
        change = modified("toc.yml", " items:", "-- name: A", "-  href: a.md", "+- name: B", "+  href: b.md")
        told = summarize(rules, change)
        assert told.explanation == "The entry “B” takes the place of “A” and leads to `b.md` instead of `a.md`."
        assert told.modification_title == "Entry “B” takes the place of “A”"

    def test_a_new_one_is_told_with_what_it_leads_to(self, rules: Rules) -> None:
        told = summarize(rules, modified("toc.yml", " items:", "+- name: B", "+  href: b.md"))
        assert told.explanation == "The entry “B” is new and leads to `b.md`."

    def test_a_new_question_is_told_with_its_answer(self, rules: Rules) -> None:
        lines = ("+- question: Is it free?", "+  answer: |", "+    **Yes.**", "+", "+    It is free for guests.")
        told = summarize(rules, modified("faq.yml", " questions:", *lines)).explanation
        assert told == "The new entry “Is it free?” says: “Yes. It is free for guests”."

    def test_a_new_group_is_told_with_its_entries(self, rules: Rules) -> None:
        lines = ("+- name: A", "+  items:", "+  - name: B", "+    href: b.md")
        assert summarize(rules, modified("toc.yml", *lines)).explanation == "The entry “A” is new, with “B” under it."

    def test_a_title_has_no_room_for_two_long_names(self, rules: Rules) -> None:
        old, new = (f"Create an index with the wizard of the {name}" for name in ("portal", "new portal"))
        change = modified("toc.yml", f"-- name: {old}", f"+- name: {new}", "   href: a.md")
        assert summarize(rules, change).modification_title == f"Entry is now “{new}”"

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("mongodb://user:name@acme.example/?tls=true&retry=false&idle=120000&mode=SCRAM", "<db-connection-string>"),
            ("https://acme.example/v1", "<your endpoint>"),
            ("0a1b2c3d4e5f", "YOUR_API_KEY"),
        ],
    )
    def test_a_placeholder_in_place_of_a_value_is_told_as_such(self, rules: Rules, old: str, new: str) -> None:
        change = modified("a.md", " ```bash", f"-export CONNECTION='{old}'", f"+export CONNECTION='{new}'", " ```")
        told = summarize(rules, change).explanation
        assert told == f"A sample has the placeholder `{new}` in place of a literal value."

    def test_a_word_between_brackets_is_no_placeholder(self, rules: Rules) -> None:
        change = modified("a.md", " ```java", "-List<a-b> items;", "+List<Item> items;", " ```")
        assert "placeholder" not in summarize(rules, change).explanation

    def test_a_sentence_that_came_to_an_item_is_no_new_item(self, rules: Rules) -> None:
        item = "- `mode` turns on the ranking of all the results of a query."
        change = modified("a.md", f"-{item}", f"+{item} Remove the last three lines if you do not use it.")
        told = summarize(rules, change).explanation
        assert "Remove the last three lines" in told
        assert "list" not in told

    def test_what_stands_in_one_place_is_not_told_as_throughout(self, rules: Rules) -> None:
        old, new = "Use the service's models of Acme.", "Use the resource's models of Acme."
        change = modified("a.md", f"-{old} {old} {old}", f"+{new} {new} {new}")
        assert "throughout" not in summarize(rules, change).explanation

    @pytest.mark.parametrize(
        ("side", "said"), [("L", "it is still shown here"), ("R", "which included it from `includes/a.md` before")]
    )
    def test_content_of_an_included_file_is_told_as_shown(self, rules: Rules, side: Side, said: str) -> None:
        spans = (LineSpan(side, 1, 4),)
        beginning = "Set a filter. It takes out what is harmful to readers, and says in its answer what that was."
        content = Finding(Subject.INCLUDE, Action.MOVED, beginning, path="includes/a.md", lines=spans)
        text = explain(rules, found(content)).explanation
        assert "“Set a filter”" in text
        assert said in text

    def test_what_an_include_replaced_is_quoted(self, rules: Rules) -> None:
        replaced = Finding(Subject.INCLUDE, Action.REPLACED, old="Set a **filter**.", new="includes/a.md")
        told = explain(rules, found(replaced)).explanation
        assert told == "The file `includes/a.md` is included in place of “Set a filter”."

    def test_an_entry_that_moved_is_told_by_where_it_stands(self, rules: Rules) -> None:
        moved = Finding(Subject.ENTRY, Action.MOVED, "Guide", "Old", "New", "New")
        told = explain(rules, found(moved, kind=Kind.SETTINGS))
        assert told.explanation == "The entry “Guide” stands under “New” now."


class TestNewTables:
    def test_a_new_section_that_begins_with_a_table_is_told_by_its_rows(self, rules: Rules) -> None:
        rows = ("+| Model | Price | Limit |", "+|---|---|---|", "+| Foo | 1 | 2 |", "+| Bar | 3 | 4 |")
        change = modified("a.md", "+## Prices", "+", *rows)
        assert summarize(rules, change).explanation == "The new section “Prices” has a table of “Foo” and “Bar”."

    def test_a_new_table_is_told_by_its_rows_and_columns(self, rules: Rules) -> None:
        change = modified(
            "a.md", "+| Model | Price | Limit |", "+|---|---|---|", "+| Foo | 1 | 2 |", "+| Bar | 3 | 4 |"
        )
        told = summarize(rules, change)
        assert told.explanation == "A new table lists “Foo” and “Bar” with the columns “Price” and “Limit”."
        assert told.modification_title == "New table of “Price” and “Limit”"


class TestNoise:
    def test_one_link_is_told_with_both_targets(self, rules: Rules) -> None:
        link = Finding(Subject.LINK, Action.CHANGED, "Guide", "a.md", "b.md")
        date = Finding(Subject.METADATA, Action.CHANGED, "date", "2024", "2025")
        summary = explain(rules, found(date, link, noise=Noise.LINKS))
        assert summary.explanation == "The link “Guide” leads to `b.md` instead of `a.md`."

    def test_one_link_beside_wording_is_told(self, rules: Rules) -> None:
        change = modified("a.md", "-See [the guide](a.md) for more.", "+For more, see [the guide](b.md).")
        told = summarize(rules, change).explanation
        assert told == "The link “the guide” leads to `b.md` instead of `a.md`. Besides, only wording changes."

    def test_links_alone_are_told_as_such(self, rules: Rules) -> None:
        links = [
            Finding(Subject.LINK, Action.CHANGED, name, "a.md", "b.md") for name in ("Guide", "Manual", "Tour", "FAQ")
        ]
        links = [replace(link, old=f"{n}a.md", new=f"b{n}.md") for n, link in enumerate(links)]
        summary = explain(rules, found(*links, noise=Noise.LINKS))
        assert summary.modification_title == "Link targets only"
        assert summary.explanation == "Only the targets of links change."

    def test_metadata_beside_content_is_not_told(self, rules: Rules) -> None:
        date = Finding(Subject.METADATA, Action.CHANGED, "date", "2024", "2025")
        explanation = explain(rules, found(phrase("Foo", "Bar"), date)).explanation
        assert explanation == "“Bar” takes the place of “Foo”."

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_same_edit_as_in_another_file_leads_there(self, language: str) -> None:
        rules = Rules(load_catalog(language))
        summary = rules.summarize_file(of(found(phrase("Foo", "Bar")), same_as="docs/first.md"))
        (statement,) = summary.statements
        assert "`docs/first.md`" in statement.text
        assert statement.files == ("docs/first.md",)

    def test_the_same_edit_keeps_its_title(self, rules: Rules) -> None:
        summary = rules.summarize_file(of(found(phrase("Foo", "Bar")), same_as="docs/first.md"))
        assert summary.modification_title == "“Bar” in place of “Foo”"

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

    def test_tests_and_tools_are_one_line(self, rules: Rules) -> None:
        news = code("src/a.py", Finding(Subject.SYMBOL, Action.ADDED, "retry"))
        told = overview(rules, code("tests/test_a.py"), code(".github/workflows/ci.yml"), news)
        assert [item.files for item in told.other_updates if item.text.startswith("Tests, tools and the like")] == [
            ("tests/test_a.py", ".github/workflows/ci.yml")
        ]


class TestType:
    def test_a_moved_file_breaks_nothing(self, rules: Rules) -> None:
        moved = of(found(successor="docs/new.md"), removed("a.md", "# Guide"))
        summary = rules.summarize_file(moved)
        assert summary.modification_type == "minor update"
        assert summary.modification_title == "a.md moved to docs/new.md"
        assert "Its content is now in `docs/new.md`." in summary.explanation


class TestPriority:
    def test_rows_come_before_list_items_of_a_bigger_change(self, rules: Rules) -> None:
        item = of(found(Finding(Subject.ITEM, Action.ADDED, "Foo Portal 2.1")), modified("item.md", *["+x"] * 9))
        row = of(found(Finding(Subject.ROW, Action.ADDED, "small")), modified("row.md", "+x"))
        assert [statement.files for statement in overview(rules, item, row).highlights] == [("row.md",), ("item.md",)]

    @pytest.mark.parametrize("small", [phrase("the", "each"), Finding(Subject.SAMPLE, Action.CHANGED, "id", "X", "XX")])
    def test_what_is_no_news_is_no_highlight(self, rules: Rules, small: Finding) -> None:
        files = (of(found(small), modified("small.md", "-a", "+b")), of(found(phrase("Foo Studio", "Foo Portal"))))
        told = overview(rules, *files)
        assert told.highlights[0].files == ("a.md",)

    def test_highlights_begin_with_what_a_reader_would_act_on(self, rules: Rules) -> None:
        told = overview(
            rules,
            evidence(metadata("m.md")),
            evidence(added("new.md", "# New", *("Text." for _ in range(20)))),
            of(found(facts=(RETIREMENT,)), modified("models.md", "-a", "+b")),
            of(found(quotations=(quotation(Topic.END, ENDS, Source.DOCUMENT),)), modified("end.md", "-a", "+b")),
        )
        assert [statement.files for statement in told.highlights] == [("end.md",), ("models.md",), ("new.md",)]

    def test_everything_about_files_names_them(self, rules: Rules) -> None:
        told = report(rules, *CHANGES.values())
        lists = (told.highlights, told.new_features, told.breaking_changes, told.other_updates)
        assert [statement.text for statements in lists for statement in statements if not statement.files] == []

    def test_a_move_is_no_removal(self, rules: Rules) -> None:
        told = overview(rules, of(found(successor="b.md"), removed("a.md", "# Guide")))
        assert told.breaking_changes == ()
        assert texts(told.highlights) == ("`a.md` moved to `b.md`.",)

    def test_lost_anchors_are_an_insight(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.REMOVED, "Set up")
        told = overview(rules, of(found(heading, lost_anchors=("set-up",))))
        assert texts(told.insights) == ("Links to the anchor `#set-up` in `a.md` lead nowhere now.",)

    def test_numbered_anchors_are_none(self, rules: Rules) -> None:
        heading = Finding(Subject.HEADING, Action.REMOVED, "Properties")
        told = overview(rules, of(found(heading, lost_anchors=("properties-12",))))
        assert "anchor" not in markdown(told.insights)

    def test_a_document_is_called_by_its_title(self, rules: Rules) -> None:
        told = overview(rules, of(found(Finding(Subject.COLUMN, Action.ADDED, "Price"), title="The models")))
        assert texts(told.highlights) == ("“The models”: The table has the new column “Price”.",)

    def test_news_of_a_highlight_are_not_told_again_below(self, rules: Rules) -> None:
        told = overview(rules, of(found(facts=(RETIREMENT,))))
        assert "2025-01-27" in markdown(told.highlights)
        assert told.other_updates == ()

    def test_files_of_which_the_same_is_told_share_an_item(self, rules: Rules) -> None:
        row = Finding(Subject.ROW, Action.ADDED, "extra")
        told = overview(rules, *(of(found(row), modified(path, "-a", "+b")) for path in ("a.md", "b.md")))
        assert texts(told.highlights) == ("`a.md` and `b.md`: The table has the new row “extra”.",)

    def test_what_gives_way_to_the_same_in_several_files_is_told_once(self, rules: Rules) -> None:
        names = [("acme.Client", "acme2.Client"), ("acme.Server", "acme2.Server")]
        files = [
            of(found(phrase(*both), kind=Kind.CODE), modified(f"{n}.py", "-a", "+b")) for n, both in enumerate(names)
        ]
        assert texts(overview(rules, *files).highlights) == (
            "`acme` gives way to `acme2` in 2 files: `0.py` and `1.py`.",
        )

    def test_new_source_files_are_one_item(self, rules: Rules) -> None:
        told = overview(rules, *(evidence(added(f"src/{name}.py", "x = 1")) for name in "abc"))
        assert texts(told.new_features) == ("3 new source files: `a.py`, `b.py` and `c.py`",)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_everything_has_words_in_every_language(self, language: str) -> None:
        evidences = [
            of(found(successor="new/a.md"), removed("a.md", "# A")),
            of(found(quotations=tuple(quotation(topic, "It ends.", Source.DOCUMENT) for topic in Topic))),
            of(
                found(quotations=tuple(quotation(topic, f"It is {topic}.") for topic in Topic)),
                modified("CHANGELOG.md", "+x"),
            ),
            of(found(facts=(RETIREMENT, LIMIT), lost_anchors=("x", "y")), modified("e.md", "-a", "+b")),
            *(of(found(phrase("Foo Studio", "Foo Portal")), modified(f"f{n}.md", "-a", "+b")) for n in range(3)),
            of(found(phrase("Foo", "Bar"), noise=Noise.LINKS), modified("g.md", "-a", "+b")),
            code("src/a.py", commits=(commit("feat: add x"), commit("fix: y"), commit("perf: z"))),
        ]
        for first in range(len(evidences)):
            assert "{" not in everything(overview(Rules(load_catalog(language)), *evidences[first:]))


@pytest.mark.parametrize("status", [Status.ADDED, Status.REMOVED])
def test_a_document_with_a_title_by_rote_is_called_by_its_file(rules: Rules, status: Status) -> None:
    make = added if status is Status.ADDED else removed
    change = make("parts/limits.md", "---", "title: include file", "description: include file", "---", "Text.")
    assert "limits.md" in summarize(rules, change).modification_title


@pytest.mark.parametrize("language", LANGUAGES)
def test_titles_are_short(language: str) -> None:
    rules = Rules(load_catalog(language))
    long = found(passage("A passage of many words " * 20), title="A title of many words " * 5)
    assert len(explain(rules, long).modification_title) <= 90


def test_a_sentence_that_gave_way_to_another_is_told_with_it_alone() -> None:
    old = "This preview is supported in two regions only."
    gone = Quotation(Topic.AVAILABILITY, old, Source.DOCUMENT, (LineSpan("L", 1, 1),), is_removed=True)
    change = modified("a.md", f"-{old}", "+The service runs wherever a plan allows it.")
    told = evidence(change)
    told = replace(told, findings=replace(told.findings, quotations=(gone,)))
    text = Rules(load_catalog("zh")).summarize_file(told).explanation
    assert text.count("supported in two regions only") == 1
    assert "改为“The service runs" in text


def test_words_of_a_passage_that_is_told_are_not_told_again() -> None:
    change = modified(
        "a.md", "-Take a region: France Central, North Europe.", "+Take a region: Switzerland North, Sweden Central."
    )
    text = Rules(load_catalog("zh")).summarize_file(evidence(change)).explanation
    assert text.count("改为") == 1


class TestSubjects:
    def test_a_subject_that_says_no_purpose_is_not_told(self, rules: Rules) -> None:
        file = code("src/a.py", Finding(Subject.SYMBOL, Action.ADDED, "retry"), commits=(commit("Monday 12: head"),))
        assert "Monday" not in everything(overview(rules, file)) + rules.summarize_file(file).explanation


class TestEntries:
    def test_entries_that_name_other_things_are_two(self, rules: Rules) -> None:
        entries = [quotation(Topic.BREAKING, f"The deprecated `{name}` argument has been removed.") for name in "ab"]
        log = of(found(quotations=tuple(entries)), modified("CHANGELOG.md", "+x"))
        assert len(overview(rules, log).breaking_changes) == 2

    def test_what_a_release_lists_again_breaks_nothing(self, rules: Rules) -> None:
        log = of(found(quotations=(quotation(Topic.BREAKING, "The `run` option is gone."),)), is_recap=True)
        told = overview(rules, log)
        assert told.breaking_changes == ()
        assert "The `run` option is gone" in everything(told)


class TestUpkeep:
    def test_what_authors_say_of_upkeep_is_one_line(self, rules: Rules) -> None:
        told = overview(rules, code("tests/test_a.py", commits=(commit("test: use `make_client` everywhere (#7)"),)))
        assert texts(told.highlights)[0] == "Upkeep, say the authors: “use `make_client` everywhere” (#7)."

    def test_what_breaks_is_in_its_list_whatever_shows_it(self, rules: Rules) -> None:
        raised = Finding(Subject.SETTING, Action.CHANGED, "rust-version", "1.70", "1.74", breaks=Break.CERTAIN)
        manifest = of(found(interface=(raised,), kind=Kind.SETTINGS), modified("Cargo.toml", "-a", "+b"))
        told = overview(rules, manifest)
        assert [item.files for item in told.breaking_changes] == [("Cargo.toml",)]

    def test_marks_in_code_are_no_wording(self, rules: Rules) -> None:
        change = modified("src/client.d.ts", "-  retries: number", "+  retries?: number")
        assert "Wording only" not in summarize(rules, change).explanation

    def test_a_makefile_is_no_prose(self, rules: Rules) -> None:
        change = modified("Makefile", "-docs: clean build", "+docs: build")
        assert "Wording only" not in summarize(rules, change).explanation


class TestSortsWithoutWords:
    """An analyzer of another package may find any sort of thing that happened in any way."""

    FINDINGS = tuple(
        Finding(subject, action, name, *sides, path=path, lines=(span,))
        for subject in Subject
        for action in Action
        for name in ("a name", "")
        for sides in (("", ""), ("old", "new"))
        for path, span in (("", *FIRST), ("b.md", LineSpan("L", 1, 1)))
    )

    @pytest.mark.parametrize("kind", [Kind.DOCUMENT, Kind.CODE])
    def test_all_of_them_are_told(self, rules: Rules, kind: Kind) -> None:
        for finding in self.FINDINGS:
            one = of(found(finding, kind=kind, interface=() if kind is Kind.DOCUMENT else (finding,)))
            assert overview(rules, one).highlights


class TestOneThingOnce:
    """What an author says, the commit of it and what the diff shows of it are one item, in the author's words."""

    GONE = Finding(Subject.SYMBOL, Action.REMOVED, "load_all", public=True, breaks=Break.CERTAIN, lines=FIRST)

    def told(self, rules: Rules, *files: Evidence) -> dict[str, list[str]]:
        one = overview(rules, *files)
        return {
            name: [s.text for s in getattr(one, name)] for name in ("breaking_changes", "new_features", "highlights")
        }

    def code(self) -> Evidence:
        gone = found(self.GONE, kind=Kind.CODE, interface=(self.GONE,))
        return of(gone, modified("acme/a.py", "-def load_all():"))

    def log(self, topic: Topic, text: str, **fields: Any) -> Evidence:
        entry = quotation(topic, text, **fields)
        return of(found(quotations=(entry,)), modified("CHANGELOG.md", "-a", "+b"))

    def test_an_entry_tells_what_is_gone_and_the_diff_that_it_breaks(self, rules: Rules) -> None:
        said = "Keep both streams apart. Removes `load_all`."
        told = self.told(rules, self.log(Topic.NEWS, said), self.code())
        assert told["breaking_changes"] == ["“Keep both streams apart. Removes `load_all`”"]

    def test_what_an_author_calls_deprecated_is_not_told_as_gone(self, rules: Rules) -> None:
        said = self.log(Topic.DEPRECATION, "`load_all` is deprecated. Use `load` instead.")
        told = self.told(rules, said, self.code())
        assert told["breaking_changes"] == []
        assert told["highlights"] == ["Deprecated: “`load_all` is deprecated. Use `load` instead”."]

    def test_an_entry_on_something_else_with_the_name_leaves_it_told(self, rules: Rules) -> None:
        said = self.log(Topic.FEATURE, "Add `load` beside `load_all`.")
        told = self.told(rules, said, self.code())
        assert told["breaking_changes"] == ["`a.py`: `load_all` removed"]
        assert told["new_features"] == ["“Add `load` beside `load_all`”"]

    def test_the_end_of_a_version_has_the_one_that_is_needed_with_it(self, rules: Rules) -> None:
        python = Fact(FactKind.REQUIREMENT, ">=3.7", ">=3.10", ("requires-python",), FIRST, "requires-python")
        needed = Finding(Subject.SETTING, Action.CHANGED, "requires-python", ">=3.7", ">=3.10", breaks=Break.CERTAIN)
        settings = found(kind=Kind.SETTINGS, facts=(python,), interface=(needed,))
        told = self.told(
            rules,
            self.log(Topic.END, "Drop support for Python 3.7, 3.8, and 3.9."),
            of(settings, modified("pyproject.toml", "-a", "+b")),
        )
        assert told["breaking_changes"] == [
            "“Drop support for Python 3.7, 3.8, and 3.9” (`requires-python` rises from `>=3.7` to `>=3.10`)"
        ]

    def test_a_commit_is_told_by_the_entry_that_names_its_number(self, rules: Rules) -> None:
        file = code("acme/a.py", commits=(commit("Support several files (#12)"),))
        own = self.told(rules, self.log(Topic.FEATURE, "`edit` takes an iterable now.", references=(12,)), file)
        assert own["new_features"] == ["“`edit` takes an iterable now”"]
        other = self.told(rules, self.log(Topic.FEATURE, "`edit` takes an iterable now.", references=(13,)), file)
        assert other["new_features"] == ["“`edit` takes an iterable now”", "“Support several files” (#12)"]

    def test_entries_that_only_share_their_words_are_two(self, rules: Rules) -> None:
        entries = tuple(
            quotation(Topic.DEPRECATION, f"``{old}`` is deprecated. ``{new}`` is the base of all of them.")
            for old, new in (("OldBox", "Box"), ("OldGroup", "Group"))
        )
        told = self.told(rules, of(found(quotations=entries), modified("CHANGES.rst", "-a", "+b")))
        assert len(told["highlights"]) == 2

    def test_what_works_in_another_way_comes_before_what_is_new(self, rules: Rules) -> None:
        entries = (
            quotation(Topic.FEATURE, "Add a way to hide the bar."),
            quotation(Topic.NEWS, "The exit code is 2 instead of 0."),
        )
        told = self.told(rules, of(found(quotations=entries), modified("CHANGELOG.md", "-a", "+b")))
        assert "exit code" in told["highlights"][0]

    def test_a_page_beside_a_list_of_what_is_new_is_no_feature(self, rules: Rules) -> None:
        page = evidence(added("docs/guide.md", "# The guide", "", "It tells how to use it."))
        assert self.told(rules, page)["new_features"] != []
        told = self.told(rules, self.log(Topic.FEATURE, "Add a way to hide the bar."), page)
        assert told["new_features"] == ["“Add a way to hide the bar”"]


def test_a_version_in_an_indented_sample_is_told(rules: Rules) -> None:
    before, after = (f'    const apiVersion = "{version}";' for version in ("2024-07-01-preview", "2024-10-21"))
    change = modified(
        "a.md", " Text.", " ", "     const name = 1;", f"-{before}", f"+{after}", " ", "-Use it.", "+Try it."
    )
    assert "`2024-10-21` takes the place of `2024-07-01-preview`" in summarize(rules, change).explanation


def test_long_declarations_that_changed_are_told_by_their_names(rules: Rules) -> None:
    old, new = (f"fn NAME<E>(self, state: &S) -> {kind}<Result<E, E::Rejection>, Error>" for kind in ("Box", "Future"))
    long = [
        Finding(Subject.SYMBOL, Action.CHANGED, name, old, new, "Request", breaks=Break.CERTAIN, lines=FIRST)
        for name in ("extract", "extract_parts")
    ]
    short = Finding(Subject.SYMBOL, Action.CHANGED, "size", "u8", "u16", "Request", breaks=Break.CERTAIN, lines=FIRST)
    told = explain(rules, found(kind=Kind.CODE, interface=(*long, short))).explanation
    assert "`extract` and `extract_parts` are declared in another way now" in told
    assert "`size` is now declared as `u16` instead of `u8`" in told


def test_a_new_file_of_plain_text_is_no_feature(rules: Rules) -> None:
    assert overview(rules, evidence(added("LICENSE", "All may use it."))).new_features == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_summary_has_words_for_what_several_files_offer(language: str) -> None:
    options = [Finding(Subject.OPTION, Action.ADDED, f"--{name}", lines=FIRST) for name in ("fast", "slow", "safe")]
    files = [
        of(found(kind=Kind.CODE, interface=(one,)), modified(f"src/{one.name[2:]}.py", "-a", "+b")) for one in options
    ]
    summary = overview(Rules(load_catalog(language)), *files).summary
    assert all(one.change.path.rpartition("/")[2] in summary for one in files[:2])


class TestSamples:
    def test_a_new_sample_is_told_by_the_line_that_leads_to_it(self, rules: Rules) -> None:
        change = modified(
            "a.md", " ## Lists", " ", "+To list all jobs:", "+", "+```python", "+jobs.list()", "+```", " "
        )
        assert summarize(rules, change).explanation == "In “Lists”, there is a new sample: “To list all jobs”."

    def test_code_that_is_different_in_a_sample_is_no_word_of_the_page(self, rules: Rules) -> None:
        sides = ('-text = f"created gt {start} and created lt {end}"', '+text = f"created gt {start}"')
        change = modified("a.md", " ## Lists", " ", " ```python", *sides, " ```", " ")
        told = summarize(rules, change).explanation
        assert told == "The sample in “Lists” has `{}` instead of `{}`.".format(*(side[1:] for side in reversed(sides)))

    def test_a_question_is_told_with_its_answer(self, rules: Rules) -> None:
        change = modified("a.md", " ## FAQ", " ", "+**Can I run it twice?**", "+", "+You can run it once.", " ")
        assert summarize(rules, change).explanation == "“FAQ” now says: “Can I run it twice? You can run it once”."

    def test_a_new_sentence_comes_before_a_word_that_was_dropped(self, rules: Rules) -> None:
        sides = ("-List all batch jobs for a resource in the group.", "+List batch jobs for a resource in the group.")
        change = modified("a.md", " ## Lists", " ", *sides, " ", "+The lists of the library are paginated.", " ")
        assert "paginated" in summarize(rules, change).modification_title

    def test_a_callout_below_a_sample_that_the_diff_shows_only_the_end_of_is_prose(self, rules: Rules) -> None:
        note = "As ever, if fields {} match [well](a.md), expect to map them all by hand unless you {} using (others)."
        sides = (f"-> {note.format('do not', 'are')}", f"+> {note.format('don’t', 'will be')}")
        change = modified("a.md", " x = 1", " ```", " ", " > [!NOTE]", *sides, " ")
        assert "ample" not in summarize(rules, change).explanation


class TestOtherPlaces:
    """Sentences that stand elsewhere on the page now."""

    def test_one_that_is_part_of_another_now_is_not_gone(self, rules: Rules) -> None:
        note = ("+> [!IMPORTANT]", "+> When you create one, keys are the default, but not safe. We recommend roles.")
        change = modified("a.md", " # A page", " ", "-Keys are the default.", "-", "-Replace them.", *note, " ")
        assert "no longer says: “Keys" not in summarize(rules, change).explanation

    def test_what_stands_in_its_place_is_new(self, rules: Rules) -> None:
        old = "Analysis applies to text fields that are marked as searchable."
        lines = (f"-{old}", "+The output of it is a sequence of tokens.", " ", "-Then it begins.")
        change = modified("a.md", *lines, f"+Lexical {old[:1].lower()}{old[1:]} Then it begins.", " ")
        assert "now says: “The output of it is a sequence of tokens”" in summarize(rules, change).explanation


def test_other_code_in_a_sentence_is_no_wording(rules: Rules) -> None:
    change = modified("a.md", "-Use the `my-app` tool for it.", "+Use the `my-apps` tool for it.", " ")
    assert "“my-apps” instead of “my-app”" in summarize(rules, change).explanation


def test_words_that_became_a_link_are_no_other_wording(rules: Rules) -> None:
    change = modified(
        "a.md", "-It runs in the private environment.", "+It runs in the [private environment](a.md).", " "
    )
    assert summarize(rules, change).explanation == "There is a new link “private environment”."


class TestDates:
    """Dates are values as a whole, told with what they are the date of."""

    def test_a_date_in_a_cell_is_told_by_its_row_and_column(self, rules: Rules) -> None:
        ends = "Deployments are upgraded automatically, starting on the day that the release notes name."
        table = [" | Model | Retirement date |", " |---|---|"]
        row = "| `foo` | {} <br><br> " + ends + " |"
        change = modified("a.md", *table, "-" + row.format("November 1, 2024"), "+" + row.format("November 8, 2024"))
        summary = summarize(rules, change)
        assert summary.modification_title == "“Retirement date” of “foo”: November 1, 2024 → November 8, 2024"
        assert ends not in summary.explanation

    def test_a_date_in_a_sentence_of_a_cell_is_told_with_the_sentence_of_all_its_rows(self, rules: Rules) -> None:
        table = [" | Model | Retirement |", " |---|---|"]
        upgraded = (
            "Deployments that are set to the default version are upgraded to the next version of the model in "
            "the first weeks that follow the date of its release, starting on November {}, 2024."
        )
        rows = [f"| `{name}` | June {n}, 2026 <br><br> {upgraded} |" for n, name in enumerate(("foo", "bar"), 1)]
        lines = [mark + row.format(day) for mark, day in (("-", 15), ("+", 13)) for row in rows]
        told = summarize(rules, modified("a.md", *table, *lines)).explanation
        assert told.count("November 15, 2024") == 1
        assert "June" not in told
        assert "Deployments that are set to the default" in told

    def test_a_title_names_what_a_date_is_of(self, rules: Rules) -> None:
        sentence = "Deployments of all models that are in use are upgraded from November {}, 2024 on."
        change = modified("a.md", "-" + sentence.format(15), "+" + sentence.format(13))
        assert "Deployments of" in summarize(rules, change).modification_title


class TestDescribedRows:
    """New rows are told by what their tables say of them."""

    TABLE = (" | Tool | What it does | Source |", " |---|---|---|", " | foo | It does all that one asks it for. | a |")
    SAYS = "It reads documents of all sorts and finds what they have in common with others."

    def row(self, name: str) -> str:
        return f"+| [{name}](https://example.org) | {self.SAYS} It is new. | https://example.org/a |"

    def test_a_new_row_is_told_by_its_description(self, rules: Rules) -> None:
        summary = summarize(rules, modified("a.md", *self.TABLE, self.row("bar")))
        assert summary.explanation == f"The table gains the row “bar”: “{self.SAYS[:-1]}”."
        assert summary.modification_title.startswith("New row “bar”: “It reads documents")

    def test_each_of_a_few_new_rows_is(self, rules: Rules) -> None:
        told = summarize(rules, modified("a.md", *self.TABLE, self.row("bar"), self.row("baz"))).explanation
        assert f"“bar” (“{self.SAYS[:-1]}”) and “baz” (“{self.SAYS[:-1]}”)" in told


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_new_section_of_a_list_of_news_is_told_before_its_entries(language: str) -> None:
    table = ["| Item | Description |", "|---|---|"]
    rows = [
        "| **Less space** | Vectors take less space. It is new. |",
        "| **Scores** | Each score has its parts now. |",
    ]
    section = [f"+{line}" for line in ("## October 2024", "", *table, *rows, "")]
    change = modified("docs/whats-new.md", " # What is new", " ", *section, " ## August 2024", " ", " It runs.")
    summary = summarize(Rules(load_catalog(language)), change)
    first, *entries = summary.explanation.split("\n")
    assert "October 2024" in first
    assert "Vectors" not in first
    assert [("Less space" in entries[0], "Vectors take less space" in entries[0])] == [(True, True)]
    assert "It is new" not in summary.explanation
    assert "October 2024" in summary.modification_title


def test_a_new_document_without_sections_is_told_by_its_passages_and_rows(rules: Rules) -> None:
    table = ["| Severity | Prompts |", "|---|---|", "| Low | Yes |", "| High | No |"]
    first, second = "The service has safety settings by default.", "All customers can configure filters. It is new."
    lines = [first, "", second, "", *table, "", "The following models have them:", "", "* foo is one of them"]
    told = summarize(rules, added("docs/includes/a.md", *lines)).explanation
    assert told.endswith(
        "It says: “The service has safety settings by default” and “All customers can configure filters”. "
        "Its tables have the rows “Low” (check marks for “Prompts”) and “High”."
    )


def test_a_new_document_with_sections_is_told_by_them(rules: Rules) -> None:
    lines = ["# Guide", "", "It shows how to begin.", "", "## One", "", "The first part is here, and it is long."]
    told = summarize(rules, added("docs/a.md", *lines)).explanation
    assert "One" in told
    assert "The first part" not in told


class TestPronouns:
    """A quotation about `it` says what that is."""

    IT = "It supports up to 10 files per request."

    def test_a_quotation_about_it_has_the_sentence_before_if_that_is_new_too(self, rules: Rules) -> None:
        told = summarize(rules, modified("a.md", " # A", " ", f"+The new endpoint takes files. {self.IT}")).explanation
        assert f"The new endpoint takes files. {self.IT[:-1]}" in told

    def test_a_sentence_that_was_there_before_is_not_told_as_new(self, rules: Rules) -> None:
        told = summarize(rules, modified("a.md", " # A", " ", " The endpoint takes files.", f"+{self.IT}")).explanation
        assert self.IT[:-1] in told
        assert "The endpoint takes files" not in told


def test_a_title_with_words_that_came_has_their_sentence_in_a_section_too(rules: Rules) -> None:
    sentence = "-Models can be trained 20 times a month.", "+Models can be trained 20 times a month for versions 3.x."
    title = summarize(rules, modified("a.md", " # A", " ", " ## Training", " ", *sentence)).modification_title
    assert title.startswith("Training: “for versions 3.x” added: “Models can be")


@pytest.mark.parametrize("lead", [[], ["+The following are needed:", "+"]])
def test_a_new_section_that_begins_with_a_list_is_told_by_its_items(rules: Rules, lead: list[str]) -> None:
    items = ["+- A subscription", "+- The tool", "+"]
    told = summarize(rules, modified("a.md", " # A", " ", "+## Needs", "+", *lead, *items, " ## B", " ", " It is."))
    assert told.explanation == "The new section “Needs” lists “A subscription” and “The tool”."


@pytest.mark.parametrize(
    ("old", "new"), [("> As with all, it don", "> As with all, it do"), ("| n | one", "| n | two")]
)
def test_a_callout_or_a_row_is_no_sample(rules: Rules, old: str, new: str) -> None:
    change = modified("a.md", " x = f(1)", " ```", f"-{old} x", f"+{new} x", " ")
    assert "ample" not in summarize(rules, change).explanation
