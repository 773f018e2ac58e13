"""Findings that read better together, and how much each has to say. Pure."""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain

from ...analyze.authors.passages import without_targets
from ...analyze.documents.words import is_scrap
from ...language.scripts import HIRAGANA
from ...model.fact_kinds import FactKind, Reach
from ...model.findings import Action, Fact, Finding, Findings, Kind, LineSpan, Subject

LISTED = (Action.ADDED, Action.REMOVED, Action.MOVED)
LITERAL = (Subject.LINE, Subject.BLOCK, Subject.SYMBOL, Subject.SETTING, Subject.IMPORT, Subject.INCLUDE, Subject.IMAGE)
"""Quoted as they are written; everything else of a document as its page shows it."""
UNQUOTED = (Subject.PUNCTUATION, Subject.SAMPLE)
"""Of which no word is quoted."""
REMARKS = (*UNQUOTED, Subject.METADATA)
"""What is mentioned in passing where there is anything else to tell."""
_LINKS = (Subject.LINK, Subject.INCLUDE)
_PASSAGES = (Subject.PARAGRAPH, Subject.ITEM, Subject.HEADING, Subject.ROW, Subject.PHRASE)
_VALUES = (Subject.ROW, Subject.SETTING)
_PAIRED = (Subject.ROW, Subject.PARAGRAPH, Subject.ITEM)
_CALLED_OUT = (Subject.PARAGRAPH, Subject.ITEM)
_MAX_SECTIONS = 3
_SAME_START = 40
"""Characters in which two passages agree that are one, reworded."""
_MAX_SCAN = 4000
_MAX_TELLING = 6
_LONG_DECLARATIONS = 120
_SMALL_WORDS = frozenset(
    "a an the is are was were be been s it its it's this that these those and or so of to in on at for by from as with"
    " you your we our please has have had".split()
)
# e.g. used
_ENDS = re.compile(r"(?:e?s|ed|d|ing|ly|'s)\Z")
# e.g. から
_PARTICLES = re.compile(rf"[{HIRAGANA}、。]{{1,4}}")

# e.g. **bold**
_MARK = re.compile(r"[*_`\[\]<&\u200b]|:::")
# e.g. [the guide](guide.md "A guide")
_LINK = re.compile(
    r"(!?)\[([^\[\]\n]{0,300})\]\([^()\s]{0,500}(?:\([^()\s]{0,80}\)[^()\s]{0,200}){0,4}(?: \"[^\"\n]{0,200}\")?\)"
)
# e.g. [the guide](guide.md(
_HALF_LINK = re.compile(r"\[([^\[\]\n]{0,300})\]\([^\s]{0,500}")
# e.g. <img src="a.png">
_PICTURE = re.compile(r":::image\b[^\n]{0,400}?:::|<img\b[^<>]{0,400}>")
# e.g. one<br/>two
_BREAK = re.compile(r"</?(?:br|p|div|ul|ol|li)\b[^<>]{0,300}>|&nbsp;|&e[mn]sp;|\u200b", re.IGNORECASE)
# e.g. <sup>1, 2</sup>
_FOOTNOTE = re.compile(r"<sup>[\d, ]{1,12}</sup>", re.IGNORECASE)
# e.g. <strong>
_TAG = re.compile(r"</?(?:sup|sub|b|i|em|strong|a|span|code|u|s|kbd)(?:\s[^<>]{0,300})?>", re.IGNORECASE)
# e.g. `code`
_CODE = re.compile(r"`+([^`]*)`+")
# e.g. **bold**
_EMPHASIS = re.compile(r"\*\*|(?<!\w)__(?=\S)|(?<=\S)__(?!\w)")
# e.g. an *important* word
_SLANTED = re.compile(
    r"(?<![\w*])\*(?=[^\s*])([^*\n]{1,200})(?<=\S)\*(?![\w*])|(?<!\w)_(?=[^\s_])([^_\n]{1,200})(?<=\S)_(?!\w)"
)
# e.g. ends. It
_SENTENCE_END = re.compile(r"[.;:!?]\s|[。！？]")
# e.g. camelCase
_NAME_LIKE = re.compile(r"[^\x00-\x7f]|\d|[_/\\@#$%=<>]|\w\.\w|[a-z][A-Z]|[A-Z]{2}")
# e.g. Studio
_CAPITALIZED = re.compile(r"\b[A-Z]\w+")
_SENTENCE_STARTS = frozenset(
    "A An And As At Before By For From How If In It Its Make On Once Or Our See Select Some The Then There These They"
    " This To Use Using We What When Where With You Your".split()
)

