"""Whether a drawing shows as much as it costs: an SVG of a kilobyte can keep a browser busy for minutes. Pure."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

_MOST_ELEMENTS = 10_000
"""That a drawing has once all references are followed; long paths count as several."""
_MOST_LEVELS = 100
"""Of elements within each other, references included."""
_PATH_LENGTH = 100
"""Characters of an attribute that count as an element."""
_TIMES = {"pattern": 100, "marker": 10, "filter": 200, "mask": 20}
"""How often what is referred to is taken to be drawn, or what it costs beside an element that is drawn."""
_LARGEST_BLUR = 100
"""Of a filter, in units of the drawing."""
_GRADIENTS = ("linearGradient", "radialGradient")
_LOADING = ("image", "feImage", "foreignObject", "iframe", "video", "audio", "canvas")
"""Elements that bring in something else."""
_ANIMATED = ("animate", "animateColor", "animateMotion", "animateTransform", "set", "discard")
_CHEAP_FILTERS = """
    feBlend feColorMatrix feComponentTransfer feComposite feDropShadow feFlood feGaussianBlur feMerge feMergeNode
    feOffset feFuncR feFuncG feFuncB feFuncA""".split()
# e.g. fill:url(#shade)
_REFERENCE = re.compile(r"url\(\s*+['\"]?+#([^)'\"]*+)")
# e.g. url(#shade)
_URL = re.compile(r"url\s*+\(", re.IGNORECASE)
# e.g. @keyframes turn
_RESTLESS = re.compile(r"@(?:keyframes|import|-)|animation|transition|filter\s*+:|mask|clip-path|\\", re.IGNORECASE)
"""In a stylesheet: what moves, what loads, and what a reference stands for. An escape could be any of it."""
# e.g. b'<!ENTITY ns_svg "http://www.w3.org/2000/svg">'
_ENTITY = re.compile(rb"<!ENTITY\s++[\w.-]++\s++[\"']([^\"'&%<]{0,1000}+)[\"']\s*+>")
"""One that stands for a text without others in it."""
_LONGEST_EXPANSION = 100_000
# e.g. 1.5e-3
_NUMBER = re.compile(r"[0-9.]++(?:[eE][+-]?[0-9]++)?+")


class _TooCostlyError(Exception):
    """The drawing costs more than it shows."""


def is_cheap(content: bytes) -> bool:
    """Whether a browser draws an SVG in no time, and loads nothing for it."""
    if not _has_small_entities(content):
        return False
    try:
        root = ET.fromstring(content)  # noqa: S314 - its entities are small
        return _Drawing(root).measured(root, 1)[0] <= _MOST_ELEMENTS
    except (ET.ParseError, LookupError, ValueError, _TooCostlyError):
        return False


def _has_small_entities(content: bytes) -> bool:
    """Whether what entities stand for is short and stands in the drawing, as programs that draw write it."""
    values = [found[1] for found in _ENTITY.finditer(content)]
    if content.count(b"<!ENTITY") != len(values):
        return False
    return len(max(values, key=len, default=b"")) * content.count(b"&") <= _LONGEST_EXPANSION


class _Drawing:
    """What the elements of an SVG cost, references to others included."""

    def __init__(self, root: ET.Element) -> None:
        self._by_id: dict[str, ET.Element] = {}
        self._costs: dict[ET.Element, tuple[int, int]] = {}
        self._open: set[ET.Element] = set()
        for element in root.iter():
            if (name := element.get("id")) is not None:
                self._by_id.setdefault(name, element)

    def measured(self, element: ET.Element, level: int) -> tuple[int, int]:
        """Elements to draw, and how many are within each other. Each element is measured once.

        Raises `_TooCostlyError` for what cannot be told.
        """
        if (known := self._costs.get(element)) is not None:
            return known
        if level > _MOST_LEVELS or element in self._open:
            raise _TooCostlyError
        self._open.add(element)
        _check(element)
        cost, depth = 1 + sum(map(len, element.attrib.values())) // _PATH_LENGTH, 0
        for other, times in (*((child, 1) for child in element), *self._references(element)):
            own, below = self.measured(other, level + 1)
            cost, depth = cost + times * own, max(depth, below)
        if depth + 1 > _MOST_LEVELS:
            raise _TooCostlyError
        self._open.remove(element)
        self._costs[element] = cost, depth + 1
        return cost, depth + 1

    def _references(self, element: ET.Element) -> Iterator[tuple[ET.Element, int]]:
        """The elements that are drawn for an element, and how often at most. Raises `_TooCostlyError`."""
        for name, value in element.attrib.items():
            local = _local(name)
            if local == "href" and _local(element.tag) != "a":
                if not value.startswith("#"):
                    raise _TooCostlyError
                targets = [value[1:]]
            else:
                targets = _REFERENCE.findall(value)
                if len(targets) != len(_URL.findall(value)):
                    raise _TooCostlyError  # it leads out of the drawing
            for target in targets:
                if (other := self._by_id.get(target)) is not None:
                    yield other, self._times(other, element)
        if _local(element.tag) == "style":
            yield from ((other, 1) for other in self._gradients(element.text or ""))

    def _times(self, other: ET.Element, element: ET.Element) -> int:
        kind = _local(other.tag)
        if kind == "marker":
            return max(_TIMES[kind], len(_NUMBER.findall(element.get("d", "") + element.get("points", ""))) // 2)
        return _TIMES.get(kind, 1)

    def _gradients(self, stylesheet: str) -> list[ET.Element]:
        names = _REFERENCE.findall(stylesheet)
        known = [self._by_id[name] for name in names if name in self._by_id]
        only_gradients = all(_local(one.tag) in _GRADIENTS for one in known)
        if _RESTLESS.search(stylesheet) or len(names) != len(_URL.findall(stylesheet)) or not only_gradients:
            raise _TooCostlyError
        return known


def _check(element: ET.Element) -> None:
    """Raise `_TooCostlyError` for an element that moves, loads, or takes long by itself."""
    tag = _local(element.tag)
    style = element.get("style", "")
    costly_filter = tag.startswith("fe") and tag not in _CHEAP_FILTERS
    moves = tag in _ANIMATED or re.search(r"animation|transition|\\", style, re.IGNORECASE)
    if tag in _LOADING or moves or costly_filter:
        raise _TooCostlyError
    blurs = [float(number) for number in _NUMBER.findall(element.get("stdDeviation", "")) if number.count(".") < 2]
    if any(blur > _LARGEST_BLUR for blur in blurs):
        raise _TooCostlyError


def _local(name: object) -> str:
    """A name without its namespace; that of a comment or an instruction is empty."""
    return name.rpartition("}")[2] if isinstance(name, str) else ""
