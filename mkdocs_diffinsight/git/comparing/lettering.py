"""Whether a text that was decoded reads as a language that its encoding is used for, by its letters alone. Pure.

In a wrong encoding, a text has letters that the languages of that encoding hardly use, or letters of two scripts in
one word. A text that reads as a language may still be another one's: who asks has to compare all that do.
"""

from __future__ import annotations

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any

from ...tables import read_table

_JAPANESE = frozenset({"cp932", "euc_jp", "iso2022_jp"})
_CHINESE = frozenset({"gbk", "gb18030"})
_EAST_ASIAN = _JAPANESE | _CHINESE | {"big5", "cp949"}
_KANA = frozenset({"HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA"})
_LEAST_KANA = 0.1
_TABLE = read_table(__file__, "lettering.toml")
_HANZI = frozenset("".join(_TABLE["hanzi"].split()))
"""What Chinese texts have very often."""
_LEAST_HANZI = 0.25
_SCRIPTS: Mapping[str, Mapping[str, Any]] = _TABLE["scripts"]
_SCRIPT_OF = {codec: script for script, row in _SCRIPTS.items() for codec in row["codecs"].split()}
_FREQUENT = {script: (frozenset[str](row["frequent"]), float(row["least"])) for script, row in _SCRIPTS.items()}
"""The letters that a script's languages have most, and the least share of them."""
_LATIN: Mapping[str, Mapping[str, str]] = {codec: row for row in _TABLE["latin"] for codec in row["codecs"].split()}
_ALPHABETS = {codec: row["alphabets"].split() for codec, row in _LATIN.items()}
"""The letters beyond ASCII of the languages that are written in an encoding of Latin letters."""
_TELLING = {codec: frozenset(row["telling"]) for codec, row in _LATIN.items() if "telling" in row}
"""The letters of such languages that those of western Europe have not."""
_OF_WORDS = frozenset("\u2019\u00ad\u00b7\u00aa\u00ba\u0301\u05f3\u05f4")
"""What is no letter and may stand within a word."""
_NOT_BESIDE = frozenset("\u00b6\u00bc\u00bd\u00be\u00b9\u00b1\u00ac\u00a6\u00a8\u00af\u00b4\u00b8\u00a4\u00a2") | {
    chr(box) for box in range(0x2500, 0x25A0)
}
"""Signs that do not touch letters."""
# the `¼` of `caf¼s`, with the `s` behind it
_SIGN = re.compile(r"(?<=[^\W\d_])[^\w\s\x00-\x7f](?=([^\W\d_]?))|[^\w\s\x00-\x7f](?=[^\W\d_])")
_MICRO = "\u00b5"
"""A sign of units, which is a letter to Unicode."""
_OF_ANY_SCRIPT = frozenset({"MODIFIER", "COMBINING", "MICRO", "FEMININE", "MASCULINE"})
"""The first words of the names of what may stand in words, too."""
_FINAL = re.compile("[ךםןףץ](?=[א-ת])")  # the `ם` of `שלםה`
"""Letters of Hebrew that end words, within one."""
_WORD = re.compile(r"[^\W\d_]+")  # Größe
_MOST = 0.9
_FEW = 0.05
_LEAST_SMALL = 0.2
_ENOUGH = 3
"""So many letters hardly leave out all telling ones."""
_MOST_LATIN = 0.5
"""Letters beyond ASCII, of all letters of a text in a language of Latin letters."""


def reads_as_language(text: str, codec: str) -> bool:
    """Whether a text looks like one of the languages that an encoding (a codec of Python) is used for."""
    if _has_no_text(text):
        return False
    letters = _telling_letters(text)
    if codec.startswith("utf"):
        return _has_lines_of_few_scripts(text)
    if codec in _EAST_ASIAN:
        return _reads_as_east_asian(codec, letters)
    if _mixes(text):
        return False
    if script := _SCRIPT_OF.get(codec):
        return bool(letters) and _reads_as_script(script, text, letters)
    return _reads_as_latin(codec, text, letters)


def tells_enough(text: str, codec: str) -> bool:
    """Whether a text that reads as a language has the letters to be sure of that."""
    letters = _telling_letters(text)
    if codec in _ALPHABETS:
        return len(letters) >= _ENOUGH or not _differs(letters, codec)
    if _SCRIPT_OF.get(codec) == "CYRILLIC" and _share(letters, str.islower) < _LEAST_SMALL:
        return False  # as capitals, many other texts read so
    return len(letters) > _ENOUGH


def _telling_letters(text: str) -> list[str]:
    return [char for char in text if char > "\x7f" and char.isalpha() and char != _MICRO]


def _has_no_text(text: str) -> bool:
    """Whether there are characters that no text has."""
    return "\x1b$" in text or any(
        unicodedata.category(char) in ("Cc", "Cn", "Co", "Cs") and char not in "\t\n\r\f\x1b" for char in text
    )


@lru_cache(maxsize=8192)
def _script(char: str) -> str:
    return unicodedata.name(char, "").partition(" ")[0]


