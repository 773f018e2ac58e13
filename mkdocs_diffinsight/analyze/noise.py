"""What nobody needs to be told: which hunks and files change nothing that a reader would notice. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from fnmatch import translate
from functools import cache
from itertools import chain

from ..language.scripts import UNSPACED
from ..model.changes import FileChange, Status
from ..model.findings import Kind, Noise
from .documents.links import is_include, strip_targets
from .lines.edits import PlacedLine, is_reflowed, letters, runs

_Lines = Sequence[PlacedLine]
METADATA_KEY = "metadata"
"""The key of settings that hold a document, below which stands what is front matter elsewhere."""
_TELLING = (Noise.MOVED, Noise.LINKS, Noise.GENERATED, Noise.METADATA, Noise.WHITESPACE)
"""From the one that a reader would rather know of to the one of least interest."""
_OPAQUE = {kind: Noise(kind) for kind in (Kind.IMAGE, Kind.BINARY, Kind.LFS, Kind.GENERATED, Kind.SUBMODULE)}
# e.g. word
_TOKEN = re.compile(rf"[^\W{UNSPACED}]+|\S")
_INDENTED = frozenset({"py", "pyi", "pyx", "yml", "yaml", "haml", "pug", "sass", "coffee", "mk", "nim", "fs", "hs"})
"""Endings of files in which the white space that starts a line has a meaning."""
_PLAIN = frozenset({"txt", "text", "csv", "tsv"})
"""Endings of files of lines that stand for themselves. Of others it is not known: many a script has no known one."""
# e.g. "2. Open the page."
_STEP = re.compile(r"[\s>]*\d+[.)]\s")
# e.g. "key": 1,
_SETTING = re.compile(r"\s*[\[\"'\w][^:=]{0,300}[:=\]]|\s*[{}\]]+,?\s*\Z")
"""A key with its value, or what stands around some."""
_LONGEST_WITH_DIGEST = 1_000
# e.g. sha256-0123456789abcdef
_DIGEST = re.compile(
    r"(?<![0-9A-Za-z])(?:(?:sha|md)\d{1,3}[-:])?+"
    r"(?:[0-9a-f]{16,128}|[0-9A-F]{16,128}|[0-9A-Za-z+/]{27,86}={1,2})(?![0-9A-Za-z=])"
)
# e.g. inputHash
_OF_GENERATOR = re.compile(r"code-?gen|generat|(?:\b|_|[a-z])(?i:hash|checksum|fingerprint|digest)\b", re.IGNORECASE)
_SIGNS_OF_GENERATOR = ("codegen", "code-gen", "generat", "hash", "checksum", "fingerprint", "digest")
"""What such a line has one of, as it is quicker to look for."""
# e.g. "  - href: guide.md"
_TARGET_SETTING = re.compile(r"(\s*(?:-\s+)?[\"']?(?:href|url|tocHref|topicHref|src|link)[\"']?\s*[:=]\s*)\S+\s*\Z")
# e.g. 0a1b2c3d-0000-1111-2222-333344445555
_SAMPLE = re.compile(
    r"(?<![0-9A-Za-z])(?:[0-9A-Za-z]{8}-(?:[0-9A-Za-z]{4}-){3}[0-9A-Za-z]{12}"
    r"|([Xx])\1{3,63}|0{6,64}|([a-f])\2{5,63})(?![0-9A-Za-z])"
)
"""An identifier of the form that is given out at random, or one sign over and over."""
# e.g. <your-connection-string>, YOUR_KEY, {your-endpoint}
_PLACEHOLDER = re.compile(
    r"<[A-Za-z][A-Za-z0-9]{0,40}(?:[ _-][A-Za-z0-9]{1,40}){1,8}>"
    r"|\b(?:YOUR|MY)_[A-Z_]{2,60}\b|[{\[](?i:your)[ _-][\w -]{1,60}[}\]]"
)
# e.g. the colon of https://example.org
_LITERAL = re.compile(r"[\d:/@_=+-]")
_LONGEST_SAMPLE = 1_000
# e.g. <https://example.org>
_BARE_LINK = re.compile(r"<https?://[^<>\s]+>")


def is_metadata_field(key: str, fields: Iterable[str]) -> bool:
    """Whether a key of front matter is one of `fields`, names or globs; so is a comment."""
    name = key.casefold()
    return name.startswith("#") or bool(_any_of(tuple(fields)).match(name))


@cache
def _any_of(fields: tuple[str, ...]) -> re.Pattern[str]:
    """What matches the names that are meant by names or globs."""
    return re.compile("|".join(translate(field.casefold()) for field in fields) or "(?!)")


def opaque_noise(change: FileChange, kind: Kind) -> Noise | None:
    """Why a file is not read at all, if so."""
    if kind in _OPAQUE:
        return _OPAQUE[kind]
    if change.patch is None and change.status is Status.RENAMED:
        return Noise.RENAMED
    if change.patch is None and change.status is Status.MODIFIED and not change.omission:
        return Noise.ENCODING if change.encodings[0] != change.encodings[1] else Noise.MODE
    return None


def is_sample_change(old: str, new: str) -> bool:
    """Whether two texts differ in nothing but sample identifiers."""
    return old != new and bool(_SAMPLE.search(old)) and _SAMPLE.sub("-", old) == _SAMPLE.sub("-", new)


def may_hold_placeholder(text: str) -> bool:
    """Whether a line of a sample has a placeholder in it."""
    return bool(_PLACEHOLDER.search(text[:_LONGEST_SAMPLE]))


def placeholder_of(old: str, new: str) -> str:
    """The placeholder that a literal value gave way to, if nothing else changed."""
    found = _PLACEHOLDER.search(new[:_LONGEST_SAMPLE]) if len(old) <= _LONGEST_SAMPLE else None
    if not found or _PLACEHOLDER.search(old):
        return ""
    start, end = found.start(), len(new) - found.end()
    value = old[start : len(old) - end]
    is_alone = old.startswith(new[:start]) and old.endswith(new[found.end() :]) and len(old) > start + end
    return found[0] if is_alone and " " not in value and bool(_LITERAL.search(value)) else ""


def line_noise(path: str, kind: Kind, hunks: Sequence[_Lines], fields: Iterable[str]) -> list[Noise | None]:
    """For each line of `hunks` in a row, why its change is none; `None` for unchanged ones, too."""
    fields = tuple(fields)
    moved = _moved(path, kind, hunks)
    found: list[Noise | None] = []
    for lines in hunks:
        noise: dict[int, Noise] = {}
        if _same_tokens(path, lines):
            noise = {id(placed): Noise.WHITESPACE for placed in lines}
        else:
            for removed, added in runs(lines, blank=True):
                noise |= _run_noise(path, kind, removed, added, fields, moved)
        found += (noise.get(id(placed)) for placed in lines)
    return found


def hunk_noise(lines: Sequence[PlacedLine], noise: Sequence[Noise | None]) -> Noise | None:
    """Why a hunk is noise: all of its changed lines are, and blank ones say nothing."""
    return most_telling(why for placed, why in zip(lines, noise, strict=True) if placed.line.kind in "+-")


def most_telling(found: Iterable[Noise | None]) -> Noise | None:
    """The one class for several, if all of them are noise."""
    classes = set(found)
    return None if None in classes else next((noise for noise in _TELLING if noise in classes), None)


def _run_noise(
    path: str, kind: Kind, removed: _Lines, added: _Lines, fields: tuple[str, ...], moved: frozenset[tuple[str, str]]
) -> dict[int, Noise]:
    if _equal_tokens(path, removed, added) or is_reflowed(removed, added):
        return {id(placed): Noise.WHITESPACE for placed in (*removed, *added)}
    noise: dict[int, Noise] = {}
    for placed in (*removed, *added):
        if not placed.text.strip():
            noise[id(placed)] = Noise.WHITESPACE
        elif placed.area == "output":
            noise[id(placed)] = Noise.GENERATED
        elif placed.area == "metadata" and is_metadata_field(placed.section, fields):
            noise[id(placed)] = Noise.METADATA
        elif moved and _identity(kind, placed) in moved:
            noise[id(placed)] = Noise.MOVED
    olds, news = ([p for p in side if id(p) not in noise] for side in (removed, added))
    if len(olds) == len(news):
        for old, new in zip(olds, news, strict=True):
            if _same_but_targets(kind, old, new):
                noise |= {id(old): Noise.LINKS, id(new): Noise.LINKS}
            elif _same_but_digests(old.text, new.text):
                noise |= {id(old): Noise.GENERATED, id(new): Noise.GENERATED}
    return noise


def _moved(path: str, kind: Kind, hunks: Iterable[Sequence[PlacedLine]]) -> frozenset[tuple[str, str]]:
    """The lines that went as often as they came, where their order says nothing."""
    sides: dict[str, Counter[tuple[str, str]]] = {"-": Counter(), "+": Counter()}
    for placed in chain.from_iterable(hunks):
        if placed.line.kind in "+-" and placed.text.strip() and _has_no_order(path, kind, placed):
            sides[placed.line.kind][_identity(kind, placed)] += 1
    old, new = sides["-"], sides["+"]
    return frozenset(line for line, number in old.items() if new[line] == number)


def _has_no_order(path: str, kind: Kind, placed: PlacedLine) -> bool:
    """Whether a line says the same wherever it stands: no code, no step, no item of a list of settings."""
    if kind is Kind.DOCUMENT:
        return placed.area != "code" and not _STEP.match(placed.text)
    if kind is Kind.SETTINGS:
        return placed.area != "code" and bool(_SETTING.match(placed.text))
    return kind is Kind.TEXT and path.rpartition(".")[2].lower() in _PLAIN


def _identity(kind: Kind, placed: PlacedLine) -> tuple[str, str]:
    """A line wherever it stands; a setting, only below the same key."""
    if kind is Kind.SETTINGS:
        return placed.section, placed.text.rstrip()
    return placed.area, " ".join(placed.text.split())


def _same_but_targets(kind: Kind, old: PlacedLine, new: PlacedLine) -> bool:
    if kind is Kind.SETTINGS:
        before, after = _TARGET_SETTING.match(old.text), _TARGET_SETTING.match(new.text)
        return bool(before and after and before[1] == after[1])
    if kind is not Kind.DOCUMENT or old.area != "text" or new.area != "text" or is_include(new.text):
        return False
    was, now = (_BARE_LINK.sub("<>", strip_targets(placed.text)) for placed in (old, new))
    return "".join(was.split()) == "".join(now.split()) and _TOKEN.findall(was) == _TOKEN.findall(now)


def _same_but_digests(old: str, new: str) -> bool:
    """Whether lines differ in nothing but the digests by which a generator knows its input again.

    Digests that guard a download or name a version are none of these.
    """
    if max(len(old), len(new)) > _LONGEST_WITH_DIGEST or not any(map(new.lower().__contains__, _SIGNS_OF_GENERATOR)):
        return False
    if not _OF_GENERATOR.search(new):
        return False
    return _DIGEST.sub("-", old) == _DIGEST.sub("-", new)


def _same_tokens(path: str, lines: Sequence[PlacedLine]) -> bool:
    """Whether a hunk says the same before and after, however its lines end."""
    changed = [i for i, placed in enumerate(lines) if placed.line.kind != " "]
    between = lines[changed[0] : changed[-1] + 1] if changed else ()
    old = [placed for placed in between if placed.line.kind in " -"]
    new = [placed for placed in between if placed.line.kind in " +"]
    return _equal_tokens(path, old, new)


def _equal_tokens(path: str, old: Sequence[PlacedLine], new: Sequence[PlacedLine]) -> bool:
    if letters(old) != letters(new):
        return False
    if path.rpartition(".")[2].lower() in _INDENTED:
        return [p.text.rstrip() for p in old if p.text.strip()] == [p.text.rstrip() for p in new if p.text.strip()]
    return _tokens(old) == _tokens(new)


def _tokens(lines: Iterable[PlacedLine]) -> list[str]:
    return [token for placed in lines for token in _TOKEN.findall(placed.text)]
