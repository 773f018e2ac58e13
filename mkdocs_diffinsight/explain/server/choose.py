"""Who writes the texts of a build: a model, if the settings and the environment allow one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ...errors import SummarizerUnavailableError
from ...progress import Log
from ...settings.options import Settings

if TYPE_CHECKING:
    from .openai import OpenAIClient


def may_ask(settings: Settings) -> bool:
    """Whether the settings and the environment let a model, or a summarizer of another package, be asked."""
    if settings.summarizer != "auto":
        return settings.summarizer not in ("rules", "cached")
    from .openai import has_key

    return has_key(settings.openai)


def choose_client(settings: Settings, log: Log) -> OpenAIClient | None:
    """A way to ask the configured model, or nothing where rules or the cache alone are to write."""
    if not may_ask(settings):
        return None
    from .openai import OpenAIClient
    from .pace import Budget

    budget = Budget(settings.openai.max_requests, settings.openai.max_tokens)
    try:
        return OpenAIClient(settings.openai, budget, log=log)
    except SummarizerUnavailableError as error:
        log.warning("No model can be asked, so rules write: %s", error)
        return None
