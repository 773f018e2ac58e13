"""What is known of pages that were made before, without reading them: values, and their JSON. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Texts = tuple[str, Sequence[str], Sequence[bool]]
"""The key of a report's overview, those of its files, and which of these there is anything to tell of."""


@dataclass(frozen=True)
class SitePage:
    """A page of the site, as it stands on disk."""

    uri: str
    """Path of the Markdown file below the site's sources."""
    kind: str
    """`index`, `category`, `report` or `list`."""
    title: str
    heading: str
    """The title as HTML."""
    digest: str
    """Of everything that is put into it, but for what other reports change."""
    items: Sequence[str] = ()
    """Those of its report that are on it, where the report has several pages."""
    previous: str | None = None
    next: str | None = None
    around: str = ""
    """A digest of what other reports change."""

    @property
    def is_below_lists(self) -> bool:
        """Whether it is outside the navigation."""
        return self.kind in ("report", "list")


@dataclass(frozen=True)
class Site:
    """All pages in one language, and the other files, by their path below the site's sources."""

    title: str
    """Of the whole section."""
    heading: str
    """The title as HTML."""
    pages: Sequence[SitePage]
    data: Sequence[str]

    @property
    def index(self) -> SitePage:
        return next(page for page in self.pages if page.kind == "index")

    @property
    def below_lists(self) -> Sequence[SitePage]:
        """Those that are outside the navigation."""
        return [page for page in self.pages if page.is_below_lists]

    @property
    def categories(self) -> Sequence[SitePage]:
        return [page for page in self.pages if page.kind == "category"]


@dataclass(frozen=True)
class RangeFiles:
    """What was made of the reports of a range."""

    sizes: Mapping[str, int]
    """Bytes of the files that were written, by name."""
    pictures: Mapping[str, str]
    """Files of the site that are elsewhere, by their path below its sources."""
    pages: Sequence[Mapping[str, Sequence[SitePage]]]
    """Of each report, by language."""
    data: Sequence[Mapping[str, Sequence[str]]]
    """Their other files, likewise."""
    digest: str
    """Of everything."""


@dataclass(frozen=True)
class KeptRange:
    """A range of which everything was made, and what it was made of."""

    is_settled: bool
    """Nothing was wrong when it was made."""
    names: Sequence[str]
    """Of its reports, that on the whole range last where there is one; others may have the same."""
    slugs: Sequence[str]
    """Their own ones."""
    texts: Sequence[Texts]
    """Of each report but that on the whole range, which has none of its own."""
    stamps: str
    """Of the files that hold the texts."""
    contents: str
    """Of what is in them."""
    cached: int
    """Texts from the cache, and by rules."""
    by_rules: int
    files: RangeFiles
    secrets: Sequence[str] = ()
    """Where the diffs show what looks like one, to be told again by each build."""


@dataclass(frozen=True)
class KeptLists:
    """What was made of all ranges together."""

    key: str
    """Tells what it was made of."""
    sizes: Mapping[str, int]
    sites: Sequence[Site]


def range_from_json(data: Mapping[str, Any]) -> KeptRange:
    """What `dataclasses.asdict` has made JSON of. Raises `KeyError` or `TypeError` for anything else."""
    files = data["files"]
    pages = [{language: _pages_from(rows) for language, rows in report.items()} for report in files["pages"]]
    return KeptRange(**{**data, "files": RangeFiles(**{**files, "pages": pages})})


def lists_from_json(data: Mapping[str, Any]) -> KeptLists:
    """The same for lists."""
    sites = [Site(one["title"], one["heading"], _pages_from(one["pages"]), one["data"]) for one in data["sites"]]
    return KeptLists(data["key"], data["sizes"], sites)


def _pages_from(rows: Sequence[Mapping[str, Any]]) -> list[SitePage]:
    return [SitePage(**row) for row in rows]
