"""Reading git repositories: revisions, merge bases and diffs."""

from __future__ import annotations

import datetime
import re
import tempfile
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, Self

from ..errors import ObjectError, RangeError, RepositoryError
from ..language.meant import revision_meant
from ..language.quoting import display
from ..model.changes import Commit, FileChange, Omission
from ..model.forge import Forge, ForgePages, account_of, find_forge, is_at_known_host, unknown_host
from ..model.patch import split_patch
from ..model.ranges import EMPTY_TREES, CompareRange, ResolvedRange, branch_refs, child_of, compare_text, is_empty_tree
from .ancestry import Ancestry, TooFarError, commits_between, may_be_cut, merge_bases
from .comparing.comparer import Comparer, Comparison
from .comparing.own_objects import OwnRepository
from .folder import find_git_folder
from .following.lineage import HistoryCommit
from .following.ranges import SHALLOW_CURE, BranchCommit, Landing
from .following.steps import Tag
from .merges import brought_by
from .process import NEUTRAL_ENVIRONMENT, CatFile, DiffTree, GitProcess, Objects, as_text, run, users_environment
from .ssh_hosts import host_name

_LOGGED = "--format=%x00%H%x00%P%x00%an%x00%ae%x00%ad%x00%s%x00%b"
"""Where "%an" is the name in the commit: a `.mailmap` is another one in each checkout."""
_LOGGED_TEXTS = ("--date=raw", "--encoding=UTF-8")
_LOG = (*"-r --root --always --name-only -z --no-renames --no-color --no-ext-diff".split(), _LOGGED, *_LOGGED_TEXTS)
_LOGGED_AT_ONCE = 60
"""Commits that git tells of together."""
_MOST_LOGGED = 16_000_000
"""Bytes of what git says about so many."""
_RAW = ("-r", "--raw", "-z", "--no-renames", "--no-abbrev")
_REFS_AT_ONCE = 500
"""Names in one call of git."""
_RANGES_OF_A_WALK = 64
"""Ranges whose commits are looked up in one list."""
_MAX_WALK = 20_000
"""Commits of such a list that are read."""
_MAX_LANDING = 500
"""Commits of a branch among which is looked for one that brought what another branch has."""
_MAX_LOG = 5000
"""Commits of a range that are read."""
_MAX_SIFTED = 50_000
"""Commits of a range that are read to find those that touch some paths."""
MAX_COMMITS = 1000
"""Commits of a range that are told."""
_MAX_TEXT = 500
"""Characters of a commit's subject, or of its author's name."""
_MAX_BODY = 4000
"""Characters of what a commit says below its subject, or a tag."""
_MAX_BODIES = 1_000_000
"""Characters of all that the commits of a range say there."""
MAX_TOUCHING = 50
"""Commits that are told of one file."""
# e.g. Co-authored-by: Ada <ada@example.org>
_PERSON = re.compile(r"^[A-Za-z][A-Za-z-]*-by:.*\n?", re.MULTILINE | re.IGNORECASE)
"""Who had a part in it stands there with an address, which is nobody's business."""
NO_COMMIT = "There is no commit yet. Reports begin with the first ones; until then, leave `ranges` empty."
_MOST_NAMES = 8
"""Branches that a message names."""
_REMOTE = re.compile(r"remote\..*\.url", re.DOTALL)  # remote.origin.url
_UPSTREAM = re.compile(r"@\{(?:u|upstream|push)\}", re.IGNORECASE)  # main@{upstream}
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_STAMP = re.compile(r"\s*(-?[0-9]{1,18})(?:\s+(?:([+-][0-9]{1,6})|[+-]?[^+-].*))?\s*", re.DOTALL)  # 1704034800 +0900
"""Seconds, and a zone that may be anything."""
_TAG_FIELDS = (
    *("%(refname:strip=2)", "%(objecttype)", "%(objectname)", "%(*objecttype)", "%(*objectname)"),
    *("%(creatordate:raw)", "%(contents:subject)", "%(contents:body)"),
)
_TAG_NAME = re.compile(r"(?![0-9a-f]{40})[\w./+@-]{1,200}", re.ASCII)  # v1.0
"""What may be the name of a tag, and is no expression for several."""
_PARTIAL_CURE = (
    "The clone is partial (`--filter`), and what it lacks is not fetched, as its settings could run any program then. "
    "Clone without `--filter`; or set `repository` to the address of the remote, of which a build fetches what it "
    "needs."
)
_ORIGIN = "refs/remotes/origin/"


@dataclass(frozen=True)
class CommitLog:
    """What the commits of a range say."""

    commits: tuple[Commit, ...]
    """The latest first; of very many the latest."""
    count: int
    """How many there are."""
    touching: Mapping[str, tuple[Commit, ...]]
    """By path, the commits that touch it, the latest first. Merges are left out."""


class _Logged(NamedTuple):
    """What git tells of a commit."""

    commit: Commit
    parents: Sequence[str]
    paths: list[str]
    """The files that it touches; a merge tells of none."""


