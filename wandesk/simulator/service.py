"""Tasks and accounts: what the cloud knows and when it does what.

Why no coroutine lives here: everything that happens at a time happens in `step()`, which is told the time by a clock
and says when it wants to be called again. Under a clock that a test moves by hand the whole cloud is deterministic.
"""

from __future__ import annotations

import base64
import functools
import hashlib
import io
import random
import shutil
import threading
import uuid
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal, Protocol

from PIL import Image

from wandesk.simulator import rules
from wandesk.simulator.checks import Examined, TaskFails, examine, keep_pictures
from wandesk.simulator.clock import Clock
from wandesk.simulator.render import RenderStopped, VideoOrder, render
from wandesk.simulator.scenarios import INTERNAL, SCENARIOS, Call, Scenario, Strike, strike_of, troubled_by
from wandesk.simulator.store import Entry, Store, Task

HOME = "practice"  # the region that has everything
_TASK_MOST_SECONDS = 3 * 3600.0  # the cloud gives up then
_SWEEP_SECONDS = 60.0  # things live a day here
_BOX_HEAD_BYTES = 8  # length and name

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
    "Workspace.AccessDenied": (403, "Workspace access denied."),
    "PrepaidBillOverdue": (429, "The prepaid bill is overdue."),
    "PostpaidBillOverdue": (429, "The postpaid bill is overdue."),
    "CommodityNotPurchased": (429, "Commodity has not purchased yet."),
}
_CLOSED_TO_ALL = (
    "AccessDenied.Unpurchased"  # an account without the service has no uploads and no lists of models either
)
_PLAN_KEY = "sk-sp-"  # keys of another product with another host; here they are wrong ones
Videos = Literal["full", "tiny", "instant"]


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
    region: str = HOME
    user: str = ""


