"""Changes that are far larger than any other: very many lines, and a line that is very long."""

from __future__ import annotations

import random
import shutil
import subprocess
from pathlib import Path

from . import prose
from .sites import write_config

_IDENTITY = ("-c", "user.name=Test", "-c", "user.email=test@example.org")
_LINES = 100_000
_LINE = 1_000_000


def make_many_lines(folder: Path) -> None:
    """A site on a change of 100,000 lines: half of them are replaced by others."""
    chance = random.Random(1)  # noqa: S311
    old = [prose.sentence(chance) for _ in range(_LINES // 2)]
    new = [line.replace("the", "any", 1) if n % 3 else prose.sentence(chance) for n, line in enumerate(old)]
    _make_site(folder, "\n".join([*old, ""]), "\n".join([*new, ""]))


def make_long_line(folder: Path) -> None:
    """A site on the change of a line of a megabyte."""
    chance = random.Random(1)  # noqa: S311
    words = [chance.choice(prose.NOUNS) for _ in range(_LINE // 7)]
    new = [word if n % 50 else chance.choice(prose.ADJECTIVES) for n, word in enumerate(words)]
    _make_site(folder, f"{' '.join(words)}\n", f"{' '.join(new)}\n")


def _make_site(folder: Path, old: str, new: str) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    repository = folder / "repository"
    subprocess.run(["git", "init", "--quiet", repository], check=True)
    for version, text in enumerate((old, new), 1):
        (repository / "page.md").write_text(text, encoding="utf-8")
        subprocess.run(["git", "-C", repository, "add", "--all"], check=True)
        subprocess.run(["git", "-C", repository, *_IDENTITY, "commit", "--quiet", "--message", "Change"], check=True)
        subprocess.run(["git", "-C", repository, "tag", f"v{version}"], check=True)
    (folder / "docs").mkdir()
    (folder / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")
    options = {"repository": str(repository.resolve()), "ranges": ["v1...v2"], "summarizer": "rules"}
    plugins = ["search", {"diffinsight": options}]
    write_config(folder, {"site_name": "Extremes", "theme": {"name": "material"}, "plugins": plugins})
