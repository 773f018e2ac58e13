"""The typed values of a text: dates, versions, limits, prices and the like, as `values.toml` says. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from ..language.scripts import MONTH
from ..model.fact_kinds import FactKind
from ..tables import read_table
from .documents.words import FUNCTION_WORDS

_TABLE = read_table(__file__, "values.toml", MONTH=MONTH)
_KINDS = "|".join(f"{start and f'(?={start})'}(?P<{kind}>{value})" for kind, (start, value) in _TABLE["kinds"].items())
# e.g. 2025-01-27
_VALUES = re.compile(rf"(?:(?<!\w)(?=[\w`$€£¥￥])|(?=[\d`$€£¥￥]|US[$€£¥￥]|https?:))(?:{_KINDS})")
"""Where no value starts, no more than the start of this is tried."""
# e.g. northeurope
_MAY_HOLD_VALUES = re.compile(r"[\d`_]|[^\W\x00-\x7f]|north|south|east|west|central")
"""What every value has one of."""
# e.g. don't
_WORD = re.compile(r"[A-Za-z0-9]+(?:['’-]\w+)*|[^\W\d_]|\S")
# e.g. " seconds"
_UNIT = re.compile(f" ?(?:{_TABLE['words']['unit']})")
_NO_UNITS = FUNCTION_WORDS | {"now", "only", "too"}
# e.g. The default is 30.
_DEFAULT = re.compile(
    r"(?<![\w-])defaults?(?!-)\b|(?<=_)defaults?\b|\bdefaults?(?=_)|既定|デフォルト|默认|预设", re.IGNORECASE
)
# e.g. up to 10 files
_LIMIT = re.compile(_TABLE["words"]["limit"], re.IGNORECASE)
# e.g. "API version "
_VERSION_WORD = re.compile(r"(?:\bversions?\b|\bapi\b|バージョン|版本)\W{0,4}\Z", re.IGNORECASE)
# e.g. "**version "
_WORD_VERSION = re.compile(r"(?:\bversion|バージョン|版本) ?\Z", re.IGNORECASE)
# e.g. ^1.2.0-next.1
_RELEASE = re.compile(r"[\^~=<>! v]{0,4}\d{1,6}\.\d{1,6}\.\d{1,6}(?:[-+][\w.+-]{1,40})?")
# e.g. "` model version"
_VERSION_AFTER = re.compile(r"[`*)]{0,3}\s?(?:[A-Za-z]{1,12} )?(?:versions?\b|バージョン|版本)", re.IGNORECASE)
# e.g. Supported versions
_OF_VERSIONS = re.compile(r"version|バージョン|版本", re.IGNORECASE)
# e.g. acme:
_TAG_BEFORE = re.compile(r"[a-z]:\Z")
# e.g. acme==
_PIN_BEFORE = re.compile(r"(?<![\w.@/-])((?:@[\w.-]{1,60}/)?[A-Za-z][\w.-]*+)(?:\[[\w,-]{1,60}\])?+(?:==|>=|<=|~=|@)\Z")
# e.g. "needs Python "
_NAME_BEFORE = re.compile(r"(?<![\w+#.])\.?[A-Z][\w+#.]*+ \Z")
# e.g. "go "
_ALONE_BEFORE = re.compile(r"\s*+([A-Za-z][\w-]*+) \Z")
# e.g. " or later"
_OR_LATER = re.compile(r"\W{0,3}(?:or|and) (?:later|newer|latest)\b|\W{0,3}(?:以降|及更高版本|或更高版本|以上版本)")
# e.g. ' = "macos"'
_IS_GIVEN = re.compile(r"\s?=(?!=)\s?[\"'\w]")
# e.g. "a title <acme.load>"
_TITLED = re.compile(r"[^<>]*<([^<>]+)>\Z")
_COLUMNS = {FactKind(kind): re.compile(words, re.IGNORECASE) for kind, words in _TABLE["columns"].items()}
"""What the heads of columns say of their cells."""
# e.g. "2. Open the page."
_NUMBERED = re.compile(r"[\s>]*(?:<sup>)?\d+(?:[.)]\s|</sup>)")
# e.g. Example
SAMPLE_COLUMN = re.compile(_TABLE["words"]["sample"], re.IGNORECASE)
# e.g. 42
_DIGITS = re.compile(r"\d+")
# e.g. request_id
GENERATED_KEY = re.compile(_TABLE["words"]["generated"], re.IGNORECASE)
# e.g. 1686676106
_GENERATED_VALUE = re.compile(_TABLE["words"]["random"])
LONG_VALUE = 80
_RANDOM_LENGTH, _RANDOM_NUMBERS = 12, 3
"""An identifier of letters and digits that is as long, and goes back and forth between them as often, is given out."""
NEAR = 40


class Value(NamedTuple):
    """A value where it stands in a line."""

    kind: str
    text: str
    start: int
    end: int


def values_in(text: str) -> list[Value]:
    """The typed values of a line; what stands in code quotes is taken for what it is."""
    if not _MAY_HOLD_VALUES.search(text):
        return []
    found = []
    numbered = _NUMBERED.match(text)
    for match in _VALUES.finditer(text, numbered.end() if numbered else 0):
        kind, value, start, end = match.lastgroup or "", match[0], *match.span()
        if kind == "url":
            continue
        if kind == "code":
            if text[end : end + 1] == "_":
                continue  # a link
            marks = 2 if value.startswith("``") else 1
            value, start, end = value[marks:-marks], start + marks, end - marks
            is_role = text[start - marks - 1 : start - marks] == ":"
            if is_role and value.isdecimal():
                continue  # of a pull request or the like
            if is_role and (titled := _TITLED.match(value)):
                start, end = (start + place for place in titled.span(1))
                value = titled[1]
            whole = _VALUES.fullmatch(value)
            kind = whole.lastgroup or "name" if whole and whole.lastgroup != "url" else "name"
        elif kind == "name" and (
            not is_identifier(value) or _IS_GIVEN.match(text, end) or text[start - 2 : start] in ("${", "$(")
        ):
            continue
        if kind == "date" and (_VERSION_WORD.search(text[:start]) or _VERSION_AFTER.match(text, end)):
            kind = "version"
        if kind == "number" and "%" not in value and _is_version(text, value, start, end):
            kind = "version"
        found.append(Value(kind, value, start, end))
    return found


def _is_version(text: str, value: str, start: int, end: int) -> bool:
    """Whether a number is a version, by what stands beside it."""
    before = text[max(0, start - NEAR) : start]
    named = _NAME_BEFORE.search(before)
    if "." not in value:
        return bool((named and _OR_LATER.match(text, end)) or _WORD_VERSION.search(before))
    if named or _alone(text, start, end):
        return True
    return bool(_VERSION_WORD.search(before) or _TAG_BEFORE.search(before) or _PIN_BEFORE.search(before))


def _alone(text: str, start: int, end: int) -> re.Match[str] | None:
    """The word that a line has before a value, if it has nothing else."""
    found = _ALONE_BEFORE.match(text[:start]) if not text[end:].strip() else None
    return found if found and found[1] not in FUNCTION_WORDS else None


def is_identifier(text: str) -> bool:
    """Whether a word is the name of a thing in a program or a product's number rather than a word of a language."""
    return "_" in text or (any(map(str.isdigit, text)) and any(map(str.isalpha, text)))


