"""What stands in the head of a page: everything once, and nothing that closes an attribute."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.site.html.head import Alternate, Head, add_head, head_lines

HEAD = head_lines(
    Head(
        'Says "A & B" <now>',
        [Alternate("../feed.xml", "application/atom+xml", 'All "reports"'), Alternate("https://e.org/", language="en")],
        [("og:title", "v1 & v2"), ("twitter:card", "summary")],
    )
)


def page(head: str) -> str:
    return f"<html><head>{head}</head><body></head></body></html>"


def test_a_head_gets_what_it_lacks() -> None:
    assert add_head(page("<title>T</title>"), HEAD) == page(
        "<title>T</title>"
        '<link rel="alternate " type="application/atom+xml" title="All &#34;reports&#34;" href="../feed.xml">\n'
        '<link rel="alternate " hreflang="en" href="https://e.org/">\n'
        '<meta name="description" content="Says &#34;A &amp; B&#34; &lt;now&gt;">\n'
        '<meta property="og:title" content="v1 &amp; v2">\n'
        '<meta name="twitter:card" content="summary">\n'
    )


@pytest.mark.parametrize(
    ("theirs", "name"),
    [
        ('<meta name="description" content="x">', "description"),
        ("<meta name=description content=x>", "description"),
        ('<meta property="og:title" content="x" />', "og:title"),
        ('<meta content="x" name="twitter:card">', "twitter:card"),
        ('<meta content="1 > 0" name="twitter:card">', "twitter:card"),
    ],
)
def test_what_a_theme_or_another_plugin_said_is_not_said_again(theirs: str, name: str) -> None:
    names = {"description", "og:title", "twitter:card"} - {name}
    html = add_head(page(theirs), HEAD)
    assert html.count(name) == 1
    assert all(html.count(f'"{other}"') == 1 for other in names)


def test_what_a_comment_says_is_not_said() -> None:
    html = add_head(page('<!-- <meta name="description" content="x"> -->'), HEAD)
    assert html.count('name="description"') == 2


def test_a_page_without_a_head_stays_as_it_is() -> None:
    assert add_head("<p>Text", HEAD) == "<p>Text"
