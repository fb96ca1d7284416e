"""When to poll a task next: a pure function of its age, the usual time of such jobs, and the failures so far."""

from __future__ import annotations

FIRST_POLL = 2.5
"""Seconds. The cloud reports most invalid parameters only at the first poll (wire-protocol 2.8)."""
DENSE = 5.0
SPARSE = 15.0
LONGEST_BACK_OFF = 60.0
LONGEST_RETRY_AFTER = 3600.0
"""Seconds. A longer `Retry-After` is cut to this."""
USUAL = 110.0
"""Seconds, without any history: measured 82-115 s for 720P, 5 s (wire-protocol 3.3)."""
USUAL_PRACTICE = 8.0
"""Seconds, without any history in Practice: one in the queue, at least six of work (design.md 7)."""
NEW_FOR = 60.0
"""Seconds after the create request in which the cloud may not know the task yet."""
UNKNOWN_RETRY = 300.0
"""Seconds between two polls of a task that the cloud does not know, or that succeeded without a link."""
OTHER_KEY_RETRY = 3600.0
"""Seconds between two polls of a task that the key cannot see. A new key polls at once."""
LINK_WITHIN = 600.0
"""Seconds that a finished video may lack its link before the row says so."""


def next_poll(
    age: float,
    *,
    usual: float | None = None,
    failures: int = 0,
    retry_after: float | None = None,
    jitter: float = 0.0,
) -> float:
    """Seconds until the next poll.

    `age` is the time since the create request, `usual` the usual time of such jobs in this user's own history.
    `jitter` in [0, 1) spreads the retries of jobs that failed at the same time. It makes the back-off up to a half
    shorter, and a `retry_after` up to a quarter longer, never shorter.
    """
    if retry_after is not None:
        seconds = min(max(retry_after, 1.0), LONGEST_RETRY_AFTER)
        return seconds + jitter * seconds / 4
    if failures:
        return float(min(LONGEST_BACK_OFF, 2.0 * 2 ** min(failures - 1, 5))) * (1 - jitter / 2)
    if age < FIRST_POLL:
        return FIRST_POLL
    expected = USUAL if usual is None else usual
    if expected < SPARSE and age < expected * 3:
        return max(0.5, expected / 8)
    if age < expected * 0.6:
        return min(SPARSE, max(FIRST_POLL, expected * 0.6 - age))
    return DENSE if age < max(expected * 2, USUAL) else SPARSE
