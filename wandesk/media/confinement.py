"""Locks the media child in: a decoder that a hostile file takes over reaches nothing but that file.

On Linux the child opens no files but the program's own and the system's libraries: the parent hands it every input and
output already open (`handed`). It opens no sockets, starts no programs and reaches no other process. Where the kernel
lacks Landlock or seccomp, the other one works alone. Windows: see `limits`. macOS offers nothing of the kind without a
signed entitlement.
"""

from __future__ import annotations

import ctypes
import logging
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from wandesk.media.landlock import restrict_files
from wandesk.media.seccomp import restrict_calls

log = logging.getLogger(__name__)

_PR_SET_NO_NEW_PRIVS = 38
_IN_FORCE: list[str] = []
LIBRARIES = (
    *("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libexec", "/usr/local/lib"),
    *("/lib", "/lib32", "/lib64", "/etc/ld.so.cache", "/etc/ld.so.conf", "/etc/ld.so.conf.d"),
)
"""Where the system's libraries are: decoders are loaded when they are needed."""
SYSTEM = ("/dev/null", "/dev/urandom", "/sys/devices/system/cpu", "/etc/localtime", "/usr/share/zoneinfo")
"""What C libraries read about the computer."""


def confine_this_process() -> None:
    """Lock in the calling thread and those it starts. What the system refuses is logged.

    Call it in the main thread after the imports and before other threads start.
    """
    if sys.platform == "linux":
        _confine()


def _confine() -> None:
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        log.info("the process is not confined: %s", os.strerror(ctypes.get_errno()))
        return
    _attempt("Landlock", lambda: restrict_files(_readable()))
    _attempt("seccomp", restrict_calls)


def confinement() -> tuple[str, ...]:
    """What confines this process."""
    return tuple(_IN_FORCE)


def _attempt(name: str, restrict: Callable[[], bool]) -> None:
    try:
        is_restricted = restrict()
    except OSError as error:
        log.info("the process is not fully confined: %s", error)
        return
    if is_restricted:
        _IN_FORCE.append(name)
    else:
        log.info("the kernel lacks a means to confine the process")


def _readable() -> Iterator[str]:
    """The folders with the program and its libraries, and what the system's libraries read."""
    yield from LIBRARIES
    yield from SYSTEM
    yield str(Path(__file__).resolve().parents[1])  # our package
    for folder in {sys.prefix, sys.base_prefix, getattr(sys, "_MEIPASS", sys.prefix)}:
        if Path(folder) not in {Path("/"), Path("/usr"), Path.home()}:
            yield folder
    if getattr(sys, "frozen", False):
        yield sys.executable  # it holds the modules that are imported when they are needed
    for folder in sys.path:
        if Path(folder).name in {"site-packages", "dist-packages"} or folder.endswith(".zip"):
            yield folder
