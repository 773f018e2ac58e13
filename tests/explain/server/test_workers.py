"""Tasks that take turns, and threads that nobody waits for."""

from __future__ import annotations

import subprocess
import sys
import threading
from collections.abc import Callable
from functools import partial
from typing import Any

import pytest

from mkdocs_diffinsight.explain.server.workers import Task, Workers


def waiting(job: Callable[[], Any]) -> Task[Any]:
    """A task that returns what it has waited for."""
    return (yield job)


def test_a_promise_gives_what_the_task_returns() -> None:
    with Workers(2) as workers:
        promises = [workers.start(waiting(partial(pow, n, 2))) for n in range(5)]
        assert [workers.wait(promise, 60) for promise in promises] == [True] * 5
        assert [promise.result(0) for promise in promises] == [0, 1, 4, 9, 16]


def test_a_task_is_told_what_goes_wrong_where_it_waits() -> None:
    def careful() -> Task[str]:
        try:
            yield partial(int, "nothing")
        except ValueError as error:
            return str(error)
        return ""

    with Workers(1) as workers:
        promise = workers.start(careful())
        workers.wait(promise, 60)
    assert "nothing" in promise.result(0)


def test_a_promise_raises_what_the_task_raises() -> None:
    with Workers(1) as workers:
        promise = workers.start(waiting(partial(int, "nothing")))
        workers.wait(promise, 60)
        with pytest.raises(ValueError, match="nothing"):
            promise.result(0)


def test_as_many_tasks_as_allowed_wait_at_a_time() -> None:
    both = threading.Barrier(2, timeout=60)
    with Workers(2) as workers:
        promises = [workers.start(waiting(both.wait)) for _ in range(2)]
        assert all(workers.wait(promise, 60) for promise in promises)
        assert sorted(promise.result(0) for promise in promises) == [0, 1]


def test_all_work_is_done_in_the_thread_that_waits() -> None:
    def task() -> Task[list[int]]:
        waited = yield threading.get_ident
        return [waited, threading.get_ident()]

    with Workers(2) as workers:
        promise = workers.start(task())
        workers.wait(promise, 60)
    waited, worked = promise.result(0)
    assert waited != worked == threading.get_ident()


def test_a_wait_ends_in_time() -> None:
    go = threading.Event()
    with Workers(1) as workers:
        promise = workers.start(waiting(partial(go.wait, 60)))
        assert not workers.wait(promise, 0.01)
        go.set()
        assert workers.wait(promise, 60)


def test_what_waits_at_the_end_is_not_begun_and_what_is_begun_is_closed() -> None:
    told: list[str] = []
    go = threading.Event()

    def task(name: str) -> Task[None]:
        told.append(f"begin {name}")
        try:
            yield go.wait
        finally:
            told.append(f"end {name}")

    with Workers(1) as workers:
        workers.start(task("a"))
        workers.start(task("b"))
    go.set()
    assert told == ["begin a", "end a"]


def test_a_program_ends_while_a_task_waits() -> None:
    program = """
import threading
from mkdocs_diffinsight.explain.server.workers import Workers
def task():
    yield threading.Event().wait
Workers(1).start(task())
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
