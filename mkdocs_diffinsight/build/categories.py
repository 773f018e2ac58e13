"""Which report a changed file belongs to. Pure."""

from __future__ import annotations

import fnmatch
import functools
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from ..model.changes import FileChange

Categories = Mapping[str, Sequence[str]]

_MARK = re.compile(r"\*+|\?|\[[^\[\]]*+\]")
"""What makes a glob of a pattern."""


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


_ANYTHING, _SOMETHING = "\ue000" * 99, "\ue000"
"""What stands for the stars of a pattern, and for its other marks, in paths that nobody has: only a star of another
pattern takes the first."""


def covers(pattern: str, other: str) -> bool:
    """Whether a pattern names every file that another one names; never where that cannot be told."""
    if pattern == other:
        return True
    return "[" not in pattern and all(matches(path, [pattern]) for path in _typical(other))


def _typical(pattern: str) -> Iterator[str]:
    """Paths that stand for all that a pattern names."""
    name = pattern.removeprefix("./").lstrip("/")
    name = "*" if name in ("", ".") else name
    for variant in {name, name.replace("**/", "")}:
        path = _MARK.sub(lambda mark: _ANYTHING if mark[0] == "*" else _SOMETHING, variant)
        is_file = path != variant or "." in variant.rpartition("/")[2][1:]
        if not variant.endswith("/"):
            yield path
        if not is_file or variant.endswith("/"):
            yield f"{path.rstrip('/')}/{_ANYTHING}"


def overlaps(categories: Categories, ignored: Sequence[str]) -> Iterator[str]:
    """What is wrong with patterns that get no file, as one of what is ignored, or of a category before, takes all."""
    earlier: list[tuple[str | None, str]] = [(None, pattern) for pattern in ignored]
    for name, patterns in categories.items():
        for pattern in patterns:
            for taker, taken_by in (one for one in earlier if covers(one[1], pattern)):
                whose = f"category {taker!r}, which stands before it," if taker else "`ignore`"
                cure = f"Put {name!r} before {taker!r}, or leave the pattern out." if taker else "Leave one out."
                yield f"category {name!r}: {pattern!r} gets no file, as {taken_by!r} of {whose} takes them all. {cure}"
        earlier += [(name, pattern) for pattern in patterns]


def touches(change: FileChange, patterns: Sequence[str]) -> bool:
    """Whether a change begins or ends at a path that a pattern names; without patterns, always."""
    return not patterns or any(matches(path, patterns) for path in change.paths)


def category_of(change: FileChange, categories: Categories) -> str | None:
    """The first category that names the file, by its path or else by the one it moved away from."""
    named = (name for path in change.paths for name, patterns in categories.items() if matches(path, patterns))
    return next(named, None)


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
