"""Tries keys and connections on the engine's thread: no socket is opened on the window's."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from wandesk.domain.account import Connection
from wandesk.domain.connection_check import HostReached
from wandesk.domain.key_check import KeyVerdict
from wandesk.engine.thread import EngineThread

if TYPE_CHECKING:
    from wandesk.dashscope.client import DashScope

T = TypeVar("T")


class KeyProbe:
    """Satisfies `app.region_keys.Probe` and `app.video_hosts.Probe`."""

    def __init__(self, thread: EngineThread, cloud: DashScope) -> None:
        self._thread = thread
        self._cloud = cloud

    async def check(self, connection: Connection) -> KeyVerdict:
        """Whether the connection's key is good."""
        return await self._run("check a key", self._cloud.check_key(connection))

    async def find_region(self, region: str, others: Sequence[Connection]) -> KeyVerdict:
        """Which of the others a key belongs to that `region` refuses; the user has agreed to ask them."""
        return await self._run("look for a key's region", self._cloud.find_region(region, others))

    async def reach(self, region: str, base_url: str, storage: str | None) -> Sequence[HostReached]:
        """How a region's API base and its storage are reached, by that region's proxy; no key is sent."""
        return await self._run("check a connection", self._cloud.reach(region, base_url, storage))

    async def reach_storage(self, region: str, origin: str) -> HostReached:
        """Whether a storage host is reached by the region's proxy; no key is sent."""
        return await self._run("look at a storage host", self._cloud.reach_storage(region, origin))

    async def network_of(self, region: str, url: str) -> str:
        """What tells the network by which the region's address is reached from another; "" without a network."""
        return await self._run("look at the network", self._cloud.network_of(region, url))

    async def _run(self, name: str, question: Coroutine[Any, Any, T]) -> T:
        return await asyncio.shield(asyncio.wrap_future(self._thread.run(name, question)))
