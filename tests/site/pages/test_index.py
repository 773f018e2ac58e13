"""The index of the reports."""

from __future__ import annotations

import re

from ..lists import HOME, daily, html, make_sites
from ..reports import changed, report


def test_the_index_does_not_grow_with_the_site() -> None:
    small, large = (
        len(html(make_sites({"ja": daily(count)}, ["lumen", "docs"])["ja"], "reports/index.md").encode())
        for count in (400, 1200)
    )
    assert large < 130_000
    assert large - small < 10_000  # two more years of the archive


def test_the_index_has_cards_then_rows_then_the_archive() -> None:
    index = html(make_sites({"en": daily(100)})["en"], "reports/index.md")
    assert index.count('<article class="di-entry"') == 10
    assert index.count('<li class="di-row"') == 65
    assert re.findall(r'href="archive/(20\d\d-\d\d)/"', index) == ["2016-01", "2016-02", "2016-03", "2016-04"]


def test_only_recent_breaking_changes_call_for_action() -> None:
    old = report("2024-01-01", changed("a.md", "old", kind="breaking change"))
    recent = report("2024-02-20", changed("a.md", "recent", kind="breaking change"))
    latest = report("2024-03-01", changed("a.md", "latest"))
    index = html(make_sites({"en": [old, recent, latest]})["en"], HOME)
    action = index[index.index('<section class="di-action"') : index.index('<ul class="di-glance"')]
    assert "Title recent" in action
    assert "Title old" not in action
    assert "All 2 breaking changes" in action


def test_the_index_says_when_nothing_calls_for_action() -> None:
    old = report("2024-01-01", changed("a.md", "old", kind="breaking change"))
    latest = report("2024-03-01", changed("a.md", "latest"))
    site = make_sites({"en": [old, latest]})["en"]
    assert "No breaking changes since January 31, 2024." in html(site, HOME)
    assert "action" not in [heading.id for heading in site.index.body.headings]
