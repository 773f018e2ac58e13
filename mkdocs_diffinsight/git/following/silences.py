"""Why an item of the configuration has no report, in the words of any language. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from ...language.catalog import Catalog
from ...language.quoting import code_span
from ...model.ranges import CompareRange, Following, PeriodRule, Rule, TagRule, Unit
from .ranges import FollowedRepository, closed_periods, matching

_NAMES = 200
"""Characters of what an item says."""


@dataclass(frozen=True)
class Silence:
    """Why an item has no report."""

    key: str
    """Names the text, among those of `silence` in a catalog."""
    values: Mapping[str, object] = field(default_factory=dict)
    """What the text names, as Markdown."""
    label: str | None = None
    """What the repository is called, on a site over several."""
    is_shallow: bool = False
    """The clone is shallow, so that the reason may be in what it lacks."""

    def told(self, words: Catalog) -> str:
        """Tell it as Markdown, on one line."""
        text = words(f"silence.{self.key}", **self.values)
        parts = [f"{self.label}: {text}" if self.label else text, words("silence.shallow") if self.is_shallow else ""]
        return " ".join(filter(None, parts))


def silence_of_rule(following: Following, repository: FollowedRepository) -> Silence:
    """Why a rule makes no range. Raises `RangeError`, `RepositoryError`."""
    if isinstance(following.rule, TagRule):
        return _silence_of_tags(following, following.rule, repository)
    if isinstance(following.rule, PeriodRule):
        return _silence_of_periods(following, following.rule, repository)
    return silence_of_branch(following, following.rule.branch or "HEAD")


def silence_of_branch(following: Following, branch: str) -> Silence:
    """Say that a branch has nothing new."""
    return _silence(following, "nothing_newer", branch=code_span(branch, _NAMES))


def silence_without_changes(item: CompareRange | Following, ranges: int) -> Silence:
    """Say that the ranges of an item change nothing that there is a report on."""
    return _silence(item, "no_change", n=ranges)


def _silence_of_tags(following: Following, rule: TagRule, repository: FollowedRepository) -> Silence:
    tags = matching(repository.tags(), rule.patterns)
    if rule.start:
        return _silence(following, "last_tag", tag=code_span(rule.start, _NAMES))
    key = "one_tag" if len(tags) == 1 else "no_step" if rule.prereleases else "no_release"
    silence = _silence(following, key, tag=code_span(tags[0].name, _NAMES), n=len(tags))
    return replace(silence, is_shallow=repository.is_shallow)


def _silence_of_periods(following: Following, rule: PeriodRule, repository: FollowedRepository) -> Silence:
    days = closed_periods(repository.first_parents(rule.branch), PeriodRule(Unit.DAY, zone=rule.zone))
    first, last = days[0][0].first, days[-1][0].first
    named: dict[str, datetime.date | None] = {"since": rule.since, "until": rule.until, "first": first, "last": last}
    if rule.since and rule.since > last:
        key = "too_late"
    elif rule.until and rule.until < first:
        key = "too_early"
    elif any((rule.since or first) <= day.first <= (rule.until or last) for day, _ in days):
        key = "open"
    else:
        key = "no_day"
    return _silence(following, key, **named)


def _silence(item: CompareRange | Following, key: str, **values: object) -> Silence:
    text = item.compare if isinstance(item, CompareRange) else _written(item.rule)
    return Silence(key, {"rule": code_span(text, _NAMES), **values}, item.label)


def _written(rule: Rule) -> str:
    """A rule as the configuration has it, in short."""
    if isinstance(rule, TagRule):
        return f"tags: {', '.join(rule.patterns)}"
    if isinstance(rule, PeriodRule):
        return f"every: {rule.unit}"
    return f"since: {rule.since}"
