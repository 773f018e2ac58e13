"""What changes quote, for tests to read."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import unified_diff

from mkdocs_diffinsight.analyze.lines.whole import Whole
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.changes import FileChange, FileMode, Status
from mkdocs_diffinsight.model.findings import Quotation


def quotations(path: str, old: str, new: str) -> tuple[Quotation, ...]:
    """What a file quotes that changed from one text to another; an empty one is no file."""
    before, after = ([] if not text else text.removesuffix("\n").split("\n") for text in (old, new))
    rows = list(unified_diff(before, after, lineterm="", n=3))[2:]
    status = Status.ADDED if not old else Status.REMOVED if not new else Status.MODIFIED
    change = FileChange(
        path=path,
        status=status,
        additions=sum(row.startswith("+") for row in rows),
        deletions=sum(row.startswith("-") for row in rows),
        patch="\n".join(rows) or None,
        old_mode=FileMode.REGULAR if old else FileMode.MISSING,
        new_mode=FileMode.REGULAR if new else FileMode.MISSING,
        old_blob="0" * 40,
        new_blob="1" * 40,
    )
    whole = Whole(old.encode() if old else None, new.encode() if new else None)
    return read_findings(change, whole=whole).quotations


def told(found: Sequence[Quotation]) -> list[tuple[str, str]]:
    """The topics and texts."""
    return [(str(one.topic), one.text) for one in found]
