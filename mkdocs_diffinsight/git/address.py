"""Addresses of remote repositories, what of one a revision needs, and what its failures mean. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import SplitResult, unquote, urlsplit

from ..errors import ConfigError, RangeError
from ..language.quoting import display, hide_credentials
from ..model.ranges import Remote
from ..tables import read_table

PROTOCOLS = ("https", "http", "ssh", "git", "file")
"""What git may fetch by, in the words of `GIT_ALLOW_PROTOCOL`; no helpers, which can run any command."""
_EXPECTED = "expected an address such as 'https://example.org/team/docs.git' or 'git@example.org:team/docs.git'"
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*)://")  # https://
_HELPER = re.compile(r"[A-Za-z0-9+.-]+::")  # ext::
# git@example.org:team/docs.git
_SCP = re.compile(r"(?:[^@:/\s]+@)?(?P<host>[^@:/\s\[\]]+|\[[0-9A-Fa-f:.]+\]):(?P<path>.*)", re.DOTALL)
_HOST = re.compile(r"[\w.][\w.-]*|[0-9A-Fa-f:.]+")  # example.org, ::1
_OBJECT = re.compile(r"[0-9A-Fa-f]{40}|[0-9A-Fa-f]{64}")  # 40 or 64 digits
_NAMED_BY_HISTORY = re.compile(r"(?:.*-g)?[0-9A-Fa-f]{4,64}|:/.*", re.DOTALL)  # 1f3a9c0, v1.0-3-g1f3a9c0, :/Fix


def is_remote(repository: str) -> bool:
    """Whether this is an address, by git's own rule, and not a folder: `C:/docs` is one, and so is `./a:b`."""
    if _SCHEME.match(repository) or _HELPER.match(repository):
        return True
    scp = _SCP.fullmatch(repository)
    return bool(scp and len(scp["host"]) > 1)


def parse_remote(repository: str) -> Remote:
    """Read an address. Raises `ConfigError`, without showing credentials, where git is not to be given it."""
    shown = f"`repository` is {hide_credentials(repository)!r}"
    if re.search(r"[\x00-\x1f\x7f]", repository) or not is_remote(repository):
        raise ConfigError(f"{shown}; {_EXPECTED}.")
    if _HELPER.match(repository):
        raise ConfigError(f"{shown}, an address for a helper program, which could run anything; {_EXPECTED}.")
    if not _SCHEME.match(repository):
        return _scp_like(repository, shown)
    try:
        parts = urlsplit(repository)
        host, _ = parts.hostname or "", parts.port
    except ValueError:  # not told: it quotes what it takes for a port, which can be a part of a password
        raise ConfigError(f"`repository` is an address that cannot be read; {_EXPECTED}.") from None
    if parts.scheme not in PROTOCOLS:
        names = ", ".join(f"{name}://" for name in PROTOCOLS)
        raise ConfigError(f"{shown}; repositories are fetched by {names} and not by {parts.scheme}://.")
    _check_credentials(parts)
    if parts.query or parts.fragment:
        # Not shown: a query is where some servers take tokens.
        raise ConfigError(f"`repository`, an address at {host or 'a file'}, has a part after `?` or `#`; {_EXPECTED}.")
    if not parts.path.strip("/") or not (_HOST.fullmatch(host) or (parts.scheme == "file" and not host)):
        raise ConfigError(f"{shown}; {_EXPECTED}.")
    place = parts.netloc if parts.scheme == "ssh" else parts.netloc.rpartition("@")[2]
    user = unquote(parts.username) if parts.username and parts.scheme != "ssh" else None
    return Remote(f"{parts.scheme}://{place}{parts.path}", user)


def _scp_like(repository: str, shown: str) -> Remote:
    """An address as `scp` writes it, which is one by ssh."""
    scp = _SCP.fullmatch(repository)
    if scp and "@" in scp["path"].partition("/")[0] and "@" not in repository.partition(":")[0]:
        raise ConfigError(f"`repository` is an address that holds a password and has no scheme; {_EXPECTED}.")
    if not scp or repository.startswith("-") or not _HOST.fullmatch(scp["host"].strip("[]")):
        raise ConfigError(f"{shown}; {_EXPECTED}.")
    if not scp["path"].strip("/") or scp["path"].startswith("-"):
        raise ConfigError(f"{shown}; {_EXPECTED}.")
    return Remote(repository)


