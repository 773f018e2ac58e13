"""The bodies of report and list pages, by Jinja templates that a theme's `custom_dir` may replace."""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import jinja2
from markupsafe import Markup, escape

from ..catalog import Catalog
from ..errors import TemplateError
from ..findings import Fact, FactKind, Kind, Noise
from ..model import MODIFICATION_TYPES, Author, Overview, Report, ReportFile
from ..quoting import display
from ..ranges import short_compare
from ..report import count_checked
from .diff_html import render_diff
from .proof import Proofs, doubt_note
from .prose import (
    Passage,
    is_web_address,
    render_item,
    render_line,
    render_passages,
    render_prose,
    render_words,
    showable,
)
from .values import values_of, values_to_act_on

TEMPLATES = Path(__file__).parent / "templates"
_LISTS = ("new_features", "breaking_changes", "other_updates")
_SLOT = re.compile(r'<div data-diffinsight="(item-[0-9a-f]+)"></div>')
_LINKED = re.compile(r'href="?#(item-[0-9a-f]+-R\d+)')
_EXPLANATION_LEVEL, _INSIGHTS_LEVEL = 4, 3
_MOST_VALUES, _MOST_VALUES_OF_A_FILE = 12, 6
"""Before the rest is counted or folded."""
_FACT_LENGTH = 160
"""Characters of a value, or of where it is."""


@dataclass(frozen=True)
class Heading:
    """An entry of a page's table of contents."""

    title: str
    id: str
    level: int


@dataclass(frozen=True)
class Body:
    """What a page shows below the theme's header."""

    html: str
    headings: Sequence[Heading]


@dataclass(frozen=True)
class Link:
    """A way to another list of reports."""

    title: str
    href: str
    count: int
    current: bool


@dataclass(frozen=True)
class FactRow:
    """A fact as a table shows it."""

    kind: str
    where: Markup
    old: Markup
    new: Markup
    lines: Markup
    file: Markup
    """A link to the file."""


@dataclass(frozen=True)
class Translation:
    """The same page in a language of the site."""

    language: str
    name: str
    """Of the language, in itself."""
    href: str
    current: bool


