"""Evidence on disk."""

from __future__ import annotations

import dataclasses

import pytest

from mkdocs_diffinsight.cache.evidence import VERSION
from mkdocs_diffinsight.model.findings import Evidence, Findings, Form, Kind

from ..commits import commit_saying
from .conftest import Kept
from .sample import CHANGE, ENDS, FULL, HASH, HISTORY, NEW, OLD

OLDER = commit_saying("An older one", "Not among the latest.")


@pytest.mark.parametrize("findings", [FULL, Findings(Kind.TEXT, Form.NOTHING)])
def test_evidence_comes_back_as_it_was(kept: Kept, findings: Findings) -> None:
    evidence = Evidence(CHANGE, HASH, findings, (*HISTORY.commits, OLDER))
    kept.cache.keep_pictures(evidence, {CHANGE.new_blob: NEW, CHANGE.old_blob: OLD})
    kept.cache.keep_evidence(ENDS, ["1"], [evidence], HISTORY)
    assert kept.cache.evidence(ENDS, ["1"]) == ((evidence,), HISTORY)


def test_a_commit_is_kept_once(kept: Kept) -> None:
    files = [Evidence(dataclasses.replace(CHANGE, path=path), HASH, FULL, (OLDER,)) for path in "ab"]
    history = dataclasses.replace(HISTORY, commits=(OLDER,))
    kept.cache.keep_evidence(ENDS, ["1"], files, history)
    assert kept.file().read_bytes().count(OLDER.body.encode()) == 1


def test_evidence_without_its_picture_is_read_again(kept: Kept) -> None:
    evidence = Evidence(CHANGE, HASH, FULL)
    kept.cache.keep_pictures(evidence, {CHANGE.new_blob: NEW})
    kept.cache.keep_evidence(ENDS, ["1"], [evidence], HISTORY)
    (kept.folder / "pictures" / f"{CHANGE.new_blob}.png").unlink()
    assert kept.cache.evidence(ENDS, ["1"]) is None


def test_every_field_of_findings_is_tried() -> None:
    """Otherwise the test above would miss a new one."""
    fields = dataclasses.fields(Findings)
    assert [field.name for field in fields if getattr(FULL, field.name) == field.default] == []


@pytest.mark.parametrize(
    ("old", "new"),
    [('"added",1', '"added",2'), ("@@ -0,0", "-0,0"), (f'"version":{VERSION}', '"version":1'), ("}", "")],
)
def test_evidence_that_is_not_as_it_was_written_is_a_miss(kept: Kept, old: str, new: str) -> None:
    kept.cache.keep_evidence(ENDS, ["1"], [Evidence(CHANGE, HASH, FULL)], HISTORY)
    data = kept.file().read_bytes()
    assert old.encode() in data
    kept.file().write_bytes(data.replace(old.encode(), new.encode()))
    assert kept.cache.evidence(ENDS, ["1"]) is None
    assert len(kept.warnings) == 1


def test_evidence_of_another_version_of_the_package_goes(kept: Kept) -> None:
    (kept.folder / "evidence" / "v1" / "ab").mkdir(parents=True)
    (kept.folder / "evidence" / "v1" / "ab" / "ab12.json").write_text("{}", encoding="utf-8")
    kept.cache.keep_evidence(ENDS, ["1"], [], HISTORY)
    assert not (kept.folder / "evidence" / "v1").exists()
    assert kept.cache.evidence(ENDS, ["1"]) == ((), HISTORY)


def test_two_and_three_dots_have_their_own_evidence(kept: Kept) -> None:
    kept.cache.keep_evidence(ENDS, ["1"], [], HISTORY)
    assert kept.cache.evidence(dataclasses.replace(ENDS, direct=True), ["1"]) is None


def test_another_reader_finds_no_evidence(kept: Kept) -> None:
    """Its version or the fields that are noise to it may have changed."""
    kept.cache.keep_evidence(ENDS, ["1", "date"], [], HISTORY)
    assert kept.cache.evidence(ENDS, ["1", "date"]) == ((), HISTORY)
    assert kept.cache.evidence(ENDS, ["2", "date"]) is None
    assert kept.cache.evidence(ENDS, ["1", "author"]) is None
