"""From ranges to evidence."""

from __future__ import annotations

import logging
from pathlib import Path
from unittest import mock

import pytest

from mkdocs_diffinsight.cache import Cache
from mkdocs_diffinsight.findings import Noise
from mkdocs_diffinsight.model import CompareRange, Evidence
from mkdocs_diffinsight.reading import read_ranges
from mkdocs_diffinsight.repository import Repository

from .conftest import GitRepository

LOG = logging.getLogger("test")


def read(path: Path, cache: Path, *fields: str) -> dict[str, Evidence]:
    ranges = [CompareRange("v1", "main", False, path)]
    [found] = read_ranges(ranges, Cache(cache, "en", LOG.warning), LOG, fields)
    return {evidence.change.path: evidence for evidence in found.files}


def test_a_file_has_the_subjects_of_its_commits_under_both_names(repository: GitRepository, tmp_path: Path) -> None:
    text = "".join(f"Line {n}.\n" for n in range(20))
    repository.commit({"old.md": text, "other.md": "x\n"}, "v1")
    repository.commit({"old.md": text + "More.\n"}, "write-more")
    repository.commit({"old.md": None, "new.md": text + "More.\n"}, "find-a-name")
    assert read(repository.path, tmp_path)["new.md"].subjects == ("find-a-name", "write-more")


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
    for method in ("merge_base", "diff", "blobs", "log"):
        monkeypatch.delattr(Repository, method)
    assert read(repository.path, tmp_path) == first


def test_a_range_that_is_asked_for_twice_is_read_once(
    repository: GitRepository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repository.commit({"a.md": "Up to 10 files.\n"}, "v1")
    repository.commit({"a.md": "Up to 20 files.\n"}, "v2")
    diff = mock.create_autospec(Repository.diff, side_effect=Repository.diff)
    monkeypatch.setattr(Repository, "diff", diff)
    ranges = [CompareRange("v1", "v2", False, repository.path, title) for title in ("Daily", "Weekly")]
    daily, weekly = read_ranges(ranges, Cache(tmp_path, "en", LOG.warning), LOG, ())
    assert daily.files == weekly.files
    diff.assert_called_once()


def test_other_metadata_fields_are_another_reading(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit({"a.md": "---\nsprint: 1\n---\n"}, "v1")
    repository.commit({"a.md": "---\nsprint: 2\n---\n"}, "v2")
    assert read(repository.path, tmp_path, "date")["a.md"].noise is None
    assert read(repository.path, tmp_path, "sprint")["a.md"].noise is Noise.METADATA


def test_a_removed_page_with_a_redirect_has_a_successor(repository: GitRepository, tmp_path: Path) -> None:
    repository.commit({"docs/old.md": "# Old\n\nText.\n", "_redirects": "/a /b\n"}, "v1")
    repository.commit({"docs/old.md": None, "_redirects": "/a /b\n/old/ /new/\n"}, "v2")
    assert read(repository.path, tmp_path)["docs/old.md"].findings.successor == "/new/"
