"""What the rules read from a diff."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.model.changes import FileChange
from mkdocs_diffinsight.model.findings import Action, Finding, Findings, Kind, Subject

from .sample import changed, read


class TestKinds:
    @pytest.mark.parametrize(
        ("path", "kind"),
        [
            ("docs/a.md", Kind.DOCUMENT),
            ("a.rst", Kind.DOCUMENT),
            ("mkdocs.yml", Kind.SETTINGS),
            ("requirements-dev.txt", Kind.SETTINGS),
            ("src/a.tsx", Kind.CODE),
            ("a.svg", Kind.IMAGE),
            ("poetry.lock", Kind.GENERATED),
            ("app.min.js", Kind.GENERATED),
            ("LICENSE", Kind.TEXT),
        ],
    )
    def test_a_path_tells_the_kind(self, path: str, kind: Kind) -> None:
        assert read(path, "-a", "+b").kind is kind

    def test_a_submodule_moves_from_commit_to_commit(self) -> None:
        change = changed("lib", "-Subproject commit aaa", "+Subproject commit bbb", start=1)
        found = read_findings(FileChange(**{**vars(change), "old_mode": "160000", "new_mode": "160000"}))
        assert found.findings == (Finding(Subject.LINE, Action.CHANGED, old="aaa", new="bbb"),)


@pytest.mark.parametrize(
    "line",
    ["", "\r", "\x00\x1b", "\udcff\udc80", "[" * 3000, "| " * 2000, "`" * 500, "{n} {0} {", "a" * 50_000, "\\"],
)
@pytest.mark.parametrize("path", ["a.md", "a.yml", "a.json", "a.py", "a.c", "package.json", "x\ny", ""])
def test_nothing_stops_the_reader(path: str, line: str) -> None:
    assert isinstance(read(path, "-" + line, "+" + line + "b", " " + line, "+" + line), Findings)
