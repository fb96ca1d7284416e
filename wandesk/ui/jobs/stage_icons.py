"""The icons of jobs that ended without a video or are uncertain."""

from __future__ import annotations

from wandesk.domain.job import JobStage
from wandesk.ui.look import IconRole

STAGE_ICONS: dict[JobStage, tuple[str, IconRole]] = {
    JobStage.FAILED: ("error", IconRole.LOSS),
    JobStage.UNCERTAIN: ("warning", IconRole.PLAIN),
    JobStage.CANCELED: ("cancel", IconRole.MUTED),
    JobStage.EXPIRED: ("clock", IconRole.MUTED),
}
