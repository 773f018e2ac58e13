"""What of code has a colour, in the languages that diffs show."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.site.diff.highlight import highlight, is_code


def coloured(path: str, code: str) -> list[list[str]]:
    """For each line its parts as `class:text`."""
    lines = code.split("\n")
    return [
        [f"{name}:{line[start:end]}" for start, end, name in parts]
        for line, parts in zip(lines, highlight(path, code), strict=True)
    ]


@pytest.mark.parametrize(
    ("path", "line", "parts"),
    [
        ("a.py", "@cached", ["na:@cached"]),
        ("a.py", "def read(self, x=0x1F):  # so", ["k:def", "nf:read", "k:self", "m:0x1F", "c:# so"]),
        ("a.py", "return f\"don't\" + 'b'", ["k:return", 's:f"don\'t"', "s:'b'"]),
        ("a.py", "it.type = 1.5e3", ["m:1.5e3"]),
        ("a.ts", "import {a} from 'x'; // https://b.c", ["k:import", "k:from", "s:'x'", "c:// https://b.c"]),
        ("a.ts", "export class Foo {", ["k:export", "k:class", "nf:Foo"]),
        ("a.c", "#include <a.h>", ["na:#include"]),
        ("a.c", "char c = 'x'; // so", ["k:char", "s:'x'", "c:// so"]),
        ("a.rs", "pub fn foo<'a>(x: &'a str) {", ["k:pub", "k:fn", "nf:foo", "k:str"]),
        ("a.rs", "#[derive(Debug)]", ["na:#[derive(Debug)]"]),
        ("a.go", "func Read() error {", ["k:func", "nf:Read", "k:error"]),
        ("a.java", "public class Foo {", ["k:public", "k:class", "nf:Foo"]),
        ("a.rb", "def read; nil; end # so", ["k:def", "nf:read", "k:nil", "k:end", "c:# so"]),
        ("a.php", "$if = 'x'; # so", ["s:'x'", "c:# so"]),
        ("a.sh", 'if [ "$#" -gt 0 ]; then # so', ["k:if", 's:"$#"', "m:0", "k:then", "c:# so"]),
        ("a.sql", "SELECT a FROM b -- so", ["k:SELECT", "k:FROM", "c:-- so"]),
        ("a.lua", "local a = 'b' -- so", ["k:local", "s:'b'", "c:-- so"]),
        ("a.yml", "  - name: don't # so", ["nt:name", "c:# so"]),
        ("a.yml", "url: https://x.y/z#a", ["nt:url"]),
        ("a.json", '{"a b": "c", "d": [1, true]}', ['nt:"a b"', 's:"c"', 'nt:"d"', "m:1", "k:true"]),
        ("a.toml", 'name = "x"', ["nt:name ", 's:"x"']),
        ("a.ini", "[section]", ["nf:[section]"]),
        ("a.html", '<a href="x">text = "y"</a>', ["nt:<a", "na:href", 's:"x"', "nt:>", "nt:</a", "nt:>"]),
        ("a.css", ".a > b { color: #fff; } /* so */", ["nf:.a", "k:color", "m:#fff", "c:/* so */"]),
        ("Dockerfile", "FROM python:3.12", ["k:FROM", "m:3.12"]),
        ("Dockerfile.dev", "RUN make", ["k:RUN"]),
        ("deploy/Makefile", "all: build", ["nt:all"]),
    ],
)
def test_a_line_of_code_has_its_colours(path: str, line: str, parts: list[str]) -> None:
    assert coloured(path, line) == [parts]


def test_a_string_goes_on_over_lines() -> None:
    code = 'a = """One\ntwo""" + b'
    assert coloured("a.py", code) == [['s:"""One'], ['s:two"""']]


def test_a_comment_goes_on_over_lines() -> None:
    assert coloured("a.c", "/* one\n\n two */ int") == [["c:/* one"], [], ["c: two */", "k:int"]]


def test_what_has_no_end_ends_with_the_code() -> None:
    assert coloured("a.c", "/* one\ntwo") == [["c:/* one"], ["c:two"]]


@pytest.mark.parametrize("path", ["a.md", "a.txt", "a.unknown", "LICENSE", "a.rst", ".gitignore"])
def test_prose_and_unknown_files_are_no_code(path: str) -> None:
    assert not is_code(path)
