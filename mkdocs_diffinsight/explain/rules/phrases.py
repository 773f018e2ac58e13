"""News in the words of a catalog: a sentence for an explanation, or a few words for a title. Pure."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import accumulate

from ...analyze.documents.sentences import sentences
from ...analyze.interface.requirements import is_raised
from ...analyze.lines.edits import Replacement, narrowed
from ...analyze.values import cell_kind
from ...language.catalog import Catalog
from ...language.quoting import code_span, display, escape, shortened
from ...model.fact_kinds import FactKind
from ...model.findings import Action, Fact, Finding, Quotation, Source, Subject, Topic
from .news import News, Said, only_replacement
from .passages import is_code, leading
from .points import LISTED, Point, readable
from .rewording import Rewording, excerpt, from_difference, read_rewording

_CODE_LENGTH = 120
_PROSE_LENGTH = 480
_PATH_LENGTH = 240
_TITLE_LENGTH = 90
_BRIEF_LENGTH = 140
"""Up to this length, lists of names have no more room than a quotation."""
_FEWEST_LETTERS = 4
_BEGINNING = 80
"""So much of what begins a longer content tells which one it is."""
_SHORT_PAIR = 320
"""Two passages that are both quoted where one was rewritten."""
_TITLE_QUOTES = (80, 56, 40, 28, 20)
"""How much of a quotation a title shows: as much as there is room for."""
_MAX_NAMES = 6
_ROOM = 600
"""Characters that a list of names takes at most."""
_SHOWN_CELLS = 4
_SHORT_CELL = 60
_FEWEST_BLANKS = 5
_BY_TARGET = (Subject.IMAGE, Subject.INCLUDE)
_VALUED = (Subject.SETTING, Subject.METADATA, Subject.DEPENDENCY)
_LABELS = (
    *(Subject.HEADING, Subject.CAPTION, Subject.ENTRY, Subject.COLUMN, Subject.LINK, Subject.ITEM, Subject.NOTE),
)
_LED = (Subject.LINK, Subject.ENTRY)
"""Of which another target is the change."""
_NO_AMOUNTS = (FactKind.DATE, FactKind.VERSION)
_LONG_TOPIC = 40
"""So many characters of what is different say something without the sentence around them."""
_MAX_ROWS = 4
_SEVERAL = 3
_UNQUOTED = (Subject.PUNCTUATION, Subject.SAMPLE)
# e.g. `code`, and ``code`` of reStructuredText
_CODE = re.compile(r"``?([^`]{1,400})``?")
_CODE_SIGNS = frozenset("_./:@#=<>(){}$\\-0123456789")
# e.g. Deprecated: Use it no more.
_LABEL = re.compile(r"\A@?deprecated:\s+(?=\S)", re.IGNORECASE)
# e.g. maxTokens
_CAMEL_CASE = re.compile(r"[a-z][A-Z]")
# e.g. 1,000 requests
_NUMBER = re.compile(r"(\D{0,3})(\d[\d,]*(?:\.\d+)?)\s*([KkMGTB万億]?\b)(.{0,40})\Z")
_FACTORS = {"": 1, "k": 10**3, "K": 10**3, "M": 10**6, "G": 10**9, "B": 10**9, "T": 10**12, "万": 10**4, "億": 10**8}
# e.g. ✅
_MARKED_CELL = re.compile(r"[✅✓✔☑🟢]\ufe0f?|(?i:yes|supported|available|はい|対応|是|支持)")
# e.g. -
_UNMARKED_CELL = re.compile(r"[-–—❌✗✘🔴]?\ufe0f?|(?i:no|none|n/a|not supported|not available|いいえ|非対応|否|不支持)")


# e.g. https://example.org/a
_NO_NEWS_OF_ROW = re.compile(rf"https?://|(?:{_MARKED_CELL.pattern}|{_UNMARKED_CELL.pattern})\s*\Z")


class Phrases:
    """Puts news into words; how the repository's text is set apart depends on what it is for."""

    def __init__(
        self,
        catalog: Catalog,
        code: Callable[[str, int], str],
        text: Callable[[str, int], str],
        length: int = _PROSE_LENGTH,
        cut: Callable[[str, int], str] = shortened,
        *,
        literal: bool = False,
    ) -> None:
        self._catalog = catalog
        self._code = code
        self._text = text
        self._length = length
        self._cut = cut
        self._literal = literal

    @classmethod
    def markdown(
        cls, catalog: Catalog, length: int = _PROSE_LENGTH, cut: Callable[[str, int], str] = shortened
    ) -> Phrases:
        """Phrases for Markdown: names of programs and values stand in code spans; `cut` says where sentences end."""
        return cls(catalog, code_span, escape, length, cut)

    @classmethod
    def plain(cls, catalog: Catalog, length: int = _PROSE_LENGTH) -> Phrases:
        """Phrases for plain text."""
        return cls(catalog, display, display, length)

    # The repository's text

    def code(self, text: str) -> str:
        """A value or a name of a program."""
        return self._code(text, min(self._length, _CODE_LENGTH))

    def path(self, text: str) -> str:
        """A path, which says something only as a whole."""
        return self._code(text, _PATH_LENGTH)

    def label(self, text: str) -> str:
        """A heading, or another name that people read."""
        return self._catalog("rules.label", text=self._text(text, min(self._length, _CODE_LENGTH)))

    def name(self, text: str) -> str:
        """A name that may be one of a program."""
        return self.code(text) if self.is_code(text) else self.label(text)

    def _alike(self, texts: Iterable[str]) -> list[str]:
        """Names of one sort: if one of them is that of a program, all single words are."""
        names = list(dict.fromkeys(texts))
        literal = any(self.is_code(name) for name in names)
        return [self.code(name) if literal and " " not in name else self.name(name) for name in names]

    def sides(self, old: str, new: str) -> dict[str, str]:
        """Names before and after, for an entry of the catalog."""
        quoted = self._alike([old, new])
        return {"old": quoted[0], "new": quoted[-1]}

    def is_code(self, text: str) -> bool:
        """Whether a name looks like one of a program."""
        return self._literal or (
            " " not in text and (not _CODE_SIGNS.isdisjoint(text) or bool(_CAMEL_CASE.search(text)))
        )

    def says(self, text: str) -> str:
        """A sentence, as its author wrote it, without its full stop: the sentence around it has its own."""
        if self._code is code_span and "`" not in text and is_code(text):
            return self.code(text)
        shown = _without_stop(self._cut(_without_stop(text), self._length))
        parts = _CODE.split(shown) if self._code is code_span else [readable(shown)]  # text, code, text, ...
        quoted = [self._code(part, _CODE_LENGTH) if n % 2 else self._around(part) for n, part in enumerate(parts)]
        return self._catalog("rules.says", text="".join(quoted).strip())

    def _around(self, text: str) -> str:
        """Text beside code, with its blanks."""
        start, end = text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :] if text.strip() else ""
        return f"{start[:1]}{self._text(readable(text.strip()), self._length)}{end[:1]}"

    def both(self, old: str, new: str) -> dict[str, str]:
        """A value before and after, for an entry of the catalog."""
        length = min(self._length, _CODE_LENGTH)
        part = _telling_words(old, new, _FEWEST_LETTERS) if max(len(old), len(new)) > length else None
        old, new = part or narrowed(old, new, length)
        empty = self._catalog("rules.empty")
        return {"old": self.code(old) if old else empty, "new": self.code(new) if new else empty}

    def names(self, quoted: Sequence[str], limit: int = _MAX_NAMES) -> str:
        """Quoted names as a list, cut after `limit`, or where long names have filled it before."""
        room = _ROOM if self._length > _BRIEF_LENGTH else self._length
        limit = max(1, sum(length <= room for length in accumulate(map(len, quoted[:limit]))))
        comma = self._catalog("rules.comma")
        if len(quoted) > limit + 1:
            return self._catalog("rules.more", names=comma.join(quoted[:limit]), n=len(quoted) - limit)
        if len(quoted) > 1:
            quoted = [comma.join(quoted[:-1]), quoted[-1]]
        return self._catalog("rules.last_comma").join(quoted)

    def _some(self, texts: Sequence[str], quote: Callable[[str], str], limit: int = 4) -> str:
        """A few of many texts as a list: no more of them are quoted than are shown."""
        quoted = list(map(quote, texts[: limit + 1]))
        return self.names([*quoted, *texts[limit + 1 :]], limit)

    # News

    @cached_property
    def _of_code(self) -> Phrases:
        """The same for files in which names are those of programs."""
        return Phrases(self._catalog, self._code, self._text, self._length, self._cut, literal=True)

    def sentence(self, news: News, page: str = "") -> str:
        """News as a sentence; `page` is what the page is called in it."""
        clause = self._clause(news, "", page)
        if news.section and not self._names_place(news):
            section = self.code(news.section) if news.is_literal else self.label(news.section)
            clause = self._catalog("rules.inside", section=section, text=clause)
        return self.finished(clause)

    def finished(self, clause: str) -> str:
        """A clause of the catalog as a sentence."""
        text = clause[:1].upper() + clause[1:]
        return text if text.endswith((".", "。", "!", "?", "！", "？")) else self._catalog("rules.sentence", text=text)

    def unfinished(self, sentence: str) -> str:
        """A sentence of the catalog as an item of a list, without its stop."""
        return sentence.removesuffix(self._catalog("rules.sentence", text=""))

    def brief(self, news: News) -> str:
        """News in a few words, what it is about first."""
        return f"{self.place(news)}{self._clause(news, '_brief')}"

    def place(self, news: News) -> str:
        """The section of news, where its few words begin with it."""
        if not news.section or self._names_section(news):
            return ""
        topic = (self._code if news.is_literal else self._text)(news.section, 60)
        return self._catalog("rules.topic", topic=topic, text="")

    def title(self, news: News) -> str:
        """News as a title of at most 90 characters."""
        text = ""
        for length in _TITLE_QUOTES:
            text = Phrases(self._catalog, self._code, self._text, length).brief(news)
            if len(text) <= _TITLE_LENGTH:
                return text
        return self.cut(text, _TITLE_LENGTH)

    def cut(self, text: str, length: int) -> str:
        """A text of ours cut to a length, without a quotation or code that begins and does not end."""
        if len(shown := display(text, length)) < len(text):
            opens, _, closes = self._catalog("rules.says", text="\0").partition("\0")
            for start, end in (("`", "`"), (opens, closes)):
                is_open = shown.count(start) % 2 if start == end else shown.count(start) > shown.count(end)
                if is_open:
                    shown = display(text, length - len(end)) + end
        return shown

    def _names_place(self, news: News) -> bool:
        """Whether the clause says where it is."""
        return isinstance(news.about, Said | Quotation) or self._names_section(news)

    def _names_section(self, news: News) -> bool:
        about = news.about
        return isinstance(about, Point) and (about.subject is Subject.HEADING or _is_elsewhere(about))

    def _clause(self, news: News, form: str, page: str = "") -> str:
        if news.is_literal and not self._literal:
            return self._of_code._clause(news, form, page)
        about = news.about
        section = self.code(news.section) if self._literal else self.label(news.section)
        place = section if news.section else page or self._catalog("rules.page")
        if isinstance(about, Quotation):
            return self._quotation(about, place, form)
        if isinstance(about, Said):
            said = self._said(about, place, form, has_topic=bool(news.section))
            return self._linked(said, about) if about.links and not form and self._length >= _PROSE_LENGTH else said
        return self._point(about, form) if isinstance(about, Point) else self._facts(about, form)

    def _quotation(self, quotation: Quotation, place: str, form: str) -> str:
        is_entry = quotation.source is Source.CHANGELOG and bool(quotation.where)
        topic = quotation.topic if is_entry or quotation.topic is not Topic.NEWS else Topic.GUIDANCE
        key = f"rules.said.{'gone' if quotation.is_removed else topic}"
        said = _LABEL.sub("", quotation.text) if quotation.topic is Topic.DEPRECATION else quotation.text
        if topic is Topic.NEWS and len(quotation.where) > 1:  # with a heading of its own
            said = sentences(said)[0]
        return self._catalog(f"{key}{form}", text=self.says(said), place=place)

    def _said(self, said: Said, place: str, form: str, *, has_topic: bool) -> str:
        if said.form == "sample":
            return self._sample(said, place, form)
        if not self._literal and (rewording := read_rewording(said.old, said.new)):
            return self._reworded(said, rewording, place, form, has_topic=has_topic)
        if said.values:
            arrows = [self._catalog("rules.instead", **self.both(*values)) for values in said.values]
            values = self.names(arrows, 4)
            return self._catalog(f"rules.said.values{form}", place=place, text=self.says(said.new), values=values)
        old, new = self.says(said.old), self.says(said.new)
        action = "changed" if said.old and said.new else "added" if said.new else "removed"
        short = len(said.old) + len(said.new) <= _SHORT_PAIR
        key = f"rules.said.{said.form}_{action}"
        if action == "changed":
            key = f"rules.said.{'changed' if short else 'changed_long'}"
        return self._catalog(f"{key}{form}", place=place, text=new if said.new else old, old=old, new=new)

    def _sample(self, said: Said, place: str, form: str) -> str:
        """A line of a sample, whole."""
        old, new = self.code(said.old), self.code(said.new)
        action = "changed" if said.old and said.new else "added" if said.new else "removed"
        return self._catalog(
            f"rules.said.sample_{action}{form}", place=place, text=new if said.new else old, old=old, new=new
        )

    def _linked(self, text: str, said: Said) -> str:
        """A passage with where words of it lead now."""
        links = [
            self._catalog("rules.link.leads", name=self.label(name), target=self.path(target))
            for name, target in said.links
        ]
        return self._catalog("rules.link.besides", text=text, links=self.names(links, 4))

    def _reworded(self, said: Said, rewording: Rewording, place: str, form: str, *, has_topic: bool) -> str:
        """Which words came, went or gave way to others, and the passage as it is now."""
        values = frozenset(value for pair in said.values for value in pair)

        def quoted(words: str) -> str:
            return self.code(words) if words in values or self.is_code(words.replace("-", "")) else self.label(words)

        changed = [
            self._catalog(f"rules.said.pair{form}", old=quoted(old), new=quoted(new)) for old, new in rewording.changed
        ]
        told = {"changed": self._catalog(f"rules.said.pair_comma{form}").join(changed)} if changed else {}
        for what, words in (("added", rewording.added), ("removed", rewording.removed)):
            if words:
                told[what] = self._some(words, quoted)
        if form:
            briefs = [self._catalog(f"rules.said.words_{what}{form}", text=text) for what, text in told.items()]
            topic = self._catalog("rules.comma").join(briefs)
            speaks = len(topic) > _LONG_TOPIC and not all(map(_has_digit, rewording.replacements))
            whole = rewording.is_list or (has_topic and "changed" in told and not values) or speaks
            return topic if whole else self._catalog("rules.topic", topic=topic, text=self.says(said.new))
        kind = "list" if rewording.is_list else "words"
        text = self.says(excerpt(said.new, rewording.start, rewording.end))
        return self._catalog(f"rules.said.{kind}_{'_'.join(told)}", place=place, text=text, **told)

    def _facts(self, facts: Sequence[Fact], form: str) -> str:
        """Values of one label, or of one place."""
        first = facts[0]
        changes = list(dict.fromkeys((fact.old, fact.new) for fact in facts))
        what = self._what(facts, form)
        n = 1 if first.column and first.name else max(1, len({fact.name for fact in facts}))
        if _flips(changes):
            action = "marked" if _is_marked(first.new) else "unmarked"
            return self._catalog(f"rules.value.{action}{form}", n=n, what=what)
        if len(changes) == 1:
            ((old, new),) = changes
            action = _version_action(old, new) if first.kind is FactKind.REQUIREMENT else _value_action(old, new)
            if max(len(old), len(new)) > _LONG_TOPIC and (rewording := read_rewording(old, new)):
                return self._cell_words(what, rewording, n, form)
            if first.kind in _NO_AMOUNTS and action in ("raised", "lowered"):
                action = "changed"
            if action == "changed" and first.kind is FactKind.CELL:  # it may be a part of one
                what_changed = self._catalog("rules.instead", **self.both(old, new))
                return self._catalog(f"rules.value.several{form}", n=n, what=what, values=what_changed)
            return self._catalog(f"rules.value.{action}{form}", n=n, what=what, **self.both(old, new))
        if all(old and new for old, new in changes):
            values = self.names([self._catalog("rules.instead", **self.both(*change)) for change in changes], 4)
            return self._catalog(f"rules.value.several{form}", n=n, what=what, values=values)
        values = self.names([self.code(new or old) for old, new in changes])
        return self._catalog(
            f"rules.value.{'added' if first.new else 'removed'}{form}", n=n, what=what, new=values, old=values
        )

    def _cell_words(self, what: str, rewording: Rewording, n: int, form: str) -> str:
        """Which words of a cell came, went or gave way to others."""
        added, removed = (self._some(words, self.name) for words in (rewording.added, rewording.removed))
        if not rewording.changed and not (added and removed):
            action = "added" if added else "removed"
            return self._catalog(f"rules.value.{action}{form}", n=n, what=what, new=added, old=removed)
        values = [self._catalog("rules.instead", **self.sides(*part)) for part in rewording.changed]
        parts = {"added": added, "removed": removed}
        values += [self._catalog(f"rules.said.words_{key}_brief", text=text) for key, text in parts.items() if text]
        return self._catalog(f"rules.value.several{form}", n=n, what=what, values=self.names(values, 4))

    def _what(self, facts: Sequence[Fact], form: str) -> str:
        first = facts[0]
        rows = self._alike(fact.name for fact in facts if fact.name)
        if first.column and rows:
            column = self.code(first.column) if self._literal else self.label(first.column)
            return self._catalog("rules.value.of", column=column, row=self.names(rows, 4))
        if first.column:
            return self.code(first.column) if self._literal else self.label(first.column)
        if rows:
            return self.names(rows, 4)
        return self._catalog(f"fact.{first.kind}" if form else f"rules.value.{first.kind}")

    def _point(self, point: Point, form: str) -> str:
        if point.action is Action.MOVED and point.findings[0].path:
            return self._moved(point, form)
        point = self._in_known_words(point)
        if point.subject in _UNQUOTED:
            names = list(dict.fromkeys(f.name for f in point.findings if f.name))
            key = f"rules.{point.subject}.{point.action}{form}"
            return self._catalog(key, n=len(names), names=self._some(names, self.code) if names else "")
        return self._listed(point, form) if point.action in LISTED else self._changed(point, form)

    def _moved(self, point: Point, form: str) -> str:
        """What stands in another file now, or stood there."""
        first = point.findings[0]
        if point.subject is Subject.INCLUDE:
            key = f"rules.include.moved_{'from' if first.moved_here else 'to'}{form}"
            return self._catalog(
                key, text=self.says(leading(readable(first.name), _BEGINNING)), path=self.path(first.path)
            )
        named = (self._name(finding, with_cells=False, literal=False) for finding in point.findings)
        names = list(dict.fromkeys(filter(None, named))) or [self._catalog("rules.empty")]
        key = f"rules.moved.{'from' if first.moved_here else 'to'}{form}"
        return self._catalog(key, n=len(names), names=self.names(names), path=self.path(first.path))

    def _in_known_words(self, point: Point) -> Point:
        """A point of a sort that the catalog has no words for, such as an outside analyzer may find, as another one."""
        first, key = point.findings[0], f"rules.{point.subject}.{point.action}"
        if key in self._catalog or (not first.name and f"{key}_unnamed" in self._catalog):
            return point
        if point.subject in (Subject.ROW, Subject.SETTING) and point.action is Action.CHANGED:  # told as values
            return point
        if point.subject in _UNQUOTED:
            return replace(point, action=Action.CHANGED)
        if point.action in LISTED:
            return replace(point, subject=Subject.SYMBOL)
        if all(first.old and first.new for first in point.findings):
            return replace(point, subject=Subject.PHRASE, action=Action.CHANGED)
        return replace(
            point, subject=Subject.SYMBOL, action=Action.ADDED if first.new or first.name else Action.REMOVED
        )

    def _listed(self, point: Point, form: str) -> str:
        first = point.findings[0]
        key = f"rules.{point.subject}.{point.action}"
        if point.subject is Subject.NOTE and (text := first.new or first.old):
            return self._catalog(f"{key}_says{form}", name=self.label(first.name), text=self.says(text))
        if point.subject is Subject.TABLE:
            return self._tables(point, key, form)
        if point.subject is Subject.COMMENT:
            return self._comment(first, key, form)
        if (point.subject, point.action) == (Subject.BLOCK, Action.ADDED) and first.new and len(point.findings) == 1:
            return self._catalog(f"{key}_says{form}", text=self.says(first.new))
        if point.subject is Subject.HEADING and point.action is Action.ADDED and len(point.findings) == 1:
            if len(first.cells) > 1 and "|" not in first.new:
                items = self._some([_without_stop(name) for name, _ in first.cells], self.label)
                return self._catalog(f"{key}_items{form}", names=self.label(first.name), items=items)
            if _begins(first):
                return self._catalog(f"{key}_says{form}", names=self.label(first.name), text=self.says(first.new))
            if first.cells:
                rows = self.names(self._alike(name for name, _ in first.cells))
                return self._catalog(f"{key}_rows{form}", names=self.label(first.name), rows=rows)
        is_row = point.subject is Subject.ROW and point.action is Action.ADDED
        if is_row and first.name and len(point.findings) == 1 and (said := _description(first)):
            name = self._row(first, self.name(first.name))
            return self._catalog(f"{key}_says{form}", names=name, text=self.says(said))
        few = len(point.findings) <= _MAX_ROWS and point.action is Action.ADDED
        literal = point.subject is Subject.ROW and any(self.is_code(finding.name) for finding in point.findings)
        findings = point.findings
        if point.subject is Subject.PARAMETER and not point.section:
            findings = tuple(map(_with_call, findings))
        named = (self._name(finding, with_cells=few, literal=literal) for finding in findings)
        names = list(dict.fromkeys(filter(None, named)))
        if not names:
            return self._catalog(
                f"{key}_unnamed{form}" if point.subject is Subject.BLOCK else f"{key}{form}",
                n=len(point.findings),
                names=self._catalog("rules.empty"),
            )
        if _is_elsewhere(point):
            key += "_under"
        if point.subject is Subject.ENTRY and len(point.findings) == 1:
            return self._entry(first, key, form)
        section = self.label(point.section) if point.section else ""
        return self._catalog(f"{key}{form}", n=len(names), names=self.names(names), section=section)

    def _tables(self, point: Point, key: str, form: str) -> str:
        """Tables that came or went, by their columns; a single one with its rows."""
        columns = [column for finding in point.findings for column in finding.name.split("|")]
        names = self.names([self.label(column) for column in dict.fromkeys(columns)])
        if form or len(point.findings) > 1:
            return self._catalog(f"{key}{form}", n=len(point.findings), names=names)
        rows = self.names(self._alike(name for name, _ in point.findings[0].cells))
        return self._catalog(f"{key}_rows", rows=rows, columns=names)

    def _comment(self, comment: Finding, key: str, form: str) -> str:
        """Text that a reader sees now, or no longer does; where it was reworded, as it was hidden, too."""
        was_hidden = comment.action is Action.REMOVED
        if comment.name:
            return self._catalog(f"{key}_section{form}", name=self.label(comment.name))
        old, new = self.says(comment.old), self.says(comment.new)
        if was_hidden and not form and old != new:
            return self._catalog(f"{key}_reworded", old=old, new=new)
        return self._catalog(f"{key}{form}", text=new if was_hidden else old)

    def _entry(self, entry: Finding, key: str, form: str) -> str:
        """An entry with what it leads to, or with those that stand under it."""
        values = {"names": self.label(entry.name), "section": self.label(entry.section)}
        target = entry.new or entry.old if entry.action is not Action.MOVED else ""
        if entry.cells and not form:
            inside = self.names([self.label(name) for name, _ in entry.cells])
            return self._catalog(f"{key}_group", **values, inside=inside)
        if " " in target and not form:
            return self._catalog(f"{key}_says", **values, text=self.says(readable(target)))
        if target and not form:
            return self._catalog(f"{key}_target", **values, target=self.path(target))
        return self._catalog(f"{key}{form}", n=1, **values)

    def _name(self, finding: Finding, *, with_cells: bool, literal: bool) -> str:
        value = finding.new or finding.old
        shown = value if finding.subject in _BY_TARGET else finding.name or value
        if not shown:
            return ""
        if finding.subject in _LABELS:
            return self.label(shown)
        if finding.subject in _VALUED and value and value != shown:
            return self._catalog("rules.valued", name=self.code(shown), value=self.code(value))
        if finding.subject is Subject.ROW:
            name = self.code(shown) if literal and " " not in shown else self.name(shown)
            return self._row(finding, name, several=True) if with_cells else name
        return self.code(shown)

    def described(self, heads: Sequence[str], row: Sequence[str]) -> str:
        """A row of a new table by its first cell, with those of the others that a reader looks for."""
        name, *texts = map(readable, row)
        held = tuple(zip(map(readable, heads[1:]), texts, strict=False))
        return self._row(Finding(Subject.ROW, Action.ADDED, name, cells=held), self.label(name))

    def _row(self, row: Finding, name: str, *, several: bool = False) -> str:
        """A row by its name, with those of its cells that a reader looks for, or what describes it among others."""
        short = [(column, cell) for column, cell in row.cells if len(cell) <= _SHORT_CELL and cell]
        marked = [column for column, cell in short if column and _is_marked(cell)]
        shown = [(column, cell) for column, cell in short if cell_kind(column, cell)]
        if not shown:
            shown = [(column, cell) for column, cell in short if not _NO_NEWS_OF_ROW.match(cell)]
        cells = [self._cell(column, cell) for column, cell in shown[:_SHOWN_CELLS]]
        if marked:
            cells.append(self._catalog("rules.row.marked", names=self.names(list(map(self.name, marked)), 4)))
        if several and not cells and (said := _description(row)):
            cells = [self.says(said)]
        comma = self._catalog("rules.comma")
        return self._catalog("rules.row.with_cells", name=name, cells=comma.join(cells)) if cells else name

    def _cell(self, column: str, cell: str) -> str:
        if not column:
            return self.code(cell)
        return self._catalog("rules.row.cell", column=self._text(column, _SHORT_CELL), value=self.code(cell))

    def _entry_instead(self, entry: Finding, form: str) -> str:
        """An entry in the place of another one, or under another name, with what both lead to if that is different."""
        sides = {"old": self.label(entry.old), "new": self.label(entry.new)}
        key = f"rules.entry.{entry.action}"
        if form and len(entry.old) + len(entry.new) > self._length:
            return self._catalog(f"rules.entry.now{form}", **sides)
        targets = [target for _, target in entry.cells]
        if form or not all(targets) or not targets:
            return self._catalog(f"{key}{form}", **sides)
        old, new = map(self.path, targets)
        return self._catalog(f"{key}_target", **sides, old_target=old, new_target=new)

    def _links_alike(self, point: Point, form: str) -> str:
        """Links in whose targets the same words changed, by their labels if there are few; others by their targets."""
        first = point.findings[0]
        if len({(f.old, f.new) for f in point.findings}) > 1:
            links = [
                self._catalog("rules.link.target", name=self.label(f.name), target=self.path(f.new))
                for f in point.findings
            ]
            return self._catalog(f"rules.link.several{form}", links=self.names(links, 4))
        labels = [self.label(name) for name in dict.fromkeys(f.name for f in point.findings)]
        sides = self.both(first.old, first.new)
        if len(labels) > _SEVERAL:
            return self._catalog(f"rules.link.alike{form}", **sides)
        return self._catalog(f"rules.link.together{form}", n=len(labels), names=self.names(labels), **sides)

    def _changed(self, point: Point, form: str) -> str:
        first, n = point.findings[0], len(point.findings)
        key = f"rules.{point.subject}.{point.action}"
        if point.subject is Subject.ROW and not (first.old or first.new):
            names = self._alike(f.name for f in point.findings)
            return self._catalog(f"{key}_bare{form}", n=len(names), names=self.names(names))
        if point.subject in (Subject.ROW, Subject.SETTING):
            return self._facts([_as_fact(f) for f in point.findings], form)
        if point.is_redeclared:
            names = [self.code(name) for name in dict.fromkeys(f.name for f in point.findings)]
            return self._catalog(f"rules.symbol.redeclared{form}", n=len(names), names=self.names(names))
        if point.subject is Subject.LINK and point.action is Action.REPLACED:
            labels = [self.label(name) for name in dict.fromkeys(f.name for f in point.findings)]
            versions = {"old": self.code(first.old), "new": self.code(first.new)}
            return self._catalog(f"{key}{form}", n=len(labels), names=self.names(labels), **versions)
        if point.subject is Subject.LINK and point.action is Action.RENAMED:
            sides = {"old": self.label(first.old), "new": self.label(first.new)}
            return self._catalog(f"{key}{form}", **sides, target=self.path(first.path))
        if point.subject is Subject.LINK and n > 1:
            return self._links_alike(point, form)
        if not first.name and point.subject in (Subject.LINK, *_BY_TARGET):
            key += "_unnamed"
        if point.subject is Subject.ENTRY and first.old and first.new and point.action is not Action.CHANGED:
            return self._entry_instead(first, form)
        if point.subject in _LED and point.action is Action.CHANGED:
            whole = {"old": self.path(first.old), "new": self.path(first.new)}
            sides = self.both(first.old, first.new) if form else whole
        elif point.subject is Subject.INCLUDE and point.action is Action.REPLACED:
            sides = {"old": self.says(readable(first.old)), "new": self.path(first.new)}
        elif point.subject in _LABELS:
            old, new = from_difference(first.old, first.new, self._length)
            sides = {"old": self.label(old), "new": self.label(new)}
        else:
            sides = self.both(first.old, first.new)
        if point.subject is Subject.PHRASE:
            if not (first.old and first.new):
                what, name = ("added", first.new) if first.new else ("removed", first.old)
                if n < _SEVERAL:
                    return self._catalog(f"rules.phrase.{what}{form}", n=n, names=self.name(name))
                return self._catalog(f"rules.phrase.{what}_throughout{form}", text=self.name(name))
            key = f"rules.phrase.{'throughout' if n >= _SEVERAL else 'changed'}"
            return self._catalog(f"{key}{form}", **self.sides(first.old, first.new))
        quote = self.code if point.subject in _VALUED else self.name
        text = self._catalog(f"{key}{form}", name=quote(first.name), **sides)
        return self._catalog("rules.times", text=text, n=n) if n > 1 else text


