"""Our files among those of MkDocs: pages without a text, and files that are there already."""

from __future__ import annotations

import os
import shutil

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

    finished = ""
    """The page as it is to be in the site, where it need not be rendered."""

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders it."""
        return not self.finished and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs has it so
        """Put the file into the site."""
        if self.finished:
            link_or_copy(self.finished, self.abs_dest_path)
            return
        try:
            _link(self.abs_src_path or "", self.abs_dest_path)
        except OSError:  # another plugin has given it a content, it is there, or there are no links
            super().copy_file(dirty)


def link_or_copy(source: str, target: str) -> None:
    """Make a hard link where the file system has such, or else a copy, in a folder that may be missing.

    Raises `OSError`.
    """
    try:
        _link(source, target)
    except OSError:
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        shutil.copyfile(source, target)


def _link(source: str, target: str) -> None:
    """Make the link. Raises `OSError`."""
    try:
        os.link(source, target)
    except FileNotFoundError:  # most often the folder, which one file of a report makes for all
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        os.link(source, target)
