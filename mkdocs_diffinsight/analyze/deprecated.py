"""What authors of a range call deprecated: it is still there, whatever the diff seems to show. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from ..model.fact_kinds import FactKind
from ..model.findings import Action, Finding, Findings, Quotation, Topic
from .authors.words import named_in


def with_deprecated(found: Sequence[Findings]) -> list[Findings]:
    """The findings of all files of a range, in which nothing is gone that its authors call deprecated.

    What they say has ended since is gone nevertheless.
    """
    said = [quotation for one in found for quotation in one.quotations if not quotation.is_removed]
    names = _named(said, Topic.DEPRECATION)
    if names:
        names -= _named(said, Topic.END)
    return [_kept(one, names) if names and one.interface else one for one in found]


def _named(said: Iterable[Quotation], topic: Topic) -> frozenset[str]:
    return frozenset(name for one in said if one.topic is topic for name in named_in(one.text))


def _kept(found: Findings, names: Collection[str]) -> Findings:
    kept = {one.name for one in found.interface if one.action is Action.REMOVED and one.name in names}

    def is_kept(one: Finding) -> bool:
        return one.action is Action.REMOVED and one.name in kept

    return replace(
        found,
        findings=tuple(replace(one, public=False) if is_kept(one) else one for one in found.findings),
        interface=tuple(one for one in found.interface if not is_kept(one)),
        facts=tuple(
            one for one in found.facts if one.kind is not FactKind.INTERFACE or one.new or one.name not in kept
        ),
    )
