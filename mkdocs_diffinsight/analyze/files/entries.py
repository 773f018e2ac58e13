"""Entries of tables of contents, landing pages and other lists of links. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from ...model.findings import Action, Finding, Subject
from ..lines.edits import PlacedLine, proof, take_matches
from .keys import LABELS, LISTS, TARGETS, Setting, label_of, parse_line

# e.g. mkdocs.yml
_NAVIGATED = re.compile(r"(?:.*/)?mkdocs[\w.-]*\.ya?ml\Z")
_NAVIGATION = "nav"
_ASIDE = frozenset({"displayname", "expanded", "maintaincontext", "preserveview", "uid"})
"""Keys of an entry that its reader does not see."""
_PAGES = (".md", ".ipynb", ".html")
"""How paths of pages end."""
_ANSWER = "answer"
_MOST_LINES, _FIRST = 7, 2
_MOST_OF_GROUP = 0.5
"""So many entries of a group stand together under another name, and it is the same group."""


@dataclass(frozen=True)
class _Entry:
    name: str
    target: str
    text: str
    """How the answer to a question begins."""
    section: str
    """The entry, or the key, that it stands under."""
    label: PlacedLine
    place: int
    """How many unchanged lines stand above it."""
    lines: tuple[PlacedLine, ...]
    """Those that changed."""

    @property
    def is_changed(self) -> bool:
        """Whether its name came or went here."""
        return self.label.line.kind != " "


_Pair = tuple[_Entry, _Entry]


def has_entries(path: str, lines: Iterable[PlacedLine]) -> bool:
    """Whether lines of a file of settings list things by their names."""
    settings = [(placed, setting) for placed in lines if (setting := parse_line(placed))]
    if any(_is_page(path, *one) for one in settings):
        return True
    labelled = any(setting.key in LABELS for _, setting in settings)
    return labelled and any(
        placed.text.lstrip()[:1] == "-" or setting.key.lower() in TARGETS for placed, setting in settings
    )


def belongs_to_entry(path: str, placed: PlacedLine) -> bool:
    """Whether a line is told by the entry that it is a part of."""
    setting = parse_line(placed)
    if setting is None:
        return False
    return setting.key.lower() in LABELS | TARGETS | LISTS or _is_page(path, placed, setting)


def as_aside(setting: Finding) -> Finding:
    """A key of an entry that is for the program which shows it, such as words that a search finds it by, as such."""
    return replace(setting, subject=Subject.METADATA) if setting.name.casefold() in _ASIDE else setting


def _is_page(path: str, placed: PlacedLine, setting: Setting) -> bool:
    """Whether a key is what a page is called in a navigation, or a part of it (`- Guide: guide.md`)."""
    if not _NAVIGATED.match(path) or not placed.text.lstrip().startswith("-"):
        return False
    return placed.path[:1] == (_NAVIGATION,) or placed.section == _NAVIGATION or setting.value.endswith(_PAGES)


def read_entries(path: str, lines: Sequence[PlacedLine]) -> Iterator[Finding]:
    """What happened to the entries in the shown lines of a file, by what each side lists."""
    gone, come = (list(_side_entries(path, lines, side)) for side in "-+")
    kept = take_matches(gone, come, lambda e: id(e.label))
    kept += take_matches(gone, come, lambda e: (e.name, e.target, e.section))
    kept += take_matches(gone, come, lambda e: (e.name, e.target))
    kept += take_matches(gone, come, lambda e: (e.name, e.section))
    kept += take_matches(gone, come, lambda e: e.target or None)
    kept += _same_groups(gone, come, kept)
    replaced = _replaced(gone, come)
    kept += take_matches(gone, come, lambda e: e.name if " " in e.name else None)
    for old, new in kept:
        yield from _changes(old, new)
    yield from _moves(kept)
    for old, new in replaced:
        both = ((old.name, old.target), (new.name, new.target))
        lines_of_both = proof(*old.lines, *new.lines)
        yield Finding(
            Subject.ENTRY, Action.REPLACED, "", old.name, new.name, new.section, lines=lines_of_both, cells=both
        )
    for action, side in ((Action.REMOVED, gone), (Action.ADDED, come)):
        yield from (_listed(action, entry, inside) for entry, inside in _grouped(side))


def _side_entries(path: str, lines: Sequence[PlacedLine], side: str) -> Iterator[_Entry]:
    name = target = text = ""
    label: PlacedLine | None = None
    place = above = 0
    touched: tuple[PlacedLine, ...] = ()
    own = [placed for placed in lines if placed.line.kind in (" ", side)]
    for i, placed in enumerate(own):
        above += placed.line.kind == " "
        setting = parse_line(placed)
        if not setting:
            continue
        page = _is_page(path, placed, setting)
        if page or setting.key in LABELS:
            if label and name:
                yield _Entry(name, target, text, _above(label), label, place, touched)
            name = setting.key if page else label_of(setting, own[i + 1].text if i + 1 < len(own) else "")
            label, target, text, place = placed, setting.value if page else "", "", above
            touched = (placed,) if placed.line.kind == side else ()
        elif setting.key.lower() in TARGETS:
            target = target or setting.value
            touched += (placed,) if placed.line.kind == side else ()
        elif setting.key == _ANSWER:
            text = " ".join([setting.value, *_first_lines(own[i + 1 : i + _MOST_LINES])]).lstrip("|>+- ")
    if label and name:
        yield _Entry(name, target, text, _above(label), label, place, touched)


def _first_lines(lines: Iterable[PlacedLine]) -> Iterator[str]:
    """The first lines of a text that say something."""
    texts = (placed.text.strip() for placed in lines)
    return islice((text for text in texts if any(map(str.isalnum, text))), _FIRST)


def _above(label: PlacedLine) -> str:
    """What an entry stands under, if that is more than the navigation as a whole."""
    return "" if label.section == _NAVIGATION else label.section


def _same_groups(gone: list[_Entry], come: list[_Entry], kept: Iterable[_Pair]) -> list[_Pair]:
    """Take the groups out of both lists that have another name now: most of their entries stand under it."""
    under: dict[str, Counter[str]] = {}
    for old, new in kept:
        under.setdefault(old.section, Counter())[new.section] += 1
    names = {}
    for before, counts in under.items():
        ((after, count),) = counts.most_common(1)
        if count > _MOST_OF_GROUP * counts.total():
            names[before] = after
    return take_matches(gone, come, lambda e: None if e.target else names.get(e.name, e.name))


def _replaced(gone: list[_Entry], come: list[_Entry]) -> list[_Pair]:
    """Take the entries out of both lists that stand in each other's place, as many as before."""
    before, after = (Counter(e.place for e in side) for side in (gone, come))
    alike = {place for place, count in before.items() if after[place] == count}
    return take_matches(gone, come, lambda e: (e.place, bool(e.target)) if e.place in alike else None)


