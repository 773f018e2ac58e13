"""The lines of a diff as HTML. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from markupsafe import Markup

from ...language.catalog import Catalog
from ...language.quoting import cleaned, showable
from ...language.unseen import code_points, described, find_unseen
from ...model.patch import PatchHunk, split_patch
from .budget import LONGEST_LINE
from .highlight import Token, highlight, is_code
from .moved import find_moved
from .words import Marks, changed_words

_NOT_MOVED, _MOVED = '">', '" class="di-moved">'
"""What ends the tags of lines. Most need no class: there may be ten thousands of them on a page."""
_ENDING = "\N{SYMBOL FOR CARRIAGE RETURN}"
_REPLACEMENT = re.compile(r"(?<![-\\])-[-\\]*+\+[+\\]*+")
"""In the kinds of lines: deleted ones, and added ones in their place."""
_BLANKS = re.compile(r"\t|[^\S\t]+|[\u200b-\u200d\u2060\ufeff]+|.", re.DOTALL)
_INVISIBLE = re.compile(rf"[\s{_ENDING}\u200b-\u200d\u2060\ufeff]+")
_OPENING = re.compile(r"\"\"\"|'''|/\*|\*/|`|<!--|-->|<<|\\$")
"""What begins or ends strings and comments of several lines."""
_FIRST_SIGN, _MOST_SIGNS = 0x10F000, 0xFFE
_VEIL = re.compile("[\U0010f000-\U0010fffd]+")
"""For private use, at the end of all: in place of what is not seen, while marks and colours are put around it."""
_MOST_UNSEEN = 500
"""Places in a hunk that show what is not seen."""
_MOST_HIGHLIGHTED = 60_000
"""Characters of a patch; nobody reads a longer one for its syntax, and colours take most of the time."""


@dataclass(frozen=True)
class FileDiff:
    """The diff of a file, and what its lines lead to."""

    item_id: str
    path: str
    patch: str
    sections: Sequence[Sequence[str]] = ()
    """The sections that each hunk starts in, from the outermost to the innermost."""
    is_document: bool = False
    """Whether only headings are sections. Elsewhere, git's own line stands in for a missing one."""
    forge: str = ""
    """Its name."""
    old_line: str = ""
    """The address on the forge of a line of an old file, with `{path}` and `{line}`; empty where it has none."""
    new_line: str = ""
    forge_path: str = ""
    """The path as a part of addresses there."""
    old_forge_path: str = ""
    """That of the old file, if it was another one."""


def render_diff(t: Catalog, diff: FileDiff) -> Markup:
    """The lines of a patch, each in an element that says what it is; as text it is the patch itself.

    Only the header of a hunk and the end of a line that is cut may say more. What is shown besides is made by the
    stylesheet: line numbers from the start values on the hunk, the mark of a moved block from its link's label.

    It is no `code`, which themes highlight, and measure one by one before a page is ready.
    """
    # All by hand: `Markup.format` takes many times as long.
    hunks = split_patch(cleaned(diff.patch))
    moved = _moved(t, hunks, diff.item_id)
    sections = [*diff.sections, *[()] * len(hunks)]
    rows: list[str] = []
    in_colour = len(diff.patch) <= _MOST_HIGHLIGHTED and is_code(diff.path)
    forge_label = escape(t("page.line_on_forge", line="{line}", forge=diff.forge))
    place = 0
    for hunk, section in zip(hunks, sections, strict=False):
        rows.append(_header(hunk, diff, section, forge_label))
        own = {n: moved[place + n] for n in range(len(hunk.rows)) if place + n in moved} if moved else {}
        rows += _rows(t, hunk, diff.item_id, own, diff.path if in_colour else "")
        place += len(hunk.rows)
    last = hunks[-1] if hunks else PatchHunk(0, 0, 0, 0, "", ())
    digits = len(str(max(last.old_start + last.old_count, last.new_start + last.new_count)))
    path = f' data-path="{escape(diff.forge_path)}"' if diff.forge_path else ""
    old_path = f' data-old-path="{escape(diff.old_forge_path)}"' if diff.old_forge_path else ""
    code = "\n".join(rows)
    name = escape(t("page.diff_of", path=showable(diff.path)))
    attributes = f'aria-label="{name}" data-item="{diff.item_id}"{path}{old_path} style="--di-digits:{digits}"'
    return Markup(  # noqa: S704 - all is escaped where it is made
        f'<pre class="di-code" tabindex="0" role="region" {attributes}><samp>{code}</samp></pre>'
    )


