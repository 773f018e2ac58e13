"""Terms that give way to others across files: `Foo Studio` becomes `Foo Portal`. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from ...analyze.documents.words import is_scrap
from ...model.findings import Action, FactKind, Finding, Findings, Subject

_TOLD_ELSEWHERE = (Subject.PHRASE, Subject.METADATA, Subject.PUNCTUATION, Subject.SAMPLE, Subject.LINK)
_SHORTEST = 2


@dataclass(frozen=True)
class Term:
    """A wording that several files replace alike."""

    old: str
    new: str
    paths: tuple[str, ...]
    only: tuple[str, ...]
    """Those of the paths in which nothing else is worth telling."""


def shared_terms(files: Iterable[tuple[str, Findings]]) -> tuple[Term, ...]:
    """Replacements that more than one file shows, whatever their case and number; the most frequent first."""
    paths: dict[tuple[str, str], list[str]] = {}
    spellings: dict[tuple[str, str], Counter[tuple[str, str]]] = {}
    only: dict[tuple[str, str], list[str]] = {}
    for path, found in files:
        changes = list(_replacements(found))
        keys = dict.fromkeys((_stem(old), _stem(new)) for old, new in changes)
        for key in keys:
            paths.setdefault(key, []).append(path)
        for old, new in changes:
            spellings.setdefault((_stem(old), _stem(new)), Counter())[old, new] += 1
        if len(keys) == 1 and all(f.subject in _TOLD_ELSEWHERE for f in found.findings) and not _other_words(found):
            only.setdefault(next(iter(keys)), []).append(path)
    shared = [key for key, where in paths.items() if len(where) > 1]
    shared.sort(key=lambda key: -len(paths[key]))
    return tuple(
        Term(*spellings[key].most_common(1)[0][0], tuple(paths[key]), tuple(only.get(key, ()))) for key in shared
    )


def _replacements(found: Findings) -> Iterator[tuple[str, str]]:
    for finding in found.findings:
        if finding.subject is Subject.PHRASE and finding.action is Action.CHANGED and _is_term(finding):
            yield finding.old, finding.new
    for fact in found.facts:
        if fact.kind is FactKind.NAME and fact.old and fact.new:
            yield fact.old, fact.new


def _other_words(found: Findings) -> bool:
    return any(f.subject is Subject.PHRASE and not _is_term(f) for f in found.findings)


def _is_term(finding: Finding) -> bool:
    """Whether a replaced phrase means something without its line; a scrap of code or a sentence does not."""
    sides = (finding.old, finding.new)
    if finding.action is not Action.CHANGED or _stem(finding.old) == _stem(finding.new) or is_scrap(*sides):
        return False
    return all(
        len(side) >= _SHORTEST and side.count("(") == side.count(")") and side[0] not in "=.,;:" and ". " not in side
        for side in sides
    ) and any(any(map(str.isupper, side)) or not side.isascii() for side in sides)


def _stem(words: str) -> str:
    """Words without their case and number."""
    return " ".join(word.removesuffix("s") for word in words.casefold().split())
