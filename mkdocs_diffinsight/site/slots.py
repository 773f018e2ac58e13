"""Places in the HTML of a page that are filled later. Pure."""

from __future__ import annotations

import re

from markupsafe import Markup

SLOT = re.compile(r'<span data-diffinsight="([\w-]+)"></span>')
"""A place that is filled later, with its name."""
SEARCHED = "searched"
"""The slot before what search reads and the page does not show."""


def slot(name: str) -> Markup:
    """A place on a page that is filled later."""
    return Markup(f'<span data-diffinsight="{name}"></span>')  # noqa: S704 - names are ours