_ACTIONS = {action: i for i, action in enumerate(Action)}
SUBJECT_RANK = {subject: i for i, subject in enumerate(Subject)}
"""The more telling subjects come first."""


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
        return (SUBJECT_RANK[self.subject], -1 if breaks else _ACTIONS[self.action], -len(self.findings))

    @property
    def lines(self) -> tuple[LineSpan, ...]:
        """The proof of all its findings."""
        return joined_lines(self.findings)

    @property
    def is_redeclared(self) -> bool:
        """Whether declarations changed that are longer than anybody compares in a line."""
        is_changed = self.subject is Subject.SYMBOL and self.action is Action.CHANGED
        return is_changed and any(len(f.old) + len(f.new) > _LONG_DECLARATIONS for f in self.findings)

    @property
    def is_minor(self) -> bool:
        """Whether a count says as much: other words for the same thing, a scrap of a sentence."""
        if self.is_scrap:
            return True
        words = self.subject is Subject.PHRASE and self.action is Action.CHANGED
        return words and not all(_is_name_like(f) and not _same_but_small_words(f) for f in self.findings)

    @property
    def is_scrap(self) -> bool:
        """Whether it makes no sense without the sentence that it was cut out of, so that it is only counted."""
        return self.subject is Subject.PHRASE and all(is_scrap(f.old, f.new or f.name) for f in self.findings)


def joined_lines(findings: Iterable[Finding | Fact]) -> tuple[LineSpan, ...]:
    """The lines of several findings, each once."""
    return tuple(dict.fromkeys(span for finding in findings for span in finding.lines))


def as_read(found: Findings) -> Findings:
    """Findings of a document as a reader of its page sees them: without marks of emphasis and targets of links."""
    if found.kind is not Kind.DOCUMENT:
        return found
    return replace(found, findings=tuple(map(_read_finding, found.findings)), facts=tuple(map(_read_fact, found.facts)))


def _read_finding(finding: Finding) -> Finding:
    texts = (finding.name, finding.old, finding.new, finding.section, finding.column, *chain(*finding.cells))
    if not _MARK.search("\n".join(texts)) and (finding.old != finding.new or not finding.old):
        return finding
    if finding.subject in LITERAL:
        return replace(finding, section=readable(finding.section))
    if finding.subject is Subject.LINK and finding.action is Action.CHANGED:
        return replace(finding, name=readable(finding.name), section=readable(finding.section))
    if finding.subject is Subject.PARAGRAPH and finding.old.startswith(":::") and finding.new.startswith(":::"):
        return replace(finding, subject=Subject.PUNCTUATION)
    old, new = readable(finding.old), readable(finding.new)
    if old == new:  # only marks differ
        old, new = finding.old, finding.new
        if finding.subject is Subject.PARAGRAPH and old:
            finding = replace(finding, subject=Subject.PUNCTUATION)
    name, section = readable(finding.name) or finding.name, readable(finding.section)
    cells = tuple((readable(column), readable(cell)) for column, cell in finding.cells)
    return replace(finding, name=name, old=old, new=new, section=section, column=readable(finding.column), cells=cells)


