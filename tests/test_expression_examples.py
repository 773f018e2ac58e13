"""Expressions that read texts of others have an example right above them, so that one sees what they are for."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import mkdocs_diffinsight

PACKAGE = Path(mkdocs_diffinsight.__file__).parent
PLACES = ("analyze/**/*.py", "explain/rules/*.py", "explain/grounding.py", "model/findings.py")
MODULES = sorted(path for place in PLACES for path in PACKAGE.glob(place))
LONGER = {"mkdocs_diffinsight.analyze.files.lfs": "_POINTER"}
"""Of which the specification that the module names has examples."""


def expressions() -> Iterator[tuple[str, str, str]]:
    """The module and the name of each expression, and its example; without one that is empty."""
    for path in MODULES:
        dotted = ".".join(["mkdocs_diffinsight", *path.relative_to(PACKAGE).with_suffix("").parts])
        module = importlib.import_module(dotted.removesuffix(".__init__"))
        text = path.read_text(encoding="utf-8")
        lines = text.split("\n")
        for node in ast.parse(text).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                name = node.targets[0].id
                if isinstance(getattr(module, name), re.Pattern) and LONGER.get(module.__name__) != name:
                    comment = lines[node.lineno - 2]
                    yield module.__name__, name, comment[7:] if comment.startswith("# e.g. ") else ""


@pytest.mark.parametrize(("module", "name", "example"), [*expressions()])
def test_an_expression_finds_its_example(module: str, name: str, example: str) -> None:
    """One with escapes, or with blanks at its ends, is written as Python writes it."""
    assert example
    text = ast.literal_eval(example) if re.match(r"b?[\"'].*[\"']\Z", example) else example
    assert getattr(importlib.import_module(module), name).search(text)
