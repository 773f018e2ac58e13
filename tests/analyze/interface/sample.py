"""Ranges of small source files."""

from __future__ import annotations

import difflib
import hashlib
from collections.abc import Mapping

from mkdocs_diffinsight.analyze.read import read_changes
from mkdocs_diffinsight.model.changes import FileChange, FileMode, Status
from mkdocs_diffinsight.model.findings import Break, Finding, Findings

Texts = Mapping[str, tuple[str | None, str | None]]
"""Files before and after."""


def read_range(files: Texts) -> dict[str, Findings]:
    """What the changes of a range show, by path."""
    blobs = {blob(text): text.encode() for pair in files.values() for text in pair if text is not None}
    diff = tuple(change(path, *pair) for path, pair in sorted(files.items()))
    return {one.path: found for one, found in zip(diff, read_changes(diff, blobs), strict=True)}


def interface(path: str, old: str | None, new: str | None, **others: tuple[str | None, str | None]) -> list[Finding]:
    """What changed of the interface of a file, `others` of its range being files of the same ending."""
    ending = path.rpartition(".")[2]
    files = {path: (old, new)} | {f"src/{name}.{ending}": pair for name, pair in others.items()}
    return list(read_range(files)[path].interface)


def told(findings: list[Finding]) -> list[tuple[str, str, str, str]]:
    """The sort, action and name of each, and whether it breaks something."""
    return [(one.subject, one.action, one.name, one.breaks) for one in findings]


def breaks(path: str, old: str | None, new: str | None) -> list[tuple[str, str]]:
    """The names of what breaks somebody, and how sure that is."""
    return [(one.name, one.breaks) for one in interface(path, old, new) if one.breaks is not Break.NO]


def change(path: str, old: str | None, new: str | None) -> FileChange:
    """The change of a file from one text to another."""
    before, after = ([] if text is None else text.split("\n") for text in (old, new))
    lines = list(difflib.unified_diff(before, after, lineterm="", n=3))[2:]
    status = Status.ADDED if old is None else Status.REMOVED if new is None else Status.MODIFIED
    missing = FileMode.MISSING
    return FileChange(
        path=path,
        status=status,
        additions=sum(line.startswith("+") for line in lines),
        deletions=sum(line.startswith("-") for line in lines),
        patch="\n".join(lines) if lines else None,
        old_mode=missing if old is None else FileMode.REGULAR,
        new_mode=missing if new is None else FileMode.REGULAR,
        old_blob=blob(old),
        new_blob=blob(new),
    )


def blob(text: str | None) -> str:
    return "0" * 40 if text is None else hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()
