"""Which lines of a diff a text can cite."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.findings import LineSpan
from mkdocs_diffinsight.model.patch import parse_hunks
from mkdocs_diffinsight.site.diff.line_addresses import LineAddresses
from mkdocs_diffinsight.site.diff.lines import FileDiff, render_diff

ITEM = "item-0a1b2c"
SHORT = "@@ -7,3 +9,3 @@\n a\n-b\n+c\n d"


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


SEVERAL = "@@ -2,4 +2,3 @@\n a\n-b\n\n+c\n-d\n@@ -9,0 +9,2 @@\n+e\n+f\n@@ -20,2 +21 @@\n-g\n h\n\\ No newline"


@pytest.mark.parametrize("patch", [SHORT, SEVERAL])
def test_addresses_are_the_ids_of_the_lines_on_the_page(patch: str) -> None:
    html = render_diff(load_catalog("en"), FileDiff(ITEM, "a.txt", patch))
    addresses = LineAddresses(patch, ITEM)
    for _, _, old, new in (line for hunk in parse_hunks(patch) for line in hunk.lines):
        place = f"{ITEM}-L{old}" if new is None else f"{ITEM}-R{new}"
        for side, number in (("L", old), ("R", new)):
            if number:
                assert addresses.find(LineSpan.parse(f"{side}{number}")) == place
                assert f'id="{place}"' in html
