"""The starter: a site that `diffinsight init` makes from the files of `site_template/`."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import textwrap
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..errors import RepositoryError, StarterError
from ..git.address import is_remote, parse_remote
from ..git.folder import find_git_folder
from ..language.catalog import load_catalog
from ..language.meant import repository_meant
from ..model.ranges import Location, PeriodRule, Remote, Rule, TagRule, Unit
from ..progress import Log
from ..settings.options import DEFAULT_LANGUAGE
from .proposal import Proposal
from .survey import survey

_PACKAGE = Path(__file__).parents[1]
# In the package where it is installed, beside it in a checkout.
_TEMPLATE = next(path for path in (_PACKAGE / "site_template", _PACKAGE.parent / "site_template") if path.is_dir())
_PUBLISH, _LANGUAGES = _TEMPLATE / "publish", _TEMPLATE / "languages"
_CACHE = ".diffinsight"
_WIDTH = 100
"""Columns of comments in a configuration."""
PUBLISHING = (*sorted(path.name for path in _PUBLISH.iterdir()), "none")
"""The ways to publish a site. Each has a folder of files that go to the top of the site."""


@dataclass(frozen=True)
class NewSite:
    """A new site."""

    repository: str | None
    """What it follows."""
    proposal: Proposal
    """What it reports on."""
    kept: tuple[Path, ...]
    """The files that were there already and stay as they are."""


def make_site(
    directory: Path, repository: str | None, publishing: str, language: str, today: datetime.date, log: Log
) -> NewSite:
    """Write a site that follows a repository, by default the one that it is in, in a language that there is.

    A repository on this machine is named relative to the site, so that both can be moved together. It is looked at
    first, so that the site has reports at once; one that cannot be reached is followed week by week. Raises
    `ConfigError` for an address that cannot be used, `StarterError` for a repository that is not there and where files
    of a site are in the way (nothing is written then), `RepositoryError` for one that cannot be read, `OSError` where
    writing fails.
    """
    location = _location(repository) if repository else None
    files = _files(publishing, language)
    there = tuple(path for path in files if (directory / path).exists())
    if taken := [str(path) for path in there if path.name != ".gitignore"]:
        raise StarterError(f"{directory} has {', '.join(taken)} already; nothing was written. Choose another folder.")
    proposal = _proposal(location or _around(directory), directory, today, log)
    for path in files:
        (directory / path).parent.mkdir(parents=True, exist_ok=True)
    for path, source in files.items():
        if path not in there:
            shutil.copyfile(source, directory / path)
    named = _named(location, directory) if location else None
    _configure(directory / "mkdocs.yml", named, proposal, language)
    shown = named or ("the repository that it is in" if proposal.rules else None)
    return NewSite(shown, proposal, there)


def _files(publishing: str, language: str) -> Mapping[Path, Path]:
    """Where each file of a site comes from."""
    others = (_PUBLISH, _LANGUAGES)
    common = [path for path in _TEMPLATE.rglob("*") if not any(path.is_relative_to(other) for other in others)]
    site = {path.relative_to(_TEMPLATE): path for path in common}
    for folder in (_PUBLISH / publishing, _LANGUAGES / language):
        site |= {path.relative_to(folder): path for path in folder.rglob("*")}
    return {relative: path for relative, path in sorted(site.items()) if path.is_file()}


def _around(directory: Path) -> Path | None:
    """The repository that a folder is in, or is to be in."""
    place = next(path for path in (directory.absolute(), *directory.absolute().parents) if path.is_dir())
    try:
        find_git_folder(place)
    except RepositoryError:
        return None
    return place


def _proposal(location: Location | None, directory: Path, today: datetime.date, log: Log) -> Proposal:
    if location is None:
        return Proposal()
    try:
        return survey(location, directory / _CACHE, today, log)
    except RepositoryError as error:
        if not isinstance(location, Remote):
            raise
        log.warning("%s The site follows it week by week; `ranges` in its mkdocs.yml says what else there is.", error)
        return Proposal([PeriodRule(Unit.WEEK, last=12)], ["It could not be looked at, so this is what fits most."])


def _configure(config: Path, repository: str | None, proposal: Proposal, language: str) -> None:
    """Turn comments of the template into options, and say why."""
    text = config.read_text(encoding="utf-8")
    if repository:
        option = f"repository: {_yaml(repository)}"
        text = text.replace("# repository: https://github.com/octo/handbook", option)
    if proposal.reasons:
        text = text.replace("    ranges: []", f"{_comment(proposal.reasons)}    ranges: []")
    if proposal.rules:
        items = "".join(f"    {line}\n" for rule in proposal.rules for line in _item(rule))
        text = re.sub(r"ranges: \[\].*\n", lambda _: f"ranges:\n{items}", text)
    if language != DEFAULT_LANGUAGE:
        text = _translated(text, language)
    config.write_text(text, encoding="utf-8")


def _comment(reasons: Sequence[str]) -> str:
    lines = ["What was found there, and so, what the reports are on:"]
    for reason in reasons:
        lines += textwrap.wrap(f"- {reason}", _WIDTH, subsequent_indent="  ", break_on_hyphens=False)
    return "".join(f"    # {line}\n" for line in lines)


def _item(rule: Rule) -> Iterator[str]:
    """A rule as an item of `ranges`, in lines."""
    if isinstance(rule, TagRule):
        patterns = rule.patterns[0] if len(rule.patterns) == 1 else list(rule.patterns)
        options: dict[str, object] = {"tags": patterns, "last": rule.last}
    elif isinstance(rule, PeriodRule):
        options = {"every": rule.unit, "branch": rule.branch, "since": rule.since, "last": rule.last}
    else:
        options = {"since": rule.since, "branch": rule.branch}
    lines = [f"{key}: {_yaml(value)}" for key, value in options.items() if value is not None]
    yield from (f"{'  ' if n else '- '}{line}" for n, line in enumerate(lines))


def _yaml(value: object) -> str:
    """A value in YAML, of which JSON is a part; words stand without quotes where they can."""
    if isinstance(value, int | datetime.date | Unit):
        return str(value)
    return json.dumps(value, ensure_ascii=False)


def _translated(text: str, language: str) -> str:
    """The template's own words in another language."""
    words = load_catalog(language).section("starter")
    text = text.replace("# language: en", f"language: {language}")
    text = text.replace("  name: material\n", f"  name: material\n  language: {language}\n")
    english = load_catalog(DEFAULT_LANGUAGE).section("starter")
    for key, word in english.items():
        text = text.replace(f": {word}\n", f": {words[key]}\n").replace(f"- {word}: ", f"- {words[key]}: ")
    return text


def _location(repository: str) -> Location:
    """Where a repository is. Raises `ConfigError`, `StarterError`."""
    path = Path(repository).expanduser()
    if path.is_dir():
        return path
    if is_remote(repository):
        return parse_remote(repository)
    meant = None if path.exists() else repository_meant(repository)
    raise StarterError(
        f"{repository} is no folder. "
        + (f"Did you mean {meant}?" if meant else "Name a repository's folder, or its address (https://...).")
    )


def _named(location: Location, directory: Path) -> str:
    """How a site in a folder names a repository: an address stays, a path starts from the site."""
    if isinstance(location, Remote):
        return location.url
    try:
        return Path(os.path.relpath(location, directory)).as_posix()
    except ValueError:  # another drive
        return location.resolve().as_posix()
