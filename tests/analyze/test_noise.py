"""Changes that nobody needs to be told of."""

from __future__ import annotations

import dataclasses

import pytest

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.changes import FileChange, FileMode, Status
from mkdocs_diffinsight.model.findings import Noise

from .sample import changed


def noise(path: str, *lines: str, start: int = 100) -> Noise | None:
    return read_findings(changed(path, *lines, start=start)).noise


def front(*lines: str) -> tuple[str, ...]:
    return (" ---", *lines, " ---", " ")


class TestMetadata:
    @pytest.mark.parametrize("field", ["author", "ms.date", "last_reviewed", "product.reviewer", "lastUpdated"])
    def test_a_field_that_only_manages_the_page_is_noise(self, field: str) -> None:
        assert noise("a.md", *front(f"-{field}: one", f"+{field}: two"), start=1) is Noise.METADATA

    @pytest.mark.parametrize("field", ["title", "description", "keywords", "layout"])
    def test_a_field_that_readers_see_is_content(self, field: str) -> None:
        assert noise("a.md", *front(f"-{field}: one", f"+{field}: two"), start=1) is None

    def test_one_field_of_content_makes_the_hunk_content(self) -> None:
        lines = front("-date: 2024-01-01", "-title: One", "+date: 2024-02-02", "+title: Two")
        assert noise("a.md", *lines, start=1) is None

    def test_a_date_in_the_text_is_content(self) -> None:
        assert noise("a.md", " Text.", "-date: 2024-01-01", "+date: 2024-02-02") is None

    def test_the_items_of_a_managing_field_are_noise(self) -> None:
        assert noise("a.md", *front(" contributors:", "+  - somebody"), start=1) is Noise.METADATA

    def test_the_fields_are_configurable(self) -> None:
        change = changed("a.md", *front("-date: one", "-sprint: 1", "+date: two", "+sprint: 2"), start=1)
        assert read_findings(change, ["date", "spr*"]).noise is Noise.METADATA
        assert read_findings(change, ["date"]).noise is None


class TestWhitespace:
    def test_a_paragraph_wrapped_at_another_column_is_noise(self) -> None:
        assert noise("a.md", "-One two", "-three four.", "+One", "+two three four.") is Noise.WHITESPACE

    def test_a_changed_word_is_content(self) -> None:
        assert noise("a.md", "-One two", "-three four.", "+One", "+two three five.") is None

    def test_two_words_that_became_one_are_content(self) -> None:
        assert noise("a.md", "-Log in to the web site.", "+Log in to the website.") is None

    def test_scripts_without_spaces_wrap_anywhere(self) -> None:
        assert noise("a.md", "-設定を変更", "-します。", "+設定を", "+変更します。") is Noise.WHITESPACE

    def test_spaces_at_the_end_of_code_are_noise(self) -> None:
        assert noise("a.py", "-x = 1  ", "+x = 1") is Noise.WHITESPACE

    @pytest.mark.parametrize("path", ["a.py", "a.yml"])
    def test_indentation_with_a_meaning_is_content(self, path: str) -> None:
        assert noise(path, "-  x: 1", "+    x: 1") is None

    def test_blank_lines_are_noise(self) -> None:
        assert noise("a.md", " One.", "+", " Two.") is Noise.WHITESPACE


class TestMovedLines:
    def test_a_paragraph_at_another_place_is_noise(self) -> None:
        assert noise("a.md", "-Text about this.", " Other.", " More.", "+Text about this.") is Noise.MOVED

    def test_a_second_copy_is_content(self) -> None:
        assert noise("a.md", "-Text about this.", " Other.", "+Text about this.", " More.", "+Text about this.") is None

    def test_the_order_of_code_is_content(self) -> None:
        assert noise("a.py", "-open()", " read()", "+open()") is None

    def test_a_setting_below_another_key_is_content(self) -> None:
        assert noise("a.yml", " a:", "-  time: 5", " b:", "+  time: 5") is None


class TestLinks:
    def test_another_target_is_noise(self) -> None:
        assert noise("a.md", "-See [the guide](a.md).", "+See [the guide](b/a.md).") is Noise.LINKS

    def test_other_words_of_a_link_are_content(self) -> None:
        assert noise("a.md", "-See [the guide](a.md).", "+See [the manual](a.md).") is None

    def test_another_included_file_is_content(self) -> None:
        assert noise("a.md", "-[!INCLUDE [limits](a.md)]", "+[!INCLUDE [limits](b.md)]") is None

    def test_the_target_of_an_entry_is_noise(self) -> None:
        assert noise("toc.yml", " - name: Guide", "-  href: a.md", "+  href: b.md") is Noise.LINKS


class TestFiles:
    def test_all_hunks_have_to_be_noise(self) -> None:
        first = changed("a.md", *front("-date: 1", "+date: 2"), start=1)
        second = changed("a.md", "-One word.", "+Another word.", start=50)
        found = read_findings(dataclasses.replace(first, patch=f"{first.patch}\n{second.patch}"))
        assert (found.noise, found.hunk_noise) == (None, (Noise.METADATA, None))

    def test_the_more_telling_class_names_the_file(self) -> None:
        lines = front("-date: 1", "+date: 2")
        assert noise("a.md", *lines, " Text.", "-See [it](a.md).", "+See [it](b.md).", start=1) is Noise.LINKS

    @pytest.mark.parametrize(
        ("path", "found"),
        [
            ("poetry.lock", Noise.GENERATED),
            ("app.min.js", Noise.GENERATED),
            (".terraform.lock.hcl", Noise.GENERATED),
            ("ui/__snapshots__/a.txt", Noise.GENERATED),
            ("a_generated.go", Noise.GENERATED),
            ("a.svg", Noise.IMAGE),
        ],
    )
    def test_a_name_tells_what_nobody_reads(self, path: str, found: Noise) -> None:
        assert noise(path, "-one", "+two") is found

    def test_a_new_text_file_is_never_noise(self) -> None:
        assert read_findings(changed("a.md", "+---", "+date: 1", "+---", start=0, status=Status.ADDED)).noise is None

    def test_a_rename_is_noise_as_long_as_the_content_is(self) -> None:
        moved = changed("a.md", "-See [it](a.md).", "+See [it](../a.md).")
        moved = dataclasses.replace(moved, status=Status.RENAMED, previous_path="b.md")
        assert read_findings(moved).noise is Noise.RENAMED
        assert read_findings(dataclasses.replace(moved, patch=None)).noise is Noise.RENAMED

    def test_a_mode_alone_is_noise(self) -> None:
        change = FileChange(
            *("run.sh", Status.MODIFIED, 0, 0, None, FileMode.REGULAR, FileMode.EXECUTABLE), "1" * 40, "1" * 40
        )
        assert read_findings(change).noise is Noise.MODE
