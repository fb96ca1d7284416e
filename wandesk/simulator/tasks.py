"""The tasks of the cloud. Each change is stored before it becomes visible."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

from wandesk.simulator import rules
from wandesk.simulator.accounts import Caller
from wandesk.simulator.clock import Clock
from wandesk.simulator.ledger import Ledger
from wandesk.simulator.store import SimulatorStore, Task


class Tasks:
    """The tasks by id, and those that have not ended."""

    def __init__(self, store: SimulatorStore, clock: Clock, ledger: Ledger) -> None:
        self._store, self._clock, self._ledger = store, clock, ledger
        self._tasks = {task.task_id: task for task in sorted(store.tasks(), key=lambda task: task.submitted)}
        self._active = {task_id: None for task_id, task in self._tasks.items() if task.ended is None}
        self.changed_at = 0.0
        """When a task last changed its status."""

    @property
    def active(self) -> Sequence[Task]:
        """The tasks that have not ended, oldest first."""
        return [self._tasks[task_id] for task_id in self._active]

    def get(self, task_id: str) -> Task | None:
        """The task, also one that is expired."""
        return self._tasks.get(task_id)

    def find(self, caller: Caller, task_id: str) -> Task | None:
        """The account's task, until it expires."""
        task = self._tasks.get(task_id)
        if task is None or (task.account, task.region) != (caller.account, caller.region):
            return None
        if self._is_expired(task):
            self.forget(task)
            return None
        return task

    def of_account(self, caller: Caller) -> list[Task]:
        """All tasks of the main account, of any key, newest first."""
        return sorted(
            (
                task
                for task in self._tasks.values()
                if (task.account, task.region) == (caller.account, caller.region) and not self._is_expired(task)
            ),
            key=lambda task: task.submitted,
            reverse=True,
        )

    def pending(self, lane: tuple[str, str, str]) -> int:
        """How many tasks of this account, region and model are in the queue."""
        return sum(task.lane == lane and task.status == "PENDING" for task in self.active)

    def keep(self, task: Task) -> None:
        """Store a new or changed task."""
        self._store.keep_task(task)
        known = self._tasks.get(task.task_id)
        if known is not None and known.status != task.status:
            self.changed_at = self._clock.now()
            caller = Caller(account=task.account, api_key_id=task.api_key_id)
            self._ledger.record("change", caller, task_id=task.task_id, model=task.model, note=task.status)
        self._tasks[task.task_id] = task
        if task.ended is None:
            self._active[task.task_id] = None
        else:
            self._active.pop(task.task_id, None)

    def end(self, task: Task, **what: Any) -> None:
        """End the task; `what` are its other changed fields."""
        self.keep(replace(task, ended=self._clock.now(), **what))
        self._store.drop_inputs(task)

    def fail(self, task: Task, code: str, message: str) -> None:
        """End the task without a video."""
        self.end(task, status="FAILED", code=code, message=message, usage=None)
        self._store.drop_result(task.task_id)

    def forget(self, task: Task) -> None:
        """Delete the task and its files."""
        self._tasks.pop(task.task_id, None)
        self._active.pop(task.task_id, None)
        self._store.forget_task(task)

    def forget_where(self, condition: Callable[[Task], bool]) -> None:
        """Delete the tasks that meet the condition."""
        for task in [task for task in self._tasks.values() if condition(task)]:
            self.forget(task)

    def forget_expired(self) -> None:
        """Delete expired tasks."""
        self.forget_where(self._is_expired)

    def _is_expired(self, task: Task) -> bool:
        return task.ended is not None and self._clock.now() - task.ended > rules.RETENTION_SECONDS
