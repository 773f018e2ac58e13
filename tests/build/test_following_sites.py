"""Sites that follow repositories, from `mkdocs.yml` to the pages."""

from __future__ import annotations

import json
import re
import urllib.error
import urllib.request
from pathlib import Path
from typing import Any

import pytest

from ..conftest import Build, GitRepository, Project
from .serving import served, wait_for

OTHER = {"docs/other.md": "# Other\n"}


def titles(build: Build) -> list[str]:
    return [build.report(n)["title"] for n in range(len(build.reports()))]


def test_a_site_follows_the_tags_of_a_repository(project: Project, history: GitRepository) -> None:
    build = project.build_strictly({"repository": str(history.path), "ranges": [{"tags": "v*"}]})
    assert [path.name for path in build.reports()] == ["2024-01-02-v1-v2", "2024-01-03-v2-v3"]
    assert titles(build) == ["v2", "v3"]


def test_a_page_shows_the_message_of_its_tag(project: Project, history: GitRepository) -> None:
    history.git("tag", "--annotate", "--force", "--message", "Second\n\nIt is <b>faster</b>.", "v2", "v2")
    build = project.build_strictly({"repository": str(history.path), "ranges": [{"tags": "v*"}]})
    assert "It is &lt;b&gt;faster&lt;/b&gt;." in build.report_html(titles(build).index("v2"))


def test_tomorrow_the_periods_of_today_are_as_they_were(project: Project, repository: GitRepository) -> None:
    """More commits make more reports; those that were there keep their addresses and content."""
    for n in range(9):
        repository.commit({"a.md": f"Up to {n} files.\n"})
    options: dict[str, Any] = {"repository": str(repository.path), "ranges": [{"every": "week", "open": False}]}
    [before] = project.build_strictly(options).reports()
    first = (before / "report.json").read_bytes()
    for n in range(9, 18):
        repository.commit({"a.md": f"Up to {n} files.\n"})
    build = project.build_strictly(options)
    assert len(build.reports()) == 2
    assert (build.reports()[0].name, (build.reports()[0] / "report.json").read_bytes()) == (before.name, first)


def test_a_tag_that_is_called_like_a_day_is_told_with_the_name_that_means_it(
    project: Project, history: GitRepository
) -> None:
    history.git("tag", "2024-01-03", "v1")
    options: dict[str, Any] = {"repository": str(history.path), "ranges": [{"since": "2024-01-03"}]}
    build = project.build_strictly(options)
    assert [len(build.report()["files"]), "`since: refs/tags/2024-01-03` is what" in build.log] == [2, True]
    options["ranges"] = [{"since": "refs/tags/2024-01-03"}]
    build = project.build_strictly(options)
    assert [len(build.report()["files"]), "is taken for the day" in build.log] == [3, False]


@pytest.mark.parametrize("language", ["en", "ja", "zh"])
def test_an_open_period_is_marked(project: Project, repository: GitRepository, language: str) -> None:
    mark = {"en": "(so far)", "ja": "（途中経過）", "zh": "（截至目前）"}[language]
    for n in range(3):
        repository.commit({"a.md": f"{n}\n"})
    options = {"repository": str(repository.path), "ranges": [{"every": "month"}], "language": language}
    build = project.build_strictly(options, site_url="https://example.org/")
    assert build.report()["range"]["open"] is True
    for text in (build.report()["title"], build.html("reports"), build.html("reports/feed.xml")):
        assert mark in text
    assert mark in project.diffinsight("ranges").stdout
    assert json.loads(project.diffinsight("ranges", "--json").stdout)[0]["open"] is True


