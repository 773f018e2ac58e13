"""Taking secrets out of text before it leaves the machine, or goes onto a page. Pure.

A secret is known by its form (keys and tokens of known services, signed tokens, private keys) or by its place (after
`password`, in a header, in an address), where it has to look like one, too. What is only disorder is left alone:
documentation is full of hashes and identifiers.
"""

from __future__ import annotations

import functools
import itertools
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from .forms import FORMS
from .places import PLACES
from .private_keys import key_spans

REMOVED = "[secret removed]"
"""Stands where a secret stood."""

PRIVATE_KEY = "private key"
# e.g. aGVsbG8gd29ybGQxMjM0
_RUN = re.compile(r"[A-Za-z0-9_+=-]{16,}")
# e.g. aGVsbG8
_MIXED = re.compile(r"\d|[a-z][A-Z]|[A-Z]{2}[a-z]|[A-Z]{12}")
"""What is in a run of signs of every form: most lines have none, and are done with at once."""
_SHORTEST = 4
"""Signs of a secret that is looked for by itself."""
_MOST_KNOWN = 2_000
"""Secrets of some lines that are looked for in other texts."""
_LOWER = {n: chr(n).lower() for n in range(128)}
_LONGEST_LINE = 20_000
"""Signs of a line in which places are looked for; in a longer one only forms are."""


class Secret(NamedTuple):
    """A secret, or one line of it."""

    line: int
    """Its number among the lines, from 0."""
    start: int
    end: int
    kind: str
    """For people, such as `GitHub token`; empty for the further lines of a private key."""


def redact(text: str) -> tuple[str, int]:
    """The text with `REMOVED` instead of each secret, and the number of secrets. Line breaks stay where they are."""
    lines, count = redact_lines(text.split("\n"))
    return "\n".join(lines), count


def redact_lines(lines: Sequence[str]) -> tuple[list[str], int]:
    """The same for the lines of one text, so that a key of several lines is known as one."""
    secrets = find_secrets(lines)
    return _replaced(lines, secrets, REMOVED), sum(bool(secret.kind) for secret in secrets)


class Remover:
    """Takes the secrets that stand in some lines out of any text, besides whatever looks like one there.

    A value alone does not tell what it is: that `tr0ub4dor` is a password is known from the line that says so.
    """

    def __init__(self, lines: Sequence[str], mark: str = REMOVED) -> None:
        secrets = find_secrets(lines)
        self._mark = mark
        self._values = {lines[line][start:end].strip() for line, start, end, _ in secrets}
        self.lines = _replaced(lines, secrets, mark)
        """Without secrets."""

    @classmethod
    def of(cls, removers: Iterable[Remover]) -> Remover:
        """One for the secrets of several."""
        made = cls(())
        for remover in removers:
            made._values |= remover._values
            made._mark = remover._mark
        return made

    def __call__(self, text: str) -> str:
        if not text:
            return text
        for value in self._known:
            text = text.replace(value, self._mark)
        lines = text.split("\n")
        return "\n".join(_replaced(lines, find_secrets(lines), self._mark))

    @functools.cached_property
    def _known(self) -> list[str]:
        return sorted((value for value in self._values if len(value) >= _SHORTEST), key=len, reverse=True)[:_MOST_KNOWN]


def find_secrets(lines: Sequence[str]) -> list[Secret]:
    """The secrets in the lines of one text, in order; none overlaps another one."""
    keys = list(_private_keys(lines))
    rest = list(lines)
    for line, start, end, _ in keys:
        rest[line] = rest[line][:start] + "\0" * (end - start) + rest[line][end:]
    text = "\n".join(rest)
    starts = list(itertools.accumulate((len(line) + 1 for line in rest), initial=0))
    secrets = [*keys, *_by_form(rest, text, starts), *_by_place(rest, text, starts)]
    return _merged(sorted(secrets, key=lambda secret: secret[:2]))


def _replaced(lines: Sequence[str], secrets: Sequence[Secret], mark: str) -> list[str]:
    shown = list(lines)
    for line, start, end, _ in reversed(secrets):
        shown[line] = shown[line][:start] + mark + shown[line][end:]
    return shown


def _private_keys(lines: Sequence[str]) -> Iterator[Secret]:
    before = -2
    for line, (start, end) in key_spans(lines).items():
        continues = start == 0 and not any(map(str.strip, lines[before + 1 : line])) and before >= 0
        yield Secret(line, start, end, "" if continues else PRIVATE_KEY)
        before = line


def _by_form(lines: Sequence[str], text: str, starts: Sequence[int]) -> Iterator[Secret]:
    dense = (run.start() for run in _RUN.finditer(text) if _MIXED.search(run[0]))
    numbers = list(dict.fromkeys(bisect_right(starts, at) - 1 for at in dense))
    told = [lines[number] for number in numbers]
    text = "\n".join(told)
    starts = list(itertools.accumulate((len(line) + 1 for line in told), initial=0))
    for form in FORMS if told else ():
        if any(part in text for part in form.parts):
            for match in form.pattern.finditer(text):
                start, end = match.span(form.pattern.groups and 1)
                n = bisect_right(starts, start) - 1
                yield Secret(numbers[n], start - starts[n], end - starts[n], form.name)


def _by_place(lines: Sequence[str], text: str, starts: Sequence[int]) -> Iterator[Secret]:
    lowered = text.lower() if text.isascii() else text.translate(_LOWER)
    for place in PLACES:
        for line in sorted(set().union(*(_lines_with(word, lowered, starts) for word in place.words))):
            if len(lines[line]) <= _LONGEST_LINE:
                yield from (Secret(line, *span, place.name) for span in place.values(lines[line]))


def _lines_with(word: str, text: str, starts: Sequence[int]) -> Iterator[int]:
    at = text.find(word)
    while at >= 0:
        line = bisect_right(starts, at) - 1
        yield line
        at = text.find(word, starts[line + 1])


def _merged(secrets: Iterable[Secret]) -> list[Secret]:
    """Secrets in order, with those that overlap as one, of the first one's kind."""
    merged: list[Secret] = []
    for secret in secrets:
        if merged and secret.line == merged[-1].line and secret.start < merged[-1].end:
            merged[-1] = merged[-1]._replace(end=max(merged[-1].end, secret.end))
        else:
            merged.append(secret)
    return merged
