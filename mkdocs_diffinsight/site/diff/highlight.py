"""Colours for code. Pure."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pygments.lexer import Lexer
    from pygments.token import _TokenType

_PROSE = {"Markdown", "reStructuredText", "Text only", "Text output", "TeX", "Diff", "XML+Django/Jinja", "GAP"}
"""Lexers of texts, in which words matter and not syntax."""
_PROSE_SUFFIXES = (".adoc", ".markdown", ".md", ".mdx", ".rst", ".tex", ".txt")
"""For these, Pygments is not even loaded."""
_CLASSES = {
    "Comment": "c",
    "Keyword": "k",
    "Literal.Number": "m",
    "Literal.String": "s",
    "Name.Attribute": "na",
    "Name.Class": "nf",
    "Name.Decorator": "na",
    "Name.Function": "nf",
    "Name.Tag": "nt",
}
"""Kinds of tokens that are worth a colour, with all below them, and the short names that Pygments gives them."""


class Part(NamedTuple):
    """A part of a line and its class."""

    start: int
    end: int
    name: str


def is_code(path: str) -> bool:
    """Whether the language of a file is known, by its name, and no prose."""
    return _lexer(_kind(path)) is not None


@functools.lru_cache(maxsize=512)  # a report has the same hunks in each language
def highlight(path: str, code: str) -> Sequence[Sequence[Part]]:
    """The coloured parts of each line of code; the lines are read in a row."""
    found: list[list[Part]] = [[] for _ in range(code.count("\n") + 1)]
    lexer = _lexer(_kind(path))
    number = column = 0
    for kind, text in lexer.get_tokens(code) if lexer else ():
        name = _class(kind)
        if name is None and "\n" not in text:
            column += len(text)
            continue
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


def _kind(path: str) -> str:
    """What names the language: the suffix of a file, or its name where it has none."""
    name = path.rpartition("/")[2]
    stem, _, suffix = name.rpartition(".")
    return f"file.{suffix}" if stem and suffix else name


@functools.lru_cache(maxsize=256)
def _lexer(name: str) -> Lexer | None:
    if name.lower().endswith(_PROSE_SUFFIXES):
        return None
    from pygments.lexer import RegexLexer
    from pygments.lexers import find_lexer_class_for_filename

    found = find_lexer_class_for_filename(name)
    if found is None or found.name in _PROSE or not issubclass(found, RegexLexer):
        return None
    # Line for line as it is, so that the parts fit.
    return found(stripnl=False, ensurenl=False)


@functools.cache
def _class(kind: _TokenType) -> str | None:
    return next((_CLASSES[name] for above in reversed(kind.split()) if (name := ".".join(above)) in _CLASSES), None)
