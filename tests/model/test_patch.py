"""Hunks, hashes and anchors."""

from __future__ import annotations

import dataclasses
import hashlib
import itertools

import pytest

from mkdocs_diffinsight.model.changes import FileChange, Status
from mkdocs_diffinsight.model.patch import diff_hash, item_ids, parse_hunks, range_hash

PATCH = "@@ -1,3 +1,3 @@ def f():\n a\n-b\n+c\n d"
CHANGE = FileChange("x.py", Status.MODIFIED, 1, 1, PATCH, "100644", "100644", "1" * 40, "2" * 40)


def test_lines_know_their_numbers_on_both_sides() -> None:
    [hunk] = parse_hunks("@@ -4,3 +9,3 @@\n a\n-b\n+c\n d")
    assert [(line.kind, line.text, line.old, line.new) for line in hunk.lines] == [
        (" ", "a", 4, 9),
        ("-", "b", 5, None),
        ("+", "c", None, 10),
        (" ", "d", 6, 11),
    ]


def test_a_hunk_knows_what_heads_its_part_of_the_file() -> None:
    assert parse_hunks(PATCH)[0].section == "def f():"


def test_lines_that_look_like_headers_stay_lines() -> None:
    """What a file has stands behind the kind of its line."""
    [first, second] = parse_hunks("@@ -1 +1 @@\n-@@ -9 +9 @@\n+--- x\n@@ -5,0 +6 @@\n++++ y")
    assert [line.text for line in first.lines] == ["@@ -9 +9 @@", "--- x"]
    assert [line.text for line in second.lines] == ["+++ y"]


def test_a_note_on_the_final_newline_belongs_to_its_hunk() -> None:
    [hunk, _] = parse_hunks("@@ -1 +1 @@\n-a\n+b\n\\ No newline at end of file\n@@ -5,0 +6 @@\n+c")
    assert [line.kind for line in hunk.lines] == ["-", "+", "\\"]


def test_a_context_line_without_its_space_is_empty() -> None:
    """Editors cut trailing white space off published patches."""
    [hunk] = parse_hunks("@@ -1,2 +1,3 @@\n a\n\n+b")
    assert [line.kind for line in hunk.lines] == [" ", " ", "+"]


@pytest.mark.parametrize("patch", [None, ""])
def test_no_patch_has_no_hunks(patch: str | None) -> None:
    assert parse_hunks(patch) == ()


def test_a_patch_that_is_none_is_refused() -> None:
    with pytest.raises(ValueError, match="not the header of a hunk"):
        parse_hunks("hello")


def test_the_same_change_elsewhere_in_the_file_has_the_same_hash() -> None:
    """A daily and a weekly range share their texts."""
    moved = dataclasses.replace(CHANGE, patch=PATCH.replace("-1,3 +1,3", "-51,3 +52,3"), old_blob="3" * 40)
    assert diff_hash(moved) == diff_hash(CHANGE)


@pytest.mark.parametrize(
    "different",
    [
        {"path": "y.py"},
        {"status": Status.RENAMED, "previous_path": "w.py"},
        {"new_mode": "100755"},
        {"patch": PATCH.replace("+c", "+C")},
        {"patch": PATCH.replace(" d", " D")},
        {"patch": None},
    ],
    ids=lambda different: "-".join(different),
)
def test_another_change_has_another_hash(different: dict[str, object]) -> None:
    assert diff_hash(dataclasses.replace(CHANGE, **different)) != diff_hash(CHANGE)  # type: ignore[arg-type]


def test_binary_changes_are_told_apart_by_their_content() -> None:
    binary = dataclasses.replace(CHANGE, patch=None, binary=True)
    assert diff_hash(binary) != diff_hash(dataclasses.replace(binary, new_blob="3" * 40))


def test_the_hash_of_a_report_does_not_depend_on_order() -> None:
    assert range_hash(["b", "a"]) == range_hash(["a", "b"])


def test_an_anchor_is_the_start_of_the_paths_md5() -> None:
    path = "docs/ガイド.md"
    assert item_ids([path]) == {path: "item-" + hashlib.md5(path.encode()).hexdigest()[:6]}


def test_paths_that_share_an_anchor_get_longer_ones_in_path_order() -> None:
    first, second = colliding_paths()
    ids = item_ids([second, first])
    assert ids[first] == "item-" + hashlib.md5(first.encode()).hexdigest()[:6]
    assert ids[second] == "item-" + hashlib.md5(second.encode()).hexdigest()[:8]


def colliding_paths() -> tuple[str, str]:
    """Two paths whose MD5 starts with the same six digits."""
    seen: dict[str, str] = {}
    for n in itertools.count():
        path = f"file-{n:06}"
        digest = hashlib.md5(path.encode()).hexdigest()[:6]
        if digest in seen:
            return seen[digest], path
        seen[digest] = path
    raise AssertionError
