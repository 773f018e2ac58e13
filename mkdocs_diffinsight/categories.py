"""Which report a changed file belongs to. Pure."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Iterable, Mapping, Sequence

from .model import FileChange

Categories = Mapping[str, Sequence[str]]


def matches(path: str, patterns: Iterable[str]) -> bool:
    """Whether any pattern names the path.

    A pattern is a file, a folder (with or without a final slash), or a glob, as in a git pathspec: `*` also
    crosses folders, and `**/` may stand for none. `.` is everything.
    """
    return any(_matches(path, pattern) for pattern in patterns)


def _matches(path: str, pattern: str) -> bool:
    pattern = pattern.removeprefix("./").lstrip("/")
    if pattern in ("", ".") or path == pattern or path.startswith(pattern.rstrip("/") + "/"):
        return True
    return bool(_glob(pattern).match(path))


@functools.cache
def _glob(pattern: str) -> re.Pattern[str]:
    pattern = pattern + "*" if pattern.endswith("/") else pattern
    variants = {pattern, pattern.replace("**/", "")}
    return re.compile("|".join(fnmatch.translate(variant) for variant in sorted(variants)))


def touches(change: FileChange, patterns: Sequence[str]) -> bool:
    """Whether a change begins or ends at a path that a pattern names; without patterns, always."""
    paths = [change.path, *([change.previous_path] if change.previous_path else [])]
    return not patterns or any(matches(path, patterns) for path in paths)


def category_of(change: FileChange, categories: Categories) -> str | None:
    """The first category that names the file, by its path or else by the one it moved away from."""
    for path in (change.path, change.previous_path):
        for name, patterns in categories.items():
            if path is not None and matches(path, patterns):
                return name
    return None


def group(
    changes: Iterable[FileChange], categories: Categories, unmatched: str | None
) -> dict[str | None, list[FileChange]]:
    """The changes of each category, categories in their configured order.

    What no category names goes to the category `unmatched`, or is dropped where that is `None`. Without
    categories everything is in one group, `None`. Groups without a change are there too, except for `unmatched`.
    """
    if not categories:
        return {None: list(changes)}
    groups: dict[str | None, list[FileChange]] = {name: [] for name in categories}
    for change in changes:
        name = category_of(change, categories) or unmatched
        if name is not None:
            groups.setdefault(name, []).append(change)
    return groups
