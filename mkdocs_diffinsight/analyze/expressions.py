"""Expressions for many words at once. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable


def any_of(words: Iterable[str]) -> str:
    """An expression for any of some words. Those that begin alike share their beginning, so that a text is gone through
    once, not for each word.
    """
    endings: dict[str, list[str]] = {}
    for word in words:
        if not word:
            return ""  # nothing longer is of account
        endings.setdefault(word[0], []).append(word[1:])
    parts = [re.escape(letter) + any_of(rest) for letter, rest in endings.items()]
    return parts[0] if len(parts) == 1 else f"(?:{'|'.join(parts)})"
