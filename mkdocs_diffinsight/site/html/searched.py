"""What search reads of a report. Pure.

The index is one file that browsers load as a whole, so it gets the words that people look for rather than all of them:
what a text says first, then the names and numbers in the rest.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence

from ...language.quoting import beginning, size
from ...language.scripts import EAST_ASIAN
from .templating import TAG, Heading, escape_heading

OVERVIEW, FILE = 1_500, 300
"""Bytes of UTF-8 for what a report says about all its files, and about one of them."""
_SHORTEST = 2
"""Bytes of a name and the blank before it."""
_SENTENCES = 0.7
"""The part of that for sentences; the rest is for names."""
_NOTE = re.compile(r'<(sup|small) class="di-(?:proof|sources|doubt)">.*?(?:</\1>|\Z)', re.DOTALL)
"""What a page adds to a statement, which is no word of it."""
_CODE = re.compile(r"<code>([^<]+)</code>")
_WORD = re.compile(r"[A-Za-z_\d](?:(?<=\d)[\w.,:/-]*|(?<!\d)[\w./-]*)\w", re.ASCII)
_NAME = re.compile(r"[\d_./]|.[A-Z]")
"""What tells a name from a word where all words are Latin."""
_EAST_ASIAN = re.compile(f"[{EAST_ASIAN}]")
_QUOTES = {ord("“"): None, ord("”"): None, ord("「"): " ", ord("」"): " "}
"""Marks that searches take for a part of the word beside them."""


def searched(sections: Iterable[tuple[Heading, str]]) -> str:
    """Headings with the texts below them, as HTML; those without a text say nothing, unless it is the page's own."""
    return "\n".join(
        f'<h{heading.level} id="{heading.id}">{escape_heading(heading.full_title or heading.title)}</h{heading.level}>'
        + (f"\n<p>{html.escape(text, quote=False)}</p>" if text else "")
        for heading, text in sections
        if text or heading.level == 1
    )


def gist(markup: str, budget: int) -> str:
    """As much of a text as the budget (bytes of UTF-8) allows: its first sentences, then names in the rest."""
    text = markup
    if "<" in markup:
        markup = _NOTE.sub("", markup)
        text = TAG.sub(" ", markup)
    words = " ".join(html.unescape(text).translate(_QUOTES).split())
    if size(words) <= budget:
        return words
    first = beginning(words, int(budget * _SENTENCES))
    shown = [first]
    known, left = first.casefold(), budget - size(first)
    for name in _names(words[len(first) :], _CODE.findall(markup)):
        if left < _SHORTEST:
            break
        cost = size(name) + 1
        if cost <= left and (folded := name.casefold()) not in known:
            shown.append(name)
            known, left = f"{known} {folded}", left - cost
    return " ".join(shown)


def _names(text: str, code: Sequence[str]) -> Iterator[str]:
    yield from map(html.unescape, code)
    # Among Chinese or Japanese characters, every Latin word is one.
    all_words = _EAST_ASIAN.search(text)
    yield from (word[0] for word in _WORD.finditer(text) if all_words or _NAME.search(word[0]))
