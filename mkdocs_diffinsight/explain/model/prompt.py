"""What a model is asked. Pure; the wording is in `prompts/`.

Whatever comes from a repository or from a model goes into the data, as JSON strings, so that no line of a diff can pass
for a part of the instructions. Secrets are taken out here, before anything leaves the machine.
"""

from __future__ import annotations

import functools
import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from importlib import resources
from itertools import islice
from types import MappingProxyType
from typing import Any

import babel

from ...analyze.authors.messages import purposes
from ...analyze.secrets import Remover, redact, redact_lines
from ...model.changes import Commit
from ...model.findings import Evidence, Fact, Findings, LineSpan, Move, Quotation
from ...model.patch import Hunk, Line, parse_hunks
from ...model.report import ReportFile
from ...model.texts import MODIFICATION_TYPES, FileSummary, Overview, Statements, proven

OVERVIEW_LISTS = ("highlights", "new_features", "breaking_changes", "other_updates", "insights")
_MOST_FACTS = 40
_MOST_COMMITS = 10
_MOST_QUOTATIONS = 20
_MOST_TOLD = 5
"""Quotations of a file that the overview is told."""
_FROM_DIFFS = ("document_title", "modification_title", "statements", "facts", "moves", "quotations")
"""What is told about a file and may repeat what its diff shows."""
_MOST_LINES = 20
"""Parts of a diff that prove one thing."""
_MOST_REPEATED = 20
"""Files with the same edit that are named."""


@dataclass(frozen=True)
class Prompt:
    """One question: fixed instructions, the data they are about, and the schema of the answer."""

    name: str
    instructions: str
    content: Mapping[str, Any]
    schema: Mapping[str, Any]

    @property
    def data(self) -> str:
        """The content as JSON. Bytes that are no UTF-8 become question marks."""
        return json.dumps(self.content, ensure_ascii=False).encode("utf-8", "replace").decode()

    @property
    def text(self) -> str:
        """All that is sent, to count its tokens."""
        return "\n".join([self.instructions, self.data, json.dumps(self.schema)])

    def hash(self, model: str) -> str:
        """The name of the answer: SHA-256 of all that it depends on."""
        return hashlib.sha256("\0".join([model, self.name, self.text]).encode()).hexdigest()

    def again(self, answer: Mapping[str, Any], reasons: Sequence[str]) -> Prompt:
        """The same question, with an answer that cannot be accepted and the reasons why."""
        return replace(self, content={**self.content, "rejected": {"answer": answer, "not_found": list(reasons)}})


def file_prompt(evidence: Evidence, hunks: Sequence[Hunk], language: str, part: str = "") -> Prompt:
    """Ask for type, title and statements of one changed file; `part` says which, where the hunks are not all."""
    change, found = evidence.change, evidence.findings
    content = {
        "path": change.path,
        "previous_path": change.previous_path,
        "status": change.status,
        "added_lines": change.additions,
        "deleted_lines": change.deletions,
        "document_title": found.title or None,
        "commits": _commits(evidence.commits),
        "renames_not_looked_for": change.is_unpaired or None,
        **_proven(found),
        "part": part or None,
    }
    kept = {**_safe(_known(**content), _remover(evidence)), "diff": numbered(hunks, _headings(evidence))}
    return Prompt("file_summary", _instructions("file", language), kept, _FILE_SCHEMA)


def parts_prompt(evidence: Evidence, parts: Sequence[FileSummary], language: str) -> Prompt:
    """Ask for one explanation of a file that was read in parts."""
    content = {
        "path": evidence.change.path,
        "status": evidence.change.status,
        "document_title": evidence.findings.title or None,
        **_proven(evidence.findings),
        "parts": [
            {
                "modification_type": part.modification_type,
                "modification_title": part.modification_title,
                "statements": [
                    {"text": one.text, "lines": list(map(str, one.lines))} for one in proven(part.statements)
                ],
            }
            for part in parts
        ],
    }
    kept = _safe(_known(**content), _remover(evidence))
    return Prompt("file_summary", _instructions("parts", language), kept, _FILE_SCHEMA)


