"""The lines of a diff as HTML. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from markupsafe import Markup

from ...catalog import Catalog
from ...diff import parse_hunks
from ...model import Hunk, Line
from ..prose import showable
from .addresses import line_id
from .highlight import Part, find_lexer, highlight
from .moved import find_moved
from .words import Marks, changed_words

_TAGS = {"+": "ins", "-": "del", " ": "span", "\\": "small"}
"""Elements that say it by themselves: there may be ten thousands of them on a page."""
_ENDING = "\N{SYMBOL FOR CARRIAGE RETURN}"
_BLANKS = re.compile(r"\t|[^\S\t]+|[\u200b-\u200d\u2060\ufeff]+|.", re.DOTALL)
_INVISIBLE = re.compile(rf"[\s{_ENDING}\u200b-\u200d\u2060\ufeff]+")
_OPENING = re.compile(r"\"\"\"|'''|/\*|\*/|`|<!--|-->|<<|\\$")
"""Of strings and comments of several lines."""
_MOST_HIGHLIGHTED = 60_000
"""Characters of a patch; nobody reads a longer one for its syntax, and colours take most of the time."""


@dataclass(frozen=True)
class FileDiff:
    """The diff of a file, and what its lines lead to."""

    item_id: str
    path: str
    patch: str
    sections: Sequence[Sequence[str]] = ()
    """Of each hunk, what it starts in, from the outermost to the innermost."""
    is_document: bool = False
    """Whether only headings are sections. Elsewhere, git's own line stands in for a missing one."""
    forge: str = ""
    """Its name."""
    old_line: str = ""
    """The address on the forge of a line of the old file, with `{line}` for its number; empty where it has none."""
    new_line: str = ""


@dataclass(frozen=True)
class _Moves:
    """Moved lines, by their places among all lines of the diff."""

    lines: frozenset[int] = frozenset()
    notes: Mapping[int, Markup] = field(default_factory=dict)
    """What the first line of a block says."""


def render_diff(t: Catalog, diff: FileDiff) -> Markup:
    """The lines of a patch, each in an element that says what it is; as text it is the patch itself.

    Only the header of a hunk may say more. What is shown besides is made by the stylesheet: line numbers from the
    start values on the hunk, the mark of a moved block from its link's label.

    It is no `code`, which themes highlight, and measure one by one before a page is ready.
    """
    hunks = parse_hunks(showable(diff.patch))
    moves = _moves(t, [line for hunk in hunks for line in hunk.lines], diff.item_id)
    digits = max((len(str(max(h.old_start + h.old_count, h.new_start + h.new_count))) for h in hunks), default=1)
    parts: list[str] = []
    place = 0
    for n, hunk in enumerate(hunks):
        parts.append(_header(t, hunk, diff, diff.sections[n] if n < len(diff.sections) else ()))
        parts += _hunk(hunk, diff, place, moves)
        place += len(hunk.lines)
    attributes = Markup(' data-old="{}"').format(diff.old_line) if diff.old_line else Markup()
    attributes += Markup(' data-new="{}"').format(diff.new_line) if diff.new_line else Markup()
    return Markup(
        '<pre class="di-code" tabindex="0" role="region" aria-label="{}" data-item="{}"{} style="--di-digits:{}">'
        "<samp>{}</samp></pre>"
    ).format(
        t("page.diff_of", path=showable(diff.path)),
        diff.item_id,
        attributes,
        digits,
        Markup("\n".join(parts)),  # noqa: S704 - each is escaped where it is made
    )


def _moves(t: Catalog, lines: Sequence[Line], item_id: str) -> _Moves:
    moved: set[int] = set()
    notes: dict[int, Markup] = {}
    link = Markup('<a class="di-to" href="#{}" aria-label="{}"></a>')
    for deleted, added, length in find_moved(lines):
        moved.update(range(deleted, deleted + length), range(added, added + length))
        old, new = lines[deleted], lines[added]
        notes[deleted] = link.format(line_id(new, item_id), t("page.moved_to", line=new.new))
        notes[added] = link.format(line_id(old, item_id), t("page.moved_from", line=old.old))
    return _Moves(frozenset(moved), notes)


def _header(t: Catalog, hunk: Hunk, diff: FileDiff, section: Sequence[str]) -> str:
    position = f"@@ -{_span(hunk.old_start, hunk.old_count)} +{_span(hunk.new_start, hunk.new_count)} @@"
    named = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(map(showable, section))
    if not named and not diff.is_document:
        named = hunk.section
    address, number = (diff.new_line, hunk.new_start) if hunk.new_count else (diff.old_line, hunk.old_start)
    # By hand: `Markup.format` takes many times as long.
    name = f" <b>{escape(named.rstrip(chr(13)), quote=False)}</b>" if named else ""
    label = escape(t("page.line_on_forge", line=number, forge=diff.forge)) if address else ""
    page = escape(address.replace("{line}", str(number)))
    forge = f'<a class="di-forge" href="{page}" rel="noopener" aria-label="{label}"></a>' if address else ""
    first = line_id(hunk.lines[0], diff.item_id) if hunk.lines else diff.item_id
    return (
        f'<span class="di-hunk" style="--di-old:{hunk.old_start};--di-new:{hunk.new_start}">'
        f'<a href="#{first}">{position}</a>{name}{forge}</span>'
    )


