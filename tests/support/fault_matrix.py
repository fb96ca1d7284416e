"""Every fault of the simulator at every call of the program: one lane per fault, many lanes concurrently.

A lane is a whole program without a window and its own simulator. For each call it makes an order that meets the fault
there, waits for the order's end, and continues. The promises are checked when the lane has ended.
"""

from __future__ import annotations

import asyncio
import contextlib
import wave
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from tests.support.headless import Listener, OwnSimulator, hurried
from tests.support.proof import CloudTask, all_jobs, cloud_tasks, left_over, unplayable, unsound
from tests.support.simulator_inside import SimulatorInside, simulator_inside
from wandesk.app.backend import open_backend
from wandesk.dashscope import client, codes
from wandesk.dashscope.network import Timeouts
from wandesk.domain.catalog import Catalog, SoundChoice
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.structs import replace
from wandesk.engine.engine import Engine
from wandesk.engine.supervisor import Supervisor
from wandesk.media import export_process, process
from wandesk.media.frames import shown_frame
from wandesk.practice import REGION
from wandesk.settings.paths import profile_at
from wandesk.simulator.active_scenarios import active_scenario
from wandesk.simulator.render import VideoSpec, render
from wandesk.simulator.scenario import Call
from wandesk.simulator.scenarios import SCENARIOS
from wandesk.simulator.tuning import Tuning

MET: tuple[Call, ...] = ("list", "policy", "upload", "create", "get", "download", "cancel")
"""The calls that an order makes. Models, quotas and permissions are read by the settings only."""
HURRY = 40.0
SHORT = Timeouts(connect=5.0, write=5.0, read=1.0, create_read=1.0, stall=1.0)
MOST_PATIENCE = 1.0
"""The most seconds to wait, however many the cloud asks for."""
SECONDS = {"late-answer": 0.4, "list-late": 1.0, "get-late": 1.0}
TIMES = 2
"""The fault occurs once, again at the next try, and then no more."""
ENDS_WITHIN = 120.0
AT_ONCE = 28
GIVES_UP = 3 * 3600.0 + 60.0
VIDEO_SECONDS = 1.0
"""The bytes of the one video that an `instant` simulator has."""


@dataclass(slots=True, kw_only=True)
class Outcome:
    """The outcome of one fault."""

    ends: dict[str, JobStage] = field(default_factory=dict)
    """By call."""
    struck: dict[str, int] = field(default_factory=dict)
    """How often the fault really occurred, by call."""
    broken: list[str] = field(default_factory=list)


class SharedMedia(export_process.ExportProcess):
    """The media process of all lanes. One is enough, and its start takes longer than everything else."""

    async def close(self) -> None:
        return

    async def end(self) -> None:
        await super().close()


def run_matrix(names: Sequence[str], folder: Path, catalog: Catalog, *, finds_uncertain: bool) -> dict[str, Outcome]:
    """Every one of these scenarios at every call."""

    async def run() -> dict[str, Outcome]:
        media = SharedMedia()
        patch.setattr(process, "MediaProcess", lambda: media)
        patch.setattr(export_process, "ExportProcess", lambda: media)
        turns = asyncio.Semaphore(AT_ONCE)

        async def lane(name: str) -> Outcome:
            async with turns:
                return await Lane(name, folder / name, catalog, finds_uncertain=finds_uncertain).run()

        try:
            return dict(zip(names, await asyncio.gather(*map(lane, names)), strict=True))
        finally:
            await media.end()

    # The picture with which the one video of an `instant` simulator begins: a task with another one is not adopted.
    shared = folder / "shared.mp4"
    render(VideoSpec(picture=None, seconds=1, width=320, height=180, tiny=True), shared)
    shown_frame(str(shared), side=640).resize((640, 360)).save(folder / "first.jpg", quality=95)
    with pytest.MonkeyPatch.context() as patch:
        hurried(patch, HURRY)
        patch.setattr(client, "Timeouts", lambda: SHORT)
        asked = codes._retry_delay
        patch.setattr(codes, "_retry_delay", lambda answer: asked(answer) and MOST_PATIENCE)
        return asyncio.run(run())


