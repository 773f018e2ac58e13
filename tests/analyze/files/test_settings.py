"""What a diff of settings changes: keys, entries, dependencies."""

from __future__ import annotations

import pytest

from ..sample import read, told


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

    def test_entries_of_a_table_of_contents_are_named(self) -> None:
        found = read(
            "toc.yml",
            " - name: Start",
            "   href: start.md",
            "-- name: Old name",
            "+- name: New name",
            "   href: same.md",
            "+- name: Extra",
            "+  href: extra.md",
        )
        assert told(found) == [
            ("entry", "renamed", "same.md", "Old name", "New name"),
            ("entry", "added", "Extra", "", "extra.md"),
        ]

    def test_an_entry_elsewhere_has_moved(self) -> None:
        found = read(
            "toc.yml", "-- name: A", "-  href: a.md", " - name: B", "   href: b.md", "+- name: A", "+  href: a.md"
        )
        assert told(found) == [("entry", "moved", "A", "", "")]

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
