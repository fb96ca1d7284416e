"""A cloud that outlives the runs of the engine, whose local clocks may be wrong: for stories over several runs.

Time is virtual. The cloud's clock is true and every answer tells it. The local clock
of each run has an error of its own, in seconds, and its monotonic clock has another zero.
"""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.support.fakes import FakeAccounts, FakeCloud, FakeFiles, FakeListener, FakeMedia, FakeStore
from wandesk.domain.account import Connection
from wandesk.domain.draft import Draft, new_draft
from wandesk.domain.errors import CloudUnreachable, NothingSent, OutcomeUnknown, WanDeskError
from wandesk.domain.job import Job
from wandesk.domain.media import Picture
from wandesk.domain.request import FIRST_FRAME, GenerationRequest
from wandesk.domain.structs import replace
from wandesk.domain.task import Submission, TaskPage, TaskReport, TaskRow, TaskStatus
from wandesk.domain.transfers import TransferProgress
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.composition import build_engine
from wandesk.engine.engine import Engine
from wandesk.engine.ports import Ports, RequestInputs
from wandesk.engine.supervisor import Supervisor
from wandesk.settings.catalogue import load_catalogue

CATALOG = load_catalogue()
REGION, MODEL = "singapore", "wan2.5-i2v-preview"
OUR_KEY, COLLEAGUE = "42677", "99999"
STRANGER = "70000"
"""The only key of another account, which has its own task list."""
KEY_IDS = {"sk-one": OUR_KEY, "sk-two": "50000", "sk-stranger": STRANGER}
"""The cloud's ids of the keys."""
TRUE_START = 1_795_000_000.0
HOUR, DAY = 3600.0, 86_400.0
TURNS = 100
"""Turns of the event loop after which everything waits: fakes take no time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorldTask:
    """A task of the account, by any key."""

    task_id: str
    made_at: float
    prompt: str
    picture: str
    """The sha256 of the picture that its video begins with."""
    key_id: str = OUR_KEY


class LocalClock:
    """A wait ends when the world's time has passed (`Run.until`)."""

    def __init__(self, world: World, wrong_by: float) -> None:
        self._world, self.wrong_by = world, wrong_by
        self._started = world.now - next(world.uptimes)

    def now(self) -> float:
        return self._world.now + self.wrong_by

    def monotonic(self) -> float:
        return self._world.now - self._started

    async def wait(self, woken: asyncio.Event, within: float) -> bool:
        passed = asyncio.Event()
        self._world.waiting[passed] = self._world.now + within
        future = asyncio.ensure_future  # noqa: TID251 - a clock has no Supervisor
        waits = [future(woken.wait()), future(passed.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._world.waiting.pop(passed, None)
            for each in waits:
                each.cancel()
        return woken.is_set()


@dataclass
class World:
    """The cloud's tasks and the true time, and the profile's store, which a test may replace by an older copy."""

    folder: Path
    now: float = TRUE_START
    tasks: list[WorldTask] = field(default_factory=list)
    store: FakeStore = field(default_factory=FakeStore)
    lists: Callable[[float], WanDeskError | None] = lambda _now: None
    """The error of a reading of the list at that time, None if it can be read."""
    online_from: float = 0.0
    key: str = "sk-one"
    """The key of the next run, one of `KEY_IDS`; "" for none."""
    work: float = 60.0
    """Seconds until a task has ended."""
    hidden_for: float = 0.0
    """The list shows a task so many seconds after its creation."""
    paid: list[str] = field(default_factory=list)
    """The prompts of the create requests that made a task."""
    waiting: dict[asyncio.Event, float] = field(default_factory=dict)
    uptimes: itertools.count[int] = field(default_factory=lambda: itertools.count(500, 9000))

    def add(self, prompt: str, picture: str, *, key_id: str = OUR_KEY, made_at: float | None = None) -> str:
        """Add a task as of another program; returns its id."""
        task_id = f"task-{len(self.tasks) + 1:04}"
        at = self.now if made_at is None else made_at
        self.tasks.append(WorldTask(task_id=task_id, made_at=at, prompt=prompt, picture=picture, key_id=key_id))
        return task_id

    def older_copy(self) -> FakeStore:
        """The store as it is now; jobs are frozen."""
        return FakeStore(jobs=dict(self.store.jobs), key_ids=dict(self.store.key_ids))

    def run(self, story: Callable[[Run], Awaitable[None]], *, wrong_by: float = 0.0, answers: str = "answered") -> Run:
        """One run of the engine on the world's store. `answers`: see `WorldCloud`."""
        run = Run(self, wrong_by, answers)

        async def running() -> None:
            try:
                await run.open()
                await story(run)
            finally:
                await run.close()

        asyncio.run(running())
        assert not run.failures
        return run


@dataclass
class WorldCloud(FakeCloud):
    """`answers` to a create request: "answered", "lost" (the task is made, and the outcome is unknown), "crash" (it is
    made, and no answer comes until the run ends), "nothing" (no task, and the outcome is unknown).
    """

    world: World = field(default_factory=lambda: World(Path()))
    cloud_time: CloudTime | None = None
    answers: str = "answered"

    def _answer(self) -> None:
        assert self.cloud_time is not None
        self.cloud_time.update(REGION, float(int(self.world.now)))

    def _status(self, task: WorldTask) -> TaskStatus:
        age = self.world.now - task.made_at
        if age >= DAY:
            return TaskStatus.UNKNOWN
        return TaskStatus.SUCCEEDED if age >= self.world.work else TaskStatus.RUNNING

    async def tasks(self, connection: Connection, page: int, size: int) -> TaskPage:
        await asyncio.sleep(0)
        if self.world.now < self.world.online_from:
            raise CloudUnreachable("no network")
        error = self.world.lists(self.world.now)
        if error is not None:
            raise error
        self._answer()
        shown = [
            TaskRow(
                task_id=task.task_id,
                status=self._status(task),
                status_text="",
                model_id=MODEL,
                request_id=f"request-{task.task_id}",
                api_key_id=task.key_id,
                created_at=task.made_at,
            )
            for task in sorted(self.world.tasks, key=lambda each: -each.made_at)
            if self.world.hidden_for <= self.world.now - task.made_at < DAY
            and (task.key_id == STRANGER) == (KEY_IDS[connection.secret.reveal()] == STRANGER)
        ]
        return TaskPage(rows=tuple(shown[(page - 1) * size : page * size]), pages=-(-len(shown) // size))

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        self._answer()
        task = next(each for each in self.world.tasks if each.task_id == task_id)
        status = self._status(task)
        is_made = status is TaskStatus.SUCCEEDED
        return TaskReport(
            task_id=task_id,
            status=status,
            status_text=status.value,
            video_url=f"https://videos.example/{task_id}.mp4" if is_made else None,
            original_prompt=task.prompt if is_made else None,
        )

    async def create(
        self, connection: Connection, request: GenerationRequest, inputs: RequestInputs, *, sent: TransferProgress
    ) -> Submission:
        if self.world.now < self.world.online_from:
            raise NothingSent("no network")
        if self.answers == "nothing":
            raise OutcomeUnknown("the connection was reset")
        picture = request.inputs[FIRST_FRAME].sha256
        task_id = self.world.add(request.prompt, picture, key_id=KEY_IDS[connection.secret.reveal()])
        self.world.paid.append(request.prompt)
        if self.answers == "lost":
            raise OutcomeUnknown("the connection was reset")
        if self.answers == "crash":
            await asyncio.Event().wait()
        self.before_create()
        self._answer()
        return Submission(task_id=task_id, request_id=f"request-{task_id}")


@dataclass
class WorldMedia(FakeMedia):
    """Knows the picture of every task: posters are named by their tasks."""

    world: World = field(default_factory=lambda: World(Path()))

    async def likeness(self, one: Path, other: Path) -> float:
        task = next(each for each in self.world.tasks if one.name == f"task-{each.task_id}.jpg")
        return 0.97 if other.name == task.picture else 0.2


class Run:
    """One run of the engine."""

    def __init__(self, world: World, wrong_by: float, answers: str) -> None:
        self.world = world
        self.clock = LocalClock(world, wrong_by)
        self.cloud_time = CloudTime(self.clock)
        self.cloud = WorldCloud(world=world, cloud_time=self.cloud_time, answers=answers)
        self.listener = FakeListener()
        self.failures: list[tuple[str, BaseException]] = []

    async def open(self) -> None:
        self._supervisor = Supervisor(lambda name, error: self.failures.append((name, error)))
        self.accounts = FakeAccounts(keys={REGION: self.world.key} if self.world.key else {})
        ports = Ports(
            cloud=self.cloud,
            accounts=self.accounts,
            store=self.world.store,
            media=WorldMedia(world=self.world),
            files=FakeFiles(self.world.folder),
            clock=self.clock,
        )
        self.engine: Engine = build_engine(
            catalog=CATALOG,
            ports=ports,
            supervisor=self._supervisor,
            listener=self.listener,
            cloud_time=self.cloud_time,
            rng=lambda: 0.0,
        )
        await self.engine.resume()

    async def close(self) -> None:
        await self._supervisor.close()

    def draft(self, prompt: str, picture: str = "fox") -> Draft:
        path = self.world.folder / f"{picture}.jpg"
        path.write_bytes(f"the picture of a {picture}".encode())
        draft = replace(new_draft(CATALOG, REGION, MODEL), prompt=prompt)
        facts = FakeMedia().picture
        assert not isinstance(facts, WanDeskError)
        return replace(draft, picture=Picture(path=str(path), facts=facts))

    async def order(self, prompt: str, picture: str = "fox") -> str:
        return (await self.engine.new_jobs.submit(self.draft(prompt, picture))).id

    def job(self, job_id: str) -> Job:
        return self.world.store.jobs[job_id]

    async def until(self, condition: Callable[[], object], *, within: float = 3 * DAY) -> None:
        """Let the world's time pass until the condition holds. Raises AssertionError after `within` seconds."""
        end = self.world.now + within
        while not await self._settled(condition):
            assert self.world.waiting, "nothing waits, and it never happened"
            assert self.world.now < end, "never happened"
            self.world.now = max(self.world.now, min(self.world.waiting.values()))
            for passed, at in self.world.waiting.items():
                if at <= self.world.now:
                    passed.set()

    async def until_later(self, seconds: float) -> None:
        """Until so much of the world's time has passed."""
        end = self.world.now + seconds
        await self.until(lambda: self.world.now >= end, within=2 * seconds + DAY)

    async def _settled(self, condition: Callable[[], object]) -> bool:
        """Whether the condition holds before everything waits for time to pass."""
        for _ in range(TURNS):
            if condition():
                return True
            await asyncio.sleep(0)
        return False
