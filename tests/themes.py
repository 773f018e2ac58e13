"""The themes that are tested: how a site sets each up, and where it has what every theme has."""

from __future__ import annotations

from typing import Any, NamedTuple


class Theme(NamedTuple):
    """A theme, with selectors of its own elements."""

    config: dict[str, Any]
    search: tuple[str | None, str, str]
    """What opens the search, where to type, and the results."""
    previous: str
    next: str


THEMES: dict[str, Theme] = {
    "material": Theme(
        # Its schemes are not there without a palette.
        {"name": "material", "font": False, "palette": {"scheme": "default"}, "features": ["navigation.footer"]},
        ("[data-md-component='search-query']", "[data-md-component='search-query']", ".md-search-result__item"),
        ".md-footer__link--prev",
        ".md-footer__link--next",
    ),
    "mkdocs": Theme(
        {"name": "mkdocs"},
        ("[data-bs-target='#mkdocs_search_modal']", "#mkdocs-search-query", "#mkdocs-search-results article"),
        "a[rel='prev']",
        "a[rel='next']",
    ),
    "readthedocs": Theme(
        {"name": "readthedocs"},
        (None, "#mkdocs-search-query", "#mkdocs-search-results article"),
        ".rst-footer-buttons a.float-left",
        ".rst-footer-buttons a.float-right",
    ),
}
CONFIGS: dict[str, dict[str, Any]] = {name: theme.config for name, theme in THEMES.items()}
