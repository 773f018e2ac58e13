"""What the head of a declaration says in languages with braces: names, parameters, types, and who can reach them. Pure.

A head is the text before a body or the end of a statement. It comes twice, as long each time: as it is written, and
with blanks in place of remarks and texts.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from ..declarations import Parameter, Trait


@dataclass(frozen=True)
class Head:
    """What the head of a declaration says."""

    names: tuple[str, ...] = ()
    at: int = 0
    """Where the name stands in the head."""
    is_public: bool = True
    opens: bool = False
    """What its brace holds are members of it."""
    lists: bool = False
    """Its members stand between commas."""
    inside: tuple[str, ...] = ()
    """What its members belong to."""
    owner: tuple[str, ...] = ()
    """What it belongs to, besides what it is in."""
    kind: str = ""
    parameters: tuple[Parameter, ...] | None = None
    type: str = ""
    traits: frozenset[Trait] = frozenset()
    generics: str = ""


class Call(NamedTuple):
    """What stands between the parentheses of a head, and around them."""

    inner: str
    after: str
    start: int


NAME = r"[A-Za-z_$][\w$]*+"
# e.g. ({[<
_BRACKET = re.compile(r"[(\[{<]|[)\]}>]|,")
# e.g. @Before("start") or #[inline]
ANNOTATION = re.compile(r"@[\w.:]++(?:\([^()]{0,300}(?:\([^()]{0,300}\)[^()]{0,300}){0,5}\))?+|#!?\[[^\]]{0,400}\]")
# e.g. two  blanks
_BLANKS = re.compile(r"\s++")


def plain(text: str) -> str:
    """A text in one line."""
    return _BLANKS.sub(" ", text).strip()


def call_of(masked: str, at: int) -> Call | None:
    """The first parentheses from a place on, after what may stand between a name and them."""
    open_at = masked.find("(", at)
    if open_at < 0:
        return None
    depth = 0
    for match in _BRACKET.finditer(masked, open_at):
        mark = match[0]
        if mark in "([{":
            depth += 1
        elif mark in ")]}":
            depth -= 1
            if not depth:
                return Call(masked[open_at + 1 : match.start()], masked[match.end() :], open_at + 1)
    return None


def parts(masked: str) -> Iterator[tuple[int, int]]:
    """The places of what stands between the outer commas."""
    start = depth = 0
    for match in _BRACKET.finditer(masked):
        mark, at = match[0], match.start()
        if mark == ",":
            if depth <= 0:
                yield start, at
                start = at + 1
        elif mark in "([{<":
            depth += 1
        elif mark != ">" or masked[at - 1 : at] not in ("-", "="):
            depth -= 1
    yield start, len(masked)


class Written(NamedTuple):
    """A head as it is written, and as long, with blanks in place of remarks and texts."""

    masked: str
    original: str
    prefix: str = ""
    """What stands before it, for all members of its group."""


class Heads(ABC):
    """How heads are read in a language."""

    ends_lines = False
    """A statement ends with its line, if it is whole."""
    attribute: tuple[str, ...] = ()
    """What stands before the brackets of an attribute."""
    groups: frozenset[str] = frozenset()
    """What stands before parentheses that hold declarations."""
    continued: re.Pattern[str] | None = None
    """What belongs to the statement on the lines before it."""
    program: re.Pattern[str] | None = None
    """What says that nobody can import a file."""
    brace_inside: re.Pattern[str] | None = None
    """Before a brace that is a part of a head rather than its end."""

    def goes_on(self, text: str) -> bool:
        """Whether a line cannot be the last one of a statement."""
        return text.endswith(("=>", "->")) or (text[-1] in "=,(|&:?<{.+-*" and not text.endswith(("++", "--")))

    def has_brace_inside(self, masked: str) -> bool:
        """Whether a brace after this is a part of a head rather than its end."""
        return bool(self.brace_inside and self.brace_inside.search(masked))

    def exported(self, _masked: str, /) -> Mapping[str, str]:
        """What a file gives on under a name, by that name."""
        return {}

    def sources(self, _text: str, /) -> frozenset[str]:
        """What a file gives on without naming it."""
        return frozenset()

    def read(self, written: Written, around: Head | None, *, has_body: bool) -> Head | None:
        """What a head says, `around` being the head of what it is in."""
        blank = ANNOTATION.sub(lambda match: " " * len(match[0]), written.masked)
        head = self._read(written._replace(masked=blank), around)
        if not head:
            return None
        is_whole = has_body and head.parameters is not None and not head.opens
        traits = head.traits - {"abstract"} if is_whole else head.traits
        return replace(head, type=self.plain_type(head.type), traits=traits)

    @abstractmethod
    def _read(self, written: Written, around: Head | None) -> Head | None: ...

    def plain_type(self, text: str) -> str:
        """A type without what may be written in several ways."""
        return text

    def _parameters(self, call: Call, original: str) -> tuple[Parameter, ...]:
        found = []
        for start, end in parts(call.inner):
            masked = call.inner[start:end]
            if masked.strip():
                text = original[call.start + start : call.start + end]
                one = self._parameter(masked, text)
                if one:
                    found.append(one)
        return tuple(found)

    def _parameter(self, masked: str, text: str) -> Parameter | None:
        """A parameter `name: Type = default`."""
        at = equals(masked)
        before, default = (text, None) if at < 0 else (text[:at], plain(text[at + 1 :]))
        name, _, kind = before.partition(":")
        name = name.strip()
        optional = name.endswith("?")
        words = name.rstrip("?").split()
        if not words:
            return None
        rest = words[-1].startswith("...") or "vararg" in words
        required = not optional and default is None and not rest
        return Parameter(words[-1], plain(kind), default, required, text=plain(text))


def equals(masked: str) -> int:
    """Where a default starts: the first sign for it that is no part of an arrow or a comparison."""
    at = masked.find("=")
    while at >= 0 and (masked[at + 1 : at + 2] in (">", "=") or masked[at - 1 : at] in ("=", "!", "<", ">")):
        at = masked.find("=", at + 1)
    return at
