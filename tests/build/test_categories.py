"""Which files a pattern names, and which category takes a file."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.build.categories import category_of, group, matches, touches
from mkdocs_diffinsight.model.changes import FileChange, Status


def changed(path: str, previous_path: str | None = None) -> FileChange:
    status = Status.RENAMED if previous_path else Status.MODIFIED
    return FileChange(path, status, 1, 1, None, "100644", "100644", "0", "1", previous_path)


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("docs/a.md", "docs/"),
        ("docs/a.md", "docs"),
        ("docs/a.md", "./docs"),
        ("docs/a.md", "docs/a.md"),
        ("docs/deep/a.md", "docs/*.md"),
        ("a/b/poetry.lock", "*.lock"),
        ("poetry.lock", "*.lock"),
        ("docs/a.md", "docs/**/*.md"),
        ("docs/b/c/a.md", "docs/**/*.md"),
        ("docs/[a].md", "docs/[a].md"),
        ("v1-docs/x/a.md", "v?-docs/"),
        ("any", "*"),
    ],
)
def test_a_pattern_names_a_path(path: str, pattern: str) -> None:
    assert matches(path, [pattern])


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("docs-old/a.md", "docs"),
        ("src/docs/a.md", "docs/"),
        ("a.lock.txt", "*.lock"),
        ("docs/A.md", "docs/a.md"),
        ("docs/a.md", "docs/*.txt"),
    ],
)
def test_a_pattern_does_not_name_a_path(path: str, pattern: str) -> None:
    assert not matches(path, [pattern])


def test_the_first_category_takes_a_file() -> None:
    categories = {"api": ["docs/api/"], "docs": ["docs/"]}
    assert category_of(changed("docs/api/x.md"), categories) == "api"


def test_a_file_that_left_every_category_stays_in_its_last() -> None:
    """Its readers want to know that it is gone."""
    assert category_of(changed("attic/x.md", "docs/x.md"), {"docs": ["docs/"]}) == "docs"


def test_the_path_of_today_goes_before_the_former_one() -> None:
    categories = {"docs": ["docs/"], "attic": ["attic/"]}
    assert category_of(changed("attic/x.md", "docs/x.md"), categories) == "attic"


def test_what_no_category_matches_has_one_of_its_own() -> None:
    groups = group([changed("x")], {"docs": ["docs/"]}, "other")
    assert {name: [change.path for change in changes] for name, changes in groups.items()} == {
        "docs": [],
        "other": ["x"],
    }


def test_what_no_category_matches_can_be_dropped() -> None:
    assert group([changed("x")], {"docs": ["docs/"]}, None) == {"docs": []}


def test_without_categories_all_files_are_together() -> None:
    assert group([changed("x")], {}, "other") == {None: [changed("x")]}


def test_a_limit_on_paths_keeps_what_moved_out() -> None:
    assert touches(changed("attic/x.md", "docs/x.md"), ["docs/"])


def test_no_limit_on_paths_keeps_everything() -> None:
    assert touches(changed("x"), [])
