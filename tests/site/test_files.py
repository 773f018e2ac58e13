"""Addresses and front matter."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest

from mkdocs_diffinsight.model.forge import Forge
from mkdocs_diffinsight.model.naming import make_slug, slugify, unique
from mkdocs_diffinsight.model.ranges import CompareRange, ResolvedRange
from mkdocs_diffinsight.model.report import Report
from mkdocs_diffinsight.model.texts import RULES, Overview
from mkdocs_diffinsight.site.files import report_meta
from mkdocs_diffinsight.site.map.addresses import Addresses, addresses_of


def report(summary: str = "Words.", title: str = "v1...v2", category: str | None = None) -> Report:
    return Report(
        "2024-01-02-v1-v2",
        title,
        datetime.date(2024, 1, 2),
        category,
        "en",
        CompareRange("v1", "v2", False, Path()),
        ResolvedRange(
            "a" * 40,
            "b" * 40,
            False,
            datetime.datetime(2024, 1, 2, tzinfo=datetime.UTC),
            Forge("Forge", "https://forge.example"),
        ),
        [],
        [],
        Overview(summary, (), (), (), (), (), RULES),
    )


@pytest.mark.parametrize(
    ("directories", "source", "target", "href"),
    [
        (True, "reports/index.md", "reports/x/index.md", "x/"),
        (True, "reports/docs.md", "reports/x/index.md", "../x/"),
        (True, "reports/x/index.md", "reports/docs.md", "../docs/"),
        (True, "reports/x/index.md", "reports/x/report.json", "report.json"),
        (True, "reports/index.md", "reports/index.md", "./"),
        (False, "reports/index.md", "reports/x/index.md", "x/index.html"),
        (False, "reports/docs.md", "reports/x/index.md", "x/index.html"),
        (False, "reports/x/index.md", "reports/docs.md", "../docs.html"),
        (False, "reports/x/index.md", "reports/x/report.json", "report.json"),
    ],
)
def test_links_are_relative(directories: bool, source: str, target: str, href: str) -> None:
    """So that a site works below any path, and from a disk."""
    assert Addresses("reports", use_directory_urls=directories).href(source, target) == href


@pytest.mark.parametrize(
    ("directories", "uri", "counterpart", "href"),
    [
        (True, "reports/index.md", "reports/ja/index.md", "ja/"),
        (True, "reports/docs.md", "reports/ja/docs.md", "../ja/docs/"),
        (True, "reports/x/index.md", "reports/ja/x/index.md", "../ja/x/"),
        (False, "reports/docs.md", "reports/ja/docs.md", "ja/docs.html"),
    ],
)
def test_a_page_is_at_the_same_place_in_each_language(directories: bool, uri: str, counterpart: str, href: str) -> None:
    main, further = addresses_of("reports", ["en", "ja"], use_directory_urls=directories).values()
    assert main.moved_to(further, uri) == counterpart
    assert further.moved_to(main, counterpart) == uri
    assert main.href(uri, counterpart) == href


@pytest.mark.parametrize(
    ("base", "head", "category", "slug"),
    [
        ("v1.0", "v1.1", None, "2024-12-18-v1.0-v1.1"),
        ("b" * 40, "a" * 40, "openai", "2024-12-18-openai-bbbbbbb-aaaaaaa"),
        ("release/1", "HEAD~2", "Ünï & 検索", "2024-12-18-Ünï-検索-release-1-HEAD-2"),
        ("<img>", 'q"', None, "2024-12-18-img-q"),
        ("nightly-20241218", "20241219", None, "2024-12-18-nightly-20241218-20241219"),
    ],
)
def test_the_address_of_a_report_is_its_date_category_and_range(
    base: str, head: str, category: str | None, slug: str
) -> None:
    compare_range = CompareRange(base, head, False, Path())
    assert make_slug(datetime.date(2024, 12, 18), category, compare_range) == slug


def test_an_address_is_never_empty() -> None:
    assert slugify("???") == "-"


def test_an_address_is_no_longer_than_a_file_name_may_be() -> None:
    one, other = slugify("検索" * 100), slugify("検索" * 101)
    assert len(one.encode()) <= 140
    assert one != other


def test_capitals_alone_make_no_address() -> None:
    assert unique("API", {"api"}) == "API-2"


def test_a_name_that_is_taken_gets_a_number() -> None:
    assert [unique("a", []), unique("a", ["a"]), unique("a", ["a", "a-2"])] == ["a", "a-2", "a-3"]


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
