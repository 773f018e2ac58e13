"""Addresses of remote repositories, and names of revisions in them."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.errors import ConfigError, RangeError
from mkdocs_diffinsight.git.address import (
    cure_for,
    is_ref,
    is_remote,
    may_be_commit,
    parse_remote,
    reason_of,
    start_of,
)
from mkdocs_diffinsight.language.quoting import hide_credentials
from mkdocs_diffinsight.model.ranges import Remote


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/team/docs.git",
        "http://localhost:8080/docs",
        "ssh://git@example.org:2222/team/docs.git",
        "git@example.org:team/docs.git",
        "example.org:docs",
        "git@[::1]:docs.git",
        "https://[::1]:8443/docs.git",
        "git://example.org/docs.git",
        "file:///srv/git/docs.git",
    ],
)
def test_an_address_goes_to_git_as_it_is(address: str) -> None:
    assert is_remote(address)
    assert parse_remote(address) == Remote(address)


@pytest.mark.parametrize("folder", [".", "../docs", "/srv/docs", "C:/docs", "C:\\docs", "./a:b", "a/b:c", "~/docs"])
def test_a_folder_is_no_address(folder: str) -> None:
    assert not is_remote(folder)


@pytest.mark.parametrize(
    "address",
    [
        "ext::sh -c id",
        "fd::17/docs",
        "ftp://example.org/docs",
        "javascript://example.org/docs",
        "--upload-pack=id",
        "-oProxyCommand=id:docs",
        "ssh://-oProxyCommand=id/docs",
        "ssh://-oProxyCommand=id@example.org/docs",
        "git@-oProxyCommand=id:docs",
        "git@example.org:--upload-pack=id",
        "https://example.org",
        "https:///docs",
        "https://example.org:port/docs",
        "https://exa mple.org/docs",
        "https://example.org/docs\nhttps://example.com",
        "https://example.org/docs#main",
        "git://user@example.org/docs",
        "docs",
    ],
)
def test_what_git_is_not_to_be_given_is_refused(address: str) -> None:
    with pytest.raises(ConfigError, match=r"expected an address|repositories are fetched by"):
        parse_remote(address)


@pytest.mark.parametrize(
    "address",
    [
        "https://team:hunter2@example.org/docs.git",
        "https://:hunter2@example.org/docs.git",
        "ssh://git:hunter2@example.org/docs.git",
        "https://example.org/docs.git?private_token=hunter2",
        "ftp://team:hunter2@example.org/docs.git",
        "https://team:hunter2@example.org:port/docs.git",
        "https://team:hun/ter2@example.org/docs.git",
    ],
)
def test_a_secret_in_an_address_is_refused_and_not_repeated(address: str) -> None:
    with pytest.raises(ConfigError) as refused:
        parse_remote(address)
    assert "ter2" not in str(refused.value)


def test_a_user_of_an_address_is_neither_stored_nor_shown() -> None:
    """It can be a token."""
    remote = parse_remote("https://ghp_secret%40x@example.org/docs.git")
    assert (remote.url, remote.user) == ("https://example.org/docs.git", "ghp_secret@x")
    assert "ghp_secret" not in repr(remote) + remote.folder


def test_the_folder_of_a_mirror_tells_the_repository_and_not_the_user() -> None:
    folder = parse_remote("https://example.org/team/docs.git").folder
    assert folder.startswith("org-team-docs-")
    assert folder == parse_remote("https://me@example.org/team/docs.git").folder
    assert folder != parse_remote("https://example.com/team/docs.git").folder


@pytest.mark.parametrize(
    ("revision", "name"),
    [
        ("v1.0", "v1.0"),
        ("v1.0~2^{commit}", "v1.0"),
        ("main@{2 days ago}", "main"),
        ("HEAD^2~3", "HEAD"),
        ("@", "HEAD"),
        ("@~1", "HEAD"),
        ("refs/heads/main^", "refs/heads/main"),
    ],
)
def test_a_revision_starts_from_a_name(revision: str, name: str) -> None:
    assert start_of(revision) == name


@pytest.mark.parametrize("revision", ["--upload-pack=id", "-v1", "v1\nv2"])
def test_an_option_is_no_revision(revision: str) -> None:
    with pytest.raises(RangeError, match="cannot be the name of a revision"):
        start_of(revision)


@pytest.mark.parametrize(
    ("name", "found"),
    [("abc1234", True), ("v1.0-3-gabc1234", True), (":/Fix", True), ("a" * 40, True), ("v1.0", False), ("abc", False)],
)
def test_some_names_are_looked_for_in_the_history(name: str, found: bool) -> None:
    assert may_be_commit(name) is found


@pytest.mark.parametrize(
    ("ref", "taken"),
    [
        ("refs/heads/main", True),
        ("refs/tags/日本/v1", True),
        ("refs/heads/a:refs/heads/b", False),
        ("refs/heads/*", False),
        ("refs/heads/a\nb", False),
        ("refs/pull/1/head", False),
        ("HEAD", False),
        ("--upload-pack=id", False),
    ],
)
def test_only_branches_and_tags_of_a_server_are_taken(ref: str, taken: bool) -> None:
    assert is_ref(ref) is taken


def test_a_reason_is_one_line_without_progress_traces_and_credentials() -> None:
    messages = (
        "10:11:12.131415 http.c:1: Authorization: Basic c2VjcmV0\n"
        "remote: Counting objects:  50% (1/2)\rremote: Counting objects: 100% (2/2), done.\n"
        "fatal: unable to access 'https://me:hunter2@example.org/x/': \x1b[31mbroken\n"
    )
    assert reason_of(messages) == "unable to access 'https://example.org/x/': [31mbroken"


def test_credentials_are_hidden_in_any_address() -> None:
    text = "from 'https://me:hunt@r2@example.org/a' or ssh://git@example.org/b, not me@example.org"
    assert hide_credentials(text) == "from 'https://example.org/a' or ssh://example.org/b, not me@example.org"


@pytest.mark.parametrize(
    ("reason", "cure"),
    [
        ("Could not resolve host: example.org", "name of the host"),
        ("server certificate verification failed", "trust"),
        ("could not read Username for 'https://example.org': terminal prompts disabled", "credential"),
        ("git@example.org: Permission denied (publickey)", "ssh agent"),
        ("Host key verification failed", "host's key"),
        ("repository 'https://example.org/subtitles.git/' not found", "Check the address"),
        ("no sign of life for 180 seconds", "later"),
        ("Failed to connect to localhost port 1: Connection refused", "server is up"),
        ("fetch-pack: invalid index-pack output", "git ls-remote"),
    ],
)
def test_a_reason_has_a_cure(reason: str, cure: str) -> None:
    assert cure in cure_for(reason)
