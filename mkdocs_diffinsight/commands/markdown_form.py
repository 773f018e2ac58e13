"""The Markdown form of a report: writing it, and reading one that was published before.

    ---
    date, permalink, summary, title
    ---
    [View Diff on GitHub](...){target="_blank"}
    the overview, with headings of its own
    # Summary Table
    one row for each file, linking to its item
    # Modified Contents
    ## path{#item-xxxxxx}, the diff, a JSON block with type and title, the explanation

Reading a document and writing it again gives the same document. Lines that hold nothing but a template tag,
`<format>` or `</format>`, are left out in both.
"""

from __future__ import annotations

import contextlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, cast

import yaml

from ..analyze.secrets.screening import MASK, masked_patch
from ..errors import ArchiveError
from ..language.catalog import Catalog, languages, load_catalog
from ..language.inert import acts, escaped, has_elements, inert, inert_name, inert_value, neutral, restored
from ..language.quoting import display
from ..model.changes import FileChange
from ..model.forge import compared
from ..model.ranges import compare_text, parse_compare
from ..model.report import Report, ReportFile
from ..model.texts import LISTS, Author, FileSummary, Overview, Published, Statement, markdown, plain

_TABLE = "# Summary Table"
_CONTENTS = "# Modified Contents"
_TABLE_HEAD = """\
|  Filename  | Type |    Title    | Status | A  | D  | M  |
|------------|------|-------------|--------|----|----|----|"""
_ROW = re.compile(r"^\| \[.*?\]\(#(item-[0-9a-f]+)\) \|(.*)", re.MULTILINE)
_COUNTS = re.compile(r"\| *(\d{1,9}) *\| *(\d{1,9}) *\| *\d{1,9} *\|\s*\Z")
_HEADING = re.compile(r"## (.+)\{#(item-[0-9a-f]+)\}\s*")
_TEMPLATE_TAG = re.compile(r"\s*</?format>\s*")
_NAMES = ("modification_type", "modification_title")
_SHORTEST_FENCE = 4
_MARK = "---\n"
"""Before and after front matter."""
_FIELDS = ("title", "date", "permalink", "range", "summary")
_LONGEST_FRONT_MATTER, _DEEPEST_FRONT_MATTER = 100_000, 20
"""Of front matter that is read: what reports have is far below."""
TOLD_BY_LETTERS = ("ja", "zh")
"""Languages that a text can be seen to be written in."""
_DIFF = "### Diff"
"""Above a diff that is no fence."""
_ALONE, _RETURN = re.compile(r"\r(?!\n|\Z)"), "\N{SYMBOL FOR CARRIAGE RETURN}"
"""A carriage return that ends a line for Markdown, but not for git, and what is shown instead."""
_WEB_ADDRESS = re.compile(r"https?://[^\s()<>\[\]{}\"'`\\|]+")
_OUR_HEADING = re.compile(r"^#(?= (?:Summary Table|Modified Contents)$)", re.MULTILINE)
_OUR_LINE = re.compile(r"^(?:#(?=# .+\{#item-[0-9a-f]+\}[^\S\n]*$|## Diff$)|`(?=`{3,}diff$))", re.MULTILINE)
_HEADING_OF_OVERVIEW = re.compile(r"^#(?=#? )", re.MULTILINE)
_TEMPLATE_TAG_LINE = re.compile(r"^([^\S\n]*)<(?=/?format>[^\S\n]*$)", re.MULTILINE)
"""The first signs of what would be a line of the report's own, where it stands in a text."""
_CODE = re.compile(r"`[^`\n]*`")


class _FrontMatterDumper(yaml.SafeDumper):
    """Writes text of several lines as a block, as python-frontmatter does."""


_FrontMatterDumper.add_representer(
    str,
    lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style="|" if "\n" in text else None),
)


