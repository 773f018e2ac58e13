"""Which words of authors tell of which names."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.explain.rules.claims import Claim
from mkdocs_diffinsight.model.findings import Topic


@pytest.mark.parametrize(
    ("topic", "text", "tells"),
    [
        (Topic.NEWS, "Keep both streams. Removes the `mix_stderr` parameter", True),
        (Topic.NEWS, "`mix_stderr` を削除しました", True),
        (Topic.NEWS, "移除 `mix_stderr`", True),
        (Topic.DEPRECATION, "`mix_stderr` is deprecated", True),
        (Topic.FEATURE, "Add `load` beside `mix_stderr`", False),
        (Topic.NEWS, "Removes the parameter", False),
    ],
)
def test_a_claim_tells_what_happened_to_a_name_that_it_has(topic: Topic, text: str, tells: bool) -> None:
    assert Claim(topic, text).tells({"mix_stderr"}) is tells


@pytest.mark.parametrize(
    ("name", "text", "tells"),
    [
        ("requires-python", "Drop support for Python 3.7", True),
        ("rust-version", "Update the MSRV to 1.75", True),
        ("node", "Drop support for Python 3.7", False),
    ],
)
def test_the_end_of_a_version_tells_what_is_needed(name: str, text: str, tells: bool) -> None:
    assert Claim(Topic.END, text).tells({name}) is tells
    assert not Claim(Topic.FEATURE, text).tells({name})
