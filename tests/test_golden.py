"""Whole reports, each case a folder.

    tests/golden/<case>/
      history/1/, history/2/, ...   the files of each commit, tagged 1, 2, ...
      options.yml                   the plugin's options; `ranges` names the tags
      expected/                     what `diffinsight export` writes

`pytest tests/test_golden.py --update-golden` writes `expected/` anew; read the difference before you commit it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
import yaml

from .conftest import GitRepository, Project
from .golden_cases import CASES, commit_history


@pytest.mark.parametrize("case", sorted(path for path in CASES.iterdir()), ids=lambda case: str(case.name))
def test_a_history_makes_these_reports(
    case: Path, repository: GitRepository, project: Project, request: pytest.FixtureRequest
) -> None:
    commit_history(repository, case / "history")
    options = yaml.safe_load((case / "options.yml").read_text(encoding="utf-8"))
    project.configure({"repository": str(repository.path), **options})
    done = project.diffinsight("export", "out")
    assert done.returncode == 0, done.stderr
    made = {path.name: path.read_text(encoding="utf-8") for path in (project.path / "out").iterdir()}
    expected = case / "expected"
    if request.config.getoption("--update-golden"):
        shutil.rmtree(expected, ignore_errors=True)
        shutil.copytree(project.path / "out", expected)
    assert made == {path.name: path.read_text(encoding="utf-8") for path in expected.iterdir()}
