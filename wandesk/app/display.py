"""Whether a window can be shown. Qt aborts the process where there is no display, so this is checked first.

Standard library only: `packaging/run.py` uses it before anything is installed.
"""

from __future__ import annotations

import contextlib
import re
import socket
import sys
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

ANSWERS_WITHIN = 2.0
"""Seconds a display on another computer may take; a local one answers at once."""
X_PORT = 6000
_X_NAME = re.compile(r"(?:(?P<protocol>[^/]*)/)?(?P<host>.*):(?P<number>\d+)(?:\.\d+)?")


def has_display(variables: Mapping[str, str], platform: str) -> bool:
    """Whether a window can be shown: always on Windows and macOS, elsewhere if a display of the environment answers.

    `variables` is the environment. A Qt platform without a display, such as `offscreen`, counts as one.
    """
    if platform in {"win32", "darwin"}:
        return True
    named = [each.partition(":")[0] for each in variables.get("QT_QPA_PLATFORM", "").split(";") if each]
    return any(_answers(each, variables) for each in named or ["wayland", "xcb"])


def named_displays(variables: Mapping[str, str]) -> str:
    """The displays that the environment names, as typed: `DISPLAY=:0`; "" for none."""
    names = ("WAYLAND_DISPLAY", "DISPLAY", "QT_QPA_PLATFORM")
    return " ".join(f"{name}={variables[name]}" for name in names if variables.get(name))


def _answers(qt_platform: str, variables: Mapping[str, str]) -> bool:
    """Whether there is a display for one of Qt's platforms."""
    if qt_platform == "xcb":
        name = variables.get("DISPLAY", "")
        return bool(name) and _x_listens(name) and _x_accepts(name)
    if qt_platform.startswith("wayland"):
        if variables.get("WAYLAND_SOCKET"):  # a connection that is open already, for this process only
            return True
        name = variables.get("WAYLAND_DISPLAY", "")
        folder = variables.get("XDG_RUNTIME_DIR", "")
        return bool(name) and (bool(folder) or name.startswith("/")) and _connects(str(PurePosixPath(folder, name)))
    return True


def _x_listens(name: str) -> bool:
    """Whether an X server listens at `[PROTOCOL/][HOST]:NUMBER[.SCREEN]`; tried in the order of libxcb."""
    return any(_connects(address) for address in _addresses(name))


def _addresses(name: str) -> Iterator[str | tuple[str, int]]:
    """Socket paths, and (host, port) pairs."""
    if name.startswith(("/", "unix:/")):  # the socket itself, as in some sandboxes
        path = name.removeprefix("unix:")
        yield from (path, re.sub(r"\.\d+$", "", path))
    elif (parts := _X_NAME.fullmatch(name)) is not None:
        host, number = parts["host"].strip("[]"), int(parts["number"])
        if host in ("", "unix") or parts["protocol"] == "unix":
            yield f"\0/tmp/.X11-unix/X{number}"
            yield f"/tmp/.X11-unix/X{number}"  # noqa: S108
        if host != "unix" and parts["protocol"] != "unix" and number <= 0xFFFF - X_PORT:
            yield host or "localhost", X_PORT + number


def _connects(address: str | tuple[str, int]) -> bool:
    try:
        if isinstance(address, tuple):
            socket.create_connection(address, ANSWERS_WITHIN).close()
        elif sys.platform != "win32":
            with socket.socket(socket.AF_UNIX) as connection:
                connection.settimeout(ANSWERS_WITHIN)
                connection.connect(address)
    except (OSError, ValueError, UnicodeError):  # ValueError: a NUL in the name
        return False
    return True


def _x_accepts(name: str) -> bool:
    """Whether the X server accepts our connection: another user's server listens, but refuses.

    Uses libxcb, as Qt does. Without libxcb Qt is not set up yet, and the answer is yes.
    """
    import ctypes  # not needed without X

    with contextlib.suppress(OSError, AttributeError):
        xcb = ctypes.CDLL("libxcb.so.1")
        xcb.xcb_connect.restype = ctypes.c_void_p
        xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
        xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
        xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
        connection = xcb.xcb_connect(name.encode(), None)
        is_accepted = bool(xcb.xcb_connection_has_error(connection) == 0)
        xcb.xcb_disconnect(connection)
        return is_accepted
    return True
