"""Faults of the English texts that are mended, each with a small input of its own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.explain.rules.news import only_replacement
from mkdocs_diffinsight.explain.rules.passages import Passages, is_code
from mkdocs_diffinsight.explain.rules.points import readable
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Action, Fact, Finding, LineSpan, Source, Subject, Topic
from mkdocs_diffinsight.model.texts import plain

from .sample import modified, report, summarize, texts
from .telling import code, explain, found, of, overview, phrase, quotation

NEW = "To start, create a resource in a supported region"


def test_a_sentence_of_a_new_section_is_told_once(rules: Rules) -> None:
    section = Finding(Subject.HEADING, Action.ADDED, "Safety", new=f"{NEW}. Others fail.")
    said = quotation(Topic.REQUIREMENT, f"{NEW}.", Source.DOCUMENT, where=("Safety",))
    told = explain(rules, found(section, quotations=(said,))).explanation
    assert told.count(NEW) == 1
    assert told.startswith("The new section “Safety” says:")


def test_a_highlight_names_its_page_once(rules: Rules) -> None:
    lines = (
        "-It was slow.",
        "+The service sends a mail to each owner.",
        " ",
        "+Owners can turn that off in the portal.",
    )
    told = report(rules, modified("a.md", *lines), modified("b.md", "-Use Foo Studio.", "+Use Foo Portal."))
    told_of_first = [text for text in texts(told.highlights) if "`b.md`" not in text]
    assert [text.count("`a.md`") for text in told_of_first] == [1, 0]
    assert told_of_first[1].startswith("- It now says")


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("See the [guide to `Box`][guide] first.", "See the guide to Box first."),
        ("See :class:`~acme.Box` and :doc:`entry-points` first.", "See acme.Box and entry-points first."),
        ("See `the guide <https://example.org/guide>`_ first.", "See the guide first."),
        ("Take `rows[0][1]` of the answer.", "Take rows[0][1] of the answer."),
    ],
)
def test_links_and_roles_are_read_as_their_words(written: str, read: str) -> None:
    assert readable(written) == read


@pytest.mark.parametrize("text", ["Not available", "Region availability:"])
def test_a_cell_or_label_is_no_announcement(rules: Rules, text: str) -> None:
    said = quotation(Topic.AVAILABILITY, text, Source.DOCUMENT)
    row = Finding(Subject.ROW, Action.ADDED, "Bria")
    assert "Bria" in explain(rules, found(row, quotations=(said,))).explanation
    assert text not in explain(rules, found(row, quotations=(said,))).explanation


@pytest.mark.parametrize(
    "text", ['"lastUpdated": "2024-03-25", "status": "done"', ":depth: 1", "result = client.send(1)", "import acme"]
)
def test_code_is_no_prose(text: str) -> None:
    assert is_code(text)


@pytest.mark.parametrize(
    "text", ["Set `x = 1` in the file.", "You can try: it is free.", "Return to the portal (see below).", NEW]
)
def test_prose_is_no_code(text: str) -> None:
    assert not is_code(text)


@pytest.mark.parametrize(
    ("old", "new", "sides"),
    [
        ("acme 1.0.0-beta.2", "acme 1.0.0-beta.4", ("1.0.0-beta.2", "1.0.0-beta.4")),
        ("acme.Client", "acme2.Client", ("acme", "acme2")),
        ("page 2", "page 4", None),
    ],
)
def test_a_version_gives_way_as_a_whole(old: str, new: str, sides: tuple[str, str] | None) -> None:
    assert only_replacement(old, new) == sides


def test_words_beside_others_are_told_with_them(rules: Rules) -> None:
    told = summarize(rules, modified("a.md", "-**Americas**: West US", "+**Americas**: West US, East US")).explanation
    assert told == "The page adds “East US”: “Americas: West US, East US”."


def test_names_of_one_sort_look_alike(rules: Rules) -> None:
    rows = [Finding(Subject.ROW, Action.ADDED, name) for name in ("eastus2", "westeurope", "West Europe")]
    assert "`eastus2`, `westeurope` and “West Europe”" in explain(rules, found(*rows)).explanation


def test_a_callout_without_its_text_is_no_news(rules: Rules) -> None:
    told = explain(rules, found(Finding(Subject.NOTE, Action.ADDED, "NOTE"), Finding(Subject.ROW, Action.ADDED, "a1")))
    assert "callout" not in told.explanation


def test_a_date_in_a_sample_is_not_the_news(rules: Rules) -> None:
    told = summarize(
        rules,
        modified(
            "a.md",
            "-let _start = datetime('2021-02-23 17:40');",
            "+let _start = datetime('2024-02-23 17:40');",
            " ",
            "-It was slow in tests.",
            "+It's fast with the new index.",
        ),
    )
    assert "2024" not in told.modification_title


def test_a_short_cell_is_told_as_a_whole(rules: Rules) -> None:
    table = (" | Limit | Value |", " |---|---|", "-| Size | 512 MB |", "+| Size | 512 MB, 200 MB in the portal |")
    told = summarize(rules, modified("a.md", *table)).explanation
    assert "`512 MB, 200 MB in the portal` instead of `512 MB`" in told


def test_a_long_cell_is_told_in_sentences(rules: Rules) -> None:
    old = "The number of tokens that are generated from each call. " * 3
    row = Finding(Subject.ROW, Action.CHANGED, "Tokens", f"{old}It is new.", f"{old}It costs more.", column="Use")
    assert explain(rules, found(row)).explanation == "“Tokens” now says “It costs more” instead of “It is new”."


def test_the_same_passage_is_told_once(rules: Rules) -> None:
    lines = [" ", "+The service sends a mail to each owner.", " ", " It is kept.", " "]
    told = summarize(rules, modified("a.md", " ## One", *lines, " ## Two", *lines)).explanation
    assert told.count("sends a mail") == 1


def test_a_list_in_a_title_ends_with_a_number_not_within_a_name(rules: Rules) -> None:
    rows = [
        Fact(FactKind.REGION, "-", "✅", ("T",), (LineSpan("R", n, n),), name=f"region{n}", column="gpt-4o, 2024-05-13")
        for n in range(16)
    ]
    title = explain(rules, found(facts=tuple(rows))).modification_title
    assert "more" in title
    assert len(title) <= 90
    assert "…" not in title


def test_a_rewritten_page_has_six_news(rules: Rules) -> None:
    lines = [line for n in range(20) for line in (f"+The part {n} of it sends a mail to owner number {n}.", " ")]
    told = summarize(rules, modified("a.md", *lines)).explanation.splitlines()
    assert len(told) == 7
    assert told[-1] == "- 14 more changes in the page."


def test_a_summary_is_short(rules: Rules) -> None:
    words = "The service sends a mail to each owner of a resource that is about to be removed because of its age"
    told = overview(rules, *(of(found(), modified(f"{name}.md", f"+{words} {name}.")) for name in "abc"))
    assert len(plain(told.summary)) <= 320


def test_the_type_of_a_commit_is_not_quoted(rules: Rules) -> None:
    entry = quotation(Topic.BREAKING, "feat(html)!: support more sources")
    told = overview(rules, of(found(quotations=(entry,)), modified("CHANGELOG.md", "-a", "+b")))
    assert texts(told.breaking_changes) == ("“html: support more sources”",)


def test_replaced_names_look_alike(rules: Rules) -> None:
    told = explain(rules, found(phrase("@acme/client", "client"))).explanation
    assert told == "`client` takes the place of `@acme/client`."


def test_a_part_of_a_sentence_in_a_cell_is_told_with_it(rules: Rules) -> None:
    rest = "The quota that applies depends on the region and on the model that you deploy in it, and may change."
    table = (
        " | Limit | Value |",
        " |---|---|",
        f"-| Files | 10,000 files with the API. {rest} |",
        f"+| Files | 10,000 files with the API. In the portal the limit is 20 files. {rest} |",
    )
    told = summarize(rules, modified("a.md", *table)).explanation
    assert "In the portal the limit is 20 files" in told


def test_what_is_taken_back_does_not_lead(rules: Rules) -> None:
    said = quotation(Topic.REQUIREMENT, "It must be identical to the model of the index.", Source.DOCUMENT)
    gone = replace(said, is_removed=True)
    told = explain(rules, found(Finding(Subject.ROW, Action.ADDED, "a1"), quotations=(gone,)))
    assert told.modification_title == "New row a1"


def test_replaced_words_are_not_told_beside_their_sentence(rules: Rules) -> None:
    lines = (
        "-Use the old way. See Foo Studio (Preview) for more about it.",
        "+See Foo Portal for all that you can do.",
    )
    told = summarize(rules, modified("a.md", *lines)).explanation
    assert "takes the place" not in told


def test_a_symbol_that_several_files_lose_is_told_once(rules: Rules) -> None:
    gone = Finding(Subject.SYMBOL, Action.REMOVED, "Old", public=True)
    told = overview(rules, *(code(path, gone) for path in ("src/acme/__init__.py", "src/acme/core.py")))
    assert "".join(texts(told.highlights)).count("`Old`") == 1


def test_what_several_pages_say_names_each_once(rules: Rules) -> None:
    line = "+The service sends a mail to each owner."
    told = report(rules, modified("a.md", "+One.", " ", line), modified("b.md", "+Two.", " ", line))
    assert texts(told.highlights)[0].count("`a.md`") == 1


def test_a_deprecation_says_so_once(rules: Rules) -> None:
    said = quotation(Topic.DEPRECATION, "Deprecated: Use MustBindWith or ShouldBindWith.", Source.DOCUMENT)
    told = explain(rules, found(quotations=(said,)))
    assert told.explanation == "The page announces a deprecation: “Use MustBindWith or ShouldBindWith”."


def test_a_row_without_outer_borders_has_cells() -> None:
    rows = "-Size | 512 MB | all", "+Size | 512 MB or 1 GB | all"
    passages = Passages(modified("a.md", " Limit | Value | For", " ---|---|---", *rows))
    assert passages.cells(LineSpan("L", 3, 3), LineSpan("R", 3, 3), ("", "1 GB")) == ("512 MB", "512 MB or 1 GB")
