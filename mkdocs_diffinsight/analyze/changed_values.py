"""Values that changed: dates, versions, limits, prices and the like, each with where it stands. Pure.

Only what is plainly the same value before and after is a fact. A reworded sentence is none, whatever its numbers.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import takewhile

from ..model.fact_kinds import FactKind
from ..model.findings import Action, Fact, Finding, LineSpan, Side, Subject
from .documents.directives import is_directive
from .documents.links import ITEM, bare, strip_targets
from .documents.markdown import heading
from .documents.tables import cells, shown
from .documents.words import elements, without_footnotes
from .lines.edits import Edit, Edits, different_parts, proof
from .noise import is_metadata_field, is_sample_change, placeholder_of
from .values import (
    GENERATED_KEY,
    LONG_VALUE,
    NEAR,
    SAMPLE_COLUMN,
    Value,
    cell_kind,
    dated,
    is_generated,
    is_identifier,
    kind_alone,
    kind_in_code,
    kind_in_place,
    kind_in_text,
    name_before,
    tokens_of,
    unit_of,
    values_in,
)

# e.g. retries=
_GIVEN = re.compile(r"(?<![\w.@#+-])([A-Za-z][\w.@#+-]*+)[\"']?\s{0,4}([:=])\s{0,4}[\"'`]?\Z")
# e.g. "mode: str = "
_ANNOTATED = re.compile(r"(?<![\w.])([A-Za-z_]\w*+): ?[A-Za-z][\w.\[\]]{0,30} = [\"']?\Z")
# e.g. name: 'acme-core'
_ARTIFACT = re.compile(r"\b(?:name|artifactId|id|Include|package)[\"']?\s{0,4}[:=]\s{0,4}[\"']([\w.@/:-]{2,80})[\"']")
"""What a version on the same line of a build file is one of."""
# e.g. "   :lines: 1-4"
_OPTION = re.compile(r"\s+:[\w-]{1,40}:(?:\s|\Z)")
# e.g. "  # as all others"
_REMARK = re.compile(r"\s*(?:#|//)\s")
# e.g. "updated: 2025-01-27"
_FIELD = re.compile(r"([\w.]{1,40}):\s")
# e.g. Copyright (C) 2024 Acme
_LICENSE = re.compile(r"\bcopyright\b|©|\(c\) ?\d{4}", re.IGNORECASE)
# e.g. **Uploads**: up to 10 MB
_LABEL = re.compile(r"(?:\*\*([^*]{1,60})\*\*|`([^`]{1,60})`)\s*+:?(?:\*\*)?\s*+[:：–—-]\s")
# e.g. const mode = "fast";
_SETTING = re.compile(
    r"\s*+(?:-\s++|export\s++|const\s++|let\s++|var\s++)?+[\"']?([A-Za-z_$][\w$.@-]{0,60})[\"']?\s*+([:=])\s*+(\S.*?)[,;]?\Z"
)
# e.g. acme>=1.2
_REQUIRED = re.compile(r"([A-Za-z][\w.-]{0,60}(?:\[[\w,-]{1,60}\])?) ?([=<>~!^]{1,3} ?\d[\w.*,<>=!~ -]{0,40})")
# e.g. -1.5
_LITERAL = re.compile(r"\"[^\"]{1,60}\"|'[^']{1,60}'|[-+]?\d[\w.+-]{0,60}|(?i:true|false|null|none|nil)")
# e.g. /srv/data
_BARE = re.compile(r"[\w.+/~@%-]{1,60}")
# e.g. ![a picture](a.png)
_PICTURE = re.compile(r":::image\b|<img\b|!\[")
# e.g. **name**
_MARKED = re.compile(r"\*\*([^*]+)\*\*|`([^`]+)`")
# e.g. [![a badge](a.svg)](a.html)
_LINKED = re.compile(r"!?\[([^\[\]]{0,200})\](?:\([^()\s]{0,500}\))?")
# e.g. "Acme Web "
_CAPITAL_BEFORE = re.compile(r"(?<![\w-])[A-Z][\w-]*+ \Z")
# e.g. " Studio"
_CAPITAL_AFTER = re.compile(r" [A-Z][\w-]*+")
_NO_TITLE = frozenset(';:=<>{}[]"\\|')
"""Signs that no name of a thing has."""
# e.g. @0a1b2c3d
_PINNED = re.compile(r"@[0-9a-f]{7,64}\b")
_MONIKER = "monikerrange"
"""The key of the versions that a page, or a part of it, is for."""
_BEFORE_VALUE = " \t\"'`(=<>~!^:*"
"""What may stand between a value and the word that it belongs to."""
_VERSION_MARKS = "<>=~^!*+"
_IN_OWNER = "._+#@/-"
_LONG_ADDRESS = 500
_SHORT = 4
_MAX_LINE = 4000
_MAX_OTHER_WORDS = 6
"""Words that changed along with a value; with more of them the sentence says something else."""
_WHOLE_LINES = (Subject.SETTING, Subject.DEPENDENCY, Subject.ENTRY, Subject.ROW, Subject.METADATA)
"""Subjects whose findings tell all of a line."""
_IN_LINES = (Subject.ROW, Subject.PHRASE, Subject.LINK)
"""Subjects whose findings are parts of lines."""
_SCATTERED = 3
"""A value that changed in more places is told once."""


def read_facts(
    findings: Sequence[Finding], edits: Edits, metadata_fields: Sequence[str], further: Iterable[Fact] = ()
) -> tuple[Fact, ...]:
    """The values that changed in a file, each once, in the order of the file; `further` ones are known already."""
    pairs = edits.pairs if any(finding.subject in _IN_LINES for finding in findings) else ()
    texts = {span: placed.text for edit in pairs for placed in (edit.old, edit.new) for span in proof(placed)}
    whole = {span for finding in findings if finding.subject in _WHOLE_LINES for span in finding.lines}
    facts = [fact for finding in findings for fact in _from_finding(finding, texts, metadata_fields)]
    from_lines: list[Fact] = []
    for edit in edits.pairs:
        if not whole or not whole.issuperset(proof(edit.old, edit.new)):
            from_lines += _from_pair(edit, metadata_fields)
    facts += _with_sure_keys(from_lines)
    return tuple(sorted(_once(filter(_says_something_else, [*facts, *further])), key=_position))


def _with_sure_keys(facts: Sequence[Fact]) -> Iterator[Fact]:
    """The values of lines, without those of keys that have several in one place: nothing pairs them."""
    values: dict[tuple[str, ...], set[tuple[str, str]]] = {}
    for fact in facts:
        if fact.kind is FactKind.KEY:
            values.setdefault(fact.where, set()).add((fact.old, fact.new))
    return (fact for fact in facts if fact.kind is not FactKind.KEY or len(values[fact.where]) == 1)


def _says_something_else(fact: Fact) -> bool:
    """Whether a value differs in more than its marks (`1000` and `1,000`) and was written by somebody: no sample, no
    identifier, hash or time that a program gives.
    """
    if is_sample_change(fact.old, fact.new) or placeholder_of(fact.old, fact.new) or SAMPLE_COLUMN.search(fact.column):
        return False
    if " " in fact.old and fact.old.casefold() == fact.new.casefold():
        return False
    if "@" in fact.old and _PINNED.sub("@", fact.old) == _PINNED.sub("@", fact.new):
        return False
    if GENERATED_KEY.search(fact.name) or (is_generated(fact.old) and is_generated(fact.new)):
        return False
    marks = _VERSION_MARKS if fact.kind is FactKind.VERSION else ""
    old, new = (_letters(without_footnotes(text), marks) for text in (fact.old, fact.new))
    return old != new or not old or fact.kind is FactKind.LINK


def _letters(text: str, marks: str) -> str:
    """A text without its signs, but for some marks."""
    if not marks:
        return "".join(filter(str.isalnum, text))
    return "".join(sign for sign in text if sign.isalnum() or sign in marks)


def _position(fact: Fact) -> tuple[int, str]:
    return min((span.first for span in fact.lines), default=0), fact.kind


def _from_finding(finding: Finding, texts: Mapping[LineSpan, str], metadata_fields: Sequence[str]) -> Iterator[Fact]:
    if finding.subject is Subject.ROW and finding.action in (Action.ADDED, Action.REMOVED):
        yield from _from_whole_row(finding)
    elif finding.subject is Subject.ROW:
        yield from _from_row(finding, texts)
    elif finding.old and finding.new:
        kind = _finding_kind(finding, metadata_fields)
        if kind is FactKind.NAME and finding.subject is Subject.PHRASE and not _are_whole(finding, texts):
            return
        if finding.subject is Subject.LINK and not _had_words(finding, texts):
            return
        longest = _LONG_ADDRESS if kind is FactKind.LINK else LONG_VALUE
        if kind and max(len(finding.old), len(finding.new)) <= longest:
            name = _plain(finding.name)
            yield Fact(kind, finding.old, finding.new, _place(finding.section, name), finding.lines, name)


def _are_whole(finding: Finding, texts: Mapping[LineSpan, str]) -> bool:
    """Whether names that gave way to each other are whole in their lines, and neither stands on both sides."""
    lines = {span.side: texts.get(span, "") for span in finding.lines}
    old, new = lines.get("L", ""), lines.get("R", "")
    if _LICENSE.search(new):
        return False
    is_part = finding.old in finding.new or finding.new in finding.old
    if not is_part and (finding.new in old or finding.old in new):
        return False
    before, after = _capitals_around(old, finding.old), _capitals_around(new, finding.new)
    return before == after or not any((*before, *after))


def _had_words(finding: Finding, texts: Mapping[LineSpan, str]) -> bool:
    """Whether a link had its words before: one of others is another link in its place."""
    old = next((texts[span] for span in finding.lines if span.side == "L" and span in texts), None)
    return old is None or f"[{strip_targets(finding.name)}]" in " ".join(strip_targets(strip_targets(old)).split())


def _capitals_around(text: str, name: str) -> tuple[str, str]:
    """The words right before and after a name that may belong to it."""
    start = text.find(name)
    if start < 0:
        return "", ""
    before = _CAPITAL_BEFORE.search(text[max(0, start - NEAR) : start])
    after = _CAPITAL_AFTER.match(text, start + len(name))
    return before[0] if before else "", after[0] if after else ""


def _finding_kind(finding: Finding, metadata_fields: Sequence[str]) -> FactKind | None:
    """The kind of value that a finding replaces, if it is one."""
    old, new = finding.old, finding.new
    if finding.subject is Subject.ENTRY and finding.action is Action.RENAMED:
        return FactKind.NAME
    if finding.action is not Action.CHANGED:
        return None
    if "".join(finding.name.split()).casefold() == _MONIKER:
        return FactKind.VERSION
    if finding.subject is Subject.SETTING:
        return kind_in_place(old, new, finding.name.replace("_", " "), FactKind.KEY)
    if finding.subject is Subject.DEPENDENCY:
        return FactKind.KEY if "{" in old + new else FactKind.VERSION
    if finding.subject is Subject.METADATA:
        return None if is_metadata_field(finding.name, metadata_fields) else FactKind.METADATA
    if finding.subject in (Subject.LINK, Subject.ENTRY):
        return FactKind.LINK if max(len(old), len(new)) >= _SHORT else None
    return FactKind.NAME if finding.subject is Subject.PHRASE and _are_names(old, new) and not kind_alone(old) else None


def _from_row(finding: Finding, texts: Mapping[LineSpan, str]) -> Iterator[Fact]:
    """A cell's value before and after; of a long cell only what is a value by itself."""
    old, new = finding.old, finding.new
    if finding.action is not Action.CHANGED or not (old or new) or max(len(old), len(new)) > LONG_VALUE:
        return
    if not finding.column and not all(texts.get(span, "|").lstrip(" \t>").startswith("|") for span in finding.lines):
        return  # bars of a line need not be those of a table
    rows = {span.side: [*map(shown, cells(texts.get(span, "")))] for span in finding.lines}
    if not (old and new) and any(rows.values()) and not _is_element(old or new, rows["L" if old else "R"]):
        return
    whole = not any(rows.values()) or not (old and new) or (old in rows.get("L", ()) and new in rows.get("R", ()))
    if not whole and old.isdecimal() and new.isdecimal():
        old, new = _whole_values(old, new, rows)
    column = _plain(finding.column)
    name = _plain(finding.name) if finding.name != finding.column else ""
    where = _place(finding.section, name, column)
    place = " ".join(where)
    if whole or (old and new and kind_alone(old) and kind_alone(old) is kind_alone(new)):
        kind = dated(kind_in_place(old, new, place, FactKind.CELL), column)
        yield Fact(kind, old, new, where, finding.lines, name, column)
    elif _are_names(old, new):
        yield Fact(FactKind.NAME, old, new, where, finding.lines, name, column)


