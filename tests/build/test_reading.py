"""From ranges to evidence."""

from __future__ import annotations

import logging
import shutil
import weakref
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path
from unittest import mock

import pytest

from mkdocs_diffinsight.build.reading import Place, Reader, ReadRange
from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.errors import RangeError
from mkdocs_diffinsight.git.address import parse_remote
from mkdocs_diffinsight.git.repository import Repository
from mkdocs_diffinsight.model.findings import Evidence, Noise
from mkdocs_diffinsight.model.ranges import CompareRange, Remote, parse_compare

from ..conftest import GitRepository, Project
from ..reading import read_ranges

LOG = logging.getLogger("test")


def read(path: Path, cache: Path, *fields: str) -> dict[str, Evidence]:
    ranges = [CompareRange("v1", "main", False, path)]
    [found] = read_ranges(ranges, Cache(cache, "en", LOG.warning), LOG, fields)
    return {evidence.change.path: evidence for evidence in found.files}


def read_all(reader: Reader, places: Sequence[Place]) -> Iterator[ReadRange]:
    reader.expect(places)
    yield from map(reader.read, places)


def reader_of(cache: Path, repository: Path | Remote, *compare: str) -> Reader:
    ranges = [CompareRange(*parse_compare(text), repository) for text in compare]
    return Reader(ranges, Cache(cache, "en", LOG.warning), LOG, (), {})


@pytest.fixture
def series(repository: GitRepository) -> GitRepository:
    for n in (1, 2, 3):
        repository.commit({"a.md": f"Up to {n}0 files.\n"}, f"v{n}")
    return repository


def test_a_file_has_the_subjects_of_its_commits_under_both_names(repository: GitRepository, tmp_path: Path) -> None:
    text = "".join(f"Line {n}.\n" for n in range(20))
    repository.commit({"old.md": text, "other.md": "x\n"}, "v1")
    repository.commit({"old.md": text + "More.\n"}, "write-more")
    repository.commit({"old.md": None, "new.md": text + "More.\n"}, "find-a-name")
    assert read(repository.path, tmp_path)["new.md"].subjects == ("find-a-name", "write-more")


def test_a_range_that_leads_to_an_annotated_tag_has_its_message(series: GitRepository, tmp_path: Path) -> None:
    series.git("tag", "--annotate", "--message", "The second one\n\nFaster.", "v2.0", "v2")
    with closing(
        reader_of(tmp_path, series.path, "v1...v2.0", "v1...v2", f"v1...{series.git('rev-parse', 'v2')}")
    ) as reader:
        assert [place.range.message for place in reader.places] == ["The second one\n\nFaster.", "", ""]


def test_the_section_comes_from_the_whole_file(repository: GitRepository, tmp_path: Path) -> None:
    text = "# T\n\n## Quotas\n\n" + "".join(f"Line {n}.\n" for n in range(20))
    repository.commit({"a.md": text + "Up to 10 files.\n"}, "v1")
    repository.commit({"a.md": text + "Up to 20 files.\n"}, "v2")
    (fact,) = read(repository.path, tmp_path)["a.md"].findings.facts
    assert (fact.old, fact.new, fact.where) == ("10 files", "20 files", ("Quotas",))


def test_a_range_is_read_once(repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repository.commit({"a.md": "Up to 10 files.\n"}, "v1")
    repository.commit({"a.md": "Up to 20 files.\n"}, "v2")
    first = read(repository.path, tmp_path)
    for method in ("merge_base", "compare", "log"):
        monkeypatch.delattr(Repository, method)
    assert read(repository.path, tmp_path) == first


def test_a_range_that_is_asked_for_twice_is_read_once(
    repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"a.md": "Up to 10 files.\n"}, "v1")
    repository.commit({"a.md": "Up to 20 files.\n"}, "v2")
    compare = mock.create_autospec(Repository.compare, side_effect=Repository.compare)
    monkeypatch.setattr(Repository, "compare", compare)
    ranges = [CompareRange("v1", "v2", False, repository.path, title) for title in ("Daily", "Weekly")]
    daily, weekly = read_ranges(ranges, Cache(tmp_path, "en", LOG.warning), LOG, ())
    assert daily.files == weekly.files
    compare.assert_called_once()


