"""A diff of any shape is read with work that grows with its length, and no line keeps a pattern busy for ever.

Work is counted in calls, which are the same on every machine.
"""

from __future__ import annotations

import signal
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import pytest

from mkdocs_diffinsight.analyze.lines import edits
from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import FileChange
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import Overview

from .sample import REPLACED, added, evidence, modified, removed

LENGTH = 500_000
FOR_EVER = 60
"""Seconds, for what takes well under one; a pattern that tries again and again takes minutes."""

Shape = Callable[[int], list[FileChange]]


def report(changes: list[FileChange]) -> Overview:
    rules = Rules(load_catalog("en"))
    return rules.summarize_report([ReportFile(e, "item-1", rules.summarize_file(e)) for e in map(evidence, changes)])


def calls(changes: list[FileChange]) -> int:
    """How many functions are called for a report."""
    count = 0

    def step(frame: FrameType, event: str, _: object) -> None:
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(step)
    try:
        report(changes)
    finally:
        sys.setprofile(None)
    return count


@contextmanager
def an_end_in_sight() -> Iterator[None]:
    def give_up(number: int, frame: FrameType | None) -> None:
        raise AssertionError(f"not done after {FOR_EVER} s")

    before = signal.signal(signal.SIGALRM, give_up)
    signal.alarm(FOR_EVER)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def replaced(path: str, old: list[str], new: list[str]) -> list[FileChange]:
    return [modified(path, *(f"-{line}" for line in old), " kept: 1", *(f"+{line}" for line in new))]


def sections(n: int) -> list[FileChange]:
    return [modified("a.md", " Text.", *(line for i in range(n) for line in (f"+## Title {i}", "+", f"+Text {i}.")))]


def new_document(n: int) -> list[FileChange]:
    return [added("a.md", *(f"## Title {i}" for i in range(n)))]


def gone_document(n: int) -> list[FileChange]:
    return [removed("a.md", *(f"## Title {i}" for i in range(n)))]


def front_matter(n: int) -> list[FileChange]:
    old, new = [f"-key{i}: {i}" for i in range(n)], [f"+key{i}: x{i}" for i in reversed(range(n))]
    return [modified("a.md", " ---", *old, *new, " ---")]


def new_front_matter(n: int) -> list[FileChange]:
    return [modified("a.md", " ---", *(f"+key{i}: {i}" for i in range(n)), " ---")]


def contents(n: int) -> list[FileChange]:
    def entries(folder: str) -> list[str]:
        return [line for i in range(n) for line in (f"- name: Entry {i}", f"  href: {folder}/{i}.md")]

    return replaced("toc.yml", entries("old"), entries("new"))


def keys(n: int) -> list[FileChange]:
    return replaced("a.yml", [f"key{i}: {i}" for i in range(n)], [f"key{i}: x{i}" for i in range(n)])


def links(n: int) -> list[FileChange]:
    return replaced("a.md", [f"{i} [a](old.md)" for i in range(n)], [f"[a](new.md) x{i}" for i in range(n)])


def rows(n: int) -> list[FileChange]:
    return [modified("a.md", "-|" + " ! |" * n + " a |", "+|" + " ? |" * n + " a |")]


def rewritten(n: int) -> list[FileChange]:
    old = [f"-Line {i} says one thing about {i * 7} and others" for i in range(n)]
    new = [f"+Here line {i} tells many things of {i * 5} or others" for i in range(n)]
    return [modified("a.md", *old, *new)]


def many_files(n: int) -> list[FileChange]:
    return [modified(f"{i}.md", *REPLACED, f"-Old name {i % 40}", f"+New title {i % 40}") for i in range(n)]


def pairs_of_files(n: int) -> list[FileChange]:
    """Every replacement stands in two files, and nothing else does."""
    return [modified(f"{i}.md", f"-It is Old{i // 2}.", f"+It is New{i // 2}.") for i in range(n)]


@pytest.mark.parametrize(
    ("shape", "size"),
    [
        (sections, 200),
        (new_document, 400),
        (gone_document, 400),
        (front_matter, 200),
        (new_front_matter, 300),
        (contents, 150),
        (keys, 200),
        (links, 250),
        (rows, 5_000),
        (rewritten, 150),
        (many_files, 60),
        (pairs_of_files, 60),
    ],
    ids=lambda value: getattr(value, "__name__", None),
)
def test_four_times_the_size_is_four_times_the_work(shape: Shape, size: int) -> None:
    """A quadratic step would make it sixteen."""
    assert calls(shape(4 * size)) < 6 * calls(shape(size))


LINES = {
    "spaces": "a" + " " * LENGTH + "b",
    "open brackets": "[" * LENGTH,
    "brackets": "[" + "[a]" * (LENGTH // 3),
    "backticks": "`" * LENGTH,
    "table cells": "|" + " a |" * (LENGTH // 4),
    "public": "public" + " " * LENGTH,
}


@pytest.mark.parametrize("path", ["a.md", "a.yml", "a.java", "a.c", "a.ts", "a.py", "go.mod"])
@pytest.mark.parametrize("name", LINES)
def test_a_huge_line_is_read(name: str, path: str) -> None:
    line = LINES[name]
    with an_end_in_sight():
        assert report([modified(path, f"-{line}", f"+{line} x")]).summary


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("a.java", "public" + " " * 390),
        ("a.java", "public " + "a " * 190),
        ("a.java", "public static " * 28),
        ("a.c", "int" + " " * 390),
        ("a.c", "int" + " *" * 190),
        ("a.ts", "const a" + " " * 390),
        ("a.md", "# a" + " " * 390 + "b"),
        ("a.md", "~" * 200 + "a" * 150 + "`"),
        ("a.md", "```" + " " * 200 + "a" * 150 + "`"),
        ("a.md", "[a](b" + " " * 3900),
        ("a.md", "[a](" * 900),
        ("a.md", "[a]( " + " " * 1900 + '"' + "b" * 1900),
        ("a.md", "<img src" * 480 + "="),
        ("a.yml", "a: b" + " " * 1900 + "c"),
        ("a.yml", "a" + " " * 1900),
        ("a.yml", " " * 900 + "-" + " " * 900),
        ("pyproject.toml", "a: 1" + ".1" * 190 + "!"),
    ],
)
def test_no_line_makes_a_pattern_try_again_and_again(path: str, line: str) -> None:
    """Patterns see the start of a line only; what one line costs them shows in many such lines."""
    number = 150_000 // len(line)
    lines = (text for i in range(number) for text in (f"-{line}{i}", f"+{line}{i} x", " "))
    with an_end_in_sight():
        assert report([modified(path, *lines)]).summary


def test_a_rewritten_file_compares_its_lines_with_few_others(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: Counter[str] = Counter()
    likeness = edits._likeness

    def count(old: edits._Bag, new: edits._Bag) -> float:
        compared["words"] += min(len(old.numbers), len(new.numbers))
        return likeness(old, new)

    monkeypatch.setattr(edits, "_likeness", count)
    (change,) = rewritten(30_000)
    Rules(load_catalog("en")).summarize_file(evidence(change))
    assert compared["words"] < 1_000_000
