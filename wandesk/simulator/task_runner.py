"""Moves tasks through their states: check, start, make the video, end.

There are no coroutines: `step()` does everything that is due by the clock and returns when the next step is due. With a
clock that a test moves, the whole cloud is deterministic.
"""

from __future__ import annotations

import functools
import random
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Protocol

from wandesk.simulator import rules
from wandesk.simulator.active_scenarios import ActiveScenarios
from wandesk.simulator.checks import Examined, examine
from wandesk.simulator.clock import Clock
from wandesk.simulator.errors import TaskFails
from wandesk.simulator.render import RenderStopped, VideoSpec, render
from wandesk.simulator.scenario import Scenario
from wandesk.simulator.scenarios import SCENARIOS
from wandesk.simulator.store import SimulatorStore, Task
from wandesk.simulator.task_scenarios import INTERNAL, scenario_in
from wandesk.simulator.tasks import Tasks
from wandesk.simulator.tuning import Tuning

_TASK_MOST_SECONDS = 3 * 3600.0  # the cloud gives up then
_SWEEP_SECONDS = 60.0  # between two deletions of expired tasks and uploads
_BOX_HEAD_BYTES = 8  # length and name


class SlowWork(Protocol):
    """Does slow work in other threads. `done` is called in the service's thread, and `step()` after it."""

    def check(self, work: Callable[[], object], done: Callable[[object], None]) -> None: ...

    def render(self, work: Callable[[], object], done: Callable[[object], None]) -> None: ...


