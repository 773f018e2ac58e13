"""What a report knows of its commits and of its forge."""

from __future__ import annotations

import dataclasses
import datetime
from pathlib import Path

import pytest

from mkdocs_diffinsight.model.changes import Commit, History
from mkdocs_diffinsight.model.forge import find_forge
from mkdocs_diffinsight.model.ranges import EMPTY_TREES, CompareRange, ResolvedRange
from mkdocs_diffinsight.model.report import Report, count_authors
from mkdocs_diffinsight.model.texts import RULES, Overview, Published
from mkdocs_diffinsight.site.beside.report_json import report_json

BASE, HEAD, FORK = "a" * 40, "b" * 40, "c" * 40
OLD, NEW = "1" * 40, "2" * 40
PERMALINK = f"https://github.com/o/n/compare/o:{OLD}...o:{NEW}"
DAY = datetime.date(2024, 1, 2)


def report(remote: str | None = None, permalink: str | None = None, merge_base: str = BASE) -> Report:
    published = Published("T", "2024-01-02", permalink, "") if permalink else None
    noon = datetime.datetime(2024, 1, 2, 12, tzinfo=datetime.UTC)
    return Report(
        slug="x",
        title="T",
        date=DAY,
        category=None,
        language="en",
        range=CompareRange("v1", "v2", False, Path()),
        resolved=ResolvedRange(BASE, HEAD, False, noon, find_forge(remote)),
        files=[],
        ignored=[],
        overview=Overview("", (), (), (), (), (), RULES, published),
        history=History(merge_base),
    )


def links(found: Report) -> tuple[str | None, str | None, str, bool]:
    return found.forge.home if found.forge else None, found.linked_base, found.linked_head, found.links_commits


def test_links_lead_to_the_forge_of_the_repository() -> None:
    found = report("git@gitlab.com:g/n.git", merge_base=FORK)
    assert links(found) == ("https://gitlab.com/g/n", FORK, HEAD, True)


def test_the_repositorys_own_forge_comes_before_the_published_one() -> None:
    """Only there it is certain that the commits are the same."""
    assert links(report("git@gitlab.com:g/n.git", PERMALINK)) == ("https://gitlab.com/g/n", BASE, HEAD, True)


def test_without_one_they_lead_to_the_commits_that_were_published() -> None:
    """Those of a rebuilt repository have other ids, which the forge does not know."""
    assert links(report(None, PERMALINK)) == ("https://github.com/o/n", OLD, NEW, False)


def test_published_commits_may_be_those_of_the_repository() -> None:
    permalink = f"https://github.com/o/n/compare/{BASE[:7]}...{HEAD[:7]}"
    assert links(report(None, permalink)) == ("https://github.com/o/n", BASE[:7], HEAD[:7], True)


def test_where_histories_parted_the_published_range_does_not_name_the_start() -> None:
    assert report(None, PERMALINK, merge_base=FORK).linked_base is None


@pytest.mark.parametrize("permalink", [None, "https://github.com/o/n/compare/v1...v2", "javascript:alert(1)"])
def test_a_branch_or_a_tag_leads_nowhere(permalink: str | None) -> None:
    """A branch has moved on, and nobody knows whether a tag is the same."""
    found = report(None, permalink)
    assert (found.forge, found.links_commits) == (None, False)


def test_nothing_stands_in_the_empty_tree() -> None:
    assert report("git@github.com:o/n.git", merge_base=EMPTY_TREES["sha1"]).linked_base is None


def test_who_wrote_most_commits_comes_first_and_merges_do_not_count() -> None:
    authors = ["Ada", "Bo", "Bo", ""]
    commits = [Commit(HEAD, "x", author, DAY) for author in authors]
    commits += [Commit(HEAD, "x", "Ada", DAY, is_merge=True)] * 3
    assert list(count_authors(commits).items()) == [("Bo", 2), ("Ada", 1)]


def test_all_commits_are_counted() -> None:
    found = dataclasses.replace(report(), history=History(BASE, (Commit(HEAD, "x", "Ada", DAY),), 4))
    told = report_json(found)["commits"]
    [latest] = told.pop("latest")
    assert told == {"count": 5, "complete": True, "authors": {"Ada": 1}}
    assert (latest["id"], latest["subject"], latest["author"], latest["date"]) == (HEAD, "x", "Ada", "2024-01-02")
