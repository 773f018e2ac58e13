"""The Markdown parser, with short cuts for the most common texts. Pure.

Most texts are paragraphs and lists, with nothing but code spans and bold words in them. Their tokens, or in a single
line just their `Inline`s, are made without the parser, in a tenth of its time; what they show is the very same.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore, text_join
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from .east_asian import EastAsianInline, EastAsianRenderer

_TERMINATOR = re.compile(r"[\n!#$%&*+\-:<=>@\[\\\]^_`{}~]")
"""What may begin something in a paragraph, as the parser has it."""
_SPAN = re.compile(r"`([^`\n\t\r ](?:[^`\n\t\r]*[^`\n\t\r ])?)`(?!`)|\*(\*)(?!\*)|\n")
_SPECIAL = re.compile(
    r"[\t\r`*_\\<&\[~]"
    r"(?:(?<![<&_~])|(?<=[<&])(?! )|(?<=~)~|(?<=_)(?:(?<![A-Za-z0-9]_)|(?![A-Za-z0-9])))"
)
"""What a short cut does not know, in what stands between the spans; within names and before blanks, some is text."""
_BLOCK = re.compile(r" {4}| {0,3}(?:[#>\-+=_|:~<\[]|\*(?!\*[^\s*])|```|\d{1,9}[.)])")
"""What begins anything but a paragraph, or may."""
_UNUSUAL = re.compile(r"[\t\r\0]")
"""What the parser puts in order beforehand."""
_BLANK_LINES = re.compile(r"\n(?: *\n)+")
_ITEM = re.compile(r"^(?:- |(\d{1,9})\. )(?=\S)", re.MULTILINE)
_INLINE: Mapping[str, tuple[str, Literal[-1, 0, 1]]] = {
    "text": ("", 0),
    "code_inline": ("code", 0),
    "strong_open": ("strong", 1),
    "strong_close": ("strong", -1),
    "softbreak": ("br", 0),
}
"""The tag and the nesting of tokens."""
TAGS = {"strong_open": "<strong>", "strong_close": "</strong>"}
"""The HTML of tokens within a line that hold nothing."""
Inline = tuple[str, str]
"""The type of a token within a line, and what it holds."""
_LONGEST_PARAGRAPH = 10_000
"""Characters of one that is read as Markdown; the parser's time grows with the square of marks in a row."""
_INNER_ITEM = re.compile(r"( {2,7})- (?=\S)")


