"""Revisions and diffs, from real repositories."""

from __future__ import annotations

import datetime
import itertools
import shlex
import subprocess
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TypeVar
from unittest import mock

import pytest

from mkdocs_diffinsight.errors import ObjectError, RangeError, RepositoryError
from mkdocs_diffinsight.git import process as git_process
from mkdocs_diffinsight.git import repository as repository_module
from mkdocs_diffinsight.git.repository import CommitLog, Repository, watched_paths
from mkdocs_diffinsight.model.changes import Commit, Diff, FileChange, Status
from mkdocs_diffinsight.model.ranges import EMPTY_TREES, CompareRange, ResolvedRange, parse_compare

from ..conftest import GitRepository

EMPTY_TREE = EMPTY_TREES["sha1"]
T = TypeVar("T")


def diff_of(path: Path, compare: str) -> Diff:
    """The diff of a range, as the plugin computes it."""
    with Repository(path) as repository:
        resolved = resolve(repository, compare)
        return repository.compare(repository.merge_base(resolved), resolved.head).files


def resolve(repository: Repository, compare: str) -> ResolvedRange:
    base, head, direct = parse_compare(compare)
    [resolved] = repository.resolve([CompareRange(base, head, direct, repository.path)])
    return resolved


def time_of(path: Path, compare: str) -> datetime.datetime:
    with Repository(path) as repository:
        return resolve(repository, compare).committed


def changes_of(path: Path, compare: str) -> dict[str, FileChange]:
    return {change.path: change for change in diff_of(path, compare)}


def test_three_dots_start_at_the_merge_base(repository: GitRepository) -> None:
    """
    start -- main: main.txt
         \\-- topic: topic.txt
    """
    repository.commit({"a": "a\n"}, "start")
    repository.git("switch", "--quiet", "--create", "topic")
    repository.commit({"topic.txt": "t\n"})
    repository.git("switch", "--quiet", "main")
    repository.commit({"main.txt": "m\n"})

    assert list(changes_of(repository.path, "main...topic")) == ["topic.txt"]


def test_two_dots_compare_with_the_named_commit(repository: GitRepository) -> None:
    """
    start -- main: main.txt
         \\-- topic: topic.txt
    """
    repository.commit({"a": "a\n"}, "start")
    repository.git("switch", "--quiet", "--create", "topic")
    repository.commit({"topic.txt": "t\n"})
    repository.git("switch", "--quiet", "main")
    repository.commit({"main.txt": "m\n"})

    changes = changes_of(repository.path, "main..topic")
    assert {path: change.status for path, change in changes.items()} == {"main.txt": "removed", "topic.txt": "added"}


@pytest.mark.parametrize("name", ["tag", "annotated", "branch", "full", "short"])
def test_a_revision_may_be_named_in_any_way(repository: GitRepository, name: str) -> None:
    """Tags of both kinds, branches, full and abbreviated object names lead to the same commit."""
    repository.commit({"a": "1\n"}, "first")
    commit = repository.commit({"a": "2\n"}, "tag")
    repository.git("tag", "--annotate", "--message", "x", "annotated")
    repository.git("branch", "branch")
    revision = {"full": commit, "short": commit[:7]}.get(name, name)

    with Repository(repository.path) as opened:
        [resolved] = opened.resolve([CompareRange("first", revision, False, repository.path)])
    assert resolved.head == commit


@pytest.mark.parametrize("base", [EMPTY_TREE, EMPTY_TREE[:7], "v1^", "v1~1", "v1~", "v2~2"])
@pytest.mark.parametrize("dots", ["..", "..."])
def test_a_range_may_start_before_the_root_commit(history: GitRepository, base: str, dots: str) -> None:
    """The empty tree, and the parent that the first commit does not have, are where a history starts."""
    changes = changes_of(history.path, f"{base}{dots}v1")
    assert {path: change.status for path, change in changes.items()} == {
        "docs/guide.md": Status.ADDED,
        "src/app.py": Status.ADDED,
    }


def test_the_date_is_the_head_commits_own(history: GitRepository) -> None:
    """As its committer saw the calendar."""
    assert time_of(history.path, "v1...v2").date() == datetime.date(2024, 1, 2)


def test_the_date_is_the_committers_own(repository: GitRepository) -> None:
    """Late in the evening in Tokyo it is not yet that day in UTC."""
    tree = repository.git("write-tree")
    person = b"A <a@example.org> 1704034800 +0900"
    commit = b"tree %s\nauthor %s\ncommitter %s\n\nx\n" % (tree.encode(), person, person)
    name = repository.git("hash-object", "-t", "commit", "-w", "--stdin", data=commit)
    assert time_of(repository.path, f"{EMPTY_TREE}..{name}").date() == datetime.date(2024, 1, 1)


@pytest.mark.parametrize("stamp", ["1704034800 +9900", "999999999999999 +0000", "1704034800 +000000", "0 -9999999"])
def test_a_broken_date_is_no_reason_to_stop(repository: GitRepository, stamp: str) -> None:
    """Git allows them, and old histories have them."""
    tree = repository.git("write-tree")
    person = f"A <a@example.org> {stamp}"
    commit = f"tree {tree}\nauthor {person}\ncommitter {person}\n\nx\n"
    name = repository.git("hash-object", "--literally", "-t", "commit", "-w", "--stdin", data=commit.encode())
    assert time_of(repository.path, f"{EMPTY_TREE}..{name}").year in (1970, 2023)


