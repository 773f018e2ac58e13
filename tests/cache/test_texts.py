"""Texts on disk."""

from __future__ import annotations

import dataclasses
import hashlib
import json
from pathlib import Path

import pytest

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.disk import Folder
from mkdocs_diffinsight.model.findings import (
    LineSpan,
)
from mkdocs_diffinsight.model.texts import Author, FileSummary, Statement, Statements, plain

from .conftest import Kept
from .sample import ENDS, HISTORY, KEY, OVERVIEW, SUMMARY


def test_a_summary_comes_back_as_it_was(kept: Kept) -> None:
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    assert kept.cache.summary(KEY) == SUMMARY


def test_an_overview_comes_back_as_it_was(kept: Kept) -> None:
    kept.cache.keep_overview(KEY, OVERVIEW)
    assert kept.cache.overview(KEY) == OVERVIEW


def test_what_was_never_written_is_a_miss(kept: Kept) -> None:
    assert kept.cache.summary(KEY) is None
    assert kept.warnings == []


def test_a_text_belongs_to_its_language(kept: Kept) -> None:
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    assert Kept(kept.folder, "ja").cache.summary(KEY) is None


def test_a_file_is_found_by_the_hash_of_its_diff(kept: Kept) -> None:
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    assert kept.file() == kept.folder / "summaries" / "en" / "ab" / f"{KEY}.json"


def test_a_file_is_readable_and_in_a_stable_order(kept: Kept) -> None:
    """So that a change of one paragraph is a change of one line."""
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    text = kept.file().read_text(encoding="utf-8")
    assert list(json.loads(text)) == [
        *("version", "hash", "language", "path", "modification_type", "modification_title", "explanation"),
        *("author", "checksum"),
    ]
    assert '"modification_title": "Titel – 題",\n' in text
    assert '    "- second",\n' in text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[]",
        b"[" * 100_000,
        b'{"version": 1, "hash": "cd", "modification_type": "a"}',
        b'{"version": 1, "language": "ja", "modification_type": "a"}',
        b"null",
        b"\xff\xfe",
        b'{"version": 2}',
        b'{"version": 1}',
        b'{"version": 1, "modification_type": 7}',
        b'{"version": 1, "modification_type": "a", "modification_title": "b", "explanation": "c", "author": "d"}',
        b'{"version": 1, "modification_type": "a", "modification_title": "b", "explanation": "c", "author": '
        b'{"kind": "rules", "name": ""}}',
    ],
)
def test_a_file_that_cannot_be_used_is_a_miss_and_a_warning(kept: Kept, content: bytes) -> None:
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    kept.file().write_bytes(content)
    assert kept.cache.summary(KEY) is None
    [warning] = kept.warnings
    assert str(kept.file()) in warning


def test_a_folder_in_the_place_of_a_file_is_a_miss_and_a_warning(kept: Kept) -> None:
    (kept.folder / "summaries" / "en" / "ab" / f"{KEY}.json").mkdir(parents=True)
    assert kept.cache.summary(KEY) is None
    assert len(kept.warnings) == 1


def test_an_edited_text_is_a_persons(kept: Kept) -> None:
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    data = json.loads(kept.file().read_bytes())
    data["explanation"] = "Better."
    kept.file().write_text(json.dumps(data), encoding="utf-8")
    assert kept.cache.summary(KEY) == FileSummary(
        "new feature", SUMMARY.modification_title, plain("Better."), Author("person")
    )


def test_a_person_may_sign_a_text(kept: Kept) -> None:
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    data = json.loads(kept.file().read_bytes())
    data |= {"explanation": "Better.", "author": {"kind": "person", "name": "Ada"}}
    kept.file().write_text(json.dumps(data), encoding="utf-8")
    summary = kept.cache.summary(KEY)
    assert summary is not None
    assert summary.author == Author("person", "Ada")


def test_another_layout_of_the_same_json_is_no_edit(kept: Kept) -> None:
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    data = json.loads(kept.file().read_bytes())
    kept.file().write_text(json.dumps(data, sort_keys=True), encoding="utf-8")
    assert kept.cache.summary(KEY) == SUMMARY


@pytest.mark.parametrize(
    "statements",
    [
        plain("One line."),
        plain('Lines,\n\n- "quoted" \\\t\x7f\x1f\u2028 \udcff あ'),
        (Statement("A.", (LineSpan("R", 1, 2),), ("b.md",), ("c", "d")), Statement(" B.", unproven=("e",))),
        (),
    ],
)
def test_the_checksum_is_that_of_the_content_as_sorted_json(kept: Kept, statements: Statements) -> None:
    kept.cache.keep_summary(KEY, "a.md", dataclasses.replace(SUMMARY, statements=statements, unread=3))
    data = json.loads(kept.file().read_bytes())
    checksum = data.pop("checksum")
    content = {key: value for key, value in data.items() if key not in ("version", "hash", "language")}
    text = json.dumps(content, ensure_ascii=False, indent=2, sort_keys=True) + "\n"
    assert checksum == hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:16]


def test_digests_tell_what_is_in_the_files_of_texts(kept: Kept) -> None:
    report, missing = "cd" + "0" * 62, "ef" + "0" * 62
    kept.cache.keep_overview(report, OVERVIEW)
    kept.cache.keep_summary(KEY, "a.md", SUMMARY)
    overview, summary, none = before = list(Kept(kept.folder).cache.digests(report, [KEY, missing]))
    assert len({overview, summary, none}) == 3
    kept.cache.keep_summary(KEY, "a.md", dataclasses.replace(SUMMARY, modification_title="Another"))
    kept.cache.keep_summary(missing, "b.md", SUMMARY)
    after = list(kept.cache.digests(report, [KEY, missing]))
    assert [one == other for one, other in zip(before, after, strict=True)] == [True, False, False]


def test_what_can_be_made_again_is_not_committed(kept: Kept) -> None:
    kept.cache.keep_evidence(ENDS, ["1"], [], HISTORY)
    assert "\n*\n" in (kept.folder / "evidence" / ".gitignore").read_text(encoding="utf-8")


def test_writing_leaves_nothing_else_behind(tmp_path: Path) -> None:
    Folder(tmp_path).write("a/b.json", b"x")
    assert [path.name for path in (tmp_path / "a").iterdir()] == ["b.json"]


def test_a_file_that_would_not_change_is_left_alone(tmp_path: Path) -> None:
    """`mkdocs serve` and `--dirty` look at the time of a file."""
    path = tmp_path / "b.json"
    Folder(tmp_path).write("b.json", b"x")
    before = path.stat()
    Folder(tmp_path).write("b.json", b"x")
    assert (path.stat().st_ino, path.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_steps_between_tags_come_back_for_the_same_state(tmp_path: Path) -> None:
    warnings: list[str] = []
    cache = Cache(tmp_path, "en", warnings.append)
    steps = [("v1", "v2", False), ("v2", "v3-\udcff", True)]
    cache.keep_steps("a repository", "state", steps)
    assert cache.steps("a repository", "state") == steps
    assert cache.steps("a repository", "another state") is None
    assert cache.steps("another repository", "state") is None
    [path] = (tmp_path / "followed").glob("*.steps.json")
    path.write_text('{"version":1,"key":"state","steps":[["v1"]]}', encoding="utf-8")
    assert warnings == []
    assert cache.steps("a repository", "state") is None
    assert len(warnings) == 1
