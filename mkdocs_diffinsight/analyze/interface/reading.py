"""What changed of what others can reach, over all files of a range. Pure.

A name counts as gone only if no file of the range has it now. What the files of a range do not show is not known: which
of its modules a package gives on, above all.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from ...model.changes import Diff, FileChange, Status
from ...model.findings import Action, Break, Finding, LineSpan, Side, Subject
from ...model.patch import parse_hunks
from ..audience import Audience, audience_of, is_published
from ..lines.whole import Whole
from .braces import Language, read_braces
from .compared import Customs, Difference, compare
from .declarations import Declaration, Declared
from .options import read_names
from .python import read_python
from .requirements import Offer, describes_package, is_raised, read_offers

_PYTHON = "python"
_LANGUAGES: Mapping[str, str] = {
    **dict.fromkeys(("py", "pyi"), _PYTHON),
    **dict.fromkeys(("ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"), Language.SCRIPT),
    "go": Language.GO,
    "rs": Language.RUST,
    "java": Language.JAVA,
    "kt": Language.KOTLIN,
    "cs": Language.CSHARP,
}
_PLACED = Customs(by_name=False, typed=Break.CERTAIN)
_NAMED = Customs(by_name=True, typed=Break.CERTAIN)
_CUSTOMS: Mapping[str, Customs] = {
    _PYTHON: Customs(by_name=True, typed=Break.NO, implemented=Break.NO),
    Language.SCRIPT: Customs(by_name=False, typed=Break.LIKELY, structural=True, implemented=Break.NO),
    Language.GO: _PLACED,
    Language.RUST: _PLACED,
    Language.JAVA: _PLACED,
    Language.KOTLIN: _NAMED,
    Language.CSHARP: _NAMED,
}
_SUBJECTS = {"option": Subject.OPTION, "variable": Subject.SETTING, "route": Subject.ROUTE}
_MAX_BYTES = 600_000
_MAX_FINDINGS = 200
_MAX_DOCUMENT = 2_000_000
# e.g. docs/guide/index.ts
_ENTRY = re.compile(r"(?:^|/)(?:index|main|mod|lib|public[^/]*|__init__)\.\w+\Z|\.d\.[cm]?ts\Z")
# e.g. migration
_MIGRATION = re.compile(r"migrat|upgrad|breaking[-_ ]?change", re.IGNORECASE)
"""In the name of a document, or of its folder: it tells users what they have to change."""
# e.g. docs/guide.md
_DOCUMENT = re.compile(r"\.(?:mdx?|rst|adoc|txt)\Z", re.IGNORECASE)
# e.g. export type Load =
_TYPE = re.compile(r"(?:export\s++)?(?:declare\s++)?type\b")
# e.g. acme.Base[T]
_BASE = re.compile(r"(?<![\w.])[A-Za-z_][\w.]*+(?=\[|,|\Z)")
# e.g. super().load( or Base.load(self
_OF_BASE = re.compile(r"(?:\bsuper\(\)|\b[A-Z]\w*+)\.(\w++)(?:\(|\Z)")
# e.g. pub struct Rejection;
_PUBLIC_ITEM = re.compile(r"\bpub\s++(?:struct|enum|union|trait|type|fn|const|static)\s++(\w++)")
_MAKERS = ("__init__", "__new__", "constructor")
# e.g. load_all
_WORD = re.compile(r"[A-Za-z_$][\w$]{2,}")


@dataclass(frozen=True)
class _Side:
    """A source file before or after."""

    language: str
    text: str
    declared: Declared

    @cached_property
    def _lines(self) -> list[str]:
        return self.text.split("\n")

    @cached_property
    def _starts(self) -> list[int]:
        return sorted(one.line for one in self.declared.all)

    def body(self, one: Declaration) -> list[str]:
        """The lines below the head of a declaration, up to the next one."""
        following = bisect_right(self._starts, one.last)
        end = self._starts[following] - 1 if following < len(self._starts) else len(self._lines)
        return self._lines[one.last : end]


Sides = tuple[_Side | None, _Side | None]
"""A source file before and after, where it is known, and can have an interface."""


def read_sides(change: FileChange, whole: Whole) -> Sides:
    """What a file declares before and after its change."""
    return _side(change.previous_path or change.path, whole.old), _side(change.path, whole.new)


def read_interface(diff: Diff, sides: Sequence[Sides], blobs: Mapping[str, bytes]) -> dict[str, tuple[Finding, ...]]:
    """What changed of the interface, by files that can have one, what breaks somebody first.

    `sides` are those of the files of `diff`.
    """
    old = {change.path: one for change, (one, _) in zip(diff, sides, strict=True) if one}
    new = {change.path: one for change, (_, one) in zip(diff, sides, strict=True) if one}
    interface = _Interface(diff, old, new)
    found = {}
    for change in diff:
        seen = [*interface.read(change), *_offers(change, blobs)]
        proven = _Proof(change).proven(seen) if seen else []
        if proven or change.path in old or change.path in new or not is_published(change.path):
            ordered = sorted(proven, key=lambda finding: list(Break).index(finding.breaks), reverse=True)
            found[change.path] = tuple(ordered[:_MAX_FINDINGS])
    return found


def _side(path: str, data: bytes | None) -> _Side | None:
    name = path.rpartition("/")[2]
    if _language(name) and data is not None and len(data) <= _MAX_BYTES and is_published(path):
        return _read_side(name, data.decode("utf-8-sig", "replace"))
    return None


def _language(name: str) -> str | None:
    return _LANGUAGES.get(name.rpartition(".")[2].lower())


@lru_cache(maxsize=128)  # where one range ends, another one often starts
def _read_side(name: str, text: str) -> _Side | None:
    language = _language(name) or ""
    declared = (
        read_python(text, is_package=name.startswith("__init__."))
        if language == _PYTHON
        else read_braces(text, Language(language))
    )
    return _Side(language, text, declared) if declared is not None else None


class _Interface:
    """What the files of a range declare before and after."""

    def __init__(self, diff: Diff, old: Mapping[str, _Side], new: Mapping[str, _Side]) -> None:
        self._diff = diff
        self._old = old
        self._new = new
        self._declared = {
            (side.language, *key[-2:])
            for path, side in new.items()
            for one in side.declared.all
            if one.is_public
            for key in (one.key, (*_module(path, side.language), *one.key))
        } | {(side.language, name) for side in new.values() for name in (*side.declared.exported, *side.declared.taken)}
        self._given = frozenset(
            name for files in (old, new) for path, side in files.items() if _ENTRY.search(path)
            for name in side.declared.exported
        )  # fmt: skip
        self._bases = {
            one.name: [base.rpartition(".")[2] for base in _BASE.findall(one.type)]
            for side in new.values()
            if side.language == _PYTHON
            for one in side.declared.all
            if one.is_type
        }

    @cached_property
    def _documented(self) -> frozenset[str]:
        """The words of the lines that documents for readers lose and get."""
        found: set[str] = set()
        size = 0
        for change in self._diff:
            if change.patch and _DOCUMENT.search(change.path) and audience_of(change.path) is Audience.READERS:
                size += len(change.patch)
                if size < _MAX_DOCUMENT:
                    lines = change.patch.split("\n")
                    found.update(word for line in lines if line[:1] in ("-", "+") for word in _WORD.findall(line))
        return frozenset(found)

    def read(self, change: FileChange) -> Iterator[Finding]:
        """What changed in a file."""
        if _DOCUMENT.search(change.path) and any(map(_MIGRATION.search, change.path.split("/")[-2:])):
            yield from self._told(change)
        old, new = self._old.get(change.path), self._new.get(change.path)
        if old and (new or change.status is Status.REMOVED):
            yield from self._declarations(change, old, new)
            yield from self._exports(old, new)
            yield from self._named(change, Action.REMOVED, self._new.values())
            if not new and old.language == _PYTHON:
                yield from self._module(change)
        if old and new:
            yield from self._named(change, Action.ADDED, self._old.values())

    def _told(self, change: FileChange) -> Iterator[Finding]:
        """What a guide for those who move to a new version adds, beside a change of the code."""
        added = [
            line for hunk in parse_hunks(change.patch) for line in hunk.lines if line.kind == "+" and line.text.strip()
        ]
        if change.additions < change.deletions + 2 or not added or not (self._old or self._new):
            return
        first = added[0]
        spans = (LineSpan("R", first.new, first.new),) if first.new else ()
        text = first.text.strip()
        yield Finding(Subject.PARAGRAPH, Action.ADDED, text[:200], public=True, lines=spans, breaks=Break.LIKELY)

    def _declarations(self, change: FileChange, old: _Side, new: _Side | None) -> Iterator[Finding]:
        declared = new.declared.all if new else ()
        more = _gives_more(old, new)
        for one in compare(old.declared.all, declared, _CUSTOMS[old.language]):
            gone = one.new is None
            if gone and ((more and not one.of.path) or self._is_still_there(old, one.of)):
                continue
            if not one.breaks or self._is_reached(change, old, one):
                yield _finding(one, one.breaks)
            elif not _is_internal(old, one.of):
                yield _finding(one, Break.LIKELY if gone else one.breaks)

    def _is_still_there(self, side: _Side, one: Declaration) -> bool:
        """Whether a name is declared elsewhere in the range now, or was a class's own form of what it inherits."""
        if (side.language, *one.key[-2:]) in self._declared:
            return True
        if side.language == Language.RUST and not one.path:
            return one.name in self._made_by_macros
        return side.language == _PYTHON and bool(one.path) and self._is_inherited(side, one)

    @cached_property
    def _made_by_macros(self) -> frozenset[str]:
        """The names that files of Rust call public where only a macro can tell what they are."""
        found: set[str] = set()
        for side in self._new.values():
            if side.language == Language.RUST:
                found.update({*_PUBLIC_ITEM.findall(side.text)} - {one.name for one in side.declared.all})
        return frozenset(found)

    def _is_inherited(self, side: _Side, one: Declaration) -> bool:
        """Whether a class has what it declared from a base of it, as far as its body or the range tell."""
        if any(match[1] == one.name for line in side.body(one) for match in _OF_BASE.finditer(line)):
            return True
        waiting, seen = [one.path[-1]], {one.path[-1]}
        while waiting:
            bases = [base for base in self._bases.get(waiting.pop(), ()) if base not in seen]
            if any((side.language, base, one.name) in self._declared for base in bases):
                return True
            waiting += bases
            seen.update(bases)
        return False

    def _is_reached(self, change: FileChange, old: _Side, one: Difference) -> bool:
        """Whether somebody plainly relies on what broke: the language, an entry file or a document says so."""
        if old.language not in (_PYTHON, Language.SCRIPT) or _ENTRY.search(change.path):
            return True
        top = one.of.key[0]
        return (
            top in self._documented
            or one.of.name in self._documented
            or (top in (*old.declared.exported, *self._given) and not one.of.path)
        )

    def _exports(self, old: _Side, new: _Side | None) -> Iterator[Finding]:
        """Names of other files that it does not give on any more."""
        given = new.declared.exported if new else {}
        own = {one.name for side in (old, new) if side for one in side.declared.all if not one.path}
        if _gives_more(old, new):
            return
        for name in old.declared.exported:
            gone = name not in given and name not in own and (old.language, name) not in self._declared
            if gone and not name.startswith("_"):
                yield Finding(Subject.SYMBOL, Action.REMOVED, name, name, public=True, breaks=Break.CERTAIN)

    def _module(self, change: FileChange) -> Iterator[Finding]:
        """A module that nobody can import any more."""
        name = change.path.rpartition("/")[2]
        if not any(path != change.path and path.endswith(f"/{name}") for path in self._new) or name == "__init__.py":
            lines = (LineSpan("L", 1, max(1, change.deletions)),)
            yield Finding(Subject.SYMBOL, Action.REMOVED, change.path, public=True, lines=lines, breaks=Break.LIKELY)

    def _named(self, change: FileChange, action: Action, others: Iterable[_Side]) -> Iterator[Finding]:
        """Options and the like of changed lines, whose names stand nowhere on the other side of the range."""
        side: Side
        side, kind = ("L", "-") if action is Action.REMOVED else ("R", "+")
        lines = [line for hunk in parse_hunks(change.patch) for line in hunk.lines if line.kind == kind]
        text = "\n".join(line.text for line in lines)
        for one in dict.fromkeys(read_names(text)):
            if any(one.name in other.text for other in others):
                continue
            line = lines[text.count("\n", 0, one.at)]
            number = (line.old if side == "L" else line.new) or 1
            texts = (one.name, "") if side == "L" else ("", one.name)
            spans = (LineSpan(side, number, number),)
            breaks = Break.CERTAIN if side == "L" else Break.NO
            yield Finding(_SUBJECTS[one.sort], action, one.name, *texts, public=True, lines=spans, breaks=breaks)


