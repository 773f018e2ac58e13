"""What a page says about the rest of the site: links, neighbours, histories."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple


@dataclass(frozen=True)
class Link:
    """A way to another page."""

    title: str
    href: str
    count: int | None = None
    """How many reports, files or changes are there."""
    current: bool = False


@dataclass(frozen=True)
class Translation:
    """The page in a language of the site."""

    language: str
    name: str
    """The name of the language, in itself."""
    uri: str
    """Path of its source below the site's sources."""
    href: str
    current: bool


class OtherChange(NamedTuple):
    """A change of a file in another report."""

    date: datetime.date
    href: str
    """Leads to the item."""
    title: str
    """What the report calls the change."""


class FileHistory(NamedTuple):
    """What the site's other reports tell of a file."""

    changes: int
    """How many different changes of the file the site tells of, this one included."""
    previous: OtherChange | None = None
    next: OtherChange | None = None
    href: str | None = None
    """The file's history, if it has a page."""


class Neighbourhood(NamedTuple):
    """What a page of a report says about other reports."""

    histories: Mapping[str, FileHistory]
    """Those of its items that other reports tell of, too, by their ids."""
    tags: Sequence[Link]
    """Links to the report's category, its types of changes and the watched terms that it hits."""


@dataclass(frozen=True)
class Around:
    """What a page of a report knows about the rest of the site, as long as its own report stays the same.

    What changes when another report comes is in `neighbour_slots`.
    """

    index_href: str = ""
    json_href: str = ""
    text_href: str = ""
    """The plain copy."""
    translations: Sequence[Translation] = ()
    range_slug: str = ""
    """The slug of the report on the whole range, where there is one."""
    parts: Sequence[Link] = ()
    """To the reports on the whole range and on each of its categories, where it has several."""
    hit_links: Mapping[str, str] = field(default_factory=dict)
    """The page of each watched term."""
    page_href: Callable[[str], str] = str
    """Leads to the page of the report that has a name, as `Part` has it."""
    images: Mapping[str, str] = field(default_factory=dict)
    """Where the pictures of the report are, by the ids of their blobs."""
