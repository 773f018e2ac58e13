"""Every value of every file of the cache, replaced by others: it is checked before anybody uses it."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import hashlib
import itertools
import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from mkdocs_diffinsight.build.kept import KeptLists, KeptRange
from mkdocs_diffinsight.build.store import Store
from mkdocs_diffinsight.cache.evidence import VERSION, dump_evidence, load_evidence
from mkdocs_diffinsight.cache.texts import Cache, KeptAnswer
from mkdocs_diffinsight.cache.tidy import tidy
from mkdocs_diffinsight.disk import Folder, ObjectId, RefName, SitePath, checked, parse, seal
from mkdocs_diffinsight.errors import SummarizerError
from mkdocs_diffinsight.explain.server.sent import SentBatch, SentBatches
from mkdocs_diffinsight.model.findings import Evidence
from mkdocs_diffinsight.model.texts import Statement

from ..commits import commit_saying
from ..conftest import GitRepository, Project
from .sample import CHANGE, ENDS, FULL, HASH, HISTORY, KEY, LINES, OVERVIEW, SUMMARY

DEEP = "[" * 100_000 + "]" * 100_000
HOSTILE: tuple[Any, ...] = (
    *(None, True, -1, 2**63, 10**400, 0.5, float("nan"), float("inf"), "", "\0", "\ud800", "x" * 100_000),
    *("../../../etc/passwd", "--output=x", "<script>", [], {}, [[[[]]]], [None], {"a": 1}),
)


def mutated(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of all values in JSON."""
    yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from mutated(item, (*path, key))


def variants(data: Any) -> Iterator[bytes]:
    """The JSON of data with one value replaced, or gone."""
    for path in mutated(data):
        for value in HOSTILE:
            yield _with(data, path, value)
        yield _with(data, path, "DEEP").replace(b'"DEEP"', DEEP.encode())
        if path:
            other = copy.deepcopy(data)
            del _at(other, path[:-1])[path[-1]]
            yield json.dumps(other).encode()


def _with(data: Any, path: tuple[Any, ...], value: Any) -> bytes:
    if not path:
        return _dump(value)
    other = copy.deepcopy(data)
    _at(other, path[:-1])[path[-1]] = value
    return _dump(other)


def _dump(value: Any) -> bytes:
    return json.dumps(value).encode()


