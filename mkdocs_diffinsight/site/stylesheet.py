"""The stylesheet of reports: what all themes share, then what each of them needs."""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
THEMES = {path.stem: path for path in sorted((ASSETS / "themes").glob("*.css"))}
"""The parts of themes; for others, the common part has to do."""


def stylesheet() -> str:
    """All of its parts, in the order of their effect."""
    return "\n".join(part.read_text(encoding="utf-8") for part in (ASSETS / "common.css", *THEMES.values()))
