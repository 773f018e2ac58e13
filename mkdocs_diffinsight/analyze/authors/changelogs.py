"""What changelogs, release notes and change files say that is new: their added entries, as they stand there. Pure."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import takewhile, zip_longest
from typing import NamedTuple

from ...language.scripts import EAST_ASIAN, MONTH
from ...model.findings import Quotation, Source, Topic
from ..documents.links import ITEM
from ..documents.markdown import heading, heading_level
from ..documents.sentences import split_sentences
from ..lines.edits import PlacedLine, proof
from .passages import Passage, joined, number_of, plain, read_passages
from .words import (
    WORDS,
    is_of_others,
    is_of_people,
    labelled,
    says_breaking,
    topic_for_users,
    topic_of_entry,
    topic_of_heading,
    topic_of_kind,
    usual_topic,
)

_TEXT = r"(?:\.(?:md|mdx|markdown|mdown|rst|txt|adoc|asciidoc))?\Z"
# e.g. docs/release-notes/v1.2.md
_CHANGELOG = re.compile(
    r"(?:^|/)(?:[\w.-]{0,60}[_. -])?(?:change-?_?logs?|release[-_ ]?notes?|relnotes|what'?s?[-_]?s?[-_ ]?new)"
    rf"(?:[-_. ][\w. -]{{0,60}}?)?{_TEXT}"
    rf"|(?:^|/)(?:change-?_?logs?|release[-_]?notes?|releases|what'?-?s[-_]?new)/(?:[^/]{{1,100}}/){{0,6}}[^/]{{1,100}}?{_TEXT}"
    rf"|(?:^|/)(?-i:CHANGES|HISTORY|NEWS|RELEASES|Changes|ChangeLog|History|News)(?:[-_.][\w-]{{1,60}})?{_TEXT}"
    rf"|\A(?:docs?/)?(?:[\w-]{{1,60}}/)?(?:changes|history|news|releases){_TEXT}",
    re.IGNORECASE,
)
# e.g. .changeset/quick-cats-run.md
_CHANGE_FILE = re.compile(
    r"(?:^|/)(?:\.changesets?|\.changes|changelog\.d|changes\.d|news\.d|newsfragments?|changelogs?/fragments"
    rf"|changelogs?/unreleased)/(?:[^/]{{1,100}}/){{0,4}}(?!README|\.|_|template)[^/]{{1,200}}?{_TEXT}",
    re.IGNORECASE,
)
# e.g. news/123.feature.rst
_FRAGMENT = re.compile(
    r"(?:^|/)(?:changelog\.d|changes\.d|news\.d|newsfragments?|changelogs?/fragments|fragments|news|changes)"
    rf"/(?:[^/]{{1,100}}/){{0,4}}[^/.]{{0,80}}\.([a-z_-]{{2,20}})(?:\.\d{{1,4}})?{_TEXT}",
    re.IGNORECASE,
)
# e.g. "@acme/web": major
_LEVEL = re.compile(
    r"[\"']?[@\w./*-]{1,100}[\"']?\s*:\s*[\"']?(major|minor|patch|none)\b(?::(\w{1,20}))?", re.IGNORECASE
)
# e.g. ## [1.2.3] - 2025-01-27
_VERSION = re.compile(
    rf"\bv?\d+\.\d+|\b20\d\d\b|\bunreleased\b|\bupcoming\b|\bnext\b|\b{MONTH}\b|未リリース|未发布|\d月", re.IGNORECASE
)
# e.g. Version 1.2.3 (2025-01-27)
_VERSION_LINE = re.compile(
    r"(?:(?:version|release|changes in)\s+)?\[?v?\d{1,4}\.\d[\w.+-]{0,60}\]?"
    r"(?:\s{0,3}[-–—/:(,]?\s{0,3}\(?[\w ,./:-]{0,40}\)?)?:?\Z"
    r"|[\w.+-]{1,80} \([^()\s]{1,60}\) [\w -]{1,60};"
    r"|\* (?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) \w{3} \d",
    re.IGNORECASE,
)
# e.g. ---
_UNDERLINE = re.compile(r"([=~^\"'*+#`-])\1{2,}\s*\Z")
# e.g. **Bug fixes**
_LABEL_LINE = re.compile(r"(?:(\*\*|__|\*|_)[^*_]{2,60}\1:?|[^\s*#|<>`-][^|<>`]{1,50}:?)\s*\Z")
# e.g. Changelog
_GENERIC = re.compile(WORDS["marks"]["generic"], re.IGNORECASE)
# e.g. (#123)
_REFERENCE = re.compile(
    r"[\[({`]*(?:[\w.-]{0,40}(?:/[\w.-]{1,60})?[#!]\d{1,7}|@[\w-]{1,40}(?:\[bot\])?|(?=[0-9a-f]{0,39}\d)[0-9a-f]{6,40}|GH-?\d{1,6}"
    r"|https?://\S{1,300}|(?:gh|bpo|pr|issue)[-#]\d{1,7})[\])}`_.,;]*"
)
# e.g. #123, :pr:`123`, https://example.org/pull/123, GH-123
_NUMBERED = re.compile(
    r"(?:(?<![\w&])[#!]|\b(?:pr|issue|gh|pull|bug|bpo):?`[#!]?|/(?:pull|issues|merge_requests)/|\bGH-)(\d{1,7})\b"
)
# e.g. :issue:`123`
_ROLES = re.compile(r"\s?(?:\(?(?::[a-z]{1,12}:|\{[a-z]{1,12}\})`[#@]?[\w-]{1,40}`\)?[,.;\s]{0,3}){1,12}\Z")
_AROUND = frozenset(
    "and by close closed closes commit fix fixed fixes in issue pr pull ref refs resolves see thanks to via & -".split()
)
_LEADING = frozenset("a an and at by for from in into like of on or see since than the to via with".split())
"""Words that a number or a name belongs to."""
# e.g. by @ada in https://example.org/pull/12
_BY = re.compile(
    r"(?:\A|\s)(?:PR #\d{1,7} )?[Bb]y `?@[\w\[\]-]{1,40}`?(?:, `?@[\w\[\]-]{1,40}`?){0,9}"
    r"(?: in (?:https?://\S{1,300}|#\d{1,7}))?\.?\s*\Z"
)
# e.g. "`1a2b3c4d5` (#12 by @ada) It works."
_COMMIT = re.compile(
    r"`?(?=[0-9a-f]{0,39}\d)(?=[0-9a-f]{0,39}[a-f])[0-9a-f]{7,40}`?"
    r"(?: \(#\d{1,7}(?: by @?[\w\[\]-]{1,40})?\))?:? (?=\S)"
)
"""The commit that a line of a changelog begins with."""
# e.g. , closes #12 #13
_CLOSES = re.compile(r",? (?:closes|fixes|refs|resolves) (?:[\w./-]{0,80}#\d{1,7}[, ]{0,2}){1,20}\Z", re.IGNORECASE)
# e.g. abc1234: It works.
_HEAD_END = re.compile(r" [-–—] |: ")
# e.g. Full Changelog
_NOTHING = re.compile(WORDS["marks"]["nothing"], re.IGNORECASE)
# e.g. 模型
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
# e.g. word
_WORD = re.compile(r"[^\W\d_]{2,}")
_ENOUGH = 280
"""Characters of an entry after which no further sentence is taken."""
_MOST = 700
"""An entry whose first sentence is longer is no sentence."""
_SIGNS = 400
_LIKE = 0.7
"""The share of words by which an entry is another one's, reworded."""
_MOST_REWORDED = 40
"""Entries that went, with which those that came are compared."""
_MOST_REFERENCES = 300
_VERSION_LEVEL = 2
_LABEL_LEVEL = 9
"""Of a label in a line of its own: below every heading."""
# e.g. feat(web)!: It works, and **web:** It works
_LABELLED = re.compile(r"\A\W{0,4}[\w./-]{1,30}(?:\([^()]{1,60}\))?!?:\W{1,4}(?=\w)")
# e.g. words
_LETTERS = re.compile(r"\w+")
# e.g. words
_UNIT = re.compile(rf"[{EAST_ASIAN}]|[^\W{EAST_ASIAN}]+")
_REFINED = (None, Topic.NEWS)
"""Topics of sections whose entries are told by their own words."""
_CERTAIN = (Topic.FIX, Topic.UPKEEP)
"""What most often stays what it is, whatever else an entry says."""
_OVER: Mapping[Topic | None, Sequence[Topic]] = {
    Topic.END: (Topic.DEPRECATION, Topic.REQUIREMENT, Topic.FIX, Topic.UPKEEP),
    Topic.DEPRECATION: (Topic.END, Topic.REQUIREMENT, Topic.FIX, Topic.UPKEEP),
    Topic.REQUIREMENT: (Topic.END, Topic.DEPRECATION, Topic.DEFAULT),
    Topic.FEATURE: (Topic.END, Topic.DEPRECATION, Topic.REQUIREMENT, Topic.DEFAULT, Topic.UPKEEP),
}
"""What entries may be by their own words, although they stand in such a section, or have such a label."""


