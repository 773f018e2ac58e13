"""The pages of a forge: comparisons, commits, files and lines of a repository on the web.

The addresses are those that the forges' own pages link to. The page of a line is the one that shows a file's source,
also where the forge would render it, as it does Markdown: only there do the lines have anchors.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple
from urllib.parse import SplitResult, quote, unquote, urlsplit

from ..disk import checked
from ..tables import read_table

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
    pull_page: str = "{home}/pull/{number}"
    """The page of a pull request, or what the forge calls one."""
    user_page: str = "{host}/{login}"
    """The page of somebody with an account, below the address of the forge itself."""

    def compare(self, base: str, head: str, *, direct: bool) -> str:
        """The page of a comparison, from the merge base unless `direct`."""
        return self.compare_page.format(home=self.home, base=base, head=head, dots=".." if direct else "...")

    def commit(self, commit: str) -> str:
        """The page of a commit."""
        return self.commit_page.format(home=self.home, commit=commit)

    def file(self, commit: str, path: str) -> str:
        """The page of a file as it was in a commit."""
        return self.file_page.format(home=self.home, commit=commit, path=quoted(path))

    def pull(self, number: int) -> str:
        """The page of a pull request."""
        return self.pull_page.format(home=self.home, number=number)

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


@dataclass(frozen=True)
class ForgeKind:
    """All that is known of a forge: a file of `forges/`. Of two that fit a host, the first one is taken."""

    pages: Forge
    """Its name, and the addresses of its pages."""
    option: str = ""
    """What `forges` calls it."""
    hosts: tuple[str, ...] = ()
    """Where everybody can have a repository; those that begin with a dot stand for all below a domain."""
    host_words: tuple[str, ...] = ()
    """What the names of hosts that others run have in them."""
    ssh_hosts: tuple[str, ...] = ()
    """Further hosts that take ssh for the first one of `hosts`, on the port of https for example."""
    noreply_hosts: tuple[str, ...] = ()
    """In addresses that it gives to commits of those who keep theirs to themselves, after the name of the account."""
    compare_folder: str = ""
    """What stands between the repository's page and `/compare/` in the address of a comparison."""
    is_newest_first: bool = False
    """The newer side of a comparison comes first in its address, and it is always one with the merge base."""

    def has(self, host: str) -> bool:
        """Whether a host is one of `hosts`."""
        return any(host.endswith(one) if one.startswith(".") else host == one for one in self.hosts)

    def at(self, host: str, home: str) -> Forge:
        """The forge at a host; many others have the pages of GitHub, and go by the name of their host."""
        name = host if self is GITHUB and not self.has(host) else self.pages.name
        return replace(self.pages, name=name, home=home)


def _read_kinds() -> Iterator[ForgeKind]:
    for path in sorted((Path(__file__).parent / "forges").glob("*.toml")):
        row = read_table(__file__, f"forges/{path.name}")
        yield checked({**row, "pages": {"name": row.pop("name"), "home": "", **row.get("pages", {})}}, ForgeKind)


FORGES = tuple(_read_kinds())
GITHUB = next(kind for kind in FORGES if kind.option == "github")
ForgePages = Forge | str
"""How a site describes a forge: the name of a kind, or a `Forge` whose `name` and `home` are still to be filled in."""
KINDS = tuple(kind.option for kind in FORGES if kind.option)
NAMES = frozenset(kind.pages.name for kind in FORGES)
_SSH_HOSTS = {host: kind.hosts[0] for kind in FORGES for host in kind.ssh_hosts}
_AZURE_PATH = re.compile(r"v3/([^/]+)/([^/]+)/([^/]+)")
"""A repository for git, such as `v3/organization/project/name`."""
_ALIAS = re.compile(rf"({'|'.join(re.escape(host) for kind in FORGES for host in kind.hosts)})[-_][^.]*")
"""What people with several accounts call the host of each in their settings of ssh, such as `github.com-work`."""
_ACCOUNT = re.compile(
    r"(?:\d+[+-])?([A-Za-z0-9][\w.-]*)@"
    rf"(?:{'|'.join(re.escape(host) for kind in FORGES for host in kind.noreply_hosts)})"
)
"""Such as `583231+octo-cat@users.noreply.github.com`."""
_COMPARED = re.compile(
    rf"(https?://[^/?#]+/[^/?#]+/[^?#]+?)(?:/(?:{'|'.join(filter(None, (kind.compare_folder for kind in FORGES)))}))?",
    re.DOTALL | re.IGNORECASE,
)
"""What stands before `/compare/`: the page of a repository, such as `https://gitlab.com/octo/handbook/-`."""
_COMMITS = re.compile(r"(?:[\w-]+:)?([0-9a-f]{7,64})(\.\.\.?)(?:[\w-]+:)?([0-9a-f]{7,64})", re.IGNORECASE)
"""Two commits, such as `1a2b3c4...octo:5d6e7f8`; GitHub may put the owner's name before each."""


