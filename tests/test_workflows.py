"""The starter's workflows: linters accept them, and their own steps do here what they are to do on a server."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml
from pytest_httpserver import HTTPServer

from .conftest import GitRepository, Project
from .model_server import ModelServer

PUBLISH = Path(__file__).parents[1] / "site_template" / "publish"
WORKFLOWS = sorted(PUBLISH.glob("*/.github/workflows/*.yml"))
GITLAB = PUBLISH / "gitlab-pages" / ".gitlab-ci.yml"
TOOLS = Path(sys.executable).parent


def name_of_way(path: Path) -> str:
    return path.relative_to(PUBLISH).parts[0]


workflows = pytest.mark.parametrize("path", WORKFLOWS, ids=name_of_way)


def read(path: Path) -> dict[Any, Any]:
    data = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(data, dict)
    return data


def steps_of(path: Path) -> Iterator[Mapping[str, Any]]:
    for job in read(path)["jobs"].values():
        yield from job["steps"]


def check(*command: str) -> None:
    """Run a linter, which has to find nothing."""
    tool = shutil.which(command[0], path=TOOLS)
    assert tool, f"{command[0]} is not installed"
    done = subprocess.run([tool, *command[1:]], capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@workflows
def test_a_workflow_is_right(path: Path) -> None:
    """Names of keys, inputs of actions, expressions, jobs and steps that are spoken of, and the schedule."""
    check("actionlint", "-shellcheck=", "-no-color", str(path))


@workflows
def test_a_workflow_has_the_form_that_github_takes(path: Path) -> None:
    check("check-jsonschema", "--builtin-schema", "vendor.github-workflows", str(path))


@workflows
def test_a_workflow_is_safe(path: Path) -> None:
    """Permissions, credentials that stay behind, and values that could become commands."""
    check("zizmor", "--offline", "--quiet", "--config", str(Path(__file__).with_name("zizmor.yml")), str(path))


def test_the_pipeline_has_the_form_that_gitlab_takes() -> None:
    check("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci", str(GITLAB))


@workflows
def test_what_strangers_propose_is_not_built(path: Path) -> None:
    """A pull request could print the secret, or publish."""
    assert set(read(path)[True]) == {"schedule", "push", "workflow_dispatch"}  # YAML 1.1 reads `on` as a truth


@workflows
def test_only_a_job_that_pushes_may_write_to_the_repository(path: Path) -> None:
    workflow = read(path)
    assert workflow["permissions"] == {}
    for job in workflow["jobs"].values():
        commands = " ".join(step.get("run", "") for step in job["steps"])
        pushes = "git push" in commands or "gh-deploy" in commands
        assert (job["permissions"].get("contents") == "write") == pushes


@workflows
def test_only_the_build_sees_the_secret(path: Path) -> None:
    told = [step for step in steps_of(path) if "secrets." in json.dumps(step)]
    assert [step["env"]["OPENAI_API_KEY"] for step in told] == ["${{ secrets.OPENAI_API_KEY }}"]
    assert "mkdocs" in told[0]["run"]


@workflows
def test_each_run_saves_a_cache_of_its_own_and_starts_from_the_latest(path: Path) -> None:
    """A saved cache never changes, so a key that comes back would keep the texts of the first run for good."""
    steps = {str(step.get("uses")).partition("@")[0]: step for step in steps_of(path)}
    if name_of_way(path) == "github-cache-branch":
        assert not any("actions/cache" in uses for uses in steps)
        return
    restore, save = (steps[f"actions/cache/{action}"] for action in ("restore", "save"))
    assert "github.run_id" in save["with"]["key"]
    assert "github.run_attempt" in save["with"]["key"]
    assert restore["with"]["key"] == save["with"]["key"]
    assert save["with"]["key"].startswith(restore["with"]["restore-keys"])
    assert restore["with"]["path"] == save["with"]["path"] == ".diffinsight"


class Server:
    """A forge: it has a repository with a site, and runs the site's workflow."""

    def __init__(self, project: Project, site: GitRepository) -> None:
        self.origin = project.path / "origin.git"
        self._project = project
        self._site = site
        self._runs = 0
        site.commit({})
        site.git("clone", "--quiet", "--bare", ".", str(self.origin))
        self._tools = project.path / "tools"
        self._tools.mkdir()
        self._tool("mkdocs", f'exec "{sys.executable}" -m mkdocs "$@"')
        self._tool("gh", "")  # the folder that stands for the forge asks for no credentials

    def _tool(self, name: str, command: str) -> None:
        (self._tools / name).write_text(f"#!/bin/sh\n{command}\n", encoding="utf-8")
        (self._tools / name).chmod(0o755)

    def branches(self) -> set[str]:
        """Those of the repository."""
        names = self._site.git("--git-dir", str(self.origin), "for-each-ref", "--format=%(refname:short)", "refs/heads")
        return set(names.splitlines())

    def files(self, branch: str) -> list[str]:
        """What a branch holds."""
        return self._site.git("--git-dir", str(self.origin), "ls-tree", "-r", "--name-only", branch).splitlines()

    def run(self, key: str = "") -> Path:
        """Run the commands of the site's workflow in a fresh clone; the clone. A secret that is not there is empty."""
        self._runs += 1
        clone = self._project.path / f"run-{self._runs}"
        self._site.git("clone", "--quiet", str(self.origin), str(clone))
        environment = {
            **os.environ,
            "OPENAI_API_KEY": key,
            "SITE_URL": "",
            "GITHUB_RUN_ID": str(self._runs),
            "GIT_CONFIG_GLOBAL": os.devnull,
            "GIT_CONFIG_NOSYSTEM": "1",
            "PATH": f"{self._tools}{os.pathsep}{os.environ['PATH']}",
        }
        for folder, command in commands_of(clone):
            bash = ["bash", "-e", "-o", "pipefail", "-c", command]
            done = subprocess.run(
                bash, cwd=clone / folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
            )
            assert done.returncode == 0, done.stdout + done.stderr
        return clone


