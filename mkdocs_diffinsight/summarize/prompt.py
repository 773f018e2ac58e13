"""What a model is asked. Pure; the wording is in `prompts/`."""

from __future__ import annotations

import functools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

import babel

from ..model import MODIFICATION_TYPES, FileChange, ReportFile


@dataclass(frozen=True)
class Prompt:
    """One question: fixed instructions, the data they are about, and the schema of the answer."""

    name: str
    instructions: str
    data: str
    schema: Mapping[str, Any]


def file_prompt(change: FileChange, language: str) -> Prompt:
    """Ask for type, title and explanation of one changed file."""
    data = {
        "path": change.path,
        "previous_path": change.previous_path,
        "status": change.status,
        "additions": change.additions,
        "deletions": change.deletions,
        "binary": change.binary,
        "diff": change.patch,
    }
    schema = _object(
        modification_type={"type": "string", "enum": list(MODIFICATION_TYPES)},
        modification_title={"type": "string"},
        explanation={"type": "string"},
    )
    return Prompt("file_summary", _instructions("file", language), _data(data), schema)


def overview_prompt(files: Sequence[ReportFile], language: str) -> Prompt:
    """Ask for the overview of a report, from what was said about each file."""
    data = [
        {
            "path": file.change.path,
            "status": file.change.status,
            "additions": file.change.additions,
            "deletions": file.change.deletions,
            "modification_type": file.summary.modification_type,
            "modification_title": file.summary.modification_title,
            "explanation": file.summary.explanation,
        }
        for file in files
    ]
    items = {"type": "array", "items": {"type": "string"}}
    text = {"type": "string"}
    schema = _object(
        highlights=text,
        new_features=items,
        breaking_changes=items,
        other_updates=items,
        insights=text,
        summary=text,
    )
    return Prompt("overview", _instructions("overview", language), _data(data), schema)


@functools.cache
def _instructions(name: str, language: str) -> str:
    text = (resources.files(__package__) / "prompts" / f"{name}.md").read_text(encoding="utf-8")
    return text.replace("LANGUAGE", babel.Locale.parse(language).get_display_name("en") or language)


def _object(**properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema as strict mode wants it: every property required, no other allowed."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _data(value: object) -> str:
    """JSON, so that no line of a diff can pass for a part of the instructions."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "replace").decode()
