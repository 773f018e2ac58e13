"""What a diff of code changes: symbols, imports, bodies."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.model.findings import Action, Subject

from ..sample import read, told


class TestCode:
    @pytest.mark.parametrize(
        ("path", "line", "name"),
        [
            ("a.py", "def load(path):", "load"),
            ("a.py", "    async def go(self):", "go"),
            ("a.py", "class Thing(Base):", "Thing"),
            ("a.ts", "export const make = (a: string) => a;", "make"),
            ("a.ts", "export interface Shape { x: number }", "Shape"),
            ("a.go", "func (s *Server) Serve(x int) error {", "Serve"),
            ("a.rs", "pub async fn run() {", "run"),
            ("A.java", "  public static int count(String s) {", "count"),
            ("A.cs", "public sealed class Box", "Box"),
            ("a.kt", "fun main() {", "main"),
            ("a.c", "static int add(int a, int b)", "add"),
            ("a.rb", "  def self.make", "self.make"),
            ("a.php", "  public function send($x) {", "send"),
            ("a.sh", "build() {", "build"),
        ],
    )
    def test_symbols_of_many_languages_are_known(self, path: str, line: str, name: str) -> None:
        assert [(f.subject, f.action, f.name) for f in read(path, " x", "+" + line).findings] == [
            (Subject.SYMBOL, Action.ADDED, name)
        ]

    def test_a_changed_signature_shows_both_forms(self) -> None:
        (finding,) = read("a.py", "-def load(path):", "+def load(path, mode):").findings
        assert finding.action is Action.CHANGED
        assert (finding.old, finding.new) == ("def load(path):", "def load(path, mode):")

    def test_a_change_in_a_body_names_its_function(self) -> None:
        (finding,) = read(
            "a.py", "-    return limit + 10", "+    return limit + 20", section="def count(limit):"
        ).findings
        assert finding.section == "count"

    def test_imports_are_told_apart(self) -> None:
        found = read("a.py", "-from one import x", "+from two import x")
        assert told(found) == [("import", "removed", "one", "", ""), ("import", "added", "two", "", "")]

    @pytest.mark.parametrize(
        ("path", "line", "public"),
        [
            ("a.py", "def load():", True),
            ("a.py", "def _load():", False),
            ("tests/test_a.py", "def load():", False),
            ("a.go", "func Load() {", True),
            ("a.go", "func load() {", False),
            ("a.rs", "pub fn load() {", True),
            ("a.rs", "pub(crate) fn load() {", False),
            ("a.ts", "function load() {", False),
            ("A.java", "  private int load() {", False),
        ],
    )
    def test_only_what_others_can_use_is_public(self, path: str, line: str, *, public: bool) -> None:
        (finding,) = [f for f in read(path, "-" + line, " x").findings if f.subject is Subject.SYMBOL]
        assert finding.public is public
