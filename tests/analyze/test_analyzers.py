"""Analyzers for further kinds of files, which other packages bring."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from mkdocs_diffinsight.analyze.analyzers import GROUP, Analysis, FileText, NamedAnalyzer, installed_analyzers
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.errors import AnalyzerError
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Action, Fact, Finding, Subject

from ..conftest import GitRepository, Project
from .sample import changed

EXAMPLE = Path(__file__).parent / "example" / "tool_versions.py"
TOOLS = changed(".tool-versions", "-rust stable", "+rust nightly")


def install(folder: Path, version: str = "1.0") -> Path:
    """Install the example as pip would: its module, and what says who brings it."""
    shutil.rmtree(folder, ignore_errors=True)
    information = folder / f"tool_versions-{version}.dist-info"
    information.mkdir(parents=True)
    shutil.copy(EXAMPLE, folder)
    (information / "METADATA").write_text(f"Metadata-Version: 2.1\nName: tool-versions\nVersion: {version}\n")
    (information / "entry_points.txt").write_text(f"[{GROUP}]\ntools = tool_versions:ToolVersions\n")
    return folder


class Told:
    """An analyzer that notes what it is asked, and gives what it is told to."""

    def __init__(self, analysis: Any, paths: str = ".tool-versions") -> None:
        self.analysis = analysis
        self.paths = paths
        self.asked: list[FileText] = []

    def takes(self, path: str) -> bool:
        return path in self.paths

    def read(self, file: FileText) -> Any:
        self.asked.append(file)
        if isinstance(self.analysis, Exception):
            raise self.analysis
        return self.analysis

    @property
    def named(self) -> NamedAnalyzer:
        return NamedAnalyzer("told", lambda: self)


def test_an_installed_package_brings_its_analyzer_with_its_name_and_version(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.syspath_prepend(str(install(tmp_path / "installed")))
    (found,) = [one for one in installed_analyzers() if "tool_versions" in one.name]
    assert found.name == "tools (tool_versions:ToolVersions tool-versions 1.0)"
    (fact,) = read_findings(TOOLS, analyzers=[found]).facts
    assert (fact.kind, fact.old, fact.new, fact.where) == ("version", "stable", "nightly", ("rust",))
    sys.modules.pop("tool_versions", None)


def test_a_build_shows_what_it_finds_and_reads_again_after_an_update(
    tmp_path: Path, repository: GitRepository, project: Project
) -> None:
    repository.commit({".tool-versions": "rust stable\n"}, "v1")
    repository.commit({".tool-versions": "rust nightly\n"}, "v2")
    project.configure({"repository": str(repository.path), "ranges": ["v1...v2"]})
    folder = tmp_path / "installed"

    def facts() -> list[Mapping[str, Any]]:
        build = project.build("--strict", environment={"PYTHONPATH": f"{folder}:{Path(__file__).parents[2]}"})
        assert build.status == 0, build.log
        found = build.report()["files"][0]["facts"]
        assert isinstance(found, list)
        return found

    assert facts() == []
    install(folder)
    assert [(fact["old"], fact["new"], fact["where"]) for fact in facts()] == [("stable", "nightly", ["rust"])]
    shutil.rmtree(folder)
    assert facts() == []


def test_it_is_given_the_whole_file_as_far_as_it_is_known() -> None:
    told = Told(Analysis())
    read_findings(TOOLS, analyzers=[told.named])
    (file,) = told.asked
    assert (file.path, file.old, file.new) == (".tool-versions", None, None)
    assert [line.text for hunk in file.hunks for line in hunk.lines] == ["rust stable", "rust nightly"]


def test_its_findings_take_the_place_of_those_without_it() -> None:
    finding = Finding(Subject.DEPENDENCY, Action.CHANGED, "rust", "stable", "nightly")
    found = read_findings(TOOLS, analyzers=[Told(Analysis([finding])).named])
    assert found.findings == (finding,)
    assert [fact.kind for fact in found.facts] == [FactKind.VERSION]  # as of every dependency


def test_its_facts_are_told_besides_those_that_are_found_without_it() -> None:
    plain = read_findings(TOOLS)
    fact = Fact(FactKind.VERSION, "stable", "nightly", ("rust",))
    found = read_findings(TOOLS, analyzers=[Told(Analysis(facts=[fact])).named])
    assert (found.findings, found.facts) == (plain.findings, (*plain.facts, fact))


def test_the_first_one_that_takes_a_file_is_asked() -> None:
    other, first, second = Told(Analysis(), "Makefile"), Told(Analysis()), Told(Analysis())
    read_findings(TOOLS, analyzers=[one.named for one in (other, first, second)])
    assert [len(one.asked) for one in (other, first, second)] == [0, 1, 0]


@pytest.mark.parametrize(
    ("analysis", "message"),
    [
        (ValueError("no base"), "The analyzer told fails with ValueError: no base, for .tool-versions."),
        ("text", "The analyzer told gives 'text' instead of an `Analysis`"),
        (Analysis(facts=["text"]), "instead of an `Analysis` of findings and facts"),  # type: ignore[list-item]
    ],
)
def test_one_that_fails_is_named_with_the_file(analysis: object, message: str) -> None:
    with pytest.raises(AnalyzerError) as caught:
        read_findings(TOOLS, analyzers=[Told(analysis).named])
    assert message in str(caught.value)
    assert str(caught.value).endswith("Update or uninstall its package.")
