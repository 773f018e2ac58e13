"""The body of the page of the files that changed most often."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from ...model.naming import Names
from ...model.patch import item_ids
from ..html.templating import Body, Heading
from ..map.addresses import Links
from ..map.history import Histories, Trail
from .reports_in_lists import ChangeEntry, Entries, ListingContext, ListPages

MOST_FILES = 50
_SHOWN, _LISTED = 5, 20
"""Changes of a file before the rest is folded, and before it is counted."""


@dataclass(frozen=True)
class FileEntry:
    """A file with its latest changes."""

    path: str
    anchor: str
    count: int
    shown: Sequence[ChangeEntry]
    folded: Sequence[ChangeEntry]
    further: int


@dataclass(frozen=True, kw_only=True)
class MostChangedContext(ListingContext):
    """What the page of the most changed files is made of."""

    template = "most_changed_files.html"
    files: Sequence[FileEntry]
    """The files, those first that people read."""


def most_changed_body(pages: ListPages, anchors: Mapping[Trail, str], links: Links, listing: ListingContext) -> Body:
    """The page of the files that have these anchors."""
    entries = Entries(pages, links)
    names = Counter(PurePosixPath(trail.path).name for trail in anchors)
    files = [_file_entry(trail, anchor, entries) for trail, anchor in anchors.items()]
    headings = [Heading(_name(file.path, names), file.anchor, 2) for file in files]
    return pages.body(MostChangedContext(**vars(listing), files=files), headings)


def _file_entry(trail: Trail, anchor: str, entries: Entries) -> FileEntry:
    latest = [entries.change(item) for item in trail.changes[: -_LISTED - 1 : -1]]
    count = len(trail.changes)
    return FileEntry(trail.path, anchor, count, latest[:_SHOWN], latest[_SHOWN:], count - len(latest))


def _name(path: str, names: Mapping[str, int]) -> str:
    """A file's name, or its whole path where others are called the same."""
    name = PurePosixPath(path).name
    return name if names[name] == 1 else path


def most_changed_anchors(histories: Histories) -> Mapping[Trail, str]:
    """An anchor for each file that the page has, named after its path like those on a report page."""
    names = Names()
    return {
        trail: names.take(item_ids([trail.path])[trail.path].replace("item-", "file-"))
        for trail in histories.most_changed(MOST_FILES)
    }
