"""Evidence as JSON, so that a diff is read once. Pure."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

from .findings import (
    Action,
    Fact,
    FactKind,
    Finding,
    Findings,
    Form,
    Kind,
    LineSpan,
    Noise,
    Outline,
    Picture,
    Subject,
)
from .model import Commit, Evidence, FileChange, History, Status


def evidence_to_json(evidence: Evidence) -> dict[str, Any]:
    """The fields that differ from their defaults, as JSON has them."""
    return _fields(evidence)


def evidence_from_json(data: Mapping[str, Any]) -> Evidence:
    """What `evidence_to_json` has written. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    change = data["change"]
    return Evidence(
        FileChange(**{**change, "status": Status(change["status"])}),
        data["diff_hash"],
        _findings(data["findings"]),
        tuple(data.get("subjects", ())),
    )


def history_to_json(history: History) -> dict[str, Any]:
    """A history as JSON has it; each commit is a row."""
    commits = [[c.id, c.subject, c.author, c.date.isoformat(), c.is_merge, c.login] for c in history.commits]
    return {"merge_base": history.merge_base, "commits": commits, "older_commits": history.older_commits}


def history_from_json(data: Mapping[str, Any]) -> History:
    """What `history_to_json` has written. Raises `KeyError`, `TypeError` or `ValueError` for anything else."""
    commits = (
        Commit(name, subject, author, datetime.date.fromisoformat(date), is_merge, login)
        for name, subject, author, date, is_merge, login in data["commits"]
    )
    return History(data["merge_base"], tuple(commits), data["older_commits"])


def _fields(value: Any) -> dict[str, Any]:
    fields = ((field, getattr(value, field.name)) for field in dataclasses.fields(value))
    return {field.name: _plain(part) for field, part in fields if part != field.default}


def _plain(value: object) -> object:
    if isinstance(value, LineSpan):
        return str(value)
    if dataclasses.is_dataclass(value):
        return _fields(value)
    if isinstance(value, tuple):
        return [_plain(part) for part in value]
    return str(value) if isinstance(value, StrEnum) else value


def _findings(data: Mapping[str, Any]) -> Findings:
    outline = data.get("outline")
    fields = {
        **data,
        "kind": Kind(data["kind"]),
        "form": Form(data["form"]),
        "findings": tuple(map(_finding, data.get("findings", ()))),
        "outline": Outline(**_tuples(outline)) if outline is not None else None,
        "facts": tuple(map(_fact, data.get("facts", ()))),
        "noise": _noise(data.get("noise")),
        "pictures": tuple(Picture(**one) if one else None for one in data.get("pictures", (None, None))),
        "sections": tuple(map(tuple, data.get("sections", ()))),
        "hunk_noise": tuple(map(_noise, data.get("hunk_noise", ()))),
    }
    return Findings(**_tuples(fields))


def _finding(data: Mapping[str, Any]) -> Finding:
    kinds = {"subject": Subject(data["subject"]), "action": Action(data["action"])}
    cells = tuple((column, cell) for column, cell in data.get("cells", ()))
    return Finding(**{**data, **kinds, "cells": cells, "lines": _spans(data)})


def _fact(data: Mapping[str, Any]) -> Fact:
    return Fact(**{**_tuples(data), "kind": FactKind(data["kind"]), "lines": _spans(data)})


def _noise(name: str | None) -> Noise | None:
    return Noise(name) if name else None


def _spans(data: Mapping[str, Any]) -> tuple[LineSpan, ...]:
    return tuple(map(LineSpan.parse, data.get("lines", ())))


def _tuples(data: Mapping[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
