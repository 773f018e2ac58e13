"""A picture that costs a reader more than it shows is not shown."""

from __future__ import annotations

import struct
import time

import pytest

from mkdocs_diffinsight.analyze.files.images import read_picture
from mkdocs_diffinsight.analyze.files.svg import is_cheap

BEGIN = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 9 9">'


def svg(body: str, before: str = "") -> bytes:
    return f"{before}{BEGIN}{body}</svg>".encode()


def nested(reference: str = '<use href="#{0}"/>', levels: int = 8, wide: int = 10) -> str:
    """Each group shows the one before it several times."""
    groups = [f'<g id="g{n}">{reference.format(f"g{n - 1}") * wide}</g>' for n in range(1, levels)]
    return f'<defs><g id="g0"><rect width="1" height="1"/></g>{"".join(groups)}</defs><use href="#g{levels - 1}"/>'


def chained(kind: str, attribute: str) -> str:
    """Each pattern, mask or marker is drawn with the one before it."""
    parts = "".join(
        f'<{kind} id="p{n}" width="1%" height="1%"><path d="M0 0 1 1 2 2" {attribute}="url(#p{n - 1})"/></{kind}>'
        for n in range(1, 9)
    )
    return f'<{kind} id="p0"><rect width="1" height="1"/></{kind}>{parts}<rect width="9" height="9" fill="url(#p8)"/>'


COSTLY = {
    "use": svg(nested()),
    "use, as it was called": svg(nested('<use xlink:href="#{0}"/>')),
    "itself": svg('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>'),
    "deep": svg("<g>" * 500 + "</g>" * 500),
    "a long chain": svg("".join(f'<g id="a{n}"><use href="#a{n + 1}"/></g>' for n in range(400))),
    "patterns": svg(chained("pattern", "fill")),
    "markers": svg(chained("marker", "marker-mid")),
    "pattern in a style": svg(chained("pattern", "fill").replace('fill="url(#p8)"', 'style="fill: url( #p8 )"')),
    "turbulence": svg('<filter id="f"><feTurbulence numOctaves="99"/></filter><rect filter="url(#f)"/>'),
    "many filters": svg('<filter id="f"><feGaussianBlur stdDeviation="9"/></filter>' + '<rect filter="url(#f)"/>' * 50),
    "blur": svg('<filter id="f"><feGaussianBlur stdDeviation="1e5"/></filter><rect filter="url(#f)"/>'),
    "filter repeated": svg(
        '<filter id="f"><feOffset/></filter><symbol id="s"><g filter="url(#f)"/></symbol>' + '<use href="#s"/>' * 50
    ),
    "filter of what is repeated": svg(
        '<filter id="f"><feOffset/></filter><g id="s" filter="url(#f)"/>' + '<use href="#s"/>' * 50
    ),
    "animation": svg('<rect width="1"><animate attributeName="x" values="0;9" dur=".01s"/></rect>'),
    "animation in a stylesheet": svg("<style>@keyframes a { to { rotate: 1turn } } * { animation: a 1s }</style>"),
    "filter in a stylesheet": svg("<style>* { filter: blur(900px) }</style>" + "<rect/>" * 99),
    "escaped": svg("<style>* { f\\69lter: blur(900px) }</style>"),
    "external picture": svg('<image href="https://example.org/a.png"/>'),
    "picture within": svg('<image href="data:image/png;base64,AAAA"/>'),
    "external use": svg('<use href="https://example.org/a.svg#a"/>'),
    "external paint": svg('<rect fill="url(https://example.org/a.svg#a)"/>'),
    "page within": svg("<foreignObject><p>Text</p></foreignObject>"),
    "entities": svg("&b;", '<!DOCTYPE svg [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'),
    "one entity many times": svg("&a;" * 5_000, f'<!DOCTYPE svg [<!ENTITY a "{"a" * 900}">]>'),
    "external entity": svg("&a;", '<!DOCTYPE svg [<!ENTITY a SYSTEM "file:///etc/passwd">]>'),
    "not well-formed": svg("<g>"),
}
USUAL = {
    "icon": svg('<path fill="#f00" d="M1 2h3v4z"/>'),
    "gradient": svg('<linearGradient id="a"><stop offset="0"/></linearGradient><rect fill="url(#a)"/>'),
    "gradient in a stylesheet": svg(
        '<defs><style>.b { fill: url(#a) }</style><radialGradient id="a"/></defs><rect class="b"/>'
    ),
    "sprite": svg('<symbol id="a"><path d="M0 0h1"/></symbol>' + '<use href="#a"/>' * 40),
    "shadow": svg('<filter id="f"><feDropShadow stdDeviation="2"/></filter><rect filter="url(#f)"/>'),
    "clip": svg('<clipPath id="c"><rect/></clipPath><g clip-path="url(#c)"><circle r="1"/></g>'),
    "arrows": svg('<marker id="m"><path d="M0 0h1"/></marker><path marker-end="url(#m)" d="M0 0 5 5"/>'),
    "dots": svg('<pattern id="p" width="2" height="2"><circle r="1"/></pattern><rect fill="url(#p)"/>'),
    "link": svg('<a href="https://example.org/"><text>Text</text></a>'),
    "a program's entities": svg("<g/>", '<!DOCTYPE svg [<!ENTITY ns_svg "http://www.w3.org/2000/svg">]>'),
    "chart": svg("".join(f'<rect x="{n}" width="1" height="{n}"/>' for n in range(500))),
}


