"""Pictures: their format and size, from their content. Pure."""

from __future__ import annotations

import re
from io import BytesIO

import imagesize

from ..findings import Picture

_SIGNATURES = {
    name: re.compile(pattern, re.DOTALL)
    for name, pattern in {
        "png": rb"\x89PNG\r\n\x1a\n",
        "jpeg": rb"\xff\xd8\xff",
        "gif": rb"GIF8[79]a",
        "webp": rb"RIFF.{4}WEBP",
        "avif": rb".{4}ftyp.{0,64}?avi[fs]",
        "bmp": rb"BM.{4}\0{4}",
        "ico": rb"\0\0\x01\0",
        "tiff": rb"II\*\0|MM\0\*",
        "svg": (
            rb"(?:\xef\xbb\xbf)?+"
            rb"(?:\s++|<\?(?>.*?\?>)|<!--(?>.*?-->)|<!DOCTYPE[^<>\[]*+(?>\[.*?\]\s*)?+>)*+<svg[\s>/]"
        ),
    }.items()
}
"""How files start, by their format (https://en.wikipedia.org/wiki/List_of_file_signatures)."""
_START = 4000
_MAX_KEPT = {**dict.fromkeys(("png", "jpeg", "gif", "webp", "avif"), 1_000_000), "svg": 32_000}
"""Bytes of a picture that pages show, by the formats that browsers show safely.

An SVG is safe only as a part of a page: opened on its own, it runs its scripts on the site.
"""

_MAX_PIXELS = 100_000_000
"""Of a picture that pages show: a few bytes may unfold to more than a browser can hold."""


def read_picture(path: str, content: bytes | None, size: int | None) -> Picture | None:
    """A picture as its content tells, or its name and size where the content is not known; `None` where it is not."""
    if size is None:
        return None
    if content is None:
        ending = path.rpartition(".")[2].lower()
        return Picture({"jpg": "jpeg", "tif": "tiff"}.get(ending, ending), size)
    found = _format(content)
    width, height = (found and _size(content)) or (None, None)
    small = (width or 0) * (height or 0) <= _MAX_PIXELS
    return Picture(found, size, width, height, kept=small and size <= _MAX_KEPT.get(found, -1))


def _format(content: bytes) -> str:
    """Empty where it is none that is known."""
    start = content[:_START]
    return next((name for name, signature in _SIGNATURES.items() if signature.match(start)), "")


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels."""
    try:
        width, height = imagesize.get(BytesIO(content))
    except Exception:
        return None
    return (int(width), int(height)) if width > 0 and height > 0 else None
