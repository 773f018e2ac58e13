"""Markdown written by a model, a person or the rules, as HTML that is safe on any page. Pure.

Raw HTML stays text, nothing is loaded from anywhere, and only web addresses become links
(https://markdown-it-py.readthedocs.io/en/latest/security.html).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from types import MappingProxyType
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.common.utils import escapeHtml
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markupsafe import Markup

from ...language.quoting import showable
from ...model.texts import gap
from .markdown import TAGS, Inline, list_item, make_parser, sentence, spans

_LAST_LEVEL = 6
_MARKED = re.compile(r"[^\w .,:/()-]|_|  |^ | $")
"""What may be Markdown within a line."""
_HTML = "html"
"""The type of a token that holds HTML of ours."""
_WITH_NOTES = ("paragraph_close", "heading_close")
"""Ends of blocks that notes may follow within the block."""


class Passage(NamedTuple):
    """A statement's text, and what the page adds to it."""

    text: str
    notes: Markup = Markup()
    """Follows its last word."""
    doubtful: Sequence[str] = ()
    """Words in it to mark."""
    doubt: str = ""
    """What the mark says."""
    links: Mapping[str, str] = MappingProxyType({})
    """Where code spans lead to, by what they hold."""


def render_prose(text: str, top_level: int) -> Markup:
    """The HTML of Markdown whose highest heading becomes `<h{top_level}>`."""
    return render_passages([Passage(text)], top_level)


def render_passages(passages: Sequence[Passage], top_level: int) -> Markup:
    """The HTML of passages: sentences in a row share a paragraph, list items in a row a list.

    Each is read by itself, so an open code span or emphasis ends with it.
    """
    simple = _simple_html(passages)
    if simple is not None:
        return Markup(simple)  # noqa: S704 - escaped
    tokens: list[Token] = []
    before = ""
    for passage in passages:
        _append(tokens, _passage_tokens(passage), gap(before, passage.text))
        before = passage.text
    return _render(tokens, top_level)


def render_item(passage: Passage, top_level: int) -> Markup:
    """A list item: a single line without a paragraph, longer Markdown as it is."""
    if "\n" in passage.text.strip():
        return render_passages([passage], top_level)
    line = _one_line(passage.text)
    simple = spans(line)
    if simple is not None:
        return Markup(_spans_html(simple, passage))  # noqa: S704 - escaped
    inline = _markdown().parseInline(line)[0]
    inline.children = [*_annotated(inline.children or [], passage), *_note_tokens(passage)]
    return _render([inline], top_level)


def render_line(text: str) -> Markup:
    """The HTML of a single line of Markdown, without a paragraph around it."""
    if not _MARKED.search(text):
        return render_words(text)
    return render_item(Passage(_one_line(text)), _LAST_LEVEL)


def render_words(text: str, doubtful: Sequence[str] = (), doubt: str = "") -> Markup:
    """Text that is no Markdown, with marks around words."""
    return Markup(_Marks(Passage("", doubtful=doubtful, doubt=doubt)).text(showable(text)))  # noqa: S704 - escaped


def plain_text(text: str) -> str:
    """The words of Markdown, without its marks, in one line."""
    shown = showable(text)
    if simple := sentence(shown):
        return " ".join("".join([part for _, part in simple]).split())
    words = []
    for token in _markdown().parse(shown):
        if token.type == "inline":
            words += [" " if child.type.endswith("break") else child.content for child in token.children or ()]
            words.append(" ")
        elif token.type in ("fence", "code_block"):
            words.append(f"{token.content} ")
    return " ".join("".join(words).split())


def _one_line(text: str) -> str:
    return " ".join(showable(text).split())


@functools.cache
def _markdown() -> MarkdownIt:
    markdown = make_parser()
    markdown.validateLink = is_web_address  # type: ignore[method-assign]
    markdown.add_render_rule("link_open", _link_open)
    markdown.add_render_rule(_HTML, _html)
    return markdown


def is_web_address(url: str) -> bool:
    """Whether an address leads to a page, and does nothing else, not even end the line that it is printed in."""
    if re.search(r"[\s\x00-\x1f]", url):
        return False
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _link_open(renderer: RendererHTML, tokens: Sequence[Token], index: int, *context: Any) -> str:
    tokens[index].attrSet("rel", "nofollow noopener")
    return renderer.renderToken(tokens, index, *context)


def _html(_renderer: RendererHTML, tokens: Sequence[Token], index: int, *_: object) -> str:
    return str(tokens[index].meta[_HTML])


def _render(tokens: Sequence[Token], top_level: int) -> Markup:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(_LAST_LEVEL, int(token.tag[1]) - highest + top_level)}"
    return Markup(_markdown().renderer.render(tokens, _markdown().options, {}))  # noqa: S704 - it escapes


