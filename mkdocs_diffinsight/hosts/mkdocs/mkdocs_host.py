"""The reports of a site from build to build: made, put among the files and into the navigation, and let go."""

from __future__ import annotations

import datetime
import posixpath
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from mkdocs.config.config_options import ExtraScriptValue
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import Files, InclusionLevel
from mkdocs.structure.nav import Link, Navigation, Section
from mkdocs.structure.pages import Page

from ...build.incremental import MadeSite
from ...build.store import KeptPage, digest
from ...cache.tidy import tidy
from ...errors import DiffInsightError
from ...git.repository import watched_paths
from ...model.report import FEEDS
from ...settings.options import Settings
from ...site.html.unlinked import Gone
from ...site.map.frame import SCRIPT, STYLESHEET, Frame
from ...site.map.site import Site, SitePage
from ...site.stylesheet import ASSETS, stylesheet
from ..host import Host
from .navigation import OurNavigation, address_of, page_of
from .offered_files import BarePage, OurFiles
from .other_plugins import Locales, allowed_tags, leave_out_of_authors, show_date
from .plugin_config import DiffInsightConfig, log, settings_of
from .rendering import OurPages, Rendering, choose_rendering

TEMPLATES = ASSETS.parent / "pages" / "templates" / "diffinsight"


class MkDocsHost(Host):
    """The reports of a site, through all builds of `mkdocs serve`."""

    def __init__(self) -> None:
        super().__init__(log)
        self.is_dirty = False
        """Whether MkDocs leaves alone what has not changed."""
        self.rendering: Rendering
        """The way of the pages that are built now."""
        self._options: DiffInsightConfig
        self._frame: Frame
        self._made = MadeSite()
        self._locales: Locales | None = None
        self._files: OurFiles
        self._navigation = OurNavigation()
        self._ours: OurPages
        self._nav: Navigation

    def configure(self, options: DiffInsightConfig, config: MkDocsConfig) -> None:
        """Begin a build. Raises `PluginError`."""
        self._options = options
        self.settings = settings_of(options, config)
        if STYLESHEET not in config.extra_css:
            config.extra_css.insert(0, STYLESHEET)
        if SCRIPT not in map(str, config.extra_javascript):
            script = ExtraScriptValue(SCRIPT)
            script.defer = True
            config.extra_javascript.insert(0, script)

    def offer(self, files: Files, config: MkDocsConfig) -> None:
        """Make the reports, and put them among the files. Raises `PluginError`."""
        self._locales = Locales.of(config, self.settings.languages)
        if not self._is_further_build:
            self._make(config)
            if not config.site_url and FEEDS in self.settings.companions:
                log.info("There are no feeds: set `site_url`, as feeds need whole addresses.")
        assets = {STYLESHEET: stylesheet(), SCRIPT: (ASSETS / "diffinsight.js").read_text(encoding="utf-8")}
        self._files = OurFiles(config, self.maker.store.sources, assets)
        sites = self._sites
        if self._locales is None:  # else pages that are not in `docs_dir` are taken for a mistake
            self._files.offer(files, self._made, sites)
        self._navigation.add(config, sites, self.settings.reports_dir, self._made.sites[0])
        leave_out_of_authors(config, [posixpath.dirname(site.index.uri) for site in self._made.sites])

    def settle(self, files: Files, config: MkDocsConfig) -> None:
        """Follow what others did to files and addresses, and choose the way of the pages. Raises `PluginError`."""
        before, now = self._frame, _frame(config, self.settings)
        if not self._is_further_build and (now.site_url, now.site_name) != (before.site_url, before.site_name):
            self._make(config)  # another plugin has moved the site meanwhile
            self._files.move(self.maker.store.sources)
        self._files.offer(files, self._made, self._sites)
        gone = self._leave_out(files)
        below_lists = {page.uri for site in self._sites for page in site.below_lists}
        everything = (*(page for site in self._sites for page in site.pages), *self._made.withheld)
        pages = {page.uri: page for page in everything if self._files.is_ours(page.uri, files)}
        self._navigation.prune(config, below_lists, self._made.left_out)
        for uri in below_lists.intersection(pages):
            file = files.src_uris[uri]
            if file.page is None and file.inclusion is InclusionLevel.NOT_IN_NAV:
                BarePage(None, file, config)  # it becomes the file's page, so nobody gives it another title
        if self._locales:
            self._adopt(self._locales, files)
        made = digest(self.maker.key, sorted(self._made.left_out))
        self._ours = OurPages(self.maker.store, pages, made, self._read, gone)
        self.rendering = choose_rendering(self._ours, config, is_dirty=self.is_dirty)

    def before_navs(self, files: Files) -> None:
        """Title and chain the pages outside the navigation."""
        for page, ours, _ in self._below_lists(files):
            page.title = ours.heading
            page.previous_page, page.next_page = page_of(ours.previous, files), page_of(ours.next, files)

    def after_navs(self, nav: Navigation, config: MkDocsConfig, files: Files) -> None:
        """Put the lists where they belong in the navigation that others have made."""
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

    def page(self, page: Page) -> SitePage | None:
        """Ours, if a page is one."""
        return self._ours.of(page.file)

    def show_date(self, page: Page, config: MkDocsConfig) -> None:
        """Let a report have its own date."""
        if self.page(page):
            date = page.meta.get("date")
            show_date(config, page, date if isinstance(date, datetime.date) else None)

    def all_are_read(self, config: MkDocsConfig, files: Files) -> None:
        """Go on from reading pages to rendering them."""
        self.rendering.all_are_read(config, self._nav, files)

    def before_index(self) -> None:
        """Keep what was rendered, before anybody writes files on the whole site. Raises `PluginError`."""
        with self._explained():
            self.rendering.before_index()
            self._withdraw_what_is_guarded()

    def after_index(self, config: MkDocsConfig) -> None:
        """Complete the search, and end the build. Raises `PluginError`."""
        with self._explained():
            self.rendering.after_index(config)
        if not self._is_further_build:
            self.close()
            tidy(self.settings.cache_dir, self.settings.scratch_dir)
            log.info("%s", self.maker.summary)

    def watched(self, config: MkDocsConfig) -> Iterator[Path]:
        """What pages are made of besides what MkDocs watches: repositories, texts that people edit, and templates."""
        for repository in {item.repository for item in self.settings.ranges}:
            if isinstance(repository, Path):
                yield from watched_paths(repository)
        folders = [self.settings.cache_dir / texts for texts in ("summaries", "overviews")]
        folders += [Path(folder) / "diffinsight" for folder in config.theme.dirs]
        yield from (folder for folder in (*folders, TEMPLATES, ASSETS) if folder.is_dir())

    @property
    def _is_further_build(self) -> bool:
        """Whether another language of the same site has been built before."""
        return self._locales is not None and self._locales.is_further_build

    def _make(self, config: MkDocsConfig) -> None:
        """Make the site, as far as it was not made before. Raises `PluginError`."""
        self._frame = _frame(config, self.settings)
        with self._explained():
            self._made = self.make(self._frame)

    @property
    def _sites(self) -> Sequence[Site]:
        """Those that are built now."""
        made = zip(self.settings.languages, self._made.sites, strict=True)
        return [site for language, site in made if not self._locales or self._locales.is_built_now(language)]

    def _leave_out(self, files: Files) -> Gone | None:
        """Tell nowhere of what the site does not take; what that is. Raises `PluginError`."""
        left_out = self._files.left_out(files)
        if self._locales:
            left_out |= self._made.left_out.difference(self._files)
        if left_out != self._made.left_out:
            with self._explained():
                self._made = self.maker.make_without(left_out)
            self._files.offer(files, self._made, self._sites)
        self._files.withhold(files, self._made.owners)
        gone = {*left_out, *self._made.owners}
        return Gone(self._frame.site_url, (self._files.file(uri).url for uri in gone)) if gone else None

    def _adopt(self, locales: Locales, files: Files) -> None:
        """Let static-i18n know the pages of the language that it builds."""
        addresses = self.maker.addresses
        every = {page.uri for site in self._made.sites for page in site.pages}
        for language, site in zip(self.settings.languages, self._made.sites, strict=True):
            for page in site.pages if locales.is_built_now(language) else ():
                there = {other: addresses[language].moved_to(own, page.uri) for other, own in addresses.items()}
                elsewhere = {other: self._files.file(uri) for other, uri in there.items() if uri in every}
                if file := files.src_uris.get(page.uri):
                    locales.adopt(file, elsewhere)

    def _below_lists(self, files: Files) -> Iterator[tuple[Page, SitePage, Site]]:
        """The pages that are outside the navigation, and the site of each."""
        for site in self._sites:
            for ours in site.below_lists:
                if ours.uri in self._ours.pages and (page := page_of(ours.uri, files)):
                    yield page, ours, site

    def _withdraw_what_is_guarded(self) -> None:
        """Publish nothing beside pages that tells what another plugin guards, unless the site asks for it."""
        guarded = self.rendering.guarded
        telling = sorted(self.maker.telling(guarded) & set(self._files)) if guarded else []
        if not telling or not self.settings.companions:
            return
        if self._options["companions"] is not None:
            log.info("%d files tell in clear what is on guarded pages, as `companions` asks for it.", len(telling))
            return
        for uri in telling:
            Path(self._files.file(uri).abs_dest_path).unlink(missing_ok=True)
        log.warning(
            "Another plugin guards the text of %d pages. What tells it in clear was not published: %d files, such as "
            "%s. Say in `companions` what is to be there all the same, or `[]`, which leaves out the links to it, too.",
            *(len(guarded), len(telling), telling[0]),
        )

    def _read(self, page: SitePage) -> KeptPage:
        with self._explained():
            return self.maker.store.page(page.uri)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        """Say in a sentence what went wrong. Raises `PluginError`."""
        try:
            yield
        except DiffInsightError as error:
            raise PluginError(f"diffinsight: {error}") from error
        except OSError as error:
            message = f"diffinsight: `cache_dir` ({self.settings.cache_dir}) cannot be written: {error}"
            raise PluginError(message) from error


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
