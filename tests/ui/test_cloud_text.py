"""What the cloud says, as the window shows it: without the key, and never longer than a label can bear."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.support.client_requests import connection, request_for, sent_inputs
from tests.support.echo_gateway import EchoGateway, echo_gateway
from tests.support.gui import GuiLoop
from tests.support.jobs import a_job
from tests.support.leaks import found_in
from tests.support.stages import show, shown_stage
from tests.support.widgets import visible_text
from wandesk.app.error_text import sentence_of
from wandesk.dashscope.client import DashScope
from wandesk.domain.cloud_text import LONGEST_MESSAGE, LONGEST_PROMPT
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobProblem, JobStage
from wandesk.domain.sentences import Sentence
from wandesk.domain.structs import asdict
from wandesk.engine.waiting import problem_of
from wandesk.settings.catalogue import load_catalogue
from wandesk.storage.store import JobStore
from wandesk.ui.jobs.posters import PosterCache
from wandesk.ui.player.details import Details
from wandesk.ui.player.stage import Stage

KEY = 'gwCanary7Qz/X+w"93Lk_pLm90Tz'
MEGABYTES = "The picture could not be read. " * 160_000


@pytest.fixture
def stage(loop: GuiLoop, qtbot: QtBot) -> Iterator[Stage]:
    with shown_stage(qtbot, PosterCache(loop.spawn)) as stage:
        yield stage


def details_of(job: Job) -> Details:
    details = Details()
    details.show_job(job)
    return details


def shown(stage: Stage, job: Job) -> str:
    """All that the stage and the details show of a job, and what is copied of them."""
    show(stage, job)
    details = details_of(job)
    details.copy()
    labels = [
        f"{label.text()} {label.toolTip()} {label.accessibleName()}"
        for part in (stage, details)
        for label in part.findChildren(QLabel)
    ]
    return "\n".join([visible_text(stage), *labels, QGuiApplication.clipboard().text()])


async def said(cloud: DashScope, gateway: EchoGateway, source: Path) -> tuple[list[WanDeskError], list[object]]:
    """What the client raises and returns, in every exchange, until every spelling was sent."""
    here = connection(gateway.base_url, key=KEY)
    errors: list[WanDeskError] = []
    values: list[object] = []

    async def tried(asked: Awaitable[object]) -> None:
        try:
            values.append(await asked)
        except WanDeskError as error:
            errors.append(error)

    picture = sent_inputs(first_frame="https://pictures.example/a.jpg")
    number = 0
    while not {*gateway.all} <= gateway.sent or number < 8:
        request = request_for(prompt=f"order {number}")
        await tried(cloud.create(here, request, picture, sent=lambda *_: None))
        await tried(cloud.tasks(here, 1, 100))
        if number < 3:
            await tried(cloud.check_key(here))
            await tried(cloud.find_region("singapore", [here]))
            await tried(cloud.reach("practice", gateway.base_url, gateway.origin))
        await tried(cloud.cancel(here, f"t{number}"))
        upload = cloud.upload(here, "m", source, ".png", sent=lambda *_: None, stopped=lambda: False)
        await tried(upload)
        link = f"{gateway.origin}/{number}.mp4?Signature=c2lnbmF0dXJlIG9mIHRoZSBlY2hv"
        await tried(_downloaded(cloud, link, source.with_suffix(".part"), gateway.base_url))
        for task_id in gateway.task_ids:
            await tried(cloud.task(here, task_id))
        number += 1
    return errors, values


def _downloaded(cloud: DashScope, link: str, part: Path, endpoint: str) -> Awaitable[object]:
    return cloud.download(link, part, endpoint=endpoint, received=lambda *_: None, stopped=lambda: False)


def test_window_shows_no_key_that_a_gateway_repeats(stage: Stage, tmp_path: Path) -> None:
    source = tmp_path / "a.png"
    source.write_bytes(b"\x89PNG" * 10)

    async def story() -> tuple[list[WanDeskError], list[object]]:
        cloud = DashScope(load_catalogue())
        try:
            return await said(cloud, gateway, source)
        finally:
            await cloud.close()

    with echo_gateway(KEY) as gateway:
        errors, values = asyncio.run(story())
    assert len({type(error) for error in errors}) >= 6, errors
    places = [(f"{value!r:.60}", repr(value).encode()) for value in values]
    for error in errors:
        job = a_job("f", JobStage.FAILED, problem=problem_of(error), request_id=error.request_id)
        places.append((f"stage: {error!r:.60}", shown(stage, job).encode()))
        places.append((f"notice: {error!r:.60}", sentence_of(error).encode()))
        places.append((f"values: {error!r:.60}", repr((asdict(problem_of(error)), str(error))).encode()))
    assert any(b"Wrong key: " in content for where, content in places if where.startswith("stage"))
    assert found_in(places, [KEY]) == []


def test_message_of_megabytes_never_reaches_a_label(stage: Stage, tmp_path: Path) -> None:
    """An earlier version stored it whole. Such a label blocked the window for more than a minute."""
    problem = JobProblem(sentence=Sentence.CLOUD_FAILED, code=MEGABYTES, message=MEGABYTES, request_id=MEGABYTES)
    job = a_job("f", JobStage.FAILED, problem=problem, request_id=MEGABYTES, actual_prompt=MEGABYTES)

    async def stored() -> Job | None:
        store = JobStore(tmp_path / "jobs.sqlite")
        try:
            await store.add(job)
            return await store.get("f")
        finally:
            await store.close()

    read = asyncio.run(stored())
    assert read is not None
    text = shown(stage, read)
    assert "The picture could not be read." in text
    parts = (stage, details_of(read))
    longest = max(len(label.text()) for part in parts for label in part.findChildren(QLabel))
    assert LONGEST_MESSAGE <= longest <= LONGEST_PROMPT
    assert len(text) < 4 * LONGEST_PROMPT + 10_000
