"""What settings and specifications say in words."""

from __future__ import annotations

import pytest

from mkdocs_diffinsight.model.findings import Source, Topic

from .sample import quotations, told

API = """openapi: 3.0.0
paths:
  /users/{id}:
    get:
      operationId: load
      responses: {}
"""


class TestSpecifications:
    def test_what_is_deprecated_is_quoted_with_its_path(self) -> None:
        (found,) = quotations("openapi.yaml", API, API.replace("      resp", "      deprecated: true\n      resp"))
        assert (found.topic, found.text, found.source) == (Topic.DEPRECATION, "deprecated: true", Source.SETTINGS)
        assert (found.where, list(map(str, found.lines))) == (("paths", "/users/{id}", "get"), ["R6"])

    def test_what_is_deprecated_no_more_is_news(self) -> None:
        (found,) = quotations("openapi.yaml", API.replace("      resp", "      deprecated: true\n      resp"), API)
        assert found.is_removed

    def test_what_is_deprecated_is_quoted_of_json(self) -> None:
        old = '{\n  "paths": {\n    "load": {\n      "id": 1\n    }\n  }\n}\n'
        (found,) = quotations("openapi.json", old, old.replace('      "id"', '      "deprecated": true,\n      "id"'))
        assert (found.text, found.where) == ('"deprecated": true', ("paths", "load"))

    @pytest.mark.parametrize(
        ("text", "topic", "said"),
        [
            ("description: The old name is no longer supported.", "end", "The old name is no longer supported."),
            ('description: "You must sign in."', "requirement", "You must sign in."),
            ("description: |\n        Some words. It is\n        deprecated.", "deprecation", "It is deprecated."),
            ("description: この機能は廃止されます。", "end", "この機能は廃止されます。"),
            ("description: 该选项已弃用。", "deprecation", "该选项已弃用。"),
        ],
    )
    def test_what_a_description_announces_is_quoted(self, text: str, topic: str, said: str) -> None:
        assert told(quotations("openapi.yaml", API, API.replace("      resp", f"      {text}\n      resp"))) == [
            (topic, said)
        ]

    def test_settings_of_tools_announce_nothing(self) -> None:
        new = API.replace("      resp", "      description: You must sign in.\n      resp")
        assert quotations(".github/openapi.yaml", API, new) == ()


class TestChangeFiles:
    @pytest.mark.parametrize(
        ("path", "text", "topic"),
        [
            ("changelogs/fragments/12.yml", "breaking_changes:\n  - The name is another one now.\n", "breaking"),
            ("changelogs/fragments/12.yml", "minor_changes:\n  - The name is another one now.\n", "feature"),
            ("releasenotes/notes/12.yaml", "fixes:\n  - |\n    The name is\n    another one now.\n", "fix"),
            (".chloggen/12.yaml", "change_type: breaking\nnote: The name is another one now.\n", "breaking"),
            (".changes/unreleased/12.yaml", "kind: Added\nbody: The name is another one now.\n", "feature"),
            (
                ".changes/next-release/12.json",
                '{\n  "type": "bugfix",\n  "description": "The name is another one now."\n}\n',
                "fix",
            ),
        ],
    )
    def test_an_entry_is_quoted_with_its_topic(self, path: str, text: str, topic: str) -> None:
        (found,) = quotations(path, "", text)
        assert (found.topic, found.text) == (topic, "The name is another one now.")
        assert found.source is Source.CHANGELOG
