"""What pages are made for, besides the settings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

STYLESHEET = "assets/diffinsight.css"
SCRIPT = "assets/diffinsight.js"
"""Path below the site's sources."""


@dataclass(frozen=True)
class Frame:
    """The site around our pages."""

    theme_language: str
    """The language of pages that are in no language with a site of its own."""
    theme_folders: Sequence[str]
    """Where templates are looked for before ours."""
    site_name: str
    site_url: str
    use_directory_urls: bool
    homes: Mapping[str, str] = field(default_factory=dict)
    """The folders of sites in a language of their own, by language; none for the one at the top."""
    tags: Sequence[str] | None = None
    """Those that the site allows; nothing where it allows all."""
