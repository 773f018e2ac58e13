"""Small git repositories and real builds for the tests."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import yaml

_SECONDS_OF_A_DAY = 24 * 60 * 60
_FIRST_DAY = 1_704_067_200  # 2024-01-01T00:00:00Z


class GitRepository:
    """A repository under construction; every commit is a day after the one before it."""

    def __init__(self, path: Path, *options: str) -> None:
        self.path = path
        self.day = 0
        """The day of the next commit, counted from the first one."""
        path.mkdir(parents=True, exist_ok=True)
        self.git("init", "--quiet", "--initial-branch=main", *options)

    def git(self, *arguments: str, data: bytes | None = None) -> str:
        """Run git here, free of the machine's configuration; what it prints."""
        stamp = f"{_FIRST_DAY + self.day * _SECONDS_OF_A_DAY} +0000"
        environment = {
            **os.environ,
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            **{f"GIT_{role}_NAME": "Test" for role in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{role}_EMAIL": "test@example.org" for role in ("AUTHOR", "COMMITTER")},
            **{f"GIT_{role}_DATE": stamp for role in ("AUTHOR", "COMMITTER")},
        }
        done = subprocess.run(
            ["git", *arguments], cwd=self.path, input=data, env=environment, capture_output=True, check=True
        )
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def write(self, files: Mapping[str, str | bytes | None]) -> None:
        """Write files, or delete those whose content is `None`."""
        for name, content in files.items():
            path = self.path / name
            if content is None:
                path.unlink()
                continue
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content.encode() if isinstance(content, str) else content)

    def commit(self, files: Mapping[str, str | bytes | None], tag: str | None = None) -> str:
        """Write files and commit everything, even nothing; the commit's name."""
        self.write(files)
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", tag or "Change")
        self.day += 1
        if tag:
            self.git("tag", tag)
        return self.git("rev-parse", "HEAD")


@dataclass(frozen=True)
class Build:
    """What `mkdocs build` did."""

    status: int
    log: str
    site: Path

    def html(self, uri: str) -> str:
        """The page at an address of the site."""
        path = self.site / uri
        return (path / "index.html" if path.is_dir() else path).read_text(encoding="utf-8")

    def reports(self) -> list[Path]:
        """The folders of the reports, by name."""
        return sorted(path.parent for path in self.site.rglob("report.json"))

    def report(self, number: int = 0) -> dict[str, Any]:
        """The JSON form of a report."""
        data = json.loads((self.reports()[number] / "report.json").read_bytes())
        assert isinstance(data, dict)
        return data

    def report_html(self, number: int = 0) -> str:
        """The page of a report."""
        return (self.reports()[number] / "index.html").read_text(encoding="utf-8")


class Project:
    """A site with its `mkdocs.yml`, beside the repository that it reports on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.cache = path / ".diffinsight"
        (path / "docs").mkdir(parents=True)
        (path / "docs" / "index.md").write_text("# Home\n", encoding="utf-8")

    def configure(self, options: Mapping[str, Any], **site: Any) -> None:
        """Write `mkdocs.yml` with these options of the plugin."""
        config = {
            "site_name": "Test",
            "theme": {"name": "mkdocs"},
            "plugins": ["search", {"diffinsight": dict(options)}],
            **site,
        }
        (self.path / "mkdocs.yml").write_text(yaml.safe_dump(config), encoding="utf-8")

    def run(self, *command: str, environment: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Run a Python module as a user would, in the project's folder."""
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=self.path,
            env={**os.environ, **(environment or {})},
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="replace",
            check=False,
        )

    def build(self, *options: str, environment: Mapping[str, str] | None = None) -> Build:
        """Build the site."""
        done = self.run("mkdocs", "build", *options, environment=environment)
        return Build(done.returncode, done.stderr + done.stdout, self.path / "site")

    def build_strictly(self, options: Mapping[str, Any], **site: Any) -> Build:
        """Configure, build with `--strict`, and expect that all is well."""
        self.configure(options, **site)
        build = self.build("--strict")
        assert build.status == 0, build.log
        return build

    def diffinsight(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run the `diffinsight` command."""
        return self.run("mkdocs_diffinsight", *arguments)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files of tests/golden anew")


@pytest.fixture(autouse=True)
def _plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No key, no server and no git settings of the machine reach a test."""
    for name in [name for name in os.environ if name.startswith(("OPENAI_", "AZURE_OPENAI_", "GIT_"))]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("NO_MKDOCS_2_WARNING", "1")


@pytest.fixture
def repository(tmp_path: Path) -> GitRepository:
    """An empty repository."""
    return GitRepository(tmp_path / "repository")


@pytest.fixture
def make_repository(tmp_path: Path) -> Callable[..., GitRepository]:
    """Makes further repositories, by name."""

    def make(name: str, *options: str) -> GitRepository:
        return GitRepository(tmp_path / name, *options)

    return make


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A site without configuration."""
    return Project(tmp_path / "project")


@pytest.fixture(scope="session")
def _three_commits(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository of `history`, to be copied: git takes ten times as long to make it."""
    repository = GitRepository(tmp_path_factory.mktemp("history"))
    repository.commit({"docs/guide.md": "# Guide\n\nUse version 1.\n", "src/app.py": "def run():\n    pass\n"}, "v1")
    repository.commit({"docs/guide.md": "# Guide\n\nUse version 2.\n", "src/app.py": "def start():\n    pass\n"}, "v2")
    repository.commit({"docs/guide.md": "# Guide\n\nUse version 3.\n", "docs/new.md": "# New\n"}, "v3")
    return repository.path


@pytest.fixture
def history(repository: GitRepository, _three_commits: Path) -> GitRepository:
    """Three tagged commits.

    v1 -- v2 -- v3   (main)
    """
    shutil.copytree(_three_commits, repository.path, dirs_exist_ok=True)
    repository.day = 3
    return repository


Ranges = Sequence[str | Mapping[str, Any]]
