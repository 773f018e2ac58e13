"""What changed between two trees: the files, their diffs as git makes them, and as much of their contents as is needed.

Sizes are asked before contents are read, each object is read once under however many names, and the bounds below say
how much is looked at of whatever a repository holds. What is beyond them is told as such.

Where git alone would not do (a text in UTF-16 is binary to it, one object that it cannot read ends it), the changed
files are put into two trees of our own, with other contents in the place of those, and git compares these.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from ...errors import ObjectError
from ...model.changes import Diff, FileChange, FileMode, Omission, Status
from ..process import DiffTree, Objects, as_bytes
from .attributes import named_encodings
from .encoding import UTF_8, UTF_8_MARKED, find_text, is_marked, is_plain
from .output import read_diff
from .own_objects import OwnRepository, TreeEntry
from .trees import ChangedFile, TreeWalk

MAX_FILES = 20_000
"""Changed files of a range that are told: the first ones by path."""
MAX_COMPARED = 16_000_000
"""Bytes of a file that is compared line by line."""
MAX_ALL_COMPARED = 1_000_000_000
"""Bytes of all files of a range that are compared so, each under each of its names."""
MAX_SECONDS = 600
"""Seconds after which the comparison of a range is given up."""
MAX_PATCH = 4_000_000
"""Bytes of a file's diff that is told."""
MAX_PATCHES = 64_000_000
"""Bytes of all diffs of a range that are told."""
MAX_LINES = 200_000
"""Changed lines of a file that are told."""
MAX_ALL_LINES = 1_000_000
"""Changed lines of all files of a range that are told."""
MAX_READ = 1_000_000
"""Bytes of a file that is read as a whole."""
MAX_ALL_READ = 256_000_000
"""Bytes of all files of a range that are read as a whole."""
MAX_RENAME_COST = 30e9
"""What looking for renames may cost, in about nanoseconds: each file that went is held against each that came."""
RENAME_LIMIT = 1000
"""So many that went and came git holds against each other by itself."""
_COST_OF_PAIR, _COST_OF_BYTE = 70, 0.1
_REGULAR = (FileMode.REGULAR, FileMode.EXECUTABLE)
_MAX_SNIFFED = 500_000_000
"""Bytes of a file of which the start is looked at. Git takes larger ones for binary."""
_SNIFFED = 8_000
"""Bytes at the start of a file in which git looks for a zero byte, the sign of a binary file."""
_LISTS_OF_A_FILE = 300
"""Bytes that git's lists have for a file beside its names."""
_ARGUMENTS = (
    *("-r", "-M", "--raw", "--numstat", "--patch", "-z", "--no-abbrev", "--full-index"),
    *("--unified=3", "--inter-hunk-context=1", "--no-color", "--no-ext-diff", "--no-textconv"),
    *("--submodule=short", "--ignore-submodules=none"),
)


@dataclass(frozen=True)
class Blobs:
    """Files as they are in a repository, by their ids."""

    contents: Mapping[str, bytes]
    """Files by their ids, without big ones, all beyond a budget, and what git cannot read."""
    sizes: Mapping[str, int]
    """Bytes, of all that are there."""
    broken: frozenset[str] = frozenset()
    """The ids of files that git cannot read."""


@dataclass(frozen=True)
class Comparison:
    """What changed between two trees."""

    files: Diff
    blobs: Blobs = Blobs({}, {})
    texts: Mapping[str, bytes] = field(default_factory=dict)
    """The contents of files that are texts in another encoding than UTF-8, in that, by their ids."""
    more_files: int | None = 0
    """How many changed files there are besides; `None` for very many."""


def read_blobs(objects: Objects, ids: Iterable[str]) -> Blobs:
    """Files by their ids, each once, as far as the bounds allow. What is no file is left out."""
    asked = sorted({name for name in ids if name.strip("0")})
    sizes: dict[str, int] = {}
    small, left, broken = [], MAX_ALL_READ, set()
    for name, kind in zip(asked, objects.kinds(asked), strict=True):
        if kind is None:
            broken.add(name)
        elif kind[1] == "blob":
            sizes[name] = kind[2]
            if kind[2] <= min(MAX_READ, left):
                small.append(name)
                left -= kind[2]
    contents = {name: file[2] for name, file in zip(small, objects.contents(small), strict=True) if file}
    return Blobs(contents, sizes, frozenset(broken.union(name for name in small if name not in contents)))


