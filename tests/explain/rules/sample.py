"""Changes of every sort, and what the rules make of them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import languages
from mkdocs_diffinsight.model.changes import FileChange, FileMode, Status
from mkdocs_diffinsight.model.findings import Evidence
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import FileSummary, Overview, Statements, markdown

LANGUAGES = languages()


def modified(path: str, *lines: str, **fields: Any) -> FileChange:
    """A change of one hunk, its lines with their marks."""
    old, new = (sum(line[:1] in (" ", side) for line in lines) for side in "-+")
    change = FileChange(
        path=path,
        status=Status.MODIFIED,
        additions=sum(line.startswith("+") for line in lines),
        deletions=sum(line.startswith("-") for line in lines),
        patch="\n".join([f"@@ -1,{old} +1,{new} @@", *lines]) if lines else None,
        old_mode=FileMode.REGULAR,
        new_mode=FileMode.REGULAR,
        old_blob="0" * 40,
        new_blob="1" * 40,
    )
    return replace(change, **fields)


def added(path: str, *lines: str, **fields: Any) -> FileChange:
    return modified(path, *("+" + line for line in lines), status=Status.ADDED, old_mode=FileMode.MISSING, **fields)


def removed(path: str, *lines: str, **fields: Any) -> FileChange:
    return modified(path, *("-" + line for line in lines), status=Status.REMOVED, new_mode=FileMode.MISSING, **fields)


def metadata(path: str, date: str = "2025-01-10") -> FileChange:
    return modified(path, " ---", "-date: 2024-10-22", f"+date: {date}", " ---")


def image(path: str, status: Status = Status.ADDED) -> FileChange:
    return modified(path, binary=True, status=status)


REPLACED = ("-To start, open Foo Studio.", "+To start, open Foo Portal.")

CHANGES = {
    "new document": added("docs/a.md", "---", "title: The Guide", "description: How.", "---", "# Guide", "## One"),
    "new code": added("src/a.py", "def load():", "    pass"),
    "new settings": added("a.yml", "key: 1"),
    "new text": added("NOTES", "text"),
    "empty": modified("a.md", status=Status.ADDED, old_mode=FileMode.MISSING),
    "removed document": removed("docs/a.md", "# Guide", "Text."),
    "removed code": removed("src/a.py", "def load():"),
    "metadata": metadata("a.md"),
    "metadata lines": modified("a.md", " ---", "-a: 1", "+a: 2", "+b: 3", " ---"),
    "replaced words": modified("a.md", *REPLACED),
    "several": modified("a.md", " ## Part", "-One is 10.", "+One is 20.", " ", "+## New", "+", "+Text."),
    "code": modified("a.py", "-def old():", " x", "+def new():", "-import a", "+import b"),
    "settings": modified("a.yml", "-a: 1", "+a: 2", "+b: 3"),
    "contents": modified("toc.yml", "+- name: A", "+  href: a.md"),
    "table": modified("a.md", " | A | B |", " | - | - |", "-| x | 1 |", "+| x | 2 |", "+| y | 3 |"),
    "white space": modified("a.md", "-a  b", "+a b"),
    "order": modified("a.md", "-first line", " kept", "+first line"),
    "nothing": modified("a.md"),
    "executable": modified("a.sh", new_mode=FileMode.EXECUTABLE, new_blob="0" * 40),
    "not executable": modified("a.sh", old_mode=FileMode.EXECUTABLE, new_blob="0" * 40),
    "renamed": modified("b.md", status=Status.RENAMED, previous_path="a.md", new_blob="0" * 40),
    "moved": modified("x/a.md", *REPLACED, status=Status.RENAMED, previous_path="y/a.md"),
    "copied": modified("b.md", status=Status.COPIED, previous_path="a.md", new_blob="0" * 40),
    "type": modified("a", "-a", "+b", status=Status.TYPE_CHANGED, new_mode=FileMode.SYMLINK),
    "submodule": modified(
        "lib", "-Subproject commit aaa", "+Subproject commit bbb", old_mode="160000", new_mode="160000"
    ),
    "link": modified("l", "-old", "+new", old_mode=FileMode.SYMLINK, new_mode=FileMode.SYMLINK),
    "new submodule": added("lib", "Subproject commit aaa", new_mode="160000"),
    "new link": added("l", "target", new_mode=FileMode.SYMLINK),
    "image": image("media/a.png"),
    "replaced image": image("media/a.png", Status.MODIFIED),
    "removed image": image("media/a.png", Status.REMOVED),
    "binary": modified("a.bin", binary=True),
    "generated": modified("yarn.lock", "-a", "+b"),
}


def evidence(change: FileChange) -> Evidence:
    return Evidence(change, "hash", read_findings(change))


def summarize(rules: Rules, change: FileChange) -> FileSummary:
    return rules.summarize_file(evidence(change))


def report(rules: Rules, *changes: FileChange) -> Overview:
    return rules.summarize_report([ReportFile(evidence(c), "item-1", summarize(rules, c)) for c in changes])


def texts(statements: Statements) -> tuple[str, ...]:
    return tuple(statement.text for statement in statements)


def everything(overview: Overview) -> str:
    lists = (*overview.new_features, *overview.breaking_changes, *overview.other_updates)
    return "\n".join([overview.summary, markdown(overview.highlights), *texts(lists), markdown(overview.insights)])
