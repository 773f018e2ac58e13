"""Markdown from outside, as safe HTML."""

from __future__ import annotations

import random

import pytest
from markupsafe import Markup

from mkdocs_diffinsight.language.quoting import showable
from mkdocs_diffinsight.site.html.prose import (
    Passage,
    is_web_address,
    plain_text,
    render_item,
    render_line,
    render_passages,
    render_prose,
    render_words,
)


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a **b** `c`", "<p>a <strong>b</strong> <code>c</code></p>\n"),
        ("x:\n- a\n- b", "<p>x:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n"),
        ("**「重要」**です", "<p><strong>「重要」</strong>です</p>\n"),
        ("~~a~~", "<p><s>a</s></p>\n"),
    ],
)
def test_markdown_is_rendered(text: str, html: str) -> None:
    assert render_prose(text, 4) == html


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "</details></div><h1>x</h1>",
        "<img src=x onerror=alert(1)>",
        "a <b onclick=alert(1)>b</b>",
        "<!-- x -->",
        "<?php x ?>",
        "<style>*{display:none}</style>",
        "`<script>`",
        "```html\n<script>\n```",
    ],
)
def test_html_stays_text(text: str) -> None:
    html = render_prose(text, 4)
    for tag in ("<script", "<img", "<b ", "<style", "<h1", "</details", "<!--", "<?"):
        assert tag not in html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "&#106;avascript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "//evil.example",
        "/relative",
        "#item-000000",
        "https://",
    ],
)
def test_only_web_addresses_become_links(url: str) -> None:
    assert "<a" not in render_prose(f"[x]({url}) <{url}>", 4)


@pytest.mark.parametrize("blank", ["\n", "\t", " ", "\x01", "\u2028"])
def test_an_address_is_one_word(blank: str) -> None:
    """Python reads over line breaks in an address, but a plain copy would go on with what follows."""
    assert not is_web_address(f"https://example.org/a{blank}- b")


def test_a_link_lends_no_trust() -> None:
    html = render_prose("[x](https://example.org/a)", 4)
    assert html == '<p><a href="https://example.org/a" rel="nofollow noopener">x</a></p>\n'


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert "<img" not in render_prose("![x](https://example.org/a.png)", 4)


def test_headings_take_their_place_below_ours_and_have_no_anchor() -> None:
    assert render_prose("## A\n\n#### B {#item-000000}", 4) == "<h4>A</h4>\n<h6>B {#item-000000}</h6>\n"


def test_headings_never_go_below_the_last_level() -> None:
    assert "<h6>B</h6>" in render_prose("# A\n\n##### B", 4)


def test_template_code_stays_text() -> None:
    assert render_prose("{{ 7 * 7 }} {% raw %}", 4) == "<p>{{ 7 * 7 }} {% raw %}</p>\n"


def test_a_line_has_no_paragraph() -> None:
    assert render_line("a `b`\nc") == "a <code>b</code> c"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a **b** [c](https://example.org)\n\n- `d`", "a b c d"),
        ("<b>&amp;</b>", "<b>&</b>"),
        ("```\ncode\n```", "code"),
        ("", ""),
    ],
)
def test_plain_text_has_the_words_alone(text: str, words: str) -> None:
    assert plain_text(text) == words


@pytest.mark.parametrize("text", ["a\udce9b", "a\x00b", "a\x1bb", "a\u202eb"])
def test_what_no_page_can_hold_is_replaced(text: str) -> None:
    assert showable(text) == "a\N{REPLACEMENT CHARACTER}b"


def test_tabs_and_line_breaks_are_kept() -> None:
    assert showable("a\tb\nc") == "a\tb\nc"


NOTE = Markup("<sup>1</sup>")
DOUBT = '<mark class="di-unproven" title="Why?">{}</mark>'