ODD_PEOPLE = [
    *(f"A <a@example.org> 1704034800 {zone}" for zone in ("+99999999999", "-" + "9" * 20, "+" + "9" * 5000, "UTC", "")),
    *(
        f"A <a@example.org> {seconds} +0000"
        for seconds in ("9" * 20, "9" * 5000, "-" + "9" * 20, "1e9", "\u0661\u0662")
    ),
    *("A <a@example.org>", "A", "", "A <> 1704034800 +0000", "A <a@example.org 1704034800 +0000"),
    *("A <a@example.org> 253402300800 +1400", "A <a> <b> 0 -0000", "x" * 100_000, "A\udcff <a@example.org> 1 +0000"),
]


@pytest.mark.parametrize("role", ["author", "committer", "nobody"])
def test_a_commit_that_git_accepts_is_read(repository: GitRepository, role: str) -> None:
    """Whatever stands in the lines of those who made it."""
    base = repository.commit({"a": "1\n"}, "v1")
    tree = repository.git("write-tree")
    for odd in ODD_PEOPLE:
        lines = {"author": "A <a@example.org> 1 +0000", "committer": "A <a@example.org> 1 +0000"}
        lines = {**lines, role: odd} if role in lines else {}
        head = "".join(f"{name} {value}\n" for name, value in {"tree": tree, "parent": base, **lines}.items())
        data = f"{head}\nx\n".encode("utf-8", "surrogateescape")
        name = repository.git("hash-object", "--literally", "-t", "commit", "-w", "--stdin", data=data)
        with Repository(repository.path) as opened:
            ends = resolve(opened, f"v1..{name}")
            assert opened.log(ends).count == 1
            assert ends.committed.year >= 1970


def test_a_tag_that_git_accepts_is_read(repository: GitRepository) -> None:
    """Whatever stands in the line of who made it."""
    head = repository.commit({"a": "1\n"})
    for n, odd in enumerate(ODD_PEOPLE):
        data = f"object {head}\ntype commit\ntag t{n}\ntagger {odd}\n\nx\n".encode("utf-8", "surrogateescape")
        tag = repository.git("hash-object", "--literally", "-t", "tag", "-w", "--stdin", data=data)
        repository.git("update-ref", f"refs/tags/t{n}", tag)
    with Repository(repository.path) as opened:
        assert len(opened.tags()) == len(ODD_PEOPLE)


def test_every_side_that_does_not_resolve_is_named(history: GitRepository) -> None:
    """With the range it stands in, and the repository."""
    ranges = [CompareRange("v1", "nope", False, history.path), CompareRange("--all", "v1", True, history.path)]
    with Repository(history.path) as repository, pytest.raises(RangeError) as error:
        repository.resolve(ranges)
    message = str(error.value)
    assert str(history.path) in message
    assert "range 'v1...nope': its head, 'nope', is no commit" in message
    assert "range '--all..v1': its base, '--all', is no commit" in message


def refused(path: Path, *compare: str) -> str:
    """What a person is told about ranges that do not resolve."""
    ranges = [CompareRange(*parse_compare(text), path) for text in compare]
    with Repository(path) as repository, pytest.raises(RangeError) as error:
        repository.resolve(ranges)
    return str(error.value)


@pytest.mark.parametrize(
    ("side", "meant"),
    [("V1", "v1"), ("1.10", "v1.10"), ("mian", "main"), ("MAIN", "main"), ("docs/guied", "docs/guide")],
)
def test_a_misspelt_name_is_told_with_the_one_that_is_meant(history: GitRepository, side: str, meant: str) -> None:
    for tag in ("v1.1", "v1.10"):
        history.git("tag", tag)
    history.git("branch", "docs/guide")
    assert f"'{side}', is no commit; did you mean '{meant}'?" in refused(history.path, f"v2...{side}")


def test_a_branch_without_an_upstream_is_told(history: GitRepository) -> None:
    """Git itself ends when it is asked for it."""
    message = refused(history.path, "v1...v2", "v1...@{u}")
    assert "its head, '@{u}', is no commit: no upstream configured for branch 'main'" in message
    assert "git branch --set-upstream-to=origin/main" in message


def test_an_upstream_is_a_revision(history: GitRepository, tmp_path: Path) -> None:
    history.git("clone", "--quiet", str(history.path), str(tmp_path / "clone"))
    with Repository(tmp_path / "clone") as clone:
        assert resolve(clone, "v1...@{u}").head == history.git("rev-parse", "main")


def test_an_entry_that_a_log_does_not_have_is_no_commit(history: GitRepository) -> None:
    assert "'main@{99}', is no commit" in refused(history.path, "v1...main@{99}")


@pytest.mark.parametrize(
    ("side", "told"),
    [("tag-of-a-folder", "a folder"), ("tag-of-a-file", "a file"), ("v1^{tree}", "a folder")],
)
def test_what_is_no_commit_is_called_what_it_is(history: GitRepository, side: str, told: str) -> None:
    history.commit({"readme.md": "Read.\n"})
    history.git("tag", "-f", "v1")
    history.git("tag", "--annotate", "--message", "A folder", "tag-of-a-folder", "v1^{tree}")
    history.git("tag", "tag-of-a-file", "v1:readme.md")
    assert f"its base, '{side}', is {told} and no commit." in refused(history.path, f"{side}...v2")


def test_a_head_without_a_commit_is_told_with_the_branches(history: GitRepository) -> None:
    history.git("checkout", "--quiet", "--orphan", "fresh")
    assert "Name one that has (`branch`): main." in refused(history.path, "v1...HEAD")


@pytest.mark.parametrize("more", [(), ("--depth=1",)])
def test_a_clone_of_one_branch_is_told_how_to_get_the_others(
    history: GitRepository, tmp_path: Path, more: Sequence[str]
) -> None:
    history.git("branch", "develop")
    history.git("clone", "--quiet", "--single-branch", *more, history.path.as_uri(), str(tmp_path / "clone"))
    cure = "`git fetch --tags origin '+refs/heads/*:refs/remotes/origin/*'`"
    assert cure in refused(tmp_path / "clone", "main...develop")
    history.git("-C", str(tmp_path / "clone"), *shlex.split(cure.strip("`").removeprefix("git ")), "--quiet")
    with Repository(tmp_path / "clone") as clone:
        assert resolve(clone, "develop...main").head == history.git("rev-parse", "main")