_MORE_IS_SAID = (Topic.END, Topic.DEPRECATION)
"""Beside a list of such entries, or below one in a paragraph, further paragraphs only say more of them."""


class _Head(NamedTuple):
    """A line that heads a part of a changelog."""

    number: int
    title: str
    level: int


class _Parent(NamedTuple):
    """An item that others may belong to."""

    indent: int
    title: str
    is_list: bool
    """It names a list, or was there before, so that what stands below it tells something itself."""


class _Place(NamedTuple):
    """Where an entry stands."""

    path: tuple[str, ...] = ()
    """The headings above it, from the version on."""
    topic: Topic | None = None
    """What the innermost of them says."""
    usual: Topic | None = None
    """What its entries are that do not say it themselves."""
    is_of_people: bool = False
    """Who took part is named there, and nothing is told."""


@dataclass(frozen=True)
class _Outline:
    """The parts of a changelog."""

    starts: Sequence[int]
    places: Sequence[_Place]
    heads: frozenset[int]
    """The numbers of the lines that head parts, or underline what does."""

    def part(self, number: int) -> int:
        """The part that a line stands in, from 1; before the first one, 0."""
        return bisect_right(self.starts, number)

    def at(self, number: int) -> _Place:
        part = self.part(number)
        return self.places[part - 1] if part else _Place()


