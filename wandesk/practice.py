"""Starts, watches, restarts and stops the Practice child. The first Practice job starts it.

`Practice` is an Accounts port that forwards real regions to their accounts, so the engine has one port. The region
Practice needs no key, and its address changes with every start.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import math
import secrets
from asyncio.subprocess import DEVNULL, Process
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Never

from msgspec import Struct

from wandesk import folders
from wandesk.child_processes import child_command, end_child, start_child
from wandesk.domain.account import AccountRef, Connection, Secret
from wandesk.domain.errors import PracticeFailed
from wandesk.domain.pacing import next_poll
from wandesk.domain.structs import replace
from wandesk.engine.ports import Accounts, Clock

log = logging.getLogger(__name__)

REGION = "practice"
KEY_NAME = "sk-practice"
"""Every key of Practice counts as this one: its jobs, uploads and tasks outlive a start of the child."""
ENDS_WITHIN = 1.0
"""Seconds that the child may take to end after its standard input has closed."""
HEALTHY_AFTER = 60.0
"""A restarted child that runs this many seconds longer than its pause counts as healthy again."""


class PracticeAccess(Struct, frozen=True, kw_only=True):
    """What a request to the child needs: any program and any web page can reach its port."""

    base_url: str = ""
    key: Secret
    control_token: Secret
    """For the ledger and the control, which only tests use."""

    @classmethod
    def new(cls) -> PracticeAccess:
        """A random key and token, for one start."""
        key = Secret(f"sk-{secrets.token_hex(24)}", known_as=KEY_NAME)
        return cls(key=key, control_token=Secret(secrets.token_hex(24)))


class Practice:
    """Accounts, including Practice. `folder` is the child's data folder."""

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
        self._folder = folder
        self._command = child_command(
            "simulator", "--data", str(folder), "--ends-with-stdin", "--access-on-stdin", *arguments
        )
        self._starts_within = starts_within
        self._child: Process | None = None
        self.access = PracticeAccess.new()
        """Valid for the child that runs."""
        self._starting = asyncio.Lock()
        self._has_started = asyncio.Event()
        self._report_end: Callable[[], None] = lambda: None
        self._paused_until = -math.inf
        self._restarts = 0

    async def connect(self, ref: AccountRef) -> Connection:
        """A connection; for Practice the child is started if needed.

        Raises PracticeFailed, also during the pause after repeated ends. For real regions it raises what their accounts
        raise.
        """
        if ref.region != REGION:
            return await self._accounts.connect(ref)
        async with self._starting:
            if self._child is None or self._child.returncode is not None:
                self._count_start()
                await self._start()
        return Connection(
            account="practice",
            region=REGION,
            base_url=self.access.base_url,
            secret=self.access.key,
            has_uploads=True,
        )

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._child.pid if self._child and self._child.returncode is None else None

    async def watch(self, ended: Callable[[], None], may_start: Callable[[], None]) -> Never:
        """Call `ended` as soon as the child has died, and `may_start` when it may be started again.

        The next `connect` starts it: without open jobs it isn't needed. `ended` is called once more when that begins,
        for jobs that were still handling an answer of the dead child. Ending it by `close` is not a death.
        """
        self._report_end = ended
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
            if self._child is child:  # else a connect has started the next one already
                ended()
                pause = self._paused_until - self._clock.monotonic()
                if pause > 0:
                    await self._clock.wait(asyncio.Event(), pause)
            may_start()

    async def close(self) -> None:
        """End the child, within two seconds."""
        child, self._child = self._child, None
        if child is not None:
            await end_child(child, ENDS_WITHIN)

    def _count_start(self) -> None:
        """Count a start: the first restart may follow at once, later ones only after growing pauses.

        Raises PracticeFailed during such a pause.
        """
        now = self._clock.monotonic()
        if now < self._paused_until:
            raise PracticeFailed(f"restarted {self._restarts} times: the next in {self._paused_until - now:.0f} s")
        self._restarts = self._restarts + 1 if now < self._paused_until + HEALTHY_AFTER else 0
        self._paused_until = now + (next_poll(0.0, failures=self._restarts) if self._restarts else 0.0)

    async def _start(self) -> None:
        if self._child is not None:
            log.info("Practice is restarted")
            self._report_end()
        try:
            await asyncio.to_thread(folders.make_folder, self._folder)  # the child would create its parents, too
            child = await start_child(self._command, errors=DEVNULL)
        except OSError as failed:
            raise PracticeFailed(str(failed)) from failed
        access = PracticeAccess.new()
        try:
            async with asyncio.timeout(self._starts_within):
                await _hand_over(child, access)
                assert child.stdout is not None
                first_line = await child.stdout.readline()
            self.access = replace(access, base_url=str(json.loads(first_line)["base_url"]))
        except asyncio.CancelledError:
            await end_child(child, 0)  # the program ends, and nothing else owns this child
            raise
        except (TimeoutError, ValueError, KeyError) as failed:
            await end_child(child, 0)
            raise PracticeFailed(f"Practice reported no address: {failed!r}") from failed
        self._child = child
        self._has_started.set()


async def _hand_over(child: Process, access: PracticeAccess) -> None:
    """Write the key and the token to the child's standard input: no other process can see them there."""
    assert child.stdin is not None
    line = {"key": access.key.reveal(), "control_token": access.control_token.reveal()}
    with contextlib.suppress(ConnectionError):  # it has ended already, and reports no address
        child.stdin.write(json.dumps(line).encode() + b"\n")
        await child.stdin.drain()