def _has_digit(part: Replacement) -> bool:
    """Whether words are a value, such as a date, which says nothing without what it is of."""
    return any(map(str.isdigit, part.new or part.old))


def _is_elsewhere(point: Point) -> bool:
    """Whether entries stand under another one now."""
    moved = point.subject is Subject.ENTRY and point.action is Action.MOVED
    return moved and bool(point.section) and all(f.old != f.new for f in point.findings)


def _telling_words(old: str, new: str, fewest: int) -> Replacement | None:
    """The words that gave way to others, if that is all and both have so many letters that they say something."""
    part = only_replacement(old, new) if old and new else None
    return part if part and all(sum(map(str.isalnum, side)) >= fewest for side in part) else None


def _without_stop(text: str) -> str:
    return text[:-1] if text.endswith((".", "。")) and not text.endswith("..") else text


def _with_call(parameter: Finding) -> Finding:
    """A parameter with what takes it."""
    return replace(parameter, name=f"{parameter.section}({parameter.name})") if parameter.section else parameter


def _description(row: Finding) -> str:
    """The first sentence of the cell that describes a row: the longest one of prose."""
    longest = max((cell for _, cell in row.cells), key=len, default="")
    prose = longest.count(" ") >= _FEWEST_BLANKS or not longest.isascii()
    return sentences(longest)[0] if prose and len(longest) > _SHORT_CELL and not longest.startswith("http") else ""