def _changes(old: _Entry, new: _Entry) -> Iterator[Finding]:
    """What is different about an entry: its name, or what it leads to."""
    lines = proof(*old.lines, *new.lines)
    if old.name != new.name:
        yield Finding(Subject.ENTRY, Action.RENAMED, new.target, old.name, new.name, new.section, lines=lines)
    elif old.target != new.target:
        yield Finding(Subject.ENTRY, Action.CHANGED, new.name, old.target, new.target, new.section, lines=lines)


def _moves(kept: Iterable[_Pair]) -> Iterator[Finding]:
    """Entries that went at one place and came at another one, but not along with the one that they stand under."""
    changed = [(old, new) for old, new in kept if old.is_changed and new.is_changed]
    groups = {(old.name, new.name) for old, new in changed}
    for old, new in changed:
        if old.place != new.place and (old.section, new.section) not in groups:
            sections, lines = (old.section, new.section), proof(*old.lines, *new.lines)
            yield Finding(Subject.ENTRY, Action.MOVED, new.name, *sections, new.section, lines=lines)


def _grouped(entries: Iterable[_Entry]) -> list[tuple[_Entry, list[_Entry]]]:
    """Entries that came or went, each with those that stand under it and did so along with it."""
    groups: list[tuple[_Entry, list[_Entry]]] = []
    inside: dict[str, list[_Entry]] = {}
    for entry in entries:
        own: list[_Entry] = []
        if entry.section in inside:
            inside[entry.section].append(entry)
        else:
            groups.append((entry, own))
        inside[entry.name] = own
    return groups


def _listed(action: Action, entry: _Entry, inside: Sequence[_Entry]) -> Finding:
    says = entry.target or (entry.text if " " in entry.text else "")
    sides = (says, "") if action is Action.REMOVED else ("", says)
    lines = proof(*entry.lines, *(placed for one in inside for placed in one.lines))
    cells = tuple((one.name, one.target) for one in inside)
    return Finding(Subject.ENTRY, action, entry.name, *sides, entry.section, lines=lines, cells=cells)
