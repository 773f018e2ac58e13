"""Secrets that are known by where they stand: after a name such as `password`, in a header, in an address. Pure.

What stands there is a secret only if it looks like one: documentation is full of placeholders, names of variables and
plain words in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from ...tables import read_table

_TABLE = read_table(__file__, "places.toml")
_SOFT = _TABLE["placeholders"].split()
"""What is in values that stand for another one."""
# e.g. ${TOKEN}
_REFERENCE = re.compile(
    r"\$[\w({]|\$\$|%[\w%]+%?$|@[\w.]+[@(]|\{\{|\[\[?[A-Za-z<]|#\{|\\\(|&[\w]+;|!?[\w.]+\(|env[:.]|secret[s]?[.:/]"
    r"|[a-z][a-z0-9+.-]*://|\.{0,2}/|~/|[A-Za-z]:\\|arn:|op://|vault:|ref\+|projects/|ENC\[|sops:|AQICAH|enc:",
    re.IGNORECASE,
)
"""How values begin that say where a secret is, and are none."""
# e.g. 0a1b2c3d-4e5f-6789-abcd-ef0123456789
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
# e.g. 0000
_RUNS = re.compile(r"([0-9a-f])\1{3}", re.IGNORECASE)
"""Of which an identifier has several that somebody made up."""
# e.g. aGVsbG8gd29ybGQgaGVsbG8gd29ybGQ=
_BASE64 = re.compile(r"[A-Za-z0-9+/]{30,}=*")
# e.g. 0x0123456789abcdef
_HEX = re.compile(r"(?:0x)?[0-9a-f]{16,}", re.IGNORECASE)
# e.g. Key42
_PIECE = re.compile(r"[A-Z]?[a-z]+|[A-Z]+|\d+|[^A-Za-z0-9\s]")
# e.g. xkzqt
_CLUSTER = re.compile(r"[bcdfghjklmnpqrstvwxz]{5}", re.IGNORECASE)
# e.g. [a-z]{20,}
_EXPRESSION = re.compile(r"\(\?[:=!<P>]|[\])]\{+\d|\][+*]\+")
"""What regular expressions have, such as `(?:` and `[a-z]{20,}`, and keys have not."""
_SHORTEST = 6
_VOWELS = frozenset("aeiouyAEIOUY")
# e.g. settings.api_key
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:(?:\.|->|::)[A-Za-z_]\w*(?:\[[^\]]*\])?)+")
# e.g. 10.5MB
_QUANTITY = re.compile(
    r"[\d.,:_/-]++[A-Za-z%]{0,4}|v?\d++(?:\.\d++)++[\w.-]*|\d{4}-\d\d-\d\d.*|[A-Za-z]{1,3}\d{1,3}|[A-Za-z][A-Za-z_.-]*+(?<=[._-])\d{1,3}"
)
"""A number with its unit, a version, a date, a numbered name."""
_WORDS_FOR_IT = frozenset("password pass passwd pwd pw secret token key apikey api-key api_key x xxx".split())


def is_reference(value: str) -> bool:
    """Whether a value is a variable, says where a secret is, or that one should stand there."""
    return _REFERENCE.match(value) is not None or value.lower() in _WORDS_FOR_IT


def is_placeholder(value: str) -> bool:
    """Whether a value only says what should stand there, or where that is."""
    if len(value) >= 30 and _BASE64.fullmatch(value) and is_disordered(value):
        return False  # although it may begin like a path
    lowered = value.lower()
    if is_reference(value) or (value[-1:] in "})>" and value[:1] in "{(<[") or _EXPRESSION.search(value):
        return True
    if len(value) >= 20 and is_disordered(value):
        return False
    if any(word in lowered for word in _SOFT) or len(set(lowered)) < 4:
        return True
    return _DOTTED.fullmatch(value) is not None and not is_disordered(value)


def is_disordered(value: str) -> bool:
    """Whether a value changes its sort of sign as often as keys do, and words and names do not."""
    if _UUID.fullmatch(value):
        return len(_RUNS.findall(value)) < 2 and len(set(value)) > 6
    if _HEX.fullmatch(value):
        return len(set(value)) > 7 and any(map(str.isdigit, value)) and not value.isdigit()
    parts = [part for part in re.split(r"[-_.:/@]", value) if len(part) >= 8]
    return _changes(value) or any(len(part) < len(value) and _changes(part) for part in parts)


def _changes(value: str) -> bool:
    pieces = _PIECE.findall(value)
    letters = "".join(piece for piece in pieces if piece[0].isalpha())
    if len(value) < 8 or not letters:
        return False
    words = sum(piece[0].isalpha() for piece in pieces)
    mean = len(letters) / words
    if len(pieces) == words:  # nothing but letters
        return len(letters) >= 12 and (mean < 3 or sum(sign in _VOWELS for sign in letters) / len(letters) < 0.22)
    numbers = sum(piece[0].isdigit() for piece in pieces)
    return mean < 3 or (len(value) >= 16 and (numbers > 3 or _CLUSTER.search(value) is not None))


def is_key(value: str) -> bool:
    """Whether a value is a key or a token, or has one among its words: disordered, and longer than a word."""
    if " " in value:
        return any(map(is_key, value.split()))
    return len(value) >= 12 and not is_placeholder(value) and is_disordered(value)


def is_password(value: str) -> bool:
    """Whether a value can be a password: it is no placeholder, and is disordered or has a number as people add it."""
    if len(value) < _SHORTEST or is_placeholder(value):
        return False
    if is_disordered(value):
        return True
    has_number = any(map(str.isdigit, value)) and any(map(str.isalpha, value))
    return has_number and " " not in value and not _QUANTITY.fullmatch(value)


def is_word(value: str) -> bool:
    """Whether a value, alone on a line of settings, can be a password, be it a plain word."""
    if is_placeholder(value) or _QUANTITY.fullmatch(value) or value.endswith(","):
        return False
    return is_disordered(value) or not (_IDENTIFIER.fullmatch(value) or value.lower() in _PLAIN_VALUES)


# e.g. api_key_name
_IDENTIFIER = re.compile(r"[A-Za-z]+(?:_[A-Za-z]+)+")
_PLAIN_VALUES = frozenset(["string", "boolean", "number", "integer", "optional", "required", "disabled", "enabled"])


class Place(NamedTuple):
    """A place where secrets stand."""

    name: str
    words: tuple[str, ...]
    """One of these is in each line that has it, in small letters."""
    pattern: re.Pattern[str]
    """Its last group that is found is the value."""
    holds: Callable[[str], bool]
    """Whether a value is a secret."""

    def values(self, line: str) -> Iterator[tuple[int, int]]:
        """Where the secrets of a line begin and end."""
        for match in self.pattern.finditer(line):
            group = max((n for n, text in enumerate(match.groups(), 1) if text is not None), default=0)
            if not group:
                continue
            start = match.start(group)
            value = match[group].rstrip(",;)]}\\")
            if len(value) >= 4 and self.holds(value):
                yield start, start + len(value)


_HOLDS: dict[str, Callable[[str], bool]] = {
    "password": is_password,
    "word": is_word,
    "key": is_key,
    "long key": lambda value: len(value) >= 32 and is_key(value),
    "disorder": is_disordered,
    "no reference": lambda value: not is_reference(value),
    "any": bool,
}
"""What makes a value a secret, by the words of the table."""
PLACES = tuple(
    Place(name, tuple(words.split()), re.compile(pattern, re.IGNORECASE), _HOLDS[holds])
    for name, words, holds, pattern in _TABLE["rows"]
)
