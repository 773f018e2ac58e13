"""Secrets that are known by where they stand: after a name such as `password`, in a header, in an address. Pure.

What stands there is a secret only if it looks like one: documentation is full of placeholders, names of variables and
plain words in the same places.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

_SOFT = (
    *("your", "my_", "my-", "example", "sample", "placeholder", "change", "replace", "insert", "enter", "redact"),
    *("dummy", "default", "secretname", "secret-name", "secretref", "keyvault", "vault(", "key_value", "keyvalue"),
    *("xxxx", "****", "....", "todo", "fake", "here>", "null", "undefined", "lorem", "foobar", "fill_in", "fillin"),
    *("passw0rd", "p@ssw", "notreal", "not-a-real"),
)
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
_WORDS_FOR_IT = frozenset(
    ["password", "pass", "passwd", "pwd", "pw", "secret", "token", "key", "apikey", "api-key", "api_key", "x", "xxx"]
)


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
        for found in self.pattern.finditer(line):
            group = max((n for n, text in enumerate(found.groups(), 1) if text is not None), default=0)
            if not group:
                continue
            start = found.start(group)
            value = found[group].rstrip(",;)]}\\")
            if len(value) >= 4 and self.holds(value):
                yield start, start + len(value)


def _place(name: str, words: str, pattern: str, holds: Callable[[str], bool]) -> Place:
    return Place(name, tuple(words.split()), re.compile(pattern, re.IGNORECASE), holds)


_QUOTED = r"\\\"([^\"\\\n]{4,400}+)\\\"|\"((?:[^\"\\\n]|\\.){4,400}+)\"|'((?:[^'\\\n]|\\.){4,400}+)'|`([^`\n]{4,400})`"
_BARE = r"([^\s\"'`,;<>(){}|&\\][^\s\"'`;<>]{3,400}+)"
_VALUE = rf"(?:[bruf@$]{{0,2}}(?:{_QUOTED})|{_BARE})"
_TYPE = r":\s?(?:str|string|text|char|secretstr|bytes)\b[\w\[\]|? *]{0,30}+="
_REST = rf"[\w.-]{{0,40}}+(?:[\\\"'\]`)]{{0,4}}\s{{0,20}}+(?:{_TYPE}|:=|=>|==?|:)|[\"']\s?,)\s{{0,20}}+"
"""From a word to its value: the rest of a name, the end of a string, a type, and the sign between them."""

_KEYS = (
    "api|access|private|secret|account|auth|encryption|signing|master|shared|subscription|primary|secondary|host|service"
    "|storage|admin|write|licen[sc]e|app|application|integration|org|rest|public|server|search|function|connection"
    "|deploy|global|client|session|cookie|jwt|hmac|aes|data|webhook"
)
"""Of what keys are keys."""
_COMMANDS = (
    "mysql|mysqldump|mysqladmin|mariadb|sshpass|docker login|mongo|mongosh|mongodump|7z|zip|unzip|redis-cli|sqlcmd|bcp"
    "|ldapsearch|smbclient|cqlsh|influx"
)
"""That take a password after a short option."""

PLACES = (
    _place(
        "password",
        "pass pwd pw",
        rf"(?:passw(?:or)?d|passwd|passphrase|(?<![a-z])pwd|pwd(?=[\"'\]]?\s?[:=])|(?<![a-z])pass(?![a-z])|(?<![a-z])pw(?![a-z])){_REST}{_VALUE}",
        is_password,
    ),
    _place("secret", "secret", rf"secret{_REST}{_VALUE}", is_key),
    _place("token", "token", rf"token{_REST}{_VALUE}", is_key),
    _place("key", "key", rf"(?:{_KEYS}|[a-z0-9]{{2,20}}_)[_. -]?key(?![a-z]){_REST}{_VALUE}", is_key),
    _place(
        "key",
        "key",
        rf"(?<![a-z0-9_])key(?:base|data)?[\"'\]]{{0,2}}\s{{0,4}}[=:]\s{{0,4}}{_VALUE}",
        lambda value: len(value) >= 32 and is_key(value),
    ),
    _place(
        "credential",
        "credential auth dsn salt sid",
        rf"(?:credentials?|_auth|[\"']auth(?![a-z])|auth_?(?:code|string)|_dsn|_salt|_sid){_REST}{_VALUE}",
        is_key,
    ),
    _place(
        "password",
        "passw secret= token= pwd=",
        r"^\s{0,8}(?:export |set |env )?[\w.-]{0,60}(?:passw(?:or)?d|passwd|pwd|secret|token)="
        r"[\"']?([^\s\"'$<{(&?]{6,200})[\"']?\s{0,4}$",
        is_word,
    ),
    # Headers and commands
    _place(
        "authorization",
        "authorization",
        r"authorization[\"']?\s{0,4}[:=,]\s{0,4}[\"'`]?(?:[A-Za-z][\w-]{1,20} )?([\w+/=.~:-]{8,})",
        is_key,
    ),
    _place("authorization", "bearer basic", r"\b(?:bearer|basic) ([\w+/=.~-]{12,})", is_key),
    _place(
        "key",
        "-key -token",
        r"\b(?:x|ocp|private|api|dd|circle|auth|job|deploy)-[\w-]{0,40}(?:key|token|secret)[\"']?\s{0,4}[:=,]\s{0,4}[\"'`]?([\w+/=.~-]{12,})",
        is_key,
    ),
    _place(
        "password",
        "-u --user --proxy",
        r"(?:\s-u|--user|--proxy-user|--login)(?:[ =]\s{0,4}|(?=[\"']))[\"']?[^\s:\"'$]{1,80}:([^\s\"'|]{4,200})",
        is_password,
    ),
    _place(
        "password",
        "mysql mariadb sshpass docker mongo 7z zip redis-cli sqlcmd bcp ldapsearch smbclient cqlsh influx",
        rf"\b(?:{_COMMANDS})\b.{{0,200}}?\s-[pPaw][ =]?[\"']?([^\s\"'|]{{6,200}})",
        is_password,
    ),
    _place(
        "password",
        "pass",
        r"--?[\w-]{0,30}(?:password|passwd|passphrase|pass)(?:[ =]|[\"'], ?)[\"']?([^\s\"'|,]{6,200})",
        is_password,
    ),
    _place(
        "key",
        "token secret key",
        r"--[\w-]{0,30}(?:token|secret|key)[\w-]{0,20}(?:[ =]|[\"'], ?)[\"']?([^\s\"'|,]{12,200})",
        is_key,
    ),
    _place("password", "pass:", r"-pass(?:in|out)? pass:([^\s\"']{4,200})", is_password),
    _place("password", "securestring", r"securestring [\"']([^\"']{4,200})[\"']", is_password),
    _place(
        "password",
        "identified password",
        r"(?:identified (?:with [\w\"']{1,40} )?by|\bpassword) [\"']([^\"'\n]{6,200})[\"']",
        is_password,
    ),
    _place(
        "password",
        "password login",
        r"^\s{0,20}(?:machine \S{1,200} )?(?:login \S{1,200} )?password (\S{6,200})\s{0,20}$",
        is_password,
    ),
    # Files of other forms
    _place(
        "password",
        "password passphrase secret token key",
        r"<(?:[\w:.-]{0,40})(?:password|passphrase|secret|token|key)>([^<>\n]{6,400})</",
        is_password,
    ),
    _place(
        "password",
        "password secret token key",
        r"(?:name|key)=[\"'][^\"'\n]{0,80}(?:password|secret|token|apikey|key)[\"']\s{1,4}value=[\"']([^\"'\n]{6,400})[\"']",
        is_password,
    ),
    _place(
        "password",
        "5432: 6432: *:",
        r"^[\w.*-]{1,100}:(?:\d{2,5}|\*):[\w*-]{1,80}:[\w*-]{1,80}:(\S{4,200})$",
        is_password,
    ),
    _place("credential", "auth", r"[\"']auth[\"']\s{0,4}:\s{0,4}[\"']([A-Za-z0-9+/]{12,}=*)[\"']", is_disordered),
    _place(
        "private key", '"d" "p" "q" "dp" "dq" "qi"', r"\"(?:d|p|q|dp|dq|qi)\"\s{0,4}:\s{0,4}\"([\w-]{40,})\"", is_key
    ),
    # Addresses
    _place(
        "password in an address",
        "://",
        r"://[^\s:/?#@\"'<>\[\]{}]{0,100}:([^\s/?#@\"'<>\[\]{}]{1,200})@",
        lambda value: not is_reference(value),
    ),
    _place("webhook", "hooks.zapier.com/", r"hooks\.zapier\.com/hooks/catch/(\d+/\w{5,20})", bool),
    _place("key in an address", "@", r"://(\w[\w-]{19,200})(?::[\w-]{0,80})?@", is_key),
    _place("password in an address", "@", r"jdbc:oracle:\w{2,10}:\w{1,60}/([^\s@\"']{4,200})@", is_password),
    _place("password in an address", "@tcp @unix", r"[\w-]{1,60}:([^\s@:/\"']{4,200})@(?:tcp|unix)\(", is_password),
    _place(
        "key in an address",
        "key= token= secret= password= passwd= signature= auth= code= sig= credential=",
        r"[?&;](?:amp;)?(?:[\w.-]{0,30}(?:key|token|secret|password|passwd|signature|auth|code|sig|credential)[\w.-]{0,10})=([^\s&\"'<>#;]{8,400})",
        is_key,
    ),
)
