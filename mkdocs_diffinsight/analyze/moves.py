"""What stands in another file of the same range now: sections, passages, rows, symbols. Pure.

Lines tell it. A line that went from one file and came to another one moved, and so did what consists of such lines: it
is neither removed nor added.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ..model.changes import Diff, FileChange
from ..model.findings import Action, Fact, Finding, Findings, Kind, LineSpan, Move, Quotation, Side, Source, Subject
from ..model.patch import split_patch
from .documents.anchors import anchors_of, slug
from .documents.links import included, may_include, strip_targets
from .documents.markdown import metadata_key, scan_document
from .lines.whole import Whole

_TELLING = 24
"""Characters of a line that hardly stands in two files by chance."""
_TELLING_ALONE = 40
"""Of one that tells so without its neighbours."""
_DECLARATION = 8
_MOST = 0.8
"""The share of telling lines of a section or passage that have to stand in the other file."""
_MOST_OF_BODY = 0.5
"""Of those of a symbol, whose declaration does."""
_LONGEST_BODY = 60
_READ = (Kind.DOCUMENT, Kind.TEXT, Kind.CODE)
_PASSAGES = (Subject.HEADING, Subject.PARAGRAPH, Subject.ITEM, Subject.ROW)
_FOLLOWING = {Subject.NOTE: 3, Subject.BLOCK: 8}
"""Those whose line says only that they are there, and how many of the next lines tell what they hold."""
_INSIDE = (Subject.LINK, Subject.IMAGE, Subject.INCLUDE, Subject.LINE, Subject.PHRASE, *_FOLLOWING)
"""What goes along with the lines that it stands in."""
_FEWEST = 3
"""Lines without which a whole file has no part in common with another one."""
_PART = 0.2
"""The share of its lines that is a part."""
_MOST_SPANS = 100
_MOST_SYMBOLS = 50
# e.g. load_settings
_WORD = re.compile(r"\w+")
_MOST_INCLUDES = 50
_SIDES: tuple[tuple[Side, Action], ...] = (("L", Action.REMOVED), ("R", Action.ADDED))


@dataclass(frozen=True)
class _Changed:
    """The lines of a file that went and that came, without what depends on where they stand, by their numbers."""

    path: str
    lines: Mapping[Side, dict[int, str]]


def with_moves(diff: Diff, found: Sequence[Findings], blobs: Mapping[str, bytes]) -> list[Findings]:
    """The findings of all files of a range, with what moved between them told as that."""
    if len(diff) < 2:
        return list(found)
    files = [_changed(change, one) for change, one in zip(diff, found, strict=True)]
    homes = _homes(files)
    moved = [_told(one, file, homes) for one, file in zip(found, files, strict=True)] if homes["L"] else list(found)
    by_path = {change.path: change for change in diff}
    return [_with_included(change, one, by_path, blobs) for change, one in zip(diff, moved, strict=True)]


def _changed(change: FileChange, found: Findings) -> _Changed:
    file = _Changed(change.path, {"L": {}, "R": {}})
    if found.kind not in _READ or change.binary:
        return file
    declared = {span.first for f in found.findings if f.subject is Subject.SYMBOL for span in f.lines}
    for hunk in split_patch(change.patch):
        old, new = hunk.old_start, hunk.new_start
        for row in hunk.rows:
            kind = row[0]
            if kind in "+-":
                side: Side = "L" if kind == "-" else "R"
                number = old if kind == "-" else new
                least = _DECLARATION if number in declared else _TELLING
                if len(row) > least and len(text := _comparable(row)) >= least:
                    file.lines[side][number] = text
            old += kind in " -"
            new += kind in " +"
    return file


def _comparable(row: str) -> str:
    """A line without white space, marks of its level, and targets, which depend on the file's folder."""
    text = row[1:2000].strip(" \t\r#>*-+|")
    return " ".join((strip_targets(text) if "](" in text else text).split())


_Homes = Mapping[Side, Mapping[str, str]]
"""By the side of a line and its text, the file that has it on the other side."""


def _homes(files: Iterable[_Changed]) -> _Homes:
    """Where the lines went, and where they came from; what went from several files or came to several tells nothing."""
    gone: dict[str, list[str]] = {}
    for file in files:
        for text in {*file.lines["L"].values()}:
            gone.setdefault(text, []).append(file.path)
    come: dict[str, list[str]] = {}
    for file in files:
        for text in {*file.lines["R"].values()} & gone.keys():
            come.setdefault(text, []).append(file.path)
    alone = {text: (gone[text][0], paths[0]) for text, paths in come.items() if len(gone[text]) == len(paths) == 1}
    moved = {text: ends for text, ends in alone.items() if ends[0] != ends[1]}
    return {
        "L": {text: to for text, (_, to) in moved.items()},
        "R": {text: origin for text, (origin, _) in moved.items()},
    }


