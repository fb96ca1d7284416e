"""A notice offers an action of its job."""

from __future__ import annotations

from wandesk.ui.job_actions import JobActionKey
from wandesk.ui.job_dispatcher import JobDispatcher
from wandesk.ui.jobs.panel import JobsPanel


def act_on_notice(jobs: JobsPanel, dispatcher: JobDispatcher, key: JobActionKey, job_id: str) -> None:
    """Show the job, and run the action."""
    jobs.select(job_id)
    job = jobs.model.known_job(job_id)
    dispatcher.request(key, [job] if job is not None else [])
