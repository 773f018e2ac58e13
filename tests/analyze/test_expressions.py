"""Tables of expressions: names of parts give way to what they stand for."""

from __future__ import annotations

import re

import pytest

from mkdocs_diffinsight.analyze.expressions import any_of, read_table

TABLES = {
    "secrets/forms.toml": {},
    "secrets/places.toml": {},
    "files/languages.toml": {},
    "values.toml": {"MONTH": "(?:May)"},
}


@pytest.mark.parametrize("path", TABLES)
def test_no_name_of_a_part_is_left(path: str) -> None:
    table = read_table(path, **TABLES[path])
    assert "parts" not in table
    assert re.findall(r"(?<!\?P)<[A-Z]+>", str(table)) == []


def test_parts_may_hold_other_parts() -> None:
    uuid = next(row[-1] for row in read_table("secrets/forms.toml")["rows"] if row[0] == "Amazon MWS token")
    assert re.fullmatch(uuid, "amzn.mws.0a1b2c3d-4e5f-6789-abcd-ef0123456789")


def test_a_given_part_stands_in_the_table() -> None:
    date = read_table("values.toml", MONTH="(?:May)")["kinds"]["date"][1]
    assert re.fullmatch(date, "May 2025")
    assert not re.fullmatch(date, "June 2025")


def test_any_of_some_words_is_found_and_nothing_else() -> None:
    words = ("retire", "require", "remove", "removed", "end-of-", "c++ only")
    expression = re.compile(any_of(words))
    assert [word for word in words if not expression.search(f"it is {word} now")] == []
    assert not any(map(expression.search, ("retir", "end of", "cc only", "move")))


def test_words_that_begin_alike_share_their_beginning() -> None:
    assert any_of(("price", "pricing", "cost")) == "(?:pric(?:e|ing)|cost)"
