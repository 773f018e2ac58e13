"""Findings in configuration and data files: keys, table-of-contents entries, dependencies. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

import yaml

from ...model.findings import Action, Finding, Outline, Subject
from ...model.patch import Hunk
from ..documents.words import read_words
from ..lines.edits import Edit, Edits, PlacedLine, proof, take_matches
from ..lines.whole import HUNKS_ONLY, Place, Whole, place_lines

# e.g. '  - name: "A page"'
_SETTING = re.compile(
    r"(?P<indent>\s*)(?P<dash>(?:-\s+)?)"
    r"(?P<key>\"(?:[^\"\\]|\\.){1,120}\"|'[^']{1,120}'|/[^\s:]{1,120}|[\w$@.][\w$@./ -]{0,80}?)"
    r"(?:(?<=\")\s*+:|\s*+(?::(?=\s|\Z)|=))\s*+(?P<value>.*)\Z"
)
# e.g. [tool.ruff]
_TABLE = re.compile(
    r"\s*\[\[?([^\[\]\"']{1,100}(?:(?<=\.)(?:'[^']{1,100}'|\"[^\"]{1,100}\")[^\[\]\"']{0,100})?|\"[^\"]{1,100}\")\]?\]"
    r"\s*(?:[#;].*)?\Z"
)
_MAX_DEPTH = 100
_IDENTITIES = frozenset({"id", "key", "package", "package-ecosystem", "repo", "slug", "uses"})
"""Keys that say, as the first ones of an item of a list, which one it is."""
_LONG_IDENTITY = 80
# e.g. @v1.2
_AT_VERSION = re.compile(r"@(?:v?\d[\w.]{0,40}|[0-9a-f]{7,64})\Z")
# e.g. "1.2" # as all others
_QUOTED_BEFORE_COMMENT = re.compile(r"(\"[^\"]*\"|'[^']*')\s{0,40},?\s{0,40}(?:#|//)")
# e.g. " # as all others"
_COMMENT = re.compile(r"(?<!\s)\s++#\s|^#\s")
# e.g. acme/run@0a1b2c3d # v4
_PINNED = re.compile(r"@[0-9a-f]{7,64}\s{1,4}#\s")
_LABELS = frozenset({"name", "text", "label", "question", "source_path", "source_path_from_root"})
_TARGETS = frozenset({"href", "url", "tochref", "topichref", "redirect_url"})
_LISTS = frozenset({"items", "links", "children"})
_TEXTS = ("|", ">", "|-", ">-", "|+", ">+")
"""Values that say that a text of several lines follows."""
_OPENING = ("", "{", "[", *_TEXTS)
# e.g. ^1.2.x
_VERSION = re.compile(r"[\^~=<>!v ]*\d+\.[\dx*][\w.+*-]*\Z")
# e.g. "2"
_WHOLE_VERSION = re.compile(r"[\^~=<>!v ]{0,4}\d{1,4}\Z")
# e.g. dev-dependencies
_OF_DEPENDENCIES = re.compile(r"(?:\A|[.\-'\"]|(?<=[a-z])(?=D))dependencies\Z", re.IGNORECASE)
# e.g. acme[extra]>=1.0,<2
_DEPENDENCY = re.compile(
    r"\"?([A-Za-z][\w.-]*(?:\[[\w,-]+\])?)\s*((?:==|>=|<=|~=|!=|>|<|===)\s*[^\"\s;,#]+(?:\s*,\s*[<>=!~]+[^\"\s;#]+)*)"
)
# e.g. { version = "1.2", optional = true }
_INLINE_VERSION = re.compile(r"[{,]\s{0,4}version\s{0,4}=\s{0,4}\"([^\"]{1,60})\"")
# e.g. require example.org/acme v1.2.3
_GO_MODULE = re.compile(r"\s*+(?:require\s++)?+([\w-]++(?:\.[\w-]++)++/[\w./-]++)\s++(v\d\S*)")
# e.g. gem "acme", "~> 1.2"
_GEM = re.compile(r"\s*+gem\s++['\"]([\w-]+)['\"]\s*,\s*['\"]([^'\"]+)")
# e.g. <PackageReference Include="Acme" Version="1.2.3" />
_PACKAGE_REFERENCE = re.compile(r"\s*+<PackageReference\s+Include=\"([^\"]+)\"\s+Version=\"([^\"]+)\"")
# e.g. requirements-dev.txt
_DEPENDENCY_FILES = re.compile(
    r"(?:.*requirements.*\.(?:txt|in)|constraints\.txt|package\.json|pyproject\.toml|setup\.cfg|cargo\.toml"
    r"|go\.mod|gemfile|.*\.csproj|directory\.packages\.props|composer\.json|pipfile)\Z"
)


class _Setting(NamedTuple):
    indent: int
    key: str
    value: str


def lists_dependencies(path: str) -> bool:
    """Whether a file of this name tells what a project depends on."""
    return bool(_DEPENDENCY_FILES.match(path.rpartition("/")[2].lower()))


@lru_cache(maxsize=1024)  # several readers ask for the same lines
def _parse(text: str) -> _Setting | None:
    start = text.lstrip()
    found = _SETTING.match(text[:2000]) if start and not start.startswith(("#", ";", "//")) else None
    if not found:
        return None
    indent = len(found["indent"]) + len(found["dash"])
    value = _unquoted(_without_comment(found["value"]).rstrip().removesuffix(",").strip())
    return _Setting(indent, found["key"].strip("\"'"), value)


def _without_comment(value: str) -> str:
    """A value without the comment behind it; that of a pinned commit says which version it is."""
    if "#" not in value and "//" not in value:
        return value
    if quoted := _QUOTED_BEFORE_COMMENT.match(value):
        return quoted[1]
    comment = _COMMENT.search(value) if value[:1] not in ("'", '"') and not _PINNED.search(value) else None
    return value[: comment.start()] if comment else value


def _unquoted(value: str) -> str:
    """A value without the quotation marks around it; an end without a start belongs to what is quoted inside."""
    mark = value[:1]
    if mark not in ("'", '"'):
        return value if value[-1:] in ("'", '"') and value.count(value[-1:]) > 1 else value.rstrip("\"'")
    return value[1:].removesuffix(mark)


def _parse_line(placed: PlacedLine) -> _Setting | None:
    """The key that a line sets, unless it is a line of a longer text."""
    return None if placed.area == "code" else _parse(placed.text)


def place_settings(path: str, hunks: Sequence[Hunk], whole: Whole = HUNKS_ONLY) -> list[PlacedLine]:
    """The lines of a settings file, each under the key it belongs to, or the nearest above it that the diff shows."""
    found = place_lines(hunks, lambda: _scan(path, whole.old_lines), lambda: _scan(path, whole.new_lines))
    return found or [placed for hunk in hunks for placed in _place_hunk(hunk)]


def _scan(path: str, lines: Sequence[str] | None) -> list[Place] | None:
    if lines is None:
        return None
    inside = _text_lines("\n".join(lines)) if path.endswith((".yml", ".yaml")) else set()
    keys = ["" if number in inside else line for number, line in enumerate(lines)]
    return [
        Place("code" if number in inside else "text", path[-1] if path else "", path=path)
        for number, path in enumerate(_sections(keys, lines, ""))
    ]


def _text_lines(text: str) -> set[int]:
    """The lines, from 0, within texts of several lines: what looks like a key there is none.

    Events rather than nodes, and by libyaml alone; a file that nests without end costs it a time beyond all measure.
    """
    inside: set[int] = set()
    depth = 0
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
            if depth > _MAX_DEPTH:
                return set()
            if isinstance(event, yaml.ScalarEvent) and event.start_mark and event.end_mark:
                inside.update(range(event.start_mark.line + 1, event.end_mark.line + (event.end_mark.column > 0)))
    except (yaml.YAMLError, UnicodeError, AttributeError, RecursionError):
        return set()
    return inside


def _place_hunk(hunk: Hunk) -> Iterator[PlacedLine]:
    lines = [line for line in hunk.lines if line.kind != "\\"]
    texts = [line.text for line in lines]
    sections = _sections(texts, texts, hunk.section)
    yield from (PlacedLine(line, "text", path[-1] if path else "") for line, path in zip(lines, sections, strict=True))


def _label(setting: _Setting, following: str) -> str:
    """What a label says; one of several lines by its first line."""
    return following.strip() if setting.value in _TEXTS else setting.value


def _sections(lines: Sequence[str], texts: Sequence[str], above: str) -> Iterator[tuple[str, ...]]:
    """The table and keys that each line belongs to; `above` is the last line before them that is not indented.

    `lines` are the `texts` with nothing in place of what is inside of a text of several lines.
    """
    head = _parse(above)
    parents: list[tuple[int, str]] = []
    if head and not (head.indent or head.value or head.key in _LISTS):
        parents.append((0, head.key))
    table = found[1] if (found := _TABLE.match(above)) else ""
    for i, line in enumerate(lines):
        text = line.removesuffix("\r")
        if found := _TABLE.match(text):
            table = found[1]
            parents.clear()
        indent = len(text) - len(text.lstrip())
        blank = indent == len(text)
        while not blank and parents and parents[-1][0] >= indent:
            parents.pop()
        yield (*((table,) if table else ()), *(name for _, name in parents))
        setting = _parse(text)
        if not setting:
            continue
        if setting.key in _LABELS and setting.value:
            parents.append((indent, _label(setting, texts[i + 1] if i + 1 < len(texts) else "")))
        elif setting.value in _OPENING and setting.key not in _LISTS:
            parents.append((setting.indent, setting.key))
        elif setting.key in _IDENTITIES and text[indent] == "-" and len(setting.value) <= _LONG_IDENTITY:
            parents.append((indent, _AT_VERSION.sub("", setting.value.partition(" #")[0])))


def read_settings(path: str, edits: Edits, lines: Sequence[PlacedLine]) -> list[Finding]:
    """What changed in a settings file, in no particular order."""
    dependencies: list[Finding] = []
    entries: list[Finding] = []
    if lists_dependencies(path):
        dependencies, edits = _dependencies(edits)
    if not lists_dependencies(path) and _has_entries(lines):
        entries = list(_entries(lines))
        edits = edits.without(_belongs_to_entry)
    named = {entry.name for entry in entries}
    others = (finding for finding in _other_lines(edits) if finding.name not in named or not finding.name)
    settings = (finding for finding in _settings(edits) if not _is_text_of(finding, entries))
    return [*dependencies, *entries, *settings, *others]


def _is_text_of(setting: Finding, entries: Iterable[Finding]) -> bool:
    """Whether a key holds the text of an entry that came or went along with it, such as the answer to a question."""
    text = setting.new or setting.old
    if text and not any(map(str.isspace, text)):
        return False
    return any((entry.action, entry.name) == (setting.action, setting.section) for entry in entries)


def outline_settings(lines: Sequence[PlacedLine]) -> Outline:
    """The entries, or else the first keys, of a settings file that came or went as a whole."""
    settings = [setting for placed in lines if (setting := _parse_line(placed))]
    entries = [setting.value for setting in settings if setting.key in _LABELS and setting.value]
    top = min((setting.indent for setting in settings), default=0)
    keys = entries or [setting.key for setting in settings if setting.indent == top]
    return Outline(entries=tuple(dict.fromkeys(keys)), lines=len(lines))


def _dependencies(edits: Edits) -> tuple[list[Finding], Edits]:
    gone, come = (
        [_Dependency(name, version, placed) for placed in side for name, version in [_dependency(placed)] if name]
        for side in (edits.old, edits.new)
    )
    found: list[Finding] = []
    for key in _DEPENDENCY_KEYS:
        for old, new in take_matches(gone, come, key):
            lines = proof(old.placed, new.placed)
            if old.version.split() != new.version.split() or old.extras != new.extras:
                values = (old.version, new.version) if old.extras == new.extras else (old.asked, new.asked)
                found.append(Finding(Subject.DEPENDENCY, Action.CHANGED, new.name, *values, lines=lines))
            elif "{" in new.placed.text and old.inline != new.inline:
                found.append(Finding(Subject.DEPENDENCY, Action.CHANGED, new.name, old.inline, new.inline, lines=lines))
    found += (Finding(Subject.DEPENDENCY, Action.REMOVED, d.name, d.version, lines=proof(d.placed)) for d in gone)
    found += (Finding(Subject.DEPENDENCY, Action.ADDED, d.name, new=d.version, lines=proof(d.placed)) for d in come)
    return sorted(found, key=lambda finding: finding.name), edits.without(lambda p: bool(_dependency(p)[0]))


class _Dependency(NamedTuple):
    """What a line asks for."""

    name: str
    version: str
    placed: PlacedLine

    @property
    def package(self) -> str:
        """Its name as registries compare it, without what it asks for besides."""
        return self.name.partition("[")[0].casefold().replace("_", "-")

    @property
    def extras(self) -> str:
        return self.name.partition("[")[2]

    @property
    def inline(self) -> str:
        """All that the line says of it."""
        setting = _parse_line(self.placed)
        return setting.value if setting else ""

    @property
    def asked(self) -> str:
        return self.name + self.version


_DEPENDENCY_KEYS: tuple[Callable[[_Dependency], Hashable], ...] = (
    lambda one: (one.package, one.extras, one.placed.section),
    lambda one: (one.package, one.placed.section),
    lambda one: one.package,
)
"""What makes two requirements the same one, from the surest sign to the least sure."""


def _dependency(placed: PlacedLine) -> tuple[str, str]:
    """The name and version that a line asks for, or two empty texts."""
    text = placed.text.strip()[:400]
    for pattern in (_GO_MODULE, _GEM, _PACKAGE_REFERENCE):
        if found := pattern.match(text):
            return found[1], found[2]
    if found := _DEPENDENCY.match(text.lstrip("\"'- ")):
        return found[1], found[2]
    setting = _parse_line(placed)
    if setting and setting.value.startswith("{") and (found := _INLINE_VERSION.search(setting.value)):
        return setting.key, found[1]
    if not setting or setting.key in ("version", "python", "node"):
        return "", ""
    whole = _WHOLE_VERSION.match(setting.value) and _OF_DEPENDENCIES.search(placed.section)
    return (setting.key, setting.value) if whole or _VERSION.match(setting.value) else ("", "")


@dataclass(frozen=True)
class _Entry:
    name: str
    target: str
    section: str
    lines: tuple[PlacedLine, ...]
    """Those that changed."""


def _entries(lines: Sequence[PlacedLine]) -> Iterator[Finding]:
    """Entries of a table of contents by comparing what each side lists."""
    gone, come = list(_side_entries(lines, "-")), list(_side_entries(lines, "+"))
    same = take_matches(gone, come, lambda e: (e.name, e.target))
    for entry, other in take_matches(gone, come, lambda e: e.name or None):
        targets, spans = (entry.target, other.target), proof(*entry.lines, *other.lines)
        yield Finding(Subject.ENTRY, Action.CHANGED, other.name, *targets, other.section, lines=spans)
    for entry, other in take_matches(gone, come, lambda e: e.target or None):
        spans = proof(*entry.lines, *other.lines)
        yield Finding(Subject.ENTRY, Action.RENAMED, other.target, entry.name, other.name, other.section, lines=spans)
    for e in (e for e in gone if e.name):
        yield Finding(Subject.ENTRY, Action.REMOVED, e.name, old=e.target, section=e.section, lines=proof(*e.lines))
    for e in (e for e in come if e.name):
        yield Finding(Subject.ENTRY, Action.ADDED, e.name, new=e.target, section=e.section, lines=proof(*e.lines))
    yield from _moved_entries(same)


def _moved_entries(same: Sequence[tuple[_Entry, _Entry]]) -> Iterator[Finding]:
    """Entries whose lines went at one place and came at another."""
    old = [entry for entry, _ in same if entry.lines and entry.name]
    new = [entry for _, entry in same if entry.lines]
    for entry, other in take_matches(old, new, lambda e: (e.name, e.target)):
        lines = proof(*entry.lines, *other.lines)
        yield Finding(Subject.ENTRY, Action.MOVED, entry.name, section=other.section, lines=lines)


def _side_entries(lines: Sequence[PlacedLine], side: str) -> Iterator[_Entry]:
    name = target = section = ""
    touched: tuple[PlacedLine, ...] = ()
    own = [placed for placed in lines if placed.line.kind in (" ", side)]
    for i, placed in enumerate(own):
        setting = _parse_line(placed)
        if not setting:
            continue
        if setting.key in _LABELS:
            if name:
                yield _Entry(name, target, section, touched)
            name, target, section = _label(setting, own[i + 1].text if i + 1 < len(own) else ""), "", placed.section
            touched = (placed,) if placed.line.kind == side else ()
        elif setting.key.lower() in _TARGETS:
            target = target or setting.value
            touched += (placed,) if placed.line.kind == side else ()
    if name:
        yield _Entry(name, target, section, touched)


def _has_entries(lines: Iterable[PlacedLine]) -> bool:
    settings = [(placed.text.lstrip(), setting) for placed in lines if (setting := _parse_line(placed))]
    labelled = any(setting.key in _LABELS for _, setting in settings)
    return labelled and any(text[:1] == "-" or setting.key.lower() in _TARGETS for text, setting in settings)


def _belongs_to_entry(placed: PlacedLine) -> bool:
    setting = _parse_line(placed)
    return setting is not None and setting.key.lower() in _LABELS | _TARGETS | _LISTS


def _settings(edits: Edits) -> Iterator[Finding]:
    gone, come = ([(s, placed) for placed in side if (s := _parse_line(placed))] for side in (edits.old, edits.new))
    for (old, before), (new, after) in _same_settings(gone, come, edits):
        if old.value != new.value:
            values, lines = (_scalar(old), _scalar(new)), proof(before, after)
            yield Finding(Subject.SETTING, Action.CHANGED, new.key, *values, after.section, lines=lines)
    for s, p in gone:
        yield Finding(Subject.SETTING, Action.REMOVED, s.key, old=_scalar(s), section=p.section, lines=proof(p))
    for s, p in come:
        yield Finding(Subject.SETTING, Action.ADDED, s.key, new=_scalar(s), section=p.section, lines=proof(p))


_Placed = tuple[_Setting, PlacedLine]


def _same_settings(gone: list[_Placed], come: list[_Placed], edits: Edits) -> list[tuple[_Placed, _Placed]]:
    """Take the settings out of both lists that are the same ones, from the surest sign to the least sure.

    A key that stands in several items is that of the same line, or else in its order, if none came or went.
    """
    partners = {id(edit.old): id(edit.new) for edit in edits.pairs}

    def name(item: _Placed) -> tuple[str, str]:
        return item[0].key, item[1].section

    same = take_matches(gone, come, lambda item: (partners.get(id(item[1]), id(item[1])), *name(item)))
    left, now = Counter(map(name, gone)), Counter(map(name, come))
    return same + take_matches(gone, come, lambda item: name(item) if left[name(item)] == now[name(item)] else None)


def _scalar(setting: _Setting) -> str:
    return "" if setting.value in (*_OPENING, "{}", "[]") else setting.value


def _other_lines(edits: Edits) -> Iterator[Finding]:
    """Lines that set no key: list items and long texts."""
    yield from read_words(Edit(e.old, e.new) for e in edits.pairs if not (_parse_line(e.old) and _parse_line(e.new)))
    for action, side in edits.alone:
        for placed in side:
            text = placed.text.strip()
            if not _parse_line(placed) and any(map(str.isalnum, text)):
                subject = Subject.ITEM if text.startswith(("- ", '"')) else Subject.LINE
                name = text.removeprefix("- ").rstrip(",").strip("\"'")
                yield Finding(subject, action, name, section=placed.section, lines=proof(placed))
