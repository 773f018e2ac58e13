from __future__ import annotations

import random

import pytest

from mkdocs_diffinsight.explain.model.tokens import CUT_MARK, count_tokens, cut_hunks
from mkdocs_diffinsight.model.patch import Hunk, parse_hunks


def a_patch(seed: int, hunks: int = 6) -> str:
    """A diff with hunks of up to 60 lines in several scripts."""
    chance = random.Random(seed)
    words = ["rose", "garden", "プラン", "を更新", "限制", "max_plants=5", "🌹", "https://example.org/x", '"quoted"']
    parts, old, new = [], 1, 1
    for _ in range(hunks):
        kinds = [chance.choice("+- ") for _ in range(chance.randint(1, 60))]
        lines = [kind + " ".join(chance.choices(words, k=chance.randint(0, 15))) for kind in kinds]
        count = sum(kind != "+" for kind in kinds), sum(kind != "-" for kind in kinds)
        parts += [f"@@ -{old},{count[0]} +{new},{count[1]} @@ ## Roses", *lines]
        old, new = old + count[0] + 5, new + count[1] + 5
    return "\n".join(parts)


def shown(part: tuple[Hunk, ...]) -> str:
    """A part as a prompt could show it, with numbered lines."""
    rows = []
    for hunk in part:
        rows.append(f"@@ -{hunk.old_start},{hunk.old_count} +{hunk.new_start},{hunk.new_count} @@ {hunk.section}")
        rows += [f"{line.kind}{line.new or line.old} {line.text}" for line in hunk.lines]
    return "\n".join(rows)


@pytest.mark.parametrize(
    ("text", "model", "tokens"),
    [
        ("hello world", "gpt-4o", 2),
        ("", "gpt-4o", 0),
        ("春の値上げについて、お知らせします", "gpt-4o-mini", 9),
        ("春の値上げについて、お知らせします", "gpt-4", 18),
        ("<|endoftext|>", "somebody/else", 7),
    ],
)
def test_tokens_are_the_model_s(text: str, model: str, tokens: int) -> None:
    assert count_tokens(text, model) == tokens


def test_bytes_that_are_no_text_are_counted_as_they_are_sent() -> None:
    assert count_tokens("a\udcffb", "gpt-4o") == count_tokens("a?b", "gpt-4o")


@pytest.mark.parametrize("budget", [120, 300, 1_000, 100_000])
@pytest.mark.parametrize("seed", range(5))
def test_parts_hold_all_lines_in_order_and_fit(seed: int, budget: int) -> None:
    hunks = parse_hunks(a_patch(seed))
    parts = cut_hunks(hunks, budget, "gpt-4o")
    lines = [line for part in parts for hunk in part for line in hunk.lines]
    assert lines == [line for hunk in hunks for line in hunk.lines]
    assert max(count_tokens(shown(part), "gpt-4o") for part in parts) <= budget


@pytest.mark.parametrize("seed", range(5))
def test_pieces_of_a_hunk_have_headers_of_their_own(seed: int) -> None:
    for part in cut_hunks(parse_hunks(a_patch(seed)), 150, "gpt-4o"):
        for hunk in part:
            header = f"@@ -{hunk.old_start},{hunk.old_count} +{hunk.new_start},{hunk.new_count} @@ {hunk.section}"
            (again,) = parse_hunks("\n".join([header, *(line.kind + line.text for line in hunk.lines)]))
            assert again == hunk


def test_hunks_that_fit_together_stay_together() -> None:
    hunks = parse_hunks(a_patch(1))
    assert cut_hunks(hunks, 100_000, "gpt-4o") == (hunks,)


def test_a_line_that_is_too_long_is_cut_with_a_mark() -> None:
    hunks = parse_hunks("@@ -1 +1 @@\n-short\n+" + "rose " * 100_000)
    ((hunk,), *more) = cut_hunks(hunks, 200, "gpt-4o")
    lines = [line for part in [(hunk,), *more] for piece in part for line in piece.lines]
    assert lines[0] == hunks[0].lines[0]
    assert lines[1].text.startswith("rose rose")
    assert lines[1].text.endswith(CUT_MARK)
    assert count_tokens(lines[1].text, "gpt-4o") <= 200


def test_no_hunks_make_no_part() -> None:
    assert cut_hunks((), 100, "gpt-4o") == ()


def test_a_budget_that_holds_nothing_is_refused() -> None:
    with pytest.raises(ValueError, match="10 tokens are too few"):
        cut_hunks(parse_hunks("@@ -1 +1 @@\n-a\n+b"), 10, "gpt-4o")
