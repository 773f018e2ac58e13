"""The same edit in several files: it is told in one of them. Pure."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterable, Sequence

from ..findings import Action, Finding, Noise, Subject
from ..model import Evidence, LineKind
from .edits import PlacedLine

_REPLACEMENTS = frozenset({Subject.PHRASE, Subject.LINK, Subject.IMAGE, Subject.HEADING, Subject.PUNCTUATION})
_MIN_LETTERS = 4
"""Shorter words, and numbers, may give way to the same ones for another reason."""


def mark_repeated(files: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The files of a report; `same_as` names the first one by path that has the very same edit, if another has."""
    first: dict[tuple[str, str], str] = {}
    marked = {}
    for evidence in sorted(files, key=lambda evidence: evidence.change.path):
        path, status = evidence.change.path, evidence.change.status
        keys = () if evidence.findings.noise else evidence.findings.edits
        same_as = next((first[status, key] for key in keys if (status, key) in first), None)
        if same_as is None:
            first |= {(status, key): path for key in keys}
        marked[path] = evidence if same_as == evidence.same_as else dataclasses.replace(evidence, same_as=same_as)
    return tuple(marked[evidence.change.path] for evidence in files)


def edit_keys(
    lines: Iterable[PlacedLine], noise: Iterable[Noise | None], findings: Sequence[Finding]
) -> tuple[str, ...]:
    """What names an edit in whichever file it is made: its lines, and its words where it only replaces some.

    Lines that are noise, and the findings on them, are left out.
    """
    rest = [placed for placed, found in zip(lines, noise, strict=True) if placed.line.kind in "+-" and not found]
    texts = [placed.line.kind + " ".join(placed.text.split()) for placed in rest]
    keys = [_key("lines", texts)] if texts else []
    numbers = {(placed.line.kind, placed.line.old or placed.line.new) for placed in rest}
    telling = [finding for finding in findings if _rests_on(finding, numbers)]
    if telling and all(map(_is_replacement, telling)):
        keys.append(_key("words", sorted({f"{f.subject}\0{f.old}\0{f.new}" for f in telling})))
    return tuple(keys)


def _rests_on(finding: Finding, numbers: set[tuple[LineKind, int | None]]) -> bool:
    return not finding.lines or any(
        ("-" if span.side == "L" else "+", number) in numbers
        for span in finding.lines
        for number in range(span.first, span.last + 1)
    )


def _is_replacement(finding: Finding) -> bool:
    letters = sum(map(str.isalpha, finding.old)), sum(map(str.isalpha, finding.new))
    changed = finding.action in (Action.CHANGED, Action.RENAMED) and finding.old and finding.new
    return bool(changed) and finding.subject in _REPLACEMENTS and max(letters) >= _MIN_LETTERS


def _key(sort: str, texts: Iterable[str]) -> str:
    digest = hashlib.sha256("\n".join(texts).encode("utf-8", "surrogateescape"))
    return f"{sort}:{digest.hexdigest()[:32]}"
