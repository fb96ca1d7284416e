"""Shows a video in the system's file manager, selected in its folder."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QUrl

from wandesk.child_environment import program_environment
from wandesk.child_processes import child_creation_flags

log = logging.getLogger(__name__)

TIMEOUT = 5.0
"""Seconds; starting a file manager takes one or two."""
SERVICE, OBJECT = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"
"""The interface has the name of the service (freedesktop.org's file manager D-Bus interface)."""
NO_REPLY = "org.freedesktop.DBus.Error.NoReply"
_CONNECTION = "wandesk-file-manager"


def is_marked(path: str, *, platform: str = sys.platform) -> bool:
    """Ask the file manager to show the file and return whether it does. Blocks: call it on a worker thread."""
    if platform == "win32":
        return _is_run(explorer_command(path, os.environ.get("SYSTEMROOT", r"C:\Windows")), fine=None)
    if platform == "darwin":
        return _is_run(["open", "-R", path], fine=0)
    return _is_shown_over_bus(path)


def explorer_command(path: str, system_root: str) -> str:
    """Explorer parses its command line itself: the quotes come after the comma, and no path can contain one."""
    backward = path.replace("/", "\\")
    return f'"{system_root}\\explorer.exe" /select,"{backward}"'


def _is_run(command: str | Sequence[str], *, fine: int | None) -> bool:
    """Whether the program started and ended with the code `fine`; None accepts any (Explorer always ends with 1)."""
    try:
        child = subprocess.Popen(  # noqa: S603 - the system's own program; Windows hands one text on as it is
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=program_environment(),
            creationflags=child_creation_flags(),
        )
        code = child.wait(TIMEOUT)
    except OSError as failed:
        log.info("no file manager could be started: %s", failed)
        return False
    except subprocess.TimeoutExpired:
        return True  # it is still working
    return fine is None or code == fine


def _is_shown_over_bus(path: str) -> bool:
    from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage  # most runs never need it

    address = bytes(QUrl.fromLocalFile(path).toEncoded().data()).decode("ascii")
    bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, _CONNECTION)
    try:
        if not bus.isConnected():
            return False
        message = QDBusMessage.createMethodCall(SERVICE, OBJECT, SERVICE, "ShowItems")
        message.setArguments([[address], ""])
        answer = bus.call(message, QDBus.CallMode.Block, round(TIMEOUT * 1000))
        if answer.type() is QDBusMessage.MessageType.ReplyMessage:
            return True
        log.info("no file manager answered on D-Bus: %s", answer.errorMessage())
        return answer.errorName() == NO_REPLY  # the call arrived; its reply is late
    finally:
        QDBusConnection.disconnectFromBus(_CONNECTION)


def file_and_folder_exist(path: Path) -> tuple[bool, bool]:
    """Whether the file exists, and its folder. Blocks while the disk is slow."""
    return path.is_file(), path.parent.is_dir()
