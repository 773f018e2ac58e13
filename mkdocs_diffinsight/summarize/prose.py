"""Findings in documents: what changed in headings, front matter, code blocks and text. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from .edits import Edit, Edits, PlacedLine, narrowed
from .facts import Act, Finding, Outline, Subject
from .links import INCLUDE, ITEM, REFERENCE, bare, excerpt, read_links, without_links
from .markdown import fence_language, heading, is_title, metadata_key
from .tables import cells, columns, read_rows
from .words import read_words

_NOTE = re.compile(r"\s*(?:>\s*\[!(\w+)\]|(?:!!!|\?\?\?\+?)\s+(\w+)|\.\.\s+(note|warning|tip|caution|important)::)")
_IMAGE_LINE = re.compile(r"\s*(?::::image|<img)\b")
_NAMED_VALUE = re.compile(r"\s*(?:-\s+)?\"?[\w.@/-]+\"?\s*[:=]\s*(.*)")


def read_document(edits: Edits, lines: Sequence[PlacedLine]) -> list[Finding]:
    """What changed in a document, in no particular order."""
    headings = list(_headings(edits))
    sections = {(finding.act, finding.name) for finding in headings}
    rest = _without_sections(edits, sections)
    return [
        *headings,
        *_metadata(edits),
        *read_rows(rest, columns(lines)),
        *(link for link in read_links(edits) if (link.act, link.section) not in sections),
        *_blocks(edits),
        *_notes(rest),
        *_text(rest),
    ]


def outline_document(lines: Sequence[PlacedLine]) -> Outline:
    """What a document that came or went as a whole holds."""
    metadata = {
        placed.section: placed.text for placed in lines if metadata_key(placed.text) and placed.area == "metadata"
    }
    headings = [
        text for placed in lines if placed.area == "text" and (text := heading(placed.text)) == placed.section and text
    ]
    languages = [language for placed in lines if placed.area == "code" and (language := fence_language(placed.text))]
    first = next((heading(p.text) for p in lines if p.area == "text" and is_title(p.text) and heading(p.text)), "")
    title = _value(metadata.get("title", "")) or first
    return Outline(
        title=title,
        description=_value(metadata.get("description", "")),
        headings=tuple(text for text in headings if text != title),
        languages=tuple(dict.fromkeys(languages)),
        lines=len(lines),
    )


def document_title(lines: Iterable[PlacedLine]) -> str:
    """The title that a document's front matter gives it, as far as the diff shows it."""
    titles = [p.text for p in lines if p.area == "metadata" and p.section == "title" and p.line.kind != "-"]
    return _value(titles[0]) if titles else ""


def _value(text: str) -> str:
    found = _NAMED_VALUE.match(text)
    return found[1].strip().strip("'\"") if found else ""


def _without_sections(edits: Edits, sections: set[tuple[Act, str]]) -> Edits:
    """The edits outside of sections that came or went as a whole: their heading stands for their lines."""
    added = tuple(p for p in edits.added if (Act.ADDED, p.section) not in sections)
    removed = tuple(p for p in edits.removed if (Act.REMOVED, p.section) not in sections)
    return Edits(edits.pairs, removed, added, edits.moved)


def _is_heading(placed: PlacedLine) -> bool:
    return placed.area == "text" and bool(placed.section) and heading(placed.text) == placed.section


def _headings(edits: Edits) -> Iterator[Finding]:
    for edit in edits.pairs:
        if _is_heading(edit.old) and _is_heading(edit.new) and edit.old.section != edit.new.section:
            yield Finding(Subject.HEADING, Act.RENAMED, old=edit.old.section, new=edit.new.section)
    alone = [(Act.ADDED, p, edits.added) for p in edits.added] + [
        (Act.REMOVED, p, edits.removed) for p in edits.removed
    ]
    for act, placed, side in alone:
        if _is_heading(placed):
            yield Finding(Subject.HEADING, act, placed.section, new=_first_text(side, placed))


def _first_text(lines: Sequence[PlacedLine], head: PlacedLine) -> str:
    """How a section that came or went as a whole begins."""
    at = lines.index(head)
    inside = (p for p in lines[at + 1 : at + 6] if p.section == head.section and p.area == "text")
    return next((bare(p.text) for p in inside if not heading(p.text) and any(map(str.isalnum, p.text))), "")


