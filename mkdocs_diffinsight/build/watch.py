"""Words to look out for, and which of them a change has. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..language.scripts import EAST_ASIAN
from ..model.findings import Evidence
from ..model.texts import FileSummary

_LETTER = rf"[^\W{EAST_ASIAN}]"
"""What a word goes on with."""
_LONGEST_RUN = 99
"""Characters that a `*` stands for at most; without a bound, long lines of hostile text would take for ever."""
_CHANGED_LINE = re.compile(r"^[+-](.*)", re.MULTILINE)


class Watch:
    """Looks for terms in changes.

    Capitals make no difference. A term is a whole word, or several in a row; `*` stands for any letters, digits and
    underscores, also none. Japanese, Chinese and Korean writing has no borders between words.
    """

    def __init__(self, terms: Sequence[str] = ()) -> None:
        self._patterns = [(term, *_compile(term)) for term in terms]

    def hits(self, evidence: Evidence, summary: FileSummary) -> tuple[str, ...]:
        """The terms in a file's path, in what a report says of it, and in its changed lines."""
        if not self._patterns:
            return ()
        change = evidence.change
        parts = [change.path, summary.modification_title, summary.explanation]
        if not any(evidence.findings.lfs):  # the lines are those of a pointer
            parts += _CHANGED_LINE.findall(change.patch or "")
        return self.find("\n".join(parts))

    def find(self, text: str) -> tuple[str, ...]:
        """The terms that a text has, in their own order."""
        text = text.casefold()
        return tuple(term for term, literal, pattern in self._patterns if _is_in(text, literal, pattern))


def _compile(term: str) -> tuple[str, re.Pattern[str]]:
    """What a term begins with, and a pattern for the whole, both for casefolded text."""
    inner = re.split(r"\*+", term.casefold().strip("*"))
    before = f"(?<!{_LETTER})" if re.match(_LETTER, term) else ""
    after = f"(?!{_LETTER})" if re.match(_LETTER, term[-1]) else ""
    pattern = rf"\w{{0,{_LONGEST_RUN}}}".join(map(re.escape, inner))
    return inner[0], re.compile(before + pattern + after)


def _is_in(text: str, literal: str, pattern: re.Pattern[str]) -> bool:
    # Patches have megabytes: Python finds a fixed text many times faster than it tries a pattern at each character.
    start = text.find(literal)
    while start >= 0:
        if pattern.match(text, start):
            return True
        start = text.find(literal, start + 1)
    return False
