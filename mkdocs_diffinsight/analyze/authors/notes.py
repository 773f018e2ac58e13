"""What code says of itself to those who use it: what is deprecated, and what its warnings and exceptions say. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Hashable, Iterator, Sequence
from itertools import takewhile
from typing import NamedTuple

from ...model.findings import Quotation, Source, Topic
from ..documents.sentences import split_sentences
from ..lines.edits import PlacedLine, proof, take_matches
from .passages import LineSide, joined, plain, split_by_side
from .words import announced, may_announce

_MOST = 500
"""A longer text is none that a tool prints."""
_MOST_READ = 100_000
"""Characters of a hunk that are read."""
_MOST_LINES = 20
"""Lines of one comment, and attributes above a symbol, that are read."""
_STRING = r"(?:[a-zA-Z]{0,2}(?:\"(?:[^\"\\\n]++|\\.){1,60}+\"|'(?:[^'\\\n]++|\\.){1,60}+'|`[^`\n]{1,400}+`))"
# e.g. warnings.warn("It is over.", DeprecationWarning)
_CALL = re.compile(
    r"(?P<mark>@(?:[\w.]{1,60}\.)?[dD]eprecated|\#\[deprecated|\[(?:System\.)?Obsolete|@available|\bdeprecate"
    r"|\bwarn(?:ing)?|\braise [\w.]{1,60}|\bthrow (?:new )?[\w.]{1,60}|Error|Exception|\bErrorf|\berrors\.New|\bpanic!?"
    r"|\bbail!)\s{0,4}\((?:since\s?[=:]\s?\"[^\"\n]{1,40}\",\s{0,80})?"
    r"(?P<before>[^\"'`(){}\n]{0,80}\n?\s{0,40}(?:[^\"'`(){}\n]{0,40}=\s?)?)"
    rf"(?P<text>{_STRING}(?:\s{{0,80}}[+.]?\s{{0,80}}{_STRING}){{0,12}})(?P<after>[^()]{{0,120}})"
)
# e.g. "'It is over.'"
_LITERAL = re.compile(r"\"((?:[^\"\\\n]++|\\.){1,60}+)\"|'((?:[^'\\\n]++|\\.){1,60}+)'|`([^`\n]{1,400}+)`")
# e.g. @Deprecated
_MARK = re.compile(
    r"\s*+(@[dD]eprecated\b(?:\((?:since|forRemoval)\b[^()\n]{0,80}\))?+|\#\[deprecated\]|\[(?:System\.)?Obsolete\])(?!\s*+[(.\w])"
)
# e.g. /// It is over.
_COMMENT = re.compile(r"\s*+(?://[/!]|/\*\*|\*(?!/))[ \t]?(.*)")
# e.g. // It is over.
_GO_COMMENT = re.compile(r"\s*+//[ \t]?(.*)")
# e.g. "@deprecated Use another one."
_TAG = re.compile(r"\s*+[@\\](\w{2,30})\b\s*+")
# e.g. DeprecationWarning
_DEPRECATING = re.compile(r"DeprecationWarning|FutureWarning|E_USER_DEPRECATED|[dD]eprecate|Obsolete|@available")
_OF_MESSAGES = (Topic.BREAKING, Topic.END, Topic.DEPRECATION, Topic.REQUIREMENT, Topic.LIMIT)
_OF_COMMENTS = (Topic.END, Topic.DEPRECATION)
# e.g. no longer supported
_ENDED = re.compile(r"\b(?:support|remov|dropp|discontinu|retir|maintain)", re.IGNORECASE)
"""What ended for good; what is "no longer available" while a program runs did not."""
# e.g. in version 2
_GOES_ON = re.compile(r"(?:in|since|as|from|by|for|and|after|starting)\b")


class _Note(NamedTuple):
    """What one side of a file says of its code."""

    topic: Topic
    text: str
    lines: tuple[PlacedLine, ...]
    where: tuple[str, ...]

    @property
    def is_changed(self) -> bool:
        return any(placed.line.kind != " " for placed in self.lines)


def read_notes(path: str, lines: Sequence[PlacedLine], *, is_new: bool) -> Iterator[Quotation]:
    """What came to the marks, comments and messages of code that its users should know, and what went.

    `lines` are those of its hunks, each with its place. What a whole new file says is no news but what it deprecates.
    """
    if not any(placed.line.kind != " " and may_announce(placed.text) for placed in lines):
        return
    sides: tuple[LineSide, LineSide] = ("+", "-")
    comment = _GO_COMMENT if path.endswith(".go") else _COMMENT
    added, removed = (
        [note for run in split_by_side(lines, side) for note in _notes(run, comment) if note.is_changed]
        for side in sides
    )
    for key in _KEYS:
        take_matches(removed, added, key)
    for notes, is_removed in ((added, False), (removed, True)):
        for note in notes:
            if not is_new or note.topic is Topic.DEPRECATION:
                yield Quotation(note.topic, note.text, Source.CODE, proof(*note.lines), is_removed, note.where)


_KEYS: tuple[Callable[[_Note], Hashable], ...] = (
    lambda note: (note.text, note.where),
    lambda note: note.text if " " in note.text else None,  # moved
    lambda note: (note.topic, note.where),  # reworded
)
"""What makes two notes the same one, from the surest sign to the least sure."""


def _notes(run: Sequence[PlacedLine], comment: re.Pattern[str]) -> Iterator[_Note]:
    yield from _calls(run)
    yield from _comments(run, comment)
    for n, placed in enumerate(run):
        if (match := _MARK.match(placed.text[:200])) and not _is_told(run, n):
            yield _Note(Topic.DEPRECATION, match[1], (placed,), _below(run, n))


def _is_told(run: Sequence[PlacedLine], mark: int) -> bool:
    """Whether the comment above a mark tells what it means, as that of Java does."""
    above = takewhile(lambda placed: _COMMENT.match(placed.text[:400]) or "*/" in placed.text, reversed(run[:mark]))
    return any("@deprecated" in placed.text for placed, _ in zip(above, range(_MOST_LINES), strict=False))


def _calls(run: Sequence[PlacedLine]) -> Iterator[_Note]:
    """The messages that marks, warnings and exceptions are given."""
    text = "\n".join([placed.text for placed in run])[:_MOST_READ]
    if not may_announce(text):
        return
    starts = [0]
    for placed in run:
        starts.append(starts[-1] + len(placed.text) + 1)
    for match in _CALL.finditer(text):
        first, last = (bisect_right(starts, at) - 1 for at in (match.start(), match.end("text") - 1))
        message = _message(match["text"])
        marks = match["mark"] + match["before"] + match["after"]
        topic = Topic.DEPRECATION if _DEPRECATING.search(marks) else _announced(message, _OF_MESSAGES)
        if topic is Topic.END and not _ENDED.search(message):
            continue
        if topic and 0 < len(message) <= _MOST and " " in message:
            is_mark = match["mark"][0] in "@#["
            where = _below(run, last) if is_mark else _path(run[first])
            yield _Note(topic, message, tuple(run[first : last + 1]), where)


def _message(text: str) -> str:
    """What adjacent literals say together."""
    parts = (next(filter(None, match.groups())) for match in _LITERAL.finditer(text))
    return plain("".join(parts).replace('\\"', '"').replace("\\'", "'").replace("\\n", " "))


def _comments(run: Sequence[PlacedLine], comment: re.Pattern[str]) -> Iterator[_Note]:
    """What comments say that is deprecated, over or broken: after a tag, or in a sentence."""
    block: list[tuple[PlacedLine, str]] = []
    for n, placed in enumerate((*run, None)):
        match = comment.match(placed.text[:1000]) if placed else None
        said = match[1].removesuffix("*/").strip() if match else ""
        if block and (not said or _TAG.match(said)):
            yield from _comment(block, _below(run, n - 1))
            block = []
        if placed and said:
            block.append((placed, said))


def _comment(block: Sequence[tuple[PlacedLine, str]], where: tuple[str, ...]) -> Iterator[_Note]:
    lines, texts = [placed for placed, _ in block[:_MOST_LINES]], [said for _, said in block[:_MOST_LINES]]
    tag = _TAG.match(texts[0])
    if tag and tag[1] != "deprecated":
        return
    if tag:
        texts[0] = texts[0][tag.end() :]
    text, starts = joined(texts)
    if tag and not text.strip():
        yield _Note(Topic.DEPRECATION, tag[0].strip(), tuple(lines[:1]), where)
        return
    if not tag and not may_announce(text):
        return
    for start, end in split_sentences(text):
        sentence = plain(text[start:end])
        topic = Topic.DEPRECATION if tag else _announced(sentence, _OF_COMMENTS)
        if topic and len(sentence) <= _MOST and not sentence.startswith("#"):
            sentence = f"{tag[1]} {sentence}" if tag and _GOES_ON.match(sentence) else sentence
            first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
            yield _Note(topic, sentence, tuple(lines[first : last + 1]), where)
            if tag:
                return


def _announced(text: str, topics: Sequence[Topic]) -> Topic | None:
    topic = announced(text)
    return topic if topic in topics else None


def _below(run: Sequence[PlacedLine], at: int) -> tuple[str, ...]:
    """Where the code stands that a comment or a mark is above of."""
    following = (p for p in run[at + 1 : at + 1 + _MOST_LINES] if p.text.strip(" \t*/)]") and not _is_mark(p.text))
    return _path(next(following, run[at]))


def _is_mark(text: str) -> bool:
    return bool(_COMMENT.match(text[:400]) or _GO_COMMENT.match(text[:400])) or text.lstrip().startswith(("@", "#["))


def _path(placed: PlacedLine) -> tuple[str, ...]:
    return placed.path or tuple(filter(None, [placed.section]))
