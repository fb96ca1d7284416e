"""A program without a window on a profile of its own, against the simulator over a socket."""

from __future__ import annotations

import asyncio
import wave
from array import array
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image

from tests.support.headless import Listener, OwnSimulator
from tests.support.simulator_inside import SimulatorInside
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
