"""The pages of a site on disk: made once, and read again as long as nothing that they are made of changes.

CACHE_DIR/pages/<site>/
sources/<uri>         what MkDocs reads: front matter of pages, data, feeds
bodies/<uri>.body     what is put into a page, in pieces
bodies/<uri>.json     its headings and its head
around/<uri>.json     what goes into the slots that depend on other reports
ranges/<key>.json     which pages and files were made of a range, and of what
outlines/<key>.json   what lists know of its reports
site.json             what was made of all of them
search.json           what the search plugin has made of the pages
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

from ..cache import compact_json, write_if_changed
from ..errors import StoreError
from .head import Line
from .templating import SEARCHED, SLOT, Body, slot

T = TypeVar("T")
_CUT, _OPEN, _CLOSE = "\x1c", "\x1d", "\x1e"
"""Between the pieces of a body, and around the name of a slot in one. No page has control characters."""
_SEARCH_ONLY = f"{_OPEN}{SEARCHED}{_CLOSE}"


SEARCH = "search.json"


def source_name(uri: str) -> str:
    """The file that MkDocs reads, of a page or another file of the site."""
    return f"sources/{uri}"


def body_name(uri: str) -> str:
    """The file that holds the body of a page."""
    return f"bodies/{uri}.body"


def content_name(uri: str) -> str:
    """The file that holds what else is shown of a page."""
    return f"bodies/{uri}.json"


def around_name(uri: str) -> str:
    """The file that holds what a report's page says about other reports."""
    return f"around/{uri}.json"


Row = tuple[str, str, int, str]
"""A heading: its title as HTML, its id, its level, and its title away from the page."""


@dataclass(frozen=True)
class KeptBody:
    """A body as it is on disk: what other plugins and search read, and between that what comes late."""

    pieces: Sequence[str]
    """Every other one comes late; the one after `_SEARCH_ONLY` never comes."""

    def whole(self, parts: Mapping[str, str]) -> str:
        """The HTML, with these parts in the slots that depend on other reports."""
        return _with_parts("".join(_shown(self.pieces)), parts)

    def early(self) -> str:
        """What search reads: the HTML with a slot for each piece that comes late."""
        return "".join(slot(str(n)) if n % 2 else piece for n, piece in enumerate(self.pieces))

    def completed(self, early: str, parts: Mapping[str, str]) -> str:
        """The HTML of `early`, whatever others made of it, with everything that comes late."""
        pieces = SLOT.split(early)
        pieces[1::2] = (self.pieces[int(number)] for number in pieces[1::2])
        return _with_parts("".join(_shown(pieces)), parts)


def _shown(pieces: Sequence[str]) -> Iterator[str]:
    for before, piece in zip(["", *pieces], pieces, strict=False):
        if _SEARCH_ONLY not in (before, piece):
            yield piece


@dataclass(frozen=True)
class KeptPage:
    """What is put into a page."""

    body: KeptBody
    headings: Sequence[Row]
    head: Sequence[Line]
    parts: Mapping[str, str]
    """What belongs into slots that depend on other reports."""


class AnchorIds(Set[str]):
    """The anchors of a page, for whoever links to one: the page is read when somebody asks."""

    def __init__(self, page: Callable[[], KeptPage]) -> None:
        self._page = page

    @functools.cached_property
    def _ids(self) -> frozenset[str]:
        return frozenset(anchor for _, anchor, *_ in self._page().headings)

    def __contains__(self, anchor: object) -> bool:
        return anchor in self._ids

    def __iter__(self) -> Iterator[str]:
        return iter(self._ids)

    def __len__(self) -> int:
        return len(self._ids)


def pack(body: Body) -> str:
    """A body as a text that `unpack` reads. Slots that nothing belongs into yet stay open."""

    def late(name: str) -> str:
        part = body.part(name)
        return f"{_OPEN}{name}{_CLOSE}" if part is None else SLOT.sub(lambda found: late(found[1]), part)

    pieces = SLOT.split(body.html)
    pieces[1::2] = map(late, pieces[1::2])
    return _CUT.join(pieces)


def unpack(text: str) -> KeptBody:
    """What `pack` has written."""
    return KeptBody(text.split(_CUT))


def _with_parts(html: str, parts: Mapping[str, str]) -> str:
    before, *slots = html.split(_OPEN)
    filled = [before]
    for text in slots:
        name, _, after = text.partition(_CLOSE)
        filled += [parts.get(name, ""), after]
    return "".join(filled)


class Store:
    """The folder of a site."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.sources = folder / "sources"
        self._wanted: set[str] = set()

    def write(self, name: str, data: bytes) -> None:
        """Write a file, by its path below the folder. One with this content is left alone. Raises `OSError`."""
        write_if_changed(self.folder / name, data)

    def read(self, name: str, make: Callable[[Any], T]) -> T | None:
        """What a JSON file holds; nothing where it is missing or cannot be read, as it can be made again."""
        try:
            return make(json.loads((self.folder / name).read_bytes()))
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError):
            return None

    def holds(self, sizes: Mapping[str, int]) -> bool:
        """Whether files are there, with as many bytes as they had."""
        folder = f"{self.folder}{os.sep}"  # thousands of them: paths as text are several times faster
        try:
            return all(os.stat(folder + name).st_size == size for name, size in sizes.items())  # noqa: PTH116
        except OSError:
            return False

    def page(self, uri: str, *, has_around: bool) -> KeptPage:
        """What is put into a page; one of a report says something about other reports. Raises `StoreError`."""
        try:
            body = unpack((self.folder / body_name(uri)).read_bytes().decode())
            content = json.loads((self.folder / content_name(uri)).read_bytes())
            parts = json.loads((self.folder / around_name(uri)).read_bytes()) if has_around else {}
            return KeptPage(body, content["headings"], content["head"], parts)
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreError(
                f"{self.folder} no longer holds the page {uri} as it was made ({error}). Delete the folder and build "
                "again; everything in it is made anew."
            ) from error

    def keep_only(self, names: Iterable[str]) -> None:
        """Delete every other file. Raises `OSError`."""
        wanted = {self.folder / name for name in names}
        for path in self.folder.rglob("*"):
            if path.is_file() and path not in wanted:
                path.unlink()


def digest(*values: object) -> str:
    """Tells values from others, by their JSON."""
    return hashlib.sha256(compact_json(values)).hexdigest()
