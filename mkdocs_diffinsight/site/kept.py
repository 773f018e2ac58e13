"""What is known of pages that were made before, without reading them: values, as `disk.checked` takes them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from ..disk import Count, Digest, ObjectId, SitePath

Texts = tuple[Digest, Sequence[Digest], Sequence[bool]]
"""The key of a report's overview, those of its files, and which of these there is anything to tell of."""


PageKind = Literal["index", "category", "report", "list"]
PictureFile = tuple[ObjectId, Literal["png", "jpeg", "gif", "webp", "avif"]]
"""A picture that is a file of the site: the id of its blob, and its format."""


@dataclass(frozen=True)
class SitePage:
    """A page of the site, as it stands on disk."""

    uri: SitePath
    """Path of the Markdown file below the site's sources."""
    kind: PageKind
    title: str
    heading: str
    """The title as HTML."""
    digest: str
    """Of everything that is put into it, but for what other reports change."""
    items: Sequence[str] = ()
    """Those of its report that are on it, where the report has several pages."""
    previous: SitePath | None = None
    next: SitePath | None = None
    around: str = ""
    """A digest of what other reports change."""

    @property
    def is_own_page(self) -> bool:
        """Whether it is the first page of a report."""
        return self.kind == "report" and self.uri.endswith("/index.md")

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
    data: Sequence[SitePath]

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

    checksums: Mapping[SitePath, Digest]
    """Of the files that were written, by name."""
    pictures: Sequence[Sequence[PictureFile]]
    """Of each report, those that are files of the site."""
    pages: Sequence[Mapping[str, Sequence[SitePage]]]
    """Of each report, by language."""
    data: Sequence[Mapping[str, Sequence[SitePath]]]
    """Their other files, likewise."""
    digest: Digest
    """Of everything."""

    @property
    def every_picture(self) -> Iterator[PictureFile]:
        """Those of all reports."""
        yield from (picture for own in self.pictures for picture in own)

    @property
    def uris(self) -> Iterator[str]:
        """All files of the site that were made."""
        yield from (page.uri for report in self.pages for own in report.values() for page in own)
        yield from (uri for report in self.data for own in report.values() for uri in own)


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
    cached: Count
    """Texts from the cache, and by rules."""
    by_rules: Count
    files: RangeFiles
    state: str
    """Of all files, when they were last known to be as they were written."""
    secrets: Sequence[str] = ()
    """Where the diffs show what looks like one, to be told again by each build."""

    @property
    def has_whole(self) -> bool:
        """Whether its last report is on the whole range, and all others are parts of it."""
        return len(self.slugs) > len(self.texts)


@dataclass(frozen=True)
class KeptLists:
    """What was made of all ranges together."""

    key: str
    """Tells what it was made of."""
    checksums: Mapping[SitePath, Digest]
    sites: Sequence[Site]
    left_out: Sequence[str] = ()
    """The files that the site did not take then. Lists tell of no report whose page is one of them."""
    state: str = ""

    @property
    def uris(self) -> Iterator[str]:
        """All files of the site that were made, with those of ranges."""
        yield from (uri for site in self.sites for uri in (*(page.uri for page in site.pages), *site.data))
