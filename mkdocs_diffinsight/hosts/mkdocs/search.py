"""What the site's search plugin makes of our pages, kept so that it need not read them again.

What is known goes from our file into that of the plugin, and not through memory; where the plugin's is not as expected,
or others work on it, it goes through the plugin's list.
"""

from __future__ import annotations

import functools
import json
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from mkdocs.structure.pages import Page

from ...build.store import SEARCH, SEARCH_ENTRIES, Store, digest
from ...disk import Count, Digest, checksum
from ...site.map.site import SitePage
from .internals import SearchIndex

_VERSION = 2
"""Of what is kept; others are not read."""
_METADATA = ("title", "tags", "search")
"""Of a page, which search reads, too. Other plugins may change it."""


class _Entries(NamedTuple):
    """What search has found on a page: where it is in a file, as items of a list in JSON."""

    digest: str
    """Of all that it has read."""
    start: Count
    size: Count
    """Bytes."""


@dataclass(frozen=True)
class _SearchRecord:
    """What is kept of a search plugin's work besides the entries themselves."""

    kind: str
    checksum: Digest
    """Of the entries."""
    pages: Mapping[str, _Entries]


class SearchPages:
    """What a search plugin finds on our pages, kept from build to build."""

    def __init__(self, store: Store, index: SearchIndex | None) -> None:
        self._store = store
        self._index = index
        self._kind = f"{_VERSION} {index.kind}" if index else ""
        record = store.record(SEARCH, _SearchRecord) if index else None
        is_known = record and record.kind == self._kind and store.holds({SEARCH_ENTRIES: record.checksum})
        self._known = record.pages if record and is_known else {}
        """By page, in the order of the file."""
        self._found: dict[str, _Entries] = {}
        """On the pages of this build."""
        self._read: set[str] = set()
        """The pages that the plugin has read in this build: their entries are in a file of its own."""
        self._digest = ""
        """Of the page that was last asked for, if nothing is known of it."""

    def knows(self, ours: SitePage, page: Page) -> bool:
        """Whether the plugin need not read a page, as what it finds there is known."""
        if self._index is None:
            return True
        own = digest(ours.digest, page.url, [repr(page.meta.get(name)) for name in _METADATA])
        known = self._known.get(ours.uri)
        if known is None or known.digest != own:
            self._digest = own
            return False
        self._found[ours.uri] = known
        return True

    def open_page(self, ours: SitePage, page: Page) -> bool:
        """Begin a page; whether the plugin has to read it."""
        if self._index is None:
            return False
        self._index.open_page()
        return not self.knows(ours, page)

    def close_page(self, ours: SitePage) -> None:
        """End it."""
        if self._index is None:
            return
        found = self._index.close_page()
        if ours.uri not in self._found:
            text = json.dumps(found, ensure_ascii=False, separators=(",", ":"), default=str)[1:-1]
            start = self._new.tell()
            size = self._new.write(text.encode("utf-8", "backslashreplace"))
            self._found[ours.uri] = _Entries(self._digest, start, size)
            self._read.add(ours.uri)

    def keep(self, uris: Iterable[str]) -> None:
        """Keep what was found, in the order of these pages, for the rest of this build and for the next one.

        Raises `OSError`.
        """
        found = {uri: self._found[uri] for uri in uris if uri in self._found}
        if self._index is None or ([*found] == [*self._known] and self._read.isdisjoint(found)):
            return
        self._store.folder.write_pieces(SEARCH_ENTRIES, self._pieces(found))
        pages: dict[str, _Entries] = {}
        start = 0
        for uri, one in found.items():
            pages[uri] = one._replace(start=start)
            start += one.size + len(",") if one.size else 0
        written = checksum(self._store.folder.read(SEARCH_ENTRIES))
        self._store.write_record(SEARCH, _SearchRecord(self._kind, written, pages))

    def hand_over(self) -> None:
        """Give the plugin what was found, before it writes its index. Raises `OSError` and `StoreError`."""
        if self._index and self._has_entries:
            try:
                self._index.add(json.loads(b"[%b]" % self._entries.read_bytes()))
            except ValueError as error:
                raise self._store.broken(SEARCH_ENTRIES, error) from error

    def append(self) -> bool:
        """Put it into the index that the plugin has written; whether that is one that we know. Raises `OSError`."""
        return self._index is None or not self._has_entries or self._index.append(self._entries)

    @property
    def _has_entries(self) -> bool:
        """Whether search has found anything: a site may leave all of our pages out."""
        return any(one.size for one in self._found.values())

    @property
    def _entries(self) -> Path:
        return Path(self._store.path(SEARCH_ENTRIES))

    @functools.cached_property
    def _new(self) -> IO[bytes]:
        """Entries of this build. Those of a long series are too large for memory."""
        return tempfile.TemporaryFile()

    def _pieces(self, found: Mapping[str, _Entries]) -> Iterator[bytes]:
        """Entries, with commas between."""
        old = self._new if self._read.issuperset(found) else self._entries.open("rb")
        comma = b""
        with old:
            for uri, one in found.items():
                if one.size:
                    file = self._new if uri in self._read else old
                    file.seek(one.start)
                    yield comma + file.read(one.size)
                    comma = b","
