"""The product's own words in each language."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

import mkdocs_diffinsight
from mkdocs_diffinsight.language.catalog import languages, load_catalog, match_language

PACKAGE = Path(mkdocs_diffinsight.__file__).parent
DAY = datetime.date(2024, 12, 18)


def keys(entries: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    """The dotted keys of a catalog; the forms of a plural are one."""
    for key, value in entries.items():
        if isinstance(value, dict) and "other" not in value:
            yield from keys(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}"


def entries(language: str) -> dict[str, Any]:
    return tomllib.loads((PACKAGE / "language" / "catalogs" / f"{language}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_keys(language: str) -> None:
    assert set(keys(entries(language))) == set(keys(entries("en")))


def test_every_word_of_the_pages_is_used() -> None:
    sources = "".join(
        path.read_text(encoding="utf-8") for path in PACKAGE.rglob("*") if path.suffix in (".py", ".html")
    )
    lists = ("new_features", "breaking_changes", "other_updates")
    unused = [
        key
        for key in keys(entries("en"))
        if key.startswith(("page.", "home.", "activity.", "list."))
        and key.removeprefix("page.") not in lists
        and not re.search(rf"\b{key}\b", sources)
    ]
    assert [key for key in unused if f'heading("{key.removeprefix("page.")}"' not in sources] == []


def test_the_script_and_the_catalog_know_the_same_words() -> None:
    script = (PACKAGE / "site" / "assets" / "diffinsight.js").read_text(encoding="utf-8")
    known = set(entries("en")["script"])
    assert set(re.findall(r'\bsay\("(\w+)"', script)) - known == set()
    assert {key for key in known if not re.search(rf"\b{key}\b", script)} == set()


@pytest.mark.parametrize(("tag", "language"), [("en", "en"), ("ja-JP", "ja"), ("ZH_hans", "zh"), ("tlh", None)])
def test_a_tag_leads_to_its_language(tag: str, language: str | None) -> None:
    assert match_language(tag) == language


@pytest.mark.parametrize(("n", "text"), [(1, "1 file"), (0, "0 files"), (3, "3 files")])
def test_a_number_chooses_the_form(n: int, text: str) -> None:
    assert load_catalog("en")("page.file_count", n=n) == text


@pytest.mark.parametrize(
    ("language", "date", "month"),
    [
        ("en", "December 18, 2024", "December 2024"),
        ("ja", "2024年12月18日", "2024年12月"),
        ("zh", "2024年12月18日", "2024年12月"),
    ],
)
def test_dates_are_written_as_the_language_does(language: str, date: str, month: str) -> None:
    assert (load_catalog(language).date(DAY), load_catalog(language).month(DAY)) == (date, month)


@pytest.mark.parametrize(("language", "name"), [("en", "English"), ("ja", "日本語"), ("zh", "中文")])
def test_a_language_has_a_name_in_itself(language: str, name: str) -> None:
    assert load_catalog(language).name == name


def test_text_that_looks_like_a_placeholder_is_only_text() -> None:
    assert load_catalog("en")("author.model", name="{n} {0} {name}") == "model {n} {0} {name}"


@pytest.mark.parametrize(
    ("size", "text"), [(1, "1 byte"), (999, "999 byte"), (1000, "1 kB"), (12_345, "12.3 kB"), (7_800_000, "7.8 MB")]
)
def test_sizes_are_in_the_unit_that_people_would_take(size: int, text: str) -> None:
    assert load_catalog("en").size(size) == text
