"""What kinds of changes there are, for those who read of them."""

from __future__ import annotations

from enum import StrEnum


class ChangeKind(StrEnum):
    """What a change is to its reader, the most urgent first. The values are keys of the catalogs."""

    END = "end"
    DEPRECATION = "deprecation"
    REQUIREMENT = "requirement"
    INTERFACE = "interface"
    """What others call, import, configure or start."""
    LIMIT = "limit"
    PRICE = "price"
    DEFAULT = "default"
    AVAILABILITY = "availability"
    VALUE = "value"
    """Another value: a version, a number, the cell of a table, a setting."""
    ANNOUNCEMENT = "announcement"
    PAGE = "page"
    """A document that came or went."""
    SECTION = "section"
    TABLE = "table"
    """A row, a column or an entry."""
    GUIDANCE = "guidance"
    """A step, a callout, or what else a reader is told."""
    MOVED = "moved"
    REDIRECT = "redirect"
    """A page that went, and whose readers are sent to one that the range does not touch."""
    SAMPLES = "samples"
    CODE = "code"
    """How something works inside."""
    LINKS = "links"
    WORDING = "wording"
    """No value, code or step changes."""
    METADATA = "metadata"
    UPKEEP = "upkeep"
    """What concerns the project's own people: its tests, its tools, its dependencies."""
