"""What a diff says of the sections of a document."""

from __future__ import annotations

from mkdocs_diffinsight.model.findings import Subject

from ..sample import read, told


def headings(*lines: str) -> list[tuple[str, str, str, str, str]]:
    return [one for one in told(read("a.md", *lines)) if one[0] in (Subject.HEADING, Subject.CAPTION)]


class TestNames:
    def test_a_section_before_another_one_does_not_rename_it(self) -> None:
        found = headings(
            "-### One models", "+### Other models", "+", "+New text.", "+", "+### One models", " ", " Text."
        )
        assert found == [("heading", "added", "Other models", "", "New text.")]

    def test_a_heading_in_the_place_of_another_one_needs_a_word_of_it_or_its_text(self) -> None:
        lines = ("-## [JavaScript](#tab/js)", "+## [Entra ID](#tab/entra)", " ", "-Old text.", "+Other words of it.")
        assert headings(*lines) == [("heading", "replaced", "", "JavaScript", "Entra ID")]

    def test_a_tab_with_another_label_is_the_same(self) -> None:
        lines = ("-## [JS](#tab/js)", "+## [JavaScript](#tab/js)", " ", "-Old text.", "+Other words of it.")
        assert headings(*lines) == [("heading", "renamed", "", "JS", "JavaScript")]

    def test_a_heading_with_no_word_of_the_other_has_its_text(self) -> None:
        lines = ("-## See also", "+## Related content", " ", " - One page")
        assert headings(*lines) == [("heading", "renamed", "", "See also", "Related content")]


class TestAlone:
    """A heading may come or go without what stands below it."""

    def test_a_heading_above_text_that_was_there_is_no_new_section(self) -> None:
        found = headings(" ## Quota", " ", "+### Batch", "+", " | A | B |", " | - | - |")
        assert found == [("caption", "added", "Batch", "", "")]

    def test_a_heading_that_went_from_its_text_is_no_section(self) -> None:
        assert headings("-### Batch", "-", " Text.") == [("caption", "removed", "Batch", "", "")]

    def test_a_heading_above_deeper_ones_has_them(self) -> None:
        assert headings("+## Quota", "+", " ### Batch") == [("caption", "added", "Quota", "", "")]

    def test_a_heading_above_one_of_its_level_is_a_section(self) -> None:
        assert headings("+## Quota", "+", " ## Batch") == [("heading", "added", "Quota", "", "")]


def test_a_tab_and_the_heading_below_it_are_one_section() -> None:
    found = headings("+# [Batch](#tab/batch)", "+", "+### Availability", "+", "+It is there.")
    assert found == [("heading", "added", "Batch", "", "It is there.")]


def test_two_sections_are_two() -> None:
    found = headings("+## One", "+", "+## Two", "+", "+Text.")
    assert [name for _, _, name, *_ in found] == ["One", "Two"]


class TestMoved:
    """What a section said may stand elsewhere on the page now."""

    TEXT = "Custom voices differ from region to region, as the hardware does."

    def test_a_section_whose_sentences_stand_elsewhere_has_moved(self) -> None:
        lines = (" ## All", " ", "+| Speech | Custom voices differ from region to region, as the hardware does |", " ")
        found = headings(*lines, "-## Voices", "-", f"-{self.TEXT} See the list.", "-", " ## Next")
        assert found == [("heading", "moved", "Voices", "", "")]

    def test_a_section_that_is_a_row_now_has_moved(self) -> None:
        lines = (" ## All", " ", "+| Voices | They differ. |", " ", "-## Voices", "-", "-It had other words.", "-")
        assert headings(*lines, " ## Next") == [("heading", "moved", "Voices", "", "")]

    def test_a_passage_of_a_section_that_went_is_not_new(self) -> None:
        lines = (f"+{self.TEXT}", " ", "-## Voices", "-", f"-{self.TEXT}", "-", " ## Next")
        assert told(read("a.md", " ## All", " ", *lines)) == [("heading", "moved", "Voices", "", "")]
