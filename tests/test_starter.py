"""`diffinsight init`: the files of a new site."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
import yaml

from .conftest import GitRepository, Project

WAYS = ("gh-deploy", "github-cache-branch", "github-pages", "gitlab-pages")


def options_of(site: Path) -> dict[str, object]:
    """What a site's `mkdocs.yml` says below `diffinsight`."""
    text = (site / "mkdocs.yml").read_text(encoding="utf-8").replace("!ENV ", "")
    options = yaml.safe_load(text)["plugins"]["diffinsight"]
    assert isinstance(options, dict)
    return options


def test_a_new_site_builds_where_there_is_no_repository(project: Project) -> None:
    done = project.diffinsight("init", "new")
    assert done.returncode == 0, done.stderr
    assert "Name a repository" in done.stdout
    build = project.run("mkdocs", "build", "--strict", "-f", "new/mkdocs.yml")
    assert build.returncode == 0, build.stderr


def test_a_new_site_follows_a_repository_week_by_week(project: Project, history: GitRepository) -> None:
    done = project.diffinsight("init", "new", "--repository", str(history.path))
    since = datetime.date.today() - datetime.timedelta(weeks=12)
    assert options_of(project.path / "new")["ranges"] == [{"every": "week", "since": since}]
    assert f"week by week since {since}" in done.stdout
    build = project.run("mkdocs", "build", "--strict", "-f", "new/mkdocs.yml")
    assert build.returncode == 0, build.stderr


def test_a_new_site_follows_the_repository_that_it_is_in(project: Project, history: GitRepository) -> None:
    project.run("mkdocs_diffinsight", "init", str(history.path / "site"))
    options = options_of(history.path / "site")
    assert "repository" not in options
    assert options["ranges"]


def test_a_repository_without_a_commit_is_nothing_to_follow(project: Project, repository: GitRepository) -> None:
    project.diffinsight("init", str(repository.path / "site"))
    assert options_of(repository.path / "site")["ranges"] == []


def test_the_template_tells_ranges_that_can_be_taken_as_they_stand(project: Project, history: GitRepository) -> None:
    project.diffinsight("init", "new", "--repository", str(history.path))
    text = (project.path / "new" / "mkdocs.yml").read_text(encoding="utf-8")
    block = text[text.index("    ranges:") :].partition("\n\n")[0]
    ranges = yaml.safe_load(re.sub(r"^    # ", "    ", block, flags=re.MULTILINE))["ranges"]
    assert [next(iter(item)) for item in ranges if isinstance(item, dict)] == ["every", "tags", "since", "compare"]
    assert "v1.0...v1.1" in ranges


def test_a_repository_on_this_machine_is_named_from_the_site(project: Project, history: GitRepository) -> None:
    """So that both can be moved together; the command may be run anywhere."""
    assert project.diffinsight("init", "some/where", "--repository", f"../{history.path.name}").returncode == 0
    assert options_of(project.path / "some" / "where")["repository"] == f"../../../{history.path.name}"


@pytest.mark.parametrize("url", ["https://git.example.org/a/b.git", "git@example.org:a/b.git", 'https://x/"#: - {}'])
def test_an_address_of_a_repository_is_taken_as_it_is(project: Project, url: str) -> None:
    assert project.diffinsight("init", "new", "--repository", url).returncode == 0
    assert options_of(project.path / "new")["repository"] == url


def test_a_repository_that_is_not_there_is_told_before_anything_is_written(project: Project) -> None:
    done = project.diffinsight("init", "new", "--repository", "../nowhere")
    assert done.returncode == 1
    assert "../nowhere is no folder" in done.stderr
    assert not (project.path / "new").exists()


def test_a_site_has_the_files_of_one_way_to_publish(project: Project) -> None:
    found = {}
    for way in (*WAYS, "none"):
        assert project.diffinsight("init", way, "--publish", way).returncode == 0
        files = (path.relative_to(project.path / way) for path in (project.path / way).rglob("*") if path.is_file())
        found[way] = {path.as_posix() for path in files}
    site = {".gitignore", "docs/about.md", "docs/index.md", "mkdocs.yml", "requirements.txt"}
    assert found == {
        "gh-deploy": {*site, ".github/workflows/publish.yml"},
        "github-cache-branch": {*site, ".github/workflows/publish.yml"},
        "github-pages": {*site, ".github/workflows/publish.yml"},
        "gitlab-pages": {*site, ".gitlab-ci.yml"},
        "none": site,
    }


def test_nothing_is_overwritten(project: Project) -> None:
    project.configure({})
    before = (project.path / "mkdocs.yml").read_text(encoding="utf-8")
    done = project.diffinsight("init", ".")
    assert done.returncode == 1
    assert "mkdocs.yml" in done.stderr
    assert (project.path / "mkdocs.yml").read_text(encoding="utf-8") == before


def test_a_gitignore_that_is_there_is_kept(project: Project) -> None:
    """Repositories start with one."""
    (project.path / "fresh").mkdir()
    (project.path / "fresh" / ".gitignore").write_text("mine\n", encoding="utf-8")
    done = project.diffinsight("init", "fresh")
    assert done.returncode == 0
    assert "let it have the line `/site/`" in done.stdout
    assert (project.path / "fresh" / ".gitignore").read_text(encoding="utf-8") == "mine\n"


def test_a_folder_that_cannot_be_made_is_told(project: Project) -> None:
    (project.path / "file").write_text("", encoding="utf-8")
    done = project.diffinsight("init", "file/site")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr
    assert "file" in done.stderr
