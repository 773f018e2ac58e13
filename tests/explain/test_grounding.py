from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

import mkdocs_diffinsight.explain.grounding as grounding
from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.explain.grounding import Ground, ShownLines, check
from mkdocs_diffinsight.model.changes import FileChange, Status
from mkdocs_diffinsight.model.findings import Evidence, LineSpan
from mkdocs_diffinsight.model.texts import Statement

from ..commits import commit_saying, commits_saying

PATCH = """\
@@ -3,3 +3,4 @@ ## Limits of the garden service
 The garden service has these limits, [see the price list](prices/list.md) for more.
-The `rose-4o-mini` plan allows 1,000 requests, up to 10 MB each, until 2024-11-01.
+The `rose-4o-mini` plan allows 2,500 requests, up to 10 MB each, until 2025-01-27.
+Set max_plants=5 in `garden.plants.water()`, from v1.2.3 on.
 They may get 20% off. Tier-1 customers use api-version 2023-05-15-preview."""

CHANGE = FileChange("docs/garden/limits.md", Status.MODIFIED, 2, 1, PATCH, "100644", "100644", "a", "b", "docs/old.md")
EVIDENCE = Evidence(CHANGE, "hash", read_findings(CHANGE), commits=commits_saying("Raise the limit for spring (#4711)"))


@pytest.fixture(scope="module")
def ground() -> Ground:
    return Ground.of([EVIDENCE])


@pytest.mark.parametrize(
    "text",
    [
        "Plain words, even two or three of them, are nobody's business.",
        "`rose-4o-mini`, `max_plants = 5`, `garden.plants.water` and `water()`",
        "``max_plants=5`` in a longer fence",
        "```python\nmax_plants=5\ngarden.plants.water()\n```",
        "1000, 1,000, 1 000, １，０００ and １０００ requests",
        "2.5K requests",
        "2024-11-01, November 1, 2024, 1 Nov 2024, 11/1/2024, 2024年11月1日",
        "in November 2024, 2024年11月に, 2023-05-15",
        "10 MB, 10MB, 20%, 20 percent",
        "v1.2.3 or 1.2.3",
        "“the garden service has these limits” and 「The garden service has these limits」",
        '"See the price list for more"',
        '"The garden service … see the price list"',
        "`The garden service ... limits`",
        "`The garden service has these lim…`",
        "`-` is a sign of it, “-” too",
        "`docs/garden/limits.md`, `limits.md`, the folder `garden/`, once `docs/old.md`",
        "Raise the limit, as #4711 says",
        "2 lines were added, 1 line was removed: 3 changes in 1 file",
        "2 lines added and 1 removed",
        "2行が追加され、1行が削除",
        "1. First\n2. Second\n\n### 3. Third",
        "`max\\_plants` and &#39;max_plants&#39;",
        "「春の値上げ」について",
        "Tier 1",
        "",
    ],
)
def test_what_the_diff_shows_in_any_form_is_proven(ground: Ground, text: str) -> None:
    assert ground.unproven(text) == ()


@pytest.mark.parametrize(
    ("text", "unproven"),
    [
        ("`rose-5o` and `Rose-4o-mini`", ("rose-5o", "Rose-4o-mini")),
        ("only 4 of them", ("4",)),
        ("`1,00…` and `The garden service has other lim…`", ("1,00…", "The garden service has other lim…")),
        ("25 or 100 or 500", ("25", "100", "500")),
        ("1.2 or v1.2", ("1.2", "v1.2")),
        ("10 GB and 10%", ("10 GB", "10%")),
        ("2024-11-02, November 2, 2024, 2024年12月", ("2024-11-02", "November 2, 2024", "2024年12月")),
        ("until 2026", ("2026",)),
        ("１２３ requests", ("１２３",)),
        ("“the garden has limits”", ("“the garden has limits”",)),
        ('"more for see"', ('"more for see"',)),
        ("call water_all() or waterAll", ("water_all()", "waterAll")),
        ("pass --force to rose.bloom, see README.rst", ("--force", "rose.bloom", "README.rst")),
        ("see https://example.org/garden", ("https://example.org/garden",)),
        ("MAX_ROSES", ("MAX_ROSES",)),
        ("`max_plants`: `6`, really `6`", ("6",)),
        ("`2023-05-15-final`", ("2023-05-15-final",)),
        ("```\nmax_plants=5\nmax_plants=6\n```", ("```\nmax_plants=5\nmax_plants=6\n```",)),
        ("2 customers", ("2",)),
        ('"Roses of November 1, 2024"', ('"Roses of November 1, 2024"',)),
        ("`limits more`", ("limits more",)),
    ],
)
def test_what_the_diff_does_not_show_is_named_as_it_stands_in_the_text(
    ground: Ground, text: str, unproven: tuple[str, ...]
) -> None:
    assert ground.unproven(text) == unproven


