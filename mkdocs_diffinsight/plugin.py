"""The MkDocs plugin: each hook unpacks what MkDocs hands it, calls one function and hands back the result."""

from __future__ import annotations

import functools
import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Literal, cast

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.nav import Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from .config import DiffInsightConfig, Settings, make_settings
from .errors import DiffInsightError
from .finished import FinishedPages, frame_of
from .guard import guarded
from .pipeline import Build
from .repository import watched_paths
from .search_index import SearchIndex, SearchPages, others_handle, search_plugin
from .site.frame import SCRIPT, STYLESHEET, Frame
from .site.head import add_head
from .site.kept import Site, SitePage
from .site.maker import MadeSite, SiteMaker
from .site.store import AnchorIds, KeptPage, Row, Store, digest
from .site_files import BarePage, KeptFile
from .tidy import tidy

log = get_plugin_logger("diffinsight")
OURS = Path(__file__).parent / "site"
ASSETS = OURS / "assets"


class DiffInsightPlugin(BasePlugin[DiffInsightConfig]):
    """Adds the reports to a site."""

    def __init__(self) -> None:
        self._settings: Settings
        self._store: Store
        self._opened = ExitStack()
        """Closes it, when the build ends."""
        self._made = MadeSite((), {}, "", "")
        self._pages: dict[str, SitePage] = {}
        self._search: SearchPages
        self._is_alone = False
        """Whether nobody else reads the HTML of pages, but for a search that we know."""
        self._is_last = False
        """Whether nobody else works on the site once it is built, but for that search."""
        self._is_dirty = False
        self._nav: Navigation
        self._finished: FinishedPages
        self._documentation: Sequence[File] = ()
        """All pages of the site, with those that need not be rendered."""
        self._open: KeptPage
        """What is put into the page that is built now."""

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Having this hook keeps one instance through all builds of `mkdocs serve`."""
        self._is_dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._settings = settings_of(self.config, config)
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)
        if SCRIPT not in map(str, config.extra_javascript):
            script = ExtraScriptValue(SCRIPT)
            script.defer = True
            config.extra_javascript.insert(0, script)
        return config

    @event_priority(50)  # before plugins that look for pages, such as redirects and awesome-nav
    def on_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        settings = self._settings
        with self._explained(), Build(settings, log) as build:
            maker = SiteMaker(build, settings, _frame(config), log)
            self._store = self._opened.enter_context(closing(maker.store))
            self._made = maker.make()
        if not config.site_url:
            log.info("There are no feeds: set `site_url`, as feeds need whole addresses.")
        self._pages = {page.uri: page for site in self._made.sites for page in site.pages}
        _add_files(files, self._made, self._store.sources, config)
        _add_to_nav(config, self._made.sites)
        known = search_plugin(config)
        index = None if self._is_dirty else SearchIndex.of(config)
        self._search = SearchPages(self._store, index)
        reads_pages = others_handle(config, ("page_content", "page_context"), [self, known])
        self._is_alone = not reads_pages and (known is None or index is not None)
        self._is_last = not others_handle(config, ["post_build"], [self, known])
        return files

    def on_nav(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        if config.nav is None:
            _tidy_automatic_nav(nav, self._made.sites[0], files)
        for site in self._made.sites:
            _link_pages(site, files)
        self._nav = nav
        return nav

    @event_priority(100)  # before plugins that work on the HTML of a page
    def on_page_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            return html
        page.present_anchor_ids = cast(set[str], AnchorIds(functools.partial(self._kept, ours)))
        if self._is_alone:
            return ""  # nobody reads it
        kept = self._kept(ours)
        page.toc = _toc(kept.headings, full_titles=True)  # search reads them
        return kept.body.early()  # our source has no text: whatever made HTML of it is not ours

    @event_priority(-100)  # after all that may change what pages are rendered with
    def on_env(self, env: object, *, config: MkDocsConfig, files: Files) -> None:
        frame = ""
        if self._is_alone and not self._is_dirty:
            frame = frame_of(config, self._nav, self._pages, self, search_plugin(config))
        self._finished = FinishedPages(self._store, self._pages, frame and digest(frame, self._made.key))
        self._documentation = files.documentation_pages()
        for file in self._documentation if frame else ():
            ours = self._page_outside_nav(file)
            if isinstance(file, KeptFile) and ours and file.page and self._search.knows(ours, file.page):
                file.finished = self._finished.take(ours)

    @event_priority(100)
    def on_template_context(
        self, context: TemplateContext, *, template_name: str, config: MkDocsConfig
    ) -> TemplateContext:
        context["pages"] = self._documentation  # for the sitemap
        return context

    @event_priority(100)
    def _before_search(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        ours = self._pages.get(page.file.src_uri)
        if ours:
            self._open = kept = self._kept(ours)
            if self._is_alone and self._search.open_page(ours, page):
                page.toc = _toc(kept.headings, full_titles=True)
                page.content = kept.body.early()
        return context

    @event_priority(-100)
    def _after_search(
        self, context: TemplateContext, *, page: MkDocsPage, config: MkDocsConfig, nav: Navigation
    ) -> TemplateContext:
        ours = self._pages.get(page.file.src_uri)
        if ours:
            kept = self._open
            if self._is_alone:
                self._search.close_page(ours)
                page.content = kept.body.whole(kept.parts)
            else:
                page.content = kept.body.completed(page.content or "", kept.parts)
            page.toc = _toc(kept.headings)
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    @event_priority(-100)  # after plugins that say something in the head, such as social
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            return output
        # All pages together may have hundreds of megabytes, and this one is written by now.
        if self._is_alone:
            page.content, page.toc = "", TableOfContents([])
        else:
            page.content = self._open.body.early()
        if self._page_outside_nav(page.file):
            self._finished.rendered(ours, page.file.abs_dest_path)
        return add_head(output, self._open.head)

    @event_priority(100)  # before search writes its index, and before plugins that work on the site
    def _before_index(self, *, config: MkDocsConfig) -> None:
        with self._explained():
            self._search.keep(self._pages)
            if not self._is_last:
                self._search.hand_over()
            self._finished.keep()

    @event_priority(-100)
    def _after_index(self, *, config: MkDocsConfig) -> None:
        search = search_plugin(config)
        with self._explained():
            if self._is_last and search and not self._search.append():
                self._search.hand_over()
                search.on_post_build(config=config)
        self._opened.close()
        tidy(self._settings.cache_dir, self._settings.scratch_dir)
        log.info("%s", self._made.summary)

    on_post_build = CombinedEvent(_before_index, _after_index)

    def on_build_error(self, *, error: Exception) -> None:
        self._opened.close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        for path in _watched(self._settings, config):
            server.watch(str(path))
        return server

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say in a sentence what went wrong. Raises `PluginError`."""
        try:
            yield
        except DiffInsightError as error:
            raise PluginError(f"diffinsight: {error}") from error
        except OSError as error:
            message = f"diffinsight: `cache_dir` ({self._settings.cache_dir}) cannot be written: {error}"
            raise PluginError(message) from error

    def _page_outside_nav(self, file: File) -> SitePage | None:
        """Our page that a file is, if it is outside the navigation, and no draft."""
        ours = self._pages.get(file.src_uri)
        return ours if ours and ours.is_below_lists and file.inclusion is InclusionLevel.NOT_IN_NAV else None

    def _kept(self, page: SitePage) -> KeptPage:
        with self._explained():
            return self._store.page(page.uri)


