"""The versions in the names of tags: which tags are of one series, and in which order they come. Pure.

Names of one series follow several schemes at a time (`1.0`, `v2.0.0-rc.1`, `5.0.0.RELEASE`). A library for a single
scheme refuses many of them, and has its own view of others: to `packaging`, a preview is a release candidate. What
Python's and semantic versions order is ordered here as they have it; what a name leaves open, other names and the
history decide.
"""

from __future__ import annotations

import itertools
import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

_RUN = re.compile(  # the `1.2.0` of `lib-v1.2.0-rc.1`
    r"""
    (?:(?P<epoch>[0-9]+)[!%])?                                                    # of Python, and of Debian in git
    (?P<numbers>
        [0-9]{4}([-/])[0-9]{1,2}\3[0-9]{1,2}(?![0-9])                             # a day
      | (?<![0-9])(?:[0-9]{2}|[0-9]{4})[-_.]?(?:q[1-4]|h[12]|w[0-9]{2})(?![0-9])   # a quarter, half or week of a year
      | [0-9]+(?:\.[0-9]+)+
      | [0-9]+(?:_[0-9]+)+(?![0-9]|\.[0-9])                                       # not that of `lib_2_1.0`
      | (?:(?<![^\W\d_])|(?<=^v)|(?<=[-_/@]v))[0-9]+(?:-[0-9]+)+(?![0-9]|[._][0-9])   # nor that of `md-5-0.10`
      | [0-9]+
    )
    """,
    re.VERBOSE,
)
"""Numbers that may be a version."""
_TOKEN = re.compile(r"(?P<word>[^\W\d_]+)|(?P<number>[0-9]+)")  # `rc` and `1` of `-rc.1`
_LONGEST_WORD = 20
_NAMES_NOTHING = frozenset({"", "v", "ver", "version", "versions", "r", "rel", "release", "releases", "tag", "tags"})
"""Words before a version that do not tell what it is the version of."""

_FIRST = -8
"""The rank of a pre-release that has a number alone."""
_BEFORE = -3
"""The rank of a pre-release of which nothing more is known; that of a release is 0, and what corrects one is above."""
_AFTER = 2
_STAGES = (
    dict.fromkeys(("dev", "snapshot", "nightly", "daily", "canary", "init", "edge", "unstable", "experimental"), -7)
    | {"alpha": -6, "beta": -5, "milestone": -4, "rc": -2, "gamma": -2}
    | dict.fromkeys(("pre", "preview", "prerelease", "next", "ea", "eap", "test", "testing"), _BEFORE)
    | dict.fromkeys(("post", "patch", "pl", "rev", "sp", "update", "hotfix", "fix"), _AFTER)
)
"""Words after the numbers, by what they make of the version."""
_SHORT = {"a": "alpha", "b": "beta", "c": "rc", "m": "milestone", "p": "patch", "r": "rev", "u": "update"}
"""What a letter means that has a number."""
_SAME = {"cr": "rc", "candidate": "rc"}
_PLAIN = frozenset({"final", "ga", "release", "rel", "lts", "stable", "fcs", "build", "v"})
"""Words that make nothing else of a version."""
_NUMBER_RANK, _LETTER_RANK = 1, 1
_LETTERS = 2
"""Letters that a release may have behind its numbers, as OpenSSL's `1.0.2zb`."""
_NUMBER, _LETTER = "0", "1"
"""What may be open, beside words."""
_SEMANTIC = 3
"""Numbers that a semantic version has."""

_Number = tuple[int, str]
"""A number of any length: how many digits it has, and these. Python reads no more than 4,300."""


class _Suffix(NamedTuple):
    rank: int
    word: str = ""
    number: _Number = (0, "")


_END = _Suffix(0)