def _metadata(edits: Edits) -> Iterator[Finding]:
    removed = [p for p in edits.removed if p.area == "metadata"]
    added = [p for p in edits.added if p.area == "metadata"]
    for edit in edits.pairs:
        if edit.old.area == "metadata":
            if edit.old.text.split() == edit.new.text.split():
                continue
            if edit.old.section == edit.new.section:
                yield _metadata_change(edit.old, edit.new)
            else:
                removed.append(edit.old)
                added.append(edit.new)
    removed, added = _telling(removed), _telling(added)
    by_key = {p.section: p for p in added if metadata_key(p.text)}
    for placed in removed:
        other = by_key.get(placed.section) if metadata_key(placed.text) else None
        if other:
            added.remove(other)
            yield _metadata_change(placed, other)
        else:
            yield _metadata_line(Act.REMOVED, placed)
    yield from (_metadata_line(Act.ADDED, placed) for placed in added)


def _telling(lines: list[PlacedLine]) -> list[PlacedLine]:
    """Without the keys that stand alone above their list: its items name them."""
    items = {p.section for p in lines if not metadata_key(p.text)}
    return [p for p in lines if not (metadata_key(p.text) and p.section in items and not _value(p.text))]


def _metadata_change(old: PlacedLine, new: PlacedLine) -> Finding:
    if metadata_key(old.text):
        return Finding(Subject.METADATA, Act.CHANGED, new.section, *narrowed(_value(old.text), _value(new.text)))
    return Finding(Subject.METADATA, Act.CHANGED, new.section, *narrowed(bare(old.text), bare(new.text)))


def _metadata_line(act: Act, placed: PlacedLine) -> Finding:
    value = _value(placed.text) if metadata_key(placed.text) else bare(placed.text)
    name = placed.section or value
    old, new = (value, "") if act is Act.REMOVED else ("", value)
    return Finding(Subject.METADATA, act, name, old, new)


def _blocks(edits: Edits) -> Iterator[Finding]:
    """Code blocks that came or went, named by their language, and changed lines in others."""
    for act, side in ((Act.ADDED, edits.added), (Act.REMOVED, edits.removed)):
        fenced = False
        for placed in side:
            language = fence_language(placed.text) if placed.area == "code" else None
            if language is not None:
                fenced = bool(language) or not fenced
                if fenced:
                    yield Finding(Subject.BLOCK, act, language, section=placed.section)
            elif placed.area == "text":
                fenced = False
    for edit in edits.pairs:
        old, new = fence_language(edit.old.text), fence_language(edit.new.text)
        if old is not None and new is not None and old != new and edit.new.area == "code":
            yield Finding(Subject.BLOCK, Act.CHANGED, "", old, new, edit.new.section)


def _notes(edits: Edits) -> Iterator[Finding]:
    for act, side in ((Act.ADDED, edits.added), (Act.REMOVED, edits.removed)):
        for placed in side:
            if placed.area == "text" and (note := _NOTE.match(placed.text)):
                kind = next(filter(None, note.groups()))
                yield Finding(Subject.NOTE, act, kind, section=placed.section)


def _text(edits: Edits) -> Iterator[Finding]:
    """Words, list items and paragraphs."""
    yield from read_words(edit for edit in edits.pairs if _is_words(edit))
    passages = {
        act: list(_passages(act, side)) for act, side in ((Act.ADDED, edits.added), (Act.REMOVED, edits.removed))
    }
    added, removed = ({(f.subject, f.name) for f in found} for found in passages.values())
    for found in passages.values():
        yield from (f for f in found if (f.subject, f.name) not in added & removed)


def _is_words(edit: Edit) -> bool:
    """Whether nothing more precise than its words is said about a replaced line."""
    if edit.new.area == "code":
        return fence_language(edit.new.text) is None
    text = edit.new.text
    told = _is_heading(edit.new) or cells(text)
    return edit.new.area == "text" and not told and not REFERENCE.match(text)


def _passages(act: Act, side: Sequence[PlacedLine]) -> Iterator[Finding]:
    last = -2
    fenced = False
    for placed in side:
        number = placed.line.new or placed.line.old or 0
        text = placed.text
        if placed.area == "code":
            language = fence_language(text)
            if language is not None:
                fenced = bool(language) or not fenced
            elif not fenced:
                yield Finding(Subject.LINE, act, text.strip(), section=placed.section)
            continue
        fenced = False
        if placed.area != "text" or not _is_prose(text):
            continue
        if ITEM.match(text):
            yield Finding(Subject.ITEM, act, excerpt(text), section=placed.section)
        elif number != last + 1:
            yield Finding(Subject.PARAGRAPH, act, excerpt(text), section=placed.section)
        last = number


def _is_prose(text: str) -> bool:
    """Whether a line alone is a passage: no heading, row, note mark, image, include or directive."""
    return (
        any(map(str.isalnum, without_links(text)))
        and not heading(text)
        and not cells(text)
        and not _NOTE.match(text)
        and not _IMAGE_LINE.match(text)
        and not INCLUDE.search(text[:200])
        and not REFERENCE.match(text)
        and not text.lstrip().startswith((":::", "<!--", "> [!"))
    )