def _module(path: str, language: str) -> tuple[str, ...]:
    """The module that a file of Rust holds the body of, which may also stand in braces."""
    if language != Language.RUST:
        return ()
    folder, _, name = path.rpartition("/")
    return (folder.rpartition("/")[2] if name == "mod.rs" else name.removesuffix(".rs"),)


def _is_internal(side: _Side, one: Declaration) -> bool:
    """Whether a function or a value is one of those that the modules of a package give each other.

    In scripts its users import what the entry files give on, and types are known to them from there.
    """
    is_type = one.is_type or bool(_TYPE.match(one.text))
    return side.language == Language.SCRIPT and not one.path and not is_type


def _gives_more(old: _Side, new: _Side | None) -> bool:
    """Whether a file gives on more than it did without naming it: what it does not name any more may be among it."""
    return bool(new and new.declared.sources - old.declared.sources)


def _finding(one: Difference, breaks: Break) -> Finding:
    """A difference of declarations as a finding; its lines are those of the heads."""
    old, new = one.old, one.new
    lines = (
        *((LineSpan("L", old.line, old.last),) if old else ()),
        *((LineSpan("R", new.line, new.last),) if new else ()),
    )
    if one.what in ("parameter", "default") and (before_or_after := one.before or one.after):
        before, after = one.before, one.after
        action = Action.CHANGED if before and after else Action.REMOVED if before else Action.ADDED
        name = before_or_after.name.lstrip("*") or before_or_after.text
        texts = (before.text if before else "", after.text if after else "")
        place = _name_of_call(one.of)
        return Finding(Subject.PARAMETER, action, name, *texts, section=place, public=True, lines=lines, breaks=breaks)
    action = Action.CHANGED if old and new else Action.REMOVED if old else Action.ADDED
    section = one.of.path[-1] if one.of.path else ""
    texts = (old.text if old else "", new.text if new else "")
    return Finding(
        Subject.SYMBOL, action, one.of.name, *texts, section=section, public=True, lines=lines, breaks=breaks
    )


