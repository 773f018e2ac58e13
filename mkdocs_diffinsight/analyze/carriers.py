"""Which files carry what the authors of a range call breaking. Pure.

A commit that breaks something touches files besides, such as its tests and a list of what is new.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Iterator, Sequence
from itertools import chain

from ..model.changes import Commit, Purpose
from ..model.findings import Action, Evidence, Kind
from .audience import Audience, audience_of
from .authors.messages import read_message
from .files.settings import lists_dependencies

_MOST_NAMES = 50
# e.g. `retries`
_NAME = re.compile(
    r"`([^`\n]{2,80})`|(?<![\w.`-])(--[\w-]{2,60}|[A-Za-z_]\w{0,60}(?:(?:\.|::)[A-Za-z_]\w{0,60}){1,5}|[a-z]+_\w{1,60}"
    r"|[a-z]{1,60}[A-Z]\w{0,60}|[A-Z][a-z0-9]{1,60}[A-Z]\w{0,60})"
)
# e.g. word
_WORD = re.compile(r"\w{2,}")


def mark_breaks(files: Sequence[Evidence]) -> tuple[Evidence, ...]:
    """The files of a range; `broken_by` has the commits that break something in them, as their authors say.

    Those are the files in which the diff shows a break, or a name that the commit speaks of; where there are none, all
    that may carry it.
    """
    touched: dict[Commit, list[Evidence]] = {}
    for file in files:
        if _can_carry(file):
            for commit in file.commits:
                if read_message(commit).is_breaking:
                    touched.setdefault(commit, []).append(file)
    carried: dict[str, list[Commit]] = {}
    for commit, some in touched.items():
        names = _names(read_message(commit))
        carriers = [file for file in some if _shows_break(file) or _shows_name(file, names)] or some
        for file in carriers:
            carried.setdefault(file.change.path, []).append(commit)
    return tuple(
        dataclasses.replace(file, broken_by=tuple(carried[file.change.path])) if file.change.path in carried else file
        for file in files
    )


def _can_carry(file: Evidence) -> bool:
    """Whether something may break in a file: one that readers open, or that says what the project needs."""
    change, found = file.change, file.findings
    if found.noise or found.kind in (Kind.GENERATED, Kind.IMAGE, Kind.BINARY, Kind.LFS):
        return False
    return lists_dependencies(change.path) or audience_of(change.path) is Audience.READERS


def _shows_break(file: Evidence) -> bool:
    return any(finding.public and finding.action is Action.REMOVED for finding in file.findings.findings)


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
