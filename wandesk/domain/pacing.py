"""When to look at a task next: a pure function of its age, the usual time of such jobs, and failures so far."""

from __future__ import annotations

FIRST_LOOK = 2.5
"""Most refusals of parameters appear only on the first reading (wire-protocol 2.8)."""
DENSE = 5.0
SPARSE = 15.0
LONGEST = 60.0
LONGEST_ASKED = 3600.0
"""An answer that asks for more patience than this is not taken at its word."""
USUAL = 110.0
"""Without any history: measured 82-115 s for 720P, 5 s (wire-protocol 3.3)."""
USUAL_PRACTICE = 8.0
"""Without any history in Practice: a second in the queue, at least six of work (design, simulator)."""
NEW_FOR = 60.0
"""So long after its order the cloud may not know a task yet; after that, not knowing it means something."""
UNKNOWN_LOOK = 300.0
"""Between two looks at a task that the cloud does not know now, or that is done without a video to fetch."""
OTHER_KEY_LOOK = 3600.0
"""A task of another key: only the key changes that, and then everybody looks at once."""
ADDRESS_WITHIN = 600.0
"""So long a video that is made may stay without an address before its row says so."""


def next_look(
    age: float,
    *,
    usual: float | None = None,
    failures: int = 0,
    retry_after: float | None = None,
    jitter: float = 0.0,
) -> float:
    """Seconds until the next look.

    `age` is the time since the task was made, `usual` the median time of such jobs in this user's own history.
    `spread`, from 0 to 1 and drawn anew each time, keeps many who failed together from coming back together: up to
    half the back-off less, up to a quarter of what was asked for (`retry_after`) more, never less than that.
    """
    if retry_after is not None:
        asked = min(max(retry_after, 1.0), LONGEST_ASKED)
        return asked + jitter * asked / 4
    if failures:
        return float(min(LONGEST, 2.0 * 2 ** min(failures - 1, 5))) * (1 - jitter / 2)
    if age < FIRST_LOOK:
        return FIRST_LOOK
    expected = USUAL if usual is None else usual
    if expected < SPARSE and age < expected * 3:
        return max(0.5, expected / 8)
    if age < expected * 0.6:
        return min(SPARSE, max(FIRST_LOOK, expected * 0.6 - age))
    return DENSE if age < max(expected * 2, USUAL) else SPARSE
