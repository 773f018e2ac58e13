"""Colours for code, in a time that grows with its length, whatever it is. Pure.

What colours tell a reader of a diff is little: comments, strings, numbers, keywords, names. So one expression for each
language of `languages.toml` finds these, and nothing that is read is read again: each alternative takes what it has
seen (possessive quantifiers), and a string or comment without an end goes on to that of its line or of the code.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from ...tables import read_table

_ESCAPED = r"(?s:\\.)"
_BEFORE_STRING = r"(?<!\w)(?:[bBcCfFrRuUL]{1,2}8?)?"
"""A string starts where no word ends (`don't`), but for letters that say how it is meant (`f"..."`)."""
_BEFORE_COMMENT = r"(?<![\w$&:{\\])"
"""Nothing that is part of a word, an address or a variable (`$#`, `https://`)."""
_CHARACTER = r"'(?:\\[^\n']{1,10}+|\\'|[^'\\\n])'"
_NUMBER = r"(?P<m>\d\w*+(?:\.\d\w*+)?)"
_WORD = r"(?P<word>[^\W\d]\w*+)"
_ANNOTATIONS = {
    "@": r"(?P<na>@[^\W\d][\w.]*+)",
    "#": r"(?P<na>^[ \t]*+#(?:!?\[[^\]\n]*+\]?|[ \t]*+\w++))",
}
_KEY = (
    r"^[ \t]*+(?:(?:-[ \t]++)*+(?:export[ \t]++)?"
    r"(?P<nt>[^\s:=#\"'\[{(<>!|*&%@`,-][^\n:=#]*+)(?=[:=?+](?:[ =\t]|$|[^\s:/]))"
    r"|(?P<nf>\[[^\]\n]*+\]))"
)
"""A key on the line that gives it a value; or the heading of a section."""
_MARKUP = (
    r"(?P<nt></?+[A-Za-z][\w:.-]*+|/?>)"
    r"|(?P<na>(?<=[\s\"'])[\w:@.#*-]++(?==[\"'{]))"
    r"|(?P<s>(?<==)(?:\"[^\"]*+\"?|'[^']*+'?))"
)
_OBJECT_KEY = r'(?P<nt>"(?:[^"\\\n]++|\\.)*+"(?=[ \t]*+:))'
"""It ends where a string does, as what is no key is read once more as one."""
_STYLE = (
    r"(?P<k>@[\w-]++|(?<![\w-])[\w-]++(?=:(?:[ \t]|$)))"
    r"|(?P<m>(?<=[ :,(])#[\da-fA-F]{3,8}\b|\d[\w.%]*+)"
    r"|(?P<nf>(?<![\w)])[.#&][A-Za-z_-][\w-]*+)"
)
_NO_KEYWORD_AFTER = "$.@-"


class Token(NamedTuple):
    """A token of code within a line, and the class of its colour."""

    start: int
    end: int
    name: str


class _Language(NamedTuple):
    expression: re.Pattern[str]
    """Its groups are named as the classes of what they find."""
    keywords: frozenset[str]
    definers: frozenset[str]
    """The keywords that a name follows which they define."""
    any_case: bool


def is_code(path: str) -> bool:
    """Whether the language of a file is known, by its name, and no prose."""
    return _language_of(path) is not None


@functools.lru_cache(maxsize=512)  # a report has the same hunks in each language
def highlight(path: str, code: str) -> Sequence[Sequence[Token]]:
    """The coloured parts of each line of code; the lines are read in a row."""
    language = _language_of(path)
    lines = code.split("\n")
    tokens: list[list[Token]] = [[] for _ in lines]
    number = start = 0  # of the line that is looked at
    for first, last, name in _tokens(language, code) if language else ():
        while start + len(lines[number]) < first:
            start += len(lines[number]) + 1
            number += 1
        tokens[number].append(Token(first - start, min(last - start, len(lines[number])), name))
        while start + len(lines[number]) < last:
            start += len(lines[number]) + 1
            number += 1
            end = min(last - start, len(lines[number]))
            if end > 0:
                tokens[number].append(Token(0, end, name))
    return tokens


def _tokens(language: _Language, code: str) -> Sequence[Token]:
    """What is coloured, by its places in all of the code."""
    tokens = []
    defined_after = -1
    """Where a keyword ends that a name follows."""
    for token in language.expression.finditer(code):
        name = token.lastgroup or ""
        start, end = token.span(name)
        if name == "word":
            name = ""
            word = token[0].lower() if language.any_case else token[0]
            if word in language.keywords and not (start and code[start - 1] in _NO_KEYWORD_AFTER):
                name = "k"
                defined_after = end if word in language.definers else -1
            elif defined_after > 0:
                name = "nf" if code[defined_after:start].isspace() else ""
                defined_after = -1
        if name:
            tokens.append(Token(start, end, name))
    return tokens


def _language_of(path: str) -> _Language | None:
    name = path.rpartition("/")[2]
    stem, _, suffix = name.rpartition(".")
    files = _files()
    language = files.get(name) or (files.get(f".{suffix.lower()}") if stem else None) or files.get(stem)
    return _language(language) if language else None


@functools.cache
def _languages() -> Mapping[str, Mapping[str, Any]]:
    read = read_table(__file__, "languages.toml")
    for name, table in read.items():
        read[name] = {**read.get(table.get("like", ""), {}), **table}
    return read


@functools.cache
def _files() -> Mapping[str, str]:
    """The language of each ending, and of each name without one."""
    return {file: name for name, table in _languages().items() for file in table["files"].split()}


@functools.cache
def _language(name: str) -> _Language:
    table = _languages()[name]
    keywords, definers = (frozenset(table.get(key, "").split()) for key in ("keywords", "names"))
    expression = re.compile("|".join(_alternatives(table)), re.MULTILINE)
    return _Language(expression, keywords, definers, bool(table.get("any_case")))


def _alternatives(table: Mapping[str, Any]) -> Sequence[str]:
    form = table.get("form", "code")
    comments = [_block(*ends) for ends in table.get("blocks", ())]
    comments += [rf"{re.escape(start)}[^\n]*+" for start in table.get("comments", "").split()]
    strings = [_text(mark) for mark in table.get("texts", "").split()]
    strings += [_CHARACTER if mark == "'." else _string(mark) for mark in table.get("strings", "").split()]
    parts = [_ANNOTATIONS[mark] for mark in table.get("annotations", "").split()]
    parts += [rf"(?P<c>{_BEFORE_COMMENT}(?:{'|'.join(comments)}))"] if comments else []
    parts += {"keyed": [_KEY], "markup": [_MARKUP], "object": [_OBJECT_KEY], "style": [_STYLE]}.get(form, [])
    parts += [rf"(?P<s>{_BEFORE_STRING}(?:{'|'.join(strings)}))"] if strings else []
    return parts if form in ("markup", "style") else [*parts, _NUMBER, _WORD]


def _block(start: str, end: str) -> str:
    return rf"{re.escape(start)}(?s:.*?)(?:{re.escape(end)}|\Z)"


def _text(mark: str) -> str:
    """A string of several lines."""
    inside = rf"[^\\{re.escape(mark[0])}]++|{_ESCAPED}"
    if len(mark) > 1:
        inside += rf"|{re.escape(mark[0])}(?!{re.escape(mark[1:])})"
    return rf"{re.escape(mark)}(?:{inside})*+(?:{re.escape(mark)})?"


def _string(mark: str) -> str:
    """A string that ends on its line."""
    return rf"{mark}(?:[^\\\n{mark}]++|\\.)*+{mark}?"
