"""Findings in documents: what changed in headings, front matter, code blocks and text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from ...model.findings import Action, Finding, Outline, Subject
from ..lines.edits import Edit, Edits, PlacedLine, likely_in, proof, runs, take_matches
from .comments import read_comments
from .directives import MONIKER, is_directive, moniker
from .headings import is_heading, read_headings, without_inner
from .links import ITEM, REFERENCE, bare, included, is_include, read_links
from .markdown import Document, fence_language, heading, is_title, is_title_at, metadata_key, underlined
from .prose import NOTE, is_prose
from .tables import SEPARATOR, cells, read_rows
from .words import read_words

_TELLING = 40
"""So long a passage hardly stands in two places by chance."""
_MOST = 0.7
"""So much of a passage stands where it moved to, reworded."""
_MOST_COMPARED = 60
_OTHER = {Action.ADDED: Action.REMOVED, Action.REMOVED: Action.ADDED}
# e.g. title: A guide
_NAMED_VALUE = re.compile(r"\s*(?:-\s+)?\"?[\w.@/-]+\"?\s*[:=]\s*(.*)")


def read_document(edits: Edits, lines: Sequence[PlacedLine]) -> list[Finding]:
    """What changed in a document, in no particular order."""
    inclusions, edits = _included(edits, lines)
    comments, edits = read_comments(edits, lines)
    headings = read_headings(edits, lines)
    sections = _whole_sections(headings)
    replaced, rest = _replaced(_without_sections(edits, sections), lines)
    return [
        *inclusions,
        *comments,
        *without_inner(headings, lines),
        *replaced,
        *_metadata(edits),
        *read_rows(rest, lines),
        *(link for link in read_links(edits) if (link.action, link.section) not in sections),
        *_blocks(edits),
        *_notes(rest),
        *_monikers(edits, lines),
        *_text(rest, edits),
    ]


def _included(edits: Edits, lines: Sequence[PlacedLine]) -> tuple[list[Finding], Edits]:
    """Files that are included in the place of what stood there, and the other edits."""
    if not any(is_include(p.text) for p in edits.added):
        return [], edits
    found = []
    told: set[int] = set()
    gone, come = ({id(p) for p in side} for side in (edits.removed, edits.added))
    for removed, added in runs(p for p in lines if p.text.strip() or p.line.kind != " "):
        was = [p for p in removed if id(p) in gone and p.area == "text"]
        prose = [p for p in was if is_heading(p) or is_prose(p.text) or cells(p.text)]
        if prose and added and all(id(p) in come and is_include(p.text) for p in added):
            old, target, section = _heading_or_text(prose[0]), included(added[0].text), added[0].section
            proven = proof(*removed, *added)
            found.append(Finding(Subject.INCLUDE, Action.REPLACED, "", old, target, section, lines=proven))
            told |= {id(p) for p in (*removed, *added)}
    return found, edits.without(lambda p: id(p) in told) if told else edits


def _heading_or_text(placed: PlacedLine) -> str:
    return heading(placed.text) or bare(placed.text)


def _replaced(edits: Edits, lines: Sequence[PlacedLine]) -> tuple[list[Finding], Edits]:
    """Passages that came right in the place of others, one for one, and the other edits."""
    found = []
    told: set[int] = set()
    gone, come = ({id(p) for p in side} for side in (edits.removed, edits.added))
    for removed, added in runs(lines) if gone and come else ():
        was, now = [p for p in removed if id(p) in gone], [p for p in added if id(p) in come]
        if was and now and (pair := _one_for_one(was, now)):
            old, new = pair
            proven = (*old.lines, *new.lines)
            section = new.section
            found.append(Finding(Subject.PARAGRAPH, Action.REPLACED, "", old.name, new.name, section, lines=proven))
            told |= {id(p) for p in (*was, *now) if p.area == "text" and is_prose(p.text)}
    return found, edits.without(lambda p: id(p) in told) if told else edits


def _one_for_one(was: Sequence[PlacedLine], now: Sequence[PlacedLine]) -> tuple[Finding, Finding] | None:
    """The passage that went and the one that came, if there is one of each, of the same sort and in one section."""
    old, new = list(_passages(Action.REMOVED, was)), list(_passages(Action.ADDED, now))
    if len(old) == len(new) == 1 and (old[0].subject, old[0].section) == (new[0].subject, new[0].section):
        return (old[0], new[0]) if old[0].subject in (Subject.ITEM, Subject.PARAGRAPH) else None
    return None


def _whole_sections(headings: Iterable[Finding]) -> set[tuple[Action, str]]:
    """The sections that came or went as a whole."""
    sections = set()
    for finding in headings:
        if finding.subject is not Subject.HEADING or finding.action is Action.RENAMED:
            continue
        if finding.action is Action.MOVED:
            sections.add((Action.REMOVED, finding.name))
        elif finding.action is Action.REPLACED:
            sections |= {(Action.REMOVED, finding.old), (Action.ADDED, finding.new)}
        else:
            sections.add((finding.action, finding.name))
    return sections


def outline_document(lines: Sequence[PlacedLine]) -> Outline:
    """What a document that came or went as a whole holds."""
    metadata = {p.section: p.text for p in lines if p.area == "metadata" and metadata_key(p.text)}
    languages = [language for placed in lines if placed.fence == "opens" and (language := fence_language(placed.text))]
    first = next((heading(p.text) for p in lines if p.area == "text" and is_title(p.text) and heading(p.text)), "")
    title = _value(metadata.get("title", "")) or first
    description = _value(metadata.get("description", ""))
    headings = tuple(p.section for p in lines if is_heading(p) and p.section != title)
    return Outline(title, description, headings, languages=tuple(dict.fromkeys(languages)), lines=len(lines))


def document_title(lines: Iterable[PlacedLine]) -> str:
    """The title that a document's front matter gives it, as far as the diff shows it."""
    titles = [p.text for p in lines if p.area == "metadata" and p.section == "title" and p.line.kind != "-"]
    return _value(titles[0]) if titles else ""


