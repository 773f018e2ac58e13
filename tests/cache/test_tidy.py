"""What is deleted of the cache, and what never is."""

from __future__ import annotations

import os
import time
from pathlib import Path
from typing import Any

import pytest

from mkdocs_diffinsight.cache.tidy import tidy

from ..conftest import GitRepository, Project
from ..kept import add_text
from ..pictures import PNG

DAY = 24 * 60 * 60


def age(path: Path, seconds: float) -> None:
    then = time.time() - seconds
    os.utime(path, (then, then))


@pytest.mark.parametrize("name", [".new-0123456789abcdef", ".ab12.json.abcd_12x"])
@pytest.mark.parametrize(
    "folder", ["summaries/en/ab", "overviews/ja/cd", "answers/en/ef", "evidence/v5/ab", "pages/x/ranges"]
)
def test_what_a_killed_build_was_writing_goes_after_an_hour(tmp_path: Path, folder: str, name: str) -> None:
    half, new, whole = (tmp_path / folder / one for one in (name, f"{name[:-1]}0", "ab12.json"))
    half.parent.mkdir(parents=True)
    for path in (half, new, whole):
        path.touch()
    age(half, 2 * 60 * 60)
    age(new, 60)
    age(whole, DAY)
    tidy(tmp_path, tmp_path)
    assert sorted(path for path in half.parent.iterdir()) == sorted([new, whole])


@pytest.fixture
def built(project: Project, history: GitRepository) -> tuple[Project, dict[str, Any]]:
    history.commit({"logo.png": PNG}, "v4")
    options = {"repository": str(history.path), "ranges": ["v1...v4"]}
    build = project.build_strictly(options)
    add_text(project, build)
    return project, options


def test_what_nobody_has_used_for_long_goes_and_texts_stay(built: tuple[Project, dict[str, Any]]) -> None:
    project, options = built
    project.build_strictly({**options, "ranges": ["v1...v2"]})
    files = [path for path in project.cache.rglob("*") if path.is_file()]
    for path in files:
        age(path, 40 * DAY)
    assert project.build("--strict").status == 0
    left = {path.relative_to(project.cache).parts[0] for path in files if path.exists()}
    assert "summaries" in left
    assert [path.name for path in (project.cache / "pictures").iterdir()] == [".gitignore"]
    assert len(list(project.cache.glob("evidence/v*/*/*.json"))) == 1  # of the range that is still asked for


def test_what_is_used_is_kept(built: tuple[Project, dict[str, Any]]) -> None:
    """Though the pages are taken as they are, and neither diffs nor pictures are read."""
    project, _ = built
    project.build("--strict")
    for path in [*project.cache.glob("evidence/**/*"), *project.cache.glob("pictures/*")]:
        age(path, 40 * DAY)
    before = sorted(project.cache.glob("evidence/v*/*/*.json")) + sorted(project.cache.glob("pictures/*.png"))
    assert len(before) == 2
    assert project.build("--strict").status == 0
    assert all(path.exists() for path in before)
