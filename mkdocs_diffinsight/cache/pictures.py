"""Pictures on disk, before and after a change."""

from __future__ import annotations

import hashlib
from pathlib import Path

from ..disk import Folder, Part, Stamp, scratch_folder

_DIGITS_OF_SHA256 = 64


class KeptPictures:
    """The content of pictures, by the ids that git gives it: what is no longer that content is none."""

    def __init__(self, cache_dir: Path) -> None:
        self._cache_dir = cache_dir
        self._folder = Folder(cache_dir)

    def path(self, blob: str, name: str) -> Path:
        """Where a picture is, in a format of this name."""
        return self._folder.path / self._name(blob, name)

    def stamp(self, blob: str, name: str) -> Stamp | None:
        """Tells the state of its file, if there is one."""
        return self._folder.stamp(self._name(blob, name))

    def read(self, blob: str, name: str) -> bytes | None:
        """The content, if it is there and whole."""
        try:
            content = self._folder.read(self._name(blob, name))
        except OSError:
            return None
        return content if blob_id(content, len(blob)) == blob else None

    def holds(self, blob: str, name: str) -> bool:
        """Whether it is there, and has the content that its name says."""
        return self.read(blob, name) is not None

    def keep(self, blob: str, name: str, content: bytes) -> None:
        """Write it. Raises `OSError`."""
        scratch_folder(self._cache_dir, Part.PICTURES).write(f"{blob}.{name}", content)

    def _name(self, blob: str, name: str) -> str:
        return f"{Part.PICTURES}/{blob}.{name}"


def blob_id(content: bytes, digits: int) -> str:
    """What git calls a file with this content, in a repository whose ids have so many digits."""
    header = b"blob %d\0" % len(content)
    return (hashlib.sha256 if digits == _DIGITS_OF_SHA256 else hashlib.sha1)(header + content).hexdigest()
