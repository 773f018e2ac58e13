"""Answers that outlive a build: what was paid for is on disk before it is used."""

from __future__ import annotations

from threading import Lock

from ..cache import Cache
from ..progress import Log
from . import Asker
from .prompt import Prompt


class KeptAnswers:
    """Asks for one text, and keeps each answer until the text is done.

    A text may take several requests: the parts of a long diff, a second try. One that is interrupted between them
    goes on with the answers that have arrived.
    """

    def __init__(self, asker: Asker, cache: Cache, key: str, log: Log, turn: Lock) -> None:
        """`key` is the hash of the change, or of the set of changes, that the text is about.

        `turn` is held by the thread that works on a text, and let go while it waits for the answer: one that arrives
        is stored at once, and not only when the others have done their work.
        """
        self._asker = asker
        self._cache = cache
        self._key = key
        self._log = log
        self._turn = turn

    def ask(self, model: str, prompt: Prompt) -> str:
        request = prompt.hash(model)
        kept = self._cache.answer(self._key, request)
        if kept is not None:
            return kept
        self._turn.release()
        try:
            answer = self._asker.ask(model, prompt)
            self._keep(request, answer)
        finally:
            self._turn.acquire()
        return answer

    def _keep(self, request: str, answer: str) -> None:
        try:
            self._cache.keep_answer(self._key, request, answer)
        except OSError as error:
            self._log.warning("An answer could not be kept in the cache (%s).", error)

    def drop(self) -> None:
        """Forget the answers."""
        self._cache.drop_answers(self._key)
