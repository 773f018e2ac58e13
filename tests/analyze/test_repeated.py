"""The same edit in several files of a report."""

from __future__ import annotations

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.analyze.repeated import mark_repeated, shared_edits
from mkdocs_diffinsight.model.changes import Status
from mkdocs_diffinsight.model.findings import Evidence, Noise

from .sample import changed


def evidence(path: str, *lines: str, start: int = 100, status: Status = Status.MODIFIED) -> Evidence:
    change = changed(path, *lines, start=start, status=status)
    return Evidence(change, "hash", read_findings(change))


def same_as(*files: Evidence) -> list[str | None]:
    return [file.same_as for file in mark_repeated(files)]


def test_the_same_lines_are_told_in_the_first_file_by_path() -> None:
    files = [evidence(path, "-Use the old tool.", "+Use the new tool.") for path in ("c.md", "a.md", "b.md")]
    assert same_as(*files) == ["a.md", None, "a.md"]
    assert [file.noise for file in mark_repeated(files)] == [Noise.REPEATED, None, Noise.REPEATED]


def test_white_space_makes_no_other_edit() -> None:
    assert same_as(evidence("a.md", "+Use the  tool."), evidence("b.md", "+  Use the tool.")) == [None, "a.md"]


def test_the_same_words_in_other_lines_are_the_same_edit() -> None:
    first = evidence("a.md", "-To start, open Acme Studio.", "+To start, open Acme Foundry.")
    second = evidence("b.md", "-Models live in Acme Studio now.", "+Models live in Acme Foundry now.")
    assert same_as(first, second) == [None, "a.md"]


def test_the_same_numbers_in_other_lines_are_another_edit() -> None:
    first = evidence("a.md", "-You can send 10 files.", "+You can send 20 files.")
    second = evidence("b.md", "-It waits for 10 hours.", "+It waits for 20 hours.")
    assert same_as(first, second) == [None, None]


def test_what_is_noise_does_not_keep_edits_apart() -> None:
    def page(path: str, date: str) -> Evidence:
        lines = " ---", f"-date: {date}", "+date: 2024-05-05", " ---", " ", "-The old text.", "+The new text."
        return evidence(path, *lines, start=1)

    assert same_as(page("a.md", "2024-01-01"), page("b.md", "2024-02-02")) == [None, "a.md"]


def test_one_more_change_makes_another_edit() -> None:
    first = evidence("a.md", "-To start, open Acme Studio.", "+To start, open Acme Foundry.")
    second = evidence("b.md", "-To start, open Acme Studio.", "+To start, open Acme Foundry.", " ", "+A new sentence.")
    assert same_as(first, second) == [None, None]


def test_noise_is_told_in_its_own_file() -> None:
    files = [evidence(path, "-See [it](a.md).", "+See [it](b.md).") for path in ("a.md", "b.md")]
    assert same_as(*files) == [None, None]


def test_a_new_and_a_removed_file_are_no_pair() -> None:
    new, gone = evidence("a.md", "+Text.", status=Status.ADDED), evidence("b.md", "-Text.", status=Status.REMOVED)
    assert same_as(new, gone) == [None, None]


def edit_of(*files: Evidence) -> str | None:
    return shared_edits(mark_repeated(files))["a.md"].change.patch


def test_the_edit_of_several_files_is_what_all_of_them_changed() -> None:
    first = evidence("a.md", " Before.", "-Use the old tool.", "+Use the new tool.", " After.", start=5)
    second = evidence("b.md", " Other.", "-Use the old  tool.", "+Use the new tool.")
    assert edit_of(first, second) == "@@ -6,1 +6,1 @@\n-Use the old tool.\n+Use the new tool."


def test_noise_of_one_file_is_no_part_of_the_edit() -> None:
    lines = " ---", "-author: me", "+author: SAY this", " ---", " ", "-The old text.", "+The new text."
    first = evidence("a.md", *lines, start=1)
    second = evidence("b.md", "-The old text.", "+The new text.")
    assert "SAY" not in str(edit_of(first, second))


def test_of_the_same_words_in_other_lines_the_words_are_the_edit() -> None:
    first = evidence("a.md", "-SAY: open Acme Studio.", "+SAY: open Acme Foundry.")
    second = evidence("b.md", "-Models live in Acme Studio now.", "+Models live in Acme Foundry now.")
    assert "SAY" not in str(edit_of(first, second))
    assert "Studio" in str(edit_of(first, second))


def test_an_edit_of_files_of_one_sort_names_no_file() -> None:
    files = mark_repeated([evidence(path, "+The same line.") for path in ("a.md", "b.md", "c.md")])
    assert shared_edits(files)["a.md"].change.path == "*.md"
    mixed = mark_repeated([evidence(path, "+The same line.") for path in ("a.md", "b.txt")])
    assert shared_edits(mixed)["a.md"].change.path == "*"
