"""The plain copy of a report, and the list of reports for programs."""

from __future__ import annotations

import dataclasses
import datetime

from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import Commit, History
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Fact
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.site.beside.plain_copy import llms_text, report_text
from mkdocs_diffinsight.site.map.around import Link

from ..sample import MODELS, QUOTAS, lines, sample_report


def text_of(report: Report) -> str:
    return report_text(load_catalog(report.language), report, "./", "report.json")


def part(text: str, path: str) -> str:
    """What a copy says about a file."""
    return text.partition(f"### `{path}`\n")[2].partition("\n### ")[0]


def test_a_copy_says_what_a_report_is_about() -> None:
    report = sample_report()
    commits = tuple(Commit("c" * 40, "Change", name, datetime.date(2024, 5, 6)) for name in ("Ada", "Bob", "Ada"))
    text = text_of(dataclasses.replace(report, history=History(commits=commits)))
    assert text.startswith("# v1...v2\n\n- Date: 2024-05-06\n")
    assert f"- Range: `v1...v2` ({'a' * 40}, {'b' * 40})" in text
    assert "- 3 commits by Ada, Bob\n" in text
    assert "- As data, with the patches: report.json\n" in text


def test_a_copy_has_every_file_with_its_text_and_what_changed_in_it() -> None:
    text = text_of(sample_report())
    models = part(text, MODELS)
    assert "- Modified · +4 −3 · New feature\n" in models
    assert "- 256 requests are free, no longer 128.\n" in models
    assert "- Price, Prices: $10.00 → $7.50 (L41, R42)\n" in models
    assert "1200 changed lines were too many for the model and were not read." in part(text, QUOTAS)


def test_a_copy_tells_its_doubts_behind_the_words() -> None:
    models = part(text_of(sample_report()), MODELS)
    assert "**Later retirement for lumen-small and lumen-9** (not found in the diff: `lumen-9`)" in models
    assert "for 512 customers. (not found in the diff: `lumen-9`, `512`)" in models


def test_a_copy_holds_no_diff() -> None:
    assert "@@" not in text_of(sample_report())


def test_a_hostile_path_makes_no_heading_of_its_own() -> None:
    report = sample_report()
    file = report.files[0]
    change = dataclasses.replace(file.evidence.change, path="a`\n# b\x1b\udcff")
    hostile = dataclasses.replace(file, evidence=dataclasses.replace(file.evidence, change=change))
    text = text_of(dataclasses.replace(report, files=[hostile], ignored=["c\n# d"]))
    assert [line for line in text.splitlines() if line.startswith("# ")] == ["# v1...v2"]
    assert all(char.isprintable() or char == "\n" for char in text)


def test_a_list_of_reports_is_a_title_a_quotation_and_lists_of_links() -> None:
    sections = [("Latest", [(Link("v1 [x]", "https://e.org/a/report.txt"), "New\nprices.")]), ("None", [])]
    assert llms_text("Reports", "What changed.", sections) == (
        "# Reports\n\n> What changed.\n\n## Latest\n\n- [v1 \\[x\\]](https://e.org/a/report.txt): New prices.\n"
    )


def test_thousands_of_lines_are_no_part_of_a_copy() -> None:
    fact = Fact(FactKind.CELL, "a", "b", ("Cells",), lines(*(f"R{n}" for n in range(1, 20_000))))
    report = sample_report()
    file = report.files[0]
    findings = dataclasses.replace(file.evidence.findings, facts=(fact,))
    changed = dataclasses.replace(file, evidence=dataclasses.replace(file.evidence, findings=findings))
    assert ", R49, R50, …)\n" in text_of(dataclasses.replace(report, files=[changed]))
