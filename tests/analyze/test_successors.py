"""Where the content of removed files went."""

from __future__ import annotations

import dataclasses
import json

import pytest

from mkdocs_diffinsight.analyze.successors import successors
from mkdocs_diffinsight.model.changes import FileChange, Status

from .sample import changed

TEXT = tuple(f"A sentence about the topic of number {n}." for n in range(6))


def removed(path: str, *lines: str) -> FileChange:
    return changed(path, *(f"-{line}" for line in lines or TEXT), status=Status.REMOVED)


def added(path: str, *lines: str, status: Status = Status.ADDED) -> FileChange:
    return changed(path, *(f"+{line}" for line in lines), status=status)


def successor(path: str, redirects: str, content: str) -> str:
    change = dataclasses.replace(added(redirects, "x", status=Status.MODIFIED), new_blob="9" * 40)
    return successors((removed(path), change), {"9" * 40: content.encode()}).get(path, "")


def entry(source: str) -> str:
    return json.dumps({"redirections": [{"source_path": source, "redirect_url": "/new/home"}]})


class TestRedirects:
    @pytest.mark.parametrize("source", ["docs/old.md", "old.md", "/docs/old"])
    def test_a_list_of_redirections(self, source: str) -> None:
        assert successor("docs/old.md", ".publishing.redirection.json", entry(source)) == "/new/home"

    @pytest.mark.parametrize("source", ["docs/older.md", "cold.md", ""])
    def test_another_file_is_not_redirected(self, source: str) -> None:
        assert successor("docs/old.md", ".publishing.redirection.json", entry(source)) == ""

    @pytest.mark.parametrize("content", ["{", "[]", '{"redirections": [1]}', '{"redirections": [{"redirect_url": 1}]}'])
    def test_a_list_that_is_none_redirects_nothing(self, content: str) -> None:
        assert successor("docs/old.md", "redirects.json", content) == ""

    def test_the_map_of_mkdocs(self) -> None:
        content = (
            "plugins:\n  - redirects:\n      redirect_maps:\n        'old.md': 'new.md'\n        b.md: c.md\nx: y\n"
        )
        assert successor("docs/old.md", "mkdocs.yml", content) == "new.md"

    def test_a_file_of_redirects(self) -> None:
        assert successor("docs/old.md", "static/_redirects", "# moved\n/docs/old/ /docs/new/ 301\n") == "/docs/new/"

    @pytest.mark.parametrize(
        "front", ["aliases: [/a, /docs/old]", "redirect_from:\n  - /a\n  - /docs/old/", 'aliases = ["/docs/old/"]']
    )
    def test_a_page_that_names_its_former_address(self, front: str) -> None:
        rule = "+++" if "=" in front else "---"
        assert successor("docs/old.md", "docs/new.md", f"{rule}\ntitle: N\n{front}\n{rule}\n") == "docs/new.md"


class TestSimilarity:
    def test_a_new_file_with_most_of_the_lines(self) -> None:
        new = added("new.md", *TEXT[:4], *(f"Something else to fill the new page {n}." for n in range(40)))
        assert successors((new, removed("old.md")), {}) == {"old.md": "new.md"}

    def test_two_files_in_one(self) -> None:
        other = tuple(f"A line from the other page, number {n}." for n in range(4))
        diff = (added("new.md", *TEXT, *other, status=Status.MODIFIED), removed("a.md"), removed("b.md", *other))
        assert successors(diff, {}) == {"a.md": "new.md", "b.md": "new.md"}

    def test_less_than_half_is_no_home(self) -> None:
        assert successors((added("new.md", *TEXT[:2]), removed("old.md")), {}) == {}

    def test_short_lines_prove_nothing(self) -> None:
        lines = ("---", "title: A", "# See also", "- one", "- two")
        assert successors((added("new.md", *lines), removed("old.md", *lines)), {}) == {}
