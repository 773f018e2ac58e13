"""Changes named by what stands in the whole file, beyond the hunks."""

from __future__ import annotations

import difflib
import json

import pytest

from mkdocs_diffinsight.analyze.lines.whole import Whole
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.changes import FileChange, FileMode, Status
from mkdocs_diffinsight.model.findings import Findings, Noise

FILLER = "\n".join(f"Line {n} of a long text." for n in range(20))


def read(path: str, old: str, new: str, *, known: bool = True) -> Findings:
    """The findings of a change between two texts, as git would show it."""
    lines = list(difflib.unified_diff(old.split("\n"), new.split("\n"), lineterm="", n=3))[2:]
    change = FileChange(
        *(path, Status.MODIFIED, 1, 1, "\n".join(lines), FileMode.REGULAR, FileMode.REGULAR), "0" * 40, "1" * 40
    )
    return read_findings(change, whole=Whole(old.encode(), new.encode()) if known else Whole())


def sections(found: Findings) -> set[str]:
    return {finding.section for finding in found.findings}


def page(*parts: str) -> str:
    return "\n".join(parts)


class TestDocuments:
    def test_the_heading_far_above_is_the_section(self) -> None:
        text = page("# T", "", "## Quotas", FILLER, "The limit is {}.", FILLER)
        assert sections(read("a.md", text.format(10), text.format(20))) == {"Quotas"}

    def test_a_comment_in_a_block_far_above_is_no_section(self) -> None:
        text = page("## Run", "```bash", "# first step", FILLER, "run {}", "```")
        assert sections(read("a.md", text.format("one"), text.format("two"))) == {"Run"}

    def test_a_row_far_below_the_head_has_its_columns(self) -> None:
        rows = "\n".join(f"| model-{n} | 2030-01-01 |" for n in range(20))
        text = page("## Models", "| Model | Retirement |", "|---|---|", rows, "| acme | {} |", rows)
        (fact,) = read("a.md", text.format("2024-11-01"), text.format("2025-01-27")).facts
        assert (fact.kind, fact.where) == ("date", ("Models", "acme", "Retirement"))

    def test_the_title_comes_from_the_front_matter_or_the_first_heading(self) -> None:
        text = page("---", "title: 'A page'", "---", "# Heading", FILLER, "Text {}.")
        assert read("a.md", text.format(1), text.format(2)).title == "A page"
        text = page("# Heading", FILLER, "Text {}.")
        assert read("a.md", text.format(1), text.format(2)).title == "Heading"

    def test_a_heading_may_be_underlined(self) -> None:
        text = page("The page", "========", "", "Quotas", "------", FILLER, "Text {}.")
        found = read("a.md", text.format(1), text.format(2))
        assert (found.title, sections(found)) == ("The page", {"Quotas"})

    @pytest.mark.parametrize("broken", ["```python\nx\n```python\ny\n```", "```\nno end"])
    def test_a_file_with_a_part_missing_is_read_by_its_hunks(self, broken: str) -> None:
        text = page("## Far above", FILLER, "Text {}.", FILLER, broken)
        old, new = text.format(1), text.format(2)
        assert read("a.md", old, new) == read("a.md", old, new, known=False)

    def test_a_lost_anchor_is_named(self) -> None:
        old, new = page("# T", "## Rate limits", FILLER), page("# T", "## Quotas", FILLER)
        assert read("a.md", old, new).lost_anchors == ("rate-limits",)


class TestOtherFiles:
    def test_the_key_far_above_is_the_section(self) -> None:
        rows = "\n".join(f"  key{n}: 1" for n in range(20))
        text = page("top: 1", "server:", rows, "  mode: {}")
        (fact,) = read("a.yml", text.format("fast"), text.format("safe")).facts
        assert fact.where == ("server", "mode")

    def test_a_line_of_python_belongs_to_the_function_around_it(self) -> None:
        body = "\n".join(f"    x{n} = {n}" for n in range(20))
        text = page("def run():", "    def inner():", "        pass", body, "    mode('{}')", "")
        assert sections(read("a.py", text.format("fast"), text.format("safe"))) == {"run"}

    def test_python_that_is_none_is_read_by_its_lines(self) -> None:
        body = "\n".join(f"    x{n} = {n}" for n in range(20))
        text = page("def run():", body, "    mode('{}'", "")
        assert sections(read("a.py", text.format("fast"), text.format("safe"))) == {"run"}


