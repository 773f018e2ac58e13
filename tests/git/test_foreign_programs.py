"""Git runs nothing that a repository names, wherever the repository is, and reads none that git itself refuses."""

from __future__ import annotations

import logging
import os
import shlex
import shutil
from pathlib import Path

import pytest

from mkdocs_diffinsight.errors import RepositoryError
from mkdocs_diffinsight.git.address import parse_remote
from mkdocs_diffinsight.git.mirror import Mirror
from mkdocs_diffinsight.git.process import settings_in_environment
from mkdocs_diffinsight.git.repository import Repository, watched_paths
from mkdocs_diffinsight.model.ranges import CompareRange

from ..conftest import GitRepository, Project

PROGRAMS = (
    "alias.cat-file=!{}",
    "alias.diff-tree=!{}",
    "alias.rev-list=!{}",
    "browser.x.cmd={}",
    "core.alternateRefsCommand={}",
    "core.askPass={}",
    "core.editor={}",
    "core.fsmonitor={}",
    "core.gitProxy={}",
    "core.hooksPath={folder}",
    "core.pager={}",
    "core.sshCommand={}",
    "credential.helper=!{}",
    "diff.external={}",
    "diff.x.command={}",
    "diff.x.textconv={}",
    "difftool.x.cmd={}",
    "filter.x.clean={}",
    "filter.x.process={}",
    "filter.x.smudge={}",
    "gc.recentObjectsHook={}",
    "gpg.program={}",
    "gpg.ssh.program={}",
    "http.proxy=ext::{}",
    "interactive.diffFilter={}",
    "merge.x.driver={}",
    "mergetool.x.cmd={}",
    "pager.diff-tree={}",
    "pager.rev-list={}",
    "remote.origin.proxy={}",
    "remote.origin.receivepack={}",
    "remote.origin.uploadpack={}",
    "remote.origin.vcs=ext::{}",
    "sequence.editor={}",
    "submodule.x.update=!{}",
    "tar.x.command={}",
    "trailer.x.command={}",
    "uploadpack.packObjectsHook={}",
    "url.ext::{} .insteadOf=https://",
)
"""Settings that have git run a program (https://git-scm.com/docs/git-config)."""
MORE = ("protocol.allow=always", "protocol.ext.allow=always", "log.showSignature=true", "fetch.fsckObjects=true")
HOOKS = (
    "fsmonitor-watchman",
    "post-checkout",
    "post-index-change",
    "pre-auto-gc",
    "proc-receive",
    "reference-transaction",
)