@dataclass(frozen=True)
class _Commit:
    id: str
    committed: datetime.datetime
    is_root: bool


@dataclass(frozen=True)
class _Outcome:
    """What files have become from one tree to another."""

    old: str
    new: str
    blobs: Mapping[bytes, tuple[str, str, str]]
    """By path, the new mode, and the blobs before and after."""


@dataclass(frozen=True)
class Branch:
    """A branch of a repository, or of the remote that it was cloned from."""

    name: str
    committed: datetime.datetime
    """When its last commit was made."""
    is_checked_out: bool
    is_main: bool
    """It is the one that the remote shows first."""


class Repository:
    """A git repository, opened for reading: a checkout, a worktree of one, or a bare repository.

    Diffs are made in an empty repository of our own that borrows the objects of the one that is read. So neither
    its configuration and attributes, nor the user's and the machine's, change what a report shows.
    """

    def __init__(
        self,
        path: Path,
        address: str | None = None,
        forges: Mapping[str, ForgePages] | None = None,
        remote_refs: Callable[[], Collection[str]] = tuple,
    ) -> None:
        """Open the repository at `path` or above it, which may mirror the one at an `address`.

        `forges` are those that a site describes, by their hosts. `remote_refs` asks for the branches and tags
        that the mirrored one has. Raises `RepositoryError`.
        """
        self.path = path
        self.name = address or str(path)
        """Where it is, for people."""
        self._address = address
        self._remote_refs = remote_refs
        self._forges = forges or {}
        folder = find_git_folder(path)
        self._git_dir, self._common_dir = folder.own, folder.common
        self._environment = {**NEUTRAL_ENVIRONMENT, "GIT_DIR": str(self._git_dir)}
        self._config = self._read_config()
        self._object_format = next((value for name, value in self._config if name == "extensions.objectformat"), "sha1")
        configured = (value for name, value in self._config if name == "remote.origin.url" and value)
        self.remote_url = address or next(configured, None)
        """Where `origin` is, as configured."""
        self._cleanup = ExitStack()
        self._objects = self._cleanup.enter_context(closing(Objects(self._environment, self.name)))
        self._outcomes = self._cleanup.enter_context(DiffTree(_RAW, self._environment, self.name))
        """Tells what files have become that differ between trees, without reading any."""
        self._commit_changes = self._cleanup.enter_context(DiffTree(_LOG, self._environment, self.name))
        """Tells each commit, and the files that it changes."""
        self._asked: dict[ResolvedRange, CompareRange] = {}
        self._expected: dict[ResolvedRange, tuple[ResolvedRange, ...]] = {}
        self._walk: tuple[tuple[ResolvedRange, ...], Ancestry] | None = None
        self._shallow_history: dict[str, tuple[int, Sequence[str]]] = {}
        self._refusals: dict[str, str] = {}
        self._walking = self._cleanup.enter_context(ExitStack())
        self.lost_tags: Sequence[str] = ()
        """Tags that were looked for, and which git cannot read."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._cleanup.close()

    @cached_property
    def forge(self) -> Forge | None:
        """Where it can be looked at on the web.

        Its address counts as it is written where it is at a well-known forge, and else as git and ssh understand it:
        with the user's `url.<base>.insteadOf` and `HostName`. The address to push to comes last.
        """
        address = self.remote_url
        if not address:
            return None
        if is_at_known_host(address, self._forges):
            return find_forge(address, self._forges)
        rewritten = self._as_the_user(["ls-remote", "--get-url", "--", address])  # which asks nothing of the remote
        pushed = "" if self._address else self._as_the_user(["remote", "get-url", "--push", "origin"])
        forges = (find_forge(candidate, self._forges, host_name) for candidate in (rewritten, address, pushed))
        return next(filter(None, forges), None)

    @property
    def unknown_host(self) -> str:
        """The name of a host in its address that nothing explains, where that is why it has no `forge`."""
        return "" if self.forge else unknown_host(self.remote_url or "")

    def _as_the_user(self, arguments: list[str]) -> str:
        """What git prints with the user's own configuration; nothing where it fails."""
        environment = {**users_environment(), "GIT_DIR": str(self._git_dir)}
        try:
            return run(arguments, environment, self.name).strip()
        except RepositoryError:
            return ""

    @property
    def is_shallow(self) -> bool:
        """Whether a part of the history was left out when cloning."""
        return bool(self._cut)

    def is_cut(self, commit: str) -> bool:
        """Whether what a commit comes after was left out when cloning."""
        return commit in self._cut

    def may_be_cut(self, resolved: ResolvedRange) -> bool:
        """Whether the range may have other commits, or another start, in a clone that is not shallow.

        A git process for all ranges that are expected, and for each other one. Raises `RepositoryError` where git
        fails.
        """
        if not self.is_shallow:
            return False
        base = None if is_empty_tree(resolved.base) else resolved.base
        ends = [end for end in (base, resolved.head) if end]
        if not self._shallow_history.keys() >= set(ends):
            ends += [end for one in self._expected for end in (one.base, one.head)]
            for commit, committed, parents in self.history(ends):
                self._shallow_history[commit] = committed, parents
        return may_be_cut(self._shallow_history, self._cut, base, resolved.head)

    def resolve(self, ranges: Sequence[CompareRange]) -> list[ResolvedRange]:
        """The commits that the ranges name.

        Raises `RangeError`, which tells of every side that does not resolve.
        """
        commits = self._commits({side for r in ranges for side in (r.base, r.head)})
        problems: list[str] = []
        resolved = []
        for compare_range in ranges:
            base = self._base(compare_range.base, commits)
            head = self._head(compare_range, commits)
            for side, name, end in (("base", compare_range.base, base), ("head", compare_range.head, head)):
                if end is None:
                    reason = self._reason(name)
                    problems.append(f"range {compare_range.compare!r}: its {side}, {display(repr(name))}, {reason}")
            if base and head:
                ends = ResolvedRange(base, head.id, compare_range.direct, head.committed, self.forge)
                self._asked.setdefault(ends, compare_range)
                resolved.append(ends)
        if problems:
            raise RangeError("\n".join([f"In the repository {self.name}:", *problems, self.cure]))
        return resolved

    def lost_ends(self, compare_range: CompareRange) -> list[str]:
        """The branches and tags that a range names and that are there, but end in what git cannot read."""
        sides = (compare_range.base, compare_range.head)
        refs = {ref: side for side in sides for ref in (f"refs/tags/{side}", *branch_refs(side, self._remotes))}
        return [refs[ref] for ref in self._unreadable([ref for ref in refs if ref in self._refs])]

    def is_reversed(self, resolved: ResolvedRange) -> bool:
        """Whether the left side of a range has all that the right one has, and more.

        A git process, unless the dates tell. Where git cannot read the history, nobody knows: it is not.
        """
        base, head = resolved.base, resolved.head
        before = None if is_empty_tree(base) or base == head else self._commits([base])[base]
        if before is None or before.committed < resolved.committed:
            return False
        try:
            return self.contains(base, head)
        except ObjectError:
            return False

    def expect(self, ranges: Iterable[ResolvedRange]) -> None:
        """Say which ranges are to be read, in about this order. Git then lists commits for many of them at once.

        Others can be read as well, at a process or two for each.
        """
        asked = tuple(ends for ends in dict.fromkeys(ranges) if not is_empty_tree(ends.base))
        for n in range(0, len(asked), _RANGES_OF_A_WALK):
            together = asked[n : n + _RANGES_OF_A_WALK]
            self._expected.update(dict.fromkeys(together, together))

    def merge_base(self, resolved: ResolvedRange) -> str:
        """The commit (or empty tree) that the range's diff starts from: for two dots, the base itself.

        Raises `RangeError` where the ends have no common ancestor, `ObjectError` where git cannot tell.
        """
        if resolved.direct or is_empty_tree(resolved.base):
            return resolved.base
        bases = self._walked(merge_bases, resolved)
        if bases is None or len(bases) > 1:  # of several, git knows the best
            bases = self._git(["merge-base", resolved.base, resolved.head], accept=1).split()
        if not bases:
            self._git(["rev-list", "--count", resolved.base, resolved.head, "--"])  # fails where a commit is lost
            cure = f" {self.cure}" if self.is_shallow else ""
            raise RangeError(f"In the repository {self.name}: {self._without_start(resolved)}{cure}")
        return bases[0]

    def _without_start(self, resolved: ResolvedRange) -> str:
        """Say that the sides of a range have no common ancestor, and what to write instead."""
        asked = self._asked.get(resolved, resolved)
        text, direct = (display(repr(compare_text(asked.base, asked.head, direct=dots))) for dots in (False, True))
        return (
            f"range {text}: its sides have no common ancestor, so a range with three dots has "
            f"nowhere to start; two dots ({direct}) compare them directly."
        )

    def compare(self, old: str, new: str) -> Comparison:
        """What changed from one commit (or empty tree) to another. Raises `ObjectError` where git fails."""
        trees = [kind[0] for kind in self._objects.kinds(f"{end}^{{tree}}" for end in (old, new)) if kind]
        if len(trees) < 2:
            raise self._objects.failed(f"the tree of {old} or {new} is missing")
        try:
            compared = self._comparer.compare(*trees)
        except OSError as error:
            raise RepositoryError(f"What is to be compared cannot be kept in a temporary folder: {error}") from error
        if self._is_partial and any(change.omission is Omission.BROKEN for change in compared.files):
            raise RepositoryError(f"In the repository {self.name}, files are missing. {_PARTIAL_CURE}")
        return compared

    def log(
        self, resolved: ResolvedRange, touches: Callable[[str], bool] | None = None, *, of_files: bool = True
    ) -> CommitLog:
        """The commits of a range: those of its head that its base does not have, whatever its dots.

        Or only those, merges apart, that change a path that is asked for (`touches`). Which files they change is not
        told if not asked for (`of_files`), and not of commits that change very many or that git cannot compare. Raises
        `ObjectError` where git fails.
        """
        ids, number = self._listed(resolved, _MAX_SIFTED if touches else _MAX_LOG)
        portions = (ids[n : n + _LOGGED_AT_ONCE] for n in range(0, len(ids), _LOGGED_AT_ONCE))
        logged: list[_Logged] = []
        parents: dict[str, Sequence[str]] = {}
        merges: dict[str, str] = {}
        left = _MAX_BODIES
        for some in portions:
            for one in self._logged(some) if of_files or touches else self._logged_alone(some):
                commit = one.commit
                parents[commit.id] = one.parents
                if commit.is_merge:
                    merges[commit.id] = _first_words(commit)
                if touches is None or any(map(touches, one.paths)):
                    logged.append(one if len(commit.body) <= left else one._replace(commit=replace(commit, body="")))
                    left -= len(logged[-1].commit.body)
        brought = brought_by(parents)
        touching: dict[str, list[Commit]] = {}
        latest: list[Commit] = []
        for commit, _, paths in logged:
            if words := merges.get(brought.get(commit.id, "")):
                commit = replace(commit, brought_by=words)
            latest.append(commit)
            for path in paths:
                if len(of_path := touching.setdefault(path, [])) < MAX_TOUCHING:
                    of_path.append(commit)
        count = len(logged) if touches else number
        return CommitLog(tuple(latest[:MAX_COMMITS]), count, {path: tuple(some) for path, some in touching.items()})

    def _logged(self, ids: Sequence[str]) -> list[_Logged]:
        """What commits say, and the files that they touch."""
        try:
            answers = list(self._commit_changes.asked(ids, _MOST_LOGGED))
            logged = [entry for heard in answers for entry in _read_log(as_text(heard.data))]
            if answers[-1].is_whole and len(logged) == len(ids):
                return logged
        except ObjectError:
            pass
        if len(ids) == 1:
            return self._logged_alone(ids)
        return [entry for name in ids for entry in self._logged([name])]

    def _logged_alone(self, ids: Sequence[str]) -> list[_Logged]:
        """What commits say, without a look at what they hold."""
        arguments = ["rev-list", "--no-walk=unsorted", "--stdin", f"{_LOGGED}%x00", *_LOGGED_TEXTS]
        out = self._git(arguments, data="".join(f"{name}\n" for name in ids))
        return [one._replace(paths=[]) for one in _read_log(out)]

    def tags(self) -> list[Tag]:
        """The tags of commits. One git process, or two. Raises `RepositoryError` where git fails.

        Those that git cannot read are left out, and in `lost_tags`.
        """
        read = list(_read_tags(self._listed_refs(f"{'%00'.join(_TAG_FIELDS)}%00", "refs/tags")))
        nested = [tag.commit for tag, kind in read if kind == "tag"]  # git before 2.45 follows tags a single step
        peeled = dict(zip(nested, self._objects.kinds(map(_peeled, nested)), strict=True))
        tags = []
        for tag, kind in read:
            commit, kind, _ = peeled.get(tag.commit) or (tag.commit, kind, 0)
            if kind == "commit":  # some projects tag trees and files
                tags.append(replace(tag, commit=commit))
        return tags

    def tag_messages(self, names: Iterable[str]) -> Mapping[str, str]:
        """What annotated tags say, of some names that may be those of tags. One git process, if any may."""
        refs = [f"refs/tags/{name}" for name in dict.fromkeys(names) if _TAG_NAME.fullmatch(name)]
        portions = [refs[n : n + _REFS_AT_ONCE] for n in range(0, len(refs), _REFS_AT_ONCE)]
        form = f"{'%00'.join(_TAG_FIELDS)}%00"
        tags = (tag for some in portions for tag, _ in _read_tags(self._listed_refs(form, *some)))
        return {tag.name: tag.message for tag in tags if f"refs/tags/{tag.name}" in refs}

    def _listed_refs(self, form: str, *places: str) -> str:
        """What git says of branches or tags, without those that it cannot read."""
        try:
            return self._git(["for-each-ref", f"--format={form}", *places])
        except ObjectError:  # a single one ends it
            refs = self._git(["for-each-ref", "--format=%(refname)", *places]).split("\n")[:-1]
            lost = dict.fromkeys(self._unreadable(refs))
            if tags := [ref.removeprefix("refs/tags/") for ref in lost if ref.startswith("refs/tags/")]:
                self.lost_tags = tags
            readable = [ref for ref in refs if ref not in lost]
            portions = [readable[n : n + _REFS_AT_ONCE] for n in range(0, len(readable), _REFS_AT_ONCE)]
            return "".join(self._git(["for-each-ref", f"--format={form}", *some]) for some in portions)

    def _unreadable(self, refs: Sequence[str]) -> list[str]:
        """The branches and tags among some that end in what git cannot read."""
        contents = self._objects.contents(map(_peeled, refs))
        return [ref for ref, content in zip(refs, contents, strict=True) if not content]

    def history(self, commits: Iterable[str]) -> Iterator[HistoryCommit]:
        """Commits with all that they descend from, children first. One git process.

        Raises `RepositoryError` where git fails.
        """
        arguments = ["rev-list", "--topo-order", "--timestamp", "--parents", "--stdin"]
        with GitProcess(arguments, self._environment, self.name) as process:
            process.say(commits)
            for line in process.hear_all():
                stamp, commit, *parents = line.decode("ascii").split()
                yield HistoryCommit(commit, int(stamp), parents)

    def landed(self, commit: str, tip: str) -> Landing | None:
        """How the changes of a commit came to a branch that has it not in its history, if they did.

        Raises `RepositoryError` where git fails.
        """
        base = self._git(["merge-base", commit, tip], accept=1).split()[:1]
        if not base:
            return None
        arguments = ["rev-list", "--first-parent", f"--max-count={_MAX_LANDING}", f"{base[0]}..{tip}", "--"]
        line = [*self._git(arguments).split(), base[0]]
        kinds = self._objects.kinds(f"{one}^{{tree}}" for one in (commit, *line))
        tree, *trees = [kind[0] if kind else "" for kind in kinds]
        if tree in trees:
            return Landing(line[trees.index(tree)], is_alone=True)
        if len(line) > _MAX_LANDING:
            return None
        try:
            changes = self._outcome(trees[-1], tree)
            for n, (before, after) in enumerate(zip(trees[1:], trees, strict=False)):
                if self._are_same(changes, self._outcome(before, after)):
                    return Landing(line[n], is_alone=n + 2 == len(line))
        except ObjectError:  # it cannot be compared, or is very much
            pass
        return None

    def _outcome(self, old: str, new: str) -> _Outcome:
        """What files have become between two trees."""
        heard = self._outcomes.trees(old, new, _MOST_LOGGED)
        if not heard.is_whole:
            raise self._objects.failed(f"very many files differ between {old} and {new}")
        fields = heard.data.split(b"\0")
        blobs = {}
        for entry, path in zip(fields[::2], fields[1::2], strict=False):
            _, mode, before, after, _ = entry.decode("ascii").split(" ")
            blobs[path] = mode, before, after
        return _Outcome(old, new, blobs)

    def _are_same(self, one: _Outcome, two: _Outcome) -> bool:
        """Whether files become the same, or the same lines change in them; not told of files that are elsewhere."""
        if one.blobs.keys() != two.blobs.keys():
            return False
        if all(two.blobs[path][::2] == blob[::2] for path, blob in one.blobs.items()):
            return True
        asked = {name for outcome in (one, two) for _, *blobs in outcome.blobs.values() for name in blobs}
        if not all(self._objects.kinds(name for name in asked if name.strip("0"))):
            return False
        edits = [[*map(_edit, self._comparer.compare(end.old, end.new).files)] for end in (one, two)]
        return edits[0] == edits[1]

    def tip(self, branch: str) -> str:
        """The commit that a branch ends with. Raises `RangeError` where there is no such branch."""
        tip = self._branch(branch)
        if tip is None:
            reason = f"HEAD {self._reason(branch)}" if branch == "HEAD" else self._no_branch(branch)
            raise RangeError(f"{reason} {self.cure}")
        return tip.id

    @property
    def checked_out(self) -> str | None:
        """The branch that is checked out; nothing where it is a commit, or what a mirror was told by its remote."""
        if self._address:
            return None
        try:
            text = (self._git_dir / "HEAD").read_text(encoding="utf-8", errors="surrogateescape")
        except OSError as error:
            raise RepositoryError(f"In the repository {self.name}: `HEAD` cannot be read: {error}") from error
        named = re.fullmatch(r"ref: refs/heads/(?!\.invalid\n)(.+)\n", text)  # such, where git keeps it elsewhere
        return named[1] if named else None

    def called(self, name: str) -> list[str]:
        """The tag and the branch of this name, in full (`refs/tags/v1.0`), as far as here or a remote has any."""
        refs = [f"refs/tags/{name}", f"refs/heads/{name}"]
        here = self._commits(refs)
        return [ref for ref in refs if here[ref] or ref in self._remote_refs()]

    def branches(self) -> list[Branch]:
        """Its branches, and those of the remote `origin`, without those that git cannot read. One git process.

        Raises `RepositoryError` where git fails.
        """
        form = "%(refname)%00%(symref)%00%(committerdate:unix)%00%(HEAD)"
        out = self._listed_refs(form, "refs/heads", "refs/remotes/origin")
        rows = [line.split("\0") for line in out.splitlines() if line.count("\0") == 3]
        main = next((target for ref, target, _, _ in rows if ref == f"{_ORIGIN}HEAD"), "").removeprefix(_ORIGIN)
        return [
            Branch(name, _moment(int(stamp or 0), 0), is_checked_out=mark == "*", is_main=name == main)
            for ref, _, stamp, mark in rows
            if (name := ref.removeprefix("refs/heads/").removeprefix(_ORIGIN)) != "HEAD"
        ]

    def top_names(self, commit: str) -> list[str]:
        """The names of the files and folders at the top of a commit. Raises `RepositoryError` where git fails."""
        return [name for name in self._git(["ls-tree", "-z", "--name-only", commit]).split("\0") if name]

    def contains(self, tip: str, commit: str) -> bool:
        """Whether a commit is in the history that ends with another one. Raises `RepositoryError` where git fails."""
        is_here = self._commits([commit])[commit] is not None
        return is_here and not self._git(["rev-list", "--max-count=1", commit, f"^{tip}", "--"])

    def first_parents(self, branch: str | None) -> list[BranchCommit]:
        """The commits of a branch (`None`: of what is checked out) by first parents, the latest first.

        One git process. Raises `RangeError` where there is no such branch, `RepositoryError` where git fails.
        """
        out = self._git(["rev-list", "--first-parent", "--timestamp", self.tip(branch or "HEAD"), "--"])
        rows = (line.split() for line in out.splitlines())
        return [BranchCommit(commit, _moment(int(stamp), 0)) for stamp, commit in rows]

    def _listed(self, resolved: ResolvedRange, most: int) -> tuple[list[str], int]:
        """The latest commits of a range, and how many it has."""
        walked = self._walked(commits_between, resolved)
        if walked is not None:
            return walked[:most], len(walked)
        commits = resolved.head if is_empty_tree(resolved.base) else f"{resolved.base}..{resolved.head}"
        latest = self._git(["rev-list", f"--max-count={most}", commits, "--"]).split()
        if len(latest) < most:
            return latest, len(latest)
        return latest, int(self._git(["rev-list", "--count", commits, "--"]))

    def _walked(self, search: Callable[[Ancestry, str, str], list[str]], resolved: ResolvedRange) -> list[str] | None:
        """What a search among the commits of an expected range finds; nothing if that takes too many of them."""
        together = self._expected.get(resolved)
        if not together:
            return None
        if self._walk is None or self._walk[0] is not together:
            self._walking.close()
            arguments = ["rev-list", "--timestamp", "--parents", "--stdin"]
            process = self._walking.enter_context(GitProcess(arguments, self._environment, self.name))
            process.say(dict.fromkeys(end for ends in together for end in (ends.base, ends.head)))
            self._walk = together, Ancestry(process.hear_all(), _MAX_WALK)
        try:
            return search(self._walk[1], resolved.base, resolved.head)
        except (TooFarError, ObjectError):
            return None

    def _base(self, name: str, commits: Mapping[str, _Commit | None]) -> str | None:
        """The id of a range's left side: a commit, or the empty tree where a history starts."""
        if commit := commits[name]:
            return commit.id
        child = child_of(name)
        first = self._commits([child])[child] if child else None
        if is_empty_tree(name) or (first and first.is_root):
            return EMPTY_TREES[self._object_format]
        return tip.id if (tip := self._branch(name)) else None

    def _head(self, compare_range: CompareRange, commits: Mapping[str, _Commit | None]) -> _Commit | None:
        """The right side of a range: where one moves on, a branch, whatever else has its name."""
        head = compare_range.head
        return self._branch(head) if compare_range.is_rolling else commits[head] or self._branch(head)

    def _branch(self, name: str) -> _Commit | None:
        """What a branch ends with; in a checkout of CI, it may only be where a remote was seen to have it."""
        names = [*branch_refs(name, self._remotes), name]
        commits = self._commits(names)
        return next((commit for ref in names if (commit := commits[ref])), None)

    @cached_property
    def _remotes(self) -> Sequence[str]:
        """The remotes whose branches may go by their bare names: `origin`, or the only one."""
        names = [name.split(".", 1)[1].removesuffix(".url") for name, _ in self._config if _REMOTE.fullmatch(name)]
        return ["origin"] if "origin" in names else names[:1] if len(set(names)) == 1 else []

    def _commits(self, names: Iterable[str]) -> dict[str, _Commit | None]:
        asked = sorted(set(names))
        # Git ends where a branch has no upstream, or no such entry in its log; whatever else is asked is to survive.
        together = [name for name in asked if "@{" not in name]
        answers = dict(zip(together, self._objects.contents(f"{name}^{{commit}}" for name in together), strict=True))
        answers |= {name: self._asked_alone(name) for name in asked if name not in answers}
        return {name: _read_commit(answer[0], answer[2]) if answer else None for name, answer in answers.items()}

    def _asked_alone(self, name: str) -> tuple[str, str, bytes] | None:
        try:
            with CatFile("--batch", self._environment, self.name) as process:
                return next(process.contents([f"{name}^{{commit}}"]))
        except RepositoryError as error:
            self._refusals[name] = str(error).rpartition("fatal: ")[2]
            return None

    def _reason(self, name: str) -> str:
        """Why a name is no commit, and what was probably meant."""
        if _UPSTREAM.search(name) and self._address:
            return "is no commit: it is what a checkout knows of its remote. Of a remote, name a branch or a tag."
        if _UPSTREAM.search(name):
            reason = display(self._refusals.get(name, "there is none"))
            return (
                f"is no commit: {reason}. Name the branch that is meant, such as 'origin/main', or let git know it: "
                "`git branch --set-upstream-to=origin/main`."
            )
        if "@{" not in name and self._git(["cat-file", "--batch-check"], data=f"{name}\n").endswith(" ambiguous\n"):
            return "could be several commits."
        if name == "HEAD" and self._branches:
            return f"names no branch that has a commit. Name one that has (`branch`): {self._some_branches()}."
        if re.fullmatch(r"\d{4}-\d\d-\d\d", name):
            return f"is no commit. A day is no revision; `since: {name}` and `every: day` take days."
        if kind := self._kind(name):
            return f"is a {kind} and no commit."
        return f"is no commit{self._likely(name) or '.'}"

    def _kind(self, name: str) -> str | None:
        """What a name or its tag is the name of, if that is no commit."""
        kind = next(self._objects.kinds([name])) if "@{" not in name else None
        if kind and kind[1] == "tag":
            kind = next(self._objects.kinds([_peeled(kind[0])]))
        return {"tree": "folder", "blob": "file"}.get(kind[1]) if kind else None

    def _no_branch(self, name: str) -> str:
        if _UPSTREAM.search(name):
            return f"`branch`: {display(repr(name))} {self._reason(name)}"
        others = f". There are {self._some_branches()}." if self._branches else "."
        return f"There is no branch {display(repr(name))}{self._likely(name) or others}"

    def _likely(self, name: str) -> str:
        likely = revision_meant(name, self._names)
        return f"; did you mean {display(repr(likely))}?" if likely else ""

    @cached_property
    def _refs(self) -> Sequence[str]:
        """All branches and tags. For messages: there can be very many."""
        out = self._git(["for-each-ref", "--format=%(refname)", "refs/heads", "refs/tags", "refs/remotes"])
        return [*out.split("\n")[:-1], *self._remote_refs()]

    @property
    def _names(self) -> Sequence[str]:
        """What the branches and tags are called."""
        return [ref.split("/", 2)[2] for ref in self._refs]

    @property
    def _branches(self) -> Sequence[str]:
        """What the branches are called."""
        named = {ref.split("/", 2)[2] for ref in self._refs if not ref.startswith("refs/tags/")}
        return sorted(name for name in named if not name.endswith("/HEAD"))

    def _some_branches(self) -> str:
        shown = self._branches[:_MOST_NAMES]
        return display(", ".join(shown)) + (", ..." if len(self._branches) > len(shown) else "")

    @property
    def is_empty(self) -> bool:
        """Whether there is no commit yet."""
        return self._commits(["HEAD"])["HEAD"] is None and not self._names

    @property
    def cure(self) -> str:
        """What a person can do where a name is not found."""
        if self.is_shallow:
            text = f"The clone is shallow: what is asked for may lie in the part that was left out. {SHALLOW_CURE}"
            return f"{text} {self._other_branches}" if self._other_branches else text
        if self.is_empty:
            return NO_COMMIT
        if self._address:
            return "Check the spelling: the remote has no such branch, tag or commit."
        if self._other_branches:
            return f"Check the spelling. {self._other_branches}"
        return "Check the spelling; `git fetch --all --tags` brings what only the remote has."

    @property
    def _other_branches(self) -> str:
        """How to get the branches of the remote that a clone of a single one leaves out, if it is such a clone."""
        for remote in self._remotes:
            fetched = [value for name, value in self._config if name == f"remote.{remote}.fetch"]
            if fetched and not any("*" in refspec for refspec in fetched):
                branches = f"'+refs/heads/*:refs/remotes/{display(remote)}/*'"
                return (
                    "The clone has only some branches of its remote; the others come with "
                    f"`git fetch --tags {display(remote)} {branches}`."
                )
        return ""

    @cached_property
    def _cut(self) -> frozenset[str]:
        """The commits whose parents were left out when cloning (https://git-scm.com/docs/shallow)."""
        try:
            text = (self._common_dir / "shallow").read_text(encoding="ascii")
        except FileNotFoundError:
            return frozenset()
        except (OSError, ValueError) as error:
            raise RepositoryError(f"In the repository {self.name}: `shallow` cannot be read: {error}") from error
        # Git lists commits where a clone ends, also those that have no parents to leave out.
        commits = self._commits(text.split())
        return frozenset(name for name, commit in commits.items() if not (commit and commit.is_root))

    @property
    def _is_partial(self) -> bool:
        """Whether files were left out when cloning (https://git-scm.com/docs/partial-clone)."""
        return any(name == "extensions.partialclone" or name.endswith(".promisor") for name, _ in self._config)

    def _read_config(self) -> list[tuple[str, str]]:
        """The repository's own settings, by git: GitPython's reader stumbles over some that git allows."""
        if not (self._common_dir / "config").exists():  # git reads such a repository, but stumbles over the question
            return []
        out = self._git(["config", "--local", "--includes", "--list", "-z"])
        entries = (entry.partition("\n") for entry in out.split("\0") if entry)
        return [(name, value) for name, _, value in entries]

    @cached_property
    def _comparer(self) -> Comparer:
        """Compares trees as they are on every machine, in a repository of our own."""
        settings = [setting for setting in self._config if setting[0] == "extensions.objectformat"]
        try:
            folder = Path(self._cleanup.enter_context(tempfile.TemporaryDirectory(prefix="diffinsight-")))
            own = OwnRepository(folder, self._common_dir / "objects", self._object_format, settings)
        except OSError as error:
            raise RepositoryError(f"No temporary folder can be made to compare in: {error}") from error
        return self._cleanup.enter_context(closing(Comparer(self._objects, own, self.name)))

    def _git(self, arguments: list[str], *, data: str = "", accept: int = 0) -> str:
        return run(arguments, self._environment, self.name, data=data, accept=accept)


