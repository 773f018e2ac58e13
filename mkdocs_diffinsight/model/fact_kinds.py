"""What kinds of facts there are: of each, how urgent it is, how far it is told, and what a change of it is."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from typing import Literal, Self

from .change_kinds import ChangeKind


class Reach(IntEnum):
    """How far a changed value is told; each step is one besides those before it."""

    FINDING = 0
    """In words, by the finding that it is taken from."""
    TABLE = 1
    """In the table of values of its file."""
    TEXT = 2
    """In the text on its file, as a value."""
    REPORT = 3
    """In the report's table of values."""
    HIGHLIGHT = 4
    """In the overview: a reader has to act on it."""


Needs = Literal["nothing", "place"]
"""What a value needs to say something, besides itself. If that is where it stands, the same change elsewhere is another
one."""


class FactKind(StrEnum):
    """What sort of value changed: a row for each, the most urgent first.

    A row has the kind's key in the catalogs, how far its values are told, what another value is to its reader, and
    what it needs to say something. `docs/architecture.md` says what else a new one takes.
    """

    rank: int
    reach: Reach
    change: ChangeKind
    needs: Needs

    def __new__(
        cls, key: str, reach: Reach = Reach.FINDING, change: ChangeKind = ChangeKind.VALUE, needs: Needs = "nothing"
    ) -> Self:
        kind = str.__new__(cls, key)
        kind._value_ = key
        kind.rank, kind.reach, kind.change, kind.needs = len(cls.__members__), reach, change, needs
        return kind

    REQUIREMENT = "requirement", Reach.HIGHLIGHT, ChangeKind.REQUIREMENT
    """What is needed to use the thing: the lowest version of a language or a program."""
    INTERFACE = "interface", Reach.HIGHLIGHT, ChangeKind.INTERFACE
    """Something that others rely on went, or is not as it was."""
    DATE = "date", Reach.HIGHLIGHT, ChangeKind.VALUE
    LIMIT = "limit", Reach.HIGHLIGHT, ChangeKind.LIMIT, "place"
    PRICE = "price", Reach.HIGHLIGHT, ChangeKind.PRICE, "place"
    VERSION = "version", Reach.HIGHLIGHT, ChangeKind.VALUE
    NUMBER = "number", Reach.TEXT, ChangeKind.VALUE, "place"
    DEFAULT = "default", Reach.HIGHLIGHT, ChangeKind.DEFAULT
    REGION = "region", Reach.HIGHLIGHT, ChangeKind.AVAILABILITY
    PARAMETER = "parameter", Reach.TABLE, ChangeKind.INTERFACE, "place"
    """A parameter that those who call need not know of."""
    NAME = "name", Reach.TABLE, ChangeKind.VALUE
    METADATA = "metadata", Reach.FINDING, ChangeKind.METADATA
    KEY = "key", Reach.REPORT, ChangeKind.VALUE
    CELL = "cell", Reach.REPORT, ChangeKind.VALUE, "place"
    LINK = "link", Reach.FINDING, ChangeKind.LINKS
