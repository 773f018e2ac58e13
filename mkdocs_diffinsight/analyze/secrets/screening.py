"""The secrets that changes show: where they stand, and the same changes without them. Pure."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterable, Mapping, Sequence
from enum import Enum
from typing import Any, NamedTuple, TypeVar, cast

from ...language.quoting import display
from ...model.findings import Evidence
from ...model.patch import Line, parse_hunks
from ...model.report import Draft
from . import Remover, find_secrets

MASK = "\N{BULLET}" * 8
"""Stands on pages where a secret stood, in any language."""

T = TypeVar("T")
_KEPT = ("path", "previous_path", "same_as", "diff_hash", "edits", "rests_on", "files")
"""Fields of values that name files and edits: they are addresses, and stay."""


class ShownSecret(NamedTuple):
    """A secret in a diff."""

    path: str
    line: Line
    kind: str
    """For people."""

    def __str__(self) -> str:
        number = f"line {self.line.new}" if self.line.new is not None else f"old line {self.line.old}"
        return f"{display(self.path, 120)} {number} ({self.kind})"


def shown_secrets(files: Iterable[Evidence]) -> list[ShownSecret]:
    """The secrets that the diffs of files show, in order."""
    return [
        ShownSecret(file.change.path, lines[secret.line], secret.kind)
        for file in files
        if file.change.patch
        for lines in [[line for hunk in parse_hunks(file.change.patch) for line in hunk.lines]]
        for secret in find_secrets([line.text for line in lines])
        if secret.kind
    ]


def without_secrets(draft: Draft) -> Draft:
    """The draft with `MASK` in place of each secret, wherever the secret stands in it."""
    removers = {file.change.path: Remover(_rows(file.change.patch)[1], MASK) for file in draft.files}
    everything = Remover.of(removers.values())
    told = dict.fromkeys((*draft.history.commits, *(commit for file in draft.files for commit in file.commits)))
    clean = {
        commit: dataclasses.replace(
            commit,
            subject=everything(commit.subject),
            body=everything(commit.body),
            brought_by=everything(commit.brought_by),
        )
        for commit in told
    }
    files = [
        dataclasses.replace(
            _screened(file, removers[file.change.path]),
            commits=tuple(clean[commit] for commit in file.commits),
            broken_by=tuple(clean[commit] for commit in file.broken_by),
        )
        for file in draft.files
    ]
    history = dataclasses.replace(draft.history, commits=tuple(clean[commit] for commit in draft.history.commits))
    range_ = dataclasses.replace(draft.range, message=everything(draft.range.message))
    return dataclasses.replace(draft, files=files, history=history, range=range_, clean=everything)


def screened(value: T, clean: Callable[[str], str]) -> T:
    """A value with every text in it cleaned, but for names of files and of edits."""
    return cast(T, _mapped(value, clean))


def masked_patch(patch: str) -> str:
    """A patch with `MASK` in place of each secret. Its lines stay where they are."""
    starts, texts = _rows(patch)
    shown = Remover(texts, MASK).lines
    return "\n".join(start + text for start, text in zip(starts, shown, strict=True))


def _screened(file: Evidence, remover: Remover) -> Evidence:
    change = file.change
    if change.patch:
        change = dataclasses.replace(change, patch=masked_patch(change.patch))
    hides_secrets = change.patch != file.change.patch
    findings = screened(file.findings, remover)
    return dataclasses.replace(file, change=change, findings=findings, hides_secrets=hides_secrets)


def _rows(patch: str | None) -> tuple[list[str], list[str]]:
    """The lines of a patch in two parts: what git says, and what the file says."""
    starts: list[str] = []
    texts: list[str] = []
    for row in (patch or "").split("\n"):
        length = row.find(" @@", 3) + 3 if row.startswith("@@ ") else 1
        starts.append(row[:length])
        texts.append(row[length:])
    return starts, texts


def _mapped(value: Any, clean: Callable[[str], str]) -> Any:
    if isinstance(value, Enum) or value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return clean(value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = (field.name for field in dataclasses.fields(value) if field.name not in _KEPT)
        return dataclasses.replace(value, **{name: _mapped(getattr(value, name), clean) for name in fields})
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        parts = {name: _mapped(part, clean) for name, part in cast(Any, value)._asdict().items() if name not in _KEPT}
        return cast(Any, value)._replace(**parts)
    if isinstance(value, Mapping):
        return {key: _mapped(part, clean) for key, part in value.items()}
    if isinstance(value, Sequence):
        return tuple(_mapped(part, clean) for part in value)
    return value
