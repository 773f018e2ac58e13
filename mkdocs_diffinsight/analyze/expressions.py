"""Tables of expressions, each beside the module that uses it. Pure."""

from __future__ import annotations

import tomllib
from importlib.resources import files
from typing import Any


def read_table(path: str, **given: str) -> dict[str, Any]:
    """A table of this folder. `<NAME>` in its texts stands for the part of that name: a given one, or one of its own.

    Parts may hold those that stand before them.
    """
    table = tomllib.loads(files("mkdocs_diffinsight.analyze").joinpath(path).read_text(encoding="utf-8"))
    for name, text in reversed((given | table.pop("parts")).items()):
        table = _replaced(table, f"<{name}>", text)
    return table


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return [_replaced(item, old, new) for item in value]
    return {key: _replaced(item, old, new) for key, item in value.items()}