@dataclass(frozen=True)
class PublishedItem:
    """What a published report says about one file."""

    path: str
    modification_type: str
    modification_title: str
    explanation: str
    patch: str | None = None
    """The diff that it is about, where the report shows one."""
    counts: tuple[int, int] | None = None
    """Lines added and deleted, where the report's table tells them."""

    def is_about(self, change: FileChange) -> bool:
        """Whether it is about this change, as far as the report shows what it is about.

        Of the same two files there can be several diffs; all of them tell alike which lines one file has more often
        than the other.
        """
        if self.patch is not None:
            patch = change.patch or ""
            return _balance(self.patch) == _balance(masked_patch(patch) if MASK in self.patch else patch)
        return self.counts is None or self.counts == (change.additions, change.deletions)

    def summary(self, author: Author) -> FileSummary:
        return FileSummary(self.modification_type, self.modification_title, plain(self.explanation), author)


def _script(letter: str) -> str:
    if "\u3040" <= letter <= "\u30ff":
        return "kana"
    return "han" if "\u3400" <= letter <= "\u9fff" else ""


def _balance(patch: str) -> Mapping[str, int]:
    """How often more each line stands in the new file than in the old one, for all that do not stand equally often."""
    balance: Counter[str] = Counter()
    # Bytes that are no UTF-8 are written as question marks, or as replacement characters by others.
    for line in patch.encode("utf-8", "replace").decode().replace("\ufffd", "?").split("\n"):
        if line.startswith(("+", "-")):
            balance[_ALONE.sub(_RETURN, line[1:].rstrip("\r"))] += 1 if line[0] == "+" else -1
    return {line: number for line, number in balance.items() if number}


@dataclass(frozen=True)
class PublishedReport:
    """A report as it was published."""

    title: str
    date: str
    permalink: str
    range: str
    """Its range, where the permalink does not tell it."""
    summary: str
    text: str
    items: Sequence[PublishedItem]

    @property
    def language(self) -> str | None:
        """What its texts are written in, as far as letters tell: `ja`, `zh`, or nothing for any other."""
        texts = [self.summary, self.text, *(item.explanation for item in self.items)]
        letters = Counter(map(_script, filter(str.isalpha, _CODE.sub("", "\n".join(texts)))))
        if letters["kana"] > 0.05 * letters.total():
            return "ja"
        return "zh" if letters["han"] > 0.2 * letters.total() else None

    def overview(self, author: Author) -> Overview:
        published = Published(self.title, self.date, self.permalink, self.text)
        parts = {key: tuple(map(Statement, texts)) for key, texts in split_overview(self.text).items()}
        return Overview(summary=self.summary, author=author, published=published, **cast(dict[str, Any], parts))


def compare_of(published: PublishedReport) -> tuple[str, str, bool]:
    """The range of a report: that of its permalink, or else the one that it names. Raises `ArchiveError`."""
    try:
        return range_of(published.permalink)
    except ArchiveError:
        if not published.range:
            raise
    try:
        return parse_compare(published.range)
    except ValueError as error:
        raise ArchiveError(f"its `range` is none: {error}") from None


def range_of(permalink: str) -> tuple[str, str, bool]:
    """The range in a forge's compare URL, whose sides may carry the owner's name.

    Raises `ArchiveError` where the URL has none.
    """
    with contextlib.suppress(ValueError):
        if page := compared(permalink):
            base, head, direct = parse_compare(page.sides)
            return page.in_order(base, head, direct=direct)
    raise ArchiveError(f"its permalink, {permalink!r}, holds no range; name one with --range BASE...HEAD")


def read_report(text: str) -> PublishedReport:
    """Read a published report. Raises `ArchiveError`, which says what is missing."""
    front, start = _read_front_matter(text)
    table = text.find(f"\n{_TABLE}\n", start)
    contents = text.find(f"\n{_CONTENTS}\n", table)
    if table < 0 or contents < 0:
        raise ArchiveError(f"there is no '{_TABLE}' followed by '{_CONTENTS}'")
    rows = list(_ROW.finditer(text, table, contents))
    if not rows:
        raise ArchiveError("its table has no row")
    overview = _without_link(text[start : table + 1].removeprefix("\n"))
    items = list(_read_items(text[contents + len(_CONTENTS) + 2 :], rows))
    return PublishedReport(**front, text=_without_template_tags(overview).removesuffix("\n\n"), items=items)


