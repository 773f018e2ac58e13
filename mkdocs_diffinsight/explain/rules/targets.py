"""What changed targets of links have in common: another version in them, or the same words. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from ...analyze.lines.edits import Replacement, likely_in
from ...model.findings import Action, Finding, LineSpan, Subject

_OF_LINES = (Subject.LINK, Subject.PHRASE, Subject.PARAGRAPH, Subject.ITEM, Subject.ROW, Subject.PUNCTUATION)
"""What a line of links is told with."""
_SAME_LABEL = 0.5
"""So much of the label of a link is still the same one, reworded."""

# e.g. the 1.0.0-beta.2 of /acme/1.0.0-beta.2/index.html
_VERSION = re.compile(
    r"(?<![A-Za-z0-9.])v?\d{1,4}(?:\.\d{1,6}){1,3}(?:[-.]?(?:alpha|beta|rc|preview|dev|a|b)\.?\d{0,4})?(?![A-Za-z0-9])"
)


def with_shared_targets(
    findings: Sequence[Finding], replaced: Callable[[str, str], Replacement | None]
) -> tuple[list[Finding], list[list[Finding]]]:
    """Findings without the links that are told together, and these: those that lead to another version, with both,
    and those in whose targets the same words gave way to the same ones.
    """
    links = [f for f in findings if f.subject is Subject.LINK and f.action is Action.CHANGED]
    versions = _grouped(links, _version)
    told = {id(f) for group in versions.values() for f in group}
    rest = [f for f in links if id(f) not in told]
    shared = _grouped(rest, lambda f: replaced(f.old, f.new))
    alike = {part: group for part, group in shared.items() if len(group) > 1}
    told |= {id(f) for group in alike.values() for f in group}
    together = [
        [replace(f, action=Action.REPLACED, old=part.old, new=part.new) for f in group]
        for part, group in versions.items()
    ]
    together += [[replace(f, old=part.old, new=part.new) for f in group] for part, group in alike.items()]
    return [f for f in findings if id(f) not in told], together


def with_lines_of_links(
    findings: Sequence[Finding],
    shared: Iterable[Iterable[Finding]],
    links_alone: Callable[[LineSpan], Sequence[tuple[str, str]]],
) -> tuple[list[Finding], list[list[Finding]]]:
    """Findings without those of lines that are links and nothing else, and these: the links of a line with several that
    lead elsewhere, or the one that gave way to another. Lines with `shared` links are told by these.
    """
    lines = {span for links in shared for link in links for span in link.lines}
    changed: dict[tuple[LineSpan, ...], list[Finding]] = {}
    for f in findings:
        if f.subject is Subject.LINK and f.action is Action.CHANGED and lines.isdisjoint(f.lines):
            changed.setdefault(f.lines[:2], []).append(f)
    together: dict[LineSpan, list[Finding]] = {}
    for spans, links in changed.items():
        before, after = map(links_alone, spans) if len(spans) > 1 else ((), ())
        if len(before) == len(after) == 1 and not likely_in([before[0][0]], _SAME_LABEL)(after[0][0]):
            old, new, target = before[0][0], after[0][0], links[0].new
            together[spans[-1]] = [replace(links[0], action=Action.RENAMED, name="", old=old, new=new, path=target)]
        elif len(links) > 1 and min(len(before), len(after)) > 1:
            order = {target: number for number, (_, target) in enumerate(after)}
            together[spans[-1]] = sorted(links, key=lambda link: order.get(link.new, 0))
    told = together.keys()
    rest = [f for f in findings if f.subject not in _OF_LINES or told.isdisjoint(f.lines)]
    return rest, list(together.values())


def _grouped(
    links: Iterable[Finding], key: Callable[[Finding], Replacement | None]
) -> dict[Replacement, list[Finding]]:
    groups: dict[Replacement, list[Finding]] = {}
    for link in links:
        if link.name and (part := key(link)):
            groups.setdefault(part, []).append(link)
    return groups


def _version(link: Finding) -> Replacement | None:
    """The version in the target of a link before and after, if each has one that the other has not."""
    before, after = ({match[0] for match in _VERSION.finditer(target)} for target in (link.old, link.new))
    gone, come = before - after, after - before
    return Replacement(gone.pop(), come.pop()) if len(gone) == len(come) == 1 else None