def make_parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, without HTML and images, for texts with or without blanks."""
    parser = _Parser("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    inline = _Inline()
    inline.ruler, inline.ruler2 = parser.inline.ruler, parser.inline.ruler2
    parser.inline = inline
    parser.inline.ruler.at("text", _text)
    parser.renderer = EastAsianRenderer()
    return parser


class _Parser(MarkdownIt):
    def parse(self, src: str, env: EnvType | None = None) -> list[Token]:
        tokens = _blocks(src)
        if tokens is None:
            return super().parse(src, env)
        for token in tokens:
            if token.children is not None:
                token.children = self.inline.parse(token.content, self, {}, [])
        text_join(StateCore(src, self, {}, tokens))
        return tokens


class _Inline(EastAsianInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        simple = spans(src)
        if simple is None and len(src) <= _LONGEST_PARAGRAPH:
            return super().parse(src, md, env, tokens)
        parts = [("text", src)] if simple is None else simple
        tokens += [Token(kind, *_INLINE[kind], content=content) for kind, content in parts]
        return tokens


def _blocks(src: str) -> list[Token] | None:
    """The tokens of paragraphs and lists of single lines; `None` if there may be anything else."""
    if _UNUSUAL.search(src):
        return None
    tokens: list[Token] = []
    groups: list[list[str]] = []
    for text in _BLANK_LINES.split(src.strip("\n")):
        first = _ITEM.search(text)
        begin = first.start() if first else len(text)
        paragraph, items = text[:begin], text[begin:]
        if any(map(_BLOCK.match, paragraph.split("\n"))):
            return None
        if groups and paragraph:
            if paragraph.startswith(" ") or (own := _list(groups)) is None:
                return None  # the list may go on
            tokens += own
            groups = []
        if paragraph.strip(" \n"):
            tokens += _paragraph(paragraph.strip())
        if items:
            groups.append(items.split("\n"))
    if groups:
        if (own := _list(groups)) is None:
            return None
        tokens += own
    return tokens


def _list(groups: Sequence[Sequence[str]]) -> list[Token] | None:
    """The tokens of a list, whose items may have lists of their own; between the groups of lines are blank ones."""
    items: list[tuple[str, list[str]]] = []
    ordered = False
    width = indent = 0
    for line in chain(*groups):
        if mark := _ITEM.match(line):
            number = mark[1]
            if items and ordered == (number is None):
                return None
            ordered, width, indent = number is not None, mark.end(), 0
            items.append((line[width:].strip(), []))
            if ordered and number != str(len(items)):
                return None
        elif mark := _INNER_ITEM.match(line):
            size = len(mark[1])
            if not width <= size < width + 4 or indent not in (0, size):
                return None
            indent = size
            items[-1][1].append(line[mark.end() :].strip())
        else:
            return None
    if any(_BLOCK.match(text) for item, inner in items for text in (item, *inner)):
        return None
    return _list_tokens(items, "ol" if ordered else "ul", is_tight=len(groups) == 1)


def _list_tokens(items: Iterable[tuple[str, Sequence[str]]], tag: str, *, is_tight: bool) -> list[Token]:
    kind = "ordered_list" if tag == "ol" else "bullet_list"
    tokens = [Token(f"{kind}_open", tag, 1, block=True)]
    for item, inner in items:
        tokens.append(Token("list_item_open", "li", 1, block=True))
        tokens += _paragraph(item, hidden=is_tight)
        if inner:
            tokens += _list_tokens([(text, ()) for text in inner], "ul", is_tight=True)
        tokens.append(Token("list_item_close", "li", -1, block=True))
    tokens.append(Token(f"{kind}_close", tag, -1, block=True))
    return tokens


def _paragraph(content: str, *, hidden: bool = False) -> list[Token]:
    return [
        Token("paragraph_open", "p", 1, block=True, hidden=hidden),
        Token("inline", "", 0, content=content, children=[], block=True),
        Token("paragraph_close", "p", -1, block=True, hidden=hidden),
    ]


def sentence(text: str) -> list[Inline] | None:
    """The parts of a text that is a paragraph in one line; `None` if it may be anything else."""
    if "\n" in text or text != text.strip() or _BLOCK.match(text):
        return None
    return spans(text) or None


def list_item(text: str) -> list[Inline] | None:
    """The parts of a text that is one item of a list in one line; `None` if it may be anything else."""
    return sentence(text[2:]) if text.startswith("- ") else None


def spans(src: str) -> list[Inline] | None:
    """The parts of a text with code spans and bold words at most; `None` if there may be anything else."""
    parts = _SPAN.split(src)  # text, code, star, text, and so on
    if _SPECIAL.search(" ".join(parts[::3])):
        return None
    inlines: list[Inline] = [("text", parts[0])] if parts[0] else []
    strong = False
    for n in range(1, len(parts), 3):
        before, code, star, after = parts[n - 1 : n + 3]
        if code is not None:
            inlines.append(("code_inline", code))
        elif star:
            # Between letters, they are what they look like.
            if not (before[-1:] if strong else after[:1]).isalnum():
                return None
            strong = not strong
            inlines.append(("strong_open" if strong else "strong_close", ""))
        elif before[-1:] == " " or after[:1] == " ":
            return None
        else:
            inlines.append(("softbreak", ""))
        if after:
            inlines.append(("text", after))
    return None if strong else inlines


def _text(state: StateInline, silent: bool) -> bool:  # noqa: FBT001 - as the parser calls it
    """The parser's own rule, which goes through the text one character after another."""
    match = _TERMINATOR.search(state.src, state.pos)
    end = match.start() if match else state.posMax
    if end == state.pos:
        return False
    if not silent:
        state.pending += state.src[state.pos : end]
    state.pos = end
    return True
