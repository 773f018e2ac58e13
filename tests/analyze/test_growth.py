"""A whole file is read with work that grows with its length, and no line keeps a pattern busy for ever."""

from __future__ import annotations

import sys
from types import FrameType

import pytest

from mkdocs_diffinsight.analyze.read import read_changes
from mkdocs_diffinsight.model.changes import FileChange, Status

from .sample import changed

PARTS = {
    "headings": ("a.md", "", "## Title {}\n"),
    "blocks": ("a.md", "", "```text\nLine {}\n```\n"),
    "rows": ("a.md", "| a | b |\n|---|---|\n", "| {} | x |\n"),
    "front matter": ("a.md", "---\n", "key{}: 1\n"),
    "keys": ("a.yml", "", "key{}: 1\n"),
    "texts": ("a.yml", "", "key{}: |\n  text\n  more: text\n"),
    "functions": ("a.py", "", "def f{}():\n    return 1\n"),
    "nested functions": ("b.py", "", "class A{}:\n    def f(self):\n        return 1\n"),
}


def changes(name: str, size: int) -> tuple[FileChange, dict[str, bytes]]:
    path, start, part = PARTS[name]
    old = start + "".join(part.format(n) for n in range(size))
    lines = old.split("\n")
    at = len(lines) - 1
    change = changed(path, f" {lines[at - 1]}", "-", "+a", start=at)
    return change, {change.old_blob: old.encode(), change.new_blob: (old + "a").encode()}


def calls(diff: tuple[FileChange, ...], blobs: dict[str, bytes]) -> int:
    count = 0

    def step(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        list(read_changes(diff, blobs))
    finally:
        sys.setprofile(None)
    return count


@pytest.mark.parametrize("name", PARTS)
def test_a_file_four_times_as_long_takes_four_times_the_work(name: str) -> None:
    """A quadratic step would make it sixteen."""
    small, large = (changes(name, size) for size in (200, 800))
    assert calls((large[0],), large[1]) < 6 * calls((small[0],), small[1])


def test_removed_files_are_compared_with_no_more_files_than_share_their_lines() -> None:
    def diff(number: int) -> tuple[FileChange, ...]:
        text = [f"A sentence that stands in every one of the pages {n}." for n in range(10)]
        gone = [changed(f"old{n}.md", *(f"-{line}" for line in text), status=Status.REMOVED) for n in range(number)]
        new = [changed(f"new{n}.md", *(f"+{line}" for line in text), status=Status.ADDED) for n in range(number)]
        return (*gone, *new)

    assert calls(diff(80), {}) < 6 * calls(diff(20), {})