@pytest.mark.parametrize("categories", [{}, {"notes": ["a.md"]}])
def test_an_open_period_keeps_its_address_and_its_feed_entry_when_it_is_over(
    project: Project, repository: GitRepository, categories: dict[str, Any]
) -> None:
    options = {"repository": str(repository.path), "ranges": [{"every": "week"}], "categories": categories}
    names, ids, titles = [], [], []
    for n, commits in enumerate((2, 3, 4)):  # on its second day, on its fifth, and two days after it
        for step in range(commits):
            repository.commit({"a.md": f"{n} {step}\n"})
        build = project.build_strictly(options, site_url="https://example.org/")
        names.append(build.reports()[0].name)
        titles.append(build.report(0)["title"])
        ids.append(json.loads(build.html("reports/feed.json"))["items"][-1]["id"])
    assert len(set(names)) == len(set(ids)) == 1
    assert [title.removesuffix(" - notes") for title in titles] == [
        "Week of January 1, 2024 (so far)",
        "Week of January 1, 2024 (so far)",
        "Week of January 1, 2024",
    ]


def test_two_parts_of_a_repository_have_periods_of_their_own(project: Project, repository: GitRepository) -> None:
    """Whether the one has anything to tell does not move the other."""
    ranges = [{"every": "week", "paths": [folder]} for folder in ("docs/", "src/")]
    options = {"repository": str(repository.path), "ranges": ranges}
    repository.commit({"src/a.md": "1\n"})
    [before] = project.build_strictly(options).reports()
    repository.commit({"docs/a.md": "1\n"})
    assert before in project.build_strictly(options).reports()


def test_what_is_not_released_yet_keeps_its_address(project: Project, history: GitRepository) -> None:
    options: dict[str, Any] = {"repository": str(history.path), "ranges": [{"since": "v*", "branch": "main"}]}
    for text in ("One.\n", "Two.\n"):
        history.commit({"docs/more.md": text})
        build = project.build_strictly(options)
        assert [path.name for path in build.reports()] == ["unreleased"]
        assert titles(build) == ["Unreleased"]
    assert "+Two." in build.report()["files"][0]["patch"]


def test_a_site_reports_on_several_repositories(project: Project, history: GitRepository, make_repository: Any) -> None:
    other = make_repository("other")
    other.commit({"a.md": "One.\n"}, "r1")
    other.commit({"a.md": "Two.\n"}, "r2")
    ranges = [
        {"tags": "v*", "from": "v2", "label": "Core"},
        {"tags": "r*", "repository": str(other.path), "label": "Tools"},
    ]
    build = project.build_strictly({"repository": str(history.path), "ranges": ranges})
    assert titles(build) == ["Tools - r2", "Core - v3"]
    assert [path.name for path in build.reports()] == ["2024-01-02-Tools-r1-r2", "2024-01-03-Core-v2-v3"]


def test_a_repository_on_a_server_is_fetched(project: Project, history: GitRepository) -> None:
    history.git("config", "uploadpack.allowFilter", "true")
    address = history.path.as_uri()
    build = project.build_strictly({"repository": address, "ranges": [{"tags": "v*"}, "v1...v3"]})
    assert sorted(titles(build)) == ["v1...v3", "v2", "v3"]
    assert [path.suffix for path in (project.cache / "mirrors").iterdir() if path.is_dir()] == [".git"]


def test_a_rewritten_branch_is_told(project: Project, repository: GitRepository) -> None:
    for n in range(3):
        repository.commit({"a.md": f"{n}\n"})
    options: dict[str, Any] = {"repository": str(repository.path), "ranges": [{"every": "day", "branch": "main"}]}
    assert "was rewritten" not in project.build_strictly(options).log
    lost = repository.git("rev-parse", "--short=7", "main")
    repository.git("reset", "--quiet", "--hard", "main~1")
    repository.commit({"a.md": "other\n"})
    repository.commit({"a.md": "more\n"})
    log = project.build_strictly(options).log
    assert f"main of {repository.path} was rewritten: {lost}, where it ended at the last build" in log
    assert "was rewritten" not in project.build_strictly(options).log


