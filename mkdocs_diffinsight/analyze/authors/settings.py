"""What settings say in words: what a specification deprecates, what descriptions announce, and change files. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from ...model.findings import Quotation, Source, Topic
from ..lines.edits import PlacedLine, proof, take_matches
from .passages import LineSide, Passage, read_passages
from .words import announced, may_announce, topic_of_kind

# e.g. changelogs/fragments/12-limits.yml
_CHANGE_FILE = re.compile(
    r"(?:^|/)(?:\.changes|\.chloggen|changelogs?/(?:fragments|unreleased)|releasenotes/notes|changelog\.d|newsfragments?)"
    r"/(?:[^/]{1,100}/){0,4}[^/.][^/]{0,200}\.(?:ya?ml|json)\Z"
)
# e.g. "deprecated": true,
_DEPRECATED = re.compile(r"\s*+(?:-\s+)?[\"']?deprecated[\"']?\s*:\s*(?:true|[\"']true[\"'])\s*+,?\s*\Z")
# e.g. "description: It is retired."
_TEXT = re.compile(
    r"\s*+(?:-\s+)?[\"']?(?:\w{0,30}[dD]escription|summary|title|message|deprecat\w{1,20}|details?|notes?|body|comment"
    r"|change)[\"']?\s*:\s+(?![|>][+-]?\s*\Z)(\S.*)"
)
# e.g. - It is new.
_ITEM = re.compile(r"\s*+-\s+(?![|>][+-]?\s*\Z)([^\s:]+\s.*)")
# e.g. change_type: breaking
_KIND = re.compile(r"\s*+[\"']?(?:kind|type|change_type|category)[\"']?\s*:\s+[\"']?([A-Za-z_-]{2,30})")
_SIDES: tuple[LineSide, LineSide] = ("+", "-")
_MOST = 500
_TOPICS = frozenset(Topic) - {Topic.GUIDANCE, Topic.NEWS}


def is_change_settings(path: str) -> bool:
    """Whether settings are entries of a changelog that is still to be made of such files."""
    return bool(_CHANGE_FILE.search(path))


def read_change_settings(lines: Sequence[PlacedLine]) -> Iterator[Quotation]:
    """The entries that came to a change file: the topic of each is that of its key, or of the whole file."""
    shown = [placed for placed in lines if placed.line.kind != "-"]
    kind = next((topic_of_kind(match[1].lower()) for p in shown if (match := _KIND.match(p.text[:400]))), None)
    for passage in _passages(lines, "+", is_list=True):
        keys = [topic for key in passage.lines[0].path if (topic := topic_of_kind(key.lower()))]
        for sentence in passage.sentences():
            if " " in sentence.text and len(sentence.text) <= _MOST:
                topic = next(iter(keys), None) or kind or Topic.NEWS
                yield Quotation(topic, sentence.text, Source.CHANGELOG, sentence.proof)
            break


def read_descriptions(lines: Sequence[PlacedLine]) -> Iterator[Quotation]:
    """What came to the words of settings that a user should know, and what went."""
    if not any(placed.line.kind != " " and may_announce(placed.text) for placed in lines):
        return
    added, removed = ([*_marks(lines, side), *_announcements(lines, side)] for side in _SIDES)
    take_matches(removed, added, lambda one: (one.text, one.where))
    take_matches(removed, added, lambda one: (one.topic, one.where))  # reworded
    yield from added
    yield from removed


def _marks(lines: Sequence[PlacedLine], side: LineSide) -> Iterator[Quotation]:
    for placed in lines:
        if placed.line.kind == side and placed.area == "text" and _DEPRECATED.match(placed.text[:200]):
            text = placed.text.strip(" ,-\t")
            where = placed.path or tuple(filter(None, [placed.section]))
            yield Quotation(Topic.DEPRECATION, text, Source.SETTINGS, proof(placed), side == "-", where)


def _announcements(lines: Sequence[PlacedLine], side: LineSide) -> Iterator[Quotation]:
    for passage in _passages(lines, side, is_list=False):
        where = passage.lines[0].path
        for sentence in passage.sentences():
            topic = announced(sentence.text) if len(sentence.text) <= _MOST else None
            if topic in _TOPICS:
                yield Quotation(topic, sentence.text, Source.SETTINGS, sentence.proof, side == "-", where)


def _passages(lines: Sequence[PlacedLine], side: LineSide, *, is_list: bool) -> list[Passage]:
    """The texts of settings: those of several lines, and the values of keys that hold words."""
    return [one for one in read_passages([_as_prose(p, is_list=is_list) for p in lines], side, None) if one.is_changed]


def _as_prose(placed: PlacedLine, *, is_list: bool) -> PlacedLine:
    if placed.area == "code":  # a line of a text of several lines
        return placed._replace(area="text")
    text = placed.text[:2000]
    match = _TEXT.match(text) or (_ITEM.match(text) if is_list else None)
    if not match:
        return placed._replace(area="code")
    value = match[1].rstrip().removesuffix(",").strip("\"'")
    return placed._replace(line=placed.line._replace(text=f"- {value}"), area="text")
