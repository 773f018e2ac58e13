"""Scripts and months that expressions of several rooms are made of."""

from __future__ import annotations

import re

import pytest

from mkdocs_diffinsight.language.scripts import EAST_ASIAN, HAN, HANGUL, HIRAGANA, ITERATED, KATAKANA, MONTHS, UNSPACED


@pytest.mark.parametrize(
    ("script", "text"),
    [(HIRAGANA, "ひらがな"), (KATAKANA, "モデルﾓﾃﾞﾙ"), (HAN, "模型\U00020bb7"), (ITERATED, "々〆"), (HANGUL, "모델")],
)
def test_a_script_has_its_letters_and_those_of_no_other(script: str, text: str) -> None:
    scripts = (HIRAGANA, KATAKANA, HAN, ITERATED, HANGUL)
    assert [one for one in scripts if re.fullmatch(f"[{one}]+", text)] == [script]
    assert re.fullmatch(f"[{EAST_ASIAN}]+", text)
    assert bool(re.fullmatch(f"[{UNSPACED}]+", text)) is (script != HANGUL)


@pytest.mark.parametrize("sign", "aéЖ1_、。・「(")
def test_marks_and_other_letters_belong_to_none(sign: str) -> None:
    assert not re.match(f"[{EAST_ASIAN}]", sign)


def test_months_are_known_by_their_names_and_short_forms() -> None:
    names = "January February March April May June July August September October November December".split()
    assert [n for name in names for n, month in enumerate(MONTHS) if re.fullmatch(month, name)] == list(range(12))
    assert [n for name in names for n, month in enumerate(MONTHS) if re.fullmatch(month, name[:3])] == list(range(12))
