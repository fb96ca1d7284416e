"""Videos that the cloud has and no job, for tests of the windows that show them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from tests.support.jobs import NOW, a_job
from tests.support.widgets import draw_scene
from wandesk.domain.errors import WanDeskError
from wandesk.domain.job import Job, JobStage
from wandesk.domain.structs import replace
from wandesk.domain.task import FoundTask, TaskStatus

PROMPTS = (
    "A fox turns its head and looks into the camera, its fur moves in the evening wind",
    "Slow zoom on a lighthouse while the sea gets rough; gulls cry far away",
    "镜头缓缓推近，狐狸转过头来看向镜头，耳边的绒毛在晚风中轻轻颤动。",
    "Snow falls on a quiet street, a lamp flickers",
)


def a_found(number: int, **changes: Any) -> FoundTask:
    """A finished video, made with our key some minutes ago."""
    task = FoundTask(
        task_id=f"0385dc79-5ff8-4d82-bcb6-{number:012}",
        region="singapore",
        model_id="wan2.5-i2v-preview",
        model="wan2.5-i2v-preview",
        status=TaskStatus.SUCCEEDED,
        created_at=NOW - 600 * number,
        ended_at=NOW - 600 * number + 90,
        kept_until=NOW - 600 * number + 86_490,
        is_own_key=True,
    )
    return replace(task, **changes)


class FakeVideos:
    """Answers the requests of these windows. `refusals` are by the name of the request."""

    def __init__(self, folder: Path, found: Sequence[FoundTask] = ()) -> None:
        self._folder = folder
        self.found = {"singapore": list(found)}
        self.prompts: dict[str, str] = {}
        self.refusals: dict[str, WanDeskError] = {}
        self.asked: list[tuple[str, ...]] = []
        self._held: set[str] = set()
        self._gate = asyncio.Event()
        self._gate.set()
        self.most_looks = 0
        self._looks = 0

    def hold(self, *names: str) -> None:
        """Answer these requests only after `release`; without names, none is answered."""
        self._held = set(names)
        self._gate.clear()

    def release(self) -> None:
        self._gate.set()

    def asked_for(self, name: str) -> list[tuple[str, ...]]:
        return [each[1:] for each in self.asked if each[0] == name]

    async def find_unclaimed(self, region: str) -> Sequence[FoundTask]:
        await self._ask("find_unclaimed", region)
        return list(self.found.get(region, []))

    async def load_preview(self, task: FoundTask) -> FoundTask:
        self._looks += 1
        self.most_looks = max(self.most_looks, self._looks)
        try:
            await self._ask("look_at", task.task_id)
        finally:
            self._looks -= 1
        return self.completed(task)

    def completed(self, task: FoundTask) -> FoundTask:
        if task.status is not TaskStatus.SUCCEEDED:
            return task
        poster = self._folder / f"{task.task_id}.jpg"
        number = int(task.task_id[-4:])
        draw_scene(480 if number % 3 else 270, 270 if number % 3 else 480).save(str(poster))
        prompt = self.prompts.get(task.task_id, PROMPTS[number % len(PROMPTS)])
        return replace(task, prompt=prompt, poster=str(poster))

    async def import_task(self, region: str, task_id: str) -> Job:
        await self._ask("import_task", region, task_id)
        return a_job(f"job of {task_id}", JobStage.WAITING)

    async def candidates(self, job_id: str) -> Sequence[FoundTask]:
        await self._ask("candidates", job_id)
        return [self.completed(each) for each in self.found["singapore"]]

    async def choose_candidate(self, job_id: str, task_id: str) -> None:
        await self._ask("choose_candidate", job_id, task_id)

    async def send(self, job_id: str) -> None:
        await self._ask("send", job_id)

    async def rule_out(self, job_id: str, task_ids: Sequence[str]) -> None:
        await self._ask("rule_out", job_id, *task_ids)

    async def _ask(self, *question: str) -> None:
        self.asked.append(question)
        if not self._held or question[0] in self._held:
            await self._gate.wait()
        if question[0] in self.refusals:
            raise self.refusals[question[0]]
