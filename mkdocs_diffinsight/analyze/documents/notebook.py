"""Where each line of a notebook stands: in the text or the code of a cell, or in what running it has left. Pure.

The format is JSON with one line for each line of a cell (https://nbformat.readthedocs.io).
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from ...model.patch import Hunk
from ..lines.edits import Area, PlacedLine
from ..lines.whole import Place, Whole, place_lines
from .markdown import Outliner, heading, heading_level

# e.g. '  "cell_type": "markdown",'
_KEY = re.compile(r"(\s*)\"(\w+)\"\s*:(.*)")
_TEXT_CELLS = ("markdown", "raw")


def place_notebook(hunks: Sequence[Hunk], whole: Whole) -> list[PlacedLine] | None:
    """The lines of the hunks as a reader of the notebook sees them; `None` where it is not known as a whole."""
    placed = place_lines(hunks, lambda: _scan(whole.old_lines), lambda: _scan(whole.new_lines))
    return placed and [
        one if one.area == "output" else one._replace(line=one.line._replace(text=_content(one.text))) for one in placed
    ]


def _content(text: str) -> str:
    """A line of a cell without the marks of JSON around it."""
    return text.strip().removesuffix(",").removeprefix('"').removesuffix('"').removesuffix("\\n")


def _scan(lines: Sequence[str] | None) -> list[Place] | None:
    """Each line by the key of its cell, which all stand in one column."""
    if lines is None or not _is_notebook("\n".join(lines)):
        return None
    types = _cell_types(lines)
    places = []
    key, section, cell = "", "", -1
    outliner = Outliner()
    indent = next((len(found[1]) for line in lines if (found := _KEY.match(line)) and found[2] == "cell_type"), 0)
    for line in lines:
        depth = len(line) - len(line.lstrip())
        found = _KEY.match(line)
        starts = bool(found) and depth == indent
        if depth < indent:
            key = ""
            cell += depth > 0 and line.strip() == "{"
        elif found and starts:
            key = found[2]
        inside = key == "source" and not starts and line.strip() not in ("]", "],")
        text_cell = 0 <= cell < len(types) and types[cell] in _TEXT_CELLS
        if inside and text_cell:
            text = _content(line)
            if title := heading(text):
                outliner.enter(title, heading_level(text))
                section = title
        area: Area = "output" if not inside else "text" if text_cell else "code"
        places.append(Place(area, section, path=outliner.path if inside else ()))
    return places


def _is_notebook(text: str) -> bool:
    try:
        return isinstance(json.loads(text)["cells"], list)
    except (ValueError, KeyError, TypeError, RecursionError):
        return False


def _cell_types(lines: Sequence[str]) -> list[str]:
    """The type of each cell in their order; it stands before the cell's content or after it."""
    matches = (_KEY.match(line) for line in lines if '"cell_type"' in line)
    return [_content(found[3]) for found in matches if found and found[2] == "cell_type"]
