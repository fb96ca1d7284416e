"""Where files that come with the program lie: the only place that knows, from source, wheel or frozen."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

KEY_VARIABLES = "DASHSCOPE_"
"""Environment variables with this beginning may hold keys."""


def _root() -> Path:
    if getattr(sys, "frozen", False):
        return Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "resources"
    package = Path(__file__).resolve().parent
    beside = package.parent / "resources"
    return beside if (beside / "models.toml").is_file() else Path(sys.prefix) / "share" / "wandesk" / "resources"


def resource_path(*parts: str) -> Path:
    """The path of a file of `resources/`, for example `resource_path("icons", "play.svg")`."""
    return _root().joinpath(*parts)


def child_command(name: str, *arguments: str) -> list[str]:
    """The command line of a child process of ours: `wandesk --child NAME ...`.

    A frozen program must be started by its own executable: there, `-m` would open the window again. `-P` keeps files
    of the folder we were started from out of the child's imports.
    """
    start = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "wandesk"]
    return [*start, "--child", name, *arguments]


def child_environment() -> dict[str, str]:
    """The environment of every child: ours without any key, able to import this package from wherever it lies."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith(KEY_VARIABLES)}
    if not getattr(sys, "frozen", False):
        package_home = str(Path(__file__).resolve().parent.parent)
        paths = [package_home, *filter(None, environment.get("PYTHONPATH", "").split(os.pathsep))]
        environment["PYTHONPATH"] = os.pathsep.join(dict.fromkeys(paths))
    return environment


def child_creation_flags() -> int:
    """Windows opens no console for a child; elsewhere nothing."""
    return int(getattr(subprocess, "CREATE_NO_WINDOW", 0))