def _whole_values(old: str, new: str, rows: Mapping[Side, Sequence[str]]) -> tuple[str, str]:
    """The values in the cells of a row that numbers are a part of, such as the day of a date."""
    pairs = zip(rows.get("L", ()), rows.get("R", ()), strict=False)
    changed = {
        (a.text, b.text) for before, after in pairs if before != after for a, b in _changed_values(before, after)
    }
    holding = [pair for pair in changed if old in pair[0] and new in pair[1]]
    return holding[0] if len(holding) == 1 else (old, new)


def _is_element(text: str, row: Iterable[str]) -> bool:
    """Whether a text is a cell of a row, or an element of a list in one, rather than words of a sentence."""
    return any(text == cell or text in elements(cell) for cell in row)


def _from_whole_row(finding: Finding) -> Iterator[Fact]:
    """What a row that came or went tells: the region that it is named after, and its dates, versions and limits."""

    def fact(kind: FactKind, value: str, where: tuple[str, ...], name: str = "", column: str = "") -> Fact:
        old, new = ("", value) if finding.action is Action.ADDED else (value, "")
        return Fact(kind, old, new, _place(*where), finding.lines, name, column)

    if kind_alone(finding.name) is FactKind.REGION:
        yield fact(FactKind.REGION, finding.name, (finding.section,))
    name = _plain(finding.name)
    for column, cell in finding.cells:
        if (kind := cell_kind(column, cell)) and len(cell) <= LONG_VALUE:
            head = _plain(column)
            yield fact(kind, cell, (finding.section, name, head), name, head)


