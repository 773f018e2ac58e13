"""Reports of a few lines, for tests that need many of them."""

from __future__ import annotations

import dataclasses
import datetime

from mkdocs_diffinsight.model.changes import Status
from mkdocs_diffinsight.model.findings import Findings, Form, Kind
from mkdocs_diffinsight.model.listed import ListedReport, listed
from mkdocs_diffinsight.model.report import Report, ReportFile
from mkdocs_diffinsight.model.texts import RULES, FileSummary, Overview, Statement

from .sample import change, make_report, report_file

NOTHING = Overview("Words.", (), (), (), (), (), RULES)


def changed(
    path: str, line: str, *, before: str | None = None, kind: str = "minor update", hits: tuple[str, ...] = ()
) -> ReportFile:
    status = Status.RENAMED if before else Status.MODIFIED
    made = dataclasses.replace(change(path, status, f"@@ -1 +1 @@\n-{line}\n+new"), previous_path=before)
    summary = FileSummary(kind, f"Title {line}", (Statement("Text."),), RULES)
    return dataclasses.replace(report_file(made, Findings(Kind.DOCUMENT, Form.CONTENT), summary), hits=hits)


def report(day: str, *files: ReportFile, category: str | None = None, name: str = "") -> Report:
    date = datetime.date.fromisoformat(day)
    return dataclasses.replace(
        make_report(files, NOTHING), slug=f"{day}{name}", title=f"Report {day}", date=date, category=category
    )


def entry(day: str, *files: ReportFile, name: str = "") -> ListedReport:
    """The report as lists know it."""
    return listed(report(day, *files, name=name))
