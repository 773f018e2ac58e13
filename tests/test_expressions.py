"""Every regular expression of the package takes a time that grows with the length of a text, whatever the text is.

The expressions are found by themselves, and so are the texts: runs of what each repetition in an expression can take,
after what leads to it, with an end that does not fit. Four times the text may take about four times as long; where an
expression goes back over what it has read, it takes sixteen times as long or never ends.
"""

from __future__ import annotations

import ast
import importlib
import pkgutil
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from itertools import product
from pathlib import Path
from re import _constants as op  # type: ignore[attr-defined]
from re import _parser as parser  # type: ignore[attr-defined]
from types import ModuleType
from typing import Any

import pytest

import mkdocs_diffinsight

from .growth import grows_too_fast

METHODS = {"search", "match", "fullmatch", "sub", "subn", "split", "findall", "finditer"}
ANYWHERE = {"search", "sub", "subn", "split", "findall", "finditer"}
MODULES = [
    info.name
    for info in pkgutil.walk_packages(mkdocs_diffinsight.__path__, "mkdocs_diffinsight.")
    if not info.ispkg and not info.name.endswith("__main__")
]
USED_AS = {
    "mkdocs_diffinsight.analyze.authors.words._CELLS": {"fullmatch"},
    "mkdocs_diffinsight.analyze.authors.words._KINDS": {"fullmatch"},
    "mkdocs_diffinsight.analyze.authors.words._REMOVALS": {"match"},
    "mkdocs_diffinsight.analyze.authors.words._SECTIONS": {"match"},
    "mkdocs_diffinsight.analyze.authors.words._VERBS": {"match"},
    "mkdocs_diffinsight.analyze.files.code._COMPILED": {"match"},
    "mkdocs_diffinsight.analyze.files.images._SIGNATURES": {"match"},
    "mkdocs_diffinsight.analyze.files.settings._GEM": {"match"},
    "mkdocs_diffinsight.analyze.files.settings._GO_MODULE": {"match"},
    "mkdocs_diffinsight.analyze.files.settings._PACKAGE_REFERENCE": {"match"},
    "mkdocs_diffinsight.analyze.secrets.forms.FORMS": {"finditer"},
    "mkdocs_diffinsight.analyze.secrets.places.PLACES": {"finditer"},
}
"""What is done with expressions that go through other names."""
NOT_CONSTANT = {
    "mkdocs_diffinsight.analyze.authors.words": {
        "re.compile(words, re.IGNORECASE)",
        "re.compile(f'(?:{words})\\\\Z')",
        "re.compile(row['english'], re.IGNORECASE)",
        "re.compile(row['asian'])",
    },
    "mkdocs_diffinsight.analyze.values": {"re.compile(words, re.IGNORECASE)"},
    "mkdocs_diffinsight.analyze.files.code": {
        "re.compile(row['symbol'])",
        "re.compile(row['imported'])",
        "re.match(f'\\\\s*{word}\\\\b(?!\\\\()', text)",
    },
    "mkdocs_diffinsight.analyze.files.images": {"re.compile(pattern, re.DOTALL)"},
    "mkdocs_diffinsight.analyze.noise": {
        "re.compile('|'.join((translate(field.casefold()) for field in fields)) or '(?!)')"
    },
    "mkdocs_diffinsight.build.categories": {
        "re.compile('|'.join((fnmatch.translate(variant) for variant in sorted(variants))))"
    },
    "mkdocs_diffinsight.explain.grounding": {"re.match(name, named[1], re.IGNORECASE)"},
    "mkdocs_diffinsight.analyze.secrets.forms": {"re.compile(pattern, re.ASCII)"},
    "mkdocs_diffinsight.analyze.secrets.places": {"re.compile(pattern, re.IGNORECASE)"},
    "mkdocs_diffinsight.git.address": {"re.search(pattern, reason, re.IGNORECASE)"},
    "mkdocs_diffinsight.site.diff.highlight": {"re.compile('|'.join(_alternatives(table)), re.MULTILINE)"},
    "mkdocs_diffinsight.site.html.prose": {"re.compile(f\"({'|'.join(bounded)})\")"},
    "mkdocs_diffinsight.build.store": {'re.compile(f"""\\\\bid=["\']?(?:{anchors})["\'\\\\s>]""")'},
    "mkdocs_diffinsight.build.watch": {"re.compile(before + pattern + after)"},
}
"""Expressions that are made while the program runs: of constants that are tested where they stand, of patterns of the
configuration, or of words that are escaped."""
SMALL, LARGE = 1000, 4000
ENDS = ("", "\0", "\n", "!\n", " x")
FLOOR = 0.003
"""Seconds for the large text, below which it is of no account how they grow."""
LIMIT = 2.0


