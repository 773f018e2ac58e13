"""The MkDocs plugin: each hook unpacks what MkDocs hands it, calls one function and hands back the result."""

from __future__ import annotations

from typing import Any, Literal

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.livereload import LiveReloadServer
from mkdocs.plugins import BasePlugin, CombinedEvent, event_priority
from mkdocs.structure.files import Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page
from mkdocs.utils.templates import TemplateContext as Context

from .hosts.mkdocs.mkdocs_host import MkDocsHost
from .hosts.mkdocs.plugin_config import DiffInsightConfig


class DiffInsightPlugin(BasePlugin[DiffInsightConfig]):
    """Adds the reports to a site."""

    def __init__(self) -> None:
        self._host = MkDocsHost()

    def on_startup(self, *, command: Literal["build", "gh-deploy", "serve"], dirty: bool) -> None:
        """Having this hook keeps one instance through all builds of `mkdocs serve`."""
        self._host.is_dirty = dirty

    def on_config(self, config: MkDocsConfig) -> MkDocsConfig:
        self._host.configure(self.config, config)
        return config

    @event_priority(50)  # before plugins that look for pages, such as redirects and awesome-nav
    def _offer_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self._host.offer(files, config)
        return files

    # After plugins that take pages out, or take them all into a navigation, and after static-i18n.
    @event_priority(-110)
    def _settle_files(self, files: Files, *, config: MkDocsConfig) -> Files:
        self._host.settle(files, config)
        return files

    on_files = CombinedEvent(_offer_files, _settle_files)

    @event_priority(100)  # before plugins that change what pages are called, or where they are
    def _before_navs(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._host.before_navs(files)
        return nav

    @event_priority(-200)  # after plugins that make a navigation of their own
    def _after_navs(self, nav: Navigation, *, config: MkDocsConfig, files: Files) -> Navigation:
        self._host.after_navs(nav, config, files)
        return nav

    on_nav = CombinedEvent(_before_navs, _after_navs)

    @event_priority(-100)  # after plugins that take a page's dates from git
    def on_page_markdown(self, markdown: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        self._host.show_date(page, config)
        return markdown

    @event_priority(100)  # before plugins that work on the HTML of a page
    def on_page_content(self, html: str, *, page: Page, config: MkDocsConfig, files: Files) -> str:
        ours = self._host.page(page)
        return self._host.rendering.content(ours, page) if ours else html

    @event_priority(-100)  # after all that may change what pages are rendered with
    def on_env(self, env: object, *, config: MkDocsConfig, files: Files) -> None:
        self._host.all_are_read(config, files)

    @event_priority(100)  # before plugins that work on the sitemap
    def on_template_context(self, context: Context, *, template_name: str, config: MkDocsConfig) -> Context:
        self._host.rendering.show_all(context)
        return context

    @event_priority(100)  # before search reads a page
    def _before_search(self, context: Context, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Context:
        self._host.rendering.show_all(context)
        if ours := self._host.page(page):
            self._host.rendering.before_search(ours, page)
        return context

    @event_priority(-100)  # after it, and after plugins that change what a page is rendered with
    def _after_search(self, context: Context, *, page: Page, config: MkDocsConfig, nav: Navigation) -> Context:
        if ours := self._host.page(page):
            self._host.rendering.after_search(ours, page, context)
        return context

    on_page_context = CombinedEvent(_before_search, _after_search)

    @event_priority(-100)  # after plugins that say something in the head, such as social
    def on_post_page(self, output: str, *, page: Page, config: MkDocsConfig) -> str:
        ours = self._host.page(page)
        return self._host.rendering.finish(ours, page, output) if ours else output

    @event_priority(100)  # before search writes its index, and before plugins that work on the site
    def _before_index(self, *, config: MkDocsConfig) -> None:
        self._host.before_index()

    @event_priority(-100)  # after them
    def _after_index(self, *, config: MkDocsConfig) -> None:
        self._host.after_index(config)

    on_post_build = CombinedEvent(_before_index, _after_index)

    def on_build_error(self, *, error: Exception) -> None:
        self._host.close()

    def on_serve(self, server: LiveReloadServer, *, config: MkDocsConfig, builder: Any) -> LiveReloadServer:
        for path in self._host.watched(config):
            server.watch(str(path))
        return server
