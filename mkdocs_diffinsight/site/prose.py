"""Markdown written by a model, a person or the rules, as HTML that is safe on any page. Pure.

Raw HTML stays text, nothing is loaded from anywhere, and only web addresses become links
(https://markdown-it-py.readthedocs.io/en/latest/security.html).
"""

from __future__ import annotations

import functools
import re
from collections.abc import MutableMapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token
from markdown_it.utils import OptionsDict
from markupsafe import Markup
from mdit_py_cjk_friendly import cjk_friendly

_LAST_LEVEL = 6
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def showable(text: str) -> str:
    """Text with U+FFFD for bytes that were no UTF-8, and for control characters, which can turn what follows around."""
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def render_prose(text: str, top_level: int) -> Markup:
    """The HTML of Markdown whose highest heading becomes `<h{top_level}>`."""
    tokens = _markdown().parse(showable(text))
    _fit_headings(tokens, top_level)
    return Markup(_markdown().renderer.render(tokens, _markdown().options, {}))  # noqa: S704 - it escapes


def render_line(text: str) -> Markup:
    """The HTML of a single line of Markdown, without a paragraph around it."""
    return Markup(_markdown().renderInline(" ".join(showable(text).split())))  # noqa: S704 - it escapes


def plain_text(text: str) -> str:
    """The words of Markdown, without its marks, in one line."""
    words = []
    for token in _markdown().parse(showable(text)):
        if token.type == "inline":
            words += [" " if child.type.endswith("break") else child.content for child in token.children or ()]
            words.append(" ")
        elif token.type in ("fence", "code_block"):
            words.append(f"{token.content} ")
    return " ".join("".join(words).split())


@functools.cache
def _markdown() -> MarkdownIt:
    markdown = MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"]).disable("image")
    markdown.use(cjk_friendly)
    markdown.validateLink = is_web_address  # type: ignore[method-assign]
    markdown.add_render_rule("link_open", _link_open)
    return markdown


def is_web_address(url: str) -> bool:
    """Whether an address leads to a page, and does nothing else."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def _link_open(
    renderer: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: OptionsDict,
    env: MutableMapping[str, Any],
) -> str:
    tokens[index].attrSet("rel", "nofollow noopener")
    return renderer.renderToken(tokens, index, options, env)


def _fit_headings(tokens: Sequence[Token], top_level: int) -> None:
    headings = [token for token in tokens if token.type in ("heading_open", "heading_close")]
    highest = min((int(token.tag[1]) for token in headings), default=1)
    for token in headings:
        token.tag = f"h{min(_LAST_LEVEL, int(token.tag[1]) - highest + top_level)}"