class _Side(NamedTuple):
    """What is compared as one side of a change."""

    id: str
    encoding: str = ""
    """The encoding of its text, where that is not UTF-8."""
    omission: Omission | None = None


class Comparer:
    """Compares trees of one repository. Raises `ObjectError` where git fails, and can go on with other trees."""

    def __init__(self, objects: Objects, own: OwnRepository, name: str) -> None:
        """The `own` repository borrows the `objects`; `name` is what messages call the repository that has these."""
        self._objects = objects
        self._own = own
        self._name = name
        self._differences = self._diff_tree(RENAME_LIMIT)
        self._walk = TreeWalk(own.environment, name)

    def close(self) -> None:
        """End git."""
        self._differences.end()
        self._walk.close()

    def compare(self, old: str, new: str) -> Comparison:
        """What changed from one tree to another."""
        entries, more = self._walk.changed(old, new, MAX_FILES)
        if not entries:
            return Comparison((), more_files=more)
        blobs = read_blobs(self._objects, (name for entry in entries for name in _regular_ids(entry, links=True)))
        sides = _Sides(self._objects, self._own, (old, new), entries, blobs)
        trees = (old, new) if more == 0 and sides.are_unchanged else sides.write_trees()
        try:
            changes = self._diff(*trees, entries, blobs)
        except ObjectError:
            if not sides.leave_out_unreadable():
                raise
            changes = self._diff(*sides.write_trees(), entries, blobs)
        if more != 0:  # the other side of a renamed file may be among those
            changes = _unpaired(changes)
        return Comparison(tuple(sides.named_as_they_are(changes)), blobs, sides.texts, more)

    def _diff(self, old: str, new: str, entries: Sequence[ChangedFile], blobs: Blobs) -> list[FileChange]:
        """The changes that git finds between two trees, of which all `entries` are known."""
        limit = _rename_limit(entries, blobs.sizes)
        most = MAX_PATCHES + sum(_LISTS_OF_A_FILE + 4 * len(as_bytes(entry.path)) for entry in entries)
        with self._diff_tree(limit) as special:
            differences = self._differences if limit == RENAME_LIMIT else special
            with differences.within(MAX_SECONDS):
                heard = differences.trees(old, new, most)
        changes = list(read_diff(heard.data, is_whole=heard.is_whole))
        statuses = Counter(change.status for change in changes)
        return _unpaired(changes) if statuses[Status.ADDED] * statuses[Status.REMOVED] > limit**2 else changes

    def _diff_tree(self, limit: int) -> DiffTree:
        return DiffTree([*_ARGUMENTS, f"-l{limit}"], self._own.environment, self._name)


