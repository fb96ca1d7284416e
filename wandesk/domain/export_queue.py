"""An export on its way: waiting, being written, or over. Pure values."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from msgspec import Struct

from wandesk.domain.errors import Value
from wandesk.domain.export import ExportPlan, ExportResult
from wandesk.domain.sentences import Sentence

LEAST_SHARE, LEAST_SECONDS = 0.03, 1.0
"""Before so much is done, nothing can be said about the rest."""


class ExportStage(StrEnum):
    """How far an export is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_over(self) -> bool:
        return self not in (ExportStage.WAITING, ExportStage.RUNNING)


class Export(Struct, frozen=True, kw_only=True):
    """One export of this run of the program. Exports are not kept: what was made is a file of the user's."""

    id: str
    plan: ExportPlan
    target: str
    """The path of the result. While it is written, a free name beside the wanted one."""
    may_replace: bool = False
    """The user agreed that a file of that name is replaced."""
    stage: ExportStage = ExportStage.WAITING
    share: float = 0.0
    """How much is done, 0 to 1."""
    seconds_left: float | None = None
    """None: not known yet."""
    result: ExportResult | None = None
    problem: Sentence | None = None
    values: Mapping[str, Value] = {}
    """Of the problem's sentence."""


def seconds_left(share: float, elapsed: float) -> float | None:
    """How long the rest takes if it goes on like this; None while too little is done."""
    if share < LEAST_SHARE or elapsed < LEAST_SECONDS:
        return None
    return elapsed * (1 - share) / share
