"""Mirrors of remote repositories: what ranges need of them, in `cache_dir`, kept up to date.

    CACHE_DIR/mirrors/
      <name>-<hash of the address>.git     a bare repository
      <name>-<hash of the address>.lock    held by the build that fetches into it

Git fetches commits and trees, and then, for all diffs at once, the files that these show (a partial clone,
https://git-scm.com/docs/partial-clone). That files may be missing is told to git only while it fetches. So whoever
reads the mirror stays off the network: a file that was not fetched is an error, not a request.
"""

from __future__ import annotations

import contextlib
import datetime
import os
import re
import stat
import subprocess
import time
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from fnmatch import fnmatchcase
from functools import cached_property, partial
from pathlib import Path, PurePosixPath
from typing import IO, cast

from ..disk import Folder, Lock, Part, scratch_folder, wait_for
from ..errors import RepositoryError
from ..language.quoting import display
from ..model.changes import FileMode
from ..model.ranges import Remote, is_empty_tree
from ..progress import Log
from .address import PROTOCOLS, branch_of, cure_for, is_object_id, is_ref, may_be_commit, reason_of, refs_of, start_of
from .comparing.comparer import MAX_FILES
from .comparing.trees import TreeWalk
from .process import NEUTRAL_ENVIRONMENT, NO_PROGRAMS, Ear, as_bytes, as_text, finish, settings_of_the_user, start, stop

SECONDS_OF_SILENCE = 180.0
"""Seconds without a sign after which git is stopped. Servers and git itself report progress every second or two."""
SECONDS_TO_WAIT = 3600.0
"""Seconds to wait for another build that fetches into the same mirror."""
PAUSES = (2.0, 8.0, 30.0)
"""Seconds after which a remote is asked again that does not answer for now."""
_SECONDS_BETWEEN_LINES = 10.0

_HEAD = "refs/remote/HEAD"
"""What the remote's `HEAD` is; the mirror's own points to it."""
_EVERYTHING = ("+refs/heads/*:refs/heads/*", "+refs/tags/*:refs/tags/*")
_FETCH = (
    *("fetch", "--stdin", "--progress", "--no-tags", "--no-prune", "--refmap=", "--no-recurse-submodules"),
    *("--no-write-fetch-head", "--no-auto-maintenance"),
)
_SETTINGS = (
    *NO_PROGRAMS,
    ("fetch.writeCommitGraph", "true"),  # for merge bases in long histories
    ("gc.autoDetach", "false"),
    ("http.lowSpeedLimit", "1"),  # byte a second: git's helper for HTTP outlives a git that we stop
)
_Config = Sequence[tuple[str, str]]
"""Settings of git by their names, each with its value."""
_UNFILTERED = "unfiltered"
"""A file that stands in a mirror that has all files."""
_FETCHED = "fetched"
"""A file whose time is that of the last answer of the remote."""
_FOR_NOW = re.compile(r"\b(?:returned error:|HTTP) (?:429|502|503|504)\b")  # The requested URL returned error: 503
"""How git tells of a server that has too much to do, is restarted, or stands behind one that cannot reach it."""
_NO_FILES = (FileMode.MISSING, FileMode.SUBMODULE)
_FOLDERS = ("objects", "refs")
_OURS = (*_FOLDERS, "HEAD", "config", "packed-refs", _FETCHED, _UNFILTERED)
"""What a mirror has, and nothing else."""
_DAMAGED = re.compile(  # error: packfile .git/objects/pack/pack-1f3a.pack does not match index
    r"corrupt|inflate|index file|packfile|bad (?:object|ref|tree|sha1|signature)|did not send all necessary objects"
    r"|missing (?:blob|tree|commit)|unable to read|not a valid object|hash mismatch|garbage|fsck|broken"
)
"""What git says of objects and indexes that are not as they were written."""
# fatal: remote error: upload-pack: not our ref 1f3a…
_REFUSED = re.compile(r"unadvertised object|not our ref|\bnot valid\b")


class _FetchError(Exception):
    """Git could not fetch; it says why."""


