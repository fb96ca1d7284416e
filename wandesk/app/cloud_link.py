"""The one connection to Alibaba Cloud that jobs and key checks share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, cast

from wandesk.domain.catalog_source import CatalogSource
from wandesk.domain.errors import NothingSent
from wandesk.engine.clock import SystemClock
from wandesk.engine.cloud_time import CloudTime
from wandesk.engine.ports import Clock, Failpoint, no_failpoint
from wandesk.settings.routes import ProxyRoutes

if TYPE_CHECKING:
    from wandesk.dashscope.client import DashScope

log = logging.getLogger(__name__)


def _ignore_host(_region: str, _origin: str) -> None:
    return


class CloudLink:
    """`cloud` is used on the engine's loop only: one limiter for each account, whatever asks. `time` learns from it."""

    def __init__(
        self,
        catalog: CatalogSource,
        *,
        routes: ProxyRoutes | None = None,
        failpoint: Failpoint = no_failpoint,
        clock: Clock | None = None,
        video_host_seen: Callable[[str, str], None] = _ignore_host,
    ) -> None:
        """`clock` is the one that jobs are stamped with, by default the system's.

        `video_host_seen(region, origin)` is called on the engine's thread with the storage host of each link.
        """
        self._catalog = catalog
        self._routes = routes
        self._failpoint = failpoint
        self._video_host_seen = video_host_seen
        self.time = CloudTime(clock or SystemClock())
        self.cloud = cast("DashScope", _MadeLate(self._make))

    def _make(self) -> DashScope:
        from wandesk.dashscope.client import DashScope
        from wandesk.ui.system_proxy import proxy_finder

        return DashScope(
            self._catalog,
            failpoint=self._failpoint,
            routes=self._routes,
            proxy_for=proxy_finder(),
            date_received=self.time.update,
            cloud_now=self.time.now,
            video_host_seen=self._video_host_seen,
        )


class _MadeLate:
    """Passes every call on to what `make` returns, made in a thread at the first call.

    Importing httpx and reading the certificates costs more than the whole window.
    """

    def __init__(self, make: Callable[[], DashScope]) -> None:
        self._make = make
        self._made: DashScope | None = None
        self._making = asyncio.Lock()

    def __getattr__(self, method: str) -> Callable[..., Awaitable[Any]]:
        async def call(*args: Any, **kwargs: Any) -> Any:
            return await getattr(await self._get(), method)(*args, **kwargs)

        return call

    async def close(self) -> None:
        if self._made is not None:
            await self._made.close()

    async def _get(self) -> DashScope:
        async with self._making:
            if self._made is None:
                try:
                    self._made = await asyncio.to_thread(self._make)
                except Exception as fault:
                    log.exception("the connection to the cloud cannot be made")
                    raise NothingSent(repr(fault)) from fault  # before the first byte: the order is not in doubt
            return self._made
