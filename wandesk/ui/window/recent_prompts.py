"""The prompts of the last jobs, from the job list: nothing is read from the store."""

from __future__ import annotations

from wandesk.ui.jobs.model import JobsModel

LAST_JOBS, MOST = 60, 15
"""Jobs that are looked at, and different prompts at most."""


def recent_prompts(model: JobsModel) -> tuple[str, ...]:
    """The different prompts of the last jobs in memory, newest first."""
    ids = (model.id_at(row) for row in range(min(LAST_JOBS, model.rowCount())))
    jobs = (model.known_job(job_id) for job_id in ids)
    prompts = dict.fromkeys(job.prompt for job in jobs if job is not None and job.prompt.strip())
    return tuple(prompts)[:MOST]
