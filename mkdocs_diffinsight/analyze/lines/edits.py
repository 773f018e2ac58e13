"""Which line became which, and which words in it: the ground that all findings stand on. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice
from typing import Literal, NamedTuple, TypeVar

from ...language.scripts import EAST_ASIAN
from ...model.findings import Action, Finding, LineSpan, Side, Subject
from ...model.patch import Line

Area = Literal["text", "code", "metadata", "output", "comment"]
Fence = Literal["", "opens", "closes"]
T = TypeVar("T")

_WINDOW = 12
"""How far apart two lines of a run may stand to be taken for one."""
_MAX_COMPARED_WORDS = 500_000
"""Comparing a run costs this many words at most; in a longer one the lines that pair stand closer together."""
_MAX_WORDS = 160
_ALIKE = 0.45
_ALIKE_ALONE = 0.2
_SAME_WORDS = 3
_SHORT = 3
_MAX_INSERTED = 3
_TELLING = 40
"""So many letters are hardly the same ones by chance."""

_NO_NAMES = frozenset(
    "A An And As At But By Each For From How If In Is It No Not Of On Or See So The This To Use When With You".split()
)
"""Words that start a sentence rather than a name."""

# e.g. gpt-4.1
_WORD_ALONE = re.compile(
    r"</?[A-Za-z][^<>]{0,60}>|[A-Za-z0-9](?:\w|[.:/@%+-](?=\w)|['’](?=\w)(?!s\b))*"
    rf"|[{EAST_ASIAN}]|[^\W{EAST_ASIAN}]+|\S"
)
# e.g. two words
_WORD = re.compile(rf"\s+|{_WORD_ALONE.pattern}")
# e.g. "- an item"
_ITEM_MARK = re.compile(r"\A\s*+[-*+>]\s")
# e.g. words
_LETTERS = re.compile(r"\w+")
# e.g. [the guide](guide.md)
_TARGET = re.compile(r"\]\([^()\s]*\)")
# e.g. long-running
_PART = re.compile(r"[\w-]+|\s+|.", re.DOTALL)


class PlacedLine(NamedTuple):
    """A line of a hunk and where in the file it stands."""

    line: Line
    area: Area = "text"
    section: str = ""
    """What heads this part of the file (heading, key, function), or nothing where the hunk does not show it."""
    fence: Fence = ""
    """What the line does to a code block of a document."""
    columns: tuple[str, ...] = ()
    """The heads of the table that it is a row of, if the whole file is known."""
    path: tuple[str, ...] = ()
    """The sections it is in, from the outermost to the innermost, if the whole file is known."""

    @property
    def text(self) -> str:
        return self.line.text.removesuffix("\r")


_Lines = list[PlacedLine]


class Edit(NamedTuple):
    """A line before and after."""

    old: PlacedLine
    new: PlacedLine


@dataclass(frozen=True)
class Edits:
    """All changed lines of a file: replaced ones in pairs, others alone."""

    pairs: tuple[Edit, ...]
    removed: tuple[PlacedLine, ...]
    added: tuple[PlacedLine, ...]

    @property
    def old(self) -> tuple[PlacedLine, ...]:
        """Every line as it was: those of the pairs, then those that went."""
        return (*(edit.old for edit in self.pairs), *self.removed)

    @property
    def new(self) -> tuple[PlacedLine, ...]:
        """Every line as it is: those of the pairs, then those that came."""
        return (*(edit.new for edit in self.pairs), *self.added)

    @property
    def alone(self) -> tuple[tuple[Action, tuple[PlacedLine, ...]], ...]:
        """The lines that only came, and those that only went."""
        return ((Action.ADDED, self.added), (Action.REMOVED, self.removed))

    def without(self, told: Callable[[PlacedLine], bool]) -> Edits:
        """The lines that are not told yet; one that has lost its partner is alone."""
        pairs = tuple(edit for edit in self.pairs if not (told(edit.old) or told(edit.new)))
        broken = [edit for edit in self.pairs if told(edit.old) is not told(edit.new)]
        removed = (*self.removed, *(edit.old for edit in broken))
        added = (*self.added, *(edit.new for edit in broken))
        return Edits(pairs, *(tuple(line for line in side if not told(line)) for side in (removed, added)))


Named = Mapping[str, tuple[str, PlacedLine]]
"""Things of one side that have a name: the text of each, and its line."""


class Replacement(NamedTuple):
    """Words in the place of other words; one of both is empty where words only came or went."""

    old: str
    new: str


def proof(*lines: PlacedLine) -> tuple[LineSpan, ...]:
    """The lines of the file that a finding rests on: those of the old side first, neighbours as one."""
    old = {placed.line.old for placed in lines if placed.line.kind == "-" and placed.line.old}
    new = {placed.line.new for placed in lines if placed.line.kind != "-" and placed.line.new}
    return (*_spans("L", old), *_spans("R", new))


def _spans(side: Side, numbers: Collection[int]) -> list[LineSpan]:
    spans: list[LineSpan] = []
    first = last = 0
    for number in sorted(numbers) if len(numbers) > 1 else numbers:
        if last and number != last + 1:
            spans.append(LineSpan(side, first, last))
            first = number
        first, last = first or number, number
    return [*spans, LineSpan(side, first, last)] if last else spans


def read_edits(lines: Iterable[PlacedLine]) -> Edits:
    """Pair the removed and added lines of each run; lines of white space alone say nothing and are left out."""
    pairs: list[Edit] = []
    removed: list[PlacedLine] = []
    added: list[PlacedLine] = []
    for run_removed, run_added in runs(lines):
        if letters(run_removed) == letters(run_added) or is_reflowed(run_removed, run_added):
            continue
        rest_removed, rest_added = _pair_run(run_removed, run_added, pairs)
        removed += rest_removed
        added += rest_added
    take_matches(removed, added, lambda placed: " ".join(placed.text.split()))  # what only moved says nothing new
    return Edits(tuple(pairs), tuple(removed), tuple(added))


def is_reflowed(removed: Sequence[PlacedLine], added: Sequence[PlacedLine]) -> bool:
    """Whether code has the same words in another number of lines, whatever marks of lists these begin with."""
    if len(removed) == len(added) or not all(placed.area == "code" for placed in (*removed, *added)):
        return False
    old = _unmarked(removed)
    return len(old) >= _TELLING and old == _unmarked(added)


def _unmarked(lines: Iterable[PlacedLine]) -> str:
    return "".join("".join(_ITEM_MARK.sub("", placed.text).split()) for placed in lines)


def runs(lines: Iterable[PlacedLine], *, blank: bool = False) -> Iterator[tuple[_Lines, _Lines]]:
    """The changed lines between two unchanged ones, by side; lines of white space alone only if `blank`."""
    removed: list[PlacedLine] = []
    added: list[PlacedLine] = []
    for placed in lines:
        kind = placed.line.kind
        if kind == " " and (removed or added):
            yield removed, added
            removed, added = [], []
        elif kind in "+-" and (blank or placed.text.strip()):
            (added if kind == "+" else removed).append(placed)
    if removed or added:
        yield removed, added


def _pair_run(removed: _Lines, added: _Lines, pairs: list[Edit]) -> tuple[_Lines, _Lines]:
    """Append the best pairs of a run to `pairs`; return the lines without a partner."""
    if not (removed and added):
        return removed, added
    alone = len(removed) == len(added) == 1
    if alone and removed[0].area == added[0].area and _same_start(removed[0].text, added[0].text):
        pairs.append(Edit(removed[0], added[0]))
        return [], []
    enough = _ALIKE_ALONE if alone else _ALIKE
    old_words = [_bag(placed.text) for placed in removed]
    new_words = [_bag(placed.text) for placed in added]
    window = _window(old_words)
    scores = sorted(
        (-score, abs(i - j), i, j)
        for i in range(len(removed))
        for j in range(max(0, i - window), min(len(added), i + window + 1))
        if removed[i].area == added[j].area and (score := _likeness(old_words[i], new_words[j])) >= enough
    )
    olds: dict[int, int] = {}
    news: set[int] = set()
    for _, _, i, j in scores:
        if i not in olds and j not in news:
            olds[i] = j
            news.add(j)
    pairs += (Edit(removed[i], added[olds[i]]) for i in sorted(olds))
    rest = [placed for i, placed in enumerate(removed) if i not in olds]
    return rest, [placed for j, placed in enumerate(added) if j not in news]


def _same_start(old: str, new: str) -> bool:
    """Whether two lines begin with the same words."""
    words = [[found[0] for found in islice(_LETTERS.finditer(text, 0, 400), _SAME_WORDS)] for text in (old, new)]
    return len(words[0]) == _SAME_WORDS and words[0] == words[1]


class _Bag(NamedTuple):
    """The words of a line without their order."""

    numbers: Counter[str]
    weight: int


def _bag(text: str) -> _Bag:
    text = text[:2000]
    words = _WORD_ALONE.findall(_TARGET.sub("]", text) if "](" in text else text)
    return _Bag(Counter(words), sum(map(len, words)))


def are_alike(old: str, new: str) -> bool:
    """Whether two texts have so many words in common that one became the other."""
    return _likeness(_bag(old), _bag(new)) >= _ALIKE


def likely_in(lines: Iterable[str], share: float) -> Callable[[str], bool]:
    """Tells of a text whether one of some lines has so many words in common with it."""
    bags = list(map(_bag, lines))

    def is_in(text: str) -> bool:
        own = _bag(text)
        return any(_likeness(own, other) >= share for other in bags)

    return is_in


def _window(run: Iterable[_Bag]) -> int:
    words = sum(len(bag.numbers) for bag in run)
    return min(_WINDOW, _MAX_COMPARED_WORDS // (3 * words)) if words else _WINDOW


def _likeness(old: _Bag, new: _Bag) -> float:
    """The share of words that two lines have in common, longer words counting more."""
    few, many = sorted((old.numbers, new.numbers), key=len)
    common = sum(min(n, many[word]) * len(word) for word, n in few.items() if word in many)
    longest = max(old.weight, new.weight)
    return common / longest if longest else 0.0


def take_matches(old: list[T], new: list[T], key: Callable[[T], Hashable | None]) -> list[tuple[T, T]]:
    """Take the items out of both lists that agree in a key, in their order; those without a key stay."""
    waiting: defaultdict[Hashable, deque[T]] = defaultdict(deque)
    for item in new:
        waiting[key(item)].append(item)
    waiting.pop(None, None)
    matches, rest = [], []
    for item in old:
        if partners := waiting.get(key(item)):
            matches.append((item, partners.popleft()))
        else:
            rest.append(item)
    taken = {id(item) for _, item in matches}
    old[:] = rest
    new[:] = [item for item in new if id(item) not in taken]
    return matches


def compared(subject: Subject, old: Named, new: Named) -> Iterator[Finding]:
    """What came, went or changed of things that have a name."""
    for name in dict.fromkeys((*old, *new)):
        sides = [side[name] for side in (old, new) if name in side]
        if len(sides) == 2 and sides[0][0].split() == sides[1][0].split():
            continue
        action = Action.CHANGED if len(sides) == 2 else Action.REMOVED if name in old else Action.ADDED
        before, after = (side[name][0] if name in side else "" for side in (old, new))
        yield Finding(subject, action, name, before, after, lines=proof(*(placed for _, placed in sides)))


def same_words(lines: Iterable[PlacedLine]) -> bool:
    """Whether the changed lines say the same before and after, white space apart."""
    return all(letters(removed) == letters(added) for removed, added in runs(lines))


def letters(lines: Iterable[PlacedLine]) -> str:
    """What lines say, white space apart."""
    return "".join("\n".join([placed.line.text for placed in lines]).split())


def replaced_words(old: str, new: str) -> tuple[Replacement, ...]:
    """Which words of a line gave way to which, from left to right."""
    before, after = _WORD.findall(old), _WORD.findall(new)
    replaced = []
    for i1, i2, j1, j2 in _joined(different_parts(before, after), before):
        lead, trail = _around(before, slice(i1, i2), after, slice(j1, j2))
        gone, come = before[i1 - lead : i2 + trail], after[j1 - lead : j2 + trail]
        replaced.append(Replacement("".join(gone).strip(), "".join(come).strip()))
    return tuple(part for part in replaced if part.old != part.new)


def _around(before: list[str], old: slice, after: list[str], new: slice) -> tuple[int, int]:
    """How many unchanged words before and after a replacement a reader needs to make sense of it."""
    sides = "".join(before[old]).strip(), "".join(after[new]).strip()
    if all(sides) and (max(map(len, sides)) > _SHORT or _speaks_alone(*sides)):
        trail = _name_after(before, old.stop)
        return _name_before(before, old.start), trail if _name_after(after, new.stop) == trail else 0
    if not any(map(str.isalnum, "".join(sides))) or max(len(side.split()) for side in sides) > _MAX_INSERTED:
        return 0, 0
    trail = _words_after(before, old.stop)
    if trail and _words_after(after, new.stop) == trail:
        lead = 2 if not all(sides) and _follows_word(before, old.start) and _follows_word(after, new.start) else 0
        return max(_name_before(before, old.start), lead), trail
    return (2 if old.start >= 2 and new.start >= 2 else 0), 0


def _follows_word(words: Sequence[str], at: int) -> bool:
    word = words[at - 2] if at >= 2 and words[at - 1] == " " else ""
    return len(word) > _SHORT and word.isascii() and word.isalnum()


def _speaks_alone(old: str, new: str) -> bool:
    """Whether even short words need no neighbour: numbers, and scripts that write whole words in a character."""
    return not (old + new).isascii() or (any(map(str.isdigit, old)) and any(map(str.isdigit, new)))


def _words_after(words: list[str], at: int) -> int:
    """The next word with the space before it, in tokens."""
    following = words[at : at + 2]
    if following and following[0].isspace():
        return 2 if len(following) > 1 and following[1][0].isalnum() else 0
    return 1 if following and following[0][0].isalnum() else 0


class DifferentPart(NamedTuple):
    """Items of two sequences that stand in each other's place: from the first one up to, but without, the last."""

    old: int
    old_end: int
    new: int
    new_end: int


