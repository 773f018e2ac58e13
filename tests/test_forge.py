"""Where a repository can be looked at on the web."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.forge import Forge, find_forge, forge_url

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
        ("ssh://host:notaport/x", None),
        ("https://[::1", None),
    ],
)
def test_the_forges_address_comes_from_the_remote(remote: str, expected: str | None) -> None:
    """Credentials never reach a page."""
    assert forge_url(remote) == expected


def forge(remote: str) -> Forge:
    found = find_forge(remote)
    assert found
    return found


@pytest.mark.parametrize(
    ("remote", "home", "blob"),
    [
        ("git@github.com:o/n.git", "https://github.com/o/n", "/blob/"),
        ("git@gitlab.com:o/n.git", "https://gitlab.com/o/n/-", "/blob/"),
    ],
)
def test_pages_of_a_forge(remote: str, home: str, blob: str) -> None:
    pages = forge(remote)
    assert pages.compare(BASE, HEAD, direct=False) == f"{home}/compare/{BASE}...{HEAD}"
    assert pages.commit(HEAD) == f"{home}/commit/{HEAD}"
    assert pages.file(HEAD, "docs/a b.md") == f"{home}{blob}{HEAD}/docs/a%20b.md"
    assert pages.line(HEAD, "docs/a.md", 7) == f"{home}{blob}{HEAD}/docs/a.md?plain=1#L7"


def test_a_direct_comparison_has_two_dots() -> None:
    assert forge("git@github.com:o/n.git").compare(BASE, HEAD, direct=True).endswith(f"{BASE}..{HEAD}")


def test_no_name_breaks_out_of_an_address() -> None:
    assert forge("git@github.com:o/n.git").file(HEAD, 'a"#?%{x}.md').endswith("/a%22%23%3F%25%7Bx%7D.md")
