"""A session bus of a test, and a service on it that shows notifications as a desktop's does."""

from __future__ import annotations

import itertools
import subprocess
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from jeepney import DBusAddress, HeaderFields, Message, MessageType, message_bus, new_method_return, new_signal
from jeepney.io.threading import DBusConnection, DBusRouter, Proxy, ReceiveStopped, open_dbus_connection

from tests.support.simulator import until

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
SERVICE = DBusAddress(PATH, bus_name=NAME, interface=NAME)
LAUNCHER = "com.canonical.Unity.LauncherEntry"
GNOME = ("actions", "body", "body-markup", "icon-static", "persistence", "sound")
PLAIN = ("body",)


@contextmanager
def session_bus() -> Iterator[str]:
    """The address of a bus that is there for the length of the block."""
    command = ["dbus-daemon", "--session", "--nofork", "--print-address"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as daemon:
        assert daemon.stdout is not None
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A call of Notify."""

    number: int
    replaces: int
    title: str
    body: str
    actions: Sequence[str]
    hints: dict[str, Any]


class NotificationService:
    """Answers as the specification says, and remembers what it was asked."""

    def __init__(self, address: str, abilities: Sequence[str] = GNOME) -> None:
        self.shown: list[Shown] = []
        self.closed: list[int] = []
        self.launcher: list[tuple[str, dict[str, Any]]] = []
        """The updates of launchers, each with its program."""
        self._abilities = list(abilities)
        self._numbers = itertools.count(7)
        self._connection: DBusConnection = open_dbus_connection(address)
        with DBusRouter(self._connection) as router:
            bus = Proxy(message_bus, router)
            bus.RequestName(NAME)
            bus.AddMatch(f"type='signal',interface='{LAUNCHER}'")
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    @property
    def last(self) -> Shown:
        return self.shown[-1]

    def wait_for(self, count: int) -> Shown:
        """The newest notification once there are so many."""
        until(lambda: len(self.shown) >= count, within=10)
        assert len(self.shown) == count
        return self.last

    def click(self, number: int, token: str = "", action: str = "default") -> None:
        """The user clicks a notification. It is announced to all programs, as every service does."""
        if token:
            self._announce("ActivationToken", "us", number, token)
        self._announce("ActionInvoked", "us", number, action)
        self._announce("NotificationClosed", "uu", number, 2)

    def close(self) -> None:
        self._connection.interrupt()
        self._thread.join(10)
        self._connection.close()

    def _announce(self, signal: str, signature: str, *values: Any) -> None:
        self._connection.send(new_signal(DBusAddress(PATH, interface=NAME), signal, signature, values))

    def _serve(self) -> None:
        while True:
            try:
                message = self._connection.receive()
            except ReceiveStopped:
                return
            fields = message.header.fields
            if message.header.message_type is MessageType.signal and fields[HeaderFields.interface] == LAUNCHER:
                program, values = message.body
                self.launcher.append((program, {name: value for name, (_signature, value) in values.items()}))
            if message.header.message_type is MessageType.method_call:
                self._answer(message)

    def _answer(self, message: Message) -> None:
        match message.header.fields[HeaderFields.member]:
            case "GetCapabilities":
                answer = new_method_return(message, "as", (self._abilities,))
            case "Notify":
                program, replaces, icon, title, body, actions, hints, expires = message.body
                assert (program, expires) == ("Wan Desk", -1)
                assert icon.startswith("file:///")
                number = replaces or next(self._numbers)
                plain = {name: value for name, (_signature, value) in hints.items()}
                self.shown.append(
                    Shown(number=number, replaces=replaces, title=title, body=body, actions=actions, hints=plain)
                )
                answer = new_method_return(message, "u", (number,))
            case "CloseNotification":
                self.closed.append(message.body[0])
                answer = new_method_return(message)
            case other:
                raise AssertionError(other)
        self._connection.send(answer)


@contextmanager
def notification_service(address: str, abilities: Sequence[str] = GNOME) -> Iterator[NotificationService]:
    """A service for the length of the block."""
    service = NotificationService(address, abilities)
    try:
        yield service
    finally:
        service.close()
