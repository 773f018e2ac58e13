"""The figures that docs/cache.md tells are those of the code."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_diffinsight.analyze.files import images
from mkdocs_diffinsight.build import stores
from mkdocs_diffinsight.cache import tidy

PAGE = " ".join((Path(__file__).parents[1] / "docs" / "cache.md").read_text(encoding="utf-8").split())
WORDS = {1: "an", 2: "two", 3: "three", 4: "four", 5: "five"}


@pytest.mark.parametrize(
    "sentence",
    [
        f"There are at most {WORDS[stores.MOST]} folders of pages",
        f"at most {WORDS[stores.MOST]} times the pages of a site",
        f"one that nobody has used for {stores.DAYS} days is deleted by the next build",
        f"Diffs, pictures and mirrors that no build has used for {tidy.DAYS} days are deleted as well",
        f"what the builds of the last {tidy.DAYS} days have read of repositories",
        f"files that a build was writing more than {WORDS[tidy.HOURS]} hour ago and never finished",
        f"PNG, JPEG, GIF, WebP and AVIF of at most {images._MAX_KEPT['png'] // 10**6} MB",
        f"SVG of at most {images._MAX_KEPT['svg'] // 1000} KB",
    ],
)
def test_a_bound_is_told_as_it_is(sentence: str) -> None:
    assert sentence in PAGE
