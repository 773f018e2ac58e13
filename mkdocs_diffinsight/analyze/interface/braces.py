"""What a source file declares in languages with braces: by its brackets and the heads before them. Pure.

No file has to be right: what cannot be told from a head is no declaration.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple

from .declarations import Declaration, Declared
from .languages.curly import Curly
from .languages.go import Go
from .languages.heads import Head, Heads, Written
from .languages.kotlin import Kotlin
from .languages.rust import Rust
from .languages.script import Script


class Language(StrEnum):
    """A language whose declarations are read."""

    SCRIPT = "script"
    GO = "go"
    RUST = "rust"
    JAVA = "java"
    KOTLIN = "kotlin"
    CSHARP = "csharp"


_HEADS: Mapping[Language, Heads] = {
    Language.SCRIPT: Script(),
    Language.GO: Go(),
    Language.RUST: Rust(),
    Language.JAVA: Curly(),
    Language.KOTLIN: Kotlin(),
    Language.CSHARP: Curly(),
}
_MAX_HEAD = 2000
_MAX_DEPTH = 200
# e.g. "text" // and a remark
_OPAQUE = {
    Language.SCRIPT: re.compile(
        r"//[^\n]*+|/\*[\s\S]*?(?:\*/|\Z)|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\.)*+'?|`(?:[^`\\]|\\[\s\S])*+`?"
        r"|(?<=[=(,:;!&|?\[{}n])[ ]?/(?![/*\s])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.){0,200}\]){1,400}/"
    ),
    # e.g. 'a' but not 'a
    Language.RUST: re.compile(
        r"//[^\n]*+|/\*[\s\S]*?(?:\*/|\Z)|r#+\"[\s\S]*?(?:\"#|\Z)|\"(?:[^\"\\]|\\[\s\S])*+\"?|'(?:[^'\\\n]|\\[^\n']{1,10})'"
    ),
    # e.g. `raw` "text"
    Language.GO: re.compile(
        r"//[^\n]*+|/\*[\s\S]*?(?:\*/|\Z)|`[^`]*+`?|\"(?:[^\"\\\n]|\\.)*+\"?|'(?:[^'\\\n]|\\[^\n']{1,10})'"
    ),
}
# e.g. // a remark
_OTHER = re.compile(
    r"//[^\n]*+|/\*[\s\S]*?(?:\*/|\Z)|\"\"\"[\s\S]*?(?:\"\"\"|\Z)|@\"(?:[^\"]|\"\")*+\"?|\"(?:[^\"\\\n]|\\.)*+\"?"
    r"|'(?:[^'\\\n]|\\[^\n']{1,10})'|^[ \t]*#[^\n]*+",
    re.MULTILINE,
)
# e.g. {
_MARK = re.compile(r"[{}()\[\];,\n]")


@dataclass
class _Frame:
    """What a brace has opened, and which declarations in it are read."""

    head: Head | None = None
    path: tuple[str, ...] = ()
    is_public: bool = True
    lists: bool = False
    """Its members stand between commas."""
    closes: str = "}"
    prefix: str = ""
    """What stands before each of its members, as it is written before their group."""


def read_braces(text: str, language: Language) -> Declared | None:
    """What a file declares for others; `None` where its brackets do not tell."""
    return _Reader(*_without_remarks(text, language), language).read()


def _without_remarks(text: str, language: Language) -> tuple[str, str]:
    """A file with blanks for its remarks, and once more with blanks for what stands in quotes, too."""
    shown, masked = [], []
    at = 0
    for match in (_OPAQUE.get(language) or _OTHER).finditer(text):
        found, before = match[0], text[at : match.start()]
        shown.append(before)
        masked.append(before)
        if found[0] in "\"'`@r" and len(found) > 1:
            shown.append(found)
            masked.append(f'"{" " * (len(found) - 2)}"')
        else:
            blank = " " * (len(found) - 1) + ("\n" if "\n" in found else " ")
            shown.append(blank)
            masked.append(blank)
        at = match.end()
    return "".join((*shown, text[at:])), "".join((*masked, text[at:]))


class _Part(NamedTuple):
    start: int
    end: int


class _Reader:
    def __init__(self, text: str, masked: str, language: Language) -> None:
        self._text = text
        self._masked = masked
        self._language = language
        self._heads = _HEADS[language]
        self._starts = [0, *(match.end() for match in re.finditer(r"\n", text))]
        self._frames = [_Frame()]
        self._found: list[Declaration] = []
        self._exported = self._heads.exported(masked)
        self._listed = frozenset(self._exported.values()) if language is Language.SCRIPT else frozenset()

    def read(self) -> Declared | None:
        masked = self._masked
        start = nest = 0
        continues = False
        attribute = False
        for match in _MARK.finditer(masked):
            mark, at = match[0], match.start()
            if nest:
                nest += (mark in "([{") - (mark in ")]}")
                if nest == 0 and not continues:
                    start = at + 1
                continues = continues and nest > 0
                continue
            frame = self._frames[-1]
            if mark in "([":
                before = masked[start:at].strip()
                attribute = mark == "[" and before in self._heads.attribute
                if mark == "(" and before in self._heads.groups and len(self._frames) < _MAX_DEPTH:
                    self._frames.append(
                        _Frame(path=frame.path, is_public=frame.is_public, closes=")", prefix=f"{before} ")
                    )
                    start = at + 1
                    continue
                nest, continues = 1, not attribute
            elif mark == "{":
                start, nest, continues = self._opened(_Part(start, at))
            elif mark == frame.closes and len(self._frames) > 1:
                self._ended(_Part(start, at))
                self._frames.pop()
                start = at + 1
            elif mark in "}])":
                start = at + 1
            elif mark == ";":
                self._ended(_Part(start, at))
                frame.lists = False
                start = at + 1
            elif mark == ",":
                if frame.lists and self._is_whole(start, at):
                    self._ended(_Part(start, at))
                    start = at + 1
            elif mark == "\n" and self._heads.ends_lines and self._is_end_of_line(start, at):
                self._ended(_Part(start, at))
                start = at + 1
        if nest or len(self._frames) > 1:
            return None
        self._ended(_Part(start, len(masked)))
        if self._heads.program and self._heads.program.search(masked):
            return Declared()
        return Declared(self._found, self._exported, self._heads.sources(self._text))

    def _is_public(self, head: Head) -> bool:
        """Whether a declaration is reached from outside; a list of the file's may export it."""
        frame = self._frames[-1]
        listed = len(self._frames) == 1 and not self._listed.isdisjoint(head.names)
        return frame.is_public and (head.is_public or listed)

    def _is_whole(self, start: int, at: int) -> bool:
        """Whether a comma stands outside of angle brackets."""
        text = self._masked[start:at].replace("->", "").replace("=>", "")
        return text.count("<") <= text.count(">")

    def _is_end_of_line(self, start: int, at: int) -> bool:
        """Whether a statement ends with its line."""
        text = self._masked[start:at].rstrip()
        if not text or at - start > _MAX_HEAD:
            return True
        if self._heads.goes_on(text):
            return False
        following = self._masked[at : at + 200].lstrip()
        return not (self._heads.continued and self._heads.continued.match(following))

    def _opened(self, part: _Part) -> tuple[int, int, bool]:
        """What a brace does: where the next head starts, how deep it is in brackets, and whether its head goes on."""
        frame = self._frames[-1]
        masked = self._masked[part.start : part.end][-_MAX_HEAD:]
        if self._heads.has_brace_inside(frame.prefix + masked.lstrip()):
            return part.start, 1, True
        part = self._trimmed(part)
        head = self._head(part, has_body=True)
        if head and head.opens and len(self._frames) < _MAX_DEPTH:
            public = self._is_public(head)
            if head.names:
                self._declare(head, part)
            path = (*frame.path, *head.inside)
            self._frames.append(_Frame(head, path, public, head.lists))
            return part.end + 1, 0, False
        if head and head.names:
            self._declare(head, part)
        # The rest of a statement after its body is none of ours.
        return part.end + 1, 1, False

    def _trimmed(self, part: _Part) -> _Part:
        """A head without the remarks and blanks before it."""
        masked = self._masked[part.start : part.end]
        return part._replace(start=part.end - len(masked.lstrip()))

    def _ended(self, part: _Part) -> None:
        if part.end - part.start > 1:
            part = self._trimmed(part)
            head = self._head(part, has_body=False)
            if head and head.names:
                self._declare(head, part)

    def _head(self, part: _Part, *, has_body: bool) -> Head | None:
        frame = self._frames[-1]
        masked = self._masked[part.start : part.end]
        if len(masked) > _MAX_HEAD or not masked:
            return None
        original = self._text[part.start : part.end]
        around = frame.head
        if around and around.lists is not frame.lists:
            around = replace(around, lists=frame.lists)
        return self._heads.read(Written(masked, original, frame.prefix), around, has_body=has_body)

    def _declare(self, head: Head, part: _Part) -> None:
        frame = self._frames[-1]
        offset = part.start + head.at
        line = bisect_right(self._starts, offset)
        last = bisect_right(self._starts, max(offset, part.end - 1))
        parameters = head.parameters
        text = " ".join(self._text[part.start : part.end].split())[:400]
        path = (*frame.path, *head.owner)
        public = self._is_public(head)
        for name in head.names:
            self._found.append(
                Declaration(
                    name, path, public, line, last, text, parameters, head.type, head.opens, head.traits, head.generics
                )
            )
