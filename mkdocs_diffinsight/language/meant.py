"""What a configuration says, told to the person who wrote it, and what was probably meant. Pure."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Collection, Iterable
from typing import Any
from urllib.parse import urlsplit

import yaml

from .quoting import display, hide_credentials

_LENGTH = 300
"""Characters of a value that are shown."""
_LIKENESS = 0.6
"""From which on a name is taken for a misspelt one, as `difflib` measures it."""
# octo/handbook, github.com/octo/handbook
_ON_A_FORGE = re.compile(r"(?P<host>[\w-]+(?:\.[\w-]+)+/)?(?P<path>[\w-][\w.-]*/[\w.-]*[\w-](?:/[\w.-]+)*)/?", re.ASCII)
_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)  # 2024-12-18
_SCHEME = re.compile(r"(?P<name>https?)[:/]+|(?:\w*:/)?/+", re.IGNORECASE)  # https://, https:/, //
"""What an address of a server begins with, also where a sign of it is missing."""
# localhost:11434
_HERE = re.compile(r"localhost|127\.\d+\.\d+\.\d+|\[::1\]|10\.\d+\.\d+\.\d+|192\.168\.\d+\.\d+|[^./]+:\d+")
"""Hosts that are likely to speak without encryption: this machine, and those of its own network."""


def shown(value: object) -> str:
    """A value as its writer knows it, without credentials, on one line."""
    if value is None:
        return "nothing"
    text = value.isoformat() if isinstance(value, datetime.date) else repr(value)
    words = re.sub(r"\S+", lambda word: _without_user(word[0]), text) if "@" in text else text
    return display(hide_credentials(words), _LENGTH)


def _without_user(word: str) -> str:
    """A word without what can be a user and a password, even where these break the address (`me:pass/word@host`)."""
    before, at, rest = word.rpartition("@")
    scheme, is_address, user = before.partition("://")
    first = f"{user}@{rest}".partition("/")[0] if is_address else word.partition("@")[0]
    if is_address and ("@" in first or re.search(r":(?!\d*\Z)", first)):
        return f"{scheme}://{rest}"
    return rest if at and not is_address and ":" in first else word


def shown_no_text(value: object) -> str:
    """A value as its writer knows it, where a text is expected: with what YAML made of one that has no quotes."""
    items = value if isinstance(value, list) else [value]
    read = next((_read_as(item) for item in items if _read_as(item)), "")
    return shown(value) + (f" ({read}; put it in quotes)" if read else "")


def _read_as(value: object) -> str:
    """What YAML has read instead of a text, if it is what a name or a version can look like."""
    if isinstance(value, bool):
        return "YAML reads `on`, `off`, `yes` and `no` as true or false"
    if isinstance(value, int | float):
        return "YAML reads it as a number, and 1.10 as 1.1"
    return "YAML reads it as a date" if isinstance(value, datetime.date) else ""


def did_you_mean(name: object, known: Iterable[str]) -> str:
    """A question, with a blank before it, or nothing where no known name is like this one."""
    likely = closest(name, known)
    return f" (did you mean `{likely}`?)" if likely else ""


def closest(name: object, known: Iterable[str]) -> str | None:
    """The name that was probably meant by one that is misspelt, or cut short, or too long."""
    wanted = _plain(name)
    names = {_plain(one): one for one in known}
    if not wanted:
        return None
    starting = [one for one in names if len(wanted) > 1 and (one.startswith(wanted) or wanted.startswith(one))]
    likely = difflib.get_close_matches(wanted, starting or names, n=1, cutoff=0 if starting else _LIKENESS)
    return names[likely[0]] if likely else None


def _plain(name: object) -> str:
    return str(name).strip()[:_LENGTH].lower().replace("-", "_").replace(" ", "_")


def revision_meant(name: str, known: Collection[str]) -> str | None:
    """The branch or tag that was probably meant by a name that is none."""
    folded = {one.casefold(): one for one in known}
    wanted = name[:_LENGTH].casefold()
    if wanted in folded:
        return folded[wanted]
    last = wanted.rpartition("/")[2]
    within = sorted(one for one in folded if one == last or one.endswith(f"/{wanted}"))
    likely = within or difflib.get_close_matches(wanted, folded, n=1, cutoff=_LIKENESS)
    return folded[likely[0]] if likely else None


def repository_meant(repository: str) -> str | None:
    """The address that is meant by `octo/handbook` or `github.com/octo/handbook`, where there is no such folder."""
    named = _ON_A_FORGE.fullmatch(repository)
    if not named or ".." in repository or "/." in repository:
        return None
    return f"https://{named['host'] or 'github.com/'}{named['path'].removesuffix('.git')}"


def host_meant(host: str) -> str | None:
    """The name of the host in what is more than that."""
    name = re.sub(r"\A\w+://", "", host).rpartition("@")[2].partition("/")[0]
    return None if name == host else name.lower()


def day(text: str) -> datetime.date | None:
    """The day that a text names as options want it: `2024-12-18`."""
    is_day = _DAY.fullmatch(text) and not wrong_day(text)
    return datetime.date.fromisoformat(text) if is_day else None


def wrong_day(text: str) -> str | None:
    """What is wrong with a text that looks like a day and is none; nothing where all is well, or it is no such text."""
    named = _DAY.fullmatch(text)
    if not named:
        return None
    try:
        day = datetime.date(*map(int, named.groups()))
    except ValueError as error:
        return str(error)
    return None if text == day.isoformat() else f"a day is written {day}"


def wrong_server(address: str) -> str | None:
    """What is wrong with the address of a server, if anything is, and what to write. Shows no credentials."""
    as_found = f"found {shown(address)}"
    if re.search(r"[\s\x00-\x1f\x7f]", address):
        # Not told where it may hold a password, which can have blanks, too.
        return "found one that has a blank" if "@" in address else f"{as_found}, which has a blank"
    try:
        parts = urlsplit(address)
        host, _ = parts.hostname, parts.port
    except ValueError:  # not told: it quotes what it takes for a port, which can be a part of a password
        return "found one that cannot be read"
    if parts.scheme in ("http", "https") and host:
        return None
    if "@" in address:
        return "found one that does not begin with http:// or https://"
    scheme = _SCHEME.match(address)
    rest = address[scheme.end() :] if scheme else address
    if not re.match(r"[\w.\[:\]-]*\w\]?(?:[:/]|\Z)", rest):
        return as_found
    is_open = scheme["name"].lower() == "http" if scheme and scheme["name"] else _HERE.match(rest)
    return f"{as_found}; did you mean {'http' if is_open else 'https'}://{rest}?"


def unreadable_value(text: bytes) -> str | None:
    """Where a YAML file has a value that is read as a day or a number and is none, such as `2026-13-01`."""
    try:
        yaml.compose(text, Loader=_ValueReader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return f"line {line}: {error.problem}"
    return None


class _ValueReader(yaml.SafeLoader):
    """Reads each value on its own, so that the first one that cannot be read is known with its line."""

    def compose_scalar_node(self, anchor: Any) -> yaml.ScalarNode:
        node = super().compose_scalar_node(anchor)
        if node.tag in _READ_BY_YAML:
            try:
                self.construct_object(node)
            except ValueError as error:
                problem = f"{display(node.value)!r} is read as a {_READ_BY_YAML[node.tag]} and is none: {error}"
                raise yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark) from error
        return node


_KINDS = {"timestamp": "date", "int": "number", "float": "number"}
_READ_BY_YAML = {f"tag:yaml.org,2002:{tag}": kind for tag, kind in _KINDS.items()}