def read_sections(path: str, text: str, *, known: bool = True) -> tuple[tuple[str, ...], ...]:
    """Of the hunks of a change from 1 to 2 wherever a text has braces."""
    return read(path, text.replace("{}", "1"), text.replace("{}", "2"), known=known).sections


class TestSectionsOfHunks:
    def test_a_document_has_its_headings_without_the_title(self) -> None:
        text = page("# T", "{}", FILLER, "## Quotas", "### In the north", FILLER, "{}", FILLER, "## Prices", "{}")
        assert read_sections("a.md", text) == ((), ("Quotas", "In the north"), ("Prices",))

    def test_further_headings_of_the_first_level_are_sections(self) -> None:
        text = page("# 1.1", FILLER, "# 1.0", FILLER, "## Fixes", FILLER, "{}")
        assert read_sections("CHANGELOG.md", text) == (("1.0", "Fixes"),)

    def test_underlined_headings_have_levels_too(self) -> None:
        text = page("Page", "====", "", "Quotas", "------", "", "### North", FILLER, "{}")
        assert read_sections("a.md", text) == (("Quotas", "North"),)

    def test_a_block_of_code_is_in_the_section_around_it(self) -> None:
        text = page("## Run", "```bash", "# no heading", FILLER, "{}", "```")
        assert read_sections("a.md", text) == (("Run",),)

    @pytest.mark.parametrize(
        ("heading", "plain"),
        [
            ("Use `List<T>` **now**", "Use List<T> now"),
            ("See [the guide](https://example.com/a_b)", "See the guide"),
            ("<a id='x'></a>Old snake_case names ##", "Old snake_case names"),
            ("~~Limits~~ _soon_ {#limits}", "Limits soon"),
            ("2 * 3 = 6", "2 * 3 = 6"),
        ],
    )
    def test_a_heading_is_plain_text(self, heading: str, plain: str) -> None:
        assert read_sections("a.md", page(f"## {heading}", FILLER, "{}")) == ((plain,),)

    def test_a_long_heading_is_cut(self) -> None:
        (((name,),),) = (read_sections("a.md", page(f"## {'x' * 300}", FILLER, "{}")),)
        assert (len(name), name[-1]) == (80, "…")

    def test_front_matter_has_the_key_of_a_list(self) -> None:
        text = page("---", "title: T", "tags:", *(f"- tag {n}" for n in range(9)), "- {}", "---", "", "Text.")
        assert read_sections("a.md", text) == (("tags",),)

    def test_settings_have_their_keys(self) -> None:
        text = page("on: push", "jobs:", "  build:", *(f"    k{n}: v" for n in range(9)), "    timeout: {}")
        assert read_sections("a.yml", text) == (("jobs", "build"),)

    def test_json_has_its_keys(self) -> None:
        inside = ",\n".join(f'      "k{n}": 0' for n in range(9))
        text = page("{", '  "limits": {', '    "north": {', f"{inside},", '      "quota": {}', "    }", "  }", "}")
        assert read_sections("a.json", text) == (("limits", "north"),)

    def test_a_table_of_toml_comes_before_its_keys(self) -> None:
        text = page("[tool.x]", *(f"k{n} = 0" for n in range(9)), "quota = {}")
        assert read_sections("a.toml", text) == (("tool.x",),)

    def test_python_has_its_classes_and_functions(self) -> None:
        body = "\n".join(f"        x{n} = {n}" for n in range(9))
        text = page("class Guide:", "    def read(self):", body, "        mode('{}')", "", "X = 1")
        assert read_sections("a.py", text) == (("Guide", "read"),)

    def test_other_code_has_the_symbols_that_stand_further_left(self) -> None:
        body = "\n".join(f"    x{n} = {n};" for n in range(9))
        text = page("class Guide {", "  function read() {", body, "    mode('{}');", "  }", FILLER, "  y = {};", "}")
        assert read_sections("a.ts", text)[0] == ("Guide", "read")

    def test_a_notebook_has_the_headings_of_its_text(self) -> None:
        cells = (cell("markdown", "# T", "## Limits", *FILLER.split("\n")), cell("code", "x = {}"))
        old, new = (notebook(cells[0], cell("code", f"x = {n}")) for n in (1, 2))
        assert read("a.ipynb", old, new).sections == (("Limits",),)

    def test_a_file_that_is_not_known_has_none(self) -> None:
        assert read_sections("a.md", page("## Quotas", FILLER, "{}"), known=False) == ()


