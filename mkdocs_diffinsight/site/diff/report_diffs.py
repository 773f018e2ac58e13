"""The diffs of a report: those on its page, and those that have files of their own. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from markupsafe import Markup

from ...language.catalog import Catalog
from ...language.quoting import showable
from ...model.findings import Kind
from ...model.forge import quoted
from ...model.report import Report, ReportFile
from ..html.templating import Context, Templates
from ..map.parts import lay_out
from .budget import diffs_elsewhere, shown_part
from .lines import FileDiff, render_diff


@dataclass(frozen=True, kw_only=True)
class DiffContext(Context):
    """What the file of a large diff is made of."""

    template = "large_diff.html"
    report: Report
    """The report that the diff is of."""
    file: ReportFile
    """The file that it is of."""
    path: str
    """The path of that, as it is shown."""
    diff: Markup
    """Its lines."""
    hidden: int
    """How many lines there are besides, as there are too many."""
    page_href: str
    """A link to the item on the page of the report."""
    stylesheet_href: str
    """A link to the stylesheet."""
    script_href: str
    """A link to the script."""


FOLDER = "diffs"
"""Beside the report's page."""


def diff_file(item_id: str) -> str:
    """The file that holds the diff of an item, from the report's page."""
    return f"{FOLDER}/{item_id}.html"


class ReportDiffs:
    """Shows the diffs of a report."""

    def __init__(self, catalog: Catalog, report: Report, *, has_files: bool = True) -> None:
        """With `has_files`, large diffs have files of their own; without, they are not shown."""
        self._t = catalog
        self.report = report
        self._files = {file.item_id: file for file in report.files}
        self._forge = forge = report.forge
        self._old_line = forge.any_line(report.linked_base) if forge and report.linked_base else ""
        self._new_line = forge.any_line(report.linked_head) if forge else ""
        self.layout = lay_out(report)
        """The pages of the report."""
        parts = [{file.item_id: file.change.patch for file in part.files} for part in self.layout.parts]
        large = frozenset[str]().union(*map(diffs_elsewhere, parts))
        self.elsewhere, self.hidden = (large, frozenset[str]()) if has_files else (frozenset[str](), large)
        """The items whose diffs have files of their own, and those whose diffs are nowhere."""

    def on_page(self, item_id: str, folder: str = "") -> str | None:
        """What the report's page shows of the diff of an item: its lines, or where they are.

        `folder` leads to what is beside the report's own page.
        """
        file = self._files.get(item_id)
        patch = file.change.patch if file else None
        if file is None or not patch:
            return None
        count = patch.count("\n") + 1
        if item_id in self.hidden:
            html = Markup('<p class="di-none">{}</p>').format(self._t("page.long_diff", n=count))
        elif item_id in self.elsewhere:
            link = Markup('<p class="di-elsewhere"><a href="{}">{}</a></p>')
            html = link.format(folder + diff_file(item_id), self._t("page.open_diff", n=count))
        else:
            html = render_diff(self._t, self._diff(file, patch))
        return str(html)

    def files(self, templates: Templates, page_href: str, **hrefs: str) -> Mapping[str, str]:
        """The files of the diffs that are not on the page, by their paths from there.

        `page_href` leads from the files to the report's page; `hrefs` are further links that they show. Raises
        `TemplateError`.
        """
        return {
            diff_file(item_id): self._page(self._files[item_id], templates, page_href=f"{page_href}#{item_id}", **hrefs)
            for item_id in sorted(self.elsewhere)
        }

    def _page(self, file: ReportFile, templates: Templates, **hrefs: str) -> str:
        patch = file.change.patch or ""
        part = shown_part(patch)
        return templates.document(
            DiffContext(
                report=self.report,
                file=file,
                path=showable(file.change.path),
                diff=render_diff(self._t, self._diff(file, part)),
                hidden=patch.count("\n") - part.count("\n"),
                **hrefs,
            )
        )

    def _diff(self, file: ReportFile, patch: str) -> FileDiff:
        change, findings = file.change, file.evidence.findings
        is_document = findings.kind is Kind.DOCUMENT
        diff = FileDiff(file.item_id, change.path, patch, findings.sections, is_document)
        if self._forge is None:
            return diff
        missing = "0" * len(change.old_blob)
        return replace(
            diff,
            forge=self._forge.name,
            old_line=self._old_line if change.old_blob != missing else "",
            new_line=self._new_line if change.new_blob != missing else "",
            forge_path=quoted(change.path),
            old_forge_path=quoted(change.previous_path) if change.previous_path else "",
        )
