"""What these windows ask and wait for, all of it free of charge. The bridge answers; tests answer with fakes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wandesk.domain.job import Job
from wandesk.domain.task import FoundTask


class MissingQuestions(Protocol):
    """A cancelled wait cancels nothing in the engine. All methods raise members of `domain.errors.WanDeskError`."""

    async def find_unclaimed(self, region: str) -> Sequence[FoundTask]:
        """Videos of the last 24 hours that no job owns, this key's first; without prompts and posters."""

    async def load_preview(self, task: FoundTask) -> FoundTask:
        """The same with prompt and poster, where they are available."""

    async def import_task(self, region: str, task_id: str) -> Job:
        """Create and return a job for the task. Raises InputRefused, TaskOwned with the value `job_id`."""


class ChoiceQuestions(Protocol):
    """About an uncertain request."""

    async def candidates(self, job_id: str) -> Sequence[FoundTask]:
        """The videos that may be the request's, with prompts and posters; empty when it is uncertain no longer."""

    async def choose_candidate(self, job_id: str, task_id: str) -> None:
        """Take this task for the job. Raises TaskOwned."""

    async def rule_out(self, job_id: str, task_ids: Sequence[str]) -> None:
        """None of these tasks is the job's: the search continues."""


class Answers(MissingQuestions, ChoiceQuestions, Protocol):
    """The questions of all windows."""
