"""The starter: a site that `diffinsight init` makes from the files of `site_template/`."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .errors import StarterError

_PACKAGE = Path(__file__).parent
# In the package where it is installed, beside it in a checkout.
_TEMPLATE = next(path for path in (_PACKAGE / "site_template", _PACKAGE.parent / "site_template") if path.is_dir())
_PUBLISH = _TEMPLATE / "publish"
_BEFORE = datetime.timedelta(weeks=12)
"""How far back a new site begins."""
PUBLISHING = (*sorted(path.name for path in _PUBLISH.iterdir()), "none")
"""The ways to publish a site. Each has a folder of files that go to the top of the site."""


@dataclass(frozen=True)
class Site:
    """A new site."""

    repository: str | None
    """What it follows."""
    since: datetime.date
    kept: tuple[Path, ...]
    """The files that were there already and stay as they are."""


def make_site(directory: Path, repository: str | None, publishing: str, today: datetime.date) -> Site:
    """Write a site that follows a repository, by default the one that it is in, week by week.

    A repository on this machine is named relative to the site, so that both can be moved together. Raises
    `StarterError` for a repository that is not there and where files of a site are in the way (nothing is written
    then), `OSError` where writing fails.
    """
    location = _location(repository, directory) if repository else None
    files = _files(publishing)
    there = tuple(path for path in files if (directory / path).exists())
    if taken := [str(path) for path in there if path.name != ".gitignore"]:
        raise StarterError(f"{directory} has {', '.join(taken)} already; nothing was written. Choose another folder.")
    for path in files:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
    for path, source in files.items():
        if path not in there:
            shutil.copyfile(source, directory / path)
    since = today - _BEFORE
    if location or _has_history(directory):
        _follow(directory / "mkdocs.yml", location, since)
        return Site(location or "the repository that it is in", since, there)
    return Site(None, since, there)


def _files(publishing: str) -> Mapping[Path, Path]:
    """Where each file of a site comes from."""
    site = {path.relative_to(_TEMPLATE): path for path in _TEMPLATE.rglob("*") if not path.is_relative_to(_PUBLISH)}
    way = _PUBLISH / publishing
    return {
        relative: path
        for relative, path in sorted({**site, **{path.relative_to(way): path for path in way.rglob("*")}}.items())
        if path.is_file()
    }


def _has_history(directory: Path) -> bool:
    """Whether a folder is in a repository with a commit."""
    command = ["git", "-C", str(directory), "rev-parse", "--verify", "--quiet", "HEAD"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _follow(config: Path, location: str | None, since: datetime.date) -> None:
    """Turn comments of the template into options."""
    text = config.read_text(encoding="utf-8")
    if location:
        option = f"repository: {json.dumps(location, ensure_ascii=False)}"  # JSON is YAML
        text = text.replace("# repository: https://github.com/octo/handbook", option)
    text = re.sub(r"ranges: \[\].*", "ranges:", text)
    text = re.sub(r"# (- every: week +)(#.*\n +)#   since: .*", rf"\1  \2  since: {since}", text)
    config.write_text(text, encoding="utf-8")


def _location(repository: str, directory: Path) -> str:
    """How a site in a folder names a repository: an address stays, a path starts from the site."""
    path = Path(repository).expanduser()
    if not path.is_dir():
        if ":" in repository:
            return repository
        raise StarterError(f"{repository} is no folder. Name a repository's folder, or its address (https://...).")
    try:
        return Path(os.path.relpath(path, directory)).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()
