"""What a build would ask of a model, and what that costs, before anything is spent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from .cache import Cache
from .config import OpenAISettings, Settings
from .diff import range_hash
from .model import Draft
from .progress import Log
from .summarize.language_model import ANSWER_TOKENS, LanguageModel
from .summarize.prompt import Prompt, overview_prompt
from .summarize.tokens import count_tokens

FILE_ANSWER, OVERVIEW_ANSWER = 350, 900
"""Tokens of an answer as they are expected; a model writes more or less."""
TOLD_FILE = 250
"""Tokens that what was said about a file takes in the request for the overview."""


@dataclass(frozen=True)
class Plan:
    """What one report takes, or several."""

    name: str
    files: int
    cached: int = 0
    """Files whose text is in the cache."""
    by_rules: int = 0
    """Files that nobody needs to ask about: noise, and edits told elsewhere."""
    requests: int = 0
    """Second tries, where an answer fails the check, come on top."""
    prompt_tokens: int = 0
    answer_tokens: int = 0
    """Expected, not counted."""


def make_plan(drafts: Sequence[Draft], settings: Settings, language: str, log: Log) -> list[Plan]:
    """What each report takes, as the cache stands now."""
    cache = Cache(settings.cache_dir, language, log.warning)
    model = LanguageModel(_Nobody(), settings.openai, language)
    overview = count_tokens(overview_prompt((), {}, language).text, settings.openai.overview_model)
    return [_plan(draft, model, cache, settings.openai, overview) for draft in drafts]


def total(plans: Sequence[Plan], name: str) -> Plan:
    """All of them as one."""
    return Plan(
        name,
        *(
            sum(getattr(plan, key) for plan in plans)
            for key in ("files", "cached", "by_rules", "requests", "prompt_tokens", "answer_tokens")
        ),
    )


def _plan(draft: Draft, model: LanguageModel, cache: Cache, settings: OpenAISettings, overview_frame: int) -> Plan:
    cached = [file for file in draft.files if cache.summary(file.diff_hash)]
    rest = [file for file in draft.files if file not in cached]
    asked = [file for file in rest if not file.noise]
    requests = prompt_tokens = answer_tokens = 0
    for file in asked:
        prompts, _ = model.file_prompts(file)
        merging = len(prompts) > 1
        requests += len(prompts) + merging
        prompt_tokens += sum(count_tokens(prompt.text, settings.model) for prompt in prompts)
        prompt_tokens += merging * FILE_ANSWER * len(prompts)
        answer_tokens += FILE_ANSWER * (len(prompts) + merging)
    telling = sum(not file.noise for file in draft.files)
    if telling and not cache.overview(range_hash(file.diff_hash for file in draft.files)):
        data = TOLD_FILE * telling
        parts = -(-data // max(1, settings.context_tokens - ANSWER_TOKENS - overview_frame))
        needed = 1 if parts == 1 else parts + 1
        requests += needed
        prompt_tokens += data + needed * overview_frame
        answer_tokens += needed * OVERVIEW_ANSWER
    return Plan(
        draft.name, len(draft.files), len(cached), len(rest) - len(asked), requests, prompt_tokens, answer_tokens
    )


class _Nobody:
    """Planning asks nobody."""

    def ask(self, model: str, prompt: Prompt) -> str:
        raise NotImplementedError