class Trap:
    """A program that leaves a trace."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.folder = folder
        self.path = folder / "program"
        self._trace = folder / "was-run"
        self.path.write_text(f'#!/bin/sh\necho "$0 $*" >>{shlex.quote(str(self._trace))}\n', encoding="utf-8")
        self.path.chmod(0o755)
        for hook in HOOKS:
            shutil.copy(self.path, folder / hook)

    def set_in(self, git_dir: Path, *settings: str) -> None:
        """Name the program in settings of a repository and as each of its hooks."""
        run = GitRepository(self.folder / "elsewhere").git
        for setting in (*settings, *MORE):
            name, _, value = setting.format(self.path, folder=self.folder).rpartition("=")
            run("config", "--file", str(git_dir / "config"), name, value)
        for hook in HOOKS:
            (git_dir / "hooks").mkdir(exist_ok=True)
            shutil.copy(self.path, git_dir / "hooks" / hook)

    @property
    def trace(self) -> str:
        return self._trace.read_text(encoding="utf-8") if self._trace.exists() else ""


@pytest.fixture
def trap(tmp_path: Path) -> Trap:
    return Trap(tmp_path / "trap")


@pytest.fixture
def series(tmp_path: Path) -> GitRepository:
    repository = GitRepository(tmp_path / "series")
    repository.write({".gitattributes": "* diff=x filter=x merge=x\n"})
    for n in range(3):
        repository.commit({"guide.md": f"The limit is {n}.\n", "main.py": f"x = {n}\n"}, f"v{n}")
    return repository


def read(path: Path) -> None:
    """Do with a repository all that a build does."""
    with Repository(path) as repository:
        resolved = repository.resolve([CompareRange("v0", "v2", direct=False, repository=path)])
        repository.expect(resolved)
        for ends in resolved:
            repository.compare(repository.merge_base(ends), ends.head)
            repository.log(ends)
            repository.landed(ends.base, ends.head)
        list(repository.history(tag.commit for tag in repository.tags()))
        repository.first_parents("main")
        assert repository.forge is None
    watched_paths(path)


@pytest.mark.parametrize("setting", PROGRAMS)
def test_no_setting_of_a_local_repository_runs_a_program(series: GitRepository, trap: Trap, setting: str) -> None:
    trap.set_in(series.path / ".git", setting)
    read(series.path)
    assert not trap.trace


@pytest.mark.parametrize("setting", PROGRAMS)
def test_no_setting_of_a_fetched_repository_runs_a_program(
    tmp_path: Path, series: GitRepository, trap: Trap, setting: str
) -> None:
    trap.set_in(series.path / ".git", setting)
    mirror = Mirror(parse_remote(series.path.as_uri()), tmp_path / "cache", logging.getLogger())
    read(mirror.update(["v0", "v2", "main"], ["v*"], ["main"]))
    assert not trap.trace


@pytest.mark.parametrize("setting", PROGRAMS)
def test_no_setting_that_somebody_wrote_into_a_mirror_runs_a_program(
    tmp_path: Path, series: GitRepository, trap: Trap, setting: str
) -> None:
    def update() -> Path:
        return Mirror(remote, tmp_path / "cache", logging.getLogger()).update(["v0", "v2", "main"], ["v*"], ["main"])

    remote = parse_remote(series.path.as_uri())
    trap.set_in(update(), setting)
    series.commit({"guide.md": "The limit is 3.\n"})
    read(update())
    assert not trap.trace


def test_what_a_partial_clone_lacks_is_not_fetched(
    project: Project, series: GitRepository, trap: Trap, tmp_path: Path
) -> None:
    clone = GitRepository(tmp_path / "partial")
    series.git("config", "uploadpack.allowFilter", "true")
    clone.git("fetch", "--quiet", "--filter=blob:none", "--tags", series.path.as_uri(), "main:refs/remotes/origin/main")
    clone.git("config", "extensions.partialClone", "origin")
    clone.git("config", "remote.origin.url", series.path.as_uri())
    clone.git("config", "remote.origin.promisor", "true")
    clone.git("config", "remote.origin.uploadpack", str(trap.path))
    project.configure({"repository": str(clone.path), "ranges": ["v0...v1"]})
    built = project.build()
    assert not trap.trace
    assert built.status == 1
    assert "The clone is partial" in built.log


def test_a_tracked_folder_that_looks_like_a_repository_is_none(
    project: Project, series: GitRepository, trap: Trap, tmp_path: Path
) -> None:
    """Git calls it an embedded bare repository, which anybody can bring by a pull request."""
    bait = GitRepository(tmp_path / "bait", "--bare")
    trap.set_in(bait.path, *PROGRAMS)
    shutil.rmtree(bait.path / "hooks")
    shutil.copytree(bait.path, series.path / "docs")
    (series.path / "docs" / "refs" / "heads").mkdir(parents=True, exist_ok=True)
    series.commit({"docs/refs/heads/main": "0" * 40, "docs/objects/info/x": "x"}, "v3")
    project.configure({"repository": str(series.path / "docs"), "ranges": ["v0...v2"]})
    built = project.build()
    assert built.status == 0, built.log
    assert not trap.trace


def test_a_bare_repository_that_is_named_is_read(tmp_path: Path, series: GitRepository) -> None:
    series.git("clone", "--quiet", "--bare", ".", str(tmp_path / "bare.git"))
    with Repository(tmp_path / "bare.git") as repository:
        assert len(repository.resolve([CompareRange("v0", "v1", direct=False, repository=tmp_path)])) == 1


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the right to give files away")
def test_a_repository_of_another_user_is_refused_with_a_cure(series: GitRepository) -> None:
    for path in (series.path, *series.path.rglob("*")):
        os.chown(path, 12345, 12345)
    with pytest.raises(RepositoryError, match=r"belongs to another user.*safe\.directory"):
        Repository(series.path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs the right to give files away")
def test_a_repository_of_another_user_is_read_if_the_user_says_so(
    series: GitRepository, monkeypatch: pytest.MonkeyPatch
) -> None:
    for path in (series.path, *series.path.rglob("*")):
        os.chown(path, 12345, 12345)
    for name, value in settings_in_environment([("safe.directory", str(series.path))]).items():
        monkeypatch.setenv(name, value)
    read(series.path)
