"""A damaged cache makes the same site as a whole one, or says what is wrong: nothing that was damaged is published."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from ..conftest import GitRepository, Project
from ..kept import files
from ..pictures import PNG

SITE: dict[str, Any] = {"site_url": "https://docs.example.org/", "theme": {"name": "material"}}
KEPT = (
    *(
        "files/**/*.page",
        "files/**/*.html",
        "files/**/*.md",
        "files/**/report.json",
        "files/**/*.xml",
        "search.entries",
    ),
    *("search.json", "around", "ranges/*.json", "ranges/*.listed", "site.json", "finished.json"),
)


def in_place(change: Callable[[bytes], bytes]) -> Callable[[Path], None]:
    """Write to a file so that its size and time tell nothing."""

    def damage(path: Path) -> None:
        status = path.stat()
        path.write_bytes(change(path.read_bytes()))
        os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))

    return damage


def elsewhere(path: Path) -> None:
    """Put a link in its place, to a file with the same content."""
    target = Path(tempfile.mkdtemp(dir=path.parents[-4])) / path.name
    shutil.copy(path, target)
    path.unlink()
    path.symlink_to(target)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()
    (path / "file").touch()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


FLIP = in_place(lambda data: data[: len(data) // 2] + bytes([data[len(data) // 2] ^ 1]) + data[len(data) // 2 + 1 :])
DAMAGES: dict[str, Callable[[Path], None]] = {
    "zeroed": in_place(lambda data: bytes(len(data))),
    "cut": in_place(lambda data: data[:-7]),
    "longer": in_place(lambda data: data + b" "),
    "empty": in_place(lambda _: b""),
    "gone": Path.unlink,
    "link": elsewhere,
    "folder": folder,
    "pipe": pipe,
}


@pytest.fixture
def built(project: Project, history: GitRepository, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A site with two reports, one of which shows a picture."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")  # MkDocs writes the date into the home page
    history.commit({"logo.png": PNG}, "v4")
    project.build_strictly({"repository": str(history.path), "ranges": ["v1...v2", "v3...v4"]}, **SITE)
    return project


def damaged(project: Project, pattern: str, damage: Callable[[Path], None]) -> None:
    paths = [path for path in project.cache.glob(pattern) if path.is_file()]
    assert paths
    for path in paths:
        damage(path)


def test_a_changed_byte_is_never_published(built: Project) -> None:
    expected = files(built.build("--strict"))
    for pattern in (*(f"pages/*/{kept}" for kept in KEPT), "pictures/*.png"):
        damaged(built, pattern, FLIP)
        assert files(built.build("--strict")) == expected, pattern


def test_a_changed_diff_is_read_again(built: Project) -> None:
    expected = files(built.build())
    damaged(built, "evidence/*/*/*.json", FLIP)
    shutil.rmtree(built.cache / "pages")
    build = built.build()
    assert files(build) == expected
    assert "is not used" in build.log


@pytest.mark.skipif(os.name == "nt", reason="there are no pipes, and links are for the few")
@pytest.mark.parametrize("kind", DAMAGES)
def test_other_damage_is_never_published(built: Project, kind: str) -> None:
    expected = files(built.build("--strict"))
    for pattern in (
        "pages/*/files/**/*.page",
        "pages/*/files/**/report.json",
        "pages/*/ranges/*.json",
        "pictures/*.png",
    ):
        damaged(built, pattern, DAMAGES[kind])
        assert files(built.build("--strict")) == expected, pattern


def test_a_cache_that_was_copied_makes_no_page_again(built: Project) -> None:
    """All times and numbers of files are others, and their content is the same."""
    expected = files(built.build("--strict"))
    shutil.move(built.cache, built.path / "original")
    shutil.copytree(built.path / "original", built.cache, copy_function=shutil.copyfile)
    before = {path: path.stat().st_mtime_ns for path in built.cache.glob("pages/*/files/**/*") if path.is_file()}
    assert files(built.build("--strict")) == expected
    assert {path: path.stat().st_mtime_ns for path in before} == before
