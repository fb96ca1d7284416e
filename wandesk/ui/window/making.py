"""Makes several jobs, one after the other. What was made before a refusal stays."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job
from wandesk.ui.window.engine_updates import EngineUpdates

Make = Callable[[], Awaitable[Job]]
"""Submits one request and returns its job once that is durable. Raises WanDeskError."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What became of an order of several videos."""

    jobs: tuple[Job, ...]
    refused: WanDeskError | None = None
    """Why the others were not ordered."""

    @property
    def count(self) -> int:
        return len(self.jobs)


async def make_jobs(
    makes: Sequence[Make],
    updates: EngineUpdates,
    *,
    progressed: Callable[[int], None] = lambda _made: None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Made:
    """Make a job with each of `makes`, until one is refused or the user stops. The newest one is selected at the end.

    `progressed` is called before each, with how many there are.
    """
    jobs: list[Job] = []
    refused: WanDeskError | None = None
    for make in makes:
        if is_stopped():
            break
        progressed(len(jobs))
        try:
            job = await make()
        except WanDeskError as error:
            refused = error
            break
        jobs.append(job)
        updates.show_new(job)
    if jobs:
        updates.select_new(jobs[-1])
    return Made(jobs=tuple(jobs), refused=refused)
