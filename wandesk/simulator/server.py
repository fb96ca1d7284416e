"""The simulator's server: the API, the storage host, the ledger and the control on one loopback port."""

from __future__ import annotations

import asyncio
import contextlib
import email.utils
import logging
import socket
import threading
from collections.abc import AsyncIterator, Callable
from types import FrameType

import uvicorn
from starlette.applications import Starlette
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uvicorn.protocols.http.h11_impl import H11Protocol

from wandesk.simulator.api import Api
from wandesk.simulator.control import Control
from wandesk.simulator.door import Door
from wandesk.simulator.faults import Faults
from wandesk.simulator.service import Service
from wandesk.simulator.threads import Threads

_log = logging.getLogger("wandesk.simulator")


class _Protocol(H11Protocol):
    """Puts its transport into the scope, so that a fault can close the connection."""

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # asyncio sets this only on sockets created with proto=TCP. Without it every answer takes 40 ms longer.
        transport.get_extra_info("socket").setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.app_state = {**self.app_state, "transport": transport}


class _CloudClock:
    """Adds a `Date` header with the simulator's time, which clients use as the cloud's time."""

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
    """Calls `announce` when it serves, and `end` after a signal."""

    def __init__(self, config: uvicorn.Config, *, announce: Callable[[], object], end: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce, self._end = announce, end

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002 - uvicorn's signature
        # In a thread, because the signal may have interrupted code that holds a lock that `end` needs.
        threading.Thread(target=self._end, name=f"signal {sig}", daemon=True).start()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._announce()


def build_app(service: Service, threads: Threads, *, control_token: str | None = None) -> ASGIApp:
    """The web application; a task of its lifespan calls the service's `step`. `control_token` as in `Control`."""
    woken = asyncio.Event()

    async def run_steps() -> None:
        while True:
            woken.clear()
            try:
                due = service.step()
            except Exception:  # noqa: BLE001 - logged; one task must not stop the others
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
            steps = group.create_task(run_steps())
            yield
            steps.cancel()

    control, api = Control(service, wake=woken.set, token=control_token), Api(service, wake=woken.set)
    app = Starlette(routes=control.routes() + api.routes(), lifespan=life)
    return Door(_CloudClock(Faults(app, service=service), now=service.clock.now))


def addresses(listener: socket.socket) -> dict[str, str]:
    """The addresses of a simulator with this listening socket."""
    host = f"http://127.0.0.1:{listener.getsockname()[1]}"
    return {
        "base_url": f"{host}/api/v1",
        "ledger_url": f"{host}/simulator/ledger",
        "control_url": f"{host}/simulator/control",
        "regions_url": f"{host}/regions",  # + /NAME/api/v1
    }


def make_server(
    service: Service,
    threads: Threads,
    *,
    announce: Callable[[], object],
    end: Callable[[], None],
    control_token: str | None = None,
) -> uvicorn.Server:
    """A server for a listening socket. It calls `announce` when it serves, and `end` after a signal."""
    config = uvicorn.Config(
        build_app(service, threads, control_token=control_token),
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
