"""Tasks and accounts: what the cloud knows and when it does what.

Why no coroutine lives here: everything that happens at a time happens in `step()`, which is told the time by a clock
and says when it wants to be called again. Under a clock that a test moves by hand the whole cloud is deterministic.
"""

from __future__ import annotations

import functools
import hashlib
import secrets
import uuid
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any, Protocol

from wandesk.simulator import rules
from wandesk.simulator.checks import Examined, TaskFails, examine
from wandesk.simulator.clock import Clock
from wandesk.simulator.render import FilmOrder, RenderStopped, render
from wandesk.simulator.scenarios import INTERNAL, SCENARIOS, Scenario, troubled_by
from wandesk.simulator.store import Entry, Store, Task

CHECK_SECONDS = 0.3  # from the order to its examination
QUEUE_SECONDS = 1.0  # from the order to the start of the work, when there is room
WORK_SECONDS = 6.0  # least time of the work
_TASK_MOST_SECONDS = 3 * 3600.0  # the cloud gives up then
_SWEEP_SECONDS = 60.0  # things live a day here
_CLOUD_ZONE = timezone(timedelta(hours=8))

_ACCOUNT_REFUSALS = {
    "Arrearage": (400, "Access denied, please make sure your account is in good standing."),
    "AccessDenied.Unpurchased": (403, "Access to model denied. Please make sure you are eligible for using the model."),
    "Model.AccessDenied": (403, "Model access denied."),
    "AllocationQuota.FreeTierOnly": (
        403,
        (
            "The free tier of the model has been exhausted. If you wish to continue access the model on a paid basis, "
            'please disable the "use free tier only" mode in the management console.'
        ),
    ),
}


class Refusal(Exception):
    """A request that is answered at once with an error of the cloud's own shape."""

    def __init__(self, status: int, code: str, message: str) -> None:
        super().__init__(f"{status} {code}: {message}")
        self.status, self.code, self.message = status, code, message


