"""What a change means for those who rely on the file, as its diff shows and its authors say. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Sequence

from ...analyze.audience import Audience, audience_of
from ...analyze.authors.messages import read_message
from ...analyze.authors.words import ends_something_named
from ...analyze.documents.anchors import slug
from ...model.changes import CommitType, FileChange, Purpose, Status
from ...model.findings import (
    Action,
    Evidence,
    Fact,
    Finding,
    Findings,
    Kind,
    LineSpan,
    Quotation,
    Source,
    Subject,
    Topic,
)
from ...model.texts import BREAKING_CHANGE, BUG_FIX, MINOR_UPDATE, NEW_FEATURE
from .points import telling_facts

OPAQUE = (Kind.IMAGE, Kind.BINARY, Kind.LFS, Kind.GENERATED)
TARGETS = (Kind.SUBMODULE, Kind.SYMLINK)
_SEVERITY = (BREAKING_CHANGE, NEW_FEATURE, BUG_FIX, MINOR_UPDATE)
_CLAIMED = {
    CommitType.FEATURE: NEW_FEATURE,
    CommitType.FIX: BUG_FIX,
    CommitType.PERFORMANCE: MINOR_UPDATE,
    CommitType.DOCS: MINOR_UPDATE,
    CommitType.UPKEEP: MINOR_UPDATE,
    CommitType.REVERT: MINOR_UPDATE,
    CommitType.DEPRECATION: MINOR_UPDATE,
}
"""What a type that authors name makes of a change; of others the diff alone tells."""
_DOCUMENTS = (Source.DOCUMENT, Source.TABLE)
# e.g. setup-1
_NUMBER = re.compile(r"-\d+\Z")


_MOST_LINES_OF_A_FIX = 30
# e.g. +    if name is None:
_GUARD = re.compile(
    r"\+\s{0,200}+(?:\}?\s?(?:(?:el)?(?:se )?if|catch)\b|(?:unless|guard|except|try|case|raise|throw|assert)\b"
    r"|(?![#/*]).{0,300}?(?:\bis (?:not )?None\b|\?\.\w|\?\?|[!=]==? ?(?:null|nil|undefined|None|0|''|\"\")(?!\w)))"
)
"""An added line of code that tells cases apart, or what is missing."""


def says_end(found: Findings) -> bool:
    """Whether an added text of a document says that something is over which it did not say with another value."""
    return any(
        one.topic is Topic.END
        and one.source in _DOCUMENTS
        and not one.is_removed
        and not former_values(one, found.facts)
        for one in found.quotations
    )


def says_breaking(found: Findings) -> bool:
    """Whether an added text calls something breaking."""
    return any(one.topic is Topic.BREAKING and not one.is_removed for one in found.quotations)


def former_values(quotation: Quotation, facts: Iterable[Fact]) -> tuple[tuple[str, str], ...]:
    """The values in an added text that had other ones before, with these."""
    spans = {span for span in quotation.lines if span.side == "R"}
    inside = (fact for fact in facts if fact.old and fact.new in quotation.text and not spans.isdisjoint(fact.lines))
    return tuple(dict.fromkeys((fact.old, fact.new) for fact in inside if fact.new))


def ends_for_users(quotation: Quotation) -> bool:
    """Whether an added text says that something is over which its readers may use.

    In a changelog it names that, as much else goes there that nobody outside had.
    """
    if quotation.topic is not Topic.END or quotation.is_removed:
        return False
    return quotation.source is not Source.CHANGELOG or ends_something_named(quotation.text)


def anchors_gone(found: Findings) -> tuple[str, ...]:
    """The lost anchors whose sections went; those of headings that only have other words are left out."""
    reworded = anchors_reworded(found)
    return tuple(anchor for anchor in found.lost_anchors if anchor not in reworded)


def own_anchors_gone(found: Findings) -> tuple[str, ...]:
    """Those of them that are no numbered ones of headings with the same words, which hardly anybody links to."""
    slugs = {slug(f.old or f.name) for f in found.findings if f.subject is Subject.HEADING}
    return tuple(anchor for anchor in anchors_gone(found) if _NUMBER.sub("", anchor) not in slugs - {anchor})


def anchors_reworded(found: Findings) -> tuple[str, ...]:
    """The lost anchors whose sections are still there, under other words."""
    renamed = (f for f in found.findings if f.subject is Subject.HEADING and f.action is Action.RENAMED)
    slugs = {slug(f.old) for f in renamed}
    return tuple(anchor for anchor in found.lost_anchors if anchor in slugs)


def anchor_lines(found: Findings, anchors: Collection[str]) -> tuple[LineSpan, ...]:
    """The lines of the headings that had some anchors."""
    headings = (f for f in found.findings if f.subject is Subject.HEADING and f.action is not Action.ADDED)
    lines = (span for f in headings if slug(f.old or f.name) in anchors for span in f.lines[:1])
    return tuple(dict.fromkeys(LineSpan(span.side, span.first, span.first) for span in lines))


def modification_type(evidence: Evidence) -> str:
    """What a change is to those who rely on the file: what its authors say, held against what its diff shows.

    What plainly ends has ended, whatever they say of it. Where there is a doubt, it is a minor update.
    """
    change, found = evidence.change, evidence.findings
    if change.is_unpaired or found.kind in (*OPAQUE, *TARGETS):
        return MINOR_UPDATE
    is_new_page = change.status is Status.ADDED and found.kind is Kind.DOCUMENT
    ends = says_end(found) and not is_new_page  # a new one tells how things are
    if evidence.broken_by or ends or (says_breaking(found) and not evidence.is_recap):
        return BREAKING_CHANGE
    is_opened = bool(found.breaks) or audience_of(change.path) is Audience.READERS
    if found.noise or not is_opened:
        return BUG_FIX if found.fix else MINOR_UPDATE
    claims = tuple(map(read_message, evidence.commits))
    is_over = any(one.source is Source.CHANGELOG and ends_for_users(one) for one in found.quotations)
    shown = BREAKING_CHANGE if is_over and not evidence.is_recap else _shown_type(change, found)
    if shown == BREAKING_CHANGE and not all(claim.is_conventional for claim in claims or [Purpose()]):
        return BREAKING_CHANGE
    said = {_CLAIMED.get(claim.type, "") if _counts(claim, found) else "" for claim in claims} or {""}
    return min((shown if one == "" else one for one in said), key=_SEVERITY.index)


def _counts(claim: Purpose, found: Findings) -> bool:
    """Whether a claim tells the type of a change by itself.

    In a repository of documents, "Add a note" and "Update the docs" are said of everything.
    """
    return claim.is_conventional or found.kind is not Kind.DOCUMENT or claim.type is CommitType.FIX


def _shown_type(change: FileChange, found: Findings) -> str:
    """The type that the diff alone allows."""
    if change.status is Status.ADDED:
        return NEW_FEATURE if change.patch else MINOR_UPDATE
    if found.breaks or any(f.public and f.action is Action.REMOVED for f in found.findings):
        return BREAKING_CHANGE
    if change.status is Status.REMOVED:
        is_page = found.kind is Kind.DOCUMENT and change.patch and not found.successor
        return BREAKING_CHANGE if is_page and audience_of(change.path) is Audience.READERS else MINOR_UPDATE
    if _gain(found.findings) > 0:
        return MINOR_UPDATE if grows_beside_values(found) else NEW_FEATURE
    return BUG_FIX if found.fix or _looks_like_fix(change, found) else MINOR_UPDATE


def grows_beside_values(found: Findings) -> bool:
    """Whether a document has new sections, but first of all other values to tell."""
    grows = found.kind is Kind.DOCUMENT and _gain(found.findings) > 0
    return grows and any(fact.old and fact.new for fact in telling_facts(found))


def _looks_like_fix(change: FileChange, found: Findings) -> bool:
    """Whether a few lines of code change, none of which others can reach, and one of them looks before it leaps.

    Of such changes of real projects, whose authors say what they are, two thirds are fixes.
    """
    if found.kind is not Kind.CODE or change.changes > _MOST_LINES_OF_A_FIX or any(f.public for f in found.findings):
        return False
    return any(map(_GUARD.match, (change.patch or "").split("\n")))


def _gain(findings: Sequence[Finding]) -> int:
    """By how many sections or public symbols a file grew."""
    telling = [f for f in findings if f.subject is Subject.HEADING or f.public]
    return sum(f.action is Action.ADDED for f in telling) - sum(f.action is Action.REMOVED for f in telling)
