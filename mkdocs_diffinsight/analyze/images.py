"""The size of a picture, from its first bytes. Pure."""

from __future__ import annotations

from io import BytesIO

import imagesize


def image_size(data: bytes | None) -> tuple[int, int] | None:
    """Width and height in pixels; `None` where the picture, or its format, is not known."""
    if not data:
        return None
    try:
        width, height = imagesize.get(BytesIO(data))
    except Exception:
        return None
    return (int(width), int(height)) if width > 0 and height > 0 else None