def _moved(t: Catalog, hunks: Iterable[PatchHunk], item_id: str) -> dict[int, str]:
    """The rest of the tags of moved lines, and what a block says, by their places among all lines of the diff."""
    blocks = find_moved([row for hunk in hunks for row in hunk.rows])
    if not blocks:
        return {}
    numbers = [number for hunk in hunks for number in _numbers(hunk)]
    moved: dict[int, str] = {}
    for deleted, added, length in blocks:
        moved |= dict.fromkeys([*range(deleted, deleted + length), *range(added, added + length)], _MOVED)
        old, new = numbers[deleted], numbers[added]
        moved[deleted] += _link(f"{item_id}-R{new}", t("page.moved_to", line=new))
        moved[added] += _link(f"{item_id}-L{old}", t("page.moved_from", line=old))
    return moved


def _numbers(hunk: PatchHunk) -> Iterator[int]:
    """The numbers of lines: of deleted ones in the old file, else in the new one."""
    old, new = hunk.old_start, hunk.new_start
    for row in hunk.rows:
        yield old if row[0] == "-" else new
        old += row[0] in "- "
        new += row[0] in "+ "


def _link(target: str, label: str) -> str:
    return f'<a class="di-to" href="#{target}" aria-label="{escape(label)}"></a>'


def _header(hunk: PatchHunk, diff: FileDiff, section: Sequence[str], forge_label: str) -> str:
    """What stands above a hunk. `forge_label` is HTML, with `{line}`."""
    position = f"@@ -{_span(hunk.old_start, hunk.old_count)} +{_span(hunk.new_start, hunk.new_count)} @@"
    named = " \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ".join(map(showable, section))
    if not named and not diff.is_document:
        named = showable(hunk.section)
    name = f" <b>{_escaped(named.rstrip(chr(13)))}</b>" if named else ""
    if hunk.new_count:
        address, path, number = diff.new_line, diff.forge_path, hunk.new_start
    else:
        address, path, number = diff.old_line, diff.old_forge_path or diff.forge_path, hunk.old_start
    forge = ""
    if address:
        page = escape(address.replace("{path}", path).replace("{line}", str(number)))
        label = forge_label.replace("{line}", str(number))
        forge = f'<a class="di-forge" href="{page}" aria-label="{label}"></a>'
    first = diff.item_id
    if hunk.rows:
        first += f"-L{hunk.old_start}" if hunk.rows[0][0] == "-" else f"-R{hunk.new_start}"
    return (
        f'<span class="di-hunk" style="--di-old:{hunk.old_start};--di-new:{hunk.new_start}">'
        f'<a href="#{first}">{position}</a>{name}{forge}</span>'
    )


def _rows(t: Catalog, hunk: PatchHunk, item_id: str, moved: Mapping[int, str], code_path: str) -> Iterator[str]:
    """The lines of a hunk; moved ones are named by their places in it. `code_path` is the file if they get colours."""
    rows = _shown(t, hunk, moved, code_path)
    added, deleted, kept = f'<ins id="{item_id}-R', f'<del id="{item_id}-L', f'<span id="{item_id}-R'
    old, new = hunk.old_start, hunk.new_start
    for n, row in enumerate(rows):
        kind = row[0]
        if kind == "+":
            yield f"{added}{new}{moved.get(n, _NOT_MOVED)}{row}</ins>"
            new += 1
        elif kind == "-":
            yield f"{deleted}{old}{moved.get(n, _NOT_MOVED)}{row}</del>"
            old += 1
        elif kind == "\\":
            yield f"<small>{row}</small>"
        else:
            yield f"{kept}{new}{_NOT_MOVED}{row}</span>"
            old, new = old + 1, new + 1


def _shown(t: Catalog, hunk: PatchHunk, moved: Container[int], code_path: str) -> Sequence[str]:
    """The lines of a hunk as HTML, each with its kind before it."""
    rows = hunk.rows
    whole = "\n".join(rows)
    if "\r" in whole:
        rows = _visible_endings(rows)
        whole = "\n".join(rows)
    veiled, unseen = _veiled(whole)
    shown = _escaped(veiled).split("\n")  # most lines need no more
    marks = _marks(rows, moved)
    colours = _colours(rows, code_path) if code_path else {}
    texts = veiled.split("\n") if unseen else rows
    for n in marks.keys() | colours.keys():
        own = texts[n][1:], shown[n][1:], marks.get(n, ()), colours.get(n, ()), rows[n][1:]
        shown[n] = texts[n][0] + _content(*own)
    if len(whole) > LONGEST_LINE:
        for n, row in enumerate(rows):
            if len(row) > LONGEST_LINE + 1:
                hidden = escape(t("page.hidden_characters", n=len(row) - LONGEST_LINE - 1))
                shown[n] = f'{_escaped(row[: LONGEST_LINE + 1])}<small class="di-cut">{hidden}</small>'
    return [_VEIL.sub(lambda veil: _unveiled(veil[0], unseen), row) for row in shown] if unseen else shown


