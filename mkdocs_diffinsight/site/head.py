"""What a page says about itself in its head, to browsers, feed readers, search engines and chats. Pure.

It is put into the finished page, so that it says only what neither the theme nor another plugin has said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html.parser import HTMLParser

from markupsafe import Markup

from .prose import showable

_END = "</head>"


@dataclass(frozen=True)
class Alternate:
    """The same in another form."""

    href: str
    type: str = ""
    """Of media."""
    title: str = ""
    language: str = ""
    """As in `hreflang`."""


@dataclass(frozen=True)
class Head:
    """What the head of a page says."""

    description: str
    alternates: Sequence[Alternate] = ()
    properties: Sequence[tuple[str, str]] = ()
    """Of the Open Graph protocol (https://ogp.me) and of what builds on it."""


def add_head(page: str, head: Head) -> str:
    """The page with everything in its head that is not there yet."""
    theirs, end, rest = page.partition(_END)
    if not end:
        return page
    said = _Said()
    said.feed(theirs)
    lines = [_alternate(alternate) for alternate in head.alternates]
    if "description" not in said.names:
        lines.append(Markup('<meta name="description" content="{}">').format(showable(head.description)))
    for name, content in head.properties:
        if name not in said.names:
            # Open Graph asks for `property`; others read `name`, too.
            kind = "name" if name.startswith("twitter:") else "property"
            lines.append(Markup('<meta {}="{}" content="{}">').format(kind, name, showable(content)))
    return "".join([theirs, *(f"{line}\n" for line in lines), end, rest])


def _alternate(alternate: Alternate) -> Markup:
    attributes = {"type": alternate.type, "title": alternate.title, "hreflang": alternate.language}
    given = ((name, showable(value)) for name, value in {**attributes, "href": alternate.href}.items() if value)
    # The blank means nothing, but Material's script looks for a sitemap beside each `link[rel=alternate]`.
    return Markup('<link rel="alternate "{}>').format(
        Markup().join(Markup(' {}="{}"').format(name, value) for name, value in given)
    )


class _Said(HTMLParser):
    """The names of the metadata that a head has."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            self.names |= {value for name, value in attrs if name in ("name", "property") and value}
