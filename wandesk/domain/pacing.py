"""When to look at a task next: a pure function of its age, the usual time of such jobs, and failures so far."""

from __future__ import annotations

FIRST_LOOK = 2.5
"""Most refusals of parameters appear only on the first reading (wire-protocol 2.8)."""
DENSE = 5.0
SPARSE = 15.0
LONGEST = 60.0
USUAL = 110.0
"""Without any history: measured 82-115 s for 720P, 5 s (wire-protocol 3.3)."""
USUAL_PRACTICE = 8.0
"""Without any history in Practice: a second in the queue, at least six of work (design, simulator)."""


def next_look(age: float, *, usual: float | None = None, failures: int = 0, retry_after: float | None = None) -> float:
    """Seconds until the next look.

    `age` is the time since the task was made, `usual` the median time of such jobs in this user's own history.
    """
    if retry_after is not None:
        return max(retry_after, 1.0)
    if failures:
        return float(min(LONGEST, 2.0 * 2 ** min(failures - 1, 5)))
    if age < FIRST_LOOK:
        return FIRST_LOOK
    expected = USUAL if usual is None else usual
    if expected < SPARSE and age < expected * 3:
        return max(0.5, expected / 8)
    if age < expected * 0.6:
        return min(SPARSE, max(FIRST_LOOK, expected * 0.6 - age))
    return DENSE if age < max(expected * 2, USUAL) else SPARSE
