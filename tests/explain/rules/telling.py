"""Evidence that shows just what a test is about, and what the rules make of it."""

from __future__ import annotations

import datetime
from typing import Any

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.model.changes import Commit, FileChange
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import (
    Action,
    Evidence,
    Fact,
    Finding,
    Findings,
    Form,
    Kind,
    LineSpan,
    Quotation,
    Source,
    Subject,
    Topic,
)
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import FileSummary, Overview

from .sample import modified

RETIREMENT = Fact(
    FactKind.DATE,
    "2024-11-01",
    "2025-01-27",
    ("Models", "foo-turbo", "Retirement"),
    name="foo-turbo",
    column="Retirement",
)
LIMIT = Fact(FactKind.LIMIT, "100 MB", "200 MB", ("Uploads",))
ENDS = "The preview will be retired on May 1."
FIRST = (LineSpan("R", 1, 1),)


def found(*findings: Finding, **fields: Any) -> Findings:
    return Findings(fields.pop("kind", Kind.DOCUMENT), fields.pop("form", Form.CONTENT), findings, **fields)


def of(findings: Findings, change: FileChange | None = None, **fields: Any) -> Evidence:
    """Evidence for a change that shows just these findings."""
    return Evidence(change or modified("a.md", "-a", "+b"), "hash", findings, **fields)


def overview(rules: Rules, *files: Evidence) -> Overview:
    return rules.summarize_report([ReportFile(e, "item-1", rules.summarize_file(e)) for e in files])


def explain(rules: Rules, findings: Findings) -> FileSummary:
    return rules.summarize_file(of(findings))


def phrase(old: str, new: str, **fields: Any) -> Finding:
    return Finding(Subject.PHRASE, Action.CHANGED, old=old, new=new, **fields)


def passage(text: str, **fields: Any) -> Finding:
    return Finding(Subject.PARAGRAPH, Action.ADDED, text, **fields)


def quotation(topic: Topic, text: str, source: Source = Source.CHANGELOG, **fields: Any) -> Quotation:
    return Quotation(topic, text, source, fields.pop("lines", FIRST), **fields)


def commit(subject: str, body: str = "") -> Commit:
    return Commit("a" * 40, subject, "Ada", datetime.date(2025, 1, 1), body=body)


def code(path: str, *findings: Finding, **fields: Any) -> Evidence:
    return of(found(*findings, kind=Kind.CODE), modified(path, "-a", "+b"), **fields)
