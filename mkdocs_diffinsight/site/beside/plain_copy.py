"""Plain copies for programs that read: a report as Markdown without diffs, and the list of reports as `llms.txt`.

The list follows https://llmstxt.org. Pure.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Sequence

from ...language.catalog import Catalog
from ...language.quoting import code_span, display, escape, showable
from ...model.findings import Fact
from ...model.listed import ListedReport
from ...model.ranges import short_compare
from ...model.report import Report, ReportFile, count_checked
from ...model.texts import MODIFICATION_TYPES, Author, Statement, gap
from ..html.prose import is_web_address
from ..html.templating import author_name
from ..map.around import Link
from ..map.limits import encoding_text, limits_of
from ..pages.fact_table import values_of
from ..pages.proof_links import GATHERED, LISTS, names_of, plain_summary

_PATH_LENGTH = 4096
_TITLE_LENGTH = 500
_FACT_LENGTH = 160
_MOST_LINES = 50
"""Named as the proof of a fact."""


def report_text(t: Catalog, report: Report, page_url: str, data_url: str) -> str:
    """A report as Markdown, with everything but the patches, which are at `data_url` if they are anywhere."""
    overview = report.overview
    blocks = [f"# {escape(report.title, _TITLE_LENGTH)}", _list(_facts_of(t, report, page_url, data_url))]
    blocks += [f"## {t('page.highlights')}", _prose(t, overview.highlights)]
    for key in LISTS:
        blocks += [f"### {t(f'page.{key}')}", _items(t, getattr(overview, key)) or _none(t, report)]
    if overview.insights:
        blocks += [f"## {t('page.insights')}", _prose(t, overview.insights)]
    blocks.append(f"## {t('page.modified_contents')}")
    for file in report.files:
        blocks += _file(t, file)
    if report.ignored:
        blocks += [f"## {t('page.ignored', n=len(report.ignored))}", _list(map(_code, report.ignored))]
    return "\n\n".join(filter(None, blocks)) + "\n"


def range_text(t: Catalog, report: Report, page_url: str, data_url: str, texts: Sequence[str]) -> str:
    """The report on all categories of a range as Markdown; `texts` lead to the plain copy of the report on each."""
    overview = report.overview
    blocks = [f"# {escape(report.title, _TITLE_LENGTH)}", _list(_facts_of(t, report, page_url, data_url))]
    blocks.append(showable(overview.summary) + _doubt(t, overview.summary_unproven))
    for key in GATHERED:
        blocks += [f"## {t(f'page.{key}')}", _items(t, getattr(overview, key)) or _none(t, report)]
    links = [
        (Link(part.category or "", url), t("page.file_count", n=len(part.files)))
        for part, url in zip(report.parts, texts, strict=True)
    ]
    blocks += [f"## {t('home.categories')}", _list(_link(link, note) for link, note in links)]
    for part in report.parts:
        titles = [(file.change.path, escape(file.summary.modification_title, _TITLE_LENGTH)) for file in part.files]
        blocks += [f"### {escape(part.category or '')}", _list(f"{_code(path)}: {title}" for path, title in titles)]
    return "\n\n".join(filter(None, blocks)) + "\n"


def llms_text(title: str, description: str, sections: Sequence[tuple[str, Sequence[tuple[Link, str]]]]) -> str:
    """The list of reports: sections of links, each with a note."""
    blocks = [f"# {escape(title, _TITLE_LENGTH)}", f"> {escape(description, _TITLE_LENGTH)}"]
    for heading, links in sections:
        if links:
            blocks += [f"## {heading}", _list(_link(link, note) for link, note in links)]
    return "\n\n".join(blocks) + "\n"


def _none(t: Catalog, report: Report) -> str:
    return t("page.none_seen" if limits_of(report, t) else "page.none")


def report_note(t: Catalog, report: ListedReport) -> str:
    """What `llms.txt` says about a report."""
    return f"{report.date}. {plain_summary(t, report.overview)}"


def _facts_of(t: Catalog, report: Report, page_url: str, data_url: str) -> Iterable[str]:
    resolved, shown = report.resolved, len(report.files)
    added, deleted = (sum(getattr(file.change, name) for file in report.files) for name in ("additions", "deletions"))
    checked = count_checked(report)
    yield t("plain.date", date=report.date)
    if report.category:
        yield t("plain.category", category=escape(report.category))
    yield t("plain.range", range=f"{_code(short_compare(report.range))} ({resolved.base}, {resolved.head})")
    if is_web_address(report.permalink or ""):
        yield t("plain.comparison", url=report.permalink)
    yield t("page.files_of", shown=shown, n=shown + len(report.ignored))
    yield t("plain.lines", added=added, deleted=deleted)
    if report.history.commits:
        authors = ", ".join(escape(name) for name in dict.fromkeys(commit.author for commit in report.history.commits))
        yield t("plain.commits", n=len(report.history.commits), authors=authors)
    if report.range.is_open:
        yield t("page.still_open")
    if report.history.is_cut:
        yield t("page.cut")
    yield from limits_of(report, t)
    yield _written_by(t, report.overview.author)
    if checked.statements:
        key = "page.all_checked" if checked.proven == checked.statements else "page.checked"
        yield t(key, proven=checked.proven, n=checked.statements)
    yield t("plain.page", url=page_url)
    if data_url:
        yield t("plain.range_data" if report.parts else "plain.data", url=data_url)


def _file(t: Catalog, file: ReportFile) -> Iterable[str]:
    change, summary, evidence = file.change, file.summary, file.evidence
    kind = summary.modification_type
    name = t(f"type.{kind}") if kind in MODIFICATION_TYPES else escape(kind)
    facts = [t(f"status.{change.status}"), f"+{change.additions} −{change.deletions}", name]
    if evidence.noise:
        facts.append(t(f"noise.{evidence.noise}"))
    lines = [" · ".join(facts)]
    if change.previous_path:
        lines.append(f"{t('page.renamed_from')} {_code(change.previous_path)}")
    if any(change.encodings):
        lines.append(encoding_text(t, change))
    if evidence.hides_secrets:
        lines.append(t("page.secrets"))
    if change.omission:
        lines.append(t(f"omission.{change.omission}"))
    if evidence.same_as:
        lines.append(t("page.same_as", file=_code(evidence.same_as)))
    if successor := evidence.findings.successor:
        lines.append(t("page.successor", file=_code(successor)))
    if anchors := evidence.findings.lost_anchors:
        lines.append(t("page.lost_anchors", anchors=", ".join(_code(f"#{anchor}") for anchor in anchors)))
    for one in evidence.findings.unseen:
        spans = f" ({names_of(one.lines, _MOST_LINES)})" if one.lines else ""
        lines.append(t("page.alike" if one.is_letter else "page.invisible", points=_code(one.points) + spans))
    if summary.unread:
        lines.append(t("page.unread", n=summary.unread))
    lines.append(_written_by(t, summary.author))
    title = f"**{escape(summary.modification_title, _TITLE_LENGTH)}**{_doubt(t, summary.title_unproven)}"
    yield f"### {_code(change.path)}"
    yield _list(lines)
    yield title
    yield _prose(t, summary.statements)
    if facts_changed := values_of(file):
        yield f"{t('page.changed_values')}:"
        yield _list(_fact(t, fact) for fact in facts_changed)


@functools.lru_cache(maxsize=64)
def _written_by(t: Catalog, author: Author) -> str:
    return t("page.written_by", authors=escape(author_name(t, author)))


def _fact(t: Catalog, fact: Fact) -> str:
    where = " › ".join(escape(part, _FACT_LENGTH) for part in fact.where)
    old, new = (escape(value, _FACT_LENGTH) or "—" for value in (fact.old, fact.new))
    lines = f" ({names_of(fact.lines, _MOST_LINES)})" if fact.lines else ""
    return f"{t(f'fact.{fact.kind}')}, {where}: {old} → {new}{lines}" if where else f"{old} → {new}{lines}"


def _prose(t: Catalog, statements: Sequence[Statement]) -> str:
    """Statements in a row, each with its doubts."""
    parts, before = [], ""
    for statement in statements:
        parts += [gap(before, statement.text), statement.text]
        if statement.unproven:
            parts.append(_doubt(t, statement.unproven))
        before = statement.text
    return showable("".join(parts))


def _items(t: Catalog, statements: Sequence[Statement]) -> str:
    return _list(showable(statement.text) + _doubt(t, statement.unproven) for statement in statements)


def _doubt(t: Catalog, unproven: Sequence[str]) -> str:
    return " " + t("page.unproven", words=", ".join(map(_code, unproven))) if unproven else ""


def _list(lines: Iterable[str]) -> str:
    return "\n".join(["- " + line.removeprefix("- ").replace("\n", "\n  ") for line in lines])


def _link(link: Link, note: str) -> str:
    return f"[{escape(link.title, _TITLE_LENGTH)}]({link.href}): {display(note, _TITLE_LENGTH)}"


def _code(text: str) -> str:
    return code_span(text, _PATH_LENGTH)
