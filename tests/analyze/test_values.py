"""The typed values of a text."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.values import cell_kind, is_generated, name_before, unit_of, values_in
from mkdocs_diffinsight.model.fact_kinds import FactKind


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("It retires on 2025-01-27.", [("date", "2025-01-27")]),
        (
            "It needs Python 3.11, costs $2 and runs in westus3.",
            [("version", "3.11"), ("price", "$2"), ("region", "westus3")],
        ),
        ("Call `run_all` for 20 files.", [("name", "run_all"), ("number", "20")]),
        ("See https://example.org/2025-01-27.", []),
        ("1. Open the page.", []),
        ("No value at all.", []),
    ],
)
def test_those_of_a_line_have_their_kinds(text: str, values: list[tuple[str, str]]) -> None:
    assert [(value.kind, value.text) for value in values_in(text)] == values


def test_a_version_belongs_to_the_name_before_it() -> None:
    (version,) = values_in("Python 3.11")
    assert name_before("Python 3.11", version) == "Python"


def test_a_number_counts_what_the_word_behind_it_says() -> None:
    (number,) = values_in("wait 30 seconds")
    assert unit_of("wait 30 seconds", number) == " seconds"


@pytest.mark.parametrize(
    ("column", "cell", "kind"),
    [
        ("", "2025-01-27", FactKind.DATE),
        ("API version", "2025-01-27", FactKind.VERSION),
        ("Limit", "10 files", FactKind.LIMIT),
        ("Name", "10 files", None),
    ],
)
def test_the_head_of_a_column_says_what_its_cells_are(column: str, cell: str, kind: FactKind | None) -> None:
    assert cell_kind(column, cell) is kind


def test_hashes_are_given_by_programs() -> None:
    assert is_generated("0a1b2c3d")
    assert not is_generated("acme-core")