def _told(found: Findings, file: _Changed, homes: _Homes) -> Findings:
    """The findings of a file, with those that moved told as such, and without what went along with them."""
    stay = {(side, n) for side in file.lines for n, text in file.lines[side].items() if text not in homes[side]}
    moved = {(side, n) for side in file.lines for n in file.lines[side]} - stay
    if not moved:
        return found
    findings: list[Finding] = []
    moves: list[Move] = []
    for f in found.findings:
        side = next((side for side, action in _SIDES if action is f.action), None)
        if side and (other := _other_file(f, side, file, homes)):
            f = replace(f, action=Action.MOVED, old="", new="", path=other, public=False)
            moves.append(Move(f.subject, f.name, other, side == "R", f.lines))
            moved |= {(side, n) for n in _numbers(f.lines, side)}
        findings.append(f)
    if not found.findings:
        moves += _moved_parts(found, file, homes)
    # An entry that came to a changelog from a change file is news of the release.
    said = tuple(q for q in found.quotations if q.source is Source.CHANGELOG or not _goes_along(q, moved))
    if not moves:
        return found if len(said) == len(found.quotations) else replace(found, quotations=said)
    kept = tuple(f for f in findings if not (f.subject in _INSIDE and _goes_along(f, moved)))
    facts = tuple(f for f in found.facts if (f.old and f.new) or not _goes_along(f, moved))
    return replace(found, findings=kept, facts=facts, moves=tuple(moves), quotations=said)


def _other_file(finding: Finding, side: Side, file: _Changed, homes: _Homes) -> str:
    """The file that what went from here is in now, or what came was in."""
    numbers = list(_numbers(finding.lines, side))
    least = _MOST
    if finding.subject is Subject.SYMBOL and numbers:
        numbers = list(range(numbers[0], numbers[0] + _LONGEST_BODY))
        least = _MOST_OF_BODY
    elif finding.subject not in _PASSAGES:
        return ""
    lines = file.lines[side]
    texts = [lines[n] for n in numbers if n in lines]
    if not texts or (len(texts) == 1 and len(texts[0]) < _TELLING_ALONE):
        return ""
    counts = Counter(homes[side][text] for text in texts if text in homes[side])
    path, count = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
    declared = finding.subject is not Subject.SYMBOL or (numbers[0] in lines and path == homes[side].get(texts[0]))
    return path if declared and count >= least * len(texts) else ""


def _numbers(spans: Iterable[LineSpan], side: Side) -> Iterator[int]:
    return (n for span in spans if span.side == side for n in range(span.first, span.last + 1))


def _goes_along(shown: Finding | Fact | Quotation, moved: Collection[tuple[Side, int]]) -> bool:
    """Whether something came or went with lines that moved."""
    if isinstance(shown, Finding) and shown.action not in (Action.ADDED, Action.REMOVED):
        return False
    after = _FOLLOWING.get(shown.subject, 0) if isinstance(shown, Finding) else 0
    lines = [(side, n) for side, _ in _SIDES for n in _numbers(shown.lines, side)]
    if after and lines:
        side, first = lines[0]
        return any((side, first + n) in moved for n in range(1, after + 1))
    return bool(lines) and all(line in moved for line in lines)


def _moved_parts(found: Findings, file: _Changed, homes: _Homes) -> Iterator[Move]:
    """What a file that came or went as a whole has in common with others that lost or got it."""
    symbols = found.outline.symbols if found.outline else ()
    for side, _ in _SIDES:
        lines = {n: text for n, text in file.lines[side].items() if not metadata_key(text)}
        parts: dict[str, list[int]] = {}
        for n, text in lines.items():
            if text in homes[side]:
                parts.setdefault(homes[side][text], []).append(n)
        for path, numbers in parts.items():
            if len(numbers) < max(_FEWEST, _PART * len(lines)):
                continue
            spans = tuple(LineSpan(side, n, n) for n in numbers[:_MOST_SPANS])
            if found.kind is not Kind.CODE:
                yield Move(Subject.PARAGRAPH, lines[numbers[0]], path, side == "R", spans)
                continue
            words = {word for n in numbers for word in _WORD.findall(lines[n])}
            for name in symbols[:_MOST_SYMBOLS]:
                if name in words:
                    yield Move(Subject.SYMBOL, name, path, side == "R", spans)


def _with_included(
    change: FileChange, found: Findings, files: Mapping[str, FileChange], blobs: Mapping[str, bytes]
) -> Findings:
    """The findings of a document, in which nothing is gone that a file supplies which it includes."""
    gone = [f for f in found.findings if f.subject is Subject.HEADING and f.action is Action.REMOVED]
    if not (gone or found.lost_anchors) or found.kind is not Kind.DOCUMENT:
        return found
    homes: dict[str, str] = {}
    for path in _included_paths(change.path, blobs.get(change.new_blob, b"")):
        if other := files.get(path):
            document = scan_document(Whole(new=blobs.get(other.new_blob)).new_lines)
            homes |= dict.fromkeys(anchors_of(document) or (), path)
    if not homes:
        return found
    findings, moves = [], list(found.moves)
    for f in found.findings:
        if f in gone and (home := homes.get(slug(f.name))):
            f = replace(f, action=Action.MOVED, old="", new="", path=home)
            moves.append(Move(f.subject, f.name, home, is_here=False, lines=f.lines))
        findings.append(f)
    lost = tuple(anchor for anchor in found.lost_anchors if anchor not in homes)
    return replace(found, findings=tuple(findings), moves=tuple(moves), lost_anchors=lost)


def _included_paths(path: str, data: bytes) -> Iterator[str]:
    """The files of the repository that a document takes in."""
    lines = data.decode("utf-8", "surrogateescape").split("\n")
    targets = (included(line) for line in lines if may_include(line))
    for target in islice(filter(None, targets), _MOST_INCLUDES):
        root = target.startswith(("~/", "/"))
        yield posixpath.normpath(target.lstrip("~/") if root else posixpath.join(posixpath.dirname(path), target))
