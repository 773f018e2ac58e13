"""The same edit in several files: it is told in one of them. Pure."""

from __future__ import annotations

import dataclasses
import functools
import hashlib
import operator
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from ..model.findings import Action, Evidence, Fact, Finding, Findings, LineSpan, Noise, Subject
from ..model.patch import Line, LineKind, diff_hash, parse_hunks
from .lines.edits import PlacedLine, proof

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


def shared_edits(files: Sequence[Evidence]) -> dict[str, Evidence]:
    """Of each file that tells an edit for others: that edit and nothing else, by the file's path.

    A text that is to speak for several files must rest on this. What else stands in one of them, the lines around, its
    path, title and commits, could put words into it that are then said of the others.
    """
    followers: dict[str, list[Evidence]] = {}
    for file in files:
        if file.same_as:
            followers.setdefault(file.same_as, []).append(file)
    return {f.change.path: _shared(f, followers[f.change.path]) for f in files if f.change.path in followers}


def _shared(leader: Evidence, followers: Sequence[Evidence]) -> Evidence:
    """What the files share, where it stands in the first of them."""
    rows = [*_shared_lines(leader, followers)] or [*_shared_words(leader, followers)]
    endings = {PurePosixPath(file.change.path).suffix for file in (leader, *followers)}
    path = f"*{endings.pop()}" if len(endings) == 1 else "*"
    signs = Counter(row[0] for row in rows)
    change = dataclasses.replace(
        leader.change, path=path, previous_path=None, additions=signs["+"], deletions=signs["-"], patch="\n".join(rows)
    )
    common = set.intersection(*({(f.kind, f.old, f.new) for f in file.findings.facts} for file in (leader, *followers)))
    facts = tuple(Fact(f.kind, f.old, f.new) for f in leader.findings.facts if (f.kind, f.old, f.new) in common)
    findings = Findings(leader.findings.kind, leader.findings.form, facts=tuple(dict.fromkeys(facts)))
    return Evidence(change, diff_hash(change), findings)


def _shared_lines(leader: Evidence, followers: Sequence[Evidence]) -> Iterator[str]:
    """The changed lines that all files have, as a patch: each run of them is a hunk without a line around it."""
    counts = [Counter(_plain(line) for hunk in parse_hunks(f.change.patch) for line in hunk.lines) for f in followers]
    left = functools.reduce(operator.and_, counts)
    for hunk in parse_hunks(leader.change.patch):
        run: list[Line] = []
        for line in (*hunk.lines, None):
            if line and line.kind in "+-" and left[_plain(line)] > 0:
                left[_plain(line)] -= 1
                run.append(line)
            elif run:
                yield from _hunk(run)
                run = []


def _shared_words(leader: Evidence, followers: Sequence[Evidence]) -> Iterator[str]:
    """The replacements that all files have, likewise: of each line, what was replaced."""
    common = set.intersection(*({(f.old, f.new) for f in file.findings.findings} for file in (leader, *followers)))
    for finding in leader.findings.findings:
        if (finding.old, finding.new) in common:
            common.remove((finding.old, finding.new))
            at = {span.side: span.first for span in finding.lines}
            old = Line("-", " ".join(finding.old.split()), at.get("L", 1), None)
            new = Line("+", " ".join(finding.new.split()), None, at.get("R", 1))
            yield from _hunk([old, new])


def _hunk(lines: Sequence[Line]) -> Iterator[str]:
    old = [line.old for line in lines if line.old is not None]
    new = [line.new for line in lines if line.new is not None]
    yield f"@@ -{min(old, default=0)},{len(old)} +{min(new, default=0)},{len(new)} @@"
    yield from (line.kind + line.text for line in lines)


def _plain(line: Line) -> tuple[LineKind, str]:
    return line.kind, " ".join(line.text.split())


class NamedEdit(NamedTuple):
    """What a file changes besides noise."""

    names: tuple[str, ...]
    """The same in whichever file it is made: of its lines, and of its words where it only replaces some."""
    lines: tuple[LineSpan, ...]


def name_edit(lines: Iterable[PlacedLine], noise: Iterable[Noise | None], findings: Sequence[Finding]) -> NamedEdit:
    """An edit without the lines that are noise, and without the findings on them."""
    rest = [placed for placed, found in zip(lines, noise, strict=True) if placed.line.kind in "+-" and not found]
    texts = [placed.line.kind + " ".join(placed.text.split()) for placed in rest]
    keys = [_key("lines", texts)] if texts else []
    numbers = {(placed.line.kind, placed.line.old or placed.line.new) for placed in rest}
    telling = [finding for finding in findings if _rests_on(finding, numbers)]
    if telling and all(map(_is_replacement, telling)):
        keys.append(_key("words", sorted({f"{f.subject}\0{f.old}\0{f.new}" for f in telling})))
    return NamedEdit(tuple(keys), proof(*rest))


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
