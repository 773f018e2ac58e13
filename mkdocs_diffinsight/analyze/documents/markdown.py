"""Where each line of a document's diff stands: front matter, code block or text, and under which heading. Pure."""

from __future__ import annotations

import re
import string
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache

from ...model.patch import Hunk, Line
from ..lines.edits import Area, Fence, PlacedLine
from ..lines.whole import Place, Whole, place_lines
from .directives import COMMENT_END, COMMENT_START, is_comment, opens_comment
from .links import strip_targets
from .literal import literal_lines
from .tables import SEPARATOR, cells

# e.g. ## Install it
_HEADING = re.compile(r" {0,3}(?:#{1,6}|={2,6})\s+(\S.*)")
# e.g. -----
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})\s*\Z")
# e.g. Install it
_UNDERLINED = re.compile(r"(?![#>|=-])\S[^|]{0,200}\Z")
# e.g. # The guide
_TITLE = re.compile(r" {0,3}[#=]\s+(?!\[)")
# e.g. [Python](#tab/python)
_TAB = re.compile(r"\[([^\[\]]+)\]\(#tab/([^()]*)\)\Z")
# e.g. - ```python
_FENCE = re.compile(r"[\s>]*(?:[-*+]\s+|\d+\.\s+)?(`{3,}+|~{3,}+)\s*+([^\s`]*+)[^`]*+\Z")
# e.g. ---
_RULE = re.compile(r"(-{3,}|\+{3})\s*\Z")
# e.g. ms.date: 2025-01-27
_KEY = re.compile(r"([A-Za-z_][\w.-]*|#\s?[\w ]{1,40}?)\s*[:=](?:\s|\Z)")
# e.g. - an item of a list
_NESTED = re.compile(r"\s+\S|-\s|#")
# e.g. ## Install it
_TEXT_SIGN = re.compile(r"#{2,6} |\s*\||>\s")
# e.g. client = Client()
_CODE_SIGN = re.compile(
    r"\A\s*[\"'{}()\]]|[;{,]\s*\Z|\A\s*[\w.]+\s*=\s|\A\s*[\w.]+\(.*\)\s*\Z"
    r"|\A\s*(?:import|from|def|class|var|const|let|return|using|public|curl|print)\b[^.]*\Z"
)
# e.g. # Ask for it. It may take a while.
_REMARK = re.compile(r"[.!?]\s{1,4}\S")
# e.g. ``code``
_BACKTICKS = re.compile(r"`++")
# e.g. <br/>
_TAG = re.compile(r"</?\w[^<>]{0,300}>")
# e.g. ![a picture]
_LINKED = re.compile(r"!?\[([^\[\]]*)\]")
# e.g. Install it {.class #anchor}
_ATTRIBUTES = re.compile(r"\s\{[#.:][^{}]{0,200}\}\s*\Z")
# e.g. The `run` command
_MARKED = re.compile(r"[`<\[*~_{=]")
# e.g. **Note**
_EMPHASIS = re.compile(r"(\*{1,3}|~~|(?<!\w)_{1,3})(?=\S)(.+?)(?<=\S)\1(?!(?<=_)\w)")
# e.g. | --- | :-: |
_SIGN = re.compile(r"[\s>]*+(?:(?:[-*+]|\d++\.)\s++)?+(?:`{3}|~{3})| {0,3}[#=]|-{3}|[\s:=+-]*+\|[\s|:=+-]*+\Z")
"""How fences, headings and their underlines start, and the rules of tables. Other lines may match as well."""
_PLAIN = frozenset(("", *string.ascii_letters, *"(![<\"'&{"))
"""What starts most lines, and none of these."""
_TOP_LINES = 60
_FRONT_LINES = 6


def heading(text: str) -> str:
    """The text of a heading line, or nothing."""
    match = _HEADING.match(text[:400])
    title = match[1].rstrip().rstrip("#").rstrip() if match else ""
    tab = _TAB.match(title)
    return tab[1].strip("*_ ") if tab else title


def tab_of(text: str) -> str:
    """The name by which a heading of a tab knows it, or nothing."""
    match = _TAB.search(text[:400].rstrip())
    return match[2] if match else ""


def is_title(text: str) -> bool:
    """Whether a heading heads the whole document rather than a part of it."""
    return bool(_TITLE.match(text))


def underlined(lines: Sequence[str], i: int) -> str:
    """The text of a heading that the line below it underlines, or nothing."""
    below = lines[i + 1] if i + 1 < len(lines) else ""
    alone = i == 0 or not lines[i - 1].strip()
    return lines[i].strip() if alone and _UNDERLINE.match(below) and _UNDERLINED.match(lines[i]) else ""


def is_title_at(lines: Sequence[str], i: int) -> bool:
    """Whether a heading, with a mark before it or a line below it, heads the whole document."""
    if _is_remark(lines[i]):
        return False
    return is_title(lines[i]) or (bool(underlined(lines, i)) and lines[i + 1].startswith("="))


