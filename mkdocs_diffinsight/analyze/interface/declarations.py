"""What a source file declares: names with their parameters, types and members. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

Trait = Literal["async", "abstract", "open"]
"""What matters to users of a declaration besides its types: it is awaited, it has to be implemented by those who
implement what it is in, others may add to it."""


@dataclass(frozen=True)
class Parameter:
    """A parameter of something that is called."""

    name: str
    type: str = ""
    default: str | None = None
    """`None` where there is none."""
    is_required: bool = True
    is_named: bool = False
    """It is given by its name alone."""
    is_placed: bool = False
    """It is given by its place alone."""
    text: str = ""
    """As it is written."""
    line: int = 0


@dataclass(frozen=True)
class Declaration:
    """A name that a file declares."""

    name: str
    path: tuple[str, ...] = ()
    """The names of what it is in, from the outermost to the innermost."""
    is_public: bool = False
    """Whoever uses the file's package can reach it, as far as the file tells."""
    line: int = 0
    """Where its name is, from 1."""
    last: int = 0
    """Where its head ends."""
    text: str = ""
    """Its head, as it is written, without its body, in one line."""
    parameters: tuple[Parameter, ...] | None = None
    """`None` where it is not called."""
    type: str = ""
    """What it gives, or what a value is."""
    is_type: bool = False
    """It may have members."""
    traits: frozenset[Trait] = frozenset()
    generics: str = ""

    @property
    def key(self) -> tuple[str, ...]:
        """Names it within its file."""
        return (*self.path, self.name)


@dataclass(frozen=True)
class Declared:
    """All that a file declares, in its order."""

    all: Sequence[Declaration] = ()
    exported: Mapping[str, str] = field(default_factory=dict)
    """Names that it takes from other files and gives on, with what they are called there."""
    sources: frozenset[str] = frozenset()
    """What it gives on without naming it."""
    taken: frozenset[str] = frozenset()
    """Names that it takes from other files for itself, and that can be had from it all the same."""
