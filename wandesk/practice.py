"""The Practice child's life: started with the first Practice order, watched, started again, stopped.

It also stands before the accounts of real regions, so that the engine sees one port: Practice needs no key and
its address changes with every start, a real region has both.
"""

from __future__ import annotations

import asyncio
import json
import logging
import math
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Never

from wandesk.child_processes import child_command, end_child, start_child
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.errors import PracticeFailed
from wandesk.domain.pacing import next_poll
from wandesk.engine.ports import Accounts, Clock

log = logging.getLogger(__name__)

REGION = "practice"
KEY = Secret("sk-practice")
"""The stand-in checks keys as the cloud does; this one is no secret and opens nothing else."""
ENDS_WITHIN = 1.0
"""Seconds that the child may take to end after its standard input has closed."""
STANDS = 60.0
"""Seconds after which a child that was started again counts as well."""


class Practice:
    """Accounts with Practice among them. `folder` keeps its tasks and videos in the making."""

    def __init__(
        self,
        folder: Path,
        accounts: Accounts,
        *,
        clock: Clock,
        arguments: Sequence[str] = (),
        starts_within: float = 30.0,
    ) -> None:
        self._accounts = accounts
        self._clock = clock
        self._command = child_command("simulator", "--data", str(folder), "--ends-with-stdin", *arguments)
        self._starts_within = starts_within
        self._child: Process | None = None
        self._base_url = ""
        self._starting = asyncio.Lock()
        self._has_started = asyncio.Event()
        self._say_ended: Callable[[], None] = lambda: None
        self._rests_until = -math.inf
        self._starts_again = 0

    async def connect(self, ref: AccountRef) -> Connection:
        """A connection. Raises PracticeFailed (also while a child that ended again and again rests).

        For real regions it raises what their accounts raise.
        """
        if ref.region != REGION:
            return await self._accounts.connect(ref)
        async with self._starting:
            if self._child is None or self._child.returncode is not None:
                self._count_start()
                await self._start()
        return Connection(account="practice", region=REGION, base_url=self._base_url, secret=KEY, has_uploads=True)

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._child.pid if self._child and self._child.returncode is None else None

    async def watch(self, ended: Callable[[], None], may_start: Callable[[], None]) -> Never:
        """Call `ended` as soon as the child has died, and `may_start` when it may be started again.

        It is started by whoever connects next: without open jobs nobody needs it. `ended` is called once more when
        that begins, for those who had an answer of the dead child in hand. What `close` ends has not died.
        """
        self._say_ended = ended
        while True:
            await self._has_started.wait()
            self._has_started.clear()
            child = self._child
            if child is None:
                continue
            code = await child.wait()
            if self._child is None:
                continue
            log.warning("Practice ended with code %s", code)
            if self._child is child:  # else somebody has connected and started the next one already
                ended()
                rest = self._rests_until - self._clock.monotonic()
                if rest > 0:
                    await self._clock.wait(asyncio.Event(), rest)
            may_start()

    async def close(self) -> None:
        """End the child, within two seconds."""
        child, self._child = self._child, None
        if child is not None:
            await end_child(child, ENDS_WITHIN)

    def _count_start(self) -> None:
        """Count a start: the next one may follow at once, those after it only after rests that grow.

        Raises PracticeFailed during such a rest.
        """
        now = self._clock.monotonic()
        if now < self._rests_until:
            raise PracticeFailed(
                f"started again {self._starts_again} times: the next in {self._rests_until - now:.0f} s"
            )
        self._starts_again = self._starts_again + 1 if now < self._rests_until + STANDS else 0
        self._rests_until = now + (next_poll(0.0, failures=self._starts_again) if self._starts_again else 0.0)

    async def _start(self) -> None:
        if self._child is not None:
            log.info("Practice is started again")
            self._say_ended()
        try:
            child = await start_child(self._command, errors=DEVNULL)
        except OSError as failed:
            raise PracticeFailed(str(failed)) from failed
        assert child.stdout is not None
        try:
            async with asyncio.timeout(self._starts_within):
                first_line = await child.stdout.readline()
            self._base_url = str(json.loads(first_line)["base_url"])
        except asyncio.CancelledError:
            await end_child(child, 0)  # the program ends; nobody else knows this child
            raise
        except (TimeoutError, ValueError, KeyError) as failed:
            await end_child(child, 0)
            raise PracticeFailed(f"Practice said nothing useful: {failed!r}") from failed
        self._child = child
        self._has_started.set()