class Renderer:
    """Makes the pages of one language."""

    def __init__(self, catalog: Catalog, template_dirs: Sequence[str | Path], theme_language: str) -> None:
        """`template_dirs` are searched in their order, our own templates last.

        `theme_language` is what the theme says about every page; ours say what differs.
        """
        self._t = catalog
        loader = jinja2.FileSystemLoader([*map(str, template_dirs), str(TEMPLATES)])
        self._environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        self._environment.filters |= {
            "author_name": self._author_name,
            "basename": lambda path: PurePosixPath(path).name,
            "folder": lambda path: path.removesuffix(PurePosixPath(path).name),
        }
        self._environment.globals |= {
            "t": catalog,
            "type_name": self._type_name,
            "lang": catalog.language if catalog.language != theme_language else None,
        }

    def report(
        self,
        report: Report,
        *,
        json_href: str,
        category_href: str,
        notice: str | None,
        translations: Sequence[Translation],
    ) -> Body:
        """The page of a report, with an empty slot for each diff; see `fill_diffs`."""
        overview = report.overview
        proofs = Proofs(self._t, report)
        values = values_to_act_on(report)
        html = self._render(
            "report.html",
            report=report,
            additions=sum(file.change.additions for file in report.files),
            deletions=sum(file.change.deletions for file in report.files),
            compare=short_compare(report.range),
            compare_href=report.permalink if is_web_address(report.permalink or "") else None,
            checked=count_checked(report),
            notice=render_prose(notice, _EXPLANATION_LEVEL) if notice else None,
            highlights=render_passages(proofs.passages(overview.highlights), _EXPLANATION_LEVEL),
            lists=[
                (key, [render_item(item, _EXPLANATION_LEVEL) for item in proofs.passages(getattr(overview, key))])
                for key in _LISTS
            ],
            facts=[self._fact_row(fact, file, proofs) for fact, file in values[:_MOST_VALUES]],
            further_facts=len(values[_MOST_VALUES:]),
            insights=render_passages(proofs.passages(overview.insights), _INSIGHTS_LEVEL),
            diff_slot=_slot,
            has_proof=any(s.lines for file in report.files for s in file.summary.statements),
            file_link=proofs.link,
            reason=_reason,
            title_words=self._title,
            title=lambda file: Markup(" ").join(
                filter(None, [self._title(file), doubt_note(self._t, file.summary.title_unproven)])
            ),
            explanation=lambda file: render_passages(
                proofs.passages(file.summary.statements, file), _EXPLANATION_LEVEL
            ),
            file_facts=lambda file: self._file_facts(file, proofs),
            json_href=json_href,
            category_href=category_href,
            translations=translations,
        )
        return Body(html, list(self._report_headings(report)))

    def list(
        self,
        title: str,
        entries: Sequence[tuple[Report, str]],
        links: Sequence[Link],
        translations: Sequence[Translation],
    ) -> Body:
        """A page of reports, each with its address, the latest first."""
        by_month = itertools.groupby(entries, key=lambda entry: entry[0].date.replace(day=1))
        months = [
            {
                "date": month,
                "anchor": f"month-{month:%Y-%m}",
                "entries": [self._entry(report, href) for report, href in members],
            }
            for month, members in by_month
        ]
        html = self._render("list.html", title=title, months=months, links=links, translations=translations)
        headings = [Heading(self._t.month(month["date"]), str(month["anchor"]), 2) for month in months]
        return Body(html, [Heading(title, "reports", 1), *headings])

    def _entry(self, report: Report, href: str) -> Mapping[str, object]:
        counts = Counter(file.summary.modification_type for file in report.files)
        known = [name for name in MODIFICATION_TYPES if name in counts]
        return {
            "report": report,
            "href": href,
            "anchor": report.slug,
            "counts": [(name, counts[name]) for name in [*known, *sorted(counts.keys() - set(known))]],
            "summary": self._summary(report.overview),
        }

    def _title(self, file: ReportFile) -> Markup:
        summary = file.summary
        return render_words(summary.modification_title, summary.title_unproven, self._t("page.not_found"))

    def _file_facts(self, file: ReportFile, proofs: Proofs) -> tuple[Sequence[FactRow], Sequence[FactRow]]:
        """The values of a file to show at once, and the others. What the rules wrote has them in words already."""
        rows = [self._fact_row(fact, file, proofs) for fact in values_of(file)]
        shown = 0 if file.summary.author.kind == "rules" else _MOST_VALUES_OF_A_FILE
        return rows[:shown], rows[shown:]

    def _fact_row(self, fact: Fact, file: ReportFile, proofs: Proofs) -> FactRow:
        in_document = file.evidence.findings.kind is Kind.DOCUMENT
        value = _cell if in_document and fact.kind is FactKind.CELL else _plain
        place = _cell if in_document else _plain
        return FactRow(
            self._t(f"fact.{fact.kind}"),
            Markup(" \N{SINGLE RIGHT-POINTING ANGLE QUOTATION MARK} ").join(map(place, fact.where)),
            value(fact.old),
            value(fact.new),
            proofs.lines(fact.lines, file),
            proofs.link(file.change.path),
        )

    def _summary(self, overview: Overview) -> Markup:
        unproven = overview.summary_unproven
        note = doubt_note(self._t, unproven)
        return render_item(
            Passage(" ".join(overview.summary.split()), note, unproven, self._t("page.not_found")), _EXPLANATION_LEVEL
        )

    def _render(self, template: str, **values: object) -> str:
        name = f"diffinsight/{template}"
        try:
            return showable(self._environment.get_template(name).render(values))
        except Exception as error:  # a template may run into any of them
            where = getattr(error, "filename", None) or name
            raise TemplateError(
                f"The template {where} cannot be rendered: {type(error).__name__}: {error}. "
                "Compare the one in your `custom_dir` with the plugin's own."
            ) from error

    def _report_headings(self, report: Report) -> Sequence[Heading]:
        def heading(key: str, level: int) -> Heading:
            return Heading(self._t(f"page.{key}"), key.replace("_", "-"), level)

        return [
            Heading(report.title, "report", 1),
            heading("highlights", 2),
            *(heading(key, 3) for key in _LISTS),
            *([heading("changed_values", 3)] if values_to_act_on(report) else []),
            heading("insights", 2),
            heading("summary_table", 2),
            heading("modified_contents", 2),
            *(Heading(PurePosixPath(file.change.path).name, file.item_id, 3) for file in report.files),
        ]

    def _type_name(self, modification_type: str) -> str:
        """A type in the page's language; one that only an imported report knows, as it was published."""
        return self._t(f"type.{modification_type}") if modification_type in MODIFICATION_TYPES else modification_type

    def _author_name(self, author: Author) -> str:
        if author.kind == "rules":
            return self._t("author.rules")
        return (
            self._t(f"author.{author.kind}", name=author.name)
            if author.name
            else self._t(f"author.unnamed_{author.kind}")
        )


def fill_diffs(html: str, report: Report) -> str:
    """Put the diffs into a report's page.

    They come last, so that neither Markdown nor the search index ever has to read them.
    """
    linked = set(_LINKED.findall(html))
    patches = {file.item_id: file.change.patch for file in report.files}

    def diff(slot: re.Match[str]) -> str:
        patch = patches.get(slot[1])
        if not patch:
            return ""
        lines = render_diff(patch, slot[1], linked)
        return str(Markup('<pre class="di-code"><code class="nohighlight">{}</code></pre>').format(lines))

    return _SLOT.sub(diff, html)


def _reason(file: ReportFile) -> Noise | None:
    """Why a file is folded, unless the rules wrote its title, which says it."""
    noise = file.evidence.noise
    return noise if noise is Noise.REPEATED or file.summary.author.kind != "rules" else None


def _cell(text: str) -> Markup:
    """A heading, or a cell of a table, in a document."""
    return render_line(display(text, _FACT_LENGTH))


def _plain(text: str) -> Markup:
    return escape(display(text, _FACT_LENGTH))


def _slot(file: ReportFile) -> Markup:
    return Markup('<div data-diffinsight="{}"></div>').format(file.item_id)


def escape_heading(title: str) -> str:
    """A heading's text for a table of contents, which themes print as HTML."""
    return str(escape(showable(title)))
