"""The pages of a forge: comparisons, commits, files and lines of a repository on the web. Pure.

The addresses are those that the forges' own pages link to. The page of a line is the one that shows a file's source,
also where the forge would render it, as it does Markdown: only there do the lines have anchors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import SplitResult, quote, unquote, urlsplit

_SIDE = r"(?:[\w-]+(?::|%3A))?([0-9a-f]{7,64})"
"""A commit; GitHub may put its owner's name before it."""
_COMPARE_PAGE = re.compile(
    rf"(https?://[^/?#]+/[^/?#]+/[^?#]+?)/(?:-/|branches/)?compare/{_SIDE}(\.\.\.?){_SIDE}/?(?:[?#].*)?",
    re.DOTALL | re.IGNORECASE,
)
_SSH_HOSTS = {
    "ssh.github.com": "github.com",
    "altssh.gitlab.com": "gitlab.com",
    "altssh.bitbucket.org": "bitbucket.org",
}
"""Hosts that take ssh on the port of https, by the host that has the pages."""
_PUBLIC = ("github.com", "gitlab.com", "bitbucket.org", "codeberg.org", "dev.azure.com")
_SCP = re.compile(r"(?:[^@/:]+@)?([\w.-]{2,}):(?!//)(.+)", re.DOTALL)
"""An address as `scp` writes it; a single letter is a drive of Windows."""


@dataclass(frozen=True)
class Forge:
    """Where a repository can be looked at. The templates are those of GitHub."""

    name: str
    """As a link to it says."""
    home: str
    """The repository's own page, without a final slash."""
    compare_page: str = "{home}/compare/{base}{dots}{head}"
    commit_page: str = "{home}/commit/{commit}"
    file_page: str = "{home}/blob/{commit}/{path}"
    line_page: str = "{home}/blob/{commit}/{path}?plain=1#L{line}"
    user_page: str = "{host}/{login}"
    """Of somebody with an account, below the address of the forge itself."""

    def compare(self, base: str, head: str, *, direct: bool) -> str:
        """The page of a comparison, from the merge base unless `direct`."""
        return self.compare_page.format(home=self.home, base=base, head=head, dots=".." if direct else "...")

    def commit(self, commit: str) -> str:
        """The page of a commit."""
        return self.commit_page.format(home=self.home, commit=commit)

    def file(self, commit: str, path: str) -> str:
        """The page of a file as it was in a commit."""
        return self.file_page.format(home=self.home, commit=commit, path=quoted(path))

    def user(self, login: str) -> str:
        """The page of somebody with an account; nothing where the forge has none."""
        host = "{0.scheme}://{0.netloc}".format(urlsplit(self.home))
        return self.user_page.format(host=host, home=self.home, login=quote(login, safe=""))

    def line(self, commit: str, path: str, line: int | str) -> str:
        """The page of a file with one of its lines; `{line}` makes a template for any of them.

        The template may have it several times.
        """
        return self.line_page.format(home=self.home, commit=commit, path=quoted(path), line=line)

    def any_line(self, commit: str) -> str:
        """The template for the pages of all lines of all files in a commit, with `{path}` and `{line}`."""
        return self.line_page.format(home=self.home, commit=commit, path="{path}", line="{line}")


ForgePages = Forge | str
"""How a site describes a forge: the name of a kind, or a `Forge` whose `name` and `home` are still to be filled in."""
KINDS = ("github", "gitlab", "bitbucket", "gitea", "forgejo", "azure")


@dataclass(frozen=True)
class ComparePage:
    """What the address of a comparison names."""

    forge: Forge
    base: str
    """Name of a commit, maybe a short one."""
    head: str
    direct: bool


def find_forge(
    remote: str | None,
    described: Mapping[str, ForgePages] | None = None,
    host_name: Callable[[str], str] = str,
) -> Forge | None:
    """The forge that a repository is cloned from, or `None` where that is none.

    It is as `described` for its host, else as the host's name tells. `host_name` tells which host a name in an address
    by ssh stands for.
    """
    home = forge_url(remote, described or (), host_name) if remote else None
    if home is None:
        return None
    host = urlsplit(home).hostname or ""
    pages = (described or {}).get(host)
    if isinstance(pages, Forge):
        return replace(pages, name=pages.name or host, home=home)
    return _of_kind(pages, host, home) if pages else _of_host(host, home)


def is_at_known_host(remote: str, described: Collection[str] = ()) -> bool:
    """Whether an address is at a forge whatever git and ssh are configured to make of it."""
    parts = _parts(remote)
    host = (parts and parts.hostname) or ""
    return host in (*_PUBLIC, *_SSH_HOSTS, *described) or host.endswith(".visualstudio.com")


def unknown_host(remote: str) -> str:
    """The host of an address, where that is no host of the web but a name that git or ssh would have to explain."""
    parts = _parts(remote)
    host = (parts and parts.hostname) or ""
    return host if parts and parts.scheme not in ("http", "https") and "." not in host else ""


