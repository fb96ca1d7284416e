"""The HTTP interface of the ledger and of the control."""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Awaitable, Callable
from dataclasses import asdict

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from wandesk.simulator import control_values
from wandesk.simulator.answers import cloud_time
from wandesk.simulator.bodies import NOT_JSON, is_json, read_body
from wandesk.simulator.clock import MovableClock
from wandesk.simulator.control_changes import MOST_BYTES, Changes, read_changes
from wandesk.simulator.scenario import CALLS
from wandesk.simulator.scenarios import SCENARIOS
from wandesk.simulator.service import Service

Answer = Callable[[Request], Awaitable[Response]]

LONGEST_REASON = 300


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
                made = self._apply(read_changes(json.loads(body)))
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

    def _apply(self, changes: Changes) -> list[str]:
        """Make the changes; returns the ids of the tasks that were created. Raises ValueError before the first one."""
        service = self._service
        if service.clock.now() + changes.advance > control_values.LATEST:
            raise ValueError("advance: beyond the last date")
        wanted = changes.wanted
        if wanted is not None and wanted.key not in changes.keys and not service.accounts.has_key(wanted.key):
            raise ValueError("make: an unknown key")
        for name, value in changes.tuning.items():
            setattr(service.tuning, name, value)
        if changes.scenarios is not None:
            service.scenarios.set(changes.scenarios)
        for seed in changes.seeds:
            service.reseed(seed)
        if changes.advance and isinstance(service.clock, MovableClock):
            service.clock.advance(changes.advance)
        for key, account in changes.keys.items():
            service.accounts.add_key(key, account)
        for key in changes.remove_keys:
            service.accounts.remove_key(key)
        for refused in changes.refused:
            service.accounts.refuse(refused.account, refused.code, model=refused.model)
        match changes.clear:
            case "ledger":
                service.store.clear_ledger()
            case "tasks":
                service.clear_tasks()
        return service.make(**asdict(wanted)) if wanted is not None else []


def _refused(status: int, code: str, message: str) -> Response:
    return JSONResponse({"code": code, "message": message}, status_code=status)
