"""What a change has to tell its reader, the most urgent first and each thing once; no word of ours yet. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import chain
from typing import Literal

from ...analyze.documents.sentences import sentences
from ...analyze.lines.edits import Replacement, replaced_words
from ...analyze.meaning import is_same, is_wording, kind_of_finding, kind_of_quotation, read_as
from ...language.scripts import HIRAGANA
from ...model.change_kinds import ChangeKind
from ...model.fact_kinds import FactKind
from ...model.findings import (
    Action,
    Evidence,
    Fact,
    Finding,
    Findings,
    Kind,
    LineSpan,
    Quotation,
    Side,
    Source,
    Subject,
    Topic,
)
from .judgement import ends_for_users, former_values
from .passages import Passages, differing, is_code
from .points import (
    LISTED,
    Point,
    common_section,
    group_facts,
    joined_lines,
    other_code,
    points_beside,
    read_points,
    readable,
    telling_facts,
    tellingness,
    with_callouts,
    with_leads,
)
from .rewording import aligned, common_share, read_rewording
from .targets import with_lines_of_links, with_shared_targets

ORDER = {kind: number for number, kind in enumerate(ChangeKind)}
"""The most urgent kind first."""
_ACTIONS = {action: number for number, action in enumerate(Action)}
_PROSE = (Subject.PHRASE, Subject.PARAGRAPH, Subject.ITEM)
_REACHED = (FactKind.INTERFACE, FactKind.PARAMETER)
"""Told by the findings on what others can reach."""
_VALUES = (Subject.ROW, Subject.SETTING)
_BY_VALUE = (Subject.ROW, Subject.PHRASE)
"""Told by the values in them, if these are all that changed."""
_SAID = (*_PROSE, Subject.COMMENT, Subject.NOTE, Subject.HEADING)
"""What a quotation of the same lines says better."""
_CAME_OR_WENT = (Action.ADDED, Action.REMOVED)
_OTHER_HEADING = (Action.RENAMED, Action.REPLACED)
_NEW = (Subject.HEADING, Subject.SYMBOL, Subject.PARAMETER, Subject.OPTION, Subject.ROUTE)
"""What makes something new of a change where it came."""
_FOR_ACTION = (ChangeKind.END, ChangeKind.DEPRECATION, ChangeKind.REQUIREMENT)
"""Where an author takes it back, there is nothing to act on."""
_TOLD_OF_SAMPLES = ((Subject.BLOCK, Action.ADDED), (Subject.SAMPLE, Action.REPLACED))
DETAILS = (ChangeKind.SAMPLES, ChangeKind.CODE)
"""Kinds of what readers of the page do not need."""
ASIDE = (ChangeKind.LINKS, ChangeKind.WORDING, ChangeKind.METADATA, ChangeKind.UPKEEP)
"""Kinds that are no news: a line says that there is nothing else, or nothing does."""

# e.g. の
_KANA = re.compile(f"[{HIRAGANA}]")
# e.g. Acme
_WORD = re.compile(r"\w+")
# e.g. East US, West US
_PARTS_OF_CELL = re.compile(r"\s*[,;、]\s*|\s*<br\s*/?>\s*|\s+")
# e.g. East US<br>West US
_LISTED_IN_CELL = re.compile(r"[,;、]|<br\s{0,3}/?>", re.IGNORECASE)
# e.g. It is, and We broke it
_PRONOUN = re.compile(r"(?:It|This|That|These|Those|They|Each|Both)\b|(?:\w{1,20} ){1,3}(?:it|them|these|those)\b")
# e.g. | a row |, > a callout, and title: a key
_OF_PAGE = re.compile(r"[|>]|[a-z][\w.]{0,40}: ")
"""What no sample is, wherever it stands."""
# e.g. <br/>
_BREAK = re.compile(r"<br\s{0,3}/?>", re.IGNORECASE)
# e.g. acme2.Client, and 1.0.0-beta.2
_PART = re.compile(r"v?\d[\w-]*(?:\.\d[\w-]*)+(?:\.\w+)*|[\w-]+|[^\w-]+")
_FEWEST_LETTERS = 3
"""A replaced number of fewer digits tells nothing without what it counts."""
_LONGEST_CELL = 120
_FEWEST_WORDS = 4
"""So many words has a sentence that says something."""
_FEWEST_OF_PASSAGE = 8
_MAX_SCAN = 400
_BOTH = 2
"""A column that went and came only has another spelling."""
_SEVERAL = 3
_ENDS = (".", "!", "?", ":", "。", "！", "？", ")")
"""A passage that ends otherwise, and that the diff does not show as one, is a line of a sample."""
_STOPS = (".", "!", "?")
_ASKS = ("?", "？")
_NEXT = 2
"""Lines below, blank ones between."""
_SHORT_ITEM = 60
_LONGEST_TERM = 48
_MOST_WORDS = 5
_BOTH_LENGTH = 480
"""So much of a passage is told both as it was and as it is."""
_WITH_SUBJECT = 140
"""So long are two sentences at most that an overview quotes both of."""
_ALIKE = 0.6
"""So much of a passage stands in another one that is the same, reworded."""
_MAX_COMPARED = 60
"""Passages that went and are looked for among those that came."""

Form = Literal["passage", "item", "step", "sample"]


@dataclass(frozen=True)
class Said:
    """A passage before and after, in whole sentences; one is empty where it came or went."""

    old: str
    new: str
    form: Form = "passage"
    values: tuple[tuple[str, str], ...] = ()
    """The values in it that changed, if they are all that did."""
    links: tuple[tuple[str, str], ...] = ()
    """Words of it that lead somewhere now, each with its target."""


About = Quotation | tuple[Fact, ...] | Point | Said


@dataclass(frozen=True)
class News:
    """One thing that a change has to tell."""

    kind: ChangeKind
    about: About
    section: str = ""
    lines: tuple[LineSpan, ...] = ()
    is_breaking: bool = False
    """Somebody who relies on the file has to act, or its author says so."""
    is_literal: bool = False
    """The names in it are those of a program."""

    @property
    def weight(self) -> tuple[bool, int, bool, int, int]:
        """Sorts what a reader has to act on first, and what is reworded last, then by the order of the file."""
        return (
            not self.is_breaking,
            ORDER[self.kind],
            self._leads or self._is_small,
            self._action,
            min((span.first for span in self.lines), default=0),
        )

    @property
    def _leads(self) -> bool:
        """Whether it is a passage that is no sentence of its own, such as what leads to a list."""
        about = self.about
        return isinstance(about, Said) and about.form == "passage" and is_fragment(about.new or about.old)

    @property
    def _is_small(self) -> bool:
        """Whether only plain words of a sentence are different."""
        about = self.about
        if not isinstance(about, Said) or about.values or not (about.old and about.new):
            return False
        rewording = read_rewording(about.old, about.new)
        if rewording is None:
            return False
        return all(map(str.islower, filter(None, (*chain(*rewording.changed), *rewording.added, *rewording.removed))))

    @property
    def _action(self) -> int:
        if not isinstance(self.about, Point) or (self.is_breaking and self.about.action is Action.REMOVED):
            return 0
        return _ACTIONS[self.about.action] + self.is_breaking

    @property
    def replacement(self) -> Replacement | None:
        """What gave way to what, if that is all."""
        about = self.about
        if isinstance(about, Said):
            return only_replacement(about.old, about.new)
        if isinstance(about, Point):
            sides = {_replacement_in(f) for f in about.findings}
        elif isinstance(about, tuple):
            sides = {only_replacement(fact.old, fact.new) for fact in about}
        else:
            return None
        return sides.pop() if len(sides) == 1 else None

    @property
    def is_markup(self) -> bool:
        """Whether the page says the same, letter by letter."""
        about = self.about
        marks = isinstance(about, Point) and about.subject is Subject.PUNCTUATION
        return marks and isinstance(about, Point) and all(readable(f.old) == readable(f.new) for f in about.findings)

    @property
    def is_quotation(self) -> bool:
        """Whether it is an author's word for it."""
        return isinstance(self.about, Quotation)

    @property
    def is_passage(self) -> bool:
        """Whether it is told by sentences of a document, of which a few words say nothing."""
        about = self.about
        if self.kind is ChangeKind.CODE or not isinstance(about, Said | Quotation):
            return False
        return not (self.is_literal and is_code(about.text if isinstance(about, Quotation) else about.new or about.old))

    @property
    def is_new(self) -> bool:
        """Whether there is something that was not there before."""
        about = self.about
        if isinstance(about, Quotation):
            return about.topic is Topic.FEATURE and not about.is_removed
        return isinstance(about, Point) and about.action is Action.ADDED and about.subject in _NEW

    @property
    def targets(self) -> frozenset[str]:
        """The names of the files that entries lead to which came or went, if it is about nothing else."""
        about = self.about
        if not isinstance(about, Point) or about.subject is not Subject.ENTRY or about.action not in _CAME_OR_WENT:
            return frozenset()
        entries = [entry for f in about.findings for entry in ((f.name, f.new or f.old), *f.cells)]
        names = frozenset(_without_folders(target) for _, target in entries)
        return names if "" not in names else frozenset()

    @property
    def is_late(self) -> bool:
        """Whether it comes after other news: other words for what was said before, or no sentence of its own."""
        about = self.about
        if isinstance(about, Said):
            if self.is_other_code:
                return True
            return self.kind is ChangeKind.GUIDANCE and (self._leads or bool(about.old and about.new))
        return isinstance(about, Point) and about.subject is Subject.HEADING and about.action in _OTHER_HEADING

    @property
    def is_news(self) -> bool:
        """Whether a reader wants to know it for itself."""
        about = self.about
        if isinstance(about, Point) and (about.subject, about.action) in _TOLD_OF_SAMPLES:
            return True
        return self.kind not in (*DETAILS, *ASIDE)

    @property
    def is_other_code(self) -> bool:
        """Whether a sample has other code now."""
        return isinstance(self.about, Said) and self.about.form == "sample" and len({s.side for s in self.lines}) > 1

    @property
    def reached(self) -> frozenset[str]:
        """The names of what others can reach or need that it tells of."""
        about = self.about
        if isinstance(about, Point) and self.kind is ChangeKind.INTERFACE:
            return frozenset(finding.name for finding in about.findings)
        facts = about if isinstance(about, tuple) and self.kind is ChangeKind.REQUIREMENT else ()
        return frozenset(fact.name for fact in facts)

    @property
    def gone(self) -> frozenset[tuple[str, str]]:
        """The symbols that it says are gone, by the place that they were in."""
        about = self.about
        if not isinstance(about, Point) or (about.subject, about.action) != (Subject.SYMBOL, Action.REMOVED):
            return frozenset()
        return frozenset((self.section, finding.name) for finding in about.findings)

    @property
    def is_line(self) -> bool:
        """Whether it is about lines of which nothing else is known."""
        return isinstance(self.about, Point) and self.about.subject is Subject.LINE

    @property
    def is_aside(self) -> bool:
        """Whether it is not worth a sentence beside anything else."""
        return self.kind in ASIDE