class _BusyError(_FetchError):
    """The remote, or what stands before it, does not answer for now."""


class _DamageError(RepositoryError):
    """Git could not read what it had written."""


class Mirror:
    """A local copy of the parts of a remote repository that ranges need, opened by `Repository` as any other."""

    def __init__(self, remote: Remote, cache_dir: Path, log: Log) -> None:
        self.path = cache_dir / Part.MIRRORS / remote.folder
        self.renewal = f"Delete {self.path}; the next build makes it anew."
        """What the person can do where the mirror is damaged."""
        self._remote = remote
        self._cache_dir = cache_dir
        self._log = log
        self._folder: Folder
        self._seen: Collection[str] | None = None
        """The branches and tags that the remote has, as it last said."""

    def update(
        self, revisions: Iterable[str], tag_patterns: Collection[str] = (), branches: Iterable[str] = ()
    ) -> Path:
        """Fetch the history of revisions, of the tags that match patterns, and of branches; the mirror's path.

        The remote is not asked if all revisions are commits' ids that are here. If it does not answer, and all is
        here, one warning says so. Tags that match a pattern and are gone from the remote are deleted; a branch or a
        tag that a revision names stays as it was last seen. Revisions that exist nowhere are left to whoever
        resolves them. Raises `RepositoryError`, and `RangeError` for a revision that git could take for an option.
        """
        starts = map(start_of, revisions)
        names = {name.lower() if is_object_id(name) else name for name in starts if not is_empty_tree(name)}
        names |= set(map(branch_of, branches))
        with self._locked():
            try:
                self._update(names, tag_patterns)
            except _DamageError as error:
                self._log.warning("%s It is fetched anew.", str(error).removesuffix(f" {self.renewal}"))
                with self._renewed():
                    self._update(names, tag_patterns)
        return self.path

    def _update(self, names: Collection[str], tag_patterns: Collection[str]) -> None:
        """Update a mirror that is locked. Raises `_DamageError`, too."""
        if not tag_patterns and self._are_settled(names) and not self._lacking(names):
            return
        try:
            self._bring(names, tag_patterns)
            self._folder.write(_FETCHED, f"{time.time():.0f}\n".encode())
        except _FetchError as error:
            if _DAMAGED.search(str(error)):
                raise self._damage(str(error)) from None
            self._seen = self._seen or ()
            tags = [ref.removeprefix("refs/tags/") for ref in self._refs()]
            if self._lacking(names) or not all(_matching(tags, [pattern]) for pattern in tag_patterns):
                raise self._failure(error) from None
            warning = "%s cannot be fetched (%s). The build goes on with what is here, as of %s. %s"
            self._log.warning(warning, self._remote.url, error, self._last_contact(), cure_for(str(error)))
            return
        if lost := self._lacking(self._refs().values()):
            raise self._damage(f"{lost[0]} is missing")

    @contextmanager
    def _renewed(self) -> Iterator[None]:
        """An empty mirror in the place of one that is damaged, which comes back where nothing can be fetched."""
        mirrors = scratch_folder(self._cache_dir, Part.MIRRORS)
        aside = self.path.with_suffix(".damaged")
        mirrors.remove(aside.name)
        self.path.rename(aside)
        try:
            self._make(mirrors)
            yield
        except BaseException:
            mirrors.remove(self.path.name)
            aside.rename(self.path)
            raise
        mirrors.remove(aside.name)

    def remote_refs(self) -> Collection[str]:
        """The branches and tags that the remote has, as far as it says so."""
        if self._seen is None:
            self._seen = ()
            with contextlib.suppress(_FetchError):
                self._remote_refs()
        return self._seen

    def fetch_files(self, comparisons: Iterable[tuple[str, str]]) -> None:
        """Fetch the files that differ between commits or trees, given by their full ids: all that is missing at once.

        Raises `RepositoryError`.
        """
        pairs = list(dict.fromkeys(comparisons))
        if not pairs:
            return
        with self._locked():
            missing = self._missing_files(pairs)
            if not missing:
                return
            self._log.info("Fetching %d versions of files from %s", len(missing), self._remote.url)
            try:
                # Git would offer all commits that it has; for files they say nothing.
                self._network([*_FETCH, "origin"], missing, [("fetch.negotiationAlgorithm", "noop")])
            except _FetchError as error:
                if not _REFUSED.search(str(error)):
                    raise self._failure(error) from None
                self._fetch_unfiltered()
            self._tidy_packs()

    def _bring(self, names: Collection[str], tag_patterns: Collection[str]) -> None:
        """Fetch what is missing or has moved. Raises `_FetchError`."""
        asked = {name for name in names if name != "HEAD" and not is_object_id(name)}
        remote = self._remote_refs() if asked or tag_patterns else {}
        local = self._refs()
        tags = {ref.removeprefix("refs/tags/"): ref for ref in {**local, **remote} if ref.startswith("refs/tags/")}
        wanted = {ref for name in asked for ref in refs_of(name)} | {tags[tag] for tag in _matching(tags, tag_patterns)}
        vanished = {name for name in asked if not remote.keys() & refs_of(name)}
        kept = {ref for name in vanished for ref in refs_of(name)}
        self._delete((wanted & local.keys()) - remote.keys() - kept)
        self._make_room(wanted, remote)

        specs = [f"+{ref}:{ref}" for ref in sorted(wanted & remote.keys()) if local.get(ref) != remote[ref]]
        if "HEAD" in names:
            specs.append(f"+HEAD:{_HEAD}")
        ids = [f"{name}:refs/wanted/{name}" for name in self._lacking(filter(is_object_id, names))]
        try:
            self._fetch([*specs, *ids])
        except _FetchError as error:
            if not (ids and _REFUSED.search(str(error))):
                raise
            self._fetch(specs)
        self._search_history([name for name in names if may_be_commit(name)])
        self._warn_of_vanished(vanished)

    def _search_history(self, names: Collection[str]) -> None:
        """Look for commits where they can be: in the history of the default branch, and then in all of it."""
        for specs in ([f"+HEAD:{_HEAD}"], _EVERYTHING):
            if not self._lacking(names):
                return
            if specs is _EVERYTHING:
                self._log.info("Fetching all branches and tags to find %s", ", ".join(sorted(self._lacking(names))))
                self._make_room((), self._remote_refs())
            self._fetch(specs)

    def _warn_of_vanished(self, names: Iterable[str]) -> None:
        local = self._refs()
        if gone := sorted(name.removeprefix("refs/heads/") for name in names if local.keys() & refs_of(name)):
            warning = "%s no longer has %s; the ranges show what was last fetched of it."
            self._log.warning(warning, self._remote.url, ", ".join(gone))

    def _make_room(self, refs: Collection[str], remote: dict[str, str]) -> None:
        """Delete what is gone from the remote and stands in the way: `a` of a new `a/b`, or `a/b` of a new `a`."""
        coming = [ref for ref in (refs or remote) if ref in remote]
        gone = self._refs().keys() - remote.keys()
        self._delete(old for old in gone for new in coming if new.startswith(f"{old}/") or old.startswith(f"{new}/"))

    def _fetch(self, specs: Sequence[str]) -> None:
        if not specs:
            return
        self._log.info("Fetching from %s", self._remote.url)
        try:
            self._network([*_FETCH, "origin"], specs)
        except _FetchError as error:
            kept = [spec for spec in specs if not spec.startswith("+HEAD:")]
            if len(kept) == len(specs) or "find remote ref HEAD" not in str(error):
                raise
            self._fetch([*kept, *self._only_branch()])  # a remote whose `HEAD` names no branch
        self._tidy_packs()

    def _only_branch(self) -> Sequence[str]:
        """What to fetch in place of a `HEAD` that names no branch, as after a branch got another name."""
        branches = [ref for ref in self._remote_refs() if ref.startswith("refs/heads/")]
        names = [ref.removeprefix("refs/heads/") for ref in branches]
        if len(branches) == 1:
            self._log.info("The HEAD of %s names no branch; its only one, %s, is taken.", self._remote.url, names[0])
            return [f"+{branches[0]}:{_HEAD}"]
        if _HEAD in self._refs():
            self._log.warning(
                "The HEAD of %s names no branch any more; the ranges show what was last fetched of it. Name the branch "
                "to follow (`branch`); it has: %s",
                *(self._remote.url, display(", ".join(sorted(names)) or "none", 300)),
            )
        return []

    def _fetch_unfiltered(self) -> None:
        """Fetch everything, from a server that gives no single files."""
        self._log.info("%s gives no single files, so all files are fetched.", self._remote.url)
        try:
            self._make_room((), self._remote_refs())
            self._network([*_FETCH, "--refetch", "origin"], _EVERYTHING, filtered=False)
        except _FetchError as error:
            raise self._failure(error) from None
        self._folder.write(_UNFILTERED, b"")

    def _remote_refs(self) -> dict[str, str]:
        """The ids of the remote's branches and tags."""
        out = self._network(["ls-remote", "--quiet", "--heads", "--tags", "origin"])
        lines = (line.split("\t", 1) for line in out.split("\n") if "\t" in line)
        refs = {ref: name for name, ref in lines if is_ref(ref)}
        self._seen = refs.keys()
        return refs

    def _refs(self) -> dict[str, str]:
        """The ids of the mirror's own."""
        lines = self._local(["for-each-ref", "--format=%(objectname) %(refname)"])
        return {ref: name for name, ref in (line.split(" ", 1) for line in lines)}

    def _delete(self, refs: Iterable[str]) -> None:
        commands = "".join(f"delete {ref}\n" for ref in sorted(set(refs)))
        if commands:
            self._local(["update-ref", "--stdin"], commands)

    def _are_settled(self, names: Iterable[str]) -> bool:
        """Whether names mean for ever what they meant once: objects' ids, also in short if no ref is called so."""
        others = [name for name in names if not is_object_id(name)]
        if not all(may_be_commit(name) and not name.startswith(":") for name in others):
            return False
        refs = self._refs().keys() if others else set()
        return all(refs.isdisjoint(refs_of(name)) for name in others)

    def _lacking(self, names: Iterable[str]) -> list[str]:
        """Which of some names mean nothing here."""
        asked = list(names)
        answers = self._local(["cat-file", "--batch-check"], "".join(f"{name}\n" for name in asked))
        return [name for name, answer in zip(asked, answers, strict=True) if answer.endswith(" missing")]

    def _missing_files(self, pairs: Sequence[tuple[str, str]]) -> list[str]:
        """The ids of the files that differ in the pairs and are not here."""
        ends = list(dict.fromkeys(end for pair in pairs for end in pair))
        answers = self._local(["cat-file", "--batch-check"], "".join(f"{end}^{{tree}}\n" for end in ends))
        trees = {end: answer.partition(" ")[0] for end, answer in zip(ends, answers, strict=True)}
        if lost := [answer for answer in answers if " tree " not in answer]:
            raise self._damage(f"not all commits are there: {lost[0]}")
        with closing(TreeWalk({**NEUTRAL_ENVIRONMENT, "GIT_DIR": str(self.path)}, self._remote.url)) as walk:
            entries = (entry for old, new in pairs for entry in walk.changed(trees[old], trees[new], MAX_FILES)[0])
            versions = (version for entry in entries for version in zip(entry.modes, entry.ids, strict=True))
            files = dict.fromkeys(name for mode, name in versions if mode not in _NO_FILES)
        return self._lacking(files)

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold the mirror, made if it is missing, and free of what a killed build has left."""
        try:
            mirrors = scratch_folder(self._cache_dir, Part.MIRRORS)
            with self._acquire(mirrors.lock(f"{self.path.stem}.lock")):
                mirrors.touch(f"{self.path.stem}.lock")  # it is of use
                self._make(mirrors)
                yield
        except OSError as error:
            raise RepositoryError(f"The mirror of {self._remote.url} cannot be kept in {self.path}: {error}") from error

    def _acquire(self, lock: Lock) -> AbstractContextManager[object]:
        """Get a lock that ends with the program that holds it, however that ends."""
        waiting = partial(self._log.info, "Another build fetches from %s; waiting for it.", self._remote.url)
        try:
            return wait_for(lock, SECONDS_TO_WAIT, waiting)
        except TimeoutError as error:
            raise RepositoryError(f"{error}; end it and build again.") from None

    def _make(self, mirrors: Folder) -> None:
        """Make an empty repository, as `git init` would, or what is missing of one."""
        name = self.path.name
        if any(not stat.S_ISREG(status.st_mode) for _, status in mirrors.walk(name)):
            mirrors.remove(name)  # no git has made what would lead it elsewhere, so nothing in it is what git has made
        self._folder = mirrors.below(name)
        for part in _FOLDERS:
            self._folder.below(part)
        self._clean(self._folder)
        longer = self._config("sha256")
        # Whatever else it says, git could be told to run a program by it.
        self._folder.write("config", longer if self._folder.has("config", longer) else self._config("sha1"))
        self._folder.write("HEAD", f"ref: {_HEAD}\n".encode())

    def _config(self, object_format: str) -> bytes:
        url = self._remote.url.replace("\\", "\\\\").replace('"', '\\"')
        extension = "" if object_format == "sha1" else f"[extensions]\n\tobjectFormat = {object_format}\n"
        version = 1 if extension else 0
        return (
            f"[core]\n\trepositoryFormatVersion = {version}\n\tbare = true\n\tlogAllRefUpdates = false\n"
            f'[remote "origin"]\n\turl = "{url}"\n{extension}'
        ).encode()

    def _clean(self, folder: Folder) -> None:
        """Delete what a killed git leaves behind, and what is not ours; nobody else writes here while we hold the lock.

        Git could be led elsewhere by `commondir` and by `alternates`.
        """
        for name in folder.names():
            if name not in _OURS:
                folder.remove(name)
        files = {name for part in _FOLDERS for name, _ in folder.walk(part)}
        for name in files:
            path = PurePosixPath(name)
            is_left = path.name.startswith(("tmp_", ".tmp-")) or path.suffix in (".lock", ".keep")
            is_half = path.suffix == ".pack" and str(path.with_suffix(".idx")) not in files
            if is_left or is_half or path.name in ("alternates", "http-alternates"):
                folder.remove(name)
        for name in folder.names("objects"):
            if name.startswith("tmp_"):
                folder.remove(f"objects/{name}")

    def _tidy_packs(self) -> None:
        """Let git put packs together when there are many; it is no failure of the build if it cannot."""
        finish(["gc", "--auto", "--quiet"], self._environment())

    def _local(self, arguments: list[str], data: str = "") -> list[str]:
        """The lines that git prints that reads or changes the mirror alone.

        Names may hold other characters that Python takes for ends of lines.
        """
        environment = {**NEUTRAL_ENVIRONMENT, "GIT_DIR": str(self.path)}
        done = finish(arguments, environment, data)
        if done.status:
            raise self._damage(f"`git {arguments[0]}` failed: {reason_of(done.err)}")
        return as_text(done.out).split("\n")[:-1]

    def _network(
        self, arguments: list[str], specs: Collection[str] = (), settings: _Config = (), *, filtered: bool = True
    ) -> str:
        """What git prints that asks the remote, with the user's own settings. Raises `_FetchError`.

        A remote that does not answer for now is asked again after a while.
        """
        environment = self._environment(settings, filtered=filtered)
        for pause in PAUSES:
            try:
                return self._ask_once(arguments, specs, environment)
            except _BusyError as error:
                self._log.info("%s: %s. It is asked again in %.0f s.", self._remote.url, error, pause)
                time.sleep(pause)
        return self._ask_once(arguments, specs, environment)

    def _ask_once(self, arguments: list[str], specs: Collection[str], environment: Mapping[str, str]) -> str:
        process = start(arguments, environment)
        out, err = Ear(process.stdout), Ear(process.stderr)
        try:
            with contextlib.suppress(BrokenPipeError), cast("IO[bytes]", process.stdin) as stdin:  # it may have ended
                stdin.write(as_bytes("".join(f"{spec}\n" for spec in specs)))
            self._wait(process, out, err)
        finally:
            stop(process)
            out.stop()
            err.stop()
        if process.returncode:
            mismatch = re.search(r"mismatched algorithms: client \w+; server (\w+)", err.text)
            # Known only now: the remote's ids are of another sort.
            if mismatch and mismatch[1] in ("sha1", "sha256") and not self._refs():
                self._folder.write("config", self._config(mismatch[1]))
                return self._ask_once(arguments, specs, environment)
            raise (_BusyError if _FOR_NOW.search(err.text) else _FetchError)(reason_of(err.text))
        if "filtering not recognized" in err.text:
            news = "%s gives no partial clones, so all files are fetched; `uploadpack.allowFilter` would allow them."
            self._log.info(news, self._remote.url)
        return out.text

    def _wait(self, process: subprocess.Popen[bytes], out: Ear, err: Ear) -> None:
        shown = time.monotonic()
        while True:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(timeout=0.5)
                return
            now = time.monotonic()
            if now - max(out.last, err.last) > SECONDS_OF_SILENCE:
                raise _FetchError(f"no sign of life for {SECONDS_OF_SILENCE:.0f} seconds")
            if now - shown > _SECONDS_BETWEEN_LINES:
                shown = now
                if progress := [line for line in re.split(r"[\r\n]", err.text[-2000:]) if re.search(r"\d%", line)]:
                    self._log.info("%s", display(progress[-1]))

    def _environment(self, settings: _Config = (), *, filtered: bool = True) -> dict[str, str]:
        """The environment of git on the network: the user's settings and credential helpers, but never a question."""
        own = [*_SETTINGS, ("http.lowSpeedTime", f"{SECONDS_OF_SILENCE:.0f}"), *settings]
        if filtered and self._folder.stamp(_UNFILTERED) is None:
            own += [("remote.origin.promisor", "true"), ("remote.origin.partialCloneFilter", "blob:none")]
        if self._remote.user:
            own.append((f"credential.{self._remote.url}.username", self._remote.user))
        allowed = os.environ.get("GIT_ALLOW_PROTOCOL", ":".join(PROTOCOLS)).split(":")
        environment = {
            "GIT_DIR": str(self.path),
            "GIT_ALLOW_PROTOCOL": ":".join(name for name in PROTOCOLS if name in allowed),
            "GIT_NO_LAZY_FETCH": "1",  # of a server on this machine, too
            "GIT_TERMINAL_PROMPT": "0",
            "GCM_INTERACTIVE": "never",  # of Git Credential Manager
            "GIT_ASKPASS": os.environ.get("GIT_ASKPASS", ""),  # rather than a window of SSH_ASKPASS
        }
        if self._own_ssh:
            environment["GIT_SSH_COMMAND"] = "ssh -o BatchMode=yes -o ConnectTimeout=30"
        return {**environment, **settings_of_the_user(own)}

    @cached_property
    def _own_ssh(self) -> bool:
        """Whether nobody has said how ssh is to be called."""
        if os.environ.get("GIT_SSH_COMMAND") or os.environ.get("GIT_SSH"):
            return False
        return not finish(["config", "--get", "core.sshCommand"], {"GIT_DIR": str(self.path)}).out.strip()

    def _failure(self, error: _FetchError) -> RepositoryError:
        cure = self.renewal if _DAMAGED.search(str(error)) else cure_for(str(error))
        return RepositoryError(f"{self._remote.url} cannot be fetched: {error}. {cure}")

    def _damage(self, reason: str) -> _DamageError:
        return _DamageError(f"The mirror of {self._remote.url} is damaged: {reason}. {self.renewal}")

    def _last_contact(self) -> str:
        if not (fetched := self._folder.stamp(_FETCHED)):
            return "an earlier build"
        return f"{datetime.datetime.fromtimestamp(fetched.written / 1e9).astimezone():%Y-%m-%d %H:%M}"


def _matching(tags: Iterable[str], patterns: Iterable[str]) -> list[str]:
    return [tag for tag in tags if any(fnmatchcase(tag, pattern) for pattern in patterns)]
