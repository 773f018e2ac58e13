"""Folders of ours on disk, read as what they are: input that anybody may have written.

A cache is committed, restored by CI and copied by hand. So nothing in it is reached through a link, what is no ordinary
file is not read, and what a file holds is checked for type and value before anybody uses it.
"""

from __future__ import annotations

import contextlib
import errno
import hashlib
import json
import os
import secrets
import shutil
import stat
import threading
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import IO, TYPE_CHECKING, Annotated, Any, NamedTuple, NoReturn, TypeAlias, TypeVar

from msgspec import Meta, ValidationError, convert, to_builtins

if TYPE_CHECKING:
    from filelock import BaseFileLock

T = TypeVar("T")
Lock: TypeAlias = "BaseFileLock"
TEMPORARY = ".new-"
"""How the name of a file starts that is being written."""
ObjectId = Annotated[str, Meta(pattern=r"\A(?:[0-9a-f]{40}|[0-9a-f]{64})\Z")]
"""What git calls a commit, a tree or the content of a file."""
Digest = Annotated[str, Meta(pattern=r"\A[0-9a-f]{32}(?:[0-9a-f]{32})?\Z")]
RefName = Annotated[str, Meta(pattern=r"\A(?![-/.])(?!.*(?:\.\.|@\{|//))[^\x00-\x20\x7f~^:?*\[\\]+\Z")]
"""What a branch or a tag may be called (https://git-scm.com/docs/git-check-ref-format), and never an option."""
SitePath = Annotated[
    str, Meta(pattern=r"\A(?!(?:.*/)?\.{0,2}(?:/|\Z))[^\x00-\x1f\x7f\\:\ud800-\udfff]+\Z", max_length=4096)
]
"""A file below the sources of a site, and nowhere else."""
BatchName = Annotated[str, Meta(pattern=r"\A(?!\.)[A-Za-z0-9_.:-]+(?:/(?!\.)[A-Za-z0-9_.:-]+)*\Z", max_length=200)]
"""What a server may call a batch: a part of an address there, which leads to nothing else."""
Count = Annotated[int, Meta(ge=0, lt=1 << 53)]
_MOST = 1 << 30
"""Bytes that are read of a file."""
_MOST_FOLDERS = 64
"""That a file is in."""
_SEAL = 32
"""Hexadecimal digits."""
_PRIVATE = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)
_READ = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _PRIVATE  # a pipe that nobody writes to would hold us up
_CREATE = os.O_WRONLY | os.O_CREAT | os.O_EXCL | _PRIVATE
_OPEN_FOLDER = os.O_RDONLY | getattr(os, "O_DIRECTORY", 0) | _PRIVATE
_HAS_DESCRIPTORS = os.open in os.supports_dir_fd and hasattr(os, "O_NOFOLLOW")
_NOT_FOLLOWED = (errno.ENOTDIR, errno.ELOOP, errno.EMLINK)
"""What systems say of a link that they are not to follow, or of a file in place of a folder."""


class Part(StrEnum):
    """The parts of the folder `cache_dir`."""

    SUMMARIES = "summaries"
    """`<language>/<2 digits>/<diff hash>.json`: what a model or a person wrote about a file."""
    OVERVIEWS = "overviews"
    """`<language>/<2 digits>/<range hash>.json`: what a model or a person wrote about a report."""
    ANSWERS = "answers"
    """`<language>/<hash>/<request>.json`: answers of a model to texts that are not finished yet."""
    BATCHES = "batches"
    """`<mark>.json`: what was sent, and the answers that no text is made of yet."""
    FOLLOWED = "followed"
    """`<hash>.json` and `<hash>.steps.json`: where a followed branch ended, and which tags follow which."""
    CLAIMS = "claims"
    """`<language>-<hash>.lock`: held while a model writes a text."""
    LOCKS = "locks"
    """Held by a command that works on batches."""
    EVIDENCE = "evidence"
    """`v<n>/<2 digits>/<key>.json`: diffs and what they show."""
    MIRRORS = "mirrors"
    """`<name>.git`: the history of a remote repository."""
    PAGES = "pages"
    """`<key>/`: pages as they were made."""
    PICTURES = "pictures"
    """`<blob id>.<format>`: pictures before and after a change."""


