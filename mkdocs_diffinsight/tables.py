"""Tables that stand as TOML beside the modules that use them. Pure."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any


def read_table(module: str, path: str, **given: str) -> dict[str, Any]:
    """A table beside a module, of which `module` is the file.

    `<NAME>` in its texts stands for the part of that name: a given one, or one of its own. Parts may hold those that
    stand before them.
    """
    table = tomllib.loads((Path(module).parent / path).read_text(encoding="utf-8"))
    for name, text in reversed((given | table.pop("parts", {})).items()):
        table = _replaced(table, f"<{name}>", text)
    return table


def _replaced(value: Any, old: str, new: str) -> Any:
    if isinstance(value, str):
        return value.replace(old, new)
    if isinstance(value, list):
        return [_replaced(item, old, new) for item in value]
    if isinstance(value, dict):
        return {key: _replaced(item, old, new) for key, item in value.items()}
    return value
