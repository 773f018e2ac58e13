"""The keys that lines of configuration and data files set, and where these lines stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import yaml

from ...model.patch import Hunk
from ..lines.edits import PlacedLine
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
_IDENTITIES = frozenset({"id", "key", "package", "package-ecosystem", "repo", "slug", "title", "uses"})
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
LABELS = frozenset({"name", "text", "label", "question", "source_path", "source_path_from_root"})
TARGETS = frozenset({"href", "url", "tochref", "topichref", "redirect_url"})
LISTS = frozenset({"items", "links", "linkLists", "landingContent", "questions", "children"})
"""Keys of lists, which are no place that a reader knows."""
_TEXTS = ("|", ">", "|-", ">-", "|+", ">+")
"""Values that say that a text of several lines follows."""
OPENING = ("", "{", "[", *_TEXTS)


class Setting(NamedTuple):
    """A line that sets a key."""

    indent: int
    key: str
    value: str


@lru_cache(maxsize=1024)  # several readers ask for the same lines
def _parse(text: str) -> Setting | None:
    start = text.lstrip()
    found = _SETTING.match(text[:2000]) if start and not start.startswith(("#", ";", "//")) else None
    if not found:
        return None
    indent = len(found["indent"]) + len(found["dash"])
    value = _unquoted(_without_comment(found["value"]).rstrip().removesuffix(",").strip())
    return Setting(indent, found["key"].strip("\"'"), value)


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


def parse_line(placed: PlacedLine) -> Setting | None:
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


def label_of(setting: Setting, following: str) -> str:
    """What a label says; one of several lines by its first line."""
    return following.strip() if setting.value in _TEXTS else setting.value


class _Parent(NamedTuple):
    """What the lines below it belong to, as far as they are indented."""

    indent: int
    name: str
    is_key: bool = False

    def holds(self, indent: int, sign: str) -> bool:
        """Whether a line so far from the margin, with this sign first, belongs to it: items may stand below a key."""
        return indent > self.indent or (indent == self.indent and self.is_key and sign == "-")


def _sections(lines: Sequence[str], texts: Sequence[str], above: str) -> Iterator[tuple[str, ...]]:
    """The table and keys that each line belongs to; `above` is the last line before them that is not indented.

    `lines` are the `texts` with nothing in place of what is inside of a text of several lines.
    """
    head = _parse(above)
    parents: list[_Parent] = []
    if head and not (head.indent or head.value or head.key in LISTS):
        parents.append(_Parent(0, head.key, is_key=True))
    table = found[1] if (found := _TABLE.match(above)) else ""
    for i, line in enumerate(lines):
        text = line.removesuffix("\r")
        if found := _TABLE.match(text):
            table = found[1]
            parents.clear()
        indent = len(text) - len(text.lstrip())
        blank = indent == len(text)
        while not blank and parents and not parents[-1].holds(indent, text[indent]):
            parents.pop()
        yield (*((table,) if table else ()), *(parent.name for parent in parents))
        setting = _parse(text)
        if not setting:
            continue
        if setting.key in LABELS and setting.value:
            parents.append(_Parent(indent, label_of(setting, texts[i + 1] if i + 1 < len(texts) else "")))
        elif setting.value in OPENING and setting.key not in LISTS:
            parents.append(_Parent(setting.indent, setting.key, is_key=True))
        elif setting.key in _IDENTITIES and text[indent] == "-" and len(setting.value) <= _LONG_IDENTITY:
            parents.append(_Parent(indent, _AT_VERSION.sub("", setting.value.partition(" #")[0])))