def _veiled(text: str) -> tuple[str, Sequence[str]]:
    """A text with signs that nobody uses in place of what is not seen, as many of them; and what they stand for."""
    unseen = itertools.islice(find_unseen(text), _MOST_UNSEEN)
    places = [n for one in unseen for n in range(one.start, one.end)]
    if not places:
        return text, ()
    characters = list(_VEIL.sub("\N{REPLACEMENT CHARACTER}", text))
    stands_for = sorted({characters[n] for n in places})[:_MOST_SIGNS]
    signs = {character: chr(_FIRST_SIGN + n) for n, character in enumerate(stands_for)}
    for n in places:
        characters[n] = signs.get(characters[n], characters[n])
    return "".join(characters), stands_for


def _unveiled(signs: str, stands_for: Sequence[str]) -> str:
    """What is not seen, with its code points, which the stylesheet shows."""
    text = "".join(stands_for[ord(sign) - _FIRST_SIGN] for sign in signs)
    return f'<span class="di-point" data-point="{code_points(text)}" title="{escape(described(text))}">{text}</span>'


def _visible_endings(rows: Sequence[str]) -> Sequence[str]:
    """The lines as they are shown. A carriage return would be a line break of its own in HTML."""
    # Where all lines end alike there is nothing to tell; where they do not, the difference may be all there is.
    mixed = len({row.endswith("\r") for row in rows if row[0] != "\\"}) > 1
    return [(row if mixed else row.removesuffix("\r")).replace("\r", _ENDING) for row in rows]


def _marks(rows: Sequence[str], moved: Container[int]) -> dict[int, Marks]:
    """What changed within lines, by their places in the hunk. Moved lines have not changed."""
    marked: dict[int, Marks] = {}
    kinds = "".join([row[0] for row in rows])
    for run in _REPLACEMENT.finditer(kinds):
        start, end = run.span()
        middle = kinds.index("+", start)
        old = [n for n in range(start, middle) if kinds[n] == "-" and n not in moved]
        new = [n for n in range(middle, end) if kinds[n] == "+" and n not in moved]
        old_marks, new_marks = changed_words([rows[n][1:] for n in old], [rows[n][1:] for n in new])
        marked.update((n, marks) for n, marks in zip(old + new, old_marks + new_marks, strict=True) if marks)
    return marked


def _colours(rows: Sequence[str], path: str) -> dict[int, Sequence[Token]]:
    """The coloured parts of lines, by their places in the hunk. Each side is read by itself."""
    # What was deleted may open a comment that what was added does not. Elsewhere, one reading does for both.
    apart = any(row[0] in "-+" and _OPENING.search(row, 1) for row in rows)
    coloured: dict[int, Sequence[Token]] = {}
    for kinds in ("- ", "+ ") if apart else ("-+ ",):
        places = [n for n, row in enumerate(rows) if row[0] in kinds]
        if places:
            coloured |= zip(places, highlight(path, "\n".join(rows[n][1:] for n in places)), strict=True)
    return {n: parts for n, parts in coloured.items() if parts}


def _content(text: str, escaped: str, marks: Sequence[tuple[int, int]], colours: Sequence[Token], original: str) -> str:
    """A line with its marks and colours; `escaped` is the same without them, `original` what no sign stands in for."""
    part = str if len(escaped) == len(text) else _escaped
    if not marks:
        return _coloured(text, 0, len(text), colours, part)
    parts = []
    place = 0
    for start, end in marks:
        parts.append(_coloured(text, place, start, colours, part))
        if _INVISIBLE.fullmatch(original, start, end):
            parts += map(_blank, _BLANKS.findall(original, start, end))
        else:
            parts.append(f"<mark>{_coloured(text, start, end, colours, part)}</mark>")
        place = end
    parts.append(_coloured(text, place, len(text), colours, part))
    return "".join(parts)


def _blank(blank: str) -> str:
    """A blank that came or went. The stylesheet shows it, but for a carriage return, which is shown already."""
    if blank == _ENDING:
        return f"<mark>{blank}</mark>"
    kind = "di-space di-tab" if blank == "\t" else "di-space"
    title = "" if blank.isascii() else f' title="U+{ord(blank[0]):04X}"'
    return f'<mark class="{kind}"{title}>{blank}</mark>'


def _coloured(text: str, start: int, end: int, colours: Sequence[Token], escaped: Callable[[str], str]) -> str:
    """A part of a line with its colours."""
    if not colours:
        return escaped(text[start:end])
    parts: list[str] = []
    place = start
    for first, last, name in colours:
        first, last = max(first, place), min(last, end)
        if first < last:
            parts += escaped(text[place:first]), f'<i class="{name}">{escaped(text[first:last])}</i>'
            place = last
    parts.append(escaped(text[place:end]))
    return "".join(parts)


def _span(start: int, count: int) -> str:
    return str(start) if count == 1 else f"{start},{count}"


def _escaped(text: str) -> str:
    return escape(text, quote=False)
