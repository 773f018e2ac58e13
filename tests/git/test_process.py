"""Git processes that are asked again and again."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from mkdocs_diffinsight.errors import ObjectError, RepositoryError
from mkdocs_diffinsight.git import process as git_process
from mkdocs_diffinsight.git.process import CatFile, DiffTree, GitProcess

from ..conftest import GitRepository

NAMES = ("-r", "--raw", "-z", "--no-renames")


def environment(repository: GitRepository) -> dict[str, str]:
    return {"GIT_DIR": str(repository.path / ".git")}


@pytest.fixture
def kinds(history: GitRepository) -> Iterator[CatFile]:
    with CatFile("--batch-check", environment(history), "docs") as process:
        yield process


@pytest.fixture
def contents(history: GitRepository) -> Iterator[CatFile]:
    with CatFile("--batch", environment(history), "docs") as process:
        yield process


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[subprocess.Popen[bytes]]:
    """The processes of a test."""
    processes = []
    original = git_process.start

    def start(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        processes.append(original(arguments, environment))
        return processes[-1]

    monkeypatch.setattr(git_process, "start", start)
    return processes


def test_objects_have_an_id_a_type_and_a_size(kinds: CatFile, history: GitRepository) -> None:
    commit, blob = history.git("rev-parse", "v1"), history.git("rev-parse", "v1:docs/guide.md")
    size = int(history.git("cat-file", "-s", commit))
    assert list(kinds.kinds(["v1", "v1:docs/guide.md"])) == [(commit, "commit", size), (blob, "blob", 24)]


def test_what_is_not_there_is_nothing(kinds: CatFile, contents: CatFile) -> None:
    """Also where a name looks like an answer."""
    names = ["nope", "HEAD@{blob 5", "1" * 40]
    assert [*kinds.kinds(names), *contents.contents(names)] == [None] * 6


def test_contents_are_whole_whatever_they_are(repository: GitRepository) -> None:
    files = [b"", b"\n", b"0123 blob 7\n", b"a\0b", bytes(range(256)) * 1000]
    ids = [repository.git("hash-object", "-w", "--stdin", data=data) for data in files]
    with CatFile("--batch", environment(repository), "docs") as process:
        answers = list(process.contents(ids))
    assert answers == [(name, "blob", data) for name, data in zip(ids, files, strict=True)]


def test_many_questions_with_long_answers_never_block(repository: GitRepository) -> None:
    """Both pipes would be full if all were asked at once."""
    name = repository.git("hash-object", "-w", "--stdin", data=b"x" * 10_000)
    with CatFile("--batch", environment(repository), "docs") as process:
        assert sum(1 for answer in process.contents([name] * 5000) if answer) == 5000


def test_differences_are_told_pair_by_pair(history: GitRepository) -> None:
    one, two, three = (history.git("rev-parse", f"{tag}^{{tree}}") for tag in ("v1", "v2", "v3"))
    with DiffTree(NAMES, environment(history), "docs") as process:
        told = [process.trees(*pair).data for pair in ((one, two), (two, two), (two, three), (one, two))]
    assert told[0] == told[3] != told[2]
    assert told[1] == b""


@pytest.mark.parametrize("missing", ["old", "new"])
def test_a_tree_that_is_missing_is_an_error_and_the_next_pair_is_compared(history: GitRepository, missing: str) -> None:
    tree, other = history.git("rev-parse", "v1^{tree}"), history.git("rev-parse", "v2^{tree}")
    with DiffTree(NAMES, environment(history), "docs") as process:
        with pytest.raises(RepositoryError, match=r"`git diff-tree` failed: .*cannot be read as a tree"):
            process.trees(*(("1" * 40, tree) if missing == "old" else (tree, "1" * 40)))
        assert process.trees(tree, other)


def test_a_git_that_takes_too_long_is_ended(history: GitRepository) -> None:
    with (
        DiffTree(NAMES, environment(history), "docs") as process,
        pytest.raises(ObjectError, match="it took more than 0 seconds"),
        process.within(0),
    ):
        process.hear_line()


def test_no_file_name_ends_an_answer(repository: GitRepository) -> None:
    names = ["over", "over\n", "\nover 0\n"]
    repository.commit({}, "v1")
    repository.commit(dict.fromkeys(names, ""), "v2")
    one, two = (repository.git("rev-parse", f"{tag}^{{tree}}") for tag in ("v1", "v2"))
    with DiffTree(NAMES, environment(repository), "docs") as process:
        told = process.trees(one, two).data
    assert [field for field in told.decode().split("\0") if field in names] == sorted(names)


def test_a_git_that_cannot_start_its_work_says_why(tmp_path: Path) -> None:
    with (
        CatFile("--batch", {"GIT_DIR": str(tmp_path / "nowhere")}, "docs") as process,
        pytest.raises(RepositoryError, match=r"In the repository docs: `git cat-file` failed: .*not a git repository"),
    ):
        list(process.contents(["HEAD"]))


@pytest.mark.skipif(os.name == "nt", reason="there are no signals")
def test_a_git_that_dies_is_an_error(history: GitRepository, started: list[subprocess.Popen[bytes]]) -> None:
    with CatFile("--batch-check", environment(history), "docs") as process:
        assert list(process.kinds(["v1"]))
        started[0].kill()
        started[0].wait()
        with pytest.raises(RepositoryError, match="failed: exit status -9"):
            list(process.kinds(["v1"]))


def test_a_git_that_still_talks_is_ended(repository: GitRepository, started: list[subprocess.Popen[bytes]]) -> None:
    name = repository.git("hash-object", "-w", "--stdin", data=b"x" * 1_000_000)
    with GitProcess(["cat-file", "--batch"], environment(repository), "docs") as process:
        process.say([name])
    assert [process.poll() is not None for process in started] == [True]
