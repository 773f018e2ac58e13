"""Mirrors of repositories that git's own servers give, on this machine."""

from __future__ import annotations

import logging
import os
import random
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from filelock import FileLock

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.errors import RangeError, RepositoryError
from mkdocs_diffinsight.git import mirror as mirror_module
from mkdocs_diffinsight.git import process as git_process
from mkdocs_diffinsight.git.address import parse_remote
from mkdocs_diffinsight.git.mirror import Mirror
from mkdocs_diffinsight.git.repository import Repository
from mkdocs_diffinsight.model.changes import Diff, Omission
from mkdocs_diffinsight.model.ranges import CompareRange, parse_compare

from ..conftest import GitRepository
from ..git_server import PATIENCE, HttpServer, git_daemon, silent_server
from ..reading import read_ranges

log = logging.getLogger("mkdocs.plugins.diffinsight")
BIG = 400_000
"""Bytes of a file that no range shows."""


def noise(seed: int) -> bytes:
    """What does not compress."""
    return random.Random(seed).randbytes(BIG)


@pytest.fixture(autouse=True)
def _record(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)


@pytest.fixture
def upstream(make_repository: Callable[..., GitRepository]) -> GitRepository:
    """Two tags, `main` after them, and a branch; in each commit a big file that the next one keeps.

    v1 -- v2 -- (main)
     \\
      (feature)
    """
    repository = make_repository("served/docs")
    repository.git("config", "uploadpack.allowFilter", "true")
    repository.commit({"guide.md": "one\n", "a.bin": noise(1)}, "v1")
    repository.git("branch", "feature")
    repository.commit({"guide.md": "two\n", "new.md": "new\n"}, "v2")
    repository.commit({"guide.md": "three\n", "b.bin": noise(2)})
    repository.git("switch", "--quiet", "feature")
    repository.commit({"feature.md": "feature\n"})
    repository.git("switch", "--quiet", "main")
    return repository


@pytest.fixture
def server(upstream: GitRepository) -> Iterator[HttpServer]:
    with HttpServer(upstream.path.parent).running() as server:
        yield server


@pytest.fixture
def cache(tmp_path: Path) -> Path:
    return tmp_path / "cache"


def mirror_of(address: str, cache: Path) -> Mirror:
    return Mirror(parse_remote(address), cache, log)


def diff_of(path: Path, compare: str) -> Diff:
    base, head, direct = parse_compare(compare)
    with Repository(path) as repository:
        [resolved] = repository.resolve([CompareRange(base, head, direct, path)])
        return repository.compare(repository.merge_base(resolved), resolved.head).files


def fetch(mirror: Mirror, compare: str) -> Diff:
    """What a build does for a range."""
    base, head, direct = parse_compare(compare)
    path = mirror.update([base, head])
    with Repository(path) as repository:
        [resolved] = repository.resolve([CompareRange(base, head, direct, path)])
    start = resolved.base if direct else git(path, "merge-base", resolved.base, resolved.head)
    mirror.fetch_files([(start, resolved.head)])
    return diff_of(path, compare)


def git(path: Path, *arguments: str, data: bytes | None = None) -> str:
    environment = {**os.environ, "GIT_DIR": str(path)}
    done = subprocess.run(["git", *arguments], input=data, env=environment, capture_output=True, check=True)
    return done.stdout.decode().strip()


def objects(path: Path, kind: str) -> int:
    """How many objects of a type are there, without those that git could fetch."""
    out = git(path, "cat-file", "--batch-all-objects", "--batch-check=%(objecttype)")
    return out.splitlines().count(kind)