SCRATCH = (Part.EVIDENCE, Part.MIRRORS, Part.PAGES, Part.PICTURES)
"""What can be made again, is published or run, and that no person reads: it is in `scratch_dir`.

The first four parts may have cost money or work. They can be committed: readable JSON in a stable order. All others
keep themselves out of git.
"""


class _LinkError(OSError):
    """A file is not in the folder, but where a link leads to."""


def wait_for(lock: Lock, seconds: float, tell: Callable[[], object]) -> contextlib.AbstractContextManager[object]:
    """Get a lock that another program may hold, and `tell` that this is waited for; it ends with the `with` block.

    Raises `TimeoutError`, which names the file of the lock, after so many seconds.
    """
    with contextlib.suppress(TimeoutError):
        return lock.acquire(timeout=0)
    tell()
    try:
        return lock.acquire(timeout=seconds)
    except TimeoutError:
        raise TimeoutError(f"Another program has held {lock.lock_file} for {seconds / 60:.0f} minutes") from None


class _Place(NamedTuple):
    """What system calls are given for a file: its name in a folder that is open, or else its path."""

    path: str
    folder: int | None

    def status(self) -> os.stat_result:
        """The status of the file itself, be it a link. Raises `OSError`."""
        return os.stat(self.path, dir_fd=self.folder, follow_symlinks=False)

    def remove(self) -> None:
        """Delete a file, a link, or a folder with all that is in it. Raises `OSError`."""
        if not stat.S_ISDIR(self.status().st_mode):
            os.unlink(self.path, dir_fd=self.folder)
            return
        try:
            shutil.rmtree(self.path, dir_fd=self.folder)
        except RecursionError:
            raise OSError(errno.ELOOP, "it has folders in folders without end", self.path) from None


class Stamp(NamedTuple):
    """Tells one state of a file from another: no program writes to a file without changing it."""

    size: int
    written: int
    """In nanoseconds."""
    changed: int
    """When its status changed, in nanoseconds: no program can set it."""
    number: int

    @classmethod
    def of(cls, status: os.stat_result) -> Stamp:
        """The stamp of a file with this status."""
        return cls(status.st_size, status.st_mtime_ns, status.st_ctime_ns, status.st_ino)


