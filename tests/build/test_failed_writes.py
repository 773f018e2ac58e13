"""A file that could not be written is made by the next build: nothing is kept of what was made from less than all."""

from __future__ import annotations

import errno
import shutil
from collections.abc import Iterable

import pytest

from mkdocs_diffinsight.disk import Folder

from ..conftest import GitRepository, Project
from ..in_process import build_here
from ..kept import files
from ..pictures import PNG


@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # what a program's end would close
def test_after_a_write_that_failed_the_site_is_as_ever(
    project: Project, history: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each write of a build in turn: of pages, pictures, lists, feeds and records."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # MkDocs writes the date into the home page
    history.commit({"logo.png": PNG}, "v4")
    options = {"repository": str(history.path), "ranges": ["v3...v4"]}
    project.configure(options, site_url="https://docs.example.org/")
    create = Folder._create
    writes = failing = 0

    def write(folder: Folder, name: str, pieces: Iterable[bytes]) -> int:
        nonlocal writes
        writes += 1
        if writes != failing:
            return create(folder, name, pieces)
        create(folder, name, [b"".join(pieces)[:100]])
        raise OSError(errno.ENOSPC, "No space left on device", name)

    monkeypatch.setattr(Folder, "_create", write)
    expected = files(build_here(project))
    assert any(name.endswith(".png") for name in expected)
    for failing in range(1, writes + 1):
        shutil.rmtree(project.cache)
        writes = 0
        build_here(project)
        assert writes >= failing
        assert files(build_here(project)) == expected, failing