def test_a_day_is_no_revision(history: GitRepository) -> None:
    assert "A day is no revision; `since: 2024-01-01`" in refused(history.path, "2024-01-01...main")


@pytest.mark.parametrize("compare", ["v1...v2", "main...", "HEAD~1...HEAD"])
def test_a_repository_without_a_commit_is_told(repository: GitRepository, compare: str) -> None:
    message = refused(repository.path, compare)
    assert "There is no commit yet. Reports begin with the first ones; until then, leave `ranges` empty." in message


def test_an_abbreviation_that_fits_several_commits_is_called_so(repository: GitRepository) -> None:
    script = "".join(f"commit refs/heads/c{n}\ncommitter T <t@example.org> {n} +0000\ndata 0\n" for n in range(2000))
    repository.git("fast-import", "--quiet", data=script.encode())
    starts = [name[:4] for name in repository.git("for-each-ref", "--format=%(objectname)").split()]
    twice = next(start for start in starts if starts.count(start) > 1)
    with Repository(repository.path) as opened, pytest.raises(RangeError, match="could be several commits"):
        opened.resolve([CompareRange(twice, "c0", True, repository.path)])


def test_a_shallow_clone_is_told_the_cure(history: GitRepository, tmp_path: Path) -> None:
    """`fetch-depth: 0` is what a workflow needs."""
    subprocess.run(["git", "clone", "--quiet", "--depth=1", history.path.as_uri(), tmp_path / "shallow"], check=True)
    with pytest.raises(RangeError, match="fetch-depth: 0"):
        diff_of(tmp_path / "shallow", "v1...v3")


def test_a_clone_that_was_asked_for_no_less_than_there_is_is_whole(history: GitRepository, tmp_path: Path) -> None:
    for depth, is_shallow in ((3, False), (2, True)):
        clone = tmp_path / str(depth)
        history.git("clone", "--quiet", f"--depth={depth}", history.path.as_uri(), str(clone))
        with Repository(clone) as opened:
            assert opened.is_shallow == is_shallow


def test_histories_without_a_common_ancestor_are_explained(history: GitRepository) -> None:
    """Three dots have nowhere to start."""
    history.git("switch", "--quiet", "--orphan", "other")
    history.commit({"x": "x\n"})
    with pytest.raises(RangeError, match=r"range 'v1\.\.\.other': .* no common ancestor.* two dots \('v1\.\.other'\)"):
        diff_of(history.path, "v1...other")


def test_a_folder_without_a_repository_is_named(tmp_path: Path) -> None:
    """The message says which folder, and which option."""
    with pytest.raises(RepositoryError, match=r"in no git repository; set `repository`"):
        Repository(tmp_path)


def test_a_missing_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(RepositoryError, match="There is no folder"):
        Repository(tmp_path / "missing")


def test_a_bare_repository_is_read(history: GitRepository, tmp_path: Path) -> None:
    subprocess.run(["git", "clone", "--quiet", "--bare", history.path, tmp_path / "bare.git"], check=True)
    assert diff_of(tmp_path / "bare.git", "v1...v3") == diff_of(history.path, "v1...v3")


def test_a_worktree_is_read(history: GitRepository, tmp_path: Path) -> None:
    history.git("worktree", "add", "--quiet", str(tmp_path / "worktree"), "v1")
    assert diff_of(tmp_path / "worktree", "v1...v3") == diff_of(history.path, "v1...v3")


def test_a_folder_inside_a_repository_leads_to_it(history: GitRepository) -> None:
    assert diff_of(history.path / "docs", "v1...v3") == diff_of(history.path, "v1...v3")


def test_a_repository_with_sha256_names_is_read(make_repository: Callable[..., GitRepository]) -> None:
    repository = make_repository("long", "--object-format=sha256")
    repository.commit({"a": "1\n"}, "v1")
    repository.commit({"a": "2\n"}, "v2")
    assert changes_of(repository.path, "v1...v2")["a"].patch == "@@ -1 +1 @@\n-1\n+2"
    assert changes_of(repository.path, "v1^...v2")["a"].patch == "@@ -0,0 +1 @@\n+2"


def test_borrowed_objects_are_found(history: GitRepository, tmp_path: Path) -> None:
    """A clone with `--shared` keeps its objects in the other repository."""
    subprocess.run(["git", "clone", "--quiet", "--shared", history.path, tmp_path / "shared"], check=True)
    assert diff_of(tmp_path / "shared", "v1...v3") == diff_of(history.path, "v1...v3")


def test_a_partial_clone_that_lacks_files_is_told_of(history: GitRepository, tmp_path: Path) -> None:
    """As `filter: blob:none` in a workflow makes it."""
    history.git("config", "uploadpack.allowFilter", "true")
    history.git("config", "uploadpack.allowAnySHA1InWant", "true")
    subprocess.run(
        ["git", "clone", "--quiet", "--bare", "--filter=blob:none", history.path.as_uri(), tmp_path / "partial"],
        check=True,
    )
    with pytest.raises(RepositoryError, match=r"The clone is partial.*Clone without `--filter`"):
        diff_of(tmp_path / "partial", "v1...v3")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("diff.context", "0"),
        ("diff.interHunkContext", "9"),
        ("diff.noprefix", "true"),
        ("diff.mnemonicPrefix", "true"),
        ("diff.algorithm", "patience"),
        ("diff.renames", "copies"),
        ("diff.suppressBlankEmpty", "true"),
        ("diff.external", "false"),
        ("diff.relative", "true"),
        ("core.quotePath", "false"),
        ("color.diff", "always"),
        ("core.attributesFile", "attributes"),
    ],
)
def test_the_repositorys_configuration_changes_nothing(history: GitRepository, key: str, value: str) -> None:
    """A diff is the same whoever computes it."""
    expected = diff_of(history.path, "v1...v3")
    history.write({"attributes": "* binary\n"})
    history.git("config", key, value)
    assert diff_of(history.path, "v1...v3") == expected


