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

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import unquote

import yaml

from .catalog import Catalog, languages, load_catalog
from .errors import ArchiveError
from .model import Author, FileSummary, Overview, Published, Report, ReportFile, Statement, Statements, markdown, plain
from .ranges import parse_compare

_TABLE = "# Summary Table"
_CONTENTS = "# Modified Contents"
_TABLE_HEAD = """\
|  Filename  | Type |    Title    | Status | A  | D  | M  |
|------------|------|-------------|--------|----|----|----|"""
_ROW = re.compile(r"^\| \[.*?\]\(#(item-[0-9a-f]+)\) \|", re.MULTILINE)
_HEADING = re.compile(r"## (.+)\{#(item-[0-9a-f]+)\}\s*")
_TEMPLATE_TAG = re.compile(r"\s*</?format>\s*")
_SHORTEST_FENCE = 4


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

    def summary(self, author: Author) -> FileSummary:
        return FileSummary(self.modification_type, self.modification_title, plain(self.explanation), author)


@dataclass(frozen=True)
class PublishedReport:
    """A report as it was published."""

    title: str
    date: str
    permalink: str
    summary: str
    text: str
    items: Sequence[PublishedItem]

    def overview(self, author: Author) -> Overview:
        sections = split_overview(self.text)
        return Overview(
            summary=self.summary,
            highlights=plain(sections.highlights),
            new_features=tuple(map(Statement, sections.new_features)),
            breaking_changes=tuple(map(Statement, sections.breaking_changes)),
            other_updates=tuple(map(Statement, sections.other_updates)),
            insights=plain(sections.insights),
            author=author,
            published=Published(self.title, self.date, self.permalink, self.text),
        )


def range_of(permalink: str) -> tuple[str, str, bool]:
    """The range in a forge's compare URL, whose sides may carry the owner's name.

    Raises `ArchiveError` where the URL has none.
    """
    found = re.search(r"(//bitbucket\.org/.*)?/compare/([^/?#]+)", permalink)
    try:
        base, head, direct = parse_compare(unquote(found[2]) if found else "")
    except ValueError:
        raise ArchiveError(f"its permalink, {permalink!r}, holds no range; name one with --range BASE...HEAD") from None
    # Bitbucket names the newer side first, and compares with the merge base.
    return (head, base, False) if found and found[1] else (base, head, direct)


def read_report(text: str) -> PublishedReport:
    """Read a published report. Raises `ArchiveError`, which says what is missing."""
    front, start = _read_front_matter(text)
    table = text.find(f"\n{_TABLE}\n", start)
    contents = text.find(f"\n{_CONTENTS}\n", table)
    if table < 0 or contents < 0:
        raise ArchiveError(f"there is no '{_TABLE}' followed by '{_CONTENTS}'")
    ids = _ROW.findall(text, table, contents)
    if not ids:
        raise ArchiveError("its table has no row")
    overview = re.sub(r"\A\n(?:\[[^\n]*\]\([^\n]*\)\{[^\n]*\}\n\n)?", "", text[start : table + 1])
    return PublishedReport(
        title=front["title"],
        date=front["date"],
        permalink=front["permalink"],
        summary=front["summary"],
        text=_without_template_tags(overview).removesuffix("\n\n"),
        items=list(_read_items(text[contents + len(_CONTENTS) + 2 :], ids)),
    )


def _read_front_matter(text: str) -> tuple[dict[str, str], int]:
    found = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if not found:
        raise ArchiveError("it has no front matter")
    try:
        front = yaml.load(found[1], Loader=yaml.BaseLoader)  # noqa: S506 - every value is text
    except yaml.YAMLError as error:
        raise ArchiveError(f"its front matter is no YAML: {' '.join(str(error).split())}") from error
    if not isinstance(front, dict):
        raise ArchiveError("its front matter is no mapping")
    return {key: str(front.get(key) or "") for key in ("title", "date", "permalink", "summary")}, found.end()


def _without_template_tags(text: str) -> str:
    return "\n".join(line for line in text.split("\n") if not _TEMPLATE_TAG.fullmatch(line))


def _read_items(text: str, ids: Sequence[str]) -> Iterator[PublishedItem]:
    """Each item of the table, in its order: a heading counts only where the next item is due."""
    lines = text.split("\n")
    starts = []
    at = 0
    for item_id in ids:
        while at < len(lines) and not ((found := _HEADING.fullmatch(lines[at])) and found[2] == item_id):
            at = _after_diff(lines, at)
        if at == len(lines):
            raise ArchiveError(f"the table has #{item_id}, but no section has")
        starts.append(at)
        at += 1
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=True):
        last = end == len(lines)
        yield _read_item(lines[start:end], "\n\n\n" if last else "\n\n")


def _after_diff(lines: Sequence[str], at: int) -> int:
    """The next line to look at; every line of a diff has a prefix, so none of them can be the closing fence."""
    opening = re.fullmatch(r"(`{4,})diff", lines[at])
    if not opening:
        return at + 1
    return next((n + 1 for n in range(at + 1, len(lines)) if lines[n] == opening[1]), len(lines))