def overview_prompt(
    files: Sequence[tuple[int, ReportFile]],
    upkeep: Mapping[str, int],
    language: str,
    repeated: Mapping[str, Sequence[str]] = MappingProxyType({}),
) -> Prompt:
    """Ask for the overview of numbered files, from what was said about each.

    `repeated` names, by the path of a file, others that have the same edit.
    """
    removers = {number: _remover(file.evidence) for number, file in files}
    told = [_told(number, file, repeated.get(file.change.path, ()), removers[number]) for number, file in files]
    commits = _commits(dict.fromkeys(commit for _, file in files for commit in file.evidence.commits))
    safe = _safe(_known(commits=commits), Remover.of(removers.values()))
    content = {"files": told, "upkeep": dict(upkeep), **safe}
    return _overview_prompt("overview", content, language)


def _overview_prompt(instructions: str, content: Mapping[str, Any], language: str) -> Prompt:
    kept = _safe(content, lambda text: redact(text)[0])
    return Prompt("overview", _instructions(instructions, language), kept, _OVERVIEW_SCHEMA)


def overviews_prompt(
    parts: Sequence[Overview], numbers: Mapping[str, int], upkeep: Mapping[str, int], language: str
) -> Prompt:
    """Ask for one overview of several; `numbers` are those of the files, by path."""

    def listed(statements: Statements) -> list[dict[str, Any]]:
        return [{"text": one.text, "files": [numbers[path] for path in one.files]} for one in proven(statements)]

    told = [{"summary": part.summary, **{key: listed(some) for key, some in part.lists.items()}} for part in parts]
    return _overview_prompt("overviews", {"parts": told, "upkeep": dict(upkeep)}, language)


def upkeep_of(files: Iterable[ReportFile]) -> Mapping[str, int]:
    """How many files changed in ways that say nothing, by the reason."""
    return Counter(str(file.evidence.noise) for file in files if file.evidence.noise)


def _headings(evidence: Evidence) -> Mapping[Line, str]:
    """What each hunk stands under, from the outermost to the innermost, by the hunk's first changed line."""
    hunks = parse_hunks(evidence.change.patch)
    paths = zip(hunks, evidence.findings.sections, strict=False)
    return {line: " / ".join(path) for hunk, path in paths if path and (line := _first_change(hunk))}


def _first_change(hunk: Hunk) -> Line | None:
    return next((line for line in hunk.lines if line.kind in "+-"), None)


def numbered(hunks: Iterable[Hunk], headings: Mapping[Line, str] = MappingProxyType({})) -> list[str]:
    """The lines of hunks with their labels, without secrets; `headings` are those above their first changed lines."""
    labels: list[str] = []
    texts: list[str] = []
    for hunk in hunks:
        labels.append("@@ ")
        first = _first_change(hunk)
        texts.append((headings.get(first, "") if first else "") or hunk.section)
        for line in hunk.lines:
            if line.kind != "\\":
                labels.append(f"L{line.old} -" if line.kind == "-" else f"R{line.new} {line.kind}")
                texts.append(line.text.removesuffix("\r"))
    return [label + text for label, text in zip(labels, redact_lines(texts)[0], strict=True)]


def _told(number: int, file: ReportFile, repeated: Sequence[str], remover: Remover) -> dict[str, Any]:
    found = file.evidence.findings
    told = {
        "number": number,
        "path": file.change.path,
        "status": file.change.status,
        "document_title": found.title,
        "modification_type": file.summary.modification_type,
        "modification_title": file.summary.modification_title,
        "statements": [statement.text for statement in proven(file.summary.statements)],
        "kinds": [str(one.kind) for one in found.kinds],
        "facts": [_fact(one) for one in found.facts[:_MOST_FACTS]],
        "moves": [_move(one) for one in found.moves[:_MOST_TOLD]],
        "quotations": [_quotation(one) for one in found.quotations[:_MOST_TOLD]],
    }
    if repeated:
        told["same_edit_in"] = list(repeated[:_MOST_REPEATED])
    return {**told, **_safe({key: told[key] for key in _FROM_DIFFS}, remover)}


