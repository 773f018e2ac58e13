"""Places in the HTML of a page that are filled later. Pure."""

from __future__ import annotations

import re

from markupsafe import Markup

SLOT = re.compile(r'<wbr data-diffinsight="([\w-]+)"\s*/?>')
"""A place that is filled later, with its name. An element that cannot have a content begins no section for search."""
SEARCHED = "searched"
"""The slot before what search reads and the page does not show."""


def slot(name: str) -> Markup:
    """A place on a page that is filled later."""
    return Markup(f'<wbr data-diffinsight="{name}">')  # noqa: S704 - names are ours
