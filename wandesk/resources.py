"""Paths of shipped files: run from source, installed as a wheel, or frozen."""

from __future__ import annotations

import os
import sys
from collections.abc import MutableMapping
from functools import cache
from pathlib import Path

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


def unset_library_paths(environment: MutableMapping[str, str]) -> None:
    """Remove the frozen program's folder from the search paths for libraries and plug-ins.

    PyInstaller adds it for this process, which has read the paths by now. A browser or video player that we start
    would inherit it, load our libraries instead of its own, and fail. Our own children add it again.
    """
    home = str(getattr(sys, "_MEIPASS", "")) if getattr(sys, "frozen", False) else ""
    if not home:
        return
    for name in _LIBRARY_PATHS:
        if name in environment:
            folders = environment[name].split(os.pathsep)
            foreign = [folder for folder in folders if folder and not Path(folder).is_relative_to(home)]
            environment[name] = os.pathsep.join(foreign)
            if not foreign:
                del environment[name]
