#!/usr/bin/env python3
"""How many lines of diffs become HTML in a second, on made-up prose and code.

    python benchmarks/diff_lines.py --lines 50000

Prints a line of JSON for each kind: `marking` is the search for changed words and moved blocks alone, `html` is
everything. Seconds are those of the processor, so other programs disturb little.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections.abc import Callable, Sequence

from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.patch import split_patch
from mkdocs_diffinsight.site.diff.lines import FileDiff, render_diff
from mkdocs_diffinsight.site.diff.moved import find_moved
from mkdocs_diffinsight.site.diff.words import changed_words

_WORDS = (
    "the", "a", "of", "region", "model", "limit", "quota", "request", "token", "service", "portal", "answer", "minute",
)  # fmt: skip
_CONTEXT, _HUNKS_OF_A_FILE = 3, 12


def make_patches(lines: int, sentence: Callable[[random.Random], str], seed: int = 1) -> list[str]:
    """Patches that have about so many lines together: one to three lines with other words, and their context."""
    chance = random.Random(seed)  # noqa: S311
    patches = []
    while lines > 0:
        hunks = []
        for n in range(_HUNKS_OF_A_FILE):
            old = [sentence(chance) for _ in range(chance.randint(1, 3))]
            new = [_changed(line, chance) for line in old]
            around = [f" {sentence(chance)}" for _ in range(2 * _CONTEXT)]
            count, start = len(old) + 2 * _CONTEXT, 40 * n + 1
            changed = [*(f"-{line}" for line in old), *(f"+{line}" for line in new)]
            body = [*around[:_CONTEXT], *changed, *around[_CONTEXT:]]
            hunks.append("\n".join([f"@@ -{start},{count} +{start},{count} @@", *body]))
        patches.append("\n".join(hunks))
        lines -= patches[-1].count("\n") + 1
    return patches


def prose(chance: random.Random) -> str:
    return " ".join(chance.choices(_WORDS, k=chance.randint(8, 60))).capitalize() + "."


def code(chance: random.Random) -> str:
    name, function, number = *chance.sample(_WORDS, 2), chance.randint(1, 999)
    return f'    {name}_{number} = {function}("{chance.choice(_WORDS)}", {number})  # {name}'


def _changed(line: str, chance: random.Random) -> str:
    words = line.split(" ")
    for _ in range(1 + len(words) // 20):
        words[chance.randrange(len(words))] = str(chance.randint(1, 10_000))
    return " ".join(words)


def mark(patch: str) -> None:
    rows = [row for hunk in split_patch(patch) for row in hunk.rows]
    find_moved(rows)
    old: list[str] = []
    new: list[str] = []
    for row in rows:
        if row[0] == " ":
            changed_words(old, new)
            old, new = [], []
        else:
            (old if row[0] == "-" else new).append(row[1:])


def lines_a_second(patches: Sequence[str], work: Callable[[str], object]) -> int:
    start = time.process_time()
    for patch in patches:
        work(patch)
    seconds = time.process_time() - start
    return round(sum(patch.count("\n") + 1 for patch in patches) / max(seconds, 1e-9))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--lines", type=int, default=50_000)
    lines = parser.parse_args().lines
    catalog = load_catalog("en")
    for name, path, sentence in (("prose", "a.md", prose), ("code", "a.py", code)):
        patches = make_patches(lines, sentence)

        def show(patch: str, path: str = path) -> object:
            return render_diff(catalog, FileDiff("item-0a1b2c", path, patch))

        html = lines_a_second(patches, show)
        print(json.dumps({"kind": name, "marking": lines_a_second(patches, mark), "html": html}))


if __name__ == "__main__":
    main()
