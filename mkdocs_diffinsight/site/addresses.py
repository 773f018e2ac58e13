"""Where the pages of a language are, and how to get from one to another. Pure."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Sequence

from ..model import Report
from .history import Item

REPORT_JSON = "report.json"


RESERVED = ("index", "archive", "types", "watch", "files", "feeds", "pictures", "llms")
"""Names in the folder of a language that no category may take, whether or not there is such a page by now: what a site
adds later must not move the page of a category."""


class Addresses:
    """Where the pages of a language are, and how to get from one to another."""

    def __init__(self, folder: str, *, use_directory_urls: bool) -> None:
        self._folder = folder
        self._directories = use_directory_urls

    def index(self) -> str:
        return f"{self._folder}/index.md"

    def category(self, slug: str) -> str:
        return f"{self._folder}/{slug}.md"

    def type(self, slug: str) -> str:
        return f"{self._folder}/types/{slug}.md"

    def term(self, slug: str) -> str:
        return f"{self._folder}/watch/{slug}.md"

    def archive(self) -> str:
        return f"{self._folder}/archive/index.md"

    def month(self, month: datetime.date) -> str:
        return f"{self._folder}/archive/{month:%Y-%m}.md"

    def files(self) -> str:
        return f"{self._folder}/files.md"

    def report(self, report: Report) -> str:
        return f"{self._folder}/{report.slug}/index.md"

    def data(self, report: Report) -> str:
        return f"{self._folder}/{report.slug}/{REPORT_JSON}"

    def moved_to(self, other: Addresses, uri: str) -> str:
        """Where the page at one of these addresses is among others."""
        return other._folder + uri.removeprefix(self._folder)

    def href(self, source: str, target: str) -> str:
        """The relative link from one page to another page or file."""
        here = posixpath.dirname(self._destination(source))
        there = posixpath.relpath(self._destination(target), here or ".")
        if self._directories and posixpath.basename(there) == "index.html":
            there = posixpath.dirname(there) + "/" if "/" in there else "./"
        return there

    def _destination(self, uri: str) -> str:
        stem, extension = posixpath.splitext(uri)
        if extension != ".md":
            return uri
        if self._directories and posixpath.basename(stem) != "index":
            return f"{stem}/index.html"
        return f"{stem}.html"


def addresses_of(folder: str, languages: Sequence[str], *, use_directory_urls: bool) -> dict[str, Addresses]:
    """The addresses of each language: the first one's in the folder itself, each further one's in a folder below it."""
    folders = (folder, *(f"{folder}/{language}" for language in languages[1:]))
    return {
        language: Addresses(own, use_directory_urls=use_directory_urls)
        for language, own in zip(languages, folders, strict=True)
    }


class Links:
    """The ways from one page to others."""

    def __init__(self, addresses: Addresses, source: str) -> None:
        self._addresses = addresses
        self.source = source
        self._reports: dict[str, str] = {}

    def to(self, uri: str) -> str:
        return self._addresses.href(self.source, uri)

    def index(self) -> str:
        return self.to(self._addresses.index())

    def report(self, report: Report) -> str:
        if report.slug not in self._reports:
            self._reports[report.slug] = self.to(self._addresses.report(report))
        return self._reports[report.slug]

    def item(self, item: Item) -> str:
        return f"{self.report(item.report)}#{item.file.item_id}"
