"""Parts of the page of a report, as a reader sees them."""

from __future__ import annotations

import dataclasses
import re

from mkdocs_diffinsight.model.changes import Status
from mkdocs_diffinsight.model.findings import Findings, Form, Kind
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import RULES, FileSummary, Overview, plain

from ..sample import (
    IDS,
    MODELS,
    MODELS_PATCH,
    change,
    report_file,
)

NOTHING = Overview("", (), (), (), (), (), RULES)


def one_file(summary: FileSummary | None = None, **findings: object) -> ReportFile:
    known = dataclasses.replace(Findings(Kind.DOCUMENT, Form.CONTENT), **findings)  # type: ignore[arg-type]
    text = summary or FileSummary("minor update", "A title", plain("A text."), RULES)
    return report_file(change(MODELS, Status.MODIFIED, MODELS_PATCH), known, text)


def section(html: str, path: str) -> str:
    found = next(part for part in html.split('<section class="di-item"')[1:] if f'<h3 id="{IDS[path]}">' in part)
    return found.partition("</section>")[0].partition(">")[2]


def link(path: str, text: str) -> str:
    return f'<a href="#{IDS[path]}" title="{path}">{text}</a>'


def row(html: str, path: str) -> str:
    """The file's row in the summary table."""
    return (
        html.partition('<table class="di-table"')[2].partition(f'<tr data-item="{IDS[path]}"')[2].partition("</tr>")[0]
    )


def text(html: str) -> str:
    """What a reader sees of HTML."""
    return " ".join(re.sub(r"<[^>]+>", "", html).split())