@pytest.mark.parametrize("place", [".gitattributes", ".git/info/attributes"])
def test_attributes_change_nothing(history: GitRepository, place: str) -> None:
    """Neither a `binary` mark nor a driver's idea of what heads a hunk."""
    expected = diff_of(history.path, "v1...v3")
    history.write({place: "*.md binary\n*.py diff=python\n"})
    assert diff_of(history.path, "v1...v3") == expected


@pytest.mark.parametrize(
    "environment",
    [
        {"GIT_DIFF_OPTS": "--unified=0"},
        {"GIT_EXTERNAL_DIFF": "false"},
        {"GIT_DIR": "/nonexistent"},
        {"GIT_WORK_TREE": "/nonexistent"},
        {"GIT_OBJECT_DIRECTORY": "/nonexistent"},
        {"GIT_COMMON_DIR": "/nonexistent"},
        {"GIT_INDEX_FILE": "/nonexistent"},
        {"GIT_CONFIG_COUNT": "1", "GIT_CONFIG_KEY_0": "diff.context", "GIT_CONFIG_VALUE_0": "0"},
        {"GIT_CONFIG_PARAMETERS": "'diff.context=0'"},
    ],
    ids=lambda environment: next(iter(environment)),
)
def test_the_environment_changes_nothing(
    history: GitRepository, monkeypatch: pytest.MonkeyPatch, environment: dict[str, str]
) -> None:
    """A build may run inside a git hook, or with a user's settings."""
    expected = diff_of(history.path, "v1...v3")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert diff_of(history.path, "v1...v3") == expected


