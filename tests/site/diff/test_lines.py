"""The lines of a diff as HTML."""

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser

import pytest

from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.site.diff.lines import FileDiff, render_diff

ITEM = "item-0a1b2c"
PATCH = "@@ -1,3 +1,3 @@ # <Title>\n a\n-b & c\n+<script>\n d\n\\ No newline at end of file"
MOVED = "\n".join(
    (
        "@@ -1,2 +1,4 @@",
        " one",
        "+a paragraph of some length",
        "+and a second line of it",
        " two",
        "@@ -20,4 +22,2 @@",
        " three",
        "-a paragraph of some length",
        "-and a second line of it",
        " four",
    )
)


def render(patch: str, path: str = "notes.md", **more: object) -> str:
    return str(render_diff(load_catalog("en"), FileDiff(ITEM, path, patch, **more)))  # type: ignore[arg-type]


def text_of(html: str) -> str:
    return unescape(re.sub(r"<[^>]+>", "", html))


def line(html: str, name: str) -> str:
    """What the element of a line holds."""
    found = re.search(rf'<(ins|del|span) id="{ITEM}-{name}"[^>]*>(.*?)</\1>', html, re.DOTALL)
    assert found
    return found[2]


def test_the_text_of_the_page_is_the_patch() -> None:
    """So that a copy from the page can be applied."""
    assert text_of(render(PATCH)) == PATCH


def test_each_line_says_what_it_is() -> None:
    code = render(PATCH).partition("<samp>")[2]
    assert [row[1:].split(">")[0].split()[0] for row in code.split("\n")] == [
        "span",
        "span",
        "del",
        "ins",
        "span",
        "small",
    ]


def test_text_of_the_repository_is_escaped() -> None:
    html = render(PATCH)
    assert '<ins id="item-0a1b2c-R2">+&lt;script&gt;</ins>' in html
    assert "<b># &lt;Title&gt;</b>" in html


def test_a_hostile_path_stays_inside_its_attribute() -> None:
    html = render(SHORT_CODE, 'a"><script>.py', forge='"<b>', new_line='https://x/"><i>{line}')
    assert "<script>" not in html
    assert "<i>" not in html
    assert 'aria-label="Line 1 on &quot;&lt;b&gt;"' in html


def test_changed_line_endings_are_visible() -> None:
    html = render("@@ -1 +1 @@\n-a\r\n+a")
    assert line(html, "L1") == "-a<mark>␍</mark>"
    assert line(html, "R1") == "+a"


def test_line_endings_that_all_agree_are_not_shown() -> None:
    """A carriage return would be a line break of its own in HTML."""
    html = render("@@ -1 +1 @@\n-a\r\n+b\r")
    assert line(html, "L1") == "-a"
    assert line(html, "R1") == "+b"


def test_a_carriage_return_inside_a_line_is_visible() -> None:
    assert "a␍b" in render("@@ -0,0 +1 @@\n+a\rb")


def test_bytes_that_are_no_text_are_replaced() -> None:
    assert "caf\N{REPLACEMENT CHARACTER}" in render("@@ -0,0 +1 @@\n+caf\udce9")


def test_each_line_has_the_address_of_its_number() -> None:
    """In the new file, or in the old one where it was deleted."""
    html = render("@@ -8,3 +8,3 @@\n a\n-b\n+c\n d\n\\ No newline at end of file")
    assert re.findall(r' id="([^"]+)"', html) == [f"{ITEM}-{name}" for name in ("R8", "L9", "R9", "R10")]


def test_line_numbers_start_where_the_hunk_does() -> None:
    html = render("@@ -7,3 +109,3 @@\n a\n-b\n+c\n d")
    assert 'style="--di-old:7;--di-new:109"' in html
    assert 'style="--di-digits:3"' in html


def test_the_header_of_a_hunk_leads_to_its_first_line() -> None:
    assert f'<a href="#{ITEM}-L1">@@ -1 +1 @@</a>' in render("@@ -1 +1 @@\n-a\n+b")


def test_the_header_says_in_which_section_the_hunk_is() -> None:
    patch = "@@ -7 +7 @@ gits own\n-a\n+b\n@@ -20 +20 @@ gits own\n-a\n+b"
    html = render(patch, sections=(("Limits", "<North>"), ()))
    assert re.findall(r"</a> <b>(.*?)</b>", html) == ["Limits › &lt;North&gt;", "gits own"]


def test_the_header_leads_to_the_line_on_the_forge() -> None:
    link = '<a class="di-forge" href="https://x/new#L9" aria-label="Line 9 on GitHub"></a>'
    assert link in render(
        "@@ -7 +9 @@\n-a\n+b", forge="GitHub", old_line="https://x/old#L{line}", new_line="https://x/new#L{line}"
    )


def test_the_header_of_deleted_lines_leads_to_the_old_file() -> None:
    html = render("@@ -7 +0,0 @@\n-a", forge="GitHub", old_line="https://x/old#L{line}")
    assert 'href="https://x/old#L7"' in html


def test_scripts_find_the_lines_on_the_forge() -> None:
    """By the path: the rest of the address is the same for all files of a report, and stands there."""
    html = render(PATCH, forge="GitHub", forge_path="b&c.md", old_forge_path="a.md")
    assert 'data-path="b&amp;c.md" data-old-path="a.md"' in html


def test_without_a_forge_there_is_no_link_to_one() -> None:
    assert re.findall("data-path|data-old|di-forge", render(PATCH)) == []


def test_the_region_has_a_name() -> None:
    assert '<pre class="di-code" tabindex="0" role="region" aria-label="Diff of notes.md"' in render(PATCH)