def warnings_in(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


# What is fetched


def test_a_diff_is_that_of_a_full_clone(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    assert fetch(mirror_of(f"{server.url}/docs", cache), "v1...v2") == diff_of(upstream.path, "v1...v2")


def test_git_daemon_is_mirrored(upstream: GitRepository, cache: Path) -> None:
    with git_daemon(upstream.path.parent) as url:
        assert fetch(mirror_of(f"{url}/docs", cache), "v1...main") == diff_of(upstream.path, "v1...main")


def test_a_file_address_is_mirrored(upstream: GitRepository, cache: Path) -> None:
    mirror = mirror_of(upstream.path.as_uri(), cache)
    assert fetch(mirror, "v1...v2") == diff_of(upstream.path, "v1...v2")
    assert objects(mirror.path, "blob") == 3


def test_only_files_that_a_range_shows_are_fetched(server: HttpServer, cache: Path) -> None:
    """Of three versions of the guide, two big files and two others."""
    mirror = mirror_of(f"{server.url}/docs", cache)
    fetch(mirror, "v1...v2")
    assert objects(mirror.path, "blob") == 3
    assert server.sent < BIG / 10


def test_only_named_branches_and_tags_are_fetched(server: HttpServer, cache: Path) -> None:
    path = mirror_of(f"{server.url}/docs", cache).update(["v1", "main"])
    assert git(path, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/main", "refs/tags/v1"]


def test_files_come_in_one_request(server: HttpServer, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    path = mirror.update(["v1", "v2", "main"])
    server.measure()
    mirror.fetch_files(
        [
            (git(path, "rev-parse", "v1"), git(path, "rev-parse", "v2")),
            ("4b825dc642cb6eb9a060e54bf8d69288fbee4904", git(path, "rev-parse", "v1")),
        ]
    )
    assert server.requests == ["GET /docs/info/refs?service=git-upload-pack", "POST /docs/git-upload-pack"]


def test_files_that_are_here_are_not_asked_for(server: HttpServer, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    fetch(mirror, "v1...v2")
    ends = (git(mirror.path, "rev-parse", "v1"), git(mirror.path, "rev-parse", "v2"))
    server.measure()
    mirror.fetch_files([ends])
    assert server.requests == []


def test_reading_a_mirror_asks_nobody(server: HttpServer, cache: Path) -> None:
    """A file that was not fetched cannot be read, and is no request without credentials or an end."""
    path = mirror_of(f"{server.url}/docs", cache).update(["v1", "v2"])
    server.measure()
    assert {change.omission for change in diff_of(path, "v1...v2")} == {Omission.BROKEN}
    with pytest.raises(RangeError):
        diff_of(path, f"{'1' * 40}...v2")
    assert server.requests == []


def test_submodules_are_no_files(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    upstream.git("update-index", "--add", "--cacheinfo", f"160000,{'1' * 40},module")
    upstream.git("commit", "--quiet", "--message", "Module")
    upstream.git("tag", "v3")
    assert fetch(mirror_of(f"{server.url}/docs", cache), "main^..v3") == diff_of(upstream.path, "main^..v3")


def test_new_commits_cost_a_small_part(
    server: HttpServer, upstream: GitRepository, cache: Path, tmp_path: Path
) -> None:
    subprocess.run(["git", "clone", "--quiet", "--bare", f"{server.url}/docs", tmp_path / "full"], check=True)
    _, full = server.measure()
    mirror = mirror_of(f"{server.url}/docs", cache)
    fetch(mirror, "v1...main")
    server.measure()
    upstream.commit({"guide.md": "four\n"})
    assert fetch(mirror, "v2..main") == diff_of(upstream.path, "v2..main")
    _, more = server.measure()
    assert 0 < more < full / 100


def test_a_remote_without_news_is_asked_for_its_refs_alone(server: HttpServer, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update(["v1", "main"])
    server.measure()
    mirror.update(["v1", "main"])
    assert server.requests == ["GET /docs/info/refs?service=git-upload-pack", "POST /docs/git-upload-pack"]


def test_ids_that_are_here_are_not_asked_for(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    ids = [upstream.git("rev-parse", name) for name in ("v1", "v2")]
    mirror.update(ids)
    server.measure()
    mirror.update([ids[0], f"{ids[1]}~1", ids[0][:8], "4b825dc642cb6eb9a060e54bf8d69288fbee4904"])
    assert server.requests == []


# What revisions mean


@pytest.mark.parametrize(
    "revision", ["v1", "main", "feature", "refs/heads/feature", "heads/main~1", "HEAD", "HEAD~2", "@", "main^{commit}"]
)
def test_a_revision_is_what_it_is_on_the_remote(
    server: HttpServer, upstream: GitRepository, cache: Path, revision: str
) -> None:
    path = mirror_of(f"{server.url}/docs", cache).update([revision])
    assert git(path, "rev-parse", revision) == upstream.git("rev-parse", revision)


@pytest.mark.parametrize("branch", ["main", "feature"])
@pytest.mark.parametrize("form", ["{commit}", "{short}", "{short}~1", "v1-1-g{short}"])
def test_a_commit_is_found_by_its_id(
    server: HttpServer, upstream: GitRepository, cache: Path, branch: str, form: str
) -> None:
    commit = upstream.git("rev-parse", branch)
    revision = form.format(commit=commit, short=commit[:9])
    path = mirror_of(f"{server.url}/docs", cache).update([revision])
    assert git(path, "rev-parse", revision) == upstream.git("rev-parse", revision)


def test_a_tag_that_looks_like_an_id_is_a_tag(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    upstream.git("tag", "20240506", "v1")
    mirror.update(["20240506"])
    upstream.git("tag", "--force", "20240506", "v2")
    assert git(mirror.update(["20240506"]), "rev-parse", "20240506") == upstream.git("rev-parse", "v2")


def test_tags_that_match_are_fetched_and_go_with_the_remotes(
    server: HttpServer, upstream: GitRepository, cache: Path
) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    upstream.git("tag", "--annotate", "--message", "Third", "v3", "main")
    upstream.git("tag", "nightly")
    assert git(mirror.update([], ["v*"]), "tag").split() == ["v1", "v2", "v3"]
    upstream.git("tag", "--delete", "v2")
    assert git(mirror.update(["v1"], ["v*"]), "tag").split() == ["v1", "v3"]


def test_a_branch_that_was_rewritten_is_followed(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update([], branches=["main"])
    upstream.git("reset", "--quiet", "--hard", "v1")
    new = upstream.commit({"guide.md": "other\n"})
    assert git(mirror.update([], branches=["main"]), "rev-parse", "main") == new


def test_a_branch_that_vanished_stays_as_it_was(
    server: HttpServer, upstream: GitRepository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update(["feature"])
    last = upstream.git("rev-parse", "feature")
    upstream.git("branch", "--delete", "--force", "feature")
    assert git(mirror.update(["feature"]), "rev-parse", "feature") == last
    assert [text for text in warnings_in(caplog) if "no longer has feature" in text] == warnings_in(caplog)
    assert len(warnings_in(caplog)) == 1


def test_a_branch_can_become_a_folder_of_branches(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update(["feature"])
    upstream.git("branch", "--move", "feature", "other")
    upstream.git("branch", "feature/one", "other")
    assert git(mirror.update(["feature/one"]), "rev-parse", "feature/one") == upstream.git("rev-parse", "other")


def test_a_tag_that_vanished_hides_no_branch(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    upstream.git("tag", "next", "v1")
    upstream.git("branch", "next", "v2")
    assert git(mirror.update(["next"]), "rev-parse", "next") == upstream.git("rev-parse", "v1")
    upstream.git("tag", "--delete", "next")
    assert git(mirror.update(["next"]), "rev-parse", "next") == upstream.git("rev-parse", "v2")


def test_names_may_hold_any_character(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    """One that Python takes for the end of a line is none to git."""
    branch = "a\u2028b\x85é"
    upstream.git("branch", branch, "v1")
    upstream.git("tag", "release-\udcff", "v1")
    upstream.commit({"x\u2028y.md": "x\n", ":100644 é.md": "y\n"})
    mirror = mirror_of(f"{server.url}/docs", cache)
    assert fetch(mirror, "v1..main") == diff_of(upstream.path, "v1..main")
    path = mirror.update([branch], ["release-*"])
    assert git(path, "rev-parse", branch) == upstream.git("rev-parse", "v1")


def test_a_branch_that_got_another_name_is_followed(
    server: HttpServer, upstream: GitRepository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The remote's `HEAD` still names the old one, as on servers that nobody told."""
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update(["HEAD"])
    upstream.git("branch", "--delete", "--force", "feature")
    renamed(upstream, "trunk")
    assert git(mirror.update(["HEAD"]), "rev-parse", "HEAD") == upstream.git("rev-parse", "trunk")
    assert "its only one, trunk, is taken" in caplog.text
    assert warnings_in(caplog) == []


def test_a_branch_that_got_another_name_is_followed_where_head_follows(
    server: HttpServer, upstream: GitRepository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mirror_of(f"{server.url}/docs", cache).update(["HEAD"])
    upstream.git("branch", "--move", "main", "trunk")
    after = upstream.commit({"guide.md": "four\n"})
    path = mirror_of(f"{server.url}/docs", cache).update(["HEAD"])
    assert git(path, "rev-parse", "HEAD") == after
    assert warnings_in(caplog) == []


def test_a_head_that_names_no_branch_any_more_is_told(
    server: HttpServer, upstream: GitRepository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """Nobody knows which of several branches it would be."""
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update(["HEAD"])
    before = upstream.git("rev-parse", "main")
    renamed(upstream, "trunk")
    assert git(mirror.update(["HEAD"]), "rev-parse", "HEAD") == before
    [warning] = warnings_in(caplog)
    assert "names no branch any more" in warning
    assert "it has: feature, trunk" in warning


def renamed(upstream: GitRepository, name: str) -> None:
    """Give `main` another name, and a commit."""
    upstream.git("branch", "--move", "main", name)
    upstream.commit({"guide.md": "four\n"})
    upstream.git("symbolic-ref", "HEAD", "refs/heads/main")


def test_a_head_that_names_no_branch_spoils_nothing(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    upstream.git("symbolic-ref", "HEAD", "refs/heads/gone")
    path = mirror_of(f"{server.url}/docs", cache).update(["HEAD", "v1"])
    assert git(path, "rev-parse", "v1") == upstream.git("rev-parse", "v1")


def test_a_name_that_is_nowhere_is_told_by_whoever_resolves_it(server: HttpServer, cache: Path) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    with pytest.raises(RangeError, match="'v9', is no commit"):
        fetch(mirror, "v1...v9")


def test_an_option_is_refused(server: HttpServer, cache: Path) -> None:
    with pytest.raises(RangeError, match="cannot be the name"):
        mirror_of(f"{server.url}/docs", cache).update(["--upload-pack=touch x"])
    assert server.requests == []


def test_a_repository_with_longer_ids_is_mirrored(
    server: HttpServer, make_repository: Callable[..., GitRepository], cache: Path
) -> None:
    upstream = make_repository("served/long", "--object-format=sha256")
    upstream.git("config", "uploadpack.allowFilter", "true")
    upstream.commit({"a.md": "1\n"}, "v1")
    upstream.commit({"a.md": "2\n"}, "v2")
    assert fetch(mirror_of(f"{server.url}/long", cache), "v1...v2") == diff_of(upstream.path, "v1...v2")


# Servers that can do less


@pytest.mark.parametrize("speaks_v2", [True, False])
@pytest.mark.parametrize("any_object", [True, False])
@pytest.mark.parametrize("filters", [True, False])
@pytest.mark.parametrize("by_id", [True, False])
def test_every_server_gives_the_same_diff(
    server: HttpServer,
    upstream: GitRepository,
    cache: Path,
    speaks_v2: bool,
    any_object: bool,
    filters: bool,
    by_id: bool,
) -> None:
    server.speaks_v2 = speaks_v2
    upstream.git("config", "uploadpack.allowAnySHA1InWant", str(any_object).lower())
    upstream.git("config", "uploadpack.allowFilter", str(filters).lower())
    compare = f"{upstream.git('rev-parse', 'v1')}...{upstream.git('rev-parse', 'v2')}" if by_id else "v1...v2"
    mirror = mirror_of(f"{server.url}/docs", cache)
    assert fetch(mirror, compare) == diff_of(upstream.path, compare)
    server.measure()
    assert fetch(mirror, compare) == diff_of(upstream.path, compare)
    assert server.sent < BIG


def test_a_server_without_filters_is_told_of(
    server: HttpServer, upstream: GitRepository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    upstream.git("config", "uploadpack.allowFilter", "false")
    mirror_of(f"{server.url}/docs", cache).update(["v1"])
    assert f"{server.url}/docs gives no partial clones" in caplog.text
    assert warnings_in(caplog) == []


# Trouble


def test_a_remote_that_is_away_leaves_what_was_fetched(
    server: HttpServer, upstream: GitRepository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    before = fetch(mirror, "v1...main")
    upstream.path.rename(upstream.path.with_name("gone"))
    assert fetch(mirror, "v1...main") == before
    [warning] = warnings_in(caplog)
    assert warning.startswith(f"{server.url}/docs cannot be fetched (repository '{server.url}/docs/' not found)")


def test_a_remote_that_is_away_from_the_start_is_an_error(cache: Path, tmp_path: Path) -> None:
    mirror = mirror_of((tmp_path / "nowhere").as_uri(), cache)
    with pytest.raises(RepositoryError, match=r"nowhere cannot be fetched: .*does not appear.*Check the address"):
        mirror.update(["v1"])


def test_a_revision_that_only_the_absent_remote_knows_is_an_error(
    server: HttpServer, upstream: GitRepository, cache: Path
) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update(["v1"])
    upstream.path.rename(upstream.path.with_name("gone"))
    with pytest.raises(RepositoryError, match="cannot be fetched"):
        mirror.update(["v1", "v2"])
    with pytest.raises(RepositoryError, match="cannot be fetched"):
        mirror.update(["v1"], ["release-*"])


@pytest.mark.parametrize(
    ("address", "reason"),
    [
        ("http://127.0.0.1:1/docs", "connect"),
        ("https://nowhere.invalid/docs", "resolve host.*Check the name of the host"),
        ("ssh://nobody@127.0.0.1:1/docs", "Connection refused|cannot run ssh"),
    ],
)
def test_a_failure_names_address_and_reason(cache: Path, address: str, reason: str) -> None:
    with pytest.raises(
        RepositoryError, match=f"(?i){address.partition('@')[2] or address} cannot be fetched: .*{reason}"
    ):
        mirror_of(address, cache).update(["v1"])


def test_a_server_that_says_nothing_is_left(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror_module, "SECONDS_OF_SILENCE", 0.2)
    with silent_server() as url, pytest.raises(RepositoryError, match="no sign of life"):
        mirror_of(f"{url}/docs", cache).update(["v1"])


def test_a_pack_that_stops_coming_is_left(
    server: HttpServer,
    upstream: GitRepository,
    cache: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Until then, the log tells how far it is."""
    monkeypatch.setattr(mirror_module, "SECONDS_OF_SILENCE", 1.5)
    monkeypatch.setattr(mirror_module, "_SECONDS_BETWEEN_LINES", 0)
    upstream.git("config", "uploadpack.allowFilter", "false")
    server.stick_after = BIG // 2
    with pytest.raises(RepositoryError, match=r"no sign of life|too slow"):
        mirror_of(f"{server.url}/docs", cache).update(["main"])
    assert "Receiving objects: " in caplog.text


def test_a_missing_password_is_not_asked_for(
    server: HttpServer, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = tmp_path / "asked"
    program = tmp_path / "ask"
    program.write_text(f"#!/bin/sh\ntouch {asked}\n")
    program.chmod(0o755)
    monkeypatch.setenv("SSH_ASKPASS", str(program))
    monkeypatch.setenv("DISPLAY", ":0")
    server.login = "team:hunter2"
    with pytest.raises(RepositoryError, match=r"could not read Username.*private"):
        mirror_of(f"{server.url}/docs", cache).update(["v1"])
    assert not asked.exists()


def test_credentials_of_a_helper_are_used_and_written_nowhere(
    server: HttpServer,
    upstream: GitRepository,
    cache: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """For the user that the address names, who can be a token."""
    server.login = "t0ken:hunter2"
    settings = tmp_path / "gitconfig"
    settings.write_text('[credential]\n\thelper = "!f() { grep -q username=t0ken && echo password=hunter2; }; f"\n')
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    mirror = mirror_of(f"{server.url}/docs".replace("://", "://t0ken@"), cache)
    assert fetch(mirror, "v1...v2") == diff_of(upstream.path, "v1...v2")
    server.login = "t0ken:other"
    mirror.update(["v1"])
    assert len(warnings_in(caplog)) == 1
    files = [path for path in cache.rglob("*") if path.is_file()]
    assert files
    for secret in ("t0ken", "hunter2"):
        assert secret not in caplog.text
        assert [path for path in files if secret in str(path) or secret.encode() in path.read_bytes()] == []


@pytest.mark.parametrize("where", ["insteadOf", "extraHeader"])
def test_credentials_that_the_environment_configures_are_used(
    server: HttpServer, cache: Path, monkeypatch: pytest.MonkeyPatch, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    """As jobs of CI do it."""
    server.login = "team:hunter2"
    key, value = {
        "insteadOf": (f"url.{server.url.replace('://', '://team:hunter2@')}/.insteadOf", f"{server.url}/"),
        "extraHeader": (f"http.{server.url}/.extraHeader", "Authorization: Basic dGVhbTpodW50ZXIy"),
    }[where]
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", key)
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", value)
    mirror = mirror_of(f"{server.url}/docs", cache)
    fetch(mirror, "v1...v2")
    server.login = "team:other"
    mirror.update(["v1"])
    assert len(warnings_in(caplog)) == 1
    assert "hunter2" not in caplog.text
    assert [path for path in cache.rglob("*") if path.is_file() and b"hunter2" in path.read_bytes()] == []


def test_a_rewritten_address_cannot_reach_a_helper(
    cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GIT_CONFIG_COUNT", "2")
    for n, (key, value) in enumerate(
        [("url.ext::.insteadOf", "https://example.org/"), ("protocol.ext.allow", "always")]
    ):
        monkeypatch.setenv(f"GIT_CONFIG_KEY_{n}", key)
        monkeypatch.setenv(f"GIT_CONFIG_VALUE_{n}", value)
    with pytest.raises(RepositoryError, match="transport 'ext' not allowed"):
        mirror_of(f"https://example.org/touch {tmp_path}/ran", cache).update(["v1"])
    assert not (tmp_path / "ran").exists()


@pytest.mark.parametrize("configured", [True, False])
def test_ssh_never_asks_unless_the_user_says_how_to_call_it(
    upstream: GitRepository, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, configured: bool
) -> None:
    """The program that stands in for ssh notes how it is called, and runs the command here."""
    program = tmp_path / "bin" / "ssh"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\necho "$@" >> {tmp_path}/calls\nfor last; do :; done\nexec sh -c "$last"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    if configured:
        settings = tmp_path / "gitconfig"
        settings.write_text("[core]\n\tsshCommand = ssh -o User=me\n")
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    assert fetch(mirror_of(f"git@localhost:{upstream.path}", cache), "v1...v2") == diff_of(upstream.path, "v1...v2")
    calls = (tmp_path / "calls").read_text()
    assert ("User=me" in calls, "BatchMode=yes" in calls) == (configured, not configured)


def test_a_users_settings_do_not_change_what_is_fetched(
    server: HttpServer, cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    hook = tmp_path / "hooks" / "reference-transaction"
    hook.parent.mkdir()
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    hook.chmod(0o755)
    settings = tmp_path / "gitconfig"
    settings.write_text(
        '[remote "origin"]\n\tfetch = +refs/heads/*:refs/remotes/origin/*\n\ttagOpt = --tags\n'
        "[transfer]\n\tfsckObjects = true\n"
        f"[fetch]\n\tprune = true\n\tpruneTags = true\n[core]\n\thooksPath = {hook.parent}\n"
        "\tlogAllRefUpdates = always\n"
    )
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", str(settings))
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update(["v1"])
    path = mirror.update(["main"])
    assert git(path, "for-each-ref", "--format=%(refname)").split() == ["refs/heads/main", "refs/tags/v1"]
    assert not (path / "logs").exists()
    assert not (tmp_path / "ran").exists()


# Several builds, and killed ones


BUILD = """
import logging, sys
from pathlib import Path
from mkdocs_diffinsight.git.mirror import Mirror
from mkdocs_diffinsight.git.address import parse_remote
logging.basicConfig(level="INFO")
mirror = Mirror(parse_remote(sys.argv[1]), Path(sys.argv[2]), logging.getLogger())
mirror.update(sys.argv[3:])
"""


def start_build(address: str, cache: Path, *revisions: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-c", BUILD, address, cache, *revisions], stderr=subprocess.PIPE, start_new_session=True
    )


@pytest.mark.skipif(os.name == "nt", reason="there are no process groups to kill")
@pytest.mark.parametrize("warm", [True, False])
def test_a_build_after_a_killed_one_recovers(
    server: HttpServer, upstream: GitRepository, cache: Path, warm: bool
) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    if warm:
        mirror.update(["v1"])
    upstream.git("config", "uploadpack.allowFilter", "false")  # a pack that is long enough to stop in its middle
    server.stick_after = BIG // 2
    build = start_build(f"{server.url}/docs", cache, "v1", "main")
    assert server.stuck.wait(PATIENCE)
    os.killpg(build.pid, signal.SIGKILL)
    build.communicate()
    for name in ("packed-refs.lock", "shallow.lock", "refs/tags/v2.lock", "gc.pid", "objects/pack/tmp_pack_x"):
        (mirror.path / name).parent.mkdir(parents=True, exist_ok=True)
        (mirror.path / name).write_bytes(b"")
    server.stick_after = None
    server.release.set()
    assert fetch(mirror, "v1...main") == diff_of(upstream.path, "v1...main")
    mirror.update(["v2"])
    left = {path.name for path in mirror.path.rglob("*") if path.suffix in (".lock", ".keep") or "tmp_" in path.name}
    assert left == set()


def test_builds_at_once_wait_for_each_other(server: HttpServer, upstream: GitRepository, cache: Path) -> None:
    names = [("v1", "v2"), ("v1", "main"), ("feature", "HEAD"), ("v2", "feature")]
    builds = [start_build(f"{server.url}/docs", cache, *pair) for pair in names]
    logs = [build.communicate()[1].decode() for build in builds]
    assert [build.returncode for build in builds] == [0, 0, 0, 0], logs
    assert fetch(mirror_of(f"{server.url}/docs", cache), "v1...main") == diff_of(upstream.path, "v1...main")
    assert git(cache / "mirrors" / parse_remote(f"{server.url}/docs").folder, "rev-parse", "feature")


def test_a_mirror_that_stays_taken_is_an_error(
    server: HttpServer, cache: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(mirror_module, "SECONDS_TO_WAIT", 0.1)
    mirror = mirror_of(f"{server.url}/docs", cache)
    mirror.update(["v1"])
    with FileLock(mirror.path.with_suffix(".lock")), pytest.raises(RepositoryError, match="has held"):
        mirror.update(["v1"])
    assert "waiting" in caplog.text


def test_an_interrupted_build_leaves_no_git_behind(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    started: list[subprocess.Popen[bytes]] = []

    def start(arguments: list[str], environment: dict[str, str]) -> subprocess.Popen[bytes]:
        process = original(arguments, environment)
        if "ls-remote" in arguments:
            started.append(process)
            threading.Timer(0.1, signal.raise_signal, [signal.SIGINT]).start()
        return process

    original = git_process.start
    monkeypatch.setattr(mirror_module, "start", start)
    with silent_server() as url, pytest.raises(KeyboardInterrupt):
        mirror_of(f"{url}/docs", cache).update(["v1"])
    assert [process.poll() is not None for process in started] == [True]


def test_mirrors_keep_themselves_out_of_git(server: HttpServer, cache: Path) -> None:
    mirror_of(f"{server.url}/docs", cache).update(["v1"])
    assert (cache / "mirrors" / ".gitignore").read_text(encoding="utf-8").endswith("*\n")


def test_many_packs_become_one_and_no_file_is_lost(
    server: HttpServer, upstream: GitRepository, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mirror = mirror_of(f"{server.url}/docs", cache)
    fetch(mirror, "v1...v2")
    monkeypatch.setenv("GIT_CONFIG_COUNT", "1")
    monkeypatch.setenv("GIT_CONFIG_KEY_0", "gc.autoPackLimit")
    monkeypatch.setenv("GIT_CONFIG_VALUE_0", "1")
    mirror.update(["main"])
    assert len(list((mirror.path / "objects" / "pack").glob("*.pack"))) == 1
    assert diff_of(mirror.path, "v1...v2") == diff_of(upstream.path, "v1...v2")
    upstream.commit({"guide.md": "four\n"})
    assert fetch(mirror, "v1...main") == diff_of(upstream.path, "v1...main")


# A remote that does not answer for now


@pytest.fixture
def _no_pauses(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mirror_module, "PAUSES", (0.0, 0.0, 0.0))


@pytest.mark.usefixtures("_no_pauses")
@pytest.mark.parametrize("status", [429, 502, 503, 504])
def test_a_remote_that_is_busy_is_asked_again(
    server: HttpServer, cache: Path, upstream: GitRepository, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    server.failures = [status] * 3
    assert fetch(mirror_of(f"{server.url}/docs", cache), "v1...v2") == diff_of(upstream.path, "v1...v2")
    assert str(status) in caplog.text
    assert caplog.text.count("It is asked again in") == 3
    assert warnings_in(caplog) == []


@pytest.mark.usefixtures("_no_pauses")
def test_a_remote_that_stays_busy_is_told(server: HttpServer, cache: Path) -> None:
    server.failures = [503] * 100
    with pytest.raises(RepositoryError, match=r"cannot be fetched: .*503"):
        fetch(mirror_of(f"{server.url}/docs", cache), "v1...v2")
    assert len(server.requests) == 4


@pytest.mark.usefixtures("_no_pauses")
@pytest.mark.parametrize("status", [403, 404, 500])
def test_a_remote_that_refuses_is_asked_once(server: HttpServer, cache: Path, status: int) -> None:
    server.failures = [status] * 100
    with pytest.raises(RepositoryError, match="cannot be fetched"):
        fetch(mirror_of(f"{server.url}/docs", cache), "v1...v2")
    assert len(server.requests) == 1


# What lies in the folder of a mirror is input


HOSTILE = {
    "config": "[core]\n\trepositoryFormatVersion = 0\n\tsshCommand = {program}\n\tfsmonitor = {program}\n"
    '[remote "origin"]\n\turl = {url}\n\tuploadpack = {program}\n[include]\n\tpath = {elsewhere}/config\n',
    "commondir": "{elsewhere}\n",
    "config.worktree": "[core]\n\tfsmonitor = {program}\n",
    "remotes/origin": "URL: ext::{program}\nPull: refs/heads/main\n",
    "objects/info/alternates": "{elsewhere}\n",
    "hooks/reference-transaction": "#!/bin/sh\n{program}\n",
}


@pytest.mark.skipif(os.name == "nt", reason="the program is a script")
@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_in_a_mirror_runs_a_program(upstream: GitRepository, cache: Path, tmp_path: Path, name: str) -> None:
    mirror = mirror_of(upstream.path.as_uri(), cache)
    expected = fetch(mirror, "v1...v2")
    program, ran, elsewhere = tmp_path / "program", tmp_path / "ran", tmp_path / "elsewhere"
    program.write_text(f'#!/bin/sh\ntouch {ran}\nexec git-upload-pack "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    elsewhere.mkdir()
    values = {"program": program, "url": upstream.path.as_uri(), "elsewhere": elsewhere}
    settings = HOSTILE["config"].format(**values)
    (elsewhere / "config").write_text(settings, encoding="utf-8")
    path = mirror.path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HOSTILE[name].format(**values), encoding="utf-8")
    path.chmod(0o755)
    upstream.commit({"guide.md": "four\n"})
    assert fetch(mirror_of(upstream.path.as_uri(), cache), "v1...v2") == expected
    assert fetch(mirror_of(upstream.path.as_uri(), cache), "v1...main")
    assert not ran.exists()


@pytest.mark.skipif(os.name == "nt", reason="links are for the few")
@pytest.mark.parametrize(
    "name", ["", "objects", "objects/pack", "refs", "refs/heads", "packed-refs", "HEAD", "config", "fetched"]
)
def test_a_mirror_is_not_led_elsewhere(upstream: GitRepository, cache: Path, tmp_path: Path, name: str) -> None:
    """Nothing is written or deleted where a link leads to."""
    mirror = mirror_of(upstream.path.as_uri(), cache)
    expected = fetch(mirror, "v1...v2")
    outside = tmp_path / "outside"
    outside.mkdir()
    for left in ("tmp_pack_1", "a.lock", "b.pack", "c.keep"):
        (outside / left).touch()
    path = mirror.path / name
    if path.is_dir():
        path.rename(tmp_path / "before")
        path.symlink_to(outside)
    else:
        path.unlink(missing_ok=True)
        path.symlink_to(outside / "a.lock")
    assert fetch(mirror_of(upstream.path.as_uri(), cache), "v1...v2") == expected
    assert sorted(entry.name for entry in outside.iterdir()) == ["a.lock", "b.pack", "c.keep", "tmp_pack_1"]
    assert all(entry.stat().st_size == 0 for entry in outside.iterdir())


@pytest.mark.parametrize("pattern", ["objects/pack/*.idx", "objects/pack/*.pack", "packed-refs"])
def test_a_damaged_mirror_is_fetched_anew(
    upstream: GitRepository, cache: Path, caplog: pytest.LogCaptureFixture, pattern: str
) -> None:
    mirror = mirror_of(upstream.path.as_uri(), cache)
    expected = fetch(mirror, "v1...v2")
    git(mirror.path, "pack-refs", "--all")
    paths = list(mirror.path.glob(pattern))
    assert paths
    for path in paths:
        path.chmod(0o644)
        path.write_bytes(b"x" * path.stat().st_size)
    assert fetch(mirror_of(upstream.path.as_uri(), cache), "v1...v2") == expected
    [warning] = warnings_in(caplog)
    assert "is damaged" in warning
    assert [path.suffix for path in (cache / "mirrors").iterdir() if path.is_dir()] == [".git"]


def test_a_damaged_mirror_stays_where_nothing_can_be_fetched(upstream: GitRepository, cache: Path) -> None:
    mirror = mirror_of(upstream.path.as_uri(), cache)
    fetch(mirror, "v1...v2")
    (mirror.path / "packed-refs").write_bytes(b"x")
    upstream.path.rename(upstream.path.with_name("gone"))
    with pytest.raises(RepositoryError):
        mirror_of(upstream.path.as_uri(), cache).update(["v1", "v2"])
    assert (mirror.path / "packed-refs").read_bytes() == b"x"


def damage(mirror: Path, name: str) -> None:
    """Damage an object, which is a file of its own for that."""
    for path in mirror.glob("objects/pack/*.pack"):
        content = path.read_bytes()
        path.with_suffix(".idx").unlink()
        path.unlink()
        git(mirror, "unpack-objects", "-q", data=content)
    damaged = mirror / "objects" / name[:2] / name[2:]
    damaged.chmod(0o644)
    damaged.write_bytes(b"x" * 40)


def test_a_mirror_with_a_damaged_tag_is_fetched_anew(
    upstream: GitRepository, cache: Path, caplog: pytest.LogCaptureFixture
) -> None:
    upstream.git("tag", "--annotate", "--message", "Release", "v3")
    mirror = mirror_of(upstream.path.as_uri(), cache)
    expected = fetch(mirror, "v1...v3")
    damage(mirror.path, upstream.git("rev-parse", "refs/tags/v3"))
    assert fetch(mirror_of(upstream.path.as_uri(), cache), "v1...v3") == expected
    [warning] = warnings_in(caplog)
    assert "is damaged" in warning


def test_damage_that_is_found_later_says_which_folder_to_delete(upstream: GitRepository, cache: Path) -> None:
    """That of a tree, which a fetch does not look at."""
    mirror = mirror_of(upstream.path.as_uri(), cache)
    fetch(mirror, "v1...v2")
    tree = git(mirror.path, "rev-parse", "v2^{tree}")
    damage(mirror.path, tree)
    items = [CompareRange("v1", "v2", False, parse_remote(upstream.path.as_uri()))]
    with pytest.raises(RepositoryError, match=re.escape(f"elete {mirror.path}")):
        read_ranges(items, Cache(cache, "en", log.warning), log, ())