@dataclass(frozen=True)
class ComparePage:
    """What the address of a comparison names."""

    forge: Forge
    base: str
    """Name of a commit, maybe a short one."""
    head: str
    direct: bool


def find_forge(
    remote: str | None, described: Mapping[str, ForgePages] | None = None, host_name: Callable[[str], str] = str
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
    kind = next((kind for kind in FORGES if kind.option == pages), None) if pages else _kind_of(host)
    return (kind or GITHUB).at(host, home)


def _kind_of(host: str) -> ForgeKind | None:
    """What the name of a host tells."""
    return next((kind for kind in FORGES if kind.has(host)), None) or next(
        (kind for kind in FORGES if any(word in host for word in kind.host_words)), None
    )


def is_at_known_host(remote: str, described: Collection[str] = ()) -> bool:
    """Whether an address is at a forge whatever git and ssh are configured to make of it."""
    parts = _parts(remote)
    host = (parts and parts.hostname) or ""
    return host in (*_SSH_HOSTS, *described) or any(kind.has(host) for kind in FORGES)


def unknown_host(remote: str) -> str:
    """The host of an address, where that is no host of the web but a name that git or ssh would have to explain."""
    parts = _parts(remote)
    host = (parts and parts.hostname) or ""
    return host if parts and parts.scheme not in ("http", "https") and "." not in host else ""


def account_of(address: str) -> str:
    """The account of a commit's author, where a forge has made the address of it."""
    match = _ACCOUNT.fullmatch(address)
    return match[1] if match else ""


class Compared(NamedTuple):
    """What the address of a comparison says."""

    before: str
    """What stands before `/compare/`."""
    sides: str
    """Such as `v1.0...v1.1`."""
    is_newest_first: bool

    def in_order(self, base: str, head: str, *, direct: bool) -> tuple[str, str, bool]:
        """Both sides, the older one first, and whether they are compared directly."""
        return (head, base, False) if self.is_newest_first else (base, head, direct)


def compared(url: str) -> Compared | None:
    """What an address says if it is that of a comparison on GitHub, GitLab, Bitbucket, Gitea or a forge like them."""
    before, separator, sides = re.split("[?#]", url, maxsplit=1)[0].rpartition("/compare/")
    parts = _parts(before)
    kind = _kind_of((parts and parts.hostname) or "")
    return (
        Compared(before, unquote(sides.partition("/")[0]), bool(kind and kind.is_newest_first)) if separator else None
    )


def parse_compare_page(url: str) -> ComparePage | None:
    """The comparison of two commits that an address shows.

    `None` for any other address, and where a side is no commit but the name of a branch, which moves on, or of a tag.
    """
    said = compared(url)
    home, sides = (_COMPARED.fullmatch(said.before), _COMMITS.fullmatch(said.sides)) if said else (None, None)
    forge = find_forge(unquote(home[1])) if home else None
    if said is None or sides is None or forge is None:
        return None
    return ComparePage(forge, *said.in_order(sides[1], sides[3], direct=sides[2] == ".."))


def forge_url(remote: str, described: Collection[str] = (), host_name: Callable[[str], str] = str) -> str | None:
    """The web address of a repository, from the address git clones it from; credentials are left out.

    The host is told as by `find_forge`.
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


def _named(alias: str, host: str) -> str:
    """The host with the pages, of the name in an address and the host that it stands for in the settings of ssh."""
    if host == alias:
        named = _ALIAS.fullmatch(alias)
        return named[1] if named else alias
    return alias if re.fullmatch(r"[\d.]+|[\da-f:]+", host) else _SSH_HOSTS.get(host, host)


def _pages_of(host: str, path: str) -> tuple[str, str]:
    """The host and path of a repository's pages, where those of git are others."""
    own = _SSH_HOSTS.get(host, host)
    if own == "dev.azure.com" and host != own:
        match = _AZURE_PATH.fullmatch(path)
        return (own, f"{match[1]}/{match[2]}/_git/{match[3]}") if match else (host, "")
    return own, path


def quoted(path: str) -> str:
    """A path as addresses have it."""
    return quote(path, safe="/", errors="surrogateescape")