@dataclass(frozen=True)
class Version:
    """What a tag is a version of, and which one."""

    name: str
    series: str
    """What it is a version of; nothing more than a key."""
    epoch: _Number
    numbers: tuple[_Number, ...]
    parts: tuple[_Suffix, ...]
    """What follows the numbers."""
    build: tuple[_Suffix, ...] = ()
    """Says nothing about the order of versions, but for those that are the same otherwise."""
    flavour: str = ""
    """Releases that differ in it come side by side: `v33.0-jre` and `v33.0-android`."""

    @cached_property
    def level(self) -> tuple[object, ...]:
        """Where it stands among the versions of its series."""
        return self.epoch, _trimmed(self.numbers), (*self.parts, _END)

    @cached_property
    def order(self) -> tuple[object, ...]:
        """Sorts the names of a series."""
        return *self.level, self.flavour, self.build, len(self.numbers), self.name

    @cached_property
    def is_prerelease(self) -> bool:
        """Whether it comes before a release."""
        return any(part.rank < 0 for part in self.parts)

    @property
    def is_named(self) -> bool:
        """Whether the tag has a version at all."""
        return bool(self.numbers)


def read_versions(names: Collection[str], is_before: Callable[[str, str], bool]) -> dict[str, Version]:
    """The versions of tags. `is_before` tells whether the first of two tags is in the history of the second."""
    series = defaultdict(list)
    for reading in map(_read, names):
        series[reading.series].append(reading)
    versions = {}
    for some in series.values():
        sides = _decide(some, is_before)
        versions.update({reading.name: _version(reading, sides) for reading in some})
    return versions


@dataclass(frozen=True)
class _Token:
    joint: str
    """What is between it and the one before it."""
    word: str
    number: str


@dataclass(frozen=True)
class _Reading:
    """A name in its parts."""

    name: str
    series: str
    epoch: str
    numbers: tuple[str, ...]
    tokens: tuple[_Token, ...]
    build: tuple[_Token, ...]

    @cached_property
    def release(self) -> tuple[_Number, ...]:
        """Its numbers as they compare, with nothing that follows them."""
        return _number(self.epoch), *_trimmed(map(_number, self.numbers))

    @property
    def open(self) -> str | None:
        """What tells neither a pre-release nor a release: a word, a letter or a number right after the numbers."""
        if not self.tokens:
            return None
        first, *others = self.tokens
        if first.number:
            return _NUMBER if first.joint == "-" else None
        if first.word in _SHORT and not (others and others[0].number):
            return _LETTER
        if first.word in _STAGES or first.word in _SHORT or first.word in _SAME or first.word in _PLAIN:
            return None
        return _LETTER if not first.joint and len(first.word) <= _LETTERS else first.word

    @property
    def is_before_by_scheme(self) -> bool:
        """Which side semantic versions take for what is open, and other schemes."""
        if self.open == _NUMBER:
            return len(self.numbers) == _SEMANTIC
        return self.open != _LETTER and self.tokens[0].joint in ("-", "_")


def _read(name: str) -> _Reading:
    text = name.casefold()
    run = _version_run(text)
    if run is None:
        place = re.match(r".*[/@]|", text)
        return _Reading(name, f"?{place[0] if place else ''}", "", (), (), ())
    before = text[: run.start()]
    after, _, build = text[run.end() :].partition("+")
    words = (word for word in re.split(r"[-_./@=\s]+", before) if word not in _NAMES_NOTHING)
    numbers = tuple(re.findall("[0-9]+", run["numbers"]))
    return _Reading(name, "-".join(words), run["epoch"] or "", numbers, _tokens(after), _tokens(build))


def _tokens(text: str) -> tuple[_Token, ...]:
    tokens, end = [], 0
    for match in _TOKEN.finditer(text):
        tokens.append(_Token(text[end : match.start()], match["word"] or "", match["number"] or ""))
        end = match.end()
    return tuple(tokens)


def _version_run(text: str) -> re.Match[str] | None:
    """Which numbers of a name are its version: not those of a name such as `log4j`, nor those of a pre-release."""
    runs = [run for n, run in enumerate(_RUN.finditer(text)) if n == 0 or not _is_stage(_word_before(text, run))]
    place = max(text.rfind("/"), text.rfind("@"))
    runs = [run for run in runs if run.end() > place] or runs
    return max(runs, key=lambda run: _weight(text, run), default=None)


def _word_before(text: str, run: re.Match[str]) -> str:
    """The word before numbers, with what is between."""
    before = text[max(0, run.start() - _LONGEST_WORD) : run.start()]
    end = len(before) - before.endswith(("-", "_", "."))
    letters = sum(1 for _ in itertools.takewhile(str.isalpha, reversed(before[:end])))
    return before[end - letters :] if letters else ""


