"""Starts the program again in place of this one, with the same profile."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from wandesk.child_environment import with_package
from wandesk.child_processes import program_command
from wandesk.domain.account import Secret

log = logging.getLogger(__name__)


def reopen(folder: Path | None, keys: Mapping[str, Secret]) -> None:
    """Start the window again. On POSIX it replaces this process and returns only with OSError.

    Everything of ours must be closed, the profile's lock above all: the new window takes it. `folder` is that of
    `--profile`. `keys` are those of the environment, by variable: the new start takes them out of its own again. Files
    of the command line are not opened twice: the form remembers them.
    """
    command = program_command(*(["--profile", str(folder)] if folder is not None else []))
    environment = with_package(os.environ) | {name: key.reveal() for name, key in keys.items()}
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a windowed program on Windows has none
            stream.flush()
    if os.name == "posix":  # the shell or desktop that waits for this process goes on waiting
        os.execve(command[0], command, environment)  # noqa: S606 - our own command, and no shell reads it
    # The execve of Windows is a new process as well, and would not quote the arguments.
    subprocess.Popen(command, env=environment)  # noqa: S603 - our own command
