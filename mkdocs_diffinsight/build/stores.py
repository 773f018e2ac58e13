"""Which folder of kept pages a build works in: named by what makes them, and for one build at a time.

    CACHE_DIR/pages/
      .lock       held while a build looks for its folder
      <key>/      pages that the same settings, templates and code make for the same site, wherever it lies
      <key>-2/    the same for other ranges, or for a build at the same time
        .lock     held by the build that works in it; its time is that of the last one
        asked     which ranges that one was to tell of

A build takes the folder that it was in before, or else the one that has most of its ranges; where another build is in
it, or has other ranges, it takes a new one. What has not been used for long is deleted.
"""

from __future__ import annotations

import contextlib
import itertools
import time
from collections.abc import Collection

from ..disk import Folder, Lock
from .store import ASKED, LOCK, RANGES, Store

MOST = 4
"""Folders that are kept, each as large as the pages of a site."""
DAYS = 30
"""For which one is kept that nobody uses."""
_SECONDS_TO_WAIT = 60
"""For a build that looks for its folder, or deletes one."""


def open_store(pages: Folder, key: str, asked: str, ranges: Collection[str]) -> Store:
    """The folder for a build, which nobody else works in until it is closed. Raises `OSError`.

    `key` tells what pages are made with, `asked` which ranges the configuration names, and `ranges` are the names of
    their files.
    """
    with pages.lock(LOCK).acquire(timeout=_SECONDS_TO_WAIT):
        name, lock = _choose(pages, key, asked, ranges)
        pages.touch(f"{name}/{LOCK}")
        _tidy(pages)
    folder = pages.below(name)
    folder.write(ASKED, asked.encode())
    return Store(folder, lock)


def _choose(pages: Folder, key: str, asked: str, ranges: Collection[str]) -> tuple[str, Lock]:
    """The name of the folder, and its lock, which is held."""
    names = pages.names()
    likeness = {
        name: _likeness(pages, name, asked, ranges) for name in sorted(names) if f"{name}-".startswith(f"{key}-")
    }
    for name in sorted(filter(likeness.get, likeness), key=likeness.__getitem__, reverse=True):
        if lock := _taken(pages, name):
            return name, lock
    free = itertools.chain([key], (f"{key}-{n}" for n in itertools.count(2)))
    name = next(name for name in free if name not in names)
    lock = pages.lock(f"{name}/{LOCK}")
    lock.acquire(timeout=0)
    return name, lock


def _taken(pages: Folder, name: str) -> Lock | None:
    """The lock of a folder, held; nothing where another build holds it."""
    try:
        lock = pages.lock(f"{name}/{LOCK}")
        lock.acquire(timeout=0)
    except OSError:
        return None
    return lock


def _likeness(pages: Folder, name: str, asked: str, ranges: Collection[str]) -> int:
    """How much of what a build is to make was made in a folder."""
    with contextlib.suppress(OSError):
        if pages.read(f"{name}/{ASKED}") == asked.encode():
            return len(ranges) + 1
    return len(set(pages.names(f"{name}/{RANGES}")) & set(ranges))


def _tidy(pages: Folder) -> None:
    """Delete what has not been used for long, and all that is more than enough."""
    times = {name: stamp.written for name in pages.names() if (stamp := pages.stamp(f"{name}/{LOCK}"))}
    oldest = time.time_ns() - DAYS * 24 * 60 * 60 * 10**9
    kept = {name for name in sorted(times, key=times.__getitem__)[-MOST:] if times[name] >= oldest}
    for name in pages.names():
        if name in kept or name in (LOCK, ".gitignore"):
            continue
        if lock := _taken(pages, name):
            with contextlib.suppress(OSError):  # it is tried again by the next build
                pages.remove(name)
            lock.release()
