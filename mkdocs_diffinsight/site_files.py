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


class KeptFile(File):
    """A file that the cache holds. The site gets a copy: whoever writes to the site does not write to the cache."""

    finished = ""
    """The page as it is to be in the site, where it need not be rendered."""

    def is_documentation_page(self) -> bool:
        """Whether MkDocs renders it."""
        return not self.finished and super().is_documentation_page()

    def copy_file(self, dirty: bool = False) -> None:  # noqa: FBT001, FBT002 - MkDocs has it so
        """Put the file into the site."""
        if self.finished:
            copy_file(self.finished, self.abs_dest_path)
        elif dirty or not self.abs_src_path:  # MkDocs knows whether it has changed; or another plugin gave it a content
            super().copy_file(dirty)
        else:
            copy_file(self.abs_src_path, self.abs_dest_path)


def copy_file(source: str, target: str) -> None:
    """Copy a file into a folder that may be missing, by the kernel alone where it can: some file systems copy nothing.

    Raises `OSError`.
    """
    try:
        _copy(source, target)
    except FileNotFoundError:  # most often the folder, which one file of a report makes for all
        os.makedirs(os.path.dirname(target), exist_ok=True)  # noqa: PTH103, PTH120
        _copy(source, target)


def _copy(source: str, target: str) -> None:
    if not hasattr(os, "copy_file_range"):
        shutil.copyfile(source, target)
        return
    with open(source, "rb", buffering=0) as old, open(target, "wb", buffering=0) as new:  # noqa: PTH123
        left = os.fstat(old.fileno()).st_size
        try:
            while left and (copied := os.copy_file_range(old.fileno(), new.fileno(), left)):
                left -= copied
        except OSError:  # between file systems, or one that does not know of it
            shutil.copyfileobj(old, new)