def _read_log(out: str) -> Iterator[_Logged]:
    """Each commit with its paths. An empty field starts a commit, a line end its first path."""
    fields = iter(out.split("\0"))
    paths: list[str] = []
    for field in fields:
        if field:
            paths.append(field if paths else field.removeprefix("\n"))
        elif name := next(fields, ""):
            parents, author, address, stamp, subject, body = (next(fields, "") for _ in range(6))
            paths = []
            commit = _logged_commit(name, parents, author, address, stamp, subject, body)
            yield _Logged(commit, parents.split(), paths)


def _logged_commit(name: str, parents: str, author: str, address: str, stamp: str, subject: str, body: str) -> Commit:
    date = _written_moment(stamp).date()
    # Some give their address as their name; it is nobody's business.
    who = re.sub(r"(?<=[\w.+-])@[\w.-]+", "", author[:_MAX_TEXT])
    told = _told_text(body)
    return Commit(name, subject[:_MAX_TEXT], who, date, is_merge=" " in parents, login=account_of(address), body=told)


def _first_words(commit: Commit) -> str:
    """What a merge says, in its subject and in some lines below it: forges put title and number there."""
    words = f"{commit.subject}\n\n{commit.body}".strip()
    return words if len(words) <= 2 * _MAX_TEXT else words[: 2 * _MAX_TEXT].rpartition("\n")[0].strip()


