"""A page of MkDocs whose source has no text: there is nothing to convert."""

from __future__ import annotations

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import Files
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents


class BarePage(Page):
    """A page that Python-Markdown is not started for, unless another plugin has given it a text.

    What it shows is put in later. Starting Python-Markdown takes more time than all that is done for such a page.
    """

    def render(self, config: MkDocsConfig, files: Files) -> None:
        """Make HTML of the source."""
        if self.markdown and not self.markdown.isspace():
            super().render(config, files)
            return
        self.content = ""
        self.toc = TableOfContents([])
        self.present_anchor_ids = set()
