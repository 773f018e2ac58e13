"""What of code has a colour, in the languages that diffs show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, product
from typing import Any

import pytest

from mkdocs_diffinsight.site.diff.highlight import _language, _languages, highlight, is_code

from ...growth import grows_too_fast


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


MARKS_OF_FORMS = {
    "keyed": ["a=", "[", "- "],
    "markup": ["<a", "</", 'a="', ">"],
    "object": ['"', '":'],
    "style": ["@a", ".a", "a:", "#"],
}
AROUND = (("", "a", " ", "\\", "\n"), ("", "a", " ", "\\", "\n", "\\\n"))
"""What stands before and after a mark; an escaped end of a line is where strings differ."""


def attacks(table: Mapping[str, Any]) -> Iterator[str]:
    """What a text in a language may repeat: each of its marks with something around it, and each two of them."""
    words = (f"{table.get(key, '')}".split() for key in ("comments", "strings", "texts", "annotations"))
    others = ("a", "1", *MARKS_OF_FORMS.get(table.get("form", ""), ()))
    marks = dict.fromkeys([*chain(*words, *table.get("blocks", ())), *others])
    yield from dict.fromkeys(f"{before}{mark}{after}" for before, mark, after in product(AROUND[0], marks, AROUND[1]))
    yield from map("".join, product(marks, repeat=2))


@pytest.mark.parametrize("name", _languages())
def test_no_code_keeps_the_colours_busy(name: str) -> None:
    expression = _language(name).expression

    def run(text: str) -> object:
        return sum(1 for _ in expression.finditer(text))

    assert not [
        pump
        for pump in attacks(_languages()[name])
        if grows_too_fast(run, *(pump * (size // len(pump)) for size in (2000, 8000)), floor=0.01, limit=2, rounds=3)
    ]
