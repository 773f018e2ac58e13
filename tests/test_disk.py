"""The map of the folder `cache_dir`."""

from __future__ import annotations

import re
from pathlib import Path

from mkdocs_diffinsight.disk import Part

DOCUMENT = (Path(__file__).parents[1] / "docs" / "cache.md").read_text(encoding="utf-8")


def test_the_documentation_has_every_part() -> None:
    assert set(re.findall(r"^  (\w+)/", DOCUMENT, re.MULTILINE)) == set(Part)