def _read_fact(fact: Fact) -> Fact:
    if not any(map(_MARK.search, (fact.old, fact.new, fact.name, fact.column, *fact.where))):
        return fact
    old, new = readable(fact.old), readable(fact.new)
    if old == new:
        old, new = fact.old, fact.new
    name, column = readable(fact.name), readable(fact.column)
    return replace(fact, old=old, new=new, where=tuple(map(readable, fact.where)), name=name, column=column)


@lru_cache(maxsize=1024)  # a file's title, its explanation and the overview are made of the same texts
def readable(text: str) -> str:
    """Markdown without its marks, as far as they stand within a line; nothing is left of marks alone."""
    if len(text) > _MAX_SCAN or not _MARK.search(text):
        return text
    text = _LINK.sub(lambda match: "" if match[1] else match[2], _PICTURE.sub("", text))
    text = without_targets(text) if "][" in text or ":`" in text or "`_" in text else text
    text = html.unescape(_TAG.sub("", _FOOTNOTE.sub("", _BREAK.sub(" ", text))))
    parts = _CODE.split(text)  # text, code, text, ...
    shown = "".join(part if i % 2 else _without_emphasis(part) for i, part in enumerate(parts))
    shown = _HALF_LINK.sub(r"\1", shown)
    if shown.count("[") != shown.count("]"):  # half a link
        shown = shown.replace("[", "").replace("]", "")
    return " ".join(shown.split())


def other_code(old: str, new: str) -> set[str]:
    """What is set as code in one of two passages and does not stand in the other one at all."""
    sides = (set(_CODE.findall(old)), new), (set(_CODE.findall(new)), old)
    return {span for spans, other in sides for span in spans if span.strip() and span not in other}


def _without_emphasis(text: str) -> str:
    return _SLANTED.sub(lambda match: match[1] or match[2], _EMPHASIS.sub("", text))


def _is_name_like(finding: Finding) -> bool:
    """Whether a changed phrase speaks without its sentence: it holds a name or a sign of code; bare numbers do not."""
    sides = (finding.old, finding.new)
    if any(_SENTENCE_END.search(side) or side[:1] in ".,;:)" or _open_bracket(side) for side in sides):
        return False
    if finding.old.casefold() == finding.new.casefold() or not any(map(str.isalpha, finding.old + finding.new)):
        return False
    return any(_NAME_LIKE.search(side) or set(_CAPITALIZED.findall(side)) - _starts(side) for side in sides)


def _starts(text: str) -> frozenset[str]:
    """The capitalised words of a phrase that need not be names: the first one, where small words follow."""
    first, _, rest = text.partition(" ")
    return _SENTENCE_STARTS | ({first} if rest[:1].islower() else set())


def _same_but_small_words(finding: Finding) -> bool:
    """Whether a phrase differs only in words that carry no content, in the form of words, or in marks."""
    old, new = (Counter(map(_root, side.split())) for side in (finding.old, finding.new))
    differ = (old - new) + (new - old)
    return all(not word or word in _SMALL_WORDS or _PARTICLES.fullmatch(word) for word in differ)


def _root(word: str) -> str:
    """A word without its case, marks and ending, as far as these say nothing."""
    bare = word.casefold().replace("’", "'").strip("'\"“”().,:;!?*_-")
    return _ENDS.sub("", bare) if len(bare) > 3 and bare.isascii() and bare.isalpha() else bare


def _open_bracket(text: str) -> bool:
    return text.count("(") != text.count(")") or text.count("[") != text.count("]")


