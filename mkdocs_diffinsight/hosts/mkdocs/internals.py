"""What leans on how MkDocs, its search and Material's are made inside, where they promise nothing.

It was written for MkDocs 1.6, its search and that of Material 9.6 and 9.7. `is_known` asks when a build begins whether
all is as it was then. Where anything is different, MkDocs renders each of our pages as any other.
"""

from __future__ import annotations

import functools
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Container, Hashable, Iterable, Mapping
from pathlib import Path
from typing import Any, cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure.files import File
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext

PLUGINS = {"mkdocs.contrib.search": "_entries", "material.plugins.search.plugin": "entries"}
"""The search plugins by their modules, and what their list is called, at the end of which is what they found last."""
_INDEX = ("config", "docs")
"""What the file that they write in the end holds, in this order: the list is at its end."""
_END = b"]}"
_CONTEXT = set("nav pages base_url extra_css extra_javascript mkdocs_version build_date_utc config page".split())
"""What templates get."""
_WATCHED = ("pages", "build_date_utc")
"""What of it changes though a page does not."""
_SHOWN = "__repr__ __str__ __format__ __eq__ __ne__ __lt__ __le__ __gt__ __ge__ __hash__"
"""Methods that every object has, and by which it is shown or compared."""
_PACKAGE = __name__.partition(".")[0]


def is_known(config: MkDocsConfig) -> bool:
    """Whether MkDocs is made as it was when this was written."""
    return (
        isinstance(getattr(config.plugins, "events", None), Mapping)
        and getattr(TemplateContext, "__annotations__", {}).keys() == _CONTEXT
        and getattr(Page, "present_anchor_ids", "") is None
        and getattr(File, "_content", "") is None
    )


def is_ours(plugin: object) -> bool:
    """Whether it is this plugin."""
    return type(plugin).__module__.partition(".")[0] == _PACKAGE


def others_handle(config: MkDocsConfig, events: Iterable[str]) -> bool:
    """Whether any plugin or hook of a site handles one of these events, besides ours and a search that we know."""
    known = search_plugin(config)
    all_events: Mapping[str, Iterable[Any]] = config.plugins.events
    owners = [getattr(handler, "__self__", None) for event in events for handler in all_events.get(event, ())]
    return any(owner is None or not (owner is known or is_ours(owner)) for owner in owners)


def has_other_content(file: File) -> bool:
    """Whether somebody has given a file another content than that of its source."""
    return getattr(file, "_content", None) is not None


def lend_anchors(page: Page, anchors: Callable[[], Iterable[str]]) -> None:
    """Let MkDocs know the anchors of a page, which it takes for a set, and asks about one where a link leads to it.

    Finding them takes reading the page: of 800 pages that would be a fifth of a build that finds nothing changed.
    """
    page.present_anchor_ids = cast(set[str], _Anchors(anchors))


class _Anchors(Container[str]):
    """The anchors of a page, which is read when somebody asks."""

    def __init__(self, anchors: Callable[[], Iterable[str]]) -> None:
        self._anchors = functools.cache(lambda: frozenset(anchors()))

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._anchors()


class Watch:
    """Sees whether a template asks for what changes though its page does not: all pages of the site, and the time."""

    def __init__(self) -> None:
        self.was_asked = False

    def put_into(self, context: TemplateContext) -> None:
        """From now on note who asks."""
        self.was_asked = False
        values = cast(dict[str, Any], context)
        for name in _WATCHED:
            values[name] = self.watched(values[name])

    def watched(self, value: object) -> Any:
        """A value that notes whatever is asked of it, and answers as it would."""
        kind: Any = type(value)
        return _watched(kind)(self, value)


@functools.cache
def _watched(kind: Hashable) -> Callable[[Watch, object], Any]:
    def asked(name: str) -> Callable[..., Any]:
        def method(this: Any, *arguments: Any) -> Any:
            this.watch.was_asked = True
            return getattr(this.value, name)(*arguments)

        return method

    def start(this: Any, watch: Watch, value: object) -> None:
        this.watch, this.value = watch, value

    special = {name for name in dir(kind) if name.startswith("__")} - {*dir(object)} | {*_SHOWN.split()}
    methods = {name: asked(name) for name in special - {"__dict__", "__module__", "__weakref__", "__class_getitem__"}}
    return type("Watched", (), {**methods, "__init__": start, "__getattr__": asked("__getattribute__")})


def search_plugin(config: MkDocsConfig) -> BasePlugin[Any] | None:
    """The search plugin of a site, if it is one that we know."""
    found = [plugin for plugin in config.plugins.values() if type(plugin).__module__ in PLUGINS]
    return found[0] if len(found) == 1 else None


class SearchIndex:
    """What a search plugin has found in a build: a list, and a file in the end."""

    def __init__(self, plugin: BasePlugin[Any], entries: list[Any], path: Path) -> None:
        self.kind = f"{type(plugin).__module__} {dict(plugin.config)!r}"
        """Tells apart what different plugins, or one with other settings, find on the same page."""
        self._entries = entries
        self._path = path
        self._before = 0

    @classmethod
    def of(cls, config: MkDocsConfig) -> SearchIndex | None:
        """That of a site, once its build has begun; nothing where it has no search, or one that we do not know."""
        plugin = search_plugin(config)
        if plugin is None:
            return None
        entries = getattr(getattr(plugin, "search_index", None), PLUGINS[type(plugin).__module__], None)
        path = Path(config.site_dir, "search", "search_index.json")
        return cls(plugin, entries, path) if isinstance(entries, list) else None

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
