"""Threads that nobody waits for."""

from __future__ import annotations

import subprocess
import sys
import threading
from functools import partial

import pytest

from mkdocs_diffinsight.explain.server.workers import Workers


def test_a_promise_gives_what_the_job_returns() -> None:
    with Workers(2) as workers:
        promises = [workers.submit(partial(pow, n, 2)) for n in range(5)]
        assert [promise.result(60) for promise in promises] == [0, 1, 4, 9, 16]


def test_a_promise_raises_what_the_job_raises() -> None:
    with Workers(1) as workers, pytest.raises(ValueError, match="nothing"):
        workers.submit(partial(int, "nothing")).result(60)


def test_as_many_jobs_as_allowed_are_done_at_a_time() -> None:
    both = threading.Barrier(2, timeout=60)
    with Workers(2) as workers:
        promises = [workers.submit(both.wait) for _ in range(2)]
        assert sorted(promise.result(60) for promise in promises) == [0, 1]


def test_what_waits_at_the_end_is_not_begun() -> None:
    begun, go = threading.Event(), threading.Event()

    def wait() -> bool:
        begun.set()
        return go.wait(60)

    with Workers(1) as workers:
        first = workers.submit(wait)
        second = workers.submit(lambda: None)
        assert begun.wait(60)
    go.set()
    assert first.result(60)
    assert not second.done()


def test_a_program_ends_while_a_job_is_under_way() -> None:
    program = """
import threading
from mkdocs_diffinsight.explain.server.workers import Workers
Workers(1).submit(threading.Event().wait)
"""
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)
