"""What the rules write."""

from __future__ import annotations

import re
import string
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import markdown_it
import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import Catalog, load_catalog
from mkdocs_diffinsight.model.changes import Status
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import RULES, Author, FileSummary, markdown, plain
from mkdocs_diffinsight.site.html.prose import plain_text

from .sample import (
    CHANGES,
    LANGUAGES,
    REPLACED,
    added,
    everything,
    evidence,
    image,
    metadata,
    modified,
    report,
    summarize,
    texts,
)

HOSTILE = "<img src=x onerror=alert(1)> {catalog} {0} `x` [a](javascript:1) \x00 \udcff"


class TestFile:
    @pytest.mark.parametrize(
        ("name", "type", "title"),
        [
            ("new document", "new feature", "New document “The Guide”"),
            ("new code", "new feature", "New source file a.py"),
            ("empty", "minor update", "New empty file a.md"),
            ("removed document", "breaking change", "Document “Guide” removed"),
            ("metadata", "minor update", "Metadata: date is now 2025-01-10"),
            ("replaced words", "minor update", "“Foo Portal” instead of “Foo Studio”: “To start, open Foo Portal”"),
            ("several", "minor update", "Part: 20 instead of 10: “One is 20”"),
            ("code", "breaking change", "old removed"),
            ("contents", "minor update", "New entry “A”"),
            ("white space", "minor update", "White space only"),
            ("order", "minor update", "Lines in another order"),
            ("executable", "minor update", "Made executable"),
            ("renamed", "minor update", "Renamed from a.md to b.md"),
            ("moved", "minor update", "“Foo Portal” instead of “Foo Studio”: “To start, open Foo Portal”"),
            ("submodule", "minor update", "Submodule lib: aaa → bbb"),
            ("link", "minor update", "Symbolic link l: old → new"),
            ("image", "minor update", "New image a.png"),
            ("removed image", "minor update", "Image a.png removed"),
            ("generated", "minor update", "Generated file yarn.lock updated"),
        ],
    )
    def test_type_and_title_say_what_happened(self, rules: Rules, name: str, type: str, title: str) -> None:  # noqa: A002
        summary = summarize(rules, CHANGES[name])
        assert (summary.modification_type, summary.modification_title) == (type, title)

    def test_the_rules_sign_what_they_write(self, rules: Rules) -> None:
        assert summarize(rules, CHANGES["several"]).author == RULES

    def test_one_change_is_one_sentence(self, rules: Rules) -> None:
        explanation = summarize(rules, CHANGES["replaced words"]).explanation
        assert explanation == "The page now says “Foo Portal” instead of “Foo Studio”: “To start, open Foo Portal”."

    def test_two_changes_are_a_paragraph(self, rules: Rules) -> None:
        assert summarize(rules, CHANGES["several"]).explanation == (
            "“Part” now says `20` instead of `10`: “One is 20”. The new section “New” says: “Text”."
        )

    def test_several_changes_are_a_list(self, rules: Rules) -> None:
        other = ("-To stop, close Bar Studio.", "+To stop, close Bar Portal.")
        part = (" ## Part", *REPLACED, " ", *other, " ", "+- Item", " ")
        assert summarize(rules, modified("a.md", *part, " ## End", "+- Other")).explanation.splitlines() == [
            "- “Part” now says “Foo Portal” instead of “Foo Studio”: “To start, open Foo Portal”.",
            "- “Part” now says “Bar Portal” instead of “Bar Studio”: “To stop, close Bar Portal”.",
            "- In “Part”, the list gains “Item”.",
            "- In “End”, the list gains “Other”.",
        ]

    def test_a_new_document_is_introduced_by_what_it_says(self, rules: Rules) -> None:
        assert summarize(rules, CHANGES["new document"]).explanation == (
            "The new document “The Guide” is in `docs/a.md`. It says: “How”. It has 2 sections: “Guide” and “One”."
        )

    def test_a_rename_with_edits_tells_both(self, rules: Rules) -> None:
        explanation = summarize(rules, CHANGES["moved"]).explanation
        assert "The file `y/a.md` is now `x/a.md`." in explanation
        assert "“Foo Portal” instead of “Foo Studio”" in explanation

    def test_a_rename_without_edits_says_so(self, rules: Rules) -> None:
        assert summarize(rules, CHANGES["renamed"]).explanation.endswith("Its content stays as it was.")

    def test_a_typo_is_a_bug_fix(self, rules: Rules) -> None:
        summary = summarize(rules, modified("a.md", "-The sytem runs.", "+The system runs."))
        assert summary.modification_type == "bug fix"

    def test_the_same_replacement_in_many_places_is_told_once(self, rules: Rules) -> None:
        lines = [line for i in range(3) for line in (*REPLACED, " ", f" between {i}", " ")]
        assert (
            summarize(rules, modified("a.md", *lines)).modification_title
            == "“Foo Portal” in place of “Foo Studio” throughout"
        )

    def test_a_big_diff_stays_readable(self, rules: Rules) -> None:
        lines = [line for i in range(2000) for line in (f"-Value {i} is {i}a.", f"+Value {i} is {i}b.", " ")]
        explanation = summarize(rules, modified("a.md", *lines)).explanation
        assert len(explanation.splitlines()) < 40
        assert explanation.endswith("1994 more changes in the page.")

    @pytest.mark.parametrize("place", ["a.md", "a.yml", "a.py"])
    def test_repository_text_stays_text(self, rules: Rules, place: str) -> None:
        change = modified(place, f"-key: {HOSTILE}", f"+key: other {HOSTILE} y", f"+## {HOSTILE}", f"+{HOSTILE}")
        summary = summarize(rules, replace(change, path=f"{HOSTILE}\n{place}"))
        html = markdown_it.MarkdownIt().render(summary.explanation)
        assert "<img" not in html
        assert "<a " not in html
        assert "\n" not in summary.modification_title
        summary.explanation.encode()

    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("name", CHANGES)
    def test_every_change_has_a_text_in_every_language(self, language: str, name: str) -> None:
        summary = summarize(Rules(load_catalog(language)), CHANGES[name])
        assert summary.modification_title
        assert summary.explanation
        assert "{" not in summary.explanation + summary.modification_title

    @pytest.mark.parametrize("language", ["ja", "zh"])
    @pytest.mark.parametrize("name", CHANGES)
    def test_no_english_is_left_in_other_languages(self, language: str, name: str) -> None:
        english = ("The ", "New", "new", "removed", "changed", "Only", " and ", "more")
        explanation = summarize(Rules(load_catalog(language)), CHANGES[name]).explanation
        own = re.sub(r"`[^`]*`|「[^」]*」|“[^”]*”", "", explanation)  # what is not quoted
        assert not [word for word in english if word in own]