class _Sides:
    """What is compared in the place of each side of each change: mostly the file itself."""

    def __init__(
        self, objects: Objects, own: OwnRepository, trees: tuple[str, str], entries: Sequence[ChangedFile], blobs: Blobs
    ) -> None:
        self._objects = objects
        self._own = own
        self._trees = trees
        self._entries = {entry.path: entry for entry in entries}
        self._blobs = blobs
        self.texts: dict[str, bytes] = {}
        """The contents of texts that are not UTF-8, in that, by the ids of their files."""
        self._made_sides: dict[tuple[str, ...], _Side] = {}
        self._plain: dict[str, bool] = {}
        self._old, self._new = self._made()

    @property
    def are_unchanged(self) -> bool:
        """Whether the files themselves are compared."""
        return all((self._old[path].id, self._new[path].id) == entry.ids for path, entry in self._entries.items())

    def write_trees(self) -> tuple[str, str]:
        """Make trees of what is compared, with nothing but the changes; their ids."""
        old, new = {}, {}
        for path, entry in self._entries.items():
            if entry.old_mode != FileMode.MISSING:
                old[path] = TreeEntry(entry.old_mode, self._old[path].id)
            if entry.new_mode != FileMode.MISSING:
                new[path] = TreeEntry(entry.new_mode, self._new[path].id)
        return self._own.write_tree(old), self._own.write_tree(new)

    def leave_out_unreadable(self) -> bool:
        """Look for files that git cannot read among those that were not read, and leave them out; whether any is."""
        ids = {name for entry in self._entries.values() for name in _regular_ids(entry)}
        unread = sorted(name for name in ids if name in self._blobs.sizes and name not in self._blobs.contents)
        asked = [name for name in unread if self._blobs.sizes[name] <= MAX_COMPARED]
        lost = [name for name, content in zip(asked, self._objects.contents(asked), strict=True) if content is None]
        self._blobs = replace(self._blobs, broken=self._blobs.broken.union(lost))
        self._made_sides = {}
        self._old, self._new = self._made()
        return bool(lost)

    def _made(self) -> tuple[dict[str, _Side], dict[str, _Side]]:
        """The sides before and after, by path."""
        named = [self._named_encodings(tree, side) for side, tree in enumerate(self._trees)]
        old, new = {}, {}
        left = MAX_ALL_COMPARED
        for path, entry in self._entries.items():
            left -= sum(self._blobs.sizes.get(name, 0) for name in _regular_ids(entry))
            if left < 0 and any(_regular_ids(entry)):
                old[path], new[path] = map(self._left_out, entry.modes, entry.ids)
                continue
            before = self._side(entry.old_mode, entry.old_id, named[0].get(path, ()))
            after = self._side(entry.new_mode, entry.new_id, named[1].get(path, ()))
            # Where one side is sure, the other one is most likely written in the same way.
            old[path] = self._again(before, entry.old_id, after)
            new[path] = self._again(after, entry.new_id, before)
        return old, new

    def _named_encodings(self, tree: str, side: int) -> Mapping[str, Sequence[str]]:
        """The names that a tree's attributes give to the encodings of its files, those before (0) or after (1)."""
        sides = [(path, entry.modes[side], entry.ids[side]) for path, entry in self._entries.items()]
        paths = [path for path, mode, name in sides if self._may_have_encoding(mode, name)]
        return named_encodings(self._objects, self._own, tree, paths) if paths else {}

    def _may_have_encoding(self, mode: str, name: str) -> bool:
        return mode in _REGULAR and name in self._blobs.contents and not self._is_plain(name)

    def _is_plain(self, name: str) -> bool:
        """Whether a file is known to be a text in UTF-8."""
        if name not in self._plain:
            content = self._blobs.contents.get(name)
            self._plain[name] = content is not None and is_plain(content)
        return self._plain[name]

    def _side(self, mode: str, name: str, named: Sequence[str]) -> _Side:
        if mode not in _REGULAR:
            return _Side(name)
        key = (name, *named)
        if key not in self._made_sides:
            self._made_sides[key] = self._made_side(mode, name, named)
        return self._made_sides[key]

    def _made_side(self, mode: str, name: str, named: Sequence[str]) -> _Side:
        if name in self._blobs.broken:
            return self._placeholder(name, Omission.BROKEN)
        if self._blobs.sizes.get(name, 0) > MAX_COMPARED:
            return self._placeholder(name, None if self._is_binary(name) else Omission.LARGE)
        if self._may_have_encoding(mode, name) and (decoded := find_text(self._blobs.contents[name], named)):
            self.texts[name] = decoded.text.encode()
            return _Side(self._own.write_blob(self.texts[name]), decoded.encoding)
        return _Side(name)

    def _again(self, side: _Side, name: str, other: _Side) -> _Side:
        """A side whose encoding is not sure, in that of the other one, if it can be read so."""
        content = self._blobs.contents.get(name)
        if side != _Side(name) or not other.encoding or content is None or self._is_plain(name):
            return side
        decoded = find_text(content, [other.encoding])
        if not decoded or decoded.encoding != other.encoding:
            return side
        self.texts[name] = decoded.text.encode()
        return _Side(self._own.write_blob(self.texts[name]), decoded.encoding)

    def _left_out(self, mode: str, name: str) -> _Side:
        return self._placeholder(name, Omission.MANY) if mode in _REGULAR else _Side(name)

    def _placeholder(self, name: str, omission: Omission | None) -> _Side:
        """A binary file that is like no other one, but for itself under another name."""
        return _Side(self._own.write_blob(b"\0" + name.encode()), omission=omission)

    def _is_binary(self, name: str) -> bool:
        """Whether git takes a large file for binary."""
        return self._blobs.sizes[name] > _MAX_SNIFFED or 0 in (self._objects.beginning(name, _SNIFFED) or b"")

    def named_as_they_are(self, changes: Iterable[FileChange]) -> list[FileChange]:
        """The changes that git has found, and those that it could not see, with the files' own ids."""
        named = {change.path: self._as_it_is(change) for change in changes}
        for path, entry in self._entries.items():
            if path not in named and self._old[path].id == self._new[path].id and entry.old_mode == entry.new_mode:
                nothing = FileChange(path, Status.MODIFIED, 0, 0, None, entry.old_mode, entry.new_mode, "", "")
                named[path] = self._as_it_is(nothing)
        return list(_within_lines(sorted(named.values(), key=lambda change: as_bytes(change.path))))

    def _as_it_is(self, change: FileChange) -> FileChange:
        previous = change.previous_path or change.path
        old_id, new_id = self._entries[previous].old_id, self._entries[change.path].new_id
        old, new = self._old[previous], self._new[change.path]
        omission = change.omission or old.omission or new.omission
        patch = change.patch
        if patch and (change.changes > MAX_LINES or len(as_bytes(patch)) > MAX_PATCH):
            omission, patch = Omission.LARGE, None
        binary = change.binary and omission is None
        encodings = self._encodings(old, old_id, new, new_id)
        return replace(
            change, patch=patch, old_blob=old_id, new_blob=new_id, binary=binary, omission=omission, encodings=encodings
        )

    def _encodings(self, old: _Side, old_id: str, new: _Side, new_id: str) -> tuple[str, str]:
        """What a file is written in before and after, unless that is plain UTF-8 as ever."""
        names = tuple(side.encoding or self._utf8(name) for side, name in ((old, old_id), (new, new_id)))
        is_of_note = old.encoding or new.encoding or (all(names) and names[0] != names[1])
        return (names[0], names[1]) if is_of_note else ("", "")

    def _utf8(self, name: str) -> str:
        """What a text in UTF-8 is written in."""
        if not self._is_plain(name):
            return ""
        return UTF_8_MARKED if is_marked(self._blobs.contents[name]) else UTF_8