def different_parts(old: Sequence[str], new: Sequence[str]) -> list[DifferentPart]:
    """What differs between two sequences of words, in order; of very long ones, all between their common ends.

    Pages mark changed words by another measure (`site/diff/words.py`): for marks, as little as can be; here, long runs
    that stay, so that what is quoted makes sense.
    """
    start, end = _common_ends(old, new)
    before, after = old[start : len(old) - end], new[start : len(new) - end]
    if max(len(before), len(after)) > _MAX_WORDS:
        return [DifferentPart(start, len(old) - end, start, len(new) - end)]
    codes = SequenceMatcher(None, before, after, autojunk=False).get_opcodes()
    return [DifferentPart(*(start + n for n in places)) for code, *places in codes if code != "equal"]


def _common_ends(old: Sequence[str], new: Sequence[str]) -> tuple[int, int]:
    """How many items two sequences have in common at their start, and at their end."""
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    backwards = zip(reversed(old), reversed(new), range(min(len(old), len(new)) - start), strict=False)
    return start, next((n for a, b, n in backwards if a != b), min(len(old), len(new)) - start)


def _joined(blocks: Iterable[DifferentPart], before: list[str]) -> list[DifferentPart]:
    """Blocks with nothing but spaces or one short word between them are one replacement."""
    joined: list[DifferentPart] = []
    for block in blocks:
        if joined and len("".join(before[joined[-1][1] : block[0]]).strip()) <= 3:
            first = joined.pop()
            block = DifferentPart(first.old, block.old_end, first.new, block.new_end)
        joined.append(block)
    return joined


