"""How a reworded passage differs: the words that came, that went, and that gave way to others. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import accumulate

from ...analyze.documents.words import FUNCTION_WORDS, elements, says_same
from ...analyze.lines.edits import DifferentPart, Replacement, different_parts
from ...analyze.meaning import is_wording, states
from ...language.scripts import HAN, HANGUL, HIRAGANA, KATAKANA, MONTH, UNSPACED

_LETTER = rf"[^\W{UNSPACED}{HANGUL}]"
# e.g. November 15, 2024, 15 Nov 2024, May 2024, 2024年11月15日, 11/15/2024
_DATE = (
    rf"(?=[A-Z\d])(?<![^\W{UNSPACED}])"
    rf"(?:{MONTH}\.? \d{{1,2}}(?:st|nd|rd|th)?(?:,? \d{{4}})?|\d{{1,2}} {MONTH}\.?(?:,? \d{{4}})?"
    rf"|{MONTH}\.?,? \d{{4}}|(?:\d{{4}} ?年 ?)?\d{{1,2}} ?月(?: ?\d{{1,2}} ?日)?|\d{{1,2}}/\d{{1,2}}/\d{{4}})"
    rf"(?![^\W{UNSPACED}])"
)
# e.g. gpt-4.1, don't, 1,000, モデル, 設, される
_WORD = re.compile(
    rf"{_DATE}|[{KATAKANA}]+|[{HIRAGANA}]+|[{HAN}{HANGUL}]|{_LETTER}+(?:(?:[.:/@+'’%-]+|(?<=\d),(?=\d)){_LETTER}+)*|\S"
)
# e.g. ", and "
_LEAD = re.compile(r"(?:[\s,;:.、。，；]|(?:and|or|also|but)\b|[&+]\s)++", re.IGNORECASE)
# e.g. ", or"
_TRAIL = re.compile(
    r"(?<![\s,;:、，；])(?:\s&|[\s,;:、，；]|(?<![\w-])(?:and|or|an?|the|also|to|of|in|for|with)(?![\w-])){1,12}+\Z",
    re.IGNORECASE,
)
# e.g. "Europe: "
_LABEL = re.compile(r"[^,:：、]{1,40}[:：]\s*")
# e.g. with
_CONTENT = re.compile(r"(?!(?:and|or|also|but)\Z)\w+", re.IGNORECASE)
# e.g. can't
_SHORTENED = re.compile(r"\w['’]\w|cannot", re.IGNORECASE)
# e.g. 25, 1,000
_NUMBER = re.compile(r"[$€£¥]?\d[\d.,]*%?")
_LONGEST = 4000
_MOST_PARTS = 5
_REWRITTEN = 0.5
"""So much of a passage in other words is read faster as a whole than word by word."""
_LONG_PART = 100
_LONG_ELEMENT, _ELEMENT_WORDS, _FEWEST_ELEMENTS = 40, 4, 3
_GAP = 3
"""Characters that stay between two parts which are one to a reader."""
_NAME_WORDS = 4
_ALIKE = 0.5
"""So many words of the shorter one stand in both of two sentences that are one, reworded."""
_MOST_SENTENCES = 20
_ROOM = 300
"""Characters of several sentences that are quoted together."""
_FEWEST_CUT = 3
"""Fewer words before the first one that differs are shown."""
_EXCERPT = 280
_AROUND = 100
_QUOTES = "'\""
_ARTICLES = ("a", "an", "the")
_STOPS = (".", "!", "?", ":")
_BRACKETS = (("(", ")"), ("[", "]"), ("（", "）"), ("「", "」"), ("“", "”"))


@dataclass(frozen=True)
class Rewording:
    """What is different in a passage, as far as that says something, from left to right."""

    changed: tuple[Replacement, ...] = ()
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    start: int = 0
    """Where the first of them stands in the passage as it is now, and where the last one ends."""
    end: int = 0
    is_list: bool = False
    """The passage is an enumeration and nothing else."""

    def __bool__(self) -> bool:
        return bool(self.changed or self.added or self.removed)

    @property
    def replacements(self) -> tuple[Replacement, ...]:
        """All of it; one side is empty where words only came or went."""
        added = (Replacement("", words) for words in self.added)
        return (*self.changed, *added, *(Replacement(words, "") for words in self.removed))


class _Words:
    """The words of a text and where they stand."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = [match.span() for match in _WORD.finditer(text)]
        self.words = [text[start:end] for start, end in self.spans]

    @property
    def compared(self) -> list[str]:
        """The words without their case; what joins the elements of a list is one thing, however it is written."""
        return ["," if word == "and" else word.casefold() for word in self.words]

    def part(self, first: int, end: int) -> str:
        return self.text[self.spans[first][0] : self.spans[end - 1][1]] if first < end else ""

    def place(self, first: int, end: int) -> tuple[int, int]:
        """Where words start and end; where there are none, the place between their neighbours."""
        if first < end:
            return self.spans[first][0], self.spans[end - 1][1]
        at = self.spans[first][0] if first < len(self.spans) else len(self.text)
        return at, at

    def is_name(self, at: int) -> bool:
        """Whether a word may belong to a name, as it begins with a capital letter but no sentence."""
        if not 0 <= at < len(self.words) or (self.words[at - 1] in _STOPS if at else self.text.endswith(_STOPS)):
            return False
        word = self.words[at]
        return (
            word.isalpha()
            and word[0].isupper()
            and ((len(word) > 1 and word.isupper()) or word.casefold() not in FUNCTION_WORDS)
        )

    def has_article(self, at: int, end: int) -> bool:
        """Whether a part begins with an article."""
        return at < end and self.words[at].casefold() in _ARTICLES

    def touches(self, at: int) -> bool:
        """Whether nothing but a blank stands between a word and the one before."""
        return 0 < at < len(self.words) and self.spans[at][0] - self.spans[at - 1][1] <= 1