def _unpaired(changes: Iterable[FileChange]) -> list[FileChange]:
    """The changes, each that may be a half of a rename as such."""
    halves = (Status.ADDED, Status.REMOVED)
    return [replace(change, is_unpaired=change.status in halves) for change in changes]


def _within_lines(changes: Iterable[FileChange]) -> Iterator[FileChange]:
    """The changes, with the lines of no more than may be told together."""
    left = MAX_ALL_LINES
    for change in changes:
        fits = change.patch is None or change.changes <= left
        left -= change.changes if fits and change.patch is not None else 0
        yield change if fits else replace(change, patch=None, omission=Omission.MANY)


def _regular_ids(entry: ChangedFile, *, links: bool = False) -> Iterator[str]:
    """The ids of the files of an entry; with `links`, those of symbolic links, too."""
    modes = {*_REGULAR, FileMode.SYMLINK} if links else _REGULAR
    return (name for mode, name in zip(entry.modes, entry.ids, strict=True) if mode in modes)


def _rename_limit(entries: Sequence[ChangedFile], sizes: Mapping[str, int]) -> int:
    """How many files that went and came git holds against each other at most; 1 where that would cost too much."""
    went = {entry.path: entry.old_id for entry in entries if entry.new_mode == FileMode.MISSING}
    came = {entry.path: entry.new_id for entry in entries if entry.old_mode == FileMode.MISSING}
    same = set(went.values()) & set(came.values())  # found at once
    gone, new = ([name for name in side.values() if name not in same] for side in (went, came))
    size = sum(sizes.get(name, 0) for name in (*gone, *new)) / max(1, len(gone) + len(new))
    pairs = len(gone) * len(new)
    if pairs * (_COST_OF_PAIR + _COST_OF_BYTE * size) > MAX_RENAME_COST:
        return 1
    return max(RENAME_LIMIT, math.isqrt(pairs) + 1 if pairs > RENAME_LIMIT**2 else 0)
