"""Changes named by what stands in the whole file, beyond the hunks."""

from __future__ import annotations

import dataclasses
import difflib
import struct

import pytest

from mkdocs_diffinsight.analyze.read import read_changes, read_findings
from mkdocs_diffinsight.analyze.whole import Whole
from mkdocs_diffinsight.findings import Findings
from mkdocs_diffinsight.model import FileChange, FileMode, Status

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


def png(width: int, height: int) -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0" + b"\0" * 16


def test_a_picture_has_a_size_before_and_after() -> None:
    change = FileChange(
        *("a.png", Status.MODIFIED, 0, 0, None, FileMode.REGULAR, FileMode.REGULAR),
        "0" * 39 + "1",
        "1" * 40,
        binary=True,
    )
    blobs = {change.old_blob: png(640, 480), change.new_blob: png(800, 600)}
    (found,) = read_changes((change,), blobs)
    assert found.image_sizes == ((640, 480), (800, 600))
    (found,) = read_changes((dataclasses.replace(change, new_blob="2" * 40),), {**blobs, "2" * 40: b"no picture"})
    assert found.image_sizes == ((640, 480), None)
