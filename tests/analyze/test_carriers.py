"""Which files carry what the authors of a range call breaking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import pytest

from mkdocs_diffinsight.analyze.carriers import mark_breaks
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.changes import Commit, FileChange, Status
from mkdocs_diffinsight.model.findings import Action, Break, Evidence, Finding, Subject

from ..commits import commit_saying

LINES = {
    "src/client.py": "@@ -1,2 +1,2 @@\n def get(url):\n-    return send(url)\n+    return send(url, retries=3)",
    "src/other.py": "@@ -1,2 +1,2 @@\n def put(url):\n-    return send(url)\n+    return send_all(url)",
    "docs/guide.md": "@@ -1 +1 @@\n-Send one request.\n+Send a single request, with `retries`.",
    "tests/test_client.py": "@@ -1 +1 @@\n-get(1)\n+get(1, retries=3)",
    "pyproject.toml": '@@ -1 +1 @@\n-requires-python = ">=3.8"\n+requires-python = ">=3.10"',
    "package-lock.json": '@@ -1 +1 @@\n-  "version": "1.0.0"\n+  "version": "2.0.0"',
}


def files(commit: Commit, *paths: str) -> list[Evidence]:
    made = []
    for path in paths or LINES:
        change = FileChange(path, Status.MODIFIED, 1, 1, LINES[path], "100644", "100644", "0" * 40, "1" * 40)
        made.append(Evidence(change, "hash", read_findings(change), (commit,)))
    return made


def carriers(commit: Commit, *paths: str) -> list[str]:
    return [file.change.path for file in mark_breaks(files(commit, *paths)) if file.broken_by]


@pytest.mark.parametrize(
    ("subject", "body"),
    [
        ("feat!: require `retries`", ""),
        ("feat!: require Client.retries", ""),
        ("feat: try again", "BREAKING CHANGE: `retries=` has to be given."),
        ("Next (#12)", "* feat!: require `retries`\n\n* fix: more"),
    ],
)
def test_files_carry_a_break_that_have_a_name_of_which_the_commit_speaks(subject: str, body: str) -> None:
    assert carriers(commit_saying(subject, body)) == ["src/client.py", "docs/guide.md"]


def test_a_name_may_be_that_of_what_the_changed_lines_are_in() -> None:
    client, other = files(commit_saying("feat!: `Client.get()` tries again"), "src/client.py", "src/other.py")
    inside = replace(client, findings=replace(client.findings, sections=(("Client", "get"),)))
    assert [bool(file.broken_by) for file in mark_breaks([inside, other])] == [True, False]


def test_a_file_carries_a_break_in_which_the_diff_shows_one() -> None:
    client, other = files(commit_saying("feat!: try again"), "src/client.py", "src/other.py")
    gone = Finding(Subject.SYMBOL, Action.REMOVED, "put", public=True, breaks=Break.CERTAIN)
    shown = replace(other, findings=replace(other.findings, interface=(gone,)))
    assert [bool(file.broken_by) for file in mark_breaks([client, shown])] == [False, True]


def test_where_nothing_tells_all_that_readers_open_and_what_the_project_needs_carry_it() -> None:
    told = carriers(commit_saying("feat!: drop old machines"))
    assert told == ["src/client.py", "src/other.py", "docs/guide.md", "pyproject.toml"]


def test_tests_carry_only_what_nothing_else_can_and_lock_files_nothing() -> None:
    """What its author calls breaking is never told as nothing breaking."""
    assert carriers(commit_saying("test!: more"), "tests/test_client.py", "package-lock.json") == [
        "tests/test_client.py"
    ]
    assert carriers(commit_saying("build!: more"), "package-lock.json") == []


def test_what_breaks_nothing_as_its_author_says_is_carried_by_none() -> None:
    marked: Mapping[str, Evidence] = {file.change.path: file for file in files(commit_saying("feat: `retries`"))}
    assert mark_breaks(list(marked.values())) == tuple(marked.values())
