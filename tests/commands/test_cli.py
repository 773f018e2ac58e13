"""What all commands have in common."""

from __future__ import annotations

from pathlib import Path

from mkdocs_diffinsight.commands.cli import main

from ..conftest import GitRepository, Project


def test_a_site_without_the_plugin_is_told(project: Project) -> None:
    (project.path / "mkdocs.yml").write_text("site_name: x\n", encoding="utf-8")
    done = project.diffinsight("export", "out")
    assert done.returncode == 1
    assert "has no `diffinsight` under `plugins`" in done.stderr


def test_an_export_that_fails_says_why_in_one_line(project: Project, history: GitRepository) -> None:
    project.configure({"repository": str(history.path), "ranges": ["v1...nope"]})
    done = project.diffinsight("export", "out")
    assert done.returncode == 1
    assert "its head, 'nope', is no commit" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_command_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "commands.md").read_text(encoding="utf-8")
    assert [name for name in main.commands if f"## `diffinsight {name}`\n" not in text] == []
