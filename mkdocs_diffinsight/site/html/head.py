"""What a page says about itself in its head, to browsers, feed readers, search engines and chats. Pure.

It is put into the finished page, so that it says only what neither the theme nor another plugin has said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from markupsafe import escape

from ...language.quoting import showable

_END = "</head>"
_COMMENT = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)
_META = re.compile(r"""<meta\b(?:[^>"']++|"[^"]*+(?:"|\Z)|'[^']*+(?:'|\Z))*+""", re.IGNORECASE)
_NAME = re.compile(r"""\b(?:name|property)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
HeadLine = tuple[str, str]
"""What a line of a head tells, if anything else may have told it, and the line."""


class Alternate(NamedTuple):
    """Another form of a page."""

    href: str
    type: str = ""
    """Its media type."""
    title: str = ""
    language: str = ""
    """Its language, as `hreflang` has it."""


class Head(NamedTuple):
    """What the head of a page says."""

    description: str
    alternates: Sequence[Alternate] = ()
    properties: Sequence[tuple[str, str]] = ()
    """Properties of the Open Graph protocol (https://ogp.me) and of what builds on it."""


def head_lines(head: Head) -> list[HeadLine]:
    """What a head says, as HTML."""
    lines = [("", _alternate(alternate)) for alternate in head.alternates]
    lines.append(("description", f'<meta name="description" content="{_escaped(head.description)}">'))
    for name, content in head.properties:
        # Open Graph asks for `property`; others read `name`, too.
        kind = "name" if name.startswith("twitter:") else "property"
        lines.append((name, f'<meta {kind}="{_escaped(name)}" content="{_escaped(content)}">'))
    return lines


def add_head(page: str, lines: Iterable[HeadLine]) -> str:
    """The page with everything in its head that is not there yet."""
    theirs, end, rest = page.partition(_END)
    if not end:
        return page
    metadata = _META.findall(_COMMENT.sub("", theirs))
    said = {"".join(name) for tag in metadata for name in _NAME.findall(tag)}
    return "".join([theirs, *(f"{line}\n" for name, line in lines if not name or name not in said), end, rest])


def _alternate(form: Alternate) -> str:
    attributes = {"type": form.type, "title": form.title, "hreflang": form.language, "href": form.href}
    given = [f' {name}="{_escaped(value)}"' for name, value in attributes.items() if value]
    # The blank means nothing, but Material's script looks for a sitemap beside each `link[rel=alternate]`.
    return f'<link rel="alternate "{"".join(given)}>'


def _escaped(text: str) -> str:
    return escape(showable(text))
