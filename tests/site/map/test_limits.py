"""What a report does not show is told on its page and in the log."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.git.comparing import comparer

from ...conftest import GitRepository, Project
from ...in_process import build_here


@pytest.mark.parametrize(
    ("bound", "most", "told"),
    [
        ("MAX_FILES", 3, "2 more files of this range changed and are not shown"),
        ("MAX_ALL_LINES", 6, "The diffs of 2 files are left out: the diffs of this range are too large together."),
        ("MAX_LINES", 1, "5 files are too large, or change too much, to be shown line by line."),
    ],
)
def test_what_is_left_out_is_told(
    repository: GitRepository,
    project: Project,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    bound: str,
    most: int,
    told: str,
) -> None:
    caplog.set_level("INFO")
    monkeypatch.setattr(comparer, bound, most)
    for version in "12":
        repository.commit({f"{n}.md": f"Version {version}.\n" for n in range(5)}, f"v{version}")
    project.configure({"repository": str(repository.path), "ranges": ["v1...v2"]})
    assert told in build_here(project).report_html()
    assert [line for line in caplog.messages if told in line and "v1...v2" in line]
