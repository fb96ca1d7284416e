"""A video is tried out in Practice, and then made for real with the same picture, once."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.connected import KEY, REGION, connect
from tests.support.gui import until
from tests.support.program import ready, run_on_loop, running_program, window_of
from tests.support.simulator_inside import SimulatorInside, simulator_inside
from wandesk.app.application import Application
from wandesk.domain.job import Job, JobStage
from wandesk.simulator.tuning import Tuning


async def all_done(program: Application, count: int) -> list[Job]:
    """So many videos are there."""
    model = window_of(program).jobs.model

    def done() -> list[Job]:
        found = [model.job_at(row) for row in range(model.rowCount())]
        return [job for job in found if job is not None and job.stage is JobStage.DONE]

    await until(lambda: len(done()) == count, within=60)
    return done()


def test_a_practice_video_is_made_for_real_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WANDESK_PRACTICE", "--tiny --speed 20")

    async def story(program: Application, simulator: SimulatorInside) -> None:
        window = window_of(program)
        await ready(program)
        window.composer.generate()
        (practised,) = await all_done(program, 1)
        window.jobs.select(practised.id)
        action = window.menus.action("make_real")
        assert not action.isEnabled()
        assert "Settings > Regions and keys" in action.toolTip()
        connect(program, simulator)
        window.settings.keys_changed.emit()
        await until(action.isEnabled, within=10)
        assert action.text() == "Ma&ke it for real · about $0.25"
        for _ in range(5):
            action.trigger()
        real = next(job for job in await all_done(program, 2) if job.id != practised.id)
        assert (real.request.region, real.request.first_frame) == (REGION, practised.request.first_frame)
        assert real.request.prompt == practised.request.prompt
        assert real.charge is not None
        assert window.jobs.selected_job() is not None
        await until(lambda: not action.isEnabled(), within=10)
        assert "a real one already" in action.toolTip()

    with simulator_inside(
        tmp_path / "cloud", keys={KEY: f"me@{REGION}"}, tuning=Tuning(speed=20, videos="tiny")
    ) as simulator:
        with running_program(tmp_path / "profile") as program:
            run_on_loop(program, story(program, simulator))
        assert [entry.kind for entry in simulator.service.store.entries()].count("create") == 1
