"""One connection to the session bus of a Linux desktop, with a thread that talks and one that listens.

Calls may block for as long as a desktop needs; the GUI thread only posts them.
"""

from __future__ import annotations

import logging
import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from wandesk.worker_thread import ThreadStopped, WorkerThread

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message
    from jeepney.io.threading import DBusConnection

log = logging.getLogger(__name__)

ANSWER_SECONDS = 2.0
AGAIN_AFTER = 60.0
"""Seconds without another try where there was no bus."""


class BusRefused(Exception):
    """There is no bus, no service, no answer in time, or an error as the answer."""


class SessionBus:
    """The connection is opened by the first call. `thread` runs the calls: every method with `bus` in it is for it."""

    def __init__(self) -> None:
        self.thread = WorkerThread("session bus")
        self._connection: DBusConnection | None = None
        self._answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._listener: threading.Thread | None = None
        self._heard: Callable[[Message], None] = lambda _signal: None
        self._opened: Callable[[], None] = lambda: None
        self._tries_at = 0.0

    def subscribe(self, opened: Callable[[], None], heard: Callable[[Message], None]) -> None:
        """`opened()` is called on the thread for a new connection, and `heard(signal)` for each signal from then on."""
        self._opened, self._heard = opened, heard

    def post(self, work: Callable[[], None]) -> None:
        """Run `work` on the thread. Where the bus refuses, that is only logged."""

        def trying() -> None:
            try:
                work()
            except BusRefused as refused:
                log.info("session bus: %s", refused)

        try:
            self.thread.post(trying)
        except ThreadStopped:
            log.debug("the session bus is closed")

    def call_on_bus(self, address: DBusAddress, method: str, signature: str = "", *values: Any) -> tuple[Any, ...]:
        """The answer of a service. Raises BusRefused. On the thread."""
        from jeepney import MessageType, new_method_call

        connection = self._connected()
        message = new_method_call(address, method, signature or None, values)
        serial = next(connection.outgoing_serial)
        self._send(connection, message, serial)
        answer = self._answer_to(serial, method)
        if answer.header.message_type is MessageType.error:
            raise BusRefused(f"{method}: {answer.body}")
        return tuple(answer.body)

    def emit_on_bus(self, address: DBusAddress, signal: str, signature: str, *values: Any) -> None:
        """Send a signal to whatever listens. Raises BusRefused. On the thread."""
        from jeepney import new_signal

        connection = self._connected()
        self._send(connection, new_signal(address, signal, signature, values), next(connection.outgoing_serial))

    def close(self) -> None:
        """Close the connection after all posted calls. Nothing waits for that."""
        self.thread.stop(self._disconnect)

    # ------------------------------------------------------------------ on the thread

    def _connected(self) -> DBusConnection:
        from jeepney.auth import AuthenticationError
        from jeepney.io.threading import open_dbus_connection

        if self._connection is not None and self._listener is not None and self._listener.is_alive():
            return self._connection
        self._disconnect()
        if time.monotonic() < self._tries_at:
            raise BusRefused("there was no bus a moment ago")
        try:
            connection = open_dbus_connection("SESSION", auth_timeout=ANSWER_SECONDS)
        except (OSError, KeyError, ValueError, RuntimeError, AuthenticationError) as missing:
            self._tries_at = time.monotonic() + AGAIN_AFTER
            raise BusRefused(f"no session bus: {missing!r}") from missing
        self._connection = connection
        answers: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self._answers = answers
        self._listener = threading.Thread(
            target=lambda: self._listen(connection, answers), name="session bus ears", daemon=True
        )
        self._listener.start()
        try:
            self._opened()
        except BusRefused:
            self._disconnect()
            raise
        return connection

    def _send(self, connection: DBusConnection, message: Message, serial: int) -> None:
        try:
            connection.send(message, serial=serial)
        except OSError as gone:
            self._disconnect()
            raise BusRefused(f"the session bus is gone: {gone!r}") from gone

    def _answer_to(self, serial: int, method: str) -> Message:
        from jeepney import HeaderFields

        ends = time.monotonic() + ANSWER_SECONDS
        while True:
            try:
                answer = self._answers.get(timeout=max(0.0, ends - time.monotonic()))
            except queue.Empty:
                raise BusRefused(f"{method}: no answer") from None
            if answer.header.fields.get(HeaderFields.reply_serial) == serial:
                return answer

    def _disconnect(self) -> None:
        connection, self._connection = self._connection, None
        if connection is None:
            return
        connection.interrupt()
        if self._listener is not None:
            self._listener.join(1.0)
        connection.close()

    # ------------------------------------------------------------------ on the listening thread

    def _listen(self, connection: DBusConnection, answers: queue.SimpleQueue[Message]) -> None:
        from jeepney import MessageType
        from jeepney.io.threading import ReceiveStopped

        try:
            while True:
                message = connection.receive()
                match message.header.message_type:
                    case MessageType.method_return | MessageType.error:
                        answers.put(message)
                    case MessageType.signal:
                        self._pass_on(message)
        except ReceiveStopped:
            pass
        except (OSError, ValueError) as gone:  # the desktop session ends
            log.info("the session bus is gone: %r", gone)

    def _pass_on(self, signal: Message) -> None:
        """After what the thread does now: a click may be quicker than the answer with the notification's number."""
        self.post(lambda: self._heard(signal))
