"""Copies of inputs: made for jobs, and deleted when no job references them."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Collection, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from wandesk.domain.job import Job
from wandesk.domain.request import StoredInput
from wandesk.engine.ports import Files, Store

log = logging.getLogger(__name__)

SWEPT_AT_ONCE = 200


class Inputs:
    """Copies inputs for jobs, and deletes the copies that no job references.

    A copy is never deleted before the job that references it is committed. A job's inputs are kept as long as its row,
    because *Generate again* needs them.
    """

    def __init__(self, files: Files, store: Store) -> None:
        self._files = files
        self._store = store
        self._lock = asyncio.Lock()
        self._copying = 0
        self._idle = asyncio.Event()
        self._held: dict[str, set[str]] = {}
        """Contents by the id of the job that will reference them."""

    async def copy_input(self, job_id: str, source: Path, format: str) -> StoredInput:  # noqa: A002 - the field's name
        """Copy one of the user's files for a job. Raises as `Files.copy_input`."""
        async with self._while_copying():
            stored = await self._files.copy_input(source, format)
            self.hold(job_id, [stored])
            return stored

    async def adopt(self, job_id: str, draft: Path, format: str, name: str) -> StoredInput:  # noqa: A002
        """Store a prepared file for a job. Raises as `Files.adopt`."""
        async with self._while_copying():
            stored = await self._files.adopt(draft, format, name)
            self.hold(job_id, [stored])
            return stored

    def hold(self, job_id: str, stored: Iterable[StoredInput]) -> None:
        """Keep these copies of another job for a job that is about to be stored."""
        self._held.setdefault(job_id, set()).update(each.sha256 for each in stored)

    async def release(self, job_id: str, named: Iterable[StoredInput] = ()) -> None:
        """The job was removed or not stored: delete inputs that no other job needs. Raises StoreDamaged."""
        held = self._held.pop(job_id, set())
        await self._delete_unneeded({*held, *(each.sha256 for each in named)})

    async def sweep(self) -> None:
        """Delete the copies that a crash left without a job. Raises StoreDamaged.

        Copies older than every job stay: they belong to a store that was replaced.
        """
        oldest = await self._store.oldest_created_at()
        if oldest is None:
            return
        kept = await self._files.stored_inputs()
        some = sorted(sha256 for sha256, came_at in kept.items() if came_at >= oldest)
        for start in range(0, len(some), SWEPT_AT_ONCE):
            await self._delete_unneeded(some[start : start + SWEPT_AT_ONCE])

    async def _delete_unneeded(self, sha256s: Collection[str]) -> None:
        while sha256s:
            async with self._lock:
                if not self._copying:
                    unneeded = set(await self._store.unneeded_inputs(list(sha256s)))
                    unneeded -= set().union(*self._held.values())
                    await self._files.delete_inputs(unneeded)
                    if unneeded:
                        log.info("%d inputs were deleted", len(unneeded))
                    return
                self._idle.clear()
            await self._idle.wait()

    @asynccontextmanager
    async def _while_copying(self) -> AsyncIterator[None]:
        async with self._lock:
            self._copying += 1
        try:
            yield
        finally:
            self._copying -= 1
            if not self._copying:
                self._idle.set()


def inputs_of(job: Job) -> list[StoredInput]:
    """Every copy that a job's row references."""
    return [*job.request.inputs.values(), *job.prepared.values()]