def test_another_branch_that_is_checked_out_is_no_rewritten_one(project: Project, repository: GitRepository) -> None:
    options = {"repository": str(repository.path), "ranges": [{"every": "day"}]}
    repository.commit({"a": "1"})
    repository.git("branch", "topic")
    repository.commit({"a": "2"})
    project.build_strictly(options)
    repository.git("checkout", "--quiet", "topic")
    assert "rewritten" not in project.build_strictly(options).log
    repository.git("checkout", "--quiet", "--detach", "main")
    assert "rewritten" not in project.build_strictly(options).log
    repository.git("checkout", "--quiet", "--detach", "topic")
    assert "it names another commit or branch now, or" in project.build_strictly(options).log


def test_a_merge_that_takes_a_branch_to_its_side_is_told(project: Project, repository: GitRepository) -> None:
    """Somebody's `git pull` makes what was on `main` the second parent of the merge."""
    repository.commit({"a.md": "0\n"})
    repository.git("branch", "mine")
    repository.commit({"a.md": "1\n"})
    before = repository.commit({"a.md": "2\n"})
    options: dict[str, Any] = {"repository": str(repository.path), "ranges": [{"every": "day", "branch": "main"}]}
    project.build_strictly(options)
    repository.git("switch", "--quiet", "mine")
    repository.commit({"b.md": "1\n"})
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge main", "main")
    repository.git("branch", "--force", "main", "mine")
    log = project.build_strictly(options).log
    assert f"main of {repository.path} took another course: a merge has {before[:7]}, where it ended" in log
    assert "took another course" not in project.build_strictly(options).log


@pytest.mark.parametrize("command", [["mkdocs", "build"], ["mkdocs_diffinsight", "ranges"]])
@pytest.mark.parametrize(("dots", "level"), [("...", "WARNING"), ("..", "INFO")])
def test_a_reversed_range_is_told(
    project: Project, history: GitRepository, command: list[str], dots: str, level: str
) -> None:
    project.configure({"repository": str(history.path), "ranges": [f"v2{dots}v1", "v1...v2"]})
    log = project.run(*command).stderr
    [line] = [line for line in log.splitlines() if "is reversed" in line]
    assert line.startswith(level)
    assert f"The range v2{dots}v1" in line
    assert f"Did you mean v1{dots}v2?" in line


@pytest.mark.parametrize("is_remote", [False, True])
def test_a_tag_that_is_called_like_a_day_is_told(project: Project, history: GitRepository, is_remote: bool) -> None:
    history.git("tag", "2024-01-02", "v1")
    history.git("config", "uploadpack.allowFilter", "true")
    address = history.path.as_uri() if is_remote else str(history.path)
    project.configure({"repository": address, "ranges": [{"since": "2024-01-02"}]})
    log = project.diffinsight("ranges").stderr
    assert "`since: 2024-01-02` is taken for the day; `since: refs/tags/2024-01-02` is what" in log
    project.configure({"repository": address, "ranges": [{"since": "refs/tags/2024-01-02"}]})
    done = project.diffinsight("ranges", "--json")
    assert json.loads(done.stdout)[0]["base"] == history.git("rev-parse", "v1")


@pytest.mark.parametrize("is_remote", [False, True])
@pytest.mark.parametrize("rule", ["v1...v2", {"tags": "v*"}, {"every": "week"}, {"since": "v*"}])
def test_a_repository_without_a_commit_is_told(
    project: Project, repository: GitRepository, rule: Any, is_remote: bool
) -> None:
    address = repository.path.as_uri() if is_remote else str(repository.path)
    project.configure({"repository": address, "ranges": [rule]})
    done = project.diffinsight("ranges")
    assert done.returncode == 1
    assert "There is no commit yet. Reports begin with the first ones" in done.stderr