def _as_fact(finding: Finding) -> Fact:
    name = "" if finding.name == finding.column else finding.name
    return Fact(FactKind.CELL, finding.old, finding.new, (), finding.lines, name, finding.column)


def _begins(heading: Finding) -> bool:
    """Whether the first line of a new section is a sentence that can be quoted."""
    text = heading.new
    return bool(text) and "|" not in text and not (text.startswith((":", "[!", "<", "!")) or text.endswith((":", "：")))


def _value_action(old: str, new: str) -> str:
    """What happened to a value: it came, went, changed, or is a number that rose or fell."""
    if not old or not new:
        return "added" if new else "removed"
    before, after = _amount(old), _amount(new)
    if before is None or after is None or before[1:] != after[1:] or before[0] == after[0]:
        return "changed"
    return "raised" if after[0] > before[0] else "lowered"


def _version_action(old: str, new: str) -> str:
    """What happened to the lowest version that is needed."""
    if not old or not new:
        return "added" if new else "removed"
    return "required_raised" if is_raised(old, new) else "required_lowered" if is_raised(new, old) else "changed"


def _amount(text: str) -> tuple[float, str, str] | None:
    match = _NUMBER.match(text.strip())
    if not match:
        return None
    return float(match[2].replace(",", "")) * _FACTORS.get(match[3], 1), match[1], match[4].strip()


def _flips(changes: Sequence[tuple[str, str]]) -> bool:
    """Whether cells got a mark that says yes, or lost it."""
    return (
        all(
            (_is_marked(old) and _UNMARKED_CELL.fullmatch(new)) or (_is_marked(new) and _UNMARKED_CELL.fullmatch(old))
            for old, new in changes
        )
        and len({_is_marked(new) for _, new in changes}) == 1
    )


def _is_marked(cell: str) -> bool:
    return bool(_MARKED_CELL.fullmatch(cell.strip()))
