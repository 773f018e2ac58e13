"""Diffs on the page of a report, and in files beside it."""

from __future__ import annotations

import dataclasses
import re
from html import unescape

import pytest

from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.changes import FileChange, History, Status
from mkdocs_diffinsight.model.findings import Findings, Form, Kind
from mkdocs_diffinsight.model.forge import Forge
from mkdocs_diffinsight.model.report import Report, ReportFile
from mkdocs_diffinsight.model.texts import RULES, FileSummary, Statement
from mkdocs_diffinsight.site.diff.report_diffs import ReportDiffs
from mkdocs_diffinsight.site.html.templating import Templates
from mkdocs_diffinsight.site.map.addresses import addresses_of
from mkdocs_diffinsight.site.page_makers import ReportMaker

from ..sample import _english_overview, change, lines, make_report, render, report_file

NEW_LINES = [f"+line {n} is new in this file" for n in range(2999)]
LARGE = "\n".join(["@@ -1,2 +1,3000 @@", "-old words here", " and here", *NEW_LINES])
SMALL = "@@ -1 +1 @@\n-one thing\n+one more"


def file_of(changed: FileChange) -> ReportFile:
    summary = FileSummary("minor update", "Lines", (Statement("Many lines are new.", lines("R45")),), RULES)
    return report_file(changed, Findings(Kind.TEXT, Form.CONTENT), summary)


def report_of(*changes: FileChange, forge: bool = False) -> Report:
    report = make_report([file_of(each) for each in changes], _english_overview())
    if not forge:
        return report
    resolved = dataclasses.replace(report.resolved, forge=Forge("GitHub", "https://github.com/example/docs"))
    return dataclasses.replace(report, resolved=resolved, history=History("c" * 40))


def files_of(report: Report, *, use_directory_urls: bool = True) -> dict[str, str]:
    """The files of the site besides its pages and their JSON."""
    catalog = load_catalog("en")
    addresses = addresses_of("reports", ["en"], use_directory_urls=use_directory_urls)
    site = ReportMaker(catalog, Templates(catalog, [], "en"), addresses).make(report)
    return {uri: content.decode() for uri, content in site.data.items() if uri.endswith(".html")}


def test_a_large_diff_is_a_link_on_the_page() -> None:
    report = report_of(change("a.txt", patch=LARGE))
    item = report.files[0].item_id
    assert f'<p class="di-elsewhere"><a href="diffs/{item}.html">Open the diff (3002 lines)</a></p>' in render(report)


def test_a_large_diff_has_a_file_of_its_own() -> None:
    report = report_of(change("docs/<a>.txt", patch=LARGE), change("b.txt", patch=SMALL))
    item = report.files[0].item_id
    [(uri, html)] = files_of(report).items()
    assert uri == f"reports/{report.slug}/diffs/{item}.html"
    code = re.search(r"<samp>(.*)</samp></pre>", html, re.DOTALL)
    assert code
    assert unescape(re.sub("<[^>]+>", "", code[1])) == LARGE
    assert "<title>docs/&lt;a&gt;.txt · v1...v2</title>" in html
    assert '<meta name="robots" content="noindex">' in html
    assert '<link rel="stylesheet" href="../../../assets/diffinsight.css">' in html


def test_the_file_says_what_changed() -> None:
    summary = FileSummary("new feature", "Now <with> more", (), RULES)
    file = report_file(change("a.txt", patch=LARGE), Findings(Kind.TEXT, Form.CONTENT), summary)
    [html] = files_of(make_report([file], _english_overview())).values()
    assert "New feature</span> <strong>Now &lt;with&gt; more</strong>" in html


def test_the_file_has_the_script_for_links_to_its_lines() -> None:
    [html] = files_of(report_of(change("a.txt", patch=LARGE))).values()
    assert '<script src="../../../assets/diffinsight.js"></script>' in html
    assert '<template class="di-words">' in html


@pytest.mark.parametrize(("use_directory_urls", "page"), [(True, "../"), (False, "../index.html")])
def test_the_file_leads_back_to_the_item(use_directory_urls: bool, page: str) -> None:
    report = report_of(change("a.txt", patch=LARGE))
    [html] = files_of(report, use_directory_urls=use_directory_urls).values()
    assert f'<a href="{page}#{report.files[0].item_id}">Back to the report</a>' in html


def test_the_proof_of_a_statement_leads_into_the_file() -> None:
    report = report_of(change("a.txt", patch=LARGE))
    item = report.files[0].item_id
    assert f'<a href="diffs/{item}.html#{item}-R45">R45</a>' in render(report)


def test_usual_diffs_have_no_files() -> None:
    assert files_of(report_of(change("b.txt", patch=SMALL))) == {}


def test_a_gigantic_diff_says_how_much_is_missing_and_where_it_is() -> None:
    patch = "\n".join(["@@ -0,0 +1,30000 @@", *["+x"] * 30_000])
    [html] = files_of(report_of(change("a.txt", patch=patch), forge=True)).values()
    assert html.count("<ins") == 19_999
    assert "10001 more lines are not shown." in html
    assert f'<a href="https://github.com/example/docs/compare/{"a" * 40}...{"b" * 40}" rel="noopener">' in html


def on_page(changed: FileChange) -> str:
    report = report_of(changed, forge=True)
    return ReportDiffs(load_catalog("en"), report).on_page(report.files[0].item_id) or ""


def test_lines_lead_to_both_sides_on_the_forge() -> None:
    """To the commit that the diff starts from, and there to the path of then."""
    changed = dataclasses.replace(change("new name.md", Status.RENAMED, SMALL), previous_path="old.md")
    page = render(report_of(changed, forge=True))
    home = "https://github.com/example/docs/blob"
    assert f'data-old-lines="{home}/{"c" * 40}/{{path}}?plain=1#L{{line}}"' in page
    assert f'data-new-lines="{home}/{"b" * 40}/{{path}}?plain=1#L{{line}}"' in page
    assert 'data-path="new%20name.md" data-old-path="old.md"' in on_page(changed)


def test_a_large_diff_leads_to_the_forge_from_its_own_file() -> None:
    [html] = files_of(report_of(change("a.txt", patch=LARGE), forge=True)).values()
    assert re.search(r'<main class="di-report" data-old-lines="[^"]+" data-new-lines="[^"]+">', html)
    assert 'data-path="a.txt"' in html


def test_the_lines_of_a_removed_file_are_those_of_the_old_one() -> None:
    changed = dataclasses.replace(change("a.md", Status.REMOVED, "@@ -1 +0,0 @@\n-a"), new_blob="0" * 40)
    assert f'href="https://github.com/example/docs/blob/{"c" * 40}/a.md?plain=1#L1"' in on_page(changed)


def test_hunks_say_their_sections() -> None:
    report = report_of(change("a.md", patch=SMALL))
    findings = dataclasses.replace(report.files[0].evidence.findings, sections=(("Limits", "North"),))
    evidence = dataclasses.replace(report.files[0].evidence, findings=findings)
    report = dataclasses.replace(report, files=[dataclasses.replace(report.files[0], evidence=evidence)])
    assert "<b>Limits › North</b>" in (ReportDiffs(load_catalog("en"), report).on_page(report.files[0].item_id) or "")
