"""Reading git repositories: revisions, merge bases and diffs. The only importer of GitPython."""

from __future__ import annotations

import datetime
import os
import re
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self
from urllib.parse import quote, urlsplit

from .errors import RangeError, RepositoryError
from .model import EMPTY_TREE, CompareRange, Diff, FileChange, ResolvedRange, Status
from .ranges import is_empty_tree, parent_of

if TYPE_CHECKING:
    import git

_DIFF = (
    *("diff-tree", "-r", "-M", "--raw", "--numstat", "--patch", "-z", "--no-abbrev", "--full-index"),
    *("--unified=3", "--inter-hunk-context=1", "--no-color", "--no-ext-diff", "--no-textconv"),
    *("--submodule=short", "--ignore-submodules=none"),
)
_STATUS = {
    "A": Status.ADDED,
    "M": Status.MODIFIED,
    "D": Status.REMOVED,
    "R": Status.RENAMED,
    "C": Status.COPIED,
    "T": Status.TYPE_CHANGED,
}
# What an environment may carry that changes a diff or the objects that it reads.
_NEUTRAL_ENVIRONMENT = {
    "GIT_ATTR_NOSYSTEM": "1",
    "GIT_CONFIG_COUNT": "0",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_PARAMETERS": "",
    "GIT_DIFF_OPTS": "",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
}


@dataclass(frozen=True)
class _Commit:
    id: str
    committed: datetime.datetime
    is_root: bool


class Repository:
    """A git repository, opened for reading: a checkout, a worktree of one, or a bare repository.

    Diffs are made in an empty repository of our own that borrows the objects of the one that is read. So neither
    its configuration and attributes, nor the user's and the machine's, change what a report shows.
    """

    def __init__(self, path: Path) -> None:
        """Open the repository at `path` or above it. Raises `RepositoryError`."""
        self.path = path
        self._repo = _open(path)
        self._own = tempfile.TemporaryDirectory(prefix="diffinsight-")
        self._make_own_repository(Path(self._own.name))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._repo.close()
        self._own.cleanup()

    @property
    def remote_url(self) -> str | None:
        """Where `origin` is, as configured."""
        with self._repo.config_reader("repository") as config:
            url = config.get_value('remote "origin"', "url", default="")
        return str(url) or None

    @property
    def is_shallow(self) -> bool:
        """Whether a part of the history was left out when cloning."""
        return (Path(self._repo.common_dir) / "shallow").exists()

    def resolve(self, ranges: Sequence[CompareRange]) -> list[tuple[ResolvedRange, datetime.datetime]]:
        """The commits that the ranges name, each with the time of its head, by one git process.

        Raises `RangeError`, which tells of every side that does not resolve.
        """
        commits = self._commits({side for r in ranges for side in (r.base, r.head)})
        problems: list[str] = []
        resolved = []
        for compare_range in ranges:
            base = self._base(compare_range.base, commits)
            head = commits.get(compare_range.head)
            for side, name, found in (("base", compare_range.base, base), ("head", compare_range.head, head)):
                if found is None:
                    problems.append(f"range {compare_range.compare!r}: its {side}, {name!r}, is no commit")
            if base and head:
                url = compare_url(self.remote_url, base, head.id, direct=compare_range.direct)
                resolved.append((ResolvedRange(base, head.id, compare_range.direct, url), head.committed))
        if problems:
            raise RangeError("\n".join([f"In the repository {self.path}:", *problems, self._cure()]))
        return resolved

    def diff(self, resolved: ResolvedRange, committed: datetime.datetime) -> Diff:
        """What changed in a range: two git processes, one for a direct comparison.

        Raises `RangeError` where the ends have no common ancestor, `RepositoryError` where git fails.
        """
        base = resolved.base
        if not resolved.direct and not is_empty_tree(base):
            base = self._merge_base(base, resolved.head)
        out = self._git([*_DIFF, base, resolved.head, "--"], isolated=True)
        return Diff(tuple(_file_changes(out)), committed)

    def _base(self, name: str, commits: dict[str, _Commit]) -> str | None:
        """The id of a range's left side: a commit, or the empty tree where a history starts."""
        if commit := commits.get(name):
            return commit.id
        if is_empty_tree(name):
            return EMPTY_TREE
        child = parent_of(name)
        if child and (first := self._commits({child}).get(child)) and first.is_root:
            return EMPTY_TREE
        return None

    def _commits(self, names: Iterable[str]) -> dict[str, _Commit]:
        asked = sorted(names)
        queries = "".join(f"{name}^{{commit}}\n" for name in asked)
        answer = self._git(["cat-file", "--batch"], data=queries.encode("utf-8", "surrogateescape"))
        return {name: commit for name, commit in zip(asked, _read_commits(answer), strict=True) if commit}

    def _merge_base(self, base: str, head: str) -> str:
        out = self._git(["merge-base", base, head], accept=(0, 1)).decode().strip()
        if not out:
            raise RangeError(
                f"In the repository {self.path}: {base} and {head} have no common ancestor. "
                f"Two dots compare them directly. {self._cure()}".rstrip()
            )
        return out

    def _cure(self) -> str:
        if self.is_shallow:
            return (
                "The clone is shallow: what is asked for may lie in the part that was left out. "
                "Run `git fetch --unshallow --tags`; in GitHub Actions, give actions/checkout `fetch-depth: 0`."
            )
        return "Check the spelling; `git fetch --all --tags` brings what only the remote has."

    def _make_own_repository(self, folder: Path) -> None:
        from git import GitConfigParser

        (folder / "refs").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        with (
            self._repo.config_reader("repository") as theirs,
            GitConfigParser(folder / "config", read_only=False) as ours,
        ):
            ours.set_value("core", "bare", "true")
            ours.set_value("core", "repositoryFormatVersion", "1")
            ours.set_value("core", "attributesFile", os.devnull)
            for section in theirs.sections():
                for key, values in theirs.items_all(section):
                    if _is_needed(section, key):
                        for value in values:
                            ours.add_value(section, key, value)

    def _git(
        self,
        arguments: list[str],
        *,
        data: bytes = b"",
        isolated: bool = False,
        accept: tuple[int, ...] = (0,),
    ) -> bytes:
        environment = {**_NEUTRAL_ENVIRONMENT, "GIT_DIR": str(self._repo.git_dir)}
        if isolated:
            environment["GIT_DIR"] = self._own.name
            environment["GIT_OBJECT_DIRECTORY"] = str(Path(self._repo.common_dir) / "objects")
        process = self._repo.git.execute(["git", *arguments], istream=subprocess.PIPE, as_process=True, env=environment)
        out, err = process.communicate(data)
        if process.returncode not in accept:
            reason = err.decode("utf-8", "replace").strip() or f"exit status {process.returncode}"
            raise RepositoryError(f"In the repository {self.path}: `git {arguments[0]}` failed: {reason}")
        return bytes(out)


