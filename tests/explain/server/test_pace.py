"""Budgets, and the gate that all requests pass. Time passes only where the gate waits."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from email.utils import formatdate

import pytest

from mkdocs_diffinsight.errors import BudgetSpentError, SummarizerUnavailableError
from mkdocs_diffinsight.explain.server.pace import LONGEST_PAUSE, Budget, Clock, Gate, retry_after

from ..conftest import SteppingClock

# The budget


def test_a_request_beyond_the_budget_is_refused() -> None:
    budget = Budget(max_requests=2)
    budget.take_request()
    budget.take_request()
    with pytest.raises(BudgetSpentError, match=r"2 requests \(`openai.max_requests`\)"):
        budget.take_request()


def test_no_request_is_sent_once_the_tokens_are_spent() -> None:
    budget = Budget(max_tokens=100)
    budget.take_request()
    budget.add_tokens(60)
    budget.take_request()
    budget.add_tokens(60)
    with pytest.raises(BudgetSpentError, match=r"120 tokens \(`openai.max_tokens`\)"):
        budget.take_request()


def test_threads_share_the_budget() -> None:
    budget = Budget(max_requests=100)

    def spend() -> int:
        for taken in range(1000):
            try:
                budget.take_request()
            except BudgetSpentError:
                return taken
        return 1000

    with ThreadPoolExecutor(8) as pool:
        assert sum(future.result() for future in [pool.submit(spend) for _ in range(8)]) == 100


# The gate


def send(gate: Gate) -> None:
    """A request that is answered."""
    with gate.slot():
        gate.answered()


def be_refused(gate: Gate, pause: float | None = None) -> tuple[float, float]:
    with gate.slot() as sent_after:
        return gate.refused(sent_after, pause)


def test_so_many_requests_go_at_a_time_and_no_more() -> None:
    """Each of three waits inside until all three are there; then a fourth has to wait for a place."""
    gate = Gate(3, Clock())
    inside = threading.Barrier(3)
    most: list[int] = []
    running: set[object] = set()

    def work() -> None:
        with gate.slot():
            running.add(ticket := object())
            inside.wait(timeout=20)
            most.append(len(running))
            running.remove(ticket)

    with ThreadPoolExecutor(9) as pool:
        for future in [pool.submit(work) for _ in range(9)]:
            future.result()
    assert max(most) == 3


def test_a_refusal_holds_all_requests_for_as_long_as_the_server_asks(clock: SteppingClock) -> None:
    gate = Gate(8, clock)
    assert be_refused(gate, 300) == (300, 0)
    send(gate)
    assert clock.time == 300


def test_a_refusal_halves_the_requests_at_a_time(clock: SteppingClock) -> None:
    gate = Gate(8, clock)
    be_refused(gate, 1)
    assert gate._limit == 4
    for _ in range(5):
        be_refused(gate, 1)
    assert gate._limit == 1


def test_requests_refused_together_count_as_one_refusal(clock: SteppingClock) -> None:
    gate = Gate(8, clock)
    with gate.slot() as first, gate.slot() as second:
        assert gate.refused(first, 1) == (1, 0)
        assert gate.refused(second, 5) == (4, 0)
    assert gate._limit == 4
    send(gate)
    assert clock.time == 5


def test_each_round_of_answers_lets_one_more_through(clock: SteppingClock) -> None:
    gate = Gate(4, clock)
    be_refused(gate, 1)
    limits = []
    for _ in range(2 + 3 + 4):
        send(gate)
        limits.append(gate._limit)
    assert limits == [2, 3, 3, 3, 4, 4, 4, 4, 4]


def test_requests_keep_the_distance_at_which_the_server_has_answered(clock: SteppingClock) -> None:
    """A server that lets ten requests through in each minute is found out by its second refusal."""
    gate = Gate(8, clock)
    be_refused(gate, 60)
    for _ in range(10):
        send(gate)
    be_refused(gate, 60)
    send(gate)
    start = clock.time
    for _ in range(8):
        send(gate)
    assert 8 * 6 * 0.8 < clock.time - start <= 8 * 6


def test_one_refusal_alone_sets_no_distance(clock: SteppingClock) -> None:
    gate = Gate(8, clock)
    be_refused(gate, 1)
    for _ in range(10):
        send(gate)
    assert clock.time == 1


def test_pauses_grow_where_the_server_names_none(clock: SteppingClock) -> None:
    gate = Gate(8, clock)
    pauses = [be_refused(gate)[0] for _ in range(12)]
    assert pauses[0] < 3
    assert pauses[0] < pauses[3] < pauses[6]
    assert max(pauses) <= 25


def test_a_server_that_names_short_pauses_for_ever_is_asked_less_and_less(clock: SteppingClock) -> None:
    gate = Gate(8, clock)
    for _ in range(100):
        be_refused(gate, 0.01)
    assert clock.time > 1000


def test_the_gate_tells_for_how_long_everything_was_refused(clock: SteppingClock) -> None:
    gate = Gate(8, clock)
    be_refused(gate, 60)
    be_refused(gate, 60)
    assert be_refused(gate, 60)[1] == 120
    send(gate)
    assert be_refused(gate, 60)[1] == 0


def test_failures_in_a_row_are_counted_over_all_requests(clock: SteppingClock) -> None:
    gate = Gate(8, clock)
    assert [gate.failed(), gate.failed()] == [1, 2]
    gate.answered()
    assert gate.failed() == 1


def waiting_in_a_pause(gate: Gate) -> None:
    with gate.slot():
        pass


def waiting_for_a_retry(gate: Gate) -> None:
    gate.wait(1000)


@pytest.mark.parametrize("work", [waiting_in_a_pause, waiting_for_a_retry])
def test_who_waits_is_woken_when_the_gate_is_closed(work: Callable[[Gate], None]) -> None:
    """Each gets an error of its own, with the words of the first."""
    started = threading.Semaphore(0)

    class Telling(Clock):
        def wait(self, condition: threading.Condition, seconds: float) -> None:
            started.release()
            super().wait(condition, seconds)

    gate = Gate(8, Telling())
    be_refused(gate, 1000)
    with ThreadPoolExecutor(3) as pool:
        futures: list[Future[None]] = [pool.submit(work, gate) for _ in range(3)]
        for _ in futures:
            assert started.acquire(timeout=20)
        gate.close(BudgetSpentError("All is spent."))
        gate.close(SummarizerUnavailableError("Later."))
        errors = [future.exception(timeout=20) for future in futures]
    assert [repr(error) for error in errors] == ["BudgetSpentError('All is spent.')"] * 3
    assert len({id(error) for error in errors}) == 3


# When to come back

NOW = 1_700_000_000.0


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"retry-after": "7"}, 7),
        ({"retry-after": "0.5"}, 0.5),
        ({"retry-after": "200"}, 200),
        ({"retry-after": "86400"}, LONGEST_PAUSE),
        ({"retry-after": formatdate(NOW + 240, usegmt=True)}, 240),
        ({"retry-after": formatdate(NOW - 240, usegmt=True)}, 0),
        ({"retry-after": "soon"}, None),
        ({"retry-after": "-3"}, None),
        ({"retry-after": "nan"}, None),
        ({"retry-after-ms": "1500", "retry-after": "9"}, 1.5),
        ({"x-ratelimit-reset-requests": "6m0s"}, 360),
        ({"x-ratelimit-reset-requests": "20ms"}, 0.02),
        ({"x-ratelimit-reset-requests": "12"}, 12),
        ({"x-ratelimit-reset-requests": "1s", "x-ratelimit-reset-tokens": "1m30.5s"}, 90.5),
        (
            {
                "x-ratelimit-remaining-requests": "0",
                "x-ratelimit-reset-requests": "1s",
                "x-ratelimit-reset-tokens": "6m0s",
            },
            1,
        ),
        ({"x-ratelimit-reset-requests": "eventually"}, None),
        ({"retry-after": "3", "x-ratelimit-reset-requests": "6m0s"}, 3),
    ],
)
def test_the_server_says_when_to_come_back(headers: dict[str, str], seconds: float | None) -> None:
    assert retry_after(headers, NOW) == (None if seconds is None else pytest.approx(seconds))
