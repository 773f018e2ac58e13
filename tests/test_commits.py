"""Walks through histories, held against what git says of the same."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence

import pytest

from mkdocs_diffinsight.commits import Ancestry, TooFarError, commits_between, merge_bases

from .conftest import GitRepository

EVERYTHING = 1_000_000


def ancestry(parents: Mapping[str, Sequence[str]], limit: int = EVERYTHING) -> Ancestry:
    """Commits, from the latest to the first, a second between them."""
    stamps = range(len(parents), 0, -1)
    lines = [
        f"{stamp} {' '.join([name, *before])}\n".encode()
        for stamp, (name, before) in zip(stamps, parents.items(), strict=True)
    ]
    return Ancestry(iter(lines), limit)


CHAIN: dict[str, list[str]] = {"d": ["c"], "c": ["b"], "b": ["a"], "a": []}
CRISS_CROSS: dict[str, list[str]] = {
    "left": ["l1", "r1"],
    "right": ["r1", "l1"],
    "r1": ["start"],
    "l1": ["start"],
    "start": [],
}


def test_the_older_end_of_a_chain_is_the_merge_base() -> None:
    assert merge_bases(ancestry(CHAIN), "b", "d") == merge_bases(ancestry(CHAIN), "d", "b") == ["b"]


def test_a_commit_is_its_own_merge_base() -> None:
    assert merge_bases(ancestry(CHAIN), "c", "c") == ["c"]


def test_a_criss_cross_has_several_merge_bases() -> None:
    assert set(merge_bases(ancestry(CRISS_CROSS), "left", "right")) == {"l1", "r1"}


def test_histories_that_never_meet_have_none() -> None:
    assert merge_bases(ancestry({"b": [], "a": []}), "a", "b") == []


def test_a_range_is_listed_from_its_head_to_before_its_base() -> None:
    assert commits_between(ancestry(CHAIN), "b", "d") == ["d", "c"]


def test_a_range_without_commits_is_empty() -> None:
    assert commits_between(ancestry(CHAIN), "d", "d") == commits_between(ancestry(CHAIN), "d", "b") == []


@pytest.mark.parametrize("search", [merge_bases, commits_between])
def test_no_more_is_read_than_a_range_needs(search: Callable[[Ancestry, str, str], object]) -> None:
    """A history may have a million commits."""

    def lines() -> Iterator[bytes]:
        for n in range(EVERYTHING, 0, -1):
            yield f"{n} c{n} c{n - 1}\n".encode()

    listed = lines()
    search(Ancestry(listed, EVERYTHING), f"c{EVERYTHING - 10}", f"c{EVERYTHING}")
    assert next(listed).startswith(tuple(f"{EVERYTHING - n} ".encode() for n in range(10, 20)))


@pytest.mark.parametrize("search", [merge_bases, commits_between])
def test_a_walk_that_takes_too_many_commits_is_given_up(search: Callable[[Ancestry, str, str], object]) -> None:
    with pytest.raises(TooFarError):
        search(ancestry(CHAIN, limit=2), "a", "d")


def test_a_list_that_breaks_off_is_given_up() -> None:
    """Git has died."""
    with pytest.raises(TooFarError):
        merge_bases(Ancestry(iter([b"2 b a\n", b"1 a"]), EVERYTHING), "a", "b")


def random_history(seed: int, clocks: str) -> bytes:
    """For `git fast-import`: branches that part from and merge into each other, from one root or two."""
    chance = random.Random(seed)
    dates: dict[str, Callable[[int], int]] = {
        "right": lambda n: 1000 + 10 * n,
        "coarse": lambda n: 1000 + n // 5,
        "wrong": lambda n: 1000 + 10 * n + chance.choice([0, 0, 0, -200, 200]),
        "absurd": lambda n: chance.randint(0, 1000),
    }
    roots = 1 + seed % 2
    made = []
    for n in range(60):
        parents: dict[int, None] = {}
        for _ in range(chance.choice([1, 1, 2, 3]) if n >= roots else 0):
            parents[max(0, n - 1 - int(chance.expovariate(0.3)))] = None
        links = [f"{'merge' if k else 'from'} :{parent + 1}\n" for k, parent in enumerate(parents)]
        head = f"commit refs/heads/b{n}\nmark :{n + 1}\ncommitter T <t@example.org> {dates[clocks](n)} +0000\ndata 0\n"
        made.append("".join([head, *links]))
    return "".join(made).encode()


@pytest.mark.parametrize("clocks", ["right", "coarse", "wrong", "absurd"])
@pytest.mark.parametrize("seed", range(3))
def test_git_says_the_same(make_repository: Callable[..., GitRepository], seed: int, clocks: str) -> None:
    repository = make_repository("random", *(["--object-format=sha256"] if seed == 2 else []))
    repository.git("fast-import", "--quiet", data=random_history(seed, clocks))
    listed = repository.git("rev-list", "--all", "--timestamp", "--parents")
    commits = Ancestry((f"{line}\n".encode() for line in listed.splitlines()), EVERYTHING)
    names = repository.git("rev-list", "--all").split()
    chance = random.Random(seed)
    for _ in range(12):
        base, head = chance.choices(names, k=2)
        assert commits_between(commits, base, head) == repository.git("rev-list", f"{base}..{head}").split()
        found = merge_bases(commits, base, head)
        assert found == bases_by_git(repository, base, head) or len(found) > 1  # git is asked for the best of several


def bases_by_git(repository: GitRepository, one: str, two: str) -> list[str]:
    common = set(repository.git("rev-list", one).split()) & set(repository.git("rev-list", two).split())
    return sorted(repository.git("merge-base", "--all", one, two).split()) if common else []
