"""Findings in the words of a catalog. Pure: values in, text out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from itertools import accumulate

from ...analyze.facts import cell_kind
from ...analyze.lines.edits import narrowed
from ...language.catalog import Catalog
from ...language.quoting import QUOTE_LENGTH, code_span, display, escape
from ...model.findings import Action, Fact, Finding, Reach, Subject
from .points import LISTED, SUBJECT_RANK, UNQUOTED, Point, common_section, tellingness

_MAX_NAMES = 6
_TITLE_NAMES = 2
_TITLE_QUOTE = 60
_SHORT_QUOTE = 40
"""Longer prose says little in a title, where it must be cut."""
_PROSE_QUOTE = 160
_PROSE_NAMES = 3
_ROOM = 600
"""Characters that a list of names takes at most."""
_SHOWN_CELLS = 3
_SHORT_CELL = 40
_SHORTEST_CELL = 4
_SHORT_PASSAGE = 100
"""Passages up to this length are shown before and after."""
_PATH_LENGTH = 240
_BY_TARGET = (Subject.IMAGE, Subject.INCLUDE)
_VALUED = (Subject.SETTING, Subject.METADATA, Subject.DEPENDENCY)
_NAMED = (Subject.HEADING, Subject.ENTRY)
"""Quoted from their start, as a reader looks for them."""
_VALUES = (Subject.ROW, Subject.SETTING)
_COUNTED = (Subject.PARAGRAPH, Subject.LINE, *UNQUOTED)
_PROSE = (Subject.PARAGRAPH, Subject.ITEM, Subject.PHRASE, Subject.LINE)
_PASSAGES = (Subject.PARAGRAPH, Subject.ITEM)
_TARGETS = (Subject.LINK, Subject.IMAGE, Subject.INCLUDE)
_FACT_PLACES = 4
# e.g. It ends. It is over.
_SENTENCE_END = re.compile(r"(?<!\be\.g)(?<!\bi\.e)(?<!\betc)(?<!\bvs)[.!?](?=\s+[^\sa-z])|[。！？]")
# e.g. It ends. It is over.
_BETWEEN_SENTENCES = re.compile(r"(?<=[.!?])\s+(?=[^\sa-z])|(?<=[。！？])")
_SHORTEST_SENTENCE = 60


class Phrases:
    """Puts findings into words; `quote` decides how the repository's text is set apart."""

    def __init__(self, catalog: Catalog, quote: Callable[[str, int], str], length: int) -> None:
        self._catalog = catalog
        self._quote = quote
        self._length = length

    @classmethod
    def markdown(cls, catalog: Catalog) -> Phrases:
        """Phrases for Markdown: what is quoted stands in code spans."""
        return cls(catalog, code_span, QUOTE_LENGTH)

    @classmethod
    def headline(cls, catalog: Catalog) -> Phrases:
        """Phrases for one line of Markdown."""
        return cls(catalog, code_span, _TITLE_QUOTE)

    @classmethod
    def plain(cls, catalog: Catalog) -> Phrases:
        """Phrases for plain text: what is quoted stands in the language's quotation marks."""
        return cls(catalog, lambda text, length: catalog("rules.quote", text=display(text, length)), _TITLE_QUOTE)

    def quote(self, text: str) -> str:
        """Text of the repository, set apart and short."""
        return self._quote(text, self._length)

    def quote_at_length(self, text: str) -> str:
        """Text that says something only as a whole, such as a path."""
        return self._quote(text, _PATH_LENGTH)

    def both(self, old: str, new: str) -> dict[str, str]:
        """What was there before and after, for an entry of the catalog."""
        return {"old": self.quote(old), "new": self.quote(new)}

    def quote_sentence(self, text: str) -> str:
        """A sentence of the repository, for a sentence of ours."""
        return self._quote(_without_stop(text), _PATH_LENGTH)

    def sentence(self, text: str) -> str:
        """A clause of the catalog as a sentence."""
        return self._catalog("rules.sentence", text=text[:1].upper() + text[1:])

    def names(self, quoted: Sequence[str], limit: int = _MAX_NAMES) -> str:
        """Quoted names as a list, cut after `limit`, or where long names have filled it before."""
        limit = max(1, sum(length <= _ROOM for length in accumulate(map(len, quoted[:limit]))))
        comma = self._catalog("rules.comma")
        if len(quoted) > limit + 1:
            return self._catalog("rules.more", names=comma.join(quoted[:limit]), n=len(quoted) - limit)
        if len(quoted) > 1:
            quoted = [comma.join(quoted[:-1]), quoted[-1]]
        return self._catalog("rules.last_comma").join(quoted)

    def point(self, point: Point, limit: int = _MAX_NAMES, *, located: bool = True) -> str:
        """One point as an entry of a list; `limit` names are told, and its section if `located`."""
        text = self._told(point, "", limit)
        return self._in_section(text, point.section) if located else text

    def point_sentence(self, point: Point) -> str:
        """One point as a sentence."""
        text = self._told(point, "_sentence", _MAX_NAMES)
        if point.section:
            text = self._catalog("rules.in_section_sentence", text=text, section=self.quote(point.section))
        return self.sentence(text)

    def _in_section(self, text: str, section: str) -> str:
        return self._catalog("rules.in_section", text=text, section=self.quote(section)) if section else text

    def _told(self, point: Point, form: str, limit: int) -> str:
        if point.action in LISTED:
            return self._listed(point, form, limit)
        if point.subject in _VALUES and (point.findings[0].old or point.findings[0].new):
            return self._values_changed(point, form, limit)
        return self._changed(point, form, limit)

    def _listed(self, point: Point, form: str, limit: int) -> str:
        first = point.findings[0]
        if point.subject is Subject.NOTE and len(point.findings) == 1 and (text := first.new or first.old):
            name = self.quote(first.name)
            return self._catalog(f"rules.note.{point.action}_says{form}", name=name, text=self._prose(text))
        alone = len(point.findings) <= _PROSE_NAMES
        if point.subject in _PROSE and any(len(finding.name) > _SHORT_QUOTE for finding in point.findings):
            limit = min(limit, _PROSE_NAMES)
            point = replace(point, findings=_telling_first(point.findings, limit))
        names = list(dict.fromkeys(filter(None, (self._name(finding, alone=alone) for finding in point.findings))))
        key = f"rules.{point.subject}.{point.action}"
        count = len(point.findings) if point.subject in (Subject.BLOCK, Subject.NOTE) else max(1, len(names))
        if not names and point.subject is Subject.BLOCK:
            return self._catalog(f"{key}_unnamed{form}", n=count)
        names = names or [self._catalog("rules.empty")]
        if first.path:
            key, path = f"{key}_{'from' if first.moved_here else 'to'}", self.quote_at_length(first.path)
            return self._catalog(f"{key}{form}", n=count, names=self.names(names, limit), path=path)
        return self._catalog(f"{key}{form}", n=count, names=self.names(names, limit))

    def _name(self, finding: Finding, *, alone: bool) -> str:
        value = finding.new or finding.old
        shown = value if finding.subject in _BY_TARGET else finding.name or value
        if not shown:
            return ""
        if finding.subject is Subject.NOTE and value:
            return self._catalog("rules.note.says", name=self.quote(shown), text=self._prose(value))
        if finding.subject in _VALUED and value and value != shown:
            return self._catalog("rules.valued", name=self.quote(shown), value=self.quote(value))
        if finding.subject is Subject.ROW:
            return self._row(finding, alone=alone)
        if finding.subject is Subject.PHRASE:
            shown = shown.strip(" ,;:.") or shown
        return self._prose(shown) if finding.subject in _PROSE and alone else self.quote(shown)

    def _row(self, row: Finding, *, alone: bool) -> str:
        """A row by its name, with those of its cells that a reader looks for."""
        short = [(column, cell) for column, cell in row.cells if len(cell) <= _SHORT_CELL]
        shown = [(column, cell) for column, cell in short if cell_kind(column, cell)]
        unnamed = shown and not any(column for column, _ in row.cells)  # a date alone does not say of what
        if unnamed or (not shown and alone and row.action is Action.ADDED):
            shown = [(column, cell) for column, cell in short if _says_something(cell)]
        cells = self._catalog("rules.comma").join(self._cell(column, cell) for column, cell in shown[:_SHOWN_CELLS])
        name = self.quote(row.name)
        return self._catalog("rules.row.with_cells", name=name, cells=cells) if cells else name

    def _cell(self, column: str, cell: str) -> str:
        if not column:
            return self.quote(cell)
        head = escape(column, _SHORT_CELL) if self._quote is code_span else display(column, _SHORT_CELL)
        return self._catalog("rules.row.cell", column=head, value=self.quote(cell))

    def _prose(self, text: str) -> str:
        """Text that is quoted for what it says: its first sentence, or as much of it as there is room for."""
        length = max(self._length, _PROSE_QUOTE) if self._length > _TITLE_QUOTE else self._length
        return self._quote(_without_stop(first_sentence(text)), length)

    def _values_changed(self, point: Point, form: str, limit: int) -> str:
        """Rows or keys with the same new value, or all new values of one of them."""
        names = list(dict.fromkeys(self.quote(f.name) for f in point.findings if f.name))
        values = list(dict.fromkeys(self._arrow(f) for f in point.findings))
        key = f"rules.{point.subject}.changed{'' if names else '_unnamed'}{form}"
        n = max(1, len(names))
        return self._catalog(key, n=n, names=self.names(names, limit) if names else "", values=self.names(values, 4))

    def _arrow(self, finding: Finding) -> str:
        if finding.subject is Subject.ROW and not (finding.old and finding.new):
            key = "added" if finding.new else "removed"
            return self._catalog(f"rules.fact.{key}", values=self.quote(finding.new or finding.old))
        old, new = self.sides(finding)
        return self._catalog("rules.arrow", old=old, new=new)

    def _changed(self, point: Point, form: str, limit: int) -> str:
        first, n = point.findings[0], len(point.findings)
        key = f"rules.{point.subject}.{point.action}"
        if point.subject in UNQUOTED:
            return self._catalog(f"{key}{form}", n=n)
        if point.subject is Subject.ROW:
            names = list(dict.fromkeys(self.quote(f.name) for f in point.findings))
            return self._catalog(f"{key}_bare{form}", n=len(names), names=self.names(names, limit))
        if not first.name and point.subject in (Subject.LINK, *_BY_TARGET):
            key += "_unnamed"
        old, new = self.sides(first)
        if point.subject is Subject.PARAGRAPH and point.action is Action.REPLACED:
            old, new = self._prose(first.old), self._prose(first.new)
        elif point.subject is Subject.PARAGRAPH:
            if max(len(first.old), len(first.new)) <= _SHORT_PASSAGE:
                old, new, key = self._prose(first.old), self._prose(first.new), f"{key}_short"
            else:
                new = self._prose(new_sentence(first.old, first.new))
        text = self._catalog(f"{key}{form}", name=self.quote(first.name), old=old, new=new)
        return self._catalog("rules.times", text=text, n=n) if n > 1 else text

    def sides(self, change: Finding | Fact) -> tuple[str, str]:
        """What was there before and after, quoted."""
        old, new = narrowed(change.old, change.new, self._length)
        named = isinstance(change, Finding) and change.subject in _NAMED
        if named and display(change.old, self._length) != display(change.new, self._length):
            old, new = change.old, change.new
        empty = self._catalog("rules.empty")
        return self.quote(old) if old else empty, self.quote(new) if new else empty

    def values(self, finding: Finding) -> str:
        """A changed value as `name: old → new`."""
        if self._quote is code_span:
            name, (old, new) = self.quote(finding.name), self.sides(finding)
        else:
            sides = narrowed(finding.old, finding.new, self._length)
            old, new = (display(text, self._length) or self._catalog("rules.empty") for text in sides)
            name = display(finding.name)
        return self._catalog("rules.value", name=name, old=old, new=new)

    def beginning(self, heading: Finding) -> str:
        """A new section with its first words, as a sentence."""
        text = self._catalog("rules.heading.begins", name=self.quote(heading.name), start=self._prose(heading.new))
        return self.sentence(text)

    def facts(self, facts: Sequence[Fact], limit: int = _FACT_PLACES, *, located: bool = True) -> str:
        """A group of facts as an entry of a list; `limit` of its places and values are told, and the section if
        `located`.
        """
        first = facts[0]
        values = self._fact_values(facts, limit)
        rows = [self.quote(fact.name) for fact in facts if fact.name and fact.column]
        sections = list(dict.fromkeys(self.quote(fact.section) for fact in facts if fact.section))
        if label := first.column or first.name:
            what = self.quote(label)
        else:
            what = self._catalog(f"rules.fact.{first.kind}") if first.kind.reach is Reach.HIGHLIGHT else ""
        if what and rows:
            what = self._catalog("rules.fact.what", label=what, places=self.names(list(dict.fromkeys(rows)), limit))
        text = self._catalog("rules.fact.told", what=what, values=values) if what else values
        if rows or not sections or not located:
            return text
        return self._catalog("rules.in_section", text=text, section=self.names(sections, limit))

    def _fact_values(self, facts: Sequence[Fact], limit: int) -> str:
        changes = dict.fromkeys((fact.old, fact.new) for fact in facts)
        if facts[0].old and facts[0].new:
            sides = [self.sides(Fact(facts[0].kind, *change)) for change in changes]
            return self.names([self._catalog("rules.arrow", old=old, new=new) for old, new in sides], limit)
        values = self.names([self.quote(new or old) for old, new in changes], _MAX_NAMES)
        return self._catalog(f"rules.fact.{'added' if facts[0].new else 'removed'}", values=values)

    def _count(self, subject: Subject, action: Action, n: int) -> str:
        return self._catalog(f"rules.{subject}.{action}_count", n=n)

    def counts(self, points: Iterable[Point]) -> str:
        """How many findings there are of each sort, the more telling sorts first."""
        numbers = Counter((point.subject, point.action) for point in points for _ in point.findings)
        ordered = sorted(numbers, key=lambda sort: SUBJECT_RANK[sort[0]])
        return self.names([self._count(*sort, numbers[sort]) for sort in ordered], len(ordered))

    def title(self, points: Sequence[Point]) -> str:
        """The most telling of all points in a few words."""
        point = points[0]
        if point.subject in _PROSE:
            prose = [p for p in points if p.subject in _PROSE]
            whole = [p for p in prose if not p.is_scrap]
            if not whole or (len(prose) > _TITLE_NAMES and all(p.is_minor for p in prose)):
                return self._small_title(prose)
            point = _most_telling(whole)
        same = [p for p in points if (p.subject, p.action) == (point.subject, point.action)]
        findings = [finding for p in same for finding in p.findings]
        if point.subject in _TARGETS and point.action is Action.CHANGED and len(findings) == 1:
            return self._target_title(findings[0]) or self._count(point.subject, point.action, 1)
        if point.subject in _PASSAGES:
            alike = [p for p in same if p.section == point.section] if point.action in LISTED else [point]
            inside = sorted((f for p in alike for f in p.findings), key=lambda f: -tellingness(f.name))
            text = self.point(replace(point, findings=tuple(inside)), 1)
            return self._with_removals(text, point, points)
        if (len(findings) == 1 and point.subject not in UNQUOTED) or not _only_counted(point):
            return self._with_removals(self.point(point, _TITLE_NAMES), point, points)
        return self._count_title(point.subject, point.action, findings)

    def _small_title(self, points: Sequence[Point]) -> str:
        """The title of a change in which no word tells more than their number."""
        findings = [finding for p in points for finding in p.findings]
        sorts = {(p.subject, p.action) for p in points}
        return self._count_title(*(sorts.pop() if len(sorts) == 1 else (Subject.PHRASE, Action.CHANGED)), findings)

    def _count_title(self, subject: Subject, action: Action, findings: Sequence[Finding]) -> str:
        text = self._count(subject, action, len(findings))
        return self._in_section(text[:1].upper() + text[1:], common_section(findings))

    def _with_removals(self, text: str, point: Point, points: Iterable[Point]) -> str:
        """What a file loses belongs beside what it gains."""
        sort = (point.subject, Action.REMOVED)
        lost = sum(len(p.findings) for p in points if (p.subject, p.action) == sort)
        if point.action is not Action.ADDED or not lost:
            return text
        return self._catalog("rules.semicolon").join([text, self._count(*sort, lost)])

    def _target_title(self, finding: Finding) -> str:
        old, new = (text.rstrip("/").rpartition("/")[2] for text in (finding.old, finding.new))
        if old == new and finding.subject is not Subject.LINK:
            return ""
        key = f"rules.{finding.subject}.changed_title"
        return self._catalog(key, name=self.quote(finding.name or new), old=self.quote(old), new=self.quote(new))


