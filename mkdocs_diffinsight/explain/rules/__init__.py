"""The summarizer that needs no model: it tells what authors say and what the diff shows, and nothing else. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ...language.catalog import Catalog
from ...model.findings import Evidence
from ...model.report import ReportFile
from ...model.texts import RULES, FileSummary, Overview
from .explanation import Explainer
from .judgement import modification_type
from .overview import write_overview


class Rules:
    """Writes reports by rules, in the words of one language."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._explainer = Explainer(catalog)

    def summarize_file(self, evidence: Evidence) -> FileSummary:
        """Explain one changed file; each statement carries the lines that show it."""
        kind = modification_type(evidence)
        return FileSummary(kind, self._explainer.title(evidence), self._explainer.statements(evidence), RULES)

    def summarize_report(self, files: Sequence[ReportFile]) -> Overview:
        """Tell what matters most in all files; each statement carries the files it is about."""
        return write_overview(self._catalog, self._explainer, files)
