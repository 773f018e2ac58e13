"""What a program costs, and how large the site is that it makes."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

ROOT = Path(__file__).parents[1]
RUNS = 3
"""How often a measurement is taken."""
COPIES = ("report.json", "report.txt")
_ENOUGH = 12.0
"""Seconds of all runs together after which a measurement is not repeated."""


class BuildError(Exception):
    """A program that was to be measured has failed."""


@dataclass(frozen=True)
class Usage:
    """What a program took with all programs that it started and waited for."""

    seconds: float
    """Of the processor, for the program and for the system on its behalf."""
    memory: int
    """Bytes of the largest process at its peak (resident set)."""


@dataclass(frozen=True)
class Output:
    """A site in bytes."""

    site: int
    search_index: int
    largest_page: int
    index_page: int
    """The page that leads to the reports."""
    copies: int
    """What reports are in for programs, beside their pages. No other builder makes them."""


def environment() -> dict[str, str]:
    """That of a build: with this checkout's package, and without keys, so that no model is asked."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("OPENAI_", "AZURE_"))}
    return {**kept, "PYTHONPATH": str(ROOT), "NO_MKDOCS_2_WARNING": "1"}


def run(command: Sequence[str | Path], folder: Path) -> Usage:
    """Run a program in a folder. Raises `BuildError`.

    This process has to stay small: on Linux, the peak of a new process begins with that of the one that starts it.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as log:
        process = subprocess.Popen(command, cwd=folder, env=environment(), stdout=log, stderr=subprocess.STDOUT)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            log.seek(0)
            end = log.read()[-2000:]
            raise BuildError(f"{' '.join(map(str, command))} in {folder} ended with {process.returncode}:\n{end}")
    return Usage(usage.ru_utime + usage.ru_stime, usage.ru_maxrss * 1024)


def least(command: Sequence[str | Path], folder: Path, prepare: Callable[[], object] = lambda: None) -> Usage:
    """The least that a program takes in up to three runs, and its largest peak; a long one is run once."""
    best = Usage(float("inf"), 0)
    spent = 0.0
    for _ in range(RUNS):
        prepare()
        usage = run(command, folder)
        best = replace(best, seconds=min(best.seconds, usage.seconds), memory=max(best.memory, usage.memory))
        spent += usage.seconds
        if spent > _ENOUGH:
            break
    return best


def output(site: Path, index: str = "index.html") -> Output:
    sizes: Mapping[Path, int] = {path: path.stat().st_size for path in site.rglob("*") if path.is_file()}
    pages = [size for path, size in sizes.items() if path.suffix == ".html"]
    search = [size for path, size in sizes.items() if path.suffix == ".json" and path.stem.startswith("search")]
    copies = [size for path, size in sizes.items() if path.name in COPIES]
    return Output(sum(sizes.values()), sum(search), max(pages), sizes.get(site / index, 0), sum(copies))
