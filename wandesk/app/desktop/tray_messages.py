"""Notifications of Windows and macOS, by Qt. Windows shows a tray message in its notification centre.

Both need an icon in the tray or menu bar to come from. It is there only as long as its notification. The texts are
plain on both. macOS shows them for a signed program that the user allowed it.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QSystemTrayIcon

from wandesk.app.desktop.notifier import Alert, Clicks
from wandesk.ui.look import application_icon


class TrayMessages:
    """One message at a time. Only the GUI thread uses it."""

    def __init__(self, make_icon: Callable[[], QSystemTrayIcon] = lambda: QSystemTrayIcon(application_icon())) -> None:
        self.clicks = Clicks()
        self._make_icon = make_icon
        self._icon: QSystemTrayIcon | None = None
        self._job_id = ""

    async def is_available(self) -> bool:
        return QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()

    def show(self, alert: Alert) -> None:
        if self._icon is None:
            self._icon = self._make_icon()
            self._icon.messageClicked.connect(self._clicked)
            self._icon.activated.connect(self._clicked)
        self._job_id = alert.job_id
        self._icon.show()
        self._icon.showMessage(alert.title, alert.body, self._icon.icon())

    def withdraw(self) -> None:
        """Windows takes the notification away with its icon."""
        if self._icon is not None:
            self._icon.hide()

    def close(self) -> None:
        icon, self._icon = self._icon, None
        if icon is not None:
            icon.hide()
            icon.deleteLater()

    def _clicked(self, *_reason: object) -> None:
        self.clicks.clicked.emit(self._job_id, "")
