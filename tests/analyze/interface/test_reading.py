"""What changed of what others can reach, over the files of a range."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.interface.braces import Language
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Break, LineSpan

from .sample import breaks, interface, read_range, told

CERTAIN = Break.CERTAIN
LIKELY = Break.LIKELY

REMOVED = {
    "src/acme.py": ("__all__ = ['load']\n\n\ndef load(path):\n    return path\n", "load"),
    "src/index.ts": ("export function load(path: string): void {\n  run()\n}\n", "load"),
    "src/index.js": ("function load(path) {\n  run()\n}\nmodule.exports = { load }\n", "load"),
    "acme/load.go": ("package acme\n\nfunc Load(path string) error {\n\treturn nil\n}\n", "Load"),
    "src/lib.rs": ("pub fn load(path: &str) -> u8 {\n    0\n}\n", "load"),
    "src/main/java/acme/Box.java": ("public class Box {\n  public int load(String path) { return 0; }\n}\n", "load"),
    "src/main/kotlin/acme/Box.kt": ("class Box {\n    fun load(path: String): Int = 0\n}\n", "load"),
    "src/Acme/Box.cs": ("public class Box\n{\n    public int Load(string path) => 0;\n}\n", "Load"),
}
"""A file of each language, and what it offers to others."""


def without(text: str, name: str) -> str:
    """A text without the function of a name, its list of exports included."""
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if f"{name}(" in line)
    inside = lines[start].rstrip().endswith((":", "{"))
    end = start + 1 + inside * (1 + (not lines[start].rstrip().endswith(":")))
    kept = [line for line in (*lines[:start], *lines[end:]) if name not in line]
    return "\n".join([*kept, ""])


class TestReach:
    @pytest.mark.parametrize("path", REMOVED)
    def test_what_others_can_call_is_gone(self, path: str) -> None:
        text, name = REMOVED[path]
        assert (name, CERTAIN) in breaks(path, text, without(text, name))

    def test_every_language_that_is_read_is_shown_here(self) -> None:
        endings = {path.rpartition(".")[2] for path in REMOVED}
        assert endings == {"py", "ts", "js", "go", "rs", "java", "kt", "cs"}
        assert len(Language) == 6

    @pytest.mark.parametrize("path", REMOVED)
    def test_the_lines_that_went_prove_it(self, path: str) -> None:
        text, name = REMOVED[path]
        finding = next(one for one in interface(path, text, without(text, name)) if one.name == name)
        number = next(n for n, line in enumerate(text.split("\n"), 1) if f"{name}(" in line)
        assert any(span.side == "L" and span.first <= number <= span.last for span in finding.lines)

    @pytest.mark.parametrize(
        "path",
        [
            "tests/acme.go", "acme/load_test.go", "testdata/acme.go", "internal/acme/load.go", "vendor/acme/load.go",
            "examples/load.go", "samples/load.go", "scripts/load.go", "benchmarks/load.go", ".github/load.go",
            "docs/load.go", "tools/load.go",
        ],
    )  # fmt: skip
    def test_what_is_for_the_projects_own_people_is_no_interface(self, path: str) -> None:
        text, name = REMOVED["acme/load.go"]
        assert breaks(path, text, without(text, name)) == []

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("src/acme.py", "def _load():\n    pass\n"),
            ("src/acme.py", "__all__ = ['run']\n\n\ndef load():\n    pass\n"),
            ("src/acme.py", "def run():\n    def load():\n        pass\n"),
            ("src/acme/_own.py", "def load():\n    pass\n"),
            ("src/acme.ts", "function load() {\n}\n"),
            ("src/acme.ts", "export class Box {\n  private load() {\n  }\n}\n"),
            ("src/acme.ts", "export class Box {\n  #load() {\n  }\n}\n"),
            ("acme/load.go", "package acme\n\nfunc load() {\n}\n"),
            ("acme/main.go", "package main\n\nfunc Load() {\n}\n"),
            ("src/lib.rs", "fn load() {\n}\n"),
            ("src/lib.rs", "pub(crate) fn load() {\n}\n"),
            ("src/Box.java", "public class Box {\n  private void load() {\n  }\n}\n"),
            ("src/Box.java", "class Box {\n  public void load() {\n  }\n}\n"),
            ("src/Box.kt", "internal fun load() {\n}\n"),
            ("src/Box.cs", "public class Box\n{\n    internal void Load()\n    {\n    }\n}\n"),
        ],
    )
    def test_what_is_hidden_nested_or_private_is_no_interface(self, path: str, text: str) -> None:
        kept = [line for line in text.split("\n") if "load" not in line.lower() and line.strip() != "pass"]
        after = "\n".join(kept).replace("def run():", "def run():\n    pass").replace("{\n}\n}", "{\n}")
        assert [name for name, _ in breaks(path, text, after) if name.lower() == "load"] == []

    def test_what_another_file_of_the_range_has_now_moved(self) -> None:
        text = "package acme\n\nfunc Load() error {\n\treturn nil\n}\n"
        moved = ("package acme\n", text)
        assert told(interface("acme/a.go", text, "package acme\n", b=moved)) == []

    def test_what_is_given_on_under_its_name_is_still_there(self) -> None:
        text = "export function load() {\n}\n"
        assert breaks("src/index.ts", text, "export { load } from './load'\n") == []

    def test_an_alias_keeps_a_name(self) -> None:
        assert breaks("src/acme.py", "def load():\n    pass\n", "def read():\n    pass\n\n\nload = read\n") == []

    @pytest.mark.parametrize(
        "given",
        [
            "def __getattr__(name):\n    if name == 'Old':\n        return _Old\n    raise AttributeError\n",
            "def __getattr__(name):\n    if name in {'Old', 'Older'}:\n        return globals()[f'_{name}']\n",
            "_MOVED = {'Old': 'acme.new'}\n\n\ndef __getattr__(name):\n    return load(_MOVED[name], name)\n",
            "__getattr__, __dir__, __all__ = attach(__name__, submod_attrs={'box': ['Old']})\n",
        ],
    )
    @pytest.mark.parametrize(
        ("path", "old"),
        [("acme/__init__.py", "from .box import Old\n"), ("acme/box.py", "class Old:\n    def run(self): ...\n")],
    )
    def test_a_name_that_a_module_gives_when_it_is_asked_is_still_there(self, path: str, old: str, given: str) -> None:
        assert breaks(path, old, f"class _Old:\n    def run(self): ...\n\n\n{given}") == []
        assert breaks(path, old, given.replace("'Old'", "'New'")) != []

    def test_a_name_that_a_module_was_asked_for_and_gives_no_more_is_gone(self) -> None:
        given = "def __getattr__(name):\n    if name == 'Old':\n        return _Old\n"
        assert breaks("acme/__init__.py", given, "VERSION = '2'\n") == [("Old", CERTAIN)]

    @pytest.mark.parametrize(
        ("path", "old", "new"),
        [
            ("acme/__init__.py", "from .box import Box\n", "from .box import *\n"),
            ("acme/__init__.py", "from .box import Box\n", "def __getattr__(name):\n    return getattr(box, name)\n"),
            ("src/lib.rs", "pub use shape::Box;\n", "pub use shape::*;\n"),
            ("src/index.ts", "export { Box } from './box'\n", "export * from './box'\n"),
        ],
    )
    def test_what_a_file_gives_on_without_naming_it_may_be_what_it_named(self, path: str, old: str, new: str) -> None:
        assert breaks(path, old, new) == []

    def test_a_module_takes_names_for_itself_which_nobody_else_is_to_take_from_it(self) -> None:
        assert breaks("acme/load.py", "from .other import thing\n", "from .other import more\n") == []
        assert breaks("acme/load.py", "from .other import thing as thing\n", "from .other import more\n") == [
            ("thing", CERTAIN)
        ]

    def test_a_method_that_a_class_inherits_is_still_there(self) -> None:
        base = "class Base:\n    def run(self): ...\n\n\n"
        old, new = "class Box(Base):\n    def run(self): ...\n", "class Box(Base):\n    width = 1\n"
        assert breaks("acme/box.py", base + old, base + new) == []
        assert breaks("acme/box.py", old, new) == [("run", LIKELY)]

    @pytest.mark.parametrize("body", ["return super().run()", "return Base.run(self)"])
    def test_a_method_that_only_calls_the_one_of_its_base_is_inherited(self, body: str) -> None:
        old = f"class Box(Base):\n    def run(self):\n        {body}\n"
        assert breaks("acme/box.py", old, "class Box(Base):\n    width = 1\n") == []

    def test_a_module_in_braces_may_become_a_file_of_its_name(self) -> None:
        files = {
            "src/shapes.rs": ("pub mod block {\n    pub const FULL: u8 = 1;\n}\n", "pub mod block;\n"),
            "src/shapes/block.rs": (None, "pub const FULL: u8 = 1;\n"),
        }
        assert read_range(files)["src/shapes.rs"].breaks == ()

    def test_what_a_macro_makes_is_still_there(self) -> None:
        files = {
            "src/multipart.rs": ("pub struct Rejection;\n", "use super::Rejection;\n"),
            "src/rejection.rs": (None, "define_rejection! {\n    #[status = 400]\n    pub struct Rejection;\n}\n"),
        }
        assert read_range(files)["src/multipart.rs"].breaks == ()

    def test_functions_that_the_modules_of_a_script_give_each_other_are_none_of_its_users(self) -> None:
        old, new = "export function load(a: string) {\n}\n", "export function load(a: string, b: string) {\n}\n"
        assert breaks("src/inner/load.ts", old, new) == []
        assert breaks("src/inner/load.ts", old, "") == []
        entry = ("export { load } from './inner/load'\n", "export { load, run } from './inner/load'\n")
        found = read_range({"src/inner/load.ts": (old, new), "src/index.ts": entry})
        assert [one.name for one in found["src/inner/load.ts"].breaks] == ["b"]

    def test_what_a_command_line_calls_has_no_parameters_for_others(self) -> None:
        old = "@command\n@option('--port')\ndef run(port):\n    pass\n"
        assert breaks("acme/cli.py", old, old.replace("run(port)", "run(port, host)")) == []

    def test_type_variables_are_for_those_who_write_the_types(self) -> None:
        assert breaks("acme/box.py", "T = TypeVar('T')\nMOST = 3\n", "MOST = 3\n") == []

    def test_what_an_entry_file_no_longer_gives_on_is_gone(self) -> None:
        assert breaks("src/index.ts", "export { load, run } from './load'\n", "export { run } from './load'\n") == [
            ("load", CERTAIN)
        ]
        assert breaks("acme/__init__.py", "from .load import load, run\n", "from .load import run\n") == [
            ("load", CERTAIN)
        ]
        assert breaks("src/lib.rs", "pub use load::{load, run};\n", "pub use load::run;\n") == [("load", CERTAIN)]

    def test_it_is_likely_only_where_nothing_says_that_others_reach_it(self) -> None:
        old, new = "def load():\n    pass\n\n\ndef run():\n    pass\n", "def run():\n    pass\n"
        assert breaks("src/acme/load.py", old, new) == [("load", LIKELY)]

    def test_a_document_that_names_what_went_makes_it_certain(self) -> None:
        files = {
            "src/acme/load.py": ("def load():\n    pass\n\n\ndef run():\n    pass\n", "def run():\n    pass\n"),
            "README.md": ("Call `load()` or `run()`.\n", "Call `run()`.\n"),
        }
        (finding,) = read_range(files)["src/acme/load.py"].breaks
        assert finding.breaks is CERTAIN

    def test_what_is_hidden_now_is_gone(self) -> None:
        assert breaks("src/lib.rs", "pub fn load() {}\n", "pub(crate) fn load() {}\n") == [("load", CERTAIN)]
        assert breaks("src/index.ts", "export const most = 3\n", "const most = 3\n") == [("most", CERTAIN)]

    def test_a_removed_module_of_a_package_is_likely_to_break(self) -> None:
        assert breaks("acme/load.py", "from .other import thing\n", None) == [("acme/load.py", LIKELY)]

    def test_a_removed_text_file_is_no_interface(self) -> None:
        assert breaks("notes.txt", "Some notes.\n", None) == []

    def test_a_file_whose_brackets_do_not_match_says_nothing(self) -> None:
        assert breaks("acme/a.go", "package acme\n\nfunc Load() {\n}\n", "package acme\n\nfunc run() {{\n") == []

    def test_a_body_that_changes_is_no_interface(self) -> None:
        assert interface("src/acme.py", "def load():\n    return 1\n", "def load():\n    return 2\n") == []

    def test_no_other_finding_calls_public_what_is_not(self) -> None:
        text = "package acme\n\nfunc Load() {\n}\n"
        findings = read_range({"internal/acme/load.go": (text, "package acme\n")})["internal/acme/load.go"].findings
        assert [one.public for one in findings if one.name == "Load"] == [False]


class TestParameters:
    @pytest.mark.parametrize(
        ("path", "old", "new", "expected"),
        [
            ("a.py", "def f(a, b): ...", "def f(a): ...", [("parameter", "removed", "b", "certain")]),
            ("a.py", "def f(a): ...", "def f(a, b): ...", [("parameter", "added", "b", "certain")]),
            ("a.py", "def f(a): ...", "def f(a, b=1): ...", [("parameter", "added", "b", "")]),
            ("a.py", "def f(a, b=1): ...", "def f(a, b): ...", [("parameter", "changed", "b", "certain")]),
            ("a.py", "def f(a, b): ...", "def f(a, *, b): ...", [("parameter", "changed", "b", "certain")]),
            ("a.py", "def f(a, b): ...", "def f(b, a): ...", [("symbol", "changed", "f", "certain")]),
            ("a.py", "def f(a=1): ...", "def f(a=2): ...", [("parameter", "changed", "a", "")]),
            ("a.py", "def f(__a, b, **more): ...", "def f(c, /, b, **rest): ...", []),
            (
                "a.py",
                "def f(a, b): ...",
                "def f(a, **rest): ...",
                [("parameter", "added", "rest", ""), ("parameter", "removed", "b", "")],
            ),
            (
                "a.ts",
                "export function f(a: string) {}",
                "export function f(a: string, b?: number) {}",
                [("parameter", "added", "b", "")],
            ),
            (
                "index.ts",
                "export function f(a: string) {}",
                "export function f(a: string, b: number) {}",
                [("parameter", "added", "b", "certain")],
            ),
            (
                "index.ts",
                "export const f = (a: string, b: number) => a",
                "export const f = (a: string) => a",
                [("parameter", "removed", "b", "certain")],
            ),
            (
                "a.ts",
                "export function f(a: string) {}",
                "export function f(a: string | null) {}",
                [("parameter", "changed", "a", "")],
            ),
            (
                "a.go",
                "package a\nfunc F(a int) {}",
                "package a\nfunc F(a int, b string) {}",
                [("parameter", "added", "b", "certain")],
            ),
            ("a.go", "package a\nfunc F(a int) {}", "package a\nfunc F(b int) {}", []),
            ("a.go", "package a\nfunc F(a interface{}) {}", "package a\nfunc F(a any) {}", []),
            ("a.rs", "pub fn f(a: u8) {}", "pub fn f(a: u16) {}", [("parameter", "changed", "a", "certain")]),
            ("a.rs", "impl B { pub fn f(self) {} }", "impl B { pub fn f(mut self) {} }", []),
            (
                "A.java",
                "public class A { public void f(int a) {} }",
                "public class A { public void f(long a) {} }",
                [("parameter", "changed", "a", "certain")],
            ),
            ("a.kt", "fun f(a: Int) {}", 'fun f(a: Int, b: String = "") {}', [("parameter", "added", "b", "")]),
            (
                "A.cs",
                "public class A { public void F(int a) {} }",
                "public class A { public void F(int a, int b = 1) {} }",
                [("parameter", "added", "b", "")],
            ),
        ],
    )
    def test_parameters_have_names(self, path: str, old: str, new: str, expected: list[tuple[str, ...]]) -> None:
        assert sorted(told(interface(f"src/{path}", old, new))) == sorted(expected)

    def test_it_stands_below_what_takes_it(self) -> None:
        (finding,) = interface("src/a.py", "def load(a):\n    pass\n", "def load(a, b=1):\n    pass\n")
        assert (finding.section, finding.new) == ("load", "b=1")

    def test_one_overload_of_several_is_told_by_itself(self) -> None:
        old = "public class A {\n public void f(int a) {}\n public void f(String a) {}\n}\n"
        assert breaks("src/A.java", old, old.replace("String a", "String a, int b")) == [("b", CERTAIN)]


class TestTypes:
    @pytest.mark.parametrize(
        ("path", "old", "new", "expected"),
        [
            ("a.go", "package a\nfunc F() int {}", "package a\nfunc F() (int, error) {}", [("F", "certain")]),
            (
                "a.go",
                "package a\ntype B struct {\n\tA int\n}",
                "package a\ntype B struct {\n\tA string\n}",
                [("A", "certain")],
            ),
            ("a.rs", "pub struct B { pub a: u8, pub b: u8 }", "pub struct B { pub a: u8 }", [("b", "certain")]),
            ("a.rs", "pub enum E { A, B }", "pub enum E { A }", [("B", "certain")]),
            ("a.rs", "pub struct B<T> { pub a: T }", "pub struct B<T, U> { pub a: T }", [("B", "certain")]),
            ("a.rs", "pub trait T { fn f(&self); }", "pub trait T { fn f(&self); fn g(&self); }", [("g", "likely")]),
            ("a.rs", "pub trait T { fn f(&self); }", "pub trait T { fn f(&self); fn g(&self) {} }", []),
            (
                "a.ts",
                "export interface B {\n  a: string\n  b: string\n}",
                "export interface B {\n  a: string\n}",
                [("b", "likely")],
            ),
            ("a.ts", "export enum E { A, B }", "export enum E { A }", [("B", "likely")]),
            ("a.ts", "export type B = 'x' | 'y'", "export type B = 'x' | 'y' | 'z'", []),
            ("a.ts", "export interface B {\n  a?: string\n}", "export interface B {\n  a?: string | true\n}", []),
            ("a.ts", "export interface B {\n  a: string\n}", "export interface B {\n  a: Name\n}", []),
            ("a.ts", "export interface B {\n  a: A\n}", "export interface B {\n  a: number\n}", [("a", "likely")]),
            ("a.rs", "pub fn f(a: std::ops::Range<u8>) {}", "pub fn f(a: ops::Range<u8>) {}", []),
            ("a.py", "class B:\n    a: int\n    b: int\n", "class B:\n    a: int\n", [("b", "likely")]),
            ("a.py", "class B:\n    def f(self): ...\n", "class B:\n    async def f(self): ...\n", [("f", "certain")]),
            (
                "A.java",
                "public interface A { void f(); }",
                "public interface A { void f(); void g(); }",
                [("g", "likely")],
            ),
            ("A.java", "public interface A { void f(); }", "public interface A { void f(); default void g() {} }", []),
            ("A.cs", "public enum E { A, B }", "public enum E { A }", [("B", "certain")]),
            ("a.kt", "enum class E { A, B }", "enum class E { A }", [("B", "certain")]),
        ],
    )
    def test_members_and_what_is_given_count(
        self, path: str, old: str, new: str, expected: list[tuple[str, str]]
    ) -> None:
        assert breaks(f"src/{path}", old + "\n", new + "\n") == expected


class TestNamesFromOutside:
    @pytest.mark.parametrize(
        ("path", "line", "name"),
        [
            ("acme/cli.py", 'parser.add_argument("-q", "--quiet", action="store_true")', "--quiet"),
            ("acme/cli.py", '@click.option("--quiet")', "--quiet"),
            ("src/cli.ts", "program.option('-q, --quiet', 'say nothing')", "--quiet"),
            ("src/cli.rs", '#[arg(long = "quiet")]', "quiet"),
            ("acme/cli.go", 'cmd.Flags().BoolVarP(&quiet, "quiet", "q", false, "say nothing")', "quiet"),
            ("acme/app.py", '@app.get("/users")', "/users"),
            ("src/app.ts", "router.post('/users', add)", "/users"),
            ("src/Users.java", '@GetMapping("/users")', "/users"),
            ("acme/app.py", 'home = os.environ["ACME_HOME"]', "ACME_HOME"),
            ("src/app.ts", "const home = process.env.ACME_HOME", "ACME_HOME"),
            ("acme/app.go", 'home := os.Getenv("ACME_HOME")', "ACME_HOME"),
        ],
    )
    def test_options_routes_and_variables_that_went(self, path: str, line: str, name: str) -> None:
        head = "package acme\n\n" if path.endswith(".go") else ""
        tail = "\ndef quiet(): ...\n" if path.endswith(".py") else "\n"
        assert (name, CERTAIN) in breaks(path, f"{head}{line}{tail}", f"{head}{tail}")

    def test_one_that_another_file_of_the_range_takes_is_still_there(self) -> None:
        line = 'home = os.environ["ACME_HOME"]\n'
        assert (
            told(interface("src/a.py", f"import os\n{line}", "import os\n", b=("import os\n", f"import os\n{line}")))
            == []
        )

    def test_a_new_one_is_a_gain(self) -> None:
        found = interface("acme/cli.py", "import argparse\n", 'import argparse\np.add_argument("--quiet")\n')
        assert told(found) == [("option", "added", "--quiet", "")]


class TestOffers:
    @pytest.mark.parametrize(
        ("path", "old", "new", "expected"),
        [
            (
                "pyproject.toml",
                '[project]\nrequires-python = ">=3.8"\n',
                '[project]\nrequires-python = ">=3.10"\n',
                [("requires-python", "certain")],
            ),
            ("pyproject.toml", '[project]\nrequires-python = ">=3.10"\n', '[project]\nrequires-python = ">=3.8"\n', []),
            (
                "pyproject.toml",
                "[project.optional-dependencies]\ncli = []\nweb = []\n",
                "[project.optional-dependencies]\nweb = []\n",
                [("cli", "certain")],
            ),
            (
                "pyproject.toml",
                '[project.scripts]\nacme = "acme:run"\nb = "b:c"\n',
                '[project.scripts]\nb = "b:c"\n',
                [("acme", "certain")],
            ),
            (
                "package.json",
                '{\n"engines": {"node": ">=14"}\n}',
                '{\n"engines": {"node": ">=18"}\n}',
                [("node", "certain")],
            ),
            (
                "package.json",
                '{\n"peerDependencies": {"react": "^16 || ^17"}\n}',
                '{\n"peerDependencies": {"react": "^17"}\n}',
                [("react", "certain")],
            ),
            (
                "package.json",
                '{\n"exports": {\n"./a": "a",\n"./b": "b"\n}\n}',
                '{\n"exports": {\n"./b": "b"\n}\n}',
                [("./a", "certain")],
            ),
            (
                "package.json",
                '{\n"private": true,\n"engines": {"node": ">=14"}\n}',
                '{\n"private": true,\n"engines": {"node": ">=18"}\n}',
                [],
            ),
            (
                "Cargo.toml",
                '[package]\nrust-version = "1.60"\n',
                '[package]\nrust-version = "1.70"\n',
                [("rust-version", "certain")],
            ),
            ("Cargo.toml", "[features]\ncli = []\nweb = []\n", "[features]\nweb = []\n", [("cli", "certain")]),
            ("go.mod", "module a\n\ngo 1.20\n", "module a\n\ngo 1.22\n", []),
            (
                "src/Acme.csproj",
                "<TargetFrameworks>net6.0;net8.0</TargetFrameworks>",
                "<TargetFrameworks>net8.0</TargetFrameworks>",
                [("net6.0", "certain")],
            ),
            (
                "pom.xml",
                "<java.version>11</java.version>",
                "<java.version>17</java.version>",
                [("java.version", "certain")],
            ),
        ],
    )
    def test_what_a_package_asks_for_and_offers(
        self, path: str, old: str, new: str, expected: list[tuple[str, str]]
    ) -> None:
        assert breaks(path, old, new) == expected

    @pytest.mark.parametrize(
        ("path", "text"),
        [
            ("packages/acme/package.json", '{\n"name": "acme"\n}\n'),
            ("acme/Cargo.toml", '[package]\nname = "acme"\n'),
            ("acme/pyproject.toml", '[project]\nname = "acme"\nrequires-python = ">=3.8"\n'),
        ],
    )
    def test_a_package_that_went_or_has_another_name_is_gone(self, path: str, text: str) -> None:
        assert breaks(path, text, None) == [("acme", CERTAIN)]
        assert breaks(path, text, text.replace("acme", "other")) == [("acme", CERTAIN)]

    def test_a_raised_version_is_a_fact_with_both_values_and_its_lines(self) -> None:
        old = '[project]\nname = "acme"\nrequires-python = ">=3.8"\n'
        found = read_range({"pyproject.toml": (old, old.replace("3.8", "3.10"))})["pyproject.toml"]
        (fact,) = found.facts
        assert (fact.kind, fact.old, fact.new) == (FactKind.REQUIREMENT, ">=3.8", ">=3.10")
        assert fact.lines == (LineSpan("L", 3, 3), LineSpan("R", 3, 3))


class TestGuides:
    def test_a_guide_for_a_new_version_that_grows_beside_the_code_tells_of_a_break(self) -> None:
        files = {
            "docs/migration.md": ("# Moving\n", "# Moving\n\n## Strict by default\n\nFiles are checked now.\n"),
            "src/acme.py": ("strict = False\n", "strict = True\n"),
        }
        (finding,) = read_range(files)["docs/migration.md"].breaks
        assert (finding.name, finding.breaks) == ("## Strict by default", LIKELY)

    def test_one_that_is_only_written_on_tells_of_none(self) -> None:
        files = {"docs/migration.md": ("# Moving\n", "# Moving\n\n## Strict\n\nFiles are checked now.\n")}
        assert read_range(files)["docs/migration.md"].breaks == ()


class TestFacts:
    def test_what_a_finding_calls_gone_is_no_fact_besides(self) -> None:
        text, name = REMOVED["acme/load.go"]
        found = read_range({"acme/load.go": (text, without(text, name))})["acme/load.go"]
        assert [one.name for one in found.breaks] == [name]
        assert [fact for fact in found.facts if fact.kind is FactKind.INTERFACE] == []

    def test_a_changed_declaration_has_both_forms_and_its_place(self) -> None:
        old = "package acme\n\ntype Box struct {\n\tWidth int\n}\n"
        found = read_range({"acme/box.go": (old, old.replace("int", "string"))})["acme/box.go"]
        (fact,) = [fact for fact in found.facts if fact.kind is FactKind.INTERFACE]
        assert (fact.old, fact.new, fact.where) == ("Width int", "Width string", ("Box", "Width"))
        assert fact.lines == (LineSpan("L", 4, 4), LineSpan("R", 4, 4))