def _append(tokens: list[Token], more: list[Token], between: str) -> None:
    """Put blocks after others; a paragraph or a list goes on where only this stands between them."""
    if tokens and more and "\n" not in between and _is_paragraph(tokens[-3:]) and _is_paragraph(more):
        children, further = tokens[-2].children, more[1].children
        if children is not None and further is not None:
            children += [Token("text", "", 0, content=between), *further]
            return
    if tokens and between == "\n" and (tokens[-1].type, more[0].type) == ("bullet_list_close", "bullet_list_open"):
        tokens.pop()
        more = more[1:]
    tokens += more


def _is_paragraph(tokens: Sequence[Token]) -> bool:
    return [token.type for token in tokens] == ["paragraph_open", "inline", "paragraph_close"]


def _passage_tokens(passage: Passage) -> list[Token]:
    tokens = _markdown().parse(showable(passage.text))
    for token in tokens:
        if token.children and (passage.doubtful or passage.links):
            token.children = list(_annotated(token.children, passage))
    notes = _note_tokens(passage)
    ends = [n for n, token in enumerate(tokens) if token.nesting >= 0]
    if ends and tokens[ends[-1]].type == "inline" and tokens[ends[-1] + 1].type in _WITH_NOTES:
        tokens[ends[-1]].children = [*(tokens[ends[-1]].children or ()), *notes]
    elif notes:
        inline = Token("inline", "", 0, children=notes)
        tokens += [Token("paragraph_open", "p", 1, block=True), inline, Token("paragraph_close", "p", -1, block=True)]
    return tokens


def _note_tokens(passage: Passage) -> list[Token]:
    return [_html_token(str(passage.notes))] if passage.notes else []


def _html_token(html: str, text: str = "") -> Token:
    """HTML of ours; by the text in it, the parser tells how to break lines beside it."""
    return Token(_HTML, "", 0, content=text, meta={_HTML: html})


def _annotated(tokens: Sequence[Token], passage: Passage) -> Iterator[Token]:
    """The parts of a paragraph, with marks around doubtful words, and links around names."""
    marks = _Marks(passage)
    linked = False
    for token in tokens:
        linked = token.type == "link_open" or (linked and token.type != "link_close")
        if token.type == "text":
            yield _html_token(marks.text(token.content), token.content)
        elif token.type == "code_inline":
            yield _html_token(marks.code(token.content, linked=linked), token.content)
        else:
            yield token


def _simple_html(passages: Sequence[Passage]) -> str | None:
    """The HTML of sentences and list items in a line each, made without tokens; `None` if there is anything else."""
    blocks = []
    before = ""
    for is_list, row in groupby(passages, lambda passage: passage.text.startswith("- ")):
        html = []
        for passage in row:
            text = showable(passage.text)
            parts = list_item(text) if is_list else sentence(text)
            if parts is None:
                return None
            line = _spans_html(parts, passage)
            html.append(f"<li>{line}</li>\n" if is_list else f"{gap(before, passage.text)}{line}")
            before = passage.text
        blocks.append(f"<ul>\n{''.join(html)}</ul>\n" if is_list else f"<p>{''.join(html)}</p>\n")
        before = ""
    return "".join(blocks)


def _spans_html(parts: Sequence[Inline], passage: Passage) -> str:
    marks = _Marks(passage) if passage.doubtful or passage.links else _NO_MARKS
    html = [
        marks.text(text) if kind == "text" else marks.code(text) if kind == "code_inline" else TAGS[kind]
        for kind, text in parts
    ]
    return f"{''.join(html)}{passage.notes}"


class _Marks:
    """Puts marks around the doubtful words of a passage, and links around its names. All is HTML."""

    def __init__(self, passage: Passage) -> None:
        self._passage = passage
        self._doubtful = _words(passage.doubtful) if passage.doubtful else None

    def text(self, text: str) -> str:
        if not self._doubtful:
            return escapeHtml(text)
        parts = [escapeHtml(part) for part in self._doubtful.split(text)]
        parts[1::2] = map(self._marked, parts[1::2])
        return "".join(parts)

    def code(self, code: str, *, linked: bool = False) -> str:
        """A code span, which may be within a link."""
        html = f"<code>{escapeHtml(code)}</code>"
        if self._doubtful and self._doubtful.search(code):
            return self._marked(html)
        href = None if linked else self._passage.links.get(code)
        return html if href is None else f'<a href="{escapeHtml(href)}">{html}</a>'

    def _marked(self, html: str) -> str:
        return f'<mark class="di-unproven" title="{escapeHtml(self._passage.doubt)}">{html}</mark>'


_NO_MARKS = _Marks(Passage(""))


def _words(words: Sequence[str]) -> re.Pattern[str] | None:
    """Finds words and numbers, though not as a part of longer ones; `None` where there are none."""
    bounded = [_bounded(word) for word in sorted(words, key=len, reverse=True) if word]
    return re.compile(f"({'|'.join(bounded)})") if bounded else None


def _bounded(word: str) -> str:
    word = showable(word)
    before = r"(?<![A-Za-z0-9_])(?<!\d[.,])" if re.match(r"\w", word, re.ASCII) else ""
    after = r"(?![A-Za-z0-9_])(?![.,]\d)" if re.search(r"\w\Z", word, re.ASCII) else ""
    return f"{before}{re.escape(word)}{after}"
