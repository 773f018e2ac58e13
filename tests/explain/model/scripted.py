"""A model for tests whose answers are known beforehand, and what it is asked about."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.errors import SummarizerError
from mkdocs_diffinsight.explain.model.prompt import Prompt
from mkdocs_diffinsight.model.changes import FileChange, Status
from mkdocs_diffinsight.model.findings import Evidence
from mkdocs_diffinsight.model.patch import diff_hash

Answer = Mapping[str, Any] | str | SummarizerError


@dataclass
class Scripted:
    """A model whose answers are known beforehand, or made from the question."""

    answers: list[Answer] = field(default_factory=list)
    make: Callable[[Prompt], Answer] | None = None
    asked: list[Prompt] = field(default_factory=list)

    def ask(self, model: str, prompt: Prompt) -> str:
        self.asked.append(prompt)
        answer = self.make(prompt) if self.make else self.answers.pop(0)
        if isinstance(answer, SummarizerError):
            raise answer
        return answer if isinstance(answer, str) else json.dumps(answer)


def evidence(*lines: str, path: str = "docs/limits.md", **findings: Any) -> Evidence:
    """A changed file; the lines stand at 10 and below."""
    old, new = (sum(line[:1] in (" ", side) for line in lines) for side in "-+")
    change = FileChange(
        path=path,
        status=Status.MODIFIED,
        additions=sum(line.startswith("+") for line in lines),
        deletions=sum(line.startswith("-") for line in lines),
        patch="\n".join([f"@@ -10,{old} +10,{new} @@ ## Limits", *lines]),
        old_mode="100644",
        new_mode="100644",
        old_blob="0" * 40,
        new_blob="1" * 40,
    )
    found = read_findings(change)
    return Evidence(change, diff_hash(change), replace(found, **findings) if findings else found)


GOOD: Answer = {
    "modification_type": "minor update",
    "modification_title": "You may send 25 requests",
    "statements": [{"text": "The limit rose from 10 to 25.", "lines": ["L11", "R11"]}],
}


def with_text(text: str, *lines: str) -> dict[str, Any]:
    assert isinstance(GOOD, Mapping)
    return {**GOOD, "statements": [{"text": text, "lines": list(lines)}]}


OVERVIEW: Answer = {
    "highlights": [{"text": "The limit rose to 25.", "files": [1]}],
    "new_features": [{"text": "- `burst` is new.", "files": [1]}],
    "breaking_changes": [],
    "other_updates": [{"text": "The `guide` changed.", "files": [2]}],
    "insights": [{"text": "Both are about requests.", "files": [1, 2]}],
    "summary": "You may send 25 requests.",
}
