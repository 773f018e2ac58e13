"""Tasks that take turns in one thread and wait in others, many at a time, so that nobody has to wait for those."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Generator
from concurrent.futures import Future
from functools import partial
from queue import Empty, SimpleQueue
from typing import Any, Self, TypeAlias, TypeVar

T = TypeVar("T")

Task: TypeAlias = Generator[Callable[[], Any], Any, T]
"""Work that yields what has to be waited for, is sent the result, and returns its own."""

_Turn: TypeAlias = tuple[Task[Any], Future[Any], Callable[[], Callable[[], Any]]]
"""A task, the promise of its result, and how it goes on."""


class Workers:
    """Does tasks in the order in which they come, so many at a time.

    All of them work in the thread that waits for one of them: Python runs no two at once. What they wait for, they wait
    for in threads that end with the program, so that it can be interrupted at any time. (Python waits for the threads
    of a `ThreadPoolExecutor` before it ends.)
    """

    def __init__(self, most: int) -> None:
        """`most` tasks are done at a time."""
        self._most = most
        self._queue: deque[_Turn] = deque()
        self._begun: set[Task[Any]] = set()
        self._ready: SimpleQueue[_Turn] = SimpleQueue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for task in self._begun:
            task.close()

    def start(self, task: Task[T]) -> Future[T]:
        """Have a task done; the promise of what it returns, or raises."""
        promise: Future[T] = Future()
        self._queue.append((task, promise, partial(next, task)))
        self._begin()
        return promise

    def wait(self, promise: Future[Any], seconds: float) -> bool:
        """Work until a task has ended, for about so many seconds; whether it has."""
        until = time.monotonic() + seconds
        while not (promise.done() and self._ready.empty()):
            try:
                turn = self._ready.get(timeout=max(until - time.monotonic(), 0))
            except Empty:
                return False
            self._go_on(turn)
            self._begin()
        return True

    def _begin(self) -> None:
        while self._queue and len(self._begun) < self._most:
            turn = self._queue.popleft()
            self._begun.add(turn[0])
            self._go_on(turn)

    def _go_on(self, turn: _Turn) -> None:
        task, promise, step = turn
        try:
            job = step()
        except StopIteration as end:
            promise.set_result(end.value)
        except Exception as error:
            promise.set_exception(error)
        else:
            in_thread(job).add_done_callback(
                lambda done: self._ready.put((task, promise, partial(_resume, task, done)))
            )
            return
        self._begun.remove(task)


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


def _resume(task: Task[Any], done: Future[Any]) -> Callable[[], Any]:
    """Go on with a task, by what it has waited for."""
    error = done.exception()
    return task.send(done.result()) if error is None else task.throw(error)
