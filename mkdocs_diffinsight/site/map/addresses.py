"""Where the pages of a language are, and how to get from one to another. Pure."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Mapping, Sequence
from typing import Literal
from urllib.parse import quote, urljoin

from ...model.listed import AnyReport
from ...model.report import REPORT_JSON, REPORT_TEXT
from .history import Item

RANGE_JSON = "range.json"
RANGE_TEXT = "range.txt"
"""Files of a report on all categories of a range, which has other things to tell."""

RESERVED = ("index", "archive", "types", "watch", "files", "feeds", "pictures", "llms")
"""Names in the folder of a language that no category may take, whether or not there is such a page by now: what a site
adds later must not move the page of a category."""
_TOPICS = {"category": "", "type": "types/", "term": "watch/"}
"""The folder of each kind of lists."""


class Addresses:
    """Where the pages of a language are, and how to get from one to another."""

    def __init__(self, folder: str, *, use_directory_urls: bool, site_url: str = "") -> None:
        """`site_url` ends with a slash."""
        self._folder = folder
        self._directories = use_directory_urls
        self._site_url = site_url
        self.index, self.archive, self.files = (f"{folder}/{name}.md" for name in ("index", "archive/index", "files"))
        self.llms = f"{folder}/llms.txt"
        """The plain list of reports."""

    def topic(self, kind: Literal["category", "type", "term"], slug: str) -> str:
        return f"{self._folder}/{_TOPICS[kind]}{slug}.md"

    def month(self, month: datetime.date, part: int = 1) -> str:
        return f"{self._folder}/archive/{month:%Y-%m}{f'-{part}' if part > 1 else ''}.md"

    def report(self, report: AnyReport) -> str:
        return f"{self._folder}/{report.slug}/index.md"

    def part(self, report: AnyReport, name: str) -> str:
        """A page of a report; "" is its own."""
        return f"{self._folder}/{report.slug}/{name}.md" if name else self.report(report)

    def data(self, report: AnyReport) -> str:
        return f"{self._folder}/{report.slug}/{RANGE_JSON if report.parts else REPORT_JSON}"

    def text(self, report: AnyReport) -> str:
        """The plain copy of a report."""
        return f"{self._folder}/{report.slug}/{RANGE_TEXT if report.parts else REPORT_TEXT}"

    def feed(self, page: str, extension: str) -> str:
        """The feed of a list page: that of the index is `feed`, all others are in `feeds/`."""
        name = self.name(page)
        return f"{self._folder}/" + (f"feed.{extension}" if name == "index" else f"feeds/{name}.{extension}")

    def name(self, page: str) -> str:
        """What tells a page from the others in any folder."""
        return page.removeprefix(f"{self._folder}/").removesuffix(".md")

    def url(self, target: str) -> str:
        """The address of a page or file on the web, or "" where the site has none."""
        path = self._destination(target)
        if self._directories and posixpath.basename(path) == "index.html":
            path = path.removesuffix("index.html")
        return self._site_url and urljoin(self._site_url, quote(path))

    def moved_to(self, other: Addresses, uri: str) -> str:
        """Where the page at one of these addresses is among others."""
        return other._folder + uri.removeprefix(self._folder)

    def href(self, source: str, target: str) -> str:
        """The relative link from one page to another page or file."""
        # By hand: a site has many thousands of links, and `relpath` asks for the working directory each time.
        here = self._destination(source).split("/")[:-1]
        *folders, name = self._destination(target).split("/")
        shared = len(posixpath.commonprefix([here, folders]))
        parts = [*[".."] * (len(here) - shared), *folders[shared:]]
        if self._directories and name == "index.html":
            return "/".join([*(parts or ["."]), ""])
        return "/".join([*parts, name])

    def _destination(self, uri: str) -> str:
        stem = uri.removesuffix(".md")
        if stem == uri:
            return uri
        if self._directories and stem.rpartition("/")[2] != "index":
            return f"{stem}/index.html"
        return f"{stem}.html"


def addresses_of(
    folder: str,
    languages: Sequence[str],
    *,
    use_directory_urls: bool,
    site_url: str = "",
    homes: Mapping[str, str] | None = None,
) -> dict[str, Addresses]:
    """The addresses of each language: the first one's in the folder itself, each further one's in a folder below it.

    A language with a site of its own has the folder there, by its `homes`. `site_url` ends with a slash.
    """
    own = {language: posixpath.join(home, folder) for language, home in (homes or {}).items()}
    for n, language in enumerate(languages):
        if language not in own:
            own[language] = folder if n == 0 and folder not in own.values() else f"{folder}/{language}"
    return {
        language: Addresses(own[language], use_directory_urls=use_directory_urls, site_url=site_url)
        for language in languages
    }


class Links:
    """The ways from one page to others."""

    def __init__(self, addresses: Addresses, source: str) -> None:
        self._addresses = addresses
        self.source = source

    def to(self, uri: str) -> str:
        return self._addresses.href(self.source, uri)

    def index(self) -> str:
        return self.to(self._addresses.index)

    def report(self, report: AnyReport) -> str:
        return self.to(self._addresses.report(report))

    def item(self, item: Item) -> str:
        return f"{self.report(item.report)}#{item.file.item_id}"
