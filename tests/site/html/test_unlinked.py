"""Links to what a site does not take."""

from __future__ import annotations

import time

import pytest

from mkdocs_diffinsight.site.html.unlinked import Gone, without_lines, without_links

GONE = Gone("https://e.org/sub/", ["reports/a/", "reports/%C3%A4.json", "pictures/x.png"])


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<li><a class="x" href="../a/">A <b>b</b></a> c</li>', "<li>A <b>b</b> c</li>"),
        ('<a href="../a/#item-1?x">A</a>', "A"),
        ('<a href="https://e.org/sub/reports/a/">A</a>', "A"),
        ('<a href="../%C3%A4.json">A</a><a href="../ä.json">B</a>', "AB"),
        ('<img alt="" src="../../pictures/x.png" width="1">', ""),
        ('<a href="../a/">A</a> <a href="../b/">B</a>', 'A <a href="../b/">B</a>'),
    ],
)
def test_a_link_that_leads_nowhere_is_text(markup: str, expected: str) -> None:
    assert without_links(markup, GONE.on("reports/b/")) == expected


@pytest.mark.parametrize(
    "markup",
    [
        '<a href="../c/">A</a>',
        '<a href="#a">A</a>',
        '<a href="https://other.org/sub/reports/a/">A</a>',
        '<a href="mailto:a@e.org">A</a>',
        '<img src="data:image/png;base64,AAAA">',
        '<abbr href="../a/">A</abbr>',
        "<code>&lt;a href=&#34;../a/&#34;&gt;</code>",
    ],
)
def test_all_others_stay(markup: str) -> None:
    assert without_links(markup, GONE.on("reports/b/")) == markup


def test_a_head_leads_nowhere_else() -> None:
    gone, *others = [("", '<link href="../a/">'), ("", '<link href="../b/">'), ("og:url", '<meta href="../a/">')]
    assert without_lines([gone, *others], GONE.on("reports/b/")) == others


def test_much_that_is_no_link_takes_no_longer() -> None:
    start = time.perf_counter()
    without_links('<a href="' * 20_000 + '<a href="x">' * 2_000, GONE.on(""))
    assert time.perf_counter() - start < 2
