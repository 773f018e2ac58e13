"""How much of a diff is shown, and where: huge diffs do not make huge pages. Pure."""

from __future__ import annotations

from collections.abc import Mapping

_LARGEST_DIFF = 100_000
"""Bytes of HTML; a larger one has a file of its own."""
_LARGEST_PAGE = 600_000
"""Bytes of all diffs in a page together."""
_MOST_LINES = 20_000
_MOST_CHARACTERS = 1_500_000
"""Of a patch; with its elements it is a page of two megabytes."""
_LINE = 48
"""Bytes that a line takes besides its text: its element, its id and some marks."""


def diffs_elsewhere(patches: Mapping[str, str | None]) -> frozenset[str]:
    """The items, of those of a page, whose diffs have files of their own: the largest ones."""
    sizes = {item_id: _size(patch) for item_id, patch in patches.items() if patch}
    found = set()
    total = sum(sizes.values())
    for item_id, size in sorted(sizes.items(), key=lambda item: (-item[1], item[0])):
        if size <= _LARGEST_DIFF and total <= _LARGEST_PAGE:
            break
        found.add(item_id)
        total -= size
    return frozenset(found)


def shown_part(patch: str) -> str:
    """The patch, or as many of its first lines as a browser can bear."""
    if len(patch) <= _MOST_CHARACTERS and patch.count("\n") < _MOST_LINES:
        return patch
    lines = patch[: _MOST_CHARACTERS + 1].split("\n")
    if len(patch) > _MOST_CHARACTERS:
        lines = lines[:-1]  # it is not whole
    return "\n".join(lines[:_MOST_LINES])


def _size(patch: str) -> int:
    """About how many bytes of HTML a patch makes."""
    return len(patch.encode("utf-8", "surrogateescape")) + _LINE * (patch.count("\n") + 1)