class Folder:
    """A folder, and what is below it, by paths from here with `/` between their parts.

    Each part is opened from the one before it where the system can, and looked at before it is used where not. What can
    only be reached through a link, or is no ordinary file, is an `OSError`.
    """

    def __init__(self, path: Path, *, expendable: bool = False) -> None:
        """`expendable`: everything in it can be made again, so that what is in the way of a file may be deleted."""
        self.path = path
        self._expendable = expendable
        self._turn = threading.Lock()
        self._last: tuple[str, int] | None = None
        """The folder below this one that was used last, open: many files in a row are in the same one."""

    def __del__(self) -> None:
        self._forget()

    def below(self, name: str, *, expendable: bool = True) -> Folder:
        """A folder in this one. Raises `OSError`."""
        self._at(f"{name}/-", lambda _: None, make=True)
        return Folder(self.path / name, expendable=expendable)

    def open(self, name: str) -> IO[bytes]:
        """A file, to be read. Raises `OSError`."""

        def act(place: _Place) -> IO[bytes]:
            try:
                file = os.fdopen(os.open(place.path, _READ, dir_fd=place.folder), "rb")
            except OSError as error:
                _explain(error, place)
            if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
                file.close()
                raise OSError(errno.EINVAL, "it is no file", place.path)
            return file

        return self._at(name, act)

    def read(self, name: str, most: int = _MOST) -> bytes:
        """The content of a file of at most so many bytes. Raises `OSError`."""
        with self.open(name) as file:
            if os.fstat(file.fileno()).st_size > most:
                raise OSError(errno.EFBIG, f"it has more than {most} bytes", name)
            return file.read()

    def stamp(self, name: str) -> Stamp | None:
        """Tells the state of a file, if there is one."""
        try:
            status = self._at(name, _Place.status)
        except OSError:
            return None
        return Stamp.of(status) if stat.S_ISREG(status.st_mode) else None

    def write(self, name: str, data: bytes) -> None:
        """Write a file in one step, so that nobody ever reads half of it. One with this content is left alone.

        Raises `OSError`.
        """
        if not self.has(name, data):
            self.write_pieces(name, [data])

    def write_pieces(self, name: str, pieces: Iterable[bytes]) -> int:
        """Write a file in one step and in pieces, as it may be long; how many bytes that are. Raises `OSError`."""
        new = _beside(name, f"{TEMPORARY}{secrets.token_hex(8)}")

        def replace(place: _Place) -> None:
            self._make_room(place)
            source = _beside(place.path, new.rpartition("/")[2])
            os.replace(source, place.path, src_dir_fd=place.folder, dst_dir_fd=place.folder)

        try:
            size = self._create(new, pieces)
            self._at(name, replace)
        except BaseException:
            with contextlib.suppress(OSError):
                self.remove(new)
            raise
        return size

    def put(self, name: str, data: bytes) -> None:
        """Write a file that nobody relies on before there is a record of it, which is faster.

        One with this content is left alone. Raises `OSError`.
        """
        if not self.has(name, data):
            self._create(name, [data])

    def remove(self, name: str) -> None:
        """Delete a file, a link, or a folder with all that is in it, if it is there. Raises `OSError`."""
        with contextlib.suppress(FileNotFoundError, _LinkError):
            self._at(name, _Place.remove)

    def touch(self, name: str) -> None:
        """Note that a file is used now. Raises `OSError`."""
        self._at(name, lambda place: os.utime(place.path, dir_fd=place.folder))

    def walk(self, name: str = "") -> Iterator[tuple[str, os.stat_result]]:
        """Everything below a folder that is no folder itself, with its status; nothing that cannot be reached.

        Nothing of ours is in many folders.
        """
        try:
            entries = self._entries(name)
        except OSError:
            return
        for entry, status in entries:
            inner = f"{name}/{entry}".lstrip("/")
            if not stat.S_ISDIR(status.st_mode):
                yield inner, status
            elif inner.count("/") < _MOST_FOLDERS:
                yield from self.walk(inner)

    def names(self, name: str = "") -> list[str]:
        """What is in a folder; nothing where it cannot be reached."""
        try:
            return [entry for entry, _ in self._entries(name)]
        except OSError:
            return []

    def lock(self, name: str) -> Lock:
        """A lock that ends with the program that holds it, however that ends. Raises `OSError`.

        Who cannot have it in time gets a `TimeoutError`.
        """
        from filelock import FileLock

        self._at(name, self._make_room, make=True)
        return FileLock(self.path / name, thread_local=False)

    def _entries(self, name: str) -> list[tuple[str, os.stat_result]]:
        def act(place: _Place) -> list[tuple[str, os.stat_result]]:
            folder = os.path.dirname(place.path) if place.folder is None else place.folder  # noqa: PTH120
            with os.scandir(folder) as entries:
                return [(entry.name, entry.stat(follow_symlinks=False)) for entry in entries]

        return self._at(f"{name}/-".lstrip("/"), act)

    def has(self, name: str, data: bytes) -> bool:
        """Whether a file has this content."""
        try:
            with self.open(name) as file:
                return os.fstat(file.fileno()).st_size == len(data) and file.read() == data
        except OSError:
            return False

    def _create(self, name: str, pieces: Iterable[bytes]) -> int:
        def act(place: _Place) -> int:
            with contextlib.suppress(FileNotFoundError):
                place.remove()
            return os.open(place.path, _CREATE, 0o644, dir_fd=place.folder)

        with os.fdopen(self._at(name, act, make=True), "wb") as file:
            file.writelines(pieces)
            return file.tell()

    def _make_room(self, place: _Place) -> None:
        """Delete what is no file, if it may be."""
        with contextlib.suppress(FileNotFoundError):
            if self._expendable and not stat.S_ISREG(place.status().st_mode):
                place.remove()

    def _at(self, name: str, act: Callable[[_Place], T], *, make: bool = False) -> T:
        """What is done with a file, once its folder is open."""
        folder, _, leaf = name.rpartition("/")
        if any(part in ("", ".", "..") or os.sep in part or "\0" in part for part in name.split("/")):
            raise OSError(errno.EINVAL, "it is no path in the cache", name)
        if not _HAS_DESCRIPTORS:
            return act(_Place(os.path.join(self._looked_at(folder, make=make), leaf), None))  # noqa: PTH118
        with self._turn:
            was_open = self._last is not None and self._last[0] == folder
            try:
                return act(_Place(leaf, self._opened(folder, make=make)))
            except FileNotFoundError:
                if not was_open:
                    raise
            self._forget()  # somebody has deleted the folder, and may have made another one
            return act(_Place(leaf, self._opened(folder, make=make)))

    def _opened(self, folder: str, *, make: bool) -> int:
        """A folder's descriptor."""
        if self._last and self._last[0] == folder:
            return self._last[1]
        self._forget()
        if make:
            self.path.mkdir(parents=True, exist_ok=True)
        inner = os.open(self.path, os.O_RDONLY)
        for part in folder.split("/") if folder else ():
            outer = inner
            try:
                inner = self._inner(_Place(part, outer), make=make)
            finally:
                os.close(outer)
        self._last = folder, inner
        return inner

    def _inner(self, place: _Place, *, make: bool) -> int:
        if make:
            self._make_folder(place)
        try:
            return os.open(place.path, _OPEN_FOLDER, dir_fd=place.folder)
        except OSError as error:
            _explain(error, place)

    def _make_folder(self, place: _Place) -> None:
        try:
            os.mkdir(place.path, dir_fd=place.folder)
        except FileExistsError:
            if self._expendable and not stat.S_ISDIR(place.status().st_mode):
                place.remove()
                os.mkdir(place.path, dir_fd=place.folder)

    def _looked_at(self, folder: str, *, make: bool) -> str:
        """A folder's path, where there are no descriptors: each part is looked at."""
        path = str(self.path)
        if make:
            self.path.mkdir(parents=True, exist_ok=True)
        for part in folder.split("/") if folder else ():
            path = os.path.join(path, part)  # noqa: PTH118
            place = _Place(path, None)
            if make:
                self._make_folder(place)
            if not stat.S_ISDIR(place.status().st_mode) or Path(path).resolve().name != part:
                raise _LinkError(errno.ELOOP, _NOT_OURS, path)
        return path

    def _forget(self) -> None:
        if self._last:
            os.close(self._last[1])
            self._last = None