def _is_remark(text: str) -> bool:
    """Whether what looks like a title says several sentences: it is a comment of code whose fence is missing."""
    line = text[:400].rstrip()
    return is_title(text) and line.endswith(".") and bool(_REMARK.search(line))


def _is_remark_at(lines: Sequence[str], i: int, *, is_first: bool) -> bool:
    """The same, and whether it is no first heading, and code follows it at once."""
    if _is_remark(lines[i]) or is_first or not is_title(lines[i]):
        return _is_remark(lines[i])
    below = lines[i + 1].strip() if i + 1 < len(lines) else ""
    return below[:1] not in ("", "#") and bool(_CODE_SIGN.search(below[:400]))


class Outliner:
    """Follows the headings of a document: those that a line is in, in plain text, without the document's title."""

    def __init__(self) -> None:
        self.path: tuple[str, ...] = ()
        self._levels: tuple[int, ...] = ()
        self._started = False

    @property
    def has_started(self) -> bool:
        """Whether there was a heading."""
        return self._started

    def enter(self, title: str, level: int) -> None:
        """Go on below another heading."""
        above = sum(other < level for other in self._levels)
        self.path, self._levels = self.path[:above], self._levels[:above]
        if self._started or level > 1:
            self.path, self._levels = (*self.path, plain_heading(title)), (*self._levels, level)
        self._started = True


def plain_heading(title: str) -> str:
    """The text of a heading without markup."""
    if not _MARKED.search(title):
        return title.strip() or title
    text = _ATTRIBUTES.sub("", title)
    end, parts = 0, []
    for start, stop, width in code_spans(text):
        parts += [_without_marks(text[end:start]), text[start + width : stop - width]]
        end = stop
    return "".join([*parts, _without_marks(text[end:])]).strip() or title


def code_spans(text: str) -> Iterator[tuple[int, int, int]]:
    """Where code stands, and how many backticks are around it (https://spec.commonmark.org/0.31.2/#code-spans).

    A run of backticks is closed by the next one of the same length.
    """
    runs = [run.span() for run in _BACKTICKS.finditer(text)]
    following: dict[int, list[int]] = {}
    for start, stop in reversed(runs):
        following.setdefault(stop - start, []).append(stop)
    end = 0
    for start, stop in runs:
        closing = following[stop - start]
        closing.pop()
        if start >= end and closing:
            end = closing[-1]
            yield start, end, stop - start


def _without_marks(text: str) -> str:
    return _EMPHASIS.sub(r"\2", without_links_and_tags(text))


def without_links_and_tags(text: str) -> str:
    """A heading without tags of HTML; of links and images, their words alone."""
    return _LINKED.sub(r"\1", strip_targets(_TAG.sub("", text)))


def heading_level(text: str) -> int:
    """The level of a heading line, from 1."""
    marks = text.lstrip()
    return len(marks) - len(marks.lstrip(marks[:1]))


def fence_language(text: str) -> str | None:
    """What a fence says its code is written in; `None` where the line does not look like one."""
    match = _FENCE.match(text[:400])
    return match[2].strip("{}.") if match else None


@lru_cache(maxsize=1024)  # the front matter of one page is much like that of another
def metadata_key(text: str) -> str:
    """The key that a line of front matter sets, or nothing."""
    match = _KEY.match(text.rstrip()[:400])
    return match[1] if match else ""


@dataclass(frozen=True)
class Document:
    """A whole document, and where each of its lines stands."""

    lines: Sequence[str]
    front: int
    """How many lines its front matter takes; 0 where that does not end."""
    signs: Sequence[int]
    """The lines, from 0, that may head, fence or comment something; others are text, or code between two of them."""
    places: Sequence[Place] | None
    """`None` where the file reads as if a part of it were missing: its front matter does not end, or a code block
    opens inside of another or does not end."""


class Documents:
    """A document before and after its change, each side read when it is asked for."""

    def __init__(self, whole: Whole) -> None:
        self._whole = whole

    @cached_property
    def old(self) -> Document | None:
        """`None` where it is not known."""
        return scan_document(self._whole.old_lines)

    @cached_property
    def new(self) -> Document | None:
        """`None` where it is not known."""
        return scan_document(self._whole.new_lines)


def place_document(hunks: Sequence[Hunk], documents: Documents) -> list[PlacedLine]:
    """The lines of a document's hunks, each with its place: by the whole file, or by what the hunks show of it."""
    found = place_lines(
        hunks,
        lambda: documents.old.places if documents.old else None,
        lambda: documents.new.places if documents.new else None,
    )
    placed: list[PlacedLine] = []
    for hunk in hunks:
        lines = [line for line in hunk.lines if line.kind != "\\"]
        # A hunk that reads as front matter is, even if the file does not start with it: generators allow for comments.
        front = _front_matter_length(hunk, lines)
        start, end = len(placed) + front, len(placed) + len(lines)
        placed += _place_metadata(lines[:front], metadata_key(hunk.section))
        placed += found[start:end] if found else _place_body(lines[front:], heading(hunk.section))
    return placed