class TaskRunner:
    """Moves the tasks through their states. `stopped` cancels rendering."""

    def __init__(
        self,
        *,
        tasks: Tasks,
        store: SimulatorStore,
        clock: Clock,
        tuning: Tuning,
        scenarios: ActiveScenarios,
        rng: random.Random,
        workshop: SlowWork,
        stopped: Callable[[], bool],
    ) -> None:
        self._tasks, self._store, self._clock, self._tuning = tasks, store, clock, tuning
        self._scenarios, self._rng = scenarios, rng
        self._workshop, self._stopped = workshop, stopped
        self._at_work: set[str] = set()  # tasks that are being checked or rendered
        self._made = {task.task_id for task in tasks.active if store.result_file(task.task_id).exists()}
        self._swept = 0.0
        self._shared_video = threading.Lock()

    def is_at_work(self, task: Task) -> bool:
        """Whether a thread is working on the task."""
        return task.task_id in self._at_work

    def step(self) -> float | None:
        """Do what is due. Returns when the next step is due (seconds since 1970); None: after a report or a request."""
        now = self._clock.now()
        due: list[float] = []
        candidates = list(self._tasks.active)
        running: dict[tuple[str, str, str], int] = {}
        for task in candidates:
            if task.status == "RUNNING":
                running[task.lane] = running.get(task.lane, 0) + 1
        if self._tuning.change_every is not None:
            self._rng.shuffle(candidates)
        for task in candidates:
            self._advance(task, now, due, running)
        self._made.intersection_update(task.task_id for task in self._tasks.active)
        if now - self._swept > _SWEEP_SECONDS:
            self._swept = now
            self._tasks.forget_expired()
            self._store.drop_uploads_before(now)
        return min(due, default=None)

    def _advance(self, task: Task, now: float, due: list[float], running: dict[tuple[str, str, str], int]) -> None:
        """Do what is due for one task, or add the time when it is to `due`. `running` counts tasks by lane."""
        tuning = self._tuning
        if now - task.submitted > _TASK_MOST_SECONDS:
            self._tasks.fail(task, "InternalError.Timeout", "The task did not finish within 3 hours.")
        elif task.task_id in self._at_work:
            return
        elif not task.is_checked:
            check = task.submitted + tuning.check_seconds / tuning.speed
            _run_or_schedule(check, now, due, functools.partial(self._examine, task))
        elif task.status == "PENDING":
            if running.get(task.lane, 0) < (tuning.concurrent or rules.MODELS[task.model].concurrent):
                start = max(task.submitted + tuning.queue_seconds / tuning.speed, self._next_change())
                if start <= now:
                    running[task.lane] = running.get(task.lane, 0) + 1
                _run_or_schedule(start, now, due, functools.partial(self._start, task))
        elif task.task_id in self._made:
            if not task.is_endless:
                ready = (task.scheduled or task.submitted) + tuning.work_seconds / tuning.speed
                _run_or_schedule(max(ready, self._next_change()), now, due, functools.partial(self._finish, task))
        else:
            self._start(task)  # its video was being rendered when the simulator ended

    def _next_change(self) -> float:
        """When the next task may change its status."""
        return 0.0 if self._tuning.change_every is None else self._tasks.changed_at + self._tuning.change_every

    def _examine(self, task: Task) -> None:
        self._at_work.add(task.task_id)
        store, now = self._store, self._clock.now()
        alpha, multiple = self._tuning.accepts_alpha, self._tuning.size_multiple

        def work() -> object:
            try:
                return examine(task, store=store, now=now, accepts_alpha=alpha, size_multiple=multiple)
            except TaskFails as fails:
                return fails
            except FileNotFoundError:
                if not self._is_over(task):
                    raise
                return None  # its files were deleted during the check

        self._workshop.check(work, lambda report: self._examined(task.task_id, report))

    def _examined(self, task_id: str, report: object) -> None:
        self._at_work.discard(task_id)
        task = self._tasks.get(task_id)
        if task is None or task.ended is not None:
            return
        if isinstance(report, TaskFails):
            self._tasks.fail(task, report.failure.code, report.failure.message)
            return
        if not isinstance(report, Examined):
            self._tasks.fail(task, INTERNAL.code, INTERNAL.message)
            return
        scenario = self._scenario_of(report.prompt)
        if scenario is not None and scenario.before is not None:
            self._tasks.fail(task, scenario.before.code, scenario.before.message)
            return
        after = scenario.after if scenario is not None else None
        self._tasks.keep(
            replace(
                task,
                is_checked=True,
                is_endless=scenario is not None and scenario.is_endless,
                video=report.video,
                usage=report.usage,
                prompt=report.prompt,
                actual_prompt=report.actual_prompt,
                after={"code": after.code, "message": after.message} if after is not None else None,
            )
        )

    def _scenario_of(self, prompt: str) -> Scenario | None:
        """The scenario of a task: from a marker in its prompt, an active scenario, or the failure rate."""
        if (scenario := scenario_in(prompt)) is not None:
            return scenario
        if (active := self._scenarios.take(lambda scenario: scenario.affects_tasks)) is not None:
            return active.scenario
        rate = self._tuning.failure_rate
        return SCENARIOS["fail-internal"] if rate is not None and self._rng.random() < rate else None

    def _start(self, task: Task) -> None:
        if task.status != "RUNNING":
            task = replace(task, status="RUNNING", scheduled=self._clock.now())
            self._tasks.keep(task)
        self._at_work.add(task.task_id)
        folder, target = self._store.inputs.parent, self._store.result_file(task.task_id)
        videos, video_bytes = self._tuning.videos, self._tuning.video_bytes
        plan = dict(task.video or {})
        for name in ("picture", "last_picture", "clip", "sound"):
            plan[name] = folder / plan[name] if plan.get(name) else None

        def work() -> object:
            if videos == "instant":
                shutil.copyfile(self._video_for_all(), target)
            else:
                try:
                    render(VideoSpec(**plan, tiny=videos == "tiny"), target, stopped=self._stopped)
                except FileNotFoundError:
                    if not self._is_over(task):
                        raise
                    return None  # its files were deleted before it began
            if video_bytes is not None:
                _fill(target, video_bytes)
            return None

        self._workshop.render(work, lambda report: self._rendered(task.task_id, report))

    def _is_over(self, task: Task) -> bool:
        """Whether the task has ended or expired since a thread began to work on it."""
        now = self._tasks.get(task.task_id)
        return now is None or now.ended is not None

    def _video_for_all(self) -> Path:
        path = self._store.results / "shared.mp4"
        with self._shared_video:
            if not path.exists():
                render(VideoSpec(picture=None, seconds=1, width=320, height=180, tiny=True), path)
        return path

    def _rendered(self, task_id: str, report: object) -> None:
        self._at_work.discard(task_id)
        task = self._tasks.get(task_id)
        if task is None or task.ended is not None or isinstance(report, RenderStopped):
            return
        if isinstance(report, Exception):
            self._tasks.fail(task, INTERNAL.code, INTERNAL.message)
            return
        self._made.add(task_id)

    def _finish(self, task: Task) -> None:
        if task.after is not None:
            self._tasks.fail(task, **task.after)
        else:
            self._tasks.end(task, status="SUCCEEDED")


def _run_or_schedule(moment: float, now: float, due: list[float], do: Callable[[], None]) -> None:
    if moment <= now:
        do()
    else:
        due.append(moment)


def _fill(video: Path, size_bytes: int) -> None:
    """Pad an MP4 with a box that readers skip."""
    missing = size_bytes - video.stat().st_size
    if missing >= _BOX_HEAD_BYTES:
        with video.open("r+b") as file:
            file.seek(0, 2)
            file.write(missing.to_bytes(4, "big") + b"free")
            file.truncate(size_bytes)
