"""What a change is to its reader."""

from __future__ import annotations

import dataclasses

import pytest

from mkdocs_diffinsight.analyze.meaning import is_same, is_wording, read_kinds
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.change_kinds import ChangeKind
from mkdocs_diffinsight.model.changes import FileChange, Status

from .sample import changed


def kinds(change: FileChange) -> tuple[ChangeKind, ...]:
    return tuple(one.kind for one in read_kinds(change, read_findings(change)))


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


def test_each_kind_has_the_lines_that_prove_it() -> None:
    change = changed("a.md", "+## Keys", "+", "+Keys end.", " ", "-See [it](a.md).", "+See [it](b.md).", start=1)
    proofs = {one.kind: tuple(map(str, one.lines)) for one in read_kinds(change, read_findings(change))}
    assert proofs == {ChangeKind.SECTION: ("R1", "R3"), ChangeKind.LINKS: ("L2", "R5")}


def test_what_is_only_wording_and_metadata_is_both() -> None:
    lines = " ---", "-date: 1", "+date: 2", " ---", " ", "-It isn't on here.", "+It is not on here."
    assert kinds(changed("a.md", *lines, start=1)) == (ChangeKind.WORDING, ChangeKind.METADATA)


@pytest.mark.parametrize(("is_redirected", "kind"), [(False, ChangeKind.MOVED), (True, ChangeKind.REDIRECT)])
def test_a_page_whose_readers_are_sent_elsewhere_is_not_only_gone(*, is_redirected: bool, kind: ChangeKind) -> None:
    change = changed("old.md", "-# Old", start=1, status=Status.REMOVED)
    found = dataclasses.replace(read_findings(change), successor="new.md")
    assert read_kinds(change, found, is_redirected=is_redirected)[0].kind is kind


def test_wording_and_metadata_beside_anything_else_are_no_kinds_of_a_change() -> None:
    change = changed("a.md", " ---", "-date: 1", "+date: 2", " ---", "+## Keys", "+", "+Keys end.", start=1)
    assert ChangeKind.METADATA not in kinds(change)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("You cannot change it.", "You can't change it."),
        ("Read the end-to-end guide.", "Read the end-to-end guides."),
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
        ("Install acme-ai-inferencing to use it.", "Install acme-ai-inference to use it."),
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
