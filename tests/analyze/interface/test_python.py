"""Declarations in Python files."""

from __future__ import annotations

from mkdocs_diffinsight.analyze.interface.python import read_python

TEXT = """
from .other import thing as other

MOST: int = 3

class Box(Base):
    width: int = 1

    def __init__(self, width: int, *, mode: str = "a") -> None:
        def own(): ...

    @property
    def area(self) -> int: ...

    @area.setter
    def area(self, value): ...

    @staticmethod
    def make(a, /, b=(1, 2), *rest, **more): ...

    def _hidden(self): ...

if MOST:
    def load(
        path: "str | None" = None,
    ): ...
"""


def public(text: str) -> list[str]:
    declared = read_python(text)
    assert declared is not None
    return [
        ".".join(one.key) + ("" if one.parameters is None else f"({', '.join(p.text for p in one.parameters)})")
        for one in declared.all
        if one.is_public
    ]


def test_a_module_offers_what_no_underscore_hides() -> None:
    assert public(TEXT) == [
        "MOST",
        "Box",
        "Box.width",
        'Box.__init__(width: int, mode: str = "a")',
        "Box.area",
        "Box.make(a, b=(1, 2), *rest, **more)",
        'load(path: "str | None" = None)',
    ]


def test_what_it_lists_is_all_that_it_offers() -> None:
    assert public("__all__ = ('load',)\ndef load(): ...\ndef run(): ...\n") == ["load()"]


def test_what_it_lists_is_kept_in_its_order() -> None:
    names = [f"name_{n}" for n in range(20)]
    declared = read_python(f"__all__ = {names}\n")
    assert declared is not None
    assert list(declared.exported) == names


def test_a_package_gives_on_what_it_takes_from_its_modules() -> None:
    declared = read_python(f"import os\nfrom typing import Any\n{TEXT}", is_package=True)
    assert declared is not None
    assert list(declared.exported) == ["other"]


def test_what_python_cannot_read_tells_nothing() -> None:
    assert read_python("def load(:\n") is None
    assert read_python("\0") is None


def test_a_head_of_several_lines_is_one_line() -> None:
    declared = read_python(TEXT)
    assert declared is not None
    (load,) = [one for one in declared.all if one.name == "load"]
    assert load.text == 'def load( path: "str | None" = None, ):'