def _read_front_matter(text: str) -> tuple[dict[str, str], int]:
    start = text[: _LONGEST_FRONT_MATTER + len(_MARK)]
    end = start.find(f"\n{_MARK}", len(_MARK) - 1) if start.startswith(_MARK) else -1
    if end < 0:
        long = start.startswith(_MARK) and len(text) > len(start)
        too_long = f"its front matter is longer than {_LONGEST_FRONT_MATTER} signs"
        raise ArchiveError(too_long if long else "it has no front matter")
    try:
        front = dict(_texts_of_mapping(start[len(_MARK) : end + 1]))
    except (yaml.YAMLError, ValueError, OverflowError) as error:  # the latter two for escapes of no sign
        raise ArchiveError(f"its front matter is no YAML: {display(str(error), 300)}") from error
    return {key: restored(front.get(key, "")) for key in _FIELDS}, end + 1 + len(_MARK)


def _texts_of_mapping(text: str) -> Iterator[tuple[str, str]]:
    """The keys of a mapping whose values are texts; what stands deeper is passed over.

    Read as events, not as values: so nothing is repeated by a name (`*more`), and nothing can nest without end. Raises
    `ArchiveError` where either is tried, `yaml.YAMLError`.
    """
    events = yaml.parse(text, Loader=yaml.BaseLoader)
    root = next((event for event in events if isinstance(event, yaml.NodeEvent)), None)
    if not isinstance(root, yaml.MappingStartEvent):
        raise ArchiveError("its front matter is no mapping")
    depth, key = 1, None
    for event in events:
        depth += isinstance(event, yaml.CollectionStartEvent) - isinstance(event, yaml.CollectionEndEvent)
        if depth > _DEEPEST_FRONT_MATTER:
            raise ArchiveError(f"its front matter nests deeper than {_DEEPEST_FRONT_MATTER} levels")
        if isinstance(event, yaml.AliasEvent):
            raise ArchiveError("its front matter repeats a part of itself by a name (`*`), as no report does")
        if isinstance(event, yaml.ScalarEvent) and depth == 1:
            if key is not None:
                yield key, event.value
            key = event.value if key is None else None
        elif isinstance(event, yaml.CollectionEndEvent) and depth == 1:
            key = None


def _without_link(text: str) -> str:
    """What follows the link to the range's page, which is a line of its own."""
    line, _, rest = text.partition("\n\n")
    is_link = line.startswith("[") and "](" in line and "{target=" in line and line.endswith("}")
    return rest if is_link and "\n" not in line else text


def _without_template_tags(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not _TEMPLATE_TAG.fullmatch(line))


def _read_items(text: str, rows: Sequence[re.Match[str]]) -> Iterator[PublishedItem]:
    """Each item of the table, in its order: a heading counts only where the next item is due."""
    lines = text.split("\n")
    starts, at = [], 0
    for row in rows:
        while at < len(lines) and not ((heading := _HEADING.fullmatch(lines[at])) and heading[2] == row[1]):
            at = _after_diff(lines, at)
        if at == len(lines):
            raise ArchiveError(f"the table has #{row[1]}, but no section has")
        starts.append(at)
        at += 1
    for row, start, end in zip(rows, starts, [*starts[1:], len(lines)], strict=True):
        item = _read_item(lines[start:end], "\n\n\n" if end == len(lines) else "\n\n")
        counts = _COUNTS.search(row[2])
        yield replace(item, counts=(int(counts[1]), int(counts[2])) if counts else None)


def _after_diff(lines: Sequence[str], at: int) -> int:
    """The next line to look at; every line of a diff has a prefix, so none of them can be the closing fence."""
    if lines[at] == _DIFF:
        return next((n for n in range(at + 1, len(lines)) if lines[n][:4].strip()), len(lines))
    opening = re.fullmatch(r"(`{4,})diff", lines[at])
    if not opening:
        return at + 1
    return next((n + 1 for n in range(at + 1, len(lines)) if lines[n] == opening[1]), len(lines))


def _diff_of(lines: Sequence[str]) -> str | None:
    """The diff that lines hold with what is around it; nothing where they are another line of the report."""
    if lines[0] == _DIFF:
        return "\n".join(line.removeprefix("    ") for line in lines[1:]).strip("\n")
    return "\n".join(lines[1:-1]) if len(lines) > 1 else None


