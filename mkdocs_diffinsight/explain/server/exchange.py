"""Conversations with a model, whose answers outlive a build: what was paid for is on disk before it is used."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

from ...cache.texts import Cache, KeptAnswer
from ...errors import SummarizerError, SummarizerUnavailableError, UnusableAnswerError
from ...model.findings import Evidence
from ...model.report import ReportFile
from ...model.texts import FileSummary, Overview
from ..model import Conversation, Question
from ..model.language_model import LanguageModel
from . import Asker
from .workers import Task

T = TypeVar("T")


@dataclass
class End:
    """Whether nobody is asked any more in a build."""

    reason: SummarizerUnavailableError | None = None
    is_told: bool = False
    """The log says so."""

    def check(self) -> None:
        """Raise why nobody is asked any more, if so."""
        if self.reason:
            raise self.reason


class Exchange:
    """Asks a model for the texts of one language, and keeps each answer until the text is done.

    A text may take several requests: the parts of a long diff, a second try. One that is interrupted between them
    goes on with the answers that have arrived. A question that has no answer of use is known as well, and is asked
    again only in other circumstances.
    """

    def __init__(
        self, asker: Asker, model: LanguageModel, cache: Cache, circumstances: str, end: End, warn: Callable[..., None]
    ) -> None:
        """`circumstances` are all that an answer depends on besides the question."""
        self._asker = asker
        self._model = model
        self._cache = cache
        self._circumstances = circumstances
        self._end = end
        self._warn = warn

    def summarize_file(self, key: str, evidence: Evidence) -> Task[FileSummary | None]:
        """The text about a change, of which `key` is the hash; nothing where an answer is to come later.

        Raises `SummarizerError`.
        """
        return self._hold(key, self._model.explain_file(evidence))

    def summarize_report(self, key: str, files: Sequence[ReportFile]) -> Task[Overview | None]:
        """The text about a set of changes, of which `key` is the hash. Raises `SummarizerError`."""
        return self._hold(key, self._model.explain_report(files))

    def _hold(self, key: str, conversation: Conversation[T]) -> Task[T | None]:
        step: Callable[[], Question] = partial(next, conversation)
        while True:
            try:
                question = step()
            except StopIteration as end:
                text: T | None = end.value
                return text
            except UnusableAnswerError as error:
                raise self._given_up(key, question, error) from error
            try:
                answer = yield from self._answer(key, question)
            except SummarizerError as error:
                step = partial(conversation.throw, error)
            else:
                step = partial(conversation.send, answer)

    def _answer(self, key: str, question: Question) -> Task[str | None]:
        kept = self._cache.answer(key, question.hash)
        if kept and not kept.problem:
            return kept.text
        if kept and kept.circumstances == self._circumstances:
            raise UnusableAnswerError(kept.problem)
        self._end.check()
        answer, lost = yield partial(self._ask, key, question)
        if lost:
            self._lose(lost)
        return answer  # type: ignore[no-any-return]

    def _ask(self, key: str, question: Question) -> tuple[str | None, OSError | None]:
        """An answer, and why it could not be kept, if so. Runs in a thread: what arrives is kept at once."""
        answer = self._asker.ask(*question)
        return answer, None if answer is None else self._keep(key, question, KeptAnswer(answer))

    def _given_up(self, key: str, question: Question, error: UnusableAnswerError) -> UnusableAnswerError:
        """Remember that a question has no answer of use; the error that says what this means."""
        problem = str(error)
        if lost := self._keep(key, question, KeptAnswer(problem=problem, circumstances=self._circumstances)):
            self._lose(lost)
        return UnusableAnswerError(
            f"{problem} It is not asked again until the change, the model, its server or this plugin is another one, "
            f"or {self._cache.answers_folder(key).relative_to(self._cache.folder.parent)} is deleted."
        )

    def _keep(self, key: str, question: Question, answer: KeptAnswer) -> OSError | None:
        try:
            self._cache.keep_answer(key, question.hash, answer)
        except OSError as error:
            return error
        return None

    def _lose(self, error: OSError) -> None:
        """Ask nobody any more, as what is answered cannot be kept, and would have to be paid for again."""
        if self._end.reason:
            return
        self._end.reason = SummarizerUnavailableError(f"What is answered cannot be kept in the cache ({error}).")
        self._end.is_told = True
        self._warn(
            "An answer could not be kept in the cache (%s), and would be paid for again. The model is not asked again "
            "in this build; rules write the rest. Make room in %s.",
            *(error.strerror or error, self._cache.folder),
        )