class TestLongTextsOfYaml:
    TEXT = page("jobs:", "  run: |", FILLER.replace("Line", "    Line"), "    mode: {}", "  end: 1")

    def test_what_looks_like_a_key_in_a_text_is_none(self) -> None:
        old, new = self.TEXT.format("fast and loose"), self.TEXT.format("safe and loose")
        assert {f.subject for f in read("a.yml", old, new).findings} == {"phrase"}
        assert {f.subject for f in read("a.yml", old, new, known=False).findings} == {"setting"}

    def test_a_file_that_is_no_yaml_is_read_by_its_lines(self) -> None:
        text = page("a: [", self.TEXT)
        assert {f.subject for f in read("a.yml", text.format("x"), text.format("y")).findings} == {"setting"}

    @pytest.mark.parametrize("start", ["[", "- ", "{a: ", "&a [*a, ", "? "])
    def test_nesting_of_any_depth_does_no_harm(self, start: str) -> None:
        text = start * 50_000
        assert read("a.yml", text, text + "1").facts == ()


def notebook(*cells: dict[str, object]) -> str:
    return json.dumps({"cells": list(cells), "metadata": {}, "nbformat": 4, "nbformat_minor": 5}, indent=1)


def cell(kind: str, *source: str, outputs: object = ()) -> dict[str, object]:
    more = {"execution_count": 1, "outputs": outputs} if kind == "code" else {}
    return {"cell_type": kind, **more, "metadata": {}, "source": [f"{line}\n" for line in source]}


class TestNotebooks:
    TITLE = cell("markdown", "# T", "## Limits", *FILLER.split("\n"))

    def test_text_is_read_as_text_under_its_heading(self) -> None:
        old, new = (notebook(self.TITLE, cell("markdown", f"Up to {n} files.")) for n in (10, 20))
        (fact,) = read("a.ipynb", old, new).facts
        assert (fact.kind, fact.old, fact.new, fact.where) == ("limit", "10 files", "20 files", ("Limits",))

    def test_code_is_content(self) -> None:
        old, new = (notebook(self.TITLE, cell("code", f"model = '{name}'")) for name in ("small", "large"))
        found = read("a.ipynb", old, new)
        assert (found.noise, [fact.where for fact in found.facts]) == (None, [("Limits", "model")])

    def test_what_a_run_has_left_is_noise(self) -> None:
        old, new = (notebook(self.TITLE, cell("code", "x", outputs=[text])) for text in ("one", "two"))
        assert read("a.ipynb", old, new).noise is Noise.GENERATED

    def test_what_is_no_notebook_is_read_by_its_lines(self) -> None:
        assert read("a.ipynb", "one\ntwo", "one\nthree").noise is None


class TestRecords:
    def test_a_field_has_its_row_and_column(self) -> None:
        text = page("model,retires,note", FILLER, 'acme,{},"a, b"')
        (fact,) = read("a.csv", text.format("2024-11-01"), text.format("2025-01-27")).facts
        assert (fact.kind, fact.where) == ("date", ("acme", "retires"))

    def test_a_new_record_is_named_by_its_first_field(self) -> None:
        found = read("a.tsv", "name\tn\nx\t1", "name\tn\nx\t1\nacme one\t2")
        assert [(f.subject, f.action, f.name) for f in found.findings] == [("row", "added", "acme one")]


@pytest.mark.parametrize("mark", ["// Code generated by tool. DO NOT EDIT.", "# @generated", "// <auto-generated>"])
def test_a_program_that_says_so_at_the_top_has_written_the_file(mark: str) -> None:
    text = page(mark, FILLER, "x = {}")
    assert read("a.go", text.format(1), text.format(2)).noise is Noise.GENERATED
