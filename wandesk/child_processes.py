"""Child processes of our own: how they are started, what they inherit, and how they end."""

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
from pathlib import Path
from typing import IO

KEY_VARIABLES = "DASHSCOPE_"
"""Environment variables with this beginning may hold keys."""
LINE_BYTES = 1024 * 1024
"""The longest line that a child may answer: asyncio's own 64 KiB is too little for an answer with a long path in it."""
KILLED_SECONDS = 1.0
"""A killed process is gone at once, unless it hangs in the system over a dead network drive: it is then left alone."""

log = logging.getLogger(__name__)


def child_command(name: str, *arguments: str) -> list[str]:
    """The command line of a child process of ours: `wandesk --child NAME ...`.

    A frozen program must be started by its own executable: there, `-m` would open the window again. `-P` keeps files
    of the folder we were started from out of the child's imports.
    """
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "wandesk"]
    return [*start, "--child", name, *arguments]


def child_environment() -> dict[str, str]:
    """The environment of every child: ours without any key, able to find this package and its libraries."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(KEY_VARIABLES)}
    if getattr(sys, "frozen", False):
        # Without it PyInstaller takes our paths for the child's own; `keep_libraries_to_ourselves` has removed them.
        environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"
    else:
        package_home = str(Path(__file__).resolve().parent.parent)
        paths = [package_home, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
        environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    return environment


def child_creation_flags() -> int:
    """Windows opens no console for a child; elsewhere nothing."""
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))


async def start_child(
    command: Sequence[str], *, errors: int | IO[bytes], variables: Mapping[str, str] | None = None
) -> Process:
    """Start a child with pipes to its standard input and output. Raises OSError.

    `errors` is where its standard error goes. `variables` are added to its environment.
    """
    return await asyncio.create_subprocess_exec(
        *command,
        stdin=PIPE,
        stdout=PIPE,
        stderr=errors,
        limit=LINE_BYTES,
        env={**child_environment(), **(variables or {})},
        creationflags=child_creation_flags(),
    )


async def has_ended(child: Process, within: float) -> bool:
    """Wait for the child's end; False when it still runs after so many seconds."""
    try:
        async with asyncio.timeout(within):
            await child.wait()
    except TimeoutError:
        return False
    return True


def kill_child(child: Process) -> None:
    """End a child at once; one that has ended already is left alone.

    Not by the `kill` of asyncio's process: that asks the system first whether the child has ended, and takes the answer
    away from asyncio's own waiter, which then knows no exit code (CPython's `Popen.send_signal`).
    """
    if child.returncode is None:
        with contextlib.suppress(ProcessLookupError, PermissionError):  # Windows says the latter of one that has ended
            os.kill(child.pid, getattr(signal, "SIGKILL", signal.SIGTERM))


async def end_child(child: Process, within: float) -> None:
    """Close the child's standard input, which ends it, and kill it when it still runs after `within` seconds."""
    if child.stdin is not None:
        child.stdin.close()
    if await has_ended(child, within):
        return
    kill_child(child)
    if not await has_ended(child, KILLED_SECONDS):
        log.warning("process %d does not end", child.pid)
