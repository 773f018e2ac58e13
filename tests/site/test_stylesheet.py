"""The stylesheet: a part for each theme, beside what all share."""

from __future__ import annotations

import re

from mkdocs_diffinsight.site.stylesheet import ASSETS, THEMES, stylesheet

from ..themes import THEMES as TESTED

COMMON = (ASSETS / "common.css").read_text(encoding="utf-8")


def test_each_theme_has_its_part() -> None:
    assert all(path.read_text(encoding="utf-8") in stylesheet() for path in THEMES.values())
    assert stylesheet().startswith(COMMON)


def test_each_theme_is_tested() -> None:
    assert sorted(TESTED) == sorted(THEMES)


def test_what_all_themes_share_knows_none_of_them() -> None:
    assert re.findall(r"--(?:md|bs)-|\.(?:md|wy|bs|rst)-|data-(?:md|bs)-|readthedocs|Material|Bootstrap", COMMON) == []


def test_what_a_theme_says_is_used() -> None:
    said = set(re.findall(r"(--di-theme-[\w-]+):", stylesheet()))
    assert said == set(re.findall(r"var\((--di-theme-[\w-]+)", COMMON))