def _read_item(lines: Sequence[str], ending: str) -> PublishedItem:
    path = restored(lines[0].removeprefix("## ").rpartition("{#")[0])
    patch = None
    at = 1
    while at < len(lines) and lines[at] != "### Summary":
        start, at = at, _after_diff(lines, at)
        patch = _diff_of(lines[start:at]) or patch
    body = "\n".join(lines[at:]) + ("" if ending == "\n\n\n" else "\n")
    match = re.match(r"### Summary\n\n```json\n(.*?)\n```\n\n### Explanation\n(.*)", body, re.DOTALL)
    if not match:
        raise ArchiveError(f"the section of {path} has no summary or no explanation")
    try:
        data = json.loads(match[1])
        kind, title = (str(data[key]) for key in _NAMES)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArchiveError(f"the JSON block of {path} cannot be read: {error}") from error
    return PublishedItem(path, kind, title, restored(match[2].removesuffix(ending)), patch)


def split_overview(text: str) -> Mapping[str, Sequence[str]]:
    """The parts of an overview that was published as one text, each as its items; highlights and insights have one.

    Two headings of the first level hold the highlights, with three lists below headings of the second, and the
    insights. Their wording varies, so their order counts. What does not fit stays where it is, in the highlights.
    """
    highlights, _, insights = _unwrapped(text).partition("\n# ")
    insights = insights.partition("\n")[2]
    intro, *sections = re.split(r"^## ", highlights, flags=re.MULTILINE)
    named = [(heading.strip(), body.strip()) for heading, _, body in (part.partition("\n") for part in sections)]
    lists = [_items(body) for _, body in named] if len(named) == len(LISTS) else [()] * len(LISTS)
    extra = [] if len(named) == len(LISTS) else [f"## {heading}\n\n{body}" for heading, body in named]
    intro = re.sub(r"\A\s*# [^\n]*", "", intro).strip()
    whole = {"highlights": "\n\n".join([intro, *extra]).strip(), "insights": insights.strip()}
    parts = dict(zip(LISTS, lists, strict=True)) | {key: (text,) if text else () for key, text in whole.items()}
    return {key: [restored(text) for text in texts] for key, texts in parts.items()}


def _unwrapped(text: str) -> str:
    """An overview without a fence around it, or machine talk above it."""
    inside, fences = re.subn(r"\A\s*+```\w*+[ \t]*+\n(?:\{.*?\}\n```\s*+)?(?=\s*+# )", "", text, flags=re.DOTALL)
    return inside.strip().removesuffix("\n```") if fences else text.strip()


def _items(body: str) -> tuple[str, ...]:
    """The items of a Markdown list; other text is one item, unless it is our own word for none."""
    if body in {load_catalog(language)("page.none") for language in languages()}:
        return ()
    if not re.match(r"[-*] ", body):
        return (body,) if body else ()
    items = re.split(r"^[-*] +", body, flags=re.MULTILINE)
    return tuple(item.replace("\n  ", "\n").strip() for item in items if item.strip())


def write_report(report: Report, catalog: Catalog) -> str:
    """The Markdown form of a report."""
    published = report.overview.published
    front = {
        "date": published.date if published else report.date.isoformat(),
        "permalink": report.permalink or "",
        **_range_beside(report),
        "summary": report.overview.summary,
        "title": published.title if published else report.title,
    }
    overview = _in_our_words(report.overview, catalog)
    is_ours = not published or published.text == overview
    if published and split_overview(published.text) == _parts(report.overview):
        overview = _OUR_HEADING.sub("&#35;", neutral(published.text))
    is_linked = report.permalink and _WEB_ADDRESS.fullmatch(report.permalink)
    link = [f'[View Diff on GitHub]({report.permalink}){{target="_blank"}}', ""] if is_linked else []
    texts = {key: inert_value(text) for key, text in front.items()}
    head = ["---", yaml.dump(texts, Dumper=_FrontMatterDumper, allow_unicode=True), "---", "", *link, overview, ""]
    items = [_item(file, is_ours=is_ours) for file in report.files]
    return "\n".join([*head, _TABLE, _TABLE_HEAD, *_rows(report.files), "", "", _CONTENTS, *items, "", ""])


