"""What the prose of documents announces: sentences that came and say that something ends, is needed, is limited, and
sentences of that kind that went. Pure.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from ...language.scripts import EAST_ASIAN
from ...model.findings import LineSpan, Quotation, Source, Topic
from ..documents.sentences import split_sentences
from ..lines.edits import PlacedLine, proof, take_matches
from .passages import LineSide, Passage, Sentence, plain, read_passages
from .words import NEWS_OF_PAGES, announced, announced_by_cell, may_announce, may_be_news_of_page

_MOST = 500
"""A longer sentence is none that anybody reads."""
_LEAST = 3
"""Words of a sentence that went and is worth a line."""
_LIKE = 0.5
"""The share of words by which a sentence is another one's, reworded."""
_MOST_COMPARED = 80
"""Sentences of a file that went, or came, with which others are compared."""
_NEWS_WHEN_GONE = frozenset(Topic) - {Topic.GUIDANCE, Topic.NEWS, Topic.BREAKING}
_MOST_OF_CELL = 4000
# e.g. <br/>
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
# e.g. word
_UNIT = re.compile(rf"[{EAST_ASIAN}]|[^\W{EAST_ASIAN}]+")
# e.g. `gpt-4`
_VALUE = re.compile(r"`[^`]{1,100}`|\d[\d.,/:-]*\w*")


@dataclass(frozen=True)
class _Announcement:
    """A sentence or a cell of one side of a document that announces something."""

    topic: Topic
    text: str
    lines: tuple[LineSpan, ...]
    where: tuple[str, ...]
    is_cell: bool

    @cached_property
    def normal(self) -> str:
        return "".join(_UNIT.findall(self.text.casefold()))

    @cached_property
    def bag(self) -> Counter[str]:
        return Counter(_UNIT.findall(self.text.casefold()))

    @cached_property
    def values(self) -> Counter[str]:
        return Counter(_VALUE.findall(self.text))

    def is_reworded(self, others: Sequence[_Announcement]) -> bool:
        """Whether one of the other side announces the same in other words."""
        return any(other.topic is self.topic and _are_like(self.bag, other.bag) for other in others)


_Part = tuple[Passage, Sentence | None]
"""A sentence and its passage, or a row of a table as a whole."""


def read_announcements(
    lines: Sequence[PlacedLine], old: Sequence[str] | None, new: Sequence[str] | None, *, is_new: bool
) -> Iterator[Quotation]:
    """What a document announces that is new, and what it no longer says; of a whole new one, only what is news of it.

    `lines` are those of its hunks, each with its place, `old` and `new` all of its lines where they are known.
    """
    may_tell = may_be_news_of_page if is_new else may_announce
    added: list[_Announcement] = []
    removed: list[_Announcement] = []
    for part in _parts(lines, is_new=is_new):
        come, gone = _passages(part, "+", new, may_tell), _passages(part, "-", old, may_tell)
        take_matches(gone, come, lambda one: one[1].raw if one[1] else None)  # what stands on both sides is no news
        added += _announcements(come)
        removed += _announcements(gone)
    take_matches(removed, added, lambda one: one.normal)  # what only moved says nothing new
    for one in added:
        same = [other for other in removed[:_MOST_COMPARED] if other.values == one.values and not one.is_cell]
        if (not is_new or one.topic in NEWS_OF_PAGES) and not one.is_reworded(same):
            yield _quotation(one)
    for one in removed:
        is_news = one.topic in _NEWS_WHEN_GONE and len(one.bag) >= _LEAST and not one.is_cell
        if is_news and not one.is_reworded(added[:_MOST_COMPARED]):
            yield _quotation(one, is_removed=True)


def _parts(lines: Sequence[PlacedLine], *, is_new: bool) -> Iterator[Sequence[PlacedLine]]:
    """The lines between two gaps, or two blank lines that both sides have, if any of them changed; the blank ones
    belong to both parts.
    """
    start = following = 0
    is_changed = False
    for n, placed in enumerate(lines):
        kind, text, _, number = placed.line
        if kind != " ":
            is_changed = True
        if kind == " " or is_new:
            is_gap = number != following and kind == " " and n > 0 and lines[n - 1].line.kind == " "
            if is_gap or not text or text.isspace():
                if is_changed:
                    yield lines[start : n if is_gap else n + 1]
                start, is_changed = n, is_new
            following = (number or 0) + 1
    if is_changed:
        yield lines[start:]


def _passages(
    lines: Sequence[PlacedLine], side: LineSide, whole: Sequence[str] | None, may_tell: Callable[[str], bool]
) -> list[_Part]:
    """The changed sentences and rows of one side that may announce something."""
    changed = [placed.line.text for placed in lines if placed.line.kind == side and placed.area == "text"]
    if not changed or not may_tell("\n".join(changed)):
        return []
    found: list[_Part] = []
    for passage in read_passages(lines, side, whole):
        if passage.is_changed and (len(changed) == 1 or may_tell(" ".join(passage.texts))):
            sentences = (None,) if passage.sort == "row" else passage.sentences()
            found += ((passage, sentence) for sentence in sentences)
    return found


def _announcements(parts: Iterable[_Part]) -> Iterator[_Announcement]:
    """What sentences and the cells of rows announce."""
    for passage, sentence in parts:
        path = passage.lines[0].path or tuple(filter(None, [passage.section]))
        if sentence is None:
            yield from _cells(passage, path)
            continue
        text = sentence.text
        if _is_readable(text) and (topic := announced(text)):
            yield _Announcement(topic, text, sentence.proof, path, is_cell=False)


def _cells(row: Passage, path: tuple[str, ...]) -> Iterator[_Announcement]:
    placed = row.lines[0]
    columns = placed.columns if len(placed.columns) == len(row.texts) else ("",) * len(row.texts)
    if columns == row.texts:
        return  # the table's head
    name = plain(row.texts[0]).strip("*` ")
    for cell, column in zip(row.texts[1:], columns[1:], strict=True):
        for part in _BREAK.split(cell[:_MOST_OF_CELL]):
            for start, end in split_sentences(part) if may_announce(part) else ():
                text = plain(part[start:end])
                if _is_readable(text) and (topic := announced_by_cell(text)):
                    where = tuple(filter(None, (*path, name, plain(column))))
                    yield _Announcement(topic, text, proof(placed), where, is_cell=True)


def _is_readable(text: str) -> bool:
    """Whether a sentence is one: not what only leads to a list, nor longer than anybody reads."""
    return len(text) <= _MOST and not text.endswith((":", "："))


def _are_like(one: Counter[str], other: Counter[str]) -> bool:
    return 2 * (one & other).total() >= _LIKE * (one.total() + other.total())


def _quotation(one: _Announcement, *, is_removed: bool = False) -> Quotation:
    source = Source.TABLE if one.is_cell else Source.DOCUMENT
    return Quotation(one.topic, one.text, source, one.lines, is_removed, one.where)