def _without_stop(text: str) -> str:
    """A quotation without its full stop: the sentence around it has its own."""
    return text[:-1] if text.endswith((".", "。")) and not text.endswith("..") else text


def first_sentence(text: str) -> str:
    """The first sentence of a passage, with a mark that more follows, or all of a text that is none."""
    end = _SENTENCE_END.search(text, _SHORTEST_SENTENCE)
    return f"{text[: end.end()].rstrip()} …" if end and text[end.end() :].strip() else text


def new_sentence(old: str, new: str) -> str:
    """The rest of a passage from the first sentence on that it did not have before."""
    known = {"", *_BETWEEN_SENTENCES.split(old)}
    at = 0
    for sentence in _BETWEEN_SENTENCES.split(new):
        if sentence not in known:
            return new[new.index(sentence, at) :]
        at += len(sentence)
    return new


def _telling_first(findings: Sequence[Finding], limit: int) -> tuple[Finding, ...]:
    """The findings with those first that tell most, as many as are told of them; each part in its order."""
    if len(findings) <= limit + 1:
        return tuple(findings)
    best = {id(f) for f in sorted(findings, key=lambda f: -tellingness(f.name))[:limit]}
    return (*(f for f in findings if id(f) in best), *(f for f in findings if id(f) not in best))


