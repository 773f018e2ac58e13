"""Pages as they were rendered before, so that MkDocs need not render again what would come out the same.

What a theme makes of a page depends on its templates, on the configuration and the navigation of the site, and on what
is put into the page. As long as all of that is as it was, the page is copied into the site. Wherever anything else has
a say, MkDocs renders every page as it always does.
"""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from types import FunctionType

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.plugins import BasePlugin
from mkdocs.structure import StructureItem
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.theme import Theme

from ...build.store import FINISHED, Store, digest, finished_name
from ...disk import Digest, checksum
from ...site.map.site import SitePage
from .internals import is_ours, others_handle

_EVENTS = ("pre_page", "page_read_source", "page_markdown", "page_content", "page_context", "post_page", "env")
"""Whoever handles one of these may change what becomes of a page."""
_APART = {"plugins", "theme"}
"""Options that are told in a way of their own."""
_UNSEEN = set("config_file_path docs_dir site_dir hooks watch dev_addr strict validation".split())
_UNSEEN |= set("exclude_docs draft_docs not_in_nav".split())
"""Options that no page shows."""
_OF_A_PAGE = set(
    "abs_url active canonical_url children content edit_url file links_to_anchors markdown meta next_page parent"
    " present_anchor_ids previous_page title toc update_date url".split()
)
"""What MkDocs keeps on every page: told in another way, or made anew, or shown by no page."""
_LIBRARIES = ("mkdocs", "Jinja2")


@dataclass(frozen=True)
class _FinishedPage:
    """A page that is kept."""

    made_of: list[str]
    checksum: Digest
    state: str
    """Of its file, when it was last known to be as it was written."""


@dataclass(frozen=True)
class _FinishedRecord:
    """All pages that are kept, by their paths."""

    frame: str
    pages: Mapping[str, _FinishedPage]


class FinishedPages:
    """Pages outside the navigation, as the build before has left them."""

    def __init__(self, store: Store, pages: Mapping[str, SitePage], frame: str) -> None:
        """`frame` tells what is around all pages; where that cannot be told, it is empty, and no page is taken."""
        self._store = store
        self._pages = pages
        self._frame = frame
        record = store.record(FINISHED, _FinishedRecord)
        self._known = record.pages if record and frame and record.frame == frame else {}
        self._kept: dict[str, _FinishedPage] = {}
        self._rendered: dict[str, tuple[str, str]] = {}
        """Files of the site, and what their pages were like."""

    def take(self, page: SitePage, shown: Page) -> str:
        """The file of a page that would come out the same; empty where it has to be rendered."""
        known = self._known.get(page.uri)
        if known is None or known.made_of != self._made_of(page, _shown_of(shown)):
            return ""
        name = finished_name(page.uri)
        if (state := self._store.state([name])) != known.state:
            if not self._store.holds({name: known.checksum}):
                return ""
            known = replace(known, state=state)
        self._kept[page.uri] = known
        return self._store.path(name)

    def rendered(self, page: SitePage, shown: Page) -> None:
        """Note which file of the site a page is written to."""
        if self._frame:
            self._rendered[page.uri] = shown.file.abs_dest_path, _shown_of(shown)

    def keep(self) -> None:
        """Keep the pages for the next build. Raises `OSError`."""
        for uri, (path, shown) in self._rendered.items():
            name, content = finished_name(uri), Path(path).read_bytes()
            self._store.folder.put(name, content)
            state = self._store.state([name])
            self._kept[uri] = _FinishedPage(self._made_of(self._pages[uri], shown), checksum(content), state)
        if self._frame and self._kept != self._known:
            self._store.write_record(FINISHED, _FinishedRecord(self._frame, self._kept))

    def _made_of(self, page: SitePage, shown: str) -> list[str]:
        """What is put into a page, what it may say of the pages before and after it, and what others make of it."""
        beside = (self._pages[uri].digest if uri and uri in self._pages else "" for uri in (page.previous, page.next))
        return [page.digest, page.around, *beside, shown]


def _shown_of(page: Page) -> str:
    """What others may have made of a page before it is rendered: its names and addresses, and its place in the site."""
    around = [item and (item.title, item.url) for item in (page.previous_page, page.next_page)]
    above = [(section.title, getattr(section, "url", "")) for section in page.ancestors]
    more = {name: _plain(value) for name, value in vars(page).items() if name not in _OF_A_PAGE and name[0] != "_"}
    return digest(
        *(page.title, page.url, page.canonical_url, page.edit_url, page.file.dest_uri, page.is_homepage),
        *(around, above, _plain(page.meta), more, page.markdown),
    )


def frame_of(config: MkDocsConfig, nav: Navigation, pages: Collection[str]) -> str:
    """Tells what is around `pages`, those of this plugin; empty where anything that is not known has a say in it.

    What this plugin says on a page is told with the page, and a search that we know says nothing on it.
    """
    if others_handle(config, _EVENTS):
        return ""
    others = {name: one for name, one in config.plugins.items() if isinstance(one, BasePlugin) and not is_ours(one)}
    return digest(
        [importlib.metadata.version(name) for name in _LIBRARIES],
        {name: _plain(value) for name, value in config.items() if name not in _APART | _UNSEEN},
        {name: _plain(plugin.config) for name, plugin in others.items()},
        [config.theme.name, _plain(config.theme)],
        [[name, hashlib.sha256(source).hexdigest()] for name, source in _templates(config.theme)],
        [_in_nav(item, pages) for item in nav.items],
    )


def _templates(theme: Theme) -> Iterator[tuple[str, bytes]]:
    """Everything that a page may be made of: its path in its folder, and its content."""
    custom = theme.custom_dir and Path(theme.custom_dir)
    for folder in map(Path, theme.dirs):
        # Thousands of icons come with a theme, and change with its templates.
        for path in sorted(folder.rglob("*") if folder == custom else _outside(folder, ".icons")):
            if (folder == custom and path.is_file()) or path.suffix == ".html":
                yield path.relative_to(folder).as_posix(), path.read_bytes()


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
