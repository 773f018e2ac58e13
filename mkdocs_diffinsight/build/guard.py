"""What of the cache is left aside, as somebody else may have put it there: what a repository holds, and links.

Whoever can have a commit taken could else have pages, pictures and settings of git taken with it, which nobody reads.
"""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..disk import SCRATCH
from ..errors import ConfigError
from ..git.process import NEUTRAL_ENVIRONMENT, start
from ..progress import Log
from ..settings.options import Settings


def guarded(settings: Settings, cache_dir: Path, log: Log) -> Settings:
    """The settings of a build that leaves aside what may not be its own; a warning says so.

    `cache_dir` is the folder as it is configured, which may lead through links. Raises `ConfigError` and
    `RepositoryError`.
    """
    for link in _links(cache_dir):
        if _held(link.parent, [link.name]):
            raise ConfigError(
                f"`cache_dir` leads through {link}, a link that the repository holds: whoever may change it chooses "
                "where a build writes and deletes. Put a folder in its place."
            )
    folder = settings.cache_dir
    foreign = dict.fromkeys(_held(folder, SCRATCH), "the repository holds it")
    foreign |= {name: "it is a link" for name in SCRATCH if (folder / name).is_symlink()}
    for name, reason in foreign.items():
        log.warning(
            "%s is left aside, as %s: what is in there would be published without anybody having read it. Take it "
            "out (`git rm -r --cached`) and delete it; it is made again. Until then each build makes everything anew.",
            *(folder / name, reason),
        )
    return replace(settings, scratch_dir=Path(_folder_aside(folder).name)) if foreign else settings


@functools.cache
def _folder_aside(_cache_dir: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder that lasts as long as the program."""
    return tempfile.TemporaryDirectory(prefix="diffinsight-")


def _links(path: Path) -> Iterator[Path]:
    """The links that a path leads through."""
    absolute = Path(os.path.abspath(path))  # noqa: PTH100 - `resolve` would follow them
    yield from (part for part in (*reversed(absolute.parents), absolute) if part.is_symlink())


def _held(folder: Path, names: Sequence[str]) -> list[str]:
    """Which of these the repository around a folder holds, or anything below them.

    The repository is looked for by hand: files that look like one may stand in the folder and tell git anything.
    """
    root = next((parent for parent in (folder, *folder.parents) if os.path.lexists(parent / ".git")), None)
    if root is None:
        return []
    start_of = "" if folder == root else f"{folder.relative_to(root).as_posix()}/"
    environment = {**NEUTRAL_ENVIRONMENT, "GIT_DIR": str(root / ".git"), "GIT_WORK_TREE": str(root)}
    patterns = [f":(top,icase,literal){start_of}{name}" for name in names]
    process = start(["-C", str(root), "ls-files", "--cached", "-z", "--", *patterns], environment)
    out, _ = process.communicate()
    paths = [path.casefold() for path in out.decode("utf-8", "surrogateescape").split("\0")]
    prefixes = {name: f"{start_of}{name}".casefold() for name in names}
    return [name for name, prefix in prefixes.items() if any(f"{path}/".startswith(f"{prefix}/") for path in paths)]
