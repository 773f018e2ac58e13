"""The made-up series is the same each time, and as large as it says."""

from __future__ import annotations

import json
import subprocess
from itertools import islice
from pathlib import Path

import pytest

from benchmarks import history, sizes
from benchmarks.history import History
from benchmarks.series import make_series


@pytest.fixture(autouse=True)
def _small_handbook(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "FILES_AT_FIRST", 40)


def test_a_history_is_the_same_each_time() -> None:
    assert list(History(3, seed=1).stream()) == list(History(3, seed=1).stream())


def test_another_seed_makes_another_history() -> None:
    assert list(History(3, seed=1).stream()) != list(History(3, seed=2).stream())


def test_a_longer_history_begins_like_a_shorter_one() -> None:
    short = list(History(3, seed=1).stream())
    assert list(islice(History(30, seed=1).stream(), 3)) == short[:3]


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99, 1])
def test_a_quantile_is_what_was_measured(share: float) -> None:
    measured = dict(zip((0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1), sizes.FILES_OF_A_REPORT, strict=True))
    assert sizes.quantile(sizes.FILES_OF_A_REPORT, share) == pytest.approx(measured[share])


def test_a_hundred_values_in_a_row_have_the_distribution() -> None:
    values = sorted(islice(sizes.spread(sizes.FILES_OF_A_REPORT), 300))
    assert values[:100] == sorted(values[:100])
    assert values[150] == pytest.approx(sizes.quantile(sizes.FILES_OF_A_REPORT, 0.5), abs=1)
    assert values[270] == pytest.approx(sizes.quantile(sizes.FILES_OF_A_REPORT, 0.9), rel=0.1)


def test_a_series_that_is_there_is_used_again(tmp_path: Path) -> None:
    make_series(tmp_path / "series", 2, "en")
    made = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    make_series(tmp_path / "series", 2, "en")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == made


def test_each_range_of_a_series_is_in_its_repository(tmp_path: Path) -> None:
    make_series(tmp_path / "series", 3, "ja")
    config = json.loads((tmp_path / "series" / "mkdocs.yml").read_text(encoding="utf-8"))
    options = config["plugins"][1]["diffinsight"]
    for compare in options["ranges"]:
        command = ["git", "-C", options["repository"], "rev-list", "--count", compare]
        assert int(subprocess.run(command, capture_output=True, check=True).stdout) > 0
