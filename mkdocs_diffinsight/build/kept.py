"""What is known of pages that were made before, without reading them: values, as `disk.checked` takes them. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from ..disk import Count, Digest, SitePath
from ..site.map.site import PictureFile, Site, SitePage

TextKeys = tuple[Digest, Sequence[Digest], Sequence[bool]]
"""The key of a report's overview, those of its files, and which of these there is anything to tell of."""


@dataclass(frozen=True)
class KeptReport:
    """What was made of a report."""

    pages: Mapping[str, Sequence[SitePage]]
    """By language."""
    data: Mapping[str, Sequence[SitePath]]
    """The other files, by language."""
    pictures: Sequence[PictureFile]
    """Those that are files of the site."""


@dataclass(frozen=True)
class RangeFiles:
    """What was made of the reports of a range."""

    checksums: Mapping[SitePath, Digest]
    """The checksums of the files that were written, by name."""
    reports: Sequence[KeptReport]
    digest: Digest
    """Tells everything that was made."""

    @property
    def every_picture(self) -> Iterator[PictureFile]:
        """The pictures of all reports."""
        yield from (picture for report in self.reports for picture in report.pictures)

    @property
    def uris(self) -> Iterator[str]:
        """All files of the site that were made."""
        yield from (page.uri for report in self.reports for own in report.pages.values() for page in own)
        yield from (uri for report in self.reports for own in report.data.values() for uri in own)


@dataclass(frozen=True)
class KeptRange:
    """A range of which everything was made, and what it was made of."""

    is_settled: bool
    """Nothing was wrong when it was made."""
    names: Sequence[str]
    """The names of its reports, that on the whole range last where there is one; others may have the same."""
    slugs: Sequence[str]
    """The names that are theirs alone."""
    texts: Sequence[TextKeys]
    """The texts of each report but that on the whole range, which has none of its own."""
    stamps: str
    """Tells the state of the files that hold the texts."""
    contents: str
    """Tells what is in these files."""
    cached: Count
    """Texts from the cache, and by rules."""
    by_rules: Count
    files: RangeFiles
    state: str
    """Tells the state of all files, when they were last known to be as they were written."""
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
