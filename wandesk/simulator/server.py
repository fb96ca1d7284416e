"""The simulator's process: the API, the storage host, the ledger and the control on one loopback port."""

from __future__ import annotations

import argparse
import asyncio
import contextlib
import email.utils
import json
import logging
import os
import shutil
import socket
import sqlite3
import sys
import tempfile
import threading
from collections.abc import AsyncIterator, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from wandesk.simulator import rules
from wandesk.simulator.bucket import Bucket
from wandesk.simulator.checks import keep_pictures
from wandesk.simulator.clock import AdjustableClock
from wandesk.simulator.scenarios import SCENARIOS
from wandesk.simulator.service import (
    Caller,
    Refusal,
    Service,
    cloud_time,
    list_row,
    new_id,
    read_cloud_time,
    task_answer,
    throttled,
)
from wandesk.simulator.store import Store, Task

PRACTICE_KEY, PRACTICE_ACCOUNT = "sk-practice", "practice"

_ORDER_MOST_BYTES = 64 * 1024 * 1024
_RENDERS_AT_ONCE = 2
_LIST_WINDOW_SECONDS = 24 * 3600.0
_GATEWAY_PAGE = (
    "<html>\n<head><title>502 Bad Gateway</title></head>\n"
    "<body><center><h1>502 Bad Gateway</h1></center></body>\n</html>\n"
)

_log = logging.getLogger("wandesk.simulator")


# ---------------------------------------------------------------- the API


