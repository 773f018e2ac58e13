"""Where diffs are shown, and how much of them."""

from __future__ import annotations

from mkdocs_diffinsight.site.diff.budget import diffs_elsewhere, shown_part


def patch(lines: int, width: int = 60) -> str:
    return "\n".join([f"@@ -0,0 +1,{lines} @@", *["+" + "x" * width] * lines])


def test_usual_diffs_are_on_the_page() -> None:
    assert diffs_elsewhere({"a": patch(100), "b": patch(400), "c": None}) == set()


def test_a_large_diff_is_elsewhere() -> None:
    assert diffs_elsewhere({"a": patch(100), "b": patch(2000)}) == {"b"}


def test_the_largest_of_many_diffs_are_elsewhere() -> None:
    """Until those that are left are not too much for a page."""
    small = {f"small-{n}": patch(100) for n in range(45)}
    assert diffs_elsewhere({**small, "b": patch(700), "a": patch(700), "c": patch(600)}) == {"a", "b"}


def test_the_bytes_of_a_diff_count() -> None:
    assert diffs_elsewhere({"a": "@@ -0,0 +1 @@\n+" + "日" * 40_000}) == {"a"}


def test_a_diff_is_shown_as_a_whole() -> None:
    assert shown_part(patch(2000)) == patch(2000)


def test_of_a_gigantic_diff_the_first_lines_are_shown() -> None:
    part = shown_part(patch(50_000, 5))
    assert part.count("\n") + 1 == 20_000
    assert patch(50_000, 5).startswith(part)


def test_the_file_of_a_gigantic_diff_is_no_gigantic_page() -> None:
    part = shown_part(patch(50_000, 200))
    assert patch(50_000, 200).startswith(f"{part}\n")
    assert 900_000 < len(part) < 1_200_000


def test_gigantic_lines_are_not_cut_in_two() -> None:
    """Their ends are hidden where they are shown, so they take little room."""
    assert shown_part(patch(3, 700_000)) == patch(3, 700_000)
    assert shown_part(patch(100, 700_000)).count("\n") == 59
