"""Which words of changed lines are marked. In the examples, ⟦ and ⟧ stand around what is."""

from __future__ import annotations

import random
import unicodedata

import pytest

from mkdocs_diffinsight.site.diff.words import Marks, changed_words


def marked(line: str, marks: Marks) -> str:
    for start, end in reversed(marks):
        line = f"{line[:start]}⟦{line[start:end]}⟧{line[end:]}"
    return line


def check(old: str, new: str) -> None:
    """Marks are found where the texts, line by line, have them."""
    before, after = (text.replace("⟦", "").replace("⟧", "").split("\n") for text in (old, new))
    old_marks, new_marks = changed_words(before, after)
    assert "\n".join(map(marked, before, old_marks)) == old
    assert "\n".join(map(marked, after, new_marks)) == new


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("The limit is ⟦10⟧ a day", "The limit is ⟦25⟧ a day"),
        ("It ends on ⟦2024-11-01⟧", "It ends on ⟦2025-01-27⟧"),
        ("costs $⟦10.00⟧ a month", "costs $⟦7.50⟧ a month"),
        ("use version ⟦1.2.3⟧ of it", "use version ⟦1.10.0⟧ of it"),
        ("call `⟦get_user⟧` with a name", "call `⟦get_account⟧` with a name"),
        ("A red car", "A ⟦fast⟧ red car"),
        ("see (limits.md) now", "see (⟦../⟧limits.md) now"),
        ("use lumen-4o here", "use lumen-4o⟦-mini⟧ here"),
        ("", ""),
    ],
)
def test_whole_words_are_marked(old: str, new: str) -> None:
    check(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("料金は⟦十⟧円です。", "料金は⟦二十五⟧円です。"),
        ("この⟦サービス⟧を使います。", "この⟦ポータル⟧を使います。"),
        ("最大⟦128⟧件です。", "最大⟦256⟧件です。"),
        ("限制为⟦一⟧百个请求", "限制为⟦两⟧百个请求"),
    ],
)
def test_writing_without_spaces_is_marked_by_character_or_word(old: str, new: str) -> None:
    check(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a cafe\u0301 e b c", "a cafe\u0301 ⟦e\u0301⟧ b c"),
        ("by ⟦👨\u200d👩⟧ and us", "by ⟦👨\u200d👧⟧ and us"),
        ("in ⟦🇯🇵⟧ and there", "in ⟦🇯🇲⟧ and there"),
        ("with ⟦👍🏻⟧ and so on", "with ⟦👍🏿⟧ and so on"),
        ("का ⟦कि⟧ और यह", "का ⟦की⟧ और यह"),
    ],
)
def test_what_a_reader_sees_as_one_character_is_never_split(old: str, new: str) -> None:
    check(old, new)


def test_an_insertion_begins_and_ends_like_a_phrase() -> None:
    check("One is here. Two is there.", "One is here. ⟦One is gone.⟧ Two is there.")


def test_what_stands_between_two_marks_and_says_nothing_is_marked_too() -> None:
    check("It takes ⟦some time⟧ to do", "It takes ⟦no effort⟧ to do")


def test_cells_of_a_table_are_marked_by_themselves() -> None:
    check("| North | ⟦1000⟧ | ⟦2000⟧ | x |", "| North | ⟦1500⟧ | ⟦2500⟧ | x |")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("## Next steps", "## Related content"),
        ("The quick brown fox jumps over it.", "Every region has the limits of the plan that you buy."),
    ],
)
def test_lines_with_too_little_in_common_are_not_marked(old: str, new: str) -> None:
    check(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("the end⟦  ⟧", "the end"),
        ("⟦  ⟧x = 1", "⟦    ⟧x = 1"),
        ("⟦\t⟧x = 1", "⟦    ⟧x = 1"),
        ("one⟦ ⟧two", "one⟦  ⟧two"),
        ("a,b", "a,⟦ ⟧b"),
    ],
)
def test_blanks_alone_are_marked(old: str, new: str) -> None:
    check(old, new)


