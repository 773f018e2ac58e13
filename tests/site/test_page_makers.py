"""Front matter."""

from __future__ import annotations

import datetime
from pathlib import Path

from mkdocs_diffinsight.model.changes import History
from mkdocs_diffinsight.model.forge import Forge
from mkdocs_diffinsight.model.ranges import CompareRange, ResolvedRange
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import RULES, Overview
from mkdocs_diffinsight.site.page_makers import report_meta


def report(summary: str = "Words.", title: str = "v1...v2", category: str | None = None) -> Report:
    return Report(
        slug="2024-01-02-v1-v2",
        title=title,
        date=datetime.date(2024, 1, 2),
        category=category,
        language="en",
        range=CompareRange("v1", "v2", False, Path()),
        resolved=ResolvedRange(
            "a" * 40,
            "b" * 40,
            False,
            datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC),
            Forge("Forge", "https://forge.example"),
        ),
        files=[],
        ignored=[],
        overview=Overview(summary, (), (), (), (), (), RULES),
        history=History(),
    )


def test_front_matter_tells_what_other_plugins_ask_for() -> None:
    assert report_meta(report(category="docs"), ["docs", "Bug fix"]) == {
        "title": "v1...v2",
        "date": datetime.date(2024, 1, 2),
        "permalink": f"https://forge.example/compare/{'a' * 40}...{'b' * 40}",
        "summary": "Words.",
        "description": "Words.",
        "tags": ["docs", "Bug fix"],
        "render_macros": False,
    }


def test_front_matter_that_themes_print_is_escaped() -> None:
    """They print it as it is, into HTML and into attributes."""
    meta = report_meta(report(summary='"><script>x</script>', title='<b>"'))
    assert meta["description"] == "&quot;&gt;&lt;script&gt;x&lt;/script&gt;"
    assert meta["title"] == "&lt;b&gt;&quot;"


def test_what_no_file_can_hold_never_reaches_front_matter() -> None:
    """MkDocs takes front matter that it cannot read for the text of the page."""
    meta = report_meta(report(summary="a\ud800b", title="c\udce9d"))
    assert (meta["summary"], meta["title"]) == ("a\ufffdb", "c\ufffdd")


def test_the_description_is_plain_text() -> None:
    assert report_meta(report(summary="**New**: `x`."))["description"] == "New: x."