def _commits(commits: Iterable[Commit]) -> list[dict[str, Any]]:
    """What authors say of their commits, of those that say something."""
    told = islice(purposes(commits).items(), _MOST_COMMITS)
    return [
        _known(
            subject=commit.subject if one.title in commit.subject else one.title,
            why=one.reason,
            breaks=list(one.notes),
            pull=one.pull,
        )
        for commit, one in told
    ]


def _known(**values: Any) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in (None, "", [])}


def named_facts(found: Findings) -> Mapping[str, Fact]:
    """The facts that a model sees, by the names under which it may cite them."""
    return {f"F{n}": fact for n, fact in enumerate(found.facts[:_MOST_FACTS], 1)}


def _fact(fact: Fact) -> dict[str, Any]:
    return _known(kind=str(fact.kind), before=fact.old, after=fact.new, where=" / ".join(fact.where))


def named_quotations(found: Findings) -> Mapping[str, Quotation]:
    """The quotations that a model sees, by the names under which it may cite them."""
    return {f"Q{n}": quotation for n, quotation in enumerate(found.quotations[:_MOST_QUOTATIONS], 1)}


def _proven(found: Findings) -> dict[str, list[dict[str, Any]]]:
    """What a program has read in a diff, with the lines that prove it."""
    return {
        "kinds": [{"kind": str(one.kind), **_lines(one.lines)} for one in found.kinds],
        "facts": [{"name": name, **_fact(one), **_lines(one.lines)} for name, one in named_facts(found).items()],
        "moves": [{**_move(one), **_lines(one.lines)} for one in found.moves[:_MOST_FACTS]],
        "quotations": [
            {"name": name, **_quotation(one), **_lines(one.lines)} for name, one in named_quotations(found).items()
        ],
    }


def _lines(spans: Sequence[LineSpan]) -> dict[str, list[str]]:
    return {"lines": [*map(str, spans[:_MOST_LINES])]} if spans else {}


def _move(move: Move) -> dict[str, Any]:
    return {"what": move.name, "from" if move.is_here else "to": move.path}


def _quotation(quotation: Quotation) -> dict[str, Any]:
    told = {"topic": str(quotation.topic), "text": quotation.text, "where": " / ".join(quotation.where)}
    return told | ({"removed": True} if quotation.is_removed else {})


def _remover(evidence: Evidence) -> Remover:
    """Takes out what the diff shows to be a secret: told alone, as in a fact, it may not look like one."""
    lines = [line.text for hunk in parse_hunks(evidence.change.patch) for line in hunk.lines]
    return Remover([line.removesuffix("\r") for line in lines])


def _safe(value: Any, clean: Callable[[str], str]) -> Any:
    """Data without the secrets in any of its texts: each may be a path, or what a person wrote."""
    match value:
        case str():
            return clean(value)
        case list():
            return [_safe(part, clean) for part in value]
        case dict():
            return {key: _safe(part, clean) for key, part in value.items()}
    return value


@functools.cache
def _instructions(name: str, language: str) -> str:
    text = (resources.files(__package__) / "prompts" / f"{name}.md").read_text(encoding="utf-8")
    return text.replace("LANGUAGE", babel.Locale.parse(language).get_display_name("en") or language)


def _object(**properties: Mapping[str, Any]) -> Mapping[str, Any]:
    """A schema as strict mode wants it: every property required, no other allowed."""
    return {"type": "object", "properties": properties, "required": list(properties), "additionalProperties": False}


def _list(items: Mapping[str, Any]) -> Mapping[str, Any]:
    return {"type": "array", "items": items}


WEIGHTS = ("needed", "detail", "cosmetic")
"""What a statement is to a reader, the most important first."""
_TEXT = {"type": "string"}
_FILE_SCHEMA = _object(
    modification_type={"type": "string", "enum": list(MODIFICATION_TYPES)},
    modification_title=_TEXT,
    statements=_list(_object(text=_TEXT, lines=_list(_TEXT), weight={"type": "string", "enum": list(WEIGHTS)})),
)
_OVERVIEW_SCHEMA = _object(
    **{key: _list(_object(text=_TEXT, files=_list({"type": "integer"}))) for key in OVERVIEW_LISTS}, summary=_TEXT
)