def read_news(evidence: Evidence, found: Findings) -> tuple[News, ...]:
    """All that a change has to tell, of its findings as a reader sees them."""
    found = replace(found, kind=read_as(evidence.change.path, found.kind), quotations=tuple(_beside_comments(found)))
    passages = Passages(evidence.change)
    facts = [fact for fact in telling_facts(found) if fact.kind not in _REACHED]
    quoted = {span for quotation in found.quotations if is_sentence(quotation) for span in quotation.lines}
    before = {_cell(fact): span for fact in facts for span in fact.lines if span.side == "L"}
    open_facts = [
        fact
        for fact in _once_each(_whole_cell(fact, passages, before) for fact in facts)
        if not (_is_quoted(fact.lines, quoted) or is_same(readable(fact.old), readable(fact.new)))
    ]
    columns = Counter(_plain_name(f.name) for f in found.findings if f.subject is Subject.COLUMN)
    is_changelog = any(quotation.source is Source.CHANGELOG for quotation in found.quotations)
    findings = [f for f in found.findings if not (f.subject in _SAID and (is_changelog or _is_said(f, quoted)))]
    findings = [f for f in findings if f.subject is not Subject.COLUMN or columns[_plain_name(f.name)] < _BOTH]
    news = [_of_quotation(_with_subject(one, passages), facts) for one in found.quotations if is_sentence(one)]
    news += _of_entries(found)
    news += _of_facts(open_facts, passages, found)
    told = {one.about.new for one in news if isinstance(one.about, Said) and one.about.old}
    if found.interface:
        findings = [f for f in findings if not (f.subject is Subject.SYMBOL and f.public)]
        news += _of_interface(found, facts)
    news += _of_findings(facts, findings, passages, found.kind, told)
    if found.kind is Kind.SETTINGS:  # a passage of a catalog of texts is told by its page, not by `answer`
        news = [replace(one, section="") if _is_of_text(one.about) else one for one in news]
    if found.kind in (Kind.CODE, Kind.SETTINGS):
        news = [replace(one, is_literal=not _is_of_entries(one.about)) for one in news]
    alone = _told_alone(list(_beside_sections(list(_once(_with_former(news))))))
    return tuple(sorted(alone, key=lambda one: one.weight))


