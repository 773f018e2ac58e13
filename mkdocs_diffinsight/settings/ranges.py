"""The items of the option `ranges`: ranges, and rules that make ranges. Errors carry the item's number. Pure."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import ConfigError
from ..language.meant import closest, day, did_you_mean, shown, shown_no_text, wrong_day
from ..model.ranges import PeriodRule, RollingRule, Rule, TagRule, Unit, parse_compare
from .checks import listed, names, patterns


@dataclass(frozen=True)
class Compare:
    """A range by its two ends."""

    base: str
    head: str
    direct: bool


@dataclass(frozen=True)
class RangeOption:
    """One item of `ranges`, before its repository is known."""

    rule: Compare | Rule
    title: str | None = None
    date: datetime.date | None = None
    paths: tuple[str, ...] = ()
    repository: str | None = None
    label: str | None = None


def range_options(value: object, beside: Collection[str]) -> list[RangeOption]:
    """The items of a list; `beside` names the options that stand beside it. Raises `ConfigError`."""
    if not isinstance(value, list):
        raise ConfigError(f"expected a list of ranges such as 'v1.0...v1.1', found {shown(value)}")
    found = []
    for number, item in enumerate(value, 1):
        try:
            found.append(_item(item, beside))
        except ConfigError as error:
            raise ConfigError(f"item {number}: {error}") from error
    return found


def _item(item: object, beside: Collection[str]) -> RangeOption:
    given = {"compare": item} if isinstance(item, str) else item
    if not isinstance(given, dict):
        raise ConfigError(f"expected 'base...head' or a mapping, found {shown_no_text(item)}")
    sort = next((key for key in _SORTS if key in given), None)
    if sort is None:
        expected = f"expected one of the keys {listed(_SORTS)}"
        raise ConfigError(f"{expected}, found {shown(given)}{_sort_meant(given, beside)}")
    make, own = _SORTS[sort]
    keys = {**own, **_COMMON}
    if unknown := [key for key in given if key not in keys]:
        problem = f"unknown key {unknown[0]!r} beside `{sort}`; the keys are {listed(keys)}"
        raise ConfigError(problem + _key_meant(unknown[0], keys, beside))
    found = {key: check(f"`{key}`", given[key]) for key, check in keys.items() if key in given}
    found = {key: value for key, value in found.items() if value is not None}
    common = {key: found.pop(key) for key in (*_COMMON, "date") if key in found}
    rule = make(**{_NAMES.get(key, key): value for key, value in found.items()})
    if isinstance(rule, PeriodRule) and rule.since and rule.until and rule.until < rule.since:
        raise ConfigError(f"`until` ({rule.until}) is before `since` ({rule.since})")
    return RangeOption(rule, **common)


def _sort_meant(given: Mapping[Any, Any], beside: Collection[str]) -> str:
    """A question about an item that has none of the keys that tell its sort."""
    if compared := next((key for key in given if isinstance(key, str) and ".." in key), None):
        return f" (did you mean `compare: {shown(compared)[1:-1]}`?)"
    unknown = (key for key in given if key not in ITEM_KEYS)
    return next(filter(None, (_key_meant(key, ITEM_KEYS, beside) for key in unknown)), "")


def _key_meant(key: object, known: Iterable[str], beside: Collection[str]) -> str:
    """A question about a key that an item of its sort does not have."""
    if key in _SORTS:
        return f" (`{key}` makes an item of its own)"
    if key in beside:
        return f" (`{key}` is an option beside `ranges`)"
    return did_you_mean(key, known)


def _compare(key: str, value: object) -> Compare:
    if not isinstance(value, str):
        raise ConfigError(f"{key} must be text such as 'v1.0...v1.1', found {shown_no_text(value)}")
    try:
        return Compare(*parse_compare(value))
    except ValueError as error:
        raise ConfigError(str(error)) from error


def _tags(key: str, value: object) -> tuple[str, ...]:
    return names(value, key, expected="names of tags, or globs such as 'v*'")


def _unit(key: str, value: object) -> Unit:
    if not isinstance(value, str) or value not in tuple(Unit):
        expected = f"{key} must be one of {', '.join(Unit)}"
        raise ConfigError(f"{expected}, found {shown(value)}{did_you_mean(value, Unit)}")
    return Unit(value)


def _start(key: str, value: object) -> str | datetime.date | None:
    """The end of a rolling range that stays: a revision, or a day."""
    if isinstance(value, str):
        if wrong := wrong_day(value):
            named = f"a tag or a branch of that name is 'refs/tags/{value}' or 'refs/heads/{value}'"
            raise ConfigError(f"{key} is {value!r}, which looks like a day, but {wrong}; {named}")
        return day(value) or _revision(key, value)
    if not isinstance(value, datetime.date):
        expected = f"{key} must be a revision, a glob for tags or a date such as 2024-12-18"
        raise ConfigError(f"{expected}, found {shown_no_text(value)}")
    return value.date() if isinstance(value, datetime.datetime) else value


def _text(expected: str) -> Callable[[str, object], str | None]:
    def check(key: str, value: object) -> str | None:
        if value is not None and (not isinstance(value, str) or not value.strip()):
            raise ConfigError(f"{key} must be {expected}, found {shown_no_text(value)}")
        return value

    return check


def _revision(key: str, value: object) -> str | None:
    """A name that git will not take for an option (https://git-scm.com/docs/git-check-ref-format)."""
    name = _text("the name of a branch, tag or commit")(key, value)
    if name is not None and (name.startswith("-") or re.search(r"\s|\.\.", name)):
        raise ConfigError(f"{key} is {name!r}, which cannot be the name of a revision")
    return name


def _flag(key: str, value: object) -> bool:
    if not isinstance(value, bool):
        raise ConfigError(f"{key} must be true or false, found {shown(value)}")
    return value


def _limit(key: str, value: object) -> int | None:
    if value is not None and (not isinstance(value, int) or isinstance(value, bool) or value < 1):
        raise ConfigError(f"{key} must be a whole number of at least 1, found {shown(value)}")
    return value


def _zone(key: str, value: object) -> str | None:
    expected = "a time zone such as 'Europe/Berlin'"
    name = _text(expected)(key, value)
    try:
        zoneinfo.ZoneInfo(name or "UTC")
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ConfigError(f"{key} must be {expected}, found {shown(name)}{_zone_meant(str(name))}") from error
    return name


def _zone_meant(name: str) -> str:
    zones = zoneinfo.available_timezones()
    places = {zone.rpartition("/")[2]: zone for zone in sorted(zones)}
    meant = closest(name, zones) or places.get(closest(name.rpartition("/")[2], places) or "")
    return f" (did you mean `{meant}`?)" if meant else ""


def _date(key: str, value: object) -> datetime.date | None:
    if value is None:
        return None
    if isinstance(value, datetime.datetime):
        return value.date()
    date = value if isinstance(value, datetime.date) else day(value) if isinstance(value, str) else None
    if date is None:
        wrong = wrong_day(value) if isinstance(value, str) else None
        reason = f" ({wrong})" if wrong else ""
        raise ConfigError(f"{key} must be a date such as 2024-12-18, found {shown(value)}{reason}")
    return date


_Keys = Mapping[str, Callable[[str, object], Any]]
"""The keys of an item, each with the check of its value."""
_COMMON: _Keys = {
    "title": _text("text"),
    "paths": lambda key, value: patterns(value, key),
    "repository": _text("the path or the address of a git repository"),
    "label": _text("a name for the repository"),
}
_SORTS: Mapping[str, tuple[Callable[..., Compare | Rule], _Keys]] = {
    "compare": (lambda compare: compare, {"compare": _compare, "date": _date}),
    "tags": (TagRule, {"tags": _tags, "from": _revision, "prereleases": _flag, "last": _limit}),
    "every": (
        PeriodRule,
        {"every": _unit, "branch": _revision, "since": _date, "until": _date}
        | {"timezone": _zone, "open": _flag, "last": _limit},
    ),
    "since": (RollingRule, {"since": _start, "branch": _revision, "timezone": _zone}),
}
"""What is made of each sort of item, which its first key tells, and of which keys."""
_NAMES = {"tags": "patterns", "from": "start", "every": "unit", "timezone": "zone", "open": "with_open"}
"""What fields of rules are called that have another name than the key."""
ITEM_KEYS = tuple(dict.fromkeys(key for keys in (*(own for _, own in _SORTS.values()), _COMMON) for key in keys))
