"""The short cut of the Markdown parser shows what the parser itself shows."""

from __future__ import annotations

import random

import pytest
from markdown_it import MarkdownIt

from mkdocs_diffinsight.site.html.east_asian import EastAsianInline, EastAsianRenderer
from mkdocs_diffinsight.site.html.markdown import make_parser

PARTS = (
    *("a", "b ", "。", "あ", "い", "é", "😀", "\u3000", " ", "  ", "\n", "\n\n", "\n  y", "\t"),
    *("**", "*", "`", "``", "x`y`", "**b**", "**b**`c`", "`**`", "_", "a_b", "~", "~~", "\\"),
    *("<", ">", "< ", "&", "& ", "&amp;"),
    *("- ", "\n- x", "+ ", "1. ", "\n1. x", "\n2. x", "1) ", "#", "|", "--", "---", "===", "!", ".", ":", "「", "）"),
    *("\n   - y", "\n  - z", "\n\n1. x", "\n\n2. x", "\n\n- x", "\n\n   - y"),
    "[a](http://x.y)",
)


def parser() -> MarkdownIt:
    """The one without short cuts."""
    plain = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    inline = EastAsianInline()
    inline.ruler, inline.ruler2 = plain.inline.ruler, plain.inline.ruler2
    plain.inline, plain.renderer = inline, EastAsianRenderer()
    return plain


@pytest.mark.parametrize(
    "text",
    [
        "A sentence with `code` and **bold** words.",
        "一つ目の文です。`lumen` を**太字**で。\n\n二つ目の段落です。",
        "- An item with `code`.",
        "As follows:\n- one\n- two\n\nThe end.",
        "次のとおりです。\n\n1. **日付**: 変更\n2. `name`: 追加\n\n以上です。",
        "1. **A**:\n   - one\n   - `two`\n2. **B**:\n   - three\n\nThe end.",
        "1. **A**:\n   - one\n\n2. **B**:\n   - two\n\nThe end.",
        "- one\n\n- two",
        " Text that begins with a blank.",
        "The parameter max_count & its default, ~5, which is < 6.",
    ],
)
def test_common_texts_take_the_short_cut(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = parser().render(text)
    monkeypatch.setattr("markdown_it.parser_inline.ParserInline.tokenize", None)
    assert make_parser().render(text) == expected


@pytest.mark.parametrize("seed", range(20))
def test_any_text_looks_the_same(seed: int) -> None:
    chance, ours, theirs = random.Random(seed), make_parser(), parser()
    for _ in range(200):
        text = "".join(chance.choices(PARTS, k=chance.randint(1, 10)))
        assert ours.render(text) == theirs.render(text), repr(text)
        assert ours.renderInline(text) == theirs.renderInline(text), repr(text)
