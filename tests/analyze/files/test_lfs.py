"""Pointers of Git LFS."""

from __future__ import annotations

import hashlib

import pytest

from mkdocs_diffinsight.analyze.files.lfs import has_content, read_pointer
from mkdocs_diffinsight.model.findings import LfsObject

from ...conftest import GitRepository, Project

ID = "0123456789abcdef" * 4
POINTER = f"version https://git-lfs.github.com/spec/v1\noid sha256:{ID}\nsize 12345\n".encode()


@pytest.mark.parametrize(
    "content",
    [
        POINTER,
        POINTER.replace(b"\n", b"\r\n"),
        POINTER.removesuffix(b"\n"),
        POINTER.replace(b"oid", b"ext-0-foo sha256:1\noid"),
        POINTER.replace(b"git-lfs.github", b"hawser.github"),
    ],
)
def test_a_pointer_says_what_is_stored(content: bytes) -> None:
    assert read_pointer(content) == LfsObject(ID, 12345)


@pytest.mark.parametrize(
    "content",
    [
        None,
        b"",
        b"# How to use LFS\n\n" + POINTER,
        POINTER + b"more\n",
        POINTER.replace(ID.encode(), b"x" * 64),
        POINTER.replace(b"12345", b"-1"),
        POINTER.replace(b"oid", b"ext-0-foo " + b"x" * 2000 + b"\noid"),
    ],
)
def test_anything_else_is_none(content: bytes | None) -> None:
    assert read_pointer(content) is None


def test_the_content_is_known_by_its_hash() -> None:
    stored = LfsObject(hashlib.sha256(b"content").hexdigest(), 7)
    assert has_content(stored, b"content")
    assert not has_content(stored, b"contend")
    assert not has_content(stored, None)


def test_a_page_shows_what_is_stored_and_not_the_pointer(repository: GitRepository, project: Project) -> None:
    """Neither as the rows of a table nor as a picture, which are elsewhere."""
    names = "prices.csv", "logo.png"
    repository.commit(dict.fromkeys(names, POINTER), "v1")
    repository.commit(dict.fromkeys(names, POINTER.replace(b"0123", b"4567").replace(b"12345", b"23456")), "v2")
    build = project.build_strictly({"repository": str(repository.path), "ranges": ["v1...v2"]})
    told = [file["explanation"] for file in build.report()["files"]]
    assert len(told) == 2
    assert all(text.endswith("stored with Git LFS; its size goes from 12.3 kB to 23.5 kB.") for text in told)
    assert "<img" not in build.report_html()