def test_a_name_that_only_the_remote_has_is_offered(project: Project, history: GitRepository) -> None:
    project.configure({"repository": history.path.as_uri(), "ranges": ["v1...V2"]})
    assert "its head, 'V2', is no commit; did you mean 'v2'?" in project.diffinsight("ranges").stderr
    project.configure({"repository": history.path.as_uri(), "ranges": [{"every": "week", "branch": "origin/main"}]})
    assert "no branch 'origin/main'; did you mean 'main'?" in project.diffinsight("ranges").stderr
    project.configure({"repository": history.path.as_uri(), "ranges": ["v1...@{u}"]})
    assert "Of a remote, name a branch or a tag." in project.diffinsight("ranges").stderr


SILENCES: list[tuple[dict[str, Any], str]] = [
    ({"every": "week", "since": "2024-02-01"}, "`every: week` since 2024-02-01: the last commit is of 2024-01-03."),
    ({"every": "day", "until": "2023-12-01"}, "`every: day` until 2023-12-01: the first commit is of 2024-01-01."),
    (
        {"every": "month", "open": False},
        "`every: month`: the period of the last commit (2024-01-03) is not over, and `open: false` waits until it is.",
    ),
    ({"tags": "v3"}, "`tags: v3`: `v3` is the only tag that matches. Reports begin with the second one."),
    ({"tags": "v*", "from": "v3"}, "`tags: v*`: no tag is later than `v3`, which `from` starts at."),
    ({"since": "v*"}, "`since: v*`: `HEAD` has nothing that is not there already."),
    ({"since": "v3", "branch": "old"}, "`since: v3`: `old` has nothing that is not there already."),
    (
        {"every": "day", "paths": ["none/"]},
        "`every: day`: none of the 3 ranges changes a file that there would be a report on.",
    ),
]


@pytest.mark.parametrize(("rule", "reason"), SILENCES)
def test_a_rule_without_a_report_says_why(
    project: Project, history: GitRepository, rule: dict[str, Any], reason: str
) -> None:
    history.git("branch", "old", "v1")
    for _ in range(2):  # also of an index that was made before
        build = project.build_strictly({"repository": str(history.path), "ranges": [rule]})
        index = build.html("reports")
        assert reason in re.sub(r"</?code>", "`", index)
        if "paths" not in rule:
            assert f"No report: {reason}" in build.log
            assert f"No report: {reason}" in project.diffinsight("ranges").stderr
    project.build_strictly({"repository": str(history.path), "ranges": ["v1...v2"]})
    assert reason not in re.sub(r"</?code>", "`", project.build().html("reports"))


@pytest.mark.parametrize("language", ["ja", "zh"])
def test_the_index_says_why_in_its_language(project: Project, history: GitRepository, language: str) -> None:
    reason = {"ja": "2024-02-01 以降", "zh": "自 2024-02-01 起"}[language]
    options = {
        "repository": str(history.path),
        "ranges": ["v1...v2", {"every": "week", "since": "2024-02-01"}],
        "languages": ["en", language],
    }
    build = project.build_strictly(options)
    assert reason in build.html(f"reports/{language}")
    assert "the last commit is of 2024-01-03" in build.html("reports")


def test_a_window_without_a_commit_is_told(project: Project, repository: GitRepository) -> None:
    repository.commit({"a.md": "1\n"})
    repository.day += 30
    repository.commit({"a.md": "2\n"})
    rule = {"every": "week", "since": "2024-01-10", "until": "2024-01-20"}
    project.configure({"repository": str(repository.path), "ranges": [rule]})
    log = project.diffinsight("ranges").stderr
    assert "`every: week` from 2024-01-10 to 2024-01-20: no commit is of these days." in log


def test_a_shallow_clone_with_one_tag_is_told(project: Project, history: GitRepository, tmp_path: Path) -> None:
    clone = tmp_path / "shallow"
    history.git("clone", "--quiet", "--depth", "1", history.path.as_uri(), str(clone))
    project.configure({"repository": str(clone), "ranges": [{"tags": "v*"}]})
    build = project.build()
    assert "The clone is shallow, so tags and commits may be missing: `fetch-depth: 0` brings them." in build.log
    assert "The clone is shallow" in build.html("reports")
    project.configure({"repository": str(clone), "ranges": [{"tags": "w*"}]})
    assert "give actions/checkout `fetch-depth: 0`" in project.build().log


