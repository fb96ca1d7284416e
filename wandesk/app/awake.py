"""Keeps the computer awake while there is a reason, by the system's own means; where none works, it is quiet about it.

Only sleep is held off, never the screen: nobody needs to look on while a video is made.
"""

from __future__ import annotations

import logging
import queue
import shutil
import subprocess
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Protocol, cast

from PySide6.QtCore import QCoreApplication

log = logging.getLogger(__name__)

translate = QCoreApplication.translate

NAME = "Wan Desk"


class Inhibitor(Protocol):
    """One way of one system. Both calls return at once."""

    def hold(self, reason: str) -> None: ...

    def release(self) -> None: ...


class Awake:
    """Holds the system awake exactly while somebody wants it and the user allows it. For the window's thread."""

    def __init__(self, inhibitor: Inhibitor | None = None) -> None:
        self._inhibitor = inhibitor
        self._is_held = False

    @property
    def is_held(self) -> bool:
        return self._is_held

    def hold(self, *, is_wanted: bool) -> None:
        """Begin or end; a second wish of the same kind does nothing."""
        if is_wanted is self._is_held:
            return
        self._is_held = is_wanted
        if self._inhibitor is None:
            self._inhibitor = system_inhibitor()
        if is_wanted:
            self._inhibitor.hold(translate("Awake", "Videos are being made"))
        else:
            self._inhibitor.release()

    def close(self) -> None:
        self.hold(is_wanted=False)


def system_inhibitor() -> Inhibitor:
    """What this system has."""
    if sys.platform == "win32":
        return WindowsState()
    if sys.platform == "darwin":
        return Child(["caffeinate", "-i", "-w", "{pid}"])
    return DBusInhibitor()


class WindowsState:
    """SetThreadExecutionState of kernel32: it holds for the thread that called it, the window's, until taken back."""

    ES_CONTINUOUS = 0x80000000
    ES_SYSTEM_REQUIRED = 0x00000001

    def __init__(self, set_state: Callable[[int], int] | None = None) -> None:
        self._set_state = set_state or _windows_set_state()

    def hold(self, reason: str) -> None:
        if not self._set_state(self.ES_CONTINUOUS | self.ES_SYSTEM_REQUIRED):
            log.info("the system does not stay awake for us: %s", reason)

    def release(self) -> None:
        self._set_state(self.ES_CONTINUOUS)


def _windows_set_state() -> Callable[[int], int]:
    import ctypes

    function = getattr(ctypes, "windll").kernel32.SetThreadExecutionState  # noqa: B009 - only Windows' ctypes has it
    function.argtypes = [ctypes.c_uint]
    function.restype = ctypes.c_uint
    return cast("Callable[[int], int]", function)


class Child:
    """A program of the system that keeps it awake as long as it runs, and ends with us (`{pid}` is ours)."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._child: subprocess.Popen[bytes] | None = None

    def hold(self, reason: str) -> None:
        program = shutil.which(self._command[0])
        if program is None:
            log.info("%s is not there: the computer may sleep", self._command[0])
            return
        pid = str(QCoreApplication.applicationPid())
        arguments = [each.format(pid=pid, reason=reason) for each in self._command[1:]]
        try:
            self._child = subprocess.Popen(  # noqa: S603 - the system's own program, with arguments of ours
                [program, *arguments], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
            )
        except OSError as failed:
            log.info("%s does not start: %s", program, failed)

    def release(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.terminate()
            # Reaped here: it ends at once, and a second is never waited for.
            try:
                child.wait(0.2)
            except subprocess.TimeoutExpired:
                child.kill()


SERVICES = (
    (
        "org.freedesktop.PowerManagement.Inhibit",
        "/org/freedesktop/PowerManagement/Inhibit",
        "org.freedesktop.PowerManagement.Inhibit",
    ),
    ("org.freedesktop.ScreenSaver", "/org/freedesktop/ScreenSaver", "org.freedesktop.ScreenSaver"),
)
"""Name, object and interface, in the order in which they are tried. The first is KDE's, Xfce's and MATE's and lets the
screen go dark; GNOME knows the second alone (gsd-screensaver-proxy)."""
ANSWER_MS = 2000


class DBusInhibitor:
    """Linux desktops: `Inhibit(who, why)` on a connection of its own, whose end gives it back.

    All these services give back what a client held that leaves the bus, so that not even a crash leaves a computer
    awake. A thread of its own waits for them, because a desktop may be slow to answer.
    """

    def __init__(self, *, connection: str = "wandesk-awake") -> None:
        self._connection = connection
        self._wishes: queue.SimpleQueue[str | None] = queue.SimpleQueue()
        self._thread: threading.Thread | None = None

    def hold(self, reason: str) -> None:
        self._wish(reason)

    def release(self) -> None:
        self._wish(None)

    def _wish(self, reason: str | None) -> None:
        self._wishes.put(reason)
        if self._thread is None:
            self._thread = threading.Thread(target=self._serve, name="awake", daemon=True)
            self._thread.start()

    def _serve(self) -> None:
        while True:
            reason = self._wishes.get()
            if reason is None:
                self._leave()
            elif not self._inhibit(reason):
                log.info("nothing here keeps the computer awake for us")
                self._leave()

    def _inhibit(self, reason: str) -> bool:
        from PySide6.QtDBus import QDBus, QDBusConnection, QDBusMessage

        bus = QDBusConnection.connectToBus(QDBusConnection.BusType.SessionBus, self._connection)
        for service, path, interface in SERVICES if bus.isConnected() else ():
            message = QDBusMessage.createMethodCall(service, path, interface, "Inhibit")
            message.setArguments([NAME, reason])
            message.setAutoStartService(False)
            answer = bus.call(message, QDBus.CallMode.Block, ANSWER_MS)
            if answer.type() is QDBusMessage.MessageType.ReplyMessage:
                log.info("%s keeps the computer awake", service)
                return True
            log.debug("%s: %s", service, answer.errorMessage())
        return False

    def _leave(self) -> None:
        from PySide6.QtDBus import QDBusConnection

        QDBusConnection.disconnectFromBus(self._connection)
