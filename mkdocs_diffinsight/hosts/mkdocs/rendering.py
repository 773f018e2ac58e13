"""The two ways of our pages through MkDocs, from their content to the index of the search.

`EachRendered` is the ordinary one: other plugins and the theme get each page, as any other. `FinishedTaken` is for
sites on which nobody else reads the HTML of pages, but for a search that we know: what that finds on a page and what
the theme makes of it are kept, and a page that would come out the same is neither read nor rendered.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import AnchorLink, TableOfContents
from mkdocs.utils.templates import TemplateContext

from ...build.store import KeptPage, Row, Store, digest
from ...site.html.head import add_head
from ...site.html.unlinked import Gone, without_lines, without_links
from ...site.map.site import SitePage
from .finished import FinishedPages, frame_of
from .internals import SearchIndex, Watch, is_known, lend_anchors, others_handle, search_plugin
from .offered_files import KeptFile
from .other_plugins import hide_summary, is_asked_for_feed, is_known_to_be_guarded
from .search import SearchPages


@dataclass(frozen=True)
class OurPages:
    """The pages of a build that are ours."""

    store: Store
    pages: Mapping[str, SitePage]
    """By their sources."""
    made: str
    """Tells what all of them are made with."""
    read: Callable[[SitePage], KeptPage]
    """What is put into one. Raises `PluginError`."""
    gone: Gone | None = None
    """Tells links that lead to what the site does not take."""

    def of(self, file: File) -> SitePage | None:
        """Ours, if a file is one."""
        return self.pages.get(file.src_uri)

    def linked(self, content: str, page: Page) -> str:
        """What a page shows, without links to what the site does not take."""
        return without_links(content, self.gone.on(page.url)) if self.gone else content


class Rendering(ABC):
    """A way: its methods are called in this order, those with a page for one after the other."""

    def __init__(self, ours: OurPages, config: MkDocsConfig) -> None:
        self.guarded: set[str] = set()
        """Pages whose text another plugin does not show to everybody."""
        self._ours = ours
        self._may_be_guarded = others_handle(config, ("page_content", "page_context", "post_page"))
        self._open: KeptPage
        """What is put into the page that is built now."""

    @abstractmethod
    def content(self, ours: SitePage, page: Page) -> str:
        """What other plugins are to read as the HTML of a page. Our source has no text: what they had is not ours."""

    def all_are_read(self, config: MkDocsConfig, nav: Navigation, files: Files) -> None:
        """Choose the pages that need not be rendered."""

    def show_all(self, context: TemplateContext) -> None:
        """Let a template know all pages of the site."""

    @abstractmethod
    def before_search(self, ours: SitePage, page: Page) -> None:
        """Let the search read a page."""

    @abstractmethod
    def after_search(self, ours: SitePage, page: Page, context: TemplateContext) -> None:
        """Put in all that is shown of a page."""

    def finish(self, ours: SitePage, page: Page, output: str) -> str:
        """The page as it is written, with what belongs into its head, and nothing of it left in memory."""
        if self._may_be_guarded:
            self._notice_guard(ours, page, output)
        self._let_go(ours, page)
        if ours.uri in self.guarded:
            return output
        head, gone = self._open.head, self._ours.gone
        return add_head(output, without_lines(head, gone.on(page.url)) if gone else head)

    @abstractmethod
    def _let_go(self, ours: SitePage, page: Page) -> None:
        """Forget what was put into a page: all of them may have hundreds of megabytes."""

    def before_index(self) -> None:
        """Keep what the next build can take, before the search writes its index. Raises `OSError` and `StoreError`."""

    def after_index(self, config: MkDocsConfig) -> None:
        """Complete the index. Raises `OSError` and `StoreError`."""

    def _notice_guard(self, ours: SitePage, page: Page, shown: str) -> None:
        """Note that somebody has put something else in the place of a page's text."""
        if is_known_to_be_guarded(page) or self._open.is_missing(shown):
            self.guarded.add(ours.uri)
            hide_summary(page)