def _read_item(lines: Sequence[str], ending: str) -> PublishedItem:
    path = lines[0].removeprefix("## ").rpartition("{#")[0]
    at = 1
    while at < len(lines) and lines[at] != "### Summary":
        at = _after_diff(lines, at)
    body = "\n".join(lines[at:]) + ("" if ending == "\n\n\n" else "\n")
    found = re.match(r"### Summary\n\n```json\n(.*?)\n```\n\n### Explanation\n(.*)", body, re.DOTALL)
    if not found:
        raise ArchiveError(f"the section of {path} has no summary or no explanation")
    try:
        data = json.loads(found[1])
        names = str(data["modification_type"]), str(data["modification_title"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise ArchiveError(f"the JSON block of {path} cannot be read: {error}") from error
    return PublishedItem(path, *names, found[2].removesuffix(ending))


@dataclass(frozen=True)
class OverviewSections:
    """The parts of an overview."""

    highlights: str
    new_features: tuple[str, ...]
    breaking_changes: tuple[str, ...]
    other_updates: tuple[str, ...]
    insights: str


def split_overview(text: str) -> OverviewSections:
    """The parts of an overview that was published as one text.

    Two headings of the first level hold the highlights, with three lists below headings of the second, and the
    insights. Their wording varies, so their order counts. What does not fit stays where it is, in the highlights.
    """
    highlights, _, insights = _unwrapped(text).partition("\n# ")
    insights = insights.partition("\n")[2]
    intro, *sections = re.split(r"^## ", highlights, flags=re.MULTILINE)
    named = [(heading.strip(), body.strip()) for heading, _, body in (part.partition("\n") for part in sections)]
    lists: dict[int, tuple[str, ...]] = dict(enumerate(_items(body) for _, body in named)) if len(named) == 3 else {}
    extra = [] if lists else [f"## {heading}\n\n{body}" for heading, body in named]
    intro = re.sub(r"\A\s*# [^\n]*", "", intro).strip()
    return OverviewSections(
        "\n\n".join([intro, *extra]).strip(),
        lists.get(0, ()),
        lists.get(1, ()),
        lists.get(2, ()),
        insights.strip(),
    )


def _unwrapped(text: str) -> str:
    """An overview without a fence around it, or machine talk above it."""
    return (
        re.sub(r"\A\s*```\w*[ \t]*\n(?:\{.*?\}\n```\s*)?(?=\s*# )", "", text, flags=re.DOTALL)
        .strip()
        .removesuffix("\n```")
    )


def _items(body: str) -> tuple[str, ...]:
    """The items of a Markdown list; other text is one item, unless it is our own word for none."""
    if body in {load_catalog(language)("page.none") for language in languages()}:
        return ()
    if not re.match(r"[-*] ", body):
        return (body,) if body else ()
    return tuple(
        re.sub(r"\n {2}", "\n", item).strip() for item in re.split(r"^[-*] +", body, flags=re.MULTILINE) if item.strip()
    )


def write_report(report: Report, catalog: Catalog) -> str:
    """The Markdown form of a report."""
    published = report.overview.published
    front = {
        "date": published.date if published else report.date.isoformat(),
        "permalink": report.permalink or "",
        "summary": report.overview.summary,
        "title": published.title if published else report.title,
    }
    rows = [_row(file) for file in report.files]
    link = [f'[View Diff on GitHub]({report.permalink}){{target="_blank"}}', ""] if report.permalink else []
    return "\n".join(
        [
            "---",
            yaml.dump(front, Dumper=_FrontMatterDumper, allow_unicode=True),
            "---",
            "",
            *link,
            _overview_text(report.overview, catalog),
            "",
            _TABLE,
            _TABLE_HEAD,
            *rows,
            "",
            "",
            _CONTENTS,
            *(_item(file) for file in report.files),
            "",
            "",
        ]
    )


def _overview_text(overview: Overview, catalog: Catalog) -> str:
    published, sections = overview.published, _sections(overview)
    if published and split_overview(published.text) == sections:
        return published.text
    parts = [f"# {catalog('page.highlights')}\n\n{sections.highlights}"]
    for key in ("new_features", "breaking_changes", "other_updates"):
        items = "\n".join("- " + item.replace("\n", "\n  ") for item in getattr(sections, key))
        parts.append(f"## {catalog(f'page.{key}')}\n\n{items or catalog('page.none')}")
    return "\n\n".join([*parts, f"# {catalog('page.insights')}\n\n{sections.insights}"])


def _sections(overview: Overview) -> OverviewSections:
    return OverviewSections(
        markdown(overview.highlights),
        _texts(overview.new_features),
        _texts(overview.breaking_changes),
        _texts(overview.other_updates),
        markdown(overview.insights),
    )


def _texts(statements: Statements) -> tuple[str, ...]:
    return tuple(statement.text for statement in statements)


def _row(file: ReportFile) -> str:
    change, summary = file.change, file.summary
    name = one_line(change.path).rpartition("/")[2]
    counts = f"{change.additions} | {change.deletions} | {change.changes}"
    return (
        f"| [{name}](#{file.item_id}) | {summary.modification_type} | {one_line(summary.modification_title)} "
        f"| {change.status} | {counts} | "
    )


def _item(file: ReportFile) -> str:
    change, summary = file.change, file.summary
    names = {
        "modification_type": summary.modification_type,
        "modification_title": summary.modification_title,
    }
    block = json.dumps(names, ensure_ascii=False, indent=4)
    heading = f"## {one_line(change.path)}{{#{file.item_id}}}\n"
    texts = f"### Summary\n\n```json\n{block}\n```\n\n### Explanation\n{summary.explanation}\n"
    return f"{heading}{_diff(change.patch)}\n{texts}"


def _diff(patch: str | None) -> str:
    if not patch:
        return ""
    closing = re.findall(r"^ {0,3}(`{4,})[ \t]*$", patch, re.MULTILINE)
    fence = "`" * (1 + max(map(len, closing), default=_SHORTEST_FENCE - 1))
    return f"\n<details>\n<summary>Diff</summary>\n{fence}diff\n{patch}\n{fence}\n</details>\n"


def one_line(text: str) -> str:
    """Text with its line breaks made visible, as table rows and headings have no room for any."""
    return text.replace("\r", "\\r").replace("\n", "\\n")
