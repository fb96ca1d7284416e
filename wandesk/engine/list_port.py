"""The port of the list: which jobs a view of it has, how many, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from wandesk.domain.job import Job
from wandesk.domain.job_query import EVERY_JOB, JobQuery
from wandesk.domain.listing import JobCounts, Listing
from wandesk.domain.spending import Amounts


class ListStore(Protocol):
    """The part of the store that finds, counts and sorts jobs. Raises StoreDamaged, NoRoom."""

    async def ids(self, newest: int | None = None) -> Sequence[str]:
        """The ids of all jobs in the list, or of the `newest` ones, newest first: one indexed query."""

    async def rows(self, ids: Sequence[str]) -> Sequence[Job]:
        """These jobs of the list in this order; ids that are gone or removed are left out."""

    async def listing(self, newest: int | None = None, query: JobQuery = EVERY_JOB) -> Listing:
        """The jobs of a view in its order, or the first so many of them."""

    async def counts(self, query: JobQuery = EVERY_JOB) -> JobCounts:
        """How many jobs of the query's text and label each filter has, and how many jobs each label has."""

    async def sums(self, query: JobQuery, spans: Sequence[tuple[float, float]]) -> Sequence[Amounts]:
        """What the jobs of a view that were created in each span cost; times in seconds since 1970."""

    async def index_some(self) -> bool:
        """Index some jobs that are not in the list's index, such as those of an older version. False: all are in it."""
