"""Pictures: their format and size, from their content. Pure."""

from __future__ import annotations

import re
import struct
from io import BytesIO

import imagesize

from ...model.findings import Picture
from .svg import is_cheap

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

_MAX_PIXELS, _MAX_DRAWN = 40_000_000, 200_000_000
"""Of a picture that pages show, and of all its frames or passes: few bytes may unfold to more than a browser bears."""
# e.g. b"\xff\xc0\0\x0b\x08\0\x10\0\x10\x01"
_JPEG_SIZE = re.compile(
    rb"\xff[\xc0-\xc3\xc5-\xc7\xc9-\xcb\xcd-\xcf]\0[\x0b\x0e\x11\x14][\x08\x0c](..)(..)[\x01-\x04]", re.DOTALL
)
# e.g. b"\xff\xda\0\x08"
_JPEG_SCAN = re.compile(rb"\xff\xda\0[\x08\x0a\x0c\x0e]")
# e.g. b"VP8X\x0a\0\0\0\0\0\0\0\x0f\0\0\x0f\0\0"
_WEBP_SIZE = re.compile(rb"VP8 .{7}\x9d\x01\x2a(..)(..)|VP8L.{4}\x2f(.{4})|VP8X.{8}(.{3})(.{3})", re.DOTALL)
# e.g. b"ispe\0\0\0\0\0\0\0\x10\0\0\0\x10"
_AVIF_SIZE = re.compile(rb"ispe.{4}(.{4})(.{4})", re.DOTALL)


def read_picture(path: str, content: bytes | None, size: int | None) -> Picture | None:
    """A picture as its content tells, or its name and size where the content is not known; `None` where it is not."""
    if size is None:
        return None
    if content is None:
        ending = path.rpartition(".")[2].lower()
        return Picture({"jpg": "jpeg", "tif": "tiff"}.get(ending, ending), size)
    start = content[:_START]
    name = next((name for name, signature in _SIGNATURES.items() if signature.match(start)), "")
    width, height = (name and _size(content)) or (None, None)
    kept = size <= _MAX_KEPT.get(name, -1) and _is_cheap(name, content, (width or 0) * (height or 0))
    return Picture(name, size, width, height, kept=kept)


def _is_cheap(name: str, content: bytes, pixels: int) -> bool:
    """Whether a browser shows a picture in no time, whatever its bytes unfold to."""
    if name == "svg":
        return pixels <= _MAX_PIXELS and is_cheap(content)
    largest, frames = _UNFOLDED[name](content) if name in _UNFOLDED else (0, 1)
    most = max(pixels, largest)
    return most <= _MAX_PIXELS and most * frames <= _MAX_DRAWN


def _png(content: bytes) -> tuple[int, int]:
    """The most pixels of a frame, and how many frames there may be. So do the others, for whatever a browser may read.

    What a file says of itself elsewhere is not asked: it may be another size than the one that is drawn.
    """
    width, height = struct.unpack_from(">II", content, 16) if len(content) >= 24 else (0, 0)
    return width * height, max(1, content.count(b"fcTL"))


def _jpeg(content: bytes) -> tuple[int, int]:
    sizes = [int.from_bytes(one[1]) * int.from_bytes(one[2]) for one in _JPEG_SIZE.finditer(content)]
    passes = sum(1 for _ in _JPEG_SCAN.finditer(content))
    return max(sizes, default=0), max(1, passes // _USUAL_PASSES)


def _gif(content: bytes) -> tuple[int, int]:
    if len(content) < 13:
        return 0, 1
    width, height, flags = struct.unpack_from("<HHB", content, 6)
    most, frames = width * height, 0
    place = 13 + _table(flags)
    while place < len(content) and content[place] in b"\x21\x2c":
        if content[place] == 0x21:
            place += 2
        else:
            if place + 10 > len(content):
                break
            width, height, flags = struct.unpack_from("<HHB", content, place + 5)
            most, frames = max(most, width * height), frames + 1
            place += 11 + _table(flags)
        while place < len(content) and content[place]:  # blocks of data, each with its length before it
            place += 1 + content[place]
        place += 1
    return most, max(1, frames)


def _table(flags: int) -> int:
    """The bytes of a table of colours."""
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _webp(content: bytes) -> tuple[int, int]:
    sizes = []
    for lossy_width, lossy_height, lossless, width, height in _WEBP_SIZE.findall(content):
        if lossy_width:
            sides = [int.from_bytes(side, "little") & 0x3FFF for side in (lossy_width, lossy_height)]
        elif lossless:
            bits = int.from_bytes(lossless, "little")
            sides = [1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)]
        else:
            sides = [1 + int.from_bytes(side, "little") for side in (width, height)]
        sizes.append(sides[0] * sides[1])
    return max(sizes, default=0), max(1, content.count(b"ANMF"))


def _avif(content: bytes) -> tuple[int, int]:
    sizes = [int.from_bytes(one[1]) * int.from_bytes(one[2]) for one in _AVIF_SIZE.finditer(content)]
    moves = b"avis" in content[:_START]  # how many frames it has is told by tables within tables
    return max(sizes, default=0), _MAX_DRAWN if moves else 1


_UNFOLDED = {"png": _png, "jpeg": _jpeg, "gif": _gif, "webp": _webp, "avif": _avif}
_USUAL_PASSES = 12
"""Of a JPEG that becomes clearer while it loads."""


def _size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels."""
    try:
        width, height = imagesize.get(BytesIO(content))
    except Exception:
        return None
    return (int(width), int(height)) if width > 0 and height > 0 else None