def test_a_line_is_compared_with_the_one_that_is_most_like_it() -> None:
    check(
        "The service takes ⟦128⟧ requests a minute.",
        "Some new words come first.\nThe service takes ⟦256⟧ requests a minute.\nAnd others follow it.",
    )


def test_lines_at_the_same_places_are_compared() -> None:
    check("title: ⟦Old⟧ limits of all\ndate: ⟦2024-01-02⟧", "title: ⟦New⟧ limits of all\ndate: ⟦2024-05-06⟧")


def test_a_paragraph_that_was_broken_elsewhere_has_marks_where_words_changed() -> None:
    check(
        "The service takes ⟦128⟧ requests a minute, and all⟦ ⟧of them\ncount for the quota of the region.",
        "The service takes ⟦256⟧ requests a minute, and all\nof them⟦ ⟧count for the quota of the region.",
    )


def test_lines_that_are_much_alike_are_compared_even_if_they_have_no_words() -> None:
    check("| Region | Search | Ranker |\n|--|--|--|", "| Region | Search | Ranker | ⟦Zones |⟧\n|--|--|--|⟦--|⟧")


def test_a_line_that_became_two_has_no_word_marked() -> None:
    check(
        "The first sentence stays as it is.⟦ ⟧The second sentence has a line of its own.",
        "The first sentence stays as it is.\nThe second sentence has a line of its own.",
    )


def test_nothing_is_marked_where_nothing_was_replaced() -> None:
    assert changed_words([], ["a", "b"]) == ([], [[], []])


def test_very_long_lines_are_not_compared() -> None:
    long = "word " * 10_000
    assert changed_words([long + "a"], [long + "b"]) == ([[]], [[]])


def test_lines_of_a_long_text_are_compared_one_by_one() -> None:
    """Taken together they would be too long, though words went from one line to the next."""
    old = [f"{n} and now some words of a line that is long enough" for n in range(300)]
    new = [f"enough {line.removesuffix(' enough')}" for line in old]
    old_marks, _ = changed_words(old, new)
    assert [marked(line, own) for line, own in zip(old, old_marks, strict=True)] == [
        line.replace("enough", "⟦enough⟧") for line in old
    ]


def test_in_long_runs_near_lines_are_compared() -> None:
    old = [f"row {n} has the value {n * 7} in it" for n in range(400)]
    new = ["something else", *(line.replace("value", "price") for line in old)]
    old_marks, new_marks = changed_words(old, new)
    assert [marked(line, own) for line, own in zip(old, old_marks, strict=True)] == [
        line.replace("value", "⟦value⟧") for line in old
    ]
    assert new_marks[0] == []


def test_marks_lie_within_their_lines_in_order_and_apart() -> None:
    pieces = [
        "a",
        "foo",
        "|",
        "日本",
        "カナ",
        "e\u0301",
        "👨\u200d👩",
        "🇯🇵",
        "1.5",
        ".",
        "-",
        " ",
        "  ",
        "\t",
        "\u3000",
    ]
    for seed in range(2000):
        chance = random.Random(seed)
        old, new = (
            ["".join(chance.choices(pieces, k=chance.randrange(12))) for _ in range(chance.randrange(1, 4))]
            for _ in range(2)
        )
        for lines, marks in zip((old, new), changed_words(old, new), strict=True):
            assert len(marks) == len(lines)
            for line, own in zip(lines, marks, strict=True):
                edges = [edge for mark in own for edge in mark]
                assert edges == sorted(set(edges))
                assert not edges or (edges[0] >= 0 and edges[-1] <= len(line))
                assert not any(unicodedata.combining(line[edge]) for edge in edges if edge < len(line))


def test_words_between_two_changes_that_can_be_read_by_themselves_are_not_marked() -> None:
    old, new = (
        "無料プランでは毎月 1,000 件まで利用できます。",
        "無料プランは廃止予定です。毎月 500 件まで利用できますが、6 月に終了します。",
    )
    before, after = changed_words([old], [new])
    assert [old[start:end] for start, end in before[0]] == ["では毎月 1,000"]
    assert "件まで利用できます" not in "".join(new[start:end] for start, end in after[0])
