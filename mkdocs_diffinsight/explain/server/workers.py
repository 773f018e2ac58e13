"""Threads to wait for a server in, many at a time, that nobody has to wait for. Pure of what they do."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Self, TypeVar

T = TypeVar("T")


class Workers:
    """Does jobs in threads, in the order in which they come.

    Python waits for the threads of a `ThreadPoolExecutor` before it ends, even for one that waits for a server. These
    end with the program, so that it can be interrupted at any time.
    """

    def __init__(self, most: int) -> None:
        """`most` jobs are done at a time."""
        self._most = most
        self._started = 0
        self._jobs: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        """`None` ends a thread."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._drop_waiting()
        for _ in range(self._started):
            self._jobs.put(None)

    def submit(self, job: Callable[[], T]) -> Future[T]:
        """Have a job done; the promise of what it returns, or raises."""
        promise: Future[T] = Future()
        self._jobs.put(partial(_do, job, promise))
        if self._started < self._most:
            self._started += 1
            threading.Thread(target=self._work, name=f"diffinsight-{self._started}", daemon=True).start()
        return promise

    def _work(self) -> None:
        while job := self._jobs.get():
            job()

    def _drop_waiting(self) -> None:
        while True:
            try:
                self._jobs.get_nowait()
            except Empty:
                return


def in_thread(job: Callable[[], T]) -> Future[T]:
    """Have a job done in a thread of its own, for which nobody has to wait; the promise of its result."""
    promise: Future[T] = Future()
    threading.Thread(target=_do, args=(job, promise), name="diffinsight", daemon=True).start()
    return promise


def _do(job: Callable[[], T], promise: Future[T]) -> None:
    try:
        result = job()
    except BaseException as error:
        promise.set_exception(error)
    else:
        promise.set_result(result)
