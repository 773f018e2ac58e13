"""Our files among those of MkDocs: pages without a text, and files that are there already."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel, set_exclusions
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents
from mkdocs.utils import copy_file

from ...build.incremental import MadeSite
from ...site.map.site import Site
from .internals import has_other_content


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
        else:
            super().copy_file(dirty)


class OurFiles:
    """The files of reports among those of a site, which decides which of them it takes."""

    def __init__(self, config: MkDocsConfig, sources: Path, assets: Mapping[str, str]) -> None:
        """`sources` is the folder that holds them; `assets` are the contents of what every page needs."""
        self._config = config
        self._root = f"{sources}{os.sep}"
        self._assets = assets
        self._files: dict[str, File] = {}

    def move(self, sources: Path) -> None:
        """From now on another folder holds them."""
        before, self._root = self._root, f"{sources}{os.sep}"
        for uri, file in self._files.items():
            if file.abs_src_path == f"{before}{uri}":
                file.abs_src_path = f"{self._root}{uri}"

    def offer(self, files: Files, made: MadeSite, sites: Sequence[Site]) -> None:
        """Put in what there is of some sites, the main one first, and take out what there no longer is.

        Raises `PluginError` where another file has one of the addresses.
        """
        sources = self._sources(made, sites)
        for uri in [uri for uri in self._files if uri not in sources]:
            if files.src_uris.get(uri) is self._files[uri]:
                files.remove(self._files[uri])
            del self._files[uri]
        new = [self._file(uri, source) for uri, source in sources.items() if uri not in self._files]
        self._check_places(new, files)
        # A level given beforehand would overrule the site's `exclude_docs`: ask that first.
        outside_nav = _outside_nav(made, sites)
        set_exclusions([file for file in new if file.src_uri in outside_nav], self._config)
        for file in new:
            if file.src_uri in outside_nav and file.inclusion is InclusionLevel.INCLUDED:
                file.inclusion = InclusionLevel.NOT_IN_NAV
            files.append(file)
            self._files[file.src_uri] = file

    def left_out(self, files: Files) -> frozenset[str]:
        """Those that the site does not take."""
        set_exclusions(self._files.values(), self._config)
        return frozenset(uri for uri in self._files if (own := files.src_uris.get(uri)) is None or _is_excluded(own))

    def withhold(self, files: Files, owners: Mapping[str, str]) -> None:
        """Let what belongs to a page share its fate."""
        for uri, page in owners.items():
            own, owner = files.src_uris.get(uri), files.src_uris.get(page)
            if own and owner is None:
                files.remove(own)
            elif own and owner and _is_excluded(owner):
                own.inclusion = owner.inclusion

    def is_ours(self, uri: str, files: Files) -> bool:
        """Whether a file is as it was put in: nobody has given it another content, or taken it out."""
        file, source = files.src_uris.get(uri), self._files.get(uri)
        is_same = file and source and file.abs_src_path == source.abs_src_path
        return bool(is_same) and file is not None and not has_other_content(file)

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def file(self, uri: str) -> File:
        """One that is put in, or would be if its language were built now."""
        return self._files.get(uri) or self._file(uri, f"{self._root}{uri}")

    def _sources(self, made: MadeSite, sites: Sequence[Site]) -> dict[str, str]:
        folders = tuple(site.index.uri.removesuffix("index.md") for site in sites)
        withheld = (*(page.uri for page in made.withheld), *(uri for uri in made.owners if uri not in made.pictures))
        uris = [uri for site in sites for uri in (*(page.uri for page in site.pages), *site.data)]
        uris += [uri for uri in withheld if uri.startswith(folders)]
        return {uri: f"{self._root}{uri}" for uri in uris} | dict(made.pictures) | dict.fromkeys(self._assets, "")

    def _file(self, uri: str, source: str) -> File:
        if uri in self._assets:
            return File.generated(self._config, uri, content=self._assets[uri])
        return KeptFile.generated(self._config, uri, abs_src_path=source)

    def _check_places(self, new: Sequence[File], files: Files) -> None:
        taken = {file.src_uri: file for file in files} | {file.dest_uri: file for file in files} if new else {}
        for file in new:
            if other := taken.get(file.src_uri) or taken.get(file.dest_uri):
                cure = "" if file.src_uri in self._assets else ", or choose another `reports_dir`"
                place = f"{other.src_uri} of the site is where this plugin writes {file.src_uri}"
                raise PluginError(f"diffinsight: {place}. Move the file{cure}.")


def _outside_nav(made: MadeSite, sites: Sequence[Site]) -> set[str]:
    """The pages of all languages but the main one, and everywhere those that lists lead to."""
    uris = {page.uri for n, site in enumerate(sites) for page in (site.pages if n else site.below_lists)}
    return uris | {page.uri for page in made.withheld}


def _is_excluded(file: File) -> bool:
    return file.inclusion in (InclusionLevel.EXCLUDED, InclusionLevel.DRAFT)
