"""Which jobs the list has, without the jobs themselves, and how many each filter has."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from wandesk.domain.job_query import JobFilter


class Listing(Struct, frozen=True, kw_only=True):
    """Ids in the order of the list."""

    ids: Sequence[str]
    created_at: Sequence[float] = ()
    """When each job was created, in the same order; empty if the list is in another order than that of time."""
    is_by_time: bool = True
    is_oldest_first: bool = False
    is_complete: bool = True
    """False while the jobs of an older store are being indexed: more may be found a second later."""


class JobCounts(Struct, frozen=True, kw_only=True):
    """How many jobs each filter and each label has. A label without jobs is not in it."""

    filters: Mapping[JobFilter, int]
    labels: Mapping[str, int]
