"""Secrets that are known by their form: keys and tokens with letters of their service's own. Pure.

Each has a name for people, a part that stands in all of them, by which most texts are done with at once, and an
expression. No expression goes back over what it has read: each run of signs in one ends where the next part, which
begins with another sign, has to begin, or it is the last part.

Forms are taken from what services tell of them; https://github.com/gitleaks/gitleaks and
https://docs.github.com/en/code-security/secret-scanning list many.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from importlib.resources import files
from typing import NamedTuple


class Form(NamedTuple):
    """A kind of secrets that is known by its form."""

    name: str
    parts: tuple[str, ...]
    """One of these is in each."""
    pattern: re.Pattern[str]
    """Its last group, or else all of it, is the secret."""


def read_table(name: str) -> Iterator[list[str]]:
    """The rows of a table beside this module. In their last column, `<UUID>` stands for the part of that name."""
    table = tomllib.loads(files("mkdocs_diffinsight.analyze.secrets").joinpath(name).read_text(encoding="utf-8"))
    for *columns, pattern in table["rows"]:
        for part, text in reversed(table["parts"].items()):
            pattern = pattern.replace(f"<{part}>", text)
        yield [*columns, pattern]


FORMS = tuple(
    Form(name, tuple(parts.split()), re.compile(pattern, re.ASCII)) for name, parts, pattern in read_table("forms.toml")
)
"""In the order in which they are looked for; of two in the same place the first one counts."""