@dataclass
class Expression:
    pattern: re.Pattern[Any]
    places: set[str] = field(default_factory=set)
    methods: set[str] = field(default_factory=set)


def expressions(module: ModuleType) -> Iterable[Expression]:
    """The expressions that a module holds or gives to `re`."""
    found: dict[tuple[Any, int], Expression] = {}

    def add(pattern: re.Pattern[Any], place: str, methods: set[str]) -> None:
        one = found.setdefault((pattern.pattern, pattern.flags), Expression(pattern))
        one.places.add(place)
        one.methods |= methods

    for name, value in vars(module).items():
        place = f"{module.__name__}.{name}"
        for pattern in held(value):
            add(pattern, place, USED_AS.get(place) or uses(module.__name__).get(name) or uses().get(name, set()))
    for node in calls(syntax(module)):
        if (made := constant(node, module)) is not None:
            method = node.func.attr  # type: ignore[attr-defined]
            add(made, f"{module.__name__}:{node.lineno}", {method} & METHODS)
    return found.values()


def syntax(module: ModuleType) -> ast.Module:
    return ast.parse(Path(str(module.__file__)).read_text(encoding="utf-8"))


def held(value: object) -> Iterator[re.Pattern[Any]]:
    if isinstance(value, re.Pattern):
        yield value
    elif isinstance(value, dict):
        yield from held([*value.keys(), *value.values()])
    elif isinstance(value, list | tuple | set | frozenset):
        for item in value:
            yield from held(item)


def calls(tree: ast.AST) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args:
            of = node.func.value
            if isinstance(of, ast.Name) and of.id == "re" and node.func.attr in METHODS | {"compile"}:
                yield node


def constant(node: ast.Call, module: ModuleType) -> re.Pattern[Any] | None:
    """The expression that a call names, if it is the same each time."""
    flags = [keyword.value for keyword in node.keywords if keyword.arg == "flags"]
    position = {"compile": 1, "split": 3, "sub": 4, "subn": 4}.get(node.func.attr, 2)  # type: ignore[attr-defined]
    flags += node.args[position : position + 1]
    try:
        text, *given = (
            eval(compile(ast.Expression(part), "<test>", "eval"), dict(vars(module))) for part in [node.args[0], *flags]
        )
    except NameError:
        return None
    return None if isinstance(text, re.Pattern) else re.compile(text, *given)


@cache
def uses(*modules: str) -> dict[str, set[str]]:
    """What is done with names, in some modules or anywhere in the package."""
    found: dict[str, set[str]] = {}
    for name in modules or MODULES:
        path = Path(str(importlib.import_module(name).__file__))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and node.attr in METHODS:
                of = node.value.value if isinstance(node.value, ast.Subscript) else node.value
                if isinstance(of, ast.Name):
                    found.setdefault(of.id, set()).add(node.attr)
    return found


