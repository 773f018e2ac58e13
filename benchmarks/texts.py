"""What a model could have written about a history, in a cache as the package keeps it."""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from mkdocs_diffinsight.build.categories import group
from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.git.repository import Repository
from mkdocs_diffinsight.model.changes import FileChange
from mkdocs_diffinsight.model.findings import LineSpan
from mkdocs_diffinsight.model.patch import diff_hash, parse_hunks, range_hash
from mkdocs_diffinsight.model.ranges import CompareRange, parse_compare
from mkdocs_diffinsight.model.texts import Author, FileSummary, Overview, Statement, Statements, markdown

from . import prose, sizes
from .history import CATEGORIES, UNMATCHED

T = TypeVar("T")
_AUTHOR = Author("model", "made-up")
_UNPROVEN = 0.03
"""The share of statements of which something was not found in the diff."""


class Texts:
    """Makes up what a model says."""

    def __init__(self, language: str, seed: int) -> None:
        self._chance = random.Random(seed)  # noqa: S311
        japanese = language == "ja"
        self._scale = 1.0 if japanese else sizes.JAPANESE
        self._sentence, self._title = (prose.sentence_ja, prose.title_ja) if japanese else (prose.sentence, prose.title)

    def summary(self, change: FileChange) -> FileSummary:
        kind = self._chance.choices(list(sizes.TYPES), list(sizes.TYPES.values()))[0]
        spans = _spans(change)
        told = self._sentences(sizes.CHARACTERS_OF_AN_EXPLANATION)
        statements = (self._statement(text, lines=self._some(spans, 2)) for text in told)
        return FileSummary(kind, self._title(self._chance), tuple(statements), _AUTHOR)

    def overview(self, paths: Sequence[str]) -> Overview:
        def told(texts: Iterable[str]) -> Statements:
            return tuple(self._statement(text, files=self._some(paths, 3)) for text in texts)

        def items(of: sizes.Quantiles) -> Statements:
            return told(self._sentence(self._chance) for _ in range(sizes.draw(of, self._chance)))

        return Overview(
            summary=markdown(told(self._sentences(sizes.CHARACTERS_OF_A_SUMMARY))),
            highlights=told(self._sentences(sizes.CHARACTERS_OF_HIGHLIGHTS)),
            new_features=items(sizes.NEW_FEATURES),
            breaking_changes=items(sizes.BREAKING_CHANGES),
            other_updates=items(sizes.OTHER_UPDATES),
            insights=told(self._sentences(sizes.CHARACTERS_OF_INSIGHTS)),
            author=_AUTHOR,
        )

    def _sentences(self, characters: sizes.Quantiles) -> list[str]:
        length = sizes.draw(characters, self._chance) * self._scale
        return prose.text(self._chance, self._sentence, round(length) - 20)  # the last one goes beyond

    def _statement(self, text: str, lines: tuple[LineSpan, ...] = (), files: tuple[str, ...] = ()) -> Statement:
        unproven = (text[:8],) if self._chance.random() < _UNPROVEN else ()
        return Statement(text, lines=lines, files=files, unproven=unproven)

    def _some(self, of: Sequence[T], most: int) -> tuple[T, ...]:
        return tuple(self._chance.sample(of, min(len(of), self._chance.randint(1, most))))


def _spans(change: FileChange) -> list[LineSpan]:
    """The changed lines of each hunk, on the side that has any."""
    spans = []
    for hunk in parse_hunks(change.patch):
        new = [line.new for line in hunk.lines if line.kind == "+" and line.new]
        old = [line.old for line in hunk.lines if line.kind == "-" and line.old]
        if numbers := new or old:
            spans.append(LineSpan("R" if new else "L", numbers[0], min(numbers[0] + 5, numbers[-1])))
    return spans


def write_texts(repository: Path, ranges: Sequence[str], folder: Path, language: str, seed: int) -> None:
    """Write a text about each changed file, and one about each report."""
    cache = Cache(folder, language, print)
    texts = Texts(language, seed)
    with Repository(repository) as opened:
        for resolved in opened.resolve([_compare_range(one, repository) for one in ranges]):
            changes = opened.compare(opened.merge_base(resolved), resolved.head).files
            for changed in group(changes, CATEGORIES, UNMATCHED).values():
                hashes = [diff_hash(change) for change in changed]
                for change, key in zip(changed, hashes, strict=True):
                    cache.keep_summary(key, change.path, texts.summary(change))
                if changed:
                    cache.keep_overview(range_hash(hashes), texts.overview([change.path for change in changed]))


def _compare_range(compare: str, repository: Path) -> CompareRange:
    base, head, direct = parse_compare(compare)
    return CompareRange(base, head, direct, repository)
