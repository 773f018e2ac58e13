"""Which merge brought a commit in."""

from __future__ import annotations

from mkdocs_diffinsight.git.merges import brought_by


def brought(*commits: str) -> dict[str, str]:
    """What is found for commits, the latest first, each with its parents: `m a b`."""
    return dict(brought_by({name: parents for name, *parents in map(str.split, commits)}))


def test_a_merge_brings_what_was_on_the_side() -> None:
    assert brought("m a c", "a 0", "c b", "b 0") == {"c": "m", "b": "m"}


def test_the_innermost_merge_counts() -> None:
    assert brought("m2 a m1", "m1 b c", "a 0", "b 0", "c 0") == {"c": "m1", "m1": "m2", "b": "m2"}


def test_what_a_topic_takes_in_of_the_main_line_is_not_its_own() -> None:
    assert brought("m2 a m1", "m1 c a", "c 0", "a 0") == {"m1": "m2", "c": "m2"}


def test_a_merge_with_several_parents_brings_all_of_them() -> None:
    assert brought("m a b c", "a 0", "b 0", "c 0") == {"b": "m", "c": "m"}


def test_without_merges_there_is_none() -> None:
    assert brought("b a", "a 0") == brought() == {}
