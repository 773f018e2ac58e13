"""What changed targets of links have in common."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.findings import Action, Finding, Subject

from .sample import modified, summarize
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


@pytest.mark.parametrize(
    ("language", "told"),
    [
        (
            "en",
            "Links lead elsewhere now: “Reference guide” to `https://a.b/guide`, “Source” to `https://c.d/new` and "
            "“Package” to `https://e.f/acme`.",
        ),
        (
            "ja",
            "リンクの宛先が変わりました: 「Reference guide」は `https://a.b/guide`、「Source」は `https://c.d/new`、"
            "「Package」は `https://e.f/acme`。",
        ),
        (
            "zh",
            "链接现在指向别处：“Reference guide”指向 `https://a.b/guide`、“Source”指向 `https://c.d/new`和"
            "“Package”指向 `https://e.f/acme`。",
        ),
    ],
)
def test_a_line_of_links_is_told_by_their_targets(language: str, told: str) -> None:
    old = "[Reference](/api/@acme/core) | [Source](https://c.d/old/tree) | [Package](https://e.f/@acme/core)"
    new = "[Reference guide](https://a.b/guide) | [Source](https://c.d/new) | [Package](https://e.f/acme)"
    assert summarize(Rules(load_catalog(language)), modified("a.md", f"-{old}", f"+{new}")).explanation == told


def test_a_link_in_the_place_of_another_one_is_told_as_that(rules: Rules) -> None:
    change = modified("a.md", "-- [The questions of users](faq.md)", "+- [The catalog of models](models.md)")
    told = "The link “The questions of users” gave way to “The catalog of models”, which leads to `models.md`."
    assert summarize(rules, change).explanation == told


def test_words_that_became_a_link_lead_somewhere_now(rules: Rules) -> None:
    change = modified(
        "a.md", "-Use your models in Web Studio.", "+Use your models in the [Acme Web Studio](https://acme.example)."
    )
    told = summarize(rules, change).explanation
    assert told == (
        "The page now says “Acme Web Studio” instead of “Web Studio”: “Use your models in the Acme Web Studio”, "
        "where “Acme Web Studio” leads to `https://acme.example`."
    )
