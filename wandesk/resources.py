"""Where files that come with the program lie: the only place that knows, from source, wheel or frozen."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path

KEY_VARIABLES = "DASHSCOPE_"
"""Environment variables with this beginning may hold keys."""

_LIBRARY_PATHS = ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH", "QT_PLUGIN_PATH", "QML2_IMPORT_PATH")


@cache
def _root() -> Path:
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "resources"
    package = Path(__file__).resolve().parent
    beside = package.parent / "resources"
    return beside if (beside / "models.toml").is_file() else Path(sys.prefix) / "share" / "wandesk" / "resources"


def resource_path(*parts: str) -> Path:
    """The path of a file of `resources/`, for example `resource_path("icons", "play.svg")`."""
    return _root().joinpath(*parts)


def kill_child(pid: int) -> None:
    """End a child process at once; one that has ended already is left alone.

    Not by `kill` of asyncio's process: that asks the system first whether the child has ended, and takes the answer
    away from asyncio's own waiter, which then knows no exit code (CPython's `Popen.send_signal`).
    """
    with contextlib.suppress(ProcessLookupError, PermissionError):  # Windows says the latter of one that has ended
        os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))


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
        environment["PYINSTALLER_RESET_ENVIRONMENT"] = "1"  # or it takes our paths for its own, which are gone (below)
    else:
        package_home = str(Path(__file__).resolve().parent.parent)
        paths = [package_home, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
        environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    return environment


def keep_libraries_to_ourselves(environment: MutableMapping[str, str]) -> None:
    """Take the frozen program's own folder out of the paths where programs look for libraries and plug-ins.

    PyInstaller puts it there for this process, which has read the paths by then. A browser or a video player that we
    open would inherit them, load our libraries in place of its own, and fail. Children of ours add it anew.
    """
    home = str(getattr(sys, "_MEIPASS", "")) if getattr(sys, "frozen", False) else ""
    if not home:
        return
    for name in _LIBRARY_PATHS:
        if name in environment:
            places = environment[name].split(os.pathsep)
            foreign = [place for place in places if place and not Path(place).is_relative_to(home)]
            environment[name] = os.pathsep.join(foreign)
            if not foreign:
                del environment[name]


def child_creation_flags() -> int:
    """Windows opens no console for a child; elsewhere nothing."""
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
