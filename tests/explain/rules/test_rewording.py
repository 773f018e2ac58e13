"""Which words of a passage are different."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.explain.rules.rewording import aligned, excerpt, read_rewording
from mkdocs_diffinsight.language.catalog import load_catalog

from .sample import modified, summarize


@pytest.mark.parametrize(
    ("old", "new", "changed", "added", "removed"),
    [
        ("It is only in North Central US.", "It is only in 'East US' and North Central US.", (), ("East US",), ()),
        ("Set it in AI Foundry portal.", "Set it in Acme AI Foundry portal.",
         (("AI Foundry", "Acme AI Foundry"),), (), ()),
        ("Open Acme Web Studio first.", "Open Acme Web Portal first.",
         (("Acme Web Studio", "Acme Web Portal"),), (), ()),
        ("You can upload up to 100 files at a time.", "You can upload up to 1,000 files at a time.",
         (("100 files", "1,000 files"),), (), ()),
        ("Load it under the key limit of a call.", "Load it under the limit of a call and also the data limits.",
         (), ("the data limits",), ("key",)),
        ("The new model for forms reads fields and table cells.",
         "The new model for forms reads signatures, table cells, and fields.", (), ("signatures",), ()),
        ("It is a text model for search.", "It is a rich (text and image) model for search.",
         (("text", "rich (text and image)"),), (), ()),
        ("For all users of the plan, caching is on.", "Caching is on.", (), (), ("For all users of the plan",)),
        ("You can use acme-one and acme-two of it.", "You can use acme-one, acme-two, and acme-3 of it.",
         (), ("acme-3",), ()),
        ("Connect all of it to a project at once.", "Connect all of it to an Acme project at once.", (), ("Acme",), ()),
        ("All of it is software that runs there.", "All of it is a component that runs there.",
         (("software", "a component"),), (), ()),
        ("モデルは東京で使えます。", "モデルは東京と大阪で使えます。", (), ("と大阪",), ()),
    ],
)  # fmt: skip
def test_words_come_go_or_give_way(
    old: str, new: str, changed: tuple[tuple[str, str], ...], added: tuple[str, ...], removed: tuple[str, ...]
) -> None:
    found = read_rewording(old, new)
    assert found
    assert (found.changed, found.added, found.removed) == (changed, added, removed)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Open the portal and select a hub.", "Open a portal, and select the hub."),
        ("You cannot change the key of it.", "You can't change the “key” of it."),
    ],
)
def test_articles_and_marks_are_no_difference(old: str, new: str) -> None:
    found = read_rewording(old, new)
    assert found is not None
    assert not found


def test_what_is_mostly_other_words_is_rewritten() -> None:
    assert read_rewording("You need all three roles for it.", "Two of these are enough for that.") is None


def test_an_enumeration_differs_by_its_elements() -> None:
    found = read_rewording("en, es, fr", "en, fr, de, it, ja")
    assert found
    assert (found.added, found.removed, found.is_list) == (("de", "it", "ja"), ("es",), True)


def test_sentences_are_told_by_what_each_was_before() -> None:
    before = ["Keys are read from the file.", "They end on Monday."]
    after = ["Keys are read from the new file.", "See the guide."]
    assert aligned(before, after) == [(before[0], after[0]), (before[1], after[1])]
    assert aligned(before[:1], after) == [(before[0], after[0]), ("", after[1])]


def test_a_sentence_that_became_two_is_one_change() -> None:
    before = ["You can't write to it, but you can flatten parts of it."]
    after = ["You can't write to it.", "However, you can flatten parts of it."]
    assert aligned(before, after) == [(before[0], " ".join(after))]


def test_sentences_with_the_same_difference_are_told_together() -> None:
    before = ["It runs in the West region.", "Set your group to the West region."]
    after = ["It runs in the East or West region.", "Set your group to the East or West region."]
    assert aligned(before, after) == [(" ".join(before), " ".join(after))]


def test_an_excerpt_shows_the_words_in_their_sentence() -> None:
    text = f"{'before ' * 60}the new words {'after ' * 60}"
    start = text.index("the new")
    shown = excerpt(text, start, start + 13)
    assert "before the new words after" in shown
    assert len(shown) < 400
    assert shown.startswith("…before")
    assert shown.endswith("after…")


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The page now says `B4` instead of `A1`, adds “now” and drops “small”: “{}”."),
        ("ja", "このページで `A1` が `B4` に変わり、「now」が加わり、「small」がなくなりました: 「{}」。"),
        ("zh", "本页中，`A1` 改为 `B4`，新增“now”，删去“small”：“{}”。"),
    ],
)
def test_what_differs_is_told_before_the_one_quotation(language: str, told: str) -> None:
    old = "Set A1 and the key of the small group for all who use it"
    new = "Set B4 and the key of the group for all who use it now"
    explanation = summarize(Rules(load_catalog(language)), modified("a.md", f"-{old}.", f"+{new}.")).explanation
    assert explanation == told.format(new)


def test_an_announcement_that_was_reworded_is_told_by_what_is_different(rules: Rules) -> None:
    old, new = (f"The key of a shared folder is only supported in {where} of it." for where in ("West US", "East US"))
    told = summarize(rules, modified("a.md", f"-{old}", f"+{new}"))
    assert told.explanation == f"The page now says “East US” instead of “West US”: “{new[:-1]}”."


def test_an_announcement_in_other_words_for_the_same_is_wording(rules: Rules) -> None:
    old, new = (f"The key of a shared folder {verb} supported in the West region." for verb in ("is not", "isn't"))
    assert summarize(rules, modified("a.md", f"-{old}", f"+{new}")).modification_title == "Wording only"


def test_other_news_of_a_paragraph_is_told_beside_its_announcement(rules: Rules) -> None:
    old = "Keys are read from the first file. They end on Monday."
    new = "Keys are read from the second file. They end on Monday. The preview of it is no longer supported."
    told = summarize(rules, modified("a.md", f"-{old}", f"+{new}")).explanation
    assert "instead of “first”" in told
    assert told.count("no longer supported") == 1


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "“Supported languages” takes the place of “Supported document languages” throughout."),
        ("ja", "このページの各所で「Supported document languages」が「Supported languages」に変わりました。"),
        ("zh", "全文中“Supported document languages”改为“Supported languages”。"),
    ],
)
def test_a_label_that_changed_everywhere_is_told_once(language: str, told: str) -> None:
    lines = [
        line
        for name in "ABC"
        for line in (f" ## {name}", " ", "-**Supported document languages**", "+**Supported languages**", " ")
    ]
    assert summarize(Rules(load_catalog(language)), modified("a.md", *lines)).explanation == told


def test_words_that_came_to_many_sentences_are_told_once(rules: Rules) -> None:
    texts = [f"Plan {n} is billed as Standard Provisioned{{}} by the hour of its use." for n in "abc"]
    lines = [
        line for text in texts for line in ("-" + text.format(""), "+" + text.format(" and Zone Provisioned"), " ")
    ]
    assert summarize(rules, modified("a.md", *lines)).explanation == "“Zone Provisioned” is added throughout."


def test_a_title_shows_where_two_long_headings_differ() -> None:
    old, new = (f"# Extract the text and other information from pictures {how} AI enrichment" for how in ("in", "by"))
    title = summarize(Rules(load_catalog("ja")), modified("a.md", f"-{old}", f"+{new}")).modification_title
    assert title == "見出しを「…pictures in AI enrichment」から「…pictures by AI enrichment」に変更"


def test_a_long_cell_is_told_once_and_by_what_came(rules: Rules) -> None:
    table = (" | Family | Models |", " |---|---|")
    old = "| Acme models | acme-large-2402 <br> acme-large-2407 <br> acme-small-2402 <br> acme-tiny |"
    new = old.replace("<br> acme-tiny", "<br> acme-three <br> acme-tiny")
    told = summarize(rules, modified("a.md", *table, f"-{old}", f"+{new}"))
    assert told.explanation == "“Models” of “Acme models” now has `acme-three`."


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("November 15, 2024", "November 13, 2024"),
        ("15 Nov 2024", "13 Nov 2024"),
        ("May 2024", "June 2024"),
        ("March 5", "March 6"),
        ("11/15/2024", "11/13/2024"),
    ],
)
def test_a_date_is_one_word(old: str, new: str) -> None:
    sentence = "The model is upgraded from {} on, as is all that was made with it."
    told = read_rewording(sentence.format(old), sentence.format(new))
    assert told
    assert told.changed == ((old, new),)


def test_a_date_is_one_word_among_words_without_blanks() -> None:
    told = read_rewording(
        "このモデルの提供は2024年11月15日に終了する予定です。", "このモデルの提供は2024年11月13日に終了する予定です。"
    )
    assert told
    assert told.changed == (("2024年11月15日", "2024年11月13日"),)
