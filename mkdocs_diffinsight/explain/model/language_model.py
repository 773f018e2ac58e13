"""Explanations by a language model: what it is asked, how its answers are read, and how they are checked."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from itertools import chain
from typing import Any, TypeVar

from ...errors import SummarizerError, SummarizerUnavailableError, UnusableAnswerError
from ...language.quoting import display
from ...model.findings import Evidence, LineSpan
from ...model.patch import Hunk, parse_hunks
from ...model.report import ReportFile
from ...model.texts import MODIFICATION_TYPES, Author, FileSummary, Overview, Statement
from ...settings.options import OpenAISettings
from ..grounding import Ground, ShownLines, check_overview, check_summary, with_proven_summary
from . import Conversation, Question
from .answer import read_json
from .prompt import (
    OVERVIEW_LISTS,
    WEIGHTS,
    Prompt,
    file_prompt,
    named_facts,
    named_quotations,
    overview_prompt,
    overviews_prompt,
    parts_prompt,
    upkeep_of,
)
from .tokens import count_tokens, cut_hunks

T = TypeVar("T")

ANSWER_TOKENS = 4_000
"""Room that is left for an answer in the model's window."""
MOST_PARTS = 8
"""Parts of one diff that are read; what is beyond them is named as not read."""
_LONGEST_ANSWER = 60_000
"""Characters of an answer, without thoughts: the longest of thousands on real reports has a tenth of that."""
_LONGEST_TITLE = 500
_LABEL = re.compile(r"\s*([LRlr])(\d{1,9})(?:\s*[-–]\s*[LRlr]?(\d{1,9}))?\s*")