def test_a_shallow_clone_says_where_its_history_starts(
    project: Project, history: GitRepository, tmp_path: Path
) -> None:
    clone = tmp_path / "shallow"
    history.git("clone", "--quiet", "--depth", "1", history.path.as_uri(), str(clone))
    project.configure({"repository": str(clone), "ranges": [{"every": "day"}]})
    build = project.build()
    assert build.status == 1
    start = history.git("rev-parse", "--short=7", "main")
    assert f"The clone is shallow: its history starts at {start} (2024-01-03)" in build.log
    assert "`git fetch --unshallow --tags`" in build.log
    assert "Traceback" not in build.log


@pytest.fixture
def shallow_clone(repository: GitRepository, tmp_path: Path) -> Path:
    """A clone that has a common ancestor of `left` and `right`, but not the best one.

    start -- shared -- l1 ... l6 -- merge  (left)
      \\      \\-- r1 ... r6 -- merge     (right)     each merge brings a commit on top of `start`
    """
    repository.commit({"start.md": "Start.\n"})
    repository.git("branch", "old")
    repository.commit({"shared.md": "Shared.\n"})
    for name in ("left", "right"):
        repository.git("switch", "--quiet", "--create", f"{name}-branch", "main")
        for n in range(6):
            repository.commit({f"{name}.md": f"{n}\n"})
        repository.git("switch", "--quiet", "--create", f"{name}-side", "old")
        repository.commit({f"{name}-side.md": "Side.\n"})
        repository.git("switch", "--quiet", f"{name}-branch")
        repository.git("merge", "--quiet", "--no-edit", f"{name}-side")
        repository.git("tag", name)
    clone = tmp_path / "shallow"
    address = repository.path.as_uri()
    repository.git("clone", "--quiet", "--depth", "4", "--no-single-branch", address, str(clone))
    return clone


def test_a_range_that_may_be_wrong_in_a_shallow_clone_is_told(project: Project, shallow_clone: Path) -> None:
    project.configure({"repository": str(shallow_clone), "ranges": ["left...right"]})
    for _ in range(2):  # also of a page that was made before
        build = project.build()
        assert "is shallow, and what was left out may change where left...right starts" in build.log
        assert "`fetch-depth: 0`" in build.log
        assert "may start at the wrong commit" in build.report_html()
        assert build.report()["commits"]["complete"] is False
    assert project.build("--strict").status == 1
    assert "is shallow, and what was left out" in project.diffinsight("ranges").stderr


def test_what_was_read_in_a_shallow_clone_is_read_again_in_the_whole_one(
    project: Project, shallow_clone: Path, repository: GitRepository
) -> None:
    project.configure({"repository": str(shallow_clone), "ranges": ["left...right"]})
    assert "shared.md" in [file["path"] for file in project.build().report()["files"]]
    repository.git("-C", str(shallow_clone), "fetch", "--quiet", "--unshallow")
    build = project.build("--strict")
    assert "shared.md" not in [file["path"] for file in build.report()["files"]]
    assert build.report()["range"]["merge_base"] == repository.git("merge-base", "left", "right")
    assert "may start at the wrong commit" not in build.report_html()


def test_what_was_read_in_a_whole_clone_holds_in_a_shallow_one(
    project: Project, shallow_clone: Path, repository: GitRepository
) -> None:
    project.build_strictly({"repository": str(repository.path), "ranges": ["left...right"]})
    build = project.build_strictly({"repository": str(shallow_clone), "ranges": ["left...right"]})
    assert build.report()["commits"]["complete"] is True


