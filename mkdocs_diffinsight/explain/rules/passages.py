"""The prose that a diff shows, in whole sentences: what is quoted ends where its author ended it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice, pairwise

from ...analyze.documents.links import links_alone
from ...analyze.documents.literal import literal_lines
from ...analyze.documents.sentences import sentences
from ...analyze.documents.tables import SEPARATOR, cells
from ...language.quoting import shortened
from ...language.scripts import UNSPACED
from ...model.changes import FileChange
from ...model.findings import LineSpan, Side
from ...model.patch import Line, parse_hunks
from .points import readable

# e.g. "- " of "- An item", "1. " of "1. A step", "> " of a quotation
_MARK = re.compile(r"[\s>]*+(?:[-*+]\s+(?:\[[ xX]\]\s+)?|\d{1,4}[.)]\s+)?")
# e.g. # Heading, | cell |, ```, ---, :::, <!-- comment -->, > [!NOTE], and title: A guide
_NO_PROSE = re.compile(
    r"[\s>]*+(?:#{1,6}\s|\||```|~~~|:::|<!--|\.\.\s|:[\w-]+:(?:\s|\Z)|\[!|[-=*_]{3,}\s*\Z|!\[|[a-z][\w.-]{0,60}:(?:\s|\Z))"
)
# e.g. ```python, and the first line of front matter
_FENCE = re.compile(r"\s*(```|~~~|---(?=\s*\Z))")
# e.g. - An item
_STARTS = re.compile(r"[\s>]*+(?:[-*+]\s|\d{1,4}[.)]\s)")
# e.g. する 場合
_UNSPACED = re.compile(rf"(?<=[{UNSPACED}、。]) (?=[{UNSPACED}])")
# e.g. 1. Open it.
_STEP = re.compile(r"[\s>]*+\d{1,4}[.)]\s")
# e.g. x = 1, "key": 1, :depth: 1, --name acme, npm install acme, and return rolls
_CODE = re.compile(
    r"""[\w\])]\s(?:[-+:]?=|=>|->)\s|["']\s*:\s|\A\s*(?::[\w-]+:|\$\s|@\w+\Z|(?:npm|pip|dotnet|curl|sudo)\s\w+\s\S+\Z"""
    r"""|--[a-z][\w-]*\s|\.\.\s|["']{2}|(?:try|else):|(?:import|from|return|const|let|var|def|class)\s[\w.{*]+(?:\s\S+){0,3}\Z)|[;{]\s*\Z"""
)
# e.g. `a = 1`
_SPAN = re.compile(r"``?[^`]{1,400}``?")
# e.g. It ends, which means; it is over (for now)
_CLAUSE = re.compile(
    r"[,;:](?=\s)| \(| [–—-](?=\s)|[、，；]| (?=(?:which|because|while|when|if|so that|unless|until)\b)"
)
# e.g. {
_SIGN = re.compile(r"[^\w .,:;()/'\"%、。（）「」，：；“”‘’?!！？&+*`#・\[\]|~-]")
"""No letter, and no sign of prose either; what has many is code."""
_SIGNS = 12
_MAX_PASSAGE = 4000
_FEWEST_WORDS = 3
"""So many words that stand together elsewhere are the same sentence."""
_FURTHER = 1.3
"""So much longer than there is room for a sentence may be that is told whole."""
_SIDES: tuple[Side, ...] = ("L", "R")