@lru_cache(maxsize=512)  # a passage is asked for by its title, its explanation, the overview and its neighbours
def read_rewording(old: str, new: str) -> Rewording | None:
    """Which words of a passage are different; `None` where so many are that the whole passage says it better."""
    if not (old and new) or max(len(old), len(new)) > _LONGEST:
        return None
    if lists := _lists(old, new):
        gone, come = (Counter(side) for side in lists)
        return Rewording((), tuple(come - gone), tuple(gone - come), is_list=True)
    before, after = _Words(old), _Words(new)
    parts = list(_joined(before, after))
    size = sum(map(len, map(_longer, (_sides(part, before, after) for part in parts))))
    both = any(part.old < part.old_end and part.new < part.new_end for part in parts)
    if len(parts) > _MOST_PARTS or (both and size > _REWRITTEN * max(len(old), len(new))):
        return None
    told = [_as_named(_without_articles(part, before, after), before, after) for part in parts]
    sides = [_sides(part, before, after) for part in told]
    if any(len(_longer(pair)) > _LONG_PART for pair in sides) and (both or len(told) > 1):
        return None
    places = [after.place(p.new, p.new_end) for p in told]
    found = _sorted(sides)
    return replace(found, start=places[0][0], end=places[-1][1]) if found else found


def _lists(old: str, new: str) -> tuple[list[str], list[str]] | None:
    """The elements of two enumerations, if texts are such and nothing else, but for a label before both."""
    if old.endswith(_STOPS) or new.endswith(_STOPS):
        return None
    label = _LABEL.match(old)
    if label and new.startswith(label[0]):
        old, new = old[label.end() :], new[label.end() :]
    sides = elements(old), elements(new)
    short = all(len(one) <= _LONG_ELEMENT and one.count(" ") < _ELEMENT_WORDS for side in sides for one in side)
    return sides if short and min(map(len, sides)) and max(map(len, sides)) >= _FEWEST_ELEMENTS else None


def _sides(part: DifferentPart, before: _Words, after: _Words) -> tuple[str, str]:
    return before.part(part.old, part.old_end), after.part(part.new, part.new_end)


def _longer(sides: tuple[str, str]) -> str:
    return max(sides, key=len)


def _joined(before: _Words, after: _Words) -> Iterator[DifferentPart]:
    """The parts that differ and say something; those with one word or a sign between them are one to a reader."""
    last: DifferentPart | None = None
    for part in different_parts(before.compared, after.compared):
        if _says_nothing(*_sides(part, before, after)):
            continue
        if last and _is_gap(before.part(last.old_end, part.old), part.old - last.old_end):
            last = DifferentPart(last.old, part.old_end, last.new, part.new_end)
            continue
        if last:
            yield last
        last = part
    if last:
        yield last


