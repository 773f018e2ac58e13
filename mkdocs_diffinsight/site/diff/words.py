"""Which words of changed lines are different: the parts to mark. Pure."""

from __future__ import annotations

import functools
import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate, count
from typing import NamedTuple

from rapidfuzz.distance import Indel, LCSseq, Postfix, Prefix

from ...language.scripts import HAN, HIRAGANA, ITERATED, KATAKANA, UNSPACED

Span = tuple[int, int]
"""A part of a line, by its first character and the one after its last."""
Marks = list[Span]
"""The parts of one line, in order, none touching another."""

_MOST_LINES = 20_000
"""Lines of a run; a longer one is never shown as a whole."""
_LONGEST_LINE = 10_000
"""Characters; also of lines that are compared as a whole."""
_MOST_PAIRS = 400
"""Pairs of lines that are all compared with each other; in longer runs, only near ones are."""
_NEAR = 6
"""Lines."""
_ALIKE = 0.4
"""Share of the words that two lines need to have in common to be the same line before and after."""
_EDITED = 0.8
"""Share of the characters that lines at the same places need to have in common to be the same lines for sure."""
_SAME_TEXT = 0.75
"""Share of the words that two texts need to have in common to be the same text, with its lines broken elsewhere."""
_BROKEN = 0.08
"""Share of the words that only a comparison across lines finds, where lines were broken elsewhere."""
_COMMON = 0.3
"""Share of the shorter one of two lines that has to be left when all that changed is marked."""
_ISLAND, _ISLAND_WORDS = 24, 5
"""The most characters and words between two marks that may be marked with them."""

# East Asian writing has no spaces: ideographs and kana count one by one, words in katakana as a whole.
_LETTER = rf"[^\W{UNSPACED}]"
_TOKEN = re.compile(
    # A date, a version and an amount are one word: "2024-11-01", "1.2.3", "10,000".
    rf"{_LETTER}+(?:(?<=\d)[.,:/-](?=\d){_LETTER}+)*"
    rf"|[{KATAKANA}]+|\n[ \t]*|[^\S\n]+|-+|=+|[\U0001f1e6-\U0001f1ff]{{2}}|.",
    re.DOTALL,
)
_WORD = re.compile(rf"{_LETTER}+|[{KATAKANA}]+|[{HIRAGANA}{HAN}{ITERATED}]")


class _Change(NamedTuple):
    """A part of a text that replaces one of another, by its first character and the one after its last.

    Either part may be empty.
    """

    old: int
    old_end: int
    new: int
    new_end: int


def changed_words(old: Sequence[str], new: Sequence[str]) -> tuple[list[Marks], list[Marks]]:
    """What to mark in each of the lines that replace others: `old` were deleted, `new` added in their place.

    A line without a mark has too little in common with any other, or only gained or only lost words.
    The work grows with the length of the lines, no faster.
    """
    if len(old) == len(new) == 1:  # as most runs
        before, after = _compare(old[0], new[0])
        return [before], [after]
    old_marks: list[Marks] = [[] for _ in old]
    new_marks: list[Marks] = [[] for _ in new]
    if not old or not new or len(old) + len(new) > _MOST_LINES:
        return old_marks, new_marks
    if len(old) == len(new) and _are_edited(old, new):
        pairs, joined = [(n, n) for n in range(len(old))], False
    else:
        pairs, joined = _pair(old, new)
    if joined:
        whole = _compare("\n".join(old), "\n".join(new))
        return _split(whole[0], old), _split(whole[1], new)
    for i, j in pairs:
        old_marks[i], new_marks[j] = _compare(old[i], new[j])
    return old_marks, new_marks


def _are_edited(old: Sequence[str], new: Sequence[str]) -> bool:
    """Whether lines are that much alike, and break at the same words, that there is no need to look for others."""
    return all(
        len(before) <= _LONGEST_LINE and Indel.normalized_similarity(before, after, score_cutoff=_EDITED)
        for before, after in zip(old, new, strict=True)
    ) and all(
        before.rpartition(" ")[2] == after.rpartition(" ")[2] for before, after in zip(old[:-1], new[:-1], strict=True)
    )


