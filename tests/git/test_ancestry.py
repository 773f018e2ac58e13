"""Walks through histories, held against what git says of the same."""

from __future__ import annotations

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import pytest

from mkdocs_diffinsight.git.ancestry import Ancestry, TooFarError, commits_between, may_be_cut, merge_bases

from ..conftest import GitRepository

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


Dated = dict[str, tuple[int, Sequence[str]]]


def dated(parents: Mapping[str, Sequence[str]]) -> Dated:
    """Commits, from the latest to the first, a second between them."""
    return {name: (len(parents) - n, before) for n, (name, before) in enumerate(parents.items())}


def shallow(commits: Dated, ends: Iterable[str], depth: int) -> tuple[Dated, set[str]]:
    """What `git clone --depth` brings of a history, and those commits of it whose parents stay behind."""
    here: Dated = {}
    at, cut = set(ends), set()
    for n in range(depth):
        last = n == depth - 1
        for commit in sorted(at - here.keys()):
            stamp, parents = commits[commit]
            here[commit] = stamp, () if last else parents
            if last and parents:
                cut.add(commit)
        at = {parent for commit in at for parent in commits[commit][1]}
    return here, cut


def whole(commits: Dated, end: str) -> set[str]:
    return {end}.union(*(whole(commits, parent) for parent in commits[end][1]))


def starts(commits: Dated, one: str, two: str) -> set[str]:
    common = whole(commits, one) & whole(commits, two)
    return common - {other for commit in common for other in whole(commits, commit) - {commit}}


def test_what_a_shallow_clone_has_whole_is_not_cut() -> None:
    here, cut = shallow(dated({f"c{n}": [f"c{n - 1}"] if n else [] for n in range(20, -1, -1)}), ["c20"], 10)
    assert cut == {"c11"}
    assert not may_be_cut(here, cut, "c15", "c20")
    assert not may_be_cut(here, cut, "c11", "c12")
    assert not may_be_cut(here, cut, "c20", "c15")
    assert may_be_cut(here, cut, None, "c20")


def test_a_side_branch_from_before_a_shallow_clone_may_be_the_base_of_its_range() -> None:
    """`c0` is in the history of `c5`, but nothing here says so."""
    chain = {f"c{n}": [f"c{n - 1}"] if n else [] for n in range(9, -1, -1)}
    here, cut = shallow(dated({"merge": ["c9", "side"], "side": ["c0"], **chain}), ["merge"], 6)
    assert not may_be_cut(here, cut, "c8", "c9")
    assert may_be_cut(here, cut, "c6", "merge")


@pytest.mark.parametrize("seed", range(60))
def test_a_range_that_is_not_cut_is_that_of_the_whole_history(seed: int) -> None:
    chance = random.Random(seed)
    names = [f"c{n}" for n in range(14)]
    parents = {
        name: chance.sample(names[max(0, n - 6) : n], min(n, chance.choice((1, 1, 1, 2))))
        for n, name in enumerate(names)
    }
    commits = dated(dict(reversed(parents.items())))
    for depth, (base, head) in itertools.product(range(2, 7), itertools.permutations(names[8:], 2)):
        here, cut = shallow(commits, [base, head], depth)
        if not may_be_cut(here, cut, base, head):
            assert whole(here, head) - whole(here, base) == whole(commits, head) - whole(commits, base)
            assert starts(here, base, head) == starts(commits, base, head)
