"""The HTTP interface of the ledger and of the control."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict, fields
from typing import Any, get_args

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wandesk.simulator import control_values
from wandesk.simulator.active_scenarios import active_scenario
from wandesk.simulator.answers import cloud_time
from wandesk.simulator.bodies import NOT_JSON, is_json, read_body
from wandesk.simulator.clock import MovableClock
from wandesk.simulator.scenario import CALLS
from wandesk.simulator.scenarios import SCENARIOS
from wandesk.simulator.service import Service
from wandesk.simulator.tuning import Tuning, Videos

Answer = Callable[[Request], Awaitable[Response]]

MOST_BYTES = 4 * 1024 * 1024
"""Of a body: it may contain a picture."""
LONGEST_REASON = 300
_TUNING = {field.name: str(field.type) for field in fields(Tuning)}
_CHANGES = {
    *("scenario", "calls", "times", "seconds", "scenarios", "seed", "tiny", "advance", "keys", "remove_keys"),
    *("refuse", "refuse_model", "make", "clear", *_TUNING),
}


class Control:
    """`wake` is called after a change that a task may wait for.

    With a `token`, both answer only to requests with it in the header `x-control-token`.
    """

    def __init__(self, service: Service, *, wake: Callable[[], None], token: str | None = None) -> None:
        self._service, self._wake, self._token = service, wake, token

    def routes(self) -> list[Route]:
        return [
            Route("/simulator/ledger", self._checked(self._ledger), methods=["GET"]),
            Route("/simulator/control", self._checked(self._control), methods=["GET", "POST"]),
        ]

    def _checked(self, answer: Answer) -> Answer:
        async def check(request: Request) -> Response:
            given = request.headers.get("x-control-token", "")
            if self._token is not None and not hmac.compare_digest(given.encode(), self._token.encode()):
                return _refused(403, "AccessDenied", "The control needs its token.")
            return await answer(request)

        return check

    async def _ledger(self, request: Request) -> Response:
        """All entries, their number by kind, and the number of tasks created. `?kind=KIND` and `?since=N` filter."""
        entries = [asdict(entry) for entry in self._service.store.entries()]
        counts: dict[str, int] = {}
        for entry in entries:
            counts[entry["kind"]] = counts.get(entry["kind"], 0) + 1
        made = sum(1 for entry in entries if entry["kind"] == "create" and entry["task_id"])
        since, kind = request.query_params.get("since", ""), request.query_params.get("kind")
        shown = entries[int(since) if re.fullmatch("[0-9]{1,9}", since) else 0 :]
        shown = [entry for entry in shown if kind in {None, entry["kind"]}]
        return JSONResponse({"entries": shown, "counts": counts, "tasks_made": made})

    async def _control(self, request: Request) -> Response:
        """GET the state; POST changes it first.

        Changes: each field of `Tuning` by its name; `scenario` with `calls`, `times` and `seconds`, or `scenarios`, a
        list of {name, calls, times, seconds}, which replace the active ones; `seed`; `advance` (seconds); `keys`
        {key: ACCOUNT[/USER][@REGION]}, `remove_keys`; `refuse` {account: code or null}, `refuse_model` {account:
        {model: code or null}}; `make` {key, model, prompt, count, picture}, which creates tasks; `clear` ("ledger" or
        "tasks").
        """
        made: list[str] = []
        if request.method == "POST":
            if not is_json(request):
                return _refused(415, "InvalidParameter", NOT_JSON)
            try:
                body = await read_body(request, most_bytes=MOST_BYTES)
                if body is None:
                    return _refused(413, "BadRequest.TooLarge", "Payload Too Large")
                made = self._apply(control_values.mapping(json.loads(body)))
            except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as wrong:
                return _refused(400, "InvalidParameter", f"{type(wrong).__name__}: {wrong}"[:LONGEST_REASON])
            self._wake()
        service = self._service
        now, active = service.clock.now(), service.scenarios.all
        return JSONResponse(
            {
                "scenario": active[0].name if active else "none",
                "on": [asdict(each) for each in active],
                "scenarios": {name: scenario.description for name, scenario in SCENARIOS.items()},
                "calls": list(CALLS),
                **asdict(service.tuning),
                "accounts": service.accounts.by_key_number,
                "made": made,
                "now": now,
                "cloud_time": cloud_time(now),
            }
        )

    def _apply(self, changes: dict[str, Any]) -> list[str]:
        service = self._service
        if unknown := set(changes) - _CHANGES:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        if "tiny" in changes:
            changes.setdefault("videos", "tiny" if changes["tiny"] else "full")
        turned = {name: _checked_value(name, changes[name]) for name in _TUNING if name in changes}
        scenarios = None
        if "scenario" in changes:
            options = {name: changes[name] for name in ("calls", "times", "seconds") if changes.get(name) is not None}
            scenarios = [active_scenario({"name": changes["scenario"], **options})]
        elif "scenarios" in changes:
            scenarios = [active_scenario(entry) for entry in control_values.entries(changes["scenarios"])]
        # Everything is read before the first change, so that an invalid request changes nothing.
        for name, value in turned.items():
            setattr(service.tuning, name, value)
        if scenarios is not None:
            service.scenarios.set(scenarios)
        if "seed" in changes:
            service.reseed(None if changes["seed"] is None else int(control_values.finite(changes["seed"])))
        if "advance" in changes and isinstance(service.clock, MovableClock):
            service.clock.advance(control_values.positive(changes["advance"], control_values.MOST_SECONDS))
        for key, account in control_values.mapping(changes.get("keys", {})).items():
            service.accounts.add_key(key, control_values.name(account))
        for key in control_values.entries(changes.get("remove_keys", [])):
            service.accounts.remove_key(control_values.name(key))
        for account, code in control_values.mapping(changes.get("refuse", {})).items():
            service.accounts.refuse(account, code)
        for account, codes in control_values.mapping(changes.get("refuse_model", {})).items():
            for model, code in control_values.mapping(codes).items():
                service.accounts.refuse(account, code, model=model)
        match changes.get("clear"):
            case None:
                pass
            case "ledger":
                service.store.clear_ledger()
            case "tasks":
                service.clear_tasks()
            case other:
                raise ValueError(f"clear: {other}")
        return self._make(**control_values.mapping(changes["make"])) if "make" in changes else []

    def _make(self, *, key: str, model: str, prompt: str = "", count: int = 1, picture: str | None = None) -> list[str]:
        return self._service.make(
            control_values.name(key),
            model=control_values.name(model),
            prompt=control_values.name(prompt, control_values.LONGEST_PROMPT),
            count=control_values.whole(count, control_values.MOST_TASKS),
            picture=None if picture is None else control_values.name(picture, MOST_BYTES),
        )


def _refused(status: int, code: str, message: str) -> Response:
    return JSONResponse({"code": code, "message": message}, status_code=status)


def _checked_value(name: str, value: Any) -> Any:
    kind = _TUNING[name]
    if name == "videos":
        if value not in get_args(Videos):
            raise ValueError(f"videos: {value}")
        return value
    if kind == "bool":
        return bool(value)
    if value is None and kind.endswith("None"):
        return None
    most = control_values.MOST_VIDEO_BYTES if name == "video_bytes" else control_values.MOST_NUMBER
    return control_values.whole(value, most) if kind.startswith("int") else control_values.positive(value, most)