class Passages:
    """The passages of a file before and after, as far as its diff shows them."""

    def __init__(self, change: FileChange) -> None:
        self._lines: dict[tuple[Side, int], str] = {}
        self._at: dict[tuple[Side, int], list[str]] = {}
        for hunk in parse_hunks(change.patch):
            for side in _SIDES:
                for numbers, texts in self._read(side, hunk.lines):
                    said = sentences(_joined(texts))
                    self._at |= {(side, number): said for number in numbers}

    @classmethod
    def none(cls) -> Passages:
        """Those of a file that has no prose."""
        nothing = cls.__new__(cls)
        nothing._lines, nothing._at = {}, {}
        return nothing

    @property
    def is_known(self) -> bool:
        """Whether there are lines of prose to look at."""
        return bool(self._lines)

    def _read(self, side: Side, lines: Iterable[Line]) -> Iterator[tuple[list[int], list[str]]]:
        numbers: list[int] = []
        texts: list[str] = []
        fence = ""
        numbered = [(line.old if side == "L" else line.new, line.text) for line in lines if line.kind != "\\"]
        shown = [(number, text) for number, text in numbered if number is not None]
        samples = {shown[i][0] for i in literal_lines([text for _, text in shown])}
        for (number, text), (_, below) in pairwise([*shown, (0, "")]):
            self._lines[side, number] = text
            mark = _FENCE.match(text)
            if mark and not fence and mark[1] != "---" and mark.end() == len(text.rstrip()) and not below.strip():
                pass  # it ends a sample whose beginning is not shown: none begins with a blank line
            elif (mark and number == 1) or (mark and mark[1] != "---"):
                fence = "" if fence else mark[1]
            elif fence == "---" == text.rstrip():
                fence = ""
            ends = bool(fence) or number in samples or not text.strip() or bool(_NO_PROSE.match(text))
            if texts and (ends or _STARTS.match(text)):
                yield numbers, texts
                numbers, texts = [], []
            if not ends:
                numbers.append(number)
                texts.append(text)
        if texts:
            yield numbers, texts

    def still_says(self, text: str) -> bool:
        """Whether a sentence stands in what is shown of the file as it is, perhaps as a part of another one."""
        return len(text.split()) >= _FEWEST_WORDS and text.casefold().rstrip(" .") in self._new

    @cached_property
    def _new(self) -> str:
        return "\n".join(readable(line) for (side, _), line in self._lines.items() if side == "R").casefold()

    def sentence(self, span: LineSpan, words: str) -> str:
        """The sentence with these words that a line stands in; nothing where the diff does not show it."""
        return next((sentence for sentence in self._sentences(span) if words in sentence), "")

    def cells(self, old: LineSpan, new: LineSpan, words: tuple[str, str]) -> tuple[str, str]:
        """The cells with these words in a row before and after; nothing where the diff shows no such row."""
        before, after = (cells(self._lines.get((span.side, span.first), "")) for span in (old, new))
        pairs = zip(before, after, strict=False) if len(before) == len(after) else ()
        return next(((a, b) for a, b in pairs if a != b and words[0] in a and words[1] in b), ("", ""))

    def first(self, side: Side) -> str:
        """The first sentence of a file that came or went as a whole."""
        return next((said[0] for (where, _), said in self._at.items() if where == side and said), "")

    def came_before(self, lines: Iterable[LineSpan], sentence: str) -> str:
        """The sentence right before one that came, if it came with it."""
        for span in lines:
            said = self._sentences(span) if span.side == "R" else []
            at = next((n for n, one in enumerate(said) if sentence in one), 0)
            if at and not any(said[at - 1] in old for (side, _), old in self._at.items() if side == "L"):
                return said[at - 1]
        return ""

    def following(self, side: Side) -> Iterator[str]:
        """The first sentences of the passages behind it, but for items of lists."""
        passages = {
            id(said): said[0]
            for (where, number), said in self._at.items()
            if where == side and said and not self.is_item(LineSpan(side, number, number))
        }
        return islice(passages.values(), 1, None)

    def rows(self, side: Side) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
        """The rows of its tables: the heads of their columns, and their cells."""
        lines = [text.strip() if where == side else "" for (where, _), text in self._lines.items()]
        heads: tuple[str, ...] = ()
        in_body = False
        for above, line in pairwise(["", *lines]):
            if line.startswith("|") and SEPARATOR.match(line):
                heads, in_body = cells(above), True
            elif in_body := in_body and line.startswith("|"):
                yield heads, cells(line)

    def only(self, old: LineSpan | None, new: LineSpan | None) -> tuple[list[str], list[str]]:
        """What the passage around a line says before, and not after, and the other way round."""
        before, after = (self._sentences(span) for span in (old, new))
        return differing(before, after)

    def place(self, *spans: LineSpan | None) -> tuple[int, ...]:
        """The passages around some lines: the same for all lines of one."""
        return tuple(id(self._at.get((span.side, span.first))) if span else 0 for span in spans)

    def shows(self, *spans: LineSpan | None) -> bool:
        """Whether the diff shows a passage around one of some lines."""
        return any(self._sentences(span) for span in spans)

    def shows_prose(self, *spans: LineSpan) -> bool:
        """Whether it does, and that is no sample of code."""
        return any(said and not is_code(" ".join(said)) for said in map(self._sentences, spans))

    def _sentences(self, span: LineSpan | None) -> list[str]:
        return self._at.get((span.side, span.first), []) if span else []

    def line(self, span: LineSpan | None) -> str:
        """A line that is shown, without its margin."""
        return self._lines.get((span.side, span.first), "").strip() if span else ""

    def item(self, span: LineSpan) -> str:
        """What an item of a list says, if a line begins one."""
        return _MARK.sub("", self._lines[span.side, span.first], count=1).strip() if self.is_item(span) else ""

    def links_alone(self, span: LineSpan) -> list[tuple[str, str]]:
        """The labels and targets of the links of a line that has nothing else."""
        line = self._lines.get((span.side, span.first), "")
        return [] if line.lstrip(" \t>").startswith("|") else links_alone(line)

    def is_row(self, span: LineSpan) -> bool:
        """Whether a line with bars is a row of a table, and no line of links that are set apart by them."""
        return bool(cells(self._lines.get((span.side, span.first), "")))

    def in_code(self, span: LineSpan, words: str) -> bool:
        """Whether some words are a code span of a line that is shown."""
        return bool(words) and f"`{words}`" in self._lines.get((span.side, span.first), "")

    def is_item(self, span: LineSpan) -> bool:
        """Whether a line begins an item of a list."""
        return bool(_STARTS.match(self._lines.get((span.side, span.first), "")))

    def is_step(self, span: LineSpan) -> bool:
        """Whether a line begins an item of a numbered list."""
        return bool(_STEP.match(self._lines.get((span.side, span.first), "")))


