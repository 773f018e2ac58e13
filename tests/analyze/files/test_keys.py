"""Keys of configuration and data files, their values, and the items that they belong to."""

from __future__ import annotations

import pytest

from ..sample import read, told


class TestValues:
    """A value is what the key is set to, whole and without what stands beside it."""

    @pytest.mark.parametrize(
        ("path", "line"),
        [
            ("a.toml", 'level = "{}" # as all others'),
            ("a.yml", "level: {} # as all others"),
            ("a.yml", "level: '{}'  # as all others"),
            ("a.jsonc", '"level": "{}", // as all others'),
        ],
    )
    def test_a_comment_behind_it_is_no_part_of_it(self, path: str, line: str) -> None:
        assert told(read(path, f"-{line.format('a')}", f"+{line.format('b')}")) == [
            ("setting", "changed", "level", "a", "b")
        ]

    @pytest.mark.parametrize("value", ["#fff", "a#b", '"a # b"', "acme/run@0a1b2c3d # v1.2"])
    def test_what_is_no_comment_is_a_part_of_it(self, value: str) -> None:
        found = read("a.yml", f"-level: {value}", "+level: x")
        assert told(found) == [("setting", "changed", "level", value.strip('"'), "x")]


class TestItems:
    """The keys of an item of a list are those of this item."""

    def test_a_key_is_not_paired_with_that_of_another_item(self) -> None:
        found = read("a.yml", " repos:", " - repo: one", "+  rev: v3.0.1", " - repo: two", "-  rev: v0.16.5")
        assert told(found) == [("setting", "removed", "rev", "v0.16.5", ""), ("setting", "added", "rev", "", "v3.0.1")]

    def test_a_key_has_the_item_it_belongs_to(self) -> None:
        found = read("a.yml", " repos:", " - repo: one", "-  rev: v3.0.1", "+  rev: v3.0.2")
        assert [finding.section for finding in found.findings] == ["one"]

    def test_an_item_of_another_version_is_the_same(self) -> None:
        found = read("a.yml", "-- uses: acme/run@v1", "-  if: one", "+- uses: acme/run@v2", "+  if: two")
        assert ("setting", "changed", "if", "one", "two") in told(found)

    def test_where_an_item_came_each_key_is_paired_with_that_of_its_line(self) -> None:
        found = read("a.json", " [", "+{", '+"end": "new"', "+},", " {", '-"end": "old"', '+"end": "other"', " }", " ]")
        assert [(f.old, f.new) for f in found.findings if f.action == "changed"] == [("old", "other")]


def test_a_quotation_mark_that_ends_a_value_is_a_part_of_it() -> None:
    found = told(read("a.yml", "-  if: env.FORK == 'false'", "+  if: env.SAFE == 'true'"))
    assert found == [("setting", "changed", "if", "env.FORK == 'false'", "env.SAFE == 'true'")]


def test_what_says_that_a_text_follows_is_no_value() -> None:
    found = told(read("a.yml", "-run: |", "+run: make", "-  first", "-  second"))
    assert ("setting", "changed", "run", "", "make") in found
