"""Which tag follows which."""

from __future__ import annotations

import datetime
import itertools
from collections.abc import Iterable, Mapping, Sequence

from mkdocs_diffinsight.git.following.lineage import HistoryCommit, Lineage
from mkdocs_diffinsight.git.following.steps import Tag, TagStep, is_later, latest_before, steps_between, versions_of

DAY = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
Parents = Mapping[str, Sequence[str]]
"""The parents of commits, the earliest first."""


def tagged(*names: str) -> list[Tag]:
    """Tags on commits of the same names."""
    return [Tag(name, name, DAY) for name in names]


def chain(*commits: str) -> dict[str, list[str]]:
    """Commits in a row, the first one first."""
    return {commits[0]: [], **{child: [parent] for parent, child in itertools.pairwise(commits)}}


def lineage(parents: Parents, tags: Iterable[Tag], *more: str) -> Lineage:
    history = [HistoryCommit(commit, n, before) for n, (commit, before) in enumerate(parents.items())]
    return Lineage(reversed(history), {*(tag.commit for tag in tags), *more})


def found(parents: Parents, *tags: Tag | str) -> list[TagStep]:
    some = [Tag(tag, tag, DAY) if isinstance(tag, str) else tag for tag in tags]
    descent = lineage(parents, some)
    return steps_between(some, versions_of(some, descent), descent)


def steps(parents: Parents, *tags: Tag | str) -> list[str]:
    return [f"{step.before.name}{'..' if step.direct else '...'}{step.tag.name}" for step in found(parents, *tags)]


def test_each_tag_follows_the_one_before_it() -> None:
    history = chain("v1.9", "x", "v1.10", "v1.11")
    assert steps(history, "v1.10", "v1.11", "v1.9") == ["v1.9...v1.10", "v1.10...v1.11"]


def test_series_side_by_side_each_go_their_way() -> None:
    """`v1.2` came out after `v2.0`, on a branch of its own."""
    history = {"v1.0": [], "v1.1": ["v1.0"], "v2.0": ["v1.1"], "v1.2": ["v1.1"], "v2.1": ["v2.0"]}
    made = steps(history, "v1.0", "v1.1", "v1.2", "v2.0", "v2.1")
    assert made == ["v1.0...v1.1", "v1.1...v1.2", "v1.1...v2.0", "v2.0...v2.1"]


def test_of_merged_branches_the_highest_lower_version_counts() -> None:
    history = {"v1.0": [], "v2.0": ["v1.0"], "v1.1": ["v1.0"], "m": ["v2.0", "v1.1"], "v2.1": ["m"]}
    assert steps(history, "v1.0", "v1.1", "v2.0", "v2.1") == ["v1.0...v1.1", "v1.0...v2.0", "v2.0...v2.1"]


def test_a_release_follows_a_release_and_a_prerelease_whatever_is_before_it() -> None:
    history = chain("v1.0", "v2.0-rc.1", "v2.0-rc.2", "v2.0")
    made = steps(history, "v1.0", "v2.0-rc.1", "v2.0-rc.2", "v2.0")
    assert made == ["v1.0...v2.0-rc.1", "v2.0-rc.1...v2.0-rc.2", "v1.0...v2.0"]


def test_the_first_release_tells_of_all_since_the_first_prerelease() -> None:
    history = chain("v1.0-rc.1", "v1.0-rc.2", "v1.0", "v1.1")
    made = steps(history, "v1.0-rc.1", "v1.0-rc.2", "v1.0", "v1.1")
    assert made == ["v1.0-rc.1...v1.0-rc.2", "v1.0-rc.1...v1.0", "v1.0...v1.1"]


def test_the_first_prerelease_is_the_first_in_the_history_whatever_its_version() -> None:
    assert steps(chain("1.0-pre.1", "1.0-canary.1", "1.0"), "1.0-pre.1", "1.0-canary.1", "1.0")[-1] == "1.0-pre.1...1.0"


def test_releases_on_branches_that_are_never_merged_follow_where_those_parted() -> None:
    """Each release is on a branch from the main one; `v1.1.1` was there when `v1.2.0` came, `v1.1.2` was not."""
    history = {
        **chain("v1.0.0", "one", "two", "three"),
        "v1.1.0": ["one"],
        "v1.1.1": ["v1.1.0"],
        "v1.2.0": ["two"],
        "v1.1.2": ["v1.1.1"],
        "v1.3.0": ["three"],
    }
    made = steps(history, *(tag for tag in history if tag.startswith("v")))
    assert made == [
        *("v1.0.0...v1.1.0", "v1.1.0...v1.1.1", "v1.1.1...v1.1.2", "v1.1.1...v1.2.0", "v1.2.0...v1.3.0"),
    ]


def test_a_version_that_came_later_changes_no_step() -> None:
    """`v1.2` parted from the history of `v2.0` later than `v1.1`, but was made after it."""
    history = {**chain("v1.1", "x", "v2.0"), "v1.2": ["x"]}
    assert "v1.1...v2.0" in steps(history, "v1.1", "v2.0", "v1.2")


