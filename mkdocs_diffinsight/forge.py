"""The pages of a forge: comparisons, commits, files and lines of a repository on the web. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote, urlsplit


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

    def compare(self, base: str, head: str, *, direct: bool) -> str:
        """The page of a comparison, from the merge base unless `direct`."""
        return self.compare_page.format(home=self.home, base=base, head=head, dots=".." if direct else "...")

    def commit(self, commit: str) -> str:
        """The page of a commit."""
        return self.commit_page.format(home=self.home, commit=commit)

    def file(self, commit: str, path: str) -> str:
        """The page of a file as it was in a commit."""
        return self.file_page.format(home=self.home, commit=commit, path=_quoted(path))

    def line(self, commit: str, path: str, line: int | str) -> str:
        """The page of a file with one of its lines; `{line}` makes a template for any of them."""
        return self.line_page.format(home=self.home, commit=commit, path=_quoted(path), line=line)


def find_forge(remote: str | None) -> Forge | None:
    """The forge that a repository is cloned from, or `None` where that is none."""
    home = forge_url(remote) if remote else None
    if home is None:
        return None
    host = urlsplit(home).hostname or ""
    if "gitlab" in host:
        blob = "{home}/-/blob/{commit}/{path}"
        compare, commit = "{home}/-/compare/{base}{dots}{head}", "{home}/-/commit/{commit}"
        return Forge("GitLab", home, compare, commit, blob, f"{blob}?plain=1#L{{line}}")
    return Forge("GitHub" if host == "github.com" else host, home)


def forge_url(remote: str) -> str | None:
    """The web address of a repository, from the address git clones it from; credentials are left out."""
    scp = re.fullmatch(r"(?:[^@/]+@)?([\w.-]+\.[\w-]+):(?!//)(.+)", remote)
    try:
        parts = urlsplit(f"ssh://{scp[1]}/{scp[2]}" if scp else remote)
        port = f":{parts.port}" if parts.port and parts.scheme in ("http", "https") else ""
    except ValueError:  # a port or an address that is none
        return None
    if parts.scheme not in ("http", "https", "ssh", "git") or not parts.hostname:
        return None
    path = quote(parts.path.strip("/").removesuffix(".git"), safe="/~%")
    return f"{'http' if parts.scheme == 'http' else 'https'}://{parts.hostname}{port}/{path}" if path else None


def _quoted(path: str) -> str:
    return quote(path, safe="/", errors="surrogateescape")
