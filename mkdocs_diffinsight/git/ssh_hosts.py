"""The hosts that names in addresses stand for, as `ssh` is configured to understand them.

`ssh -G` would tell, but it runs the commands of `Match exec`. Here a block whose condition needs more than the name in
the address is left out. See https://man.openbsd.org/ssh_config.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

_SYSTEM = Path("/etc/ssh/ssh_config")
_LARGEST = 1_000_000
"""Bytes of a file."""
_DEEPEST = 16
"""Files that include each other; ssh's own limit."""
_MOST_FILES = 100


def host_name(alias: str) -> str:
    """The host behind a name: the first `HostName` that is for it, or else the name itself."""
    left = [_MOST_FILES]
    for file in (Path.home() / ".ssh" / "config", _SYSTEM):
        for name in _host_names(file, file.parent, alias.lower(), left, _DEEPEST):
            host = name.replace("%%", "\0").replace("%h", alias)
            return alias if "%" in host else host.replace("\0", "%").lower()
    return alias


def _host_names(file: Path, folder: Path, alias: str, left: list[int], depth: int) -> Iterator[str]:
    """Each `HostName` for a name in a file, and in those that it includes from the folder; `left` files are read."""
    is_for_it = True
    for keyword, values in _settings(file, left):
        if keyword == "host":
            is_for_it = _matches(values, alias)
        elif keyword == "match":
            is_for_it = _is_met(values, alias)
        elif is_for_it and keyword == "hostname" and values:
            yield values[0]
        elif is_for_it and keyword == "include" and depth:
            for included in _included(values, folder):
                yield from _host_names(included, folder, alias, left, depth - 1)


def _settings(file: Path, left: list[int]) -> Iterator[tuple[str, Sequence[str]]]:
    """The keywords of a file, in lower case, with their values."""
    left[0] -= 1
    try:
        if left[0] < 0 or not file.is_file() or file.stat().st_size > _LARGEST:
            return
        lines = file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in lines:
        try:
            words = shlex.split(line.strip().replace("=", " ", 1), comments=True)
        except ValueError:  # a quotation mark without its other half
            continue
        if words:
            yield words[0].lower(), words[1:]


def _matches(patterns: Sequence[str], alias: str) -> bool:
    """Whether a name is among patterns; one that begins with `!` takes its names out."""
    matching = [pattern for pattern in patterns if fnmatchcase(alias, pattern.lower().removeprefix("!"))]
    return bool(matching) and not any(pattern.startswith("!") for pattern in matching)


def _is_met(criteria: Sequence[str], alias: str) -> bool:
    """Whether a `Match` is for a name, as far as the name alone can tell."""
    if [word.lower() for word in criteria] == ["all"]:
        return True
    names, values = [word.lower() for word in criteria[::2]], criteria[1::2]
    if not names or len(names) != len(values) or not {"host", "originalhost"}.issuperset(names):
        return False
    return all(_matches(value.split(","), alias) for value in values)


def _included(patterns: Sequence[str], folder: Path) -> Iterator[Path]:
    for pattern in patterns:
        path = Path(pattern)
        try:
            path = folder / path.expanduser()
            yield from sorted(Path(path.anchor).glob(str(path.relative_to(path.anchor))))
        except (OSError, RuntimeError, ValueError):  # no such user, or no pattern
            continue
