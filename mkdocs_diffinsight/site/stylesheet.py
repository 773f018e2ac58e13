"""The stylesheet of reports: what all themes share, then what each of them needs."""

from __future__ import annotations

from pathlib import Path

ASSETS = Path(__file__).parent / "assets"
THEMES = ("material", "mkdocs", "readthedocs")
"""Each has a part of the stylesheet, and a site in the tests with browsers; for others, the common part has to do."""


def stylesheet() -> str:
    """All of its parts, in the order of their effect."""
    return "\n".join((ASSETS / f"{part}.css").read_text(encoding="utf-8") for part in ("common", *THEMES))
