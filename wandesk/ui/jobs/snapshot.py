"""A job with its progress and offer at one moment."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from wandesk.domain.job import Job
from wandesk.domain.progress import Progress
from wandesk.ui.remake_offer import NO_REMAKE, RemakeOffer
from wandesk.ui.remaking import Remake
from wandesk.ui.reorder import ReorderOffer


@dataclass(frozen=True, slots=True, kw_only=True)
class Offers:
    """What can be ordered with the request of a job."""

    again: Callable[[Job], ReorderOffer | None]
    """The price of Generate again, or None where it is not possible."""
    remake: Callable[[Job, Remake], RemakeOffer]
    """What else can be made of a job, with its price."""
    failed: Callable[[Job], int]
    """How many failed jobs can be generated again together with a job."""


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSnapshot:
    """Everything that the window shows of a selected job and that its actions depend on."""

    job: Job
    progress: Progress | None
    """The last progress; None if the job neither transfers nor waits."""
    offer: ReorderOffer | None
    """Generate again with its price; None if that is not possible."""
    now: float
    """The moment, by the local clock: seconds since 1970."""

    real: RemakeOffer = NO_REMAKE
    """Make it for real: the regions with a key, with their prices."""
    larger: RemakeOffer = NO_REMAKE
    """Make it larger: the higher resolutions, with their prices."""
    is_file_missing: bool = False
    """The video is known to be not where it was saved."""
    failed_beside: Callable[[Job], int] = field(default=lambda _job: 0, compare=False)
    """How many failed jobs can be generated again together with this one: counting the selected rows takes time."""
    can_fill_form: bool = True
    """There is a form for the job's settings, which an error in the catalogue closes."""

    has_console: bool = False
    """The job's region has a console, where its account is managed."""

    @property
    def usual(self) -> float | None:
        """The median duration of such jobs in seconds; None without history."""
        return self.progress.usual_seconds if self.progress is not None else None
