"""How much of a diff is shown, and where: huge diffs do not make huge pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import accumulate

_LARGEST_DIFF = 100_000
"""Bytes of HTML; a larger one has a file of its own."""
_LARGEST_PAGE = 600_000
"""Bytes of all diffs in a page together."""
_LARGEST_FILE = 1_200_000
"""Bytes of HTML of a diff in a file of its own; marks come on top."""
_MOST_LINES = 20_000
LONGEST_LINE = 20_000
"""Characters of a line that are shown: browsers take a second for a megabyte, and nobody reads it."""
_LINE = 48
"""Bytes that a line takes besides its text: its element, its id and some marks."""


def diffs_elsewhere(patches: Mapping[str, str | None]) -> frozenset[str]:
    """The items, of those of a page, whose diffs have files of their own: the largest ones."""
    sizes = {item_id: _size(patch) for item_id, patch in patches.items() if patch}
    large = set()
    total = sum(sizes.values())
    for item_id, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        if size <= _LARGEST_DIFF and total <= _LARGEST_PAGE:
            break
        large.add(item_id)
        total -= size
    return frozenset(large)


def shown_part(patch: str) -> str:
    """The patch, or as many of its first lines as a browser can bear; of its long ones only the start is shown."""
    if _size(patch) <= _LARGEST_FILE and patch.count("\n") < _MOST_LINES:
        return patch
    lines = patch.split("\n", _MOST_LINES)[:_MOST_LINES]
    sizes = accumulate(_size(line[:LONGEST_LINE]) for line in lines)
    return "\n".join(lines[: sum(size <= _LARGEST_FILE for size in sizes)])


def _size(text: str) -> int:
    """About how many bytes of HTML lines of a patch make."""
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogateescape"))
    return size + _LINE * (text.count("\n") + 1)