def _told_text(text: str) -> str:
    """What a commit or a tag says, without those who had a part in it; of a long text, whole lines."""
    told = _PERSON.sub("", text[: _MAX_BODY + 1].replace("\r\n", "\n")).strip()
    return told if len(text) <= _MAX_BODY else told.rpartition("\n")[0].rstrip()


def _read_tags(out: str) -> Iterator[tuple[Tag, str]]:
    """Read what `git for-each-ref` says of tags, field by field: each, with the kind of the object that it is on.

    Each record ends in a line end.
    """
    fields = out.split("\0")[:-1]
    for n in range(0, len(fields), len(_TAG_FIELDS)):
        name, sort, commit, peeled, target, stamp, subject, body = fields[n : n + len(_TAG_FIELDS)]
        message = _told_text(f"{subject}\n\n{body}".strip()) if sort == "tag" else ""
        yield Tag(name.removeprefix("\n"), target or commit, _written_moment(stamp), message), peeled or sort


def _read_commit(name: str, data: bytes) -> _Commit:
    head = data.partition(b"\n\n")[0]
    stamp = re.search(rb"^committer .*> ([^>\n]*)$", head, re.MULTILINE)
    is_root = not re.search(rb"^parent ", head, re.MULTILINE)
    return _Commit(name, _written_moment(as_text(stamp[1])) if stamp else _EPOCH, is_root)


