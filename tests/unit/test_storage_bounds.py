"""Rows of earlier versions hold what the cloud said whole: it is cut when it is read."""

from __future__ import annotations

import asyncio
import json
import sqlite3
from pathlib import Path

from tests.support.jobs import a_job
from wandesk.domain.cloud_text import LONGEST_CODE, LONGEST_MESSAGE, LONGEST_NAME, LONGEST_PROMPT
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import replace
from wandesk.storage.store import JobStore

MEGABYTES = "x" * 5_000_000


def stored(path: Path, *jobs: Job) -> list[Job]:
    """The jobs as they are read after they were written."""

    async def story() -> list[Job]:
        store = JobStore(path)
        try:
            for job in jobs:
                await store.add(job)
            return [found for job in jobs if (found := await store.get(job.id)) is not None]
        finally:
            await store.close()

    return asyncio.run(story())


def test_texts_of_the_cloud_are_cut_when_they_are_read(tmp_path: Path) -> None:
    problem = JobProblem(
        sentence=Sentence.CLOUD_FAILED,
        values=(("host", MEGABYTES), ("status", 500)),
        code=MEGABYTES,
        message=MEGABYTES,
        request_id=MEGABYTES,
    )
    [job] = stored(
        tmp_path / "jobs.sqlite",
        a_job("failed", JobStage.FAILED, problem=problem, request_id=MEGABYTES, actual_prompt=MEGABYTES),
    )
    assert job.problem is not None
    assert len(job.problem.message) == LONGEST_MESSAGE
    assert len(job.problem.code) == LONGEST_CODE
    assert len(job.problem.request_id) == LONGEST_NAME
    assert len(job.request_id or "") == LONGEST_NAME
    assert len(job.actual_prompt or "") == LONGEST_PROMPT
    assert [len(str(value)) for _, value in job.problem.values] == [LONGEST_MESSAGE, 3]


def test_imported_request_is_cut_and_the_users_own_is_not(tmp_path: Path) -> None:
    imported = a_job("imported", JobStage.WAITING, task_id="t", prompt=MEGABYTES, model_id=MEGABYTES, first_frame=None)
    own = a_job("own", JobStage.QUEUED, prompt=MEGABYTES)
    read_imported, read_own = stored(tmp_path / "jobs.sqlite", imported, own)
    assert len(read_imported.request.prompt) == LONGEST_PROMPT
    assert len(read_imported.request.model_id) == LONGEST_NAME
    assert read_own == own


def test_what_is_read_is_what_was_written_otherwise(tmp_path: Path) -> None:
    problem = JobProblem(sentence=Sentence.CLOUD_FAILED, code="Arrearage", message="pay", request_id="r")
    job = a_job("failed", JobStage.FAILED, problem=problem, actual_prompt="a cat")
    assert stored(tmp_path / "jobs.sqlite", job, replace(job, id="other", request_id="r")) == [
        job,
        replace(job, id="other", request_id="r"),
    ]
    with sqlite3.connect(tmp_path / "jobs.sqlite") as database:
        [[cell], _] = database.execute("SELECT problem_json FROM jobs").fetchall()
    database.close()
    assert json.loads(cell)["message"] == "pay"