def _range_beside(report: Report) -> Mapping[str, str]:
    """The range in the front matter, where the permalink does not tell it."""
    try:
        range_of(report.permalink or "")
    except ArchiveError:
        ends = report.resolved
        return {"range": compare_text(ends.base, ends.head, direct=ends.direct)}
    return {}


def _in_our_words(overview: Overview, catalog: Catalog) -> str:
    """The text of an overview, as we write it."""
    parts = [f"# {catalog('page.highlights')}\n\n{_part(markdown(overview.highlights))}"]
    for key in LISTS:
        items = "\n".join("- " + _part(one.text).replace("\n", "\n  ") for one in overview.lists[key])
        parts.append(f"## {catalog(f'page.{key}')}\n\n{items or catalog('page.none')}")
    parts.append(f"# {catalog('page.insights')}\n\n{_part(markdown(overview.insights))}".strip())
    return neutral("\n\n".join(parts))


def _part(text: str) -> str:
    """A part of an overview, in which no line is a heading of the overview's, or is left out as a template's tag."""
    return _TEMPLATE_TAG_LINE.sub(r"\1&#60;", _HEADING_OF_OVERVIEW.sub("&#35;", escaped(text)))


def _parts(overview: Overview) -> Mapping[str, Sequence[str]]:
    """The parts of an overview, as `split_overview` has them."""
    whole = {"highlights": markdown(overview.highlights), "insights": markdown(overview.insights)}
    lists = {key: [one.text for one in overview.lists[key]] for key in LISTS}
    return lists | {key: [text] if text else [] for key, text in whole.items()}


def _rows(files: Sequence[ReportFile]) -> Iterator[str]:
    """The rows of the table, which are one paragraph for whoever knows no tables."""
    summaries = [file.summary for file in files]
    cells = [f"{one_line(one.modification_type)} | {one_line(one.modification_title)}" for one in summaries]
    for file, texts in zip(files, inert("\n".join(cells)).split("\n"), strict=True):
        change = file.change
        name = inert_name(change.path.rpartition("/")[2])
        counts = f"{change.additions} | {change.deletions} | {change.changes}"
        yield f"| [{name}](#{file.item_id}) | {texts} | {change.status} | {counts} | "


def _item(file: ReportFile, *, is_ours: bool) -> str:
    change, summary = file.change, file.summary
    names = {key: getattr(summary, key) for key in _NAMES}
    block = json.dumps(names, ensure_ascii=False, indent=4)
    # Who knows no fences takes the block for a code span, which three of these end.
    block = re.sub(r"<(?=[A-Za-z/!?])", r"\\u003c", block).replace("```", "\\u0060``")
    explanation = _OUR_LINE.sub(lambda match: f"&#{ord(match[0])};", inert(summary.explanation))
    heading = f"## {inert_name(change.path)}{{#{file.item_id}}}\n"
    texts = f"### Summary\n\n```json\n{block}\n```\n\n### Explanation\n{explanation}\n"
    return f"{heading}{_diff(change.patch, is_ours=is_ours)}\n{texts}"


def _diff(patch: str | None, *, is_ours: bool) -> str:
    """A diff, folded and in a fence; where readers that know neither would see elements in it, as an indented block.

    One of a report that somebody else published stands as it did, unless what is in it does something by itself.
    """
    if not patch:
        return ""
    shown = _ALONE.sub(_RETURN, patch)
    if has_elements(shown) if is_ours else acts(shown):
        return "\n".join([f"\n{_DIFF}\n", *(f"    {line}" for line in shown.split("\n")), ""])
    closing = re.findall(r"^ {0,3}(`{4,})[ \t]*$", shown, re.MULTILINE)
    fence = "`" * (1 + max(map(len, closing), default=_SHORTEST_FENCE - 1))
    gap = "\n" if is_ours else ""
    return f"\n<details>\n<summary>Diff</summary>\n{gap}{fence}diff\n{shown}\n{fence}\n</details>\n"


def one_line(text: str) -> str:
    """Text with its line breaks made visible, as table rows and headings have no room for any."""
    return text.replace("\r", "\\r").replace("\n", "\\n")
