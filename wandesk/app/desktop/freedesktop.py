"""Notifications of Linux desktops: org.freedesktop.Notifications, version 1.2 or 1.3 of the specification."""

from __future__ import annotations

import html
import logging
from collections.abc import Collection
from typing import TYPE_CHECKING

from wandesk.app.desktop.notifier import Alert, Clicks
from wandesk.app.desktop.session_bus import BusRefused, SessionBus
from wandesk.resources import resource_path
from wandesk.worker_thread import ThreadStopped

if TYPE_CHECKING:
    from jeepney import DBusAddress, Message

log = logging.getLogger(__name__)

NAME, PATH = "org.freedesktop.Notifications", "/org/freedesktop/Notifications"
BUS, BUS_PATH = "org.freedesktop.DBus", "/org/freedesktop/DBus"
DESKTOP_ENTRY = "wandesk"
"""The name of our desktop file, as in `qt_application`: the desktop takes our name and icon from it."""
CLICK = "default"
"""The action of a click on the notification itself."""
NORMAL = 1
"""Urgency. Critical ones would stay on the screen, which no video is worth."""
AS_USUAL = -1
"""The desktop decides how long it is shown."""


class FreedesktopNotifier:
    """Everything after the first underscore runs on the thread of the bus, one call after the other."""

    def __init__(self, bus: SessionBus) -> None:
        self.clicks = Clicks()
        self._bus = bus
        self._has_posted = False
        self._number = 0
        """The number that the service gave our last notification; 0: none yet."""
        self._is_shown = False
        self._job_id = ""
        self._token = ""
        bus.subscribe(self._listen, self._hear)

    async def is_available(self) -> bool:
        try:
            return await self._bus.thread.call(self._has_service)
        except (BusRefused, ThreadStopped) as refused:
            log.info("no notifications: %s", refused)
            return False

    def show(self, alert: Alert) -> None:
        self._has_posted = True
        self._bus.post(lambda: self._show(alert))

    def withdraw(self) -> None:
        self._bus.post(self._withdraw)

    def close(self) -> None:
        """A click could open nothing any more, so the notification goes with the program."""
        if self._has_posted:  # otherwise there is no thread and no connection, and none is needed
            self.withdraw()

    # ------------------------------------------------------------------ on the thread of the bus

    def _has_service(self) -> bool:
        """Whether the service runs, or the bus can start it."""
        (running,) = self._bus.call_on_bus(_address(BUS, BUS_PATH), "NameHasOwner", "s", NAME)
        if running:
            return True
        (startable,) = self._bus.call_on_bus(_address(BUS, BUS_PATH), "ListActivatableNames")
        return NAME in startable

    def _listen(self) -> None:
        rule = f"type='signal',sender='{NAME}',path='{PATH}',interface='{NAME}'"
        self._bus.call_on_bus(_address(BUS, BUS_PATH), "AddMatch", "s", rule)

    def _show(self, alert: Alert) -> None:
        service = _address(NAME, PATH)
        (abilities,) = self._bus.call_on_bus(service, "GetCapabilities")
        hints = {
            "desktop-entry": ("s", DESKTOP_ENTRY),
            "urgency": ("y", NORMAL),
            "category": ("s", "transfer.error" if alert.is_failure else "transfer.complete"),
        }
        self._job_id = alert.job_id
        (self._number,) = self._bus.call_on_bus(
            service,
            "Notify",
            "susssasa{sv}i",
            "Wan Desk",
            self._number if self._is_shown else 0,  # the one that this one replaces
            resource_path("icons", "wandesk.svg").as_uri(),
            _clean(alert.title),
            body_text(alert.body, abilities),
            # Where they are not supported, some services show a window with a button for each.
            [CLICK, alert.title] if "actions" in abilities else [],
            hints,
            AS_USUAL,
        )
        self._is_shown = True

    def _withdraw(self) -> None:
        was_shown, self._is_shown = self._is_shown, False
        if was_shown:
            self._bus.call_on_bus(_address(NAME, PATH), "CloseNotification", "u", self._number)

    def _hear(self, signal: Message) -> None:
        from jeepney import HeaderFields

        fields = signal.header.fields
        if fields.get(HeaderFields.interface) != NAME or not signal.body or signal.body[0] != self._number:
            return  # the notifications of other programs are announced to all
        match fields.get(HeaderFields.member), tuple(signal.body[1:]):
            case "ActivationToken", (str(token),):  # before the click that it belongs to
                self._token = token
            case "ActionInvoked", (action,) if action == CLICK:  # some services close the notification before
                token, self._token = self._token, ""
                self.clicks.clicked.emit(self._job_id, token)
            case "NotificationClosed", _:
                self._is_shown = False
            case member, _:
                log.debug("%s is not for us", member)


def body_text(text: str, abilities: Collection[str]) -> str:
    """The text as this service shows it plain: one that knows markup would take a name's `<b>` for it."""
    return html.escape(_clean(text), quote=False) if "body-markup" in abilities else _clean(text)


def _clean(text: str) -> str:
    """Text that the bus accepts: it disconnects a program that sends a NUL, and file names may not be UTF-8."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _address(name: str, path: str) -> DBusAddress:
    from jeepney import DBusAddress

    return DBusAddress(path, bus_name=name, interface=name)
