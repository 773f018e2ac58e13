"""Where pages are, and the ways between them."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.site.map.addresses import Addresses, addresses_of


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
