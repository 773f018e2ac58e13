"""The pages of a site on disk: made once, and read again as long as nothing that they are made of changes.

    CACHE_DIR/pages/<key>/
      files/<uri>           what MkDocs reads: front matter of pages, data, feeds
      files/<uri>.page      what is put into a page: its headings and its head, and its body, in pieces
      files/<uri>.html      what MkDocs has made of a page
      finished.json         and of what it has made them
      around                a line for each page of a report: what goes into slots that depend on other reports
      ranges/<key>.json     which files were made of a range, and of what; then what lists know of its reports
      site.json             what was made of all ranges
      search.entries        what the search plugin has made of the pages
      search.json           and of what it has made it

All of it can be made again.
"""

from __future__ import annotations

import functools
import hashlib
import os
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from ..disk import Folder, Lock, Stamp, checksum, compact_json, parse, seal, unseal
from ..errors import StoreError
from ..model.listed import ListedReport
from ..site.html.head import HeadLine
from ..site.html.slots import SEARCHED, SLOT, slot

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    from ..site.html.templating import Body

T = TypeVar("T")
_CUT, _OPEN, _CLOSE = "\x1c", "\x1d", "\x1e"
"""Between the pieces of a body, and around the name of a slot in one. No page has control characters."""
_SEARCH_ONLY = f"{_OPEN}{SEARCHED}{_CLOSE}"
_MOST_ANCHORS = 20
FILES = "files"
"""All that is of one page is side by side: folders cost more than files."""
SEARCH, SEARCH_ENTRIES = "search.json", "search.entries"
AROUND, FINISHED = "around", "finished.json"
RANGES = "ranges"
LOCK, ASKED = ".lock", "asked"
RECORDS = (SEARCH, SEARCH_ENTRIES, FINISHED, LOCK, ASKED)
"""What MkDocs has made of the pages, and what is known of the folder."""


def source_name(uri: str) -> str:
    """The file that MkDocs reads, of a page or another file of the site."""
    return f"{FILES}/{uri}"


def page_name(uri: str) -> str:
    """The file that holds what is put into a page."""
    return f"{FILES}/{uri}.page"


def finished_name(uri: str) -> str:
    """The file that holds a page as it was rendered."""
    return f"{FILES}/{uri}.html"


Row = tuple[str, str, int, str]
"""A heading: its title as HTML, its id, its level, and its title away from the page."""


@dataclass(frozen=True)
class KeptBody:
    """A body as it is on disk: what other plugins and search read, and between that what comes late."""

    pieces: Sequence[str]
    """Every other one comes late; the one after `_SEARCH_ONLY` never comes."""

    @classmethod
    def of(cls, body: Body) -> KeptBody:
        """A body that was made. Slots that nothing belongs into yet stay open."""
        pieces = SLOT.split(body.html)
        pieces[1::2] = [_late(body, name) for name in pieces[1::2]]
        return cls(pieces)

    def whole(self, parts: Mapping[str, str]) -> str:
        """The HTML, with these parts in the slots that depend on other reports."""
        return _joined(self.pieces, parts)

    def early(self) -> str:
        """What search reads: the HTML with a slot for each piece that comes late."""
        return "".join(slot(str(n)) if n % 2 else piece for n, piece in enumerate(self.pieces))

    def completed(self, early: str, parts: Mapping[str, str]) -> str:
        """The HTML of `early`, whatever others made of it, with everything that comes late."""
        pieces = SLOT.split(early)
        pieces[1::2] = (self.pieces[int(number)] for number in pieces[1::2])
        return _joined(pieces, parts)


def _late(body: Body, name: str) -> str:
    """What belongs into a slot, with what belongs into the slots in it."""
    part = body.part(name)
    return f"{_OPEN}{name}{_CLOSE}" if part is None else SLOT.sub(lambda match: _late(body, match[1]), part)


def _joined(pieces: Sequence[str], parts: Mapping[str, str]) -> str:
    """All pieces but the one that only search reads, with these parts in their slots."""
    pairs = zip(["", *pieces], pieces, strict=False)
    shown = (piece for before, piece in pairs if _SEARCH_ONLY not in (before, piece))
    return "".join(text for piece in shown for text in _with_parts(piece, parts))


@dataclass(frozen=True)
class KeptPage:
    """What is put into a page."""

    body: KeptBody
    headings: Sequence[Row]
    head: Sequence[HeadLine]
    parts: Mapping[str, str]
    """What belongs into slots that depend on other reports."""

    def is_missing(self, shown: str) -> bool:
        """Whether HTML has nothing of it, whatever others have made of it: not one of its first anchors."""
        anchors = "|".join(re.escape(anchor) for _, anchor, *_ in self.headings[:_MOST_ANCHORS])
        has_any = re.compile(rf"""\bid=["']?(?:{anchors})["'\s>]""").search
        # A site's own template may be without anchors.
        return bool(anchors) and not has_any(shown) and bool(has_any(self.body.whole({})))


