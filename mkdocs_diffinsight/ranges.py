"""Compare ranges as git and GitHub write them. Pure."""

from __future__ import annotations

import re

from .model import EMPTY_TREE

_EMPTY_TREE_SHA256 = "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"
_SHORTEST_ABBREVIATION = 7


def parse_compare(text: str) -> tuple[str, str, bool]:
    """Split `base...head` or `base..head`; the third value is true for two dots.

    As in git, a side that is left out is `HEAD`. Raises `ValueError` with a sentence that says what is wrong.
    """
    dots = "..." if "..." in text else ".."
    base, found, head = (part.strip() for part in text.partition(dots))
    if not found:
        raise ValueError(f"{text!r} names one revision; expected two, as in 'v1.0...v1.1' or 'v1.0..v1.1'")
    if not base and not head:
        raise ValueError(f"{text!r} names no revision; expected two, as in 'v1.0...v1.1'")
    for side in (base, head):
        if side.startswith(".") or ".." in side or re.search(r"\s", side):
            raise ValueError(f"{text!r} is no compare range: {side!r} cannot be the name of a revision")
    return base or "HEAD", head or "HEAD", dots == ".."


def is_empty_tree(revision: str) -> bool:
    """Whether a revision is git's empty tree, whole or abbreviated."""
    return len(revision) >= _SHORTEST_ABBREVIATION and any(
        tree.startswith(revision) for tree in (EMPTY_TREE, _EMPTY_TREE_SHA256)
    )


def parent_of(revision: str) -> str | None:
    """The revision whose first parent this one names (`v1.0^`, `v1.0~1`), else `None`."""
    named = re.fullmatch(r"(.+?)(?:\^1?|~1?)", revision)
    return named[1] if named else None


def short(revision: str) -> str:
    """A revision for display: object names in seven digits, anything else as it is."""
    return revision[:7] if re.fullmatch(r"[0-9a-f]{8,64}", revision) else revision
