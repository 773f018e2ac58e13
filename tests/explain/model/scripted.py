"""A model whose answers are known beforehand, and changes to ask it about."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from mkdocs_diffinsight.analyze.read import read_findings
from mkdocs_diffinsight.errors import SummarizerError
from mkdocs_diffinsight.explain.model import Conversation
from mkdocs_diffinsight.explain.model.language_model import LanguageModel
from mkdocs_diffinsight.explain.model.prompt import Prompt
from mkdocs_diffinsight.explain.server import Asker
from mkdocs_diffinsight.model.changes import FileChange, Status
from mkdocs_diffinsight.model.findings import Evidence
from mkdocs_diffinsight.model.patch import diff_hash
from mkdocs_diffinsight.model.report import ReportFile
from mkdocs_diffinsight.model.texts import FileSummary, Overview
from mkdocs_diffinsight.settings.options import OpenAISettings

T = TypeVar("T")
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


def settings(**fields: Any) -> OpenAISettings:
    return replace(SETTINGS, **fields)


SETTINGS = OpenAISettings(
    model="small",
    overview_model="large",
    base_url=None,
    timeout=1,
    max_retries=0,
    concurrency=2,
    max_requests=None,
    max_tokens=None,
    azure_endpoint=None,
    api_version=None,
    context_tokens=100_000,
    price=None,
)


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


CHANGED = evidence(" Requests", "-You may send 10 requests.", "+You may send 25 requests with `burst`.")
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


def held(conversation: Conversation[T], asker: Asker) -> T:
    """What comes of a conversation where each question is answered at once."""
    try:
        question = next(conversation)
        while True:
            try:
                answer = asker.ask(*question)
            except SummarizerError as error:
                question = conversation.throw(error)
            else:
                question = conversation.send(answer)
    except StopIteration as end:
        text: T = end.value
        return text


@dataclass
class Answered:
    """A model with somebody who answers for it."""

    model: LanguageModel
    asker: Asker

    def summarize_file(self, evidence: Evidence) -> FileSummary:
        return held(self.model.explain_file(evidence), self.asker)

    def summarize_report(self, files: Sequence[ReportFile]) -> Overview:
        return held(self.model.explain_report(files), self.asker)
