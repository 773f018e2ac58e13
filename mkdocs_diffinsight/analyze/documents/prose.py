"""Which lines of a document are text that its readers read. Pure."""

from __future__ import annotations

import re

from .directives import is_directive
from .links import REFERENCE, is_include, without_links
from .markdown import heading
from .tables import cells

# e.g. > [!WARNING]
NOTE = re.compile(
    r"\s*+(?:>\s*\[!(\w+)\]|(?:!!!|\?\?\?\+?)\s+(\w+)|\.\.\s+(note|warning|tip|caution|important)::"
    r"|:{3,}\s*\{?(note|tip|info|warning|danger|caution|important|attention)\b)"
)
# e.g. :::image type="content" source="a.png":::
_IMAGE_LINE = re.compile(r"\s*(?::::image|<img)\b")


def is_prose(text: str) -> bool:
    """Whether a line alone is a passage: no heading, row, note mark, image, include or directive."""
    if heading(text) or cells(text) or NOTE.match(text) or _IMAGE_LINE.match(text) or is_include(text):
        return False
    if REFERENCE.match(text) or is_directive(text):
        return False
    return any(map(str.isalnum, without_links(text)))