def is_generated(text: str) -> bool:
    """Whether a value is one that programs give: a hash, a time stamp, a random identifier."""
    if _GENERATED_VALUE.fullmatch(text):
        return True
    last = text.replace("-", "_").rpartition("_")[2]
    return len(last) >= _RANDOM_LENGTH and last.isalnum() and len(_DIGITS.findall(last)) >= _RANDOM_NUMBERS


def tokens_of(text: str, values: Sequence[Value]) -> list[Value]:
    """The words of a line, a value being one word."""
    tokens: list[Value] = []
    at = 0
    for value in (*values, Value("", "", len(text), len(text))):
        words = _WORD.finditer(text, at, value.start)
        tokens += (Value("", match[0], *match.span()) for match in words)
        if value.text:
            tokens.append(value)
        at = value.end
    return tokens


def unit_of(text: str, value: Value) -> str:
    """What a number counts, by the word behind it."""
    unit = _UNIT.match(text, value.end) if value.kind == "number" else None
    return unit[0] if unit and unit[0].strip() not in _NO_UNITS else ""


def name_before(text: str, value: Value) -> str:
    """The name of what has a version, right before it (`Python 3.11`, `acme==1.2`)."""
    if value.kind != "version":
        return ""
    before = text[max(0, value.start - NEAR) : value.start]
    if pin := _PIN_BEFORE.search(before):
        return pin[1]
    found = _NAME_BEFORE.search(before) or _alone(text, value.start, value.end)
    return found[0].strip() if found else ""


