"""What a build would ask of a model, and what that costs, before anything is spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..analyze.repeated import shared_edits
from ..cache.texts import Cache, KeptAnswer
from ..explain.model.language_model import ANSWER_TOKENS, LanguageModel
from ..explain.model.prompt import overview_prompt
from ..explain.model.tokens import count_tokens
from ..explain.server.openai import circumstances
from ..explain.server.sent import SentBatches
from ..model.findings import Evidence
from ..model.patch import range_hash
from ..model.report import Draft
from ..progress import Log
from ..settings import OpenAISettings, Price, Settings

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

    def cost(self, price: Price | None) -> float | None:
        """In US dollars, where the prices are known."""
        if price is None:
            return None
        return round((self.prompt_tokens * price.input + self.answer_tokens * price.output) / 1e6, 4)


def make_plan(drafts: Sequence[Draft], settings: Settings, language: str, log: Log) -> list[Plan]:
    """What each report takes, as the cache stands now. What several reports tell of is asked for the first of them."""
    cache = Cache(settings.cache_dir, language, log.warning)
    model = LanguageModel(settings.openai, language)
    frame = count_tokens(overview_prompt((), {}, language).text, settings.openai.overview_model)
    planned: set[str] = set()
    known = _Known(cache, settings)
    return [_plan(draft, model, cache, known, settings.openai, frame, planned) for draft in drafts]


def total(plans: Sequence[Plan], name: str) -> Plan:
    """All of them as one."""
    return Plan(
        name,
        *(
            sum(getattr(plan, key) for plan in plans)
            for key in ("files", "cached", "by_rules", "requests", "prompt_tokens", "answer_tokens")
        ),
    )


def announcement(drafts: Sequence[Draft], settings: Settings, address: str, log: Log) -> str | None:
    """What is about to be sent to a server, in a line for the log; nothing where nothing is to be asked."""
    asked = total([one for language in settings.languages for one in make_plan(drafts, settings, language, log)], "")
    if not asked.requests:
        return None
    options = settings.openai
    limits = [name for name in ("max_requests", "max_tokens") if getattr(options, name) is not None]
    bound = " and ".join(f"`openai.{name}: {getattr(options, name)}`" for name in limits)
    cost = asked.cost(options.price)
    return (
        asking([options.model, options.overview_model], address, asked.requests, asked.prompt_tokens)
        + f" sent and {asked.answer_tokens:,} received"
        + ("" if cost is None else f", for about {cost:.2f} US dollars")
        + (f", within {bound}." if bound else ".")
    )


def asking(models: Iterable[str], address: str, requests: int, tokens: int) -> str:
    """The start of such a line: who is asked, where, and how much."""
    names = " and ".join(dict.fromkeys(models))
    return f"Asking {names} at {address}: {requests} request{'' if requests == 1 else 's'}, about {tokens:,} tokens"


def _plan(
    draft: Draft,
    model: LanguageModel,
    cache: Cache,
    known: _Known,
    settings: OpenAISettings,
    overview_frame: int,
    planned: set[str],
) -> Plan:
    cached = [file for file in draft.files if cache.holds_summary(file.diff_hash)]
    told = {file.diff_hash for file in cached}
    by_rules = [file for file in draft.files if file.noise and file.diff_hash not in told]
    told |= {file.diff_hash for file in by_rules} | planned
    asked = [file for file in draft.files if file.diff_hash not in told]
    planned |= {file.diff_hash for file in asked}
    edits = shared_edits(draft.files)
    costs = [_file_costs(file.diff_hash, edits.get(file.change.path, file), model, known, settings) for file in asked]
    overview = range_hash(file.diff_hash for file in draft.files)
    telling = sum(not file.noise for file in draft.files)
    if telling and None not in costs and overview not in planned and not cache.holds_overview(overview):
        planned.add(overview)
        costs.append(_overview_costs(telling, settings, overview_frame))
    columns = zip((0, 0, 0), *filter(None, costs), strict=True)
    requests, prompt_tokens, answer_tokens = (sum(column) for column in columns)
    return Plan(draft.name, len(draft.files), len(cached), len(by_rules), requests, prompt_tokens, answer_tokens)


def _file_costs(
    key: str, file: Evidence, model: LanguageModel, known: _Known, settings: OpenAISettings
) -> tuple[int, int, int] | None:
    """Requests, tokens sent and tokens expected for a file; its parts, if there are several, take one more to merge.

    Nothing where the file's text cannot be had in this build: then its report's overview is not asked for either.
    """
    questions = list(model.explain_file(file))  # those that need no answer to another one
    if known.to_wait_for(key, [question.hash for question in questions]):
        return None
    open_ones = [question for question in questions if not known.has(key, question.hash)]
    tokens = sum(count_tokens(question.prompt.text, settings.model) for question in open_ones)
    if len(questions) == 1:
        return len(open_ones), tokens, FILE_ANSWER * len(open_ones)
    return len(open_ones) + 1, tokens + FILE_ANSWER * len(questions), FILE_ANSWER * (len(open_ones) + 1)


def _overview_costs(telling: int, settings: OpenAISettings, frame: int) -> tuple[int, int, int]:
    """The same for the overview of so many files that tell something, by what is expected of each."""
    data = TOLD_FILE * telling
    parts = -(-data // max(1, settings.context_tokens - ANSWER_TOKENS - frame))
    requests = 1 if parts == 1 else parts + 1
    return requests, data + requests * frame, requests * OVERVIEW_ANSWER


class _Known:
    """What need not be asked, or cannot be had, from what was asked before."""

    def __init__(self, cache: Cache, settings: Settings) -> None:
        """Raises `SummarizerError` for files on batches that cannot be read."""
        self._cache = cache
        self._circumstances = circumstances(settings.openai)
        self._batches = SentBatches(settings.cache_dir).asker()

    def has(self, key: str, request: str) -> bool:
        """Whether an answer is here."""
        kept = self._kept(key, request)
        return bool(kept and not kept.problem) or self._batches.has(request)

    def to_wait_for(self, key: str, requests: Sequence[str]) -> bool:
        """Whether one of the answers is on its way, or cannot be had."""
        kept = (self._kept(key, request) for request in requests)
        hopeless = any(one and one.problem and one.circumstances == self._circumstances for one in kept)
        return hopeless or any(map(self._batches.has_to_wait, requests))

    def _kept(self, key: str, request: str) -> KeptAnswer | None:
        return self._cache.answer(key, request)
