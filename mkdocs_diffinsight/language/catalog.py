"""The product's own words in each language: labels of the pages and phrases of the rules.

A language is one file, `catalogs/<tag>.toml`; adding one needs no Python.
"""

from __future__ import annotations

import datetime
import functools
import re
import string
from collections.abc import Iterator, Mapping
from importlib import resources
from typing import Any

import babel
import babel.core
import babel.dates
import babel.units
from markupsafe import Markup

from ..tables import read_table
from .scripts import UNSPACED

_CATALOGS = resources.files(__package__) / "catalogs"
_UNITS = (("digital-gigabyte", 10**9), ("digital-megabyte", 10**6), ("digital-kilobyte", 10**3))
"""The units of data, the largest first."""


@functools.cache
def languages() -> tuple[str, ...]:
    """The languages that have a catalog."""
    return tuple(sorted(file.name.removesuffix(".toml") for file in _CATALOGS.iterdir() if file.name.endswith(".toml")))


def match_language(tag: str) -> str | None:
    """The catalog for a language tag (`ja`, `en_US`, `zh-CN`), or `None` if there is none."""
    wanted = tag.strip().replace("_", "-").lower()
    return next((one for one in (wanted, wanted.partition("-")[0]) if one in languages()), None)


_FORMATTER = string.Formatter()
_WITHOUT_BLANKS = ("ja", "zh")
# e.g. the end of 新增, and the start of 的
_IDEOGRAPH = re.compile(f"[{UNSPACED}]")
# e.g. the start of `code` or of Name
_LATIN = re.compile(r"[`0-9A-Za-z]")


class Catalog:
    """The words of one language."""

    def __init__(self, language: str, entries: Mapping[str, Any]) -> None:
        self.language = language
        self._entries = dict(_dotted(entries))
        self._locale = babel.Locale.parse(language)

    @property
    def name(self) -> str:
        """The language's name in the language itself, such as `日本語`."""
        return self._locale.get_display_name() or self.language

    @property
    def locale(self) -> str:
        """The language with the country that speaks it most, such as `ja_JP`."""
        likely = babel.core.get_global("likely_subtags").get(self.language, self.language)
        return f"{self._locale.language}_{likely.rpartition('_')[2]}"

    def __call__(self, key: str, **values: Any) -> str:
        """The text under a dotted key, with `{name}` filled in from `values`.

        An entry with plural forms is a table by CLDR plural category; the value named `n` chooses.
        Raises `KeyError` for a key that the catalog lacks.
        """
        entry = self._entries[key]
        if not isinstance(entry, str):
            entry = entry.get(self._locale.plural_form(values["n"])) or entry["other"]
        text: str = entry
        if not values:
            return text
        if self.language in _WITHOUT_BLANKS and key.startswith("rules."):
            return _spaced(text, values)
        return text.format_map(values)

    def __contains__(self, key: str) -> bool:
        """Whether there is a text under a dotted key."""
        name, _, last = key.rpartition(".")
        section = functools.reduce(lambda one, part: one.get(part, {}), name.split("."), self._entries)
        return last in section

    def html(self, key: str, **values: object) -> Markup:
        """The text under a key as HTML; values that are no `Markup` are escaped."""
        return Markup(self(key)).format(**values)  # noqa: S704 - our own words

    def section(self, name: str) -> Mapping[str, Any]:
        """All texts of a section, as they stand in the catalog."""
        entries: Mapping[str, Any] = self._entries[name]
        return entries

    def date(self, date: datetime.date) -> str:
        """A date as people of this language write it."""
        return _long_date(date, self._locale)

    def month(self, date: datetime.date) -> str:
        """A month with its year, as a heading."""
        return babel.dates.format_skeleton("yMMMM", date, locale=self._locale)

    def short_month(self, date: datetime.date) -> str:
        """A month without its year, for tight places."""
        return babel.dates.format_date(date, "LLL", locale=self._locale)

    def size(self, size: int) -> str:
        """A number of bytes, in the unit that people would take."""
        unit, factor = next(((unit, factor) for unit, factor in _UNITS if size >= factor), ("digital-byte", 1))
        return babel.units.format_unit(size / factor, unit, length="short", format="#,##0.#", locale=self._locale)


@functools.cache
def _long_date(date: datetime.date, locale: babel.Locale) -> str:
    """Kept, as a large site names its days a hundred times each."""
    return babel.dates.format_date(date, format="long", locale=locale)


@functools.cache
def load_catalog(language: str) -> Catalog:
    """The catalog of one of `languages()`."""
    return Catalog(language, read_table(__file__, f"catalogs/{language}.toml"))


def _dotted(entries: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """All entries with their dotted keys, tables too."""
    for key, entry in entries.items():
        yield before + key, entry
        if isinstance(entry, Mapping):
            yield from _dotted(entry, f"{before}{key}.")


@functools.cache
def _pieces(template: str) -> tuple[tuple[str, str | None], ...]:
    """The texts of a template, each with the field behind it."""
    return tuple((literal, field) for literal, field, _, _ in _FORMATTER.parse(template))


def _spaced(template: str, values: Mapping[str, Any]) -> str:
    """A filled template as Chinese and Japanese are set: blanks beside Latin letters, none beside quotation marks."""
    text = value = ""
    for literal, field in _pieces(template):
        if value.endswith(("”", "）", "」")) or _IDEOGRAPH.match(value[-1:]):
            bare = literal.removeprefix(" ")
            literal = bare if _IDEOGRAPH.match(bare) else literal
        elif _LATIN.match(value[-1:]) and _IDEOGRAPH.match(literal):
            literal = f" {literal}"
        text += literal
        value = str(values[field]) if field else ""
        if value.startswith(("“", "（", "「")) or _IDEOGRAPH.match(value):
            bare = text.removesuffix(" ")
            text = bare if literal and _IDEOGRAPH.match(bare[-1:]) else text
        elif _LATIN.match(value) and _IDEOGRAPH.match(text[-1:]):
            text += " "
        text += value
    return text
