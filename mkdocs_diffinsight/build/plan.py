"""What a build would ask of a model, and what that costs, before anything is spent."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from ..analyze.repeated import shared_edits
from ..cache.texts import Cache
from ..explain.model.language_model import ANSWER_TOKENS, LanguageModel
from ..explain.model.prompt import overview_prompt
from ..explain.model.tokens import count_tokens
from ..explain.server.openai import circumstances
from ..explain.server.sent import SentBatches
from ..model.findings import Evidence
from ..model.patch import range_hash
from ..model.report import Draft
from ..progress import Log
from ..settings.options import Price, Settings

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
    return list(map(_Planner(settings, language, log).plan, drafts))


def total(plans: Sequence[Plan], name: str) -> Plan:
    """All of them as one."""
    counts = [one.name for one in fields(Plan) if one.name != "name"]
    return Plan(name, *(sum(getattr(plan, count) for plan in plans) for count in counts))


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


class _Planner:
    """Plans reports in a language, one after the other."""

    def __init__(self, settings: Settings, language: str, log: Log) -> None:
        """Raises `SummarizerError` for files on batches that cannot be read."""
        self._settings = settings.openai
        self._cache = Cache(settings.cache_dir, language, log.warning)
        self._model = LanguageModel(settings.openai, language)
        self._circumstances = circumstances(settings.openai)
        self._batches = SentBatches(settings.cache_dir).asker()
        self._frame = count_tokens(overview_prompt((), {}, language).text, settings.openai.overview_model)
        self._planned: set[str] = set()

    def plan(self, draft: Draft) -> Plan:
        """What a report takes."""
        cached = [file for file in draft.files if self._cache.holds_summary(file.diff_hash)]
        settled = {file.diff_hash for file in cached}
        by_rules = [file for file in draft.files if file.noise and file.diff_hash not in settled]
        settled |= {file.diff_hash for file in by_rules} | self._planned
        asked = [file for file in draft.files if file.diff_hash not in settled]
        self._planned |= {file.diff_hash for file in asked}
        edits = shared_edits(draft.files)
        costs = [self._file_costs(file.diff_hash, edits.get(file.change.path, file)) for file in asked]
        overview = range_hash(file.diff_hash for file in draft.files)
        telling = sum(not file.noise for file in draft.files)
        is_known = overview in self._planned or self._cache.holds_overview(overview)
        if telling and None not in costs and not is_known:
            self._planned.add(overview)
            costs.append(self._overview_costs(telling))
        columns = zip((0, 0, 0), *filter(None, costs), strict=True)
        return Plan(draft.name, len(draft.files), len(cached), len(by_rules), *map(sum, columns))

    def _file_costs(self, key: str, file: Evidence) -> tuple[int, int, int] | None:
        """Requests, tokens sent and tokens expected for a file; its parts, if there are several, take one to merge.

        Nothing where the file's text cannot be had in this build: then its report's overview is not asked for either.
        """
        questions = list(self._model.explain_file(file))  # those that need no answer to another one
        kept = [self._cache.answer(key, question.hash) for question in questions]
        if any(one and one.problem and one.circumstances == self._circumstances for one in kept):
            return None
        if any(self._batches.has_to_wait(question.hash) for question in questions):
            return None
        open_ones = (question for question, one in zip(questions, kept, strict=True) if not one or one.problem)
        to_ask = [question.prompt for question in open_ones if not self._batches.has(question.hash)]
        tokens = sum(count_tokens(prompt.text, self._settings.model) for prompt in to_ask)
        if len(questions) == 1:
            return len(to_ask), tokens, FILE_ANSWER * len(to_ask)
        return len(to_ask) + 1, tokens + FILE_ANSWER * len(questions), FILE_ANSWER * (len(to_ask) + 1)

    def _overview_costs(self, telling: int) -> tuple[int, int, int]:
        """Requests and tokens for the overview of so many files that tell something, by what is expected of each."""
        data = TOLD_FILE * telling
        parts = -(-data // max(1, self._settings.context_tokens - ANSWER_TOKENS - self._frame))
        requests = 1 if parts == 1 else parts + 1
        return requests, data + requests * self._frame, requests * OVERVIEW_ANSWER