_NOT_OURS = "it is a link, or is in place of a folder, and nothing in the cache is followed through links"


def _explain(error: OSError, place: _Place) -> NoReturn:
    if error.errno in _NOT_FOLLOWED:
        raise _LinkError(error.errno, _NOT_OURS, place.path) from None
    raise error


def _beside(name: str, leaf: str) -> str:
    """The path of another file in the same folder."""
    return name[: max(name.rfind("/"), name.rfind(os.sep)) + 1] + leaf


def checksum(content: bytes) -> str:
    """Tells content from what was made of it by accident."""
    return hashlib.sha256(content).hexdigest()[:_SEAL]


def seal(content: bytes) -> bytes:
    """Content after its checksum."""
    return checksum(content).encode() + b" " + content


def unseal(data: bytes) -> bytes:
    """The content. Raises `ValueError` where it is not as it was written."""
    content = data[_SEAL + 1 :]
    if data[: _SEAL + 1] != checksum(content).encode() + b" ":
        raise ValueError("it is not as it was written")
    return content


def parse(data: bytes | str, kind: type[T]) -> T:
    """What JSON says, as a value of this type and of no other. Raises `ValueError`."""
    try:
        return checked(json.loads(data, parse_constant=_refuse), kind)
    except RecursionError:
        raise ValueError("it is nested too deep") from None


def checked(value: Any, kind: type[T]) -> T:
    """A value that JSON can have, as one of this type. Raises `ValueError`."""
    try:
        return convert(value, kind)
    except ValidationError as error:
        raise ValueError(str(error)) from None


def _refuse(constant: str) -> NoReturn:
    raise ValueError(f"{constant} is no number")


def scratch_folder(cache_dir: Path, name: Part) -> Folder:
    """A folder of the cache for what can be made again, and is not to be committed. Raises `OSError`."""
    folder = Folder(cache_dir).below(name)
    folder.write(".gitignore", b"# Made again whenever it is missing\n*\n")
    return folder


def compact_json(content: object) -> bytes:
    """JSON that nobody edits, of values that `parse` makes again; much faster to write than the readable form."""
    return json.dumps(content, separators=(",", ":"), default=to_builtins).encode()


def dump_json(value: object) -> bytes:
    r"""JSON as this project writes it. Bytes of a repository that are no UTF-8 become `\\udcXX` escapes."""
    text = json.dumps(value, ensure_ascii=False, indent=2) + "\n"
    return text.encode("utf-8", "backslashreplace")
