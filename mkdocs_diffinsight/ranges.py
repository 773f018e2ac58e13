"""Compare ranges as git and GitHub write them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .model import CompareRange, compare_text


def parse_compare(text: str) -> tuple[str, str, bool]:
    """Split `base...head` or `base..head`; the third value is true for two dots.

    As in git, a side that is left out is `HEAD`; as in a forge's address, a side may carry its owner (`owner:main`).
    Raises `ValueError` with a sentence that says what is wrong.
    """
    dots = "..." if "..." in text else ".."
    base, found, head = (re.sub(r"^[\w-]+:(?=\w)", "", part.strip()) for part in text.partition(dots))
    if not found:
        raise ValueError(f"{text!r} names one revision; expected two, as in 'v1.0...v1.1' or 'v1.0..v1.1'")
    if not base and not head:
        raise ValueError(f"{text!r} names no revision; expected two, as in 'v1.0...v1.1'")
    for side in (base, head):
        plain = re.sub(r"@\{[^{}\n]*\}", "", side)  # `main@{2 days ago}`
        if side.startswith(".") or ".." in side or re.search(r"\s", plain):
            raise ValueError(f"{text!r} is no compare range: {side!r} cannot be the name of a revision")
    return base or "HEAD", head or "HEAD", dots == ".."


def child_of(revision: str) -> str | None:
    """The revision whose first parent this one names: `v1.0` for `v1.0^`, `v1.0~2` for `v1.0~3`."""
    named = re.fullmatch(r"(.+?)(?:\^1?|~(\d*))", revision)
    if not named:
        return None
    generations = int(named[2] or 1)
    return named[1] if generations == 1 else f"{named[1]}~{generations - 1}"


def branch_refs(name: str, remotes: Iterable[str]) -> list[str]:
    """What a name means where it is that of a branch: one that is here, else one that a remote was seen to have.

    Each may have what follows the name, as in `main~2`. Nothing for a name that can be that of no branch.
    """
    start, rest = _parted(name)
    if start in ("", "@", "HEAD") or start.startswith("refs/"):
        return []
    places = ["refs/heads", "refs/remotes", *(f"refs/remotes/{remote}" for remote in remotes)]
    return [f"{place}/{start}{rest}" for place in places]


def _parted(revision: str) -> tuple[str, str]:
    """The name that a revision starts from, and what follows it."""
    start = re.split(r"[~^]|@\{", revision, maxsplit=1)[0]
    return start, revision[len(start) :]


def short_compare(compare_range: CompareRange) -> str:
    """A range for display."""
    return compare_text(short(compare_range.base), short(compare_range.head), direct=compare_range.direct)


def short(revision: str) -> str:
    """A revision for display: object names in seven digits, anything else as it is.

    Abbreviations stay, too: eight digits may as well be a tag that is a date.
    """
    return re.sub(r"^([0-9a-f]{7})(?:[0-9a-f]{33}|[0-9a-f]{57})(?![0-9a-f])", r"\1", revision)