def _place(*names: str) -> tuple[str, ...]:
    """Where a fact stands, as a reader sees it: from the outermost on."""
    return tuple(filter(None, map(_plain, names)))


def _plain(name: str) -> str:
    """A name without the marks around it as a whole, and of a link or picture its words."""
    if "[" in name and "](" in name:
        name = _LINKED.sub(r"\1", _LINKED.sub(r"\1", name))
    name = name.strip(" \u200b")
    match = _MARKED.fullmatch(name)
    return next(filter(None, match.groups())) if match else name


def _are_names(old: str, new: str) -> bool:
    names = min(len(old), len(new)) >= _SHORT and " " in old + new and "," not in old + new
    if f" {old}".endswith(f" {new}") or f" {new}".endswith(f" {old}"):
        return False  # a word before the name came or went
    return names and _is_title(old) and _is_title(new)


def _is_title(text: str) -> bool:
    """Whether a phrase reads as the name of something: all of its words, or all but small ones, are capitalised."""
    words = text.split()
    if words[0].isdigit() or _NO_TITLE.intersection(text):
        return False
    capital = [word[:1].isupper() or word[:1].isdigit() for word in words]
    small = all(first or word in "of for with and in the".split() for word, first in zip(words, capital, strict=True))
    return small and capital[0] and any(word[:1].isupper() for word in words) and text[-1:].isalnum()