def title_of(document: Document | None) -> str:
    """The title of a whole document: by its front matter, or its first heading, if no code stands before it."""
    if document is None:
        return ""
    lines, places = document.lines, document.places
    named = (line for line in lines[: document.front] if metadata_key(line).lower() == "title")
    if title := _value(next(named, "")):
        return title
    for i in document.signs if places else ():
        title = heading(lines[i]) or underlined(lines, i)
        if places and (places[i].fence or (title and places[i].area == "text")):
            return title if is_title_at(lines, i) else ""
    return ""


def _value(text: str) -> str:
    match = _NAMED_VALUE.match(text)
    return match[1].strip().strip("'\"") if match else ""


def _without_sections(edits: Edits, sections: set[tuple[Action, str]]) -> Edits:
    """The edits outside of sections that came or went as a whole: their heading stands for their lines."""
    added = tuple(p for p in edits.added if (Action.ADDED, p.section) not in sections)
    removed = tuple(p for p in edits.removed if (Action.REMOVED, p.section) not in sections)
    return Edits(edits.pairs, removed, added)


def _metadata(edits: Edits) -> Iterator[Finding]:
    removed, added = ([p for p in side if p.area == "metadata"] for side in (edits.removed, edits.added))
    for old, new in edits.pairs:
        if old.area != "metadata" or old.text.split() == new.text.split():
            continue
        if old.section == new.section:
            yield _metadata_change(old, new)
        else:
            removed.append(old)
            added.append(new)
    removed, added = _telling(removed), _telling(added)
    same_key = take_matches(removed, added, lambda p: p.section if metadata_key(p.text) else None)
    yield from (_metadata_change(old, new) for old, new in same_key)
    yield from (_metadata_line(Action.REMOVED, placed) for placed in removed)
    yield from (_metadata_line(Action.ADDED, placed) for placed in added)


def _telling(lines: list[PlacedLine]) -> list[PlacedLine]:
    """Without the keys that stand alone above their list: its items name them."""
    items = {p.section for p in lines if not metadata_key(p.text)}
    return [p for p in lines if not (metadata_key(p.text) and p.section in items and not _value(p.text))]


def _metadata_change(old: PlacedLine, new: PlacedLine) -> Finding:
    read = _value if metadata_key(old.text) else bare
    values = read(old.text), read(new.text)
    return Finding(Subject.METADATA, Action.CHANGED, new.section, *values, lines=proof(old, new))


def _metadata_line(action: Action, placed: PlacedLine) -> Finding:
    value = _value(placed.text) if metadata_key(placed.text) else bare(placed.text)
    name = placed.section or value
    old, new = (value, "") if action is Action.REMOVED else ("", value)
    return Finding(Subject.METADATA, action, name, old, new, lines=proof(placed))


def _blocks(edits: Edits) -> Iterator[Finding]:
    """Code blocks that came or went, named by their language, and changed lines in others."""
    for action, side in edits.alone:
        for placed in side:
            if placed.fence == "opens":
                name = fence_language(placed.text) or ""
                yield Finding(Subject.BLOCK, action, name, section=placed.section, lines=proof(placed))
    for edit in edits.pairs:
        old, new = fence_language(edit.old.text) or "", fence_language(edit.new.text) or ""
        if edit.old.fence == edit.new.fence == "opens" and old != new:
            yield Finding(Subject.BLOCK, Action.CHANGED, "", old, new, edit.new.section, lines=proof(*edit))


