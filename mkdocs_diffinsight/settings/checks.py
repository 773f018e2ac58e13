"""What values of options may be: a check takes a value as YAML has it, and returns it as it is used. Pure.

Each check raises `ConfigError` with what was expected and what was found.
"""

from __future__ import annotations

import datetime
import functools
import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from ..errors import ConfigError
from ..language.catalog import languages, match_language
from ..language.meant import did_you_mean, host_meant, shown, shown_no_text, wrong_server
from ..model.forge import KINDS, Forge, ForgePages
from ..model.report import COMPANIONS

Check = Callable[[object], Any]
_FORGE_PAGES = {
    "name": (),
    "compare": ("home", "base", "head", "dots"),
    "commit": ("home", "commit"),
    "file": ("home", "commit", "path"),
    "line": ("home", "commit", "path", "line"),
    "pull": ("home", "number"),
    "user": ("host", "home", "login"),
}
"""The pages that templates make, and what each template may name."""


def text(value: object) -> str:
    """Text that is not blank."""
    if not isinstance(value, str) or not value.strip() or "\0" in value:
        raise ConfigError(f"expected text, found {shown_no_text(value)}")
    return value


def switch(value: object) -> bool:
    """True or false."""
    if not isinstance(value, bool):
        raise ConfigError(f"expected true or false, found {shown(value)}")
    return value


def number(least: float, *, whole: bool = True) -> Check:
    """A number that is not too small."""

    def check(value: object) -> float:
        is_number = isinstance(value, int if whole else int | float) and not isinstance(value, bool)
        if not is_number or not value >= least:  # type: ignore[operator]
            raise ConfigError(f"expected a number of at least {least:g}, found {shown(value)}{_number_meant(value)}")
        return value if whole else float(value)  # type: ignore[return-value, arg-type]

    return check


def _number_meant(value: object) -> str:
    """A question about a text that is a number; YAML reads `1e6` and what is in quotes as text."""
    try:
        meant = float(value) if isinstance(value, str) else math.nan
    except ValueError:
        return ""
    return f" (did you mean {meant:.12g}, without quotes?)" if math.isfinite(meant) else ""


def choice(words: Sequence[str]) -> Check:
    """One of some words, the first of which stands for nothing. `off` may stand without quotes, as YAML's false."""

    def check(value: object) -> str:
        word = words[0] if value is None else "off" if value is False and "off" in words else value
        if not isinstance(word, str) or word not in words:
            raise ConfigError(f"Expected one of: {words} but received: {word!r}{did_you_mean(word, words)}")
        return word

    return check


def names(value: object, where: str = "the list", *, expected: str) -> tuple[str, ...]:
    """A list of names, or a single one."""
    items = [value] if isinstance(value, str) else value
    if not isinstance(items, list) or not all(isinstance(item, str) and item for item in items):
        raise ConfigError(f"{where}: expected {expected}, found {shown_no_text(value)}")
    return tuple(items)


patterns = functools.partial(names, expected="paths such as 'docs/' or '*.lock'")
"""A list of files, folders and globs."""
fields = functools.partial(names, expected="names of fields such as 'author' or 'review.*'")
"""A list of names of fields, or globs."""


def terms(value: object) -> tuple[str, ...]:
    """A list of words to watch, each of them once."""
    if not isinstance(value, list):
        raise ConfigError(f"expected a list of words such as [preview, 'deprecat*'], found {shown(value)}")
    found: dict[str, str] = {}
    for number, item in enumerate(value, 1):
        if not isinstance(item, str):
            raise ConfigError(f"item {number}: expected text such as 'deprecat*', found {shown_no_text(item)}")
        term = item.strip()
        if not term.strip("* ") or not term.isprintable():
            raise ConfigError(f"item {number}: expected a word, with or without `*`, found {shown(item)}")
        if other := found.get(term.casefold()):
            raise ConfigError(f"item {number}: {term!r} is in the list already, as {other!r}")
        found[term.casefold()] = term
    return tuple(found.values())


def categories(value: object) -> dict[str, tuple[str, ...]]:
    """A mapping of category names to files, folders and globs."""
    if not isinstance(value, dict):
        raise ConfigError(f"expected a mapping of category names to lists of paths, found {shown(value)}")
    return {category(name): patterns(paths, f"category {name!r}") for name, paths in value.items()}