def is_change_file(path: str) -> bool:
    """Whether a file is one entry of a changelog that is still to be made of such files."""
    return bool(_CHANGE_FILE.search(path) or _kind_of_fragment(path))


def is_changelog(path: str, whole: Sequence[str] | None) -> bool:
    """Whether a file is a list of what is new: by its name, and by its headings where they are known."""
    if not _CHANGELOG.search(path):
        return False
    heads = _heads(list(enumerate(whole[:_SIGNS], 1))) if whole else iter(())
    return whole is None or any(_VERSION.search(head.title) or topic_of_heading(head.title) for head in heads)


def read_change_file(
    path: str, lines: Sequence[PlacedLine], old: Sequence[str] | None, new: Sequence[str] | None
) -> Iterator[Quotation]:
    """What a change file tells: its title, or else its first passage.

    `lines` are its hunks placed as those of a document, `old` and `new` all of its lines where they are known.
    """
    shown = [(number_of(placed, "+"), placed.text) for placed in lines if placed.line.kind != "-"]
    level, front = _level(shown)
    place = _Place(topic=_kind_of_fragment(path), usual=level or _kind_in_name(path))
    heads = [
        head for head in _heads([line for line in shown if line[0] not in front]) if not topic_of_heading(head.title)
    ]
    titles = frozenset(head.number for head in heads[:1])
    told = [p for p in read_passages(lines, "+", new, front | titles) if p.sort != "row"]
    gone = _Gone(read_passages(lines, "-", old), frozenset())
    if heads and (not told or heads[0].number < number_of(told[0].lines[0], "+")):
        line = next(p for p in lines if p.line.kind != "-" and number_of(p, "+") == heads[0].number)
        told = [Passage("paragraph", (line,), (heads[0].title,), 0)]
    for passage in told[:1]:
        text = _text(passage)
        if passage.is_changed and not gone.has(passage, text) and (entry := _entry(passage, text, place)):
            yield entry


