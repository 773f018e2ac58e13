"""Each kind of fact has all that makes it one; `docs/architecture.md` lists it."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.read import read_changes
from mkdocs_diffinsight.language.catalog import languages, load_catalog
from mkdocs_diffinsight.model.fact_kinds import FactKind

from ..analyze.sample import changed

CHANGES = {
    FactKind.REQUIREMENT: ("pyproject.toml", " [project]", '-requires-python = ">=3.8"', '+requires-python = ">=3.10"'),
    FactKind.INTERFACE: ("acme/load.py", "-def load(path, mode):", "+def load(path):", "     pass"),
    FactKind.PARAMETER: ("acme/load.py", "-def load(path):", "+def load(path, mode=None):", "     pass"),
    FactKind.DATE: ("a.md", "-It retires on 2024-11-01.", "+It retires on 2025-01-27."),
    FactKind.LIMIT: ("a.md", "-Send up to 10 documents.", "+Send up to 20 documents."),
    FactKind.PRICE: ("a.md", "-It costs $1.50 a day.", "+It costs $2 a day."),
    FactKind.VERSION: ("requirements.txt", "-acme==1.0", "+acme==1.1"),
    FactKind.NUMBER: ("a.md", "-There are 3 stages.", "+There are 4 stages."),
    FactKind.DEFAULT: ("a.yml", "-default_mode: a", "+default_mode: b"),
    FactKind.REGION: ("a.md", "-Hosted in eastus2.", "+Hosted in westus3."),
    FactKind.NAME: ("a.md", "-Call `run_all` first.", "+Call `run_some` first."),
    FactKind.METADATA: ("a.md", " ---", "-title: One", "+title: Two", " ---"),
    FactKind.KEY: ("a.yml", "-mode: fast", "+mode: safe"),
    FactKind.CELL: ("a.md", " | A | B |", " |---|---|", "-| x | no |", "+| x | yes |"),
    FactKind.LINK: ("a.md", "-See [it](a.md).", "+See [it](b.md)."),
}
"""A change in which one of each kind is read."""


@pytest.mark.parametrize("kind", FactKind)
def test_a_reader_finds_it(kind: FactKind) -> None:
    path, *lines = CHANGES[kind]
    change = changed(path, *lines, start=1)
    sides = ((change.old_blob, "-"), (change.new_blob, "+"))
    blobs = {blob: "\n".join(line[1:] for line in lines if line[0] in (" ", side)).encode() for blob, side in sides}
    (findings,) = read_changes((change,), blobs)
    assert kind in [fact.kind for fact in findings.facts]


@pytest.mark.parametrize("kind", FactKind)
@pytest.mark.parametrize("language", languages())
def test_every_language_has_its_words(kind: FactKind, language: str) -> None:
    """Those of a table, and what a value without a name is called in a text."""
    catalog = load_catalog(language)
    assert catalog(f"fact.{kind}")
    assert catalog(f"rules.value.{kind}")


def test_each_has_a_rank_of_its_own_by_its_row() -> None:
    assert [kind.rank for kind in FactKind] == list(range(len(FactKind)))
