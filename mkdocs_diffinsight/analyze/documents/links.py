"""Links, images and includes of a document: which came, went or point elsewhere. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Hashable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from ...model.findings import Action, Finding, Subject
from ..lines.edits import Edits, PlacedLine, proof, take_matches

# e.g. - [x] Open the page.
ITEM = re.compile(r"[\s>]*(?:[-*+]|\d{1,4}[.)])\s+(?:\[[ xX]\]\s+)?(\S.*)")
_TARGET = (
    r"\([ \t]{0,8}<?([^()\s<>]{0,500}(?:\([^()\s]{0,80}\)[^()\s]{0,200}){0,4})>?(?:\s{1,8}\"[^\"]{0,300}\")?\s{0,8}\)"
)
# e.g. [the guide](guide_(1).md "A title")
_LINK = re.compile(r"(!?)\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,300})\]" + _TARGET)
# e.g. [!INCLUDE [name](part.md)]
INCLUDE = re.compile(r"!include\b\s*\[?", re.IGNORECASE)
# e.g. [guide]: https://example.org/guide
REFERENCE = re.compile(r"\s{0,3}\[([^\]]{1,200})\]:\s+(\S+)")
# e.g. <img alt="A" src="media/a.png">
_SOURCE = re.compile(r"(?::::image\b.{0,400}?\bsource|<img\b[^<>]{0,400}?\bsrc)\s*=\s*[\"']([^\"']{1,500})[\"']")
# e.g. :::code language="python" source="~/samples/a.py":::
_INCLUDED = re.compile(
    r"\s*(?::::code\b[^\"]{0,100}(?:\"[^\"]{0,100}\"[^\"]{0,50}?)?\bsource=|-{2,}8<-{2,}\s|\.\.\s(?:literal)?include::\s|include::"
    r"|\{%-?\s?include(?:-markdown|_relative)?\s|\{[!*]>?)\s?[\"']?([^\s\"'\[\]%]{1,300})"
)
"""How other generators than the one of `INCLUDE` take in a file."""
# e.g. lightbox="media/a.png"
_ATTRIBUTE = re.compile(r"\b(source|lightbox|src)\s*=\s*[\"'][^\"']*[\"']")
_MAX_SCAN = 4000


@dataclass(frozen=True)
class _Link:
    subject: Subject
    text: str
    target: str
    placed: PlacedLine
    line: int
    """The pair of lines it stands in, or -1."""
    row: str = ""
    """What the row of a table that it stands in is called."""


_KEYS: tuple[Callable[[_Link], Hashable], ...] = (
    lambda link: (link.subject, link.text, link.target),
    lambda link: (link.subject, link.text, link.row, link.line) if link.line >= 0 else None,
    lambda link: (link.subject, link.text, link.row, link.placed.section),
    lambda link: (link.subject, link.target),  # under other words, which tell it
    lambda link: (link.subject, link.row, link.line) if link.line >= 0 else None,
)
"""What makes two links the same one, from the surest sign to the least sure."""


def read_links(edits: Edits) -> Iterator[Finding]:
    """Links, images and includes that came, went or point elsewhere; those that only moved cancel out."""
    old = [link for i, edit in enumerate(edits.pairs) for link in _line_links(edit.old, i)]
    new = [link for i, edit in enumerate(edits.pairs) for link in _line_links(edit.new, i)]
    old += (link for placed in edits.removed for link in _line_links(placed, -1))
    new += (link for placed in edits.added for link in _line_links(placed, -1))
    for key in _KEYS:
        for before, after in take_matches(old, new, key):
            if before.target != after.target:
                targets = before.target, after.target
                lines = proof(before.placed, after.placed)
                yield Finding(after.subject, Action.CHANGED, after.text, *targets, after.placed.section, lines=lines)
    for a in old:
        yield Finding(a.subject, Action.REMOVED, a.text, old=a.target, section=a.placed.section, lines=proof(a.placed))
    for a in new:
        yield Finding(a.subject, Action.ADDED, a.text, new=a.target, section=a.placed.section, lines=proof(a.placed))


def _line_links(placed: PlacedLine, line: int) -> Iterator[_Link]:
    text = placed.text
    if placed.area != "text" or len(text) > _MAX_SCAN:
        return
    if "](" in text:
        row = strip_targets(text).lstrip(" \t|").partition("|")[0].strip() if text.lstrip()[:1] == "|" else ""
        for bang, label, target in _LINK.findall(text):
            if target.startswith("#tab/"):
                continue
            subject = Subject.IMAGE if bang else Subject.LINK
            if INCLUDE.search(text):
                subject, label = Subject.INCLUDE, ""
            yield _Link(subject, " ".join(label.split()), target, placed, line, row)
    if included := _INCLUDED.match(text[:600]):
        yield _Link(Subject.INCLUDE, "", included[1], placed, line)
    if "=" in text:
        for source in _SOURCE.findall(text):
            yield _Link(Subject.IMAGE, "", source, placed, line)
    if reference := REFERENCE.match(text):
        yield _Link(Subject.LINK, reference[1], reference[2], placed, line)


@lru_cache(maxsize=256)  # several readers ask for the same lines
def strip_targets(text: str) -> str:
    """A line without the targets of its links and images."""
    if len(text) > _MAX_SCAN:
        return text
    text = _LINK.sub(lambda link: f"{link[1]}[{link[2]}]", text) if "](" in text else text
    return _ATTRIBUTE.sub(r"\1=", text) if "=" in text and _SOURCE.search(text) else text


def may_include(text: str) -> bool:
    """Whether a line may take in a file, which costs less than to know it."""
    return "include" in text.casefold() or "8<" in text or ":::" in text


def included(text: str) -> str:
    """The file that a line takes in, or nothing."""
    text = text[:600]
    if found := _INCLUDED.match(text):
        return found[1]
    link = _LINK.search(text) if INCLUDE.search(text[:200]) and "](" in text else None
    return link[3] if link else ""


def is_include(text: str) -> bool:
    """Whether a line takes in another file and says nothing else."""
    return bool(INCLUDE.search(text[:200]) or _INCLUDED.match(text[:600]))


def bare(text: str) -> str:
    """A line without the marks of its kind: bullets, quotes, cells."""
    item = ITEM.match(text)
    return (item[1] if item else text.lstrip(" \t>|")).strip(" \t|")


def links_alone(text: str) -> list[tuple[str, str]]:
    """The labels and targets of the links of a line that has nothing else; nothing for any other line."""
    found = _LINK.findall(text) if "](" in text and len(text) <= _MAX_SCAN else []
    alone = bool(found) and not any(bang for bang, *_ in found) and not any(map(str.isalnum, bare(without_links(text))))
    return [(" ".join(label.split()), target) for _, label, target in found] if alone else []


def without_links(text: str) -> str:
    """What a line says besides its links."""
    return _LINK.sub("", text[:_MAX_SCAN])
