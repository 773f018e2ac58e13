"""What the site's search plugin makes of our pages, kept so that it need not read them again.

Both the search of MkDocs and that of Material put what they find on a page at the end of a list, and in the end write
the list to a file. This relies on that list: where it is not as expected, `SearchIndex.of` finds none, and the plugin
reads every page as it always does. What is known goes from our file into theirs, and not through memory; where theirs
is not as expected, or others work on it, it goes through the list.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from ...build.store import SEARCH, SEARCH_ENTRIES, Store, digest
from ...disk import Count, Digest, checksum
from ...site.map.site import SitePage

PLUGINS = {"mkdocs.contrib.search": "_entries", "material.plugins.search.plugin": "entries"}
"""The search plugins by their modules, and what their list is called."""
_VERSION = 2
"""Of what is kept; others are not read."""
_METADATA = ("title", "tags", "search")
"""Of a page, which search reads, too. Other plugins may change it."""
_INDEX = ("config", "docs")
"""What the file that a plugin writes holds, in this order: the list is at its end."""
_END = b"]}"


class SearchIndex:
    """What a search plugin has found in a build: a list, and a file in the end."""

    def __init__(self, plugin: BasePlugin[Any], entries: list[Any], path: Path) -> None:
        self.kind = f"{_VERSION} {type(plugin).__module__} {dict(plugin.config)!r}"
        """Tells apart what different plugins, or one with other settings, find on the same page."""
        self._entries = entries
        self._path = path
        self._before = 0

    @classmethod
    def of(cls, config: MkDocsConfig) -> SearchIndex | None:
        """That of a site, once its build has begun; nothing where it has no search, or one that we do not know."""
        plugin = search_plugin(config)
        name = plugin and PLUGINS[type(plugin).__module__]
        entries = getattr(getattr(plugin, "search_index", None), name or "", None)
        path = Path(config.site_dir, "search", "search_index.json")
        return cls(plugin, entries, path) if plugin and isinstance(entries, list) else None

    def open_page(self) -> None:
        """From now on the plugin reads a page."""
        self._before = len(self._entries)

    def tell_tags_once(self) -> None:
        """Leave the tags of the page to its first entry: whoever looks for one finds the page, and not each section."""
        for entry in self._entries[self._before + 1 :]:
            if isinstance(entry, dict):
                entry.pop("tags", None)

    def close_page(self) -> list[Any]:
        """Take away what the plugin has found on the page."""
        self.tell_tags_once()
        found = self._entries[self._before :]
        del self._entries[self._before :]
        return found

    def add(self, entries: Iterable[Any]) -> None:
        """Put in what was found, before the plugin writes the file."""
        self._entries += entries

    def append(self, entries: Path) -> bool:
        """Put in what was found, after the plugin has written the file; whether it is one that we know.

        `entries` are the items of a list in JSON, of which there is one at least. What comes of it is read back before
        it takes the place of the plugin's file, which stays as it is if it is not what it should be. Raises `OSError`.
        """
        before = _read_index(self._path)
        if before is None:
            return False
        with tempfile.TemporaryDirectory(dir=self._path.parent, prefix=".diffinsight-") as folder:
            joined = Path(folder, self._path.name)
            if not _join(self._path, entries, joined, b"," if before["docs"] else b""):
                return False
            after = _read_index(joined)
            if after is None or {**after, "docs": after["docs"][: len(before["docs"])]} != before:
                return False
            shutil.copymode(self._path, joined)
            joined.replace(self._path)
        return True


def _read_index(path: Path) -> dict[str, Any] | None:
    """What the file of a search plugin holds, if it is as we know it."""
    try:
        data = json.loads(path.read_bytes())
    except (OSError, ValueError):
        return None
    is_known = isinstance(data, dict) and tuple(data) == _INDEX and isinstance(data["docs"], list)
    return data if is_known else None


def _join(index: Path, entries: Path, joined: Path, comma: bytes) -> bool:
    """Write an index with more entries at its end; whether its end was as we know it. Raises `OSError`."""
    with index.open("rb") as theirs, entries.open("rb") as ours, joined.open("wb") as target:
        shutil.copyfileobj(theirs, target)
        theirs.seek(-len(_END), os.SEEK_END)
        if theirs.read() != _END:
            return False
        target.seek(-len(_END), os.SEEK_END)
        target.write(comma)
        shutil.copyfileobj(ours, target)
        target.write(_END)
    return True


@dataclass(frozen=True)
class _Found:
    """What search has found on a page."""

    digest: str
    """Of all that it has read."""
    start: int
    size: int
    """Bytes in a file, as items of a list in JSON."""
    is_new: bool = False
    """Which of the files that is."""


_Row = tuple[str, Count, Count]
"""A page in the record: the digest, and where its entries are."""


@dataclass(frozen=True)
class _Record:
    """What is kept of a search plugin's work besides the entries themselves."""

    kind: str
    checksum: Digest
    """Of the entries."""
    pages: Mapping[str, _Row]