def scan_document(lines: Sequence[str] | None) -> Document | None:
    """Read where each line of a whole document stands; `None` where it is not known."""
    if lines is None:
        return None
    front = front_matter_end(lines)
    signs = list(_signs(lines, front or 0))
    return Document(lines, front or 0, signs, None if front is None else _scan_all(lines, front, signs))


def _scan_all(lines: Sequence[str], front: int, signs: Iterable[int]) -> list[Place] | None:
    """Where each line of a whole document stands, also in samples without a fence."""
    places = _scan(lines, front, signs)
    if places:
        for i in literal_lines(lines):
            if places[i].area == "text":
                places[i] = places[i]._replace(area="code")
    return places


def _signs(lines: Sequence[str], front: int) -> Iterator[int]:
    """The lines that may be a heading, a fence, a comment's start, or the rule below a table's head. In their order."""
    last = -1
    for i in [
        i for i, line in enumerate(lines) if COMMENT_START in line or (line[:1] not in _PLAIN and _SIGN.match(line))
    ]:
        if i - 1 >= max(front, last + 1) and _UNDERLINE.match(lines[i]):
            yield i - 1
        if i >= front:
            yield i
        last = i


def _scan(lines: Sequence[str], front: int, signs: Iterable[int]) -> list[Place] | None:
    """Where each line of a whole document stands, if no part of it is missing."""
    places = _scan_front_matter(lines[:front])
    mark: str | None = None
    section = ""
    outliner = Outliner()
    columns: tuple[str, ...] = ()
    table_end = 0

    def go_on(to: int) -> None:
        """Place the lines before the next sign."""
        if mark is None and columns:
            place = Place("text", section, columns=columns, path=outliner.path)
            places.extend([place] * (min(to, table_end) - len(places)))
        place = Place("text" if mark is None else "code", section, path=outliner.path)
        places.extend([place] * (to - len(places)))

    is_open = False
    """A comment begins that never ends: none is looked for any more."""
    for i in signs:
        if i < len(places):
            continue  # within a comment
        go_on(i)
        text = lines[i].removesuffix("\r")
        if mark is None and COMMENT_START in text and not is_open:
            end = _comment_end(lines, i)
            is_open = end is None
            if end is not None and (end > i or is_comment(text)):
                begins = is_comment(text)
                places.extend([Place("text", section, path=outliner.path)] * (not begins))
                places.extend([Place("comment", section, path=outliner.path)] * (end - i + begins))
                continue
        before, mark = mark, _open_fence(mark, text)
        if before is not None and before == mark:
            if (match := _FENCE.match(text[:400])) and match[1] == mark and match[2]:
                return None  # the end of this block is missing: a line inside would open another one of its sort
        elif mark is None and before is None:
            title = heading(text)
            if title and _is_remark_at(lines, i, is_first=not outliner.has_started):
                title = ""
            if title:
                outliner.enter(title, heading_level(text))
            elif title := underlined(lines, i):
                outliner.enter(title, 1 if lines[i + 1].startswith("=") else 2)
            if i >= table_end:
                columns = ()
            if i and "|" in lines[i] and SEPARATOR.match(lines[i]):
                columns = cells(lines[i - 1])
                if i >= table_end:
                    table_end = next((n for n in range(i + 1, len(lines)) if "|" not in lines[n]), len(lines))
            places.append(Place("text", title or section, columns=columns, path=outliner.path))
            section = ("" if is_title_at(lines, i) else title) if title else section
        else:
            fence: Fence = "opens" if before is None else "closes" if mark is None else ""
            places.append(Place("code", section, fence, path=outliner.path))
            columns = ()
    go_on(len(lines))
    return places if mark is None else None


def _comment_end(lines: Sequence[str], start: int) -> int | None:
    """The line in which the comment ends that begins in a line; `None` where it does not."""
    if not opens_comment(lines[start]):
        return start
    return next((i for i in range(start + 1, len(lines)) if COMMENT_END in lines[i]), None)


def front_matter_end(lines: Sequence[str]) -> int | None:
    """How many lines the front matter of a whole document takes; `None` where it does not end."""
    rule = _RULE.match(lines[0]) if lines else None
    if not rule:
        return 0
    for i, line in enumerate(lines[1:], 1):
        text = line.removesuffix("\r")
        if text.rstrip() in (rule[1], "..."):
            return i + 1
        if text.strip() and not _reads_as_metadata(text):
            return None
    return None