def read_changelog(
    lines: Sequence[PlacedLine], old: Sequence[str] | None, new: Sequence[str] | None, *, is_new: bool
) -> Iterator[Quotation]:
    """The entries that came to a changelog; of a whole new one, those of its first version.

    `lines` are its hunks placed as those of a document, `old` and `new` all of its lines where they are known.
    """
    shown = [(number_of(placed, "+"), placed.text) for placed in lines if placed.line.kind != "-"]
    outline = _outline(list(enumerate(new, 1)) if new is not None else shown)
    gone = _Gone(read_passages(lines, "-", old), frozenset(old or ()))
    passages = read_passages(lines, "+", new, outline.heads)
    told = {outline.part(_number(passage)) for passage in passages if passage.sort == "item"}
    version: tuple[str, ...] | None = None
    parents: list[_Parent] = []
    lead: tuple[int, str] | None = None
    for passage, following in zip_longest(passages, passages[1:]):
        while parents and passage.indent <= parents[-1].indent:
            parents.pop()
        part, text = outline.part(_number(passage)), _text(passage)
        if passage.sort == "paragraph" and not passage.indent:
            text, leading = _split_lead(text) if following and following.sort == "item" else (text, "")
            lead = (part, leading) if leading else None
        is_parent = passage.sort == "item" and (text.endswith((":", "：", "]")) or not _says_something(text))
        is_detail = bool(parents) and (passage.sort == "paragraph" or not parents[-1].is_list)
        if text and passage.is_changed and not (is_parent or is_detail or gone.has(passage, text)):
            place = outline.at(_number(passage))
            version = place.path[:1] if version is None else version
            if is_new and place.path[:1] != version:
                return
            if passage.sort == "paragraph" and part in told and place.topic in _MORE_IS_SAID:
                place = place._replace(topic=None)
            elif lead and lead[0] == part:
                place = _led(place, lead[1])
            entry = _entry(passage, text, _below(place, [parent.title for parent in parents]))
            if entry and (new_text := gone.unsaid(entry.text)):
                yield replace(entry, text=new_text)
        told.add(part)
        if passage.sort == "item":
            parents.append(_Parent(passage.indent, text.strip(":： *_"), is_parent or not passage.is_changed))


def _number(passage: Passage) -> int:
    return number_of(passage.lines[0], "+")


def _split_lead(text: str) -> tuple[str, str]:
    """A paragraph above a list: what it says, and the sentence that leads to the list, if one does."""
    start = [first for first, _ in split_sentences(text)][-1:]
    if not start or not text.rstrip("*_` ").endswith((":", "：", "...", "…")):
        return text, ""
    said, lead = text[: start[0]].strip(), text[start[0] :]
    return said.lstrip("*_") if lead.rstrip(":： ").endswith(("*", "_")) else said, lead


def _led(place: _Place, lead: str) -> _Place:
    """The place of what a sentence leads to, which may say what that is."""
    if is_of_others(lead):
        return place._replace(topic=None, usual=None)
    told = topic_of_heading(lead) or topic_of_entry(lead)
    return place._replace(topic=told) if told in _MORE_IS_SAID and place.topic is not Topic.BREAKING else place


def _below(place: _Place, titles: Sequence[str]) -> _Place:
    """The place of what stands in lists of these titles, from the outermost to the innermost."""
    topic = next(filter(None, map(topic_of_heading, reversed(titles))), None)
    return place._replace(path=(*place.path, *titles), topic=topic or place.topic)


def _kind_of_fragment(path: str) -> Topic | None:
    """What the name of a change file says, as towncrier has it."""
    match = _FRAGMENT.search(path)
    return topic_of_kind(match[1].lower()) if match else None


def _kind_in_name(path: str) -> Topic | None:
    """What the first word of a change file's name says."""
    return topic_of_kind(re.split(r"[_.-]", path.rpartition("/")[2].lower(), maxsplit=1)[0])


def _level(lines: Sequence[tuple[int, str]]) -> tuple[Topic | None, frozenset[int]]:
    """What the front matter of a change file says of the next version of its packages, and the numbers of its lines."""
    if not lines or lines[0][1].strip() != "---":
        return None, frozenset()
    end = next((n for n, (_, text) in enumerate(lines[1:], 1) if text.strip() == "---"), 0)
    found = [match[2] or match[1] for _, text in lines[1:end] if (match := _LEVEL.match(text))]
    topics = [topic for level in found if (topic := topic_of_kind(level.lower()))]
    order = list(Topic)
    return min(topics, key=order.index, default=None), frozenset(number for number, _ in lines[: end + 1])


