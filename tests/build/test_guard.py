"""What of the cache is left aside: what a repository holds, and what is reached through links."""

from __future__ import annotations

import os
import shutil
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Build, GitRepository, Project
from ..kept import rewrite
from ..pictures import PNG

SCRIPT = "<script>alert(1)</script>"
SITE: dict[str, Any] = {"site_url": "https://docs.example.org/"}


@pytest.fixture
def site_repository(project: Project) -> GitRepository:
    """The repository that the site itself is in."""
    return GitRepository(project.path)


@pytest.fixture
def options(history: GitRepository) -> dict[str, Any]:
    history.commit({"logo.png": PNG}, "v4")
    return {"repository": str(history.path), "ranges": ["v1...v4"]}


def scripts(build: Build) -> list[Path]:
    assert "Traceback" not in build.log
    return [path for path in build.site.rglob("*") if path.is_file() and SCRIPT.encode() in path.read_bytes()]


def commit_cache(repository: GitRepository, *names: str) -> None:
    """As a pull request that adds these parts of it, whatever `.gitignore` says."""
    repository.git("add", "--force", *(f".diffinsight/{name}" for name in names))
    repository.git("commit", "--quiet", "--message", "Add texts")


def test_pages_that_the_repository_holds_are_not_published(
    project: Project, site_repository: GitRepository, options: dict[str, Any]
) -> None:
    """Though every checksum is right."""
    expected = project.build_strictly(options, **SITE).report_html()
    for pattern in ("files/**/*.page", "files/**/*.html"):
        assert rewrite(project.cache, pattern, b'id="summary-table"', b'id="summary-table"' + SCRIPT.encode())
    assert len(scripts(project.build("--strict"))) > 0  # nothing tells these pages from our own
    commit_cache(site_repository, "pages")
    build = project.build()
    assert scripts(build) == []
    assert build.report_html() == expected
    assert f"{project.cache / 'pages'} is left aside, as the repository holds it" in build.log
    assert project.build("--strict").status == 1


@pytest.mark.parametrize("name", ["evidence", "pictures", "mirrors", "pages"])
def test_a_warning_names_what_the_repository_holds(
    project: Project, site_repository: GitRepository, options: dict[str, Any], name: str
) -> None:
    project.build_strictly(options)
    (project.cache / name).mkdir(exist_ok=True)
    (project.cache / name / "more").write_text("x", encoding="utf-8")
    commit_cache(site_repository, name)
    before = {path: path.stat().st_mtime_ns for path in (project.cache / name).rglob("*")}
    build = project.build()
    assert build.status == 0
    assert build.log.count("is left aside") == 1
    assert {path: path.stat().st_mtime_ns for path in (project.cache / name).rglob("*")} == before


def test_texts_that_the_repository_holds_are_used(
    project: Project, site_repository: GitRepository, options: dict[str, Any]
) -> None:
    project.build_strictly(options)
    site_repository.git("add", "--all")
    site_repository.git("commit", "--quiet", "--message", "All that is not left out")
    assert project.build("--strict").status == 0


def test_files_that_look_like_a_repository_hide_nothing(
    project: Project, site_repository: GitRepository, options: dict[str, Any]
) -> None:
    project.build_strictly(options)
    commit_cache(site_repository, "pages")
    GitRepository(project.path.parent / "other", "--bare")
    for name in ("HEAD", "config", "objects", "refs"):
        (project.path.parent / "other" / name).rename(project.cache / name)
    assert "is left aside" in project.build().log


needs_links = pytest.mark.skipif(os.name == "nt", reason="links are for the few")


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A folder whose files look like those of the cache, and are somebody's own."""
    folder = tmp_path / "outside"
    for name in ("v1/ab/x.json", "files/reports/mine.md", "ranges/mine.json", ".new-0123456789abcdef", "mine"):
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("mine", encoding="utf-8")
        os.utime(path, (1, 1))
    return folder


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


PLACES = (
    *(
        "pages",
        "pages/{key}",
        "pages/{key}/files",
        "pages/{key}/files/reports",
        "pages/{key}/ranges",
        "pages/{key}/.lock",
    ),
    *("evidence", "evidence/{version}", "pictures", "mirrors", "followed", "answers"),
)


@needs_links
@pytest.mark.parametrize("place", PLACES)
def test_nothing_is_written_or_deleted_through_a_link(
    project: Project, options: dict[str, Any], outside: Path, place: str
) -> None:
    options = {**options, "ranges": [*options["ranges"], {"since": "v2"}]}
    expected = project.build_strictly(options).report_html()
    [key] = [path.name for path in (project.cache / "pages").iterdir() if path.is_dir()]
    [version] = [path.name for path in (project.cache / "evidence").iterdir() if path.is_dir()]
    link = project.cache / place.format(key=key, version=version)
    if link.is_dir():
        shutil.rmtree(link)
    link.unlink(missing_ok=True)
    link.symlink_to(outside / "mine" if link.name == ".lock" else outside)
    before = state(outside)
    build = project.build()
    assert build.status == 0, build.log
    assert "Traceback" not in build.log
    assert build.report_html() == expected
    assert state(outside) == before


@needs_links
def test_a_cache_that_is_a_link_of_the_repository_is_refused(
    project: Project, site_repository: GitRepository, options: dict[str, Any], outside: Path
) -> None:
    project.cache.symlink_to(outside)
    before = state(outside)
    project.configure(options)
    assert project.build().status == 0  # it is the user's own
    shutil.rmtree(outside / "pages")
    site_repository.git("add", ".diffinsight")
    site_repository.git("commit", "--quiet", "--message", "Link")
    build = project.build()
    assert build.status == 1
    assert "a link that the repository holds" in build.log
    assert state(outside).keys() >= before.keys()
    assert not (outside / "pages").exists()
