"""What a model is asked about changes, and what its answers say."""

from __future__ import annotations

from collections.abc import Generator
from typing import NamedTuple, TypeAlias, TypeVar

from .prompt import Prompt

T = TypeVar("T")


class Question(NamedTuple):
    """What a model is asked."""

    model: str
    prompt: Prompt

    @property
    def hash(self) -> str:
        """The name of the answer."""
        return self.prompt.hash(self.model)


Conversation: TypeAlias = Generator[Question, str | None, T | None]
"""How a text comes about: it yields questions, is sent their answers, and returns the text.

Where an answer cannot be had, the error is thrown in. Where one is to come later, it is sent `None`, asks what does not
depend on that, and ends without a text. So a list of a conversation is all that it asks before it needs an answer.
"""
