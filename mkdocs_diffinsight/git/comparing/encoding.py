"""Texts that are not UTF-8: which encoding a file is in, where that is sure. Pure.

A wrong guess would put words on a page that nobody wrote. So an encoding counts as sure only where the file says it (by
a byte order mark or in words), or where all encodings in which it reads as a language give one and the same text.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from ...tables import read_table
from .lettering import reads_as_language, tells_enough

MAX_LOOKED_AT = 16_384
"""Bytes that are looked at to find an encoding: the first lines that have any beyond ASCII."""
UTF_8 = "UTF-8"
UTF_8_MARKED = "UTF-8 with BOM"
_TABLE = read_table(__file__, "encoding.toml")
_NAMES: Mapping[str, str] = {**_TABLE["names"], "utf-8": UTF_8, "utf-8-sig": UTF_8_MARKED}
"""The codecs of Python that may be meant, with the names that people have for them."""
_WIDER: Mapping[str, str] = _TABLE["wider"]
"""What programs write under the name of a narrower one."""
_LONGEST_NAME = 40
_MARKS = (
    *((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32")),
    *((codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")),  # the first starts that of UTF-32, too
)
_OF_ALL_SCRIPTS, _OF_SOME = (_TABLE[scripts].split() for scripts in ("of_all_scripts", "of_some"))
_DECLARATION = re.compile(  # `# -*- coding: euc-jp -*-`, `<?xml version="1.0" encoding="UTF-16"?>`
    rb"(?:\A|\A[^\n]{0,200}\n)[^\n]{0,200}?coding[:=][ \t]*([-_.A-Za-z0-9]{1,40})"  # PEP 263, which editors read, too
    rb"|<\?xml[^>]{0,200}?\sencoding=[\"']([-_.A-Za-z0-9]{1,40})[\"']"
    rb"|<meta[^>]{0,200}?charset=[\"']?([-_.A-Za-z0-9]{1,40})"
    rb"|\A@charset \"([-_.A-Za-z0-9]{1,40})\"",
    re.IGNORECASE,
)
# the two bytes of `é`
_OF_UTF_8 = re.compile(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}")
_MOST_UTF_8 = 2 / 3
_TOP = 1_000
"""Bytes at the start of a file in which it may name its encoding."""
_SEARCHED_FOR_ZERO = 8_000
"""Bytes at the start of a file in which git looks for a zero byte: it takes a file that has one for binary."""


class Decoded(NamedTuple):
    """A file as text, without a byte order mark."""

    text: str
    encoding: str
    """Its name, as people write it."""


def is_plain(data: bytes) -> bool:
    """Whether a file is a text in UTF-8 (as ASCII is), which git shows as it is."""
    if 0 in data[:_SEARCHED_FOR_ZERO] or b"\x1b$" in data:
        return False
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def is_marked(data: bytes) -> bool:
    """Whether a text in UTF-8 starts with a byte order mark."""
    return data.startswith(codecs.BOM_UTF8)


def find_text(data: bytes, named: Iterable[str] = ()) -> Decoded | None:
    """A file that is no UTF-8 as text, where its encoding is sure; `None` where it is not, and for binary files.

    `named` are encodings that others say it is in.
    """
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decoded(data, codec)
    for name in (*named, *_declared(data)):
        if decoded := _decoded(data, _codec(name)):
            return decoded
    if 0 in data[:_SEARCHED_FOR_ZERO]:
        readings = _readings(data[:MAX_LOOKED_AT], _OF_ALL_SCRIPTS)
    else:
        sample = _telling_lines(data)
        if _is_broken_utf8(sample):
            return None
        readings = _readings(sample, _OF_SOME)
        if not all(tells_enough(text, some[0]) and _is_no_mess(sample, some) for text, some in readings.items()):
            return None
    return _decoded(data, next(iter(readings.values()))[0]) if len(readings) == 1 else None


def _declared(data: bytes) -> list[str]:
    """What the file itself says, in the ways of Python, XML, HTML and CSS."""
    match = _DECLARATION.search(data[:_TOP])
    return [name.decode("ascii") for name in match.groups() if name] if match else []


def _codec(name: str) -> str:
    """The codec that somebody's name for an encoding means, or nothing."""
    # Git has a name for one with a mark (https://git-scm.com/docs/gitattributes#_working_tree_encoding).
    name = name.upper().removesuffix("-BOM")
    try:
        codec = codecs.lookup(name).name if name.isascii() and len(name) <= _LONGEST_NAME else ""
    except (LookupError, ValueError):
        return ""
    return _WIDER.get(codec, codec) if codec in _NAMES else ""


def _decoded(data: bytes, codec: str) -> Decoded | None:
    try:
        text = data.decode(codec) if codec else "\0"
    except UnicodeDecodeError:
        return None
    return None if "\0" in text else Decoded(text.removeprefix("\ufeff"), _NAMES[codecs.lookup(codec).name])


def _telling_lines(data: bytes) -> bytes:
    """The lines with bytes beyond ASCII, as far as they are looked at."""
    lines: list[bytes] = []
    room = MAX_LOOKED_AT
    for line in data.split(b"\n"):
        if not line.isascii() or b"\x1b$" in line:
            lines.append(line[:room])
            room -= len(line) + 1
            if room <= 0:
                break
    return b"\n".join([*lines, b""])


def _is_broken_utf8(sample: bytes) -> bool:
    """Whether most bytes beyond ASCII are UTF-8, which is hardly ever so by chance."""
    beyond = len(re.sub(rb"[\x00-\x7f]+", b"", sample))
    return 0 < _MOST_UTF_8 * beyond <= sum(map(len, _OF_UTF_8.findall(sample)))


def _readings(sample: bytes, names: Iterable[str]) -> dict[str, list[str]]:
    """The texts that a sample reads as, each with its encodings."""
    readings: dict[str, list[str]] = {}
    for codec in names:
        text = _text(sample, codec)
        if text is not None and reads_as_language(text, codec):
            readings.setdefault(text, []).append(codec)
    return readings


def _text(sample: bytes, codec: str) -> str | None:
    """A sample as text; its last character may be cut off."""
    try:
        return codecs.getincrementaldecoder(codec)().decode(sample)
    except UnicodeDecodeError:
        return None


def _is_no_mess(sample: bytes, names: Sequence[str]) -> bool:
    """A second opinion on encodings that give the same text."""
    from charset_normalizer import from_bytes  # few ranges have such files

    return bool(from_bytes(sample, cp_isolation=list(names), preemptive_behaviour=False, enable_fallback=False))