def test_places_are_known_before_anything_is_read(
    series: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for method in ("merge_base", "compare", "log"):
        monkeypatch.delattr(Repository, method)
    with closing(reader_of(tmp_path, series.path, "v1..v2", "v2..v3")) as reader:
        assert [(place.item, place.range.compare) for place in reader.places] == [(0, "v1..v2"), (1, "v2..v3")]


def test_a_range_is_read_when_it_is_asked_for(series: GitRepository, tmp_path: Path) -> None:
    cache = Cache(tmp_path, "en", LOG.warning)
    with closing(reader_of(tmp_path, series.path, "v1..v2", "v2..v3")) as reader:
        next(read_all(reader, reader.places))
        assert [cache.holds_evidence(place.resolved, reader.reader_key) for place in reader.places] == [True, False]


def test_ranges_are_read_in_the_order_that_is_asked_for(series: GitRepository, tmp_path: Path) -> None:
    with closing(reader_of(tmp_path, series.path, "v1..v2", "v2..v3", "v1..v3")) as reader:
        asked = [reader.places[n] for n in (2, 0)]
        assert [read.range.compare for read in read_all(reader, asked)] == ["v1..v3", "v1..v2"]


@pytest.mark.parametrize("cached", [False, True])
def test_a_range_is_not_held(series: GitRepository, tmp_path: Path, cached: bool) -> None:
    with closing(reader_of(tmp_path, series.path, "v1..v2", "v2..v3")) as reader:
        if cached:
            list(read_all(reader, reader.places))
        reading = read_all(reader, reader.places)
        held = weakref.ref(next(reading))
        assert held() is None


def test_a_range_is_read_again_where_it_cannot_be_kept(
    series: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Cache, "keep_evidence", mock.Mock(side_effect=OSError("full")))
    with closing(reader_of(tmp_path, series.path, "v1..v2", "v1..v2")) as reader:
        first, second = read_all(reader, reader.places)
    assert first.files == second.files != ()


def test_a_range_that_is_wrong_is_told_before_anything_is_read(series: GitRepository, tmp_path: Path) -> None:
    with pytest.raises(RangeError, match="its head, 'nope', is no commit"):
        reader_of(tmp_path, series.path, "v1..v2", "v1..nope")


def test_files_of_a_remote_are_fetched_at_once(
    series: GitRepository, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    series.git("config", "uploadpack.allowFilter", "true")
    caplog.set_level(logging.INFO)
    with closing(reader_of(tmp_path, parse_remote(series.path.as_uri()), "v1..v2", "v2..v3")) as reader:
        reading = read_all(reader, reader.places)
        next(reading)
        series.path.rename(tmp_path / "away")
        assert [read.range.compare for read in reading] == ["v2..v3"]
    assert caplog.text.count("versions of files") == 1


def test_files_are_fetched_where_kept_evidence_turns_out_to_be_broken(series: GitRepository, tmp_path: Path) -> None:
    series.git("config", "uploadpack.allowFilter", "true")
    remote = parse_remote(series.path.as_uri())
    with closing(reader_of(tmp_path, remote, "v1..v2")) as reader:
        [before] = read_all(reader, reader.places)
    shutil.rmtree(tmp_path / "mirrors")
    [kept] = (tmp_path / "evidence").rglob("*.json")
    kept.write_bytes(b"broken")
    with closing(reader_of(tmp_path, remote, "v1..v2")) as reader:
        assert next(read_all(reader, reader.places)).files == before.files


def test_other_metadata_fields_are_another_reading(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit({"a.md": "---\nsprint: 1\n---\n"}, "v1")
    repository.commit({"a.md": "---\nsprint: 2\n---\n"}, "v2")
    assert read(repository.path, tmp_path, "date")["a.md"].noise is None
    assert read(repository.path, tmp_path, "sprint")["a.md"].noise is Noise.METADATA


def test_a_removed_page_with_a_redirect_has_a_successor(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit({"docs/old.md": "# Old\n\nText.\n", "_redirects": "/a /b\n"}, "v1")
    repository.commit({"docs/old.md": None, "_redirects": "/a /b\n/old/ /new/\n"}, "v2")
    assert read(repository.path, tmp_path)["docs/old.md"].findings.successor == "/new/"


def commits_told(path: Path, cache: Path, *paths: str) -> tuple[list[str], int]:
    ranges = [CompareRange("v1", "main", False, path, paths=paths)]
    [found] = read_ranges(ranges, Cache(cache, "en", LOG.warning), LOG, ())
    return [commit.subject for commit in found.history.commits], found.history.older_commits


@pytest.fixture
def shared(repository: GitRepository) -> GitRepository:
    """Two folders, changed by turns, and a merge."""
    repository.commit({"a/x.md": "1\n", "b/y.md": "1\n"}, "v1")
    for n in range(3):
        repository.commit({"b/y.md": f"b {n}\n"}, f"b-{n}")
    repository.git("switch", "--quiet", "--create", "topic", "v1")
    repository.commit({"a/x.md": "a\n"}, "a-0")
    repository.commit({"a/new.md": "a\n"}, "a-1")
    repository.commit({"a/new.md": None, "b/new.md": "a\n"}, "move")
    repository.git("switch", "--quiet", "main")
    repository.git("merge", "--quiet", "--no-edit", "topic")
    return repository


@pytest.mark.parametrize(
    ("paths", "subjects"),
    [
        (("a/",), ["move", "a-1", "a-0"]),
        (("b",), ["move", "b-2", "b-1", "b-0"]),
        (("*.md",), ["move", "a-1", "a-0", "b-2", "b-1", "b-0"]),
        (("a/x.md", "b/y.md"), ["a-0", "b-2", "b-1", "b-0"]),
    ],
)
def test_paths_leave_out_the_commits_that_do_not_touch_them(
    shared: GitRepository, tmp_path: Path, paths: tuple[str, ...], subjects: list[str]
) -> None:
    for _ in range(2):  # also from the cache
        assert commits_told(shared.path, tmp_path, *paths) == (subjects, 0)


def test_ranges_with_and_without_paths_share_the_diff(
    shared: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _ = commits_told(shared.path, tmp_path)
    monkeypatch.delattr(Repository, "compare")
    part, _ = commits_told(shared.path, tmp_path, "a/")
    assert set(part) < set(whole)
    monkeypatch.delattr(Repository, "log")
    assert commits_told(shared.path, tmp_path, "a/") == (part, 0)


def test_of_many_commits_all_that_touch_the_paths_are_counted(
    shared: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("mkdocs_diffinsight.git.repository.MAX_COMMITS", 1)
    monkeypatch.setattr("mkdocs_diffinsight.git.repository._MAX_LOG", 2)
    assert commits_told(shared.path, tmp_path, "b/") == (["move"], 3)


def test_a_report_on_a_part_names_its_authors_alone(project: Project, shared: GitRepository) -> None:
    shared.write({"a/x.md": "Text.\n"})
    shared.git("commit", "--quiet", "--all", "--message", "Mine", "--author=Ada <ada@example.org>")
    build = project.build_strictly(
        {"repository": str(shared.path), "ranges": [{"compare": "a-1...main", "paths": ["a/"]}]}
    )
    assert build.report()["commits"]["authors"] == {"Ada": 1, "Test": 1}
    assert "b-0" not in build.report_html()