def _hunk(hunk: Hunk, diff: FileDiff, place: int, moves: _Moves) -> Iterator[str]:
    """The lines of a hunk, the first of which is at a place among all lines of the diff."""
    texts = _texts(hunk)
    moved = [place + n in moves.lines for n in range(len(texts))] if moves.lines else [False] * len(texts)
    marks = _marks(hunk, texts, moved)
    colours = _colours(hunk, texts, diff)
    for n, (line, text) in enumerate(zip(hunk.lines, texts, strict=True)):
        tag = _TAGS[line.kind]
        # By hand: `Markup.format` takes many times as long.
        name = f' id="{line_id(line, diff.item_id)}"' if line.kind != "\\" else ""
        kind = ' class="di-moved"' if moved[n] else ""
        note = moves.notes.get(place + n, "") if moved[n] else ""
        yield f"<{tag}{name}{kind}>{note}{line.kind}{_content(text, marks.get(n, ()), colours.get(n, ()))}</{tag}>"


def _texts(hunk: Hunk) -> list[str]:
    """The lines as they are shown. A carriage return would be a line break of its own in HTML."""
    texts = [line.text for line in hunk.lines]
    if not any("\r" in text for text in texts):
        return texts
    # Where all lines end alike there is nothing to tell; where they do not, the difference may be all there is.
    mixed = len({line.text.endswith("\r") for line in hunk.lines if line.kind != "\\"}) > 1
    return [(text if mixed else text.removesuffix("\r")).replace("\r", _ENDING) for text in texts]


def _marks(hunk: Hunk, texts: Sequence[str], moved: Sequence[bool]) -> dict[int, Marks]:
    """What changed within lines, by their places in the hunk. Moved lines have not changed."""
    found: dict[int, Marks] = {}
    for old, new in _runs(hunk, moved):
        old_marks, new_marks = changed_words([texts[n] for n in old], [texts[n] for n in new])
        found |= zip(old, old_marks, strict=True)
        found |= zip(new, new_marks, strict=True)
    return found


def _runs(hunk: Hunk, moved: Sequence[bool]) -> Iterator[tuple[list[int], list[int]]]:
    """The deleted lines, and the added ones in their place."""
    old: list[int] = []
    new: list[int] = []
    for n, line in enumerate(hunk.lines):
        if line.kind == " " or (line.kind == "-" and new):
            if old and new:
                yield old, new
            old, new = [], []
        if line.kind == "-" and not moved[n]:
            old.append(n)
        elif line.kind == "+" and not moved[n]:
            new.append(n)
    if old and new:
        yield old, new


def _colours(hunk: Hunk, texts: Sequence[str], diff: FileDiff) -> dict[int, Sequence[Part]]:
    """The coloured parts of lines, by their places in the hunk. Each side is read by itself."""
    lexer = find_lexer(diff.path) if len(diff.patch) <= _MOST_HIGHLIGHTED else None
    if lexer is None:
        return {}
    # What was deleted may open a comment that what was added does not. Elsewhere, one reading does for both.
    apart = any(_OPENING.search(text) for text in texts)
    found: dict[int, Sequence[Part]] = {}
    for kinds in ("- ", "+ ") if apart else ("-+ ",):
        places = [n for n, line in enumerate(hunk.lines) if line.kind in kinds]
        if places:
            found |= zip(places, highlight(lexer, "\n".join(texts[n] for n in places)), strict=True)
    return found


def _content(text: str, marks: Sequence[tuple[int, int]], colours: Sequence[Part]) -> str:
    if not marks:
        return _coloured(text, 0, len(text), colours)
    parts = []
    place = 0
    for start, end in marks:
        parts.append(_coloured(text, place, start, colours))
        if _INVISIBLE.fullmatch(text, start, end):
            parts += map(_blank, _BLANKS.findall(text, start, end))
        else:
            parts.append(f"<mark>{_coloured(text, start, end, colours)}</mark>")
        place = end
    parts.append(_coloured(text, place, len(text), colours))
    return "".join(parts)


def _blank(blank: str) -> str:
    """A blank that came or went. The stylesheet shows it, but for a carriage return, which is shown already."""
    if blank == _ENDING:
        return f"<mark>{blank}</mark>"
    kind = "di-space di-tab" if blank == "\t" else "di-space"
    title = "" if blank.isascii() else f' title="U+{ord(blank[0]):04X}"'
    return f'<mark class="{kind}"{title}>{blank}</mark>'


def _coloured(text: str, start: int, end: int, colours: Sequence[Part]) -> str:
    """A part of a line with its colours."""
    if not colours:
        return escape(text[start:end], quote=False)
    parts = []
    place = start
    for first, last, name in colours:
        first, last = max(first, place), min(last, end)
        if first < last:
            parts.append(escape(text[place:first], quote=False))
            parts.append(f'<i class="{name}">{escape(text[first:last], quote=False)}</i>')
            place = last
    parts.append(escape(text[place:end], quote=False))
    return "".join(parts)


def _span(start: int, count: int) -> str:
    return str(start) if count == 1 else f"{start},{count}"