def _outline(lines: Sequence[tuple[int, str]]) -> _Outline:
    starts: list[int] = []
    places: list[_Place] = []
    heads: set[int] = set()
    above: list[_Head] = []
    for head in _heads(lines):
        heads.add(head.number)
        while above and above[-1].level >= head.level:
            above.pop()
        above.append(head)
        version = next((n for n, one in enumerate(above) if _VERSION.search(one.title)), 0)
        named = [one for one in above[version:] if _says_topic(one.title) or not _GENERIC.match(one.title)]
        path = [one.title for one in named]
        inner = [title for title in reversed(path) if not _VERSION.search(title)]
        own = list(takewhile(lambda title: not is_of_others(title), inner))
        if own != inner:
            inner, path = own, [*filter(_VERSION.search, path), *reversed(own)]
        usual = next(filter(None, map(usual_topic, inner)), None)
        topic = None if usual else next(filter(None, map(topic_of_heading, inner)), None)
        starts.append(head.number)
        places.append(_Place(tuple(path[-3:]), topic, usual, any(map(is_of_people, inner[:1]))))
    return _Outline(starts, places, frozenset(heads))


def _says_topic(title: str) -> bool:
    return bool(topic_of_heading(title) or usual_topic(title) or is_of_others(title))


def _heads(lines: Sequence[tuple[int, str]]) -> Iterator[_Head]:
    """The lines that head something: marked, underlined, versions, and labels in lines of their own."""
    levels: dict[str, int] = {}
    fenced = False
    for i, (number, text) in enumerate(lines):
        start = text[:1]
        if start in " \t|>" or not text.strip():
            continue
        if start == "`":
            fenced ^= text.startswith("```")
            continue
        if fenced:
            continue
        above, below = (lines[n][1] if 0 <= n < len(lines) else "" for n in (i - 1, i + 1))
        apart = not above.strip() or bool(_UNDERLINE.match(above))
        if title := heading(text):
            yield _Head(number, _title(title), heading_level(text))
        elif apart and len(text) <= 200 and (rule := _UNDERLINE.match(below)) and not _UNDERLINE.match(text):
            yield _Head(number, _title(text), levels.setdefault(rule[1], len(levels) + 1))
        elif apart and len(text) <= 160 and _VERSION_LINE.match(text):
            yield _Head(number, _title(text), _VERSION_LEVEL)
        elif apart and len(text) <= 60 and _LABEL_LINE.match(text) and below.lstrip()[:1] in ("", *"-*+"):
            title = _title(text)
            if topic_of_heading(title) or is_of_people(title) or (text[0] in "*_" and _heads_list(lines, i)):
                yield _Head(number, title, _LABEL_LEVEL)


def _heads_list(lines: Sequence[tuple[int, str]], at: int) -> bool:
    """Whether what stands below a line is a list, right there or after a blank line."""
    below = next((text for _, text in lines[at + 1 : at + 3] if text.strip()), "")
    return bool(ITEM.match(below)) and not lines[at][1].rstrip("*_ ").endswith((".", "。"))


def _title(text: str) -> str:
    return plain(text).strip("*_[] \\").rstrip("*_:： ") or text.strip()


def _text(passage: Passage) -> str:
    """What an entry says, without the numbers and hashes around it."""
    if passage.sort == "row":
        return max((_without_references(plain(_ROLES.sub("", text))) for text in passage.texts), key=len)
    return _without_references(plain(_ROLES.sub("", joined(passage.texts)[0])))


def _entry(passage: Passage, text: str, place: _Place) -> Quotation | None:
    label, text = labelled(text, is_topic=place.topic in _REFINED)
    text = _first_sentences(_without_references(text), has_end=passage.has_end)
    if not passage.has_start or place.is_of_people or not text or _NOTHING.match(text) or not _says_something(text):
        return None
    where = place.path
    if passage.sort == "row":
        if passage.lines[0].columns == passage.texts:
            return None  # the table's head
        name = plain(passage.texts[0])
        where = (*where, name) if name and name != text else where
    topic = _topic(text, label, place)
    numbers = tuple(dict.fromkeys(map(int, _NUMBERED.findall("\n".join(passage.texts)))))
    return Quotation(topic, text, Source.CHANGELOG, proof(*passage.lines), where=where, references=numbers)