def throttled() -> Refusal:
    return Refusal(429, "Throttling.RateQuota", "Requests rate limit exceeded, please try again later.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """Who asks: the main account, and the number of the key it was asked with."""

    account: str
    api_key_id: str


class Workshop(Protocol):
    """Does slow work elsewhere, reports in the service's own thread, and then sees to it that `step()` is called."""

    def check(self, work: Callable[[], object], done: Callable[[object], None]) -> None: ...

    def render(self, work: Callable[[], object], done: Callable[[object], None]) -> None: ...


class Service:
    """The imitated cloud without its network."""

    def __init__(
        self,
        *,
        store: Store,
        clock: Clock,
        workshop: Workshop,
        keys: Mapping[str, str],
        speed: float = 1.0,
        tiny: bool = False,
        scenario: str = "none",
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.store, self.clock = store, clock
        self.speed, self.tiny, self.accepts_alpha = speed, tiny, False
        self._workshop = workshop
        self._stopped = stopped
        self._callers: dict[str, Caller] = {}
        self._account_refusals: dict[str, str] = {}
        for key, account in keys.items():
            self.add_key(key, account)
        self._scenario_name = "none"
        self._strikes_left: int | None = None
        self.set_scenario(scenario)
        self._limits: dict[tuple[str, ...], deque[float]] = {}
        self._at_work: set[str] = set()  # tasks whose examination or film is being made just now
        self._made: set[str] = set()  # tasks whose film is ready
        self._swept = 0.0
        self._tasks = {task.task_id: task for task in sorted(store.tasks(), key=lambda task: task.submitted)}
        self._active = {task_id: None for task_id, task in self._tasks.items() if task.ended is None}
        self._made.update(task_id for task_id in self._active if store.result_file(task_id).exists())

    # ---------------------------------------------------------------- knobs

    @property
    def scenario_name(self) -> str:
        return self._scenario_name

    @property
    def accounts(self) -> dict[str, str]:
        """Number of each key, and its account."""
        return {caller.api_key_id: caller.account for caller in self._callers.values()}

    def add_key(self, key: str, account: str) -> None:
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 90_000 + 10_000
        self._callers[key] = Caller(account=account, api_key_id=str(number))

    def remove_key(self, key: str) -> None:
        self._callers.pop(key, None)

    def refuse_account(self, account: str, code: str | None) -> None:
        """Refuse the account's orders with this code from now on; None lifts it. Raises KeyError for another code."""
        if code is None:
            self._account_refusals.pop(account, None)
        else:
            _ = _ACCOUNT_REFUSALS[code]
            self._account_refusals[account] = code

    def set_scenario(self, name: str, times: int | None = None) -> None:
        """`times`: how often it strikes; None is for ever. Raises KeyError for an unknown name."""
        _ = SCENARIOS[name]
        self._scenario_name, self._strikes_left = name, times

    def strike(self, wanted: Callable[[Scenario], object]) -> Scenario | None:
        """The scenario, when it has this kind of trouble; each call that finds it counts as one stroke."""
        scenario = SCENARIOS[self._scenario_name]
        if not wanted(scenario):
            return None
        if self._strikes_left is not None:
            self._strikes_left -= 1
            if self._strikes_left <= 0:
                self.set_scenario("none")
        return scenario

    def clear_tasks(self) -> None:
        """Forget every task that is not at work."""
        for task in [task for task in self._tasks.values() if task.task_id not in self._at_work]:
            self._forget(task)

    # ---------------------------------------------------------------- requests

    def caller(self, authorization: str | None) -> Caller:
        scheme, _, key = (authorization or "").partition(" ")
        caller = self._callers.get(key.strip()) if scheme.lower() == "bearer" else None
        if caller is None:
            message = "Invalid API-key provided." if key else "No API-key provided."
            raise Refusal(401, "InvalidApiKey", message)
        return caller

    def may_create(self, caller: Caller, *, order: Any, path: str) -> str:
        """The checks that the cloud makes before its 200, after key, route and header. Returns the model's id."""
        if not isinstance(order, dict):
            raise Refusal(400, "InvalidParameter", "Required body invalid, please check the request body format.")
        model_id = order.get("model")
        if not isinstance(model_id, str) or not model_id:
            raise Refusal(400, "BadRequest.EmptyModel", 'Required parameter "model" missing from request.')
        model = rules.MODELS.get(model_id)
        if model is None:
            # Recorded with status 404 and this code, although the pages list it under 400.
            raise Refusal(404, "InvalidParameter", "Model not exist.")
        if model.path != path:
            raise Refusal(400, "InvalidParameter", "url error, please check url!")
        if (code := self._account_refusals.get(caller.account)) is not None:
            status, message = _ACCOUNT_REFUSALS[code]
            raise Refusal(status, code, message)
        self.limit("submit", caller.account, model_id, per_second=model.per_second)
        waiting = sum(
            1
            for task_id in self._active
            if (task := self._tasks[task_id]).account == caller.account
            and task.model == model_id
            and task.status == "PENDING"
        )
        if waiting >= rules.QUEUE_MAX:
            raise throttled()
        return model_id

    def create(
        self, caller: Caller, *, order: dict[str, Any], task_id: str, request_id: str, resolves_oss: bool
    ) -> Task:
        """Take an order that `may_create` passed; it is on disk when this returns."""
        task = Task(
            task_id=task_id,
            request_id=request_id,
            account=caller.account,
            api_key_id=caller.api_key_id,
            model=order["model"],
            order=order,
            resolves_oss=resolves_oss,
            submitted=self.clock.now(),
            seed=secrets.randbelow(rules.SEED_MAX),
        )
        self._keep(task)
        return task

    def limit(self, *kind: str, per_second: int) -> None:
        """Raises the cloud's throttling when this is one request too many within a second."""
        now = self.clock.now()
        recent = self._limits.setdefault(kind, deque())
        while recent and not 0 <= now - recent[0] < 1:
            recent.popleft()
        if len(recent) >= per_second:
            raise throttled()
        recent.append(now)

    def find(self, caller: Caller, task_id: str) -> Task | None:
        """The account's task, as long as the cloud remembers it."""
        self.step()
        task = self._tasks.get(task_id)
        if task is None or task.account != caller.account:
            return None
        if self._is_forgotten(task):
            self._forget(task)
            return None
        return task

    def result(self, task_id: str) -> Path | None:
        task = self._tasks.get(task_id)
        return self.store.result_file(task_id) if task is not None and task.status == "SUCCEEDED" else None

    def account_tasks(self, caller: Caller) -> list[Task]:
        """All tasks of the main account, of whatever key, newest first."""
        self.step()
        return sorted(
            (task for task in self._tasks.values() if task.account == caller.account and not self._is_forgotten(task)),
            key=lambda task: task.submitted,
            reverse=True,
        )

    def cancel(self, caller: Caller, task_id: str) -> None:
        task = self.find(caller, task_id)
        if task is None or task.status != "PENDING":
            raise Refusal(
                400,
                "UnsupportedOperation",
                "Failed to cancel the task, please confirm if the task is in PENDING status.",
            )
        self._end(task, status="CANCELED")

    def write_down(self, kind: str, caller: Caller | None = None, **what: Any) -> None:
        account, key_id = (caller.account, caller.api_key_id) if caller is not None else (None, None)
        self.store.write_down(Entry(at=self.clock.now(), kind=kind, account=account, api_key_id=key_id, **what))

    # ---------------------------------------------------------------- time

    def step(self) -> float | None:
        """Do what is due. Returns when to come again (seconds since 1970); None: when a report or a request arrives."""
        now = self.clock.now()
        due: list[float] = []
        running: dict[tuple[str, str], int] = {}
        for task_id in self._active:
            task = self._tasks[task_id]
            if task.status == "RUNNING":
                running[task.account, task.model] = running.get((task.account, task.model), 0) + 1
        for task_id in list(self._active):
            task = self._tasks[task_id]
            if now - task.submitted > _TASK_MOST_SECONDS:
                self._fail(task, "InternalError.Timeout", "The task did not finish within 3 hours.")
            elif task_id in self._at_work:
                continue
            elif not task.is_checked:
                self._when(
                    task.submitted + CHECK_SECONDS / self.speed, now, due, functools.partial(self._examine, task)
                )
            elif task.status == "PENDING":
                lane = (task.account, task.model)
                if running.get(lane, 0) < rules.MODELS[task.model].concurrent:
                    start = task.submitted + QUEUE_SECONDS / self.speed
                    if start <= now:
                        running[lane] = running.get(lane, 0) + 1
                        self._start(task)
                    else:
                        due.append(start)
            elif task_id in self._made:
                ready = (task.scheduled or task.submitted) + WORK_SECONDS / self.speed
                self._when(ready, now, due, functools.partial(self._finish, task))
            else:
                self._start(task)  # it was being made when the simulator ended
        if now - self._swept > _SWEEP_SECONDS:
            self._swept = now
            for task in [task for task in self._tasks.values() if self._is_forgotten(task)]:
                self._forget(task)
            self.store.drop_uploads_before(now)
        return min(due, default=None)

    @staticmethod
    def _when(moment: float, now: float, due: list[float], do: Callable[[], None]) -> None:
        if moment <= now:
            do()
        else:
            due.append(moment)

    def _examine(self, task: Task) -> None:
        self._at_work.add(task.task_id)
        store, now, alpha = self.store, self.clock.now(), self.accepts_alpha

        def work() -> object:
            try:
                return examine(task, store=store, now=now, accepts_alpha=alpha)
            except TaskFails as fails:
                return fails

        self._workshop.check(work, lambda report: self._examined(task.task_id, report))

    def _examined(self, task_id: str, report: object) -> None:
        self._at_work.discard(task_id)
        task = self._tasks.get(task_id)
        if task is None or task.ended is not None:
            return
        if isinstance(report, TaskFails):
            self._fail(task, report.failure.code, report.failure.message)
            return
        if not isinstance(report, Examined):
            self._fail(task, INTERNAL.code, INTERNAL.message)
            return
        trouble = troubled_by(report.prompt) or self.strike(lambda scenario: scenario.before or scenario.after)
        if trouble is not None and trouble.before is not None:
            self._fail(task, trouble.before.code, trouble.before.message)
            return
        after = trouble.after if trouble is not None else None
        self._keep(
            replace(
                task,
                is_checked=True,
                film=report.film,
                usage=report.usage,
                prompt=report.prompt,
                actual_prompt=report.actual_prompt,
                after={"code": after.code, "message": after.message} if after is not None else None,
            )
        )

    def _start(self, task: Task) -> None:
        if task.status != "RUNNING":
            task = replace(task, status="RUNNING", scheduled=self.clock.now())
            self._keep(task)
        self._at_work.add(task.task_id)
        folder, target, tiny = self.store.inputs.parent, self.store.result_file(task.task_id), self.tiny
        plan = dict(task.film or {})
        for name in ("picture", "last_picture", "clip", "sound"):
            plan[name] = folder / plan[name] if plan.get(name) else None

        def work() -> object:
            render(FilmOrder(**plan, tiny=tiny), target, stopped=self._stopped)
            return None

        self._workshop.render(work, lambda report: self._rendered(task.task_id, report))

    def _rendered(self, task_id: str, report: object) -> None:
        self._at_work.discard(task_id)
        task = self._tasks.get(task_id)
        if task is None or task.ended is not None or isinstance(report, RenderStopped):
            return
        if isinstance(report, Exception):
            self._fail(task, INTERNAL.code, INTERNAL.message)
            return
        self._made.add(task_id)

    def _finish(self, task: Task) -> None:
        if task.after is not None:
            self._fail(task, **task.after)
        else:
            self._end(task, status="SUCCEEDED")

    def _fail(self, task: Task, code: str, message: str) -> None:
        self._end(task, status="FAILED", code=code, message=message, usage=None)
        self.store.drop_result(task.task_id)

    def _end(self, task: Task, **what: Any) -> None:
        self._keep(replace(task, ended=self.clock.now(), **what))
        self._made.discard(task.task_id)
        self.store.drop_inputs(task)

    def _keep(self, task: Task) -> None:
        self.store.keep_task(task)
        self._tasks[task.task_id] = task
        if task.ended is None:
            self._active[task.task_id] = None
        else:
            self._active.pop(task.task_id, None)

    def _is_forgotten(self, task: Task) -> bool:
        return task.ended is not None and self.clock.now() - task.ended > rules.RETENTION_SECONDS

    def _forget(self, task: Task) -> None:
        self._tasks.pop(task.task_id, None)
        self._active.pop(task.task_id, None)
        self._made.discard(task.task_id)
        self.store.forget_task(task)


# ---------------------------------------------------------------- answers


def new_id() -> str:
    return str(uuid.uuid4())


def cloud_time(moment: float) -> str:
    """`YYYY-MM-DD HH:mm:ss.SSS` without a zone, in UTC+8; now and then without the fraction, as recorded."""
    when = datetime.fromtimestamp(moment, UTC).astimezone(_CLOUD_ZONE)
    milliseconds = when.microsecond // 1000
    seconds = when.strftime("%Y-%m-%d %H:%M:%S")
    return seconds if milliseconds % 10 == 0 else f"{seconds}.{milliseconds:03d}"


def read_cloud_time(text: str) -> float:
    """`YYYYMMDDhhmmss` in UTC+8, as the list takes it. Raises ValueError."""
    return datetime.strptime(text, "%Y%m%d%H%M%S").replace(tzinfo=_CLOUD_ZONE).timestamp()


def task_answer(task: Task, *, video_url: str | None) -> dict[str, Any]:
    """The body of a look at one task, without its request id (wire reference, section 3.1)."""
    output: dict[str, Any] = {
        "task_id": task.task_id,
        "task_status": task.status,
        "submit_time": cloud_time(task.submitted),
    }
    if task.scheduled is not None:
        output["scheduled_time"] = cloud_time(task.scheduled)
    if task.ended is not None:
        output["end_time"] = cloud_time(task.ended)
    if task.status == "FAILED":
        output |= {"code": task.code, "message": task.message}
    if task.status != "SUCCEEDED":
        return {"output": output}
    output |= {"orig_prompt": task.prompt, "video_url": video_url}
    if task.actual_prompt is not None:
        output["actual_prompt"] = task.actual_prompt
    return {"output": output, "usage": task.usage}


def list_row(task: Task) -> dict[str, Any]:
    """One row of the list (wire reference, section 4.1): no prompt and no address."""
    number = int.from_bytes(hashlib.sha256(task.account.encode()).digest()[:6], "big")
    row: dict[str, Any] = {
        "task_id": task.task_id,
        "status": task.status,
        "model_name": task.model,
        "region": "practice",
        "request_id": task.request_id,
        "gmt_create": round(task.submitted * 1000),
        "api_key_id": task.api_key_id,
        "caller_uid": str(number),
        "caller_parent_id": str(number),
        "user_api_unique_key": f"apikey:v1:aigc:{'image2video' if 'kf2v' in task.model else 'video-generation'}"
        f":video-synthesis:{task.model}",
    }
    if task.scheduled is not None:
        row["start_time"] = round(task.scheduled * 1000)
    if task.ended is not None:
        row["end_time"] = round(task.ended * 1000)
    return row
