"""Anchors that links may lead to."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.documents.anchors import lost_anchors, slug
from mkdocs_diffinsight.analyze.documents.markdown import scan_document


def lost(old: str, new: str) -> tuple[str, ...]:
    return lost_anchors(scan_document(old.split("\n")), scan_document(new.split("\n")))


@pytest.mark.parametrize(
    ("title", "anchor"),
    [
        ("Rate limits", "rate-limits"),
        ("What's new in 2.0?", "whats-new-in-20"),
        ("Use `run_all` & stop", "use-run_all--stop"),
        ("See [the guide](a.md)", "see-the-guide"),
        ("**Bold** words", "bold-words"),
        ("料金 と 制限", "料金-と-制限"),
    ],
)
def test_a_slug_is_made_as_on_github(title: str, anchor: str) -> None:
    assert slug(title) == anchor


def test_a_heading_with_other_words_loses_its_anchor() -> None:
    assert lost("# T\n\n## Rate limits\n\nText.", "# T\n\n## Quotas\n\nText.") == ("rate-limits",)


@pytest.mark.parametrize(
    "new",
    [
        "# T\n\n### Limits\n\n## Other",
        "# T\n\n## Other\n\n## Limits",
        "# T\n\n## Quotas {#limits}\n\n## Other",
        '# T\n\n<a name="limits"></a>\n## Quotas\n\n## Other',
        '# T\n\n<span id="limits">Here</span>\n\n## Other',
    ],
)
def test_an_anchor_that_is_elsewhere_in_the_file_is_kept(new: str) -> None:
    assert lost("# T\n\n## Limits\n\n## Other", new) == ()


def test_an_underlined_heading_has_an_anchor() -> None:
    assert lost("T\n===\n\nLimits\n------\n\nText.", "T\n===\n\nText.") == ("limits",)


def test_an_explicit_anchor_can_be_lost() -> None:
    assert lost("## Limits {#quota}", "## Limits") == ("quota",)


def test_the_second_heading_of_a_name_has_a_number() -> None:
    assert lost("## Run\n\n## Stop\n\n## Run", "## Run\n\n## Stop") == ("run-1",)


def test_a_heading_in_a_code_block_has_no_anchor() -> None:
    assert lost("```\n## Limits\n```\n", "Text.") == ()


def test_the_title_is_left_out() -> None:
    assert lost("# One\n", "# Two\n") == ()


def test_a_file_that_is_not_known_as_a_whole_loses_nothing() -> None:
    assert lost_anchors(None, scan_document(["# T"])) == ()
    assert lost("## Limits\n```python\n", "Text.") == ()
