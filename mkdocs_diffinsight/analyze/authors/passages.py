"""What prose says, sentence by sentence: lines that were wrapped are joined, and nothing is cut. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from ...language.scripts import UNSPACED
from ...model.findings import LineSpan
from ..documents.links import INCLUDE, ITEM, REFERENCE
from ..documents.markdown import code_spans, heading
from ..documents.sentences import split_sentences
from ..documents.tables import SEPARATOR, cells
from ..lines.edits import PlacedLine, proof

LineSide = Literal["-", "+"]
Sort = Literal["paragraph", "item", "row"]

_MAX_LINE = 4000
"""Characters of a line that are read; no author writes a longer one by hand."""
_MAX_LINES = 60
"""Lines of one passage that are read; a longer one is no sentence or two."""
# e.g. ~~~~~~~~
_RULE = re.compile(r"\s{0,3}([=~^\"'*+#`.:_-])\1{2,}\s*\Z")
# e.g. > [!NOTE]
_DIRECTIVE = re.compile(
    r":::|<!--|\[!|\.\.\s|!!!|\?\?\?|\{\{|\{%|@@|\[[^\[\]]{1,200}\]:\s|</?(?:details|summary|div|table|t[rdh]|ul|ol|p|img|a)\b"
)
"""What says how a page is made, not what it says."""
# e.g. [the guide](guide_(1).md "A title")
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,300})\]"
    r"\([ \t]{0,8}<?[^()\s<>]{0,500}(?:\([^()\s]{0,80}\)[^()\s]{0,200}){0,4}>?(?:\s{1,8}\"[^\"]{0,300}\")?\s{0,8}\)"
)
# e.g. [the guide][guide]
_REFERENCE_LINK = re.compile(r"(?<![A-Za-z0-9_\]])(!?)\[((?:[^\[\]]|\[[^\[\]]{0,200}\]){0,300})\]\[[^\[\]]{0,200}\]")
# e.g. `the guide <https://example.org>`__
_NAMED_LINK = re.compile(r"`([^`<>]{1,200}) <[^<>`\s]{1,500}>`_{1,2}")
# e.g. :class:`~acme.Client`
_ROLE = re.compile(r"(?::(?:[a-z]{1,12}:){1,2}|(?<![^\s(])\{[a-z:]{1,24}\})(`)(?=[\w~!])[~!]?")
# e.g. <br/>
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,300}>|<!--.{0,300}?-->")
# e.g. 模型
_UNSPACED_END = re.compile(rf"[{UNSPACED}、。，！？：；）」』]\Z")
# e.g. 模型
_UNSPACED_START = re.compile(rf"[{UNSPACED}、。，！？：；（「『]")


class Sentence(NamedTuple):
    """What stands between two full stops, or in a line of its own."""

    raw: str
    """Markdown, as it stands there."""
    lines: tuple[PlacedLine, ...]

    @property
    def text(self) -> str:
        """Markdown, without the targets of links."""
        return plain(self.raw)

    @property
    def proof(self) -> tuple[LineSpan, ...]:
        return proof(*self.lines)


class Passage(NamedTuple):
    """A paragraph, an item of a list, or a row of a table."""

    sort: Sort
    lines: tuple[PlacedLine, ...]
    texts: tuple[str, ...]
    """What each of the lines says, without its marks."""
    indent: int
    """How far it stands to the right: nested items do, and what belongs to an item."""
    has_start: bool = True
    """Its first line is there, as far as one can see."""
    has_end: bool = True

    @property
    def is_changed(self) -> bool:
        return any(placed.line.kind != " " for placed in self.lines)

    @property
    def section(self) -> str:
        """What its list or its part of the document is headed by."""
        return self.lines[0].section

    def sentences(self) -> Iterator[Sentence]:
        """Those that changed, of which both ends are there."""
        text, starts = joined(self.texts)
        spans = list(split_sentences(text))
        for n, (start, end) in enumerate(spans):
            cut = (n == 0 and not self.has_start) or (n == len(spans) - 1 and not self.has_end and not _ends(text))
            if not cut:
                first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
                lines = self.lines[first : last + 1]
                if any(placed.line.kind != " " for placed in lines):
                    yield Sentence(text[start:end], lines)


def read_passages(
    lines: Sequence[PlacedLine], side: LineSide, whole: Sequence[str] | None, heads: frozenset[int] = frozenset()
) -> list[Passage]:
    """The passages that hunks show of one side of a document.

    `whole` has the lines of that side, where they are known: they tell whether a passage begins and ends in its hunk.
    `heads` are the numbers of lines that head something besides those that look like it.
    """
    found: list[Passage] = []
    for run in split_by_side(lines, side):
        start = len(found)
        found += _split(run, heads)
        if len(found) > start:
            first, last = found[start], found[-1]
            if first.lines[0] is run[0] and first.sort == "paragraph" and _goes_on(whole, run[0], -1):
                found[start] = first = first._replace(has_start=False)
            if found[-1].lines[-1] is run[-1] and last.sort != "row" and _goes_on(whole, run[-1], 1):
                found[-1] = found[-1]._replace(has_end=False)
    return found


def split_by_side(lines: Sequence[PlacedLine], side: LineSide) -> Iterator[list[PlacedLine]]:
    """The lines of one side that stand below each other in the file."""
    run: list[PlacedLine] = []
    for placed in lines:
        if placed.line.kind in (" ", side):
            if run and number_of(placed, side) != number_of(run[-1], side) + 1:
                yield run
                run = []
            run.append(placed)
    if run:
        yield run


def number_of(placed: PlacedLine, side: LineSide) -> int:
    """The number of a line in the file of a side."""
    return (placed.line.old if side == "-" else placed.line.new) or 0


def _split(run: Sequence[PlacedLine], heads: frozenset[int]) -> Iterator[Passage]:
    """The passages of lines that stand below each other."""
    sort: Sort = "paragraph"
    open_lines: list[PlacedLine] = []
    texts: list[str] = []
    indent = 0
    for placed in (*run, None):
        text = placed.text[:_MAX_LINE] if placed else ""
        inner = text.lstrip(" \t>")
        apart = placed is None or _is_apart(placed, text, inner, heads)
        item = None if apart else _item(text, inner)
        if open_lines and (apart or item) and not (len(open_lines) == 1 and sort == "paragraph" and _RULE.match(text)):
            yield Passage(sort, tuple(open_lines), tuple(texts), indent)
        if apart or item:
            open_lines, texts = [], []
        if placed is None:
            break
        if apart:
            if placed.area == "text" and (row := cells(text)):
                yield Passage("row", (placed,), row, 0)
            continue
        if not open_lines:
            sort, indent = "item" if item else "paragraph", len(text) - len(inner)
        if len(open_lines) < _MAX_LINES:
            open_lines.append(placed)
            texts.append((item or inner).strip())


def _item(text: str, inner: str) -> str | None:
    """What an item of a list says, without its mark."""
    match = ITEM.match(text) if inner[0] in "-*+" or inner[0].isdigit() else None
    return match[1] if match else None


def _is_apart(placed: PlacedLine, text: str, inner: str, heads: frozenset[int]) -> bool:
    """Whether a line is no part of a paragraph or of an item."""
    if placed.area != "text" or (heads and (placed.line.new or placed.line.old) in heads):
        return True
    return _is_no_prose(text, inner)


def _is_no_prose(text: str, inner: str) -> bool:
    if not inner.rstrip():
        return True
    if inner[0].isalnum() and "|" not in text and "!" not in text:
        return False  # as most lines
    if heading(text) or _DIRECTIVE.match(inner) or _RULE.match(text) or inner.startswith(("```", "~~~")):
        return True
    return bool(cells(text) or SEPARATOR.match(text) or REFERENCE.match(text) or INCLUDE.search(text[:200]))


def _goes_on(whole: Sequence[str] | None, placed: PlacedLine, step: Literal[-1, 1]) -> bool:
    """Whether the passage of a line goes on beyond the hunk that it is the first or the last line of."""
    number = placed.line.old if placed.line.kind == "-" else placed.line.new
    if whole is None or number is None:
        return placed.line.kind == " "  # a hunk that begins or ends with a change has nothing around it
    at = number - 1 + step
    text = whole[at][:_MAX_LINE] if 0 <= at < len(whole) else ""
    return not _is_no_prose(text, text.lstrip(" \t>")) and not (step == 1 and ITEM.match(text))


def joined(texts: Sequence[str]) -> tuple[str, list[int]]:
    """Lines as one text, and where in it each begins; scripts without blanks are joined without one."""
    parts: list[str] = []
    starts: list[int] = []
    length = 0
    for text in texts:
        gap = " " if parts and not (_UNSPACED_END.search(parts[-1]) and _UNSPACED_START.match(text)) else ""
        starts.append(length + len(gap))
        length += len(gap) + len(text)
        parts += [gap, text] if gap else [text]
    return "".join(parts), starts


def _ends(text: str) -> bool:
    return text.rstrip("\"'”’)]*_` ")[-1:] in (*".!?:。！？：",)


def plain(text: str) -> str:
    """A text as a reader sees it, but for the marks of code and emphasis: without targets, tags and roles."""
    text = without_targets(text)
    if "<" in text:
        text = _outside_code(text)
    return " ".join(text.split())


def without_targets(text: str) -> str:
    """A text with the words of its links alone, and without the roles that say what a name in it is of."""
    for _ in range(2 if "](" in text else 0):  # pictures stand in links
        text = _LINK.sub(_words_of_link, text)
    if "][" in text:
        text = _REFERENCE_LINK.sub(_words_of_link, text)
    return _ROLE.sub(r"\1", _NAMED_LINK.sub(r"\1", text)) if "`" in text else text


def _words_of_link(link: re.Match[str]) -> str:
    return "" if link[1] else link[2]


def _outside_code(text: str) -> str:
    """A text without tags, but for those in code."""
    end, parts = 0, []
    for start, stop, _ in code_spans(text):
        parts += [_TAG.sub(" ", text[end:start]), text[start:stop]]
        end = stop
    return "".join([*parts, _TAG.sub(" ", text[end:])])