def _topic(text: str, label: Topic | None, place: _Place) -> Topic:
    """What an entry is: as its own words say, where its section leaves room for that, or else as its section does."""
    if Topic.BREAKING in (label, place.topic, place.usual) or says_breaking(text):
        return Topic.BREAKING
    own = topic_of_entry(text)
    if label is None and place.topic in _REFINED:
        return own or place.usual or Topic.NEWS
    if place.topic in _CERTAIN:
        return (topic_for_users(text) if own not in _CERTAIN else None) or place.topic
    section = label or place.topic
    return own if own and own in _OVER.get(section, ()) else section or Topic.NEWS


def _without_references(text: str) -> str:
    """An entry without the numbers, hashes, thanks and names of people before and after it."""
    text = text[commit.end() :] if (commit := _COMMIT.match(text)) else text
    head = _HEAD_END.search(text[:_MOST_REFERENCES])
    if head and _are_references(text[: head.start()].replace("!", " ")):
        text = text[head.end() :]
    while text:
        before = text
        text = _CLOSES.sub("", _BY.sub("", text)).rstrip()
        for opening, closing in ("()", "[]"):
            bare = text.rstrip(".")
            start = bare.rfind(opening)
            at_end = start > 0 and bare.endswith(closing) and len(bare) - start <= _MOST_REFERENCES
            if at_end and _are_references(bare[start + 1 : -1]):
                text = bare[:start].rstrip() + text[len(bare) :]
        words = text.split()
        while len(words) > 1 and _REFERENCE.fullmatch(words[-1]) and words[-2].lower() not in _LEADING:
            words.pop()
        text = text if len(words) == len(text.split()) else " ".join(words)
        if text == before:
            break
    return text.strip()


def _are_references(text: str) -> bool:
    """Whether a text names changes, reports and people, and says nothing."""
    words = [
        word for word in text.replace(",", " ").replace(";", " ").split() if word.lower().rstrip(":") not in _AROUND
    ]
    return bool(words) and all(_REFERENCE.fullmatch(word) for word in words)


def _first_sentences(text: str, *, has_end: bool) -> str:
    """The whole sentences that an entry starts with: all of a short one, never a part of one."""
    spans = list(split_sentences(text))
    if not has_end and text.rstrip("*_`)\"'")[-1:] not in (*".!?。！？",):
        spans = spans[:-1]
    end = 0
    for _, stop in spans:
        if end and stop > _ENOUGH:
            break
        end = stop
    return text[:end] if end <= _MOST else ""


def _says_something(text: str) -> bool:
    return len(_WORD.findall(text)) >= 2 or len(_EAST_ASIAN.findall(text)) >= 3


class _Gone:
    """What a changelog said before: an entry that says the same, or nearly the same, is not new.

    Nor is a paragraph of which a line stands below other versions, too.
    """

    def __init__(self, passages: Sequence[Passage], lines: frozenset[str]) -> None:
        self._lines = lines
        texts = [(passage, _text(passage)) for passage in passages]
        self._all = {normal(_without_label(text)) for _, text in texts}
        self._sentences = {normal(text[start:stop]) for _, text in texts for start, stop in split_sentences(text)}
        changed = [text for passage, text in texts if passage.is_changed]
        self._reworded = [_bag(text) for text in changed[:_MOST_REWORDED]]

    def has(self, passage: Passage, text: str) -> bool:
        if normal(_without_label(text)) in self._all or (
            passage.sort == "paragraph" and passage.lines[0].text in self._lines
        ):
            return True
        own = _bag(text) if self._reworded else Counter[str]()
        return any(2 * (own & other).total() >= _LIKE * (own.total() + other.total()) for other in self._reworded)

    def unsaid(self, text: str) -> str:
        """An entry from the first sentence on that was not there before; nothing where there is none."""
        spans = split_sentences(text)
        starts = (start for start, stop in spans if normal(text[start:stop]) not in self._sentences)
        return text[next(starts, len(text)) :].strip()


def _without_label(text: str) -> str:
    """An entry without the type or the scope before it, which tools write in several ways."""
    return _LABELLED.sub("", text, 1)


def normal(text: str) -> str:
    """A text without its marks and its case."""
    return "".join(_LETTERS.findall(text.casefold()))


def _bag(text: str) -> Counter[str]:
    return Counter(_UNIT.findall(text[:2000].casefold()))