def _with_parts(html: str, parts: Mapping[str, str]) -> Iterator[str]:
    before, *slots = html.split(_OPEN)
    yield before
    for text in slots:
        name, _, after = text.partition(_CLOSE)
        yield parts.get(name, "")
        yield after


def pack(headings: Sequence[Row], head: Sequence[HeadLine], body: Body) -> bytes:
    """A page as `Store.page` reads it: what else is shown of it as a line of JSON, then its body."""
    content = {"headings": headings, "head": head}
    return seal(compact_json(content) + b"\n" + _CUT.join(KeptBody.of(body).pieces).encode())


@dataclass(frozen=True)
class _Beside:
    """What else is shown of a page."""

    headings: Sequence[Row]
    head: Sequence[HeadLine]


class Store:
    """The folder of a site.

    There are thousands of files, each of which can be made again, so they are not written in one step. A build that is
    killed leaves no record of what it was making, and a record has the checksums of files and their state: nobody takes
    half a file for a whole one, or a damaged one for what it was.
    """

    def __init__(self, folder: Folder, lock: Lock) -> None:
        """`lock` is held, and let go in the end: nobody else works in the folder."""
        self.folder = folder
        self.sources = folder.path / FILES
        self._lock = lock
        self._root = f"{folder.path}{os.sep}"
        """Paths as text are several times faster."""

    def close(self) -> None:
        """Let others work in the folder."""
        self._lock.release()

    def write_record(self, name: str, record: DataclassInstance) -> None:
        """Write a dataclass. Raises `OSError`."""
        self.folder.write(name, seal(compact_json(record)))

    def record(self, name: str, kind: type[T]) -> T | None:
        """What `write_record` has written; nothing where it is not there as it was, since it can be made again."""
        try:
            return parse(unseal(self.folder.read(name)), kind)
        except (OSError, ValueError):
            return None

    def listed(self, name: str) -> list[Mapping[str, ListedReport]]:
        """The reports in a file, each by language. Raises `StoreError`."""
        try:
            return parse(self.folder.read(name), list[Mapping[str, ListedReport]])
        except (OSError, ValueError) as error:
            raise self.broken(name, error) from error

    def path(self, name: str) -> str:
        """Where a file is, or would be."""
        return self._root + name

    def state(self, names: Iterable[str]) -> str:
        """Tells the state of files from any other, without reading them; empty where one is not there."""
        try:
            # A file in the same state is the same one, though a link may lead to it.
            return digest([Stamp.of(os.lstat(self._root + name)) for name in names])
        except OSError:
            return ""

    def holds(self, checksums: Mapping[str, str]) -> bool:
        """Whether files have the content that they had."""
        try:
            return all(checksum(self.folder.read(name)) == known for name, known in checksums.items())
        except OSError:
            return False

    def page(self, uri: str) -> KeptPage:
        """What is put into a page. Raises `StoreError`."""
        try:
            first, _, rest = unseal(self.folder.read(page_name(uri))).partition(b"\n")
            beside, around = parse(first, _Beside), self.around(uri)
            parts = parse(around, dict[str, str]) if around else {}
            return KeptPage(KeptBody(rest.decode().split(_CUT)), beside.headings, beside.head, parts)
        except (OSError, ValueError) as error:
            raise self.broken(uri, error) from error

    def around(self, uri: str) -> bytes | None:
        """What a page says about other reports, as JSON, if it says anything. Raises `OSError` and `ValueError`."""
        if uri not in self._around:
            return None
        start, size = self._around[uri]
        with self.folder.open(AROUND) as file:
            file.seek(start)
            return unseal(file.read(size))

    def write_around(self, parts: Mapping[str, bytes]) -> str:
        """Write that of all pages; the checksum of the file. Raises `OSError`."""
        lines = [b"%b\t%b\n" % (uri.encode(), seal(one)) for uri, one in parts.items()]
        self.folder.write_pieces(AROUND, lines)
        vars(self).pop("_around", None)
        return checksum(b"".join(lines))

    @functools.cached_property
    def _around(self) -> Mapping[str, tuple[int, int]]:
        """Where it is, by the paths of pages: from which byte, and how many."""
        places, start = {}, 0
        with self.folder.open(AROUND) as lines:
            for line in lines:
                uri, _, parts = line.partition(b"\t")
                places[uri.decode()] = (start + len(line) - len(parts), len(parts) - len(b"\n"))
                start += len(line)
        return places

    def broken(self, name: str, error: Exception) -> StoreError:
        """What to raise where a file cannot be read as it was written."""
        return StoreError(
            f"{self.folder.path} no longer holds {name} as it was made ({error}). Delete the folder and build again; "
            "everything in it is made anew."
        )

    def keep_only(self, names: Collection[str], below: str = "") -> None:
        """Delete every other file of the folder, or below a part of it. Raises `OSError`."""
        for name, _ in self.folder.walk(below):
            if name not in names:
                self.folder.remove(name)


def digest(*values: object) -> str:
    """Tells values from others, by their JSON."""
    return hashlib.sha256(compact_json(values)).hexdigest()
