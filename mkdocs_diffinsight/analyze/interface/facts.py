"""What changed of an interface, as values before and after. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from ...model.fact_kinds import FactKind
from ...model.findings import Action, Fact, Finding, LineSpan, Subject

_MAX_FACTS = 40


def interface_facts(
    interface: Iterable[Finding], findings: Iterable[Finding], known: Sequence[Fact]
) -> tuple[Fact, ...]:
    """The facts of a file with those of its interface, each told once, in the order of the file.

    What its other findings call gone or new is no value besides.
    """
    named = {(finding.action, finding.name) for finding in findings if finding.action is not Action.CHANGED}
    rest = (finding for finding in interface if (finding.action, finding.name) not in named)
    found = [fact for finding in rest if (fact := _fact(finding))][:_MAX_FACTS]
    told = {span for fact in found for span in _single(fact.lines)}
    others = [fact for fact in known if not fact.lines or not told.issuperset(_single(fact.lines))]
    return tuple(sorted((*others, *found), key=_position))


def _position(fact: Fact) -> tuple[int, str]:
    return min((span.first for span in fact.lines), default=0), fact.kind


def _single(spans: Iterable[LineSpan]) -> list[LineSpan]:
    return [LineSpan(side, n, n) for side, first, last in spans for n in range(first, last + 1)]


def _fact(finding: Finding) -> Fact | None:
    """The value that a finding is about; what only came is told by name."""
    kind = _kind(finding)
    if not kind:
        return None
    where = tuple(filter(None, (finding.section, finding.name)))
    return Fact(kind, finding.old, finding.new, where, finding.lines, finding.name)


def _kind(finding: Finding) -> FactKind | None:
    one_sided = not (finding.old and finding.new)
    if finding.subject is Subject.PARAGRAPH or (finding.subject is Subject.SYMBOL and one_sided):
        return None
    if finding.subject is Subject.SETTING and finding.old and finding.new:
        return FactKind.REQUIREMENT
    if finding.breaks:
        return FactKind.INTERFACE
    return FactKind.PARAMETER if finding.subject is Subject.PARAMETER else None
