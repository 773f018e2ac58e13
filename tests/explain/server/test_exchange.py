"""What is asked of a server, step by step: each test takes the place of the thread that waits."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from mkdocs_diffinsight.cache.texts import Cache
from mkdocs_diffinsight.errors import SummarizerUnavailableError
from mkdocs_diffinsight.explain.model.language_model import LanguageModel
from mkdocs_diffinsight.explain.model.prompt import Prompt
from mkdocs_diffinsight.explain.server import Asker
from mkdocs_diffinsight.explain.server.exchange import End, Exchange
from mkdocs_diffinsight.explain.server.workers import Task
from mkdocs_diffinsight.model.texts import FileSummary

from ..model.scripted import CHANGED, SETTINGS, Scripted, with_text

TRUE = with_text("The limit rose from 10 to 25.", "R11")
KEY = CHANGED.diff_hash


class Later:
    """Says that each answer comes later."""

    def ask(self, model: str, prompt: Prompt) -> str | None:
        return None


def text(folder: Path, asker: Asker, end: End | None = None) -> Task[FileSummary | None]:
    """The task that has a text about `CHANGED` written."""
    cache = Cache(folder, "en", pytest.fail)
    return Exchange(asker, LanguageModel(SETTINGS, "en"), cache, "here", end or End(), pytest.fail).summarize_file(
        KEY, CHANGED
    )


def outcome(task: Task[FileSummary | None], sent: object = None) -> FileSummary | None:
    """What a task returns at its next step."""
    with pytest.raises(StopIteration) as ended:
        task.send(sent)
    told: FileSummary | None = ended.value.value
    return told


def test_an_answer_is_on_disk_before_it_is_used(tmp_path: Path) -> None:
    wait = next(text(tmp_path, Scripted([TRUE])))
    assert not list(tmp_path.rglob("answers/**/*.json"))
    wait()
    [path] = tmp_path.rglob("answers/**/*.json")
    assert json.loads(json.loads(path.read_bytes())["answer"]) == TRUE


def test_an_answer_that_was_kept_is_not_waited_for(tmp_path: Path) -> None:
    next(text(tmp_path, Scripted([TRUE])))()
    told = outcome(text(tmp_path, Scripted([])))
    assert told
    assert told.statements[0].text == "The limit rose from 10 to 25."


def test_a_text_whose_answer_comes_later_ends_without_one(tmp_path: Path) -> None:
    task = text(tmp_path, Later())
    assert outcome(task, next(task)()) is None
    assert not list(tmp_path.rglob("answers/**/*.json"))


def test_once_the_asking_has_ended_only_what_is_kept_is_used(tmp_path: Path) -> None:
    end = End(SummarizerUnavailableError("Gone."))
    with pytest.raises(SummarizerUnavailableError, match="Gone"):
        next(text(tmp_path, Scripted([TRUE]), end))
    next(text(tmp_path, Scripted([TRUE])))()
    assert outcome(text(tmp_path, Scripted([]), end))