def read_points(findings: Iterable[Finding]) -> tuple[Point, ...]:
    """Group findings that read better together, the more telling ones first."""
    findings = with_callouts(_with_pairs(list(findings)))
    groups: dict[tuple[object, ...], list[Finding]] = {}
    scattered = _scattered(findings)
    repeated = Counter((f.subject, f.old, f.new) for f in findings if f.subject in _VALUES)
    for f in findings:
        section = "" if (f.subject, f.action) in scattered else f.section
        if f.action in LISTED or f.subject in UNQUOTED:
            key: tuple[object, ...] = (f.subject, f.action, section, f.path, f.moved_here)
        elif f.subject is Subject.ROW and not (f.old or f.new):
            key = (f.subject, "bare", section)
        elif f.subject in _VALUES and (f.old or f.new):
            # One new value in several rows, else all new values of a row.
            key = (f.subject, section, f.old, f.new) if repeated[f.subject, f.old, f.new] > 1 else (section, f.name)
        else:
            key = (f.subject, f.action, f.name, f.old, f.new)
        groups.setdefault(key, []).append(f)
    points = (
        Point(fs[0].subject, fs[0].action, common_section(f.section for f in fs), tuple(fs)) for fs in groups.values()
    )
    return tuple(sorted(points, key=lambda point: point.weight))


def tellingness(text: str) -> int:
    """How much a passage tells that a reader remembers: numbers, names of programs and products."""
    names = set(_NAME_LIKE.findall(text)) | (set(_CAPITALIZED.findall(text[1:])) - _SENTENCE_STARTS)
    return min(len(names), _MAX_TELLING) + min(sum(map(str.isdigit, text)), _MAX_TELLING) + (len(text) > _SAME_START)


def _scattered(findings: Iterable[Finding]) -> set[tuple[Subject, Action]]:
    """Sorts of findings that are told together because they stand in too many sections, or in none."""
    sections: dict[tuple[Subject, Action], set[str]] = {}
    for f in findings:
        sections.setdefault((f.subject, f.action), set()).add(f.section)
    return {sort for sort, names in sections.items() if len(names) > _MAX_SECTIONS or sort[0] in REMARKS}


