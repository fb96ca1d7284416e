"""Records the calls on the session bus."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager

from jeepney import DBusAddress, HeaderFields, MessageType, new_method_call
from jeepney.io.blocking import DBusConnection, open_dbus_connection

from tests.support.simulator import until

BUS = DBusAddress("/org/freedesktop/DBus", "org.freedesktop.DBus", "org.freedesktop.DBus")
MONITORING = BUS.with_interface("org.freedesktop.DBus.Monitoring")
SECRETS = "org.freedesktop.secrets"


class BusRecorder:
    """Every method call since it was made, as (destination, member)."""

    def __init__(self, monitor: DBusConnection) -> None:
        self._monitor = monitor
        self._calls: list[tuple[str, str]] = []
        self._marks = itertools.count()
        self._is_over = threading.Event()
        monitor.send_and_get_reply(new_method_call(MONITORING, "BecomeMonitor", "asu", ([], 0)))
        self._thread = threading.Thread(target=self._record, daemon=True)
        self._thread.start()

    def to_keyring(self) -> list[str]:
        """The methods that were called at the Secret Service so far."""
        mark = f"wandesk.mark{next(self._marks)}"
        with closing(open_dbus_connection()) as sender:
            sender.send_and_get_reply(new_method_call(BUS, "NameHasOwner", "s", (mark,)))
        until(lambda: ("mark", mark) in self._calls, within=10)
        return [member for destination, member in self._calls if destination == SECRETS]

    def close(self) -> None:
        self._is_over.set()
        self._thread.join(10)

    def _record(self) -> None:
        while not self._is_over.is_set():
            try:
                message = self._monitor.receive(timeout=0.1)
            except TimeoutError:
                continue
            if message.header.message_type is not MessageType.method_call:
                continue
            fields = message.header.fields
            member = fields[HeaderFields.member]
            if member == "NameHasOwner" and str(message.body[0]).startswith("wandesk.mark"):
                self._calls.append(("mark", message.body[0]))
            self._calls.append((str(fields.get(HeaderFields.destination, "")), member))


@contextmanager
def recorded_bus() -> Iterator[BusRecorder]:
    """A recorder on the session bus of the environment."""
    with closing(open_dbus_connection()) as monitor:
        recorder = BusRecorder(monitor)
        try:
            yield recorder
        finally:
            recorder.close()
