#!/usr/bin/env python3
"""What git costs: the diffs of many ranges by us, and by a bare `git diff` for each with the same options.

    python -m benchmarks.git_ranges
    python -m benchmarks.git_ranges ../docs --ranges ranges.txt

Without a repository it makes one. Without a file with a range on each line, it takes the latest steps of `HEAD`.
Prints a line of JSON. Seconds are those of the processor, git's and ours together; `everything` is also merge bases,
commits, and files before and after.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import resource
import subprocess
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from unittest import mock

from benchmarks.diff_lines import prose
from mkdocs_diffinsight.git import process as git_process
from mkdocs_diffinsight.git.process import NEUTRAL_ENVIRONMENT
from mkdocs_diffinsight.git.repository import Repository
from mkdocs_diffinsight.model.ranges import CompareRange, ResolvedRange, parse_compare

_BARE = (
    *("diff", "-M", "--raw", "--numstat", "--patch", "-z", "--no-abbrev", "--full-index", "--unified=3"),
    *("--inter-hunk-context=1", "--no-color", "--no-ext-diff", "--no-textconv", "--submodule=short"),
    *("--ignore-submodules=none", "-l1000"),
)
_ENVIRONMENT = {**os.environ, **NEUTRAL_ENVIRONMENT}
_COMMITS_OF_A_RANGE, _LINES_OF_A_FILE = 3, 120


@dataclass(frozen=True)
class Figures:
    """What a run shows."""

    ranges: int
    files: int
    bare: float
    """Seconds of `git diff`."""
    diffs: float
    """Seconds of our diffs."""
    everything: float
    ratio: float
    """Of our diffs to the bare ones."""
    processes: int
    """Of git, for everything."""


def measure(path: Path, compares: Sequence[str]) -> Figures:
    """Compare, in one run, so that the machine is the same for all."""
    ranges = [CompareRange(*parse_compare(text), path) for text in compares]
    files = 0

    def diffs(opened: Repository, ends: ResolvedRange) -> None:
        opened.compare(opened.merge_base(ends), ends.head)

    def everything(opened: Repository, ends: ResolvedRange) -> None:
        nonlocal files
        files += len(opened.compare(opened.merge_base(ends), ends.head).files)
        opened.log(ends)

    def read(work: Callable[[Repository, ResolvedRange], None]) -> None:
        with Repository(path) as opened:
            resolved = opened.resolve(ranges)
            opened.expect(resolved)
            for ends in resolved:
                work(opened, ends)

    def bare() -> None:
        for text in compares:
            subprocess.run(
                ["git", *_BARE, text, "--"], cwd=path, env=_ENVIRONMENT, stdout=subprocess.DEVNULL, check=True
            )

    read(diffs)  # imports, and the files of the repository in memory
    started = mock.Mock(wraps=git_process.start)
    with mock.patch.object(git_process, "start", started):
        all_seconds = _seconds(lambda: read(everything))
    bare_seconds, diff_seconds = _seconds(bare), _seconds(lambda: read(diffs))
    return Figures(
        *(len(ranges), files, round(bare_seconds, 3), round(diff_seconds, 3), round(all_seconds, 3)),
        ratio=round(diff_seconds / bare_seconds, 2),
        processes=len(started.mock_calls),
    )


def make_repository(path: Path, ranges: int = 200, files: int = 600, changed: int = 17, seed: int = 1) -> list[str]:
    """Made-up documents with a history; the ranges of it. Every one changes about so many files."""
    chance = random.Random(seed)  # noqa: S311
    texts = {f"docs/area-{n % 20}/page-{n}.md": [prose(chance) for _ in range(_LINES_OF_A_FILE)] for n in range(files)}
    commits = [_commit(0, texts)]
    for n in range(ranges * _COMMITS_OF_A_RANGE):
        edited = chance.sample(sorted(texts), max(1, changed // _COMMITS_OF_A_RANGE))
        for name in edited:
            for _ in range(chance.randint(1, 5)):
                texts[name][chance.randrange(_LINES_OF_A_FILE)] = prose(chance)
        commits.append(_commit(n + 1, {name: texts[name] for name in edited}))
    subprocess.run(["git", "init", "--quiet", "--bare", str(path)], check=True)
    _git(path, "fast-import", "--quiet", data="".join(commits))
    _git(path, "symbolic-ref", "HEAD", "refs/heads/main")
    _git(path, "repack", "-a", "-d", "-f", "--quiet")  # as a clone is; what fast-import writes is slow to read
    return steps(path, ranges, _COMMITS_OF_A_RANGE)


def steps(path: Path, number: int = 200, length: int = 1) -> list[str]:
    """The latest steps, of so many commits each, of what is checked out."""
    names = _git(path, "rev-list", "--first-parent", f"--max-count={number * length + 1}", "HEAD").split()[::length]
    return [f"{before}...{after}" for after, before in pairwise(names)]


def _commit(number: int, texts: dict[str, list[str]]) -> str:
    stamp = f"T <t@example.org> {1_700_000_000 + 3600 * number} +0000"
    parts = [f"commit refs/heads/main\ncommitter {stamp}\ndata 6\nChange\n"]
    for name, lines in texts.items():
        text = "".join(f"{line}\n" for line in lines)
        parts.append(f"M 100644 inline {name}\ndata {len(text.encode())}\n{text}\n")
    return "".join(parts)


def _git(path: Path, *arguments: str, data: str = "") -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=path, input=data.encode(), env=_ENVIRONMENT, stdout=subprocess.PIPE, check=True
    )
    return done.stdout.decode("utf-8", "replace")


def _seconds(work: Callable[[], None]) -> float:
    """Of the processor, with those of processes that have ended."""
    before = _used()
    work()
    return _used() - before


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("repository", nargs="?", type=Path)
    parser.add_argument("--ranges", type=Path, metavar="FILE")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.repository or Path(folder)
        compares = steps(path) if options.repository else make_repository(path)
        if options.ranges:
            compares = options.ranges.read_text(encoding="utf-8").split()
        print(json.dumps(asdict(measure(path, compares))))


if __name__ == "__main__":
    main()