def _is_needed(section: str, key: str) -> bool:
    """Whether a setting says how to read the objects, or where a partial clone fetches the ones it lacks."""
    if section == "extensions":
        return key.lower() in ("objectformat", "partialclone")
    return section.partition(" ")[0] in ("remote", "http", "url", "credential", "protocol")


def _open(path: Path) -> git.Repo:
    try:
        import git
    except ImportError as error:  # GitPython's, where there is no git program
        raise RepositoryError("The git program was not found; install git and put it on the PATH.") from error
    try:
        return git.Repo(path, search_parent_directories=True)
    except git.NoSuchPathError as error:
        raise RepositoryError(f"There is no folder {path}; `repository` names a git repository.") from error
    except (git.InvalidGitRepositoryError, OSError, ValueError) as error:
        raise RepositoryError(f"{path} is in no git repository; set `repository` to the path of one.") from error


def _read_commits(answer: bytes) -> Iterator[_Commit | None]:
    """Read what `git cat-file --batch` says of commits."""
    position = 0
    while position < len(answer):
        end = answer.index(b"\n", position)
        header = answer[position:end].split(b" ")
        position = end + 1
        if header[-2:-1] != [b"commit"]:
            yield None  # "NAME missing", "NAME ambiguous"
            continue
        size = int(header[-1])
        yield _read_commit(header[0].decode(), answer[position : position + size])
        position += size + 1


