"""Exported Markdown does nothing, whatever reads it, and comes back as it was."""

from __future__ import annotations

import datetime
import html.parser
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import markdown
import pytest
from markdown_it import MarkdownIt

from mkdocs_diffinsight.commands.markdown_form import PublishedReport, read_report, write_report
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.language.inert import inert, inert_name, inert_value, restored
from mkdocs_diffinsight.model.changes import FileChange, History, Status
from mkdocs_diffinsight.model.findings import Evidence, Findings, Form, Kind
from mkdocs_diffinsight.model.patch import item_ids
from mkdocs_diffinsight.model.ranges import CompareRange, ResolvedRange
from mkdocs_diffinsight.model.report import Report, ReportFile
from mkdocs_diffinsight.model.texts import RULES, Author, FileSummary, Overview, Published, Statement, plain

ACTS = "<img src=x onerror=alert(1)>"
HOSTILE = [
    ACTS,
    "<script>alert(1)</script>",
    "a\n<script>alert(1)</script>\nb",
    "a\n\n<script>alert(1)</script>\n\nb",
    "<svg/onload=alert(1)>",
    "</details></div></script>" + ACTS,
    "<!-- " + ACTS,
    "<?php x ?>" + ACTS,
    "<![CDATA[" + ACTS + "]]>",
    "<sup onclick=alert(1)>x</sup>",
    "<your-key onfocus=alert(1) autofocus>",
    "[x](javascript:alert(1))",
    "[x](  JavaScript:alert(1) 'title')",
    "[x](&#106;avascript:alert(1))",
    "[x](java&Tab;script:alert(1))",
    "[x](\\javascript:alert(1))",
    "[x](<javascript:alert(1)>)",
    "[x](data:text/html,x)",
    "[x][y]\n\n[y]: javascript:alert(1)",
    "[x][y]\n\n[y]:\n   javascript:alert(1)",
    "> [y]: javascript:alert(1)\n\n[y]",
    "a\n\n[x](javascript:alert(1))",
    "a\n\n[y]: javascript:alert(1)\n\n[y]",
    "a\n\n![x](https://evil.example/p.png)",
    "<img\nsrc=x\nonerror=alert(1)>",
    "<javascript:alert(1)>",
    "![x](https://evil.example/p.png)",
    "![x][y]\n\n[y]: https://evil.example/p.png",
    "[x](https://e.example){onclick=alert(1)}",
    "A paragraph.\n{: onclick=alert(1) }",
    "# x {: onclick=alert(1) }",
    "`a\n" + ACTS + "\n`",
    "a ` b\n`" + ACTS + "` c",
    "`a` ` " + ACTS + " \\` `",
    "\\`" + ACTS + "`",
    "``" + ACTS + "` x",
    "| a | b |\n|---|---|\n| `x | " + ACTS + " ` |",
    "```\n" + ACTS + "\n```",
    "```html\na\n\n<script>alert(1)</script>\n```",
    "~~~\n" + ACTS + "\n~~~",
    "- `a\n- " + ACTS + "`",
    "x ```` " + ACTS + " ``` y",
    "x\r<script>alert(1)</script>",
    "x\r\n\r\n<script>alert(1)</script>",
    "</script><style>*{display:none}</style>",
    "`<your-key>` and <your-key>, 1 < 2, a<b, &lt;b&gt;, &#60;img&#62;, &#38;#60;",
    "## Fake{#item-000000}",
    "````diff\n+x",
    "### Diff\n\n    x",
    "# Summary Table",
    "# A heading\n\n## Another\n\nText",
    "<format>\nx\n</format>",
    "\x00\x02\x03" + ACTS,
    "a\u3000\n\u3000\n`" + ACTS + "`\n` b",
]
PLAIN_PYTHON, SITE_PYTHON = "Python-Markdown", "Python-Markdown with extensions"
RENDERERS: dict[str, Callable[[str], str]] = {
    PLAIN_PYTHON: markdown.markdown,
    SITE_PYTHON: lambda text: markdown.markdown(text, extensions=["extra", "toc", "meta", "admonition"]),
    "MkDocs' own": lambda text: markdown.markdown(text, extensions=["toc", "tables", "fenced_code"]),
    "CommonMark": MarkdownIt("commonmark", {"html": True}).render,
    "CommonMark with tables": MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).render,
}
OURS = {
    *("a", "abbr", "blockquote", "br", "code", "details", "div", "dd", "dl", "dt", "em", "h1", "h2", "h3", "hr", "li"),
    *("ol", "p", "pre", "s", "strong", "summary", "sup", "sub", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    *("your-key", "format"),
}
HARMLESS = {"class", "href", "id", "start", "style", "target", "title"}
NOTHING = Findings(Kind.TEXT, Form.NOTHING)


class Elements(html.parser.HTMLParser):
    """What is wrong with a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.wrong: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        bad = {name for name, _ in attrs} - HARMLESS
        address = dict(attrs).get("href") or ""
        if tag not in OURS or bad or re.match(r"(?!https?:|mailto:)[^/?#]*:", address):
            self.wrong.append(self.get_starttag_text() or tag)


def report(text: str, *, path: str = "docs/a.md", patch: str | None = None) -> Report:
    """A report with a text in all its places."""
    paths = (path, "docs/b.md")
    ids = item_ids(paths)
    author = Author("model", "m")
    files = [
        ReportFile(
            Evidence(FileChange(one, Status.MODIFIED, 1, 1, patch, "", "", "", ""), "x", NOTHING, ()),
            ids[one],
            FileSummary(text, text, plain(text), author),
        )
        for one in paths
    ]
    statement = (Statement(text),)
    noon = datetime.datetime(2024, 1, 2, 12, tzinfo=datetime.UTC)
    return Report(
        slug="x",
        title=text,
        date=datetime.date(2024, 1, 2),
        category=None,
        language="en",
        range=CompareRange("a", "b", False, Path()),
        resolved=ResolvedRange("a" * 40, "b" * 40, False, noon),
        files=files,
        ignored=(),
        overview=Overview(text, plain(text), statement, statement, statement, plain(text), RULES),
        history=History(),
    )


def diff_of(text: str) -> str:
    """A diff that has a text in all its places."""
    return "@@ -1 +1 @@\n" + "\n".join(f"{sign}{line}" for line in text.split("\n") for sign in "+- ")


def written(made: Report) -> str:
    return write_report(made, load_catalog("en"))


def wrong_in(document: str) -> Iterator[str]:
    for name, render in RENDERERS.items():
        yield from (f"{name}: {element}" for element in Elements(render(document)).wrong)


@pytest.mark.parametrize("text", HOSTILE)
def test_texts_that_a_report_holds_do_nothing(text: str) -> None:
    assert list(wrong_in(written(report(text)))) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_name_does_nothing(text: str) -> None:
    assert list(wrong_in(written(report("x", path=f"docs/{text}.md")))) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_diff_does_nothing(text: str) -> None:
    assert list(wrong_in(written(report("x", patch=diff_of(text))))) == []


@pytest.mark.parametrize("text", HOSTILE)
def test_a_published_report_does_nothing_when_it_is_exported_again(text: str) -> None:
    made = report(text, patch=diff_of(text))
    raw = f"# Highlights\n\n{text}\n\n## A\n\n- {text}\n\n## B\n\nx\n\n## C\n\nx\n\n# Insights\n\n{text}"
    published = Published(text, text, f"https://e.example/{text}", raw)
    overview = PublishedReport(text, text, "", "", text, raw, ()).overview(RULES)
    again = replace(made, overview=replace(overview, published=published))
    wrong = [
        one for one in wrong_in(written(again)) if not re.search(r": </?(?:" + "|".join(OURS) + r")\b[^=]*>$", one)
    ]
    assert wrong == []


@pytest.mark.parametrize("text", [text for text in HOSTILE if "\x00" not in text])
def test_texts_come_back_as_they_were(text: str) -> None:
    made = report(text, path=f"docs/{text}.md", patch=f"@@ -1 +1 @@\n-{text.splitlines()[0]}\n+y")
    read = read_report(written(made))
    assert (read.title, read.summary) == (text, text)
    assert [item.path for item in read.items] == [file.change.path for file in made.files]
    assert {(item.modification_type, item.modification_title, item.explanation) for item in read.items} == {(text,) * 3}
    assert all(item.is_about(file.change) for item, file in zip(read.items, made.files, strict=True))
    overview = read.overview(RULES)
    assert overview.highlights == plain(text.strip())
    assert [statement.text for statement in overview.new_features] == [text]
    assert overview.insights == plain(text.strip())


@pytest.mark.parametrize("write", [inert, inert_value, inert_name])
def test_whatever_is_written_can_be_read_back(write: Callable[[str], str]) -> None:
    signs = ["&#60;", "&#38;", "&", "#", "`", "<a", "<b-c>", "](", ":", "{x=", "}", "![", "\n", "\r", " ", "\\", "|"]
    for parts in itertools.product(signs, repeat=3):
        text = "".join(parts)
        assert restored(write(text)) == text


def test_what_readers_agree_on_stays_readable() -> None:
    text = (
        "Use `<b>` and `Map<String, X>`, 1 < 2, H<sub>2</sub>O, <your-key>, [docs](a.md#x), [web](https://e.example)."
    )
    assert inert(text) == text


def test_a_diff_without_elements_is_folded() -> None:
    document = written(report("x", patch="@@ -1 +1 @@\n-a\n+b"))
    assert "<details>\n<summary>Diff</summary>\n\n````diff\n@@ -1 +1 @@\n-a\n+b\n````\n</details>\n" in document


def test_a_diff_with_elements_is_a_block_of_code() -> None:
    document = written(report("x", patch="@@ -1 +1 @@\n-a\n+<b>"))
    assert "\n### Diff\n\n    @@ -1 +1 @@\n    -a\n    +<b>\n\n### Summary\n" in document