def _watched(settings: Settings, config: MkDocsConfig) -> Iterator[Path]:
    """What pages are made of besides what MkDocs watches: repositories, texts that people edit, and templates."""
    for repository in {item.repository for item in settings.ranges}:
        if isinstance(repository, Path):
            yield from watched_paths(repository)
    folders = [settings.cache_dir / texts for texts in ("summaries", "overviews")]
    folders += [Path(folder) / "diffinsight" for folder in config.theme.dirs]
    yield from (folder for folder in (*folders, OURS / "templates" / "diffinsight", ASSETS) if folder.is_dir())


def settings_of(options: DiffInsightConfig, config: MkDocsConfig) -> Settings:
    """The plugin's settings for a site. Raises `PluginError`."""
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    try:
        settings = make_settings(options, root, Path(config.docs_dir), Path(config.site_dir))
        return guarded(settings, root / Path(options.cache_dir).expanduser(), log)
    except DiffInsightError as error:
        raise PluginError(f"diffinsight: {error}") from error


def _frame(config: MkDocsConfig) -> Frame:
    return Frame(
        theme_language=config.theme.get("language") or str(config.theme.locale),
        theme_folders=config.theme.dirs,
        site_name=config.site_name,
        site_url=config.site_url or "",
        use_directory_urls=config.use_directory_urls,
    )