def attacks(pattern: re.Pattern[Any]) -> Iterator[tuple[str, str]]:
    """What a long text may start with, and what it may repeat."""
    found: dict[tuple[str, str], None] = {}
    letters: dict[str, None] = {}

    def walk(items: Any, before: str) -> None:
        items = list(items)
        for n, (kind, value) in enumerate(items):
            start = before + example(items[:n], 1)
            if kind in REPEATS:
                if value[1] > 20:
                    follows = example(items[n + 1 : n + 2], 0)
                    for choice in range(8):
                        if pump := example(value[2], choice):
                            letters[pump] = None
                            found.update(
                                dict.fromkeys(product((start, ""), (pump, start[-12:] + pump, pump + follows)))
                            )
                walk(value[2], start)
            elif kind is op.BRANCH:
                for branch in value[1]:
                    walk(branch, start)
            elif kind is op.SUBPATTERN:
                walk(value[3], start)
            elif kind is op.ATOMIC_GROUP:
                walk(value, start)
            elif kind in (op.ASSERT, op.ASSERT_NOT):
                walk(value[1], start)
            elif kind is op.LITERAL:
                letters[chr(value)] = None

    tree = parser.parse(pattern.pattern, pattern.flags)
    walk(tree, "")
    whole = example(tree, 1)
    some = [whole, whole[:-1], *list(letters)[:12]]
    found.update(dict.fromkeys(product(("",), (*some, *map("".join, product(list(letters)[:12], repeat=2))))))
    return ((start, pump) for start, pump in found if pump)


REPEATS = (op.MAX_REPEAT, op.MIN_REPEAT, op.POSSESSIVE_REPEAT)
CATEGORIES = {
    op.CATEGORY_DIGIT: "1",
    op.CATEGORY_SPACE: " \n\t",
    op.CATEGORY_WORD: "a1_",
    op.CATEGORY_NOT_WORD: " -!",
}


def example(items: Any, choice: int) -> str:
    """A text that a part of an expression takes; another one for each number."""
    return "".join(example_of(kind, value, choice) for kind, value in items)


def example_of(kind: Any, value: Any, choice: int) -> str:
    if kind is op.LITERAL:
        return chr(value)
    if kind is op.NOT_LITERAL:
        return "b" if value == ord("a") else "a"
    if kind is op.ANY:
        return "a"
    if kind is op.IN:
        letters = letters_of(value)
        return letters[choice % len(letters)]
    if kind is op.BRANCH:
        return example(value[1][choice % len(value[1])], choice)
    if kind is op.SUBPATTERN:
        return example(value[3], choice)
    if kind is op.ATOMIC_GROUP:
        return example(value, choice)
    if kind in REPEATS:
        times: int = max(value[0], choice % 2)
        return example(value[2], choice) * times
    return ""


def letters_of(items: Any) -> str:
    named = ""
    for kind, value in items:
        if kind is op.LITERAL:
            named += chr(value)
        elif kind is op.RANGE:
            named += chr(value[0]) + chr(value[1])
        elif kind is op.CATEGORY:
            named += CATEGORIES.get(value, "a")
    if items[0][0] is op.NEGATE:
        named = "".join(letter for letter in "a1 _-\"'`(<[{.:;,/=+*#&%$|!\n\té" if letter not in named) or "\U0001f600"
    return named


def ways(expression: Expression) -> Iterator[tuple[str, Callable[[Any], object]]]:
    methods = expression.methods or {"search"}
    if methods & ANYWHERE:
        yield "search", lambda text: sum(1 for _ in expression.pattern.finditer(text))
    if "match" in methods:
        yield "match", expression.pattern.match
    if "fullmatch" in methods:
        yield "fullmatch", expression.pattern.fullmatch


def faults(expression: Expression) -> Iterator[str]:
    pattern = expression.pattern
    for (start, pump), end, (way, run) in product(attacks(pattern), ENDS, list(ways(expression))):
        texts = [start + pump * max(1, size // len(pump)) + end for size in (SMALL, LARGE)]
        small, large = (
            text.encode("latin-1", "ignore") if isinstance(pattern.pattern, bytes) else text for text in texts
        )
        if grows_too_fast(run, small, large, floor=FLOOR, limit=LIMIT, rounds=5):
            yield f"{sorted(expression.places)}: {way} in {start!r} + {pump!r} * n + {end!r}"
            return


@pytest.mark.parametrize("name", MODULES)
def test_expressions_take_as_long_as_texts_are(name: str) -> None:
    found = expressions(importlib.import_module(name))
    assert not [fault for expression in found for fault in faults(expression)]


@pytest.mark.parametrize("name", MODULES)
def test_every_expression_can_be_found(name: str) -> None:
    module = importlib.import_module(name)
    made = {ast.unparse(call) for call in calls(syntax(module)) if constant(call, module) is None}
    assert made == NOT_CONSTANT.get(name, set())
