"""Which files carry what the authors of a range call breaking. Pure.

A commit that breaks something touches files besides, such as its tests and a list of what is new.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from itertools import chain

from ..model.changes import Commit, Purpose
from ..model.findings import Evidence, Kind
from .audience import Audience, audience_of
from .authors.messages import read_message
from .files.settings import lists_dependencies

_MOST_NAMES = 50
_UNWRITTEN = (Kind.GENERATED, Kind.IMAGE, Kind.BINARY, Kind.LFS)
# e.g. `retries`
_NAME = re.compile(
    r"`([^`\n]{2,80})`|(?<![\w.`-])(--[\w-]{2,60}|[A-Za-z_]\w{0,60}(?:(?:\.|::)[A-Za-z_]\w{0,60}){1,5}|[a-z]+_\w{1,60}"
    r"|[a-z]{1,60}[A-Z]\w{0,60}|[A-Z][a-z0-9]{1,60}[A-Z]\w{0,60})"
)
# e.g. word
_WORD = re.compile(r"\w{2,}")


def mark_breaks(files: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The files of a range; `broken_by` has the commits that break something in them, as their authors say."""
    touched: dict[Commit, list[Evidence]] = {}
    for file in files:
        for commit in file.commits:
            if read_message(commit).is_breaking:
                touched.setdefault(commit, []).append(file)
    carried: dict[str, list[Commit]] = {}
    for commit, some in touched.items():
        for file in _carriers(some, _names(read_message(commit))):
            carried.setdefault(file.change.path, []).append(commit)
    commits = {commit for file in files for commit in file.commits}
    is_recap = bool(commits) and all(read_message(commit).is_release for commit in commits)
    return tuple(
        dataclasses.replace(file, broken_by=tuple(carried.get(file.change.path, ())), is_recap=is_recap)
        if is_recap or file.change.path in carried
        else file
        for file in files
    )


def _carriers(files: Sequence[Evidence], names: frozenset[str]) -> Sequence[Evidence]:
    """Of the files that a commit touches, those that carry the break of which it says these names.

    It is shown there, or a name is. Where it is nowhere, those that readers open or that say what the project needs
    carry it, and without any, those that people write: what an author calls breaking is never told as nothing breaking.
    """
    written = [file for file in files if not file.findings.noise and file.findings.kind not in _UNWRITTEN]
    opened = [file for file in written if _is_opened(file.change.path)]
    shown = [file for file in opened if file.findings.breaks or _shows_name(file, names)]
    return shown or opened or written


def _is_opened(path: str) -> bool:
    return lists_dependencies(path) or audience_of(path) is Audience.READERS


def _names(purpose: Purpose) -> frozenset[str]:
    """The names that a commit speaks of, each by its last word: `Client.get(url)` is `get`."""
    texts = (purpose.title, *purpose.notes, *(one.title for one in purpose.squashed if one.is_breaking))
    found = (match[1] or match[2] for text in texts for match in _NAME.finditer(text))
    return frozenset(list(filter(None, map(_last_word, found)))[:_MOST_NAMES])


def _last_word(name: str) -> str:
    words: Sequence[str] = _WORD.findall(name.partition("(")[0].partition("<")[0])
    return words[-1] if words else ""


def _shows_name(file: Evidence, names: frozenset[str]) -> bool:
    return bool(names) and any(not names.isdisjoint(_WORD.findall(text)) for text in _shown(file))


def _shown(file: Evidence) -> Iterator[str]:
    """What the changed lines are in, and these."""
    yield from chain.from_iterable(file.findings.sections)
    yield from (line for line in (file.change.patch or "").split("\n") if line[:1] in ("+", "-"))
