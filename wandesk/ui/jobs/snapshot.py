"""A job and what is known about it at one moment."""

from __future__ import annotations

from dataclasses import dataclass

from wandesk.domain.job import Job
from wandesk.domain.progress import Progress
from wandesk.ui.reorder import ReorderOffer


@dataclass(frozen=True, slots=True, kw_only=True)
class JobSnapshot:
    """Everything that the window shows of a selected job, and that decides which actions it allows."""

    job: Job
    progress: Progress | None
    """The last progress; None where nothing is being transferred or waited for."""
    offer: ReorderOffer | None
    """Generate again and its price; None where that is not possible."""
    now: float
    """The moment, by the local clock: seconds since 1970."""

    @property
    def usual(self) -> float | None:
        """Seconds that such jobs usually take; None without history."""
        return self.progress.usual_seconds if self.progress is not None else None
