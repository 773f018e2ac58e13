"""Secrets that are known by their form: keys and tokens with letters of their service's own. Pure.

Each has a name for people, a part that stands in all of them, by which most texts are done with at once, and an
expression. No expression goes back over what it has read: each run of signs in one ends where the next part, which
begins with another sign, has to begin, or it is the last part.

Forms are taken from what services tell of them; https://github.com/gitleaks/gitleaks and
https://docs.github.com/en/code-security/secret-scanning list many.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from ...tables import read_table


class Form(NamedTuple):
    """A kind of secrets that is known by its form."""

    name: str
    parts: tuple[str, ...]
    """One of these is in each."""
    pattern: re.Pattern[str]
    """Its last group, or else all of it, is the secret."""


_ROWS = read_table(__file__, "forms.toml")["rows"]
FORMS = tuple(Form(name, tuple(parts.split()), re.compile(pattern, re.ASCII)) for name, parts, pattern in _ROWS)
"""In the order in which they are looked for; of two in the same place the first one counts."""
