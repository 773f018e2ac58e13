"""Tables beside modules: names of parts give way to what they stand for."""

from __future__ import annotations

import re

import pytest

from mkdocs_diffinsight.analyze import values
from mkdocs_diffinsight.analyze.files import code
from mkdocs_diffinsight.analyze.secrets import forms, places
from mkdocs_diffinsight.git import address
from mkdocs_diffinsight.tables import read_table

TABLES = {
    (forms.__file__, "forms.toml"): {},
    (places.__file__, "places.toml"): {},
    (code.__file__, "languages.toml"): {},
    (values.__file__, "values.toml"): {"MONTH": "(?:May)"},
    (address.__file__, "cures.toml"): {"PROTOCOLS": "https"},
}


@pytest.mark.parametrize("place", TABLES, ids=lambda place: place[1])
def test_no_name_of_a_part_is_left(place: tuple[str, str]) -> None:
    table = read_table(*place, **TABLES[place])
    assert "parts" not in table
    assert re.findall(r"(?<!\?P)<[A-Z]+>", str(table)) == []


def test_parts_may_hold_other_parts() -> None:
    uuid = next(row[-1] for row in read_table(forms.__file__, "forms.toml")["rows"] if row[0] == "Amazon MWS token")
    assert re.fullmatch(uuid, "amzn.mws.0a1b2c3d-4e5f-6789-abcd-ef0123456789")


def test_a_given_part_stands_in_the_table() -> None:
    date = read_table(values.__file__, "values.toml", MONTH="(?:May)")["kinds"]["date"][1]
    assert re.fullmatch(date, "May 2025")
    assert not re.fullmatch(date, "June 2025")