def _notes(edits: Edits) -> Iterator[Finding]:
    for action, side in edits.alone:
        for placed in side:
            if placed.area == "text" and (note := NOTE.match(placed.text)):
                kind = next(filter(None, note.groups()))
                yield Finding(Subject.NOTE, action, kind, section=placed.section, lines=proof(placed))
    for edit in edits.pairs:
        if kinds := _note_kinds(edit):
            yield Finding(Subject.NOTE, Action.CHANGED, "", *kinds, edit.new.section, lines=proof(*edit))


def _note_kinds(edit: Edit) -> tuple[str, str] | None:
    """The kinds of a callout before and after, where its mark says nothing else that is new."""
    if edit.new.area != "text":
        return None
    marks = NOTE.match(edit.old.text), NOTE.match(edit.new.text)
    if not (marks[0] and marks[1]):
        return None
    old, new = (next(filter(None, mark.groups())) for mark in marks if mark)
    same = edit.old.text[marks[0].end() :].strip() == edit.new.text[marks[1].end() :].strip()
    return (old, new) if same and old != new else None


def _monikers(edits: Edits, lines: Sequence[PlacedLine]) -> Iterator[Finding]:
    """The versions that parts of a page are for, which its directives name: the same part begins with the same line, or
    is the only one of its section that is left.
    """
    gone, come = ([(name, p) for p in side if (name := moniker(p.text))] for side in (edits.old, edits.new))
    take_matches(gone, come, lambda one: (one[0], one[1].section))
    below = _first_below(lines) if gone and come else {}
    same = take_matches(gone, come, lambda one: below.get(id(one[1])))
    for (old, before), (new, after) in [*same, *take_matches(gone, come, lambda one: one[1].section)]:
        proven = proof(before, after)
        yield Finding(Subject.SETTING, Action.CHANGED, MONIKER, old, new, after.section, lines=proven)
    for old, p in gone:
        yield Finding(Subject.SETTING, Action.REMOVED, MONIKER, old=old, section=p.section, lines=proof(p))
    for new, p in come:
        yield Finding(Subject.SETTING, Action.ADDED, MONIKER, new=new, section=p.section, lines=proof(p))


def _first_below(lines: Sequence[PlacedLine]) -> dict[int, str]:
    """By each line with versions, the first text below it on its side."""
    found = {}
    for kind in "-+":
        following = ""
        for placed in reversed([placed for placed in lines if placed.line.kind in (" ", kind)]):
            if moniker(placed.text):
                found[id(placed)] = following
            elif placed.text.strip():
                following = placed.text.strip()
    return {line: text for line, text in found.items() if text}


def _text(edits: Edits, everything: Edits) -> Iterator[Finding]:
    """Words, list items and paragraphs; what stands elsewhere in `everything` that changed is neither new nor gone."""
    yield from read_words(edit for edit in edits.pairs if _is_words(edit) and not _note_kinds(edit))
    passages = {action: list(_passages(action, side)) for action, side in edits.alone}
    added, removed = ({(f.subject, f.name) for f in found} for found in passages.values())
    moved = added & removed
    others = {
        action: dict.fromkeys(text for placed in side if len(text := bare(placed.text)) >= _TELLING)
        for action, side in ((Action.ADDED, everything.removed), (Action.REMOVED, everything.added))
    }
    for action, found in passages.items():
        own = {f.name for f in passages[_OTHER[action]]}
        is_reworded = likely_in(islice((text for text in others[action] if text not in own), _MOST_COMPARED), _MOST)
        for f in found:
            stays = (f.subject, f.name) in moved or f.name in others[action]
            if not stays and not (len(f.name) >= _TELLING and is_reworded(f.name)):
                yield f


def _is_words(edit: Edit) -> bool:
    """Whether nothing more precise than its words is said about a replaced line."""
    if edit.new.area == "code":
        return not edit.new.fence
    text = edit.new.text
    told = is_heading(edit.new) or cells(text) or SEPARATOR.match(text) or is_directive(text)
    return edit.new.area == "text" and not told and not REFERENCE.match(text)


def _passages(action: Action, side: Sequence[PlacedLine]) -> Iterator[Finding]:
    last = -2
    fenced = False
    for placed in side:
        number = placed.line.new or placed.line.old or 0
        text = placed.text
        if placed.area == "code":
            if placed.fence:
                fenced = placed.fence == "opens"
            elif not fenced:
                yield Finding(Subject.LINE, action, text.strip(), section=placed.section, lines=proof(placed))
            continue
        fenced = False
        if placed.area != "text" or not is_prose(text):
            continue
        if ITEM.match(text):
            yield Finding(Subject.ITEM, action, bare(text), section=placed.section, lines=proof(placed))
        elif number != last + 1:
            yield Finding(Subject.PARAGRAPH, action, bare(text), section=placed.section, lines=proof(placed))
        last = number