class Front:
    """Turns requests into calls of the service, and its answers into the cloud's JSON."""

    def __init__(self, service: Service, *, wake: Callable[[], None]) -> None:
        self._service = service
        self._bucket = Bucket(service, cut=cut_line)
        self._wake = wake

    def routes(self) -> list[Route]:
        methods = ["GET", "POST", "PUT", "DELETE", "PATCH"]
        return [
            Route("/simulator/ledger", self._ledger, methods=["GET"]),
            Route("/simulator/control", self._control, methods=["GET", "POST"]),
            Route("/api/v1/{path:path}", self._api, methods=methods),
            Route("/", self._bucket.receive, methods=["POST"]),
            Route("/{name}", self._bucket.hand_out, methods=["GET"]),
        ]

    async def _api(self, request: Request) -> Response:
        """Order of checks: wire reference, 13.1. A body is read before a refusal, or the client may lose the answer."""
        request_id = new_id()
        path = str(request.path_params["path"]).rstrip("/")
        try:
            body = await _body(request)
        except ClientDisconnect:
            self._service.write_down("broken off", note=_kind(request.method, path))
            return Response(status_code=400)
        caller: Caller | None = None
        try:
            caller = self._service.caller(request.headers.get("authorization"))
            match (request.method, path.split("/")):
                case ("POST", ["services", "aigc", _, "video-synthesis"]) if path in {
                    rules.VIDEO_PATH,
                    rules.FRAMES_PATH,
                }:
                    return await self._create(request, caller, body, path=path, request_id=request_id)
                case ("GET", ["tasks"]):
                    return self._list(request, caller, request_id)
                case ("GET", ["tasks", task_id]):
                    return self._look(request, caller, task_id, request_id)
                case ("POST", ["tasks", task_id, "cancel"]):
                    return self._cancel(caller, task_id, request_id)
                case ("GET", ["uploads"]):
                    return self._policy(request, caller, request_id)
                case (method, _):
                    raise _no_route(method, path)
        except Refusal as refusal:
            self._service.write_down(_kind(request.method, path), caller, status=refusal.status, note=refusal.code)
            return answer({"code": refusal.code, "message": refusal.message}, request_id, status=refusal.status)

    async def _create(
        self, request: Request, caller: Caller, body: bytes | None, *, path: str, request_id: str
    ) -> Response:
        if request.headers.get("x-dashscope-async") != "enable":
            raise Refusal(403, "AccessDenied", "current user api does not support synchronous calls.")
        if body is None:
            raise Refusal(400, "BadRequest.TooLarge", "Payload Too Large")
        try:
            order = await asyncio.to_thread(json.loads, body)
        except (ValueError, RecursionError) as broken:
            raise Refusal(
                400, "InvalidParameter", "Required body invalid, please check the request body format."
            ) from broken
        del body
        model = self._service.may_create(caller, order=order, path=path)
        struck = self._service.strike(lambda scenario: scenario.create)
        trouble = struck.create if struck is not None else None
        if trouble is not None and trouble.kind == "throttled":
            raise throttled()
        task: Task | None = None
        if trouble is None or trouble.is_accepted:
            task_id = new_id()
            order = await asyncio.to_thread(keep_pictures, order, task_id=task_id, store=self._service.store)
            resolves = request.headers.get("x-dashscope-ossresourceresolve") == "enable"
            task = self._service.create(
                caller, order=order, task_id=task_id, request_id=request_id, resolves_oss=resolves
            )
            self._wake()
        known = task.task_id if task is not None else None
        status = 200 if trouble is None else (502 if trouble.kind == "gateway_page" else None)
        note = trouble.kind if trouble is not None else None
        self._service.write_down("create", caller, task_id=known, model=model, status=status, note=note)
        if trouble is not None and trouble.kind == "cut":
            await cut_line(request)
            return Response(status_code=500)
        if trouble is not None:
            return Response(_GATEWAY_PAGE, 502, media_type="text/html")
        return answer({"output": {"task_status": "PENDING", "task_id": known}}, request_id)

    def _look(self, request: Request, caller: Caller, task_id: str, request_id: str) -> Response:
        self._service.limit("query", caller.account, per_second=rules.QUERIES_PER_SECOND)
        task = self._service.find(caller, task_id)
        self._service.write_down(
            "poll", caller, task_id=task_id[:64], status=200, note=task.status if task else "UNKNOWN"
        )
        if task is None:
            return answer({"output": {"task_id": task_id, "task_status": "UNKNOWN"}}, request_id)
        url = None
        if task.status == "SUCCEEDED" and task.ended is not None:
            url = self._bucket.film_address(task_id, ended=task.ended, base=_base(request))
        return answer(task_answer(task, video_url=url), request_id)

    def _cancel(self, caller: Caller, task_id: str, request_id: str) -> Response:
        self._service.limit("cancel", caller.account, per_second=rules.QUERIES_PER_SECOND)
        try:
            self._service.cancel(caller, task_id)
        except Refusal as refusal:
            self._service.write_down("cancel", caller, task_id=task_id[:64], status=refusal.status, note=refusal.code)
            return answer({"code": refusal.code, "message": refusal.message}, request_id, status=refusal.status)
        self._service.write_down("cancel", caller, task_id=task_id, status=200)
        return answer({}, request_id)

    def _list(self, request: Request, caller: Caller, request_id: str) -> Response:
        self._service.limit("list", caller.account, per_second=rules.QUERIES_PER_SECOND)
        query = request.query_params
        first, last = self._window(query.get("start_time") or "", query.get("end_time") or "")
        wanted = {"task_id": query.get("task_id"), "model": query.get("model_name"), "status": query.get("status")}
        wanted["api_key_id"] = query.get("api_key_id")
        rows = [
            task
            for task in self._service.account_tasks(caller)
            if first <= task.submitted <= last
            and all(not value or getattr(task, name) == value for name, value in wanted.items())
        ]
        page, size = _number(query.get("page_no"), 1), min(_number(query.get("page_size"), 10), rules.LIST_PAGE_MAX)
        shown = rows[(page - 1) * size : page * size]
        self._service.write_down("list", caller, status=200, note=f"page {page}, {len(shown)} of {len(rows)}")
        total_page = -(-len(rows) // size)
        data = [list_row(task) for task in shown]
        return answer(
            {"total": len(rows), "data": data, "total_page": total_page, "page_no": page, "page_size": size}, request_id
        )

    def _window(self, start: str, end: str) -> tuple[float, float]:
        """Both empty: the last 24 h; one empty: 24 h around the other; never more than 24 h (wire reference, 4.1)."""
        try:
            last = read_cloud_time(end) if end else None
            first = read_cloud_time(start) if start else None
        except ValueError as broken:
            raise Refusal(400, "InvalidParameter", "The time format should be yyyyMMddHHmmss.") from broken
        if first is None:
            last = self._service.clock.now() if last is None else last
            first = last - _LIST_WINDOW_SECONDS
        elif last is None:
            last = first + _LIST_WINDOW_SECONDS
        if last - first > _LIST_WINDOW_SECONDS:
            raise Refusal(400, "InvalidParameter", "The time range should not exceed 24 hours.")
        return first, last

    def _policy(self, request: Request, caller: Caller, request_id: str) -> Response:
        model = request.query_params.get("model", "")
        if request.query_params.get("action") != "getPolicy" or not model:
            raise Refusal(400, "InvalidParameter", "Field required: action, model")
        if model not in rules.MODELS:
            raise Refusal(404, "InvalidParameter", "Model not exist.")
        self._service.limit("policy", caller.account, model, per_second=rules.POLICIES_PER_SECOND)
        self._service.write_down("policy", caller, model=model, status=200)
        return answer({"data": self._bucket.policy(caller, model, upload_host=_base(request))}, request_id)

    # ---------------------------------------------------------------- for tests and the curious

    async def _ledger(self, _: Request) -> Response:
        entries = [asdict(entry) for entry in self._service.store.entries()]
        counts: dict[str, int] = {}
        for entry in entries:
            counts[entry["kind"]] = counts.get(entry["kind"], 0) + 1
        made = sum(1 for entry in entries if entry["kind"] == "create" and entry["task_id"])
        return answer({"entries": entries, "counts": counts, "tasks_made": made}, new_id())

    async def _control(self, request: Request) -> Response:
        """GET the state, or POST wishes first.

        Wishes: scenario and times, speed, tiny, accepts_alpha, advance (seconds), keys {key: account}, remove_keys,
        refuse {account: code or null}, clear ("ledger" or "tasks").
        """
        if request.method == "POST":
            try:
                self._apply(await request.json())
            except (ValueError, TypeError, KeyError, AttributeError) as wrong:
                return answer(
                    {"code": "InvalidParameter", "message": f"{type(wrong).__name__}: {wrong}"}, new_id(), status=400
                )
            self._wake()
        service = self._service
        now = service.clock.now()
        state = {
            "scenario": service.scenario_name,
            "scenarios": {name: scenario.says for name, scenario in SCENARIOS.items()},
            "speed": service.speed,
            "tiny": service.tiny,
            "accepts_alpha": service.accepts_alpha,
            "accounts": service.accounts,
            "now": now,
            "cloud_time": cloud_time(now),
        }
        return answer(state, new_id())

    def _apply(self, wishes: dict[str, Any]) -> None:
        service = self._service
        unknown = set(wishes) - {
            *(
                "scenario",
                "times",
                "speed",
                "tiny",
                "accepts_alpha",
                "advance",
                "keys",
                "remove_keys",
                "refuse",
                "clear",
            )
        }
        if unknown:
            raise ValueError(f"unknown: {', '.join(sorted(unknown))}")
        if "scenario" in wishes:
            service.set_scenario(wishes["scenario"], wishes.get("times"))
        if "speed" in wishes:
            service.speed = _positive(wishes["speed"])
        service.tiny = bool(wishes.get("tiny", service.tiny))
        service.accepts_alpha = bool(wishes.get("accepts_alpha", service.accepts_alpha))
        if "advance" in wishes and isinstance(service.clock, AdjustableClock):
            service.clock.advance(_positive(wishes["advance"]))
        for key, account in wishes.get("keys", {}).items():
            service.add_key(key, account)
        for key in wishes.get("remove_keys", []):
            service.remove_key(key)
        for account, code in wishes.get("refuse", {}).items():
            service.refuse_account(account, code)
        match wishes.get("clear"):
            case None:
                pass
            case "ledger":
                service.store.clear_ledger()
            case "tasks":
                service.clear_tasks()
            case other:
                raise ValueError(f"clear: {other}")


def answer(fields: dict[str, Any], request_id: str, *, status: int = 200) -> Response:
    """The cloud's JSON, its request id in body and header."""
    body = json.dumps({**fields, "request_id": request_id}, ensure_ascii=False, separators=(",", ":"))
    # A half character, which JSON may carry in, has no bytes of its own.
    content = body.encode("utf-8", "replace")
    return Response(content, status, {"x-request-id": request_id, "content-type": "application/json;charset=UTF-8"})


def _kind(method: str, path: str) -> str:
    """The ledger's word for a request."""
    match (method, path.split("/")):
        case ("POST", ["services", *_]):
            return "create"
        case ("GET", ["tasks"]):
            return "list"
        case ("GET", ["tasks", _]):
            return "poll"
        case ("POST", ["tasks", _, "cancel"]):
            return "cancel"
        case (_, ["uploads"]):
            return "policy"
    return "other"


def _no_route(method: str, path: str) -> Refusal:
    if path in {rules.VIDEO_PATH, rules.FRAMES_PATH}:
        return Refusal(400, "InvalidParameter", f"Request method '{method}' is not supported.")
    return Refusal(404, "NotFound", "Not found.")


async def cut_line(request: Request) -> None:
    """Reset the connection without an answer. The transport is put into the scope by `_Protocol`."""
    request.scope["state"]["transport"].abort()
    await asyncio.sleep(0.01)  # until the server knows that the line is gone, it would still try to answer


async def _body(request: Request) -> bytes | None:
    """The whole body; None when it is larger than any order may be."""
    pieces: list[bytes] = []
    size = 0
    async for piece in request.stream():
        size += len(piece)
        if size <= _ORDER_MOST_BYTES:
            pieces.append(piece)
        else:
            pieces.clear()
    return b"".join(pieces) if size <= _ORDER_MOST_BYTES else None


def _base(request: Request) -> str:
    """The address by which this request reached us; a foreign name in Host is not repeated."""
    host = request.headers.get("host", "")
    name = host.rpartition(":")[0] or host
    if name not in {"127.0.0.1", "localhost"}:
        address, port = request.scope["server"]
        host = f"{address}:{port}"
    return f"http://{host}"


def _number(text: str | None, default: int) -> int:
    return max(1, int(text)) if text and text.isdigit() else default


def _positive(value: Any) -> float:
    number = float(value)
    if not number > 0:
        raise ValueError(f"must be more than 0: {value}")
    return number


# ---------------------------------------------------------------- the process


class _Threads:
    """Does the service's slow work in threads; reports arrive in the loop."""

    def __init__(self) -> None:
        self._checkers = ThreadPoolExecutor(1, "check")
        self._renderers = ThreadPoolExecutor(_RENDERS_AT_ONCE, "render")
        self.loop: asyncio.AbstractEventLoop | None = None
        self.wake: Callable[[], None] = lambda: None

    def check(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._start(self._checkers, work, done)

    def render(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._start(self._renderers, work, done)

    def _start(self, pool: ThreadPoolExecutor, work: Callable[[], object], done: Callable[[object], None]) -> None:
        def report(future: Future[object]) -> None:
            error = future.exception()
            if error is not None:
                _log.warning("work failed", exc_info=error)
            result = future.result() if error is None else error
            if self.loop is not None:
                self.loop.call_soon_threadsafe(self._report, done, result)

        pool.submit(work).add_done_callback(report)

    def _report(self, done: Callable[[object], None], result: object) -> None:
        done(result)
        self.wake()


class _Protocol(H11Protocol):
    """Leaves its transport in the scope, so that a scenario can cut the line."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio sets this only on sockets that were made with proto=TCP; without it every answer takes 40 ms longer.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {**self.app_state, "transport": transport}


class _CloudClock:
    """Writes the simulator's own time into `Date`: a client takes its idea of the cloud's time from there."""

    def __init__(self, app: ASGIApp, *, now: Callable[[], float]) -> None:
        self._app, self._now = app, now

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def dated(message: Message) -> None:
            if message["type"] == "http.response.start":
                date = email.utils.formatdate(self._now(), usegmt=True).encode()
                message = {**message, "headers": [*message.get("headers", []), (b"date", date)]}
            await send(message)

        await self._app(scope, receive, dated)


class _Server(uvicorn.Server):
    """Says its addresses when it can be reached, and ends at once when it is told to."""

    def __init__(self, config: uvicorn.Config, *, announce: Callable[[], None], end: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce, self._end = announce, end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        # In a thread: the signal may have interrupted a statement whose lock `end` needs.
        threading.Thread(target=self._end, name=f"signal {sig}", daemon=True).start()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()


def build_app(service: Service, threads: _Threads) -> ASGIApp:
    """The web application; its life runs the service's heartbeat."""
    woken = asyncio.Event()

    async def beat() -> None:
        while True:
            woken.clear()
            try:
                due = service.step()
            except Exception:  # noqa: BLE001 - logged; one bad task must not stop the cloud for all others
                _log.exception("step failed")
                due = service.clock.now() + 1
            delay = None if due is None else max(0.0, due - service.clock.now())
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(woken.wait(), delay)

    @contextlib.asynccontextmanager
    async def life(_: Starlette) -> AsyncIterator[None]:
        threads.loop = asyncio.get_running_loop()
        threads.wake = woken.set
        async with asyncio.TaskGroup() as group:
            heart = group.create_task(beat())
            yield
            heart.cancel()

    front = Front(service, wake=woken.set)
    app = Starlette(routes=front.routes(), lifespan=life)
    return _CloudClock(app, now=service.clock.now)


def main(argv: list[str]) -> int:
    """Serve until told to end. Exit code 2: wrong arguments, a folder that cannot be used, a port that is taken."""
    options = _options(argv)
    if hasattr(os, "umask"):
        os.umask(0o077)
    temporary = None if options.data is not None else Path(tempfile.mkdtemp(prefix="wandesk-simulator-"))
    stopping = threading.Event()
    try:
        store = Store(options.data if temporary is None else temporary)
        listener = socket.create_server(("127.0.0.1", options.port), backlog=128)
    except (OSError, sqlite3.Error) as refused:
        print(f"simulator: {refused}", file=sys.stderr)  # noqa: T201 - a command's own complaint
        return 2
    keys = {PRACTICE_KEY: PRACTICE_ACCOUNT} | dict(options.key)
    threads = _Threads()
    service = Service(
        store=store,
        clock=AdjustableClock(),
        workshop=threads,
        keys=keys,
        speed=options.speed,
        tiny=options.tiny,
        scenario=options.scenario,
        stopped=stopping.is_set,
    )
    ended = threading.Lock()

    def end() -> None:
        """Every answer given is on disk already, so nothing is waited for; threads that draw are left behind."""
        if not ended.acquire(blocking=False):
            return
        stopping.set()
        store.close()
        if temporary is not None:
            shutil.rmtree(temporary, ignore_errors=True)
        os._exit(0)

    if options.ends_with_stdin:
        threading.Thread(target=_await_end_of_input, args=(end,), name="stdin", daemon=True).start()
    asyncio.run(_serve(service, threads, listener, end=end))
    end()
    return 0


async def _serve(service: Service, threads: _Threads, listener: socket.socket, *, end: Callable[[], None]) -> None:
    host = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def announce() -> None:
        addresses = {
            "base_url": f"{host}/api/v1",
            "ledger_url": f"{host}/simulator/ledger",
            "control_url": f"{host}/simulator/control",
        }
        os.write(1, f"{json.dumps(addresses)}\n".encode())  # not sys.stdout: see _await_end_of_input

    config = uvicorn.Config(
        build_app(service, threads),
        http=_Protocol,
        ws="none",
        loop="asyncio",
        lifespan="on",
        log_config=None,
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_keep_alive=60,
    )
    await _Server(config, announce=announce, end=end).serve(sockets=[listener])


def _await_end_of_input(end: Callable[[], None]) -> None:
    # Not sys.stdin: a windowed program on Windows has none, although its starter gave it a pipe.
    with contextlib.suppress(OSError):
        while os.read(0, 4096):
            continue
    end()


def _options(argv: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="wandesk.simulator", description="A stand-in for Alibaba Cloud Model Studio on this machine."
    )
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument(
        "--data", type=Path, help="folder that keeps tasks, uploads and films; without it nothing outlives the process"
    )
    parser.add_argument("--speed", type=_positive, default=1.0, help="times as fast as usual")
    parser.add_argument("--scenario", choices=sorted(SCENARIOS), default="none")
    parser.add_argument("--tiny", action="store_true", help="tiny films, for tests")
    parser.add_argument("--key", type=_key, action="append", default=[], metavar="KEY=ACCOUNT")
    parser.add_argument("--ends-with-stdin", action="store_true", help="end when standard input closes")
    return parser.parse_args(argv)


def _key(text: str) -> tuple[str, str]:
    key, _, account = text.partition("=")
    if not key or not account:
        raise argparse.ArgumentTypeError("KEY=ACCOUNT is wanted")
    return key, account
