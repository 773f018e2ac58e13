"""Our files among those of MkDocs: pages without a text, and files that are there already."""

from __future__ import annotations

import os
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.files import File, Files
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


class LinkedFile(File):
    """A file that becomes a hard link to its source, where the file system has such, or else a copy.

    Whoever writes the source has to write a new file, or would write into sites that were built before.
    """

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs has it so
        """Put the file into the site."""
        target = Path(self.abs_dest_path)
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.link(self.abs_src_path or "", target)
        except OSError:  # another plugin has given it a content, it is there, or there are no links
            super().copy_file(dirty)