def _share(letters: Sequence[str], test: Callable[[str], bool]) -> float:
    return sum(map(test, letters)) / len(letters) if letters else 0.0


def _by_chance(share: float, letters: Sequence[str]) -> float:
    """By how much a share of few letters differs from that of a long text: a standard deviation."""
    return math.sqrt(share * (1 - share) / len(letters)) if letters else 0.0


def _has_lines_of_few_scripts(text: str) -> bool:
    scripts = Counter("ASCII" if char <= "\x7f" else _script(char) for char in text if char.isalpha())
    scripts["CJK"] += sum(scripts.pop(name, 0) for name in (*_KANA, "FULLWIDTH", "HALFWIDTH"))
    ascii_letters = scripts.pop("ASCII", 0)
    most = max(scripts.values(), default=0)
    return "\n" in text and 0 < _MOST * (scripts.total() + ascii_letters) <= most + ascii_letters


def _reads_as_east_asian(codec: str, letters: Sequence[str]) -> bool:
    if codec == "iso2022_jp":  # nothing else has its escapes
        return bool(letters)
    if codec == "cp949":
        return _share(letters, lambda char: _is_in(char, "euc_kr", 0xB0, 0xC8)) >= _MOST
    if codec in _JAPANESE:
        return _reads_as_japanese(letters)
    if codec in _CHINESE and _reads_as_japanese(letters):  # some write it so; what EUC-JP has, too, is EUC-JP
        return any(_bytes(char, codec)[1:2] < b"\xa1" for char in letters)
    if _share(letters, lambda char: _script(char) == "CJK") < _MOST:
        return False
    if codec in _CHINESE:
        common = _share(letters, lambda char: _is_in(char, "gb2312", 0xB0, 0xD7)) >= _MOST
        # Where the common characters of Japanese (and Korean) are, hardly any Chinese text has all of its own.
        other = _share(letters, lambda char: _is_in(char, "gb2312", 0xB0, 0xCF)) >= _MOST
        least = _LEAST_HANZI + _by_chance(_LEAST_HANZI, letters)
        return common and (not other or _share(letters, _HANZI.__contains__) >= least)
    # The second byte of four in ten is of ASCII; where that of none is, the text is one of another encoding.
    common = _share(letters, lambda char: _is_in(char, "big5", 0xA4, 0xC6)) >= _MOST
    return common and _share(letters, lambda char: _bytes(char, "big5")[1:].isascii()) >= _FEW


def _reads_as_japanese(letters: Sequence[str]) -> bool:
    known = _share(letters, lambda char: _script(char) in _KANA or _script(char) in ("CJK", "FULLWIDTH"))
    return known >= 1 - _FEW and _share(letters, lambda char: _script(char) in _KANA) >= _LEAST_KANA


def _is_in(char: str, codec: str, first: int, last: int) -> bool:
    """Whether a character is one of the common ones, which stand first in its standard."""
    return first <= _bytes(char, codec)[0] <= last


@lru_cache(maxsize=8192)
def _bytes(char: str, codec: str) -> bytes:
    return char.encode(codec, "replace")


def _mixes(text: str) -> bool:
    """Whether words have letters of two scripts, signs within them, or capitals after small letters of another."""
    words = (word for word in _WORD.findall(text) if not word.isascii())
    if any(len({_script(char) for char in word} - _OF_ANY_SCRIPT) > 1 for word in words):
        return True
    signs = _SIGN.finditer(text)
    return any(sign[0] in _NOT_BESIDE or (sign[1] and sign[0] not in _OF_WORDS) for sign in signs)


def _reads_as_script(script: str, text: str, letters: Sequence[str]) -> bool:
    often, least = _FREQUENT[script]
    if _share(letters, lambda char: _script(char) == script) < 1 - _FEW or _FINAL.search(text):
        return False
    share = _share([char.lower() for char in letters], often.__contains__)
    return share >= least - _by_chance(least, letters) and not _turns_capital(text)


def _turns_capital(text: str) -> bool:
    """Whether words go on in capitals after small letters: the two halves of an alphabet, changed for each other."""
    words = [word for word in _WORD.findall(text) if not word.isascii() and len(word) > 1]
    wrong = sum(any(a.islower() and b.isupper() for a, b in pairwise(word)) for word in words)
    return wrong > _FEW * len(words)


def _reads_as_latin(codec: str, text: str, letters: Sequence[str]) -> bool:
    small = [char.lower()[0] for char in letters]  # the small form of some is a letter and a mark
    if small and max(_share(small, f"i{alphabet}".__contains__) for alphabet in _ALPHABETS[codec]) < 1 - _FEW:
        return False
    several = len(small) >= _ENOUGH and len(set(small)) > 1
    if several and codec in _TELLING and not _TELLING[codec] & set(small) and _differs(small, codec):
        return False
    return len(letters) <= _MOST_LATIN * sum(map(str.isalpha, text)) and not _turns_capital(text)


def _differs(letters: Sequence[str], codec: str) -> bool:
    """Whether letters would be others in western Europe."""
    return any(_bytes(char, codec) != _bytes(char, "cp1252") for char in letters)
