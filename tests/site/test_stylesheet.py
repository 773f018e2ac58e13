"""The stylesheet: a part for each theme, beside what all share."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from mkdocs_diffinsight.site.stylesheet import ASSETS, THEMES, stylesheet

CONFTEST = Path(__file__).parents[1] / "browser" / "conftest.py"
COMMON = (ASSETS / "common.css").read_text(encoding="utf-8")


def test_each_theme_has_its_part() -> None:
    assert {path.stem for path in ASSETS.glob("*.css")} == {"common", *THEMES}
    assert all((ASSETS / f"{theme}.css").read_text(encoding="utf-8") in stylesheet() for theme in THEMES)
    assert stylesheet().startswith(COMMON)


def test_browsers_are_tested_with_each_theme() -> None:
    [themes] = [
        node.value
        for node in ast.parse(CONFTEST.read_text(encoding="utf-8")).body
        if isinstance(node, ast.AnnAssign) and ast.unparse(node.target) == "THEMES"
    ]
    assert isinstance(themes, ast.Dict)
    assert sorted(ast.literal_eval(key) for key in themes.keys if key) == sorted(THEMES)


def test_what_all_themes_share_knows_none_of_them() -> None:
    assert re.findall(r"--(?:md|bs)-|\.(?:md|wy|bs|rst)-|data-(?:md|bs)-|readthedocs|Material|Bootstrap", COMMON) == []


def test_what_a_theme_says_is_used() -> None:
    said = set(re.findall(r"(--di-theme-[\w-]+):", stylesheet()))
    assert said == set(re.findall(r"var\((--di-theme-[\w-]+)", COMMON))
