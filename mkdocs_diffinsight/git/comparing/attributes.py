"""The encodings that a repository's own attributes give to files (https://git-scm.com/docs/gitattributes)."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable

from ..process import Objects, run
from .own_objects import OwnRepository, TreeEntry

_FILE = ".gitattributes"
_NAMES = ("encoding", "working-tree-encoding")
"""What a file is in, as some programs show it, and what it is in when checked out, which not all convert."""
_NO_VALUES = ("unspecified", "set", "unset", "")
_MOST = 1_000_000
"""Bytes of a file of attributes that is read."""


def named_encodings(objects: Objects, own: OwnRepository, tree: str, paths: Iterable[str]) -> dict[str, list[str]]:
    """Look up the names that the attributes of a tree have for the encodings of its files, if they have any.

    Only where the attributes name encodings at all, git is started to apply them. Raises `ObjectError`.
    """
    asked = list(dict.fromkeys(paths))
    files = _files_of_attributes(objects, tree, asked)
    if not files:
        return {}
    kept = own.write_tree({path: TreeEntry("100644", own.write_blob(content)) for path, content in files.items()})
    there = {**own.environment, "GIT_INDEX_FILE": str(own.folder / "index")}
    run(["read-tree", kept], there, str(own.folder))
    data = "".join(f"{path}\0" for path in asked)
    fields = run(["check-attr", "--cached", "-z", "--stdin", *_NAMES], there, str(own.folder), data=data).split("\0")
    names: dict[str, list[str]] = {}
    for path, value in zip(fields[::3], fields[2::3], strict=False):
        if value not in _NO_VALUES:
            names.setdefault(path, []).append(value)
    return names


def _files_of_attributes(objects: Objects, tree: str, paths: Iterable[str]) -> dict[str, bytes]:
    """Read the files of attributes that may say something about the encodings of files, by their paths."""
    folders = {""}
    for path in paths:
        folder = posixpath.dirname(path)
        while folder not in folders:
            folders.add(folder)
            folder = posixpath.dirname(folder)
    files = [f"{folder}/{_FILE}".lstrip("/") for folder in sorted(folders) if "\n" not in folder]
    kinds = zip(files, objects.kinds(f"{tree}:{path}" for path in files), strict=True)
    small = {path: kind[0] for path, kind in kinds if kind and kind[1] == "blob" and kind[2] <= _MOST}
    contents = zip(small, objects.contents(small.values()), strict=True)
    texts = {path: content[2] for path, content in contents if content}
    return texts if any(b"encoding" in text for text in texts.values()) else {}