def _from_pair(edit: Edit, metadata_fields: Sequence[str]) -> Iterator[Fact]:
    """The values that changed within a line of text or code."""
    old, new = edit.old.text, edit.new.text
    is_code = edit.new.area == "code"
    if max(len(old), len(new)) > _MAX_LINE or edit.new.area == "metadata":
        return
    if (
        cells(old)
        or cells(new)
        or heading(new)
        or _PICTURE.search(new)
        or (edit.new.area == "text" and _is_upkeep(new))
    ):
        return
    if (field := _FIELD.match(new)) and edit.new.area == "text" and is_metadata_field(field[1], metadata_fields):
        return  # front matter that starts above of what is known
    lines = proof(edit.old, edit.new)
    section = _place(edit.new.section or (edit.new.path[-1] if edit.new.path else ""))
    if is_code and (setting := _setting(old, new)):
        key, before, after = setting
        kind = kind_in_place(before, after, key, FactKind.KEY)
        if kind is not FactKind.KEY or " " not in before or " " not in after:  # words of a sample
            yield Fact(kind, before, after, (*section, key), lines, key)
        return
    if _LICENSE.search(new):
        return
    if edit.new.area == "text":
        old, new = (without_footnotes(strip_targets(text)) for text in (old, new))
    label = _LABEL.match(bare(new))
    label_name = label[1] or label[2] if label else ""
    changed = list(_changed_values(old, new))
    is_list = not is_code and len({(a.text, b.text) for a, b in changed if a.kind == "name"}) > 1
    if is_list or bool(ITEM.match(old)) is not bool(ITEM.match(new)):
        changed = [(a, b) for a, b in changed if a.kind != "name"]  # which gave way to which is not said
    if is_code and not _is_same_statement(old, new, changed):
        changed = [(a, b) for a, b in changed if a.kind not in ("name", "number")]
    has_keys = is_code or "{" in new or new.lstrip()[:1] == '"'
    for before_value, after_value in changed:
        given = _given(new, after_value) if has_keys else ("", "")
        if has_keys and given != _given(old, before_value):
            continue  # another statement
        key = given[0]
        if is_code and after_value.kind == "number" and not key:
            continue  # of an index, a tuple or a formula
        if (
            is_code
            and after_value.kind == "name"
            and not (_is_quoted(old, before_value) and _is_quoted(new, after_value))
        ):
            continue  # a part of an expression
        required = [_REQUIRED.fullmatch(value.text) for value in (before_value, after_value)]
        if required[0] and required[1] and required[0][1] == required[1][1]:
            package = required[1][1]
            yield Fact(FactKind.VERSION, required[0][2], required[1][2], (*section, package), lines, package)
            continue
        name = key or label_name or name_before(new, after_value)
        if is_code and name.casefold() == "version" and (artifact := _ARTIFACT.search(new)):
            name = artifact[1]
        where = (*section, name) if name else section
        units = unit_of(old, before_value), unit_of(new, after_value)
        unit = units[0] if units[0] == units[1] else ""
        place = " ".join(where)
        kind = kind_in_code(after_value, name) if is_code else kind_in_text(new, after_value, place, unit)
        texts = before_value.text + unit, after_value.text + unit
        if texts[0] in edit.old.text and texts[1] in edit.new.text:
            yield Fact(kind, *texts, where, lines, name)


