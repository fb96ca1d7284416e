"""The engine and its adapters, built in one place."""

from __future__ import annotations

import asyncio
import logging
import os
import shlex
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wandesk.domain.account import Connection
from wandesk.domain.catalog import Catalog
from wandesk.domain.errors import NothingSent
from wandesk.domain.request import GenerationRequest
from wandesk.domain.task import Submission, TaskPage, TaskReport, Upload
from wandesk.engine.clock import SystemClock
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.engine import Engine, Ports, no_failpoint
from wandesk.engine.ports import Accounts, Cloud, Failpoint, Listener, OrderInputs, Stopped, TransferProgress
from wandesk.engine.scheduler import QueueSettings
from wandesk.engine.sleep_detection import watch_for_waking
from wandesk.engine.supervisor import Supervisor
from wandesk.practice import Practice
from wandesk.settings.paths import Profile
from wandesk.settings.routes import ProxyRoutes

if TYPE_CHECKING:
    from wandesk.storage.store import JobStore

log = logging.getLogger(__name__)

PRACTICE_OPTIONS = "WANDESK_PRACTICE"
"""Environment variable with options for the Practice child, for tests: `--tiny --speed 20`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Backend:
    """The engine with everything that must be closed after it."""

    engine: Engine
    practice: Practice
    store: JobStore

    async def close(self) -> None:
        """Close all of it at the same time: together this takes as long as the slowest part."""
        for each in await asyncio.gather(self.engine.close(), self.practice.close(), return_exceptions=True):
            if isinstance(each, Exception):
                log.warning("a part did not close: %r", each)


async def open_backend(
    *,
    profile: Profile,
    catalog: Catalog,
    accounts: Accounts,
    supervisor: Supervisor,
    listener: Listener,
    failpoint: Failpoint = no_failpoint,
    routes: ProxyRoutes | None = None,
    wishes: QueueSettings | None = None,
) -> Backend:
    """Build the engine and its adapters on the running loop."""
    from wandesk.files.profile_files import ProfileFiles
    from wandesk.media.process import MediaProcess
    from wandesk.storage.store import JobStore

    store = JobStore(profile.store_path)
    clock = SystemClock()
    cloud_time = CloudTime(clock)

    def make_cloud() -> Cloud:
        from wandesk.dashscope.client import DashScope
        from wandesk.ui.system_proxy import proxy_finder

        return DashScope(
            catalog,
            failpoint=failpoint,
            routes=routes,
            proxy_for=proxy_finder(),
            heard=cloud_time.heard,
            cloud_now=cloud_time.now,
        )

    practice = Practice(
        profile.practice, accounts, clock=clock, arguments=shlex.split(os.environ.get(PRACTICE_OPTIONS, ""))
    )
    ports = Ports(
        cloud=LateCloud(make_cloud),
        accounts=practice,
        store=store,
        media=MediaProcess(),
        files=ProfileFiles(
            inputs=profile.inputs, posters=profile.posters, videos=profile.videos, aside=profile.videos_in_fallback
        ),
        clock=clock,
    )
    engine = Engine(
        catalog=catalog,
        ports=ports,
        supervisor=supervisor,
        listener=listener,
        failpoint=failpoint,
        cloud_time=cloud_time,
        wishes=wishes,
    )
    supervisor.spawn("waking", watch_for_waking(clock, engine.look_at_all))
    supervisor.spawn("Practice", practice.watch(engine.practice_ended, engine.practice_may_start))
    return Backend(engine=engine, practice=practice, store=store)


class LateCloud:
    """The wire, made with the first request: its library and certificates cost more than the whole window."""

    def __init__(self, make: Callable[[], Cloud]) -> None:
        self._make = make
        self._made: Cloud | None = None
        self._making = asyncio.Lock()

    async def upload(
        self,
        connection: Connection,
        model_id: str,
        source: Path,
        suffix: str,
        *,
        sent: TransferProgress,
        stopped: Stopped,
    ) -> Upload:
        cloud = await self._cloud()
        return await cloud.upload(connection, model_id, source, suffix, sent=sent, stopped=stopped)

    async def create(
        self, connection: Connection, request: GenerationRequest, inputs: OrderInputs, *, sent: TransferProgress
    ) -> Submission:
        try:
            cloud = await self._cloud()
        except Exception as fault:
            log.exception("the wire cannot be made")
            raise NothingSent(repr(fault)) from fault  # before the first byte: no reason to doubt the order
        return await cloud.create(connection, request, inputs, sent=sent)

    async def task(self, connection: Connection, task_id: str) -> TaskReport:
        cloud = await self._cloud()
        return await cloud.task(connection, task_id)

    async def tasks(self, connection: Connection, page: int, size: int) -> TaskPage:
        cloud = await self._cloud()
        return await cloud.tasks(connection, page, size)

    async def cancel(self, connection: Connection, task_id: str) -> None:
        cloud = await self._cloud()
        await cloud.cancel(connection, task_id)

    async def download(
        self,
        url: str,
        part: Path,
        *,
        endpoint: str | None,
        received: TransferProgress,
        stopped: Stopped,
        region: str | None = None,
    ) -> int:
        cloud = await self._cloud()
        return await cloud.download(url, part, endpoint=endpoint, received=received, stopped=stopped, region=region)

    async def close(self) -> None:
        if self._made is not None:
            await self._made.close()

    async def _cloud(self) -> Cloud:
        async with self._making:
            if self._made is None:
                self._made = await asyncio.to_thread(self._make)
            return self._made
