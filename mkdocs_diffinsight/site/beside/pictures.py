"""The pictures that report pages show: files of the site, or parts of a page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import cast

from ...cache.pictures import KeptPictures
from ...model.findings import Picture
from ...model.report import Report
from ..map.site import PictureFile

_MAX_INLINE = 500_000
"""Bytes of the pictures that are a part of a page."""


class Pictures:
    """The pictures of a site's reports."""

    def __init__(self, cache_dir: Path, folder: str, *, has_files: bool = True) -> None:
        """`cache_dir` is where their content is, `folder` that of the reports, below the site's sources.

        Without `has_files`, only those are shown that are a part of a page.
        """
        self._kept = KeptPictures(cache_dir)
        self._folder = folder
        self._has_files = has_files

    def files(self, reports: Iterable[Report]) -> list[PictureFile]:
        """Those that are files of the site."""
        shown = (one for report in reports for one in self._shown(report))
        files = ((blob, picture.format) for blob, picture, _ in shown if not _is_inline(picture))
        return list(dict.fromkeys(cast("Iterator[PictureFile]", files)))

    def addresses(self, report: Report, href: Callable[[str], str]) -> dict[str, str]:
        """What shows each picture of a report, by the id of its blob. `href` leads from its page to a file."""
        left = _MAX_INLINE
        addresses = {}
        for blob, picture, content in self._shown(report):
            if not _is_inline(picture):
                addresses[blob] = href(self.uri(blob, picture.format))
            elif blob not in addresses and picture.bytes <= left:
                left -= picture.bytes
                addresses[blob] = f"data:image/svg+xml;base64,{base64.b64encode(content).decode()}"
        return addresses

    def uri(self, blob: str, name: str) -> str:
        """Where a picture is below the site's sources, in a format of this name."""
        return f"{self._folder}/pictures/{blob}.{name}"

    def _shown(self, report: Report) -> Iterator[tuple[str, Picture, bytes]]:
        for file in report.files:
            for blob, picture in file.evidence.kept_pictures.items():
                if not (self._has_files or _is_inline(picture)):
                    continue
                if (content := self._kept.read(blob, picture.format)) is not None:
                    yield blob, picture, content


def _is_inline(picture: Picture) -> bool:
    """Whether a picture is safe only as a part of a page: an SVG that is opened on its own runs its scripts."""
    return picture.format == "svg"
