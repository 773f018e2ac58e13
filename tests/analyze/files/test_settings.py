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


def test_another_target_of_a_link_in_a_long_text_is_told() -> None:
    lines = " answer: |", "-  See the [limits](a.md#limits) of it.", "+  See the [limits](a.md#input-limits) of it."
    whole = Whole(*("\n".join(line[1:] for line in lines if line[0] in (" ", mark)).encode() for mark in "-+"))
    for found in (read("a.yml", *lines), read_findings(changed("a.yml", *lines, start=1), whole=whole)):
        assert told(found) == [("link", "changed", "limits", "a.md#limits", "a.md#input-limits")]
