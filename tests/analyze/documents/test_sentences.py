"""Where sentences end."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.documents.sentences import sentences


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("It ends. It is over.", ["It ends.", "It is over."]),
        (
            "It needs versions 3.x. Ask J. Doe of the U.S. Office.",
            ["It needs versions 3.x.", "Ask J. Doe of the U.S. Office."],
        ),
        ("Use old ones, e.g. Version 1.2 of it. Then stop.", ["Use old ones, e.g. Version 1.2 of it.", "Then stop."]),
        ("Call `it. Then` first. (It ends.) Stop.", ["Call `it. Then` first.", "(It ends.)", "Stop."]),
        ("終わります。「次です。」です。", ["終わります。", "「次です。」です。"]),
        ("終わります。「次です。」終わりです。", ["終わります。", "「次です。」", "終わりです。"]),
        ("It is the file's. It stays.", ["It is the file's.", "It stays."]),
        ('It says "Stop." and ends. It stays.', ['It says "Stop." and ends.', "It stays."]),
        ("**Deprecated.** use another one.", ["**Deprecated.**", "use another one."]),
        ("完成。下一个！", ["完成。", "下一个！"]),
        ("**重要です。**と言います。次です。", ["**重要です。**と言います。", "次です。"]),
    ],
)
def test_a_sentence_ends_where_its_author_ends_it(text: str, parts: list[str]) -> None:
    assert sentences(text) == parts
