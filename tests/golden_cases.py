"""The cases of `tests/golden`: histories of a few commits, a folder for each of them."""

from __future__ import annotations

import shutil
from pathlib import Path

from .conftest import GitRepository

CASES = Path(__file__).parent / "golden"


def commit_history(repository: GitRepository, history: Path) -> None:
    """Commit each folder, tagged with its number."""
    for folder in sorted(history.iterdir(), key=lambda folder: int(folder.name)):
        for path in repository.path.iterdir():
            if path.name != ".git":
                shutil.rmtree(path) if path.is_dir() else path.unlink()
        # Without their times: git takes a file of the same size and time for unchanged.
        shutil.copytree(folder, repository.path, copy_function=shutil.copy, dirs_exist_ok=True)
        repository.commit({}, folder.name)
