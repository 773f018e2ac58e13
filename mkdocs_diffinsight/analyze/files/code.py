"""Findings in source code: functions, types and constants, imports, and the words of changed lines. Pure."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import lru_cache

from ...model.findings import Action, Finding, Noise, Outline, Subject
from ...model.patch import Hunk
from ...tables import read_table
from ..documents.words import read_words
from ..lines.edits import Edits, PlacedLine, compared, proof
from ..lines.whole import HUNKS_ONLY, Place, Whole, place_lines

_LANGUAGES: dict[str, dict[str, str]] = read_table(__file__, "languages.toml")["languages"]
LANGUAGE_OF = {ending: language for language, row in _LANGUAGES.items() for ending in row["files"].split()}
"""The language family of each file name ending."""
_COMPILED = {name: (re.compile(row["symbol"]), re.compile(row["imported"])) for name, row in _LANGUAGES.items()}
_BLOCKS = ("body", "handlers", "cases", "orelse", "finalbody")
"""The fields of Python's syntax tree that hold statements, or what does."""
_NOTHING = (re.compile(r"(?!)"), re.compile(r"(?!)"))
_KEYWORDS = frozenset({"if", "for", "while", "switch", "catch", "return", "else", "function"})
# e.g. tests/test_parser.py
_TEST_PATH = re.compile(r"(?:^|/)(?:tests?|testing|spec|examples?|docs?|samples?)/|(?:^|/)test_|[._]test\.|\.spec\.")


def language_of(path: str) -> str:
    """The language family that a path's ending stands for, or nothing."""
    return LANGUAGE_OF.get(path.rpartition(".")[2].lower(), "")


def _symbol(language: str, text: str) -> str:
    match = _COMPILED.get(language, _NOTHING)[0].match(text[:400])
    name = next(filter(None, match.groups()), "") if match else ""
    return "" if name in _KEYWORDS else name


def _imported(language: str, text: str) -> str:
    match = _COMPILED.get(language, _NOTHING)[1].match(text[:600])
    return next(filter(None, match.groups()), "") if match else ""


def _is_public(language: str, path: str, name: str, text: str) -> bool:
    """Whether code outside of the file may rely on a symbol, by the customs of its language."""
    if language == "shell" or _TEST_PATH.search(path):
        return False
    if word := {"rust": "pub", "script": "export", "jvm": "public"}.get(language):
        return bool(re.match(rf"\s*{word}\b(?!\()", text))
    if language == "go":
        return name[:1].isupper()
    return not name.startswith("_") and "private" not in text and not text.startswith("static ")


def place_code(path: str, hunks: Sequence[Hunk], whole: Whole = HUNKS_ONLY) -> list[PlacedLine]:
    """The lines of a source file, each under its symbol, or the nearest above it that the diff shows."""
    language = language_of(path)
    found = place_lines(hunks, lambda: _scan(language, whole.old), lambda: _scan(language, whole.new))
    if found:
        return found
    placed = []
    for hunk in hunks:
        section = _symbol(language, hunk.section)
        for line in hunk.lines:
            if line.kind != "\\":
                section = _symbol(language, line.text) or section
                placed.append(PlacedLine(line, "code", section))
    return placed


@lru_cache(maxsize=128)  # where one range ends, another one often starts
def _scan(language: str, data: bytes | None) -> list[Place] | None:
    """The symbol of each line of a whole file: by its parser for Python, else the nearest above."""
    if data is None:
        return None
    lines = data.decode("utf-8-sig", "surrogateescape").split("\n")
    if language == "python" and (found := _scan_python(data, len(lines))):
        return found
    place = Place("code")
    path: tuple[tuple[int, str], ...] = ()
    places = []
    for line in lines:
        symbol = _symbol(language, line)
        entered = _entered(path, line, symbol)
        if symbol or entered != path:
            path = entered
            place = Place("code", symbol or place.section, path=tuple(name for _, name in path))
        places.append(place)
    return places


def _entered(path: tuple[tuple[int, str], ...], line: str, symbol: str) -> tuple[tuple[int, str], ...]:
    """The symbols that a line is in, with their indents: those above it that stand further to the left."""
    text = line.lstrip()
    if not text or text[0] == "#":  # the preprocessor's lines stand at the margin
        return path
    indent = len(line) - len(text)
    inside = tuple(one for one in path if one[0] < indent + (not symbol))
    return (*inside, (indent, symbol)) if symbol else inside


