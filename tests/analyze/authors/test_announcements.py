"""What the prose of documents announces."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.model.findings import Source, Topic

from .sample import quotations, told

PAGE = """# Guide

Some words to begin with.

## Limits

Other words that stay here.
"""


def added(sentence: str) -> list[tuple[str, str]]:
    """What a page quotes that one more paragraph came to."""
    return told(quotations("docs/guide.md", PAGE, f"{PAGE}\n{sentence}\n"))


def changed(old: str, new: str) -> list[tuple[str, str, bool]]:
    """What a page quotes of which one paragraph gave way to another."""
    found = quotations("docs/guide.md", f"{PAGE}\n{old}\n", f"{PAGE}\n{new}\n")
    return [(str(one.topic), one.text, one.is_removed) for one in found]


class TestTopics:
    @pytest.mark.parametrize(
        ("topic", "sentence"),
        [
            ("end", "The old client is retired on March 3, 2026."),
            ("end", "After March 3, 2026, the old client will be removed."),
            ("end", "Python 3.8 is no longer supported."),
            ("deprecation", "The option `a` is deprecated."),
            ("deprecation", "Deprecated: use `b`."),
            ("requirement", "You must sign in again."),
            ("requirement", "A key is required for each request."),
            ("limit", "The service doesn't support containers."),
            ("limit", "Up to 10 files are read."),
            ("limit", "Only JPEG and PNG are supported."),
            ("price", "It costs $5 for each user."),
            ("price", "Unused space is billed as well."),
            ("default", "The default is now 30 seconds."),
            ("default", "Pages are cached by default."),
            ("availability", "Voice is now available in West Europe."),
            ("availability", "Voice is generally available."),
            ("availability", "This feature is in public preview."),
            ("guidance", "We recommend the new client."),
            ("guidance", "Use `b` instead of `a`."),
            ("news", "Starting May 1, 2026, all names will change."),
            ("breaking", "This is a breaking change."),
            ("end", "古いクライアントは 2026 年 3 月に廃止されます。"),
            ("end", "Python 3.8 のサポートは終了しました。"),
            ("deprecation", "オプション `a` は非推奨です。"),
            ("requirement", "もう一度サインインする必要があります。"),
            ("limit", "コンテナーはサポートされていません。"),
            ("limit", "ファイルは最大 10 個です。"),
            ("price", "1 時間ごとに課金されます。"),
            ("default", "既定値は 30 秒です。"),
            ("availability", "この機能はプレビュー段階です。"),
            ("guidance", "新しいクライアントの使用を推奨します。"),
            ("end", "旧客户端将于 2026 年 3 月停用。"),
            ("end", "该服务不再支持 Python 3.8。"),
            ("deprecation", "选项 `a` 已弃用。"),
            ("requirement", "必须重新登录。"),
            ("limit", "该服务不支持容器。"),
            ("limit", "最多 10 个文件。"),
            ("price", "按小时计费。"),
            ("default", "默认值为 30 秒。"),
            ("availability", "该功能处于预览阶段。"),
            ("guidance", "建议使用新客户端。"),
        ],
    )
    def test_a_sentence_that_came_is_quoted_with_its_topic(self, topic: str, sentence: str) -> None:
        assert added(sentence) == [(topic, sentence)]

    @pytest.mark.parametrize(
        "sentence",
        [
            "If it is retired, another one takes its place.",
            "When the model is deprecated, a note is shown.",
            "Models that are retired are listed below.",
            "See which regions it is available in.",
            "For information on where it is generally available, see the list.",
            "Is it no longer supported?",
            "It may be retired some day.",
            "Temporary files will be removed.",
            "You can now open the file.",
            "Retired people may apply.",
            "廃止された場合は、別のものを選びます。",
            "如果它已弃用，请选择另一个。",
            "The words here say nothing of the kind.",
        ],
    )
    def test_a_condition_a_question_or_a_pointer_announces_nothing(self, sentence: str) -> None:
        assert added(sentence) == []

    def test_a_condition_in_another_clause_does_not_take_a_requirement_back(self) -> None:
        sentence = "If you use a proxy, you must set the option."
        assert added(sentence) == [("requirement", sentence)]


class TestSentences:
    def test_a_wrapped_sentence_is_joined(self) -> None:
        (found,) = quotations(
            "docs/guide.md", PAGE, f"{PAGE}\nThe old client, which many\nuse, is retired. More is to come.\n"
        )
        assert (found.text, list(map(str, found.lines))) == ("The old client, which many use, is retired.", ["R9-R10"])

    def test_a_sentence_of_which_one_line_came_is_whole(self) -> None:
        old = f"{PAGE}\nThe old client, which many\nuse, works.\n"
        (found,) = quotations("docs/guide.md", old, old.replace("use, works.", "use, is retired."))
        assert found.text == "The old client, which many use, is retired."

    @pytest.mark.parametrize("short", ["e.g.", "i.e.", "v1.2", "U.S.", "etc.", "Fig. 2"])
    def test_an_abbreviation_ends_no_sentence(self, short: str) -> None:
        sentence = f"The old clients, {short} Acme, are retired."
        assert added(sentence) == [("end", sentence)]

    def test_a_full_width_stop_ends_a_sentence(self) -> None:
        assert added("新しい機能です。古い機能は廃止されます。次に進みます。") == [("end", "古い機能は廃止されます。")]

    def test_links_are_told_by_their_words(self) -> None:
        assert added("The [old client](client.md) is retired.") == [("end", "The old client is retired.")]

    def test_a_sentence_that_only_begins_in_the_hunk_is_not_cut(self) -> None:
        long = "\n".join(f"word {n} and more of it," for n in range(12))
        old = f"# Guide\n\nIt is said that {long}\nand the end.\n"
        new = old.replace("word 0 and", "word 0 must and")
        assert quotations("docs/guide.md", old, new) == ()


class TestPlaces:
    def test_the_place_is_that_of_the_headings(self) -> None:
        (found,) = quotations("docs/guide.md", PAGE, f"{PAGE}\n### Uploads\n\nYou must sign in.\n")
        assert (found.source, found.where) == (Source.DOCUMENT, ("Limits", "Uploads"))

    @pytest.mark.parametrize("mark", ["- ", "1. ", "> ", "> [!NOTE]\n> ", "!!! note\n    "])
    def test_items_and_callouts_announce_as_paragraphs_do(self, mark: str) -> None:
        assert added(f"{mark}You must sign in again.") == [("requirement", "You must sign in again.")]

    def test_a_cell_announces_with_its_row_and_column(self) -> None:
        table = "# Models\n\n| Model | State |\n| --- | --- |\n| `a-1` | Generally available |\n"
        (found,) = quotations("docs/models.md", table, table.replace("Generally available", "Retired"))
        assert (found.topic, found.text, found.source) == (Topic.END, "Retired", Source.TABLE)
        assert found.where == ("a-1", "State")

    def test_of_a_long_cell_the_sentence_is_quoted_that_announces(self) -> None:
        table = "# Models\n\n| Model | Notes |\n| --- | --- |\n| `a-1` | It is small. |\n"
        new = table.replace("It is small.", "It is small. It is retired in May. It is over.<br>All is well.")
        assert told(quotations("docs/models.md", table, new)) == [("end", "It is retired in May.")]

    def test_what_is_code_announces_nothing(self) -> None:
        assert added("```text\nYou must sign in again.\n```") == []

    def test_a_comment_announces_nothing(self) -> None:
        assert added("<!-- You must sign in again. -->") == []

    def test_terms_announce_nothing(self) -> None:
        assert quotations("LICENSE.md", PAGE, f"{PAGE}\nYou must keep this notice.\n") == ()

    def test_of_a_new_page_only_news_is_quoted(self) -> None:
        page = "# Voice\n\nVoice is in public preview.\n\nYou must sign in first.\n"
        assert told(quotations("docs/voice.md", "", page)) == [("availability", "Voice is in public preview.")]


class TestChanges:
    def test_a_sentence_that_went_is_news(self) -> None:
        old, new = "The service doesn't support containers.", "All else is as it was before."
        assert changed(old, new) == [("limit", old, True)]

    def test_what_is_possible_now_was_not_before(self) -> None:
        old, new = "The service doesn't support containers.", "The service supports containers."
        assert changed(old, new) == [("limit", old, True)]

    def test_a_reworded_sentence_is_no_news(self) -> None:
        assert changed("You must always sign in again.", "You must sign in again each time.") == []

    def test_the_announcing_part_of_a_reworded_sentence_is(self) -> None:
        new = "The old client is retired."
        assert changed("The old client works.", new) == [("end", new, False)]

    def test_another_value_is_news(self) -> None:
        new = "Up to 20 files are read."
        assert changed("Up to 10 files are read.", new) == [("limit", new, False)]

    def test_a_sentence_that_moved_is_no_news(self) -> None:
        sentence = "You must sign in again."
        assert quotations("docs/guide.md", f"{sentence}\n\n{PAGE}", f"{PAGE}\n{sentence}\n") == ()

    def test_lines_that_were_wrapped_anew_are_no_news(self) -> None:
        assert changed("You must sign in\nagain.", "You must\nsign in again.") == []
