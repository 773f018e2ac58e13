"""What proves a text, and what is in doubt, on the page of a report."""

from __future__ import annotations

import dataclasses

import pytest

from mkdocs_diffinsight.model.texts import RULES, FileSummary, Statement, Statements

from ..sample import (
    IDS,
    MODELS,
    OLD_QUOTAS,
    QUOTAS,
    lines,
    make_report,
    render,
    sample_report,
)
from .shown import NOTHING, link, one_file, section


def about(*statements: Statement) -> str:
    """The explanation of a file on its page."""
    summary = FileSummary("minor update", "A title", statements, RULES)
    html = render(make_report([one_file(summary)], NOTHING))
    return html.partition('<div class="di-explanation">')[2].partition("</div>")[0].strip()


def overall(highlights: Statements) -> str:
    html = render(dataclasses.replace(sample_report(), overview=dataclasses.replace(NOTHING, highlights=highlights)))
    return html.partition('<h2 id="highlights">Highlights</h2>')[2].partition("<h3")[0].strip()


@pytest.mark.parametrize(
    ("cited", "shown"),
    [
        ("R12", '<a href="#{id}-R12">R12</a>'),
        ("R10-R12", '<a href="#{id}-R10">R10–12</a>'),
        ("L10", '<a href="#{id}-L10">L10</a>'),
        ("L14", '<a href="#{id}-R15">L14</a>'),
        ("R99", "<span>R99</span>"),
    ],
)
def test_a_statement_leads_to_the_lines_that_prove_it(cited: str, shown: str) -> None:
    assert shown.format(id=IDS[MODELS]) in about(Statement("A text.", lines(cited)))


def test_many_lines_are_counted() -> None:
    html = about(Statement("A text.", lines("L8", "L10", "R14", "R17", "R41", "R44")))
    assert '<span title="R41, R44">+2</span>' in html


def test_thousands_of_lines_are_counted_without_their_names() -> None:
    html = about(Statement("A text.", lines(*(f"R{n}" for n in range(1, 20_000, 9)))))
    assert ', R469, …">+2220</span>' in html


def test_what_was_not_found_is_named_after_the_statement() -> None:
    assert "(not found in the diff: <code>x-9</code>, <code>&lt;b&gt;</code>)" in about(
        Statement("A text.", unproven=("x-9", "<b>"))
    )


def test_a_doubtful_title_is_marked_in_the_table_and_above_the_text() -> None:
    mark = '<mark class="di-unproven" title="Not found in the diff">lumen-9</mark>'
    html = render(sample_report())
    table = html.partition('<table class="di-table"')[2].partition("</table>")[0]
    assert mark in table
    assert "not found in the diff:" not in table
    assert mark in section(html, MODELS)


def test_a_highlight_leads_to_its_files() -> None:
    html = overall((Statement("Two pages.", files=(MODELS, QUOTAS, "docs/elsewhere.md")),))
    assert html.count("<a ") == 2
    assert link(MODELS, "retirements.md") in html
    assert link(QUOTAS, "quotas/index.md") in html


def test_more_files_than_a_highlight_can_name_are_in_the_table() -> None:
    assert '<a href="#summary-table">and 3 more</a>' in overall((Statement("Upkeep.", files=tuple(IDS)),))


def test_a_name_in_a_highlight_is_the_link_itself() -> None:
    html = overall((Statement("See `retirements.md`.", files=(MODELS,)),))
    assert html == f'<p>See <a href="#{IDS[MODELS]}"><code>retirements.md</code></a>.</p>'


def test_a_name_that_two_files_have_is_no_link() -> None:
    html = overall((Statement("See `index.md`.", files=(OLD_QUOTAS,)),))
    assert "<code>index.md</code>" in html
    assert link(OLD_QUOTAS, "limits/index.md") in html
