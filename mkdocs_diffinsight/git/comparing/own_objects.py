"""An empty git repository of our own, which borrows the objects of another one and may hold some beside them."""

from __future__ import annotations

import hashlib
import os
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from ..process import NEUTRAL_ENVIRONMENT, as_bytes

_TREE = "040000"
_FASTEST = 1
"""The level of zlib, as what is written is read once."""


class TreeEntry(NamedTuple):
    """A file of a tree, by what git knows of it."""

    mode: str
    id: str


class _Folder(NamedTuple):
    files: dict[str, TreeEntry]
    folders: dict[str, _Folder]


class OwnRepository:
    """A bare repository in a folder of ours. Whatever cannot be written raises `OSError`."""

    def __init__(self, folder: Path, borrowed: Path, object_format: str, settings: Iterable[tuple[str, str]]) -> None:
        """Make it in an empty folder. `borrowed` are the objects of the other one."""
        self.folder = folder
        self.environment = {**NEUTRAL_ENVIRONMENT, "GIT_DIR": str(folder)}
        """The environment of a git that reads it."""
        self._hash = hashlib.sha256 if object_format == "sha256" else hashlib.sha1
        for name in ("refs", "objects/info"):
            (folder / name).mkdir(parents=True)
        (folder / "HEAD").write_text("ref: refs/heads/none\n", encoding="ascii")
        own = (("core.bare", "true"), ("core.repositoryformatversion", "1"), ("core.attributesfile", os.devnull))
        text = "".join(_config_entry(name, value) for name, value in (*own, *settings))
        (folder / "config").write_bytes(as_bytes(text))
        # https://git-scm.com/docs/gitrepository-layout: a path in quotes may have any character.
        alternates = f"{_quoted(borrowed.absolute().as_posix())}\n"
        (folder / "objects" / "info" / "alternates").write_bytes(as_bytes(alternates))

    def write_blob(self, content: bytes) -> str:
        """Keep a file; its id."""
        return self._write("blob", content)

    def write_tree(self, files: Mapping[str, TreeEntry]) -> str:
        """Keep a tree of files by their paths; its id."""
        root = _Folder({}, {})
        for path, entry in files.items():
            *folders, name = path.split("/")
            folder = root
            for part in folders:
                folder = folder.folders.setdefault(part, _Folder({}, {}))
            folder.files[name] = entry
        return self._write_folder(root)

    def _write_folder(self, folder: _Folder) -> str:
        # Git sorts folders as if their names ended in a slash.
        rows = {as_bytes(name): (as_bytes(name), entry) for name, entry in folder.files.items()}
        for name, inner in folder.folders.items():
            rows[as_bytes(f"{name}/")] = as_bytes(name), TreeEntry(_TREE, self._write_folder(inner))
        content = b"".join(
            b"%s %s\0%s" % (entry.mode.lstrip("0").encode(), name, bytes.fromhex(entry.id))
            for _, (name, entry) in sorted(rows.items())
        )
        return self._write("tree", content)

    def _write(self, kind: str, content: bytes) -> str:
        """Write a loose object (https://git-scm.com/book/en/v2/Git-Internals-Git-Objects)."""
        data = f"{kind} {len(content)}\0".encode() + content
        name = self._hash(data).hexdigest()
        path = self.folder / "objects" / name[:2] / name[2:]
        if not path.exists():
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(zlib.compress(data, _FASTEST))
        return name


def _config_entry(name: str, value: str) -> str:
    """A setting as a configuration file holds it (https://git-scm.com/docs/git-config#_syntax)."""
    section, _, rest = name.partition(".")
    subsection, _, key = rest.rpartition(".")
    heading = f"{section} {_quoted(subsection)}" if subsection else section
    return f"[{heading}]\n\t{key} = {_quoted(value)}\n"


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'