def _check_credentials(parts: SplitResult) -> None:
    shown = f"`repository`, an address at {parts.hostname},"
    if parts.password is not None:
        raise ConfigError(
            f"{shown} holds a password. Take it out: git gets passwords from its credential helpers, and in CI from "
            "`http.extraHeader` or `url.<base>.insteadOf`."
        )
    user = unquote(parts.username or "")
    if user.startswith("-") or re.search(r"[\x00-\x1f\x7f]", user) or (user and parts.scheme in ("git", "file")):
        raise ConfigError(f"{shown} has a user that git cannot take; {_EXPECTED}.")


def start_of(revision: str) -> str:
    """The name that a revision starts from: `v1.0` for `v1.0~2^{commit}`, `HEAD` for `@`.

    Raises `RangeError` for what git could take for an option.
    """
    if revision.startswith("-") or re.search(r"[\x00-\x1f\x7f]", revision):
        raise RangeError(f"{revision!r} cannot be the name of a revision.")
    name = re.split(r"[~^]|@\{", revision, maxsplit=1)[0]
    return "HEAD" if name in ("", "@") else name


def branch_of(name: str) -> str:
    """What of a remote is fetched for the name of a branch: `refs/heads/main` for `main`. Raises `RangeError`."""
    start = start_of(name)
    is_whole = start == "HEAD" or start.startswith("refs/") or is_object_id(start)
    return start if is_whole else f"refs/heads/{start}"


def is_object_id(name: str) -> bool:
    """Whether a name is an object's, in full: whatever happens to branches and tags, it means the same."""
    return bool(_OBJECT.fullmatch(name))


def may_be_commit(name: str) -> bool:
    """Whether a name can be that of a commit that no branch or tag is called by: its hash, or words of its message."""
    return bool(_NAMED_BY_HISTORY.fullmatch(name))


def refs_of(name: str) -> tuple[str, ...]:
    """The branches and tags that git looks for when it reads a name (https://git-scm.com/docs/gitrevisions)."""
    return (name, f"refs/{name}", f"refs/tags/{name}", f"refs/heads/{name}")


def is_ref(name: str) -> bool:
    """Whether a server may call a branch or a tag so (https://git-scm.com/docs/git-check-ref-format)."""
    return bool(re.match(r"refs/(heads|tags)/.", name)) and not re.search(r"[\x00-\x20\x7f~^:?*\[\\]|\.\.|@\{", name)


def reason_of(messages: str) -> str:
    """Why git failed, from what it printed: one line, without credentials, progress and traces."""
    lines = [line.strip() for line in re.split(r"[\r\n]+", messages)]
    telling = [line for line in lines if line and not _IDLE.search(line)]
    kept = dict.fromkeys(re.sub(r"^(fatal|error|remote): ", "", line) for line in telling)
    return display(hide_credentials("; ".join(kept)).rstrip(". "), 300) or "git gave no reason"


_IDLE = re.compile(  # remote: Counting objects: 100% (5/5), done.
    r"^(?:remote: )?(?:Enumerating|Counting|Compressing|Receiving|Resolving|Total|From|POST|Checking)\b"
    r"|^\d\d:\d\d:\d\d\."  # of GIT_TRACE
    r"|^fetch-pack: unexpected disconnect|^Please make sure you have the correct access rights"
    r"|^and the repository exists|^fatal: Could not read from remote repository"
    r"|^(?:warning: )?filtering not recognized"
)


_CURES: Sequence[tuple[str, str]] = read_table(__file__, "cures.toml", PROTOCOLS=", ".join(PROTOCOLS))["rows"]


def cure_for(reason: str) -> str:
    """What the person can do whose fetch failed."""
    return next(cure for pattern, cure in _CURES if re.search(pattern, reason, re.IGNORECASE))