def test_changed_words_are_marked() -> None:
    html = render("@@ -1 +1 @@\n-Costs <10> a month\n+Costs <12> a month")
    assert line(html, "L1") == "-Costs &lt;<mark>10</mark>&gt; a month"
    assert line(html, "R1") == "+Costs &lt;<mark>12</mark>&gt; a month"


@pytest.mark.parametrize(
    ("old", "new", "html"),
    [
        ("some words", "some words  ", '+some words<mark class="di-space">  </mark>'),
        ("a b", "a  b", '+a<mark class="di-space">  </mark>b'),
        (
            "    x = 1",
            "\t\tx = 1",
            '+<mark class="di-space di-tab">\t</mark><mark class="di-space di-tab">\t</mark>x = 1',
        ),
        ("so be it", "so\u00a0be it", '+so<mark class="di-space" title="U+00A0">\u00a0</mark>be it'),
        ("so it is", "so\u200b it is", '+so<mark class="di-space" title="U+200B">\u200b</mark> it is'),
    ],
)
def test_blanks_that_changed_are_visible(old: str, new: str, html: str) -> None:
    assert line(render(f"@@ -1 +1 @@\n-{old}\n+{new}"), "R1") == html


def test_of_a_line_of_a_megabyte_the_start_is_shown_and_the_rest_counted() -> None:
    html = render("@@ -0,0 +1 @@\n+" + "<" * 1_000_000)
    assert line(html, "R1") == (
        "+" + "&lt;" * 20_000 + '<small class="di-cut"> … 980000 more characters are not shown.</small>'
    )


SHORT_CODE = '@@ -1,2 +1,2 @@\n def read():\n-    return "a b"\n+    return "a c"'


def test_code_has_colours() -> None:
    html = render(SHORT_CODE, "read.py")
    assert line(html, "R1") == ' <i class="k">def</i> <i class="nf">read</i>():'


def test_marks_and_colours_nest() -> None:
    html = render(SHORT_CODE, "read.py")
    assert line(html, "R2") == (
        '+    <i class="k">return</i> <i class="s">"a </i><mark><i class="s">c</i></mark><i class="s">"</i>'
    )


@pytest.mark.parametrize("path", ["notes.md", "notes.txt", "notes", "notes.unknown"])
def test_prose_has_no_colours(path: str) -> None:
    assert "<i " not in render(SHORT_CODE, path)


def test_each_side_of_a_hunk_is_read_by_itself() -> None:
    """What was deleted may open a string that what was added does not."""
    html = render('@@ -1,2 +1,2 @@\n-a = """\n+a = 1\n b = 2', "a.py")
    assert line(html, "R2") == ' b = <i class="m">2</i>'


def test_moved_lines_say_where_they_are_now() -> None:
    html = render(MOVED)
    assert (
        f'<del id="{ITEM}-L21" class="di-moved"><a class="di-to" href="#{ITEM}-R2" aria-label="Moved to line 2">'
        in html
    )
    assert (
        f'<ins id="{ITEM}-R2" class="di-moved"><a class="di-to" href="#{ITEM}-L21" aria-label="Moved from line 21">'
        in html
    )
    assert f'<ins id="{ITEM}-R3" class="di-moved">+and' in html


def test_what_is_said_of_moved_lines_is_no_text() -> None:
    assert text_of(render(MOVED)) == MOVED


class Balance(HTMLParser):
    """Fails for elements that do not nest."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def odd_patches() -> Iterator[str]:
    """Hunks of random lines, made of what is most likely to break."""
    pieces = [
        "a",
        "foo",
        " ",
        "  ",
        "\t",
        "<b>",
        "&amp;",
        '"',
        "'''",
        "|",
        "日本",
        "カナ",
        "e\u0301",
        "👨\u200d👩",
        "🇯🇵",
    ]
    pieces += ["\u3000", "\u200b", "def ", "# x", "/*", "*/", "\udc80", "\x01", "-", "+", "@@ ", "\\", "2024-01-02"]
    for seed in range(300):
        chance = random.Random(seed)
        text = ["".join(chance.choices(pieces, k=chance.randrange(9))) for _ in range(6)]
        rows = [chance.choice(" -+") + chance.choice(text) for _ in range(chance.randrange(1, 14))]
        old, new = (sum(row[0] in f" {sign}" for row in rows) for sign in "-+")
        yield "\n".join([f"@@ -{seed},{old} +{seed},{new} @@", *rows])


@pytest.mark.parametrize("path", ["notes.md", "code.py", "code.c", "page.html", "data.json", "style.css"])
def test_the_text_of_any_patch_is_kept(path: str) -> None:
    for patch in odd_patches():
        shown = re.sub("[\x01\udc80]", "\N{REPLACEMENT CHARACTER}", patch)
        # Where a count is 1, git writes none.
        shown = re.sub(r"(?<=\d),1(?= )", "", shown.partition("\n")[0]) + "".join(shown.partition("\n")[1:])
        html = render(patch, path)
        assert text_of(html) == shown
        balance = Balance()
        balance.feed(html)
        assert balance.open == []


def test_a_hunk_of_code_falls_back_on_the_line_that_git_names() -> None:
    assert "<b>def start():</b>" in render("@@ -5 +5 @@ def start():\n-a\n+b", "notes.py")


def test_a_hunk_of_a_document_names_no_line_that_is_not_a_heading() -> None:
    assert "<b>" not in render("@@ -5 +5 @@ author: someone\n-a\n+b", is_document=True)
