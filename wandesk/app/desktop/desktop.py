"""The desktop around the window: it is kept awake, and told what has ended."""

from __future__ import annotations

from wandesk.app.awake import Awake
from wandesk.app.desktop.alerts import Alerts
from wandesk.app.desktop.session_bus import SessionBus
from wandesk.app.desktop.systems import system_notifier
from wandesk.app.keep_awake import KeepAwake
from wandesk.settings.preferences import Preferences
from wandesk.ui.bridge import Bridge
from wandesk.ui.main_window import MainWindow


class Desktop:
    """Builds the parts and closes them. For the GUI thread; nothing of the system is touched before it is needed."""

    def __init__(self, preferences: Preferences, bridge: Bridge) -> None:
        self._bus = SessionBus()
        self.keep_awake = KeepAwake(preferences, Awake())
        self.alerts = Alerts(preferences, system_notifier(self._bus))
        bridge.workload_signal.connect(self.keep_awake.workload_changed)

    def attach(self, window: MainWindow) -> None:
        """Follow the jobs of this window."""
        self.alerts.attach(window)

    def close(self) -> None:
        """Let the computer sleep again, and tell nothing any more."""
        self.keep_awake.close()
        self.alerts.close()
