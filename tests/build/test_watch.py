"""Words to look out for."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from mkdocs_diffinsight.build.watch import Watch
from mkdocs_diffinsight.model.findings import Evidence, Findings, Form, Kind
from mkdocs_diffinsight.model.patch import diff_hash
from mkdocs_diffinsight.model.texts import RULES, FileSummary, Statement

from ..site.sample import change


@pytest.mark.parametrize(
    ("term", "text", "found"),
    [
        ("lumen-4o", "Use LUMEN-4o here", True),
        ("lumen-4o", "lumen-4omega", False),
        ("lumen-4o", "lumen-4o-mini", True),
        ("api", "rapid", False),
        ("api", "an API.", True),
        ("api", "rapid api", True),
        ("deprecat*", "It is Deprecated.", True),
        ("deprecat*", "undeprecated", False),
        ("deprecat*", "deprecat", True),
        ("*script", "JavaScript", True),
        ("*script", "scripts", False),
        ("re*ed", "retired", True),
        ("re*ed", "re tired", False),
        ("c++", "in C++17", True),
        ("c++", "abc++", False),
        (".net", "the .NET way", True),
        ("rate limit", "a Rate Limit", True),
        ("lumen", "新しいlumenを使う", True),
        ("価格", "新価格表", True),
        ("ストラッセ", "ストラッセで", True),
        ("STRASSE", "Straße", True),
        ("a.c", "abc", False),
        ("max_tokens", "openai_max_tokens", False),
    ],
)
def test_a_term_is_a_whole_word_whatever_its_case(term: str, text: str, found: bool) -> None:
    assert Watch([term]).find(text) == ((term,) if found else ())


def test_terms_that_overlap_are_all_found() -> None:
    assert Watch(["lumen-4o", "lumen*", "4o", "other"]).find("about lumen-4o") == ("lumen-4o", "lumen*", "4o")


def test_a_star_does_not_reach_from_line_to_line() -> None:
    assert Watch(["a*b"]).find("a\nb") == ()


def hits(
    terms: Sequence[str],
    path: str = "a.md",
    title: str = "Title",
    text: str = "Text.",
    patch: str = "@@ -1 +1 @@\n-x\n+y",
) -> tuple[str, ...]:
    made = change(path, patch=patch)
    evidence = Evidence(made, diff_hash(made), Findings(Kind.DOCUMENT, Form.CONTENT))
    return Watch(terms).hits(evidence, FileSummary("minor update", title, (Statement(text),), RULES))


@pytest.mark.parametrize(
    "told",
    [
        {"path": "docs/lumen/a.md"},
        {"title": "New lumen"},
        {"text": "All about `lumen`."},
        {"patch": "@@ -1 +1 @@\n-lumen\n+y"},
        {"patch": "@@ -1 +1 @@\n-x\n+lumen"},
    ],
    ids=["path", "title", "explanation", "deleted line", "added line"],
)
def test_a_change_has_a_term_anywhere(told: dict[str, str]) -> None:
    assert hits(["lumen"], **told) == ("lumen",)


@pytest.mark.parametrize("patch", ["@@ -1,2 +1,2 @@ lumen\n-x\n+y", "@@ -1,2 +1,2 @@\n lumen\n-x\n+y"])
def test_what_did_not_change_is_no_hit(patch: str) -> None:
    """The section of a hunk, and the lines around a change."""
    assert hits(["lumen"], patch=patch) == ()


def test_a_sign_of_a_line_is_no_part_of_its_words() -> None:
    assert hits(["+lumen"], patch="@@ -1 +1 @@\n-x\n+lumen") == ()
