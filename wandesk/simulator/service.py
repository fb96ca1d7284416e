"""The simulated cloud without HTTP: its parts, and the calls that need several of them."""

from __future__ import annotations

import base64
import io
import random
import uuid
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from PIL import Image

from wandesk.simulator import rules
from wandesk.simulator.accounts import DEFAULT_REGION, Accounts, Caller
from wandesk.simulator.active_scenarios import ActiveScenarios, active_scenario
from wandesk.simulator.clock import Clock
from wandesk.simulator.errors import Refusal, throttled
from wandesk.simulator.input_files import keep_pictures
from wandesk.simulator.ledger import Ledger
from wandesk.simulator.rate_limits import RateLimits
from wandesk.simulator.scenario import Call
from wandesk.simulator.store import SimulatorStore, Task
from wandesk.simulator.task_runner import SlowWork, TaskRunner
from wandesk.simulator.tasks import Tasks
from wandesk.simulator.tuning import Tuning


class Service:
    """The cloud with its regions. Addresses and keys that name no region belong to `default_region`."""

    def __init__(
        self,
        *,
        store: SimulatorStore,
        clock: Clock,
        workshop: SlowWork,
        keys: Mapping[str, str],
        tuning: Tuning | None = None,
        scenarios: Sequence[str] = (),
        default_region: str = DEFAULT_REGION,
        seed: int | None = None,
        stopped: Callable[[], bool] = lambda: False,
    ) -> None:
        """`seed` makes the random decisions the same in each run; None: they differ."""
        self.store, self.clock, self.default_region = store, clock, default_region
        self.tuning = tuning if tuning is not None else Tuning()
        self._rng = random.Random(seed)  # noqa: S311 - not a secret
        self.accounts = Accounts(keys, default_region=default_region)
        self.scenarios = ActiveScenarios(self._rng)
        self.scenarios.set([active_scenario(scenario) for scenario in scenarios])
        self.limits = RateLimits(clock)
        self.ledger = Ledger(store, clock)
        self._tasks = Tasks(store, clock, self.ledger)
        self._runner = TaskRunner(
            tasks=self._tasks,
            store=store,
            clock=clock,
            tuning=self.tuning,
            scenarios=self.scenarios,
            rng=self._rng,
            workshop=workshop,
            stopped=stopped,
        )

    def reseed(self, seed: int | None) -> None:
        """Restart the random decisions; None: they differ each time."""
        self._rng.seed(seed)

    def step(self) -> float | None:
        """Do what is due. Returns when the next step is due (seconds since 1970); None: after a report or a request."""
        return self._runner.step()

    # ---------------------------------------------------------------- create requests

    def may_create(self, caller: Caller, *, payload: Any, path: str) -> str:
        """The checks that the cloud makes before its 200, after key, route and header. Returns the model's id.

        Raises Refusal.
        """
        if not isinstance(payload, dict):
            raise Refusal(400, "InvalidParameter", "Required body invalid, please check the request body format.")
        model_id = payload.get("model")
        if not isinstance(model_id, str) or not model_id:
            raise Refusal(400, "BadRequest.EmptyModel", 'Required parameter "model" missing from request.')
        model = rules.MODELS.get(model_id)
        if model is None or model_id not in rules.sold_in(caller.region):
            # Recorded with status 404 and this code, although the pages list it under 400.
            raise Refusal(404, "InvalidParameter", "Model not exist.")
        if model.path != path:
            raise Refusal(400, "InvalidParameter", "url error, please check url!")
        self.accounts.check_request(caller, model_id)
        most = self.tuning.submits_per_second or model.per_second
        self.limits.check("submit", caller.account, caller.region, model_id, per_second=most)
        lane = (caller.account, caller.region, model_id)
        if self._tasks.pending(lane) >= (self.tuning.queue_max or rules.QUEUE_MAX):
            raise throttled()
        return model_id

    def create(
        self, caller: Caller, *, payload: dict[str, Any], task_id: str, request_id: str, resolves_oss: bool
    ) -> Task:
        """Create the task of a request that `may_create` accepted. It is on disk when this returns."""
        task = Task(
            task_id=task_id,
            request_id=request_id,
            account=caller.account,
            api_key_id=caller.api_key_id,
            region=caller.region,
            user=caller.user,
            model=payload["model"],
            order=payload,
            resolves_oss=resolves_oss,
            submitted=self.clock.now(),
            seed=self._rng.randrange(rules.SEED_MAX),
        )
        self._tasks.keep(task)
        return task

    def make(self, key: str, *, model: str, prompt: str = "", count: int = 1, picture: str | None = None) -> list[str]:
        """Create tasks like another program, each with this picture (a data URI) or a plain one.

        Raises KeyError (unknown key or model).
        """
        caller, rule = self.accounts.of_key(key), rules.MODELS[model]
        address = picture or _plain_picture()
        fields: dict[str, Any] = {"prompt": prompt}
        match rule.protocol:
            case "legacy":
                fields["img_url"] = address
            case "kf2v":
                fields["first_frame_url"] = address
            case "media" | "media3":
                fields["media"] = [{"type": "first_frame", "url": address}]
        made = []
        for _ in range(count):
            made.append(new_id())
            payload = keep_pictures({"model": model, "input": fields}, task_id=made[-1], store=self.store)
            self.create(caller, payload=payload, task_id=made[-1], request_id=new_id(), resolves_oss=False)
        return made

    # ---------------------------------------------------------------- tasks

    def find(self, caller: Caller, task_id: str) -> Task | None:
        """The account's task, until the cloud deletes it."""
        self.step()
        return self._tasks.find(caller, task_id)

    def account_tasks(self, caller: Caller) -> list[Task]:
        """All tasks of the main account, of any key, newest first."""
        self.step()
        return self._tasks.of_account(caller)

    def cancel(self, caller: Caller, task_id: str) -> None:
        """Raises Refusal for a task that is not in the queue."""
        task = self.find(caller, task_id)
        if task is None or task.status != "PENDING":
            raise Refusal(
                400,
                "UnsupportedOperation",
                "Failed to cancel the task, please confirm if the task is in PENDING status.",
            )
        self._tasks.end(task, status="CANCELED")

    def result(self, task_id: str) -> Path | None:
        """The video of a task that succeeded."""
        task = self._tasks.get(task_id)
        return self.store.result_file(task_id) if task is not None and task.status == "SUCCEEDED" else None

    def is_hidden(self, task: Task, *, seconds: float) -> bool:
        """Whether the task is too new for a call whose data lag by so many seconds."""
        return self.clock.now() - task.submitted < seconds

    def lag(self, call: Call) -> float:
        """By how many seconds the data of this call lag, because of a scenario."""
        active = self.scenarios.take(lambda scenario: scenario.hides_seconds, call)
        return 0.0 if active is None else active.seconds or active.scenario.hides_seconds

    def clear_tasks(self) -> None:
        """Delete every task except those that a thread is working on."""
        self._tasks.forget_where(lambda task: not self._runner.is_at_work(task))


def new_id() -> str:
    return str(uuid.uuid4())


def _plain_picture() -> str:
    """A data URI."""
    picture = io.BytesIO()
    Image.new("RGB", (320, 240), "#806040").save(picture, "PNG")
    return f"data:image/png;base64,{base64.b64encode(picture.getvalue()).decode()}"
