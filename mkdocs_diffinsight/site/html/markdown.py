"""The Markdown parser, with a short cut for the most common texts. Pure.

Most texts have nothing but code spans and bold words in their lines. These `Inline`s are found without the parser, in a
tenth of its time; what they show is the very same. That saves a tenth of a build in which all pages are made.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

from .east_asian import EastAsianInline, EastAsianRenderer

_SPAN = re.compile(r"`([^`\n\t\r ](?:[^`\n\t\r]*[^`\n\t\r ])?)`(?!`)|\*(\*)(?!\*)|\n")
_SPECIAL = re.compile(
    r"[\t\r`*_\\<&\[~]"
    r"(?:(?<![<&_~])|(?<=[<&])(?! )|(?<=~)~|(?<=_)(?:(?<![A-Za-z0-9]_)|(?![A-Za-z0-9])))"
)
"""What a short cut does not know, in what stands between the spans; within names and before blanks, some is text."""
_BLOCK = re.compile(r" {4}| {0,3}(?:[#>\-+=_|:~<\[]|\*(?!\*[^\s*])|```|\d{1,9}[.)])")
"""What begins anything but a paragraph, or may."""
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


def make_parser() -> MarkdownIt:
    """CommonMark with tables and strikethrough, without HTML and images, for texts with or without blanks."""
    parser = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    inline = _Inline()
    inline.ruler, inline.ruler2 = parser.inline.ruler, parser.inline.ruler2
    parser.inline = inline
    parser.renderer = EastAsianRenderer()
    return parser


class _Inline(EastAsianInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        simple = spans(src)
        if simple is None and len(src) <= _LONGEST_PARAGRAPH:
            return super().parse(src, md, env, tokens)
        parts = [("text", src)] if simple is None else simple
        tokens += [Token(kind, *_INLINE[kind], content=content) for kind, content in parts]
        return tokens


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
