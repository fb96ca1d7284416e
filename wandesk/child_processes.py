"""Our child processes: their start and their end."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import signal
import subprocess
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import Mapping, Sequence
from typing import IO

from wandesk.child_environment import child_environment

LINE_BYTES = 1024 * 1024
"""The longest line from a child. asyncio's default of 64 KiB is too short for an answer with a long path."""
KILLED_SECONDS = 1.0
"""A killed process ends at once, unless it hangs in a system call (a dead network drive). Then it is left running."""

log = logging.getLogger(__name__)


def child_command(name: str, *arguments: str) -> list[str]:
    """The command line of a child process: `wandesk --child NAME ...`."""
    return program_command("--child", name, *arguments)


def program_command(*arguments: str) -> list[str]:
    """The command line that starts this program with these arguments.

    A frozen program is started by its own executable, where `-m` would open the window again. `-P` keeps the current
    folder out of the import path.
    """
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "wandesk"]
    return [*start, *arguments]


def child_creation_flags() -> int:
    """Windows opens no console for a child; elsewhere nothing."""
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))


async def start_child(
    command: Sequence[str],
    *,
    errors: int | IO[bytes],
    variables: Mapping[str, str] | None = None,
    descriptors: Sequence[int] = (),
) -> Process:
    """Start a child with pipes to its standard input and output. Raises OSError.

    `errors` receives its standard error. `variables` are added to its environment. It inherits `descriptors` under
    their numbers (not on Windows).
    """
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=errors,
        limit=LINE_BYTES,
        env={**child_environment(), **(variables or {})},
        creationflags=child_creation_flags(),
        pass_fds=tuple(descriptors),
    )


async def has_ended(child: Process, within: float) -> bool:
    """Wait for the child's end; False if it still runs after so many seconds."""
    try:
        async with asyncio.timeout(within):
            await child.wait()
    except TimeoutError:
        return False
    return True


def kill_child(child: Process) -> None:
    """Kill a child that still runs.

    asyncio's own `kill` is not used: it polls the child first (CPython's `Popen.send_signal`), which reaps it, and
    asyncio's waiter then gets no exit code.
    """
    if child.returncode is None:
        with contextlib.suppress(
            ProcessLookupError, PermissionError
        ):  # the latter on Windows, for a child that has ended
            os.kill(child.pid, getattr(signal, "SIGKILL", signal.SIGTERM))


async def end_child(child: Process, within: float) -> None:
    """Close the child's standard input, which ends it, and kill it if it still runs after `within` seconds."""
    if child.stdin is not None:
        child.stdin.close()
    if await has_ended(child, within):
        return
    kill_child(child)
    if not await has_ended(child, KILLED_SECONDS):
        log.warning("process %d does not end", child.pid)
