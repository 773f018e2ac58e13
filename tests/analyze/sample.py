"""Changes for tests to read."""

from __future__ import annotations

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.changes import FileChange, FileMode, Status
from mkdocs_diffinsight.model.findings import Findings


def changed(
    path: str, *lines: str, section: str = "", start: int = 100, status: Status = Status.MODIFIED
) -> FileChange:
    """A change of one hunk, its lines with their marks."""
    old, new = (sum(line[:1] in (" ", side) for line in lines) for side in "-+")
    header = f"@@ -{start},{old} +{start},{new} @@" + (f" {section}" if section else "")
    modes = [FileMode.MISSING if status is missing else FileMode.REGULAR for missing in (Status.ADDED, Status.REMOVED)]
    return FileChange(
        path=path,
        status=status,
        additions=sum(line.startswith("+") for line in lines),
        deletions=sum(line.startswith("-") for line in lines),
        patch="\n".join([header, *lines]),
        old_mode=modes[0],
        new_mode=modes[1],
        old_blob="0" * 40,
        new_blob="1" * 40,
    )


def read(path: str, *lines: str, section: str = "", start: int = 100) -> Findings:
    return read_findings(changed(path, *lines, section=section, start=start))


def told(found: Findings) -> list[tuple[str, str, str, str, str]]:
    return [(f.subject, f.action, f.name, f.old, f.new) for f in found.findings]
