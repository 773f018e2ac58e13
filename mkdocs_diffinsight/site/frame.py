"""What pages are made for, besides the settings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

STYLESHEET = "assets/diffinsight.css"
SCRIPT = "assets/diffinsight.js"
"""Path below the site's sources."""


@dataclass(frozen=True)
class Frame:
    """The site around our pages."""

    theme_language: str
    theme_folders: Sequence[str]
    """Where templates are looked for before ours."""
    site_name: str
    site_url: str
    use_directory_urls: bool