def _beside_comments(found: Findings) -> Iterator[Quotation]:
    """Quotations without advice that was there before, but hidden in a comment, or that still is."""
    turned = {span for f in found.findings if f.subject is Subject.COMMENT for span in f.lines}
    for quotation in found.quotations:
        if kind_of_quotation(quotation) is not ChangeKind.GUIDANCE or not _is_quoted(quotation.lines, turned):
            yield quotation


def _is_of_text(about: About) -> bool:
    """Whether it is about what a long text says, or where a link in one leads."""
    return isinstance(about, Said | Quotation) or (isinstance(about, Point) and about.subject is Subject.LINK)


def _is_of_entries(about: About) -> bool:
    """Whether the names are those of entries and links, which people read."""
    return isinstance(about, Point) and about.subject in (Subject.ENTRY, Subject.LINK)


def _is_said(finding: Finding, quoted: set[LineSpan]) -> bool:
    """Whether a quotation says what a finding tells; a passage that was there before may have other news."""
    reworded = finding.subject in _PROSE and finding.action is Action.CHANGED
    return not reworded and _is_quoted(finding.lines, quoted)


def _with_former(news: Sequence[News]) -> Iterator[News]:
    """News with announced sentences that stood there before in other words told by what is different in them."""
    said = {_bare(one.about.new): one for one in news if isinstance(one.about, Said) and not one.about.values}
    told: set[int] = set()
    for one in news:
        text = _announced(one)
        same = said.get(_bare(text)) if text else None
        if not same or not isinstance(same.about, Said):
            yield from () if id(one) in told else (one,)
            continue
        told.add(id(same))
        wording = same.kind is ChangeKind.WORDING
        if wording or read_rewording(same.about.old, same.about.new):
            about = replace(same.about, values=one.about.values if isinstance(one.about, Said) else ())
            kind = same.kind if wording else one.kind
            one = replace(one, about=about, kind=kind, is_breaking=one.is_breaking and not wording)
        yield one


def _announced(news: News) -> str:
    """The sentence that came, if it is told for what it announces."""
    about = news.about
    if isinstance(about, Quotation):
        return "" if about.is_removed or about.source is Source.CHANGELOG else about.text
    return about.new if isinstance(about, Said) and about.values and not about.old else ""


def _bare(sentence: str) -> str:
    return readable(sentence).strip(" .。")


def _told_alone(news: Sequence[News]) -> Iterator[News]:
    """News without what a reworded passage says with them: words of its lines, and sentences that gave way to it."""
    reworded = [one for one in news if isinstance(one.about, Said) and one.about.old and one.about.new]
    lines = {span for one in reworded for span in one.lines}
    gone = {
        readable(one.about.text): one.kind for one in news if isinstance(one.about, Quotation) and one.about.is_removed
    }
    told: set[str] = set()
    kinds: dict[int, ChangeKind] = {}
    for one in reworded:
        about = one.about
        if isinstance(about, Said) and len(about.old) + len(about.new) <= _BOTH_LENGTH:
            parts = [sentence for sentence in sentences(about.old) if sentence in gone]
            told.update(parts)
            kinds[id(one)] = min((one.kind, *(gone[part] for part in parts)), key=ORDER.__getitem__)
    for one in news:
        about = one.about
        if isinstance(about, Point) and about.subject is Subject.PHRASE and _is_quoted(one.lines, lines):
            continue
        if isinstance(about, Quotation) and about.is_removed and readable(about.text) in told:
            continue
        yield replace(one, kind=kinds.get(id(one), one.kind))


def _plain_name(name: str) -> str:
    return "".join(filter(str.isalnum, name)).casefold()