class TestOverview:
    def test_without_files_there_is_nothing_to_tell(self, rules: Rules) -> None:
        overview = report(rules)
        assert overview.summary == "No file changed in this range."
        assert (overview.new_features, overview.breaking_changes, overview.other_updates) == ((), (), ())

    def test_files_are_sorted_by_type(self, rules: Rules) -> None:
        overview = report(rules, CHANGES["new document"], CHANGES["code"], CHANGES["replaced words"])
        assert texts(overview.new_features) == ("New document “The Guide”: “How”",)
        assert texts(overview.breaking_changes) == ("`a.py`: `old` removed",)
        assert texts(overview.other_updates) == ("`a.py`: New `new`",)
        told = "- `a.md` now says “Foo Portal” instead of “Foo Studio”: “To start, open Foo Portal”."
        assert told in texts(overview.highlights)

    def test_the_summary_tells_what_there_is_of_one_topic(self, rules: Rules) -> None:
        assert report(rules, CHANGES["replaced words"], metadata("b.md")).summary == (
            "`a.md` now says “Foo Portal” instead of “Foo Studio”: “To start, open Foo Portal”."
        )

    def test_the_summary_is_markdown_that_keeps_every_sign(self, rules: Rules) -> None:
        overview = report(rules, modified("src/__init__.py", "-size = a*b*c", "+size = a*b*d"))
        assert "__init__.py" in plain_text(overview.summary)
        assert "b*d" in plain_text(overview.summary)

    def test_without_a_connection_there_is_no_insight(self, rules: Rules) -> None:
        assert report(rules, *CHANGES.values()).insights == ()

    def test_upkeep_is_one_line(self, rules: Rules) -> None:
        overview = report(rules, *(metadata(f"{name}.md") for name in "abc"))
        assert texts(overview.other_updates) == ("Upkeep: metadata in 3 files (`a.md`, `b.md` and `c.md`)",)
        assert overview.summary == "Only metadata changed."
        assert markdown(overview.highlights) == "Only metadata changed."

    def test_images_are_one_line(self, rules: Rules) -> None:
        overview = report(rules, image("m/a.png"), image("m/b.png", Status.REMOVED))
        assert texts(overview.highlights) == ("Images and other binary files: 1 new (`a.png`), 1 removed (`b.png`).",)

    def test_the_same_replacement_in_several_files_is_told_once(self, rules: Rules) -> None:
        overview = report(rules, modified("a.md", *REPLACED), modified("b.md", *REPLACED))
        assert texts(overview.highlights) == ("“Foo Studio” gives way to “Foo Portal” in 2 files: `a.md` and `b.md`.",)

    def test_long_lists_are_cut(self, rules: Rules) -> None:
        overview = report(rules, *(added(f"{i}.md", f"# Title {i}") for i in range(60)))
        assert len(overview.new_features) == 41
        assert overview.new_features[-1].text == "And 20 more changes"

    def test_files_of_one_name_are_told_apart(self, rules: Rules) -> None:
        overview = report(rules, modified("x/a.md", *REPLACED), modified("y/a.md", "+## More", "+"))
        assert "`x/a.md`" in everything(overview)
        assert "`y/a.md`" in everything(overview)

    def test_a_title_by_a_model_is_no_markup(self, rules: Rules) -> None:
        summary = FileSummary("new feature", "<b>New</b> [x](y)", plain("Text."), Author("model", "m"))
        overview = rules.summarize_report([ReportFile(evidence(CHANGES["several"]), "item-1", summary)])
        assert texts(overview.new_features) == (r"`a.md`: &lt;b&gt;New&lt;/b&gt; \[x\](y)",)

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_report_has_a_text_in_every_language(self, language: str) -> None:
        text = everything(report(Rules(load_catalog(language)), *CHANGES.values()))
        assert "{" not in text


def entries(table: Mapping[str, Any], prefix: str = "") -> dict[str, tuple[str, ...]]:
    """The placeholders of each text of a catalog."""
    found: dict[str, tuple[str, ...]] = {}
    for key, value in table.items():
        if isinstance(value, Mapping) and "other" not in value:
            found |= entries(value, f"{prefix}{key}.")
        else:
            text = value["other"] if isinstance(value, Mapping) else value
            found[prefix + key] = tuple(sorted({name for _, name, _, _ in string.Formatter().parse(text) if name}))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_the_same_phrases(language: str) -> None:
    def phrases(catalog: Catalog) -> set[str]:
        return set(entries(catalog._entries["rules"]))

    assert phrases(load_catalog(language)) == phrases(load_catalog("en"))
