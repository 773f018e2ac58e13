"""Colours for code. Pure."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from pathlib import PurePosixPath
from typing import NamedTuple

from pygments.lexer import Lexer, RegexLexer
from pygments.lexers import find_lexer_class_for_filename
from pygments.token import Token, _TokenType

_PROSE = {"Markdown", "reStructuredText", "Text only", "Text output", "TeX", "Diff", "XML+Django/Jinja", "GAP"}
"""Lexers of texts, in which words matter and not syntax."""
_CLASSES = {
    Token.Comment: "c",
    Token.Keyword: "k",
    Token.Literal.Number: "m",
    Token.Literal.String: "s",
    Token.Name.Attribute: "na",
    Token.Name.Class: "nf",
    Token.Name.Decorator: "na",
    Token.Name.Function: "nf",
    Token.Name.Tag: "nt",
}
"""Kinds of tokens that are worth a colour, with all below them, and the short names that Pygments gives them."""


class Part(NamedTuple):
    """A part of a line and its class."""

    start: int
    end: int
    name: str


def find_lexer(path: str) -> Lexer | None:
    """What reads the language of a file, as its name says; `None` for prose and what nobody knows."""
    name = PurePosixPath(path).name
    return _lexer((PurePosixPath(name).suffix and f"file{PurePosixPath(name).suffix}") or name)


@functools.lru_cache(maxsize=4096)  # a site shows the same hunks in each language, and again when it is served
def highlight(lexer: Lexer, code: str) -> Sequence[Sequence[Part]]:
    """The coloured parts of each line; the lines are read in a row."""
    found: list[list[Part]] = [[] for _ in range(code.count("\n") + 1)]
    number = column = 0
    for kind, text in lexer.get_tokens(code):
        name = _class(kind)
        for n, part in enumerate(text.split("\n")):
            if n:
                number, column = number + 1, 0
            if number >= len(found):
                return found
            end = column + len(part)
            if name and part.strip():
                parts = found[number]
                if parts and parts[-1].end == column and parts[-1].name == name:
                    parts[-1] = Part(parts[-1].start, end, name)
                else:
                    parts.append(Part(column, end, name))
            column = end
    return found


@functools.lru_cache(maxsize=256)
def _lexer(name: str) -> Lexer | None:
    found = find_lexer_class_for_filename(name)
    if found is None or found.name in _PROSE or not issubclass(found, RegexLexer):
        return None
    # Line for line as it is, so that the parts fit.
    return found(stripnl=False, ensurenl=False)


@functools.cache
def _class(kind: _TokenType) -> str | None:
    return next((_CLASSES[above] for above in reversed(kind.split()) if above in _CLASSES), None)
