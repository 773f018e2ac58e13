"""Which lines of a diff a text can cite."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.findings import LineSpan
from mkdocs_diffinsight.site.diff.addresses import LineAddresses

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