def telling(news: Sequence[News]) -> list[News]:
    """What is told of a change: its news and what is different in a sample, else its details, else what is beside the
    point, last of all its metadata.
    """
    details = [one for one in news if not one.is_aside]
    asides = [one for one in news if one.kind is not ChangeKind.METADATA] or list(news)
    if told := [one for one in news if one.is_news]:
        return [*told, *[one for one in news if one.is_other_code][:1]]
    return [one for one in details if not one.is_line] or details or asides


def _is_quoted(lines: Iterable[LineSpan], quoted: set[LineSpan]) -> bool:
    """Whether new lines are those of a quotation, or old ones if there are no new ones."""
    spans = list(lines)
    new = [span for span in spans if span.side == "R"] or spans
    return bool(new) and all(any(q.side == s.side and q.first <= s.first <= q.last for q in quoted) for s in new)


def _replacement_in(finding: Finding) -> Replacement | None:
    """What gave way to what in a finding; a heading or an entry that has another name altogether is another one."""
    part = only_replacement(finding.old, finding.new)
    if finding.action is Action.RENAMED:
        return part if part != (finding.old, finding.new) else None
    in_targets = finding.subject is Subject.LINK and finding.action is Action.REPLACED
    return part if finding.action is Action.CHANGED or in_targets else None


def _without_folders(target: str) -> str:
    """The name of the file that a link leads to."""
    return target.partition("#")[0].partition("?")[0].rpartition("/")[2]


def is_fragment(text: str) -> bool:
    """Whether a passage leads to a list, or is a few words that end with no stop."""
    text = text.rstrip()
    short = text.isascii() and len(text.split()) < _FEWEST_OF_PASSAGE and not text.endswith(_STOPS)
    return text.endswith((":", "：")) or short


def is_sentence(quotation: Quotation) -> bool:
    """Whether a quotation says something by itself, unlike a cell (`Not available`) or the line above a list."""
    text = quotation.text.strip()
    if not text.isascii():
        return True
    return not text.endswith(":") and (quotation.source is Source.CHANGELOG or len(text.split()) >= _FEWEST_WORDS)


def _beside_sections(news: Sequence[News]) -> Iterator[News]:
    """News without those that a new section begins with: it is told by them."""
    begun = [readable(f.new) for one in news for f in _new_sections(one)][:_MAX_COMPARED]
    for one in news:
        about = one.about
        text = about.text if isinstance(about, Quotation) else about.new if isinstance(about, Said) else ""
        told = bool(text) and _holds(begun, readable(text).strip(".。"))
        if not told or one.is_breaking:
            yield one


def _holds(texts: Iterable[str], part: str) -> bool:
    return any(part in text for text in texts)


def _new_sections(news: News) -> Sequence[Finding]:
    """New sections that are told by their first sentences."""
    about = news.about
    alone = isinstance(about, Point) and about.subject is Subject.HEADING and about.action is Action.ADDED
    return about.findings if alone and isinstance(about, Point) and len(about.findings) == 1 else ()


def _with_subject(quotation: Quotation, passages: Passages) -> Quotation:
    """A quotation about `it` with the sentence that came right before it and says what that is."""
    if quotation.is_removed or quotation.source is not Source.DOCUMENT or not _PRONOUN.match(quotation.text):
        return quotation
    before = readable(passages.came_before(quotation.lines, quotation.text))
    together = f"{before} {quotation.text}"
    return replace(quotation, text=together) if before and len(together) <= _WITH_SUBJECT else quotation


def _of_quotation(quotation: Quotation, facts: Sequence[Fact]) -> News:
    """What an author says; where a value in it had another one before, with both."""
    section = readable(quotation.where[-1]) if quotation.where else ""
    kind = kind_of_quotation(quotation)
    if quotation.is_removed and kind in _FOR_ACTION:
        kind = ChangeKind.GUIDANCE
    values = () if quotation.is_removed else former_values(quotation, facts)
    ends = ends_for_users(quotation) and not values
    breaking = ends or (quotation.topic is Topic.BREAKING and not quotation.is_removed)
    if values and quotation.source in (Source.DOCUMENT, Source.TABLE):
        return News(kind, Said("", readable(quotation.text), values=values), section, quotation.lines, breaking)
    return News(kind, quotation, section, quotation.lines, breaking)


def _of_entries(found: Findings) -> Iterator[News]:
    """New sections of a list of news whose entries do not say what they are to those who read them."""
    entries: dict[str, list[Quotation]] = {}
    for one in found.quotations:
        if one.source is Source.CHANGELOG and one.where and not one.is_removed:
            entries.setdefault(readable(one.where[0]), []).append(one)
    headings = (f for f in found.findings if f.subject is Subject.HEADING and f.action is Action.ADDED)
    for f in headings if found.kind is Kind.DOCUMENT else ():
        if (listed := entries.get(f.name)) and all(one.topic is Topic.NEWS for one in listed):
            section = Point(Subject.HEADING, Action.ADDED, "", (replace(f, new="", cells=()),))
            yield News(ChangeKind.ANNOUNCEMENT, section, "", f.lines)


