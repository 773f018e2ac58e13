"""Showing repository text inside our own: it stays text, on one line, and short."""

from __future__ import annotations

import re

from .unseen import visible

QUOTE_LENGTH = 80
"""Characters of a quotation; what is cut off is marked by an ellipsis."""
# U+202E, which turns what follows around
_INVISIBLE = re.compile(r"[\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
# U+0007, U+202E
_UNSHOWABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f]+")  # a line end with the indent behind it
_IN_WORD = re.compile(r"[\w-][\w-]", re.ASCII)  # `or` of `word`
_LAST_WORD = re.compile(r"(?<=\s)[\x21-\x7e]{1,24}\Z")  # `wor`, where `a word` was cut
_TICKS = re.compile(r"`+")  # ``
_MARKUP = re.compile(r"([\\`*_{}\[\]#|~!])")  # the stars of `*a*`
_ADDRESS = re.compile(r"(?<=://)[^\s'\"<>`]+")  # `me@host/path` of `https://me@host/path`
_NO_PORT = re.compile(r"^[^\[\]:]*:(?!\d*$)")  # `me:pass` of `me:pass/word@host`


def showable(text: str) -> str:
    """Text of which everything is seen.

    Like `cleaned`, and with code points in place of what shows nothing: `adm⟨U+200B⟩in`; letters that pass for others
    have theirs beside them.
    """
    return visible(cleaned(text))


def cleaned(text: str) -> str:
    """Text with U+FFFD for bytes that were no UTF-8, and for control characters, which can turn what follows around."""
    return _UNSHOWABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def display(text: str, length: int = QUOTE_LENGTH) -> str:
    """Text on one line, without what cannot or must not be printed, cut to `length`, if possible between words."""
    line = text[: 4 * length]
    if not line.isprintable() or "  " in line:
        line = _BLANK.sub(" ", _INVISIBLE.sub("\ufffd", line))
    line = line.strip()
    return line if len(line) <= length else _cut(line, length - 1) + "…"


def shortened(text: str, length: int) -> str:
    """A text as it is, or, where it is longer than this, the start of it on one line."""
    return text if len(text) <= length else display(text, length)


def _cut(line: str, length: int) -> str:
    """The start of a line, which does not end within a word unless that is a long one."""
    start = line[:length]
    if _IN_WORD.match(line[length - 1 : length + 1]) and (word := _LAST_WORD.search(start)):
        start = start[: word.start()]
    return start.rstrip()


def code_span(text: str, length: int = QUOTE_LENGTH) -> str:
    """Text as a Markdown code span that nothing in it can close; U+FFFD where there is nothing to show."""
    shown = display(text, length) or "\ufffd"
    fence = "`" * (max(map(len, _TICKS.findall(shown)), default=0) + 1)
    pad = " " if shown.startswith("`") or shown.endswith("`") else ""
    return f"{fence}{pad}{shown}{pad}{fence}"


def escape(text: str, length: int = 200) -> str:
    """Plain text as Markdown that shows just that text."""
    shown = display(text, length).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return _MARKUP.sub(r"\\\1", shown)


def hide_credentials(text: str) -> str:
    """Text with addresses that carry neither a user nor a password, and nothing behind `?` or `#`.

    A password in which signs stand as they are (`https://me:a/b@host`) is not a valid part of an address, and is hidden
    all the same.
    """
    return _ADDRESS.sub(lambda match: _without_credentials(match[0]), text)


def _without_credentials(address: str) -> str:
    """An address from its authority on."""
    authority = re.split("[/?#]", address, maxsplit=1)[0]
    # Where there is no port behind the last `:`, the rest of a password is.
    is_cut = _NO_PORT.search(authority.rpartition("@")[2])
    address = address[(address if is_cut else authority).rfind("@") + 1 :]
    return re.split(r"[?#]", address, maxsplit=1)[0]


_SENTENCE_END = re.compile(r"[。！？]|[.!?](?=\s)")  # the last sign of `Done.`


def beginning(text: str, budget: int) -> str:
    """The text, if the budget (bytes of UTF-8) allows it, or else its first whole sentences, or as many words."""
    if size(text) <= budget:
        return text
    end = 0
    for mark in _SENTENCE_END.finditer(text):
        if size(text[: mark.end()]) > budget:
            break
        end = mark.end()
    if end:
        return text[:end]
    cut = text.encode("utf-8", "replace")[:budget].decode("utf-8", "ignore")
    return cut.rpartition(" ")[0] or cut


def size(text: str) -> int:
    """Bytes of UTF-8. The index escapes what is not Latin, and stays in proportion."""
    return len(text) if text.isascii() else len(text.encode("utf-8", "replace"))
