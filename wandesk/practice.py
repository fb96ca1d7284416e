"""The Practice child's life: started with the first Practice order, watched, started again, stopped.

It also stands before the accounts of real regions, so that the engine sees one port: Practice needs no key and
its address changes with every start, a real region has both.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Sequence
from pathlib import Path

from wandesk.domain.account import Connection, Secret
from wandesk.domain.errors import PracticeFailed
from wandesk.engine.ports import Accounts
from wandesk.resources import child_command, child_creation_flags, child_environment

log = logging.getLogger(__name__)

REGION = "practice"
KEY = Secret("sk-practice")
"""The stand-in checks keys as the cloud does; this one is no secret and opens nothing else."""


class Practice:
    """Accounts with Practice among them. `folder` keeps its tasks and films in the making."""

    def __init__(
        self, folder: Path, accounts: Accounts, *, arguments: Sequence[str] = (), starts_within: float = 30.0
    ) -> None:
        self._accounts = accounts
        self._command = child_command("simulator", "--data", str(folder), "--ends-with-stdin", *arguments)
        self._starts_within = starts_within
        self._child: asyncio.subprocess.Process | None = None
        self._base_url = ""
        self._starting = asyncio.Lock()

    async def connect(self, region: str, *, account: str | None = None, endpoint: str | None = None) -> Connection:
        """A connection. Raises PracticeFailed, and for real regions what their accounts raise."""
        if region != REGION:
            return await self._accounts.connect(region, account=account, endpoint=endpoint)
        async with self._starting:
            if self._child is None or self._child.returncode is not None:
                await self._start()
        return Connection(account="practice", region=REGION, base_url=self._base_url, secret=KEY, has_uploads=True)

    @property
    def pid(self) -> int | None:
        """The child's process id while it runs."""
        return self._child.pid if self._child and self._child.returncode is None else None

    async def close(self) -> None:
        """End the child: it ends by itself when its standard input closes."""
        child, self._child = self._child, None
        if child is None or child.returncode is not None:
            return
        if child.stdin is not None:
            child.stdin.close()
        try:
            async with asyncio.timeout(1.0):
                await child.wait()
        except TimeoutError:
            child.kill()
            await child.wait()

    async def _start(self) -> None:
        if self._child is not None:
            log.warning("Practice ended with code %s and is started again", self._child.returncode)
        try:
            child = await asyncio.create_subprocess_exec(
                *self._command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.DEVNULL,
                env=child_environment(),
                creationflags=child_creation_flags(),
            )
        except OSError as failed:
            raise PracticeFailed(str(failed)) from failed
        assert child.stdout is not None
        try:
            async with asyncio.timeout(self._starts_within):
                first_line = await child.stdout.readline()
            self._base_url = str(json.loads(first_line)["base_url"])
        except asyncio.CancelledError:
            child.kill()  # the program ends; nobody else knows this child
            await child.wait()
            raise
        except (TimeoutError, ValueError, KeyError) as failed:
            if child.returncode is None:
                child.kill()
            await child.wait()
            raise PracticeFailed(f"Practice said nothing useful: {failed!r}") from failed
        self._child = child
