"""Pictures on the site, in real builds."""

from __future__ import annotations

import base64
import dataclasses
from pathlib import Path

import pytest

from mkdocs_diffinsight.cache.pictures import KeptPictures, blob_id
from mkdocs_diffinsight.model.findings import Findings, Form, Kind, Picture
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import RULES, FileSummary, Overview
from mkdocs_diffinsight.site.beside.pictures import Pictures

from ...conftest import Build, GitRepository, Project
from ...pictures import SVG, png
from ..sample import change, make_report, report_file

FOLDER = "reports/pictures"
OLD, NEW = png(64, 48), png(80, 60)
HOSTILE = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def pictures(repository: GitRepository) -> GitRepository:
    repository.commit({"a.png": OLD, "logo.svg": SVG, "a.md": "One.\n"}, "v1")
    repository.commit({"a.png": NEW, "logo.svg": HOSTILE, "page.png": b"<script>alert(1)</script>"}, "v2")
    return repository


def build(project: Project, repository: GitRepository) -> Build:
    return project.build_strictly({"repository": str(repository.path), "ranges": ["v1...v2"]})


def blob(repository: GitRepository, name: str) -> str:
    return repository.git("rev-parse", name)


def test_what_browsers_show_safely_is_published_under_its_content(project: Project, pictures: GitRepository) -> None:
    folder = build(project, pictures).site / FOLDER
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == {
        f"{blob(pictures, 'v1:a.png')}.png": OLD,
        f"{blob(pictures, 'v2:a.png')}.png": NEW,
    }


def test_a_picture_that_was_deleted_from_the_cache_comes_back(project: Project, pictures: GitRepository) -> None:
    build(project, pictures)
    for path in (project.cache / "pictures").iterdir():
        path.unlink()
    assert len(list((build(project, pictures).site / FOLDER).iterdir())) == 2


def test_the_data_tells_what_a_picture_was_and_is(project: Project, pictures: GitRepository) -> None:
    files = {file["path"]: file["pictures"] for file in build(project, pictures).report()["files"]}
    assert files["a.png"] == {
        "before": {"format": "png", "bytes": len(OLD), "width": 64, "height": 48},
        "after": {"format": "png", "bytes": len(NEW), "width": 80, "height": 60},
    }
    assert files["page.png"]["after"]["format"] == ""


def test_what_can_be_made_again_is_not_committed(project: Project, pictures: GitRepository) -> None:
    build(project, pictures)
    assert "\n*\n" in (project.cache / "pictures" / ".gitignore").read_text(encoding="utf-8")


def report_of(cache_dir: Path, *pictures: tuple[bytes, str]) -> Report:
    """A report on new pictures, each with its content and its format, that the cache holds."""
    files = []
    for content, name in pictures:
        blob = blob_id(content, 40)
        KeptPictures(cache_dir).keep(blob, name, content)
        findings = Findings(Kind.IMAGE, Form.CONTENT, pictures=(None, Picture(name, len(content), kept=True)))
        added = dataclasses.replace(change(f"{blob}.{name}"), new_blob=blob)
        files.append(report_file(added, findings, FileSummary("minor update", "T", (), RULES)))
    return make_report(files, Overview("", (), (), (), (), (), RULES))


def addresses(cache_dir: Path, report: Report) -> dict[str, str]:
    return Pictures(cache_dir, "reports").addresses(report, lambda uri: f"../{uri}")


def test_a_page_knows_the_file_of_each_picture(tmp_path: Path) -> None:
    report = report_of(tmp_path, (OLD, "png"), (NEW, "png"))
    blobs = [blob_id(content, 40) for content in (OLD, NEW)]
    assert addresses(tmp_path, report) == {blob: f"../reports/pictures/{blob}.png" for blob in blobs}


def test_a_drawing_is_a_part_of_the_page(tmp_path: Path) -> None:
    """Opened on its own, it would run its scripts on the site."""
    report = report_of(tmp_path, (HOSTILE, "svg"))
    assert Pictures(tmp_path, "reports").files([report]) == []
    head, _, data = addresses(tmp_path, report)[blob_id(HOSTILE, 40)].partition(",")
    assert (head, base64.b64decode(data)) == ("data:image/svg+xml;base64", HOSTILE)


def test_a_page_does_not_grow_with_every_drawing(tmp_path: Path) -> None:
    report = report_of(tmp_path, *((SVG + b" " * (30_000 + n), "svg") for n in range(40)))
    found = addresses(tmp_path, report)
    assert 0 < len(found) < 40
    assert sum(map(len, found.values())) < 1_000_000


@pytest.mark.parametrize("content", [None, b"", NEW, OLD[:-1]], ids=["gone", "empty", "another", "cut"])
def test_no_page_shows_a_picture_that_is_gone_or_damaged(tmp_path: Path, content: bytes | None) -> None:
    report = report_of(tmp_path, (OLD, "png"))
    path = KeptPictures(tmp_path).path(blob_id(OLD, 40), "png")
    if content is None:
        path.unlink()
    else:
        path.write_bytes(content)
    assert (addresses(tmp_path, report), Pictures(tmp_path, "reports").files([report])) == ({}, [])


def test_pictures_of_a_repository_with_longer_ids_are_known(tmp_path: Path) -> None:
    kept = KeptPictures(tmp_path)
    kept.keep(blob_id(OLD, 64), "png", OLD)
    assert kept.read(blob_id(OLD, 64), "png") == OLD
