"""Where the content of a removed file is now: by a redirect of the same diff, or by its lines in another file. Pure."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import PurePosixPath

from ..model.changes import Diff, FileChange, Status
from .documents.markdown import front_matter_end

_TELLING = 20
"""Characters of a line that hardly stands in two files by chance."""
_FEWEST = 3
"""Telling lines without which no file is recognised."""
_MOST = 0.5
_COPIES = 8
"""A line in more files tells nothing of where it went."""
# e.g. guide/index.md
_ENDING = re.compile(r"(?:/?(?:index|readme|_index))?(?:\.(?:md|mdx|markdown|html?|rst|adoc|yml))?/?\Z", re.IGNORECASE)
# e.g. redirect_from: [/old, /older]
_ALIASES = re.compile(r"(?:redirect_from|aliases)\s*+[:=]\s*+(.*)\Z")
# e.g. "    old.md: new.md"
_MAPPED = re.compile(r"\s++[\"']?+([\w./%-]++(?:[ ]++[\w./%-]++)*+)[\"']?+\s*+:\s++[\"']?+(\S+?)[\"']?\s*\Z")


def successors(diff: Diff, blobs: Mapping[str, bytes]) -> dict[str, str]:
    """The successor of each removed file that has one: a path, or the target of a redirect."""
    removed = [change for change in diff if change.status is Status.REMOVED and change.patch]
    if not removed:
        return {}
    by_lines = _by_lines(removed, diff)
    redirects = _redirects(diff, blobs)
    homes = {change.path: _target(change.path, redirects) or by_lines.get(change.path, "") for change in removed}
    return {path: home for path, home in homes.items() if home}


def _by_lines(removed: Sequence[FileChange], diff: Diff) -> dict[str, str]:
    """The files of the diff that got most of the telling lines of a removed one."""
    wanted = {change.path: _telling_lines(change, "-") for change in removed}
    homes: dict[str, list[str]] = {line: [] for lines in wanted.values() for line in lines}
    for change in diff:
        if change.status is not Status.REMOVED and change.patch:
            for line in _telling_lines(change, "+") & homes.keys():
                homes[line].append(change.path)
    found = {}
    for path, lines in wanted.items():
        counts = Counter(home for line in lines if len(homes[line]) <= _COPIES for home in homes[line])
        best, number = max(counts.items(), key=lambda item: (item[1], item[0]), default=("", 0))
        if number >= max(_FEWEST, _MOST * len(lines)):
            found[path] = best
    return found


def _telling_lines(change: FileChange, kind: str) -> set[str]:
    lines = (line[1:].strip() for line in (change.patch or "").split("\n") if line.startswith(kind))
    return {line for line in lines if len(line) >= _TELLING}


def _redirects(diff: Diff, blobs: Mapping[str, bytes]) -> dict[str, str]:
    """The targets of the redirects that the files of a diff tell of, by their sources."""
    targets: dict[str, str] = {}
    for change in diff:
        data = blobs.get(change.new_blob)
        if data is not None and not change.binary:
            for source, target in _read_redirects(change.path, data.decode("utf-8-sig", "replace")):
                targets.setdefault(_bare(source), target)
    return targets


def _target(path: str, redirects: Mapping[str, str]) -> str:
    """Where readers of a path are sent; a source may leave out the folders above the site's top."""
    parts = _bare(path).split("/")
    names = ("/".join(parts[start:]) for start in range(len(parts)))
    return next((redirects[name] for name in names if name and name in redirects), "")


def _bare(address: str) -> str:
    """What a path and its address have in common: no leading slash, ending or name of an index."""
    return _ENDING.sub("", address.strip().lstrip("/").removeprefix("./"))


def _read_redirects(path: str, text: str) -> Iterator[tuple[str, str]]:
    name = PurePosixPath(path).name
    if name.endswith(".json") and "redirect" in name:
        yield from _from_json(text)
    elif name in ("mkdocs.yml", "mkdocs.yaml"):
        yield from _from_mkdocs(text)
    elif name == "_redirects":
        fields = (line.split() for line in text.splitlines() if not line.lstrip().startswith("#"))
        yield from ((parts[0], parts[1]) for parts in fields if len(parts) > 1)
    elif name.endswith((".md", ".mdx", ".markdown", ".html")):
        yield from ((alias, path) for alias in _aliases(text.split("\n")))


def _from_json(text: str) -> Iterator[tuple[str, str]]:
    """`{"redirections": [{"source_path": ..., "redirect_url": ...}]}`, the form of several publishing systems."""
    try:
        entries = json.loads(text)["redirections"]
        for entry in entries:
            target = entry["redirect_url"]
            for key in ("source_path", "source_path_from_root"):
                if isinstance(entry.get(key), str) and isinstance(target, str):
                    yield entry[key], target
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return


def _from_mkdocs(text: str) -> Iterator[tuple[str, str]]:
    """`redirect_maps` of the plugin `redirects`. Line by line: the file may have tags that only MkDocs can read."""
    indent = -1
    for line in text.splitlines():
        depth = len(line) - len(line.lstrip())
        if line.strip() == "redirect_maps:":
            indent = depth
        elif indent >= 0 and line.strip():
            if depth <= indent:
                return
            if found := _MAPPED.match(line):
                yield found[1], found[2]


def _aliases(lines: Sequence[str]) -> Iterator[str]:
    """The former addresses that a page's front matter names (Jekyll's `redirect_from`, Hugo's `aliases`)."""
    inside = False
    for line in lines[1 : front_matter_end(lines) or 0]:
        if found := _ALIASES.match(line):
            inside = True
            yield from re.findall(r"[^\s,\[\]\"']+", found[1])
        elif inside and line.lstrip().startswith("- "):
            yield line.lstrip()[2:].strip().strip("\"'")
        else:
            inside = False
