"""Reads what `git diff-tree` prints about two trees. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from ...model.changes import FileChange, Omission, Status
from ..process import as_text

_STATUSES = (Status.ADDED, Status.MODIFIED, Status.REMOVED, Status.RENAMED, Status.COPIED, Status.TYPE_CHANGED)
_STATUS_OF = dict(zip("AMDRCT", _STATUSES, strict=True))


def read_diff(out: bytes, *, is_whole: bool = True) -> Iterator[FileChange]:
    """Read raw entries, counts, then patches, all in the same order; some patches are missing if it is not whole.

    The first two are NUL-terminated (https://git-scm.com/docs/git-diff, "-z"), with an empty field after them, and in
    the patches git quotes names, so no file name can be taken for anything else. Raises `ValueError` where not even
    the lists are whole.
    """
    lists, end, rest = out.partition(b"\0\0")
    if not (end or is_whole):
        raise ValueError("the list of files has no end")
    fields = iter(as_text(lists).split("\0"))
    entries = []
    field = next(fields)
    while field.startswith(":"):
        entry = field[1:].split(" ")
        old = next(fields)
        entries.append((entry, old, next(fields) if entry[4][0] in "RC" else old))
        field = next(fields)
    counts = []
    for _ in entries:
        additions, deletions, name = field.split("\t", 2)
        counts.append((additions, deletions))
        if not name:  # of a rename: both names follow
            next(fields), next(fields)
        field = next(fields, "")
    patches = rest.removesuffix(b"\n").split(b"\ndiff --git ")
    sections = iter(patches if is_whole else patches[:-1])
    for (entry, old, new), (added, deleted) in zip(entries, counts, strict=True):
        old_mode, new_mode, old_blob, new_blob, letter = entry
        own = [next(sections, None) for _ in range(2 if letter[0] == "T" else 1)]  # told as a removal and an addition
        hunks = [section[at + 1 :] for section in own if section and (at := section.find(b"\n@@ ")) >= 0]
        is_told = None not in own or (added, deleted) in (("-", "-"), ("0", "0"))
        yield FileChange(
            path=new,
            status=_STATUS_OF.get(letter[0], Status.MODIFIED),
            additions=0 if added == "-" else int(added),
            deletions=0 if deleted == "-" else int(deleted),
            patch=as_text(b"\n".join(hunks)) if hunks and is_told else None,
            old_mode=old_mode,
            new_mode=new_mode,
            old_blob=old_blob,
            new_blob=new_blob,
            previous_path=old if old != new else None,
            binary=added == "-",
            omission=None if is_told else Omission.MANY,
        )
