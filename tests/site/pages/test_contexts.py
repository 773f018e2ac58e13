"""What templates get: each value is in the context of the template, and appearance.md tells of it."""

from __future__ import annotations

import ast
import dataclasses
import importlib
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import jinja2
import jinja2.meta
import pytest

from mkdocs_diffinsight.site.html.templating import TEMPLATES, Context

DOCS = Path(__file__).parents[3] / "docs" / "appearance.md"
OURS = {"t", "lang", "late", "script_words"}
"""What every template has."""
FILTERS = "badge reason_note author_note author_name status_name type_name basename folder".split()
PIECES = TEMPLATES / "diffinsight" / "pieces"
"""What several pages show, or a part of one."""


def contexts(start: type[Context] = Context) -> Iterator[type[Context]]:
    for name in ("index", "most_changed_files", "range", "report", "topic"):
        importlib.import_module(f"mkdocs_diffinsight.site.pages.{name}")
    for kind in start.__subclasses__():
        yield kind
        yield from contexts(kind)


CONTEXTS = {kind.__name__: kind for kind in contexts()}
PAGES = {kind.template: kind for kind in CONTEXTS.values() if "template" in vars(kind)}


def asked(name: str) -> set[str]:
    """The values that a template asks for, with those that it includes."""
    environment = jinja2.Environment(autoescape=True)
    environment.filters |= dict.fromkeys(FILTERS, str)
    tree = environment.parse((TEMPLATES / name).read_text(encoding="utf-8"))
    included = [node.template.value for node in tree.find_all(jinja2.nodes.Include)]  # type: ignore[attr-defined]
    return jinja2.meta.find_undeclared_variables(tree).union(*(asked(other) for other in included))


@pytest.mark.parametrize("name", PAGES)
def test_a_template_asks_for_what_it_gets(name: str) -> None:
    fields = {field.name for field in dataclasses.fields(PAGES[name])}
    assert asked(f"diffinsight/{name}") - OURS <= fields


def test_each_page_has_a_context() -> None:
    assert {path.name for path in PIECES.parent.glob("*.html")} == set(PAGES)


@pytest.mark.parametrize("name", CONTEXTS)
def test_a_value_has_its_words(name: str) -> None:
    [made] = ast.parse(inspect.getsource(CONTEXTS[name])).body
    assert isinstance(made, ast.ClassDef)
    assert ast.get_docstring(made)
    for field, after in zip(made.body, [*made.body[1:], None], strict=True):
        if isinstance(field, ast.AnnAssign):
            assert isinstance(after, ast.Expr), ast.unparse(field)


def test_the_documentation_tells_of_every_value() -> None:
    told = set(DOCS.read_text(encoding="utf-8").replace("(", "`").split("`"))
    values = {field.name for kind in CONTEXTS.values() for field in dataclasses.fields(kind)}
    assert values - told == set()


def test_the_documentation_tells_of_every_template() -> None:
    text = DOCS.read_text(encoding="utf-8")
    names = [path.relative_to(TEMPLATES).as_posix() for path in TEMPLATES.rglob("*.html")]
    assert names
    assert [name for name in names if f"`{name}`" not in text] == []


def test_one_template_offers_all_pieces() -> None:
    pieces = {path: re.findall(r"macro (\w+)\(", path.read_text(encoding="utf-8")) for path in PIECES.glob("*.html")}
    names = {name for path, own in pieces.items() for name in own if path.stem != "activity_picture"}
    text = (PIECES / "all_pieces.html").read_text(encoding="utf-8")
    offered = re.findall(r"\w+", " ".join(re.findall(r"set (.*?) =", text)))
    assert names
    assert names <= set(offered)
