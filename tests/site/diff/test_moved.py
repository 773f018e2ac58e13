"""Which deleted lines were added elsewhere."""

from __future__ import annotations

from mkdocs_diffinsight.site.diff.moved import Block, find_moved

LONG, OTHER = "a line of enough letters and digits", "another line of enough letters"


def test_a_block_that_stands_elsewhere_has_moved() -> None:
    assert find_moved([f"-{LONG}", "-", f"-{OTHER}", " x", f"+{LONG}", "+", f"+{OTHER}"]) == [Block(0, 4, 3)]


def test_a_block_ends_where_the_lines_differ() -> None:
    assert find_moved([f"-{LONG}", "-one", " x", f"+{LONG}", "+two"]) == [Block(0, 3, 1)]


def test_small_lines_alone_have_not_moved() -> None:
    """As for `git diff --color-moved`: it takes 20 letters and digits."""
    assert find_moved(["-}", "-  return None", " x", "+}", "+  return None"]) == []


def test_small_lines_have_moved_with_their_block() -> None:
    assert find_moved([f"-{LONG}", "-}", " x", f"+{LONG}", "+}"]) == [Block(0, 3, 2)]


def test_empty_lines_before_a_block_have_moved_with_it() -> None:
    fillers = ["+", " x"] * 10
    assert find_moved(["-", f"-{LONG}", " x", *fillers, "+", f"+{LONG}"]) == [Block(0, 23, 2)]


def test_a_line_is_part_of_one_block() -> None:
    rows = [f"-{LONG}", "-", f"-{OTHER}", " x", f"+{LONG}", "+", " y", "+", f"+{OTHER}"]
    assert find_moved(rows) == [Block(0, 4, 2), Block(2, 8, 1)]


def test_the_longest_of_several_places_is_taken() -> None:
    rows = [f"-{LONG}", f"-{OTHER}", " x", f"+{LONG}", " y", f"+{LONG}", f"+{OTHER}"]
    assert find_moved(rows) == [Block(0, 5, 2)]


def test_a_place_is_taken_once() -> None:
    assert find_moved([f"-{LONG}", f"-{LONG}", " x", f"+{LONG}"]) == [Block(0, 3, 1)]


def test_copies_of_one_line_are_found_in_linear_time() -> None:
    """A quadratic search would take minutes."""
    rows = [*[f"-{LONG}"] * 20_000, " x", *[f"+{LONG}"] * 20_000]
    assert find_moved(rows) == [Block(0, 20_001, 20_000)]


def test_fillers_are_passed_over_in_linear_time() -> None:
    """A quadratic search would take minutes."""
    assert find_moved([*["-"] * 20_000, " x", *["+"] * 20_000]) == []