def _is_stage(word: str) -> bool:
    return word in _SHORT or word.rstrip("-_.") in _STAGES or word.rstrip("-_.") in _SAME


def _weight(text: str, run: re.Match[str]) -> int:
    """How much speaks for numbers being a version, by what is around them."""
    word = _word_before(text, run)
    is_attached = word[-1:].isalpha()
    before = text[: run.start() - len(word)]
    is_marked = is_attached and word in _NAMES_NOTHING and (not before or before.endswith(tuple("-/@_=")))
    if not run["numbers"].isdigit():  # several
        return 5 if is_marked or not is_attached else 3
    behind = _TOKEN.match(text, run.end())
    if behind and not (_is_stage(behind[0]) or behind[0] in _PLAIN):
        return 0
    return 4 if is_marked else 1 if is_attached else 2


def _decide(readings: Sequence[_Reading], is_before: Callable[[str, str], bool]) -> dict[str, bool]:
    """Decide whether what names of a series leave open is before the release with the same numbers.

    The history tells, where one is in that of the other. If it was there several times without such a release, or is a
    mere word beside one, it is a release of its own. Of anything else there is nothing, and the name's scheme decides.
    """
    plain = defaultdict(list)
    unclear = defaultdict(list)
    for reading in readings:
        if reading.open is not None:
            unclear[reading.open].append(reading)
        elif not _parts(reading, {})[0]:
            plain[reading.release].append(reading.name)
    sides = {}
    for what, some in unclear.items():
        pairs = [(reading.name, name) for reading in some for name in plain.get(reading.release, ())]
        votes = sum(is_before(*pair) - is_before(*pair[::-1]) for pair in pairs)
        is_mere_word = what not in (_NUMBER, _LETTER) and not any(reading.tokens[1:] for reading in some)
        alone = {reading.release for reading in some if is_mere_word or reading.release not in plain}
        if votes:
            sides[what] = votes > 0
        elif len(alone) > 1:
            sides[what] = False
    return sides


def _version(reading: _Reading, sides: Mapping[str, bool]) -> Version:
    parts, flavour = _parts(reading, sides)
    build = tuple(_Suffix(_AFTER, token.word, _number(token.number)) for token in reading.build)
    numbers = tuple(map(_number, reading.numbers))
    return Version(reading.name, reading.series, _number(reading.epoch), numbers, parts, build, flavour)


def _parts(reading: _Reading, sides: Mapping[str, bool]) -> tuple[tuple[_Suffix, ...], str]:
    """What follows the numbers, and the flavour."""
    parts: list[_Suffix] = []
    flavour = ""
    for n, word, number in _words(reading.tokens):
        what = reading.open if n == 0 else None
        is_before = what is not None and sides.get(what, reading.is_before_by_scheme)
        is_flavour = word in sides if what is None else what == word
        if is_flavour and not (is_before or sides.get(word)):
            flavour = flavour or word
        else:
            parts.append(_Suffix(_rank(what, word, parts, is_before=is_before), word, number))
    return tuple(parts), flavour


def _words(tokens: Sequence[_Token]) -> Iterator[tuple[int, str, _Number]]:
    """Words in one spelling each, and numbers; those words left out that say nothing about the order."""
    for n, token in enumerate(tokens):
        has_number = n + 1 < len(tokens) and bool(tokens[n + 1].number)
        word = _SHORT.get(token.word, token.word) if has_number else token.word
        if word not in _PLAIN:
            yield n, _SAME.get(word, word), _number(token.number)


def _rank(what: str | None, word: str, before: Sequence[_Suffix], *, is_before: bool) -> int:
    if what is not None:
        return _FIRST if is_before and not word else _BEFORE if is_before else _LETTER_RANK
    if not word:
        return _NUMBER_RANK
    rank = _STAGES.get(word, _AFTER)
    is_behind_prerelease = bool(before) and before[0].rank < 0
    return _AFTER if is_behind_prerelease and rank != _STAGES["dev"] else rank


def _number(text: str) -> _Number:
    digits = text.lstrip("0")
    return len(digits), digits


def _trimmed(numbers: Iterable[_Number]) -> tuple[_Number, ...]:
    """Take away zeros at the end: `1.0` is `1`."""
    kept = list(numbers)
    while kept and not kept[-1][0]:
        kept.pop()
    return tuple(kept)
