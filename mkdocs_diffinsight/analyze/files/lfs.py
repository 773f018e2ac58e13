"""Files that Git LFS stores: the repository has a pointer in their place. Pure.

The format of pointers: https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md
"""

from __future__ import annotations

import hashlib
import re

from ...model.findings import LfsObject

_LONGEST = 1024
"""Bytes of a pointer."""
_POINTER = re.compile(
    rb"version https://(?:git-lfs\.github\.com|hawser\.github\.com)/spec/v[0-9]{1,3}\n"
    rb"(?:ext-[0-9]-[^\n]{1,200}\n){0,10}+"
    rb"oid sha256:([0-9a-f]{64})\n"
    rb"size ([0-9]{1,18})\n?"
)


def read_pointer(content: bytes | None) -> LfsObject | None:
    """What a file that is a pointer stands for."""
    if content is None or len(content) > _LONGEST:
        return None
    match = _POINTER.fullmatch(content.replace(b"\r\n", b"\n"))
    return LfsObject(match[1].decode("ascii"), int(match[2])) if match else None


def has_content(stored: LfsObject, content: bytes | None) -> bool:
    """Whether a file has the very content that a pointer stands for."""
    return content is not None and len(content) == stored.size and hashlib.sha256(content).hexdigest() == stored.id