def _name_of_call(one: Declaration) -> str:
    """What takes a parameter: a function, a method with its class, or a class for what makes it."""
    if not one.path or one.name in _MAKERS:
        return one.path[-1] if one.path else one.name
    return f"{one.path[-1]}.{one.name}"


def _offers(change: FileChange, blobs: Mapping[str, bytes]) -> Iterator[Finding]:
    """What a package needs and offers, as the file that describes it says."""
    if not describes_package(change.path) or not is_published(change.path):
        return
    old, new = (_read_offers(change.path, blobs.get(blob)) for blob in (change.old_blob, change.new_blob))
    if change.status is Status.REMOVED and old:
        new = {key: one for key, one in old.items() if one.sort != "package"}  # all the rest goes with it
    if old is None or new is None:
        return
    for key, one in old.items():
        other = new.get(key)
        if other is None and one.sort != "requirement":
            yield Finding(Subject.SETTING, Action.REMOVED, one.name, one.name, public=True, breaks=Break.CERTAIN)
        elif other is not None and one.sort == "requirement" and one.value != other.value:
            # Whoever has an older Go fetches the one that is asked for.
            raised = is_raised(one.value, other.value) and one.name != "go"
            breaks = Break.CERTAIN if raised else Break.NO
            yield Finding(Subject.SETTING, Action.CHANGED, one.name, one.value, other.value, public=True, breaks=breaks)
    for key, one in new.items():
        if key not in old and one.sort != "package":
            yield Finding(Subject.SETTING, Action.ADDED, one.name, new=one.value or one.name, public=True)


