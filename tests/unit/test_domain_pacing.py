"""When to poll next: soon at first, rarely while nothing can have happened, often around the usual end."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wandesk.domain.pacing import FIRST_POLL, LONGEST_BACK_OFF, LONGEST_RETRY_AFTER, next_poll


def polls(until: float, usual: float | None) -> list[float]:
    age, ages = 0.0, []
    while age < until:
        age += next_poll(age, usual=usual)
        ages.append(age)
    return ages


def test_first_poll_is_after_two_to_three_seconds() -> None:
    assert 2.0 <= next_poll(0.0) <= 3.0


def test_two_minutes_of_work_need_few_polls_and_are_noticed_soon() -> None:
    ages = polls(120.0, usual=110.0)
    assert len(ages) <= 18
    assert next_poll(110.0, usual=110.0) <= 5.0


def test_short_jobs_of_practice_are_polled_often() -> None:
    assert next_poll(5.0, usual=7.0) <= 1.0


@given(
    age=st.floats(0, 1e6),
    usual=st.none() | st.floats(0, 1e5),
    failures=st.integers(0, 10_000),
    retry_after=st.none() | st.floats(0, 1e9),
    jitter=st.floats(0, 1),
)
def test_next_poll_is_always_a_sensible_time(
    age: float, usual: float | None, failures: int, retry_after: float | None, jitter: float
) -> None:
    delay = next_poll(age, usual=usual, failures=failures, retry_after=retry_after, jitter=jitter)
    assert delay >= 0.5
    if retry_after is None:
        assert delay <= LONGEST_BACK_OFF
    else:
        assert min(retry_after, LONGEST_RETRY_AFTER) <= delay <= LONGEST_RETRY_AFTER * 1.25


def test_jobs_that_failed_together_do_not_retry_together() -> None:
    delays = {next_poll(0.0, failures=6, jitter=number / 10) for number in range(11)}
    assert len(delays) == 11
    assert (min(delays), max(delays)) == (LONGEST_BACK_OFF / 2, LONGEST_BACK_OFF)
    asked = [next_poll(0.0, retry_after=40.0, jitter=number / 10) for number in range(11)]
    assert asked == sorted(set(asked))
    assert (asked[0], asked[-1]) == (40.0, 50.0)


def test_failures_slow_down_to_a_minute() -> None:
    delays = [next_poll(100.0, failures=count) for count in range(1, 10)]
    assert delays == sorted(delays)
    assert delays[-1] == LONGEST_BACK_OFF
    assert delays[0] <= FIRST_POLL
