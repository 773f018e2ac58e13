"""`diffinsight init`: the files of a new site."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from mkdocs_diffinsight.language.catalog import languages

from ..conftest import Build, GitRepository, Project

WAYS = ("gh-deploy", "github-cache-branch", "github-pages", "gitlab-pages")


def options_of(site: Path) -> dict[str, Any]:
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


def comment_of(site: Path) -> str:
    """What `mkdocs.yml` says about why the ranges are what they are."""
    text = (site / "mkdocs.yml").read_text(encoding="utf-8")
    block = text.partition("    # What was found there")[2].partition("    ranges:")[0]
    return " ".join(block.replace("    #", " ").split())


def start(project: Project, repository: GitRepository, *options: str) -> Path:
    """A new site that follows a repository."""
    done = project.diffinsight("init", "new", "--repository", str(repository.path), *options)
    assert done.returncode == 0, done.stderr
    return project.path / "new"


def built(project: Project) -> Build:
    done = project.run("mkdocs", "build", "--strict", "-f", "new/mkdocs.yml", environment={"SITE_URL": ""})
    assert done.returncode == 0, done.stderr
    return Build(done.returncode, done.stderr, project.path / "new" / "site")


def test_a_new_site_reports_on_versions_where_there_are_some(project: Project, history: GitRepository) -> None:
    history.commit({"docs/more.md": "More.\n"})
    site = start(project, history)
    assert options_of(site)["ranges"] == [{"tags": "v*", "last": 12}, {"since": "v*"}]
    assert "It has 3 tags of versions (v*), the last one of 2024-01-03" in comment_of(site)
    assert "It has commits since v3: a report on what is not released yet." in comment_of(site)
    assert len(built(project).reports()) == 3


def test_a_new_site_reports_on_nothing_unreleased_where_there_is_nothing(
    project: Project, history: GitRepository
) -> None:
    assert options_of(start(project, history))["ranges"] == [{"tags": "v*", "last": 12}]


def test_a_new_site_has_a_series_for_each_package(project: Project, repository: GitRepository) -> None:
    for n in range(3):
        repository.commit({"api/a.md": f"Up to {n} files.\n"}, f"api-v{n}.0")
        repository.commit({"web/a.md": f"Up to {n} files.\n"}, f"web2@{n}.0.0")
    site = start(project, repository)
    assert options_of(site)["ranges"] == [{"tags": "web2@*", "last": 4}, {"tags": "api-v*", "last": 4}]
    assert "Its versions are of 2 packages, each of which is a series of its own." in comment_of(site)
    assert len(built(project).reports()) == 4


def test_versions_of_long_ago_are_told_and_passed_over(project: Project, history: GitRepository) -> None:
    for n in range(3):
        history.commit({"docs/more.md": f"More {n}.\n"})
        history.day += 400
    site = start(project, history)
    [rule] = options_of(site)["ranges"]
    assert rule == {"every": "month", "last": 12}
    assert "Its last version, v3, is of 2024-01-03, long before its last commit." in comment_of(site)
    assert built(project).reports()


def test_a_new_site_on_a_quiet_repository_has_reports_at_once(project: Project, repository: GitRepository) -> None:
    """However long ago its last commits were made."""
    for n in range(10):
        repository.commit({"a.md": f"Up to {n} files.\n"})
        repository.day += 6
    site = start(project, repository)
    assert options_of(site)["ranges"] == [{"every": "week", "last": 12}]
    assert "It has commits in 10 of 26 weeks: a report for each week" in comment_of(site)
    assert "It is quiet: the last commit is of 2024-03-04." in comment_of(site)
    assert len(built(project).reports()) == 10


def test_a_new_site_on_a_single_commit_has_a_report(project: Project, repository: GitRepository) -> None:
    repository.commit({"a.md": "One.\n"})
    start(project, repository)
    assert len(built(project).reports()) == 1


def test_a_new_site_follows_the_main_branch_whatever_is_checked_out(
    project: Project, repository: GitRepository
) -> None:
    repository.commit({"a.md": "One.\n"})
    repository.git("checkout", "--quiet", "-b", "feature/x")
    repository.commit({"a.md": "Two.\n"})
    site = start(project, repository)
    assert options_of(site)["ranges"] == [{"every": "day", "branch": "main", "last": 14}]
    assert "What is checked out is feature/x; the reports follow main." in comment_of(site)


def test_a_branch_with_later_commits_is_told(project: Project, repository: GitRepository) -> None:
    repository.commit({"a.md": "One.\n"})
    repository.git("checkout", "--quiet", "-b", "next")
    repository.day += 100
    repository.commit({"a.md": "Two.\n"})
    repository.git("checkout", "--quiet", "main")
    assert "Its branch next has later commits, up to 2024-04-11." in comment_of(start(project, repository))


def test_a_changelog_is_told(project: Project, history: GitRepository) -> None:
    history.commit({"CHANGELOG.md": "# Changes\n"})
    assert "CHANGELOG.md is quoted by reports" in comment_of(start(project, history))


def test_a_new_site_on_a_shallow_clone_builds(
    project: Project, repository: GitRepository, make_repository: Callable[..., GitRepository]
) -> None:
    for n in range(9):
        repository.commit({"a.md": f"Up to {n} files.\n"})
    clone = make_repository("clone")
    clone.git("fetch", "--quiet", "--depth=5", f"file://{repository.path}", "main")
    clone.git("checkout", "--quiet", "-B", "main", "FETCH_HEAD")
    site = start(project, clone)
    [rule] = options_of(site)["ranges"]
    assert rule["since"] == datetime.date(2024, 1, 6)
    assert "The clone is shallow, and begins on 2024-01-05" in comment_of(site)
    done = project.run("mkdocs", "build", "-f", "new/mkdocs.yml")
    assert done.returncode == 0, done.stderr


def test_a_repository_on_a_server_is_looked_at(project: Project, history: GitRepository) -> None:
    address = history.path.as_uri()
    done = project.diffinsight("init", "new", "--repository", address)
    assert done.returncode == 0, done.stderr
    options = options_of(project.path / "new")
    assert (options["repository"], options["ranges"]) == (address, [{"tags": "v*", "last": 12}])
    assert len(built(project).reports()) == 2


def test_a_new_site_may_have_another_language(project: Project, history: GitRepository) -> None:
    site = start(project, history, "--language", "ja-JP")
    assert options_of(site)["language"] == "ja"
    config = (site / "mkdocs.yml").read_text(encoding="utf-8")
    assert "\n  language: ja\n" in config
    assert "- ホーム: index.md" in config
    build = built(project)
    assert "レポートの読み方" in build.html("about/")
    assert '<html lang="ja"' in build.html("reports/")
    assert set(re.findall(r"name: (.*)", config)).isdisjoint({"Switch to light mode", "Switch to dark mode"})


@pytest.mark.parametrize("language", languages())
def test_the_starter_is_the_same_in_every_language(project: Project, language: str) -> None:
    project.diffinsight("init", "one")
    project.diffinsight("init", "other", "--language", language)
    for name in ("docs/index.md", "docs/about.md"):
        one, other = ((project.path / site / name).read_text(encoding="utf-8") for site in ("one", "other"))
        assert [len(re.findall(sign, one, re.M)) for sign in ("^#", "^\\|", "^- ", "`", r"\]\(")] == [
            len(re.findall(sign, other, re.M)) for sign in ("^#", "^\\|", "^- ", "`", r"\]\(")
        ]


@pytest.mark.parametrize("language", languages())
def test_a_search_does_not_begin_with_how_to_read_a_report(
    project: Project, history: GitRepository, language: str
) -> None:
    """The page has most of the words that reports have, too."""
    start(project, history, "--language", language)
    index = (built(project).site / "search" / "search_index.json").read_bytes()
    locations = [entry["location"] for entry in json.loads(index)["docs"]]
    assert any(location.startswith("reports/20") for location in locations)
    assert [location for location in locations if location.startswith("about/")] == []


def test_a_language_that_there_is_not_is_told(project: Project) -> None:
    done = project.diffinsight("init", "new", "--language", "tlh")
    assert "--language is 'tlh'; the languages are en, ja, zh" in done.stderr


def test_a_new_site_follows_the_repository_that_it_is_in(project: Project, history: GitRepository) -> None:
    project.run("mkdocs_diffinsight", "init", str(history.path / "site"))
    options = options_of(history.path / "site")
    assert "repository" not in options
    assert options["ranges"]


def test_a_repository_without_a_commit_is_nothing_to_follow(project: Project, repository: GitRepository) -> None:
    done = project.diffinsight("init", str(repository.path / "site"))
    assert "The repository has no commit yet." in done.stdout
    assert "Name ranges in " in done.stdout
    assert options_of(repository.path / "site")["ranges"] == []


def test_the_template_tells_ranges_that_can_be_taken_as_they_stand(project: Project, history: GitRepository) -> None:
    project.diffinsight("init", "new", "--repository", str(history.path))
    text = (project.path / "new" / "mkdocs.yml").read_text(encoding="utf-8")
    block = text[text.index("    ranges:") :].partition("\n\n")[0]
    ranges = yaml.safe_load(re.sub(r"^    # ", "    ", block, flags=re.MULTILINE))["ranges"]
    asked = [next(iter(item)) for item in ranges if isinstance(item, dict)]
    assert asked == ["tags", "every", "tags", "since", "compare"]
    assert "v1.0...v1.1" in ranges


def test_a_repository_on_this_machine_is_named_from_the_site(project: Project, history: GitRepository) -> None:
    """So that both can be moved together; the command may be run anywhere."""
    assert project.diffinsight("init", "some/where", "--repository", f"../{history.path.name}").returncode == 0
    assert options_of(project.path / "some" / "where")["repository"] == f"../../../{history.path.name}"


@pytest.mark.parametrize(
    "url", ["https://git.invalid/a/b.git", "git@git.invalid:a/b.git", 'https://git.invalid/":- {}']
)
def test_a_repository_that_cannot_be_reached_is_followed_week_by_week(project: Project, url: str) -> None:
    done = project.diffinsight("init", "new", "--repository", url)
    assert done.returncode == 0, done.stderr
    assert "cannot be fetched" in done.stderr
    options = options_of(project.path / "new")
    assert (options["repository"], options["ranges"]) == (url, [{"every": "week", "last": 12}])
    assert "It could not be looked at" in comment_of(project.path / "new")


def test_a_password_in_an_address_is_neither_shown_nor_written(project: Project) -> None:
    done = project.diffinsight("init", "new", "--repository", "https://me:hunter2@git.invalid/a/b")
    assert done.returncode == 1
    assert "holds a password" in done.stderr
    assert "hunter2" not in done.stderr + done.stdout
    assert not (project.path / "new").exists()


def test_a_repository_named_as_on_a_forge_is_told_with_its_address(project: Project) -> None:
    done = project.diffinsight("init", "new", "--repository", "octo/handbook")
    assert done.returncode == 1
    assert "octo/handbook is no folder. Did you mean https://github.com/octo/handbook?" in done.stderr
    (project.path / "octo").mkdir()
    (project.path / "octo" / "handbook").touch()
    assert "Did you mean" not in project.diffinsight("init", "new", "--repository", "octo/handbook").stderr


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
