"""Each stage takes a time that grows with its text, whatever the text is.

Four times as much of it takes about four times as long.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from typing import Any

import pytest

from mkdocs_diffinsight.analyze.read import read_changes
from mkdocs_diffinsight.analyze.secrets import redact
from mkdocs_diffinsight.commands.markdown_form import read_report, split_overview
from mkdocs_diffinsight.errors import ArchiveError, SummarizerError
from mkdocs_diffinsight.explain.grounding import Ground, check
from mkdocs_diffinsight.explain.model.answer import read_json
from mkdocs_diffinsight.explain.model.tokens import count_tokens
from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.language.quoting import code_span, display, escape, showable
from mkdocs_diffinsight.model.changes import FileChange, Status
from mkdocs_diffinsight.model.findings import Evidence
from mkdocs_diffinsight.model.patch import diff_hash
from mkdocs_diffinsight.model.texts import Statement
from mkdocs_diffinsight.site.diff.highlight import highlight
from mkdocs_diffinsight.site.diff.lines import FileDiff, render_diff
from mkdocs_diffinsight.site.diff.words import changed_words
from mkdocs_diffinsight.site.html.prose import Passage, plain_text, render_passages, render_prose
from mkdocs_diffinsight.site.html.searched import gist

from .growth import grows_too_fast

LARGE = 24_000
"""Characters; the small text has a quarter of them."""
LARGE_FOR_MUCH_WORK = 8_000
FLOOR = 0.1
LIMIT = 10.0
PUMPS = (
    *" \t\n`_*[]()<>{}|#-+=~!&:;,./\\\"'$%^@?a1Aé漢あ\u200b",
    *("a ", "a_", "_a", "a.", "1.", "1,000 ", "a-", "a/", "`a` ", "``a", "*a", "**a** ", "[a](", "![", "](", "[["),
    *("[a]: ", "<a ", "</", "<!--", "-->", "a\n", "- a\n", "  - a\n", "> ", ">a\n", "# a\n", "| a ", "|a|\n", "|-"),
    *("```\n", "~~~\n", "1. a\n", "a: b\n", "a:\n  ", "{{", "}}", "{%", "&#", "&amp;", "https://a.b ", "http://a"),
    *(":::", ":::image ", "def a():\n", "class A:\n  ", "import a\n", "'''", '"""', "/*", "//", "a=1\n", '"a":1,\n'),
    *('"a":{', "[1,", "2024-01-01 ", "v1.2.3 ", "1.2", "$1 ", "a, ", "a。", "あ、", "\r", "\r\n", "\0", "\x1b["),
)
PATHS = ("a.md", "a.py", "a.yml", "a.json", "a.ipynb", "a.html", "toc.yml", "requirements.txt")
CODE = ("a.py", "a.c", "a.yml", "a.html", "a.css", "a.json", "a.sh")


def one_line(text: str) -> str:
    return text.replace("\n", " ").replace("\r", " ")


def changed(path: str, old: str, new: str) -> FileChange:
    lines = [*(f"-{line}" for line in old.split("\n")), *(f"+{line}" for line in new.split("\n"))]
    head = f"@@ -1,{old.count(chr(10)) + 1} +1,{new.count(chr(10)) + 1} @@"
    patch = "\n".join([head, *lines])
    return FileChange(
        path, Status.MODIFIED, 1, 1, patch, old_mode="100644", new_mode="100644", old_blob="a" * 40, new_blob="b" * 40
    )


def evidence(path: str, text: str) -> Evidence:
    old, new = text + "x", text + "y"
    change = changed(path, old, new)
    blobs = {change.old_blob: old.encode(), change.new_blob: new.encode()}
    (findings,) = read_changes((change,), blobs)
    return Evidence(change, diff_hash(change), findings)


def analyze(path: str) -> Callable[[str], object]:
    return lambda text: evidence(path, text)


def explain(text: str) -> object:
    return Rules(load_catalog("en")).summarize_file(evidence("a.md", text))


def show(text: str) -> object:
    return render_diff(load_catalog("en"), FileDiff("item-1", "a.py", changed("a.py", text, text + "x").patch or ""))


def words(text: str) -> object:
    return changed_words([one_line(text) + "x"], [one_line(text) + "y"])


def words_of_lines(text: str) -> object:
    lines = text.split("\n")
    return changed_words([f"{line} x" for line in lines], [f"{line} y" for line in lines])


def colours(path: str) -> Callable[[str], object]:
    return functools.partial(highlight.__wrapped__, path)


def ground(text: str) -> object:
    proof = evidence("a.md", "some text")
    return check(Statement(text, ()), Ground.of([proof]), None)


def grounded_in(text: str) -> object:
    proof = evidence("a.md", text)
    return check(Statement("The limit `a_b` is 5 now.", ()), Ground.of([proof]), None)


def answered(text: str) -> object:
    try:
        return read_json(text)
    except SummarizerError:
        return None


def published(text: str) -> object:
    try:
        return read_report(f"---\ntitle: A\n---\n{text}")
    except ArchiveError:
        return None


STAGES: Mapping[str, Callable[[str], Any]] = {
    **{f"analysis of {path}": analyze(path) for path in PATHS},
    "texts by rules": explain,
    "lines": show,
    "words": words,
    "words of many lines": words_of_lines,
    **{f"colours of {path}": colours(path) for path in CODE},
    "prose": lambda text: render_prose(text, 3),
    "passages": lambda text: render_passages([Passage(text)], 3),
    "plain text": plain_text,
    "search": lambda text: gist(escape(text, 10**9), 500),
    "quotations": lambda text: (showable(text), display(text), code_span(text), escape(text)),
    "statements": ground,
    "proof": grounded_in,
    "answers": answered,
    "secrets": redact,
    "tokens": lambda text: count_tokens(text, "gpt-5"),
    "published reports": published,
    "published overviews": split_overview,
}
MUCH_WORK = ("analysis", "texts by rules", "lines", "words", "proof", "statements")


def grows(name: str, pump: str) -> bool:
    size = LARGE_FOR_MUCH_WORK if name.startswith(MUCH_WORK) else LARGE
    small, large = (pump * (length // len(pump)) for length in (size // 4, size))
    return grows_too_fast(STAGES[name], small, large, floor=FLOOR, limit=LIMIT, rounds=3)


@pytest.mark.parametrize("name", STAGES)
def test_no_text_keeps_a_stage_busy(name: str) -> None:
    assert not [pump for pump in PUMPS if grows(name, pump)]