@pytest.mark.parametrize(
    ("texts", "html"),
    [
        (["A.", "B."], "<p>A.<sup>1</sup> B.<sup>1</sup></p>"),
        (["あ。", "い。"], "<p>あ。<sup>1</sup>い。<sup>1</sup></p>"),
        (["- a", "- b"], "<ul><li>a<sup>1</sup></li><li>b<sup>1</sup></li></ul>"),
        (["A.", "- b", "C."], "<p>A.<sup>1</sup></p><ul><li>b<sup>1</sup></li></ul><p>C.<sup>1</sup></p>"),
        (["A.", "B\n\nC.", "D."], "<p>A.<sup>1</sup></p><p>B</p><p>C.<sup>1</sup></p><p>D.<sup>1</sup></p>"),
        (["- a\n  - b", "- c"], "<ul><li>a<ul><li>b<sup>1</sup></li></ul></li><li>c<sup>1</sup></li></ul>"),
        (["```\na\n```", "B."], "<pre><code>a</code></pre><p><sup>1</sup></p><p>B.<sup>1</sup></p>"),
        (["# A", "B."], "<h4>A<sup>1</sup></h4><p>B.<sup>1</sup></p>"),
    ],
)
def test_notes_follow_their_statement_in_a_paragraph_or_list(texts: list[str], html: str) -> None:
    made = render_passages([Passage(text, NOTE) for text in texts], 4)
    assert made.replace("\n", "") == html


def test_what_a_statement_leaves_open_ends_with_it() -> None:
    assert render_passages([Passage("A `b"), Passage("c` d **e"), Passage("f** g")], 4) == (
        "<p>A `b c` d **e f** g</p>\n"
    )


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("a 128 b", f"a {DOUBT.format(128)} b"),
        ("1128, 128.5, 0.128, x128 and 1,128", "1128, 128.5, 0.128, x128 and 1,128"),
        ("128個と128。", f"{DOUBT.format(128)}個と{DOUBT.format(128)}。"),
        ("**128**", f"<strong>{DOUBT.format(128)}</strong>"),
        ("`--limit 128`", DOUBT.format("<code>--limit 128</code>")),
        ("`1128`", "<code>1128</code>"),
        ("<b>", f"{DOUBT.format('&lt;b&gt;')}"),
    ],
)
def test_doubtful_words_are_marked_wherever_they_stand_alone(text: str, html: str) -> None:
    assert render_item(Passage(text, doubtful=["128", "<b>"], doubt="Why?"), 4) == html


def test_lines_are_joined_as_everywhere_beside_marks_and_links() -> None:
    passage = Passage("あ`い`\nう128\nえ", NOTE, ["128"], "Why?", {"い": "#item-1"})
    assert render_passages([passage], 4) == (
        f'<p>あ<a href="#item-1"><code>い</code></a>う{DOUBT.format(128)}\nえ<sup>1</sup></p>\n'
    )


def test_words_without_markdown_can_be_marked() -> None:
    assert render_words("*a* <b> 128", ["128"], "Why?") == f"*a* &lt;b&gt; {DOUBT.format(128)}"


def test_a_code_span_can_be_a_link() -> None:
    passage = Passage("see `a.md`, `b.md` and [`a.md`](https://example.org)", links={"a.md": "#item-1"})
    assert render_item(passage, 4) == (
        'see <a href="#item-1"><code>a.md</code></a>, <code>b.md</code> and '
        '<a href="https://example.org" rel="nofollow noopener"><code>a.md</code></a>'
    )


def test_statements_in_a_line_look_as_the_parser_shows_them(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way to make them gives the same, whatever they hold."""
    chance = random.Random(0)
    parts = ["a", "b ", "あ", "。", "128", "128 ", "**", "**b**", "*", "`a.md`", "`128`", "`", "[`a.md`](http://x.y)"]
    parts += ["- ", "1. ", "# ", " ", "\u3000", "\t", "\r", "\n", "<b>", ">", '"', "&", "\\", "_", "~~", "|"]

    def passage() -> Passage:
        text = chance.choice(["", "", "- "]) + "".join(chance.choices(parts, k=chance.randint(0, 6)))
        doubtful, notes = chance.choice([(), ("128", "<b>")]), chance.choice([Markup(), NOTE])
        return Passage(text, notes, doubtful, 'Why "?', chance.choice([{}, {"a.md": '#"'}]))

    cases = [[passage() for _ in range(chance.randint(1, 3))] for _ in range(3_000)]
    made = [(render_passages(case, 4), render_item(case[0], 4), plain_text(case[0].text)) for case in cases]
    for way in ("sentence", "list_item", "spans"):
        monkeypatch.setattr(f"mkdocs_diffinsight.site.html.prose.{way}", lambda _text: None)
    assert made == [(render_passages(case, 4), render_item(case[0], 4), plain_text(case[0].text)) for case in cases]