def _is_gap(between: str, words: int) -> bool:
    return len(between) <= _GAP or (words == 1 and between.isascii())


def _without_articles(part: DifferentPart, before: _Words, after: _Words) -> DifferentPart:
    """A part of words that only came or went, without the article that they begin with."""
    old = part.old + before.has_article(part.old, part.old_end)
    new = part.new + after.has_article(part.new, part.new_end)
    only = (old == part.old_end) is not (new == part.new_end)
    return part._replace(old=old, new=new) if only else part


def _as_named(part: DifferentPart, before: _Words, after: _Words) -> DifferentPart:
    """A part with the rest of the name that it belongs to: `Web` of `Acme Web Studio` says nothing; and a number with
    what it counts.
    """
    old, old_end, new, new_end = part
    only = old == old_end or new == new_end
    words, first, end = (after, new, new_end) if new < new_end else (before, old, old_end)
    if all(words.is_name(at) for at in range(first, end)) and (not only or end - first < _NAME_WORDS):
        lead = 0 if only else _names(before, old - 1, -1)
        trail = min(_names(before, old_end, 1), _names(after, new_end, 1)) if words.is_name(end - 1) else 0
        if only and not (trail and words.touches(end)):
            return part
        return DifferentPart(old - lead, old_end + trail, new - lead, new_end + trail)
    if not only and old_end - old == new_end - new == 1 and _NUMBER.fullmatch(before.words[old]):
        follows = old_end < len(before.words) and before.words[old_end].isalpha() and before.touches(old_end)
        if follows and after.words[new_end : new_end + 1] == [before.words[old_end]]:
            return DifferentPart(old, old_end + 1, new, new_end + 1)
    return part


def _names(words: _Words, at: int, step: int) -> int:
    """How many words from one on, in one direction, belong to a name without a sign between them."""
    count = 0
    while count < _NAME_WORDS and words.is_name(at) and words.touches(at if step > 0 else at + 1):
        count, at = count + 1, at + step
    return count


def _says_nothing(old: str, new: str) -> bool:
    """Whether a part differs in marks, articles and the like alone."""
    if says_same(old, new):
        return True
    if _SHORTENED.search(old + new) and is_wording(old, new):
        return True
    words = _WORD.findall(f"{old} {new}".casefold())
    small = all(word in FUNCTION_WORDS or not any(map(str.isalnum, word)) for word in words)
    return small and states(old.casefold()) == states(new.casefold())


def _sorted(sides: Sequence[tuple[str, str]]) -> Rewording:
    """Parts by what happened to them, each once and without the words that connect them to others."""
    changed: dict[Replacement, None] = {}
    added: dict[str, None] = {}
    removed: dict[str, None] = {}
    for old, new in sides:
        gone, come = (_trimmed(side) or (side if _CONTENT.fullmatch(side) else "") for side in (old, new))
        if gone and come:
            changed[Replacement(gone, come)] = None
        elif come:
            added[come] = None
        elif gone:
            removed[gone] = None
    for part in list(changed):  # words that only stand elsewhere in the passage
        if part.old in added:
            del changed[part], added[part.old]
            added[part.new] = None
        elif part.new in removed:
            del changed[part], removed[part.new]
            removed[part.old] = None
    for text in set(added) & set(removed):
        del added[text], removed[text]
    return Rewording(tuple(changed), tuple(added), tuple(removed))


def _trimmed(text: str) -> str:
    """A part without the signs and words at its ends that only join it to what stands beside it."""
    lead = _LEAD.match(text)
    text = _TRAIL.sub("", text[lead.end() :] if lead else text)
    text = text.removesuffix(".").removesuffix("。")
    if len(text) > 1 and text[0] == text[-1] and text[0] in _QUOTES:
        text = text[1:-1]
    for opens, closes in _BRACKETS:
        if opens in text and closes not in text:
            text = text.removeprefix(opens).removesuffix(opens)
        if closes in text and opens not in text:
            text = text.removeprefix(closes).removesuffix(closes)
    return text.strip()


