"""Pointers of Git LFS."""

from __future__ import annotations

import hashlib

import pytest

from mkdocs_diffinsight.analyze.files.lfs import has_content, read_pointer
from mkdocs_diffinsight.model.findings import LfsObject

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