@dataclass(slots=True, kw_only=True)
class Knobs:
    """What a test may turn. Seconds are the cloud's (`speed` shortens them), except those of transfers.

    `videos`: "full", "tiny" (small, for tests), or "instant" (one tiny video for all: tasks keep their timetable and
    nothing is drawn). `change_every` lets no more than one task change its state in so many seconds, in an order drawn
    with the seed. `failure_rate` is the share of orders that fail on the cloud's side after the work, drawn with the
    seed. `size_multiple` is what the sides of videos are multiples of (2 or 16; wire reference, 7.2). `video_bytes` is
    the least size of videos: they carry that much padding (a `free` box). None leaves a
    number as the rules have it.
    """

    speed: float = 1.0
    videos: Videos = "full"
    accepts_alpha: bool = False
    check_seconds: float = 0.3  # from the order to its examination
    queue_seconds: float = 1.0  # from the order to the start of the work, when there is room
    work_seconds: float = 6.0  # least time of the work
    change_every: float | None = None
    failure_rate: float | None = None
    size_multiple: int | None = None
    video_bytes: int | None = None
    queue_max: int | None = None
    concurrent: int | None = None
    submits_per_second: int | None = None
    queries_per_second: int | None = None
    list_page_max: int | None = None
    upload_bytes_per_second: int | None = None
    download_bytes_per_second: int | None = None


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
        knobs: Knobs | None = None,
        scenarios: Sequence[str] = (),
        home: str = HOME,
        seed: int | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        self.store, self.clock, self.home = store, clock, home
        self.knobs = knobs if knobs is not None else Knobs()
        self.reseed(seed)
        self._workshop = workshop
        self._stopped = stopped
        self._callers: dict[str, Caller] = {}
        self._account_refusals: dict[tuple[str, str | None], str] = {}
        for key, account in keys.items():
            self.add_key(key, account)
        self._strikes: list[Strike] = []
        self.set_scenarios([strike_of(scenario) for scenario in scenarios])
        self._limits: dict[tuple[str, ...], deque[float]] = {}
        self._at_work: set[str] = set()  # tasks whose examination or video is being made just now
        self._made: set[str] = set()  # tasks whose video is ready
        self._swept = 0.0
        self._changed = 0.0  # when a task changed its state the last time
        self._shared_video = threading.Lock()
        self._tasks = {task.task_id: task for task in sorted(store.tasks(), key=lambda task: task.submitted)}
        self._active = {task_id: None for task_id, task in self._tasks.items() if task.ended is None}
        self._made.update(task_id for task_id in self._active if store.result_file(task_id).exists())

    # ---------------------------------------------------------------- knobs

    @property
    def strikes(self) -> list[Strike]:
        """The scenarios that are on."""
        return self._strikes

    @property
    def accounts(self) -> dict[str, str]:
        """Number of each key, and its account."""
        return {caller.api_key_id: caller.account for caller in self._callers.values()}

    def reseed(self, seed: int | None) -> None:
        """Begin the draws anew; None draws differently each time."""
        self._random = random.Random(seed)  # noqa: S311 - luck, not a secret

    def add_key(self, key: str, account: str) -> None:
        """`account` is ACCOUNT[/USER][@REGION]: a person of the account, and where the key was issued."""
        whole, _, region = account.partition("@")
        main, _, user = whole.partition("/")
        number = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big") % 90_000 + 10_000
        self._callers[key] = Caller(account=main, api_key_id=str(number), region=region or self.home, user=user)

    def remove_key(self, key: str) -> None:
        self._callers.pop(key, None)

    def refuse_account(self, account: str, code: str | None, *, model: str | None = None) -> None:
        """Refuse the account's orders (for one model) with this code from now on; None lifts it.

        Raises KeyError for a code that no account is refused with.
        """
        if code is None:
            self._account_refusals.pop((account, model), None)
        else:
            _ = _ACCOUNT_REFUSALS[code]
            self._account_refusals[account, model] = code

    def set_scenarios(self, strikes: Sequence[Strike]) -> None:
        """These and no others are on from now."""
        self._strikes = [strike for strike in strikes if strike.name != "none"]

    def strike(self, wanted: Callable[[Scenario], object], call: Call | None = None) -> Strike | None:
        """The first scenario that is on with this kind of trouble for this call; being found is one stroke of it."""
        for strike in self._strikes:
            if not wanted(strike.scenario) or (call is not None and call not in strike.calls):
                continue
            if strike.scenario.share < 1 and self._random.random() >= strike.scenario.share:
                continue
            if strike.left is not None:
                strike.left -= 1
                if strike.left <= 0:
                    self._strikes = [other for other in self._strikes if other is not strike]
            return strike
        return None

    def give_back(self, strike: Strike) -> None:
        """Take a stroke back that could not do what it is for."""
        if strike.left is not None:
            strike.left += 1
            if all(other is not strike for other in self._strikes):
                self._strikes.insert(0, strike)

    def clear_tasks(self) -> None:
        """Forget every task that is not at work."""
        for task in [task for task in self._tasks.values() if task.task_id not in self._at_work]:
            self._forget(task)

    # ---------------------------------------------------------------- requests

    def caller(self, authorization: str | None, region: str | None = None) -> Caller:
        """Whose key this is. A key of another region is as unknown as a wrong one (wire reference, 1.2)."""
        scheme, _, key = (authorization or "").partition(" ")
        caller = self._callers.get(key.strip()) if scheme.lower() == "bearer" else None
        if caller is None or caller.region != (region or self.home) or key.strip().startswith(_PLAN_KEY):
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
        if model is None or model_id not in rules.sold_in(caller.region):
            # Recorded with status 404 and this code, although the pages list it under 400.
            raise Refusal(404, "InvalidParameter", "Model not exist.")
        if model.path != path:
            raise Refusal(400, "InvalidParameter", "url error, please check url!")
        for flag in ((caller.account, None), (caller.account, model_id)):
            if (code := self._account_refusals.get(flag)) is not None:
                raise Refusal(_ACCOUNT_REFUSALS[code][0], code, _ACCOUNT_REFUSALS[code][1])
        most = self.knobs.submits_per_second or model.per_second
        self.limit("submit", caller.account, caller.region, model_id, per_second=most)
        lane = (caller.account, caller.region, model_id)
        waiting = sum(
            1 for task_id in self._active if (task := self._tasks[task_id]).lane == lane and task.status == "PENDING"
        )
        if waiting >= (self.knobs.queue_max or rules.QUEUE_MAX):
            raise throttled()
        return model_id

    def may_read(self, caller: Caller) -> None:
        """Raises Refusal when the account has not activated the service, for what is no task of its own."""
        if self._account_refusals.get((caller.account, None)) == _CLOSED_TO_ALL:
            raise Refusal(_ACCOUNT_REFUSALS[_CLOSED_TO_ALL][0], _CLOSED_TO_ALL, _ACCOUNT_REFUSALS[_CLOSED_TO_ALL][1])

    def may_use(self, caller: Caller, model_id: str) -> bool:
        """Whether the account was given access to the model."""
        return "Model.AccessDenied" not in {
            self._account_refusals.get((caller.account, None)),
            self._account_refusals.get((caller.account, model_id)),
        }

    def make(self, key: str, *, model: str, prompt: str = "", count: int = 1) -> list[str]:
        """Orders that come from elsewhere: a flat picture each, with a key that is known. Raises KeyError."""
        caller, rule = self._callers[key], rules.MODELS[model]
        picture = io.BytesIO()
        Image.new("RGB", (320, 240), "#806040").save(picture, "PNG")
        address = f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}"
        given: dict[str, Any] = {"prompt": prompt}
        match rule.protocol:
            case "legacy":
                given["img_url"] = address
            case "kf2v":
                given["first_frame_url"] = address
            case "media" | "media3":
                given["media"] = [{"type": "first_frame", "url": address}]
        made = []
        for _ in range(count):
            made.append(new_id())
            order = keep_pictures({"model": model, "input": given}, task_id=made[-1], store=self.store)
            self.create(caller, order=order, task_id=made[-1], request_id=new_id(), resolves_oss=False)
        return made

    def create(
        self, caller: Caller, *, order: dict[str, Any], task_id: str, request_id: str, resolves_oss: bool
    ) -> Task:
        """Take an order that `may_create` passed; it is on disk when this returns."""
        task = Task(
            task_id=task_id,
            request_id=request_id,
            account=caller.account,
            api_key_id=caller.api_key_id,
            region=caller.region,
            user=caller.user,
            model=order["model"],
            order=order,
            resolves_oss=resolves_oss,
            submitted=self.clock.now(),
            seed=self._random.randrange(rules.SEED_MAX),
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
        if task is None or (task.account, task.region) != (caller.account, caller.region):
            return None
        if self._is_forgotten(task):
            self._forget(task)
            return None
        return task

    def is_hidden(self, task: Task, *, seconds: float) -> bool:
        """Whether the task is too new to be seen by a call that is so many seconds behind."""
        return self.clock.now() - task.submitted < seconds

    def lag(self, call: Call) -> float:
        """How many seconds this call is behind, by a scenario."""
        strike = self.strike(lambda scenario: scenario.hides_seconds, call)
        return 0.0 if strike is None else strike.seconds or strike.scenario.hides_seconds

    def result(self, task_id: str) -> Path | None:
        task = self._tasks.get(task_id)
        return self.store.result_file(task_id) if task is not None and task.status == "SUCCEEDED" else None

    def account_tasks(self, caller: Caller) -> list[Task]:
        """All tasks of the main account, of whatever key, newest first."""
        self.step()
        return sorted(
            (
                task
                for task in self._tasks.values()
                if (task.account, task.region) == (caller.account, caller.region) and not self._is_forgotten(task)
            ),
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
        running: dict[tuple[str, str, str], int] = {}
        for task_id in self._active:
            task = self._tasks[task_id]
            if task.status == "RUNNING":
                running[task.lane] = running.get(task.lane, 0) + 1
        knobs = self.knobs
        candidates = list(self._active)
        if knobs.change_every is not None:
            self._random.shuffle(candidates)
        for task_id in candidates:
            task = self._tasks[task_id]
            if now - task.submitted > _TASK_MOST_SECONDS:
                self._fail(task, "InternalError.Timeout", "The task did not finish within 3 hours.")
            elif task_id in self._at_work:
                continue
            elif not task.is_checked:
                check = task.submitted + knobs.check_seconds / knobs.speed
                self._when(check, now, due, functools.partial(self._examine, task))
            elif task.status == "PENDING":
                if running.get(task.lane, 0) < (knobs.concurrent or rules.MODELS[task.model].concurrent):
                    start = max(task.submitted + knobs.queue_seconds / knobs.speed, self._next_change())
                    if start <= now:
                        running[task.lane] = running.get(task.lane, 0) + 1
                    self._when(start, now, due, functools.partial(self._start, task))
            elif task_id in self._made:
                if not task.is_endless:
                    ready = (task.scheduled or task.submitted) + knobs.work_seconds / knobs.speed
                    self._when(max(ready, self._next_change()), now, due, functools.partial(self._finish, task))
            else:
                self._start(task)  # it was being made when the simulator ended
        if now - self._swept > _SWEEP_SECONDS:
            self._swept = now
            for task in [task for task in self._tasks.values() if self._is_forgotten(task)]:
                self._forget(task)
            self.store.drop_uploads_before(now)
        return min(due, default=None)

    def _next_change(self) -> float:
        """When a task may change its state again."""
        return 0.0 if self.knobs.change_every is None else self._changed + self.knobs.change_every

    @staticmethod
    def _when(moment: float, now: float, due: list[float], do: Callable[[], None]) -> None:
        if moment <= now:
            do()
        else:
            due.append(moment)

    def _examine(self, task: Task) -> None:
        self._at_work.add(task.task_id)
        store, now, alpha, multiple = self.store, self.clock.now(), self.knobs.accepts_alpha, self.knobs.size_multiple

        def work() -> object:
            try:
                return examine(task, store=store, now=now, accepts_alpha=alpha, size_multiple=multiple)
            except TaskFails as fails:
                return fails
            except FileNotFoundError:
                if task.task_id in self._tasks:
                    raise
                return None  # its time was over while it was looked at: it was forgotten, files and all

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
        trouble = troubled_by(report.prompt)
        if trouble is None and (struck := self.strike(lambda scenario: scenario.meets_tasks)) is not None:
            trouble = struck.scenario
        rate = self.knobs.failure_rate
        if trouble is None and rate is not None and self._random.random() < rate:
            trouble = SCENARIOS["fail-internal"]
        if trouble is not None and trouble.before is not None:
            self._fail(task, trouble.before.code, trouble.before.message)
            return
        after = trouble.after if trouble is not None else None
        self._keep(
            replace(
                task,
                is_checked=True,
                is_endless=trouble is not None and trouble.is_endless,
                video=report.video,
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
        folder, target = self.store.inputs.parent, self.store.result_file(task.task_id)
        videos, video_bytes = self.knobs.videos, self.knobs.video_bytes
        plan = dict(task.video or {})
        for name in ("picture", "last_picture", "clip", "sound"):
            plan[name] = folder / plan[name] if plan.get(name) else None

        def work() -> object:
            if videos == "instant":
                shutil.copyfile(self._video_for_all(), target)
            else:
                render(VideoOrder(**plan, tiny=videos == "tiny"), target, stopped=self._stopped)
            if video_bytes is not None:
                _fill(target, video_bytes)
            return None

        self._workshop.render(work, lambda report: self._rendered(task.task_id, report))

    def _video_for_all(self) -> Path:
        path = self.store.results / "shared.mp4"
        with self._shared_video:
            if not path.exists():
                render(VideoOrder(picture=None, seconds=1, width=320, height=180, tiny=True), path)
        return path

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
        known = self._tasks.get(task.task_id)
        if known is not None and known.status != task.status:
            self._changed = self.clock.now()
            caller = Caller(account=task.account, api_key_id=task.api_key_id)
            self.write_down("change", caller, task_id=task.task_id, model=task.model, note=task.status)
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


def _fill(video: Path, size_bytes: int) -> None:
    """Make an MP4 larger with a box that every reader passes over."""
    missing = size_bytes - video.stat().st_size
    if missing >= _BOX_HEAD_BYTES:
        with video.open("r+b") as file:
            file.seek(0, 2)
            file.write(missing.to_bytes(4, "big") + b"free")
            file.truncate(size_bytes)


def new_id() -> str:
    return str(uuid.uuid4())
