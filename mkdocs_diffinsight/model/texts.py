"""What is said about changes, by whom, and what it rests on."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from ..language.catalog import Catalog
from .findings import LineSpan

NEW_FEATURE = "new feature"
BREAKING_CHANGE = "breaking change"
BUG_FIX = "bug fix"
MINOR_UPDATE = "minor update"
MODIFICATION_TYPES = (NEW_FEATURE, BREAKING_CHANGE, BUG_FIX, MINOR_UPDATE)
"""What a change can be. Published reports may carry others; they are shown as they are."""
LISTS = ("new_features", "breaking_changes", "other_updates")
"""The parts of an overview that are lists, in the order of the page."""
PARTS = ("highlights", *LISTS, "insights")
"""All of its parts."""


@dataclass(frozen=True)
class Author:
    """Who wrote a text."""

    kind: Literal["model", "rules", "person"]
    name: str = ""
    """The model's or person's name, as far as it is known."""


RULES = Author("rules")


class Statement(NamedTuple):
    """What is asserted, as Markdown: a sentence, a list item (it begins with `- `) or a longer text, and its proof.

    There may be very many.
    """

    text: str
    lines: tuple[LineSpan, ...] = ()
    """The lines of the file's diff that show it."""
    files: tuple[str, ...] = ()
    """The paths of the files that it is about, in an overview."""
    unproven: tuple[str, ...] = ()
    """Numbers, names and quotations in it that were looked for and not found."""


Statements = tuple[Statement, ...]


def plain(text: str) -> Statements:
    """A text without proof as statements; none where it is empty."""
    return (Statement(text),) if text else ()


def markdown(statements: Statements) -> str:
    """Statements as one text: sentences in a row make a paragraph, list items in a row a list."""
    texts = ["", *(statement.text for statement in statements)]
    return "".join(gap(before, text) + text for before, text in itertools.pairwise(texts))


def gap(before: str, text: str) -> str:
    """What stands between the texts of two statements in a row.

    An empty line before and after a list and a text of several lines; a line break between list items; a blank
    between sentences, or nothing where the first one ends in a full-width mark.
    """
    if not before:
        return ""
    item, was_item = text.startswith("- "), before.startswith("- ")
    if item and was_item:
        return "\n"
    if item or was_item or "\n" in text or "\n" in before:
        return "\n\n"
    return "" if before.endswith(("\N{IDEOGRAPHIC FULL STOP}", "\N{FULLWIDTH EXCLAMATION MARK}")) else " "


def proven(statements: Statements) -> Statements:
    """The statements of which everything was found."""
    return tuple(statement for statement in statements if not statement.unproven)


def unproven(statements: Statements) -> tuple[str, ...]:
    """What was not found of any of them."""
    return tuple(text for statement in statements for text in statement.unproven)


@dataclass(frozen=True)
class FileSummary:
    """What a report says about one changed file."""

    modification_type: str
    modification_title: str
    statements: Statements
    author: Author
    title_unproven: tuple[str, ...] = ()
    """What was looked for and not found of the title."""
    unread: int = 0
    """Changed lines that the model was not shown, as they did not fit."""
    rests_on: str = ""
    """The hash of an edit, where the model was shown nothing else of the file: other files that have it may say the
    same."""

    @property
    def explanation(self) -> str:
        """All statements, as Markdown."""
        return markdown(self.statements)

    @property
    def unproven(self) -> tuple[str, ...]:
        """What was not found, of its title and of all statements."""
        return (*self.title_unproven, *unproven(self.statements))


@dataclass(frozen=True)
class Overview:
    """What a report says about all its files together."""

    summary: str
    """A few sentences for front matter, lists and feeds, as Markdown."""
    highlights: Statements
    new_features: Statements
    breaking_changes: Statements
    other_updates: Statements
    insights: Statements
    author: Author
    published: Published | None = None
    summary_unproven: tuple[str, ...] = ()
    """What was looked for and not found of the summary."""

    @property
    def lists(self) -> dict[str, Statements]:
        """The statements of each part, in the order of the page."""
        return {key: getattr(self, key) for key in PARTS}

    @property
    def statements(self) -> Statements:
        """All of them in a row."""
        return tuple(statement for statements in self.lists.values() for statement in statements)

    @property
    def unproven(self) -> tuple[str, ...]:
        """What was not found, of its summary and of all statements."""
        return (*self.summary_unproven, *unproven(self.statements))

    def changed(self, change: Callable[[Statements], Statements]) -> Overview:
        """The overview with other statements, list by list."""
        parts: dict[str, Any] = {key: change(statements) for key, statements in self.lists.items()}
        return replace(self, **parts)


@dataclass(frozen=True)
class Published:
    """What only the published form of a report knows; kept so that it can be written again as it was."""

    title: str
    date: str
    permalink: str
    text: str
    """The overview as published, from its first heading to its last paragraph."""


def type_name(catalog: Catalog, modification_type: str) -> str:
    """A type in the page's language; one that only an imported report knows, as it was published."""
    return catalog(f"type.{modification_type}") if modification_type in MODIFICATION_TYPES else modification_type
