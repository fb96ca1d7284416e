"""The queries of this package to the engine: implemented by the bridge, and by fakes in tests."""

from __future__ import annotations

from collections.abc import Collection
from typing import Protocol

from wandesk.domain.draft import Draft
from wandesk.domain.job import Job
from wandesk.domain.marks import Marks


class TableQuestions(Protocol):
    """All run on another thread, and raise members of `domain.errors.WanDeskError`."""

    async def read(self, table: str) -> bytes:
        """The content of a table. Raises InputRefused."""

    async def file_beside(self, table: str, cell: str) -> str:
        """The path of a file that a table names."""

    async def made(self, job_ids: Collection[str]) -> frozenset[str]:
        """Which of these ids have a job already."""

    async def submit(self, draft: Draft, marks: Marks, job_id: str) -> Job:
        """Create the job with this id, or return the one that has it already."""
