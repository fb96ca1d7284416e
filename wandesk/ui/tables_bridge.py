"""The part of the bridge for tables of orders."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from wandesk.domain.draft import Draft
from wandesk.domain.job import Job
from wandesk.domain.marks import Marks

if TYPE_CHECKING:  # the bridge has this part
    from wandesk.ui.bridge import Bridge


class TablesBridge:
    """Satisfies `ui.orders.questions.TableQuestions`."""

    def __init__(self, bridge: Bridge) -> None:
        self._ask = bridge.ask

    async def read(self, table: str) -> bytes:
        """The content of a table. Raises InputRefused."""
        return await self._ask("read a table", lambda engine: engine.user_files.read_table(table))

    async def file_beside(self, table: str, cell: str) -> str:
        """The path of a file that a table names."""
        return await self._ask("find a file", lambda engine: engine.user_files.file_beside(table, cell))

    async def made(self, job_ids: Collection[str]) -> frozenset[str]:
        """Which of these ids have a job already."""
        return await self._ask("made before", lambda engine: engine.new_jobs.made(job_ids))

    async def submit(self, draft: Draft, marks: Marks, job_id: str) -> Job:
        """Create the job with this id, or return the one that has it already."""
        return await self._ask("submit a line", lambda engine: engine.new_jobs.submit(draft, marks, job_id))
