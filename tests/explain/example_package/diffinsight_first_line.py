"""An example of a summarizer: it quotes the first line that a change adds."""

from __future__ import annotations

from collections.abc import Sequence

from mkdocs_diffinsight.errors import SummarizerError
from mkdocs_diffinsight.model.findings import Evidence, LineSpan
from mkdocs_diffinsight.model.patch import parse_hunks
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import MINOR_UPDATE, Author, FileSummary, Overview, Statement

AUTHOR = Author("model", "first-line 1.0")


class FirstLine:
    """Explains changes by the first line that they add."""

    def __init__(self, language: str) -> None:
        self._it_says = {"ja": "追加: `{}`"}.get(language, "It now says `{}`.")

    def summarize_file(self, evidence: Evidence) -> FileSummary:
        """Explain one changed file."""
        lines = [line for hunk in parse_hunks(evidence.change.patch) for line in hunk.lines if line.kind == "+"]
        if not lines:
            raise SummarizerError("It adds no line.")
        number = lines[0].new or 0
        statement = Statement(self._it_says.format(lines[0].text), (LineSpan("R", number, number),))
        return FileSummary(MINOR_UPDATE, f"{len(lines)} new line", (statement,), AUTHOR)

    def summarize_report(self, files: Sequence[ReportFile]) -> Overview:
        """Explain all files of a report together."""
        told = tuple(
            Statement(statement.text, files=(file.change.path,))
            for file in files
            for statement in file.summary.statements
        )
        return Overview("Lines are new.", told, (), (), (), (), AUTHOR)