def test_the_history_counts_where_versions_start_again() -> None:
    history = chain("2023.1", "2023.2", "1.0", "1.1")
    assert sorted(steps(history, *history)) == ["1.0...1.1", "2023.1...2023.2", "2023.2...1.0"]


def test_time_counts_where_versions_start_again_on_branches_of_their_own() -> None:
    history = {**chain("a", "b", "c"), "2023.1": ["a"], "2023.2": ["b"], "1.0": ["c"]}
    made = steps(history, "2023.1", "2023.2", "1.0")
    assert sorted(made) == ["2023.1...2023.2", "2023.2...1.0"]


def test_each_series_steps_within_itself() -> None:
    history = chain("a@1.0", "b@1.0", "a@1.1", "b@1.1", "c@1.0")
    assert steps(history, *history) == ["a@1.0...a@1.1", "b@1.0...b@1.1"]


def test_flavours_of_a_release_each_go_their_way() -> None:
    history = chain("1.0", "2.0-jre", "2.0-android", "3.0-jre", "3.0-android", "4.0")
    made = steps(history, *history)
    assert made == ["1.0...2.0-android", "1.0...2.0-jre", "2.0-android...3.0-android", "2.0-jre...3.0-jre", "1.0...4.0"]


def test_a_release_does_not_follow_the_same_one_of_another_flavour() -> None:
    names = ("v1.0-server", "v1.0-client", "v1.1-server", "v1.1-client")
    made = steps(chain(*names), *names)
    assert made == ["v1.0-client...v1.1-client", "v1.0-server...v1.1-server"]


def test_two_tags_on_one_commit_are_no_step() -> None:
    same = [Tag(name, "commit", DAY) for name in ("v1.0", "v1.0.1")]
    assert steps({"commit": []}, *same) == []


def test_a_tag_that_moves_on_with_a_release_is_no_step_of_its_own() -> None:
    same = [Tag(name, "v1.1.0", DAY) for name in ("v1.1.0", "v1", "v1.1", "1.1.0")]
    assert steps(chain("v1.0.0", "v1.1.0"), "v1.0.0", *same) == ["v1.0.0...v1.1.0"]


def test_tags_without_a_version_follow_in_the_order_of_the_history() -> None:
    history = chain("woody", "sarge", "etch")
    assert steps(history, *history) == ["woody...sarge", "sarge...etch"]


def test_tags_without_a_common_history_are_compared_directly() -> None:
    assert steps({"v1.0": [], "v2.0": [], "v2.1": ["v2.0"]}, "v1.0", "v2.0", "v2.1") == ["v1.0..v2.0", "v2.0...v2.1"]


def test_every_commit_between_the_first_and_the_last_tag_is_in_a_step() -> None:
    """Release branches, merges, pre-releases and versions that start again, in one history."""
    history: dict[str, list[str]] = {
        **chain("0.1-rc1", "a", "0.1-rc2", "b", "0.1", "c", "d", "e"),
        "0.2": ["c"],
        "0.2.1": ["0.2"],
        "0.3-rc1": ["d"],
        "0.3": ["0.3-rc1"],
        "merge": ["e", "0.2.1"],
        "f": ["merge"],
        "0.4": ["f"],
        "g": ["f"],
        "2024.1": ["g"],
    }
    told: set[str] = set()
    for step in found(history, *(tag for tag in history if "." in tag)):
        told |= _reached(history, step.tag.commit) - _reached(history, step.before.commit)
    assert told == _reached(history, "2024.1", "0.4", "0.3") - {"0.1-rc1"}


def _reached(history: Parents, *commits: str) -> set[str]:
    return {commit for one in commits for commit in (one, *_reached(history, *history[one]))}


def test_what_is_later_is_told_by_history_version_or_time() -> None:
    history = {**chain("a-2.0", "a-1.0", "b-1.0"), "a-3.0": ["a-2.0"], "b-0.9": []}
    tags = tagged(*history)
    descent = lineage(history, tags)
    versions = versions_of(tags, descent)
    later = [tag.name for tag in tags if is_later(tag, tags[0], versions, descent)]
    assert later == ["a-1.0", "b-1.0", "a-3.0", "b-0.9"]
    assert not is_later(tags[0], tags[1], versions, descent)


def test_the_latest_release_is_the_nearest_one() -> None:
    history = {**chain("v1.0", "x", "y", "tip"), "v1.1": ["x"]}
    tags = tagged("v1.0", "v1.1")
    assert latest_of(history, tags, "y") == "v1.0"  # the other one came later
    assert latest_of({**history, "v1.2": ["y"], "z": ["tip"]}, [*tags, *tagged("v1.2")], "z") == "v1.2"
    assert latest_of(history, tags, "v1.0") == "v1.0"


def latest_of(history: Parents, tags: Sequence[Tag], tip: str) -> str | None:
    descent = lineage(history, tags, tip)
    latest = latest_before(tags, versions_of(tags, descent), descent, tip)
    return latest.name if latest else None


def test_without_a_release_before_it_nothing_is_the_latest() -> None:
    assert latest_of({"v1.0": [], "tip": []}, tagged("v1.0"), "tip") is None
