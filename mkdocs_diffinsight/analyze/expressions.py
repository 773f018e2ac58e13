"""Tables of expressions, each beside the module that uses it. Pure."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
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


def any_of(words: Iterable[str]) -> str:
    """An expression for any of some words. Those that begin alike share their beginning, so that a text is gone through
    once, not for each word.
    """
    endings: dict[str, list[str]] = {}
    for word in words:
        if not word:
            return ""  # nothing longer is of account
        endings.setdefault(word[0], []).append(word[1:])
    parts = [re.escape(letter) + any_of(rest) for letter, rest in endings.items()]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return [_replaced(item, old, new) for item in value]
    return {key: _replaced(item, old, new) for key, item in value.items()}
