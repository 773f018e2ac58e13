"""What the rules write must pass the check that a model's texts have to pass."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.explain.grounding import Ground, ShownLines
from mkdocs_diffinsight.explain.rules import Rules
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.findings import METADATA_FIELDS, Evidence
from mkdocs_diffinsight.model.ranges import CompareRange
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import Statement

from ...conftest import GitRepository
from ...golden_cases import CASES, commit_history
from ...reading import read_ranges
from .sample import LANGUAGES

LOG = logging.getLogger("test")


@pytest.fixture(params=sorted(path.name for path in CASES.iterdir()))
def reports(request: pytest.FixtureRequest, repository: GitRepository, tmp_path: Path) -> list[tuple[Evidence, ...]]:
    """The evidence of each range of a golden history."""
    commit_history(repository, CASES / request.param / "history")
    last = len(list((CASES / request.param / "history").iterdir()))
    ranges = [CompareRange(str(n), str(n + 1), True, repository.path) for n in range(1, last)]
    return [
        found.files for found in read_ranges(ranges, Cache(tmp_path / "cache", "en", LOG.warning), LOG, METADATA_FIELDS)
    ]


def unproven(ground: Ground, *texts: str) -> list[str]:
    """What the ground does not show, but for counts: the rules count for themselves."""
    return [part for text in texts for part in ground.unproven(text) if not part.isdigit()]


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_rules_say_of_a_file_stands_in_its_diff(reports: list[tuple[Evidence, ...]], language: str) -> None:
    rules = Rules(load_catalog(language))
    for evidence in (evidence for files in reports for evidence in files):
        summary = rules.summarize_file(evidence)
        assert unproven(Ground.of([evidence]), summary.modification_title, summary.explanation) == []
        assert ShownLines(evidence.change).wrong(span for s in summary.statements for span in s.lines) == ()


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_rules_say_of_a_report_stands_in_its_diffs(reports: list[tuple[Evidence, ...]], language: str) -> None:
    rules = Rules(load_catalog(language))
    for files in reports:
        overview = rules.summarize_report([ReportFile(e, "item-1", rules.summarize_file(e)) for e in files])
        told = (Statement(overview.summary), *overview.statements)
        assert unproven(Ground.of(files), *(statement.text for statement in told)) == []
