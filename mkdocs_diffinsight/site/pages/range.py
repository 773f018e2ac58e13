"""The page of a range that has several categories: what matters in all of them, and the ways to the report on each."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from ...language.catalog import Catalog
from ...model.report import Report
from ...model.texts import Statement
from ..html.prose import render_item, render_passages, render_prose
from ..html.searched import OVERVIEW, gist, searched
from ..html.templating import Heading, Templates
from ..map.addresses import Links
from ..map.around import Around
from ..map.parts import Part, Places, table_of
from .proof_links import GATHERED, Proofs, file_names
from .report import PartBody, ShownFile, TopContext, common_folder, ranked_types, top_values, weight

_LEVEL = 4
"""The level of headings in a text."""
_MOST_STATEMENTS, _MOST_OF_A_CATEGORY = 24, 6
"""Statements of a list of the whole range, and highlights of a category; the report on the category has all."""


class ShownPart(NamedTuple):
    """A category, as the page shows it."""

    report: Report
    anchor: str
    href: str
    additions: int
    deletions: int
    types: Sequence[tuple[str, int]]
    highlights: Markup
    is_cut: bool
    """Whether its report has more of them."""


@dataclass(frozen=True, kw_only=True)
class RangeContext(TopContext):
    """What the page of a range with several categories is made of."""

    template = "range.html"
    lists: Sequence[tuple[str, Sequence[Markup], int]]
    """The first statements of each list by its key, and how many more there are."""
    parts: Sequence[ShownPart]
    """The categories."""
    categories: Mapping[str, str | None]
    """The category of each file, by its path."""


def range_body(
    t: Catalog, templates: Templates, report: Report, around: Around, links: Links, *, notice: str | None
) -> PartBody:
    """The page of a range; it depends on the reports on its categories alone. Raises `TemplateError`."""
    pages = {part.slug: links.report(part) for part in report.parts}
    here = Part("", ())
    places = Places([here, *(Part(part.slug, part.files) for part in report.parts)], here, lambda slug: pages[slug])
    names = file_names(report)
    proofs = Proofs(t, report, names, places)
    most = max((file.change.changes for file in report.files), default=0)
    show = functools.partial(ShownFile, t, report, places, proofs, most)
    parts = [_part(part, pages[part.slug], proofs) for part in report.parts]
    table = table_of(report)
    context = RangeContext(
        **top_values(t, report, names, show, notice),
        report=report,
        around=around,
        lists=[(key, *_list(getattr(report.overview, key), proofs)) for key in GATHERED],
        parts=parts,
        rows=[show(file) for file in sorted(report.files, key=weight)] if table != "apart" else [],
        is_lean=table == "lean",
        common_folder=common_folder([file.change.path for file in report.files]),
        categories={file.change.path: part.category for part in report.parts for file in part.files},
        file_link=proofs.link,
    )
    summary = gist(render_prose(report.overview.summary, _LEVEL), OVERVIEW)
    headings = [*_headings(t, report, parts)]
    return PartBody("", report.title, (), templates.body(context, headings, searched([(headings[0], summary)])))


def _list(statements: Sequence[Statement], proofs: Proofs) -> tuple[Sequence[Markup], int]:
    """The first statements, and how many more there are."""
    shown = proofs.passages(tuple(statements[:_MOST_STATEMENTS]))
    return [render_item(one, _LEVEL) for one in shown], len(statements[_MOST_STATEMENTS:])


def _part(part: Report, href: str, proofs: Proofs) -> ShownPart:
    statements = tuple(statement._replace(lines=()) for statement in part.overview.highlights)
    return ShownPart(
        part,
        f"category-{part.slug}",
        href,
        sum(file.change.additions for file in part.files),
        sum(file.change.deletions for file in part.files),
        ranked_types(part.files),
        render_passages(proofs.passages(statements[:_MOST_OF_A_CATEGORY]), _LEVEL),
        len(statements) > _MOST_OF_A_CATEGORY,
    )


def _headings(t: Catalog, report: Report, parts: Sequence[ShownPart]) -> Iterator[Heading]:
    yield Heading(report.title, "report", 1)
    yield Heading(t("page.highlights"), "highlights", 2)
    for key in GATHERED:
        yield Heading(t(f"page.{key}"), key.replace("_", "-"), 3)
    yield Heading(t("home.categories"), "categories", 2)
    for part in parts:
        yield Heading(part.report.category or "", part.anchor, 3)
    yield Heading(t("page.summary_table"), "summary-table", 2)
