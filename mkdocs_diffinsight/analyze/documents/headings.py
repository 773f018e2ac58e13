"""Headings of a document: which sections came, went, have another name or gave way to others. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import islice, takewhile

from ...model.findings import Action, Finding, LineSpan, Subject
from ..lines.edits import Edit, Edits, PlacedLine, proof, runs, take_matches
from .links import ITEM, bare, strip_targets
from .markdown import heading, heading_level, tab_of
from .tables import cells, plain, row_name
from .words import FUNCTION_WORDS, says_same

# e.g. [v1.2.0](https://example.org) (2025-01-27)
_RELEASE = re.compile(r"(?:<\w{1,10}>|[\[*_ ])*(?:[Vv]ersion |[Vv])?(\d{1,6}\.\d{1,6}[\w.+-]{0,40})")
# e.g. models
_WORD = re.compile(r"\w+")
# e.g. "It ends. It", and one | two
_END = re.compile(r"[.!?]\s|[。！？|]")
_TELLING = 24
_MOST_ROWS = 12
_MAX_PROOF = 400
"""Lines of a new section that are named as its proof."""
_MOST_SCANNED = 100
_FEWEST_ALIKE = 2
"""So many lines that are alike are hardly so by chance."""
_NEXT = 2
"""How far below a heading the next one stands, if nothing but a blank line is between them."""


def is_heading(placed: PlacedLine) -> bool:
    """Whether a line heads a section."""
    return placed.area == "text" and bool(placed.section) and heading(placed.text) == placed.section


def read_headings(edits: Edits, lines: Sequence[PlacedLine]) -> list[Finding]:
    """What happened to the sections of a document, of which `lines` are shown."""
    found = _with_replacements(list(_headings(edits, _Below(lines))), lines)
    return _with_moves(found, lines)


class _Below:
    """Tells what stands below a heading, as far as the hunks show it."""

    def __init__(self, lines: Sequence[PlacedLine]) -> None:
        self._lines = lines
        self._places = {id(placed): i for i, placed in enumerate(lines)}

    def stays(self, placed: PlacedLine) -> bool:
        """Whether the first text below a heading that came or went stands on both sides."""
        start = self._places[id(placed)] + 1
        kind, number = placed.line.kind, placed.line.new or placed.line.old or 0
        for other in self._lines[start : start + _MOST_SCANNED]:
            if other.line.kind not in (" ", kind):
                continue
            number += 1
            if (other.line.old if kind == "-" else other.line.new) != number:
                return False  # another hunk
            if is_heading(other):
                if other.line.kind == " ":
                    return heading_level(other.text) > heading_level(placed.text)
            elif any(map(str.isalnum, other.text)):
                return other.line.kind == " "
        return False


def _headings(edits: Edits, below: _Below) -> Iterator[Finding]:
    pairs = [edit for edit in edits.pairs if is_heading(edit.old) and is_heading(edit.new)]
    names = [Counter(p.section for p in side if is_heading(p)) for side in (edits.old, edits.new)]
    renamed = [edit for edit in pairs if _is_same(edit, names, below)]
    sure = set(map(id, renamed))
    others = [edit for edit in pairs if id(edit) not in sure]
    gone = sorted((*edits.removed, *(edit.old for edit in others)), key=lambda p: p.line.old or 0)
    come = sorted((*edits.added, *(edit.new for edit in others)), key=lambda p: p.line.new or 0)
    take_matches(gone, come, lambda p: (p.section, p.path) if is_heading(p) else None)
    alone = {name for name in names[0] if names[0][name] == names[1][name] == 1}
    take_matches(gone, come, lambda p: p.section if is_heading(p) and p.section in alone else None)
    renamed += (
        Edit(*match) for match in take_matches(gone, come, lambda p: _version(p.section) if is_heading(p) else None)
    )
    renamed += _with_same_lines(gone, come, edits)
    for old, new in renamed:
        if old.section == new.section:
            continue
        if says_same(old.section, new.section):
            yield Finding(Subject.PUNCTUATION, Action.CHANGED, "", old.section, new.section, lines=proof(old, new))
        else:
            yield Finding(Subject.HEADING, Action.RENAMED, old=old.section, new=new.section, lines=proof(old, new))
    for action, side in ((Action.ADDED, come), (Action.REMOVED, gone)):
        for i, placed in enumerate(side):
            if not is_heading(placed):
                continue
            if below.stays(placed):
                above = placed.path[-2] if len(placed.path) > 1 else ""
                yield Finding(Subject.CAPTION, action, placed.section, section=above, lines=proof(placed))
            else:
                inside = list(_section(side, i))
                text = _first_text(inside[1:6])
                rows = _row_names(inside) if cells(text) else _items(inside[1:], text)
                yield Finding(Subject.HEADING, action, placed.section, new=text, lines=proof(*inside), cells=rows)


def _with_same_lines(gone: list[PlacedLine], come: list[PlacedLine], edits: Edits) -> list[Edit]:
    """Take the headings out of both lists of whose sections most lines that are alike stand below each other."""
    partners: dict[str, Counter[str]] = {}
    for old, new in edits.pairs:
        partners.setdefault(old.section, Counter())[new.section] += not is_heading(new)
    former = Counter(new.section for _, new in edits.pairs if not is_heading(new))
    names = {p.section for p in come if is_heading(p)}
    homes: dict[str, str] = {}
    for name in {p.section for p in gone if is_heading(p)} & partners.keys():
        ((other, number),) = partners[name].most_common(1)
        if other in names and number >= _FEWEST_ALIKE and 2 * number > max(partners[name].total(), former[other]):
            homes[name] = other
    same = take_matches(
        gone, come, lambda p: (homes.get(p.section, p.section), heading_level(p.text)) if is_heading(p) else None
    )
    return [Edit(*match) for match in same]


def _is_same(edit: Edit, names: Sequence[Counter[str]], below: _Below) -> bool:
    """Whether a heading in the place of another one heads the same section, under another name."""
    old, new = edit
    if old.section == new.section:
        return True
    if names[1][old.section] or names[0][new.section]:  # one of them stands elsewhere
        return False
    if _version(old.section) != _version(new.section):
        return False
    if not (old.section + new.section).isascii():
        return True
    tabs = tab_of(old.text), tab_of(new.text)
    words = [{*_WORD.findall(placed.section.casefold())} - FUNCTION_WORDS for placed in edit]
    return bool(words[0] & words[1]) or (tabs[0] == tabs[1] and (bool(tabs[0]) or below.stays(new)))


def _version(title: str) -> str | None:
    """The version that a heading is about, as those of changelogs are."""
    match = _RELEASE.match(title)
    return match[1] if match else None


def _with_replacements(headings: list[Finding], lines: Sequence[PlacedLine]) -> list[Finding]:
    """Headings, with a section that went and the one that came right in its place told as one change; if what they head
    stays, only its heading is another one.
    """
    starts = {
        LineSpan(f.lines[0].side, f.lines[0].first, f.lines[0].first): f
        for f in headings
        if f.lines and f.action in (Action.ADDED, Action.REMOVED)
    }
    if not starts:
        return headings
    told = {id(f): f for f in headings}
    for removed, added in runs(lines):
        gone, come = ([(f, p) for p in side for f in _starting(p, starts)] for side in (removed, added))
        if len(gone) != 1 or len(come) != 1 or heading_level(gone[0][1].text) != heading_level(come[0][1].text):
            continue
        (old, _), (new, _) = gone[0], come[0]
        if old.subject is new.subject and _version(old.name) == _version(new.name):
            action = Action.REPLACED if new.subject is Subject.HEADING else Action.RENAMED
            proven = (*old.lines, *new.lines)
            told[id(new)] = Finding(Subject.HEADING, action, old=old.name, new=new.name, lines=proven)
            del told[id(old)]
    return list(told.values())


def _with_moves(headings: list[Finding], lines: Sequence[PlacedLine]) -> list[Finding]:
    """Headings, with a section that went told as moved if a row has its name, or most it said stands elsewhere."""
    if not any(_went(found) for found in headings):
        return headings
    added = [placed for placed in lines if placed.line.kind == "+"]
    come = {part for placed in added for part in _parts(placed.text)}
    rows = {plain(row[0]) for placed in added if placed.area == "text" and (row := cells(placed.text))}
    gone: dict[str, list[str]] = {}
    for placed in lines:
        if placed.line.kind == "-":
            gone.setdefault(placed.section, []).extend(_parts(placed.text))
    told = []
    for found in headings:
        if _went(found):
            parts = gone.get(found.name, [])
            kept = sum(len(part) for part in parts if part in come)
            if found.name in rows or 2 * kept > sum(map(len, parts)):
                found = replace(found, action=Action.MOVED, new="")
        told.append(found)
    return told


def _went(found: Finding) -> bool:
    return found.subject is Subject.HEADING and found.action is Action.REMOVED


def _parts(text: str) -> Iterator[str]:
    """The sentences and cells of a line, by their letters, as far as they hardly stand in two places by chance."""
    for part in _END.split(strip_targets(text)):
        letters = "".join(filter(str.isalnum, part)).casefold()
        if len(letters) >= _TELLING:
            yield letters


def _starting(placed: PlacedLine, starts: Mapping[LineSpan, Finding]) -> Iterator[Finding]:
    """The section that a line is the heading of, if it is one."""
    for span in proof(placed):
        if found := starts.get(span):
            yield found


def without_inner(headings: Sequence[Finding], lines: Iterable[PlacedLine]) -> Iterator[Finding]:
    """Headings without the first ones inside of sections that came or went and say nothing before, such as tabs."""
    levels = {span: heading_level(p.text) for p in lines if is_heading(p) for span in proof(p)}
    outer: Finding | None = None
    for found in headings:
        if found.subject is not Subject.HEADING or found.action not in (Action.ADDED, Action.REMOVED):
            yield found
        elif outer and _is_first_inside(found, outer, levels):
            outer = replace(outer, new=found.new, lines=(*outer.lines, *found.lines))
        else:
            if outer:
                yield outer
            outer = found
    if outer:
        yield outer


def _is_first_inside(inner: Finding, outer: Finding, levels: Mapping[LineSpan, int]) -> bool:
    """Whether a heading stands right below the one of a section, and heads a part of it."""
    above, below = outer.lines[-1], inner.lines[0]
    if outer.action is not inner.action or outer.new or not 0 < below.first - above.last <= _NEXT:
        return False
    ends = (LineSpan(span.side, span.first, span.first) for span in (outer.lines[0], below))
    top, level = (levels.get(end, 0) for end in ends)
    return top < level


def _section(lines: Sequence[PlacedLine], start: int) -> Iterator[PlacedLine]:
    """The lines of a section from its heading on."""
    return takewhile(lambda placed: placed.section == lines[start].section, lines[start : start + _MAX_PROOF])


def _first_text(lines: Iterable[PlacedLine]) -> str:
    """How a section that came or went as a whole begins."""
    inside = (p.text for p in lines if p.area == "text")
    first = next((text for text in inside if not heading(text) and any(map(str.isalnum, text))), "")
    return first if cells(first) else bare(first)


def _items(lines: Iterable[PlacedLine], first: str) -> tuple[tuple[str, str], ...]:
    """The items of the list that a section begins with, or that its first line leads to."""
    texts = [p.text for p in lines if p.text.strip()]
    listed = takewhile(ITEM.match, texts[1:] if first.endswith((":", "：")) else texts)
    return tuple((bare(text), "") for text in islice(listed, _MOST_ROWS))


def _row_names(lines: Iterable[PlacedLine]) -> tuple[tuple[str, str], ...]:
    """The names of the rows of a table in some lines, below its head."""
    rows = (row for placed in lines if placed.area == "text" and (row := cells(placed.text)))
    return tuple((row_name(row), "") for row in islice(rows, 1, _MOST_ROWS))
