"""Prose of a diff, sentence by sentence."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.explain.rules.passages import Passages
from mkdocs_diffinsight.model.findings import LineSpan

from .sample import added, modified, summarize

FIRST = LineSpan("R", 1, 1)


def test_wrapped_lines_are_one_sentence() -> None:
    passages = Passages(modified("a.md", "+- It keeps files", "+  until they end."))
    assert passages.sentence(FIRST, "until") == "It keeps files until they end."


def test_wrapped_lines_of_japanese_are_joined_without_a_blank() -> None:
    passages = Passages(modified("a.md", "+データは", "+保存されます。"))
    assert passages.sentence(FIRST, "保存") == "データは保存されます。"


def test_only_what_the_other_side_lacks_is_told() -> None:
    passages = Passages(modified("a.md", "-It reads. It stops.", "+It reads. It writes."))
    assert passages.only(LineSpan("L", 1, 1), FIRST) == (["It stops."], ["It writes."])


@pytest.mark.parametrize("line", ["# Heading", "| cell |", "```", ":::image", "<!-- note -->", "> [!NOTE]", "title: x"])
def test_marks_of_the_page_are_no_prose(line: str) -> None:
    assert not Passages(modified("a.md", f"+{line}")).shows(FIRST)


def test_code_is_no_prose() -> None:
    assert not Passages(modified("a.md", "+```", "+run it.", "+```")).shows(LineSpan("R", 2, 2))


def test_a_file_begins_behind_its_front_matter() -> None:
    assert (
        Passages(added("a.md", "---", "Title: A", "---", "# A", "", "It begins. It goes on.")).first("R")
        == "It begins."
    )


def test_a_line_of_links_with_bars_is_no_row() -> None:
    links = Passages(modified("a.md", "+[Library](a.md) | [Package](b.md)| [Samples](c.md)"))
    table = Passages(modified("a.md", "+Acme models | Not available | acme-1 <br> acme-2"))
    assert (links.is_row(FIRST), table.is_row(FIRST)) == (False, True)


def test_another_value_in_the_code_of_a_long_cell_is_no_wording(rules: Rules) -> None:
    cell = (
        "What happens to parameters that nobody knows. Using `{}` makes the service drop what it does not support. " * 2
    )
    table = [" | Name | Description |", " |---|---|"]
    change = modified(
        "a.md", *table, f"-| extra | {cell.format('ignore', 'x')} |", f"+| extra | {cell.format('drop', 'x')} |"
    )
    text = summarize(rules, change).explanation
    assert "Wording only" not in text
    assert "`drop`" in text


def test_a_row_without_a_bar_before_it_is_a_row(rules: Rules) -> None:
    rows = [" Jais family | None | jais-30b", "-Phi family | Phi-3 | Phi-3", "+Phi family | Phi-3 | Phi-3, Phi-4", " "]
    text = summarize(rules, modified("a.md", *rows)).explanation
    assert "Jais" not in text
    assert "Phi-4" in text


def test_what_comes_to_a_long_list_in_a_cell_is_told_alone(rules: Rules) -> None:
    cell = "<br>".join(f"Phi-{n}-mini-instruct" for n in range(12))
    change = modified(
        "a.md", " | Family | Models |", " |---|---|", f"-| Phi | {cell} |", f"+| Phi | {cell}<br>Phi-44 |"
    )
    text = summarize(rules, change).explanation
    assert "Phi-44" in text
    assert "Phi-3-mini" not in text