def _scan_python(data: bytes, lines: int) -> list[Place] | None:
    """The function or class that each line is in; `None` where Python cannot read the file."""
    tree = parse_python(_source(data))
    if tree is None:
        return None
    places = [Place("code")] * lines
    for node in _definitions(tree):
        first = min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
        last = node.end_lineno or first
        place = Place("code", node.name, path=(*places[first - 1].path, node.name))
        places[first - 1 : last] = [place] * (last - first + 1)
    return places


@lru_cache(maxsize=2)  # all that read a file ask for both of its sides
def parse_python(source: str | bytes) -> ast.Module | None:
    """The syntax tree of a file; `None` where Python cannot read it."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _source(data: bytes) -> str | bytes:
    """A file as Python is to read it: what is UTF-8 here may name another encoding, which it had before."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data


def _definitions(tree: ast.Module) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef]:
    """The functions and classes of a module, outer ones first. Only statements hold them, so no expression is read."""
    found: list[ast.AST] = [tree]
    for node in found:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node
        for block in _BLOCKS:
            found += getattr(node, block, ())


def read_code(path: str, edits: Edits) -> list[Finding]:
    """What changed in a source file, in no particular order."""
    language = language_of(path)
    imports = list(_imports(language, edits))
    symbols = list(_symbols(language, path, edits))
    whole = {(finding.action, finding.name) for finding in symbols}
    words = read_words(e for e in edits.pairs if not (_imported(language, e.new.text) or _symbol(language, e.new.text)))
    return [*symbols, *imports, *words, *_lines(language, edits, whole)]


def read_moved(path: str, lines: Iterable[PlacedLine], noise: Iterable[Noise | None]) -> tuple[Finding, ...]:
    """Lines that stand elsewhere now, where nothing else changed and their place says something."""
    language = language_of(path)
    moved = [placed for placed, why in zip(lines, noise, strict=True) if placed.line.kind == "+" and why is None]
    found: list[Finding] = []
    whole: set[str] = set()
    for placed in moved:
        if name := _symbol(language, placed.text):
            whole.add(name)
            found.append(Finding(Subject.SYMBOL, Action.MOVED, name, lines=proof(placed)))
        elif any(map(str.isalnum, placed.text)) and whole.isdisjoint((placed.section, *placed.path)):
            text = placed.text.strip()
            found.append(Finding(Subject.LINE, Action.MOVED, text, section=placed.section, lines=proof(placed)))
    rest = (placed for placed in moved if placed.text.strip())
    return tuple(found) or tuple(Finding(Subject.PUNCTUATION, Action.CHANGED, lines=proof(placed)) for placed in rest)


def outline_code(path: str, lines: Sequence[PlacedLine]) -> Outline:
    """The symbols of a source file that came or went as a whole."""
    language = language_of(path)
    symbols = [name for placed in lines if (name := _symbol(language, placed.text))]
    return Outline(symbols=tuple(dict.fromkeys(symbols)), lines=len(lines))


def _symbols(language: str, path: str, edits: Edits) -> Iterator[Finding]:
    for finding in compared(Subject.SYMBOL, _declared(language, edits.old), _declared(language, edits.new)):
        yield replace(finding, public=_is_public(language, path, finding.name, finding.old or finding.new))


def _declared(language: str, lines: Iterable[PlacedLine]) -> dict[str, tuple[str, PlacedLine]]:
    return {name: (p.text.strip(), p) for p in lines if (name := _symbol(language, p.text))}


def _imports(language: str, edits: Edits) -> Iterator[Finding]:
    old, new = (
        {name: ("", p) for p in side if (name := _imported(language, p.text))} for side in (edits.old, edits.new)
    )
    yield from compared(Subject.IMPORT, dict(sorted(old.items())), dict(sorted(new.items())))


def _lines(language: str, edits: Edits, whole: set[tuple[Action, str]]) -> Iterator[Finding]:
    """Lines without a partner, but not those of a symbol that came or went as a whole."""
    for action, side in edits.alone:
        for placed in side:
            told = (action, placed.section) in whole or _imported(language, placed.text)
            if not told and any(map(str.isalnum, placed.text)):
                yield Finding(Subject.LINE, action, placed.text.strip(), section=placed.section, lines=proof(placed))
