"""Answers that outlive a build: what was paid for is on disk before it is used."""

from __future__ import annotations

from ..cache import Cache
from ..progress import Log
from . import Asker
from .prompt import Prompt


class KeptAnswers:
    """Asks for one text, and keeps each answer until the text is done.

    A text may take several requests: the parts of a long diff, a second try. One that is interrupted between them
    goes on with the answers that have arrived.
    """

    def __init__(self, asker: Asker, cache: Cache, key: str, log: Log) -> None:
        """`key` is the hash of the change, or of the set of changes, that the text is about."""
        self._asker = asker
        self._cache = cache
        self._key = key
        self._log = log

    def ask(self, model: str, prompt: Prompt) -> str:
        request = prompt.hash(model)
        kept = self._cache.answer(self._key, request)
        if kept is not None:
            return kept
        answer = self._asker.ask(model, prompt)
        try:
            self._cache.keep_answer(self._key, request, answer)
        except OSError as error:
            self._log.warning("An answer could not be kept in the cache (%s).", error)
        return answer

    def drop(self) -> None:
        """Forget the answers."""
        try:
            self._cache.drop_answers(self._key)
        except OSError as error:
            self._log.warning("Answers that are done with could not be deleted from the cache (%s).", error)