def test_attributes_of_a_work_tree_in_the_environment_change_nothing(
    history: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As `git --work-tree` sets it for hooks."""
    expected = diff_of(history.path, "v1...v3")
    history.write({".gitattributes": "*.md binary\n"})
    monkeypatch.setenv("GIT_WORK_TREE", str(history.path))
    assert diff_of(history.path, "v1...v3") == expected


@pytest.mark.parametrize(
    "text",
    [
        '[remote "origin"]\n\tprune\n',
        "[user]\n\tname = M\udcfcller\n",
        '[credential]\n\thelper = "a\\nb"\n',
        '[remote "a \\"b\\" ]"]\n\turl = "x;#\\\\"\n',
    ],
)
def test_any_configuration_that_git_allows_is_read(history: GitRepository, text: str) -> None:
    expected = diff_of(history.path, "v1...v3")
    with (history.path / ".git" / "config").open("ab") as file:
        file.write(text.encode("utf-8", "surrogateescape"))
    assert diff_of(history.path, "v1...v3") == expected


def test_the_first_address_of_the_remote_counts(history: GitRepository) -> None:
    history.git("remote", "add", "origin", "https://example.org/one.git")
    history.git("remote", "set-url", "--add", "origin", "https://example.org/two.git")
    with Repository(history.path) as repository:
        assert repository.remote_url == "https://example.org/one.git"


def test_grafts_are_not_followed(history: GitRepository) -> None:
    """They are a matter of one machine, too."""
    ends = [history.git("rev-parse", tag) for tag in ("v3", "v1")]
    (history.path / ".git" / "info" / "grafts").write_text(" ".join(ends), encoding="ascii")
    with Repository(history.path) as repository:
        assert repository.merge_base(resolve(repository, "v2...v3")) == history.git("rev-parse", "v2")
        assert repository.log(resolve(repository, "v2...v3")).count == 1


def test_replaced_objects_are_not_followed(history: GitRepository) -> None:
    """`git replace` is a matter of one machine."""
    expected = diff_of(history.path, "v1...v3")
    history.git("replace", history.git("rev-parse", "v3"), history.git("rev-parse", "v2"))
    assert diff_of(history.path, "v1...v3") == expected


def test_an_edited_file_has_its_patch_and_counts(history: GitRepository) -> None:
    change = changes_of(history.path, "v1...v2")["docs/guide.md"]
    assert change.patch == "@@ -1,3 +1,3 @@\n # Guide\n \n-Use version 1.\n+Use version 2."
    assert (change.status, change.additions, change.deletions, change.changes) == ("modified", 1, 1, 2)


def test_hunks_with_one_line_between_them_are_joined(repository: GitRepository) -> None:
    """As GitHub's compare shows them; plain `git diff` keeps them apart."""
    lines = [f"{n}\n" for n in range(20)]
    repository.commit({"a": "".join(lines)}, "v1")
    lines[4], lines[12] = "four\n", "twelve\n"
    repository.commit({"a": "".join(lines)}, "v2")
    patch = changes_of(repository.path, "v1...v2")["a"].patch
    assert patch is not None
    assert patch.count("@@ -") == 1


def test_a_renamed_file_knows_its_former_name(repository: GitRepository) -> None:
    body = "".join(f"line {n}\n" for n in range(20))
    repository.commit({"old.txt": body}, "v1")
    repository.commit({"old.txt": None, "new.txt": body + "more\n"}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert (change.path, change.previous_path, change.status, change.additions) == ("new.txt", "old.txt", "renamed", 1)


def test_a_copy_is_an_added_file(repository: GitRepository) -> None:
    """Without `-C` git does not look for copies, nor does GitHub."""
    repository.commit({"a": "text\n" * 9}, "v1")
    repository.commit({"b": "text\n" * 9}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert (change.path, change.status, change.previous_path) == ("b", "added", None)


def test_a_change_of_mode_has_no_patch(repository: GitRepository) -> None:
    repository.commit({"run.sh": "echo\n"}, "v1")
    (repository.path / "run.sh").chmod(0o755)
    repository.commit({}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert (change.old_mode, change.new_mode, change.patch, change.changes) == ("100644", "100755", None, 0)


def test_a_retargeted_symlink_shows_its_targets(repository: GitRepository) -> None:
    link = repository.path / "link"
    link.symlink_to("one")
    repository.commit({}, "v1")
    link.unlink()
    link.symlink_to("two")
    repository.commit({}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert change.patch == "@@ -1 +1 @@\n-one\n\\ No newline at end of file\n+two\n\\ No newline at end of file"


def test_a_file_that_becomes_a_symlink_is_one_change(repository: GitRepository) -> None:
    """Git prints a removal and an addition; the report has one item with both."""
    repository.commit({"a": "text\n", "b": "b\n"}, "v1")
    repository.write({"a": None})
    (repository.path / "a").symlink_to("b")
    repository.commit({"b": "B\n"}, "v2")
    first, second = diff_of(repository.path, "v1...v2")
    assert (first.path, first.status, first.additions, first.deletions) == ("a", "type changed", 1, 1)
    assert first.patch == "@@ -1 +0,0 @@\n-text\n@@ -0,0 +1 @@\n+b\n\\ No newline at end of file"
    assert (second.path, second.patch) == ("b", "@@ -1 +1 @@\n-b\n+B")


def test_a_moved_submodule_shows_its_commits(
    repository: GitRepository, make_repository: Callable[..., GitRepository]
) -> None:
    inner = make_repository("inner")
    commits = [inner.commit({"a": f"{n}\n"}) for n in range(2)]
    for commit, tag in zip(commits, ("v1", "v2"), strict=True):
        repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},module")
        repository.git("commit", "--quiet", "--message", tag)
        repository.git("tag", tag)
    [change] = diff_of(repository.path, "v1...v2")
    assert change.patch == f"@@ -1 +1 @@\n-Subproject commit {commits[0]}\n+Subproject commit {commits[1]}"


def test_a_binary_file_has_neither_counts_nor_patch(repository: GitRepository) -> None:
    repository.commit({"a.bin": b"\0one"}, "v1")
    repository.commit({"a.bin": b"\0two"}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert (change.binary, change.patch, change.additions, change.deletions) == (True, None, 0, 0)


def test_an_empty_file_is_listed(repository: GitRepository) -> None:
    repository.commit({}, "v1")
    repository.commit({"empty": ""}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert (change.path, change.status, change.patch, change.changes) == ("empty", "added", None, 0)


def test_a_missing_final_newline_is_told(repository: GitRepository) -> None:
    repository.commit({"a": "x\n"}, "v1")
    repository.commit({"a": "x"}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert change.patch == "@@ -1 +1 @@\n-x\n+x\n\\ No newline at end of file"


def test_carriage_returns_are_kept(repository: GitRepository) -> None:
    repository.commit({"a": "x\r\ny\r\n"}, "v1")
    repository.commit({"a": "x\r\nz\r\n"}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert change.patch == "@@ -1,2 +1,2 @@\n x\r\n-y\r\n+z\r"


def test_bytes_that_are_no_text_survive(repository: GitRepository) -> None:
    repository.commit({"a": b"caf\xc3\xa9 \xe9\n"}, "v1")
    repository.commit({"a": b"caf\xc3\xa9 \xe8\n"}, "v2")
    [change] = diff_of(repository.path, "v1...v2")
    assert change.patch is not None
    assert change.patch.encode("utf-8", "surrogateescape") == b"@@ -1 +1 @@\n-caf\xc3\xa9 \xe9\n+caf\xc3\xa9 \xe8"


@pytest.mark.parametrize(
    "name",
    [
        "with space.txt",
        'quo"te.txt',
        "apos'trophe.txt",
        "new\nline.txt",
        "diff --git a b\ndiff --git c d",
        "tab\there.txt",
        "日本語.txt",
        "{{ x }}.txt",
        ":100644 100644 0 0 M",
        "back\\slash.txt",
        "<img src=x onerror=alert(1)>.md",
        "-dash.txt",
    ],
)
def test_any_file_name_is_read_as_it_is(repository: GitRepository, name: str) -> None:
    """Names that look like git's own output included, beside an ordinary file."""
    repository.commit({name: "1\n", "z": "1\n"}, "v1")
    repository.commit({name: "2\n", "z": "2\n"}, "v2")
    changes = changes_of(repository.path, "v1...v2")
    assert set(changes) == {name, "z"}
    assert {change.patch for change in changes.values()} == {"@@ -1 +1 @@\n-1\n+2"}


def test_a_file_name_that_is_no_text_survives(repository: GitRepository) -> None:
    name = b"caf\xe9.txt"
    blob = repository.git("hash-object", "-w", "--stdin", data=b"x\n")
    tree = repository.git("mktree", "-z", data=b"100644 blob " + blob.encode() + b"\t" + name + b"\0")
    commit = repository.git("commit-tree", "-m", "x", tree)
    [change] = diff_of(repository.path, f"{EMPTY_TREE}..{commit}")
    assert change.path.encode("utf-8", "surrogateescape") == name


def test_many_files_are_all_there(repository: GitRepository) -> None:
    """Beyond the 300 at which GitHub's API stops."""
    repository.commit({}, "v1")
    repository.commit({f"{n:04}.txt": f"{n}\n" for n in range(1000)}, "v2")
    assert len(diff_of(repository.path, "v1...v2")) == 1000


def test_an_empty_range_has_no_files(history: GitRepository) -> None:
    assert diff_of(history.path, "v2...v2") == ()


def test_a_broken_tree_is_reported(history: GitRepository) -> None:
    """With the repository and git's reason, not as a traceback."""
    tree = history.git("rev-parse", "v2:docs")
    loose = history.path / ".git" / "objects" / tree[:2] / tree[2:]
    loose.unlink()
    with pytest.raises(ObjectError, match=r"`git diff-tree` failed: .*" + tree):
        diff_of(history.path, "v1...v2")


def test_what_is_watched_exists(history: GitRepository) -> None:
    """`mkdocs serve` fails on a path that does not."""
    watched = watched_paths(history.path)
    assert history.path / ".git" / "HEAD" in watched
    assert all(path.exists() for path in watched)


def log_of(path: Path, compare: str) -> CommitLog:
    with Repository(path) as repository:
        return repository.log(resolve(repository, compare))


def subjects_of(path: Path, compare: str) -> Mapping[str, tuple[str, ...]]:
    touching = log_of(path, compare).touching
    return {path: tuple(commit.subject for commit in commits) for path, commits in touching.items()}


class TestLog:
    @pytest.mark.parametrize(
        ("address", "login"),
        [
            ("583231+octo-cat@users.noreply.github.com", "octo-cat"),
            ("octo-cat@users.noreply.github.com", "octo-cat"),
            ("1234-ada.b@users.noreply.gitlab.com", "ada.b"),
            ("ada@example.org", ""),
        ],
    )
    def test_an_account_is_known_from_the_address_that_its_forge_gave(
        self, repository: GitRepository, address: str, login: str
    ) -> None:
        repository.commit({"a": "1\n"}, "v1")
        repository.git("commit", "--quiet", "--allow-empty", "--message", "x", "--author", f"Ada <{address}>")
        (commit,) = log_of(repository.path, "v1...main").commits
        assert (commit.author, commit.login) == ("Ada", login)

    def test_the_latest_commit_comes_first(self, repository: GitRepository) -> None:
        start = repository.commit({"a": "1\n"}, "start")
        first = repository.commit({"a": "2\n"}, "first")
        second = repository.commit({}, "second")
        log = log_of(repository.path, "start...main")
        assert (log.commits, log.count) == (
            (
                Commit(second, "second", "Test", datetime.date(2024, 1, 3)),
                Commit(first, "first", "Test", datetime.date(2024, 1, 2)),
            ),
            2,
        )
        assert start not in {commit.id for commit in log.commits}

    def test_a_merge_is_one(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "start")
        repository.git("switch", "--quiet", "--create", "topic")
        repository.commit({"b": "1\n"}, "on-the-side")
        repository.git("switch", "--quiet", "main")
        repository.git("merge", "--quiet", "--no-ff", "--message", "Merge it", "topic")
        commits = log_of(repository.path, "start...main").commits
        assert [(commit.subject, commit.is_merge) for commit in commits] == [("Merge it", True), ("on-the-side", False)]

    @pytest.mark.parametrize("dots", ["..", "..."])
    def test_commits_of_the_base_are_none_of_the_range(self, repository: GitRepository, dots: str) -> None:
        """As git and forges have it, also for a direct comparison."""
        repository.commit({"a": "1\n"}, "start")
        repository.git("switch", "--quiet", "--create", "topic")
        repository.commit({"b": "1\n"}, "on-the-side")
        repository.git("switch", "--quiet", "main")
        repository.commit({"a": "2\n"}, "on-main")
        log = log_of(repository.path, f"main{dots}topic")
        assert [commit.subject for commit in log.commits] == ["on-the-side"]

    @pytest.mark.parametrize("compare", ["main..main", "main...start"])
    def test_there_may_be_none(self, repository: GitRepository, compare: str) -> None:
        repository.commit({"a": "1\n"}, "start")
        repository.commit({"a": "2\n"}, "more")
        assert log_of(repository.path, compare) == CommitLog((), 0, {})

    def test_a_root_commit_is_one(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "first")
        repository.commit({"a": "2\n"}, "second")
        log = log_of(repository.path, f"{EMPTY_TREE}..main")
        assert [commit.subject for commit in log.commits] == ["second", "first"]

    def test_an_author_has_a_name_as_committed_and_no_address(self, repository: GitRepository) -> None:
        repository.commit({".mailmap": "Ada <ada@example.org>\n"}, "start")
        for number, name in enumerate(["Nick", "ada@example.org", "Ren\u00e9 (@rene)"]):
            repository.write({"a": f"{number}\n"})
            repository.git("add", "--all")
            repository.git("commit", "--quiet", "--message", "x", f"--author={name} <ada@example.org>")
        log = log_of(repository.path, "start...main")
        assert [commit.author for commit in log.commits] == ["Ren\u00e9 (@rene)", "ada", "Nick"]

    def test_the_date_is_that_of_the_authors_clock(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "start")
        repository.write({"a": "2\n"})
        repository.git("commit", "--quiet", "--all", "--message", "x", "--date=2024-05-06T01:00:00+0900")
        assert log_of(repository.path, "start...main").commits[0].date == datetime.date(2024, 5, 6)

    def test_texts_that_look_like_the_format_are_texts(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "start")
        for message in ("", "\x01"):
            repository.git("commit", "--quiet", "--allow-empty", "--allow-empty-message", "--message", message)
        subjects = {commit.subject for commit in log_of(repository.path, "start...main").commits}
        assert subjects == {"", "\x01"}

    def test_what_stands_below_the_subject_is_told_with_its_paragraphs(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "start")
        repository.git("commit", "--quiet", "--allow-empty", "--message", "Say\nmore", "--message", "One\ntwo\n\nthree")
        (commit,) = log_of(repository.path, "start...main").commits
        assert (commit.subject, commit.body) == ("Say more", "One\ntwo\n\nthree")

    def test_nobody_is_named_with_an_address(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "start")
        people = "Co-authored-by: Ada <ada@example.org>\r\nSigned-off-by: Bob <bob@example.org>"
        repository.git("commit", "--quiet", "--allow-empty", "--message", f"Say more\n\nWhy.\n\n{people}\n")
        assert log_of(repository.path, "start...main").commits[0].body == "Why."

    def test_of_a_long_message_whole_lines_are_told(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("mkdocs_diffinsight.git.repository._MAX_BODY", 20)
        repository.commit({"a": "1\n"}, "start")
        repository.git("commit", "--quiet", "--allow-empty", "--message", "Say more\n\nOne, two.\nThree, four, five.")
        assert log_of(repository.path, "start...main").commits[0].body == "One, two."

    def test_all_bodies_together_have_a_bound(self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
        """The latest are told."""
        monkeypatch.setattr("mkdocs_diffinsight.git.repository._MAX_BODIES", 10)
        repository.commit({"a": "0\n"}, "start")
        for number in range(3):
            repository.write({"a": f"{number} more\n"})
            repository.git("commit", "--quiet", "--all", "--message", f"step-{number}\n\nbody-{number}")
        log = log_of(repository.path, "start...main")
        assert [commit.body for commit in log.commits] == ["body-2", "", ""]
        assert log.touching == {"a": log.commits}

    def test_very_many_are_counted_and_the_latest_told(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("mkdocs_diffinsight.git.repository._MAX_LOG", 3)
        monkeypatch.setattr("mkdocs_diffinsight.git.repository.MAX_COMMITS", 2)
        for number in range(6):
            repository.commit({"a": f"{number}\n"}, f"step-{number}")
        log = log_of(repository.path, "step-0...main")
        assert ([commit.subject for commit in log.commits], log.count) == (["step-5", "step-4"], 5)

    def test_a_shallow_clone_tells_what_it_has(
        self, repository: GitRepository, make_repository: Callable[..., GitRepository], tmp_path: Path
    ) -> None:
        for number in range(4):
            repository.commit({"a": f"{number}\n"}, f"step-{number}")
        make_repository("other").git("clone", "--quiet", "--depth=2", repository.path.as_uri(), str(tmp_path / "clone"))
        log = log_of(tmp_path / "clone", f"{EMPTY_TREE}..HEAD")
        assert [commit.subject for commit in log.commits] == ["step-3", "step-2"]


class TestMergeBase:
    def test_three_dots_start_where_the_histories_part(self, repository: GitRepository) -> None:
        start = repository.commit({"a": "1\n"}, "start")
        repository.git("switch", "--quiet", "--create", "topic")
        repository.commit({"b": "1\n"})
        repository.git("switch", "--quiet", "main")
        main = repository.commit({"a": "2\n"})
        with Repository(repository.path) as opened:
            bases = [opened.merge_base(resolve(opened, compare)) for compare in ("main...topic", "main..topic")]
        assert bases == [start, main]

    def test_a_history_may_start_at_the_empty_tree(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "first")
        with Repository(repository.path) as opened:
            assert opened.merge_base(resolve(opened, "first~1...first")) == EMPTY_TREE


@pytest.fixture
def branchy(repository: GitRepository) -> GitRepository:
    r"""Two merges that cross, one that does not, and a root beside them.

    start -- a1 -- cross-a -- a2 ---- end    (main)
        \\-- b1 -- cross-b -- b2 ----/        (side)       other
    """
    repository.commit({"a": "1\n"}, "start")
    repository.git("branch", "side")
    repository.commit({"a": "2\n"}, "a1")
    repository.git("switch", "--quiet", "side")
    repository.commit({"b": "1\n"}, "b1")
    repository.git("merge", "--quiet", "--no-ff", "-m", "cross-b", "a1")
    repository.git("tag", "cross-b")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "-m", "cross-a", "b1")
    repository.git("tag", "cross-a")
    repository.commit({"a": "3\n"}, "a2")
    repository.git("switch", "--quiet", "side")
    repository.commit({"b": "2\n"}, "b2")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "-m", "end", "side")
    repository.git("tag", "end")
    repository.git("switch", "--quiet", "--orphan", "other")
    repository.commit({"x": "1\n"}, "other")
    return repository


class TestExpectedRanges:
    """What is said to be read is read by fewer processes; nothing else differs."""

    PAIRS = tuple(itertools.permutations(("start", "a1", "b2", "cross-a", "cross-b", "a2", "end", "other"), 2))

    @pytest.fixture(params=["whole", "shallow"])
    def path(self, request: pytest.FixtureRequest, branchy: GitRepository, tmp_path: Path) -> Path:
        if request.param == "whole":
            return branchy.path
        clone = tmp_path / "shallow"
        command = ["git", "clone", "--quiet", "--depth=3", "--no-single-branch", branchy.path.as_uri(), str(clone)]
        subprocess.run(command, check=True)
        return clone

    def test_their_merge_bases_are_those_of_git(self, path: Path) -> None:
        assert self.told(path, merge_base_or_none, expected=True) == self.told(path, merge_base_or_none, expected=False)

    def test_their_commits_are_those_of_git(self, path: Path) -> None:
        assert self.told(path, Repository.log, expected=True) == self.told(path, Repository.log, expected=False)

    def told(self, path: Path, read: Callable[[Repository, ResolvedRange], T], *, expected: bool) -> list[T]:
        with Repository(path) as opened:
            known = {tag.name for tag in opened.tags()}
            pairs = [pair for pair in self.PAIRS if known.issuperset(pair)]
            ranges = opened.resolve([CompareRange(base, head, False, path) for base, head in pairs])
            if expected:
                opened.expect(ranges)
            return [read(opened, ends) for ends in ranges]

    def test_a_walk_that_would_be_too_long_is_left_to_git(
        self, branchy: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        expected = self.told(branchy.path, Repository.log, expected=True)
        monkeypatch.setattr(repository_module, "_MAX_WALK", 3)
        assert self.told(branchy.path, Repository.log, expected=True) == expected

    def test_ranges_beyond_one_walk_are_read(self, branchy: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
        expected = self.told(branchy.path, Repository.log, expected=True)
        monkeypatch.setattr(repository_module, "_RANGES_OF_A_WALK", 3)
        assert self.told(branchy.path, Repository.log, expected=True) == expected

    def test_a_branch_that_git_cannot_read_is_left_out(self, history: GitRepository) -> None:
        history.git("checkout", "--quiet", "-b", "side")
        lost = history.commit({"a.md": "x\n"})
        (history.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
        with Repository(history.path) as opened:
            assert [branch.name for branch in opened.branches()] == ["main"]
            assert opened.lost_tags == ()

    def test_a_lost_commit_is_reported(self, history: GitRepository) -> None:
        lost = history.git("rev-parse", "v2")
        (history.path / ".git" / "objects" / lost[:2] / lost[2:]).unlink()
        with Repository(history.path) as opened:
            ends = resolve(opened, "v1...v3")
            opened.expect([ends])
            with pytest.raises(RepositoryError, match=lost):
                opened.log(ends)

    def test_many_take_as_many_processes_as_few(
        self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        for n in range(12):
            repository.commit({"a": f"{n}\n"}, f"v{n}")
        start = mock.create_autospec(git_process.start, side_effect=git_process.start)
        monkeypatch.setattr(git_process, "start", start)

        def processes(number: int) -> int:
            start.reset_mock()
            with Repository(repository.path) as opened:
                ranges = [resolve(opened, f"v{n}...v{n + 1}") for n in range(number)]
                opened.expect(ranges)
                for ends in ranges:
                    opened.compare(opened.merge_base(ends), ends.head)
                    opened.log(ends)
            return len(start.mock_calls)

        assert processes(11) == processes(2)


def merge_base_or_none(repository: Repository, ends: ResolvedRange) -> str | None:
    try:
        return repository.merge_base(ends)
    except RangeError:
        return None


class TestMerges:
    def test_a_commit_knows_the_merge_that_brought_it_in(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "start")
        repository.git("switch", "--quiet", "--create", "topic")
        repository.commit({"b": "1\n"}, "wip")
        repository.git("switch", "--quiet", "main")
        repository.commit({"a": "2\n"}, "on-main")
        message = ("--message", "Merge pull request #12 from ada/topic", "--message", "Accept a proxy")
        repository.git("merge", "--quiet", "--no-ff", *message, "topic")
        log = log_of(repository.path, "start...main")
        words = "Merge pull request #12 from ada/topic\n\nAccept a proxy"
        assert {commit.subject: commit.brought_by for commit in log.commits if not commit.is_merge} == {
            "wip": words,
            "on-main": "",
        }
        assert log.touching["b"][0].brought_by == words


class TestCommitsOfPaths:
    def test_each_path_has_its_commits_the_latest_first(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "start")
        repository.commit({"a": "2\n", "b": "1\n"}, "change-both")
        repository.commit({"a": "3\n"}, "change-one")
        assert subjects_of(repository.path, "start...main") == {
            "a": ("change-one", "change-both"),
            "b": ("change-both",),
        }

    def test_merges_and_empty_commits_tell_nothing(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "start")
        repository.git("switch", "--quiet", "--create", "topic")
        repository.commit({"b": "1\n"}, "on-the-side")
        repository.git("switch", "--quiet", "main")
        repository.commit({}, "nothing")
        repository.git("merge", "--quiet", "--no-edit", "topic")
        assert subjects_of(repository.path, "start...main") == {"b": ("on-the-side",)}

    def test_a_history_may_start_at_the_empty_tree(self, repository: GitRepository) -> None:
        repository.commit({"a": "1\n"}, "first")
        assert subjects_of(repository.path, f"{EMPTY_TREE}..main") == {"a": ("first",)}

    def test_names_that_look_like_the_format_are_names(self, repository: GitRepository) -> None:
        repository.commit({"x": ""}, "start")
        repository.write({"\nnew line": "", "\x01sign": "", "caf\udce9": ""})
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--allow-empty-message", "--message", "")
        assert set(subjects_of(repository.path, "start...main")) == {"\nnew line", "\x01sign", "caf\udce9"}

    def test_of_many_the_latest_are_enough(self, repository: GitRepository, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("mkdocs_diffinsight.git.repository.MAX_TOUCHING", 3)
        repository.commit({"a": "0\n"}, "start")
        for number in range(5):
            repository.commit({"a": f"{number} more\n"}, f"step-{number}")
        assert subjects_of(repository.path, "start...main") == {"a": ("step-4", "step-3", "step-2")}

    def test_a_shallow_clone_tells_what_it_has(
        self, repository: GitRepository, make_repository: Callable[..., GitRepository], tmp_path: Path
    ) -> None:
        for number in range(4):
            repository.commit({"a": f"{number}\n"}, f"step-{number}")
        make_repository("other").git("clone", "--quiet", "--depth=2", repository.path.as_uri(), str(tmp_path / "clone"))
        assert subjects_of(tmp_path / "clone", "HEAD~1...HEAD") == {"a": ("step-3",)}
