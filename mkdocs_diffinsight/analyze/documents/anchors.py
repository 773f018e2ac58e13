"""Anchors of a document's headings, as the common generators make them. Pure."""

from __future__ import annotations

import re
from collections import Counter

from .markdown import Document, heading, is_title_at, underlined, without_links_and_tags

# e.g. Install {#setup}
_EXPLICIT = re.compile(r"\{[^{}]{0,100}?#([\w.:-]{1,100})[^{}]{0,100}?\}\s*\Z")
# e.g. <a id="setup">
_HTML = re.compile(r"<\w+\s[^<>]{0,300}?\b(?:id|name)\s*=\s*[\"']([^\"'<>]{1,100})[\"']", re.IGNORECASE)
_TAB = "(#tab/"
# e.g. what's new?
_DROPPED = re.compile(r"[^\w\- ]")


def lost_anchors(old: Document | None, new: Document | None) -> tuple[str, ...]:
    """Anchors that a document had and has no more; none where a side is not known as a whole.

    The title's is left out: links to a page lead there without it.
    """
    before, after = anchors_of(old), anchors_of(new)
    if before is None or after is None:
        return ()
    kept = set(after)
    return tuple(dict.fromkeys(anchor for anchor in before if anchor not in kept))


def anchors_of(document: Document | None) -> list[str] | None:
    """The anchors of a document but for its title's; `None` where it is not known as a whole."""
    if document is None or document.places is None:
        return None
    lines, places = document.lines, document.places
    found: list[str] = []
    taken: Counter[str] = Counter()
    tagged = {i for i, line in enumerate(lines) if "<" in line and "=" in line}
    for i in sorted(tagged.union(document.signs)):
        if places[i].area != "text":
            continue
        text = lines[i]
        found += _HTML.findall(text[:2000])
        title = heading(text) or underlined(lines, i)
        if title and _TAB not in text:
            if explicit := _EXPLICIT.search(title):
                found.append(explicit[1])
            elif name := slug(title):
                if not is_title_at(lines, i):
                    found.append(f"{name}-{taken[name]}" if taken[name] else name)
                taken[name] += 1
    return found


def slug(title: str) -> str:
    """A heading's anchor by GitHub's rules, which other generators follow for plain headings."""
    return _DROPPED.sub("", without_links_and_tags(title).strip().lower()).replace(" ", "-")
