"""`diffinsight plan` and `diffinsight generate`: knowing what is asked, and asking without a site."""

from __future__ import annotations

import json
from typing import Any

import pytest
from pytest_httpserver import HTTPServer

from ..conftest import GitRepository, Project
from ..model_server import LARGE, SMALL, ModelServer


@pytest.fixture
def server(
    httpserver: HTTPServer, repository: GitRepository, project: Project, monkeypatch: pytest.MonkeyPatch
) -> ModelServer:
    """A server, and a site on five files that asks it: two to be explained, two noise, one told elsewhere."""
    monkeypatch.setenv("OPENAI_API_KEY", "test")
    repository.commit(
        {
            "a.md": "One.\n",
            "b.md": "Two words.\n",
            "d.md": "x\n",
            "e.md": "Old text here.\n",
            "f.md": "Old text here.\n",
        },
        "v1",
    )
    repository.commit(
        {
            "a.md": "One more.\n",
            "b.md": "Two  words.\n",
            "c.png": b"\x89PNG\0",
            "d.md": "x\n",
            "e.md": "New text here.\n",
            "f.md": "New text here.\n",
        },
        "v2",
    )
    server = ModelServer(httpserver)
    configure(project, repository, server)
    return server


def configure(project: Project, repository: GitRepository, server: ModelServer, **openai: Any) -> None:
    project.configure({"repository": str(repository.path), "ranges": ["v1...v2"], "openai": server.options(**openai)})


def plan(project: Project) -> dict[str, Any]:
    """The plan of the only report."""
    done = project.diffinsight("plan", "--json")
    assert done.returncode == 0, done.stderr
    [report] = json.loads(done.stdout)
    assert isinstance(report, dict)
    return report


def test_a_plan_counts_what_is_asked_and_what_is_not(server: ModelServer, project: Project) -> None:
    report = plan(project)
    assert {key: report[key] for key in ("files", "cached", "by_rules", "requests")} == {
        "files": 5,
        "cached": 0,
        "by_rules": 3,
        "requests": 3,
    }


def test_a_plan_asks_nobody(server: ModelServer, project: Project) -> None:
    plan(project)
    assert server.asked == []


def test_a_build_sends_as_many_requests_as_planned(server: ModelServer, project: Project) -> None:
    requests = plan(project)["requests"]
    assert project.build("--strict").status == 0
    assert len(server.asked) == requests


def test_a_build_tells_what_it_is_about_to_send_and_where(
    server: ModelServer, project: Project, repository: GitRepository
) -> None:
    address = server.base_url.replace("http://", "http://me:hunter2@")
    configure(project, repository, server, base_url=address, max_requests=5, price={"input": 1000, "output": 1000})
    planned = plan(project)
    build = project.build()
    [line] = [line for line in build.log.splitlines() if "Asking" in line]
    assert (
        f"Asking {SMALL} and {LARGE} at {server.base_url}/: 3 requests, about {planned['prompt_tokens']:,} tokens sent "
        f"and {planned['answer_tokens']:,} received, for about {planned['cost']:.2f} US dollars, "
        "within `openai.max_requests: 5`."
    ) in line
    assert "hunter2" not in build.log
    assert len(server.asked) == 3


def test_a_build_that_sends_nothing_tells_of_nothing_to_send(server: ModelServer, project: Project) -> None:
    assert "Asking" in project.build().log
    assert "Asking" not in project.build().log


def test_after_a_build_nothing_is_left_to_ask(server: ModelServer, project: Project) -> None:
    project.build()
    report = plan(project)
    assert (report["cached"], report["requests"], report["prompt_tokens"]) == (2, 0, 0)


def test_a_plan_tells_the_cost_by_the_prices_of_the_configuration(
    server: ModelServer, project: Project, repository: GitRepository
) -> None:
    assert plan(project)["cost"] is None
    configure(project, repository, server, price={"input": 1000, "output": 2000})
    report = plan(project)
    assert report["cost"] == round((report["prompt_tokens"] + 2 * report["answer_tokens"]) / 1000, 4) > 0


def test_a_plan_is_a_table_with_a_total(server: ModelServer, project: Project) -> None:
    lines = project.diffinsight("plan").stdout.splitlines()
    assert lines[0].split()[:2] == ["report", "files"]
    assert lines[1].split()[:5] == ["v1...v2", "5", "0", "3", "3"]
    assert lines[2].split()[:5] == ["total", "5", "0", "3", "3"]


def test_generate_fills_the_cache_and_writes_no_site(server: ModelServer, project: Project) -> None:
    done = project.diffinsight("generate")
    assert done.returncode == 0, done.stderr
    assert "3 by model" in done.stderr
    assert not (project.path / "site").exists()
    asked = len(server.asked)
    assert project.build("--strict").status == 0
    assert len(server.asked) == asked


def test_generate_fails_where_a_text_is_missing(server: ModelServer, project: Project) -> None:
    server.answer = lambda _: {}
    done = project.diffinsight("generate")
    assert done.returncode == 1
    assert "3 texts are missing; run it again." in done.stderr


def test_a_site_from_the_cache_alone_asks_nobody(
    server: ModelServer, project: Project, repository: GitRepository
) -> None:
    project.diffinsight("generate")
    asked = len(server.asked)
    project.configure({"repository": str(repository.path), "ranges": ["v1...v2"], "summarizer": "cached"})
    assert project.build("--strict").status == 0
    assert len(server.asked) == asked


def test_a_site_from_the_cache_alone_tells_what_is_missing(
    server: ModelServer, project: Project, repository: GitRepository
) -> None:
    project.configure({"repository": str(repository.path), "ranges": ["v1...v2"], "summarizer": "cached"})
    build = project.build("--strict")
    assert build.status == 1
    warned = [line for line in build.log.splitlines() if "`summarizer: cached` asks nobody" in line]
    assert len(warned) == 3
    assert server.asked == []


def test_a_build_stops_at_its_budget_and_the_next_one_carries_on(
    server: ModelServer, project: Project, repository: GitRepository
) -> None:
    configure(project, repository, server, max_requests=1)
    for asked in (1, 2, 3):
        build = project.build("--strict")
        assert build.status == 0, build.log
        assert len(server.asked) == asked
    assert "0 failed" in build.log
    assert len({data.get("path") for data in server.asked}) == 3


def test_a_spent_budget_is_told_once(server: ModelServer, project: Project, repository: GitRepository) -> None:
    configure(project, repository, server, max_requests=1)
    log = project.build().log
    assert log.count("`openai.max_requests`") == 1
    assert "2 postponed" in log
