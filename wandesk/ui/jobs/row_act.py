"""The one act that is visible on a row: the first possible action of `Place.ROW`, else the row's menu."""

from __future__ import annotations

from dataclasses import dataclass

from wandesk.domain.job import Job
from wandesk.ui.job_action import Place
from wandesk.ui.job_actions import JobActionKey, actions_at
from wandesk.ui.jobs.snapshot import JobSnapshot
from wandesk.ui.look import IconRole
from wandesk.ui.wording import actions as wording
from wandesk.ui.wording import job_list


@dataclass(frozen=True, slots=True)
class RowAct:
    """An icon at the end of a row with its name. Without a key it opens the row's menu."""

    icon: str
    role: IconRole
    name: str
    key: JobActionKey | None = None


def row_act(job: Job) -> RowAct:
    """The act of a job. It depends on the job alone, so that it does not change under the pointer."""
    it = JobSnapshot(job=job, progress=None, offer=None, now=0.0)
    is_without_video = job.stage.is_final and job.video is None
    actions = () if is_without_video else actions_at(Place.ROW)
    action = next((each for each in actions if each.is_possible(it)), None)
    if action is None:
        return RowAct("more", IconRole.MUTED, job_list.more_actions())
    name = wording.plain(action.text(it))
    if action.key is JobActionKey.STAR and job.marks.is_starred:
        return RowAct("star-filled", IconRole.PRACTICE, name, action.key)
    return RowAct(action.icon, IconRole.MUTED, name, action.key)