def _of_facts(facts: Sequence[Fact], passages: Passages, found: Findings) -> Iterator[News]:
    """Values; those in a sentence are told by it."""
    in_prose: dict[tuple[str, str], list[Fact]] = {}
    others = []
    for fact in facts:
        sentence = (
            ""
            if fact.name or fact.column or found.kind not in (Kind.DOCUMENT, Kind.TEXT)
            else _sentence(fact, passages)
        )
        if sentence:
            in_prose.setdefault((fact.section, sentence), []).append(fact)
        else:
            others.append(fact)
    for (section, sentence), group in in_prose.items():
        values = tuple(dict.fromkeys((fact.old, fact.new) for fact in group))
        kind = min((fact.kind.change for fact in group), key=ORDER.__getitem__)
        before = _sentence(group[0], passages, "L")
        yield News(kind, Said(before, sentence, values=values), section, joined_lines(group))
    long = [fact for fact in others if fact.column and max(len(fact.old), len(fact.new)) > _LONGEST_CELL]
    for fact in long:
        kind = ChangeKind.WORDING if is_wording(fact.old, fact.new) else fact.kind.change
        yield News(kind, _of_cell(fact.old, fact.new), fact.name or fact.section, fact.lines)
    told = set(map(id, long))
    for alike in group_facts([fact for fact in others if id(fact) not in told]):
        reworded = all(fact.kind is FactKind.CELL and is_wording(fact.old, fact.new) for fact in alike)
        kind = ChangeKind.WORDING if reworded else alike[0].kind.change
        required = alike[0].kind is FactKind.REQUIREMENT and any(f.name == alike[0].name for f in found.breaks)
        if found.kind is Kind.DOCUMENT and alike[0].kind is FactKind.DATE and _is_bare(alike, passages):
            kind = ChangeKind.SAMPLES
        yield News(kind, alike, common_section(fact.section for fact in alike), joined_lines(alike), required)


def _is_bare(facts: Sequence[Fact], passages: Passages) -> bool:
    """Whether values stand in no table and no prose: they are those of a sample."""
    named = any(fact.name or fact.column for fact in facts)
    return not named and not any(_sentence(fact, passages) for fact in facts if fact.old and fact.new)


def _cell(fact: Fact) -> tuple[str, str, str]:
    return fact.section, fact.name, fact.column


def _whole_cell(fact: Fact, passages: Passages, rows: Mapping[tuple[str, str, str], LineSpan]) -> Fact:
    """A value with all of its line of the cell: `AI` tells less than the name that it stands in."""
    old, new = (next((span for span in fact.lines if span.side == side), None) for side in "LR")
    old = old or rows.get(_cell(fact))
    if not (old and new and (fact.old or fact.new)):
        return fact
    cells = passages.cells(old, new, (fact.old, fact.new))
    before, after = _lines_with(cells, (fact.old, fact.new))
    listed = not (fact.old and fact.new) and (fact.old or fact.new) in _PARTS_OF_CELL.split(before or after)
    same = {fact.old, fact.new} == {before, after} or listed or _is_listed(fact, cells)
    return replace(fact, old=before, new=after) if before and after and not same else fact