def _joined(texts: Iterable[str]) -> str:
    text = " ".join(_MARK.sub("", text, count=1).strip() for text in texts)
    return _UNSPACED.sub("", text[:_MAX_PASSAGE])


def differing(before: Sequence[str], after: Sequence[str]) -> tuple[list[str], list[str]]:
    """The sentences of each of two passages that the other one does not have."""
    return _rest(before, after), _rest(after, before)


def _rest(one: Sequence[str], other: Sequence[str]) -> list[str]:
    """The sentences that another passage does not have."""
    known = set(other)
    return [sentence for sentence in one if sentence not in known]


def leading(text: str, length: int) -> str:
    """What a text says first: as many whole sentences as there is room for, or the first one's clauses."""
    if len(text) <= length:
        return text
    first, *others = sentences(text)
    for sentence in others:
        if len(first) + 1 + len(sentence) > length:
            break
        first = f"{first} {sentence}"
    if len(first) <= _FURTHER * length:
        return first
    ends = [match.start() for match in _CLAUSE.finditer(first, length // 2, length)]
    return f"{first[: ends[-1]].rstrip(',;:、，； ')}…" if ends else shortened(first, length)


def is_code(text: str) -> bool:
    """Whether a passage is one of a program: a sample whose beginning the diff does not show."""
    prose = _SPAN.sub("", text[:_MAX_PASSAGE])
    signs = len(_SIGN.findall(prose))
    return _SIGNS * signs > max(len(prose), _SIGNS) or bool(_CODE.search(prose))
