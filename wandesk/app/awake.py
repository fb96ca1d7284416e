"""Keeps the computer awake with the means of each system. The screen may still go dark.

Where no means works, the computer may sleep, and one line of the log says so.

Decision: wakepy 1.0.0 (mode `keep.running`) is not used. It has no parameter for the program and the reason, so the
desktop lists "wakepy: wakelock active" in the place of ours. On KDE it starts `plasmashell --version` through a shell,
which fails in a frozen program, whose LD_LIBRARY_PATH points to our Qt; then it holds nothing. It refuses Xfce. On
Windows it holds with a thread that is no daemon. A thread of our own would be needed all the same, because its calls
block for seconds and belong to one thread.
"""

from __future__ import annotations

import logging
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol, cast

from PySide6.QtCore import QCoreApplication

from wandesk.child_environment import program_environment
from wandesk.worker_thread import WorkerThread

if TYPE_CHECKING:
    from jeepney.io.blocking import DBusConnection

log = logging.getLogger(__name__)

translate = QCoreApplication.translate

NAME = "Wan Desk"


class Inhibitor(Protocol):
    """One means of one system. Both calls return at once."""

    def hold(self, reason: str) -> None: ...

    def release(self) -> None: ...


class Awake:
    """Holds the system awake exactly as long as it is wanted. Used in the GUI thread alone; its calls do not block."""

    def __init__(self, inhibitor: Inhibitor | None = None) -> None:
        self._inhibitor = inhibitor
        self._is_held = False

    def hold(self, *, is_wanted: bool) -> None:
        """Begins or ends. Calling it again with the same value does nothing."""
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
    """The means of the system we run on."""
    if sys.platform == "win32":
        return WindowsState()
    elif sys.platform == "darwin":
        return Child(["caffeinate", "-i", "-w", "{pid}"])
    else:
        return DBusInhibitor()


class WindowsState:
    """SetThreadExecutionState of kernel32: holds until the calling thread takes it back or ends."""

    ES_CONTINUOUS = 0x80000000
    ES_SYSTEM_REQUIRED = 0x00000001

    def __init__(self, set_state: Callable[[int], int] | None = None) -> None:
        self._set_state = set_state or _windows_set_state()

    def hold(self, reason: str) -> None:
        if not self._set_state(self.ES_CONTINUOUS | self.ES_SYSTEM_REQUIRED):
            log.info("Windows does not keep the computer awake: %s", reason)

    def release(self) -> None:
        self._set_state(self.ES_CONTINUOUS)


def _windows_set_state() -> Callable[[int], int]:
    import ctypes

    function = getattr(ctypes, "windll").kernel32.SetThreadExecutionState  # noqa: B009 - only Windows' ctypes has it
    function.argtypes = [ctypes.c_uint]
    function.restype = ctypes.c_uint
    return cast("Callable[[int], int]", function)


class Child:
    """A program of the system that keeps the computer awake as long as it runs. `{pid}` becomes our process id."""

    def __init__(self, command: Sequence[str]) -> None:
        self._command = list(command)
        self._child: subprocess.Popen[bytes] | None = None

    def hold(self, reason: str) -> None:
        program = shutil.which(self._command[0])
        if program is None:
            log.info("%s is missing: the computer may sleep", self._command[0])
            return
        pid = str(QCoreApplication.applicationPid())
        arguments = [each.format(pid=pid, reason=reason) for each in self._command[1:]]
        try:
            self._child = subprocess.Popen(  # noqa: S603 - the system's own program, with arguments of ours
                [program, *arguments],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=program_environment(),
            )
        except OSError as failed:
            log.info("%s does not start: %s", program, failed)

    def release(self) -> None:
        child, self._child = self._child, None
        if child is not None:
            child.terminate()
            try:
                child.wait(0.2)
            except subprocess.TimeoutExpired:
                child.kill()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A D-Bus service of the session with a method `Inhibit`."""

    name: str
    path: str
    interface: str
    signature: str
    """Of the arguments of `Inhibit`: "ss" (program, reason) or "susu" (program, window, reason, flags)."""

    def arguments(self, reason: str) -> tuple[str | int, ...]:
        return (NAME, reason) if self.signature == "ss" else (NAME, NO_WINDOW, reason, INHIBIT_SUSPEND)


NO_WINDOW = 0
INHIBIT_SUSPEND = 4
"""Of gnome-session's flags (gsm-inhibitor-flag.h). 8, idle, would keep the screen lit, too."""
SERVICES = (
    # KDE, LXQt, MATE and Xfce. Xfce keeps the screen lit as well (xfce4-power-manager, issue 65).
    Service(
        name="org.freedesktop.PowerManagement",
        path="/org/freedesktop/PowerManagement/Inhibit",
        interface="org.freedesktop.PowerManagement.Inhibit",
        signature="ss",
    ),
    # GNOME, Cinnamon and what builds on them.
    Service(
        name="org.gnome.SessionManager",
        path="/org/gnome/SessionManager",
        interface="org.gnome.SessionManager",
        signature="susu",
    ),
)
"""In the order in which they are tried. org.freedesktop.ScreenSaver is missing on purpose: it keeps the screen lit."""
ANSWER_SECONDS = 2.0


class DBusInhibitor:
    """Linux desktops: calls `Inhibit` on a connection of its own and closes the connection to take it back.

    All services drop what a client held that leaves the bus, so a crash does not keep a computer awake. The calls run
    in a thread, because a desktop may answer slowly. jeepney and not QtDBus: PySide6 cannot send an unsigned integer.
    """

    def __init__(self) -> None:
        self._thread = WorkerThread("awake")
        self._connection: DBusConnection | None = None

    def hold(self, reason: str) -> None:
        self._thread.post(lambda: self._change(reason))

    def release(self) -> None:
        self._thread.post(lambda: self._change(None))

    def _change(self, reason: str | None) -> None:
        """On the thread."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
        self._connection = None if reason is None else _inhibit(reason)


def _inhibit(reason: str) -> DBusConnection | None:
    """The connection that keeps the computer awake until it is closed; None where no service does."""
    from jeepney import DBusAddress, DBusErrorResponse, MessageFlag, new_method_call
    from jeepney.auth import AuthenticationError
    from jeepney.io.blocking import open_dbus_connection
    from jeepney.wrappers import unwrap_msg

    try:
        connection = open_dbus_connection("SESSION", auth_timeout=ANSWER_SECONDS)
    except (OSError, KeyError, ValueError, RuntimeError, AuthenticationError) as missing:
        log.info("no session bus, so the computer may sleep: %r", missing)
        return None
    for service in SERVICES:
        address = DBusAddress(service.path, bus_name=service.name, interface=service.interface)
        call = new_method_call(address, "Inhibit", service.signature, service.arguments(reason))
        call.header.flags = MessageFlag.no_auto_start
        try:
            unwrap_msg(connection.send_and_get_reply(call, timeout=ANSWER_SECONDS))
        except DBusErrorResponse as refused:
            log.debug("%s: %s", service.name, refused.name)
        except OSError as failed:  # also a TimeoutError
            log.info("%s: %r", service.name, failed)
        else:
            log.info("%s keeps the computer awake", service.name)
            return connection
    log.info("no service of this desktop keeps the computer awake")
    connection.close()
    return None