class Lane:
    """One fault."""

    def __init__(self, name: str, folder: Path, catalog: Catalog, *, finds_uncertain: bool) -> None:
        self._name, self._folder, self._catalog = name, folder, catalog
        self._finds_uncertain = finds_uncertain
        self._outcome = Outcome()
        self._listener = Listener()

    async def run(self) -> Outcome:
        self._folder.mkdir()
        cloud = self._folder / "cloud"
        tuning = Tuning(
            speed=40,
            videos="instant",
            submits_per_second=1000,
            queries_per_second=1000,
            concurrent=100,
            queue_seconds=4,
        )
        with contextlib.ExitStack() as held:
            # In a thread: it waits until the simulator answers, and the other lanes continue.
            simulator = await asyncio.to_thread(held.enter_context, simulator_inside(cloud, tuning=tuning))
            try:
                await self._live(simulator)
            finally:
                await asyncio.to_thread(held.close)
        await asyncio.to_thread(self._judge, cloud_tasks(cloud))
        return self._outcome

    async def _live(self, simulator: SimulatorInside) -> None:
        profile = profile_at(self._folder / "profile")
        profile.prepare()
        supervisor = Supervisor(lambda name, error: self._outcome.broken.append(f"{name}: {error!r}"))
        backend = await open_backend(
            profile=profile,
            catalog=self._catalog,
            accounts=OwnSimulator(simulator.base_url),
            supervisor=supervisor,
            listener=self._listener,
        )
        try:
            await backend.engine.resume()
            for call in ("task",) if SCENARIOS[self._name].fault is None and self._is_of_tasks else MET:
                await self._meet(backend.engine, simulator, call)
        finally:
            await supervisor.close()
            await backend.close()

    @property
    def _is_of_tasks(self) -> bool:
        return SCENARIOS[self._name].affects_tasks

    async def _meet(self, engine: Engine, simulator: SimulatorInside, call: str) -> None:
        """One order meets the fault at one call."""
        strikes = [] if self._is_of_tasks else [self._strike(call)]
        if call == "list":  # an uncertain order reads it
            strikes.append(active_scenario({"name": "create-cut", "times": 1}))
        if self._is_of_tasks:
            strikes.append(active_scenario({"name": self._name}))
        before = len(simulator.service.store.entries())
        simulator.service.scenarios.set(strikes)
        draft = await self._draft(engine, call)
        job_id = (await engine.new_jobs.submit(draft)).id
        if call == "cancel":
            await self._cancel(engine, job_id)
        if SCENARIOS[self._name].is_endless:
            await self._until(engine, job_id, {JobStage.GENERATING})
            simulator.clock.advance(GIVES_UP)  # type: ignore[attr-defined]  # it is an AdjustableClock
            simulator.wake()
        job = await self._end(engine, job_id)
        self._outcome.ends[call] = job.stage
        notes = [entry.note for entry in simulator.service.store.entries()[before:] if entry.kind == "trouble"]
        self._outcome.struck[call] = notes.count(f"{call}: {self._name}")

    def _strike(self, call: str) -> Any:
        return active_scenario(
            {"name": self._name, "calls": [call], "times": TIMES, "seconds": SECONDS.get(self._name)}
        )

    async def _draft(self, engine: Engine, call: str) -> Draft:
        draft = new_draft(self._catalog, REGION)
        picture = await engine.user_files.inspect_picture(str(self._folder.parent / "first.jpg"))
        draft = replace(draft, picture=picture, prompt=f"{self._name} {call}")
        if call not in {"policy", "upload"}:
            return draft
        path = self._folder / f"{call}.wav"  # a new file each time, or it would be in the cloud's storage already
        with wave.open(str(path), "wb") as file:
            file.setparams((1, 2, 16_000, 0, "NONE", ""))
            file.writeframes(array("h", range(-8000, 8000, 1 if call == "policy" else 2)).tobytes() * 6)
        return replace(draft, audio=await engine.user_files.inspect_audio(str(path)), sound_choice=SoundChoice.MINE)

    async def _cancel(self, engine: Engine, job_id: str) -> None:
        """Repeat until it is cancelled or too late, as a user would who sees no effect."""
        await self._until(engine, job_id, {JobStage.WAITING})
        for _ in range(TIMES + 1):
            try:
                await engine.jobs.cancel(job_id)
            except WanDeskError:
                continue
            return

    async def _end(self, engine: Engine, job_id: str) -> Job:
        return await self._until(engine, job_id, {each for each in JobStage if each.is_final})

    async def _until(self, engine: Engine, job_id: str, stages: set[JobStage]) -> Job:
        try:
            async with asyncio.timeout(ENDS_WITHIN):
                while True:
                    self._listener.changed.clear()
                    (job,) = await engine.jobs.rows([job_id])
                    if job.stage in stages or job.stage.is_final or self._is_over(job):
                        return job
                    await self._listener.changed.wait()
        except TimeoutError:
            (job,) = await engine.jobs.rows([job_id])
            self._outcome.broken.append(f"{job.request.prompt!r} is still {job.stage.value} after {ENDS_WITHIN} s")
            return job

    def _is_over(self, job: Job) -> bool:
        """Uncertain, and no task will be found."""
        if job.stage is not JobStage.UNCERTAIN:
            return False
        tasks = cloud_tasks(self._folder / "cloud")
        return not self._finds_uncertain or all(task.prompt != job.request.prompt for task in tasks)

    def _judge(self, tasks: Sequence[CloudTask]) -> None:
        profile = self._folder / "profile"
        broken, jobs = self._outcome.broken, all_jobs(profile)
        broken += unsound(profile)
        broken += left_over(profile, jobs)
        for job in jobs:
            mine = [task for task in tasks if task.prompt == job.request.prompt]
            name = f"{job.request.prompt!r} ({job.stage.value})"
            if len(mine) > 1:
                broken.append(f"{name}: paid {len(mine)} times")
            is_made = any(task.status == "SUCCEEDED" for task in mine)
            match job.stage:
                case JobStage.DONE if job.video is None or not is_made:
                    broken.append(f"{name}: done without a video")
                case JobStage.DONE if job.video is not None:
                    fault = unplayable(Path(job.video.path), VIDEO_SECONDS)
                    broken += [f"{name}: {fault}"] if fault else []
                case JobStage.FAILED | JobStage.CANCELED | JobStage.EXPIRED if is_made:
                    broken.append(f"{name}: its video was made")
                case JobStage.UNCERTAIN if mine and self._finds_uncertain:
                    broken.append(f"{name}: its task was not found")
