"""What the tests of the cache share."""

from __future__ import annotations

from pathlib import Path

import pytest

from mkdocs_diffinsight.cache.texts import Cache


class Kept:
    """A cache, and what it warned of."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.warnings: list[str] = []
        self.folder = folder
        self.cache = Cache(folder, language, self.warnings.append)

    def file(self) -> Path:
        [path] = self.folder.rglob("*.json")
        return path


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "cache")