def kind_alone(text: str) -> FactKind | None:
    """The kind of a value that stands alone."""
    text = text.strip("*` ")
    match = _VALUES.fullmatch(text)
    kind = match.lastgroup or "" if match else ""
    if kind in ("", "code", "url") or (kind == "name" and not is_identifier(text)):
        return None
    return FactKind(kind)


def kind_in_text(text: str, value: Value, where: str, unit: str) -> FactKind:
    """What sort of value it is, by the words around it and the names of its place."""
    kind = FactKind(value.kind)
    if kind in (FactKind.NUMBER, FactKind.NAME):
        near = text[max(0, value.start - NEAR) : value.start], text[value.end : value.end + NEAR // 2]
        if any(map(_DEFAULT.search, near)):
            return FactKind.DEFAULT
        if "." in value.text and not unit and "%" not in value.text and any(map(_OF_VERSIONS.search, (near[0], where))):
            return FactKind.VERSION
        if kind is FactKind.NUMBER and any(map(_LIMIT.search, (*near, where))):
            return FactKind.LIMIT
    return kind


def kind_in_code(value: Value, name: str) -> FactKind:
    """What sort of value it is in code: by itself, or by the key that it is given to."""
    if value.kind not in ("number", "name"):
        return FactKind(value.kind)
    return kind_in_place(value.text, value.text, name.replace("_", " "), FactKind(value.kind))


def kind_in_place(old: str, new: str, where: str, other: FactKind) -> FactKind:
    """The kind of a cell or of a key's value: its own if it has one, else that of the place."""
    before, after = kind_alone(old), kind_alone(new)
    kind = after if before is after or not before else before if not after else None
    if {before, after} == {FactKind.DATE, FactKind.VERSION} and _OF_VERSIONS.search(where):
        return FactKind.VERSION
    if other is FactKind.KEY and _RELEASE.fullmatch(old) and _RELEASE.fullmatch(new):
        return FactKind.VERSION
    if kind in (None, FactKind.NUMBER, FactKind.NAME):
        if _DEFAULT.search(where):
            return FactKind.DEFAULT
        if kind is FactKind.NUMBER and _LIMIT.search(where):
            return FactKind.LIMIT
        if kind is FactKind.NUMBER and _OF_VERSIONS.search(where):
            return FactKind.VERSION
        return FactKind.NUMBER if kind is FactKind.NUMBER and other is FactKind.CELL else other
    return kind or other


def cell_kind(column: str, cell: str) -> FactKind | None:
    """The kind of a cell that a reader looks for in a row: by its value, or by the head of its column."""
    found = kind_alone(cell)
    kind = dated(found, column) if found else None
    if kind in (FactKind.DATE, FactKind.VERSION, FactKind.PRICE):
        return kind
    if not any(map(str.isdigit, cell)):
        return None
    if not column and len(cell) <= LONG_VALUE and any(value.kind == FactKind.DATE for value in values_in(cell)):
        return FactKind.DATE
    return next((named for named, words in _COLUMNS.items() if words.search(column)), None)


def dated(kind: FactKind, column: str) -> FactKind:
    """The kind of a cell, with what looks like a date in a column of versions as one of them."""
    dates, versions = (_COLUMNS[one].search(column) for one in (FactKind.DATE, FactKind.VERSION))
    return FactKind.VERSION if kind is FactKind.DATE and versions and not dates else kind
