"""The short form of a range."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.model.ranges import parse_compare, short


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("v1.0...v1.1", ("v1.0", "v1.1", False)),
        ("a..b", ("a", "b", True)),
        ("feature/x...release-1.0", ("feature/x", "release-1.0", False)),
        (" a ... b ", ("a", "b", False)),
        ("v1.0...", ("v1.0", "HEAD", False)),
        ("..v1.0", ("HEAD", "v1.0", True)),
        ("HEAD~5...HEAD@{1}", ("HEAD~5", "HEAD@{1}", False)),
        ("main@{2 days ago}..main", ("main@{2 days ago}", "main", True)),
        ("owner:b8144fb...other-owner:main", ("b8144fb", "main", False)),
    ],
)
def test_a_range_has_two_sides_and_dots(text: str, expected: tuple[str, str, bool]) -> None:
    assert parse_compare(text) == expected


@pytest.mark.parametrize("text", ["", "v1.0", "...", "..", "a...b...c", "a..b..c", "a....b", "two words...b"])
def test_what_is_no_range_is_refused_with_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"revision|range") as error:
        parse_compare(text)
    assert repr(text) in str(error.value)


@pytest.mark.parametrize(
    ("revision", "shown"),
    [
        ("b" * 40, "b" * 7),
        ("b" * 64, "b" * 7),
        ("b" * 40 + "^", "b" * 7 + "^"),
        ("v1.0", "v1.0"),
        ("b8144fb", "b8144fb"),
        ("20241218", "20241218"),
        ("nightly-20241218", "nightly-20241218"),
    ],
)
def test_only_object_names_are_shortened(revision: str, shown: str) -> None:
    assert short(revision) == shown
