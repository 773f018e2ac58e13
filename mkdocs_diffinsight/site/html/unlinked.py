"""Links to what a site does not take, taken out of what was made before that was known. Pure."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable, Iterable
from urllib.parse import unquote, urljoin

from .head import HeadLine

_ELEMENT = re.compile(
    r'<a\b[^<>]*?\bhref="(?P<href>[^"<>]*)"[^<>]*>(?P<text>.*?)</a>|<img\b[^<>]*?\bsrc="(?P<src>[^"<>]*)"[^<>]*>',
    re.DOTALL,
)
_HREF = re.compile(r'\bhref="([^"]*)"')


def without_links(markup: str, is_gone: Callable[[str], bool]) -> str:
    """HTML in which links that lead nowhere are mere text, and pictures that are not there are not shown."""

    def without_link(match: re.Match[str]) -> str:
        return (match["text"] or "") if is_gone(match["src"] or match["href"] or "") else match[0]

    return _ELEMENT.sub(without_link, markup)


def without_lines(head: Iterable[HeadLine], is_gone: Callable[[str], bool]) -> list[HeadLine]:
    """The lines of a head that lead somewhere."""
    return [(name, line) for name, line in head if name or not any(map(is_gone, _HREF.findall(line)))]


class Gone:
    """What a site does not take."""

    def __init__(self, site_url: str, urls: Iterable[str]) -> None:
        """The addresses of files, from the top of the site; that of the site is empty if it has none."""
        self._site_url = site_url
        self._paths = {f"/{unquote(url)}" for url in urls}

    def on(self, page_url: str) -> Callable[[str], bool]:
        """Tells links on a page that lead to it."""
        return functools.partial(self._holds, f"/{page_url}")

    def _holds(self, page: str, href: str) -> bool:
        path = href.partition("#")[0].partition("?")[0]
        inside = path.removeprefix(self._site_url) if self._site_url else path
        target = urljoin("/" if inside != path else page, inside)
        return bool(path) and unquote(target) in self._paths