def _of_kind(kind: str, host: str, home: str) -> Forge:
    if kind == "gitlab":
        return _gitlab(home)
    if kind == "bitbucket":
        return _bitbucket(home)
    if kind == "azure":
        return _azure_devops(home)
    return _gitea(kind.capitalize(), home) if kind in ("gitea", "forgejo") else Forge(host, home)


def _of_host(host: str, home: str) -> Forge:
    if host == "dev.azure.com" or host.endswith(".visualstudio.com"):
        return _azure_devops(home)
    if host == "bitbucket.org":
        return _bitbucket(home)
    if "gitlab" in host:
        return _gitlab(home)
    for part, name in (("codeberg.org", "Codeberg"), ("forgejo", "Forgejo"), ("gitea", "Gitea")):
        if part in host:
            return _gitea(name, home)
    return Forge("GitHub" if host == "github.com" else host, home)


def _gitlab(home: str) -> Forge:
    file = "{home}/-/blob/{commit}/{path}"
    compare, commit = "{home}/-/compare/{base}{dots}{head}", "{home}/-/commit/{commit}"
    return Forge("GitLab", home, compare, commit, file, f"{file}?plain=1#L{{line}}")


def _gitea(name: str, home: str) -> Forge:
    file = "{home}/src/commit/{commit}/{path}"
    return Forge(name, home, file_page=file, line_page=f"{file}?display=source#L{{line}}")


def _bitbucket(home: str) -> Forge:
    """The newer side of a comparison comes first, and Markdown has lines only where they are annotated."""
    compare, commit = "{home}/branches/compare/{head}..{base}#diff", "{home}/commits/{commit}"
    file, line = "{home}/src/{commit}/{path}", "{home}/annotate/{commit}/{path}#lines-{line}"
    return Forge("Bitbucket", home, compare, commit, file, line, user_page="")


def _azure_devops(home: str) -> Forge:
    compare = "{home}/branchCompare?baseVersion=GC{base}&targetVersion=GC{head}&_a=files"
    file = "{home}?path=/{path}&version=GC{commit}"
    line = f"{file}&line={{line}}&lineEnd={{line}}&lineStartColumn=1&lineEndColumn=9999&lineStyle=plain&_a=contents"
    return Forge("Azure DevOps", home, compare, file_page=file, line_page=line, user_page="")


def parse_compare_page(url: str) -> ComparePage | None:
    """The comparison of two commits that an address of GitHub, GitLab, Bitbucket, Gitea or a forge like them shows.

    `None` for any other address, and where a side is no commit but the name of a branch, which moves on, or of a tag.
    """
    found = _COMPARE_PAGE.fullmatch(url)
    forge = find_forge(unquote(found[1])) if found else None
    if found is None or forge is None:
        return None
    if forge.name == "Bitbucket":
        return ComparePage(forge, found[4], found[2], direct=False)
    return ComparePage(forge, found[2], found[4], direct=found[3] == "..")


def forge_url(remote: str, described: Collection[str] = (), host_name: Callable[[str], str] = str) -> str | None:
    """The web address of a repository, from the address git clones it from; credentials are left out.

    See `find_forge` for the rest.
    """
    parts = _parts(remote)
    if parts is None or not parts.hostname:
        return None
    host, path = _pages_of(parts.hostname, parts.path.strip("/").removesuffix(".git"))
    if parts.scheme == "ssh" and not is_at_known_host(remote, described):
        host = _named(host, host_name(host))
        if "." not in host:
            return None
    port = f":{parts.port}" if parts.port and parts.scheme in ("http", "https") else ""
    path = quote(path, safe="/~%")
    return f"{'http' if parts.scheme == 'http' else 'https'}://{host}{port}/{path}" if path else None


def _parts(remote: str) -> SplitResult | None:
    """An address of the web, of ssh or of git's own protocol; nothing where it is none of these."""
    scp = _SCP.fullmatch(remote)
    try:
        parts = urlsplit(f"ssh://{scp[1]}/{scp[2]}" if scp else remote)
        _ = parts.port, parts.hostname
    except ValueError:  # a port or an address that is none
        return None
    return parts if parts.scheme in ("http", "https", "ssh", "git") else None


def _named(alias: str, found: str) -> str:
    """The host with the pages, of the name in an address and the host that ssh has `found` for it."""
    if found == alias:
        # People with several accounts call the host of each by its name and a word.
        named = re.fullmatch(rf"({'|'.join(map(re.escape, _PUBLIC))})[-_][^.]*", alias)
        return named[1] if named else alias
    if re.fullmatch(r"[\d.]+|[\da-f:]+", found):
        return alias
    return _SSH_HOSTS.get(found, found)


def _pages_of(host: str, path: str) -> tuple[str, str]:
    """The host and path of a repository's pages, where those of git are others."""
    if host in ("ssh.dev.azure.com", "vs-ssh.visualstudio.com"):
        found = re.fullmatch(r"v3/([^/]+)/([^/]+)/([^/]+)", path)
        return ("dev.azure.com", f"{found[1]}/{found[2]}/_git/{found[3]}") if found else (host, "")
    return _SSH_HOSTS.get(host, host), path


def quoted(path: str) -> str:
    """A path as addresses have it."""
    return quote(path, safe="/", errors="surrogateescape")