class SearchPages:
    """What a search plugin finds on our pages, kept from build to build."""

    def __init__(self, store: Store, index: SearchIndex | None) -> None:
        self._store = store
        self._index = index
        record = store.record(SEARCH, _Record)
        is_known = index and record and record.kind == index.kind and store.holds({SEARCH_ENTRIES: record.checksum})
        self._known = record.pages if record and is_known else {}
        """By page, in the order of the file."""
        self._found: dict[str, _Found] = {}
        """On the pages of this build."""
        self._digest = ""
        """Of the page that was last asked for, if nothing is known of it."""

    def knows(self, ours: SitePage, page: Page) -> bool:
        """Whether the plugin need not read a page, as what it finds there is known."""
        if self._index is None:
            return True
        told = digest(ours.digest, page.url, [repr(page.meta.get(name)) for name in _METADATA])
        known = self._known.get(ours.uri)
        if known is None or known[0] != told:
            self._digest = told
            return False
        self._found[ours.uri] = _Found(*known)
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
            self._found[ours.uri] = _Found(self._digest, start, size, is_new=True)

    def begin(self) -> None:
        """Begin a page that the plugin reads, whatever is known of it."""
        if self._index:
            self._index.open_page()

    def end(self) -> None:
        """End it. What the plugin has found stays in its list."""
        if self._index:
            self._index.tell_tags_once()

    def keep(self, uris: Iterable[str]) -> None:
        """Keep what was found, in the order of these pages, for the rest of this build and for the next one.

        Raises `OSError`.
        """
        found = {uri: self._found[uri] for uri in uris if uri in self._found}
        if self._index is None or ([*found] == [*self._known] and not any(one.is_new for one in found.values())):
            return
        self._store.write_pieces(SEARCH_ENTRIES, self._pieces([*found.values()]))
        pages: dict[str, _Row] = {}
        start = 0
        for uri, one in found.items():
            pages[uri] = (one.digest, start, one.size)
            start += one.size + len(",") if one.size else 0
        written = checksum(self._store.folder.read(SEARCH_ENTRIES))
        self._store.write_record(SEARCH, _Record(self._index.kind, written, pages))

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

    def _pieces(self, found: Sequence[_Found]) -> Iterator[bytes]:
        """Entries, with commas between."""
        old = self._entries.open("rb") if any(not one.is_new for one in found) else self._new
        comma = b""
        with old:
            for one in found:
                if one.size:
                    file = self._new if one.is_new else old
                    file.seek(one.start)
                    yield comma + file.read(one.size)
                    comma = b","


def search_plugin(config: MkDocsConfig) -> BasePlugin[Any] | None:
    """The search plugin of a site, if it is one that we know."""
    found = [plugin for plugin in config.plugins.values() if type(plugin).__module__ in PLUGINS]
    return found[0] if len(found) == 1 else None


def others_handle(config: MkDocsConfig, events: Iterable[str], ours: Iterable[object]) -> bool:
    """Whether any plugin or hook of a site, besides `ours`, handles one of these events."""
    mine = [*ours]
    all_events: Mapping[str, Iterable[Any]] = config.plugins.events
    handlers = (handler for event in events for handler in all_events.get(event, ()))
    return any(getattr(handler, "__self__", None) not in mine for handler in handlers)
