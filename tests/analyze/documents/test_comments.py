"""Text that a comment hid and a reader sees now, or the other way round."""

from __future__ import annotations

from ..sample import read, told

TEXT = "Avoid a mapping for the parent key, as it disrupts the refresh of data."


def test_text_of_a_comment_is_shown() -> None:
    found = read("a.md", f"-<!-- {TEXT} -->", f"+{TEXT}")
    assert told(found) == [("comment", "removed", "", TEXT, TEXT)]


def test_it_may_have_other_words() -> None:
    new = TEXT.replace("Avoid", "Do not make")
    assert told(read("a.md", f"-<!-- {TEXT} -->", f"+{new}")) == [("comment", "removed", "", TEXT, new)]


def test_text_is_hidden() -> None:
    found = read("a.md", f"-{TEXT}", f"+<!-- {TEXT} -->")
    assert told(found) == [("comment", "added", "", TEXT, TEXT)]


def test_marks_around_text_show_it() -> None:
    found = read("a.md", "-<!--", f" {TEXT}", " ", "--->")
    assert told(found) == [("comment", "removed", "", TEXT, TEXT)]


def test_marks_around_text_hide_it() -> None:
    found = read("a.md", "+<!--", f" {TEXT}", "+-->")
    assert told(found) == [("comment", "added", "", TEXT, TEXT)]


def test_text_in_the_place_of_a_comment_on_something_else_is_new() -> None:
    found = read("a.md", "-<!-- TODO: check this -->", f"+{TEXT}")
    assert told(found) == [("paragraph", "added", TEXT, "", "")]


def test_a_section_that_a_comment_hid_is_shown() -> None:
    found = read("a.md", "-<!-- ## Regions", "+## Regions", " ", f" {TEXT}", "--->")
    assert told(found) == [("comment", "removed", "Regions", "", "")]
