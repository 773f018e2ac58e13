"""The pictures that report pages show: files of the site, or parts of a page."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from ..cache import picture_path
from ..findings import Picture
from ..model import Report

_MAX_INLINE = 500_000
"""Bytes of the pictures that are a part of a page."""


@dataclass(frozen=True)
class Pictures:
    """The pictures of a site's reports."""

    cache_dir: Path
    """Where their content is."""
    folder: str
    """Of the reports, below the site's sources."""

    def files(self, reports: Iterable[Report]) -> dict[str, Path]:
        """The files of the site that hold pictures, by their path below its sources, with their content."""
        shown = (one for report in reports for one in self._shown(report))
        return {self._uri(blob, picture): path for blob, picture, path in shown if not _is_inline(picture)}

    def addresses(self, report: Report, href: Callable[[str], str]) -> dict[str, str]:
        """What shows each picture of a report, by the id of its blob. `href` leads from its page to a file."""
        left = _MAX_INLINE
        found = {}
        for blob, picture, path in self._shown(report):
            if not _is_inline(picture):
                found[blob] = href(self._uri(blob, picture))
            elif blob not in found and picture.bytes <= left:
                left -= picture.bytes
                found[blob] = f"data:image/svg+xml;base64,{base64.b64encode(path.read_bytes()).decode()}"
        return found

    def _shown(self, report: Report) -> Iterator[tuple[str, Picture, Path]]:
        for file in report.files:
            for blob, picture in file.evidence.kept_pictures.items():
                if (path := picture_path(self.cache_dir, blob, picture)).is_file():
                    yield blob, picture, path

    def _uri(self, blob: str, picture: Picture) -> str:
        return f"{self.folder}/pictures/{blob}.{picture.format}"


def _is_inline(picture: Picture) -> bool:
    """Whether a picture is safe only as a part of a page: an SVG that is opened on its own runs its scripts."""
    return picture.format == "svg"
