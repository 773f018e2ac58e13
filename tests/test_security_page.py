"""The figures that docs/security.md tells are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_diffinsight import disk
from mkdocs_diffinsight.analyze.files import images
from mkdocs_diffinsight.commands import markdown_form as archive
from mkdocs_diffinsight.explain.server import connection, pace
from mkdocs_diffinsight.git import process as git_process
from mkdocs_diffinsight.site.diff import lines
from mkdocs_diffinsight.site.html import markdown

PAGE = (Path(__file__).parents[1] / "docs" / "security.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("what", "figure"),
    [
        ("Memory of a git", f"{git_process.MAX_MEMORY // 10**6:,} MB"),
        ("A line of code", f"{lines._MOST_HIGHLIGHTED:,} characters"),
        ("A paragraph", f"{markdown._LONGEST_PARAGRAPH:,} characters"),
        ("An answer of a model", f"{connection.LARGEST_ANSWER // 10**6} MB"),
        ("A pause", f"{pace.LONGEST_PAUSE / 60:.0f} minutes"),
        ("A file of the cache", f"{disk._MOST // 10**6:,} MB"),
        ("A published report", f"{archive._LONGEST_FRONT_MATTER:,} characters"),
        ("A published report", f"{archive._DEEPEST_FRONT_MATTER} levels"),
        ("A picture", f"{images._MAX_PIXELS // 10**6} million pixels"),
        ("A picture", f"{images._MAX_KEPT['png'] // 10**6} MB"),
        ("A picture", f"SVG {images._MAX_KEPT['svg'] // 1000} kB"),
    ],
)
def test_a_bound_is_told_as_it_is(what: str, figure: str) -> None:
    (row,) = (line for line in PAGE.splitlines() if line.startswith(f"| {what}"))
    assert figure in row
