"""How much and how fast a server is asked: a budget, and a gate that all requests pass. Pure of the SDK."""

from __future__ import annotations

import email.utils
import random
import re
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress

from ...errors import BudgetSpentError, SummarizerUnavailableError

LONGEST_PAUSE = 15 * 60.0
"""Seconds that a server's `Retry-After` is honoured at most before it is asked again."""

_LONGEST_BACKOFF = 20.0
"""Seconds at most between two requests where the server does not say when to come back. A third of the minute over
which servers count, so that little of it is lost."""

_CLOSING_IN = 0.95
"""What is left of the distance between requests after a round of answers, to find out if the server bears more."""

_BACKING_OFF = 1.25
"""By how much the distance grows at most where it has proved too short."""


class Clock:
    """The time, and waiting for it."""

    def now(self) -> float:
        """Seconds since some moment."""
        return time.monotonic()

    def wait(self, condition: threading.Condition, seconds: float) -> None:
        """Wait until `condition` is notified, or for so many seconds."""
        condition.wait(seconds)


class Budget:
    """What a build may spend. Thread-safe."""

    def __init__(self, max_requests: int | None = None, max_tokens: int | None = None) -> None:
        self._max_requests = max_requests
        self._max_tokens = max_tokens
        self._lock = threading.Lock()
        self._requests = self._tokens = 0

    def take_request(self) -> None:
        """Count a request that is about to be sent. Raises `BudgetSpentError` instead where it may not be.

        What the requests under way will use is not known yet, so the last few may go beyond `max_tokens`.
        """
        with self._lock:
            if self._max_requests is not None and self._requests >= self._max_requests:
                raise BudgetSpentError(f"The build has sent {self._requests} requests (`openai.max_requests`).")
            if self._max_tokens is not None and self._tokens >= self._max_tokens:
                raise BudgetSpentError(f"The build has used {self._tokens} tokens (`openai.max_tokens`).")
            self._requests += 1

    def add_tokens(self, tokens: int) -> None:
        """Count what an answer used."""
        with self._lock:
            self._tokens += tokens


