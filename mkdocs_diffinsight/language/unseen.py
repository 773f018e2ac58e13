"""What a reader does not see in a text: characters that show nothing, and letters that pass for others. Pure.

As forges do, and with more care for scripts that need joiners, and for emoji.
https://www.unicode.org/reports/tr36/ and https://www.unicode.org/reports/tr39/ say what this is about.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from .scripts import HAN

_EMOJI = (
    "\u00a9\u00ae\u203c\u2049\u20e3\u2122\u2139\u2190-\u21ff\u2300-\u23ff\u24c2\u25a0-\u27bf\u2900-\u297f\u2b00-\u2bff"
    "\u3030\u303d\u3297\u3299\U0001f000-\U0001fbff"
)
_JOINING = "\u0600-\u07ff\u0840-\u08ff\u0900-\u0dff\u0e00-\u109f\u1700-\u18af\u1980-\u1cff\ua800-\uaaff\ufb50-\ufdff"
"""Scripts in which joiners, or the lack of them, make another word: Arabic, those of India and their neighbours."""
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefe"
_PLACED = re.compile(  # the joiners of 👩‍👩‍👧
    rf"(?<=[{_EMOJI}\ufe0f])\u200d(?=[{_EMOJI}])"  # a family, a flag of several signs
    rf"|(?<=[{_JOINING}])[\u200c\u200d]"
    rf"|(?<=[{_EMOJI}])[\ufe0e\ufe0f]|(?<=[#*0-9])\ufe0f(?=\u20e3)"
    rf"|(?<=[{HAN}])[\ufe00-\ufe02\U000e0100-\U000e01ef]"
    r"|(?<=[\u1800-\u18af])[\u180b-\u180f]"
    rf"|(?<=[{_RIGHT_TO_LEFT}])[\u200e\u200f\u061c]|[\u200e\u200f\u061c](?=[{_RIGHT_TO_LEFT}])"
    r"|(?<=\U0001f3f4)[\U000e0030-\U000e0039\U000e0061-\U000e007a]{3,6}\U000e007f"  # a region's flag
)
"""Where such a character is a part of what is seen."""
_INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
_CYRILLIC_ALIKE = "АВЕКМНОРСТУХЅІЈԌԚԜасеіјорѕухԁһӏԛԝѵг"
_GREEK_ALIKE = "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧανορικυ"
_OTHER_ALIKE = "ՕՍօոսհզᎪᎬᎢᏴᏚᏞᏟᏢᏦᏙᏔ"
_ALIKE = _CYRILLIC_ALIKE + _GREEK_ALIKE + _OTHER_ALIKE
_MIXED = re.compile(rf"[a-zA-Z][{_ALIKE}]|[{_ALIKE}][a-zA-Z]")  # `аd` in `аdmin`, where the first letter is Cyrillic
"""Where two scripts meet in a word."""
_SUSPECT = re.compile(rf"[{_INVISIBLE}]|{_MIXED.pattern}")  # any of both
_LETTERS = re.compile(r"[^\W\d_\u115f\u1160\u3164\uffa0]{2,200}")  # аdmin
# a joiner in its place, one that is not, or a word
_SOUGHT = re.compile(rf"(?P<placed>{_PLACED.pattern})|(?P<invisible>[{_INVISIBLE}]+?)|{_LETTERS.pattern}")
_INFLECTED = re.compile(rf"[A-Z0-9]+[{_CYRILLIC_ALIKE}а-яё]{{1,3}}\Z")  # APIами
"""A name in capitals with the ending of another language."""
_SYMBOL = re.compile(rf"[a-zA-Z]?[{_GREEK_ALIKE}][a-zA-Z]?\Z|[a-zA-Z{_ALIKE}]{{2}}\Z")  # μm
"""Too short for an odd letter to hide in, such as `μm`."""
_LATIN_ALIKE = frozenset("aceopxyijs")
"""Letters that pass for Cyrillic ones."""
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")  # ж
_MOST_NAMED = 12
"""Code points, of a run."""


class Unseen(NamedTuple):
    """Characters of a text that a reader does not see as what they are."""

    start: int
    end: int
    is_letter: bool
    """A letter that looks like another one; or else nothing is seen."""


def find_unseen(text: str) -> Iterator[Unseen]:
    """Find them in order; invisible ones in a row are one. The time grows with the length of the text."""
    if text.isascii() or not _SUSPECT.search(text):
        return
    start = end = 0  # of invisible ones in a row
    for match in _SOUGHT.finditer(text):
        if match["invisible"]:
            if match.start() != end:
                if start < end:
                    yield Unseen(start, end, is_letter=False)
                start = match.start()
            end = match.end()
        elif not match["placed"]:
            if start < end:
                yield Unseen(start, end, is_letter=False)
                start = end
            yield from _alike(match[0], match.start())
    if start < end:
        yield Unseen(start, end, is_letter=False)


def _alike(word: str, start: int) -> Iterator[Unseen]:
    """The letters of a word that pass for those of the script of all others."""
    if word.isascii() or not _MIXED.search(word) or _INFLECTED.match(word) or _SYMBOL.match(word):
        return
    odd = [n for n, letter in enumerate(word) if not letter.isascii()]
    if not all(word[n] in _ALIKE or unicodedata.name(word[n], "").startswith("LATIN") for n in odd):
        odd = [n for n, letter in enumerate(word) if not _CYRILLIC.match(letter)]
        if len(odd) * 2 > len(word) or not all(word[n] in _LATIN_ALIKE for n in odd):
            return
    yield from (Unseen(start + n, start + n + 1, is_letter=True) for n in odd if word[n] in _ALIKE or word[n].isascii())


def has_unseen(text: str) -> bool:
    """Whether there is any."""
    return next(find_unseen(text), None) is not None


def visible(text: str) -> str:
    """The text with their code points: `adm⟨U+200B⟩in`, `⟨а U+0430⟩dmin`. Doing it twice changes nothing more."""
    parts, place = [], 0
    for one in find_unseen(text):
        unseen = text[one.start : one.end]
        letter = f"{unseen} " if one.is_letter else ""
        parts += [text[place : one.start], f"⟨{letter}{code_points(unseen)}⟩"]
        place = one.end
    return "".join([*parts, text[place:]])


def code_points(text: str) -> str:
    """The names of characters, as `U+200B`; of a long run the first ones."""
    more = len(text) - _MOST_NAMED
    return " ".join(f"U+{ord(one):04X}" for one in text[:_MOST_NAMED]) + (f" +{more}" if more > 0 else "")


def described(text: str) -> str:
    """What characters are called, or what text they hide, as those of tags do."""
    if hidden := "".join(chr(ord(one) - 0xE0000) for one in text if "\U000e0020" <= one <= "\U000e007e"):
        return hidden[:200]
    return ", ".join(dict.fromkeys(unicodedata.name(one, "") for one in text[:_MOST_NAMED]))
