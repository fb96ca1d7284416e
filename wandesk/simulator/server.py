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

from wandesk.simulator import listings, rules
from wandesk.simulator.answers import list_row, read_cloud_time, task_answer
from wandesk.simulator.bucket import Bucket, Pace
from wandesk.simulator.checks import keep_pictures
from wandesk.simulator.clock import AdjustableClock
from wandesk.simulator.control import Desk, positive
from wandesk.simulator.faults import LEDGER_WORDS, Faults, call_of, own_headers
from wandesk.simulator.scenarios import CALLS, SCENARIOS, strike_of
from wandesk.simulator.service import (
    Caller,
    Knobs,
    Refusal,
    Service,
    new_id,
)
from wandesk.simulator.store import Store

PRACTICE_KEY, PRACTICE_ACCOUNT = "sk-practice", "practice"

_ORDER_MOST_BYTES = 64 * 1024 * 1024
_RENDERS_AT_ONCE = 2
_LIST_WINDOW_SECONDS = 24 * 3600.0
_log = logging.getLogger("wandesk.simulator")


# ---------------------------------------------------------------- the API


class Front:
    """Turns requests into calls of the service, and its answers into the cloud's JSON."""

    def __init__(self, service: Service, *, wake: Callable[[], None]) -> None:
        self._service = service
        self._bucket = Bucket(service)
        self._wake = wake

    def routes(self) -> list[Route]:
        methods = ["GET", "POST", "PUT", "DELETE", "PATCH"]
        return [
            Route("/api/v1/{path:path}", self._api, methods=methods),
            Route("/regions/{region}/api/v1/{path:path}", self._api, methods=methods),
            Route("/", self._bucket.receive, methods=["POST"]),
            Route("/{name}", self._bucket.hand_out, methods=["GET"]),
        ]

    async def _api(self, request: Request) -> Response:
        """Order of checks: wire reference, 13.1. A body is read before a refusal, or the client may lose the answer."""
        request_id = new_id()
        path = str(request.path_params["path"]).rstrip("/")
        region = str(request.path_params.get("region", self._service.home))
        kind = _kind(request)
        try:
            body = await _body(request, bytes_per_second=self._service.knobs.upload_bytes_per_second)
        except ClientDisconnect:
            self._service.write_down("broken off", note=kind)
            return Response(status_code=400)
        caller: Caller | None = None
        try:
            caller = self._service.caller(request.headers.get("authorization"), region)
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
                case ("GET", ["models"] | ["quotas"] | ["models", "limits"] | ["models", "permissions"]):
                    return self._tell(request, caller, path, request_id)
                case (method, _):
                    raise _no_route(method, path)
        except Refusal as refusal:
            self._service.write_down(kind, caller, status=refusal.status, note=refusal.code)
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
        task_id = new_id()
        order = await asyncio.to_thread(keep_pictures, order, task_id=task_id, store=self._service.store)
        resolves = request.headers.get("x-dashscope-ossresourceresolve") == "enable"
        self._service.create(caller, order=order, task_id=task_id, request_id=request_id, resolves_oss=resolves)
        self._wake()
        self._service.write_down("create", caller, task_id=task_id, model=model, status=200)
        return answer({"output": {"task_status": "PENDING", "task_id": task_id}}, request_id)

    def _look(self, request: Request, caller: Caller, task_id: str, request_id: str) -> Response:
        self._limit("query", caller)
        task = self._service.find(caller, task_id)
        if task is not None and self._service.is_hidden(task, seconds=self._service.lag("get")):
            task = None
        self._service.write_down(
            "poll", caller, task_id=task_id[:64], status=200, note=task.status if task else "UNKNOWN"
        )
        if task is None:
            return answer({"output": {"task_id": task_id, "task_status": "UNKNOWN"}}, request_id)
        url = None
        if task.status == "SUCCEEDED" and task.ended is not None:
            url = self._bucket.video_address(task_id, ended=task.ended, base=_base(request))
        return answer(task_answer(task, video_url=url), request_id)

    def _cancel(self, caller: Caller, task_id: str, request_id: str) -> Response:
        self._limit("cancel", caller)
        try:
            self._service.cancel(caller, task_id)
        except Refusal as refusal:
            self._service.write_down("cancel", caller, task_id=task_id[:64], status=refusal.status, note=refusal.code)
            return answer({"code": refusal.code, "message": refusal.message}, request_id, status=refusal.status)
        self._service.write_down("cancel", caller, task_id=task_id, status=200)
        return answer({}, request_id)

    def _list(self, request: Request, caller: Caller, request_id: str) -> Response:
        self._limit("list", caller)
        query = request.query_params
        first, last = self._window(query.get("start_time") or "", query.get("end_time") or "")
        wanted = {"task_id": query.get("task_id"), "model": query.get("model_name"), "status": query.get("status")}
        wanted["api_key_id"] = query.get("api_key_id")
        lag = self._service.lag("list")
        most = self._service.knobs.list_page_max or rules.LIST_PAGE_MAX
        rows = [
            task
            for task in self._service.account_tasks(caller)
            if first <= task.submitted <= last
            and not self._service.is_hidden(task, seconds=lag)
            and all(not value or getattr(task, name) == value for name, value in wanted.items())
        ]
        page, size = _number(query.get("page_no"), 1), min(_number(query.get("page_size"), 10), most)
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
        if caller.region not in rules.UPLOAD_REGIONS:
            raise Refusal(404, "NotFound", "Not found.")
        self._service.may_read(caller)
        model = request.query_params.get("model", "")
        if request.query_params.get("action") != "getPolicy" or not model:
            raise Refusal(400, "InvalidParameter", "Field required: action, model")
        if model not in rules.sold_in(caller.region):
            raise Refusal(404, "InvalidParameter", "Model not exist.")
        self._service.limit("policy", caller.account, caller.region, model, per_second=rules.POLICIES_PER_SECOND)
        self._service.write_down("policy", caller, model=model, status=200)
        return answer({"data": self._bucket.policy(caller, model, upload_host=_base(request))}, request_id)

    def _tell(self, request: Request, caller: Caller, path: str, request_id: str) -> Response:
        """What costs nothing: models, quotas, permissions (wire reference, 10.1)."""
        self._limit(path, caller)
        self._service.may_read(caller)
        query, knobs, sold = request.query_params, self._service.knobs, rules.sold_in(caller.region)
        page, size = _number(query.get("page_no"), 1), _number(query.get("page_size"), listings.PAGE_SIZE)
        name, model = query.get("name"), query.get("model")
        match path:
            case "models":
                body = listings.models(
                    caller.region,
                    name=name,
                    model=model,
                    providers=_many(request, "providers"),
                    capabilities=_many(request, "capabilities"),
                    site=query.get("service_site"),
                    page=page,
                    size=size,
                )
            case "models/permissions":
                allowed = [model_id for model_id in sold if self._service.may_use(caller, model_id)]
                body = listings.permissions(allowed, model=model, page=page, size=size)
            case _:
                queue = knobs.queue_max or rules.QUEUE_MAX
                body = listings.quotas(
                    caller.region,
                    name=name,
                    model=model,
                    page=page,
                    size=size,
                    queue=queue,
                    concurrent=knobs.concurrent,
                )
        self._service.write_down(_kind(request), caller, status=200)
        return answer(body, request_id)

    def _limit(self, kind: str, caller: Caller) -> None:
        most = self._service.knobs.queries_per_second or rules.QUERIES_PER_SECOND
        self._service.limit(kind, caller.account, caller.region, per_second=most)