def _says_something(cell: str) -> bool:
    """Whether a cell is more than a sign, `n/a` or the words of a link."""
    return any(map(str.isalnum, cell)) and (len(cell) > _SHORTEST_CELL or any(map(str.isdigit, cell)))


def _most_telling(points: Sequence[Point]) -> Point:
    """Of changes in a text: a name that changed often, else what came, else a name, else what there is most of."""
    telling = [p for p in points if not p.is_minor] or points
    changed = [p for p in telling if p.subject is Subject.PHRASE and p.action is Action.CHANGED]
    often = max(changed, key=lambda p: len(p.findings), default=None)
    if often and len(often.findings) > 1:
        return often
    came = [p for p in telling if p.subject in _PASSAGES and p.action is Action.ADDED]
    if came:
        best = max(came, key=lambda p: max(tellingness(f.name) for f in p.findings))
        return replace(best, findings=tuple(sorted(best.findings, key=lambda f: -tellingness(f.name))))
    if changed:
        return changed[0]
    numbers = Counter((p.subject, p.action) for p in telling for _ in p.findings)
    return max(telling, key=lambda p: numbers[p.subject, p.action])


def _only_counted(point: Point) -> bool:
    if point.subject in _COUNTED or (point.subject in _TARGETS and point.action is Action.CHANGED):
        return True
    long = any(len(f.name or f.new or f.old) > _SHORT_QUOTE for f in point.findings[:_TITLE_NAMES])
    return point.subject in _PROSE and point.action in LISTED and long


def group_facts(facts: Iterable[Fact]) -> list[tuple[Fact, ...]]:
    """Facts that differ only in their row or section, or only in their values; the more telling kinds first."""
    alike: dict[tuple[object, ...], list[Fact]] = {}
    for fact in facts:
        label = fact.column or fact.name
        alike.setdefault((fact.kind, label, fact.old, fact.new), []).append(fact)
    groups: dict[tuple[object, ...], list[Fact]] = {}
    for key, group in alike.items():
        first = group[0]
        single = len(group) == 1 and (first.where or not (first.old and first.new))
        place = (first.kind, first.where, bool(first.old), bool(first.new))
        groups.setdefault(place if single else key, []).extend(group)
    return sorted(map(tuple, groups.values()), key=lambda group: group[0].kind.rank)
