"""Which merge brought a commit in: what it says is said of the commit as well. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

_MOST_MERGES = 1000
"""Merges of a range, the latest ones, whose commits are looked for."""
_LONGEST_LINE = 500
"""Commits of the line that a merge is on, to which it brings the others."""


def brought_by(parents: Mapping[str, Sequence[str]]) -> Mapping[str, str]:
    """By commit, the first merge that brought it to another line.

    `parents` are those of the commits of a range, the latest first. What is on the range's own line was brought by
    none: a topic that took it in did not make it.
    """
    own = set(_line(next(iter(parents), ""), parents, len(parents)))
    merges = [commit for commit, before in parents.items() if len(before) > 1][:_MOST_MERGES]
    brought: dict[str, str] = {}
    for merge in reversed(merges):
        first, *others = parents[merge]
        line = set(_line(first, parents, _LONGEST_LINE))
        waiting = others
        while waiting:
            commit = waiting.pop()
            if commit in parents and not (commit in brought or commit in own or commit in line):
                brought[commit] = merge
                waiting += parents[commit]
    return brought


def _line(commit: str, parents: Mapping[str, Sequence[str]], most: int) -> Iterator[str]:
    """A commit with what its first parents lead to, so many of them, as far as the range goes."""
    for _ in range(most):
        if commit not in parents:
            return
        yield commit
        commit = next(iter(parents[commit]), "")
