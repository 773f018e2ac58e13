"""Samples of reStructuredText, which no fence marks but their indentation. Pure.

https://docutils.sourceforge.io/docs/ref/rst/restructuredtext.html#literal-blocks
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

# e.g. .. code-block:: python
_DIRECTIVE = re.compile(
    r"\.\. (?:[\w.-]{1,40}:)?(?:code|code-block|sourcecode|parsed-literal|literalinclude|testcode|testoutput"
    r"|testsetup|doctest|prompt|console|raw|math|graphviz|mermaid|ipython|jupyter-execute|productionlist|example|run)::"
)
_MARK = "::"


def literal_lines(lines: Sequence[str]) -> Iterator[int]:
    """The lines, from 0, that a directive shows as code, or that stand indented below a line which ends in `::`."""
    margin: int | None = None
    for i, line in enumerate(lines):
        if margin is None and _MARK not in line:  # most lines of most documents
            continue
        text = line.strip()
        if not text:
            continue
        indent = len(line) - len(line.lstrip())
        if margin is not None and indent > margin:
            yield i
            continue
        margin = indent if _MARK in text and _opens(text, lines[i + 1 : i + 2]) else None


def _opens(text: str, below: Sequence[str]) -> bool:
    """Whether a line leads to a sample: a directive that shows code, or a paragraph with a blank line below."""
    if text.startswith(".. "):
        return bool(_DIRECTIVE.match(text[:100]))
    return text.endswith(_MARK) and not any(map(str.strip, below))
