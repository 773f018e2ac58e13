"""Texts by rules in Japanese, as a technical writer puts them."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog

from .sample import added, modified, removed, report, summarize, texts


@pytest.fixture
def japanese() -> Rules:
    return Rules(load_catalog("ja"))


def test_code_has_a_blank_on_both_sides_and_a_label_has_none(japanese: Rules) -> None:
    summary = summarize(japanese, modified("a.md", "-# First", "+# Second"))
    assert summary.explanation == "見出しが「First」から「Second」に変わりました。"
    picture = summarize(japanese, added("a.png", binary=True))
    assert picture.modification_title == "画像 a.png の追加"
    assert picture.explanation == "`a.png` を追加しました。"


def test_titles_of_renamed_headings_show_both_names(japanese: Rules) -> None:
    summary = summarize(japanese, modified("a.md", "-# First", "+# Second"))
    assert summary.modification_title == "見出しを「First」から「Second」に変更"


def test_highlights_are_sentences(japanese: Rules) -> None:
    files = added("a.md", "# First", "", "Text."), removed("b.md", "# Second", "", "Text.")
    told = "".join(texts(report(japanese, *files).highlights))
    assert "「First」が追加されました。" in told
    assert "「Second」が削除されました。" in told


def test_files_are_counted_as_files(japanese: Rules) -> None:
    changes = [modified(f"{n}.md", "-Some text", "+Some  text") for n in "ab"]
    (told,) = texts(report(japanese, *changes).other_updates)
    assert "2 ファイル" in told
    assert "件" not in told


def test_a_version_is_told_as_a_whole(japanese: Rules) -> None:
    changes = [
        modified(f"{n}.py", f'-{n} = "pack==1.0.0-beta.2"', f'+{n} = "pack==1.0.0-beta.4"') for n in ("one", "two")
    ]
    told = "".join(texts(report(japanese, *changes).highlights))
    assert "`2`" not in told
    assert "1.0.0-beta.4" in told


def test_an_added_word_is_told_with_its_sentence(japanese: Rules) -> None:
    change = modified("a.md", "-- **Americas**: West US", "+- **Americas**: West US, East US")
    told = summarize(japanese, change).explanation
    assert "「US」が" not in told
    assert "West US, East US" in told


def test_what_is_different_in_a_long_sentence_is_told_before_it(japanese: Rules) -> None:
    sentence = "In a pattern that uses a chat model for responses, you want an index {} chunks of content for it."
    change = modified("a.md", "-" + sentence.format("that contains"), "+" + sentence.format("designed around"))
    told = summarize(japanese, change).explanation
    assert told.startswith("このページで「that contains」が「designed around」に変わりました: 「In a pattern")
    assert told.count("In a pattern") == 1


def test_names_beside_each_other_are_set_apart_in_one_way(japanese: Rules) -> None:
    table = [" | Region | Tier |", " |---|---|"]
    rows = ["+| eastus2 | A |", "+| westeurope | A |"]
    told = summarize(japanese, modified("a.md", *table, *rows)).explanation
    assert "`eastus2`" in told
    assert "`westeurope`" in told
    assert "「westeurope」" not in told


def test_a_summary_ends_no_quotation_within_it(japanese: Rules) -> None:
    long = "The commitment model is not supported for " + "customers and " * 30 + "others."
    told = report(japanese, modified("a.md", " # Title", " ", "+" + long)).summary
    assert told.count("「") == told.count("」")


@pytest.mark.parametrize(
    ("sentence", "told"),
    [
        ("Uploads are limited to 10 files per request.", "制限に関する記述"),
        ("The feature is now generally available in all regions.", "提供状況に関する記述"),
        ("The price of each request is shown before it is sent.", "価格に関する記述"),
    ],
)
def test_a_new_sentence_is_no_change_of_one(japanese: Rules, sentence: str, told: str) -> None:
    change = modified("a.md", " # Title", " ", "+" + sentence)
    summary = summarize(japanese, change)
    assert summary.explanation.startswith(f"このページに{told}が加わりました: 「")
    assert "変わりました" not in report(japanese, change).summary