@pytest.mark.parametrize("name", COSTLY)
def test_a_drawing_that_costs_more_than_it_shows_is_not_shown(name: str) -> None:
    assert not is_cheap(COSTLY[name])


@pytest.mark.parametrize("name", USUAL)
def test_usual_drawings_are_shown(name: str) -> None:
    assert is_cheap(USUAL[name])


def test_what_a_drawing_costs_is_told_in_no_time() -> None:
    start = time.perf_counter()
    for content in (
        svg(nested(levels=200, wide=4)),
        svg(nested(levels=90, wide=4)),
        svg("<g>" * 4_500 + "</g>" * 4_500),
    ):
        assert not is_cheap(content)
    assert time.perf_counter() - start < 1


def png(width: int, height: int, more: bytes = b"") -> bytes:
    return b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + struct.pack(">II", width, height) + b"\x08\x06\0\0\0\0\0\0\0" + more


def jpeg(width: int, height: int, passes: int = 1, before: bytes = b"") -> bytes:
    size = b"\xff\xc2\0\x11\x08" + struct.pack(">HH", height, width) + b"\x03" + b"\0" * 9
    return b"\xff\xd8\xff\xe0\0\x10" + b"\0" * 14 + before + size + b"\xff\xda\0\x08\1\0\0\0\0\0" * passes + b"\xff\xd9"


def gif(*frames: tuple[int, int]) -> bytes:
    shown = b"".join(b"\x2c\0\0\0\0" + struct.pack("<HHB", *one, 0) + b"\x02\x01\0\0" for one in frames)
    return b"GIF89a\x01\0\x01\0\0\0\0" + b"\x21\xf9\x04\0\0\0\0\0" + shown + b"\x3b"


def webp(chunk: bytes) -> bytes:
    return b"RIFF\0\0\0\0WEBP" + chunk


def avif(*sizes: tuple[int, int], brand: bytes = b"avif") -> bytes:
    boxes = b"".join(b"\0\0\0\x14ispe\0\0\0\0" + struct.pack(">II", *size) for size in sizes)
    return b"\0\0\0\x20ftyp" + brand + b"\0" * 8 + boxes


EXTENDED = b"VP8X\x0a\0\0\0\x02\0\0\0" + (799).to_bytes(3, "little") + (599).to_bytes(3, "little")


@pytest.mark.parametrize(
    ("content", "kept"),
    [
        (png(4_000, 3_000), True),
        (png(20_000, 20_000), False),
        (png(800, 600, b"fcTL" * 50), True),
        (png(3_000, 3_000, b"fcTL" * 500), False),
        (jpeg(4_000, 3_000, passes=10), True),
        (jpeg(65_000, 65_000), False),
        (jpeg(6_000, 6_000, passes=900), False),
        (jpeg(65_000, 65_000, before=b"\xff\xff\xff"), False),
        (gif((800, 600), (800, 600)), True),
        (gif((65_000, 65_000)), False),
        (gif(*[(2_000, 2_000)] * 500), False),
        (webp(EXTENDED + b"ANMF" * 20), True),
        (webp(EXTENDED + b"ANMF" * 900), False),
        (webp(b"VP8L\0\0\0\0\x2f\xff\xff\xff\x0f"), False),
        (webp(b"VP8 \0\0\0\0\0\0\0\x9d\x01\x2a\xff\x3f\xff\x3f"), False),
        (avif((4_000, 3_000)), True),
        (avif((400, 300), (30_000, 30_000)), False),
        (avif((400, 300), brand=b"avis"), False),
    ],
)
def test_a_picture_is_shown_if_what_it_unfolds_to_is_small(content: bytes, kept: bool) -> None:
    picture = read_picture("a.png", content, len(content))
    assert picture
    assert picture.kept is kept
