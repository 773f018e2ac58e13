"""Where a repository can be looked at on the web."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.model.forge import (
    FORGES,
    NAMES,
    ComparePage,
    Forge,
    ForgeKind,
    account_of,
    find_forge,
    forge_url,
    is_at_known_host,
    parse_compare_page,
    unknown_host,
)

BASE, HEAD = "a" * 40, "b" * 40


@pytest.mark.parametrize(
    ("remote", "expected"),
    [
        ("https://github.com/owner/name.git", "https://github.com/owner/name"),
        ("https://token:secret@github.com/owner/name", "https://github.com/owner/name"),
        ("git@github.com:owner/name.git", "https://github.com/owner/name"),
        ("ssh://git@gitlab.com:22/group/sub/name.git", "https://gitlab.com/group/sub/name"),
        ("http://forge.example:8080/owner/name/", "http://forge.example:8080/owner/name"),
        ("/srv/git/name.git", None),
        ("../name", None),
        ("file:///srv/name", None),
        ("C:\\name", None),
        ("ssh://git@ssh.github.com:443/owner/name.git", "https://github.com/owner/name"),
        ("https://ada@dev.azure.com/org/a%20b/_git/name", "https://dev.azure.com/org/a%20b/_git/name"),
        ("git@ssh.dev.azure.com:v3/org/project/name", "https://dev.azure.com/org/project/_git/name"),
        ("ssh://git@ssh.dev.azure.com/v3/org/project/name", "https://dev.azure.com/org/project/_git/name"),
        ("org@vs-ssh.visualstudio.com:v3/org/project/name", "https://dev.azure.com/org/project/_git/name"),
        ("git@ssh.dev.azure.com:v4/name", None),
        ("https://org.visualstudio.com/project/_git/name", "https://org.visualstudio.com/project/_git/name"),
        ("git@github.com-work:owner/name.git", "https://github.com/owner/name"),
        ("ssh://git@gitlab.com_private/owner/name", "https://gitlab.com/owner/name"),
        ("git@github.com-work.example.org:owner/name.git", "https://github.com-work.example.org/owner/name"),
        ("git@github-work:owner/name.git", None),
        ("ssh://git@github-work/owner/name.git", None),
        ("http://forge/owner/name", "http://forge/owner/name"),
        ("gh:owner/name", None),
        ("ssh://host:notaport/x", None),
        ("https://[::1", None),
    ],
)
def test_the_forges_address_comes_from_the_remote(remote: str, expected: str | None) -> None:
    """Credentials never reach a page."""
    assert forge_url(remote) == expected


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        ("github.com", "https://github.com/owner/name"),
        ("ssh.github.com", "https://github.com/owner/name"),
        ("git.example.org", "https://git.example.org/owner/name"),
        ("10.0.0.7", None),
        ("work", None),
    ],
)
def test_a_name_of_ssh_leads_to_its_host(found: str, expected: str | None) -> None:
    assert forge_url("git@work:owner/name.git", host_name={"work": found}.__getitem__) == expected


def test_a_host_that_is_described_is_no_name_of_ssh() -> None:
    found = find_forge("git@forge:owner/name.git", {"forge": "gitlab"}, host_name=lambda _: "ssh.example.org")
    assert found is not None
    assert found.commit(HEAD) == f"https://forge/owner/name/-/commit/{HEAD}"


@pytest.mark.parametrize(
    ("remote", "host"),
    [("git@work:o/n", "work"), ("gh:o/n", "gh"), ("git@github.com:o/n", ""), ("http://forge/o/n", ""), ("/srv/n", "")],
)
def test_a_host_that_nothing_explains_is_told(remote: str, host: str) -> None:
    assert unknown_host(remote) == host


def forge(remote: str) -> Forge:
    found = find_forge(remote)
    assert found
    return found


@pytest.mark.parametrize(
    ("remote", "name", "pages"),
    [
        (
            "git@github.com:o/n.git",
            "GitHub",
            (
                "/compare/BASE...HEAD",
                "/commit/HEAD",
                "/blob/HEAD/a%20b.md",
                "/blob/HEAD/a%20b.md?plain=1#L7",
                "/pull/3",
            ),
        ),
        (
            "git@git.example.org:o/n.git",
            "git.example.org",
            (
                "/compare/BASE...HEAD",
                "/commit/HEAD",
                "/blob/HEAD/a%20b.md",
                "/blob/HEAD/a%20b.md?plain=1#L7",
                "/pull/3",
            ),
        ),
        (
            "https://gitlab.example.org/group/sub/n.git",
            "GitLab",
            (
                *("/-/compare/BASE...HEAD", "/-/commit/HEAD", "/-/blob/HEAD/a%20b.md"),
                *("/-/blob/HEAD/a%20b.md?plain=1#L7", "/-/merge_requests/3"),
            ),
        ),
        (
            "git@codeberg.org:o/n.git",
            "Codeberg",
            (
                *("/compare/BASE...HEAD", "/commit/HEAD", "/src/commit/HEAD/a%20b.md"),
                *("/src/commit/HEAD/a%20b.md?display=source#L7", "/pulls/3"),
            ),
        ),
        (
            "git@bitbucket.org:o/n.git",
            "Bitbucket",
            (
                *("/branches/compare/HEAD..BASE#diff", "/commits/HEAD", "/src/HEAD/a%20b.md"),
                *("/annotate/HEAD/a%20b.md#lines-7", "/pull-requests/3"),
            ),
        ),
        (
            "git@ssh.dev.azure.com:v3/o/p/n",
            "Azure DevOps",
            (
                *("/branchCompare?baseVersion=GCBASE&targetVersion=GCHEAD&_a=files", "/commit/HEAD"),
                "?path=/a%20b.md&version=GCHEAD",
                "?path=/a%20b.md&version=GCHEAD"
                "&line=7&lineEnd=7&lineStartColumn=1&lineEndColumn=9999&lineStyle=plain&_a=contents",
                "/pullrequest/3",
            ),
        ),
    ],
)
def test_pages_of_a_forge(remote: str, name: str, pages: tuple[str, ...]) -> None:
    found = forge(remote)
    shown = (
        found.compare("BASE", "HEAD", direct=False),
        found.commit("HEAD"),
        found.file("HEAD", "a b.md"),
        found.line("HEAD", "a b.md", 7),
        found.pull(3),
    )
    assert (found.name, shown) == (name, tuple(found.home + page for page in pages))


@pytest.mark.parametrize("host", ["gitea.example.org", "forgejo.example.org", "gitlab.com", "bitbucket.org"])
def test_a_line_may_be_left_open(host: str) -> None:
    page = forge(f"https://{host}/o/n").line(HEAD, "{line}.md", "{line}")
    assert page.replace("{line}", "7") == forge(f"https://{host}/o/n").line(HEAD, "{line}.md", 7)


@pytest.mark.parametrize(
    ("url", "home", "direct"),
    [
        (f"https://github.com/o/n/compare/{BASE}...{HEAD}", "https://github.com/o/n", False),
        (f"https://github.com/o/n/compare/{BASE}..{HEAD}?diff=split#files", "https://github.com/o/n", True),
        (f"https://gitlab.com/g/s/n/-/compare/{BASE}...{HEAD}", "https://gitlab.com/g/s/n", False),
        (f"https://bitbucket.org/o/n/branches/compare/{HEAD}..{BASE}#diff", "https://bitbucket.org/o/n", False),
        (f"https://github.com/o/branches/compare/{BASE}...{HEAD}", "https://github.com/o/branches", False),
        (f"https://github.com/o/n/compare/o-1:{BASE}...o-1%3A{HEAD}", "https://github.com/o/n", False),
    ],
)
def test_a_compare_page_names_its_commits(url: str, home: str, direct: bool) -> None:
    assert parse_compare_page(url) == ComparePage(forge(home), BASE, HEAD, direct)


@pytest.mark.parametrize(
    "url",
    [
        f"https://github.com/o/n/compare/main...{HEAD}",
        f"https://github.com/o/n/commit/{HEAD}",
        f"javascript:alert(1)//github.com/o/n/compare/{BASE}...{HEAD}",
        "",
    ],
)
def test_other_addresses_are_no_compare_pages_of_commits(url: str) -> None:
    assert parse_compare_page(url) is None


def test_a_direct_comparison_has_two_dots() -> None:
    assert forge("git@github.com:o/n.git").compare(BASE, HEAD, direct=True).endswith(f"{BASE}..{HEAD}")


def test_no_name_breaks_out_of_an_address() -> None:
    assert forge("git@github.com:o/n.git").file(HEAD, 'a"#?%{x}&.md').endswith("/a%22%23%3F%25%7Bx%7D%26.md")


def test_a_person_with_an_account_has_a_page() -> None:
    assert forge("git@github.com:o/n.git").user("octo-cat") == "https://github.com/octo-cat"


def test_a_host_may_be_described_by_the_kind_of_its_forge() -> None:
    found = find_forge("git@code.example.org:o/n.git", {"code.example.org": "gitlab"})
    assert found
    assert found.commit(HEAD) == f"https://code.example.org/o/n/-/commit/{HEAD}"


def test_a_host_may_be_described_by_the_addresses_of_its_pages() -> None:
    pages = Forge("", "", file_page="{home}/show/{commit}/{path}")
    found = find_forge("https://code.example.org/o/n.git", {"code.example.org": pages})
    assert found
    assert (found.name, found.file(HEAD, "a b")) == (
        "code.example.org",
        f"https://code.example.org/o/n/show/{HEAD}/a%20b",
    )


@pytest.mark.parametrize("kind", FORGES, ids=lambda kind: kind.pages.name)
class TestEachForge:
    """All that is known of a forge is in its row."""

    def test_it_is_found_by_its_host_and_by_its_name(self, kind: ForgeKind) -> None:
        hosts = [host for host in kind.hosts if not host.startswith(".")] + list(kind.host_words)
        assert hosts
        for host in hosts:
            assert forge(f"https://{host}/o/n") == kind.at(host, f"https://{host}/o/n")
        if kind.option:
            described = find_forge("https://own.example/o/n", {"own.example": kind.option})
            assert described == kind.at("own.example", "https://own.example/o/n")

    def test_what_it_takes_by_ssh_has_its_pages(self, kind: ForgeKind) -> None:
        path = "v3/o/p/n" if kind.option == "azure" else "o/n"
        for host in kind.ssh_hosts:
            assert is_at_known_host(f"ssh://git@{host}/{path}")
            assert forge(f"ssh://git@{host}/{path}").home.startswith(f"https://{kind.hosts[0]}/o/")

    def test_it_has_every_page(self, kind: ForgeKind) -> None:
        made = kind.at("own.example", "https://own.example/o/n")
        pages = [
            made.compare(BASE, HEAD, direct=False),
            *(made.commit(HEAD), made.file(HEAD, "a.md"), made.line(HEAD, "a.md", 7), made.any_line(HEAD)),
        ]
        assert len(set(pages)) == len(pages)
        assert all(page.startswith(made.home) and HEAD in page for page in pages)
        assert kind.pages.name in NAMES

    def test_it_reads_the_comparisons_that_it_makes(self, kind: ForgeKind) -> None:
        """But for Azure DevOps, where they are in a query."""
        host = next(iter((*kind.hosts, *kind.host_words)))
        made = forge(f"https://{host}/o/n")
        page = parse_compare_page(made.compare(BASE, HEAD, direct=False))
        assert page == (None if kind.option == "azure" else ComparePage(made, BASE, HEAD, direct=False))

    def test_an_address_that_hides_another_names_an_account(self, kind: ForgeKind) -> None:
        for host in kind.noreply_hosts:
            assert account_of(f"1234+ada@{host}") == "ada"
        assert account_of("ada@example.org") == ""