class LanguageModel:
    """Has conversations with a model about changes, and holds every answer against the diff."""

    def __init__(self, settings: OpenAISettings, language: str, *, ask_again: bool = True) -> None:
        """`ask_again`: an answer that fails the check is asked for once more, with the reasons."""
        self._settings = settings
        self._language = language
        self._ask_again = ask_again

    def explain_file(self, evidence: Evidence) -> Conversation[FileSummary]:
        """Explain one changed file. Raises `SummarizerError`."""
        prompts, unread = self._file_prompts(evidence)
        ground = Ground.of([evidence])
        parts = yield from _each(self._file_answer(prompt, evidence, ground) for prompt in prompts)
        if parts and len(parts) > 1:
            prompt = parts_prompt(evidence, parts, self._language)
            parts = yield from _each([self._file_answer(prompt, evidence, ground)])
        return replace(parts[0], unread=unread) if parts else None

    def explain_report(self, files: Sequence[ReportFile]) -> Conversation[Overview]:
        """Explain all files of a report together, from what was said about each. Raises `SummarizerError`."""
        numbers = {file.change.path: number for number, file in enumerate(files, 1)}
        paths = {number: path for path, number in numbers.items()}
        ground = Ground.of_report(files)
        told = [(numbers[file.change.path], file) for file in files if not file.evidence.noise]
        upkeep = upkeep_of(files)
        repeated: dict[str, list[str]] = {}
        for file in files:
            if file.evidence.same_as:
                repeated.setdefault(file.evidence.same_as, []).append(file.change.path)
        prompts = self._fitting(told, lambda some: overview_prompt(some, upkeep, self._language, repeated))
        parts = yield from _each(self._overview_answer(prompt, paths, ground) for prompt in prompts)
        while parts and len(parts) > 1:
            prompts = self._fitting(parts, lambda some: overviews_prompt(some, numbers, upkeep, self._language))
            parts = yield from _each(self._overview_answer(prompt, paths, ground) for prompt in prompts)
        return parts[0] if parts else None

    def _file_prompts(self, evidence: Evidence) -> tuple[list[Prompt], int]:
        """What is asked about a file, and the number of changed lines that do not fit into it."""
        hunks = _telling_hunks(evidence)
        whole = file_prompt(evidence, hunks, self._language)
        if self._fits(whole):
            return [whole], 0
        frame = count_tokens(file_prompt(evidence, (), self._language).text, self._settings.model)
        # A quarter is left for the marks and escapes of JSON.
        parts = cut_hunks(hunks, max(1_000, (self._window - frame) * 3 // 4), self._settings.model)
        names = (f"{n} of {len(parts)}" for n in range(1, MOST_PARTS + 1))
        prompts = [file_prompt(evidence, part, self._language, name) for part, name in zip(parts, names, strict=False)]
        unread = (line for part in parts[MOST_PARTS:] for hunk in part for line in hunk.lines)
        return prompts, sum(line.kind in "+-" for line in unread)

    @property
    def _window(self) -> int:
        return self._settings.context_tokens - ANSWER_TOKENS

    def _fits(self, prompt: Prompt) -> bool:
        # No token is shorter than a byte, so most prompts need not be counted, nor the tables for it be loaded.
        text = prompt.text
        size = len(text.encode("utf-8", "replace"))
        return size <= self._window or count_tokens(text, self._settings.model) <= self._window

    def _fitting(self, items: Sequence[T], make: Callable[[Sequence[T]], Prompt]) -> Iterator[Prompt]:
        """Prompts on a few items each that fit the window; at least two items, so that a tree of them gets smaller."""
        prompt = make(items)
        if len(items) <= 2 or self._fits(prompt):
            yield prompt
            return
        middle = len(items) // 2
        yield from self._fitting(items[:middle], make)
        yield from self._fitting(items[middle:], make)

    def _file_answer(self, prompt: Prompt, evidence: Evidence, ground: Ground) -> Conversation[FileSummary]:
        author = Author("model", self._settings.model)
        shown = ShownLines(evidence.change)
        found = evidence.findings
        named = {name: quotation.lines for name, quotation in named_quotations(found).items()}
        named |= {name: fact.lines for name, fact in named_facts(found).items()}

        def read(answer: Mapping[str, Any]) -> FileSummary:
            modification_type = _text(answer, "modification_type")
            if modification_type not in MODIFICATION_TYPES:
                raise ValueError(f"modification_type is {modification_type!r}")
            title = " ".join(_text(answer, "modification_title").split())
            if len(title) > _LONGEST_TITLE:
                raise ValueError(f"modification_title has {len(title)} characters")
            statements = tuple(_cited(item, named) for item in _weighed(_items(answer, "statements")))
            if not statements:
                raise ValueError("no statement")
            return check_summary(FileSummary(modification_type, title, statements, author), ground, shown)

        return self._checked(self._settings.model, prompt, read, lambda summary: summary.unproven)

    def _overview_answer(self, prompt: Prompt, paths: Mapping[int, str], ground: Ground) -> Conversation[Overview]:
        author = Author("model", self._settings.overview_model)

        def read(answer: Mapping[str, Any]) -> Overview:
            summary = " ".join(_text(answer, "summary").split())
            lists: dict[str, Any] = {
                key: tuple(_about(item, paths) for item in _items(answer, key)) for key in OVERVIEW_LISTS
            }
            if not lists["highlights"]:
                raise ValueError("highlights is empty")
            return check_overview(Overview(summary=summary, author=author, **lists), ground)

        def problems(overview: Overview) -> Sequence[str]:
            without_files = (statement.text for statement in overview.highlights if not statement.files)
            return (*overview.unproven, *(f"the files of {display(text, 60)!r}" for text in without_files))

        overview = yield from self._checked(self._settings.overview_model, prompt, read, problems)
        return with_proven_summary(overview) if overview else None

    def _checked(
        self, model: str, prompt: Prompt, read: Callable[[Mapping[str, Any]], T], problems: Callable[[T], Sequence[str]]
    ) -> Conversation[T]:
        """An answer; where it fails the check, the better one of two."""
        if (text := (yield Question(model, prompt))) is None:
            return None
        with _unusable_answers():
            answer = _readable(text)
            first = read(answer)
        if not (reasons := problems(first)) or not self._ask_again:
            return first
        try:
            if (text := (yield Question(model, prompt.again(answer, reasons)))) is None:
                return None
            with _unusable_answers():
                second = read(_readable(text))
        except SummarizerUnavailableError:
            raise
        except SummarizerError:
            return first
        return second if len(problems(second)) < len(reasons) else first


def _readable(text: str) -> Mapping[str, Any]:
    """The data of an answer. Raises `ValueError` where it is more than anybody reads, and `UnusableAnswerError`."""
    answer = read_json(text)
    length = len(json.dumps(answer, ensure_ascii=False))
    if length > _LONGEST_ANSWER:
        raise ValueError(f"it tells {length} characters")
    return answer


def _each(conversations: Iterable[Conversation[T]]) -> Conversation[list[T]]:
    """What comes of several conversations in a row; all begin before one that is to go on later ends the matter."""
    texts = []
    for conversation in conversations:
        texts.append((yield from conversation))  # noqa: PERF401 - no comprehension can yield
    there = [text for text in texts if text is not None]
    return there if len(there) == len(texts) else None


def _telling_hunks(evidence: Evidence) -> tuple[Hunk, ...]:
    """The hunks that are worth a model's time; all of them, where none is noise by itself."""
    hunks = parse_hunks(evidence.change.patch)
    noise = evidence.findings.hunk_noise
    if len(noise) != len(hunks):
        return hunks
    return tuple(hunk for hunk, reason in zip(hunks, noise, strict=True) if not reason) or hunks


def _weighed(items: Iterable[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Statements, those first that a reader needs; what is cosmetic is told only where there is nothing else."""

    def weight(item: Mapping[str, Any]) -> int:
        return WEIGHTS.index(item["weight"]) if item.get("weight") in WEIGHTS else 0

    ordered = sorted(items, key=weight)
    last = len(WEIGHTS) - 1
    return [item for item in ordered if weight(item) < last] or ordered


def _cited(item: Mapping[str, Any], named: Mapping[str, tuple[LineSpan, ...]]) -> Statement:
    """A statement about a file; a label that names no lines, no quotation and no fact is none."""
    labels = item.get("lines", [])
    if not isinstance(labels, list):
        raise TypeError(f"lines is {labels!r:.60}")
    spans = {label: named.get(label) or _spans(label) for label in map(str, labels)}
    wrong = tuple(display(label, 40) for label, found in spans.items() if not found)
    return Statement(_sentence(item), tuple(dict.fromkeys(chain(*spans.values()))), unproven=wrong)


def _spans(label: str) -> tuple[LineSpan, ...]:
    match = _LABEL.fullmatch(label)
    if not match:
        return ()
    first, last = int(match[2]), int(match[3] or match[2])
    return (LineSpan("L" if match[1] in "Ll" else "R", first, last),) if 0 < first <= last else ()


def _about(item: Mapping[str, Any], paths: Mapping[int, str]) -> Statement:
    """A statement about some files of a report."""
    numbers = item.get("files", [])
    if not isinstance(numbers, list):
        raise TypeError(f"files is {numbers!r:.60}")
    known = [n for n in numbers if isinstance(n, int) and n in paths]
    if len(paths) == 1:  # there is nothing else that it could be about
        known = list(paths)
    wrong = tuple(display(str(n), 40) for n in numbers if n not in known)
    files = tuple(dict.fromkeys(paths[n] for n in known))
    return Statement(_sentence(item).removeprefix("- "), files=files, unproven=wrong)


def _sentence(item: Mapping[str, Any]) -> str:
    text = " ".join(_text(item, "text").split())
    return text.replace("* ", "- ", 1) if text.startswith("* ") else text


def _items(answer: Mapping[str, Any], key: str) -> Iterable[Mapping[str, Any]]:
    value = answer[key]
    if not isinstance(value, list) or not all(isinstance(item, dict) for item in value):
        raise TypeError(f"{key} is {value!r:.60}")
    return [item for item in value if str(item.get("text", "")).strip()]


def _text(answer: Mapping[str, Any], key: str) -> str:
    value = answer[key]
    if not isinstance(value, str) or not value.strip():
        raise TypeError(f"{key} is {value!r:.60}")
    return value


@contextmanager
def _unusable_answers() -> Iterator[None]:
    try:
        yield
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, RecursionError) as error:
        reason = f"no {error}" if isinstance(error, KeyError) else display(str(error), 200).rstrip(".")
        raise UnusableAnswerError(f"The answer cannot be used ({reason}).") from error
