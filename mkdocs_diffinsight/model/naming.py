"""What a report is called: its title, and its name in addresses. Pure."""

from __future__ import annotations

import datetime
import hashlib
import itertools
import re
from collections.abc import Container, Iterable

from ..language.catalog import Catalog
from .ranges import CompareRange, Period, Unit, short, short_compare
from .texts import Overview

_LONGEST_SLUG = 120
"""Bytes. A file's name may have 255; the cache needs some for temporary names."""


def make_title(compare_range: CompareRange, category: str | None, overview: Overview, words: Catalog) -> str:
    """The title as published, unless another one is configured, else what the range is about; with its category."""
    if overview.published and not compare_range.title:
        return overview.published.title
    return " - ".join(part for part in (range_title(compare_range, words), category) if part)


def range_title(compare_range: CompareRange, words: Catalog) -> str:
    """What a range is about: its repository, its title, its period, or the range itself."""
    period = _name_of(compare_range.period, words) if compare_range.period else None
    otherwise = words("page.unreleased") if compare_range.is_rolling else short_compare(compare_range)
    if period and compare_range.is_open:
        period = words("page.open", period=period)
    about = [part for part in (compare_range.title, period) if part] or [otherwise]
    return " - ".join(part for part in (compare_range.label, *about) if part)


def _name_of(period: Period, words: Catalog) -> str:
    if period.unit is Unit.MONTH:
        return words.month(period.first)
    day = words.date(period.first)
    return words("page.week", day=day) if period.unit is Unit.WEEK else day


def make_slug(date: datetime.date, category: str | None, compare_range: CompareRange) -> str:
    """The name of a report in addresses: its date, its category, and the range as configured.

    It depends on nothing but its own range, so that adding another one never moves a published page. A range that
    moves on has a fixed name instead, and a period one that it has from its first commit on, while it is still open.
    """
    label, period = compare_range.label, compare_range.period
    if compare_range.is_rolling:
        return slugify("-".join(part for part in ("unreleased", label, category) if part))
    if period:
        named = [period.last.isoformat(), label, category, period.unit, short(compare_range.base)]
        return slugify("-".join(part for part in (*named, *compare_range.paths) if part))
    parts = [date.isoformat(), label, category, short(compare_range.base), short(compare_range.head)]
    return slugify("-".join(part for part in parts if part))


def slugify(text: str) -> str:
    """Text as one part of an address: letters, digits, dots and dashes, and no longer than a file's name may be."""
    slug = re.sub(r"[^\w.]+", "-", text).strip("-.") or "-"
    if len(slug.encode()) <= _LONGEST_SLUG:
        return slug
    digest = hashlib.sha256(slug.encode()).hexdigest()[:8]
    return f"{slug.encode()[:_LONGEST_SLUG].decode(errors='ignore')}-{digest}"


def unique(name: str, taken: Container[str]) -> str:
    """The name, with a number where it is taken.

    `taken` holds casefolded names: capitals make no difference, as on many disks.
    """
    return next(n for i in itertools.count(1) if (n := name if i == 1 else f"{name}-{i}").casefold() not in taken)


class Names:
    """Gives everything a name of its own."""

    def __init__(self, reserved: Iterable[str] = ()) -> None:
        """Nothing gets a `reserved` name."""
        self._taken = {name.casefold() for name in reserved}

    def take(self, name: str) -> str:
        """The name, with a number where it was given before."""
        own = unique(name, self._taken)
        self._taken.add(own.casefold())
        return own
