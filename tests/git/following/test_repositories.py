"""What rules make of real repositories, held against what git itself says."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from mkdocs_diffinsight.errors import RangeError
from mkdocs_diffinsight.git.following.ranges import NamedStep, make_ranges
from mkdocs_diffinsight.git.following.silences import silence_of_rule
from mkdocs_diffinsight.git.repository import Repository
from mkdocs_diffinsight.language.catalog import load_catalog
from mkdocs_diffinsight.model.ranges import CompareRange, Following, PeriodRule, RollingRule, Rule, TagRule, Unit

from ...conftest import GitRepository


def ranges(repository: GitRepository, rule: Rule, label: str | None = None) -> list[CompareRange]:
    return told_ranges(repository, rule, label)[0]


def told_ranges(
    repository: GitRepository, rule: Rule, label: str | None = None
) -> tuple[list[CompareRange], list[str]]:
    """The ranges that a rule makes, and what is told of them."""
    told: list[str] = []
    with Repository(repository.path) as opened:
        return make_ranges(Following(rule, repository.path, label), opened, told.append), told


@pytest.fixture
def series(repository: GitRepository) -> GitRepository:
    r"""Two series of releases side by side, and a merge of one into the other.

    v1.0 -- v1.1 ---- v2.0-rc.1 -- v2.0 ---- merge -- v2.1   (main)
                \-- v1.2 -- v1.3 ----------/               (1.x)
    """
    repository.commit({"a": "1"}, "v1.0")
    repository.commit({"a": "2"}, "v1.1")
    repository.commit({"a": "3"}, "v2.0-rc.1")
    repository.commit({"a": "4"}, "v2.0")
    repository.git("checkout", "--quiet", "-b", "1.x", "v1.1")
    repository.commit({"b": "1"}, "v1.2")
    repository.commit({"b": "2"}, "v1.3")
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "-m", "Merge 1.x", "1.x")
    repository.commit({"a": "5"}, "v2.1")
    return repository


def test_a_step_starts_where_git_describe_says(series: GitRepository) -> None:
    found = ranges(series, TagRule(("v*",)))
    assert [made.head for made in found] == ["v1.1", "v1.2", "v1.3", "v2.0-rc.1", "v2.0", "v2.1"]
    for made in found:
        pattern = "v[0-9].[0-9]" if "rc" not in made.head else "v*"
        described = series.git(
            "describe", "--tags", "--abbrev=0", "--first-parent", "--match", pattern, f"{made.head}^"
        )
        assert made.base == described, made.compare


def test_steps_may_start_late_and_leave_out_prereleases(series: GitRepository) -> None:
    found = ranges(series, TagRule(("v*",), "v1.3", prereleases=False))
    assert [made.compare for made in found] == ["v1.1...v2.0", "v2.0...v2.1"]


def test_no_step_reaches_behind_the_start(series: GitRepository) -> None:
    found = ranges(series, TagRule(("v*",), "v2.0-rc.1"))
    assert [made.compare for made in found] == ["v2.0-rc.1...v2.0", "v2.0...v2.1"]


def test_a_tag_gives_its_range_title_date_and_message(repository: GitRepository) -> None:
    repository.commit({"a": "1"}, "v1")
    repository.commit({"a": "2"})
    repository.git("tag", "--annotate", "--message", "The second one\n\nFaster.", "v2")
    [made] = ranges(repository, TagRule(("v*",)), label="Core")
    assert (made.title, made.label, made.message) == ("v2", "Core", "The second one\n\nFaster.")
    assert made.date == datetime.date(2024, 1, 3)


def test_a_lightweight_tag_has_the_date_of_its_commit_and_no_message(series: GitRepository) -> None:
    made = ranges(series, TagRule(("v1.*",)))[0]
    assert (made.date, made.message) == (datetime.date(2024, 1, 2), "")


def test_tags_of_files_are_left_alone(series: GitRepository) -> None:
    series.git("tag", "v9.9", series.git("rev-parse", "main:a"))
    assert "v9.9" not in [made.head for made in ranges(series, TagRule(("v*",)))]


def test_without_a_matching_tag_there_is_an_error(series: GitRepository) -> None:
    with pytest.raises(RangeError, match=r"no tag matches 'release-\*'"):
        ranges(series, TagRule(("release-*",)))


def test_a_start_that_is_no_matching_tag_is_an_error(series: GitRepository) -> None:
    with pytest.raises(RangeError, match=r"none of the 7 tags that match 'v\*'. Did you mean 'v1.1'\?"):
        ranges(series, TagRule(("v*",), "V1.1"))
    with pytest.raises(RangeError, match="`from`: 'v7' is none of the 7 tags that match 'v\\*'"):
        ranges(series, TagRule(("v*",), "v7"))


def test_a_release_on_a_branch_that_is_not_merged_follows_the_one_before(repository: GitRepository) -> None:
    """The diff of each starts where its branch parted from that of the one before."""
    repository.commit({"version": "1.0"}, "v1.0")
    for n in (1, 2, 3):
        repository.commit({f"feature-{n}": "New.\n"})
        repository.git("checkout", "--quiet", "-b", f"release-1.{n}")
        repository.commit({"version": f"1.{n}"}, f"v1.{n}")
        repository.git("checkout", "--quiet", "main")
    found = ranges(repository, TagRule(("v*",)))
    assert [made.compare for made in found] == ["v1.0...v1.1", "v1.1...v1.2", "v1.2...v1.3"]
    assert changed(repository, found[-1]) == {"version", "feature-3"}


def changed(repository: GitRepository, made: CompareRange) -> set[str]:
    """The files that a range changes."""
    with Repository(repository.path) as opened:
        [resolved] = opened.resolve([made])
        return {change.path for change in opened.compare(opened.merge_base(resolved), resolved.head).files}


def test_a_tag_of_a_tag_counts_for_its_commit(repository: GitRepository) -> None:
    for name in ("v1", "v2"):
        repository.commit({"a": name})
        repository.git("tag", "--annotate", "--message", "Inner", f"inner-{name}")
        repository.git("tag", "--annotate", "--message", "Middle", f"middle-{name}", f"inner-{name}")
        repository.git("tag", "--annotate", "--message", f"Outer {name}", name, f"middle-{name}")
    repository.git("tag", "--annotate", "--message", "File", "file", repository.git("rev-parse", "main:a"))
    repository.git("tag", "--annotate", "--message", "Tag of a file's tag", "v3", "file")
    [made] = ranges(repository, TagRule(("v*",)))
    assert (made.compare, made.message) == ("v1...v2", "Outer v2")


def test_a_tag_whose_name_no_file_can_have_is_a_version_like_others(repository: GitRepository) -> None:
    """Git lists it, and does not find it by its name."""
    first, second, third = (repository.commit({"a": str(n)}) for n in range(3))
    names = [(first, "v1.0"), (second, f"v1.{'9' * 5000}"), (third, "v2.0")]
    packed = "".join(f"{commit} refs/tags/{name}\n" for commit, name in names)
    (repository.path / ".git" / "packed-refs").write_text(packed, encoding="ascii")
    found = ranges(repository, TagRule(("v*",)))
    assert [made.compare for made in found] == [f"v1.0...{second}", f"{second}...v2.0"]
    assert found[0].title == names[1][1]


@pytest.mark.parametrize(
    ("rule", "reason"),
    [
        (TagRule(("v*",), prereleases=False), "`prereleases: false` leaves out pre-releases"),
        (TagRule(("v*",), "v2.0-rc.2"), "no tag is later than `v2.0-rc.2`"),
        (TagRule(("v1*",)), "`v1.0` is the only tag that matches"),
        (TagRule(("v1*", "w*")), "2 tags match, but none follows another one"),
    ],
)
def test_tags_without_a_step_say_why(repository: GitRepository, rule: TagRule, reason: str) -> None:
    for name in ("v1.0", "v2.0-rc.1", "v2.0-rc.2"):
        repository.commit({"a": name}, name)
    repository.git("tag", "w-1.0", "v1.0")
    assert ranges(repository, rule) == []
    with Repository(repository.path) as opened:
        silence = silence_of_rule(Following(rule, repository.path), opened)
    assert reason in silence.told(load_catalog("en"))


def test_only_the_newest_steps_are_there_on_request(series: GitRepository) -> None:
    """By the dates of tags: `v1.2` and `v1.3` came after `v2.0`."""
    assert [made.head for made in ranges(series, TagRule(("v*",), last=3))] == ["v1.2", "v1.3", "v2.1"]
    assert len(ranges(series, TagRule(("v*",), last=99))) == 6


def test_only_the_newest_periods_are_there_on_request(repository: GitRepository) -> None:
    for day in range(20):
        repository.commit({"a": str(day)})
    everything = ranges(repository, PeriodRule(Unit.DAY, "main"))
    assert ranges(repository, PeriodRule(Unit.DAY, "main", last=3)) == everything[-3:]
    assert ranges(repository, PeriodRule(Unit.DAY, "main", last=99)) == everything


def test_thousands_of_tags_take_no_time(repository: GitRepository) -> None:
    """Releases of a main branch, of branches that part from it, and of a hundred packages."""
    entries, tips = [], {"main": 0}
    for n in range(1, 4001):
        if n % 4:
            branch, tag = "main", f"package{n % 100}-{n}.0" if n % 4 == 1 else f"v{n}.1"
        else:
            branch, tag = f"release-{n // 40}", f"v{n // 40}.0.{n % 40}"
        parent = tips.get(branch, tips["main"])
        tips[branch] = n
        entries += [
            f"commit refs/heads/{branch}\nmark :{n}\ncommitter Test <test@example.org> {n * 60} +0000\ndata 0\n",
            f"from :{parent}\n" if parent else "",
            f"M 100644 inline file\ndata {len(str(n))}\n{n}\n\nreset refs/tags/{tag}\nfrom :{n}\n\n",
        ]
    repository.git("fast-import", "--quiet", data="".join(entries).encode())
    started = time.process_time()
    found = ranges(repository, TagRule(("*",)))
    assert time.process_time() - started < 2
    assert len(found) == 4000 - 1 - 25  # the first of each series follows none


class Kept:
    """What was kept last."""

    def __init__(self) -> None:
        self.key, self.steps = "", [("none", "such", False)]

    def recall(self, key: str) -> Sequence[NamedStep] | None:
        return self.steps if key == self.key else None

    def keep(self, key: str, steps: Sequence[NamedStep]) -> None:
        self.key, self.steps = key, [*steps]


def kept_ranges(path: Path, kept: Kept, *, may_read: bool = True) -> list[CompareRange]:
    """The ranges between tags, with or without reading the history."""
    with Repository(path) as opened, pytest.MonkeyPatch.context() as patch:
        if not may_read:
            patch.delattr(Repository, "history")
        return make_ranges(Following(TagRule(("v*",)), path), opened, print, kept)


def test_the_history_is_read_once_for_the_same_tags(series: GitRepository) -> None:
    kept = Kept()
    found = kept_ranges(series.path, kept)
    assert kept_ranges(series.path, kept, may_read=False) == found
    series.commit({"a": "6"}, "v2.2")
    with pytest.raises(AttributeError, match="history"):
        kept_ranges(series.path, kept, may_read=False)
    assert kept_ranges(series.path, kept)[:-1] == found


def test_kept_steps_between_other_tags_are_not_taken(series: GitRepository) -> None:
    kept = Kept()
    found = kept_ranges(series.path, kept)
    kept.steps = [("v1.0", "--upload-pack=x", False)]
    assert kept_ranges(series.path, kept) == found


def test_steps_in_a_shallow_clone_are_not_kept(series: GitRepository, tmp_path: Path) -> None:
    clone = tmp_path / "shallow"
    series.git("clone", "--quiet", "--depth", "2", series.path.as_uri(), str(clone))
    kept = Kept()
    kept_ranges(clone, kept)
    assert kept.key == ""


def shallow(repository: GitRepository, folder: Path, depth: int) -> GitRepository:
    repository.git("clone", "--quiet", f"--depth={depth}", "--no-single-branch", repository.path.as_uri(), str(folder))
    return GitRepository(folder)


def test_the_newest_periods_need_no_more_of_a_branch_than_they_tell(repository: GitRepository, tmp_path: Path) -> None:
    for day in range(9):
        repository.commit({"a": str(day)})
    clone = shallow(repository, tmp_path / "shallow", 4)
    rule = PeriodRule(Unit.DAY, "main", last=3)
    assert [made.compare for made in ranges(clone, rule)] == [made.compare for made in ranges(repository, rule)]
    with pytest.raises(RangeError, match="The clone is shallow: main starts at"):
        ranges(clone, PeriodRule(Unit.DAY, "main", last=4))


def test_a_branch_that_is_whole_is_told_though_another_one_is_cut(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit({"a": "1"})
    repository.git("checkout", "--quiet", "-b", "long")
    for n in range(5):
        repository.commit({"b": str(n)})
    repository.git("checkout", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-ff", "--message", "Merge", "long")
    clone = shallow(repository, tmp_path / "shallow", 2)
    with Repository(clone.path) as opened:
        assert opened.is_shallow
    assert [made.compare for made in ranges(clone, PeriodRule(Unit.DAY, "main"))] == [
        made.compare for made in ranges(repository, PeriodRule(Unit.DAY, "main"))
    ]


@pytest.mark.parametrize("unit", list(Unit))
def test_a_period_ends_where_git_log_says(repository: GitRepository, unit: Unit) -> None:
    for day in range(70):
        repository.commit({"a": str(day)})
    found = ranges(repository, PeriodRule(unit, "main", with_open=False))
    assert len(found) == {Unit.DAY: 69, Unit.WEEK: 9, Unit.MONTH: 2}[unit]
    for made in found:
        assert made.period
        first, last = (f"{day}T{time}Z" for day, time in ((made.period.first, "00:00:00"), (made.date, "23:59:59")))
        log = repository.git("log", "--first-parent", "--format=%H", f"--since={first}", f"--until={last}", "main")
        assert repository.git("rev-list", "--first-parent", *_counted(repository, made)) == log


def _counted(repository: GitRepository, made: CompareRange) -> list[str]:
    """The commits of a range; the first one has none before it."""
    return [made.head] if made.base.endswith("^") else [f"{made.base}..{made.head}"]


def test_what_a_merge_brings_belongs_to_the_day_of_the_merge(series: GitRepository) -> None:
    heads = [made.head for made in ranges(series, PeriodRule(Unit.DAY, "main"))]
    first_parents = ("v1.0", "v1.1", "v2.0-rc.1", "v2.0", "v2.1")
    assert heads == [series.git("rev-parse", tag) for tag in first_parents]


def test_a_day_without_commits_is_no_range(repository: GitRepository) -> None:
    repository.commit({"a": "1"})
    repository.git("commit", "--quiet", "--allow-empty", "-m", "x", "--date", "2024-01-02T00:00Z")
    repository.day += 5
    repository.commit({"a": "2"})
    found = ranges(repository, PeriodRule(Unit.DAY))
    assert [str(made.period and made.period.first) for made in found] == ["2024-01-01", "2024-01-02", "2024-01-07"]


def test_a_period_has_the_date_of_its_last_day_once_it_is_over(repository: GitRepository) -> None:
    """Until then that of its latest commit."""
    for n in range(9):
        repository.commit({"a": str(n)})
    closed, still_open = ranges(repository, PeriodRule(Unit.WEEK))
    assert (closed.date, closed.is_open) == (datetime.date(2024, 1, 7), False)
    assert (still_open.date, still_open.is_open) == (datetime.date(2024, 1, 9), True)


def test_an_open_period_can_wait_until_it_is_over(repository: GitRepository) -> None:
    for n in range(9):
        repository.commit({"a": str(n)})
    assert [made.is_open for made in ranges(repository, PeriodRule(Unit.WEEK, with_open=False))] == [False]


def test_the_latest_period_is_over_where_the_rule_ends_within_it(repository: GitRepository) -> None:
    for n in range(5):
        repository.commit({"a": str(n)})
    [made] = ranges(repository, PeriodRule(Unit.WEEK, until=datetime.date(2024, 1, 3)))
    assert (made.is_open, made.date) == (False, datetime.date(2024, 1, 7))


@pytest.fixture
def named_twice(series: GitRepository) -> GitRepository:
    """`series` with a tag `main` on its first commit."""
    series.git("tag", "main", "v1.0")
    return series


def test_a_branch_is_a_branch_where_a_tag_has_its_name(named_twice: GitRepository) -> None:
    rule = PeriodRule(Unit.DAY, "main")
    assert ranges(named_twice, rule) == ranges(named_twice, PeriodRule(Unit.DAY, "refs/heads/main")) != []


def test_a_rolling_range_leads_to_the_branch_where_a_tag_has_its_name(named_twice: GitRepository) -> None:
    with Repository(named_twice.path) as opened:
        made = make_ranges(Following(RollingRule("v1.1", "main"), named_twice.path), opened, print)
        [ends] = opened.resolve(made)
    assert (made[0].head, ends.head) == ("main", named_twice.git("rev-parse", "refs/heads/main"))


@pytest.fixture(params=["origin", "upstream"])
def detached(request: pytest.FixtureRequest, series: GitRepository, tmp_path: Path) -> GitRepository:
    """A checkout as CI makes it: of a commit, without a branch, from one remote."""
    clone = tmp_path / "ci"
    series.git("clone", "--quiet", "--origin", request.param, str(series.path), str(clone))
    checkout = GitRepository(clone)
    checkout.git("checkout", "--quiet", "--detach")
    checkout.git("branch", "--delete", "--force", "main")
    return checkout


def test_a_branch_that_only_the_remote_has_is_followed(detached: GitRepository, series: GitRepository) -> None:
    rule = PeriodRule(Unit.DAY, "main")
    assert [made.compare for made in ranges(detached, rule)] == [made.compare for made in ranges(series, rule)]
    [made] = ranges(detached, RollingRule("v1.1", "1.x"))
    tip = series.git("rev-parse", "1.x")
    with Repository(detached.path) as opened:
        resolved = opened.resolve([made, CompareRange("v1.1", "1.x", False, detached.path)])
    assert [ends.head for ends in resolved] == [tip, tip]


def test_of_several_remotes_none_is_taken_for_granted(detached: GitRepository, series: GitRepository) -> None:
    for name in detached.git("remote").split():
        detached.git("remote", "rename", name, "one")
    detached.git("remote", "add", "two", str(series.path))
    with pytest.raises(RangeError, match="no branch 'main'; did you mean 'one/main'"):
        ranges(detached, PeriodRule(Unit.WEEK, "main"))


def test_a_branch_that_is_not_there_is_an_error(series: GitRepository) -> None:
    with pytest.raises(RangeError, match=r"no branch 'develop'\. There are 1\.x, main\."):
        ranges(series, PeriodRule(Unit.WEEK, "develop"))


@pytest.mark.parametrize(
    ("since", "base"),
    [
        ("v1.1", "v1.1"),
        ("v*", "v2.1"),
        ("v1.*", "v1.3"),
        (datetime.date(2024, 1, 3), "v1.1"),
        (datetime.date(2020, 1, 1), "v1.0^"),
    ],
)
def test_a_rolling_range_starts_at_a_commit_a_tag_or_a_day(
    series: GitRepository, since: str | datetime.date, base: str
) -> None:
    [made] = ranges(series, RollingRule(since, "main"))
    expected = base if isinstance(since, str) else series.git("rev-parse", base.removesuffix("^")) + base[4:]
    assert (made.base, made.head, made.is_rolling) == (expected, "main", True)


@pytest.fixture
def release_branch(repository: GitRepository) -> GitRepository:
    """A release on a branch of its own, to whose last commit the main branch has something to add.

    v1.0 -- feature                    (main)
        \\-- one -- two (v1.1)         (release)
    """
    repository.commit({"a": "1\n", "b": "".join(f"{n}\n" for n in range(40))}, "v1.0")
    repository.git("checkout", "--quiet", "-b", "release")
    repository.commit({"a": "2\n"})
    repository.commit({"b": "".join(f"{n}\n" for n in range(39)) + "last\n"}, "v1.1")
    repository.git("checkout", "--quiet", "main")
    return repository


def squash(repository: GitRepository) -> str:
    repository.git("merge", "--quiet", "--squash", "release")
    return repository.commit({})


def test_what_a_squash_brought_is_released(release_branch: GitRepository) -> None:
    squashed = squash(release_branch)
    release_branch.commit({"c": "New.\n"})
    [made], [told] = told_ranges(release_branch, RollingRule("v*", "main"))
    assert made.compare == f"{squashed}...main"
    assert f"v1.1 is not in the history of main, but {squashed[:7]} brought its changes there" in told
    assert changed(release_branch, made) == {"c"}


@pytest.mark.parametrize("files", [{"c": "New.\n"}, {"b": "first\n" + "".join(f"{n}\n" for n in range(1, 40))}])
def test_what_came_before_a_squash_is_not_released(release_branch: GitRepository, files: dict[str, str]) -> None:
    release_branch.commit(files)
    squash(release_branch)
    release_branch.commit({"d": "New.\n"})
    [made], [told] = told_ranges(release_branch, RollingRule("v*", "main"))
    assert made.compare == "v1.1..main"
    assert "The report is on what is not in that release" in told
    assert changed(release_branch, made) == {*files, "d"}


def test_a_release_that_was_not_merged_counts_from_where_it_parted(release_branch: GitRepository) -> None:
    release_branch.commit({"c": "New.\n"})
    shipped = release_branch.git("rev-parse", "main")
    release_branch.git("checkout", "--quiet", "-b", "release-1.2")
    release_branch.commit({"version": "1.2"}, "v1.2")
    release_branch.git("checkout", "--quiet", "main")
    release_branch.commit({"d": "New.\n"})
    [made], [told] = told_ranges(release_branch, RollingRule("v*", "main"))
    assert made.compare == "v1.2...main"
    assert "v1.2 is not in the history of main. The report starts where the two parted" in told
    assert release_branch.git("merge-base", "v1.2", "main") == shipped
    assert changed(release_branch, made) == {"d"}


def test_a_release_that_no_single_commit_brought_is_told(release_branch: GitRepository) -> None:
    release_branch.git("cherry-pick", "release~1")
    [made], [told] = told_ranges(release_branch, RollingRule("v*", "main"))
    assert made.compare == "v1.0...main"
    assert "v1.1 is not in the history of main, and no commit there brought all of its changes" in told


def test_a_release_in_the_history_is_no_news(series: GitRepository) -> None:
    assert told_ranges(series, RollingRule("v*", "main"))[1] == []


def test_a_rolling_range_since_tags_that_no_history_has_is_an_error(series: GitRepository) -> None:
    with pytest.raises(RangeError, match="matches 'release-\\*'"):
        ranges(series, RollingRule("release-*"))