def _at(data: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        data = data[key]
    return data


def is_sound(value: Any) -> bool:
    """Whether a value can be kept again: there is no number in it that is none."""
    return bool(json.dumps(dataclasses.asdict(value), allow_nan=False, default=str))


Keep = Callable[[Cache], None]
Read = Callable[[Cache], Any]
RICH = dataclasses.replace(SUMMARY, statements=(Statement("A.", LINES, ("b.md",), ("c",)), Statement("- B.")), unread=3)
KINDS: dict[str, tuple[Keep, Read]] = {
    "summary": (lambda cache: cache.keep_summary(KEY, "a.md", SUMMARY), lambda cache: cache.summary(KEY)),
    "statements": (lambda cache: cache.keep_summary(KEY, "a.md", RICH), lambda cache: cache.summary(KEY)),
    "overview": (lambda cache: cache.keep_overview(KEY, OVERVIEW), lambda cache: cache.overview(KEY)),
}


def file_of(folder: Path) -> Path:
    [path] = folder.rglob("*.json")
    return path


@pytest.mark.parametrize("kind", KINDS)
def test_a_text_is_checked(tmp_path: Path, kind: str) -> None:
    warnings: list[str] = []
    cache = Cache(tmp_path, "en", warnings.append)
    keep, read = KINDS[kind]
    keep(cache)
    path = file_of(tmp_path)
    used = 0
    for content in variants(json.loads(path.read_bytes())):
        path.write_bytes(content)
        warnings.clear()
        found = read(cache)
        assert (found is None) == (len(warnings) == 1)
        used += found is not None and is_sound(found)
    assert used > 0


def test_an_answer_is_checked(tmp_path: Path) -> None:
    warnings: list[str] = []
    cache = Cache(tmp_path, "en", warnings.append)
    cache.keep_answer(KEY, KEY, KeptAnswer("Two\nlines."))
    path = file_of(tmp_path)
    for content in variants(json.loads(path.read_bytes())):
        path.write_bytes(content)
        found = cache.answer(KEY, KEY)
        assert found is None or isinstance(found.text, str)


def test_where_a_branch_ended_is_a_commit(tmp_path: Path) -> None:
    """And nothing that git could take for an option."""
    cache = Cache(tmp_path, "en", lambda _: None)
    cache.keep_tip("branch", "a" * 40)
    path = file_of(tmp_path)
    for content in variants(json.loads(path.read_bytes())):
        path.write_bytes(content)
        assert cache.tip("branch") in (None, "a" * 40)


def test_steps_are_between_tags(tmp_path: Path) -> None:
    cache = Cache(tmp_path, "en", lambda _: None)
    cache.keep_steps("place", "state", [("v1", "v2", False)])
    path = file_of(tmp_path)
    for content in variants(json.loads(path.read_bytes())):
        path.write_bytes(content)
        for before, tag, direct in cache.steps("place", "state") or ():
            assert type(direct) is bool
            assert all(name and not name.startswith(("-", ".", "/")) and ".." not in name for name in (before, tag))


def test_a_batch_that_was_sent_is_checked(tmp_path: Path) -> None:
    sent = SentBatches(tmp_path)
    sent.keep(SentBatch("a", "batch-1", [KEY], "small-1", "https://example.org/v1", {KEY: "Two\nlines."}, {KEY: "No."}))
    path = file_of(tmp_path)
    used = 0
    for content in variants(json.loads(path.read_bytes())):
        path.write_bytes(content)
        try:
            [batch] = sent.load()
        except SummarizerError:
            continue
        used += 1
        assert batch.id in (None, "batch-1")
        assert {*batch.requests, *batch.answers, *batch.problems} <= {KEY}
        sent.keep(batch)
    assert used > 0


@pytest.mark.parametrize("name", ["--output=x", "-x", "a b", "a..b", "../a", "a\n", "a:b", "a\\b", "@{-1}", "", "/a"])
def test_no_name_of_a_branch_is_an_option_or_a_path(name: str) -> None:
    with pytest.raises(ValueError, match="Expected"):
        checked(name, RefName)


@pytest.mark.parametrize("name", ["../a", "/a", "a/../../b", "a//b", ".", "a/", "a\\b", "c:/a", "a\0", ""])
def test_no_path_leads_out_of_the_site(name: str) -> None:
    with pytest.raises(ValueError, match="Expected"):
        checked(name, SitePath)


@pytest.mark.parametrize("name", ["A" * 40, "a" * 39, "a" * 40 + "\n", "../" + "a" * 37, "-" + "a" * 39])
def test_an_id_has_40_or_64_digits(name: str) -> None:
    with pytest.raises(ValueError, match="Expected"):
        checked(name, ObjectId)


def evidence_with(content: bytes) -> bytes:
    """A file of evidence with this content, whose checksum is right."""
    return b'{"version":%d,"checksum":"%s","content":%b}\n' % (
        *(VERSION, hashlib.sha256(content).hexdigest()[:16].encode(), content),
    )


def test_evidence_is_checked() -> None:
    change = dataclasses.replace(CHANGE, path="a.md", patch="@@ -0,0 +1 @@\n+a")
    history = dataclasses.replace(HISTORY, commits=(commit_saying("a", "b"),))
    known = [Evidence(change, HASH, FULL, history.commits)]
    used = 0
    for content in variants(json.loads(dump_evidence(known, history))["content"]):
        try:
            files, told = load_evidence(evidence_with(content))
        except ValueError:
            continue
        used += 1
        assert is_sound(told)
        for file in files:
            assert is_sound(file.change)
            assert file.change.path.encode("utf-8", "surrogateescape")
            assert all(map(is_sound, (*file.findings.findings, *file.commits)))
            assert all(picture.format in ("png", "svg") for picture in file.kept_pictures.values())
            assert all(len(blob) == 40 for blob in file.kept_pictures)
    assert used > 0


@pytest.mark.parametrize(("numbers", "told"), [([1], 0), ([10**9], 0), ([0], 2)])
def test_no_file_and_no_history_has_a_commit_that_is_not_there(numbers: list[int], told: int) -> None:
    file = Evidence(dataclasses.replace(CHANGE, path="a.md", patch=None), HASH, FULL, (commit_saying("a"),))
    data = json.loads(dump_evidence([file], dataclasses.replace(HISTORY, commits=())))["content"]
    data[0][0][3], data[1][1] = numbers, told
    with pytest.raises(ValueError, match="commit"):
        load_evidence(evidence_with(json.dumps(data, ensure_ascii=False).encode()))


@pytest.mark.parametrize("name", ["html", "../evil.html", "png/../../x", "", "PNG", "xml"])
def test_no_picture_has_a_format_that_runs(tmp_path: Path, name: str) -> None:
    cache = Cache(tmp_path, "en", lambda _: None)
    cache.keep_evidence(ENDS, ["1"], [Evidence(dataclasses.replace(CHANGE, path="a.md"), HASH, FULL)], HISTORY)
    path = file_of(tmp_path)
    data = json.loads(path.read_bytes().decode("utf-8", "surrogateescape"))["content"]
    data[0][0][2][11][1][0] = name
    path.write_bytes(evidence_with(json.dumps(data, ensure_ascii=False).encode("utf-8", "surrogateescape")))
    assert cache.evidence(ENDS, ["1"]) is None


@pytest.fixture
def store(project: Project, history: GitRepository) -> Store:
    project.build_strictly({"repository": str(history.path), "ranges": ["v1...v2"], "languages": ["en", "ja"]})
    [folder] = (path for path in (project.cache / "pages").iterdir() if path.is_dir())
    return Store(Folder(folder, expendable=True), Folder(folder).lock(".lock"))


def test_records_of_pages_are_checked(store: Store) -> None:
    """Though their seals are right."""
    [name] = (f"ranges/{path.name}" for path in store.folder.path.glob("ranges/*.json"))
    for kind, record in ((KeptRange, name), (KeptLists, "site.json")):
        path = store.folder.path / record
        for content in itertools.islice(variants(json.loads(path.read_bytes()[33:])), 0, None, 7):  # there are many
            path.write_bytes(seal(content))
            found: Any = store.record(record, kind)
            if found is not None:
                assert is_sound(found)
                uris = (found.files if isinstance(found, KeptRange) else found).uris
                assert not any({"", ".", ".."} & set(uri.split("/")) for uri in uris)


@pytest.mark.parametrize("content", [DEEP, '{"a":' * 50_000, "NaN", "[1e999]", "1" * 10_000, '"\\ud800"', "\xff"])
def test_no_json_is_too_much(content: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse(content.encode("latin-1"), dict[str, int])


def test_folders_in_folders_without_end_are_no_trouble(tmp_path: Path) -> None:
    folder = Folder(tmp_path / "cache", expendable=True)
    folder.write("pages/a/b", b"x")
    deep = os.open(tmp_path / "cache" / "pages", os.O_RDONLY)
    for _ in range(1500):
        os.mkdir("d", dir_fd=deep)
        inner = os.open("d", os.O_RDONLY, dir_fd=deep)
        os.close(deep)
        deep = inner
    os.close(deep)
    assert [name for name, _ in folder.walk()] == ["pages/a/b"]
    tidy(tmp_path / "cache", tmp_path / "cache")
    with contextlib.suppress(OSError):
        folder.remove("pages")
    subprocess.run(["rm", "-r", tmp_path / "cache"], check=True)


def test_a_text_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    warnings: list[str] = []
    cache = Cache(tmp_path, "en", warnings.append)
    cache.keep_summary(KEY, "a.md", SUMMARY)
    with file_of(tmp_path).open("r+b") as file:
        file.truncate(1 << 33)
    assert cache.summary(KEY) is None
    assert len(warnings) == 1
