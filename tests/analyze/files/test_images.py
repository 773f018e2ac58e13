"""Pictures before and after a change."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.read import read_changes
from mkdocs_diffinsight.model.changes import FileChange, FileMode, Status
from mkdocs_diffinsight.model.findings import Findings, Picture

from ...pictures import SVG, png

OLD, NEW = "a" * 40, "b" * 40


def read(path: str, contents: dict[str, bytes], sizes: dict[str, int] | None = None) -> Findings:
    modes = FileMode.REGULAR, FileMode.REGULAR
    change = FileChange(path, Status.MODIFIED, 0, 0, None, *modes, OLD, NEW, binary=True)
    known = {blob: len(content) for blob, content in contents.items()} if sizes is None else sizes
    (found,) = read_changes((change,), contents, sizes=known)
    return found


def picture(content: bytes, path: str = "a.png") -> Picture | None:
    return read(path, {NEW: content}).pictures[1]


def test_a_picture_is_known_before_and_after() -> None:
    old, new = png(640, 480), png(800, 600)
    assert read("a.png", {OLD: old, NEW: new}).pictures == (
        Picture("png", len(old), 640, 480, kept=True),
        Picture("png", len(new), 800, 600, kept=True),
    )


@pytest.mark.parametrize(
    ("content", "name", "kept"),
    [
        (b"\xff\xd8\xff\xe0", "jpeg", True),
        (b"GIF89a\x01\0\x01\0", "gif", True),
        (b"RIFF\0\0\0\0WEBPVP8 ", "webp", True),
        (b"\0\0\0\x20ftypavif", "avif", True),
        (b"\0\0\0\x20ftypmif1\0\0\0\0mif1avif", "avif", True),
        (b"BM\0\0\0\0\0\0\0\0", "bmp", False),
        (b"\0\0\1\0\1\0", "ico", False),
        (b"II*\0", "tiff", False),
        (SVG, "svg", True),
        (b"\xef\xbb\xbf<?xml version='1.0'?>\n<!-- <svg> -->\n<!DOCTYPE svg [<!ENTITY a 'b'>]>\n" + SVG, "svg", True),
        (b"<html><svg></svg></html>", "", False),
        (b"<script>alert(1)</script>", "", False),
        (b"version https://git-lfs.example/spec/v1", "", False),
        (b"", "", False),
    ],
)
def test_the_content_tells_the_format_whatever_the_name(content: bytes, name: str, kept: bool) -> None:
    found = picture(content)
    assert found
    assert (found.format, found.bytes, found.kept) == (name, len(content), kept)


def test_many_comments_before_an_svg_cost_no_time() -> None:
    found = picture(b"<!---->" * 500 + b"<html>", "a.svg")
    assert found
    assert found.format == ""


def test_a_drawing_may_be_too_big_to_be_a_part_of_a_page() -> None:
    found = picture(SVG + b" " * 40_000, "a.svg")
    assert found == Picture("svg", len(SVG) + 40_000, 30, 20)


def test_a_picture_that_unfolds_beyond_measure_is_not_shown() -> None:
    found = picture(png(60_000, 60_000))
    assert found
    assert (found.width, found.kept) == (60_000, False)


def test_what_is_too_big_to_be_read_has_its_true_size() -> None:
    found = read("a.JPG", {}, {NEW: 9_000_000})
    assert found.pictures == (None, Picture("jpeg", 9_000_000))


def test_a_file_that_is_no_picture_by_its_name_has_none() -> None:
    assert read("a.bin", {OLD: png(1, 1), NEW: png(2, 2)}).pictures == (None, None)
