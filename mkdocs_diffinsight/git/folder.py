"""Where the repository of a folder is, by git's own rules for those that are not to be trusted."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from ..errors import RepositoryError
from ..language.quoting import display
from .process import NEUTRAL_ENVIRONMENT, Done, finish, users_environment

_WHERE = ("rev-parse", "--path-format=absolute", "--absolute-git-dir", "--git-common-dir")


@dataclass(frozen=True)
class GitFolder:
    """The folders of a repository."""

    own: Path
    """What a work tree has for itself."""
    common: Path
    """What it shares with other work trees; else the same."""


def find_git_folder(path: Path) -> GitFolder:
    """The repository that a folder is in: a checkout, a worktree of one, or a bare repository.

    What belongs to another user is refused, as git does, unless the user's `safe.directory` allows it. Files in a
    work tree that look like a bare repository are what they are to git (`safe.bareRepository=explicit`), files: else
    whoever can add files to a repository could add settings that run a program. Raises `RepositoryError`.
    """
    inner = _find(path)
    while (outside := _holder(path, inner.own)) is not None:
        inner = outside
    return inner


def _holder(path: Path, folder: Path) -> GitFolder | None:
    """The repository that tracks what looks like another one."""
    inside = folder == path.resolve() or folder in path.resolve().parents
    if not inside or folder.name == ".git" or folder.parent == folder:
        return None
    try:
        outer = _find(folder.parent)
    except RepositoryError:
        return None
    head = [f"--git-dir={outer.own}", f"--work-tree={outer.own.parent}", "ls-files", "--", str(folder / "HEAD")]
    return outer if _run(head, NEUTRAL_ENVIRONMENT).out else None


def _find(path: Path) -> GitFolder:
    if not path.is_dir():
        raise RepositoryError(f"There is no folder {path}; `repository` names a git repository.")
    done = _run(["-C", str(path), "-c", "safe.bareRepository=all", *_WHERE], users_environment())
    own, _, common = os.fsdecode(done.out).removesuffix("\n").partition("\n")
    if done.status or not common:
        raise RepositoryError(_reason(path, done.err))
    return GitFolder(Path(own), Path(common))


def _reason(path: Path, err: str) -> str:
    if "dubious ownership" in err:
        return (
            f"The repository at {path} belongs to another user, so git does not read it. If you trust it, run "
            f"`git config --global --add safe.directory {path.resolve()}`."
        )
    if "not a git repository" in err or not err:
        return f"{path} is in no git repository; set `repository` to the path of one."
    return f"The repository at {path} cannot be read: {display(err.removeprefix('fatal: '), 300)}"


def _run(arguments: list[str], environment: dict[str, str]) -> Done:
    return finish(arguments, {**environment, "LC_ALL": "C"})