def answer(fields: dict[str, Any], request_id: str, *, status: int = 200) -> Response:
    """The cloud's JSON, its request id in body and header."""
    body = json.dumps({**fields, "request_id": request_id}, ensure_ascii=False, separators=(",", ":"))
    # A half character, which JSON may carry in, has no bytes of its own.
    content = body.encode("utf-8", "replace")
    return Response(content, status, {**own_headers(request_id), "content-type": "application/json;charset=UTF-8"})


def _kind(request: Request) -> str:
    """The ledger's word for a request."""
    call = call_of(request.method, request.url.path)
    return LEDGER_WORDS.get(call, call) if call is not None else "other"


def _many(request: Request, name: str) -> list[str]:
    """A query's value that may be given several times, or with commas."""
    return [part for value in request.query_params.getlist(name) for part in value.split(",") if part]


def _no_route(method: str, path: str) -> Refusal:
    if path in {rules.VIDEO_PATH, rules.FRAMES_PATH}:
        return Refusal(400, "InvalidParameter", f"Request method '{method}' is not supported.")
    return Refusal(404, "NotFound", "Not found.")


async def _body(request: Request, *, bytes_per_second: int | None) -> bytes | None:
    """The whole body; None when it is larger than any order may be."""
    pieces: list[bytes] = []
    size = 0
    pace = Pace(bytes_per_second)
    async for piece in request.stream():
        size += len(piece)
        await pace.passed(size)
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


# ---------------------------------------------------------------- the process


