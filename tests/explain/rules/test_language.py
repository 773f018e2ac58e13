"""Another language is a catalog, and no Python."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

import mkdocs_diffinsight
from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language import catalog

from .sample import CHANGES, everything, modified, report, summarize, texts

ENGLISH = Path(mkdocs_diffinsight.__file__).parent / "language" / "catalogs" / "en.toml"
SECTIONS = 'added_brief = { one = "{n} sekcja", few = "{n} sekcje", many = "{n} sekcji", other = "{n} sekcji" }'


@pytest.fixture
def polish(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[catalog.Catalog]:
    """A language with three plural forms, made of a file alone."""
    text = ENGLISH.read_text(encoding="utf-8")
    before = next(line for line in text[text.index("[rules.heading]\n") :].splitlines() if "added_brief" in line)
    folder = tmp_path / "catalogs"
    folder.mkdir()
    (folder / "pl.toml").write_text(text.replace(before, SECTIONS, 1), encoding="utf-8")
    monkeypatch.setattr(catalog, "_CATALOGS", folder)
    monkeypatch.setattr(catalog, "__file__", str(tmp_path / "catalog.py"))
    catalog.languages.cache_clear()
    catalog.load_catalog.cache_clear()
    yield catalog.load_catalog("pl")
    catalog.languages.cache_clear()
    catalog.load_catalog.cache_clear()


def test_a_file_makes_a_language(polish: catalog.Catalog) -> None:
    assert catalog.languages() == ("pl",)
    assert catalog.match_language("pl-PL") == "pl"


@pytest.mark.parametrize(("n", "words"), [(1, "1 sekcja"), (3, "3 sekcje"), (5, "5 sekcji")])
def test_rules_write_with_the_plural_forms_of_the_language(polish: catalog.Catalog, n: int, words: str) -> None:
    change = modified("a.md", " Text.", *(line for i in range(n) for line in (f"+## Part {i}", "+")))
    assert summarize(Rules(polish), change).modification_title == words


def test_rules_tell_every_change_in_the_language(polish: catalog.Catalog) -> None:
    overview = report(Rules(polish), *CHANGES.values())
    assert everything(overview)
    assert texts(overview.highlights)


@pytest.mark.parametrize(
    ("name", "words"), [("`old`", "新增小节 `old`"), ("“Limits”", "新增小节“Limits”"), ("限制", "新增小节限制")]
)
def test_chinese_has_blanks_beside_latin_letters_and_none_beside_quotation_marks(name: str, words: str) -> None:
    assert catalog.load_catalog("zh")("rules.heading.added", n=1, names=name) == words


def test_chinese_has_no_blank_between_characters() -> None:
    text = catalog.load_catalog("zh")("rules.overview.lost", n=3, names="`a.md`", anchors="`#b` 等 2 项")
    assert text == "指向 `a.md` 中锚点 `#b` 等 2 项的链接已失效。"


def test_chinese_tells_rows_after_a_colon() -> None:
    change = modified("a.md", " | Region | Plan |", " |---|---|", "+| West US | Free |")
    told = summarize(Rules(catalog.load_catalog("zh")), change)
    assert told.explanation == "表格新增行：“West US”（Plan：`Free`）。"


def test_names_of_one_kind_are_set_apart_alike() -> None:
    rows = [f"+| {name} | Free |" for name in ("eastus2", "southcentralus", "westeurope", "westus3", "uksouth")]
    told = summarize(Rules(catalog.load_catalog("zh")), modified("a.md", " | Region | Plan |", " |---|---|", *rows))
    assert told.explanation == "表格新增行：`eastus2`、`southcentralus`、`westeurope`、`westus3`和`uksouth`。"