class EachRendered(Rendering):
    """MkDocs renders each page, and whoever handles pages gets it."""

    def __init__(self, ours: OurPages, config: MkDocsConfig, index: SearchIndex | None) -> None:
        super().__init__(ours, config)
        self._index = index
        self._has_feed = is_asked_for_feed(config)

    def content(self, ours: SitePage, page: Page) -> str:
        kept = self._ours.read(ours)
        page.present_anchor_ids = {anchor for _, anchor, *_ in kept.headings}
        page.toc = toc(kept.headings, full_titles=True)  # search reads them
        if self._has_feed and not ours.is_own_page:
            page.meta["draft"] = True  # a feed of pages tells of reports, not of the lists of them
        if is_known_to_be_guarded(page):
            return self._ours.linked(kept.body.whole(kept.parts), page)  # it hides what there is by now
        return kept.body.early()

    def before_search(self, ours: SitePage, page: Page) -> None:
        self._open = self._ours.read(ours)
        if self._has_feed:
            page.meta.pop("draft", None)
        if self._index:
            self._index.open_page()

    def after_search(self, ours: SitePage, page: Page, context: TemplateContext) -> None:
        if self._index:
            self._index.tell_tags_once()
        content = self._open.body.completed(page.content or "", self._open.parts)
        self._notice_guard(ours, page, content)
        page.content = self._ours.linked(content, page)
        page.toc = toc(() if ours.uri in self.guarded else self._open.headings)

    def _let_go(self, ours: SitePage, page: Page) -> None:
        page.content = self._open.body.early()


class FinishedTaken(Rendering):
    """What the build before has found in pages and made of them is taken, where it would come out the same."""

    def __init__(self, ours: OurPages, config: MkDocsConfig, index: SearchIndex | None) -> None:
        super().__init__(ours, config)
        self._search = SearchPages(ours.store, index)
        self._is_last = not others_handle(config, ["post_build"])
        self._watch = Watch()
        self._finished: FinishedPages
        self._every: Sequence[File] = ()
        """All pages of the site, if some of them need not be rendered."""

    def content(self, ours: SitePage, page: Page) -> str:
        lend_anchors(page, lambda: (anchor for _, anchor, *_ in self._ours.read(ours).headings))
        return ""  # nobody reads it

    def all_are_read(self, config: MkDocsConfig, nav: Navigation, files: Files) -> None:
        frame = frame_of(config, nav, self._ours.pages)
        frame = frame and digest(frame, self._ours.made)
        self._finished = FinishedPages(self._ours.store, self._ours.pages, frame)
        every = files.documentation_pages() if frame else ()
        for file in every:
            ours = self._outside_nav(file)
            if isinstance(file, KeptFile) and ours and file.page and self._search.knows(ours, file.page):
                file.finished = self._finished.take(ours, file.page)
                self._every = every

    def show_all(self, context: TemplateContext) -> None:
        if self._every:
            drafts = (file for file in context["pages"] if file.inclusion is InclusionLevel.DRAFT)
            context["pages"] = [*self._every, *drafts]

    def before_search(self, ours: SitePage, page: Page) -> None:
        self._open = kept = self._ours.read(ours)
        if self._search.open_page(ours, page):
            page.toc = toc(kept.headings, full_titles=True)
            page.content = kept.body.early()

    def after_search(self, ours: SitePage, page: Page, context: TemplateContext) -> None:
        self._search.close_page(ours)
        page.content = self._ours.linked(self._open.body.whole(self._open.parts), page)
        page.toc = toc(self._open.headings)
        self._watch.put_into(context)

    def _let_go(self, ours: SitePage, page: Page) -> None:
        page.content, page.toc = "", TableOfContents([])
        if self._outside_nav(page.file) and not self._watch.was_asked:
            self._finished.rendered(ours, page)

    def before_index(self) -> None:
        self._search.keep(self._ours.pages)
        if not self._is_last:
            self._search.hand_over()
        self._finished.keep()

    def after_index(self, config: MkDocsConfig) -> None:
        search = search_plugin(config)
        if self._is_last and search and not self._search.append():
            self._search.hand_over()
            search.on_post_build(config=config)

    def _outside_nav(self, file: File) -> SitePage | None:
        """Our page that a file is, if it is outside the navigation, and no draft."""
        ours = self._ours.of(file)
        return ours if ours and ours.is_below_lists and file.inclusion is InclusionLevel.NOT_IN_NAV else None


def choose_rendering(ours: OurPages, config: MkDocsConfig, *, is_dirty: bool) -> Rendering:
    """The way for a build; one that leaves alone what has not changed takes nothing besides."""
    if is_dirty or not is_known(config):
        return EachRendered(ours, config, None)
    index = SearchIndex.of(config)
    search_is_known = index is not None or search_plugin(config) is None
    others_read = others_handle(config, ("page_content", "page_context"))
    return (FinishedTaken if search_is_known and not others_read else EachRendered)(ours, config, index)


def toc(headings: Sequence[Row], *, full_titles: bool = False) -> TableOfContents:
    """The table of contents of a page."""
    root: list[AnchorLink] = []
    path: list[AnchorLink] = []
    for title, anchor, level, full_title in headings:
        link = AnchorLink(full_title if full_titles else title, anchor, level)
        while path and path[-1].level >= level:
            path.pop()
        (path[-1].children if path else root).append(link)
        path.append(link)
    return TableOfContents(root)
