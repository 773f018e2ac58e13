"""What the site's search plugin makes of our pages, kept so that it need not read them again.

Both the search of MkDocs and that of Material put what they find on a page at the end of a list. This relies on that
list: where it is not as expected, `SearchIndex.of` finds none, and the plugin reads every page as it always does.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.pages import Page

from .site.kept import SitePage
from .site.store import SEARCH, Store, digest

PLUGINS = {"mkdocs.contrib.search": "_entries", "material.plugins.search.plugin": "entries"}
"""The search plugins by their modules, and what their list is called."""
_METADATA = ("title", "tags", "search")
"""Of a page, which search reads, too. Other plugins may change it."""


class SearchIndex:
    """The list of what a search plugin has found in a build."""

    def __init__(self, plugin: BasePlugin[Any], entries: list[Any]) -> None:
        self.kind = f"{type(plugin).__module__} {dict(plugin.config)!r}"
        """Tells apart what different plugins, or one with other settings, find on the same page."""
        self._entries = entries
        self._before = 0

    @classmethod
    def of(cls, config: MkDocsConfig) -> SearchIndex | None:
        """That of a site, once its build has begun; nothing where it has no search, or one that we do not know."""
        plugin = search_plugin(config)
        name = plugin and PLUGINS[type(plugin).__module__]
        entries = getattr(getattr(plugin, "search_index", None), name or "", None)
        return cls(plugin, entries) if plugin and isinstance(entries, list) else None

    def open_page(self) -> None:
        """From now on the plugin reads a page."""
        self._before = len(self._entries)

    def close_page(self) -> list[Any]:
        """Take what the plugin has found on the page."""
        found = self._entries[self._before :]
        del self._entries[self._before :]
        return found

    def add(self, entries: Iterable[Any]) -> None:
        """Put in what was found on a page, now or before."""
        self._entries += entries


class SearchPages:
    """What a search plugin finds on our pages, kept from build to build."""

    def __init__(self, store: Store, index: SearchIndex | None) -> None:
        self._store = store
        self._index = index
        data = store.read(SEARCH, dict) or {}
        self._known = data.get("pages", {}) if index and data.get("kind") == index.kind else {}
        self._found: dict[str, list[Any]] = {}
        """By page, as JSON has them: a digest and the entries."""
        self._digest = ""
        """Of the page that was last asked for, and that nothing is known of."""

    def knows(self, ours: SitePage, page: Page) -> bool:
        """Whether it is known what the plugin finds on a page; it takes part in the site's index, then."""
        if self._index is None:
            return True
        told = digest(ours.digest, page.url, [repr(page.meta.get(name)) for name in _METADATA])
        known = self._known.get(ours.uri)
        if known is None or known[0] != told:
            self._digest = told
            return False
        self._found[ours.uri] = known
        return True

    def open_page(self, ours: SitePage, page: Page) -> bool:
        """Begin a page; whether the plugin has to read it."""
        if self._index:
            self._index.open_page()
        return not self.knows(ours, page)

    def close_page(self, ours: SitePage) -> None:
        """End it."""
        if self._index:
            found = self._index.close_page()
            self._found.setdefault(ours.uri, [self._digest, found])

    def finish(self, uris: Iterable[str]) -> None:
        """Hand the plugin what was found on all pages, in their order, and keep it for the next build."""
        if self._index is None:
            return
        for uri in uris:
            if uri in self._found:
                self._index.add(self._found[uri][1])
        if self._found != self._known:
            text = json.dumps({"kind": self._index.kind, "pages": self._found}, ensure_ascii=False, default=str)
            self._store.write(SEARCH, text.encode("utf-8", "backslashreplace"))


def search_plugin(config: MkDocsConfig) -> BasePlugin[Any] | None:
    """The search plugin of a site, if it is one that we know."""
    found = [plugin for plugin in config.plugins.values() if type(plugin).__module__ in PLUGINS]
    return found[0] if len(found) == 1 else None


def reads_pages(config: MkDocsConfig, ours: Iterable[object]) -> bool:
    """Whether any plugin or hook of a site, besides `ours`, is handed the HTML of pages before the theme is."""
    mine = [*ours]
    events: Mapping[str, Iterable[Any]] = config.plugins.events
    handlers = [handler for event in ("page_content", "page_context") for handler in events.get(event, ())]
    return any(getattr(handler, "__self__", None) not in mine for handler in handlers)