def commands_of(site: Path) -> Iterator[tuple[str, str]]:
    """The folder and the text of each command that publishes a site, but for those that install packages."""
    pipeline = site / ".gitlab-ci.yml"
    if pipeline.exists():
        commands = [(".", line) for line in read(pipeline)["pages"]["script"]]
    else:
        steps = steps_of(site / ".github/workflows/publish.yml")
        commands = [(step.get("working-directory", "."), step["run"]) for step in steps if "run" in step]
    return ((folder, command) for folder, command in commands if not command.startswith("pip install"))


Serve = Callable[..., Server]


@pytest.fixture
def serve(project: Project, history: GitRepository) -> Serve:
    """Makes a forge with a site that is published in a way, and has options beside the starter's."""

    def make(way: str, **options: object) -> Server:
        project.diffinsight("init", "new", "--publish", way, "--repository", str(history.path))
        site = project.path / "new"
        (site / "mkdocs.yml").rename(site / "starter.yml")
        more = {"INHERIT": "starter.yml", "plugins": {"diffinsight": {"ranges": ["v1...v2"], **options}}}
        (site / "mkdocs.yml").write_text(yaml.safe_dump(more), encoding="utf-8")
        return Server(project, GitRepository(site))

    return make


def authors(clone: Path, folder: str = "site") -> set[str]:
    """Who wrote the texts about files, in the one report of a site."""
    [report] = (clone / folder).rglob("report.json")
    return {str(file["author"]["kind"]) for file in json.loads(report.read_bytes())["files"]}


@pytest.mark.parametrize(
    ("way", "folder"),
    [("github-pages", "site"), ("github-cache-branch", "site"), ("gh-deploy", "site"), ("gitlab-pages", "public")],
)
def test_a_first_run_without_a_secret_makes_the_site_by_rules(serve: Serve, way: str, folder: str) -> None:
    assert authors(serve(way).run(), folder) == {"rules"}


def test_a_branch_keeps_what_a_model_wrote(serve: Serve, httpserver: HTTPServer) -> None:
    model = ModelServer(httpserver)
    server = serve("github-cache-branch", openai=model.options())
    server.run("a key")
    asked = len(model.asked)
    assert asked
    assert authors(server.run("a key")) == {"model"}
    assert len(model.asked) == asked


def test_the_branch_has_texts_and_nothing_that_is_made_again(serve: Serve, httpserver: HTTPServer) -> None:
    server = serve("github-cache-branch", openai=ModelServer(httpserver).options())
    server.run("a key")
    assert {name.partition("/")[0] for name in server.files("diffinsight-cache")} == {"summaries", "overviews"}


def test_a_run_that_writes_nothing_pushes_nothing(serve: Serve) -> None:
    server = serve("github-cache-branch")
    server.run()
    assert server.branches() == {"main"}


def test_a_deployed_branch_has_the_site_alone(serve: Serve) -> None:
    server = serve("gh-deploy")
    server.run()
    names = server.files("gh-pages")
    assert {".nojekyll", "index.html", "reports/index.html"} <= set(names)
    assert "mkdocs.yml" not in names
