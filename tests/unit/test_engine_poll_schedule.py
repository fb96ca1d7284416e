"""Many tasks are polled by the list: few requests, every change noticed soon, and the list is only a hint."""

from __future__ import annotations

import asyncio
import heapq
import itertools
from collections.abc import Callable, Coroutine
from dataclasses import dataclass, field
from typing import Any

from wandesk.domain.account import AccountRef
from wandesk.domain.errors import CloudUnreachable
from wandesk.domain.task import TaskPage, TaskRow, TaskStatus
from wandesk.engine.poll_schedule import MANY, SINGLE_AT_LEAST, PolledTask, PollSchedule
from wandesk.engine.supervisor import Supervisor

ACCOUNT = AccountRef("singapore", "singapore/main", None)


@dataclass
class TurnClock:
    """Virtual time for many coroutines: it moves to the next deadline when all of them wait."""

    time: float = 0.0
    waiting: list[tuple[float, int, asyncio.Event, asyncio.Future[bool]]] = field(default_factory=list)
    numbers: itertools.count[int] = field(default_factory=itertools.count)

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.time

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        if woken.is_set():
            return True
        over: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        heapq.heappush(self.waiting, (self.time + within, next(self.numbers), woken, over))
        return await over

    async def turn(self, until: float) -> None:
        """Run all coroutines, then move to the next deadline, until that time."""
        while self.time < until:
            for _ in range(20):
                await asyncio.sleep(0)
            for _, _, woken, over in self.waiting:
                if woken.is_set() and not over.done():
                    over.set_result(True)
            self.waiting = [entry for entry in self.waiting if not entry[3].done()]
            heapq.heapify(self.waiting)
            if any(woken.is_set() for _, _, woken, _ in self.waiting):
                continue
            if not self.waiting:
                return
            due, _, _, over = heapq.heappop(self.waiting)
            self.time = max(self.time, due)
            over.set_result(False)


@dataclass
class Cloud:
    """Tasks with statuses, a list with pages of a hundred, and counters."""

    statuses: dict[str, TaskStatus]
    looks: list[tuple[float, str]] = field(default_factory=list)
    lists: int = 0
    is_broken: bool = False

    async def read_list(self, account: AccountRef, page: int, size: int) -> TaskPage:
        self.lists += 1
        if self.is_broken:
            raise CloudUnreachable("no list today")
        rows = [TaskRow(task_id=each, status=status, status_text=status) for each, status in self.statuses.items()]
        shown = rows[(page - 1) * size : page * size]
        return TaskPage(rows=tuple(shown), pages=-(-len(rows) // size))


def run(
    count: int, story: Callable[[TurnClock, Cloud, dict[str, float]], Coroutine[Any, Any, None]], within: float
) -> Cloud:
    """Poll `count` tasks as the pipeline does; `noticed` has the times at which changes were seen."""

    async def main() -> Cloud:
        clock, supervisor = TurnClock(), Supervisor()
        cloud = Cloud({f"task-{number}": TaskStatus.PENDING for number in range(count)})
        watch = PollSchedule(clock, read_list=cloud.read_list, spawn=supervisor.spawn)
        noticed: dict[str, float] = {}

        async def follow(task_id: str) -> None:
            status = TaskStatus.PENDING
            while status in (TaskStatus.PENDING, TaskStatus.RUNNING):
                await watch.wait_for_poll(
                    PolledTask(job_id=task_id, task_id=task_id, status=status, account=ACCOUNT), seconds=10.0
                )
                cloud.looks.append((clock.time, task_id))
                if cloud.statuses[task_id] is not status:
                    status = cloud.statuses[task_id]
                    noticed[f"{task_id} {status}"] = clock.time

        for task_id in cloud.statuses:
            supervisor.spawn(task_id, follow(task_id))
        telling = supervisor.spawn("story", story(clock, cloud, noticed))
        await clock.turn(within)
        telling.cancel()
        await supervisor.close()
        return cloud

    return asyncio.run(main())


def test_few_tasks_are_polled_singly() -> None:
    async def story(clock: TurnClock, cloud: Cloud, noticed: dict[str, float]) -> None:
        return

    cloud = run(MANY, story, within=100.0)
    assert cloud.lists == 0
    assert len(cloud.looks) >= MANY * 8


def test_three_hundred_tasks_cost_few_requests_and_every_change_is_noticed() -> None:
    late: list[float] = []

    async def story(clock: TurnClock, cloud: Cloud, noticed: dict[str, float]) -> None:
        changed: dict[str, float] = {}
        for number in range(60):
            await clock.wait(asyncio.Event(), 1.0)
            task_id = f"task-{number * 4}"
            cloud.statuses[task_id] = TaskStatus.RUNNING
            changed[f"{task_id} {TaskStatus.RUNNING}"] = clock.time
        await clock.wait(asyncio.Event(), 30.0)
        late.extend(noticed.get(what, clock.time) - at for what, at in changed.items())

    cloud = run(300, story, within=100.0)
    assert len(late) == 60
    assert max(late) <= 20.0
    requests = cloud.lists + len([at for at, _ in cloud.looks if at > 0])
    assert requests / 100.0 <= 3.0


def test_the_list_is_a_hint_only() -> None:
    async def story(clock: TurnClock, cloud: Cloud, noticed: dict[str, float]) -> None:
        cloud.is_broken = True
        await clock.wait(asyncio.Event(), 3.0)
        cloud.statuses["task-7"] = TaskStatus.SUCCEEDED
        await clock.wait(asyncio.Event(), 25.0)
        assert "task-7 SUCCEEDED" in noticed

    cloud = run(30, story, within=60.0)
    assert "task-7" in {task for _, task in cloud.looks}


def test_every_task_is_polled_singly_now_and_then() -> None:
    async def story(clock: TurnClock, cloud: Cloud, noticed: dict[str, float]) -> None:
        return

    cloud = run(30, story, within=2 * SINGLE_AT_LEAST + 60)
    for task_id in cloud.statuses:
        times = [at for at, seen in cloud.looks if seen == task_id]
        assert len(times) >= 2