def _is_same_statement(old: str, new: str, changed: Iterable[tuple[Value, Value]]) -> bool:
    """Whether two lines of code differ in these values alone."""
    befores, afters = zip(*changed, strict=True) if changed else ((), ())
    return _without(old, befores).split() == _without(new, afters).split()


def _without(text: str, values: Sequence[Value]) -> str:
    ends = [0, *(value.end for value in values)]
    starts = [*(value.start for value in values), len(text)]
    return "\0".join(text[end:start] for end, start in zip(ends, starts, strict=True))


def _is_upkeep(text: str) -> bool:
    """Whether a line tells how to make its page, or nothing to those who use what it is in."""
    return is_directive(text) or bool(_OPTION.match(text) or _REMARK.match(text))


def _setting(old: str, new: str) -> tuple[str, str, str] | None:
    """A key and its plain short value before and after, where two lines of code differ in nothing else."""
    before, after = _SETTING.match(old[:300].rstrip()), _SETTING.match(new[:300].rstrip())
    if not before or not after or (before[1], before[2]) != (after[1], after[2]):
        return None
    values = before[3].strip("\"'"), after[3].strip("\"'")
    is_word = before[2] == ":" or before[1].isupper()  # another word behind `=` is a variable
    literal = all(_LITERAL.fullmatch(match[3]) or (is_word and _BARE.fullmatch(match[3])) for match in (before, after))
    return (before[1], *values) if literal and values[0] != values[1] and all(values) else None


