"""What changed targets of links have in common."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.findings import Action, Finding, Subject

from .telling import explain, found


def link(name: str, old: str, new: str) -> Finding:
    return Finding(Subject.LINK, Action.CHANGED, name, old, new)


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The links “Reference” and “Package” lead to `1.0.0-beta.3` instead of `1.0.0-beta.2`."),
        (
            "ja",
            "リンク「Reference」、「Package」の宛先のバージョンが `1.0.0-beta.2` から `1.0.0-beta.3` に変わりました。",
        ),
        ("zh", "链接“Reference”和“Package”指向的版本由 `1.0.0-beta.2` 改为 `1.0.0-beta.3`。"),
    ],
)
def test_another_version_in_targets_is_a_value(language: str, told: str) -> None:
    links = [
        link("Reference", "https://a.b/acme/1.0.0-beta.2/index.html", "https://a.b/acme/1.0.0-beta.3/index.html"),
        link("Package", "https://c.d/acme_1.0.0-beta.2", "https://c.d/acme_1.0.0-beta.3"),
    ]
    assert explain(Rules(load_catalog(language)), found(*links)).explanation == told


def test_the_same_words_in_many_targets_are_told_once(rules: Rules) -> None:
    links = [link(name, f"../old-studio/{name}.md", f"../new-portal/{name}.md") for name in "abcd"]
    told = explain(rules, found(*links)).explanation
    assert told == "Links lead to `new-portal` instead of `old-studio`."


def test_few_links_are_named_beside_wording(rules: Rules) -> None:
    wording = Finding(Subject.PUNCTUATION, Action.CHANGED, old="a", new="a.")
    told = explain(rules, found(link("Guide", "a.md", "b.md"), wording))
    assert told.explanation == "The link “Guide” leads to `b.md` instead of `a.md`. Besides, only wording changes."
    assert told.modification_title == "Link “Guide” leads to b.md"