def aligned(before: Sequence[str], after: Sequence[str]) -> list[tuple[str, str]]:
    """Sentences with what each was before, in the order of the passage; one side is empty where some came or went.

    Sentences in which the same words are different are one pair, and so are those that were one before.
    """
    if max(len(before), len(after)) == 1 or not (before and after):
        return [(_together(before), _together(after))]
    olds, news = before[:_MOST_SENTENCES], after[:_MOST_SENTENCES]
    groups = _partners([_bag(text) for text in olds], [_bag(text) for text in news])
    paired = [(_of(olds, old), _of(news, new)) for old, new in sorted(groups, key=lambda group: min(group[1]))]
    gone = [text for n, text in enumerate(before) if not any(n in old for old, _ in groups)]
    come = [text for n, text in enumerate(after) if not any(n in new for _, new in groups)]
    if gone and come and (not groups or len(gone) == len(come) == 1):  # they took the place of others
        alone = [(_together(gone), _together(come))]
    else:
        alone = [(_together(gone), ""), ("", _together(come))]
    return [pair for pair in (*_joined_alike(paired), *alone) if any(pair)]


def _bag(text: str) -> Counter[str]:
    return Counter(map(str.casefold, _WORD.findall(text[:_LONGEST])))


def _partners(before: Sequence[Counter[str]], after: Sequence[Counter[str]]) -> list[tuple[set[int], set[int]]]:
    """Which sentences were which before: those that have most words in common, the most alike first; then what has
    most of its words from the rest of one that was longer, or is.
    """
    groups: list[tuple[set[int], set[int]]] = []
    shares = sorted(
        (-common_share(old, new), abs(i - j), i, j) for i, old in enumerate(before) for j, new in enumerate(after)
    )
    for share, _, i, j in shares:
        if -share >= _ALIKE and not any(i in olds or j in news for olds, news in groups):
            groups.append(({i}, {j}))
    for olds, news in groups:
        (i,), (j,) = olds, news
        rest = before[i] - after[j], after[j] - before[i]
        for n in (j - 1, j + 1):
            if 0 <= n < len(after) and not any(n in taken for _, taken in groups) and _is_part(after[n], rest[0]):
                news.add(n)
        for n in (i - 1, i + 1):
            if 0 <= n < len(before) and not any(n in taken for taken, _ in groups) and _is_part(before[n], rest[1]):
                olds.add(n)
    return groups


def common_share(one: Counter[str], other: Counter[str]) -> float:
    """The share of words that two passages have in common, of the shorter one."""
    return (one & other).total() / max(1, min(one.total(), other.total()))


def _is_part(sentence: Counter[str], rest: Counter[str]) -> bool:
    return (sentence & rest).total() >= _ALIKE * sentence.total()


def _of(texts: Sequence[str], numbers: Iterable[int]) -> str:
    return " ".join(texts[n] for n in sorted(numbers))


def _together(sentences: Sequence[str]) -> str:
    """Sentences in a row: as many as can be quoted."""
    room = sum(length <= _ROOM for length in accumulate(map(len, sentences)))
    return " ".join(sentences[: max(1, room)])


def _joined_alike(pairs: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    """Pairs of sentences; those with the same difference are one."""
    groups: dict[object, list[tuple[str, str]]] = {}
    for n, pair in enumerate(pairs):
        rewording = read_rewording(*pair)
        same = (rewording.changed, rewording.added, rewording.removed) if rewording else n
        groups.setdefault(same, []).append(pair)
    return [(" ".join(old for old, _ in group), " ".join(new for _, new in group)) for group in groups.values()]


def from_difference(old: str, new: str, length: int) -> tuple[str, str]:
    """Two texts from the word before the first one that differs, if they are longer: their starts look alike."""
    if max(len(old), len(new)) <= length:
        return old, new
    before, after = old.split(" "), new.split(" ")
    same = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    if same < _FEWEST_CUT:
        return old, new
    return f"…{' '.join(before[same - 1 :])}", f"…{' '.join(after[same - 1 :])}"


def excerpt(text: str, start: int, end: int) -> str:
    """As much of a passage as shows some of its words in their sentence."""
    if len(text) <= _EXCERPT:
        return text
    first = max(0, min(start, len(text)) - _AROUND)
    last = min(len(text), max(end, first + _EXCERPT - _AROUND) + _AROUND)
    first = text.find(" ", first) + 1 if first else 0
    cut = text.rfind(" ", 0, last) if last < len(text) else last
    last = cut if cut > end else last
    return f"{'…' if first else ''}{text[first:last]}{'…' if last < len(text) else ''}"