def category(value: object) -> str:
    """The name of a category."""
    if not isinstance(value, str) or not value.strip():
        raise ConfigError(f"expected a name for the category, found {shown_no_text(value)}")
    return value


def companions(value: object) -> tuple[str, ...]:
    """A list of what is written beside pages."""
    if not isinstance(value, list):
        raise ConfigError(f"expected a list of {listed(COMPANIONS)}, or [] for nothing, found {shown(value)}")
    for number, item in enumerate(value, 1):
        if item not in COMPANIONS:
            expected = f"item {number}: expected one of {listed(COMPANIONS)}"
            raise ConfigError(f"{expected}, found {shown(item)}{did_you_mean(item, COMPANIONS)}")
    return tuple(name for name in COMPANIONS if name in value)


def language(value: object, where: str = "") -> str:
    """The language of headings and texts, as a tag such as `en` or `zh-CN`."""
    known = match_language(value) if isinstance(value, str) else None
    if known is None:
        expected = f"{where}expected one of {', '.join(languages())}"
        raise ConfigError(f"{expected}, found {shown(value)}{did_you_mean(value, languages())}")
    return known


def several_languages(value: object) -> tuple[str, ...]:
    """A list of languages, each of them once."""
    if not isinstance(value, list) or not value:
        raise ConfigError(f"expected a list of languages such as [en, ja], found {shown(value)}")
    found: list[str] = []
    for number, tag in enumerate(value, 1):
        known = language(tag, f"item {number}: ")
        if known in found:
            raise ConfigError(f"item {number}: {tag!r} means {known!r}, which is in the list already")
        found.append(known)
    return tuple(found)


def server(value: object) -> str:
    """The address of a server. One that carries a password is never shown."""
    address = text(value)
    if wrong := wrong_server(address):
        raise ConfigError(f"expected an address such as 'https://llm.example.org/v1', {wrong}")
    return address


def api_version(value: object) -> str:
    """A version that is a day; YAML reads it as one, of which nothing is lost."""
    is_day = isinstance(value, datetime.date) and not isinstance(value, datetime.datetime)
    return text(str(value) if is_day else value)


def forges(value: object) -> dict[str, ForgePages]:
    """A mapping of hosts to kinds of forges, or to templates of their pages."""
    if not isinstance(value, dict) or not all(isinstance(host, str) and host for host in value):
        raise ConfigError(f"expected a mapping of hosts such as 'git.example.org', found {shown(value)}")
    for host in value:
        if meant := host_meant(host):
            raise ConfigError(f"expected the names of hosts, found {shown(host)} (did you mean `{meant}`?)")
    return {host.lower(): _forge(f"{host!r}", pages) for host, pages in value.items()}


def _forge(where: str, pages: object) -> ForgePages:
    if isinstance(pages, str) and pages in KINDS:
        return pages
    if not isinstance(pages, dict):
        expected = f"{where}: expected one of {', '.join(KINDS)} or a mapping"
        raise ConfigError(f"{expected}, found {shown(pages)}{did_you_mean(pages, KINDS)}")
    if unknown := [key for key in pages if key not in _FORGE_PAGES]:
        problem = f"{where}: unknown key {unknown[0]!r}; the keys are {listed(_FORGE_PAGES)}"
        raise ConfigError(problem + did_you_mean(unknown[0], _FORGE_PAGES))
    for key, template in pages.items():
        _check_template(f"{where}: `{key}`", template, _FORGE_PAGES[key])
    templates = {f"{key}_page": template for key, template in pages.items() if key != "name"}
    return Forge(pages.get("name", ""), "", **templates)


def _check_template(where: str, template: object, placeholders: tuple[str, ...]) -> None:
    if not isinstance(template, str) or not template.strip():
        raise ConfigError(f"{where} must be text, found {shown_no_text(template)}")
    try:
        template.format(**dict.fromkeys(placeholders, ""))
    except (KeyError, IndexError, ValueError, AttributeError) as error:
        known = ", ".join(f"{{{name}}}" for name in placeholders) or "none"
        raise ConfigError(f"{where} is {template!r}; the placeholders that it may have are {known}") from error


def listed(keys: Iterable[str]) -> str:
    """Names in a sentence."""
    return ", ".join(f"`{key}`" for key in keys)