def test_unproven_parts_come_in_the_order_of_the_text(ground: Ground) -> None:
    assert ground.unproven('9 then `x9` then "nine" then 8') == ("9", "x9", '"nine"', "8")


def test_a_quotation_counts_where_the_diff_is_in_its_script() -> None:
    assert Ground(["制限は次のとおりです"]).unproven("「次のとおり」と「前のとおり」") == ("「前のとおり」",)


def test_marks_in_quotation_marks_say_nothing(ground: Ground) -> None:
    assert ground.unproven("「-」 became “…”.") == ()


def test_a_verb_is_no_month() -> None:
    assert Ground(["They may get roses in June"]).unproven("5月と6月") == ("5月",)


def test_more_ground_proves_more(ground: Ground) -> None:
    more = ground.also("It costs 77 euros")
    assert (ground.unproven("77"), more.unproven("77"), more.unproven("2 lines")) == (("77",), (), ())


def test_several_files_prove_what_any_of_them_shows() -> None:
    other = FileChange("b.md", Status.ADDED, 1, 0, "@@ -0,0 +1 @@\n+Only 31 left", "0", "1", "a", "b")
    both = Ground.of([EVIDENCE, Evidence(other, "other", read_findings(other))])
    assert both.unproven("2500 in one, 31 in the other, 3 lines added in 2 files; 32") == ("32",)


def test_the_end_of_one_line_and_the_start_of_another_hunk_make_no_phrase() -> None:
    patch = "@@ -1 +1 @@\n-red\n+rose\n@@ -9 +9 @@\n-garden\n+house"
    change = FileChange("a.txt", Status.MODIFIED, 2, 2, patch, "1", "1", "a", "b")
    assert Ground.of([Evidence(change, "h", read_findings(change))]).unproven("`rose garden`") == ("rose garden",)


def test_lines_count_on_the_side_on_which_the_diff_shows_them() -> None:
    shown = [LineSpan("L", 4, 4), LineSpan("R", 3, 6)]
    hidden = (LineSpan("L", 7, 7), LineSpan("R", 6, 7), LineSpan("R", 1, 10**8))
    assert ShownLines(CHANGE).wrong([*shown, *hidden]) == hidden


def test_a_checked_statement_keeps_only_lines_that_exist(ground: Ground) -> None:
    statement = Statement("Now 2,500, no longer 999", (LineSpan("R", 4, 4), LineSpan("R", 999, 999)), ("docs/x.md",))
    checked = check(statement, ground, ShownLines(CHANGE))
    assert checked == Statement(statement.text, (LineSpan("R", 4, 4),), ("docs/x.md",), ("999", "R999"))


def test_without_a_change_no_line_is_looked_up(ground: Ground) -> None:
    statement = Statement("Fine", (LineSpan("R", 999, 999),))
    assert check(statement, ground, None) == statement


def test_the_ground_is_read_once_for_any_number_of_texts(monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []

    def normalize(text: str, real: Callable[[str], str] = grounding._normalize) -> str:
        read.append(len(text))
        return real(text)

    monkeypatch.setattr(grounding, "_normalize", normalize)
    ground = Ground(["rose 1 " * 5_000])
    for n in range(50):
        ground.unproven(f"`tulip{n}` {n} on {n} May 2024")
    assert sum(size > 30_000 for size in read) <= 2


ODD = ("`a", "``a`", '"a ', "a.", "1,000", "「", "--a", "\\", "](", "<a", "&#", "2024-", "あ1", "\ud800", "\0")


@pytest.mark.parametrize("piece", ODD)
def test_odd_text_of_any_length_is_checked(piece: str) -> None:
    text = piece * 20_000
    assert isinstance(Ground([text]).unproven(text), tuple)


def test_what_an_author_says_below_a_subject_may_be_said() -> None:
    commit = commit_saying(
        "fix: keep names (#4711)", "Names of 37 signs were lost.\n\nBREAKING CHANGE: `old_name` is gone."
    )
    ground = Ground.of([replace(EVIDENCE, commits=(commit,))])
    assert ground.unproven("Names of 37 signs were lost, `old_name` is gone (#4711).") == ()
    assert Ground.of([EVIDENCE]).unproven("Names of 37 signs were lost.") == ("37",)
