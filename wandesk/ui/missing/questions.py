"""The queries and commands of these windows, all free of charge; implemented by the bridge, and by fakes in tests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wandesk.domain.job import Job
from wandesk.domain.task import FoundTask


class MissingQuestions(Protocol):
    """Cancelling a wait does not cancel the engine's work. Methods raise members of `domain.errors.WanDeskError`."""

    async def find_unclaimed(self, region: str) -> Sequence[FoundTask]:
        """Videos of the last 24 hours without a job, those of this key first; without prompts and posters."""

    async def load_preview(self, task: FoundTask) -> FoundTask:
        """The task with its prompt and poster, if available."""

    async def import_task(self, region: str, task_id: str) -> Job:
        """Create and return a job for the task. Raises InputRefused, TaskOwned with the value `job_id`."""


class ChoiceQuestions(Protocol):
    """Queries and commands for an uncertain request."""

    async def candidates(self, job_id: str) -> Sequence[FoundTask]:
        """The candidates for the request's video, with prompts and posters; empty if it is no longer uncertain."""

    async def choose_candidate(self, job_id: str, task_id: str) -> None:
        """Assign this task to the job. Raises TaskOwned."""

    async def send(self, job_id: str) -> None:
        """Send a request that a newer copy of the store may have sent, for money."""

    async def rule_out(self, job_id: str, task_ids: Sequence[str]) -> None:
        """Exclude these tasks; the search continues."""


class Answers(MissingQuestions, ChoiceQuestions, Protocol):
    """The queries and commands of all windows."""
