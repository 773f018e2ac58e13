"""What can be said about a changed file: the values that the findings are made of."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Subject(StrEnum):
    """What a finding is about. The values are keys of the catalog."""

    HEADING = "heading"
    SYMBOL = "symbol"
    DEPENDENCY = "dependency"
    ENTRY = "entry"
    SETTING = "setting"
    ROW = "row"
    BLOCK = "block"
    NOTE = "note"
    PHRASE = "phrase"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    LINK = "link"
    IMAGE = "image"
    INCLUDE = "include"
    IMPORT = "import"
    LINE = "line"
    PUNCTUATION = "punctuation"
    METADATA = "metadata"


class Action(StrEnum):
    """What happened to it."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    RENAMED = "renamed"
    MOVED = "moved"


@dataclass(frozen=True)
class Finding:
    """One thing that a diff shows. Every text in it stands in the diff."""

    subject: Subject
    action: Action
    name: str = ""
    old: str = ""
    new: str = ""
    section: str = ""
    """The heading, key or function it belongs to, if the diff shows it."""
    public: bool = False
    """Others may rely on it: an exported symbol."""


class Kind(StrEnum):
    """What sort of file a path names. The values are keys of the catalog."""

    DOCUMENT = "document"
    SETTINGS = "settings"
    CODE = "code"
    TEXT = "text"
    IMAGE = "image"
    BINARY = "binary"
    GENERATED = "generated"
    SUBMODULE = "submodule"
    SYMLINK = "symlink"


class Form(StrEnum):
    """What a change amounts to where the findings alone do not tell."""

    CONTENT = "content"
    METADATA = "metadata"
    WHITESPACE = "whitespace"
    MOVED = "moved"
    NOTHING = "nothing"
    """Git shows no line."""


@dataclass(frozen=True)
class Outline:
    """What a whole new or removed file holds."""

    title: str = ""
    description: str = ""
    headings: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    entries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    """Languages of its code blocks."""
    lines: int = 0


@dataclass(frozen=True)
class Findings:
    """Everything that is said about one file."""

    kind: Kind
    form: Form
    findings: tuple[Finding, ...] = ()
    outline: Outline | None = None
    title: str = ""
    """The document's own title, where the diff shows it."""
    fix: bool = False
    """Only spelling and broken links were put right."""