def _read_commit(name: str, data: bytes) -> _Commit:
    head = data.partition(b"\n\n")[0]
    stamp = re.search(rb"^committer .*> (-?\d+) ([+-])(\d\d)(\d\d)$", head, re.MULTILINE)
    seconds, offset = 0, datetime.timedelta()
    if stamp:
        seconds = int(stamp[1])
        offset = datetime.timedelta(hours=int(stamp[3]), minutes=int(stamp[4])) * (-1 if stamp[2] == b"-" else 1)
    epoch = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
    committed = (epoch + datetime.timedelta(seconds=seconds)).astimezone(datetime.timezone(offset))
    return _Commit(name, committed, not re.search(rb"^parent ", head, re.MULTILINE))


def _file_changes(out: bytes) -> Iterator[FileChange]:
    """Read the output of `_DIFF`: raw entries, counts, then patches, all in the same order.

    The first two are NUL-terminated (https://git-scm.com/docs/git-diff, "-z"), and in the patches git quotes
    names, so no file name can be taken for anything else.
    """
    fields = iter(out.split(b"\0"))
    entries = []
    field = next(fields)
    while field.startswith(b":"):
        entry = field[1:].decode("ascii").split(" ")
        renamed = entry[4][0] in "RC"
        old = _text(next(fields))
        entries.append((entry, old, _text(next(fields)) if renamed else old))
        field = next(fields)
    counts = []
    for _ in entries:
        additions, deletions, name = field.split(b"\t", 2)
        counts.append((additions, deletions))
        if not name:  # of a rename: both names follow
            next(fields), next(fields)
        field = next(fields)
    patches = iter(re.split(rb"^(?=diff --git )", b"\0".join(fields), flags=re.MULTILINE)[1:])
    for ((old_mode, new_mode, old_blob, new_blob, letter), old, new), (added, deleted) in zip(
        entries, counts, strict=True
    ):
        sections = [next(patches)]
        if letter[0] == "T":  # told as a removal and an addition
            sections.append(next(patches))
        hunks = [section[at.start() :] for section in sections if (at := re.search(rb"^@@ ", section, re.M))]
        yield FileChange(
            path=new,
            status=_STATUS.get(letter[0], Status.MODIFIED),
            additions=0 if added == b"-" else int(added),
            deletions=0 if deleted == b"-" else int(deleted),
            patch=_text(b"".join(hunks).removesuffix(b"\n")) if hunks else None,
            old_mode=old_mode,
            new_mode=new_mode,
            old_blob=old_blob,
            new_blob=new_blob,
            previous_path=old if old != new else None,
            binary=added == b"-",
        )


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def compare_url(remote: str | None, base: str, head: str, *, direct: bool) -> str | None:
    """The forge's page for a comparison, or `None` where the remote is no forge's."""
    home = forge_url(remote) if remote else None
    if home is None or is_empty_tree(base):
        return None
    folder = "/-/compare/" if "gitlab" in (urlsplit(home).hostname or "") else "/compare/"
    return f"{home}{folder}{base}{'..' if direct else '...'}{head}"


def forge_url(remote: str) -> str | None:
    """The web address of a repository, from the address git clones it from; credentials are left out."""
    scp = re.fullmatch(r"(?:[^@/]+@)?([\w.-]+\.[\w-]+):(?!//)(.+)", remote)
    parts = urlsplit(f"ssh://{scp[1]}/{scp[2]}" if scp else remote)
    if parts.scheme not in ("http", "https", "ssh", "git") or not parts.hostname:
        return None
    port = f":{parts.port}" if parts.port and parts.scheme in ("http", "https") else ""
    path = quote(parts.path.strip("/").removesuffix(".git"), safe="/~%")
    return f"{'http' if parts.scheme == 'http' else 'https'}://{parts.hostname}{port}/{path}" if path else None


def watched_paths(path: Path) -> list[Path]:
    """The files that change when a repository gets a commit, a branch or a tag. Raises `RepositoryError`."""
    repo = _open(path)
    folders = [Path(repo.git_dir), Path(repo.common_dir)]
    repo.close()
    names = ["HEAD", "packed-refs", "refs", "logs/HEAD"]
    return [at for at in dict.fromkeys(folder / name for folder in folders for name in names) if at.exists()]
