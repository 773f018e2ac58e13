"""The diff of a file as HTML."""

from __future__ import annotations

import re
from html import unescape

import pytest

from mkdocs_diffinsight.findings import LineSpan
from mkdocs_diffinsight.site.diff_html import LineAddresses, render_diff

ITEM = "item-0a1b2c"
SHORT = "@@ -7,3 +9,3 @@\n a\n-b\n+c\n d"
PATCH = "@@ -1,3 +1,3 @@ # <Title>\n a\n-b & c\n+<script>\n d\n\\ No newline at end of file"


def test_the_text_of_the_page_is_the_patch() -> None:
    """So that a copy from the page can be applied."""
    assert unescape(re.sub(r"<[^>]+>", "", render_diff(PATCH, ITEM))) == PATCH


def test_each_line_says_what_it_is() -> None:
    tags = [line[1:].partition(">")[0].split()[0] for line in render_diff(PATCH, ITEM).split("\n")]
    assert tags == ["span", "span", "del", "ins", "span", "small"]


def test_text_of_the_repository_is_escaped() -> None:
    assert '<ins id="item-0a1b2c-R2">+&lt;script&gt;</ins>' in render_diff(PATCH, ITEM)


def test_changed_line_endings_are_visible() -> None:
    html = render_diff("@@ -1 +1 @@\n-a\r\n+a", ITEM)
    assert '<del id="item-0a1b2c-L1">-a␍</del>\n<ins id="item-0a1b2c-R1">+a</ins>' in html


def test_line_endings_that_all_agree_are_not_shown() -> None:
    """A carriage return would be a line break of its own in HTML."""
    html = render_diff("@@ -1 +1 @@\n-a\r\n+b\r", ITEM)
    assert '<del id="item-0a1b2c-L1">-a</del>\n<ins id="item-0a1b2c-R1">+b</ins>' in html


def test_a_carriage_return_inside_a_line_is_visible() -> None:
    assert "a␍b" in render_diff("@@ -0,0 +1 @@\n+a\rb", ITEM)


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert "caf\N{REPLACEMENT CHARACTER}" in render_diff("@@ -0,0 +1 @@\n+caf\udce9", ITEM)


def test_each_line_has_the_address_of_its_number() -> None:
    """In the new file, or in the old one where it was deleted."""
    html = render_diff("@@ -8,3 +8,3 @@\n a\n-b\n+c\n d\n\\ No newline at end of file", ITEM)
    assert re.findall(r' id="([^"]+)"', html) == [f"{ITEM}-{line}" for line in ("R8", "L9", "R9", "R10")]


@pytest.mark.parametrize(
    ("cited", "links"),
    [
        ("R3 R3", "R3"),
        ("R2 R3", "R2-R3"),
        ("R5 R2 R3", "R2-R5"),
        ("R2 R6", "R2 R6"),
        ("L2 R2", "R2"),
        ("L2-L3 R5", "R5"),
        ("L2", "L2"),
        ("L12 R6", "R6 L12"),
        ("R1 L1 R90 L90", "L1 R1 L90 R90"),
    ],
)
def test_links_to_lines_are_as_few_as_it_takes(cited: str, links: str) -> None:
    """Lines 2 and 3 are replaced by the new lines 2 to 6; line 12 is gone."""
    patch = "@@ -1,4 +1,7 @@\n a\n-b\n-c\n+d\n+e\n+f\n+g\n+h\n i\n@@ -11,2 +14,1 @@\n j\n-k"
    brief = LineAddresses(patch, ITEM).brief(map(LineSpan.parse, cited.split()))
    assert " ".join(map(str, brief)) == links


@pytest.mark.parametrize(
    ("lines", "line"),
    [("R10", "R10"), ("L8", "L8"), ("L9", "R11"), ("L9-L40", "R11"), ("R2-R9", "R9"), ("R12", None), ("L6", None)],
)
def test_lines_that_a_text_cites_lead_to_the_first_that_is_shown(lines: str, line: str | None) -> None:
    """A line of the context has one address, the new file's."""
    addresses = LineAddresses(SHORT, ITEM)
    assert addresses.find(LineSpan.parse(lines)) == (line and f"{ITEM}-{line}")
