"""The MkDocs plugin: each hook unpacks what MkDocs hands it, calls one function and hands back the result."""

from __future__ import annotations

import datetime
import functools
import posixpath
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from pathlib import Path
from typing import Any, Literal, cast

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority, get_plugin_logger
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page as MkDocsPage
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from .build.guard import guarded
from .build.incremental import MadeSite, SiteMaker
from .build.reports import Build
from .build.store import AnchorIds, KeptPage, Row, Store, digest
from .cache.tidy import tidy
from .errors import DiffInsightError
from .git.repository import watched_paths
from .hosts.mkdocs.files import BarePage, KeptFile, OurFiles
from .hosts.mkdocs.finished import FinishedPages, frame_of
from .hosts.mkdocs.navigation import OurNavigation, address_of, page_of
from .hosts.mkdocs.options import DiffInsightConfig
from .hosts.mkdocs.other_plugins import (
    Locales,
    allowed_tags,
    hide_summary,
    is_asked_for_feed,
    is_known_to_be_guarded,
    leave_out_of_authors,
    show_date,
)
from .hosts.mkdocs.search import SearchIndex, SearchPages, others_handle, search_plugin
from .model.report import FEEDS
from .settings import Settings, make_settings
from .site.html.head import add_head
from .site.html.unlinked import Gone, without_lines, without_links
from .site.map.frame import SCRIPT, STYLESHEET, Frame
from .site.map.site import Site, SitePage
from .site.stylesheet import ASSETS, stylesheet

log = get_plugin_logger("diffinsight")
OURS = Path(__file__).parent / "site"


