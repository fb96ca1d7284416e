"""Who is due for a look, and who is woken before it is due."""

from __future__ import annotations

import asyncio

from wandesk.engine.ports import Clock


class Watch:
    """Lets each job wait for its next look; a wish of the user or news of the network ends the wait at once."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._woken: dict[str, asyncio.Event] = {}

    async def next(self, job_id: str, due: float) -> None:
        """Wait `due` seconds, or until woken."""
        woken = self._woken.setdefault(job_id, asyncio.Event())
        await self._clock.wait(woken, due)
        woken.clear()

    def wake(self, job_id: str) -> None:
        """Look now."""
        if job_id in self._woken:
            self._woken[job_id].set()

    def wake_all(self) -> None:
        """A key changed, the network came back, the computer woke: everybody looks now."""
        for woken in self._woken.values():
            woken.set()

    def forget(self, job_id: str) -> None:
        """The job is finished."""
        self._woken.pop(job_id, None)
