"""An analyzer as another package brings it: the tools of a `.tool-versions` file."""

from __future__ import annotations

from mkdocs_diffinsight.analyze.analyzers import Analysis, FileText
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Fact, LineSpan


class ToolVersions:
    """Tells which version of a tool gave way to which."""

    def takes(self, path: str) -> bool:
        return path.rpartition("/")[2] == ".tool-versions"

    def read(self, file: FileText) -> Analysis:
        old: dict[str, tuple[str, LineSpan]] = {}
        new: dict[str, tuple[str, LineSpan]] = {}
        for line in (line for hunk in file.hunks for line in hunk.lines):
            tool, _, version = line.text.partition(" ")
            if line.old is not None and line.new is None:
                old[tool] = version, LineSpan("L", line.old, line.old)
            elif line.new is not None and line.old is None:
                new[tool] = version, LineSpan("R", line.new, line.new)
        return Analysis(
            facts=[
                Fact(FactKind.VERSION, old[tool][0], new[tool][0], (tool,), (old[tool][1], new[tool][1]), tool)
                for tool in old
                if tool in new
            ]
        )