def _pair(old: Sequence[str], new: Sequence[str]) -> tuple[list[tuple[int, int]], bool]:
    """Which line became which, and whether the lines were broken elsewhere, so that they are better taken together."""
    words = _encode([*old, *new])
    before, after = words[: len(old)], words[len(old) :]
    pairs = _in_place(before, after) or _alike(before, after)
    kept = sum(LCSseq.similarity(before[i], after[j]) for i, j in pairs)
    all_before, all_after = "".join(before), "".join(after)
    if max(sum(map(len, lines)) + len(lines) for lines in (old, new)) > _LONGEST_LINE:
        return pairs, False
    shorter = min(len(all_before), len(all_after))
    common = LCSseq.similarity(all_before, all_after)
    return pairs, common > _SAME_TEXT * shorter and common - kept >= max(2, _BROKEN * shorter)


def _encode(lines: Sequence[str]) -> list[str]:
    """Lines with a character for each word: texts are compared faster than lists, and here each with many."""
    words = [_WORD.findall(line[:_LONGEST_LINE]) or [line] for line in lines]
    codes = dict(zip(set().union(*words), map(chr, count()), strict=False))
    return ["".join(map(codes.__getitem__, own)) for own in words]


def _in_place(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of lines at the same places, if there are as many and each is like the other."""
    if len(before) != len(after):
        return []
    return [(n, n) for n in range(len(before))] if all(map(_score, before, after)) else []


def _alike(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """The pairs of lines, in order, that are most alike altogether."""
    if len(before) * len(after) > _MOST_PAIRS:
        return _near_alike(before, after)
    # As for the longest common subsequence: the best that the lines from here on can do.
    best = [[0.0] * (len(after) + 1) for _ in range(len(before) + 1)]
    scores = [[_score(a, b) for b in after] for a in before]
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            best[i][j] = max(best[i + 1][j], best[i][j + 1], best[i + 1][j + 1] + scores[i][j])
    pairs = []
    i = j = 0
    while i < len(before) and j < len(after):
        if scores[i][j] and best[i][j] == best[i + 1][j + 1] + scores[i][j]:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif best[i][j] == best[i + 1][j]:
            i += 1
        else:
            j += 1
    return pairs


def _near_alike(before: Sequence[str], after: Sequence[str]) -> list[tuple[int, int]]:
    """For each line the most similar one of the next ones, if one is."""
    pairs = []
    start = 0
    for i, line in enumerate(before):
        near = [(_score(line, after[j]), -j) for j in range(start, min(start + _NEAR, len(after)))]
        score, place = max(near, default=(0.0, 0))
        if score:
            pairs.append((i, -place))
            start = 1 - place
    return pairs


def _score(a: str, b: str) -> float:
    return float(Indel.normalized_similarity(a, b, score_cutoff=_ALIKE))


@functools.lru_cache(maxsize=256)  # such as a date that changes in many files, or the same lines in another language
def _compare(old: str, new: str) -> tuple[Marks, Marks]:
    """What to mark in two texts; nothing where they have too little in common."""
    if max(len(old), len(new)) > _LONGEST_LINE:
        return [], []
    start, end = _same_edges(old, new)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    changes = [_slid(change, before, after) for change in _joined(_changes(before, after), before)]
    removed = sum(change.old_end - change.old for change in changes)
    added = sum(change.new_end - change.new for change in changes)
    left = min(len(old.strip()) - removed, len(new.strip()) - added)
    if left < _COMMON * min(len(old), len(new)) and old.split() != new.split():
        return [], []
    return (
        _spans(old, [(start + change.old, start + change.old_end) for change in changes]),
        _spans(new, [(start + change.new, start + change.new_end) for change in changes]),
    )


def _same_edges(old: str, new: str) -> Span:
    """How many characters at the start and at the end are the same, in whole words."""
    start = Prefix.similarity(old, new)
    end = Postfix.similarity(old[start:], new[start:])
    # Blanks in a row are one word, too.
    start = len(old[: max(old.rfind(" ", 0, start), 0)].rstrip())
    tail = old[len(old) - end :] if end else ""
    blank = tail.find(" ", len(tail) - len(tail.lstrip()))
    return start, len(tail) - blank if blank >= 0 else 0


def _changes(old: str, new: str) -> Iterator[_Change]:
    """The runs of tokens that are different."""
    before, after = _TOKEN.findall(old), _TOKEN.findall(new)
    old_ends = list(accumulate(map(len, before), initial=0))
    new_ends = list(accumulate(map(len, after), initial=0))
    i = j = 0
    for first, last, size in Indel.opcodes(before, after).as_matching_blocks():
        if i < first or j < last:
            yield _Change(old_ends[i], old_ends[first], new_ends[j], new_ends[last])
        i, j = first + size, last + size


def _joined(changes: Iterable[_Change], old: str) -> list[_Change]:
    """Changes with what is between them, where that is too little to be read by itself."""
    joined: list[_Change] = []
    for change in changes:
        while joined and _is_island(old, joined[-1], change):
            last = joined.pop()
            change = _Change(last.old, change.old_end, last.new, change.new_end)
        joined.append(change)
    return joined


def _is_island(old: str, last: _Change, change: _Change) -> bool:
    """Whether what is between two changes is better marked with them."""
    size = change.old - last.old_end
    room = min(max(c.old_end - c.old, c.new_end - c.new) for c in (last, change))
    between = old[last.old_end : change.old]
    if "|" in between or "\n" in between:
        return False
    if not size or between.isspace():
        return True
    return size <= min(room, _ISLAND) and sum(token[0].isalnum() for token in _TOKEN.findall(between)) <= _ISLAND_WORDS


def _slid(change: _Change, old: str, new: str) -> _Change:
    """What was only added or only removed, at the place where it begins and ends like a phrase.

    In "a, b, c" the new part may be "b, " as well as ", b".
    """
    if change.old == change.old_end:
        text, start, end = new, change.new, change.new_end
    elif change.new == change.new_end:
        text, start, end = old, change.old, change.old_end
    else:
        return change
    size = end - start
    first = start - Postfix.similarity(text[:start], text[:end])
    last = start + Prefix.similarity(text[start:], text[end:])
    if first == last:
        return change
    # Blanks are tokens of their own, so it is enough to look from one to the next.
    blank = len(text[: max(text.rfind(" ", 0, first + 1), 0)].rstrip())
    edges = set(accumulate(map(len, _TOKEN.findall(text[blank:])), initial=blank))
    places = [place for place in edges if first <= place <= last and place + size in edges]
    nearest = sorted(places, key=lambda place: (abs(place - start), place))
    best = max([start, *nearest], key=lambda place: _boundary(text, place) + _boundary(text, place + size)) - start
    return _Change(*(place + best for place in change))


def _boundary(text: str, place: int) -> int:
    """How much of a gap there is before a character."""
    if place in (0, len(text)):
        return 6
    before, after = text[place - 1], text[place]
    if before == "\n" or after == "\n":
        return 5
    if before.isspace():
        return 4 if text[:place].rstrip().endswith((".", "!", "?", ":", ";", "|")) else 3
    if after.isspace():
        return 2
    return 0 if before.isalnum() and after.isalnum() else 1


def _spans(text: str, parts: Iterable[Span]) -> Marks:
    """The parts of a text without the blanks around them, unless there is nothing else or they end the text."""
    marks: Marks = []
    for start, end in parts:
        if start == end:
            continue
        part = text[start:end]
        if not part.isspace():
            start += len(part) - len(part.lstrip())
            if end < len(text):
                end -= len(part) - len(part.rstrip())
        if not text.isascii():
            start, end = _whole(text, start), _whole(text, end)
        if start == end:
            continue
        if marks and start <= marks[-1][1]:
            start = marks.pop()[0]
        marks.append((start, end))
    return marks


def _whole(text: str, place: int) -> int:
    """The place, or the one before the character that the one here is a part of."""
    while 0 < place < len(text) and (
        (text[place] > "\u02ff" and unicodedata.category(text[place]) in ("Mn", "Mc", "Me"))
        or "\u200d" in text[place - 1 : place + 1]
        or "\U0001f3fb" <= text[place] <= "\U0001f3ff"
    ):
        place -= 1
    return place


def _split(marks: Marks, lines: Sequence[str]) -> list[Marks]:
    """The marks of lines, from those of their text."""
    starts, ends = [start for start, _ in marks], [end for _, end in marks]
    parts: list[Marks] = []
    start = 0
    for line in lines:
        end = start + len(line)
        own = marks[bisect_right(ends, start) : bisect_left(starts, end)] if line else []
        parts.append([(max(first, start) - start, min(last, end) - start) for first, last in own])
        start = end + 1
    return parts
