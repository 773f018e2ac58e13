"""A repository that is four times as large takes about four times as long, from git to the site."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from ..conftest import GitRepository, Project
from ..growth import GROWTH

FLOOR = 2.0
"""Seconds for the large repository, below which it is of no account how they grow."""
FIRST_DAY = 1_704_067_200


def commit(number: int, files: dict[str, str], tag: str | None = None) -> Iterator[str]:
    """A commit for `git fast-import`, after the one before it."""
    yield f"commit refs/heads/main\nmark :{number + 1}\ncommitter A <a@example.org> {FIRST_DAY + number * 3600} +0000\n"
    yield f"data 10\nChange {number % 100:02}\n"
    for path, content in files.items():
        yield f"M 644 inline {path}\ndata {len(content.encode())}\n{content}\n"
    if tag:
        yield f"reset refs/tags/{tag}\nfrom :{number + 1}\n\n"


def page(number: int, version: int) -> str:
    lines = "".join(f"Line {n} of page {number}.\n\n" for n in range(20))
    return f"# Page {number}\n\nUp to {version} files.\n\n{lines}## Limits\n\nAt most {version * 7} requests.\n"


def many_releases(size: int) -> Iterator[str]:
    """A tag for each commit, and a page more in each."""
    for n in range(size):
        yield from commit(n, {f"docs/{n}.md": page(n, 1), f"docs/{n // 2}.md": page(n // 2, n + 2)}, f"v1.{n}")


def much_in_a_release(size: int) -> Iterator[str]:
    """As many files as commits between two tags."""
    yield from commit(0, {f"docs/{n}.md": page(n, 1) for n in range(size)}, "v1.0")
    for n in range(size):
        yield from commit(n + 1, {f"docs/{n}.md": page(n, 2)}, "v1.1" if n == size - 1 else None)


@pytest.mark.parametrize(("make", "size"), [(many_releases, 100), (much_in_a_release, 500)])
def test_a_repository_four_times_as_large_takes_four_times_as_long(
    tmp_path: Path, make: Callable[[int], Iterator[str]], size: int
) -> None:
    def seconds(size: int) -> float:
        """CPU time of a build, and of git for it."""
        repository = GitRepository(tmp_path / f"{size}")
        repository.git("fast-import", "--quiet", data="".join(make(size)).encode())
        project = Project(tmp_path / f"project-{size}")
        before = os.times()
        build = project.build_strictly({"repository": str(repository.path), "ranges": [{"tags": "v*"}]})
        after = os.times()
        assert sum(len(build.report(n)["files"]) for n in range(len(build.reports()))) >= size - 1
        return sum(after[2:4]) - sum(before[2:4])

    start = seconds(2)
    some, more = (seconds(n) - start for n in (size, 4 * size))
    assert more < max(FLOOR, GROWTH * some)
