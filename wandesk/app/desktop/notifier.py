"""The port for notifications of the system. Each system has an adapter, chosen in `systems`.

Decision: desktop-notifier 6.2, notify-py and plyer are not used. The last two have no clicks. desktop-notifier passes
no activation token on, without which Wayland raises no window, and needs winrt and rubicon-objc, which Qt's own
QSystemTrayIcon makes superfluous. jeepney is here for the keyring anyway; QtDBus of PySide6 sends no unsigned integer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import QObject, Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One notification. Its texts are plain."""

    title: str
    body: str
    job_id: str = ""
    """The job that a click opens; empty: a click only raises the window."""
    is_failure: bool = False


class Clicks(QObject):
    """What the user does with notifications."""

    clicked = Signal(str, str)
    """The `job_id` of the alert, and Wayland's activation token, "" for none. May be emitted by any thread."""


class Notifier(Protocol):
    """Shows one notification at a time: a new one takes the place of the last. No call blocks."""

    clicks: Clicks

    async def is_available(self) -> bool:
        """Whether this system shows notifications now."""
        ...

    def show(self, alert: Alert) -> None: ...

    def withdraw(self) -> None:
        """Take the notification away, for example because the user has come to the window."""
        ...

    def close(self) -> None: ...