def _written_moment(stamp: str) -> datetime.datetime:
    """A commit's or tag's time by its own clock, as git keeps it: `1704034800 +0900`.

    Broken ones, which git allows, are read as near as can be.
    """
    match = _STAMP.fullmatch(stamp)
    return _moment(int(match[1]), int(match[2] or 0)) if match else _EPOCH


def _moment(seconds: int, zone: int) -> datetime.datetime:
    """A time in a zone (`+0900` is 900)."""
    sign = -1 if zone < 0 else 1
    offset = sign * datetime.timedelta(hours=abs(zone) // 100, minutes=abs(zone) % 100)
    try:
        moment = _EPOCH + datetime.timedelta(seconds=seconds)
        return moment.astimezone(datetime.timezone(offset)) if abs(offset) < datetime.timedelta(days=1) else moment
    except OverflowError:
        return _EPOCH


def _edit(change: FileChange) -> tuple[object, ...]:
    """What a change does, wherever in its file."""
    lines = [hunk.rows for hunk in split_patch(change.patch)]
    return change.path, change.previous_path, change.status, change.new_mode, lines or change.new_blob


def _peeled(name: str) -> str:
    return f"{name}^{{}}"


def watched_paths(path: Path) -> list[Path]:
    """The files that change when a repository gets a commit, a branch or a tag. Raises `RepositoryError`."""
    repository = find_git_folder(path)
    folders = [repository.own, repository.common]
    names = ["HEAD", "packed-refs", "refs", "logs/HEAD"]
    return [at for at in dict.fromkeys(folder / name for folder in folders for name in names) if at.exists()]
