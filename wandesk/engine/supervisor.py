"""Owns background coroutines: each is named, referenced, reported and awaited at the end."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

T = TypeVar("T")

log = logging.getLogger(__name__)


class Supervisor:
    """Owns every background coroutine of one event loop.

    One loop has one Supervisor, and `spawn` is called on that loop's thread. An unhandled exception of a coroutine is
    logged with its name and passed to `failed`.
    """

    def __init__(
        self,
        failed: Callable[[str, BaseException], None] | None = None,
        *,
        loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        self._loop = loop
        self._running: set[asyncio.Task[Any]] = set()
        self._failed = failed
        self._is_closing = False

    def spawn(self, name: str, coro: Coroutine[Any, Any, T]) -> asyncio.Task[T]:
        """Start a coroutine. While closing, the coroutine is not run and CancelledError is raised."""
        if self._is_closing:
            coro.close()
            raise asyncio.CancelledError(name)
        running = (self._loop or asyncio.get_running_loop()).create_task(coro, name=name)
        self._running.add(running)
        running.add_done_callback(self._ended)
        return running

    def __len__(self) -> int:
        return len(self._running)

    async def close(self, within: float = 2.0) -> None:
        """Cancel all coroutines and wait at most `within` seconds for them."""
        self._is_closing = True
        running = list(self._running)
        for each in running:
            each.cancel()
        if running:
            _, late = await asyncio.wait(running, timeout=within)
            for each in late:
                log.warning("%s did not end in time", each.get_name())

    def _ended(self, ended: asyncio.Task[Any]) -> None:
        self._running.discard(ended)
        if ended.cancelled():
            return
        error = ended.exception()
        if error is None:
            return
        log.error("%s failed", ended.get_name(), exc_info=error)
        if self._failed is not None:
            self._failed(ended.get_name(), error)