def _scan_front_matter(lines: Iterable[str]) -> list[Place]:
    places = []
    key = ""
    for line in lines:
        own = metadata_key(line)
        key = own or key
        places.append(Place("metadata", key, path=(key,) if key and not own and line.strip() != "---" else ()))
    return places


def _place_metadata(lines: Iterable[Line], key: str) -> Iterator[PlacedLine]:
    keys = {"-": key, "+": key}
    for line in lines:
        for side in _sides(line):
            keys[side] = metadata_key(line.text) or keys[side]
        yield PlacedLine(line, "metadata", keys[_sides(line)[-1]])


def _place_body(lines: Sequence[Line], section: str) -> Iterator[PlacedLine]:
    """Both sides are followed on their own: a heading or fence may stand on one of them only."""
    code: dict[str, str | None] = dict.fromkeys("-+", "" if _starts_in_code(lines) else None)
    sections = dict.fromkeys("-+", section)
    commented = dict.fromkeys("-+", False)
    for i, line in enumerate(lines):
        sides = _sides(line)
        last = sides[-1]
        was_commented = commented[last]
        for side in sides:
            if code[side] is None:
                commented[side] = opens_comment(line.text) or (commented[side] and COMMENT_END not in line.text)
        if code[last] is None and (was_commented or is_comment(line.text)):
            yield PlacedLine(line, "comment", sections[last])
            continue
        was_code = code[last] is not None
        for side in sides:
            code[side] = _open_fence(code[side], line.text)
        is_code = code[last] is not None
        if not (was_code or is_code) and (title := heading(line.text)) and not _is_comment(lines, i):
            yield PlacedLine(line, "text", title)
            sections.update(dict.fromkeys(sides, "" if is_title(line.text) else title))
            continue
        area: Area = "code" if was_code or is_code else "text"
        fence: Fence = "" if was_code == is_code else "opens" if is_code else "closes"
        yield PlacedLine(line, area, sections[last], fence)


def _open_fence(mark: str | None, text: str) -> str | None:
    """The mark of the fence that is open after a line, with `mark` before it; empty where the hunk starts below it.

    A fence is closed by one of its character that is no shorter and says nothing.
    """
    match = _FENCE.match(text[:400])
    if not match:
        return mark
    if mark is None:
        return match[1]
    return None if not match[2] and match[1].startswith(mark) else mark


def _sides(line: Line) -> str:
    return "-+" if line.kind == " " else line.kind


def _front_matter_length(hunk: Hunk, lines: Sequence[Line]) -> int:
    """How many lines of a hunk belong to the front matter."""
    start = min(hunk.old_start, hunk.new_start)
    top = start <= 1
    if start > _TOP_LINES or (top and not (lines and _RULE.match(lines[0].text))):
        return 0
    keys = 0
    for i, line in enumerate(lines):
        if _RULE.match(line.text):
            if not (top and i == 0) and not _repeats_rule(lines, i):
                return i + 1 if keys else 0
        elif line.text.strip() and not _reads_as_metadata(line.text):
            return 0
        keys += bool(metadata_key(line.text))
    dense = metadata_key(hunk.section)[:1].islower() and all(line.text.strip() for line in lines)
    return len(lines) if keys and (top or dense or (start <= _FRONT_LINES and keys > 1)) else 0


def _repeats_rule(lines: Sequence[Line], i: int) -> bool:
    """The same rule once removed and once added (line endings) opens or closes only once."""
    return i + 1 < len(lines) and lines[i].kind == "-" and lines[i + 1].kind in "+-"


def _reads_as_metadata(text: str) -> bool:
    return bool(metadata_key(text) or _NESTED.match(text))


def _starts_in_code(lines: Sequence[Line]) -> bool:
    """Whether a hunk starts in a code block: its first fence closes one, or it has none and reads as code."""
    for i, line in enumerate(lines):
        language = fence_language(line.text)
        if language is not None:
            return not language and not any(_TEXT_SIGN.match(other.text) for other in lines[:i]) and _closes(lines, i)
    written = [line.text for line in lines if line.text.strip()]
    return 2 * sum(bool(_CODE_SIGN.search(text[:400])) for text in written) > len(written)


def _closes(lines: Sequence[Line], i: int) -> bool:
    """Whether a fence that says nothing ends a code block: one that begins it stands between a blank line and code."""
    before, after = (lines[n].text.strip() if 0 <= n < len(lines) else "" for n in (i - 1, i + 1))
    return bool(before or not i) or not after


def _is_comment(lines: Sequence[Line], i: int) -> bool:
    """A comment of a script looks like a first-level heading, but code follows it at once."""
    if lines[i].text.startswith("##") or i + 1 == len(lines):
        return False
    if _is_remark(lines[i].text):
        return True
    following = lines[i + 1]
    return following.kind == lines[i].kind and following.text.strip()[:1] not in ("", "#")