def _with_pairs(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with a row or passage that went and came back under the same words told as changed."""
    gone: dict[tuple[object, ...], list[Finding]] = {}
    for f in findings:
        if f.action is Action.REMOVED and f.subject in _PAIRED:
            gone.setdefault(_identity(f), []).append(f)
    paired: dict[int, Finding] = {}
    taken: set[int] = set()
    for f in findings:
        if f.action is Action.ADDED and f.subject in _PAIRED and (same := gone.get(_identity(f))):
            old = same.pop()
            taken.add(id(old))
            both = replace(f, action=Action.CHANGED, old="", new="", lines=(*old.lines, *f.lines))
            if f.subject is not Subject.ROW:
                both = replace(both, subject=Subject.PARAGRAPH, name="", old=old.name, new=f.name)
            paired[id(f)] = both
    return tuple(paired.get(id(f), f) for f in findings if id(f) not in taken)


def with_callouts(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with each callout and the passage right below its mark told as one."""
    passages = {
        (f.action, span._replace(last=span.first)): f
        for f in findings
        if f.subject in _CALLED_OUT and f.action in LISTED
        for span in f.lines[:1]
    }
    joined: list[Finding] = []
    taken: set[int] = set()
    for f in findings:
        for span in f.lines[:1] if f.subject is Subject.NOTE else ():
            if inside := passages.get((f.action, LineSpan(span.side, span.last + 1, span.last + 1))):
                taken.add(id(inside))
                f = replace(f, new=inside.name, lines=(*f.lines, *inside.lines))
        joined.append(f)
    return _with_other_kinds([f for f in joined if id(f) not in taken])


def with_leads(findings: Sequence[Finding]) -> list[Finding]:
    """Findings with each new sample and the line right above it that leads to it told as one."""
    leads = {f.lines[0].last: f for f in findings if _leads(f)}
    taken: set[int] = set()
    joined = []
    for f in findings:
        if f.subject is Subject.BLOCK and f.action is Action.ADDED and f.lines:
            lead = leads.get(f.lines[0].first - 1) or leads.get(f.lines[0].first - 2)
            if lead and id(lead) not in taken:
                taken.add(id(lead))
                f = replace(f, new=lead.name.rstrip(":： "), lines=(*lead.lines, *f.lines))
        joined.append(f)
    return [f for f in joined if id(f) not in taken]


def _leads(finding: Finding) -> bool:
    """Whether it is a new line of prose that ends in a colon."""
    added = finding.subject in _CALLED_OUT and finding.action is Action.ADDED and len(finding.lines) == 1
    return added and finding.name.endswith((":", "："))


def _with_other_kinds(findings: Sequence[Finding]) -> tuple[Finding, ...]:
    """Findings with a callout that went and came back as one of another kind told as changed."""
    joined = list(findings)
    for new in [f for f in findings if f.subject is Subject.NOTE and f.action is Action.ADDED]:
        if old := next((f for f in joined if _is_same_callout(f, new)), None):
            lines = (*old.lines[:1], *new.lines[:1])
            both = replace(new, action=Action.CHANGED, name="", old=old.name, new=new.name, lines=lines)
            joined = [both if f is new else f for f in joined if f is not old]
    return tuple(joined)


def _is_same_callout(old: Finding, new: Finding) -> bool:
    """Whether a callout went where another came that says nearly the same: what stays is in neither finding."""
    place = (old.subject, old.action, old.section) == (new.subject, Action.REMOVED, new.section)
    return place and old.name != new.name and old.new[:_SAME_START] == new.new[:_SAME_START]


def _identity(finding: Finding) -> tuple[object, ...]:
    return (finding.subject, finding.section, finding.name[:_SAME_START])


def common_section(sections: Iterable[str]) -> str:
    """The section that all are in, if it is one."""
    names = set(sections)
    return names.pop() if len(names) == 1 else ""


def points_beside(facts: Sequence[Fact], findings: Sequence[Finding]) -> tuple[Point, ...]:
    """What findings say besides the facts, without links that came or went inside of passages told themselves."""
    passages = [f for f in findings if f.subject in _PASSAGES]
    places = {(f.section, f.action) for f in passages}
    places |= {(f.section, action) for f in passages if f.old and f.new for action in LISTED}
    changes = {(fact.old, fact.new) for fact in facts}
    by_line: dict[LineSpan, list[Fact]] = {}
    for fact in facts:
        for span in fact.lines:
            by_line.setdefault(span, []).append(fact)
    return read_points(
        f
        for f in findings
        if not (f.subject in _LINKS and f.action in LISTED and not f.path and (f.section, f.action) in places)
        and not _is_told(f, changes, by_line)
    )


def telling_facts(found: Findings) -> tuple[Fact, ...]:
    """The facts that are told as such: no value whose row or passage is named as a whole, and none of the metadata."""
    rows = {span for f in found.findings if f.subject is Subject.ROW and f.action in LISTED for span in f.lines}
    whole = {(f.action, f.name) for f in found.findings if f.action in LISTED}
    return tuple(
        dict.fromkeys(
            fact
            for fact in found.facts
            if fact.kind.reach >= Reach.TEXT
            and (fact.kind is not FactKind.CELL or len(fact.where) > 1)  # its finding calls it a row
            and ((fact.old and fact.new) or not fact.lines or not rows.issuperset(fact.lines))
            and (fact.old or (Action.ADDED, fact.new) not in whole)
            and (fact.new or (Action.REMOVED, fact.old) not in whole)
        )
    )


def _is_told(finding: Finding, changes: set[tuple[str, str]], by_line: dict[LineSpan, list[Fact]]) -> bool:
    if finding.action is not Action.CHANGED or finding.subject is Subject.METADATA:
        return False
    if (finding.old, finding.new) in changes:
        return True
    old, new = finding.old, finding.new
    near = dict.fromkeys(fact for span in finding.lines for fact in by_line.get(span, ()))
    for fact in near:
        if fact.old and fact.new and fact.old in old and fact.new in new:
            old, new = old.replace(fact.old, "", 1), new.replace(fact.new, "", 1)
    return bool(near) and old == new


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
