"""The pages and files of a site in one language, as whoever renders it gets them. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ...disk import ObjectId, SitePath

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
    """The digest of everything that is put into it, but for what other reports change."""
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
    """The title of the whole section."""
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