class Threads:
    """Does the service's slow work in threads; reports arrive in the loop."""

    def __init__(self) -> None:
        self._checkers = ThreadPoolExecutor(1, "check")
        self._renderers = ThreadPoolExecutor(_RENDERS_AT_ONCE, "render")
        self.loop: asyncio.AbstractEventLoop | None = None
        self.wake: Callable[[], None] = lambda: None

    def close(self) -> None:
        """What is being done is finished, nothing new is begun."""
        for pool in (self._checkers, self._renderers):
            pool.shutdown(cancel_futures=True)

    def check(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._start(self._checkers, work, done)

    def render(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._start(self._renderers, work, done)

    def _start(self, pool: ThreadPoolExecutor, work: Callable[[], object], done: Callable[[object], None]) -> None:
        def report(future: Future[object]) -> None:
            if future.cancelled():
                return
            error = future.exception()
            if error is not None:
                _log.warning("work failed", exc_info=error)
            result = future.result() if error is None else error
            if self.loop is not None:
                with contextlib.suppress(RuntimeError):  # the loop was closed meanwhile
                    self.loop.call_soon_threadsafe(self._report, done, result)

        pool.submit(work).add_done_callback(report)

    def _report(self, done: Callable[[object], None], result: object) -> None:
        done(result)
        self.wake()


class _Protocol(H11Protocol):
    """Leaves its transport in the scope, so that a fault can cut the line."""

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

    def __init__(self, config: uvicorn.Config, *, announce: Callable[[], object], end: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce, self._end = announce, end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        # In a thread: the signal may have interrupted a statement whose lock `end` needs.
        threading.Thread(target=self._end, name=f"signal {sig}", daemon=True).start()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()


def build_app(service: Service, threads: Threads) -> ASGIApp:
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
    desk = Desk(service, wake=woken.set)
    app = Starlette(routes=desk.routes() + front.routes(), lifespan=life)
    return _CloudClock(Faults(app, service=service), now=service.clock.now)


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
    threads = Threads()
    service = Service(
        store=store,
        clock=AdjustableClock(),
        workshop=threads,
        keys=keys,
        knobs=Knobs(speed=options.speed, videos="tiny" if options.tiny else "full"),
        scenarios=options.scenario,
        home=options.region,
        seed=options.seed,
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
    told = json.dumps(addresses(listener))
    # Not sys.stdout: see _await_end_of_input.
    server = make_server(service, threads, announce=lambda: os.write(1, f"{told}\n".encode()), end=end)
    asyncio.run(server.serve(sockets=[listener]))
    end()
    return 0


def addresses(listener: socket.socket) -> dict[str, str]:
    """Where a simulator can be reached that listens there."""
    host = f"http://127.0.0.1:{listener.getsockname()[1]}"
    return {
        "base_url": f"{host}/api/v1",
        "ledger_url": f"{host}/simulator/ledger",
        "control_url": f"{host}/simulator/control",
        "regions_url": f"{host}/regions",  # + /NAME/api/v1
    }


def make_server(
    service: Service, threads: Threads, *, announce: Callable[[], object], end: Callable[[], None]
) -> uvicorn.Server:
    """A server to be run with a listening socket. `announce` is called when it answers, `end` when a signal comes."""
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
    return _Server(config, announce=announce, end=end)


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
        "--data", type=Path, help="folder that keeps tasks, uploads and videos; without it nothing outlives the process"
    )
    parser.add_argument("--speed", type=positive, default=1.0, help="times as fast as usual")
    parser.add_argument(
        "--scenario",
        type=_scenario,
        action="append",
        default=[],
        metavar="NAME[:CALL[+CALL][:TIMES]]",
        help=f"trouble, may be given several times. Calls: {', '.join(CALLS)}. Names: {', '.join(SCENARIOS)}",
    )
    parser.add_argument("--region", choices=rules.REGIONS, default="practice", help="whose models are sold")
    parser.add_argument("--seed", type=int, help="makes what is left to luck the same each time")
    parser.add_argument("--tiny", action="store_true", help="tiny videos, for tests")
    parser.add_argument("--key", type=_key, action="append", default=[], metavar="KEY=ACCOUNT[/USER][@REGION]")
    parser.add_argument("--ends-with-stdin", action="store_true", help="end when standard input closes")
    return parser.parse_args(argv)


def _key(text: str) -> tuple[str, str]:
    key, _, account = text.partition("=")
    if not key or not account:
        raise argparse.ArgumentTypeError("KEY=ACCOUNT is wanted")
    return key, account


def _scenario(text: str) -> str:
    try:
        strike_of(text)
    except ValueError as wrong:
        raise argparse.ArgumentTypeError(str(wrong)) from wrong
    return text
