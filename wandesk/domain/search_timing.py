"""When the task list is read in the search for an uncertain job's task."""

from __future__ import annotations

from msgspec import Struct

CHECK_GOOD_FOR = 90.0
"""Seconds for which a check of the queue is good. The list may be as late: a newer check would show little more."""


class SearchTiming(Struct, frozen=True, kw_only=True):
    """How long each step of the search waits, in seconds."""

    margin_before: float = 60.0
    """A task may have been created so long before the first byte of the request."""
    margin_after: float = 120.0
    """A task may have been created so long after the end of the request."""
    list_delay: float = 90.0
    """Until then, from the end of the request, the list may lack the task: nothing is adopted earlier."""
    absence_counts_after: float = 180.0
    """From then on, from the end of the request, a list without the task counts."""
    between_readings: float = 10.0
    """Two readings of the list count only if they are so far apart."""
    first_reading: float = 2.0
    """After the end of the request."""
    interval: float = 15.0
    """Between two readings while the next one may give the answer."""
    later_readings: tuple[float, ...] = (300.0, 900.0, 3600.0)
    """When the list is read again for a task that it does not show, from the end of the request; the last repeats."""
    search_for: float = 24 * 3600.0
    """The cloud lists a task so long."""
    longest_create: float = 1800.0
    """A create request that a crash cut off ended within this time, however late the program was started again."""


PRACTICE = SearchTiming(
    list_delay=2.0,
    absence_counts_after=10.0,
    between_readings=2.0,
    first_reading=1.0,
    interval=2.0,
    later_readings=(30.0, 300.0, 3600.0),
)
"""Practice lists its tasks at once, and has no other clients."""


def next_reading(*, age: float, is_open: bool, timing: SearchTiming) -> float:
    """Seconds until the list is read again.

    `age` is the time since the end of the request. `is_open`: the next reading may give the answer, because a task
    still runs or absence does not count yet.
    """
    if age < timing.first_reading:
        return timing.first_reading - age
    if is_open:
        return timing.interval
    return next((each - age for each in timing.later_readings if age < each), timing.later_readings[-1])
