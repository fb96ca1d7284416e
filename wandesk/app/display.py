"""Whether a window can be shown here. Qt ends the whole process when it cannot, so it is found out before.

Standard library only: `packaging/run.py` asks, too, before anything is installed.
"""

from __future__ import annotations

import contextlib
import re
import socket
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

ANSWERS_WITHIN = 2.0
"""Seconds for a screen on another computer; one of this computer answers at once."""
X_PORT = 6000
_X_NAME = re.compile(r"(?:(?P<protocol>[^/]*)/)?(?P<host>.*):(?P<number>\d+)(?:\.\d+)?")


def has_screen(variables: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown: on Windows and macOS always; else a screen that is named must answer.

    `variables` is the environment. A platform of Qt's own that needs no screen, such as `offscreen`, counts as one.
    """
    if platform in {"win32", "darwin"}:
        return True
    ways = [way.partition(":")[0] for way in variables.get("QT_QPA_PLATFORM", "").split(";") if way] or [
        "wayland",
        "xcb",
    ]
    return any(_answers(way, variables) for way in ways)


def named_screens(variables: Mapping[str, str]) -> str:
    """What the environment names as screens, as it would be typed: `DISPLAY=:0`; empty where it names none."""
    names = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM")
    return " ".join(f"{name}={variables[name]}" for name in names if variables.get(name))


def _answers(way: str, variables: Mapping[str, str]) -> bool:
    """Whether there is a screen for one of Qt's platforms."""
    if way == "xcb":
        name = variables.get("DISPLAY", "")
        return bool(name) and _x_listens(name) and _x_lets_us_in(name)
    if way.startswith("wayland"):
        if variables.get("WAYLAND_SOCKET"):  # a line that is open already, for this process alone
            return True
        name = variables.get("WAYLAND_DISPLAY", "")
        folder = variables.get("XDG_RUNTIME_DIR", "")
        return bool(name) and (bool(folder) or name.startswith("/")) and _connects(str(PurePosixPath(folder, name)))
    return True


def _x_listens(name: str) -> bool:
    """Whether something listens at an X display, `[PROTOCOL/][HOST]:NUMBER[.SCREEN]`; tried in the order of libxcb."""
    return any(_connects(place) for place in _places(name))


def _places(name: str) -> Iterator[str | tuple[str, int]]:
    """Paths of sockets, and hosts with their port."""
    if name.startswith(("/", "unix:/")):  # the socket itself, as some sandboxes have it
        path = name.removeprefix("unix:")
        yield from (path, re.sub(r"\.\d+$", "", path))
    elif (parts := _X_NAME.fullmatch(name)) is not None:
        host, number = parts["host"].strip("[]"), int(parts["number"])
        if host in ("", "unix") or parts["protocol"] == "unix":
            yield f"\0/tmp/.X11-unix/X{number}"
            yield f"/tmp/.X11-unix/X{number}"  # noqa: S108
        if host != "unix" and parts["protocol"] != "unix" and number <= 0xFFFF - X_PORT:
            yield host or "localhost", X_PORT + number


def _connects(place: str | tuple[str, int]) -> bool:
    try:
        if isinstance(place, tuple):
            socket.create_connection(place, ANSWERS_WITHIN).close()
        else:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(ANSWERS_WITHIN)
                line.connect(place)
    except (OSError, ValueError, UnicodeError):  # ValueError: a NUL or a name that is no name
        return False
    return True


def _x_lets_us_in(name: str) -> bool:
    """Whether the X server takes a connection of ours: a screen of another user answers, and refuses.

    libxcb is asked, which Qt uses; where it is not there yet, Qt has not been set up and nobody knows.
    """
    import ctypes  # here, because a start without X has no use for it

    with contextlib.suppress(OSError, AttributeError):
        xcb = ctypes.CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = ctypes.c_void_p
        xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
        xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
        xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
        connection = xcb.xcb_connect(name.encode(), None)
        is_in = bool(xcb.xcb_connection_has_error(connection) == 0)
        xcb.xcb_disconnect(connection)
        return is_in
    return True
