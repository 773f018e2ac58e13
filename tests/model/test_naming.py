"""Names of reports in addresses."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from mkdocs_diffinsight.model.naming import make_slug, slugify, unique
from mkdocs_diffinsight.model.ranges import CompareRange


@pytest.mark.parametrize(
    ("base", "head", "category", "slug"),
    [
        ("v1.0", "v1.1", None, "2024-12-18-v1.0-v1.1"),
        ("b" * 40, "a" * 40, "openai", "2024-12-18-openai-bbbbbbb-aaaaaaa"),
        ("release/1", "HEAD~2", "Ünï & 検索", "2024-12-18-Ünï-検索-release-1-HEAD-2"),
        ("<img>", 'q"', None, "2024-12-18-img-q"),
        ("nightly-20241218", "20241219", None, "2024-12-18-nightly-20241218-20241219"),
    ],
)
def test_the_address_of_a_report_is_its_date_category_and_range(
    base: str, head: str, category: str | None, slug: str
) -> None:
    compare_range = CompareRange(base, head, False, Path())
    assert make_slug(datetime.date(2024, 12, 18), category, compare_range) == slug


def test_an_address_is_never_empty() -> None:
    assert slugify("???") == "-"


def test_an_address_is_no_longer_than_a_file_name_may_be() -> None:
    one, other = slugify("検索" * 100), slugify("検索" * 101)
    assert len(one.encode()) <= 140
    assert one != other


def test_capitals_alone_make_no_address() -> None:
    assert unique("API", {"api"}) == "API-2"


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert [unique("a", []), unique("a", ["a"]), unique("a", ["a", "a-2"])] == ["a", "a-2", "a-3"]
