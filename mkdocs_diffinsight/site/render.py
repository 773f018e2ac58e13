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
from ..model import MODIFICATION_TYPES, Author, Report, ReportFile, markdown
from ..ranges import short_compare
from .diff_html import render_diff
from .prose import is_web_address, render_line, render_prose, showable

TEMPLATES = Path(__file__).parent / "templates"
_LISTS = ("new_features", "breaking_changes", "other_updates")
_SLOT = re.compile(r'<div data-diffinsight="(item-[0-9a-f]+)"></div>')
_EXPLANATION_LEVEL, _INSIGHTS_LEVEL = 4, 3


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


class Renderer:
    """Makes the pages of one language."""

    def __init__(self, catalog: Catalog, template_dirs: Sequence[str | Path]) -> None:
        """`template_dirs` are searched in their order, our own templates last."""
        self._t = catalog
        loader = jinja2.FileSystemLoader([*map(str, template_dirs), str(TEMPLATES)])
        self._environment = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.StrictUndefined)
        self._environment.filters |= {
            "author_name": self._author_name,
            "basename": lambda path: PurePosixPath(path).name,
            "folder": lambda path: path.removesuffix(PurePosixPath(path).name),
        }
        self._environment.globals |= {"t": catalog, "type_name": self._type_name}

    def report(self, report: Report, *, json_href: str, category_href: str, notice: str | None) -> Body:
        """The page of a report, with an empty slot for each diff; see `fill_diffs`."""
        overview = report.overview
        html = self._render(
            "report.html",
            report=report,
            additions=sum(file.change.additions for file in report.files),
            deletions=sum(file.change.deletions for file in report.files),
            compare=short_compare(report.range),
            compare_href=report.permalink if is_web_address(report.permalink or "") else None,
            notice=render_prose(notice, _EXPLANATION_LEVEL) if notice else None,
            highlights=render_prose(markdown(overview.highlights), _EXPLANATION_LEVEL),
            lists=[(key, [render_item(statement.text) for statement in getattr(overview, key)]) for key in _LISTS],
            insights=render_prose(markdown(overview.insights), _INSIGHTS_LEVEL),
            diff_slot=_slot,
            explanation=lambda file: render_prose(file.summary.explanation, _EXPLANATION_LEVEL),
            json_href=json_href,
            category_href=category_href,
        )
        return Body(html, list(self._report_headings(report)))

    def list(self, title: str, entries: Sequence[tuple[Report, str]], links: Sequence[Link]) -> Body:
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
        html = self._render("list.html", title=title, months=months, links=links)
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
            "summary": render_line(report.overview.summary),
        }

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


def render_item(text: str) -> Markup:
    """A list item: a single line without a paragraph, longer Markdown as it is."""
    return render_prose(text, _EXPLANATION_LEVEL) if "\n" in text.strip() else render_line(text)


def fill_diffs(html: str, report: Report) -> str:
    """Put the diffs into a report's page.

    They come last, so that neither Markdown nor the search index ever has to read them.
    """
    patches = {file.item_id: file.change.patch for file in report.files}

    def diff(slot: re.Match[str]) -> str:
        patch = patches.get(slot[1])
        if not patch:
            return ""
        return str(Markup('<pre class="di-code"><code class="nohighlight">{}</code></pre>').format(render_diff(patch)))

    return _SLOT.sub(diff, html)


def _slot(file: ReportFile) -> Markup:
    return Markup('<div data-diffinsight="{}"></div>').format(file.item_id)


def escape_heading(title: str) -> str:
    """A heading's text for a table of contents, which themes print as HTML."""
    return str(escape(showable(title)))