class Gate:
    """Lets so many requests at a time through as the server bears. Thread-safe.

    A refusal (429) stops all requests for a while and halves their number; each full round of answers raises it by
    one. This is TCP's additive increase, multiplicative decrease. From the second refusal on, requests also keep a
    distance: that at which the server has answered between the two, and a little less after each round.
    """

    def __init__(self, concurrency: int, clock: Clock) -> None:
        self._clock = clock
        self._most = self._limit = concurrency
        self._running = self._answers = self._answers_since = self._failures = self._refusals = 0
        self._refused_since: float | None = None
        self._refused_last: float | None = None
        self._distance = 0.0
        self._paused_until = self._next = clock.now()
        self._closed: SummarizerUnavailableError | None = None
        self._changed = threading.Condition()

    @contextmanager
    def slot(self) -> Iterator[int]:
        """Wait for a place among the requests under way, and keep it; gives what `refused` wants to know.

        Raises the error that the gate was closed with.
        """
        with self._changed:
            while True:
                self._check_open()
                rest = max(self._paused_until, self._next) - self._clock.now()
                if rest > 0:
                    self._clock.wait(self._changed, rest)
                elif self._running >= self._limit:
                    self._changed.wait()
                else:
                    break
            self._running += 1
            self._next = self._clock.now() + self._distance
            sent_after = self._refusals
        try:
            yield sent_after
        finally:
            with self._changed:
                self._running -= 1
                self._changed.notify_all()

    def answered(self) -> None:
        """Tell of an answer."""
        with self._changed:
            self._failures = 0
            self._refused_since = None
            self._answers += 1
            self._answers_since += 1
            if self._answers >= self._limit:
                self._answers = 0
                self._distance *= _CLOSING_IN
                self._limit = min(self._limit + 1, self._most)
                self._changed.notify_all()

    def failed(self) -> int:
        """Tell of a failure; how many there were in a row, over all requests."""
        with self._changed:
            self._failures += 1
            return self._failures

    def refused(self, sent_after: int, pause: float | None) -> tuple[float, float]:
        """Tell of a refusal, and for how many seconds the server asks to be left alone, if it does.

        Returns by how many seconds that prolongs the pause, and for how many the server has refused everything.
        """
        with self._changed:
            now = self._clock.now()
            before = max(self._paused_until, now)
            in_a_row = self._refused_since is not None
            if self._refused_since is None:
                self._refused_since = now
            if sent_after == self._refusals:  # else it was sent along with one whose refusal is known
                self._refusals += 1
                self._measure(now)
                self._answers = 0
                self._limit = max(self._limit // 2, 1)
                least = backoff(max(now - self._refused_since, 2)) if in_a_row or pause is None else 0
                self._paused_until = max(self._paused_until, now + max(least, pause or 0))
            elif pause is not None:
                self._paused_until = max(self._paused_until, now + pause)
            return max(self._paused_until - before, 0), now - self._refused_since

    def wait(self, seconds: float) -> None:
        """Wait, outside of any slot. Raises the error that the gate is closed with meanwhile."""
        with self._changed:
            until = self._clock.now() + seconds
            while True:
                self._check_open()
                rest = until - self._clock.now()
                if rest <= 0:
                    return
                self._clock.wait(self._changed, rest)

    def close(self, error: SummarizerUnavailableError) -> None:
        """Let nothing through any more: whoever waits, or comes, gets this error. The first one counts."""
        with self._changed:
            self._closed = self._closed or error
            self._changed.notify_all()

    def _measure(self, now: float) -> None:
        if self._refused_last is not None and self._answers_since:
            measured = (now - self._refused_last) / self._answers_since
            # A measure can be far too long, with a pause at its start; once there is a distance, it is about right.
            self._distance = min(measured, self._distance * _BACKING_OFF) if self._distance else measured
        self._refused_last = now
        self._answers_since = 0

    def _check_open(self) -> None:
        if self._closed:
            raise type(self._closed)(*self._closed.args)  # one of its own for each thread


def backoff(waited: float) -> float:
    """Seconds to wait after having waited for so many in vain: about as many again."""
    return min(waited, _LONGEST_BACKOFF) * random.uniform(0.75, 1.25)  # noqa: S311 - no secret


def retry_after(headers: Mapping[str, str], now: float) -> float | None:
    """Seconds after which a server wants to be asked again, at most `LONGEST_PAUSE`; `None` where it does not say.

    `Retry-After` is that of RFC 9110 (seconds, or a date, of which `now` is the time in seconds since 1970);
    `retry-after-ms` and `x-ratelimit-reset-...` (such as `6m0s`) are OpenAI's.
    """
    after = headers.get("retry-after")
    readings = (_number(headers.get("retry-after-ms"), 1000), _number(after), _until(after, now), _reset(headers))
    return next((min(max(seconds, 0), LONGEST_PAUSE) for seconds in readings if seconds is not None), None)


def _number(text: str | None, units: int = 1) -> float | None:
    return float(text) / units if text and re.fullmatch(r"\s*\d{1,12}(\.\d*)?\s*", text) else None


def _until(text: str | None, now: float) -> float | None:
    if text:
        with suppress(ValueError, OverflowError):
            return email.utils.parsedate_to_datetime(text).timestamp() - now
    return None


def _reset(headers: Mapping[str, str]) -> float | None:
    """When the limit that was hit is reset: the one with nothing left, or the later one where none says so."""
    resets = {name: _duration(headers.get(f"x-ratelimit-reset-{name}")) for name in ("requests", "tokens")}
    known = {name: seconds for name, seconds in resets.items() if seconds is not None}
    spent = [seconds for name, seconds in known.items() if headers.get(f"x-ratelimit-remaining-{name}") == "0"]
    return max(spent or known.values(), default=None)


def _duration(text: str | None) -> float | None:
    units = {"h": 3600, "m": 60, "s": 1, "ms": 0.001}
    if not text or not re.fullmatch(r"(\d{1,9}(\.\d+)?(ms|h|m|s))+", text):
        return _number(text)
    return sum(float(number) * units[unit] for number, unit in re.findall(r"(?<![\d.])([\d.]++)(ms|h|m|s)", text))
