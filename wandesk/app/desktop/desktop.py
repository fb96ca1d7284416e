"""The desktop around the window: it is kept awake, and told how far everything is and what has ended."""

from __future__ import annotations

from PySide6.QtWidgets import QApplication

from wandesk.app.awake import Awake
from wandesk.app.desktop.alerts import Alerts
from wandesk.app.desktop.offer import NotificationsOffer
from wandesk.app.desktop.session_bus import SessionBus
from wandesk.app.desktop.systems import system_notifier, system_taskbar
from wandesk.app.desktop.taskbar import TaskbarEntry
from wandesk.app.keep_awake import KeepAwake
from wandesk.settings.preferences import Preferences
from wandesk.ui.bridge import Bridge
from wandesk.ui.main_window import MainWindow
from wandesk.ui.questions import Spawn


class Desktop:
    """Builds the parts and closes them. For the GUI thread; nothing of the system is touched before it is needed."""

    def __init__(self, app: QApplication, preferences: Preferences, bridge: Bridge, spawn: Spawn) -> None:
        self._bus = SessionBus()
        self._window: MainWindow | None = None
        self.keep_awake = KeepAwake(preferences, Awake())
        self.alerts = Alerts(preferences, system_notifier(self._bus))
        self._offer = NotificationsOffer(self.alerts, preferences, spawn)
        self._taskbar = TaskbarEntry(system_taskbar(app, self._bus, self._handle))
        self.alerts.told.connect(self._taskbar.set_count)
        self.alerts.told.connect(self._attract)
        bridge.workload_signal.connect(self.keep_awake.workload_changed)

    def attach(self, window: MainWindow) -> None:
        """Follow the jobs of this window."""
        self._window = window
        self.alerts.attach(window)
        self._offer.attach(window.notices)
        self._taskbar.follow(window.updates)

    def close(self) -> None:
        """Let the computer sleep again, and tell nothing any more."""
        self.keep_awake.close()
        self.alerts.close()
        self._taskbar.close()
        self._bus.close()
        self._window = None

    def _handle(self) -> int:
        return 0 if self._window is None else int(self._window.winId())

    def _attract(self, count: int) -> None:
        """Mark the window's entry as the system does for any program with news, until the user looks at it."""
        if self._window is not None and count:
            QApplication.alert(self._window)
