"""What a change is to its reader."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.meaning import is_same, is_wording, read_kinds
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.changes import FileChange
from mkdocs_diffinsight.model.findings import ChangeKind

from .sample import changed


def kinds(change: FileChange) -> tuple[ChangeKind, ...]:
    return read_kinds(change, read_findings(change))


@pytest.mark.parametrize(
    ("path", "lines", "kind"),
    [
        ("a.md", ("+## Keys", "+", "+Keys end."), ChangeKind.SECTION),
        ("a.md", ("-It isn't on here.", "+It is not on here."), ChangeKind.WORDING),
        ("a.md", (" | A | B |", " | - | - |", "+| x | y |"), ChangeKind.TABLE),
        ("a.md", ("+1. Open the page of the service.",), ChangeKind.GUIDANCE),
        ("a.md", ("-See [it](a.md).", "+See [it](b.md)."), ChangeKind.LINKS),
        ("a.md", (" ---", "-ms.date: 2024-01-01", "+ms.date: 2025-01-01", " ---"), ChangeKind.METADATA),
        ("src/a.py", ("+def load():", "+    pass"), ChangeKind.INTERFACE),
        ("tests/test_a.py", ("+def test_a():", "+    pass"), ChangeKind.UPKEEP),
        ("a.yml", ("-retries: 1", "+retries: 2"), ChangeKind.VALUE),
    ],
)
def test_the_first_kind_is_what_a_change_is_most(path: str, lines: tuple[str, ...], kind: ChangeKind) -> None:
    assert kinds(changed(path, *lines, start=1))[0] is kind


def test_wording_and_metadata_beside_anything_else_are_no_kinds_of_a_change() -> None:
    change = changed("a.md", " ---", "-date: 1", "+date: 2", " ---", "+## Keys", "+", "+Keys end.", start=1)
    assert ChangeKind.METADATA not in kinds(change)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You cannot change it.", "You can't change it."),
        ("Use it to start the job.", "To start the job, use it."),
        ("設定を行う画面です。", "設定をおこなう画面です。"),
        ("请参阅以下的文章。", "请参阅以下文章。"),
    ],
)
def test_other_words_for_the_same_are_wording(old: str, new: str) -> None:
    assert is_wording(old, new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("It keeps files.", "It doesn't keep files."),
        ("It keeps files.", "It keeps and deletes files."),
        ("It takes 10 files.", "It takes 20 files."),
        ("Open `a` to see it.", "Open `b` to see it."),
        ("使用できます。", "使用できません。"),
        ("支持容器。", "不支持容器。"),
        ("", "It is new."),
    ],
)
def test_what_states_something_else_is_no_wording(old: str, new: str) -> None:
    assert not is_wording(old, new)


@pytest.mark.parametrize(
    ("old", "new", "same"), [("1000", "1,000", True), ("A b", "a  b.", True), ("-", "✅", False), ("a", "b", False)]
)
def test_marks_case_and_blanks_make_no_other_text(old: str, new: str, same: bool) -> None:
    assert is_same(old, new) is same
