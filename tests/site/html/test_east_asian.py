"""Emphasis and line breaks beside East Asian characters, by the published examples of the amendment to CommonMark."""

from __future__ import annotations

import pytest
from markdown_it import MarkdownIt

from mkdocs_diffinsight.site.html.markdown import make_parser


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("これは**「重要」**です。", "これは<strong>「重要」</strong>です。"),
        ("**太字**のテスト。", "<strong>太字</strong>のテスト。"),
        ("「*強調*」と書く。", "「<em>強調</em>」と書く。"),
        ("a **bold** word", "a <strong>bold</strong> word"),
        ("数式 2**3 は8。", "数式 2**3 は8。"),
        ("コード内は `**そのまま**` です。", "コード内は <code>**そのまま**</code> です。"),
        ("a**あ、**b", "a<strong>あ、</strong>b"),
        ("a**あ，**b", "a<strong>あ，</strong>b"),
        ("a**あ。**b", "a<strong>あ。</strong>b"),
        ("a**あ！**b", "a<strong>あ！</strong>b"),
        ("**abc、**です", "<strong>abc、</strong>です"),
        ("あ**、い**う", "あ<strong>、い</strong>う"),
        ("彼は**、**と書いた", "彼は<strong>、</strong>と書いた"),
        ("**このアスタリスクは強調記号として認識されず、そのまま表示されます。**この文のせいで。", None),
        ("**该星号不会被识别，而是直接显示。**这是因为它没有被识别为强调符号。", None),
        ("~~「古い」~~は消えた。", "<s>「古い」</s>は消えた。"),
        ("あ _「い」_ う", "あ <em>「い」</em> う"),
        ("a_あ_b", "a_あ_b"),
        ("**「다음」**을 보십시오", "<strong>「다음」</strong>을 보십시오"),
        ("これは ** です **。", "これは ** です **。"),
    ],
)
def test_emphasis_begins_and_ends_beside_east_asian_punctuation(text: str, shown: str | None) -> None:
    if shown is None:  # the first sentence is bold
        _, bold, rest = text.split("**")
        shown = f"<strong>{bold}</strong>{rest}"
    assert make_parser().renderInline(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        *("**日本語**。", "。**日本語**", "これは**日本語**。です", "**あ**。**い**", "*斜体*。と続く", "_下線強調_。"),
        *("**太字**、**続き**。", "「**引用**」と**次**。", "**a**日本語**b**", "彼は**す**ごい"),
        *("*a*b **c**. _d_ e_f_g", "*(a)*b", "a*(b)*", "**한국어**는", "2**3**4"),
    ],
)
def test_what_commonmark_shows_itself_stays(text: str) -> None:
    assert make_parser().render(text) == MarkdownIt("commonmark").render(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("これは長い文章なので\n途中で改行しています。", "これは長い文章なので途中で改行しています。"),
        ("ABC\nこれは日本語。", "ABC\nこれは日本語。"),
        ("text\nwith wrap", "text\nwith wrap"),
        ("**太字**\n続き", "<strong>太字</strong>\n続き"),
    ],
)
def test_lines_are_joined_without_a_blank_between_east_asian_characters(text: str, shown: str) -> None:
    assert make_parser().renderInline(text) == shown