class DiffInsightPlugin(BasePlugin[DiffInsightConfig]):
    """Adds the reports to a site."""

    def __init__(self) -> None:
        self._settings: Settings
        self._store: Store
        self._opened = ExitStack()
        """Closes it, when the build ends."""
        self._maker: SiteMaker
        self._frame: Frame
        self._made = MadeSite()
        self._locales: Locales | None = None
        self._files: OurFiles
        self._navigation = OurNavigation()
        self._pages: dict[str, SitePage] = {}
        """What is built now."""
        self._gone: Gone | None = None
        """Tells links that lead to what the site does not take."""
        self._has_feed_of_pages = False
        """Whether another plugin makes a feed of all pages."""
        self._guarded: set[str] = set()
        """Pages whose text another plugin does not show to everybody."""
        self._search: SearchPages
        self._is_alone = False
        """Whether nobody else reads the HTML of pages, but for a search that we know."""
        self._may_be_guarded = False
        """Whether anybody else may put something in the place of a page's text."""
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
    def _offer_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self._locales = Locales.of(config, self._settings.languages)
        if not (self._locales and self._locales.is_further_build):
            self._make(config)
            if not config.site_url and FEEDS in self._settings.companions:
                log.info("There are no feeds: set `site_url`, as feeds need whole addresses.")
        assets = {STYLESHEET: stylesheet(), SCRIPT: (ASSETS / "diffinsight.js").read_text(encoding="utf-8")}
        self._files = OurFiles(config, self._store.sources, assets)
        sites = self._sites
        if self._locales is None:  # else pages that are not in `docs_dir` are taken for a mistake
            self._files.offer(files, self._made, sites)
        self._navigation.add(config, sites, self._settings.reports_dir, self._made.sites[0])
        leave_out_of_authors(config, [posixpath.dirname(site.index.uri) for site in self._made.sites])
        return files

    # After plugins that take pages out, or take them all into a navigation, and after static-i18n.
    @event_priority(-110)
    def _settle_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        is_further_build = self._locales is not None and self._locales.is_further_build
        frame = _frame(config, self._settings)
        if not is_further_build and (frame.site_url, frame.site_name) != (self._frame.site_url, self._frame.site_name):
            self._make(config)  # another plugin has moved the site meanwhile
            self._files.move(self._store.sources)
        self._files.offer(files, self._made, self._sites)
        self._leave_out(files, config)
        below_lists = {page.uri for site in self._sites for page in site.below_lists}
        everything = (*(page for site in self._sites for page in site.pages), *self._made.withheld)
        self._pages = {page.uri: page for page in everything if self._files.is_ours(page.uri, files)}
        self._navigation.prune(config, below_lists, self._made.left_out)
        for uri in below_lists.intersection(self._pages):
            file = files.src_uris[uri]
            if file.page is None and file.inclusion is InclusionLevel.NOT_IN_NAV:
                BarePage(None, file, config)  # it becomes the file's page, so nobody gives it another title
        if self._locales:
            self._adopt(self._locales, files, config)
        self._look_around(config)
        return files

    on_files = CombinedEvent(_offer_files, _settle_files)

    def _make(self, config: MkDocsConfig) -> None:
        """Make the site, as far as it was not made before. Raises `PluginError`."""
        settings = self._settings
        self._opened.close()  # that of another address, if there is one
        self._frame = _frame(config, settings)
        with self._explained(), Build(settings, log) as build:
            self._maker = SiteMaker(build, settings, self._frame, log)
            self._store = self._opened.enter_context(closing(self._maker.store))
            self._made = self._maker.make()

    @property
    def _sites(self) -> Sequence[Site]:
        """Those that are built now."""
        made = zip(self._settings.languages, self._made.sites, strict=True)
        return [site for language, site in made if not self._locales or self._locales.is_built_now(language)]

    def _leave_out(self, files: Files, config: MkDocsConfig) -> None:
        """Tell nowhere of what the site does not take. Raises `PluginError`."""
        left_out = self._files.left_out(files)
        if self._locales:
            left_out |= self._made.left_out.difference(self._files)
        if left_out != self._made.left_out:
            with self._explained():
                self._made = self._maker.make_without(left_out)
            self._files.offer(files, self._made, self._sites)
        self._files.withhold(files, self._made.owners)
        gone = {*left_out, *self._made.owners}
        self._gone = Gone(self._frame.site_url, map(self._files.url, gone)) if gone else None

    def _adopt(self, locales: Locales, files: Files, config: MkDocsConfig) -> None:
        """Let static-i18n know the pages of the language that it builds."""
        addresses = self._maker.addresses
        every = {page.uri for site in self._made.sites for page in site.pages}
        for language, site in zip(self._settings.languages, self._made.sites, strict=True):
            for page in site.pages if locales.is_built_now(language) else ():
                there = {other: addresses[language].moved_to(own, page.uri) for other, own in addresses.items()}
                elsewhere = {other: self._files.file(uri) for other, uri in there.items() if uri in every}
                if file := files.src_uris.get(page.uri):
                    locales.adopt(file, elsewhere)

    def _look_around(self, config: MkDocsConfig) -> None:
        """Find out who else works on pages."""
        known = search_plugin(config)
        index = None if self._is_dirty else SearchIndex.of(config)
        self._search = SearchPages(self._store, index)
        reads_pages = others_handle(config, ("page_content", "page_context"), [self, known])
        self._is_alone = not reads_pages and (known is None or index is not None)
        self._is_last = not others_handle(config, ["post_build"], [self, known])
        self._may_be_guarded = reads_pages or others_handle(config, ["post_page"], [self, known])
        self._has_feed_of_pages = is_asked_for_feed(config)
        self._guarded.clear()

    @event_priority(100)  # before plugins that change what pages are called, or where they are
    def _before_navs(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        for page, ours, _ in self._below_lists(files):
            page.title = ours.heading
            page.previous_page, page.next_page = page_of(ours.previous, files), page_of(ours.next, files)
        return nav

    @event_priority(-200)  # after plugins that make a navigation of their own
    def _after_navs(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        if self._locales:
            main = self._made.sites[0]
            self._navigation.complete(nav, self._sites, files, Link(main.title, address_of(main, config)))
        for site in self._sites:
            self._navigation.tidy(nav, site, files)
        for page, _, site in self._below_lists(files):
            index = page_of(site.index.uri, files)
            if page.parent is None and index and isinstance(index.parent, Section):
                page.parent = index.parent
        self._nav = nav
        return nav

    on_nav = CombinedEvent(_before_navs, _after_navs)

    @event_priority(-100)  # after plugins that take a page's dates from git
    def on_page_markdown(self, markdown: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        if page.file.src_uri in self._pages:
            date = page.meta.get("date")
            show_date(config, page, date if isinstance(date, datetime.date) else None)
        return markdown

    @event_priority(100)  # before plugins that work on the HTML of a page
    def _before_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            return html
        page.present_anchor_ids = cast(set[str], AnchorIds(functools.partial(self._kept, ours)))
        if self._is_alone:
            return ""  # nobody reads it
        kept = self._kept(ours)
        page.toc = _toc(kept.headings, full_titles=True)  # search reads them
        if self._has_feed_of_pages and not ours.is_own_page:
            page.meta["draft"] = True  # a feed of pages tells of reports, not of the lists of them
        if is_known_to_be_guarded(page):
            return self._linked(kept.body.whole(kept.parts), page)  # it hides what there is by now
        return kept.body.early()  # our source has no text: whatever made HTML of it is not ours

    @event_priority(-100)
    def _after_content(self, html: str, *, page: MkDocsPage, config: MkDocsConfig, files: Files) -> str:
        if self._has_feed_of_pages and page.file.src_uri in self._pages:
            page.meta.pop("draft", None)
        return html

    on_page_content = CombinedEvent(_before_content, _after_content)

    @event_priority(-100)  # after all that may change what pages are rendered with
    def on_env(self, env: object, *, config: MkDocsConfig, files: Files) -> None:
        frame = ""
        if self._is_alone and not self._is_dirty:
            frame = frame_of(config, self._nav, self._pages, self, search_plugin(config))
            frame = frame and digest(frame, self._made.key, sorted(self._made.left_out))
        self._finished = FinishedPages(self._store, self._pages, frame)
        self._documentation = files.documentation_pages()
        for file in self._documentation if frame else ():
            ours = self._page_outside_nav(file)
            if isinstance(file, KeptFile) and ours and file.page and self._search.knows(ours, file.page):
                file.finished = self._finished.take(ours, file.page)

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
            if not self._is_alone:
                self._search.begin()
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
                content = kept.body.whole(kept.parts)
            else:
                self._search.end()
                content = kept.body.completed(page.content or "", kept.parts)
                self._notice_guard(ours, page, content)
            page.content = self._linked(content, page)
            page.toc = _toc(() if ours.uri in self._guarded else kept.headings)
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    @event_priority(-100)  # after plugins that say something in the head, such as social
    def on_post_page(self, output: str, *, page: MkDocsPage, config: MkDocsConfig) -> str:
        ours = self._pages.get(page.file.src_uri)
        if ours is None:
            return output
        if self._may_be_guarded:
            self._notice_guard(ours, page, output)
        # All pages together may have hundreds of megabytes, and this one is written by now.
        if self._is_alone:
            page.content, page.toc = "", TableOfContents([])
        else:
            page.content = self._open.body.early()
        if self._page_outside_nav(page.file):
            self._finished.rendered(ours, page)
        if ours.uri in self._guarded:
            return output
        head = without_lines(self._open.head, self._gone.on(page.url)) if self._gone else self._open.head
        return add_head(output, head)

    @event_priority(100)  # before search writes its index, and before plugins that work on the site
    def _before_index(self, *, config: MkDocsConfig) -> None:
        with self._explained():
            self._search.keep(self._pages)
            if not self._is_last:
                self._search.hand_over()
            self._finished.keep()
            self._withdraw_what_is_guarded()

    @event_priority(-100)
    def _after_index(self, *, config: MkDocsConfig) -> None:
        search = search_plugin(config)
        with self._explained():
            if self._is_last and search and not self._search.append():
                self._search.hand_over()
                search.on_post_build(config=config)
        if not (self._locales and self._locales.is_further_build):
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

    def _below_lists(self, files: Files) -> Iterator[tuple[MkDocsPage, SitePage, Site]]:
        """The pages that are outside the navigation, and the site of each."""
        for site in self._sites:
            for ours in site.below_lists:
                if ours.uri in self._pages and (page := page_of(ours.uri, files)):
                    yield page, ours, site

    def _linked(self, content: str, page: MkDocsPage) -> str:
        """What a page shows, without links to what the site does not take."""
        return without_links(content, self._gone.on(page.url)) if self._gone else content

    def _notice_guard(self, ours: SitePage, page: MkDocsPage, shown: str) -> None:
        """Note that somebody has put something else in the place of a page's text."""
        if is_known_to_be_guarded(page) or self._open.is_missing(shown):
            self._guarded.add(ours.uri)
            hide_summary(page)

    def _withdraw_what_is_guarded(self) -> None:
        """Publish nothing beside pages that tells what another plugin guards, unless the site asks for it."""
        if not self._guarded or not self._settings.companions:
            return
        telling = sorted(self._maker.telling(self._guarded) & set(self._files))
        if not telling:
            return
        if self.config["companions"] is not None:
            log.info("%d files tell in clear what is on guarded pages, as `companions` asks for it.", len(telling))
            return
        for uri in telling:
            self._files.path(uri).unlink(missing_ok=True)
        log.warning(
            "Another plugin guards the text of %d pages. What tells it in clear was not published: %d files, such as "
            "%s. Say in `companions` what is to be there all the same, or `[]`, which leaves out the links to it, too.",
            *(len(self._guarded), len(telling), telling[0]),
        )

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
    yield from (
        folder for folder in (*folders, OURS / "pages" / "templates" / "diffinsight", ASSETS) if folder.is_dir()
    )


def settings_of(options: DiffInsightConfig, config: MkDocsConfig) -> Settings:
    """The plugin's settings for a site. Raises `PluginError`."""
    root = Path(config.config_file_path).parent if config.config_file_path else Path.cwd()
    try:
        settings = make_settings(options, root, Path(config.docs_dir), Path(config.site_dir))
        return guarded(settings, root / Path(options["cache_dir"]).expanduser(), log)
    except DiffInsightError as error:
        raise PluginError(f"diffinsight: {error}") from error


def _frame(config: MkDocsConfig, settings: Settings) -> Frame:
    locales = Locales.of(config, settings.languages)
    url = config.site_url or ""
    return Frame(
        theme_language=locales.default if locales else config.theme.get("language") or str(config.theme.locale),
        theme_folders=[*config.theme.dirs],
        site_name=config.site_name,
        site_url=url if not url or url.endswith("/") else f"{url}/",  # as MkDocs reads it
        use_directory_urls=config.use_directory_urls,
        homes=locales.homes() if locales else {},
        tags=allowed_tags(config) if settings.report_tags else (),
    )


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
