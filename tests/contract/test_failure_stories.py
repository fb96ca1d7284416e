"""What a failure means, told by the real engine, client and store against the simulator over a socket."""

from __future__ import annotations

import asyncio
import wave
from array import array
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.support.headless import Listener, OwnSimulator, hurried
from tests.support.simulator_inside import SimulatorInside, simulator_inside
from wandesk.app.backend import open_backend
from wandesk.domain.catalog import SoundChoice
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.job import Job, JobStage
from wandesk.domain.structs import replace
from wandesk.engine.engine import Engine
from wandesk.engine.supervisor import Supervisor
from wandesk.practice import REGION
from wandesk.settings.catalogue import load_catalogue
from wandesk.settings.paths import profile_at
from wandesk.simulator.active_scenarios import active_scenario
from wandesk.simulator.tuning import Tuning

CATALOG = load_catalogue()
FINAL = {stage for stage in JobStage if stage.is_final}


@dataclass
class Run:
    """A program without a window."""

    engine: Engine
    simulator: SimulatorInside
    folder: Path
    listener: Listener

    def let(self, name: str, *calls: str, times: int | None = None) -> None:
        """Let this go wrong from now on."""
        what: dict[str, Any] = {"name": name, "times": times} | ({"calls": list(calls)} if calls else {})
        self.simulator.service.scenarios.set([active_scenario(what)])

    def calls(self, kind: str) -> int:
        """How many calls of this kind took effect."""
        entries = self.simulator.service.store.entries()
        return sum(entry.kind == kind and entry.status == 200 for entry in entries)

    async def draft(self, *, heavy: bool = False, audio: bool = False) -> Draft:
        path = self.folder / ("heavy.png" if heavy else "picture.jpg")
        if heavy:
            Image.merge("RGB", [Image.effect_noise((1800, 1800), 20) for _ in range(3)]).save(path)
            assert path.stat().st_size > CATALOG.inline_picture_max_bytes
        else:
            Image.linear_gradient("L").resize((640, 480)).convert("RGB").save(path)
        draft = replace(
            new_draft(CATALOG, REGION), picture=await self.engine.user_files.inspect_picture(str(path)), prompt="a ramp"
        )
        if not audio:
            return draft
        sound = self.folder / "tone.wav"
        with wave.open(str(sound), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(array("h", range(-8000, 8000)).tobytes() * 4)
        return replace(
            draft, audio=await self.engine.user_files.inspect_audio(str(sound)), sound_choice=SoundChoice.MINE
        )

    async def generate(self, draft: Draft) -> Job:
        """Generate, and wait for the end."""
        return await self.end((await self.engine.new_jobs.submit(draft)).id)

    async def generate_again(self, job: Job) -> Job:
        return await self.end((await self.engine.new_jobs.generate_again(job.id)).id)

    async def end(self, job_id: str) -> Job:
        async with asyncio.timeout(30):
            while True:
                self.listener.changed.clear()
                (job,) = await self.engine.jobs.rows([job_id])
                if job.stage in FINAL:
                    return job
                await self.listener.changed.wait()


@dataclass
class Computer:
    """A profile that outlives its runs, and a cloud."""

    folder: Path
    simulator: SimulatorInside
    failures: list[str] = field(default_factory=list)

    @asynccontextmanager
    async def run(self) -> AsyncIterator[Run]:
        profile = profile_at(self.folder / "profile")
        profile.prepare()
        supervisor = Supervisor(lambda name, error: self.failures.append(f"{name}: {error!r}"))
        listener = Listener()
        backend = await open_backend(
            profile=profile,
            catalog=CATALOG,
            accounts=OwnSimulator(self.simulator.base_url),
            supervisor=supervisor,
            listener=listener,
        )
        try:
            await backend.engine.resume()
            yield Run(backend.engine, self.simulator, self.folder, listener)
        finally:
            await supervisor.close()
            await backend.close()


@pytest.fixture
def computer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Computer]:
    hurried(monkeypatch, 20.0)
    with simulator_inside(tmp_path / "cloud", tuning=Tuning(speed=40, videos="instant")) as simulator:
        computer = Computer(tmp_path, simulator)
        yield computer
        assert computer.failures == []


@pytest.mark.parametrize("scenario", ["upload-401", "upload-403"])
def test_a_picture_goes_inline_if_only_the_upload_permission_is_refused(computer: Computer, scenario: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario)
            job = await run.generate(await run.draft(heavy=True))
            assert job.stage is JobStage.DONE, job.problem
            assert (run.calls("create"), run.calls("upload")) == (1, 0)

    asyncio.run(story())


@pytest.mark.parametrize("scenario", ["upload-401", "upload-403"])
def test_audio_is_refused_with_a_true_sentence_if_it_may_not_be_uploaded(computer: Computer, scenario: str) -> None:
    """The key works, so the job does not wait for another one."""

    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario)
            job = await run.generate(await run.draft(audio=True))
            assert job.stage is JobStage.FAILED
            assert job.problem is not None
            assert job.problem.sentence == "uploads_denied"
            assert run.calls("create") == 0

    asyncio.run(story())


@pytest.mark.logs("waits: cloud_busy")
@pytest.mark.parametrize("scenario", ["throttle-future", "throttle-page", "throttle-burst"])
def test_an_order_beyond_any_limit_waits_in_line(computer: Computer, scenario: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario, "create", times=2)
            job = await run.generate(await run.draft())
            assert job.stage is JobStage.DONE, job.problem
            assert run.calls("create") == 1

    asyncio.run(story())


@pytest.mark.parametrize("scenario", ["fail-media", "fail-media-algo", "fail-silent", "fail-internal"])
@pytest.mark.parametrize("restarts", [False, True])
def test_a_failure_that_may_concern_an_upload_is_followed_by_a_new_upload(
    computer: Computer, scenario: str, restarts: bool
) -> None:
    """Otherwise a dead upload makes every further request fail, until it expires after 47 hours."""

    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario, times=1)
            failed = await run.generate(await run.draft(audio=True))
            assert failed.stage is JobStage.FAILED
            assert (run.calls("create"), run.calls("upload")) == (1, 1)
            again = None if restarts else await run.generate_again(failed)
        if again is None:
            async with computer.run() as run:
                again = await run.generate_again(failed)
        assert again.stage is JobStage.DONE, again.problem
        assert (run.calls("create"), run.calls("upload")) == (2, 2)

    asyncio.run(story())


def test_a_failure_about_the_content_keeps_the_upload(computer: Computer) -> None:
    async def story() -> None:
        async with computer.run() as run:
            run.let("fail-moderation", times=1)
            failed = await run.generate(await run.draft(audio=True))
            assert failed.stage is JobStage.FAILED
            again = await run.generate_again(failed)
            assert again.stage is JobStage.DONE, again.problem
            assert (run.calls("create"), run.calls("upload")) == (2, 1)

    asyncio.run(story())


@pytest.mark.parametrize(
    ("scenario", "sentence"),
    [
        ("fail-media", "cloud_input_unreachable"),
        ("fail-media-algo", "cloud_input_format"),
        ("fail-silent", "cloud_failed_silently"),
        ("fail-rewrite", "cloud_rewrite_failed"),
        ("future-code", "cloud_failed"),
    ],
)
def test_a_failed_task_is_told_by_its_code_and_message(computer: Computer, scenario: str, sentence: str) -> None:
    async def story() -> None:
        async with computer.run() as run:
            run.let(scenario, times=1)
            failed = await run.generate(await run.draft())
            assert failed.problem is not None
            assert (failed.stage, failed.problem.sentence) == (JobStage.FAILED, sentence)

    asyncio.run(story())
