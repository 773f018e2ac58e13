"""What stands in another file of the same range now: sections, passages, rows, symbols. Pure.

Lines tell it. A line that went from one file and came to another one moved, and so did what consists of such lines: it
is neither removed nor added.
"""

from __future__ import annotations

import posixpath
import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ..model.changes import Diff, FileChange, Status
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
_LONG_PART = 80
"""Of a line that is a part of a longer one, whose text is looked through."""
_MOST_TEXT = 50_000
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
_ACTIONS = dict(_SIDES)


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
    return [
        _with_included(change, one, file, by_path, blobs) for change, one, file in zip(diff, moved, files, strict=True)
    ]


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
    change: FileChange,
    found: Findings,
    file: _Changed,
    files: Mapping[str, FileChange],
    blobs: Mapping[str, bytes],
) -> Findings:
    """The findings of a document, in which nothing is gone that a file supplies which it includes, and nothing new that
    such a file supplied before.
    """
    if found.kind is not Kind.DOCUMENT or change.status is not Status.MODIFIED:
        return found
    if found.lost_anchors or any(f.action in (Action.REMOVED, Action.REPLACED) for f in found.findings):
        parts = _parts(change.path, blobs.get(change.new_blob, b""), files, lambda part: blobs.get(part.new_blob))
        found = _with_anchors(_with_content(found, file, "L", parts), parts)
    if any(f.subject is Subject.INCLUDE and f.action is Action.REMOVED for f in found.findings):
        parts = _parts(change.path, blobs.get(change.old_blob, b""), files, lambda part: blobs.get(part.old_blob))
        found = _with_content(found, file, "R", parts)
    return found


def _parts(
    path: str, document: bytes, files: Mapping[str, FileChange], content: Callable[[FileChange], bytes | None]
) -> dict[str, Sequence[str]]:
    """The lines of the files of the range that a document includes."""
    found = {part: content(files[part]) for part in _included_paths(path, document) if part in files}
    return {part: Whole(new=data).new_lines or () for part, data in found.items() if data}


def _with_content(found: Findings, file: _Changed, side: Side, parts: Mapping[str, Sequence[str]]) -> Findings:
    """Findings with what gave way to an included file that has it, or came in the place of one, told once for each."""
    for path, lines in parts.items():
        supplied = [text for line in lines if len(text := _comparable(f" {line}")) >= _TELLING]
        whole = "\n".join(supplied)[:_MOST_TEXT]
        known = set(supplied)
        numbers = [number for number, text in file.lines[side].items() if _is_in(text, known, whole)]
        if sum(len(file.lines[side][number]) for number in numbers) >= _TELLING_ALONE:
            found = _with_part(found, file, side, path, numbers)
    return found


def _is_in(text: str, lines: Collection[str], whole: str) -> bool:
    """Whether a line is one of some lines, or long enough to be known as a part of one."""
    return text in lines or (len(text) >= _LONG_PART and text in whole)


def _with_part(found: Findings, file: _Changed, side: Side, path: str, numbers: Sequence[int]) -> Findings:
    """Findings with those of one side between some lines told as the content of an included file."""
    replaced = [f for f in found.findings if f.subject is Subject.INCLUDE and _is_supplied(f, file, side, numbers)]
    within = [*numbers, *(number for f in replaced for number in _numbers(f.lines, side))]
    first, last = min(within), max(within)

    def is_of_part(shown: Finding | Fact | Quotation) -> bool:
        if isinstance(shown, Finding):
            if shown.subject is Subject.INCLUDE and shown.action in (Action.ADDED, Action.REMOVED):
                return posixpath.basename(path) == posixpath.basename(shown.new or shown.old)
            if shown.action is Action.REPLACED:
                return shown in replaced
            if shown.action not in (_ACTIONS[side], Action.MOVED):
                return False
        own = list(_numbers(shown.lines, side))
        return bool(own) and all(first <= number <= last for number in own)

    told = [f for f in found.findings if is_of_part(f)]
    if not any(list(_numbers(f.lines, side)) for f in told):
        return found
    spans = tuple(sorted({span for f in told for span in f.lines if span.side == side}))
    texts = [f.old for f in replaced] + [file.lines[side][number] for number in numbers]
    text = next((text for text in texts if "|" not in text), texts[0].partition("|")[0].strip())
    sections = {f.section for f in told if f.section}
    section = sections.pop() if len(sections) == 1 else ""
    content = Finding(Subject.INCLUDE, Action.MOVED, text, section=section, path=path, lines=spans)
    gone = set(map(id, told))
    return replace(
        found,
        findings=(*(f for f in found.findings if id(f) not in gone), content),
        facts=tuple(f for f in found.facts if (f.old and f.new) or not is_of_part(f)),
        quotations=tuple(q for q in found.quotations if not is_of_part(q)),
        moves=(
            *(m for m in found.moves if m.path != path or m.is_here is not (side == "R")),
            Move(Subject.INCLUDE, text, path, side == "R", spans),
        ),
    )


def _is_supplied(finding: Finding, file: _Changed, side: Side, numbers: Collection[int]) -> bool:
    """Whether most of what an include took the place of stands in lines that it supplies."""
    telling = [number for number in _numbers(finding.lines, side) if number in file.lines[side]]
    replaced = finding.action is Action.REPLACED
    return replaced and bool(telling) and 2 * len({*telling}.intersection(numbers)) >= len(telling)


def _with_anchors(found: Findings, parts: Mapping[str, Sequence[str]]) -> Findings:
    """Findings without the sections and anchors that included files supply, under other content as well."""
    gone = [f for f in found.findings if f.subject is Subject.HEADING and f.action is Action.REMOVED]
    if not (gone or found.lost_anchors):
        return found
    homes = {anchor: path for path, lines in parts.items() for anchor in anchors_of(scan_document(lines)) or ()}
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
