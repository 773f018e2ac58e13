"""The texts of a build through the Batch API: sent today, collected when they are done, at half the price.

A batch answers requests that do not depend on each other. What does (a second try, the overview of a report) goes into
the next one: submit and collect until nothing is left.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from .cache import dump_json, write_if_changed
from .config import Settings
from .errors import PendingError, SummarizerError
from .model import Draft
from .pipeline import Result, write_reports
from .plan import asking
from .progress import Log
from .report import slugify
from .summarize.openai import OpenAIClient
from .summarize.prompt import Prompt
from .summarize.tokens import count_tokens

_FOLDER = "batches"
_MOST_REQUESTS = 50_000
"""That the API takes in one batch (https://platform.openai.com/docs/guides/batch)."""


@dataclass
class BatchAsker:
    """Answers from batches that are done; other questions are noted."""

    answers: Mapping[str, str] = field(default_factory=dict)
    noted: dict[str, tuple[str, Prompt]] = field(default_factory=dict)

    def ask(self, model: str, prompt: Prompt) -> str:
        request = prompt.hash(model)
        if request in self.answers:
            return self.answers[request]
        self.noted[request] = model, prompt
        raise PendingError("The answer comes with a batch.")


@dataclass(frozen=True)
class Collected:
    """What came of the batches that were sent."""

    result: Result
    answers: int
    failures: Sequence[str]
    """Why requests have no answer, each reason once."""
    open: Sequence[str]
    """The batches that are still at work."""
    left: int
    """Requests that can be sent now."""


def submit(drafts: Sequence[Draft], settings: Settings, client: OpenAIClient, log: Log) -> Mapping[str, int]:
    """Send what is to be asked and not sent yet; the number of requests in each new batch. Raises `SummarizerError`."""
    sent = {request for _, requests in _batches(settings.cache_dir) for request in requests}
    asker = BatchAsker()
    write_reports(drafts, settings, asker, log)
    made: dict[str, int] = {}
    by_model: dict[str, list[tuple[str, Prompt]]] = {}
    for request, (model, prompt) in asker.noted.items():
        if request not in sent:
            by_model.setdefault(model, []).append((request, prompt))
    for model, prompts in by_model.items():  # a batch is for one model
        tokens = sum(count_tokens(prompt.text, model) for _, prompt in prompts)
        log.info("%s sent.", asking([model], client.address, len(prompts), tokens))
        for start in range(0, len(prompts), _MOST_REQUESTS):
            some = prompts[start : start + _MOST_REQUESTS]
            batch = client.submit_batch([(request, client.body(model, prompt)) for request, prompt in some])
            content = {"id": batch, "model": model, "requests": [request for request, _ in some]}
            write_if_changed(_path(settings.cache_dir, batch), dump_json(content))
            made[batch] = len(some)
    return made


def collect(drafts: Sequence[Draft], settings: Settings, client: OpenAIClient, log: Log) -> Collected:
    """Fetch the answers of all batches that are done, and store the texts made of them. Raises `SummarizerError`."""
    answers: dict[str, str] = {}
    failures: list[str] = []
    still_open: list[str] = []
    done: list[Path] = []
    for batch, _ in _batches(settings.cache_dir):
        state = client.read_batch(batch)
        if state.status == "in progress":
            still_open.append(batch)
            continue
        answers |= state.answers
        failures += [state.reason] if state.reason else []
        failures += state.failures.values()
        done.append(_path(settings.cache_dir, batch))
    asker = BatchAsker(answers)
    result = write_reports(drafts, settings, asker, log)
    for path in done:
        path.unlink()
    open_requests = {request for _, requests in _batches(settings.cache_dir) for request in requests}
    left = len(asker.noted.keys() - open_requests)
    return Collected(result, len(answers), list(dict.fromkeys(failures)), still_open, left)


def _batches(cache_dir: Path) -> list[tuple[str, Sequence[str]]]:
    """The batches that were sent and not collected, with their requests. Raises `SummarizerError`."""
    found: list[tuple[str, Sequence[str]]] = []
    for path in sorted((cache_dir / _FOLDER).glob("*.json")):
        try:
            data = json.loads(path.read_bytes())
            found.append((str(data["id"]), [str(request) for request in data["requests"]]))
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise SummarizerError(
                f"{path} is about a batch and cannot be read ({error}). Mend or delete it."
            ) from error
    return found


def _path(cache_dir: Path, batch: str) -> Path:
    return cache_dir / _FOLDER / f"{slugify(batch)}.json"
