"""What a diff changes in a table."""

from __future__ import annotations

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
