"""`python -m benchmarks` measures each of its lines, here on a few reports."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from benchmarks import history, measure, sites, suite, table
from benchmarks.series import make_series

_REPORTS = 6
_BUILDS = ("first", "one_new", "again", "edit", "cold", "one", "floor_1", "floor", "plain", "plain_out")


@pytest.fixture(scope="module")
def series(tmp_path_factory: pytest.TempPathFactory) -> sites.Subject:
    folder = tmp_path_factory.mktemp("series") / "made"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(history, "FILES_AT_FIRST", 40)
        make_series(folder, _REPORTS, "ja")
    return sites.read_subject(folder)


@pytest.fixture(scope="module")
def results(series: sites.Subject, tmp_path_factory: pytest.TempPathFactory) -> Iterator[suite.Results]:
    """Each build run once, without those that may not be installed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(measure, "RUNS", 1)
        patch.setattr(sites, "zensical", lambda: None)
        patch.setattr(sites, "hugo", lambda: None)
        yield suite.Suite(tmp_path_factory.mktemp("work") / "builds", series, lambda _: None).run()


@pytest.mark.parametrize("key", _BUILDS)
def test_a_build_takes_time_and_memory(results: suite.Results, key: str) -> None:
    usage = results.rows[key].usage
    assert 0.05 < usage.seconds < 60
    assert 10_000_000 < usage.memory < 1_000_000_000


@pytest.mark.parametrize("key", ["again", "cold", "plain"])
def test_a_site_has_pages_and_a_search_index(results: suite.Results, key: str) -> None:
    output = results.rows[key].output
    assert output
    assert output.site > output.search_index > 10_000
    assert output.site > output.largest_page > output.index_page > 1_000


@pytest.mark.parametrize(("key", "has_copies"), [("cold", True), ("plain", False)])
def test_only_ours_has_copies_for_programs(results: suite.Results, key: str, has_copies: bool) -> None:
    output = results.rows[key].output
    assert output
    assert (output.copies > 1_000) == has_copies


def test_all_reports_are_there_with_texts_by_a_model(results: suite.Results) -> None:
    assert results.reports == _REPORTS
    assert results.files >= _REPORTS
    assert results.by_rules == 0


def test_the_table_has_a_line_for_each_build(results: suite.Results) -> None:
    text = table.rows_table(list(results.rows.values()), results.seconds("plain"))
    for key in _BUILDS:
        assert results.rows[key].name in text
    assert len(text.splitlines()) == 2 + len(_BUILDS)


def test_each_goal_says_whether_it_is_met(results: suite.Results) -> None:
    goals = list(table.goals_of(results))
    assert len(goals) == (16 if results.git else 15)
    for line in table.goals_table(goals).splitlines()[2:]:
        assert line.removesuffix(" |").endswith((" met", " missed"))


@pytest.mark.parametrize(
    ("goal", "is_met"),
    [
        (table.Goal("seconds", 1, 1), True),
        (table.Goal("seconds", 1.1, 1), False),
        (table.Goal("lines", 1.1, 1, at_least=True), True),
        (table.Goal("lines", 0.9, 1, at_least=True), False),
    ],
)
def test_a_goal_is_met_at_its_limit(goal: table.Goal, *, is_met: bool) -> None:
    assert goal.is_met is is_met


@pytest.mark.parametrize(
    ("figure", "limit", "unit", "shown"),
    [(0.0625, 0.25, "", "1/16"), (0.0625, 0.5, " s", "0.0625 s"), (1.5, 1.6, "", "1.5"), (12_345, 1500, "", "12,345")],
)
def test_figures_are_shown_in_their_unit_or_as_ratios(figure: float, limit: float, unit: str, shown: str) -> None:
    assert table.Goal("it", figure, limit, unit).cells[1] == shown


def test_reports_that_are_rendered_are_counted(series: sites.Subject, tmp_path: Path) -> None:
    ours = sites.Ours.make(tmp_path / "ours", series)
    first = suite.measure_serve(ours.folder)["first"]
    assert first["reports_rendered"] == _REPORTS
    assert first["ranges_read"] > 0
    assert 0 < first["hooks"] < first["seconds"]


def test_memory_is_that_of_the_largest_process(tmp_path: Path) -> None:
    inner = "data = bytearray(b'x') * 150_000_000"
    outer = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {inner!r}], check=True)"
    usage = measure.run([sys.executable, "-c", outer], tmp_path)
    assert usage.memory > 150_000_000


def test_a_build_that_fails_says_why(tmp_path: Path) -> None:
    with pytest.raises(measure.BuildError, match="ended with 3:\nno such thing"):
        measure.run([sys.executable, "-c", "print('no such thing'); raise SystemExit(3)"], tmp_path)


def test_a_site_that_cannot_be_built_ends_the_command(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "docs").mkdir(parents=True)
    (site / ".diffinsight").mkdir()
    (site / "mkdocs.yml").write_text("{site_name: x, plugins: [{diffinsight: {ranges: [a...b]}}]}", encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks", "--site", site, "--work", tmp_path / "work"],
        cwd=measure.ROOT,
        env=measure.environment(),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "ended with 1" in done.stderr


def test_growth_is_held_against_the_growth_of_the_series(results: suite.Results) -> None:
    goals = {goal.what: goal for goal in table.goals_of_growth(results, results)}
    assert goals["again, 6 reports, of 6"].figure == 1
    assert goals["again, 6 reports, of 6"].limit == pytest.approx(1.05)


def test_a_page_with_a_section_of_very_many_words_is_taken_out_of_the_search(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    long, short = (tmp_path / "docs" / f"report-{name}.md" for name in ("long", "short"))
    long.write_text(f"---\ntitle: Long\n---\n## A\n{'word ' * 9_000}\n", encoding="utf-8")
    short.write_text("---\ntitle: Short\n---\n## A\nword\n", encoding="utf-8")
    assert sites.hide_long_pages(tmp_path) == 1
    assert "exclude: true" in long.read_text(encoding="utf-8")
    assert "exclude: true" not in short.read_text(encoding="utf-8")