def _changed_values(old: str, new: str) -> Iterator[tuple[Value, Value]]:
    """The values that gave way to one of their kind, where little else changed around them."""
    before = values_in(old)
    after = values_in(new) if before else []
    if not after or [value.text for value in before] == [value.text for value in after]:
        return
    olds, news = tokens_of(old, before), tokens_of(new, after)
    for i1, i2, j1, j2 in different_parts([token.text for token in olds], [token.text for token in news]):
        gone = [token for token in olds[i1:i2] if token.kind]
        come = [token for token in news[j1:j2] if token.kind]
        others = max(i2 - i1 - len(gone), j2 - j1 - len(come))
        if [value.kind for value in gone] == [value.kind for value in come] and others <= _MAX_OTHER_WORDS:
            pairs = zip(gone, come, strict=True)
            for a, b in pairs:
                if a.text != b.text and _have_one_owner(old, a, new, b) and not _stays(a, b, before, after):
                    yield a, b


def _stays(one: Value, other: Value, before: Iterable[Value], after: Iterable[Value]) -> bool:
    """Whether a name is still there, or was there before: then it did not give way to the other one."""
    return one.kind == "name" and (
        any(value.text == one.text for value in after) or any(value.text == other.text for value in before)
    )


def _have_one_owner(old: str, before: Value, new: str, after: Value) -> bool:
    """Whether two values stand behind the same name: `acme>=1` that gives way to `bora>=2` is no other `acme`."""
    if before.kind == "name":
        return True
    owners = [_owner(text, value) for text, value in ((old, before), (new, after))]
    named = any(_is_name(owner) for owner in owners)
    return not named or owners[0].casefold() == owners[1].casefold()


def _owner(text: str, value: Value) -> str:
    """The word before a value, which it belongs to."""
    before = text[max(0, value.start - NEAR) : value.start].rstrip(_BEFORE_VALUE)
    if before.endswith("]"):
        before = before.rpartition("[")[0]
    return "".join(takewhile(lambda sign: sign.isalnum() or sign in _IN_OWNER, reversed(before)))[::-1]


def _is_quoted(text: str, value: Value) -> bool:
    """Whether a name in code stands in quotation marks alone."""
    around = text[value.start - 1 : value.start], text[value.end : value.end + 1]
    return around[0] == around[1] and around[0] in ("'", '"') and " " not in value.text


def _given(text: str, value: Value) -> tuple[str, str]:
    """The key, variable or argument that is given a value, and the sign between them, if it is."""
    if annotated := _ANNOTATED.search(text[max(0, value.start - LONG_VALUE) : value.start]):
        return annotated[1], "="
    start = max(0, value.start - NEAR)
    found = _GIVEN.search(text[start : value.start])
    return (found[1], found[2]) if found and (found.start() or not start) else ("", "")


def _is_name(word: str) -> bool:
    """Whether a word names something: it is written as no word of a language is."""
    return not word.islower() or is_identifier(word) or any(mark in word for mark in "./@#+-")


def _once(facts: Iterable[Fact]) -> Iterator[Fact]:
    """Each fact once; a value that changed in many places is told for what they have in common."""
    merged = _merged(facts, lambda fact: (fact.kind, fact.old, fact.new, fact.where))
    places = Counter((fact.kind, fact.old, fact.new) for fact in merged)

    def identity(fact: Fact) -> Hashable:
        value = fact.kind, fact.old, fact.new
        together = places[value] > _SCATTERED and fact.kind.needs != "place"
        return value if together else (*value, fact.where)

    yield from _merged(merged, identity)


def _merged(facts: Iterable[Fact], key: Callable[[Fact], Hashable]) -> list[Fact]:
    found: dict[Hashable, list[Fact]] = {}
    for fact in facts:
        found.setdefault(key(fact), []).append(fact)
    return [
        dataclasses.replace(
            same[0],
            where=_common_start([fact.where for fact in same]),
            lines=tuple(sorted({span for fact in same for span in fact.lines})),
            name=_common(fact.name for fact in same),
            column=_common(fact.column for fact in same),
        )
        for same in found.values()
    ]


def _common(names: Iterable[str]) -> str:
    """The name that all have, if they have one."""
    found = set(names)
    return found.pop() if len(found) == 1 else ""


def _common_start(places: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    """What several places have in common, from the outermost on."""
    levels = takewhile(lambda names: len(set(names)) == 1, zip(*places, strict=False))
    return tuple(names[0] for names in levels)
