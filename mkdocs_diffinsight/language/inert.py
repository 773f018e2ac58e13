"""Markdown in which what others wrote stays text, whatever reads it, and that can be read back. Pure.

Readers of Markdown differ: most take HTML as it stands, some know no fences and no front matter, some give elements
attributes that stand in braces. So what could become an element, an attribute, a picture or an address of another
scheme is written with numeric character references (`&#60;` for `<`), which no reader takes for markup. Within code
spans they would be seen, so these are left alone where all readers agree on what is one.
"""

from __future__ import annotations

import bisect
import re
from itertools import chain

_ELEMENT = r"<(?=[A-Za-z/!?])"
_HARMLESS = r"(?!/?(?:su[bp]|format|[A-Za-z]++(?:[-_][A-Za-z0-9]++)++)>)"
"""What does nothing stays, such as a placeholder (`<your-key>`)."""
_PICTURE = r"!(?=\[)"
_ATTRIBUTES = r"\{(?=[^{}\n]*=)"
_ADDRESS = r"(?<=\])[(:](?=\s*+(?:\Z|(?!https?://|mailto:)[^\s/?#):&\\]{0,64}+[:&\\]))"
"""What an address follows that is neither relative nor one of the web, or may do so in the next line."""
# the `<` of `<b>`, the `!` of `![x](y)`, the `{` of `{onclick=…}`, the `(` of `](javascript:…)`
_MARKUP = re.compile(f"{_ELEMENT}{_HARMLESS}|{_PICTURE}|{_ATTRIBUTES}|{_ADDRESS}", re.IGNORECASE)
_IN_NAMES = re.compile(r"[<\[\](){}|`!\r\n]")  # the brackets of `[a].md`
_OURS = "10|13|33|35|40|41|58|60|91|93|96|123|124|125"
"""The references that we write, and `&` where a text has one of them itself."""
_TAKEN_FOR_OURS = re.compile(rf"&(?=#(?:38|{_OURS});)")  # the `&` of `&#60;`
_REFERENCE = re.compile(rf"&#(38|{_OURS});")  # &#60;
_TICKS = re.compile(r"\\?`+")  # ``
_LINE_END = re.compile(r"(\r\n?|\n)")  # \r\n
_ACTS = re.compile(  # <script>, <p onclick=…>, ](javascript:…)
    r"<\s*/?(?:base|body|embed|form|frame|frameset|head|html|iframe|link|math|meta|noembed|noframes|noscript|plaintext"
    r"|portal|script|select|style|svg|template|textarea|title|xmp)\b"
    r"|<[A-Za-z](?=[^<>]*(?:[\s\"'/+-](?:on\w+|src\w*|style|\w*action|data|xlink\S{1,9}|poster|background)\s*="
    r"|script\s*:|&(?:#|tab|newline|colon)))"
    r"|\][(:]\s*+<?(?=[^\s/?#)]{0,64}(?:script:|data:|&))|!\[[^\]\n]{0,999}\]\(\s*+<?https?:",
    re.IGNORECASE,
)


def inert(text: str) -> str:
    """A Markdown text that makes no element, picture or attribute, and no link but to the web or beside it."""
    return neutral(escaped(text))


def inert_value(text: str) -> str:
    """An inert text where nobody knows what stands around it, and so, what is code."""
    return _MARKUP.sub(_written, escaped(text))


def inert_name(name: str) -> str:
    """A name, such as a path, on one line and without any sign that Markdown could take for one of its own."""
    return _IN_NAMES.sub(_written, escaped(name))


def escaped(text: str) -> str:
    """A text of which nothing is taken for a reference of ours."""
    return _TAKEN_FOR_OURS.sub("&#38;", text)


def neutral(text: str) -> str:
    """`inert` for a text that is `escaped`."""
    if not _MARKUP.search(text):
        return text
    pieces = _LINE_END.split(text)
    lines, ends = pieces[::2], [*pieces[1::2], ""]
    written: list[str] = []
    paragraph: list[str] = []
    for line in [*lines, ""]:
        if line.strip(" \t"):
            paragraph.append(line)
        else:
            written += [*_neutral_paragraph(paragraph), line]
            paragraph = []
    return "".join(chain.from_iterable(zip(written, ends, strict=False)))


def restored(text: str) -> str:
    """What any of the three was given."""
    return _REFERENCE.sub(lambda match: chr(int(match[1])), text)


def has_elements(text: str) -> bool:
    """Whether a reader that takes all of a text as HTML would find elements in it."""
    return re.search(_ELEMENT, text) is not None


def acts(text: str) -> bool:
    """Whether HTML or Markdown does more than to show something: runs, loads, or changes what follows it."""
    return _ACTS.search(text) is not None


def _written(match: re.Match[str]) -> str:
    return f"&#{ord(match[0])};"


def _neutral_paragraph(lines: list[str]) -> list[str]:
    spans = [_code_spans(line) for line in lines]
    if None in spans:  # a code span may go on in the next line, or end in one: who can tell
        return [_MARKUP.sub(_written, line) for line in lines]
    return [_neutral_line(line, own or []) for line, own in zip(lines, spans, strict=True)]


def _neutral_line(line: str, spans: list[tuple[int, int]]) -> str:
    """A line whose code spans stay as they are."""
    starts = [start for start, _ in spans]

    def written(match: re.Match[str]) -> str:
        n = bisect.bisect_right(starts, match.start()) - 1
        return match[0] if n >= 0 and match.start() < spans[n][1] else _written(match)

    return _MARKUP.sub(written, line)


def _code_spans(line: str) -> list[tuple[int, int]] | None:
    """Where the code spans of a line are; nothing where readers may differ on that."""
    spans = []
    start, ticks = -1, ""
    for match in _TICKS.finditer(line):
        if match[0].startswith("\\"):
            return None
        if start < 0:
            start, ticks = match.start(), match[0]
        elif match[0] == ticks:
            if "|" in line[start : match.end()]:  # where some end the cell of a table
                return None
            spans.append((start, match.end()))
            start = -1
    return None if start >= 0 else spans
