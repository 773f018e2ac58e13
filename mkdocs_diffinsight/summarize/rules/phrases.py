"""Findings in the words of a catalog. Pure: values in, text out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from ...analyze.edits import narrowed
from ...catalog import Catalog
from ...findings import Action, Finding, Subject
from ...quoting import QUOTE_LENGTH, code_span, display

_MAX_NAMES = 6
_MAX_COUNTS = 3
_MAX_SECTIONS = 3
_MAX_BEGINNINGS = 3
_PATH_LENGTH = 240
_MAX_POINTS = 6
_MAX_BULLETS = 24
_LISTED = (Action.ADDED, Action.REMOVED, Action.MOVED)
_BY_TARGET = (Subject.IMAGE, Subject.INCLUDE)
_VALUED = (Subject.SETTING, Subject.METADATA, Subject.DEPENDENCY)
_COUNTED = (Subject.PARAGRAPH, Subject.LINE, Subject.PUNCTUATION)
_TARGETS = (Subject.LINK, Subject.IMAGE, Subject.INCLUDE)
_ACTIONS = {action: i for i, action in enumerate(Action)}
_ORDER = {subject: i for i, subject in enumerate(Subject)}


@dataclass(frozen=True)
class Point:
    """Findings that one line of text tells together."""

    subject: Subject
    action: Action
    section: str
    findings: tuple[Finding, ...]

    @property
    def weight(self) -> tuple[int, int, int]:
        """Sorts the more telling points first."""
        breaks = self.action is Action.REMOVED and any(finding.public for finding in self.findings)
        return (_ORDER[self.subject], -1 if breaks else _ACTIONS[self.action], -len(self.findings))


def read_points(findings: Iterable[Finding]) -> tuple[Point, ...]:
    """Group findings that read better together, the more telling ones first."""
    findings = list(findings)
    groups: dict[tuple[object, ...], list[Finding]] = {}
    scattered = _scattered(findings)
    for f in findings:
        if f.action in _LISTED or f.subject is Subject.PUNCTUATION:
            section = "" if (f.subject, f.action) in scattered else f.section
            key: tuple[object, ...] = (f.subject, f.action, section)
        else:
            key = (f.subject, f.action, f.name, f.old, f.new)
        groups.setdefault(key, []).append(f)
    points = (Point(fs[0].subject, fs[0].action, _common_section(fs), tuple(fs)) for fs in groups.values())
    return tuple(sorted(points, key=lambda point: point.weight))


def _scattered(findings: Iterable[Finding]) -> set[tuple[Subject, Action]]:
    """Sorts of findings that are told together because they stand in too many sections, or in none."""
    sections: dict[tuple[Subject, Action], set[str]] = {}
    for f in findings:
        sections.setdefault((f.subject, f.action), set()).add(f.section)
    whole = (Subject.METADATA, Subject.PUNCTUATION)
    return {sort for sort, names in sections.items() if len(names) > _MAX_SECTIONS or sort[0] in whole}


def _common_section(findings: Sequence[Finding]) -> str:
    sections = {finding.section for finding in findings}
    return sections.pop() if len(sections) == 1 else ""


class Phrases:
    """Puts findings into words; `quote` decides how the repository's text is set apart."""

    def __init__(self, catalog: Catalog, quote: Callable[[str, int], str], length: int) -> None:
        self._catalog = catalog
        self._quote = quote
        self._length = length

    def quote(self, text: str) -> str:
        """Text of the repository, set apart and short."""
        return self._quote(text, self._length)

    def path(self, path: str) -> str:
        """A path, which says something only as a whole."""
        return self._quote(path, _PATH_LENGTH)

    @classmethod
    def markdown(cls, catalog: Catalog) -> Phrases:
        """Phrases for Markdown: what is quoted stands in code spans."""
        return cls(catalog, code_span, QUOTE_LENGTH)

    @classmethod
    def plain(cls, catalog: Catalog) -> Phrases:
        """Phrases for plain text: what is quoted stands in the language's quotation marks."""
        return cls(catalog, lambda text, length: catalog("rules.quote", text=display(text, length)), 60)

    def point(self, point: Point, limit: int = _MAX_NAMES, *, located: bool = True) -> str:
        """One point; `limit` names of a list are told, and its section if `located`."""
        text = self._listed(point, limit) if point.action in _LISTED else self._changed(point)
        return self._in_section(text, point.section) if located and point.section else text

    def _in_section(self, text: str, section: str) -> str:
        return self._catalog("rules.in_section", text=text, section=self.quote(section))

    def _listed(self, point: Point, limit: int) -> str:
        names = list(dict.fromkeys(filter(None, (self._name(finding) for finding in point.findings))))
        key = f"rules.{point.subject}.{point.action}"
        count = len(point.findings) if point.subject in (Subject.BLOCK, Subject.NOTE) else max(1, len(names))
        if not names and point.subject is Subject.BLOCK:
            return self._catalog(f"{key}_unnamed", n=count)
        names = names or [self._catalog("rules.empty")]
        return self._catalog(key, n=count, names=self.names(names, limit))

    def _name(self, finding: Finding) -> str:
        value = finding.new or finding.old
        shown = value if finding.subject in _BY_TARGET else finding.name or value
        if not shown:
            return ""
        if finding.subject in _VALUED and value and value != shown:
            return self._catalog("rules.valued", name=self.quote(shown), value=self.quote(value))
        return self.quote(shown)

    def names(self, quoted: Sequence[str], limit: int = _MAX_NAMES) -> str:
        """Quoted names as a list, cut after `limit`."""
        if len(quoted) > limit + 1:
            return self._catalog(
                "rules.more", names=self._catalog("rules.comma").join(quoted[:limit]), n=len(quoted) - limit
            )
        *head, last = quoted
        return self._catalog("rules.last_comma").join(
            [self._catalog("rules.comma").join(head), last] if head else [last]
        )

    def _changed(self, point: Point) -> str:
        first, n = point.findings[0], len(point.findings)
        key = f"rules.{point.subject}.{point.action}"
        if point.subject is Subject.PUNCTUATION:
            return self._catalog(key, n=n)
        if point.subject is Subject.ROW and not (first.old or first.new):
            key += "_bare"
        elif not first.name and point.subject in (Subject.ROW, Subject.LINK, *_BY_TARGET):
            key += "_unnamed"
        old, new = self.sides(first)
        text = self._catalog(key, name=self.quote(first.name), old=old, new=new)
        return self._catalog("rules.times", text=text, n=n) if n > 1 else text

    def sides(self, finding: Finding) -> tuple[str, str]:
        """What was there before and after, quoted."""
        old, new = narrowed(finding.old, finding.new, self._length)
        empty = self._catalog("rules.empty")
        return self.quote(old) if old else empty, self.quote(new) if new else empty

    def count(self, subject: Subject, action: Action, n: int) -> str:
        """How many findings of one sort there are."""
        return self._catalog(f"rules.{subject}.{action}_count", n=n)

    def counts(self, findings: Sequence[Finding]) -> str:
        """How many findings there are of each sort, the more telling sorts first."""
        numbers = Counter((finding.subject, finding.action) for finding in findings)
        ordered = sorted(numbers, key=lambda sort: _ORDER[sort[0]])
        if len(ordered) <= _MAX_COUNTS + 1:
            return self.names([self.count(*sort, numbers[sort]) for sort in ordered])
        told = ordered[:_MAX_COUNTS]
        rest = len(findings) - sum(numbers[sort] for sort in told)
        return self.names([*(self.count(*sort, numbers[sort]) for sort in told), self._catalog("rules.others", n=rest)])

    def bullets(self, findings: Sequence[Finding]) -> list[str]:
        """Every point as a line, with long runs of one sort cut."""
        lines: list[str] = []
        told: Counter[tuple[Subject, Action]] = Counter()
        hidden: Counter[tuple[Subject, Action]] = Counter()
        points = read_points(findings)
        for point in points:
            sort = (point.subject, point.action)
            if told[sort] < _MAX_POINTS and len(lines) < _MAX_BULLETS:
                lines += self._lines(point)
                told[sort] += 1
            else:
                hidden[sort] += len(point.findings)
        if hidden:
            rest = self.names([self.count(*sort, n) for sort, n in hidden.items()], len(hidden))
            lines.append(self._catalog("rules.further_points", counts=rest))
        return lines

    def _lines(self, point: Point) -> list[str]:
        """A point as lines: few new sections tell how each begins."""
        if (
            point.subject is not Subject.HEADING
            or point.action is not Action.ADDED
            or len(point.findings) > _MAX_BEGINNINGS
        ):
            return [self.point(point)]
        lines = []
        for finding in point.findings:
            text = self._catalog("rules.heading.added", n=1, names=self.quote(finding.name))
            if finding.new:
                text = self._catalog("rules.heading.begins", text=text, start=self.quote(finding.new))
            lines.append(text)
        return lines

    def _with_removals(self, text: str, point: Point, findings: Sequence[Finding]) -> str:
        """What a file loses belongs beside what it gains."""
        lost = sum((f.subject, f.action) == (point.subject, Action.REMOVED) for f in findings)
        if point.action is not Action.ADDED or not lost:
            return text
        return self._catalog("rules.semicolon").join([text, self.count(point.subject, Action.REMOVED, lost)])

    def values(self, finding: Finding) -> str:
        """A changed value as `name: old → new`."""
        if self._quote is code_span:
            name, (old, new) = self.quote(finding.name), self.sides(finding)
        else:
            sides = narrowed(finding.old, finding.new, self._length)
            old, new = (display(text, self._length) or self._catalog("rules.empty") for text in sides)
            name = display(finding.name)
        return self._catalog("rules.value", name=name, old=old, new=new)

    def _target_title(self, finding: Finding) -> str:
        old, new = (text.rstrip("/").rpartition("/")[2] for text in (finding.old, finding.new))
        if old == new and finding.subject is not Subject.LINK:
            return ""
        key = f"rules.{finding.subject}.changed_title"
        return self._catalog(key, name=self.quote(finding.name or new), old=self.quote(old), new=self.quote(new))

    def headline(self, findings: Sequence[Finding]) -> str:
        """The most telling point in a few words."""
        points = read_points(findings)
        point = points[0]
        if point.subject is Subject.PHRASE and point.action is not Action.CHANGED:
            point = next((p for p in points if p.subject is Subject.PHRASE and p.action is Action.CHANGED), point)
        sort = [f for f in findings if (f.subject, f.action) == (point.subject, point.action)]
        if point.subject in _TARGETS and point.action is Action.CHANGED and len(sort) == 1:
            return self._target_title(sort[0]) or self.count(point.subject, point.action, 1)
        if point.subject not in _COUNTED and not (point.subject in _TARGETS and point.action is Action.CHANGED):
            text = self.point(point, 2)
            return self._with_removals(text, point, findings)
        text = self.count(point.subject, point.action, len(sort))
        section = _common_section(sort)
        text = text[:1].upper() + text[1:]
        return self._in_section(text, section) if section else text