def _once_each(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Facts without those of one cell that tell the same."""
    seen: set[object] = set()
    for fact in facts:
        key = (fact.section, fact.name, fact.column, fact.old, fact.new)
        if not fact.column or key not in seen:
            seen.add(key)
            yield fact


def _sentence(fact: Fact, passages: Passages, side: Side = "R") -> str:
    """The sentence that a value stands in, now or before."""
    span = next((span for span in fact.lines if span.side == side), None)
    value = fact.new if side == "R" else fact.old
    sentence = readable(passages.sentence(span, value)) if span and fact.old and fact.new else ""
    return "" if is_code(sentence) else sentence


def _of_findings(
    facts: Sequence[Fact], findings: Sequence[Finding], passages: Passages, file: Kind, known: Collection[str]
) -> Iterator[News]:
    """What came, went or changed, but for the sentences that are told by their values."""
    findings = with_leads(with_callouts(findings))
    values = {(fact.old, fact.new) for fact in facts}
    findings = [f for f in findings if not (f.subject in _BY_VALUE and (f.old, f.new) in values)]
    if file is Kind.DOCUMENT:
        findings, together = with_shared_targets([_as_shown(f, passages) for f in findings], only_replacement)
        findings, alone = with_lines_of_links(findings, together, passages.links_alone)
        yield from map(_of_links, together)
        yield from (replace(_of_links(links), kind=ChangeKind.GUIDANCE) for links in alone)
    prose = [f for f in findings if _is_prose(f) and not (_is_term(f, passages) or _is_short_item(f, passages))]
    lines = {span for f in prose for span in f.lines}
    told = {id(f) for f in prose}
    told |= {id(f) for f in findings if _is_term(f, passages) and not lines.isdisjoint(f.lines)}
    if file in (Kind.DOCUMENT, Kind.TEXT):
        links = [f for f in findings if f.subject is Subject.LINK and f.action is Action.ADDED]
        news = _with_answers(_linked(_of_prose(prose, passages), links))
        yield from _substituted(_reworded(one for one in news if _new_words(one) not in known))
    else:
        kind = ChangeKind.CODE if file is Kind.CODE else ChangeKind.VALUE
        yield from _substituted(replace(one, kind=kind) for one in _of_prose(prose, Passages.none()))
    for point in points_beside(facts, [f for f in findings if id(f) not in told]):
        if point.subject in _VALUES and all(f.old and is_same(f.old, f.new) for f in point.findings):
            continue
        if point.subject is Subject.ROW and (cell := _long_cell(point)):
            yield cell
            continue
        kind = min((kind_of_finding(f, file) for f in point.findings), key=ORDER.__getitem__)
        if point.subject is Subject.LINE and point.action is Action.CHANGED and kind is ChangeKind.SAMPLES:
            first = point.findings[0]
            yield News(kind, Said(first.old, first.new, "sample"), point.section, point.lines)
            continue
        if point.subject is Subject.NOTE and not any(f.new or f.old for f in point.findings):
            kind = ChangeKind.WORDING
        if kind is ChangeKind.SECTION and point.action in _OTHER_HEADING:  # the section is still there
            kind = ChangeKind.GUIDANCE
        breaks = point.action is Action.REMOVED and any(f.public for f in point.findings)
        yield News(kind, point, point.section, point.lines, breaks)


def _of_links(links: Sequence[Finding]) -> News:
    """Links that are told together."""
    action = links[0].action
    kind = ChangeKind.VALUE if action is Action.REPLACED else ChangeKind.LINKS
    return News(kind, Point(Subject.LINK, action, "", tuple(links)), "", joined_lines(links))


def _as_shown(finding: Finding, passages: Passages) -> Finding:
    """A finding as its page shows it: the whole cell of changed words, an item that is a link and nothing else, and no
    table where a line only has bars in it.
    """
    old, new = (next((span for span in finding.lines if span.side == side), None) for side in "LR")
    if finding.subject is Subject.ROW and finding.action is Action.CHANGED and old and new:
        if not (finding.column or passages.is_row(new)):
            return replace(finding, subject=Subject.PHRASE, name="")
        cells = passages.cells(old, new, (finding.old, finding.new))
        in_code = passages.in_code(old, finding.old) or passages.in_code(new, finding.new)
        if in_code or _is_listed(finding, cells):
            return finding
        before, after = _lines_with(cells, (finding.old, finding.new))
        return replace(finding, old=before, new=after) if before and after else finding
    span = new or old
    alone = finding.subject is Subject.LINK and finding.action in LISTED and span and passages.item(span)
    if alone and readable(alone).strip(" .") == finding.name:
        return replace(finding, subject=Subject.ITEM, old="", new="")
    return finding


def _lines_with(cells: Sequence[str], words: Sequence[str]) -> tuple[str, str]:
    """The lines of two cells that some words stand in."""
    lines = [
        next((line for line in _BREAK.split(cell) if w in line), cell) for cell, w in zip(cells, words, strict=True)
    ]
    return readable(lines[0]), readable(lines[1])


def _is_listed(change: Finding | Fact, cells: Iterable[str]) -> bool:
    """Whether what came or went is a whole part of a cell that lists several."""
    part = change.old or change.new
    return not (change.old and change.new) and any(
        part in map(str.strip, _LISTED_IN_CELL.split(cell)) for cell in cells
    )


def _new_words(news: News) -> str:
    return news.about.new if isinstance(news.about, Said) else ""


def _long_cell(point: Point) -> News | None:
    """A cell that holds whole sentences, told as a passage of its row."""
    row = point.findings[0]
    old, new = readable(row.old), readable(row.new)
    if point.action is not Action.CHANGED or not (old and new) or max(len(old), len(new)) <= _LONGEST_CELL:
        return None
    kind = ChangeKind.WORDING if is_wording(old, new) else ChangeKind.TABLE
    return News(kind, _of_cell(old, new), row.name or point.section, point.lines)


def _of_cell(old: str, new: str) -> Said:
    """The sentences of a cell that are different."""
    before, after = sentences(old), sentences(new)
    return Said(_beside(before, after), _beside(after, before))


def _beside(one: Sequence[str], other: Sequence[str]) -> str:
    """The sentences that another passage does not have."""
    return " ".join(sentence for sentence in one if sentence not in other)


def _of_interface(found: Findings, facts: Sequence[Fact]) -> Iterator[News]:
    """What others can reach: what breaks them apart from the rest."""
    required = {fact.name for fact in facts if fact.kind is FactKind.REQUIREMENT}
    reached = [f for f in found.interface if not (f.subject is Subject.SETTING and f.name in required)]
    for breaks in (True, False):
        some = [f for f in reached if bool(f.breaks) is breaks]
        for point in _redeclared(read_points(some)):
            yield News(ChangeKind.INTERFACE, point, point.section, point.lines, breaks)


def _redeclared(points: Iterable[Point]) -> Iterator[Point]:
    """Points with the long declarations of one place that changed, which are told by their names, as one."""
    together: dict[str, list[Finding]] = {}
    for point in points:
        if point.is_redeclared:
            together.setdefault(point.section, []).extend(point.findings)
        else:
            yield point
    for section, findings in together.items():
        yield Point(Subject.SYMBOL, Action.CHANGED, section, tuple(findings))


def _is_prose(finding: Finding) -> bool:
    return finding.subject in _PROSE and finding.action is not Action.MOVED


def _is_term(finding: Finding, passages: Passages) -> bool:
    """Whether replaced words whose sentence is not known say something without it, such as the name of a product."""
    if finding.subject is not Subject.PHRASE or finding.action is not Action.CHANGED:
        return False
    if passages.shows_prose(*finding.lines):
        return False
    sides = (finding.old, finding.new)
    if any(map(_KANA.search, sides)):
        return False
    shorter, longer = sorted(({*side.split()} for side in sides), key=len)
    if len(longer) > 1 and shorter <= longer:  # `US, East US` tells nothing without what it stands beside
        return False
    short = all(len(side) <= _LONGEST_TERM and side.count(" ") < _MOST_WORDS for side in sides)
    return short and not Point(finding.subject, finding.action, finding.section, (finding,)).is_minor


def _is_short_item(finding: Finding, passages: Passages) -> bool:
    """Whether an item of a list, which is no step, is told with others."""
    alone = finding.subject is Subject.ITEM and finding.action is not Action.CHANGED
    return alone and len(finding.name) <= _SHORT_ITEM and not any(map(passages.is_step, finding.lines[:1]))


def _of_prose(findings: Sequence[Finding], passages: Passages) -> Iterator[News]:
    """Sentences that came, went or were reworded, each once, however many of their words changed."""
    read: set[tuple[int, ...]] = set()
    gone = 0
    for finding in findings:
        old, new = (next((span for span in finding.lines if span.side == side), None) for side in "LR")
        shown = passages.shows(old, new)
        place = passages.place(old, new)
        if shown and place in read:
            continue
        read.add(place)
        sides = passages.only(old, new) if shown else differing(*map(sentences, _sides(finding)))
        form = _form(finding, new or old, passages)
        names = other_code(*map(" ".join, sides))
        minor = not shown and Point(finding.subject, finding.action, "", (finding,)).is_minor
        for before, after in aligned(*(list(map(readable, side)) for side in sides)):
            if before == after:
                continue
            gone += not after
            # Of so many that the page is another one, the first: each takes a look at all that is shown.
            if not after and gone <= _MAX_COMPARED and passages.still_says(before):
                continue
            wording = minor or (_is_wording(before, after) and not any(name in f"{before} {after}" for name in names))
            kind = ChangeKind.WORDING if wording else ChangeKind.GUIDANCE
            cut = bool(new or old) and not shown and not (after or before).endswith(_ENDS)
            scrap = form == "passage" and shown and _is_scrap(before, after)
            if is_code(after or before) or cut or scrap:
                kind = ChangeKind.SAMPLES
            said = Said(before, after, form)
            lines = passages.line(old), passages.line(new)
            if kind is ChangeKind.SAMPLES and passages.is_known and not (scrap or any(map(_OF_PAGE.match, lines))):
                said = Said(*lines, "sample")
            yield News(kind, said, finding.section, finding.lines)


def _linked(news: Iterable[News], links: Sequence[Finding]) -> Iterator[News]:
    """News with reworded passages told with the links that came onto words which most of them had before."""
    by_line: dict[LineSpan, list[Finding]] = {}
    for link in links:
        for span in link.lines:
            by_line.setdefault(span, []).append(link)
    for one in news:
        about = one.about
        if isinstance(about, Said) and about.old and about.new and one.kind is ChangeKind.GUIDANCE:
            came = [f for span in one.lines for f in by_line.get(span, ())]
            inside = tuple((f.name, f.new) for f in came if f.name in about.new and _were_in(f.name, about.old))
            one = replace(one, about=replace(about, links=inside))
        yield one


def _were_in(label: str, passage: str) -> bool:
    """Whether at least half of the words of a link stood in a passage."""
    words, known = _WORD.findall(label.casefold()), set(_WORD.findall(passage.casefold()))
    return 0 < len(words) <= 2 * sum(word in known for word in words)


def _is_wording(before: str, after: str) -> bool:
    """Whether a passage only has other words for the same, or none that says something."""
    rewording = read_rewording(before, after)
    return (rewording is not None and not rewording) or is_wording(before, after)


def _form(finding: Finding, span: LineSpan | None, passages: Passages) -> Form:
    """What a passage is on its page; one of which a part stays is a passage even in a list."""
    if finding.action is Action.CHANGED or len({span.side for span in finding.lines}) > 1:
        return "passage"
    if span and passages.is_step(span):
        return "step"
    return "item" if finding.subject is Subject.ITEM or (span and passages.is_item(span)) else "passage"


def _with_answers(news: Iterable[News]) -> Iterator[News]:
    """News with a question and the passage right below it told as one."""
    asked: News | None = None
    for one in news:
        about = one.about
        if asked and isinstance(asked.about, Said) and isinstance(about, Said) and _follows(asked, one):
            yield replace(
                asked, about=replace(about, new=f"{asked.about.new} {about.new}"), lines=asked.lines + one.lines
            )
            asked = None
            continue
        if asked:
            yield asked
        is_question = (
            isinstance(about, Said)
            and not about.old
            and about.new.endswith(_ASKS)
            and len(one.lines) == 1
            and one.is_news
        )
        asked = one if is_question else None
        if not asked:
            yield one
    if asked:
        yield asked


def _follows(question: News, news: News) -> bool:
    """Whether a new passage stands right below a question, blank lines apart."""
    both = isinstance(news.about, Said) and not news.about.old and news.section == question.section
    return both and len(news.lines) == 1 and 0 < news.lines[0].first - question.lines[0].last <= _NEXT


def _substituted(news: Iterable[News]) -> Iterator[News]:
    """News with the same words that gave way to the same ones in several passages told once, as that replacement."""
    told = list(news)
    parts = [_replacements(one.about) for one in told]
    places: dict[Replacement, list[News]] = {}
    for one, replaced in zip(told, parts, strict=True):
        for part in replaced:
            places.setdefault(part, []).append(one)
    common = {part: places[part] for part in places if _in_several_lines(places[part])}
    for part, passages in common.items():
        lines = tuple(dict.fromkeys(span for one in passages for span in one.lines))
        finding = Finding(Subject.PHRASE, Action.CHANGED, "", *part, lines=lines)
        point = Point(Subject.PHRASE, Action.CHANGED, "", (finding,) * len(passages))
        kind = ChangeKind.WORDING if is_wording(*part) else ChangeKind.GUIDANCE
        yield News(kind, point, "", lines)
    for one, replaced in zip(told, parts, strict=True):
        if not replaced or not common.keys() >= set(replaced):
            yield one


def _in_several_lines(news: Sequence[News]) -> bool:
    """Whether passages are so many that the same is told of them once; the sentences of a line stand in one place."""
    return len(news) >= _SEVERAL and len({one.lines for one in news if one.lines} or news) >= _SEVERAL


def _replacements(about: About) -> tuple[Replacement, ...]:
    """The words that gave way to others in a passage, if nothing else is different."""
    if not isinstance(about, Said) or not (about.old and about.new):
        return ()
    parts = read_rewording(about.old, about.new)
    replaced = parts.replacements if parts else ()
    if not replaced or not all(map(_is_name, replaced)):
        replaced = (Replacement(about.old, about.new),)
    return replaced if all(max(map(len, part)) <= _LONGEST_TERM for part in replaced) else ()


def _is_name(part: Replacement) -> bool:
    """Whether words are a term wherever they stand: several of them, or one that is written as a name is."""
    words = part.old or part.new
    return " " in words or not (words.islower() and words.isascii())


def only_replacement(old: str, new: str) -> Replacement | None:
    """What gave way to what in a text where nothing else is different: of `acme.Client` and `acme2.Client`, the names
    of the packages.
    """
    return _only_replacement(old, new) if old and new and max(len(old), len(new)) <= _MAX_SCAN else None


@lru_cache(maxsize=256)  # a passage is asked for its replacement by all that tell of it
def _only_replacement(old: str, new: str) -> Replacement | None:
    parts = set(replaced_words(old, new))
    if len(parts) != 1:
        return None
    (part,) = parts
    if " " in "".join(part):
        return part if all(part) and max(map(len, part)) <= _LONGEST_TERM else None
    before, after = map(_PART.findall, part)
    start = next((n for n, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), 0)
    before, after = before[start:], after[start:]
    while len(before) > 1 and len(after) > 1 and before[-1] == after[-1]:
        before, after = before[:-1], after[:-1]
    sides = "".join(before).strip(" ./:"), "".join(after).strip(" ./:")
    tells = any(len(side) >= _FEWEST_LETTERS or any(map(str.isalpha, side)) for side in sides)
    return Replacement(*sides) if all(sides) and tells and max(map(len, sides)) <= _LONGEST_TERM else None


def _apart(news: Sequence[News]) -> Iterator[News]:
    """News with what took the place of a passage that stands elsewhere now, reworded, told as two."""
    came = [_counted(one.about.new) for one in news if isinstance(one.about, Said) and not one.about.old][
        :_MAX_COMPARED
    ]
    for one in news:
        about = one.about
        if isinstance(about, Said) and about.old and about.new and not about.values:
            old = _counted(about.old)
            if common_share(old, _counted(about.new)) < _ALIKE and any(
                common_share(old, other) >= _ALIKE for other in came
            ):
                yield replace(one, about=replace(about, new=""))
                yield replace(one, about=replace(about, old=""))
                continue
        yield one


def _counted(text: str) -> Counter[str]:
    return Counter(text.casefold().split())


def _reworded(news: Iterable[News]) -> Iterator[News]:
    """News with a passage that went and one that came with most of its words told as one that is reworded."""
    told = list(_apart(list(news)))
    came = [one for one in told if isinstance(one.about, Said) and not one.about.old][:_MAX_COMPARED]
    words = [_counted(one.about.new) for one in came if isinstance(one.about, Said)]
    gone: set[int] = set()
    joined: dict[int, News] = {}
    for one in told:
        if not isinstance(one.about, Said) or one.about.new or len(joined) >= _MAX_COMPARED:
            continue
        mine = _counted(one.about.old)
        best, most = None, _ALIKE
        for other, theirs in zip(came, words, strict=True):
            common = common_share(mine, theirs)
            if id(other) not in joined and common >= most:
                best, most = other, common
        if best and isinstance(best.about, Said):
            gone.add(id(one))
            about = replace(best.about, old=one.about.old)
            same = one.about.old.split() == best.about.new.split()
            wording = same or _is_wording(one.about.old, best.about.new)
            kind = ChangeKind.WORDING if wording else ChangeKind.GUIDANCE
            joined[id(best)] = replace(best, kind=kind, about=about, lines=(*one.lines, *best.lines))
    yield from (joined.get(id(one), one) for one in told if id(one) not in gone)


def _is_scrap(before: str, after: str) -> bool:
    """Whether a passage is too short to say something, such as a label above a list."""
    longer = max(before, after, key=len)
    return longer.isascii() and len(longer.split()) < _FEWEST_WORDS and not longer.endswith(_STOPS)


def _sides(finding: Finding) -> tuple[str, str]:
    if finding.action is Action.ADDED:
        return "", finding.name
    return (finding.name, "") if finding.action is Action.REMOVED else (finding.old, finding.new)


def _once(news: Iterable[News]) -> Iterator[News]:
    """Each thing once: a passage in which several words changed is one, and so is one that stands in several places."""
    groups: dict[object, list[News]] = {}
    for one in news:
        about = one.about
        key: object = id(one)
        if isinstance(about, Said):
            key = (about.old, about.new, about.values) if about.new else (one.section, about)
        elif cell := _cell_of(about):
            key = (one.section, *cell)
        groups.setdefault(key, []).append(one)
    for same in groups.values():
        yield replace(same[0], section=common_section(one.section for one in same))


def _cell_of(about: About) -> tuple[str, ...]:
    """The cell that changed, if it is told by itself: its row, its column, what it was and is."""
    one: Fact | Finding | None = None
    if isinstance(about, tuple):
        one = about[0] if len(about) == 1 else None
    elif isinstance(about, Point) and about.subject is Subject.ROW and len(about.findings) == 1:
        one = about.findings[0]
    return (one.name, one.column, one.old, one.new) if one and one.column else ()


def most_telling(news: Sequence[News], limit: int) -> tuple[list[News], list[News]]:
    """As many news as a reader reads, in their order, and the others; of passages those that tell most."""
    if len(news) <= limit + 1:
        return list(news), []
    ranked = sorted(news, key=lambda one: (not one.is_breaking, ORDER[one.kind], -_tells(one)))
    shown = {id(one) for one in ranked[:limit]}
    return [one for one in news if id(one) in shown], [one for one in news if id(one) not in shown]


def _tells(news: News) -> int:
    return tellingness(news.about.new or news.about.old) if isinstance(news.about, Said) else 0
