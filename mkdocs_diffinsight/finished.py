"""Pages as they were rendered before, so that MkDocs need not render again what would come out the same.

What a theme makes of a page depends on its templates, on the configuration and the navigation of the site, and on what
is put into the page. As long as all of that is as it was, the page is copied into the site. Wherever anything else has
a say, MkDocs renders every page as it always does.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import json
import os
import re
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from types import FunctionType
from typing import Any

import mkdocs
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from .search_index import others_handle
from .site.kept import SitePage
from .site.store import FINISHED, Store, digest, finished_name
from .site_files import copy_file

_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page", "env")
"""Whoever handles one of these may change what becomes of a page."""
_APART = {"plugins", "theme"}
"""Options that are told in a way of their own."""
_UNSEEN = {
    "config_file_path", "docs_dir", "site_dir", "hooks", "watch", "dev_addr", "strict", "validation", "exclude_docs",
    "draft_docs", "not_in_nav",
}  # fmt: skip
"""Options that no page shows."""
_UNTOLD = re.compile(rb"\bbuild_date_utc\b|\bin\s+pages\b|\bpages\s*[|\[]")
"""In a template, what shows the time or all pages of the site."""
_LIBRARIES = ("mkdocs", "Jinja2")
_MKDOCS = Path(mkdocs.__file__).parent
"""The themes in there show the time on the front page alone."""


class FinishedPages:
    """Pages outside the navigation, as the build before has left them."""

    def __init__(self, store: Store, pages: Mapping[str, SitePage], frame: str) -> None:
        """`frame` tells what is around all pages; where that cannot be told, it is empty, and no page is taken."""
        self._store = store
        self._pages = pages
        self._frame = frame
        data = store.read(FINISHED, dict) or {}
        self._known: Mapping[str, Any] = data["pages"] if frame and data.get("frame") == frame else {}
        self._kept: dict[str, object] = {}
        """What is told of each page, and the stamp of its file."""
        self._rendered: dict[str, str] = {}
        """Files of the site."""

    def take(self, page: SitePage) -> str:
        """The file of a page that would come out the same; empty where it has to be rendered."""
        if (known := self._known.get(page.uri)) is None:
            return ""
        path = self._store.path(finished_name(page.uri))
        if known != [*self._told(page), *_stamp(path)]:
            return ""
        self._kept[page.uri] = known
        return path

    def rendered(self, page: SitePage, path: str) -> None:
        """Note which file of the site a page is written to."""
        if self._frame:
            self._rendered[page.uri] = path

    def keep(self) -> None:
        """Keep the pages for the next build. Raises `OSError`."""
        for uri, path in self._rendered.items():
            kept = self._store.path(finished_name(uri))
            copy_file(path, kept)
            self._kept[uri] = [*self._told(self._pages[uri]), *_stamp(kept)]
        if self._frame and self._kept != self._known:
            data = {"frame": self._frame, "pages": self._kept}
            self._store.write(FINISHED, json.dumps(data, separators=(",", ":")).encode())

    def _told(self, page: SitePage) -> Iterator[str]:
        """What is put into a page, and what it may say of the pages before and after it."""
        yield page.digest
        yield page.around
        for uri in (page.previous, page.next):
            yield self._pages[uri].digest if uri else ""


def _stamp(path: str) -> tuple[int, ...]:
    """Changes when somebody writes to a file."""
    try:
        status = os.stat(path)  # noqa: PTH116
    except OSError:
        return ()
    return status.st_size, status.st_mtime_ns


def frame_of(
    config: MkDocsConfig,
    nav: Navigation,
    pages: Collection[str],
    ours: BasePlugin[Any],
    search: BasePlugin[Any] | None,
) -> str:
    """Tells what is around `pages`, those of this plugin; empty where anything that is not known has a say in it.

    What this plugin says on a page is told with the page, and a search that we know says nothing on it.
    """
    if others_handle(config, _EVENTS, [ours, search]):
        return ""
    templates = list(_templates(config.theme))
    if any(_UNTOLD.search(source) for folder, _, source in templates if _MKDOCS not in folder.parents):
        return ""
    others = {name: one for name, one in config.plugins.items() if isinstance(one, BasePlugin) and one is not ours}
    return digest(
        [importlib.metadata.version(name) for name in _LIBRARIES],
        {name: _plain(value) for name, value in config.items() if name not in _APART | _UNSEEN},
        {name: _plain(plugin.config) for name, plugin in others.items()},
        [config.theme.name, _plain(config.theme)],
        [[name, hashlib.sha256(source).hexdigest()] for _, name, source in templates],
        [_in_nav(item, pages) for item in nav.items],
    )


def _templates(theme: Theme) -> Iterator[tuple[Path, str, bytes]]:
    """Everything that a page may be made of: its folder, its path there, and its content."""
    custom = theme.custom_dir and Path(theme.custom_dir)
    for folder in map(Path, theme.dirs):
        # Thousands of icons come with a theme, and change with its templates.
        for path in sorted(folder.rglob("*") if folder == custom else _outside(folder, ".icons")):
            if (folder == custom and path.is_file()) or path.suffix == ".html":
                yield folder, path.relative_to(folder).as_posix(), path.read_bytes()


def _outside(folder: Path, left_out: str) -> Iterator[Path]:
    for root, folders, files in os.walk(folder):
        folders[:] = [name for name in folders if name != left_out]
        yield from (Path(root, name) for name in files)


def _in_nav(item: StructureItem, pages: Collection[str]) -> object:
    """What a navigation may show of an item."""
    if isinstance(item, Section):
        return [item.title, [_in_nav(child, pages) for child in item.children]]
    if not isinstance(item, Page):
        return [item.title, getattr(item, "url", "")]
    # The description of an index tells how many reports there are. No navigation shows it, and it would change daily.
    is_ours = item.file.src_uri in pages
    meta = {name: value for name, value in item.meta.items() if not (is_ours and name == "description")}
    return [item.title, item.url, item.edit_url, item.is_homepage, _plain(meta)]


def _plain(value: object) -> object:
    """A value as JSON has it. What cannot be told is another one in each build."""
    if isinstance(value, Mapping):
        return [[repr(key), _plain(item)] for key, item in value.items()]
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, FunctionType | type):
        return f"{value.__module__}.{value.__qualname__}"
    return repr(value)
