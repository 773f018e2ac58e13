"""Which words of authors tell of what diffs show, so that one thing is told once: in their words, with the diff as its
proof. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import NamedTuple

from ...analyze.authors.words import named_in
from ...model.findings import Topic

# e.g. Removes the option
_TELLS_OF_CHANGE = re.compile(
    r"\b(?:remov|renam|mov|replac|deprecat|drop|delet|chang|now|no longer|instead|requir|mandatory|migrat)"
    r"|削除|廃止|変更|改名|移動|置き換|必須|非推奨|移除|[删刪]除|重命名|改名|改为|替[换換]|移[动動]|[弃棄]用|不再|必[须須需]",
    re.IGNORECASE,
)
_ENDS = (Topic.BREAKING, Topic.END, Topic.DEPRECATION, Topic.REQUIREMENT)
# e.g. requires-python
_NEEDED = re.compile(r"\b(?:python|node|rust|go|java|jvm|php|ruby)", re.IGNORECASE)
_RUST = ("rust", "msrv")


class Claim(NamedTuple):
    """What an author says of a change."""

    topic: Topic
    text: str
    number: int | None = None
    """Of its pull request, if that is known."""

    def tells(self, names: Collection[str]) -> bool:
        """Whether it tells what happened to all of some names, or what is needed of a program with one of them."""
        if not names or not (self.topic in _ENDS or _TELLS_OF_CHANGE.search(self.text)):
            return False
        return named_in(self.text).issuperset(names) or (self.topic in _ENDS and self._requires(names))

    def _requires(self, names: Iterable[str]) -> bool:
        """Whether it is about the version of a language that a setting with a name asks for."""
        needed = {match[0].casefold() for name in names for match in _NEEDED.finditer(name)}
        text = self.text.casefold()
        return bool(needed) and all(
            any(word in text for word in (_RUST if one == "rust" else (one,))) for one in needed
        )
