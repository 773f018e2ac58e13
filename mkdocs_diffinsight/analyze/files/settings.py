"""Findings in configuration and data files: keys, dependencies, entries. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from typing import NamedTuple

from ...model.findings import Action, Finding, Outline, Subject
from ..documents.links import read_links
from ..documents.words import read_words
from ..lines.edits import Edit, Edits, PlacedLine, proof, take_matches
from .entries import as_aside, belongs_to_entry, has_entries, read_entries
from .keys import LABELS, OPENING, Setting, parse_line

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


def lists_dependencies(path: str) -> bool:
    """Whether a file of this name tells what a project depends on."""
    return bool(_DEPENDENCY_FILES.match(path.rpartition("/")[2].lower()))


def read_settings(path: str, edits: Edits, lines: Sequence[PlacedLine]) -> list[Finding]:
    """What changed in a settings file, in no particular order."""
    if lists_dependencies(path):
        dependencies, edits = _dependencies(edits)
        return [*dependencies, *_settings(edits), *_other_lines(edits)]
    if not has_entries(path, lines):
        return [*_settings(edits), *_other_lines(edits)]
    entries = list(read_entries(path, lines))
    edits = edits.without(lambda placed: belongs_to_entry(path, placed))
    named = {entry.name for entry in entries}
    others = (finding for finding in _other_lines(edits) if finding.name not in named or not finding.name)
    settings = (as_aside(finding) for finding in _settings(edits) if not _is_text_of(finding, entries))
    return [*entries, *settings, *others]


def _is_text_of(setting: Finding, entries: Iterable[Finding]) -> bool:
    """Whether a key holds the text of an entry that came or went along with it, such as the answer to a question."""
    text = setting.new or setting.old
    if text and not any(map(str.isspace, text)):
        return False
    return any((entry.action, entry.name) == (setting.action, setting.section) for entry in entries)


def outline_settings(lines: Sequence[PlacedLine]) -> Outline:
    """The entries, or else the first keys, of a settings file that came or went as a whole."""
    settings = [setting for placed in lines if (setting := parse_line(placed))]
    entries = [setting.value for setting in settings if setting.key in LABELS and setting.value]
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
        setting = parse_line(self.placed)
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
    setting = parse_line(placed)
    if setting and setting.value.startswith("{") and (found := _INLINE_VERSION.search(setting.value)):
        return setting.key, found[1]
    if not setting or setting.key in ("version", "python", "node"):
        return "", ""
    whole = _WHOLE_VERSION.match(setting.value) and _OF_DEPENDENCIES.search(placed.section)
    return (setting.key, setting.value) if whole or _VERSION.match(setting.value) else ("", "")


def _settings(edits: Edits) -> Iterator[Finding]:
    gone, come = ([(s, placed) for placed in side if (s := parse_line(placed))] for side in (edits.old, edits.new))
    for (old, before), (new, after) in _same_settings(gone, come, edits):
        if old.value != new.value:
            values, lines = (_scalar(old), _scalar(new)), proof(before, after)
            yield Finding(Subject.SETTING, Action.CHANGED, new.key, *values, after.section, lines=lines)
    for s, p in gone:
        yield Finding(Subject.SETTING, Action.REMOVED, s.key, old=_scalar(s), section=p.section, lines=proof(p))
    for s, p in come:
        yield Finding(Subject.SETTING, Action.ADDED, s.key, new=_scalar(s), section=p.section, lines=proof(p))


_Placed = tuple[Setting, PlacedLine]


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


def _scalar(setting: Setting) -> str:
    return "" if setting.value in (*OPENING, "{}", "[]") else setting.value


def _other_lines(edits: Edits) -> Iterator[Finding]:
    """Lines that set no key: list items and long texts."""
    pairs = [edit for edit in edits.pairs if not (parse_line(edit.old) and parse_line(edit.new))]
    yield from read_words(pairs)
    yield from _links(pairs)
    for action, side in edits.alone:
        for placed in side:
            text = placed.text.strip()
            if not parse_line(placed) and any(map(str.isalnum, text)):
                subject = Subject.ITEM if text.startswith(("- ", '"')) else Subject.LINE
                name = text.removeprefix("- ").rstrip(",").strip("\"'")
                yield Finding(subject, action, name, section=placed.section, lines=proof(placed))


def _links(pairs: Iterable[Edit]) -> Iterator[Finding]:
    """Links in long texts that lead elsewhere."""
    texts = (Edit(*(side._replace(area="text") for side in edit)) for edit in pairs if "](" in edit.new.text)
    found = read_links(Edits(tuple(texts), (), ()))
    return (link for link in found if link.action is Action.CHANGED)
