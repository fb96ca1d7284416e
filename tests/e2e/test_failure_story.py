"""What the window says of a failure: never "not charged" before it is certain, and a next step that works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from tests.support.gui import until
from tests.support.program import ask_practice, ready, run_on_loop, running_program, window_of
from tests.support.widgets import visible_text
from wandesk.app.application import Application
from wandesk.app.sample import read_sample
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.job import Job, JobStage

CHARGED = "You were not charged."


@pytest.fixture(autouse=True)
def _fast_practice(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")


def newest(program: Application) -> Job | None:
    model = window_of(program).jobs.model
    return model.job_at(0) if model.rowCount() else None


async def when(program: Application, condition: Callable[[Job], bool]) -> Job:
    await until(lambda: (job := newest(program)) is not None and condition(job), within=60)
    job = newest(program)
    assert job is not None
    return job


async def tells_meanwhile(program: Application, texts: list[str], condition: Callable[[Job], bool]) -> Job:
    """Wait until the condition holds, and collect what the stage shows on the way."""
    window = window_of(program)

    def is_over() -> bool:
        text = visible_text(window.stage)
        if not texts or texts[-1] != text:
            texts.append(text)
        job = newest(program)
        return job is not None and condition(job)

    await until(is_over, within=60)
    job = newest(program)
    assert job is not None
    return job


async def ledger(program: Application) -> dict[str, Any]:
    return await ask_practice(program, "ledger")


@pytest.mark.logs("order|waits|answer|uncertain")
def test_a_server_error_that_took_effect_ends_with_the_video(tmp_path: Path) -> None:
    async def story(program: Application) -> None:
        await ready(program)
        await ask_practice(program, scenario="server-error-accepted", calls=["create"], times=1)
        window_of(program).composer.generate()
        texts: list[str] = []
        job = await tells_meanwhile(program, texts, lambda job: job.stage.is_final)
        assert job.stage is JobStage.DONE, job.problem
        assert not any(CHARGED in text for text in texts)
        assert (await ledger(program))["tasks_made"] == 1

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


@pytest.mark.logs("order|waits|answer|uncertain")
def test_a_server_error_without_effect_is_called_free_once_the_list_proves_it(tmp_path: Path) -> None:
    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        await ask_practice(program, scenario="server-error", calls=["create"], times=1)
        window.composer.generate()
        texts: list[str] = []
        await tells_meanwhile(program, texts, lambda job: job.stage is JobStage.UNCERTAIN)
        await tells_meanwhile(program, texts, lambda job: job.stage.is_final)
        assert any("Alibaba replied with an error, and may be making this video" in text for text in texts)
        assert not any(CHARGED in text for text in texts[:-1])
        await until(lambda: CHARGED in visible_text(window.stage), within=10)
        assert "Alibaba Cloud is having problems. Try again later." in visible_text(window.stage)
        told = await ledger(program)
        assert told["tasks_made"] == 0
        assert told["counts"]["list"] >= 2

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))


def test_a_lost_upload_is_uploaded_again_by_generate_again(tmp_path: Path) -> None:
    """The provider says plain InvalidParameter. The sentence and its button solve it."""

    async def story(program: Application) -> None:
        window = window_of(program)
        await ready(program)
        window.take_files([str(read_sample("en").audio)])
        await until(lambda: window.composer.draft.audio is not None, within=30)
        assert window.composer.draft.sound_choice is SoundChoice.MINE
        await ask_practice(program, scenario="fail-media", times=1)
        window.composer.generate()
        failed = await when(program, lambda job: job.stage.is_final)
        assert failed.stage is JobStage.FAILED
        sentence = "Alibaba couldn't download the picture or the audio. Generate again to upload it again."
        await until(lambda: sentence in visible_text(window.stage), within=10)
        assert CHARGED in visible_text(window.stage)
        (again,) = [
            each
            for each in window.stage.findChildren(QPushButton)
            if each.isVisible() and each.text().startswith("Generate again")
        ]
        QTest.mouseClick(again, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        job = await when(program, lambda job: job.id != failed.id and job.stage.is_final)
        assert job.stage is JobStage.DONE, job.problem
        told = await ledger(program)
        assert (told["counts"]["create"], told["counts"]["upload"]) == (2, 2)

    with running_program(tmp_path / "profile") as program:
        run_on_loop(program, story(program))