def _name_before(words: list[str], at: int) -> int:
    """How many words before a replaced one belong to the same name (`Acme Web` before `Studio`)."""
    if at >= len(words) or not words[at][:1].isupper():
        return 0
    count = 0
    while at - count >= 2 and count < 6 and words[at - count - 1] == " " and _may_name(words[at - count - 2]):
        count += 2
    return count


def _name_after(words: list[str], at: int) -> int:
    """How many words after a replaced one belong to the same name (`Acme Web` before `Studio`)."""
    if not at or not words[at - 1][:1].isupper():
        return 0
    count = 0
    while at + count + 1 < len(words) and count < 6 and words[at + count] == " " and _may_name(words[at + count + 1]):
        count += 2
    return count


def _may_name(word: str) -> bool:
    return word[:1].isupper() and word not in _NO_NAMES


def narrowed(old: str, new: str, length: int = 60) -> tuple[str, str]:
    """Two long texts without their common start and end, so that a quotation shows what differs."""
    if max(len(old), len(new)) <= length or not (old and new):
        return old, new
    before, after = _PART.findall(old), _PART.findall(new)
    start, end = _common_ends(before, after)
    old_part = "".join(before[start : len(before) - end]).strip()
    new_part = "".join(after[start : len(after) - end]).strip()
    return (old_part, new_part) if old_part and new_part else _with_part_before(before, after, start, end)


def _with_part_before(before: list[str], after: list[str], start: int, end: int) -> tuple[str, str]:
    """What only came or went, with the word before it, or after it where there is none."""
    start, end = (start - 2, end) if start >= 2 else (0, max(0, end - 2))
    return "".join(before[start : len(before) - end]).strip(), "".join(after[start : len(after) - end]).strip()
