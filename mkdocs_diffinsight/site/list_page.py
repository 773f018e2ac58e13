"""The body of a page that lists reports."""

from __future__ import annotations

import itertools
from collections import Counter
from collections.abc import Mapping, Sequence

from markupsafe import Markup

from ..catalog import Catalog
from ..model import MODIFICATION_TYPES, Overview, Report
from .around import Link, Translation
from .proof import doubt_note
from .prose import Passage, render_item
from .templating import Body, Heading, Templates

_LEVEL = 4
"""Of headings in a summary."""


class ListPages:
    """Makes the pages of one language that list reports."""

    def __init__(self, catalog: Catalog, templates: Templates) -> None:
        self._t = catalog
        self._templates = templates

    def body(
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
        headings = [Heading(self._t.month(month["date"]), str(month["anchor"]), 2) for month in months]
        return self._templates.body(
            "list.html",
            [Heading(title, "reports", 1), *headings],
            title=title,
            months=months,
            links=links,
            translations=translations,
        )

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

    def _summary(self, overview: Overview) -> Markup:
        unproven = overview.summary_unproven
        note = doubt_note(self._t, unproven)
        return render_item(
            Passage(" ".join(overview.summary.split()), note, unproven, self._t("page.not_found")), _LEVEL
        )