def test_a_range_that_a_shallow_clone_has_whole_is_as_any_other(
    project: Project, repository: GitRepository, tmp_path: Path
) -> None:
    for n in range(9):
        repository.commit({"a.md": f"{n}\n"}, f"v{n}")
    clone = tmp_path / "shallow"
    repository.git("clone", "--quiet", "--depth", "5", repository.path.as_uri(), str(clone))
    build = project.build_strictly({"repository": str(clone), "ranges": ["v6...v8", {"since": "v5"}]})
    assert [build.report(n)["commits"]["complete"] for n in range(2)] == [True, True]


def test_the_pages_of_a_forge_are_where_the_site_says(project: Project, history: GitRepository) -> None:
    history.git("remote", "add", "origin", "git@git.example.org:team/docs.git")
    forges = {"git.example.org": {"file": "{home}/show/{commit}/{path}", "compare": "{home}/from/{base}/to/{head}"}}
    options = {"repository": str(history.path), "ranges": ["v1...v2"], "forges": forges}
    html = project.build_strictly(options).report_html()
    base, head = (history.git("rev-parse", tag) for tag in ("v1", "v2"))
    assert f'href="https://git.example.org/team/docs/from/{base}/to/{head}"' in html
    assert f'href="https://git.example.org/team/docs/show/{head}/docs/guide.md"' in html


def test_the_ranges_are_printed(project: Project, history: GitRepository) -> None:
    project.configure({"repository": str(history.path), "ranges": [{"tags": "v*"}, "v1..v3"]})
    done = project.diffinsight("ranges")
    short = {tag: history.git("rev-parse", "--short=7", tag) for tag in ("v1", "v2", "v3")}
    assert done.stdout.splitlines() == [
        "date        commits            title",
        f"2024-01-02  {short['v1']}...{short['v2']}  v2",
        f"2024-01-03  {short['v2']}...{short['v3']}  v3",
        f"2024-01-03  {short['v1']}..{short['v3']}   v1..v3",
    ]


def test_the_ranges_are_data(project: Project, history: GitRepository) -> None:
    project.configure({"repository": str(history.path), "ranges": [{"every": "day", "label": "Core"}]})
    first = json.loads(project.diffinsight("ranges", "--json").stdout)[1]
    assert first["title"] == "Core - January 2, 2024"
    assert first["period"] == {"unit": "day", "first": "2024-01-02", "last": "2024-01-02"}
    assert first["head"] == history.git("rev-parse", "v2")


def page_at(url: str) -> str:
    try:
        with urllib.request.urlopen(url, timeout=10) as answer:
            return str(answer.read().decode())
    except (urllib.error.URLError, ConnectionError):
        return ""


def test_a_new_tag_shows_up_while_the_site_is_served(project: Project, history: GitRepository) -> None:
    project.configure({"repository": str(history.path), "ranges": [{"tags": "v*"}]})
    with served(project) as server:
        index = f"{server.url}/reports/"
        wait_for(lambda: page_at(index), "v3</a>")
        history.commit(OTHER, "v4")
        wait_for(lambda: page_at(index), "v4</a>")
        wait_for(lambda: page_at(f"{index}2024-01-04-v3-v4/"), "other.md")


def test_a_site_that_is_served_follows_edits_and_recovers_from_errors(project: Project, history: GitRepository) -> None:
    template = project.path / "overrides" / "diffinsight" / "topic.html"
    template.parent.mkdir(parents=True)
    template.write_text("<p>First try</p>", encoding="utf-8")
    options = {"repository": str(history.path), "ranges": ["v1...v2"]}
    project.configure(options, theme={"name": "mkdocs", "custom_dir": "overrides"})
    with served(project) as server:
        page = f"{server.url}/reports/archive/2024-01/"
        wait_for(lambda: page_at(page), "First try")
        template.write_text("{{ no_such_value }}", encoding="utf-8")
        wait_for(server.log.read_text, "'no_such_value' is undefined")
        template.write_text("<p>Second try</p>", encoding="utf-8")
        wait_for(lambda: page_at(page), "Second try")
    assert "Traceback" not in server.log.read_text()
