"""What a diff changes in a table."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.model.findings import Action, Subject

from ..sample import read, told

TABLE = (" ## Models", " ", " | Model | Retirement | Vendor |", " |---|---|---|")


class TestTables:
    def test_a_new_row_keeps_its_cells(self) -> None:
        found = read("a.md", *TABLE, "+| acme | 2025-10-01 | Acme |")
        assert found.findings[0].cells == (("Retirement", "2025-10-01"), ("Vendor", "Acme"))

    def test_the_dates_of_a_new_row_are_facts(self) -> None:
        (fact,) = read("a.md", *TABLE, "+| acme | No earlier than 2025-10-01 | Acme |").facts
        assert (fact.kind, fact.old, fact.new) == ("date", "", "No earlier than 2025-10-01")
        assert (fact.section, fact.name, fact.column) == ("Models", "acme", "Retirement")

    def test_a_date_in_a_cell_needs_no_head(self) -> None:
        (fact,) = read("a.md", " | x | y |", "+| acme | No earlier than October 1, 2025 |", " | z | y |").facts
        assert (fact.kind, fact.name, fact.new) == ("date", "acme", "No earlier than October 1, 2025")

    def test_a_fact_of_two_places_says_which(self) -> None:
        (fact,) = read("a.md", *TABLE[2:], "-| acme | 2025-10-01 | Acme |", "+| acme | 2025-11-01 | Acme |").facts
        assert (fact.where, fact.section, fact.name, fact.column) == (("acme", "Retirement"), "", "acme", "Retirement")

    def test_another_head_is_another_column(self) -> None:
        lines = ("-| Model | Retirement |", "+| Model | End |", " |---|---|", " | acme | 2025 |")
        assert told(read("a.md", *lines)) == [("column", "renamed", "", "Retirement", "End")]

    def test_a_new_column_is_no_change_of_its_rows(self) -> None:
        old = ("-| Model | End |", "-|---|---|", "-| acme | 2025 |", "-| bora | 2026 |")
        new = ("+| Model | Size | End |", "+|---|---|---|", "+| acme | 7 | 2025 |", "+| bora | 8 | 2027 |")
        assert told(read("a.md", *old, *new)) == [
            ("column", "added", "Size", "", ""),
            ("row", "changed", "bora", "2026", "2027"),
        ]

    def test_rows_need_no_bars_at_their_ends(self) -> None:
        lines = (" Model | End | Vendor", " --- | --- | ---", "+acme | 2025 | Acme")
        assert told(read("a.md", *lines)) == [("row", "added", "acme", "", "")]

    def test_rows_that_only_stand_elsewhere_do_not_change_their_names(self) -> None:
        old = ("-| north | 10 units in all |", "-| south | 20 units in all |")
        new = ("+| east | 10 units in all |", "+| north | 20 units in all |")
        found = told(read("a.md", " | Place | Size |", " |---|---|", *old, *new))
        assert ("row", "changed", "Place", "north", "east") not in found
        assert ("row", "added", "east", "", "") in found

    def test_of_a_long_list_in_a_cell_the_elements_are_told(self) -> None:
        places = "North Land<br>South Land<br>East Land<br>West Land<br>Far Land"
        found = read("a.md", *TABLE, f"-| acme | {places} | x |", f"+| acme | {places}<br>New Land | x |")
        assert told(found) == [("row", "changed", "acme", "", "New Land")]

    def test_two_new_columns_are_columns_with_their_cells(self) -> None:
        old = ("-| Model | End |", "-|---|---|", "-| acme | 2025 |", "-| bora | 2026 |")
        new = (
            *("+| Model | End | Size | Price |", "+|---|---|---|---|"),
            *("+| acme | 2025 | 7 B | $1 |", "+| bora | 2026 | 8 B | |"),
        )
        found = read("a.md", *old, *new)
        assert told(found) == [("column", "added", "Size", "", ""), ("column", "added", "Price", "", "")]
        assert [f.cells for f in found.findings] == [(("acme", "7 B"), ("bora", "8 B")), (("acme", "$1"),)]

    def test_a_table_that_lost_a_row_pairs_its_cells_by_key(self) -> None:
        old = ("-| acme | 2025 | x |", "-| bora | 2026 | x |", "-| cera | 2027 | x |")
        new = ("+| bora | 2026 | y |", "+| cera | 2028 | x |")
        assert told(read("a.md", *TABLE, *old, *new)) == [
            ("row", "changed", "bora", "x", "y"),
            ("row", "changed", "cera", "2027", "2028"),
            ("row", "removed", "acme", "", ""),
        ]

    def test_cells_are_paired_by_the_heads_of_their_columns(self) -> None:
        old = ("-| Model | End | Vendor |", "-|---|---|---|", "-| acme | 2025 | Acme |")
        new = ("+| Model | Vendor | End |", "+|---|---|---|", "+| acme | Acme | 2026 |")
        found = told(read("a.md", *old, *new))
        assert [one for one in found if one[0] == "row"] == [("row", "changed", "acme", "2025", "2026")]

    def test_a_row_whose_name_others_share_is_named_by_the_next_cell_too(self) -> None:
        lines = (" | Model | Version | End |", " |---|---|---|", " | acme | v1 | June |")
        found = read("a.md", *lines, "-| acme | v2 | July |", "+| acme | v2 | May |", "+| acme | v3 | July |")
        assert told(found) == [
            ("row", "changed", "acme (v2)", "July", "May"),
            ("row", "added", "acme (v3)", "", ""),
        ]

    def test_a_row_that_is_named_by_a_link_has_its_words(self) -> None:
        found = read("a.md", *TABLE, "+| [Acme one](https://example.org/acme) | 1 | x |")
        assert told(found)[0] == ("row", "added", "Acme one", "", "")

    def test_a_row_with_another_name_and_the_same_marks_is_another_row(self) -> None:
        found = read("a.md", " | Region | Small |", " |---|---|", "-| eastus | ✅ |", "+| westus | ✅ |")
        assert told(found) == [("row", "added", "westus", "", ""), ("row", "removed", "eastus", "", "")]

    def test_a_cell_beyond_the_last_column_is_none(self) -> None:
        lines = (" | A | B |", " |---|---|", "-| x | 1 |", "+| x | 2 | 3 |")
        assert told(read("a.md", *lines)) == [("row", "changed", "x", "1", "2")]

    def test_an_empty_last_cell_is_a_cell(self) -> None:
        lines = (" |A|B|C|", " |---|---|---|", "-|x|1||", "+|x|1|2|")
        assert told(read("a.md", *lines)) == [("row", "changed", "x", "", "2")]

    @pytest.mark.parametrize("line_break", ["<br>", "<br/>", " <BR /> "])
    def test_a_line_break_in_a_cell_separates(self, line_break: str) -> None:
        found = read("a.md", *TABLE, f"+| acme | North{line_break}South | Ends.{line_break}Soon. |")
        assert found.findings[0].cells == (("Retirement", "North, South"), ("Vendor", "Ends. Soon."))

    @pytest.mark.parametrize(
        ("old", "new"),
        [("long running", "Long-running"), ("Acme", "acme "), ("Acme", "Acme<sup>1</sup>"), ("Acme²", "Acme[^3]")],
    )
    def test_case_hyphens_and_footnotes_of_a_cell_are_no_news(self, old: str, new: str) -> None:
        found = read("a.md", *TABLE, f"-| x | 1 | {old} |", f"+| x | 1 | {new} |")
        assert {f.subject for f in found.findings} <= {Subject.PUNCTUATION}
        assert found.facts == ()

    def test_a_table_that_came_as_a_whole_is_one_change(self) -> None:
        (found,) = read(
            "a.md", " ## Models", " ", "+| Model | Price |", "+|---|---|", "+| a | 1 |", "+| b | 2 |"
        ).findings
        assert (found.subject, found.action, found.name) == (Subject.TABLE, Action.ADDED, "Price")
        assert found.cells == (("a", ""), ("b", ""))

    def test_a_head_in_another_case_is_the_same_column(self) -> None:
        lines = (
            "-| Caching Supported | Kind |",
            "+| Caching supported | Kind | Models |",
            "-|---|---|",
            "+|---|---|---|",
        )
        found = read("a.md", *lines, "-| Images | x |", "+| Images | x | acme |").findings
        assert [(f.name, f.cells) for f in found if f.subject is Subject.COLUMN] == [("Models", (("Images", "acme"),))]

    @pytest.mark.parametrize("name", ["Searchable PDF", "searhable pdf", "PDF searhable"])
    def test_a_row_whose_name_is_spelled_otherwise_is_the_same(self, name: str) -> None:
        found = read("a.md", " | Feature | Kind |", " |---|---|", "-| Searhable pdf | Add-on |", f"+| {name} | Free |")
        told_rows = [(f.name, f.old, f.new) for f in found.findings if f.subject is Subject.ROW and f.column == "Kind"]
        assert told_rows == [(name, "Add-on", "Free")]
        assert {f.action for f in found.findings} == {Action.CHANGED}

    def test_cells_without_the_bar_between_them_are_kept(self) -> None:
        lines = (" | Name | Log | Text |", " |---|---|---|", "-| acme | [Log](a.md) | Use it for data. |")
        assert told(read("a.md", *lines, "+| acme | [Log](a.md) Use it for data. |"))[0][0] == "punctuation"

    def test_links_beside_each_other_are_no_row(self) -> None:
        found = read(
            "a.md", "-[One](a.md) | [Two](b.md) | [Three](c.md)", "+[One](a.md) | [Two](b2.md) | [Three](c.md)"
        )
        assert told(found) == [("link", "changed", "Two", "b.md", "b2.md")]


class TestRecords:
    def test_the_records_of_a_file_are_paired_by_their_first_field(self) -> None:
        found = read("a.csv", "-x,1,2", "-y,3,4", "+y,3,5", "+z,1,2")
        assert told(found) == [
            ("row", "changed", "y", "4", "5"),
            ("row", "added", "z", "", ""),
            ("row", "removed", "x", "", ""),
        ]


def test_columns_in_another_order_are_told_as_such() -> None:
    rows = (
        "-| Region | One | Two |",
        "+| Region | Two | One |",
        " |---|---|---|",
        "-| east | a | b |",
        "+| east | b | a |",
    )
    assert told(read("a.md", " ", *rows, " ")) == [("column", "moved", "", "", "")]
