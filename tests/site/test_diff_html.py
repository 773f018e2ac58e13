"""The diff of a file as HTML."""

from __future__ import annotations

import re
from html import unescape

from mkdocs_diffinsight.site.diff_html import render_diff

PATCH = "@@ -1,3 +1,3 @@ # <Title>\n a\n-b & c\n+<script>\n d\n\\ No newline at end of file"


def test_the_text_of_the_page_is_the_patch() -> None:
    """So that a copy from the page can be applied."""
    assert unescape(re.sub(r"<[^>]+>", "", render_diff(PATCH))) == PATCH


def test_each_line_says_what_it_is() -> None:
    classes = [line.split('"')[1] for line in render_diff(PATCH).split("\n")]
    assert classes == ["di-hunk", "di-context", "di-deleted", "di-added", "di-context", "di-note"]


def test_text_of_the_repository_is_escaped() -> None:
    assert '<span class="di-added">+&lt;script&gt;</span>' in render_diff(PATCH)


def test_changed_line_endings_are_visible() -> None:
    html = render_diff("@@ -1 +1 @@\n-a\r\n+a")
    assert '<span class="di-deleted">-a␍</span>\n<span class="di-added">+a</span>' in html


def test_line_endings_that_all_agree_are_not_shown() -> None:
    """A carriage return would be a line break of its own in HTML."""
    html = render_diff("@@ -1 +1 @@\n-a\r\n+b\r")
    assert '<span class="di-deleted">-a</span>\n<span class="di-added">+b</span>' in html


def test_a_carriage_return_inside_a_line_is_visible() -> None:
    assert "a␍b" in render_diff("@@ -0,0 +1 @@\n+a\rb")


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert "caf\N{REPLACEMENT CHARACTER}" in render_diff("@@ -0,0 +1 @@\n+caf\udce9")
