"""What a diff of settings changes: keys, entries, dependencies."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.lines.whole import Whole
from mkdocs_diffinsight.analyze.read import read_findings

from ..sample import changed, read, told


class TestSettings:
    def test_keys_change_under_the_key_above_them(self) -> None:
        found = read("a.yml", " server:", "-  port: 80", "+  port: 8080", "+  host: example.org")
        assert told(found) == [
            ("setting", "changed", "port", "80", "8080"),
            ("setting", "added", "host", "", "example.org"),
        ]
        assert {f.section for f in found.findings} == {"server"}

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            ("a.json", '  "level": 1,', '  "level": 2,'),
            ("a.toml", "level = 1", "level = 2"),
            ("a.ini", "level=1", "level=2"),
            ("a.yaml", "level: 1", "level: 2"),
        ],
    )
    def test_every_notation_is_read(self, path: str, old: str, new: str) -> None:
        assert told(read(path, "-" + old, "+" + new)) == [("setting", "changed", "level", "1", "2")]

    @pytest.mark.parametrize(
        ("path", "old", "new", "name", "versions"),
        [
            ("requirements.txt", "lib==1.0", "lib==1.1", "lib", ("==1.0", "==1.1")),
            ("package.json", '    "lib": "^1.2.3",', '    "lib": "^2.0.0",', "lib", ("^1.2.3", "^2.0.0")),
            ("go.mod", "\texample.org/a/b v1.2.3", "\texample.org/a/b v1.3.0", "example.org/a/b", ("v1.2.3", "v1.3.0")),
            ("Gemfile", "gem 'lib', '~> 1.0'", "gem 'lib', '~> 2.0'", "lib", ("~> 1.0", "~> 2.0")),
        ],
    )
    def test_dependencies_have_versions(
        self, path: str, old: str, new: str, name: str, versions: tuple[str, str]
    ) -> None:
        assert told(read(path, "-" + old, "+" + new)) == [("dependency", "changed", name, *versions)]


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


class TestRequirements:
    """A requirement is the same one where its package is."""

    def test_another_package_is_another_requirement(self) -> None:
        found = told(read("requirements.txt", "-acme>=0.23.0", "+acme2>=2.7.0"))
        assert found == [
            ("dependency", "removed", "acme", ">=0.23.0", ""),
            ("dependency", "added", "acme2", "", ">=2.7.0"),
        ]

    def test_names_are_compared_as_registries_do(self) -> None:
        found = told(read("requirements.txt", "-Acme_Core>=1.0", "+acme-core>=2.0"))
        assert found == [("dependency", "changed", "acme-core", ">=1.0", ">=2.0")]

    def test_a_package_with_another_extra_is_the_same(self) -> None:
        found = told(read("requirements.txt", "-acme>=1.0", "+acme[fast]>=1.0"))
        assert found == [("dependency", "changed", "acme[fast]", "acme>=1.0", "acme[fast]>=1.0")]

    def test_each_group_has_its_own(self) -> None:
        lines = (" [one]", '-"acme>=1.0",', '+"acme>=2.0",', " [two]", '-"acme>=3.0",', '+"acme>=4.0",')
        assert [(f[3], f[4]) for f in told(read("pyproject.toml", *lines))] == [(">=1.0", ">=2.0"), (">=3.0", ">=4.0")]

    def test_the_version_of_an_inline_table_is_that_of_the_package(self) -> None:
        lines = (" [dependencies]", '-acme = { path = "../acme", version = "0.1", optional = true }')
        found = read("Cargo.toml", *lines, '+acme = { path = "../acme", version = "0.2", optional = true }')
        assert told(found) == [("dependency", "changed", "acme", "0.1", "0.2")]

    @pytest.mark.parametrize(
        ("path", "table", "line"),
        [
            ("Cargo.toml", "[dependencies]", 'lib = "{}"'),
            ("Cargo.toml", "[target.'cfg(unix)'.dependencies]", 'lib = "{}"'),
            ("package.json", '"devDependencies": {', '  "lib": "{}",'),
        ],
    )
    def test_a_version_may_be_a_whole_number(self, path: str, table: str, line: str) -> None:
        found = read(path, f" {table}", f"-{line.replace('{}', '1')}", f"+{line.replace('{}', '2')}")
        assert told(found) == [("dependency", "changed", "lib", "1", "2")]

    def test_a_package_may_be_called_as_the_target_of_an_entry(self) -> None:
        lines = '-url = { version = "2.3", features = ["a"] }', '+url = { version = "2.4", features = ["a"] }'
        found = read("Cargo.toml", " [package]", ' name = "acme"', " [dependencies]", *lines)
        assert told(found) == [("dependency", "changed", "url", "2.3", "2.4")]

    def test_what_else_an_inline_table_says_is_told(self) -> None:
        lines = (" [dependencies]", '-acme = { version = "0.1", optional = true }', '+acme = { version = "0.1" }')
        assert told(read("Cargo.toml", *lines)) == [
            ("dependency", "changed", "acme", '{ version = "0.1", optional = true }', '{ version = "0.1" }')
        ]


def test_a_quotation_mark_that_ends_a_value_is_a_part_of_it() -> None:
    found = told(read("a.yml", "-  if: env.FORK == 'false'", "+  if: env.SAFE == 'true'"))
    assert found == [("setting", "changed", "if", "env.FORK == 'false'", "env.SAFE == 'true'")]


def test_what_says_that_a_text_follows_is_no_value() -> None:
    found = told(read("a.yml", "-run: |", "+run: make", "-  first", "-  second"))
    assert ("setting", "changed", "run", "", "make") in found


def test_another_target_of_a_link_in_a_long_text_is_told() -> None:
    lines = " answer: |", "-  See the [limits](a.md#limits) of it.", "+  See the [limits](a.md#input-limits) of it."
    whole = Whole(*("\n".join(line[1:] for line in lines if line[0] in (" ", mark)).encode() for mark in "-+"))
    for found in (read("a.yml", *lines), read_findings(changed("a.yml", *lines, start=1), whole=whole)):
        assert told(found) == [("link", "changed", "limits", "a.md#limits", "a.md#input-limits")]