def _add_files(files: Files, made: MadeSite, folder: Path, config: MkDocsConfig) -> None:
    uris = [uri for site in made.sites for uri in [*(page.uri for page in site.pages), *site.data]]
    sources = {uri: f"{folder}{os.sep}{uri}" for uri in uris} | dict(made.pictures)
    assets = {asset: str(ASSETS / Path(asset).name) for asset in (STYLESHEET, SCRIPT)}
    sources |= assets
    _, *others = made.sites
    below_lists = {page.uri for site in made.sites for page in site.below_lists}
    outside_nav = below_lists | {page.uri for site in others for page in site.pages}
    taken = {file.src_uri: file for file in files} | {file.dest_uri: file for file in files}
    ours = []
    for uri, source in sources.items():
        kind = File if uri in assets else KeptFile
        file = kind.generated(config, uri, abs_src_path=source)
        if other := taken.get(uri) or taken.get(file.dest_uri):
            raise PluginError(
                f"diffinsight: {other.src_uri} of the site is where this plugin writes {uri}. Move the file"
                + (", or choose another `reports_dir`." if uri not in assets else ".")
            )
        ours.append(file)
    # A level given beforehand would overrule the site's `exclude_docs`: ask that first.
    set_exclusions([file for file in ours if file.src_uri in outside_nav], config)
    for file in ours:
        if file.src_uri in outside_nav and file.inclusion is InclusionLevel.INCLUDED:
            file.inclusion = InclusionLevel.NOT_IN_NAV
            if file.src_uri in below_lists:
                BarePage(None, file, config)  # it becomes the file's page, so nobody gives it another title
        files.append(file)


def _add_to_nav(config: MkDocsConfig, sites: Sequence[Site]) -> None:
    """Put index and category pages where the navigation names their folder; those of the main language else at its end.

    The switch on each page leads to further languages.
    """
    for site in sites:
        if config.nav is None or _mentions(config.nav, site.index.uri):
            continue
        entries: list[Any] = [{page.title: page.uri} for page in (site.index, *site.categories)]
        pages = entries if len(entries) > 1 else site.index.uri
        placeholder = site.index.uri.removesuffix("index.md")
        if not _replace(config.nav, placeholder, site.title, pages) and site is sites[0]:
            config.nav.append({site.title: pages})


def _mentions(item: Any, uri: str) -> bool:
    if isinstance(item, dict):
        return any(_mentions(value, uri) for value in item.values())
    return any(_mentions(value, uri) for value in item) if isinstance(item, list) else item == uri


def _replace(nav: Any, placeholder: str, title: str, pages: Any) -> bool:
    items = nav.items() if isinstance(nav, dict) else enumerate(nav) if isinstance(nav, list) else ()
    for key, value in list(items):
        if value == placeholder:
            nav[key] = {title: pages} if isinstance(nav, list) and isinstance(pages, list) else pages
            return True
        if _replace(value, placeholder, title, pages):
            return True
    return False


def _tidy_automatic_nav(nav: Navigation, site: Site, files: Files) -> None:
    """Where MkDocs made the navigation from folders: our title for ours, and no folder of a single page."""
    index = _page_of(site.index.uri, files)
    if index is None or not isinstance(section := index.parent, Section) or section not in nav.items:
        return
    section.title = site.heading
    if section.children == [index]:
        index.parent = None
        nav.items[nav.items.index(section)] = index


def _page_of(uri: str | None, files: Files) -> MkDocsPage | None:
    file = files.get_file_from_path(uri) if uri else None
    return file.page if file else None


def _link_pages(site: Site, files: Files) -> None:
    """Give pages outside the navigation their place in the site."""
    index = _page_of(site.index.uri, files)
    for ours in site.below_lists:
        if page := _page_of(ours.uri, files):
            page.title = ours.heading
            page.parent = index.parent if index and isinstance(index.parent, Section) else None
            page.previous_page = _page_of(ours.previous, files)
            page.next_page = _page_of(ours.next, files)


def _toc(headings: Sequence[Row], *, full_titles: bool = False) -> TableOfContents:
    root: list[AnchorLink] = []
    path: list[AnchorLink] = []
    for title, anchor, level, full_title in headings:
        link = AnchorLink(full_title if full_titles else title, anchor, level)
        while path and path[-1].level >= level:
            path.pop()
        (path[-1].children if path else root).append(link)
        path.append(link)
    return TableOfContents(root)
