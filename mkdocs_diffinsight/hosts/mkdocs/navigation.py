"""Our pages in the navigation of a site: the lists are in it, and reports are found by their lists."""

from __future__ import annotations

import copy
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page
from mkdocs.utils import dirname_to_title

from ...site.map.site import Site


class OurNavigation:
    """Puts pages into the navigation that a site configures, each time that it is built."""

    def __init__(self) -> None:
        self._users: Any = None
        self._ours: Any = None
        self._named: Collection[str] = ()

    def add(self, config: MkDocsConfig, sites: Sequence[Site], reports_dir: str, elsewhere: Site) -> None:
        """Put index and category pages where the navigation names their folder, or those of the first site at its end.

        For that one, `reports_dir` will do. Where there is no site, a link leads to one that is built `elsewhere`. A
        switch on each page leads to further languages.
        """
        placeholder = f"{reports_dir}/"
        if self._ours is not None and config.nav is self._ours:  # of a build before, with the same configuration
            config.nav = self._users
        self._users, config.nav = config.nav, copy.deepcopy(config.nav)
        if config.nav is not None:
            for site in sites:
                _add(config.nav, site, placeholder if site is sites[0] else "")
            if not sites:
                item = {elsewhere.title: address_of(elsewhere, config)}
                if not _replace(config.nav, placeholder, item[elsewhere.title], item):
                    config.nav.append(item)
        self._named = set(_uris(config.nav))
        self._ours = config.nav

    def prune(self, config: MkDocsConfig, below_lists: Collection[str], gone: Collection[str]) -> None:
        """Take out pages that are not there, and those below lists that another plugin has put in with all others.

        What somebody has named or given a title stays.
        """
        if config.nav is not None:
            unasked = {uri for uri in below_lists if uri not in self._named}
            config.nav = _pruned(config.nav, unasked, gone) or []
        self._ours = config.nav

    @property
    def is_automatic(self) -> bool:
        """Whether the site does not configure any."""
        return self._users is None

    def complete(self, nav: Navigation, sites: Sequence[Site], files: Files, elsewhere: Link) -> None:
        """Where static-i18n made an automatic navigation of the folder of its language alone: put reports in, too."""
        index = page_of(sites[0].index.uri, files) if sites else None
        if self.is_automatic and not sites:
            nav.items.append(elsewhere)
        elif self.is_automatic and index and index not in _all(nav.items):
            nav.items.append(index.parent if isinstance(index.parent, Section) else index)

    def tidy(self, nav: Navigation, site: Site, files: Files) -> None:
        """Where MkDocs made the navigation from folders: our title for ours, and no folder of a single page."""
        index = page_of(site.index.uri, files)
        if not self.is_automatic or index is None:
            return
        section = index.parent
        if not isinstance(section, Section) or section not in nav.items:
            return
        if section.title == dirname_to_title(site.index.uri.split("/")[-2]):  # nobody has given it another one
            section.title = site.heading
        if section.children == [index]:
            index.parent = None
            nav.items[nav.items.index(section)] = index


def page_of(uri: str | None, files: Files) -> Page | None:
    """The page of a file that the site has."""
    file = files.get_file_from_path(uri) if uri else None
    return file.page if file else None


def _add(nav: Any, site: Site, placeholder: str) -> None:
    """Put a site in; only the first one has a `placeholder` besides its folder, and a place if there is none."""
    if site.index.uri in _uris(nav):
        return
    entries = [{page.title: page.uri} for page in (site.index, *site.categories)]
    pages: Any = entries if len(entries) > 1 else site.index.uri
    item = {site.title: pages}
    for place in filter(None, (site.index.uri.removesuffix("index.md"), placeholder)):
        if _replace(nav, place, pages, item if len(entries) > 1 else pages):
            return
    if placeholder:
        nav.append(item)


def address_of(site: Site, config: MkDocsConfig) -> str:
    """Of an index, as a link from outside."""
    folder = site.index.uri.removesuffix("index.md")
    return f"{(config.site_url or '').rstrip('/')}/{folder}{'' if config.use_directory_urls else 'index.html'}"


def _all(items: Iterable[StructureItem]) -> Iterator[StructureItem]:
    for item in items:
        yield item
        yield from _all(getattr(item, "children", None) or ())


def _places(nav: Any) -> Iterator[tuple[Any, Any, Any]]:
    """Everything in a navigation: the list or the mapping that it is in, its place there, and what it is."""
    for key, value in list(nav.items() if isinstance(nav, dict) else enumerate(nav) if isinstance(nav, list) else ()):
        yield nav, key, value
        yield from _places(value)


def _uris(nav: Any) -> Iterator[str]:
    """Everything that a navigation names."""
    return (value for _, _, value in _places(nav) if isinstance(value, str))


def _replace(nav: Any, placeholder: str, value: Any, item: Any) -> bool:
    """Put a value in the place of another one, or an item if that stands in a list without a title."""
    for there, key, other in _places(nav):
        if other == placeholder:
            there[key] = value if isinstance(there, dict) else item
            return True
    return False


def _pruned(nav: Any, unasked: Collection[str], gone: Collection[str]) -> Any:
    """A navigation without pages that are gone and those without a title that are unasked for; nothing if none is left.

    A section that was empty stays.
    """
    if not nav:
        return nav
    if isinstance(nav, dict):
        kept = {title: _pruned(item, unasked if _is_unnamed(title, item) else (), gone) for title, item in nav.items()}
        return {title: item for title, item in kept.items() if item is not None} or None
    if isinstance(nav, list):
        return [item for item in (_pruned(item, unasked, gone) for item in nav) if item is not None] or None
    return None if nav in unasked or nav in gone else nav


def _is_unnamed(title: object, item: Any) -> bool:
    """Whether an item is a section, or a page that has no title of its own there, as plugins put in whole folders."""
    return title is None or not isinstance(item, str)
