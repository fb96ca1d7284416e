"""What these windows may ask and wait for. The bridge answers; tests answer with fakes. All of it is free."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wandesk.domain.job import Job
from wandesk.domain.task import FoundTask


class MissingQuestions(Protocol):
    """A cancelled wait changes nothing at the other end. All of them raise members of `domain.errors.WanDeskError`."""

    async def find_unclaimed(self, region: str) -> Sequence[FoundTask]:
        """Videos of the last 24 hours that no job owns, this key's first; without prompts and posters."""

    async def look_at(self, task: FoundTask) -> FoundTask:
        """The same with prompt and poster, where they can be had."""

    async def import_task(self, region: str, task_id: str) -> Job:
        """Create and return a job for the task. Raises InputRefused, TaskOwned with the value `job_id`."""


class ChoiceQuestions(Protocol):
    """About an order in doubt."""

    async def candidates(self, job_id: str) -> Sequence[FoundTask]:
        """The videos that may be the order's, with prompts and posters; empty when it is in doubt no more."""

    async def choose_candidate(self, job_id: str, task_id: str) -> None:
        """It is this one. Raises TaskOwned."""

    async def rule_out(self, job_id: str, task_ids: Sequence[str]) -> None:
        """It is none of these: the order is looked for on."""


class Answers(MissingQuestions, ChoiceQuestions, Protocol):
    """All of it."""