def _read_offers(path: str, data: bytes | None) -> dict[tuple[str, str], Offer] | None:
    if data is None:
        return None
    return {(one.sort, one.name): one for one in read_offers(path, data.decode("utf-8-sig", "replace"))}


class _Proof:
    """The changed lines of a file, by which findings stand or fall."""

    def __init__(self, change: FileChange) -> None:
        self._lines: dict[str, dict[int, str]] = {"L": {}, "R": {}}
        for hunk in parse_hunks(change.patch):
            for line in hunk.lines:
                if line.kind == "-" and line.old:
                    self._lines["L"][line.old] = line.text
                elif line.kind == "+" and line.new:
                    self._lines["R"][line.new] = line.text

    def proven(self, findings: Iterable[Finding]) -> list[Finding]:
        """The findings that changed lines show, each with those lines."""
        shown = (replace(one, lines=lines) for one in findings if (lines := self._shown(one)))
        return list(dict.fromkeys(shown))

    def _shown(self, finding: Finding) -> tuple[LineSpan, ...]:
        spans = [
            span for span in finding.lines if any(n in self._lines[span.side] for n in range(span.first, span.last + 1))
        ]
        if spans:
            return tuple(spans)
        for side, value in (("L", finding.old), ("R", finding.new)):
            if value or finding.lines:
                texts = (finding.name, value if finding.subject is Subject.SETTING else "")
                for number, text in self._lines[side].items():
                    if all(part in text for part in texts):
                        spans.append(LineSpan("L" if side == "L" else "R", number, number))
                        break
        return tuple(spans)
