"""Batches that were sent: what each asks, and the answers that nobody has used yet.

    CACHE_DIR/batches/<mark>.json

A file is written before its batch is sent, so that neither a crash nor a lost answer makes anybody send it again; then
it gets the server's name for the batch, and once that is done, its answers, until a text is made of each.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any

from ...disk import BatchName, Digest, Folder, Part, checked, dump_json, parse, scratch_folder, wait_for
from ...errors import SummarizerError, UnusableAnswerError
from ...progress import Log
from ..model import Question
from ..model.prompt import Prompt
from . import Asker

_SECONDS_TO_WAIT = 3600.0
"""For another command that works on the batches."""


@dataclass(frozen=True)
class SentBatch:
    """A batch as its file tells of it."""

    mark: str
    """What the server's list of batches knows it by, and the name of its file."""
    id: BatchName | None
    """The server's name for it; nothing until the server has told it."""
    requests: Sequence[Digest]
    """What is under way; empty once it is collected."""
    model: str = ""
    server: str = ""
    """The address that it was sent to, as far as that is known."""
    answers: Mapping[Digest, str] = field(default_factory=dict)
    problems: Mapping[Digest, str] = field(default_factory=dict)
    """Why there is no answer, by request, where another try would end the same way."""


def mark_of(model: str, requests: Iterable[str]) -> str:
    """What a batch is found by that asks this of a model."""
    return hashlib.sha256("\n".join([model, *sorted(requests)]).encode()).hexdigest()[:32]


class BatchAsker:
    """Answers from batches; other questions go to another asker, or are noted for the next batch."""

    def __init__(self, batches: Sequence[SentBatch], asker: Asker | None = None) -> None:
        self._asker = asker
        self._answers = {request: text for batch in batches for request, text in batch.answers.items()}
        self._problems = {request: text for batch in batches for request, text in batch.problems.items()}
        self._under_way = {request for batch in batches for request in batch.requests}
        self.used: set[str] = set()
        """The requests of the answers, and of the problems, that were told."""
        self.waiting: set[str] = set()
        """Asked for, and under way."""
        self.noted: dict[str, Question] = {}
        """Asked for, and to be sent."""

    def has(self, request: str) -> bool:
        """Whether an answer is here."""
        return request in self._answers

    def has_to_wait(self, request: str) -> bool:
        """Whether an answer is on its way, or cannot be had."""
        return request in self._under_way or request in self._problems

    def ask(self, model: str, prompt: Prompt) -> str | None:
        request = prompt.hash(model)
        if request in self._answers:
            self.used.add(request)
            return self._answers[request]
        if request in self._problems:
            self.used.add(request)
            raise UnusableAnswerError(self._problems[request])
        if request in self._under_way:
            self.waiting.add(request)
            return None
        if self._asker:
            return self._asker.ask(model, prompt)
        self.noted[request] = Question(model, prompt)
        return None


class SentBatches:
    """The files on batches in a cache."""

    def __init__(self, cache_dir: Path) -> None:
        self._cache_dir = cache_dir
        self._folder = Folder(cache_dir)

    @contextmanager
    def locked(self, log: Log) -> Iterator[None]:
        """Have the files for oneself, once another command that works on them has ended.

        Raises `SummarizerError`, `OSError`.
        """
        waiting = partial(log.info, "Another command works on the batches of this cache; waiting for it.")
        lock = scratch_folder(self._cache_dir, Part.LOCKS).lock("batches.lock")
        try:
            held = wait_for(lock, _SECONDS_TO_WAIT, waiting)
        except TimeoutError as error:
            raise SummarizerError(f"{error}; end it and try again.") from None
        with held:
            yield

    def load(self) -> list[SentBatch]:
        """All of them. Raises `SummarizerError` for a file that cannot be read."""
        names = sorted(name for name in self._folder.names(Part.BATCHES) if name.endswith(".json"))
        return [self._read(name.removesuffix(".json")) for name in names]

    def asker(self, asker: Asker | None = None) -> BatchAsker:
        """Asks another asker, if there is one, what was neither answered nor is under way. Raises `SummarizerError`."""
        return BatchAsker(self.load(), asker)

    def keep(self, batch: SentBatch) -> None:
        """Write the file of a batch. Raises `OSError`."""
        content: dict[str, Any] = {"id": batch.id, "model": batch.model, "server": batch.server}
        content["requests"] = list(batch.requests)
        content |= {key: dict(value) for key in ("answers", "problems") if (value := getattr(batch, key))}
        self._folder.write(_file(batch.mark), dump_json(content))

    def drop(self, batch: SentBatch) -> None:
        """Delete the file of a batch that was not sent. Raises `OSError`."""
        self._folder.remove(_file(batch.mark))

    def path(self, batch: SentBatch) -> Path:
        """Where the file of a batch is."""
        return self._folder.path / _file(batch.mark)

    def forget(self, requests: Collection[str]) -> None:
        """Drop answers that a text was made of. Raises `OSError`, `SummarizerError`."""
        for batch in self.load():
            answers, problems = _without(batch.answers, requests), _without(batch.problems, requests)
            self.keep(replace(batch, answers=answers, problems=problems))

    def _read(self, mark: str) -> SentBatch:
        try:
            content = parse(self._folder.read(_file(mark)), dict[str, Any])
            return checked(content | {"mark": mark}, SentBatch)
        except (OSError, ValueError) as error:
            path = self._folder.path / _file(mark)
            raise SummarizerError(
                f"{path} is about a batch and cannot be read ({error}). Mend or delete it."
            ) from error


def _file(mark: str) -> str:
    return f"{Part.BATCHES}/{mark}.json"


def _without(texts: Mapping[str, str], requests: Collection[str]) -> dict[str, str]:
    return {request: text for request, text in texts.items() if request not in requests}
