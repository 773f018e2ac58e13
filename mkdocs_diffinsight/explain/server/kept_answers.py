"""Answers that outlive a build: what was paid for is on disk before it is used."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock

from ...cache.texts import Cache, KeptAnswer
from ...errors import UnusableAnswerError
from ..model import Asker
from ..model.prompt import Prompt


class KeptAnswers:
    """Asks for one text, and keeps each answer until the text is done.

    A text may take several requests: the parts of a long diff, a second try. One that is interrupted between them
    goes on with the answers that have arrived. A question that has no answer of use is known as well, and is asked
    again only in other circumstances.
    """

    def __init__(
        self,
        asker: Asker,
        cache: Cache,
        key: str,
        turn: Lock,
        circumstances: str,
        *,
        check: Callable[[], None],
        lose: Callable[[OSError], None],
    ) -> None:
        """`key` is the hash of the change, or of the set of changes, that the text is about; `circumstances` are all
        that an answer depends on besides the question.

        `check` raises why nobody is to be asked any more, if so; `lose` is told that an answer cannot be kept.

        `turn` is held by the thread that works on a text, and let go while it waits for the answer: one that arrives
        is stored at once, and not only when the others have done their work.
        """
        self._asker = asker
        self._cache = cache
        self._key = key
        self._turn = turn
        self._circumstances = circumstances
        self._check = check
        self._lose = lose
        self._request = ""
        """What was asked last."""

    def ask(self, model: str, prompt: Prompt) -> str:
        request = self._request = prompt.hash(model)
        kept = self._cache.answer(self._key, request)
        if kept and not kept.problem:
            return kept.text
        if kept and kept.circumstances == self._circumstances:
            raise UnusableAnswerError(kept.problem)
        self._check()
        self._turn.release()
        try:
            answer = self._asker.ask(model, prompt)
            self._keep(request, KeptAnswer(answer))
        finally:
            self._turn.acquire()
        return answer

    def give_up(self, error: UnusableAnswerError) -> UnusableAnswerError:
        """Remember that what was asked last has no answer of use; the error that says what this means."""
        problem = str(error)
        self._keep(self._request, KeptAnswer(problem=problem, circumstances=self._circumstances))
        return UnusableAnswerError(
            f"{problem} It is not asked again until the change, the model, its server or this plugin is another one, "
            f"or {self._cache.answers_folder(self._key).relative_to(self._cache.folder.parent)} is deleted."
        )

    def _keep(self, request: str, answer: KeptAnswer) -> None:
        try:
            self._cache.keep_answer(self._key, request, answer)
        except OSError as error:
            self._lose(error)

    def drop(self) -> None:
        """Forget the answers."""
        self._cache.drop_answers(self._key)
