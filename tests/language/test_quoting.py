"""Text of others in the middle of our own."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.language.quoting import code_span, display, escape


@pytest.mark.parametrize(
    ("text", "span"),
    [
        ("a", "`a`"),
        ("a`b", "``a`b``"),
        ("`a`", "`` `a` ``"),
        ("a\n\tb", "`a b`"),
        ("\udcff", "`\ufffd`"),
        ("a\u202eb", "`a\ufffdb`"),
    ],
)
def test_a_code_span_cannot_be_closed_from_inside(text: str, span: str) -> None:
    assert code_span(text) == span


@pytest.mark.parametrize("text", ["", " ", "\x00\x1f"])
def test_a_code_span_is_never_empty(text: str) -> None:
    assert code_span(text) == "`\ufffd`"


def test_a_long_quotation_is_cut() -> None:
    assert display("word " * 50, 12) == "word word…"


def test_a_word_without_end_is_cut_within() -> None:
    assert display("x" * 100, 12) == "x" * 11 + "…"


def test_escaped_text_is_no_markup() -> None:
    assert escape("<b>*a* [x](y) `c`") == r"&lt;b&gt;\*a\* \[x\](y) \`c\`"
