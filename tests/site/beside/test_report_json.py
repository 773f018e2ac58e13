"""The JSON form of a report."""

from __future__ import annotations

import dataclasses
import json
from importlib import resources

import jsonschema
import pytest

from mkdocs_diffinsight.model.change_kinds import ChangeKind
from mkdocs_diffinsight.model.changes import CommitType, History
from mkdocs_diffinsight.model.fact_kinds import FactKind
from mkdocs_diffinsight.model.findings import Noise, Source, Topic
from mkdocs_diffinsight.model.texts import RULES, FileSummary, Statement
from mkdocs_diffinsight.site.beside.report_json import dump_report, report_json

from ...commits import commit_saying
from ..pages.shown import NOTHING, one_file
from ..sample import (
    IDS,
    MODELS,
    OLD_QUOTAS,
    QUOTAS,
    TWIN,
    lines,
    make_report,
    sample_report,
)


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_data_is_what_the_schema_says(language: str) -> None:
    schema = json.loads((resources.files("mkdocs_diffinsight") / "report.schema.json").read_bytes())
    jsonschema.validate(json.loads(json.dumps(report_json(sample_report(language)))), schema)


def test_the_schema_knows_every_reason_and_kind() -> None:
    schema = json.loads((resources.files("mkdocs_diffinsight") / "report.schema.json").read_bytes())
    assert set(schema["$defs"]["fact"]["properties"]["kind"]["enum"]) == set(FactKind)
    kinds = schema["$defs"]["file"]["properties"]["kinds"]["items"]["properties"]
    assert kinds["kind"]["enum"] == list(ChangeKind)
    quotation = schema["$defs"]["quotation"]["properties"]
    assert (set(quotation["topic"]["enum"]), set(quotation["source"]["enum"])) == (set(Topic), set(Source))
    assert set(schema["$defs"]["file"]["properties"]["noise"]["enum"]) == {*Noise, None}
    commit = schema["properties"]["commits"]["properties"]["latest"]["items"]["properties"]
    assert set(commit["type"]["enum"]) == {*CommitType, None} - {CommitType.UNKNOWN}


def test_the_data_has_what_commits_say_of_their_purpose() -> None:
    told = commit_saying("feat(client)!: accept a proxy (#12)", "BREAKING CHANGE: The old option is gone.\n\nMore.")
    silent = commit_saying("More words")
    report = dataclasses.replace(sample_report(), history=History("a" * 40, (told, silent)))
    says, nothing = report_json(report)["commits"]["latest"]
    keys = ("type", "is_breaking", "notes", "pull")
    assert [says[key] for key in keys] == ["feature", True, ["The old option is gone."], 12]
    assert [nothing[key] for key in keys] == [None, False, [], None]
    assert "body" not in says


def test_the_data_has_the_overview_as_text() -> None:
    """Strings and lists of strings, for those who want to print it; the parts with proof stand beside it."""
    unproven = Statement("- It costs 512.", (), (MODELS,), ("512",))
    overview = dataclasses.replace(
        NOTHING,
        summary="In 2031.",
        summary_unproven=("2031",),
        highlights=(Statement("Two pages.", files=(MODELS, QUOTAS)), unproven),
        new_features=(Statement("One."), Statement("Two.")),
    )
    data = report_json(make_report([one_file()], overview))["overview"]
    assert (data["summary"], data["summary_unproven"]) == ("In 2031.", ["2031"])
    assert data["highlights"] == "Two pages.\n\n- It costs 512."
    assert (data["new_features"], data["breaking_changes"], data["insights"]) == (["One.", "Two."], [], "")
    assert data["statements"]["highlights"][1] == {
        "text": "- It costs 512.",
        "lines": [],
        "unproven": ["512"],
        "files": [MODELS],
    }
    assert [statement["text"] for statement in data["statements"]["new_features"]] == ["One.", "Two."]


def test_the_data_names_no_statement_without_proof_and_doubts() -> None:
    text = FileSummary("minor update", "A title", (Statement("One."), Statement("Two.", lines("R10"))), RULES)
    [file] = report_json(make_report([one_file(text)], NOTHING))["files"]
    assert file["explanation"] == "One. Two."
    assert file["statements"] == [{"start": 5, "end": 9, "lines": ["R10"], "unproven": []}]


def test_the_data_has_a_line_for_each_file() -> None:
    report = sample_report()
    data = dump_report(report).decode()
    assert json.loads(data) == json.loads(json.dumps(report_json(report)))
    assert [path for path in IDS if data.count(f'\n{{"path":"{path}"') != 1] == []


def test_bytes_that_are_no_text_are_escaped_in_the_data() -> None:
    report = dataclasses.replace(sample_report(), ignored=["docs/caf\udce9.md"])
    assert rb"docs/caf\udce9.md" in dump_report(report)


def test_the_data_has_the_proof() -> None:
    data = report_json(sample_report())
    files = {file["path"]: file for file in data["files"]}
    models = files[MODELS]
    assert data["checked"] == {"statements": 14, "proven": 11}
    assert data["overview"]["statements"]["highlights"][0]["files"] == [MODELS]
    price = models["statements"][3]
    assert models["explanation"][price["start"] : price["end"]] == "- The price falls from $10.00 to $7.50."
    assert (price["lines"], price["unproven"]) == (["L41", "R42"], [])
    assert models["quotations"][1] == {
        "topic": "end",
        "text": "It is retired.",
        "source": "table",
        "is_removed": True,
        "where": ["Retirements"],
        "lines": ["L10"],
        "references": [7],
    }
    assert models["facts"][2] == {
        "kind": "limit",
        "old": "128",
        "new": "256",
        "where": ["Prices", "requests"],
        "lines": ["L41", "R42"],
    }
    assert (models["title_unproven"], models["commits"]) == (["lumen-9"], ["Move the retirements"])
    assert (files[QUOTAS]["unread"], files[TWIN]["same_as"], files[TWIN]["noise"]) == (1200, QUOTAS, "repeated")
    assert (files[OLD_QUOTAS]["successor"], files[OLD_QUOTAS]["lost_anchors"]) == (QUOTAS, ["limits", "ask-for-more"])
