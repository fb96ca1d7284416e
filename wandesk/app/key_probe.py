"""Tries keys and connections on the engine's thread: no socket is opened on the window's."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from wandesk import __version__
from wandesk.domain.account import Connection
from wandesk.domain.connection_check import HostReached
from wandesk.domain.key_check import KeyVerdict
from wandesk.engine.thread import EngineThread
from wandesk.settings.routes import ProxyRoutes

if TYPE_CHECKING:
    from wandesk.dashscope.network import Network

T = TypeVar("T")


class KeyProbe:
    """Made with the first question: its library and certificates cost more than the whole window."""

    def __init__(self, thread: EngineThread, routes: ProxyRoutes) -> None:
        self._thread = thread
        self._routes = routes
        self._network: Network | None = None

    async def check(self, connection: Connection) -> KeyVerdict:
        """Whether the connection's key is good."""
        return await self._ask("check a key", self._check(connection))

    async def find_region(self, region: str, others: Sequence[Connection]) -> KeyVerdict:
        """Which of the others a key belongs to that `region` refuses; the user has agreed to ask them."""
        return await self._ask("look for a key's region", self._find(region, others))

    async def reach(self, region: str, base_url: str, storage: str | None) -> Sequence[HostReached]:
        """How a region's API base and its storage are reached now, the way of that region; no key is sent."""
        return await self._ask("check a connection", self._reach(region, base_url, storage))

    async def _check(self, connection: Connection) -> KeyVerdict:
        network = await self._made()
        from wandesk.dashscope.probe import check_key

        return await check_key(network.via(connection.region), connection)

    async def _find(self, region: str, others: Sequence[Connection]) -> KeyVerdict:
        network = await self._made()
        from wandesk.dashscope.probe import find_region

        return await find_region(network, region, others)

    async def _reach(self, region: str, base_url: str, storage: str | None) -> Sequence[HostReached]:
        network = (await self._made()).via(region)
        from wandesk.dashscope.probe import reach_api, reach_storage

        looks = [reach_api(network, base_url)]
        if storage is not None:
            looks.append(reach_storage(network, storage))
        return await asyncio.gather(*looks)

    async def _made(self) -> Network:
        if self._network is None:
            self._network = await asyncio.to_thread(self._make)
        return self._network

    def _make(self) -> Network:
        import wandesk.dashscope.probe  # noqa: F401 - loaded here, in a thread, and not on the engine's loop
        from wandesk.dashscope.network import Network
        from wandesk.ui.system_proxy import proxy_finder

        return Network(user_agent=f"wan-desk/{__version__}", routes=self._routes, proxy_for=proxy_finder())

    async def _ask(self, name: str, question: Coroutine[Any, Any, T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._thread.run(name, question)))
