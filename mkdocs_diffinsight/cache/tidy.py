"""What the cache no longer needs: what was half written, and what can be made again and nobody has used for long."""

from __future__ import annotations

import contextlib
import os
import re
import time
from collections.abc import Iterator
from pathlib import Path

from ..disk import SCRATCH, Folder, Part, scratch_folder

HOURS = 1
"""After which a file that is being written is one that nobody writes any more."""
DAYS = 30
"""For which diffs, pictures and mirrors are kept that nobody uses."""
_HALF_WRITTEN = re.compile(r"\.new-[0-9a-f]{16}|\..+\.[a-z0-9_]{8}")
"""Names of files that are being written, also by versions of this package before 0.2."""
_MOST_FOLDERS = 8
"""That a file is in which we write in one step."""
_LOOKED = ".tidied"
"""A file whose time is that of the last look for what nobody uses."""


def tidy(cache_dir: Path, scratch_dir: Path) -> None:
    """Delete it. What cannot be deleted now is tried again by the next build."""
    texts, scratch = Folder(cache_dir), Folder(scratch_dir)
    for part in Part:
        folder = scratch if part in SCRATCH else texts
        for name in _half_written(folder, part) if part is not Part.MIRRORS else ():  # which git writes
            _remove_if_older(folder, name, HOURS * 3600)
    with contextlib.suppress(OSError):
        _tidy_scratch(scratch_dir)


def _tidy_scratch(scratch_dir: Path) -> None:
    """Look once a day: there may be many files. Raises `OSError`."""
    evidence = scratch_folder(scratch_dir, Part.EVIDENCE)
    looked = evidence.stamp(_LOOKED)
    if looked and looked.written / 1e9 > time.time() - 24 * 3600:
        return
    evidence.write(_LOOKED, f"{time.time():.0f}\n".encode())
    folder = Folder(scratch_dir)
    for part in (Part.EVIDENCE, Part.PICTURES):
        for name, _ in list(folder.walk(part)):
            if not name.endswith((".gitignore", _LOOKED)):
                _remove_if_older(folder, name, DAYS * 24 * 3600)
    for name in folder.names(Part.MIRRORS):
        if name.endswith(".lock"):
            _remove_mirror_if_older(folder, f"{Part.MIRRORS}/{name}")


def _remove_mirror_if_older(folder: Folder, lock: str) -> None:
    """A mirror's lock has the time of its last use."""
    if _is_older(folder, lock, DAYS * 24 * 3600):
        with contextlib.suppress(OSError), folder.lock(lock).acquire(timeout=0):
            folder.remove(f"{lock.removesuffix('.lock')}.git")
            folder.remove(lock)


def _remove_if_older(folder: Folder, name: str, seconds: float) -> None:
    if _is_older(folder, name, seconds):
        with contextlib.suppress(OSError):
            folder.remove(name)


def _is_older(folder: Folder, name: str, seconds: float) -> bool:
    stamp = folder.stamp(name)
    return stamp is not None and stamp.written / 1e9 < time.time() - seconds


def _half_written(folder: Folder, name: str) -> Iterator[str]:
    """The files below a folder that have such a name; those of pages are left to the build that writes them."""
    try:
        with os.scandir(folder.path / name) as entries:
            inner = [(entry.name, entry.is_dir(follow_symlinks=False)) for entry in entries]
    except OSError:
        return
    for entry, is_folder in inner:
        if is_folder and entry != "files" and name.count("/") < _MOST_FOLDERS:
            yield from _half_written(folder, f"{name}/{entry}")
        elif not is_folder and _HALF_WRITTEN.fullmatch(entry):
            yield f"{name}/{entry}"
